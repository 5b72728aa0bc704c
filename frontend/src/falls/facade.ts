/** From candidate homes to a small drawing of the facade: floors × columns, each with how likely it is. */

import type { Candidate, Fall } from "./wire";

/** So many floors above and below the likely ones are drawn, as long as there is room. */
const AROUND = 1;
const MOST_FLOORS = 9;
const MOST_COLUMNS = 6;

/** A column of homes: where in the drawing, and what it is called. */
export interface Column {
  building: string;
  unit: string;
  /** The column's own name within its unit: the homes 01, 02 …; empty if homes have no number. */
  name: string;
}

export interface Cell {
  p: number;
  /** The share of the likeliest, 0..1: how dark it is. */
  shade: number;
  home: string | null;
}

export interface FacadeGrid {
  columns: Column[];
  /** From the top down. */
  floors: { floor: number; name: string }[];
  /** By floor and column, null where nothing is told of. */
  cells: (Cell | null)[][];
  /** Where it cannot be said, or none of those drawn. */
  elsewhere: number;
}

/** Which column of its unit a home is in: what stands behind the floor in its number, such as 02 in 1502. */
function columnName(candidate: Candidate): string {
  if (candidate.name) return candidate.name;
  const number = /(\d+)\D*$/.exec(candidate.home ?? "")?.[1];
  const floor = `${candidate.floor}`;
  if (!number) return "";
  for (const prefix of [floor, floor.padStart(2, "0")]) {
    if (number.startsWith(prefix) && number.length > prefix.length) return number.slice(prefix.length);
  }
  return number;
}

const compared = new Intl.Collator("zh-Hans", { numeric: true });

/** The drawing of a fall's candidates; undefined while none are known. */
export function gridOf(fall: Fall): FacadeGrid | undefined {
  const found = (fall.candidates ?? []).filter(({ p }) => p > 0);
  if (!found.length) return undefined;
  const columns = new Map<string, Column & { p: number }>();
  for (const candidate of found) {
    const name = columnName(candidate);
    const key = [candidate.building, candidate.unit, name].join("\n");
    const known = columns.get(key);
    if (known) known.p += candidate.p;
    else columns.set(key, { building: candidate.building, unit: candidate.unit, name, p: candidate.p });
  }
  const drawn = [...columns].sort(([, a], [, b]) => b.p - a.p).slice(0, MOST_COLUMNS);
  drawn.sort(([a], [b]) => compared.compare(a, b));
  const keys = drawn.map(([key]) => key);
  const inside = found.filter((one) => keys.includes([one.building, one.unit, columnName(one)].join("\n")));
  const floors = floorsOf(inside);
  const floorNames = new Map(inside.map((one) => [one.floor, one.floor_name || `${one.floor}`]));
  const most = Math.max(...inside.map(({ p }) => p));
  const cells = floors.map((floor) =>
    keys.map((key) => {
      const here = inside.filter(
        (one) => one.floor === floor && [one.building, one.unit, columnName(one)].join("\n") === key,
      );
      if (!here.length) return null;
      const p = here.reduce((sum, one) => sum + one.p, 0);
      return { p, shade: p / most, home: here[0]?.home ?? null };
    }),
  );
  const shown = cells.flat().reduce((sum, cell) => sum + (cell?.p ?? 0), 0);
  return {
    columns: drawn.map(([, { building, unit, name }]) => ({ building, unit, name })),
    floors: floors.map((floor) => ({ floor, name: floorNames.get(floor) ?? `${floor}` })),
    cells,
    elsewhere: Math.max(0, 1 - shown),
  };
}

/** The floors of the likely ones and those around them, from the top down; of too many those with the most. */
function floorsOf(found: readonly Candidate[]): number[] {
  const weight = new Map<number, number>();
  for (const { floor, p } of found) weight.set(floor, (weight.get(floor) ?? 0) + p);
  const sorted = [...weight].sort(([, a], [, b]) => b - a).map(([floor]) => floor);
  let low = sorted[0] ?? 1;
  let high = low;
  for (const floor of sorted) {
    const [below, above] = [Math.min(low, floor), Math.max(high, floor)];
    if (above - below + 1 > MOST_FLOORS - 2 * AROUND) continue;
    low = below;
    high = above;
  }
  const bottom = Math.max(low > 0 ? 1 : low, low - AROUND);
  return Array.from({ length: high + AROUND - bottom + 1 }, (_, index) => high + AROUND - index);
}

/** A probability as people read it: never "100 %", and what is not nothing is never "0 %". */
export function percent(p: number): string {
  if (p <= 0) return "0%";
  if (p < 0.01) return "<1%";
  return `${Math.min(99, Math.round(p * 100))}%`;
}

/** The floors between which it began: as the camera says, else about two deviations; undefined if that is not known. */
export function floorsBetween(fall: Fall): [number, number] | undefined {
  if (fall.floors) return fall.floors;
  if (fall.floor === null) return undefined;
  const around = Math.round(2 * Math.max(0, fall.floor_sd ?? 0));
  return [Math.max(1, fall.floor - around), fall.floor + around];
}
