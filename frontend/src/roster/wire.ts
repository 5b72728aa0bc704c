/** The roster on the wire: `commands/roster.py`. Days are YYYY-MM-DD in `time_zone`, times of shifts HH:MM. */

import { ask } from "../ask";
import type { Connection } from "../ha";

export const ROSTERED = ["duty_room", "grid_worker", "community_office"] as const;
export type RosterRole = (typeof ROSTERED)[number];
export type Because = "rotation" | "holiday" | "override" | "swap" | "calendar";
export type SwapState = "asked" | "agreed" | "refused" | "withdrawn" | "lapsed";

export interface Shift {
  id: string;
  name: string;
  start: string;
  end: string;
}

export interface Assignment {
  shift: string;
  people: string[];
}

/** What is kept of a role; of one's own shifts only `shifts` and `cover`. */
export interface RoleRoster {
  shifts: Shift[];
  /** Seven days each, Monday first. */
  weeks: Assignment[][][];
  first_week: string;
  holiday: Assignment[] | null;
  cover: "always" | "shifts";
  calendar: { entity_id: string; names: Record<string, string | null>; read: "summary" | "description" } | null;
}

export interface RoleRow {
  role: RosterRole;
  roster: (Pick<RoleRoster, "shifts" | "cover"> & Partial<RoleRoster>) | null;
  /** null: no roster, so whoever has the role. Missing: one's own shifts alone are shown. */
  on_duty?: string[] | null;
  read_at?: string | null;
  known_until?: string | null;
}

export interface Duty {
  role: RosterRole;
  day: string;
  shift: string;
  name: string;
  start: string;
  end: string;
  people: string[];
  because: Because;
}

export interface Gap {
  role: RosterRole;
  start: string;
  end: string;
}

export interface Slot {
  day: string;
  shift: string;
}

export interface Swap {
  id: string;
  role: RosterRole;
  asked_by: string;
  other: string;
  gives: Slot;
  takes: Slot | null;
  asked_at: string;
  state: SwapState;
}

export interface Holiday {
  day: string;
  name: string;
  /** Worked like this weekday, 0 Monday to 6 Sunday; null: a holiday. */
  like: number | null;
}

export interface Trouble {
  role: RosterRole;
  what: "gap" | "calendar" | "names" | "left";
  count: number;
  start?: string;
  end?: string;
  names?: string[];
  people?: string[];
}

export interface RosterPage {
  from: string;
  to: string;
  time_zone: string;
  may_edit: boolean;
  roles: RoleRow[];
  duties: Duty[];
  gaps: Gap[];
  overrides: (Slot & { role: RosterRole; people: string[]; swap: string | null })[];
  swaps: Swap[];
  holidays: Holiday[];
  troubles: Trouble[];
  /** A name for each account that can have a shift. */
  people: Record<string, string | null>;
}

export const readRoster = (connection: Connection, from: string, to: string): Promise<RosterPage> =>
  ask(connection, "roster/list", { from, to });
