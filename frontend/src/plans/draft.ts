/** A plan while it is being changed, and what is seen to be wrong with it before it is sent. */

import { codeOf, detailsOf } from "../errors";
import type { TextKey, Words } from "../words";
import type { Plan } from "./wire";

/** Among the channels of a step: all at once, not one after the other. */
export const EVERY_CHANNEL = "all";
export const PERSON = "user:";

export interface StepDraft {
  after: string;
  to: string[];
  channels: string[];
}

export interface PlanDraft {
  kind: Plan["kind"];
  severity: Plan["severity"];
  /** The version that is being changed, so that nobody else's change is lost; null for a plan that is new. */
  version: number | null;
  steps: StepDraft[];
  repeat_every: string;
  ask_again_after: string;
}

export function draftOf(plan: Plan): PlanDraft {
  return {
    kind: plan.kind,
    severity: plan.severity,
    version: plan.version,
    steps: plan.steps.map(({ after, to, channels }) => ({
      after: String(after),
      to: [...to],
      channels: [...channels],
    })),
    repeat_every: String(plan.repeat_every),
    ask_again_after: String(plan.ask_again_after),
  };
}

/** A further level, a minute after the last one, telling the same. */
export function withStep(draft: PlanDraft): PlanDraft {
  const last = draft.steps.at(-1);
  const after = String((Number(last?.after) || 0) + (last ? 60 : 0));
  return { ...draft, steps: [...draft.steps, { after, to: [...(last?.to ?? [])], channels: [] }] };
}

export function changedStep(draft: PlanDraft, index: number, change: Partial<StepDraft>): PlanDraft {
  return { ...draft, steps: draft.steps.map((step, at) => (at === index ? { ...step, ...change } : step)) };
}

/** A list with or without one of its values. */
export function toggled(list: readonly string[], value: string, on: boolean): string[] {
  return on ? [...list.filter((one) => one !== value), value] : list.filter((one) => one !== value);
}

const isNumber = (text: string): boolean => /^\s*\d{1,5}\s*$/.test(text);

/** What is wrong, by field: `step_1_after`, `step_1_to`, `repeat_every` … */
export function wrongIn(draft: PlanDraft, words: Words): Record<string, string> {
  const wrong: Record<string, string> = {};
  draft.steps.forEach(({ after, to }, index) => {
    const before = draft.steps[index - 1];
    const at = `step_${index + 1}_after`;
    if (!isNumber(after)) wrong[at] = words.t("reason_not_a_number");
    else if (index === 0 && Number(after) !== 0) wrong[at] = words.t("plan_first_step_late");
    else if (before && Number(after) <= Number(before.after)) wrong[at] = words.t("plan_delays_not_ascending");
    if (!to.length) wrong[`step_${index + 1}_to`] = words.t("plan_nobody_named");
  });
  for (const name of ["repeat_every", "ask_again_after"] as const) {
    if (!isNumber(draft[name])) wrong[name] = words.t("reason_not_a_number");
  }
  return wrong;
}

/** Of a refused plan: the field that it is about ("" for all of it), and what to do; undefined for any other error. */
export function refused(error: unknown, words: Words): [field: string, text: string] | undefined {
  const { reason, step } = detailsOf(error);
  if (codeOf(error) !== "plan_invalid" || !reason) return undefined;
  const text = words.found(`plan_${reason}` as TextKey, "reason_other");
  if (reason.endsWith("_out_of_bounds")) return [reason.slice(0, -"_out_of_bounds".length), text];
  if (!step) return ["", text];
  const late = ["first_step_late", "delays_not_ascending", "step_too_late"].includes(reason);
  return [`step_${step}_${late ? "after" : reason === "channel_unknown" ? "channels" : "to"}`, text];
}

/** Without spaces around numbers. */
export function tidied(draft: PlanDraft): PlanDraft {
  return { ...draft, steps: draft.steps.map((step) => ({ ...step, after: step.after.trim() })) };
}

/** What is sent. */
export function planOf(draft: PlanDraft): Record<string, unknown> {
  return {
    kind: draft.kind,
    severity: draft.severity,
    version: draft.version,
    steps: draft.steps.map((step) => ({ ...step, after: Number(step.after) })),
    repeat_every: Number(draft.repeat_every),
    ask_again_after: Number(draft.ask_again_after),
  };
}
