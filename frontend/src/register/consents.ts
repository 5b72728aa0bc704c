/** What a household has agreed to. */

import type { Consent, Purpose } from "./wire";

/** The word that counts for each purpose: the newest; of two at one moment the later in the list. */
export function newestConsents(consents: readonly Consent[]): Partial<Record<Purpose, Consent>> {
  const found: Partial<Record<Purpose, Consent>> = {};
  for (const consent of consents) {
    const before = found[consent.purpose];
    if (!before || Date.parse(consent.at) >= Date.parse(before.at)) found[consent.purpose] = consent;
  }
  return found;
}
