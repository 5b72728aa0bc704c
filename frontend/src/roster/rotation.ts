/** A role's rotation while it is being changed. */

import type { Assignment, RoleRoster, RosterRole, Shift } from "./wire";

export type RosterSource = "none" | "weeks" | "calendar";

/** One cell of the table: a week and a day, or the holiday plan. */
export interface Cell {
  week: number | "holiday";
  day: number;
  shift: string;
}

export interface Rotation {
  role: RosterRole;
  source: RosterSource;
  shifts: Shift[];
  weeks: Assignment[][][];
  first_week: string;
  holiday: Assignment[] | null;
  cover: RoleRoster["cover"];
  calendar: RoleRoster["calendar"];
}

const EMPTY_WEEK = (): Assignment[][] => [[], [], [], [], [], [], []];

export function rotationOf(role: RosterRole, roster: Partial<RoleRoster> | null, monday: string): Rotation {
  return {
    role,
    source: roster === null ? "none" : roster.calendar ? "calendar" : "weeks",
    shifts: (roster?.shifts ?? []).map((shift) => ({ ...shift })),
    weeks: roster?.weeks?.length ? structuredClone(roster.weeks) : [EMPTY_WEEK()],
    first_week: roster?.first_week ?? monday,
    holiday: roster?.holiday ? structuredClone(roster.holiday) : null,
    cover: roster?.cover ?? "always",
    calendar: roster?.calendar ?? null,
  };
}

/** An id for a new shift that no other has. */
export function newShift(shifts: readonly Shift[], name: string): Shift {
  const taken = new Set(shifts.map((shift) => shift.id));
  let number = shifts.length + 1;
  while (taken.has(`shift-${number}`)) number += 1;
  const last = shifts.at(-1);
  return { id: `shift-${number}`, name, start: last?.end ?? "08:00", end: last?.start ?? "20:00" };
}

export function peopleIn(rotation: Rotation, { week, day, shift }: Cell): string[] {
  const plan = week === "holiday" ? rotation.holiday : rotation.weeks[week]?.[day];
  return plan?.find((assignment) => assignment.shift === shift)?.people ?? [];
}

const placed = (plan: readonly Assignment[], shift: string, people: string[]): Assignment[] => [
  ...plan.filter((assignment) => assignment.shift !== shift),
  ...(people.length ? [{ shift, people }] : []),
];

/** The rotation with other people in a cell; nobody: the shift is not worked on that day. */
export function withPeople(rotation: Rotation, cell: Cell, people: string[]): Rotation {
  if (cell.week === "holiday") {
    return { ...rotation, holiday: placed(rotation.holiday ?? [], cell.shift, people) };
  }
  const weeks = rotation.weeks.map((week, at) =>
    at === cell.week ? week.map((plan, day) => (day === cell.day ? placed(plan, cell.shift, people) : plan)) : week,
  );
  return { ...rotation, weeks };
}

/** The people of a cell on all seven days of its week. */
export function allWeek(rotation: Rotation, cell: Cell): Rotation {
  const people = peopleIn(rotation, cell);
  return [0, 1, 2, 3, 4, 5, 6].reduce((one, day) => withPeople(one, { ...cell, day }, people), rotation);
}

export const withWeek = (rotation: Rotation): Rotation => ({
  ...rotation,
  weeks: [...rotation.weeks, structuredClone(rotation.weeks.at(-1) ?? EMPTY_WEEK())],
});

export const withoutWeek = (rotation: Rotation, index: number): Rotation => ({
  ...rotation,
  weeks: rotation.weeks.filter((_, at) => at !== index),
});

/** Without a shift, wherever it was worked. */
export function withoutShift(rotation: Rotation, id: string): Rotation {
  const without = (plan: Assignment[]): Assignment[] => plan.filter((assignment) => assignment.shift !== id);
  return {
    ...rotation,
    shifts: rotation.shifts.filter((shift) => shift.id !== id),
    weeks: rotation.weeks.map((week) => week.map(without)),
    holiday: rotation.holiday && without(rotation.holiday),
  };
}

/** Whether each shift has what it needs. */
export const isComplete = ({ shifts }: Rotation): boolean =>
  shifts.every(({ name, start, end }) => name.trim() && /^\d\d:\d\d$/.test(start) && /^\d\d:\d\d$/.test(end));

/** What is sent; null: the role has no roster. */
export function rosterOf(rotation: Rotation): Record<string, unknown> | null {
  const { source, shifts, weeks, first_week, holiday, cover, calendar } = rotation;
  if (source === "none") return null;
  if (source === "calendar") return { cover, calendar };
  return { shifts, weeks, first_week, holiday, cover, calendar: null };
}
