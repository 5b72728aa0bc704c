/** What every part of the card needs to draw itself. */

import type { Action } from "../actions";
import type { Desk } from "../desk";
import { moment } from "../durations";
import type { Hass } from "../ha";
import type { CallOutcome, Incident } from "../model";
import { placeOf } from "../place";
import { isFault } from "../urgency";
import type { Words } from "../words";

/** The keys of the actions: fixed, so that a key never means something else a moment later. */
export const KEYS: Record<Action, string> = {
  acknowledge: "1",
  take_over: "1",
  en_route: "2",
  on_site: "3",
  resolve: "4",
  note: "5",
  call_back: "6",
};
export const MUTE_KEY = "0";

export interface View {
  hass: Hass;
  desk: Desk;
  words: Words;
  /** The server's time, in ms. */
  now: number;
  wide: boolean;
  /** Where a note is being written, and where what came of a call. */
  noting: string | undefined;
  calling: string | undefined;
  /** The faults are unfolded. */
  faultsShown: boolean;
  act(action: Action, incident: Incident, origin: "key" | "pointer"): void;
  /** Show the most urgent one. */
  toFirst(): void;
  /** Take up or (undefined) put away the note. */
  startNote(incident: Incident | undefined): void;
  saveNote(incident: Incident, text: string): void;
  /** Take up or (undefined) put away what came of a call. */
  startCall(incident: Incident | undefined): void;
  saveCall(incident: Incident, outcome: CallOutcome, text: string): void;
  record(incident: Incident, as: "print" | "file"): void;
  showFaults(shown: boolean): void;
}

export function where(view: View, incident: Incident): string {
  const { desk, hass, words } = view;
  const elevator = isFault(incident) ? undefined : desk.elevators.of(incident)?.name;
  return placeOf(incident, desk.homes.home(incident), hass, words, elevator);
}

/** A moment in the time zone that the account has chosen. */
export function clockTime(view: View, at: number, seconds = true): string {
  const zone = view.hass.locale.time_zone === "server" ? view.hass.config.time_zone : undefined;
  return moment(at, view.now, view.words.language, zone, seconds);
}
