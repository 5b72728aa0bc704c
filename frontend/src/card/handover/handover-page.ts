/** The page `smart-community-handover`: one shift tells the next. */

import { css, html, nothing, type TemplateResult } from "lit";
import type { Connection } from "../../ha";
import { HandoverDesk } from "../../handover/handover-desk";
import type { Brief, Handover, HandoverPage as Page } from "../../handover/wire";
import type { Me } from "../../model";
import { personName } from "../../names";
import { placeOf } from "../../place";
import { faultName } from "../../timeline";
import { severityShape } from "../icons";
import { PageCard } from "../page/page-card";
import { doing, field, problem, sourced } from "../page/parts";
import { rows } from "../row-styles";

export class HandoverPage extends PageCard {
  static override styles = [
    ...PageCard.styles,
    rows,
    css`
      .briefs > li {
        display: grid;
        grid-template-columns: auto 1fr auto;
        gap: 2px 14px;
        align-items: center;
        padding: 10px 0;
        border-bottom: 1px solid var(--line);
        background: none;
      }
      .briefs > li:last-child {
        border-bottom: 0;
      }
      .briefs .shape {
        width: 30px;
        height: 30px;
        animation: none;
      }
      .briefs b {
        font-size: 18px;
      }
      .words {
        white-space: pre-line;
      }
      .waiting {
        border-color: var(--high);
      }
      textarea {
        min-height: 160px;
      }
    `,
  ];

  protected override readonly path = "handover";
  protected override readonly tick = 30_000;
  declare desk: HandoverDesk;
  private asking = false;

  protected override open(connection: Connection): void {
    this.desk = new HandoverDesk(connection, this.changed);
  }

  protected override load(): void {
    void this.desk.page.load();
  }

  protected override content(me: Me): TemplateResult {
    return html`
      <p class="hint">${this.words.t("handover_intro")}</p>
      ${sourced(this.words, this.desk.page, (page) => this.whole(page, me))}
    `;
  }

  private whole(page: Page, me: Me): TemplateResult {
    const { words } = this;
    const named = (account: string | null): string =>
      (account && (page.people[account] ?? (this.hass && personName(this.hass, account)))) ||
      words.t("actor_colleague");
    return html`
      ${problem(words, this.desk.work.failed === "accept" ? this.desk.work.problem : undefined)}
      ${page.waiting.map((one) => this.waiting(one, me, named))}
      <div class="columns">
        <div class="stack">${this.own(page, me, named)} ${this.recent(page, named)}</div>
        <div class="stack">
          <section class="panel">
            <h2>${words.t("handover_open")}</h2>
            ${this.briefs(page.open, words.t("handover_open_none"), me, named)}
          </section>
          <section class="panel">
            <h2>${words.t("handover_faults")}</h2>
            ${this.briefs(page.faults, words.t("handover_faults_none"), me, named)}
          </section>
          ${
            page.resolved_total
              ? html`<details class="panel">
                  <summary><b>${words.t("handover_resolved", { count: page.resolved_total })}</b></summary>
                  ${this.briefs(page.resolved, "", me, named)}
                  ${
                    page.resolved_total > page.resolved.length
                      ? html`<p class="hint">
                          ${words.t("handover_more", { count: page.resolved_total - page.resolved.length })}
                        </p>`
                      : nothing
                  }
                </details>`
              : nothing
          }
        </div>
      </div>
      ${this.dialog(me)}
    `;
  }

  private waiting(one: Handover, me: Me, named: (account: string | null) => string): TemplateResult {
    const { words, desk } = this;
    const mine = one.author === me.user_id;
    const owned = one.still_owned?.length ?? 0;
    const busy = desk.work.busy !== undefined;
    return html`<section class="panel waiting" data-handover=${one.id}>
      <h2>
        ${words.t(mine ? "handover_from_you" : "handover_from", { name: named(one.author), at: this.at(one.given_at) })}
      </h2>
      <p class="words">${one.note || html`<span class="faint">${words.t("handover_no_note")}</span>`}</p>
      ${owned ? html`<p><span class="chip mind">${words.t("handover_owns", { count: owned })}</span></p>` : nothing}
      ${
        mine
          ? nothing
          : html`<div class="bar">
              <button class="strong" data-do="accept" ?disabled=${busy} @click=${() => void this.accept(one, true)}>
                ${doing(words, words.t("handover_accept"), desk.work.busy === "accept")}
              </button>
              ${
                owned
                  ? html`<button ?disabled=${busy} @click=${() => void this.accept(one, false)}>
                      ${words.t("handover_accept_only")}
                    </button>`
                  : nothing
              }
            </div>`
      }
    </section>`;
  }

  private async accept(one: Handover, takeOver: boolean): Promise<void> {
    const taken = await this.desk.accept(one, takeOver);
    if (taken !== undefined) this.toast(this.words.t("handover_accepted", { count: taken }));
  }

  private own(page: Page, me: Me, named: (account: string | null) => string): TemplateResult {
    const { words, desk } = this;
    const { work } = desk;
    return html`<section class="panel">
      <h2>${words.t("handover_yours")}</h2>
      <p class="hint">${words.t("handover_since", { at: this.at(page.since) })}</p>
      ${page.next_shift.map(
        (next) =>
          html`<p class=${next.people.length ? "" : "warn"}>
            ${words.t(next.people.length ? "handover_next" : "handover_next_nobody", {
              role: words.role(next.role),
              names: words.list(next.people.map(named)),
              // A shift begins by the clock on the wall of the duty room.
              at: this.at(next.start, false, this.hass?.config.time_zone),
            })}
          </p>`,
      )}
      ${field({
        name: "note",
        label: words.t("handover_note"),
        hint: words.t("handover_note_hint"),
        value: desk.written,
        lines: true,
        max: 10_000,
        input: (note) => desk.write(note),
      })}
      ${problem(words, work.failed === "save" || work.failed === "give" ? work.problem : undefined)}
      <div class="ends">
        ${
          page.draft && !desk.isChanged
            ? html`<span class="hint">${words.t("handover_saved", { at: this.at(page.draft.saved_at) })}</span>`
            : nothing
        }
        <button data-do="save" ?disabled=${work.busy !== undefined || !desk.isChanged} @click=${() => void desk.save()}>
          ${doing(words, words.t("handover_save"), work.busy === "save")}
        </button>
        <button class="strong" data-do="give" ?disabled=${work.busy !== undefined} @click=${() => this.asks(true)}>
          ${words.t("handover_give")}
        </button>
      </div>
      <p class="hidden">${me.name}</p>
    </section>`;
  }

  private asks(asking: boolean): void {
    this.asking = asking;
    this.requestUpdate();
  }

  private dialog(me: Me): TemplateResult {
    const { words, desk } = this;
    return html`<smart-community-dialog
      .heading=${words.t("handover_give_title")}
      .open=${this.asking}
      @sc-back=${() => this.asks(false)}
    >
      <div class="form">
        <p>${words.t("handover_give_text", { count: desk.ownedBy(me.user_id) })}</p>
        <div class="ends">
          <button @click=${() => this.asks(false)}>${words.t("cancel")}</button>
          <button
            class="strong"
            data-do="confirm"
            ?disabled=${desk.work.busy !== undefined}
            @click=${async () => {
              const given = await desk.give();
              this.asks(false);
              if (given) this.toast(words.t("handover_given"));
            }}
          >
            ${doing(words, words.t("handover_give_do"), desk.work.busy === "give")}
          </button>
        </div>
      </div>
    </smart-community-dialog>`;
  }

  private recent(page: Page, named: (account: string | null) => string): TemplateResult | typeof nothing {
    const { words } = this;
    if (!page.accepted.length) return nothing;
    return html`<section class="panel">
      <h2>${words.t("handover_recent")}</h2>
      ${page.accepted.map(
        (one) =>
          html`<details>
            <summary>
              ${words.t("handover_accepted_by", {
                author: named(one.author),
                name: named(one.accepted_by),
                at: this.at(one.accepted_at),
              })}
            </summary>
            <p class="words">${one.note || words.t("handover_no_note")}</p>
          </details>`,
      )}
    </section>`;
  }

  private briefs(incidents: Brief[], empty: string, me: Me, named: (account: string | null) => string): TemplateResult {
    const { words, hass } = this;
    if (!incidents.length) return html`<p class="faint">${empty}</p>`;
    return html`<ul class="briefs">
      ${incidents.map((brief) => {
        const incident = { ...brief, timeline: [], deliveries: [] };
        const kind = faultName(incident, words) ?? words.kind(brief.kind);
        const open = brief.state === "open";
        const holder = open
          ? words.t("handover_nobody_has")
          : brief.resolution
            ? words.resolution(brief.resolution)
            : brief.acknowledged_by === me.user_id
              ? words.t("state_mine")
              : named(brief.acknowledged_by);
        return html`<li class="${brief.severity} ${open ? "open" : "taken"}">
          ${severityShape(brief.severity, open)}
          <span>
            <b>${words.t("handover_row", { kind, number: brief.number })}</b>
            <span class="hint">${hass ? placeOf(incident, undefined, hass, words) : nothing}</span>
          </span>
          <span class="chip ${open ? "bad" : ""}">${holder}</span>
          <span></span><span class="hint">${this.at(brief.opened_at)}</span>
        </li>`;
      })}
    </ul>`;
  }
}
