/** A plan as a line in time. */

import { inWords } from "../durations";
import type { Hass } from "../ha";
import { channelName, targetName } from "../names";
import type { StaffMember } from "../staff/wire";
import { staffName } from "../staff/names";
import type { Words } from "../words";
import { EVERY_CHANNEL, PERSON } from "./draft";
import type { Plan, PlanGap } from "./wire";

export interface LinePoint {
  level: number;
  when: string;
  whom: string[];
  how: string;
  gaps: string[];
}

/** Seconds in words, exactly: "90 s" is not "1 min". */
export function exactly(seconds: number, words: Words): string {
  return seconds % 60 && seconds < 600 ? words.t("seconds", { count: seconds }) : inWords(seconds, words);
}

export function whomName(
  target: string,
  staff: readonly StaffMember[] | undefined,
  hass: Hass | undefined,
  words: Words,
): string {
  return target.startsWith(PERSON)
    ? staffName(target.slice(PERSON.length), staff, hass, words)
    : targetName(target, hass, words);
}

export function lineOf(
  plan: Pick<Plan, "steps" | "warnings">,
  staff: readonly StaffMember[] | undefined,
  hass: Hass | undefined,
  words: Words,
): LinePoint[] {
  return plan.steps.map(({ after, to, channels }, index) => {
    const level = index + 1;
    const wished = channels.filter((channel) => channel !== EVERY_CHANNEL);
    const how = channels.includes(EVERY_CHANNEL)
      ? words.t("plan_all_channels")
      : wished.length
        ? words.t("plan_channels_first", { channels: words.list(wished.map((one) => channelName(one, hass, words))) })
        : words.t("plan_own_order");
    return {
      level,
      when: after ? words.t("plan_after", { time: exactly(after, words) }) : words.t("plan_at_once"),
      whom: to.map((target) => whomName(target, staff, hass, words)),
      how,
      gaps: plan.warnings
        .filter((gap) => gap.step === level)
        .map((gap) => gapText(gap, whomName(gap.target, staff, hass, words), words)),
    };
  });
}

function gapText({ step, target, why }: PlanGap, whom: string, words: Words): string {
  // Nobody is on duty as a siren.
  if (target === "siren" || target === "group") return words.t("gap_not_set", { level: step, whom });
  return words.found(`gap_${why}`, "gap_nobody_now", { level: step, whom });
}
