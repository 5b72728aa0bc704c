/** A week of shifts as a table: a row for each shift, a column for each day. */

import { dayOf, plusDays } from "../days";
import type { Duty, RosterPage, RosterRole } from "./wire";

export interface ShiftLine {
  shift: string;
  name: string;
  /** When it begins and ends on the wall: HH:MM. */
  start: string;
  end: string;
  /** The duty of each day, undefined for a day without this shift. */
  days: (Duty | undefined)[];
}

export const weekFrom = (day: string): string[] => [0, 1, 2, 3, 4, 5, 6].map((offset) => plusDays(day, offset));

/** HH:MM on the wall of a zone. */
export function clockOf(at: string, zone: string): string {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone } as const;
  return new Intl.DateTimeFormat("en-GB", options).format(Date.parse(at));
}

/** The shifts of a role in the order in which they begin on the wall; those of a calendar by their names and times. */
export function shiftLines(page: RosterPage, role: RosterRole, days: readonly string[]): ShiftLine[] {
  const lines = new Map<string, ShiftLine>();
  const put = (shift: string, name: string, start: string, end: string): ShiftLine => {
    const key = `${shift}|${name}|${start}|${end}`;
    const line = lines.get(key) ?? { shift, name, start, end, days: days.map(() => undefined) };
    lines.set(key, line);
    return line;
  };
  for (const duty of page.duties) {
    const column = days.indexOf(duty.day);
    if (duty.role !== role || column < 0) continue;
    const zone = page.time_zone;
    put(duty.shift, duty.name, clockOf(duty.start, zone), clockOf(duty.end, zone)).days[column] = duty;
  }
  return [...lines.values()].sort(
    (one, other) => one.start.localeCompare(other.start) || one.name.localeCompare(other.name),
  );
}

/** The times of these days without anybody, of one role. */
export function gapsIn(page: RosterPage, role: RosterRole, days: readonly string[]): RosterPage["gaps"] {
  return page.gaps.filter((gap) => gap.role === role && days.includes(dayOf(Date.parse(gap.start), page.time_zone)));
}
