/** How often an alarm was right, week by week, as one figure and a line of small bars. */

import type { PrecisionWeek } from "./wire";

export interface Precision {
  /** Of 100, undefined while there are too few verdicts to say. */
  percent: number | undefined;
  real: number;
  false_alarm: number;
  unsure: number;
  from: string | undefined;
}

/** The newest week that has a figure, else the newest; undefined without any. */
export function newestOf(weeks: readonly PrecisionWeek[]): Precision | undefined {
  const sorted = [...weeks].sort((a, b) => a.from.localeCompare(b.from));
  const one = sorted.findLast(({ precision }) => precision !== null) ?? sorted.at(-1);
  if (!one) return undefined;
  const { real, false_alarm, unsure, from } = one;
  return {
    percent: one.precision === null ? undefined : Math.round(one.precision * 100),
    real,
    false_alarm,
    unsure,
    from,
  };
}
