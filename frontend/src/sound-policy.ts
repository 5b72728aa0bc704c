/** When the alarm sounds, and how. */

import type { Incident, Severity } from "./model";
import { isFault } from "./urgency";

/** How long a mute lasts, in ms. */
export const MUTED_FOR = 120_000;

/** What is heard: the tone of a severity, or that something keeps alarms from coming: a fault, or a lost screen. */
export type Tone = Severity | "fault";

/** A mute covers what was open when it was asked for: whatever opens later is heard. */
export interface Mute {
  until: number;
  incidents: ReadonlySet<string>;
  fault: boolean;
}

const unacknowledged = (incidents: Incident[]): Incident[] => incidents.filter((incident) => incident.state === "open");

/** Mute what sounds now. */
export function mute(incidents: Incident[], lost: boolean, now: number): Mute {
  const ids = unacknowledged(incidents).map((incident) => incident.id);
  return { until: now + MUTED_FOR, incidents: new Set(ids), fault: lost };
}

export function isMuted(muted: Mute | undefined, now: number): muted is Mute {
  return muted !== undefined && now < muted.until;
}

/** The most urgent tone that is due, undefined for silence. `lost`: what is on the screen may be out of date. */
export function toneFor(incidents: Incident[], lost: boolean, muted: Mute | undefined, now: number): Tone | undefined {
  const quieted = isMuted(muted, now) ? muted : undefined;
  const heard = unacknowledged(incidents).filter((incident) => !quieted?.incidents.has(incident.id));
  const due = new Set(heard.filter((incident) => !isFault(incident)).map((incident) => incident.severity));
  for (const severity of ["critical", "high", "normal"] as const) if (due.has(severity)) return severity;
  // What cuts the way of the alarms is heard; a weak battery waits in its list, and is pushed to phones.
  const cut = heard.some((incident) => isFault(incident) && incident.severity !== "normal");
  return cut || (lost && !quieted?.fault) ? "fault" : undefined;
}

/** Whether there is anything that a mute would silence. */
export function canMute(incidents: Incident[], lost: boolean): boolean {
  return toneFor(incidents, lost, undefined, 0) !== undefined;
}
