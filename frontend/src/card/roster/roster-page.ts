/** The page `smart-community-roster`: who is on duty when; a week on a desk, a day on a phone. */

import { html, nothing, type TemplateResult } from "lit";
import { dayName, dayOf, plusDays } from "../../days";
import type { Connection } from "../../ha";
import type { Me } from "../../model";
import { personName } from "../../names";
import { RosterDesk } from "../../roster/roster-desk";
import { clockOf, gapsIn, shiftLines, weekFrom, type ShiftLine } from "../../roster/week";
import type { Cell } from "../../roster/rotation";
import type { Duty, RoleRow, RosterPage as Page, RosterRole, Slot, Trouble } from "../../roster/wire";
import { PageCard } from "../page/page-card";
import { problem, sourced } from "../page/parts";
import { rosterDialogs } from "./roster-dialogs";
import { rosterStyles } from "./roster-styles";
import { swapList } from "./swap-list";

/** What a dialog is about. */
export type Asked =
  | { what: "override"; duty: Duty; people: string[] }
  | { what: "swap"; duty: Duty }
  | { what: "holidays" }
  | { what: "rotation"; cell?: Cell };

export class RosterPage extends PageCard {
  static override styles = [...PageCard.styles, rosterStyles];

  protected override readonly path = "roster";
  protected override readonly tick = 60_000;
  declare desk: RosterDesk;
  declare me: Me;
  asked: Asked | undefined;
  wrong: Record<string, string> = {};

  protected override open(connection: Connection): void {
    this.desk = new RosterDesk(connection, this.changed, () => dayOf(this.now, this.hass?.config.time_zone));
  }

  protected override load(): void {
    const roles = this.session?.me?.roles ?? [];
    this.desk.load(roles.includes("technician") || roles.includes("community_office"));
  }

  ask(asked: Asked | undefined): void {
    this.asked = asked;
    this.wrong = {};
    if (asked?.what !== "rotation") this.desk.update(undefined);
    this.desk.work.forget();
    this.requestUpdate();
  }

  askHolidays(): void {
    void this.desk.holidays.load();
    this.ask({ what: "holidays" });
  }

  say(text: string): void {
    this.toast(text);
  }

  name(account: string): string {
    const { words, desk, hass } = this;
    return desk.page.value?.people[account] || (hass && personName(hass, account)) || words.t("unnamed_account");
  }

  names(accounts: readonly string[]): string {
    return this.words.list(accounts.map((account) => this.name(account)));
  }

  /** A shift on its date. */
  slotName(role: RosterRole, { day, shift }: Slot): string {
    const page = this.desk.page.value;
    const known = page?.roles.find((row) => row.role === role)?.roster?.shifts.find((one) => one.id === shift);
    return this.words.t("swap_slot", { shift: known?.name ?? shift, day: this.dayName(day) });
  }

  dayName(day: string, options: Intl.DateTimeFormatOptions = {}): string {
    return dayName(day, this.words.language, options);
  }

  protected override content(me: Me): TemplateResult {
    this.me = me;
    const { words, desk } = this;
    return html`
      ${this.steps()} ${sourced(words, desk.page, (page) => html`${this.whole(page)}`)}
      ${desk.page.value ? rosterDialogs(this, desk.page.value) : nothing}
    `;
  }

  private steps(): TemplateResult {
    const { words, desk, wide } = this;
    const last = plusDays(desk.monday, 6);
    const label = wide
      ? words.t("roster_week", { from: this.dayName(desk.monday), to: this.dayName(last) })
      : this.dayName(desk.day, { weekday: "long", month: "long" });
    const turn = (by: -1 | 1): void => (wide ? desk.turn(by) : desk.showDay(plusDays(desk.day, by)));
    return html`<div class="bar steps">
      <button
        class="small"
        data-do="before"
        aria-label=${words.t(wide ? "roster_before" : "roster_day_before")}
        @click=${() => turn(-1)}
      >
        ‹
      </button>
      <h2 role="status">${label}</h2>
      <button
        class="small"
        data-do="after"
        aria-label=${words.t(wide ? "roster_after" : "roster_day_after")}
        @click=${() => turn(1)}
      >
        ›
      </button>
      <button class="small" data-do="today" @click=${() => desk.turn(0)}>
        ${words.t(wide ? "roster_this" : "today")}
      </button>
      ${
        desk.page.value?.may_edit
          ? html`<button class="small apart" data-do="holidays" @click=${() => this.askHolidays()}>
              ${words.t("holidays")}
            </button>`
          : nothing
      }
    </div>`;
  }

  private whole(page: Page): TemplateResult {
    const { words, desk, wide, asked } = this;
    const days = wide ? weekFrom(desk.monday) : [desk.day];
    const own = page.roles.every((row) => row.on_duty === undefined);
    const holidays = page.holidays.filter((holiday) => days.includes(holiday.day));
    return html`
      ${own ? html`<p class="hint">${words.t("roster_own")}</p>` : nothing}
      ${page.troubles.map((trouble) => html`<p class="warn">${this.trouble(trouble)}</p>`)}
      ${asked ? nothing : problem(words, desk.work.problem)}
      ${
        wide
          ? nothing
          : holidays.map(
              ({ name }) => html`<p><span class="chip mind">${words.t("roster_holiday", { name })}</span></p>`,
            )
      }
      ${page.roles.map((row) => this.roleSection(page, row, days, own))} ${swapList(this, page)}
    `;
  }

  private trouble(trouble: Trouble): string {
    const { words } = this;
    const values = {
      role: words.role(trouble.role),
      start: this.at(trouble.start, false, this.hass?.config.time_zone),
      end: this.at(trouble.end, false, this.hass?.config.time_zone),
      names: words.list([...(trouble.names ?? []), ...(trouble.people ?? []).map((one) => this.name(one))]),
    };
    const more =
      trouble.what === "gap" && trouble.count > 1 ? words.t("trouble_gap_more", { count: trouble.count - 1 }) : "";
    return `${words.t(`trouble_${trouble.what}`, values)}${more && ` · ${more}`}`;
  }

  private roleSection(
    page: Page,
    row: RoleRow,
    days: readonly string[],
    own: boolean,
  ): TemplateResult | typeof nothing {
    const { words } = this;
    const lines = shiftLines(page, row.role, days);
    const role = words.role(row.role);
    if (own && !lines.length && !row.roster) return nothing;
    const calendar = row.roster?.calendar;
    const gaps = gapsIn(page, row.role, days);
    return html`<section class="panel" data-role=${row.role}>
      <div class="bar apart">
        <h2>${role}</h2>
        ${
          page.may_edit
            ? html`<button
                class="small"
                data-do="rotation"
                aria-label="${words.t("rotation_edit")} ${role}"
                @click=${() => {
                  this.desk.edit(row);
                  this.ask({ what: "rotation" });
                }}
              >
                ${words.t("rotation_edit")}
              </button>`
            : nothing
        }
      </div>
      ${this.onDuty(row)}
      ${
        calendar
          ? html`<p class="hint">
              ${words.t("roster_from_calendar", { calendar: calendar.entity_id, at: this.at(row.read_at) })}
            </p>`
          : nothing
      }
      ${
        lines.length
          ? this.wide
            ? this.table(page, row, lines, days, own)
            : this.list(page, row, lines, own)
          : row.roster
            ? html`<p class="faint">${words.t(own ? "roster_own_empty" : "roster_empty")}</p>`
            : nothing
      }
      ${
        gaps.length
          ? html`<p class="warn">
              ${words.t("roster_gaps", {
                role,
                when: words.list(
                  gaps.map(({ start, end }) => {
                    const zone = page.time_zone;
                    const day = dayOf(Date.parse(start), zone);
                    return `${this.dayName(day)} ${clockOf(start, zone)}–${clockOf(end, zone)}`;
                  }),
                ),
              })}
            </p>`
          : nothing
      }
    </section>`;
  }

  private onDuty({ on_duty }: RoleRow): TemplateResult | typeof nothing {
    const { words } = this;
    if (on_duty === undefined) return nothing;
    if (on_duty === null) return html`<p class="hint">${words.t("roster_now_all")}</p>`;
    return on_duty.length
      ? html`<p>${words.t("roster_now", { names: this.names(on_duty) })}</p>`
      : html`<p><span class="chip bad">${words.t("roster_now_nobody")}</span></p>`;
  }

  private table(page: Page, row: RoleRow, lines: ShiftLine[], days: readonly string[], own: boolean): TemplateResult {
    const { words, desk } = this;
    const today = dayOf(this.now, page.time_zone);
    return html`<table
      class="week"
      aria-label=${words.t("roster_caption", { role: words.role(row.role), from: this.dayName(desk.monday) })}
    >
      <thead>
        <tr>
          <th scope="col">${words.t("roster_shift")}</th>
          ${days.map((day) => {
            const holiday = page.holidays.find((one) => one.day === day);
            return html`<th scope="col" class=${day === today ? "today" : ""}>
              ${this.dayName(day)}${holiday ? html`<span class="chip mind">${holiday.name}</span>` : nothing}
            </th>`;
          })}
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          (line) =>
            html`<tr>
              <th scope="row"><b>${line.name}</b><small>${line.start}–${line.end}</small></th>
              ${line.days.map(
                (duty, index) =>
                  html`<td class=${days[index] === today ? "today" : ""}>
                    ${duty ? this.cell(page, row, duty, own) : html`<span class="faint">${words.t("roster_no_shift")}</span>`}
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  private list(page: Page, row: RoleRow, lines: ShiftLine[], own: boolean): TemplateResult {
    return html`<ul class="day">
      ${lines.map(
        (line) =>
          html`<li>
            <span><b>${line.name}</b><small>${line.start}–${line.end}</small></span>
            ${line.days[0] ? this.cell(page, row, line.days[0], own) : nothing}
          </li>`,
      )}
    </ul>`;
  }

  private cell(page: Page, row: RoleRow, duty: Duty, own: boolean): TemplateResult {
    const { words, me } = this;
    const names = this.names(duty.people);
    const shown = html`<span class=${duty.people.length ? "who" : "who nobody"}>${names || words.t("roster_gap")}</span>
      ${duty.because === "rotation" || duty.because === "calendar" ? nothing : html`<small>${words.t(`because_${duty.because}`)}</small>`}`;
    const past = Date.parse(duty.end) < this.now;
    const mine = duty.people.includes(me.user_id) && Date.parse(duty.start) > this.now && !row.roster?.calendar;
    const swap = mine
      ? html`<button class="small" data-do="swap" @click=${() => this.ask({ what: "swap", duty })}>
          ${words.t("swap")}
        </button>`
      : nothing;
    if (!page.may_edit || own || past || row.roster?.calendar)
      return html`<div class="shift ${past ? "past" : ""}">${shown}${swap}</div>`;
    const label = words.t("roster_change", {
      shift: duty.name,
      day: this.dayName(duty.day),
      names: names || words.t("roster_gap"),
    });
    return html`<button
        class="shift ${duty.people.length ? "" : "gap"}"
        data-do="override"
        data-day=${duty.day}
        aria-label=${label}
        @click=${() => this.ask({ what: "override", duty, people: [...duty.people] })}
      >
        ${shown}</button
      >${swap}`;
  }
}
