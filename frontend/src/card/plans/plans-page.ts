/** The page `smart-community-plans`: whom an alarm tells, when and over what. */

import { css, html, nothing, type TemplateResult } from "lit";
import type { Connection } from "../../ha";
import { SEVERITIES, type Me, type Severity } from "../../model";
import { exactly, lineOf } from "../../plans/line";
import { PlansDesk } from "../../plans/plans-desk";
import type { Plan } from "../../plans/wire";
import { staffName } from "../../staff/names";
import { PageCard } from "../page/page-card";
import { choice, doing, problem, sourced } from "../page/parts";
import { planForm } from "./plan-form";

export class PlansPage extends PageCard {
  static override styles = [
    ...PageCard.styles,
    css`
      .line {
        position: relative;
        padding-left: 40px;
      }
      .line::before {
        content: "";
        position: absolute;
        left: 13px;
        top: 12px;
        bottom: 12px;
        border-left: 4px solid var(--line);
      }
      .line > li {
        position: relative;
        padding: 0 0 24px;
      }
      .line > li::before {
        content: attr(data-level);
        position: absolute;
        left: -40px;
        top: 0;
        width: 30px;
        height: 30px;
        border-radius: 50%;
        background: var(--normal);
        color: var(--on-normal);
        font-weight: 700;
        font-size: 16px;
        line-height: 30px;
        text-align: center;
      }
      .line > li.again {
        padding-bottom: 0;
      }
      .line > li.again::before {
        content: "↻";
        background: var(--text);
        color: var(--surface);
      }
      .when {
        font-size: 20px;
        font-weight: 700;
      }
      .line .chips {
        margin: 6px 0;
      }
      .line .chip {
        font-size: 17px;
      }
      .step {
        border-top: 1px solid var(--line);
        padding-top: 14px;
      }
    `,
  ];

  protected override readonly path = "plans";
  declare desk: PlansDesk;
  wrong: Record<string, string> = {};
  private asked: "reset" | "own" | undefined;

  protected override open(connection: Connection): void {
    this.desk = new PlansDesk(connection, this.changed);
  }

  protected override load(): void {
    this.desk.load();
  }

  say(text: string): void {
    this.toast(text);
  }

  async toWrong(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("[aria-invalid=true], .wrong, .problem")?.focus();
    this.renderRoot.querySelector(".problem, .wrong")?.scrollIntoView({ block: "center" });
  }

  protected override content(_me: Me): TemplateResult {
    const { words, desk } = this;
    return html`
      <p class="hint">${words.t("plans_intro")}</p>
      ${sourced(words, desk.plans, () => this.chosen())}
      <smart-community-dialog
        large
        .heading=${desk.draft ? words.t("plan_edit_title", { kind: words.kind(desk.draft.kind) }) : ""}
        .open=${desk.draft !== undefined}
        @sc-back=${() => desk.cancel()}
      >
        ${desk.draft ? planForm(this, desk.draft) : nothing}
      </smart-community-dialog>
      ${this.dialog()}
    `;
  }

  private chosen(): TemplateResult | typeof nothing {
    const { words, desk } = this;
    const { plan } = desk;
    if (!plan) return nothing;
    const options = desk.kinds.flatMap(({ kind, plans }) =>
      plans.map(
        (one) =>
          [
            one.id,
            one.severity
              ? words.t("plan_for", { kind: words.kind(kind), severity: words.severity(one.severity) })
              : words.kind(kind),
          ] as const,
      ),
    );
    return html`
      <div class="tools">
        <div class="grow">
          ${choice({
            name: "plan",
            label: words.t("plan_choose"),
            value: plan.id,
            options,
            change: (id) => desk.choose(id),
          })}
        </div>
        <button data-do="edit" @click=${() => this.edit()}>${words.t("plan_edit")}</button>
        ${
          plan.default
            ? nothing
            : html`<button data-do="reset" @click=${() => this.asks("reset")}>${words.t("plan_reset")}</button>`
        }
        ${
          plan.severity === null
            ? html`<button data-do="own" @click=${() => this.asks("own")}>${words.t("plan_own_add")}</button>`
            : nothing
        }
      </div>
      ${this.line(plan)}
    `;
  }

  private line(plan: Plan): TemplateResult {
    const { words, desk, hass } = this;
    const points = lineOf(plan, desk.staff.value, hass, words);
    const changed =
      plan.by && plan.at
        ? words.t("plan_changed_by", { name: staffName(plan.by, desk.staff.value, hass, words), at: this.at(plan.at) })
        : "";
    return html`
      <section class="panel" data-plan=${plan.id}>
        <div class="bar apart">
          <h2>${words.kind(plan.kind)} · ${plan.severity ? words.severity(plan.severity) : words.t("plan_for_all")}</h2>
          <span class="chip ${plan.default ? "calm" : ""}">
            ${plan.default ? words.t("plan_default") : words.t("plan_version", { version: plan.version })}
          </span>
        </div>
        ${plan.default || !changed ? nothing : html`<p class="hint">${changed}</p>`}
        <ol class="line">
          ${points.map(
            (point) =>
              html`<li data-level=${point.level}>
                <span class="hidden">${words.t("plan_step", { level: point.level })}</span>
                <span class="when">${point.when}</span>
                <div class="chips">${point.whom.map((whom) => html`<span class="chip">${whom}</span>`)}</div>
                <p class="hint">${point.how}</p>
                ${point.gaps.map((gap) => html`<p class="warn">${gap}</p>`)}
              </li>`,
          )}
          <li class="again">
            <span class="when">${words.t("plan_repeats", { time: exactly(plan.repeat_every, words) })}</span>
            <p class="hint">${words.t("plans_never_stops")}</p>
          </li>
        </ol>
        <p>${words.t("plan_asks", { time: exactly(plan.ask_again_after, words) })}</p>
        ${plan.warnings.length ? html`<p class="hint">${words.t("gap_next")}</p>` : nothing}
      </section>
    `;
  }

  private edit(severity?: Severity): void {
    this.wrong = {};
    this.asked = undefined;
    this.desk.edit(severity);
  }

  private asks(asked: "reset" | "own" | undefined): void {
    this.asked = asked;
    this.desk.work.forget();
  }

  private dialog(): TemplateResult {
    const { words, desk, asked } = this;
    const own = new Set(desk.plans.value?.filter((plan) => plan.kind === desk.plan?.kind).map((plan) => plan.severity));
    return html`<smart-community-dialog
      .heading=${words.t(asked === "own" ? "plan_own_title" : "plan_reset_title")}
      .open=${asked !== undefined}
      @sc-back=${() => this.asks(undefined)}
    >
      ${
        asked === "reset"
          ? html`<div class="form">
              <p>${words.t("plan_reset_text")}</p>
              ${problem(words, desk.work.problemOf("reset"))}
              <div class="ends">
                <button @click=${() => this.asks(undefined)}>${words.t("cancel")}</button>
                <button
                  class="strong"
                  data-do="confirm"
                  ?disabled=${desk.work.busy !== undefined}
                  @click=${async () => {
                    if (!(await desk.reset())) return;
                    this.asks(undefined);
                    this.say(words.t("plan_was_reset"));
                  }}
                >
                  ${doing(words, words.t("plan_reset_do"), desk.work.busy === "reset")}
                </button>
              </div>
            </div>`
          : asked === "own"
            ? html`<div class="form">
                <p>${words.t("plan_own_text")}</p>
                <div class="bar">
                  ${SEVERITIES.filter((severity) => !own.has(severity)).map(
                    (severity) =>
                      html`<button data-severity=${severity} @click=${() => this.edit(severity)}>
                        ${words.severity(severity)}
                      </button>`,
                  )}
                </div>
                <div class="ends">
                  <button @click=${() => this.asks(undefined)}>${words.t("cancel")}</button>
                </div>
              </div>`
            : nothing
      }
    </smart-community-dialog>`;
  }
}
