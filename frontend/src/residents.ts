/** Who lives in a home, in words. */

import type { Resident } from "./model";
import type { Words } from "./words";

export const CARE_REASONS = [
  "over_80",
  "chronic_illness",
  "disabled",
  "dementia",
  "lives_alone",
  "child_left_behind",
] as const;

export const careWords = (care: readonly string[], words: Words): string[] =>
  CARE_REASONS.filter((reason) => care.includes(reason)).map((reason) => words.t(`care_${reason}`));

/** What is known of somebody beside the name and the reasons for care. */
export function factsOf(resident: Resident, words: Words): string[] {
  return [
    resident.birth_year && words.t("born", { year: resident.birth_year }),
    resident.language && words.t("speaks", { language: resident.language }),
    resident.guardian && words.t("guardian_is", { name: resident.guardian }),
  ].filter((fact): fact is string => Boolean(fact));
}
