/** Which incident comes first: people before faults, then not yet acknowledged, then severity, then the one that has
 * waited longest. */

import { SEVERITIES, type Incident } from "./model";

/** Whether it is something that needs care, not somebody who needs help. */
export function isFault(incident: Incident): boolean {
  return incident.kind === "device_fault";
}

export function compareUrgency(one: Incident, other: Incident): number {
  return (
    Number(isFault(one)) - Number(isFault(other)) ||
    Number(one.state !== "open") - Number(other.state !== "open") ||
    SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
    Date.parse(one.opened_at) - Date.parse(other.opened_at) ||
    one.number - other.number
  );
}

export function byUrgency(incidents: Iterable<Incident>): Incident[] {
  return [...incidents].filter((incident) => incident.state !== "resolved").sort(compareUrgency);
}

/**
 * The incident whose details are shown: the one that a person chose, as long as it is active, else the first; a fault
 * only if it was chosen.
 */
export function shown(ordered: Incident[], chosen: string | undefined): Incident | undefined {
  return ordered.find((incident) => incident.id === chosen) ?? ordered.find((incident) => !isFault(incident));
}

/** Milliseconds for which a button that has just moved takes no tap: it was meant for what was there before. */
export const SETTLING = 500;

/** Notes when an incident last changed its place on the screen. */
export class Shifts {
  private places = new Map<string, string>();
  private at = new Map<string, number>();

  /** Take the incidents as they are now shown; `place` of each is where on the screen it is. */
  note(places: Map<string, string>, now: number): void {
    for (const [id, place] of places) {
      const before = this.places.get(id);
      if (before !== place) this.at.set(id, now);
    }
    for (const id of this.at.keys()) if (!places.has(id)) this.at.delete(id);
    this.places = places;
  }

  /** Whether the incident stands still long enough to be meant. */
  settled(id: string, now: number): boolean {
    return now - (this.at.get(id) ?? -Infinity) >= SETTLING;
  }
}
