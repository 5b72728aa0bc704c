/** How an elevator is, in plain words. */

import type { Me } from "../model";
import type { Words } from "../words";
import type { ElevatorView } from "./wire";

/** That the door is held at this moment. */
export const isHeld = (view: ElevatorView): boolean => view.state === "holding";

/** Seconds until the hold ends by itself, undefined when there is none. */
export function holdLeft(view: ElevatorView, now: number): number | undefined {
  if (!isHeld(view) || !view.hold_ends_at) return undefined;
  return Math.max(0, Math.ceil((Date.parse(view.hold_ends_at) - now) / 1000));
}

/** Why the door is not held, and could not be now: what passes by itself first, then what somebody must do. */
export function whyNotHeld(view: ElevatorView, words: Words): string[] {
  const codes = view.online ? [...view.inhibitors] : ["offline"];
  for (const code of view.promises.why_not) codes.push(words.known(`why_${code}`) ? code : `missing_${code}`);
  const found = [...new Set(codes)].map((code) => words.found(`why_${code}`, "why_other", { code }));
  if (view.barred) found.push(words.found(`barred_${view.barred}`, "barred_other", { code: view.barred }));
  return found;
}

/** Whether the person may look through a camera where nothing has happened: `_LOOKS_ANY_TIME` of the permissions. */
export function mayLook(me: Me | undefined): boolean {
  return me?.roles.some((role) => role === "technician" || role === "duty_room") ?? false;
}

/** Whether a person may ask for the door now. */
export function mayHold(view: ElevatorView): boolean {
  return view.online && !isHeld(view) && view.promises.hold && !view.inhibitors.length;
}

/** What cannot be promised with the points that it has. */
export function cannotPromise(view: ElevatorView, words: Words): string[] {
  return view.missing.map((point) => words.found(`lacks_${point}`, "lacks_other", { code: point }));
}

/** Whether somebody must look after it. */
export function tone(view: ElevatorView): "bad" | "mind" | "fine" {
  if (isHeld(view) || view.state === "sighted") return "bad";
  if (!view.online || view.state === "faulty" || view.state === "voice_only") return "mind";
  return view.state === "inhibited" ? "mind" : "fine";
}

export function doorName(view: ElevatorView, words: Words): string {
  return words.t(view.door && view.online ? `door_${view.door}` : "door_unknown");
}

export function floorName(view: ElevatorView, words: Words): string {
  if (!view.floor || !view.online) return words.t("elevator_floor_unknown");
  return /^-?\d+$/.test(view.floor) ? words.t("elevator_floor", { floor: view.floor }) : view.floor;
}
