/** The page `smart-community-journal`: who did what, and whether nobody has changed that. */

import { css, html, nothing, type TemplateResult } from "lit";
import { actionName, actor, details, knownActions, knownPeople, subject } from "../../journal/entries";
import { JournalDesk, NO_FILTERS } from "../../journal/journal-desk";
import type { Entry, Verdict } from "../../journal/wire";
import type { Connection } from "../../ha";
import type { Me } from "../../model";
import { PageCard } from "../page/page-card";
import { choice, doing, field, problem, sourced, table, valuesOf, waiting } from "../page/parts";

export class JournalPage extends PageCard {
  static override styles = [
    ...PageCard.styles,
    css`
      .wide td.strong,
      .wide .link {
        white-space: nowrap;
      }
      .hash {
        font-family: ui-monospace, monospace;
        font-size: 15px;
        overflow-wrap: anywhere;
      }
      .said {
        font-size: 16px;
        color: var(--faint);
      }
      .link {
        border: 0;
        padding: 0;
        min-height: 32px;
        text-decoration: underline;
        font-weight: 400;
        background: none;
      }
    `,
  ];

  protected override readonly path = "journal";
  declare desk: JournalDesk;

  protected override open(connection: Connection): void {
    this.desk = new JournalDesk(connection, this.changed, () => this.zone);
  }

  protected override load(): void {
    void this.desk.entries.load();
  }

  protected override aside(): TemplateResult {
    const busy = this.desk.work.busy === "verify";
    return html`<button
      class="strong"
      data-do="verify"
      ?disabled=${this.desk.work.busy !== undefined}
      @click=${() => void this.desk.verify()}
    >
      ${doing(this.words, this.words.t("verify"), busy)}
    </button>`;
  }

  protected override content(me: Me): TemplateResult {
    const { words, desk } = this;
    return html`
      <p class="hint">${words.t("journal_intro")}</p>
      ${desk.work.busy === "verify" ? waiting(words, words.t("verify_running")) : nothing}
      ${desk.verdict ? this.verdict(desk.verdict) : nothing} ${problem(words, desk.work.problemOf("verify"))}
      ${this.filters()} ${sourced(words, desk.entries, (entries) => this.entries(entries, me))}
    `;
  }

  private verdict(verdict: Verdict): TemplateResult {
    const { words } = this;
    const { intact, checked, broken_at, breaks, cut_at, head } = verdict;
    const facts = [
      breaks.length > 1 ? words.t("verify_breaks", { places: words.list(breaks.map(String)) }) : "",
      cut_at === null ? "" : words.t("verify_cut", { at: cut_at }),
    ];
    return html`<div class=${intact ? "good" : "problem"} role="alert" data-intact=${String(intact)}>
      <div>
        <b>${words.t(intact ? "verify_intact" : "verify_broken", { checked, at: broken_at ?? "" })}</b>
        ${facts.filter(Boolean).map((fact) => html`<p>${fact}</p>`)}
        <p class="hash">${words.t("verify_head", { seq: head.seq, hash: head.hash })}</p>
      </div>
    </div>`;
  }

  private filters(): TemplateResult {
    const { words, desk, hass } = this;
    const { filters } = desk;
    return html`<form
      class="tools"
      role="search"
      @submit=${(event: Event) => {
        event.preventDefault();
        desk.find({ ...NO_FILTERS, ...valuesOf(event) });
      }}
    >
      ${choice({
        name: "action",
        label: words.t("journal_action"),
        value: filters.action,
        options: [["", words.t("journal_anything")], ...knownActions(words)],
      })}
      ${choice({
        name: "actor",
        label: words.t("journal_actor"),
        value: filters.actor,
        options: [
          ["", words.t("journal_anybody")],
          ...(hass ? knownPeople(hass) : []),
          ["system", words.t("actor_system")],
          ["automation", words.t("actor_automation")],
        ],
      })}
      ${field({ name: "from", label: words.t("from"), type: "date", value: filters.from })}
      ${field({ name: "to", label: words.t("until"), type: "date", value: filters.to })}
      ${field({ name: "subject", label: words.t("journal_subject"), value: filters.subject, max: 200 })}
      <button data-do="find">${words.t("journal_find")}</button>
    </form>`;
  }

  private entries(entries: Entry[], me: Me): TemplateResult {
    const { words, desk, hass } = this;
    if (!hass) return html``;
    return html`
      ${table<Entry>({
        caption: words.t("journal_caption"),
        empty: words.t("journal_empty"),
        rows: entries,
        key: (entry) => String(entry.seq),
        columns: [
          { head: words.t("journal_number"), style: "tight", cell: (entry) => entry.seq },
          { head: words.t("journal_when"), style: "tight", cell: (entry) => this.at(entry.at, true) },
          { head: words.t("journal_actor"), style: "tight", cell: (entry) => actor(entry, hass, me, words) },
          {
            head: words.t("journal_action"),
            style: "strong",
            cell: (entry) => actionName(entry.action, words),
          },
          {
            head: words.t("journal_subject"),
            cell: (entry) =>
              entry.subject
                ? html`<button
                    class="link"
                    title=${entry.subject}
                    aria-label="${words.t("journal_about")}: ${entry.subject}"
                    @click=${() => desk.find({ ...NO_FILTERS, subject: entry.subject })}
                  >
                    ${subject(entry.subject, hass)}
                  </button>`
                : "",
          },
          {
            head: words.t("journal_details"),
            cell: (entry) => {
              const said = details(entry, hass, words);
              return said ? html`<span class="said">${said}</span>` : "";
            },
          },
        ],
      })}
      ${problem(words, desk.work.problemOf("older"))}
      ${
        desk.more
          ? html`<div class="bar">
              <button data-do="older" ?disabled=${desk.work.busy !== undefined} @click=${() => void desk.older()}>
                ${doing(words, words.t("journal_older"), desk.work.busy === "older")}
              </button>
            </div>`
          : nothing
      }
    `;
  }
}
