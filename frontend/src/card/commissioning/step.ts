/** One test of a commissioning, large enough for a thumb in a car. */

import { html, nothing, type TemplateResult } from "lit";
import type { Check, Item, Result } from "../../commissioning/wire";
import type { Words } from "../../words";
import { doing, problem } from "../page/parts";
import type { CommissioningPage } from "./commissioning-page";

const CHIPS: Record<Result, string> = { passed: "fine", failed: "bad", not_fitted: "calm" };

export function resultChip(check: Check | undefined, words: Words): TemplateResult {
  if (!check) return html`<span class="chip calm">${words.t("com_result_open")}</span>`;
  const seconds = check.seconds === null ? "" : ` · ${words.t("com_seconds", { count: check.seconds })}`;
  return html`<span class="chip ${CHIPS[check.result]}">${words.t(`com_result_${check.result}`)}${seconds}</span>`;
}

export function step(page: CommissioningPage, one: Item): TemplateResult {
  const { words, desk } = page;
  const { item, how } = one;
  const check = desk.checkOf(item);
  const number = desk.items.findIndex((other) => other.item === item) + 1;
  const { busy } = desk.work;
  const blocked = busy !== undefined || !page.session?.live || !page.tries;
  const seen = one.seen_at ?? null;
  const answer = (result: Result, style = ""): TemplateResult =>
    html`<button
      class=${style}
      data-result=${result}
      ?disabled=${blocked || (result === "passed" && how === "seen" && !seen)}
      @click=${() => void desk.record(item, result)}
    >
      ${doing(words, words.t(`com_${result}`), busy === result)}
    </button>`;
  return html`<section class="panel step" data-item=${item}>
    <p class="faint">${words.t("com_step", { number, total: desk.items.length })}</p>
    <div class="bar apart">
      <h2>${words.found(`item_${item}`, "item_unknown", { code: item })}</h2>
      ${check ? resultChip(check, words) : nothing}
    </div>
    <p class="do">${words.found(`do_${item}`, "do_unknown")}</p>
    ${
      how === "seen"
        ? seen
          ? html`<p class="good" role="status">${words.t("com_seen", { at: page.at(seen, true) })}</p>`
          : html`<p class="warn" role="status">
              <span class="spinner" aria-hidden="true"></span> ${words.t("com_waiting_for_car")}
            </p>`
        : nothing
    }
    <label class="field"
      ><span>${words.t("com_note")} <span class="hint">${words.t("optional")}</span></span>
      <textarea
        name="note"
        maxlength="1000"
        .value=${desk.note}
        @input=${(event: Event) => desk.write((event.target as HTMLTextAreaElement).value)}
      ></textarea>
    </label>
    ${["test", "passed", "failed", "not_fitted"].map((name) => problem(words, desk.work.problemOf(name)))}
    ${
      how === "driven"
        ? html`<button
              class="strong"
              data-do="test"
              ?disabled=${blocked}
              aria-busy=${String(busy === "test")}
              @click=${() => void desk.record(item)}
            >
              ${busy === "test" ? html`<span class="spinner" aria-hidden="true"></span>${words.t("com_running")}` : words.t(check ? "com_run_again" : "com_run")}
            </button>
            <div class="answers">${answer("failed")}${one.may_be_left_out ? answer("not_fitted") : nothing}</div>`
        : html`${answer("passed", "strong")}
            <div class="answers">${answer("failed")}${one.may_be_left_out ? answer("not_fitted") : nothing}</div>`
    }
    ${one.may_be_left_out ? html`<p class="hint">${words.t("com_not_fitted_hint")}</p>` : nothing}
    <div class="steps">
      <button data-do="before" ?disabled=${number <= 1} @click=${() => desk.move(-1)}>
        ‹ ${words.t("com_before")}
      </button>
      <button data-do="after" ?disabled=${number >= desk.items.length} @click=${() => desk.move(1)}>
        ${words.t("com_after")} ›
      </button>
    </div>
  </section>`;
}

export function itemsList(page: CommissioningPage): TemplateResult {
  const { words, desk } = page;
  return html`<ol class="items">
    ${desk.items.map(
      ({ item }) =>
        html`<li>
          <button
            data-step=${item}
            aria-current=${item === desk.shown?.item ? "step" : nothing}
            @click=${() => desk.show(item)}
          >
            <span>${words.found(`item_${item}`, "item_unknown", { code: item })}</span>
            ${resultChip(desk.checkOf(item), words)}
          </button>
        </li>`,
    )}
  </ol>`;
}
