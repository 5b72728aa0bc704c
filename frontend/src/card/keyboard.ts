/** The keys of the card. They are fixed, and Home Assistant's own setting for shortcuts switches them off. */

import { buttonsFor, type Action } from "../actions";
import type { Desk } from "../desk";
import { isHeld } from "../elevators/state";
import type { Incident } from "../model";
import { isFault } from "../urgency";
import { KEYS, MUTE_KEY } from "./context";
import { LET_GO_KEY } from "./elevator/elevator-panel";
import type { Hands } from "./hands";

export interface KeyState {
  readonly desk: Desk | undefined;
  readonly hands: Hands;
  readonly shortcuts: boolean;
}

/** What a key means for an incident: undefined for nothing. Pure, for tests. */
export function actionOf(key: string, incident: Incident, desk: Pick<Desk, "feed" | "responder">): Action | undefined {
  if (!desk.responder) return undefined;
  if (key === KEYS.note) return "note";
  if (key === KEYS.call_back) return isFault(incident) ? undefined : "call_back";
  return buttonsFor(incident, desk.feed.me).find((button) => KEYS[button.action] === key)?.action;
}

/** Whether a key belongs to somebody else: a field that is written in, a dialog, another part of the page. */
function taken(event: KeyboardEvent, card: EventTarget): boolean {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return true;
  const path = event.composedPath();
  const [inner] = path;
  if (inner instanceof HTMLInputElement || inner instanceof HTMLTextAreaElement) return true;
  return !path.includes(card) && inner !== document.body && inner !== document.documentElement;
}

export function keyboard(event: KeyboardEvent, card: EventTarget, { desk, hands, shortcuts }: KeyState): void {
  if (!desk || !shortcuts || taken(event, card)) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!desk.selected()) return;
    desk.move(event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
    return;
  }
  if (event.key === MUTE_KEY && desk.responder) {
    hands.toggleMute();
    return;
  }
  const incident = desk.selected();
  const elevator = event.key === LET_GO_KEY && incident ? desk.elevators.of(incident) : undefined;
  if (elevator && isHeld(elevator) && desk.responder && desk.feed.live) {
    event.preventDefault();
    void desk.elevators.release(elevator);
    return;
  }
  const action = incident && actionOf(event.key, incident, desk);
  if (!incident || !action) return;
  event.preventDefault();
  hands.act(action, incident, "key");
}
