/** The page `smart-community-commissioning`: a list that a technician goes through in the car, on the phone. */

import { css, html, nothing, type TemplateResult } from "lit";
import { CommissioningDesk } from "../../commissioning/commissioning-desk";
import type { Commissioning } from "../../commissioning/wire";
import { dayOf } from "../../days";
import { doorName, floorName } from "../../elevators/state";
import type { ElevatorView } from "../../elevators/wire";
import { explainHere } from "../../errors";
import type { Connection } from "../../ha";
import type { Me } from "../../model";
import { printPage } from "../../save-file";
import { PageCard } from "../page/page-card";
import { doing, field, problem, sourced, valuesOf, waiting } from "../page/parts";
import { itemsList, resultChip, step } from "./step";

/** Whether the car has shown it is asked for again so often, in ms. */
const EVERY = 2000;

export class CommissioningPage extends PageCard {
  static override styles = [
    ...PageCard.styles,
    css`
      .rows > li {
        display: flex;
        flex-wrap: wrap;
        gap: 10px 16px;
        align-items: center;
        justify-content: space-between;
        padding: 14px 0;
        border-bottom: 1px solid var(--line);
      }
      .rows > li:last-child {
        border-bottom: 0;
      }
      .rows h2 {
        font-size: 20px;
      }
      .step {
        max-width: 720px;
      }
      .warn .spinner {
        display: inline-block;
        vertical-align: -2px;
      }
      .step h2 {
        font-size: 28px;
      }
      .step .do {
        font-size: 20px;
        line-height: 1.45;
      }
      .step button {
        min-height: 68px;
        font-size: 20px;
      }
      .step button.strong {
        width: 100%;
        min-height: 84px;
        font-size: 24px;
      }
      .answers {
        display: grid;
        gap: 10px;
        grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
      }
      .steps {
        display: flex;
        gap: 10px;
      }
      .steps button {
        flex: 1;
      }
      .items > li {
        border-bottom: 1px solid var(--line);
      }
      .items button {
        width: 100%;
        border: 0;
        border-radius: 0;
        background: none;
        justify-content: space-between;
        text-align: left;
        font-weight: 400;
        padding: 8px 4px;
      }
      .items [aria-current] {
        font-weight: 700;
        background: color-mix(in srgb, var(--text) 7%, transparent);
      }
      textarea {
        min-height: 64px;
      }
    `,
  ];

  protected override readonly path = "commissioning";
  protected override readonly tick = 1000;
  declare desk: CommissioningDesk;
  private correcting = false;
  private read = 0;

  protected override open(connection: Connection): void {
    this.desk?.elevators.stop();
    this.desk = new CommissioningDesk(connection, this.changed);
    this.fromAddress();
  }

  protected override load(): void {
    this.desk.load();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.fromAddress();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.desk?.elevators.stop();
  }

  /** The page of an elevator leads here with it. */
  private fromAddress(): void {
    const asked = new URLSearchParams(location.search).get("elevator");
    if (asked && this.desk && this.desk.chosen !== asked) this.desk.choose(asked);
  }

  /** Whoever waits in the car for it to be seen should not have to press anything. */
  protected override updated(): void {
    const { desk } = this;
    if (!this.live || desk?.shown?.how !== "seen" || desk.sheet.loading || desk.work.busy) return;
    if (Date.now() - this.read < EVERY) return;
    this.read = Date.now();
    void desk.sheet.load();
  }

  protected override content(_me: Me): TemplateResult {
    const { words, desk } = this;
    if (!desk.chosen) return this.all();
    const view = desk.elevators.find(desk.chosen);
    return html`
      <div class="bar">
        <button class="plain" data-do="back" @click=${() => desk.choose(undefined)}>‹ ${words.t("back")}</button>
        <h2>${view?.name ?? desk.draft?.name ?? ""}</h2>
      </div>
      ${sourced(words, desk.sheet, (sheet) =>
        sheet.draft && !this.correcting
          ? this.draft(sheet.draft, view)
          : html`${sheet.in_force ? this.record(sheet.in_force) : nothing}${this.form(sheet.draft ?? sheet.in_force)}`,
      )}
    `;
  }

  private all(): TemplateResult {
    const { words, desk } = this;
    const { views } = desk.elevators;
    return html`<p>${words.t("com_intro")}</p>
      ${
        !views
          ? desk.elevators.problem === undefined
            ? waiting(words)
            : problem(words, desk.elevators.problem, () => desk.load())
          : sourced(words, desk.list, () =>
              views.length
                ? html`<ul class="rows" aria-label=${words.t("com_list")}>
                    ${views.map((view) => this.row(view))}
                  </ul>`
                : html`<p class="empty">${words.t("com_empty")}</p>`,
            )
      }`;
  }

  private row(view: ElevatorView): TemplateResult {
    const { words, desk } = this;
    const draft = desk.recordOf(view.id, "draft");
    const inForce = desk.recordOf(view.id, "in_force");
    const gone = draft || inForce ? undefined : desk.recordOf(view.id, "void");
    return html`<li data-elevator=${view.id}>
      <div>
        <h2>${view.name}</h2>
        <div class="chips">
          ${
            inForce
              ? html`<span class="chip fine">${words.t("com_in_force", { at: inForce.date })}</span>`
              : html`<span class="chip mind">${words.t("com_none")}</span>`
          }
          ${draft ? html`<span class="chip">${words.t("com_draft", this.counts(draft))}</span>` : nothing}
          ${gone?.void_reason ? html`<span class="chip bad">${words.found(`com_void_${gone.void_reason}`, "com_none")}</span>` : nothing}
        </div>
      </div>
      <button data-do="choose" @click=${() => desk.choose(view.id)}>
        ${words.t(draft ? "com_go_on" : inForce ? "com_look" : "com_begin")}
      </button>
    </li>`;
  }

  /** Whether whoever is here runs tests, records results and finishes; the office only begins a record. */
  get tries(): boolean {
    return this.session?.me?.roles.includes("technician") ?? false;
  }

  private counts(draft: Commissioning): { done: number; total: number } {
    const total = this.desk.items.length || 14;
    return { done: total - draft.open.length, total };
  }

  /** A record that is in force. */
  private record(record: Commissioning): TemplateResult {
    const { words } = this;
    return html`<section class="panel">
      <p class="good">${words.t("com_in_force", { at: record.date })}</p>
      <p>${words.t("com_record_of", { firm: record.firm, licence: record.licence, date: record.date })}</p>
      <ul class="rows">
        ${record.checks?.map(
          (check) =>
            html`<li>
              <span>${words.found(`item_${check.item}`, "item_unknown", { code: check.item })}</span>
              ${resultChip(check, words)}
            </li>`,
        )}
      </ul>
      <div class="bar">
        <button data-do="print" @click=${() => void this.print(record)}>${words.t("com_print")}</button>
      </div>
    </section>`;
  }

  private form(before: Commissioning | null): TemplateResult {
    const { words, desk } = this;
    const busy = desk.work.busy === "start";
    const begin = async (event: SubmitEvent): Promise<void> => {
      event.preventDefault();
      const { firm = "", licence = "", date = "" } = valuesOf(event);
      if (await desk.start({ firm: firm.trim(), licence: licence.trim(), date })) this.correct(false);
    };
    const draft = Boolean(desk.draft);
    return html`<form class="panel step" novalidate @submit=${begin}>
      <h2>${words.t(draft ? "com_correct" : before ? "com_again" : "com_who")}</h2>
      ${draft ? nothing : html`<p>${words.t("com_intro")}</p>`}
      ${field({ name: "firm", label: words.t("com_firm"), hint: words.t("com_firm_hint"), value: before?.firm ?? "", required: true, max: 200 })}
      ${field({ name: "licence", label: words.t("com_licence"), value: before?.licence ?? "", required: true, max: 200 })}
      ${field({ name: "date", label: words.t("com_date"), type: "date", value: draft ? (before?.date ?? "") : dayOf(this.now, this.zone) })}
      ${problem(words, desk.work.problemOf("start"))}
      <button class="strong" data-do="start" ?disabled=${busy || !this.live}>
        ${doing(words, words.t(draft ? "save" : "com_start"), busy)}
      </button>
      ${draft ? html`<button type="button" @click=${() => this.correct(false)}>${words.t("cancel")}</button>` : nothing}
    </form>`;
  }

  private draft(draft: Commissioning, view: ElevatorView | undefined): TemplateResult {
    const { words, desk } = this;
    const counts = { done: desk.done, total: desk.items.length };
    const busy = desk.work.busy === "finish";
    return html`
      <div>
        <p role="status"><b>${words.t("com_progress", counts)}</b></p>
        <progress
          max=${counts.total || 1}
          value=${counts.done}
          aria-label=${words.t("com_progress", counts)}
        ></progress>
        ${
          view
            ? html`<p class="faint">
                ${words.t("com_car", { floor: floorName(view, words), door: doorName(view, words) })}
              </p>`
            : nothing
        }
        ${this.tries ? nothing : html`<p class="warn" role="status">${words.t("com_technician")}</p>`}
      </div>
      ${
        draft.open.length
          ? nothing
          : html`<section class="panel step">
              <p class="good">${words.t("com_all_done")}</p>
              <p>${words.t("com_finish_hint")}</p>
              ${problem(words, desk.work.problemOf("finish"))}
              <button
                class="strong"
                data-do="finish"
                ?disabled=${busy || !this.live || !this.tries}
                @click=${() => void this.finish()}
              >
                ${doing(words, words.t("com_finish"), busy)}
              </button>
            </section>`
      }
      <div class="columns">
        ${desk.shown ? step(this, desk.shown) : nothing}
        <section>
          <h3>${words.t("com_overview")}</h3>
          ${itemsList(this)}
          <p class="faint">
            ${words.t("com_record_of", { firm: draft.firm, licence: draft.licence, date: draft.date })}
          </p>
          <div class="bar">
            <button class="small" data-do="print" @click=${() => void this.print(draft)}>
              ${words.t("com_print")}
            </button>
            <button class="plain" data-do="correct" @click=${() => this.correct(true)}>
              ${words.t("com_correct")}
            </button>
          </div>
        </section>
      </div>
    `;
  }

  private correct(correcting: boolean): void {
    this.correcting = correcting;
    this.requestUpdate();
  }

  private async finish(): Promise<void> {
    if (await this.desk.finish()) this.toast(this.words.t("com_finished"));
  }

  private async print(record: Commissioning): Promise<void> {
    const { words, desk } = this;
    this.toast(words.t("com_printing"));
    try {
      printPage((await desk.page(record.id, words.language)).html);
    } catch (error) {
      this.toast(explainHere(error, words));
    }
  }
}
