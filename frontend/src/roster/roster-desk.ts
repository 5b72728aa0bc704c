/** The roster's page without the page: which week is shown, what is being changed. */

import { ask } from "../ask";
import { dayOf, mondayOf, plusDays } from "../days";
import type { Connection } from "../ha";
import { listStaff, type StaffMember } from "../staff/wire";
import { Source, Work } from "../work";
import { rosterOf, rotationOf, type Rotation } from "./rotation";
import { readRoster, type Duty, type Holiday, type RoleRow, type RosterPage, type Slot, type Swap } from "./wire";

export class RosterDesk {
  readonly page: Source<RosterPage>;
  /** Who has which role; only for those who keep the roster. */
  readonly staff: Source<StaffMember[]>;
  /** All that are kept, whichever week is shown. */
  readonly holidays: Source<Holiday[]>;
  readonly work: Work;
  rotation: Rotation | undefined;
  /** The first day that is shown: a Monday. */
  monday: string;
  /** On a phone, the day that is shown. */
  day: string;

  constructor(
    private readonly connection: Connection,
    private readonly changed: () => void,
    private readonly today: () => string = () => dayOf(Date.now()),
  ) {
    this.day = this.today();
    this.monday = mondayOf(this.day);
    this.work = new Work(changed);
    this.page = new Source(() => readRoster(connection, this.monday, plusDays(this.monday, 6)), changed);
    this.staff = new Source(() => listStaff(connection), changed);
    this.holidays = new Source(async () => {
      const answer = await ask<{ holidays: Holiday[] }>(connection, "roster/holiday", { dry_run: true });
      return answer.holidays;
    }, changed);
  }

  load(keeps: boolean): void {
    void this.page.load();
    if (keeps) void this.staff.load();
  }

  /** Show the week so many weeks on, or (0) this one. */
  turn(weeks: number): void {
    this.showDay(weeks ? plusDays(this.monday, 7 * weeks) : this.today());
  }

  showDay(day: string): void {
    this.day = day;
    const monday = mondayOf(day);
    if (monday !== this.monday) {
      this.monday = monday;
      this.page.set(undefined);
      void this.page.load();
    }
    this.changed();
  }

  /** The accounts that can have a shift of a role, with their names. */
  holders(role: string): (readonly [account: string, name: string])[] {
    const { people = {} } = this.page.value ?? {};
    const holders = this.staff.value?.filter((member) => member.roles.some((one) => one === role));
    const known = Object.entries(people).filter(([id]) => !holders || holders.some((member) => member.user_id === id));
    return known.map(([id, name]) => [id, name ?? id] as const).sort(([, one], [, other]) => one.localeCompare(other));
  }

  /** Give a shift on its date to these people; null: to whom the rotation says. */
  override(duty: Slot & { role: string }, people: string[] | null): Promise<boolean> {
    const { role, day, shift } = duty;
    return this.run("override", () => ask(this.connection, "roster/override", { role, day, shift, people }));
  }

  askSwap(duty: Duty, other: string, takes: Slot | undefined): Promise<boolean> {
    const { role, day, shift } = duty;
    const back = takes ? { for_day: takes.day, for_shift: takes.shift } : {};
    return this.run("swap", () => ask(this.connection, "roster/swap", { role, other, day, shift, ...back }));
  }

  decide(swap: Swap, decision: "agree" | "refuse" | "withdraw"): Promise<boolean> {
    return this.run(`decide ${swap.id}`, () => ask(this.connection, "roster/swap", { swap: swap.id, decision }));
  }

  saveHoliday(holiday: Holiday): Promise<boolean> {
    return this.run("holiday", () => ask(this.connection, "roster/holiday", { holidays: [holiday] }));
  }

  removeHoliday(day: string): Promise<boolean> {
    return this.run("holiday", () => ask(this.connection, "roster/holiday", { remove: [day] }));
  }

  /** Take the holidays of a year from a calendar; how many, undefined if that failed. */
  async takeHolidays(calendar: string): Promise<number | undefined> {
    let count = 0;
    const taken = await this.run("holiday", async () => {
      const query = { calendar, from: this.today(), to: plusDays(this.today(), 365) };
      count = (await ask<{ changed: unknown[] }>(this.connection, "roster/holiday", query)).changed.length;
    });
    return taken ? count : undefined;
  }

  edit(row: RoleRow): void {
    this.rotation = rotationOf(row.role, row.roster, this.monday);
    this.work.forget();
    this.changed();
  }

  update(rotation: Rotation | undefined): void {
    this.rotation = rotation;
    this.changed();
  }

  async saveRotation(): Promise<boolean> {
    const { rotation } = this;
    if (!rotation) return false;
    const fields = { role: rotation.role, roster: rosterOf(rotation) };
    const saved = await this.run("rotation", () => ask(this.connection, "roster/save", fields));
    if (saved) this.update(undefined);
    return saved;
  }

  private async run(name: string, job: () => Promise<unknown>): Promise<boolean> {
    const done = await this.work.run(name, async () => void (await job()));
    if (done) await Promise.all([this.page.load(), name === "holiday" ? this.holidays.load() : undefined]);
    return done;
  }
}
