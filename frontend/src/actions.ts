/** What a person may do about an incident, and what comes next. */

import { RESPONDERS, type Incident, type Me } from "./model";

export type Action = "acknowledge" | "take_over" | "en_route" | "on_site" | "resolve" | "note" | "call_back";

/** What takes one press and no words. */
export type Step = Exclude<Action, "resolve" | "note" | "call_back">;

export interface ActionButton {
  action: Action;
  /** The step that is expected next: at most one of them is. */
  primary: boolean;
  /** It was done by this person already; it can be done again. */
  done: boolean;
}

export function isResponder(me: Me | undefined): boolean {
  return me !== undefined && me.roles.some((role) => (RESPONDERS as readonly string[]).includes(role));
}

/** Whether the person sits at a desk: then "on my way" is somebody else's, and no step after the first is expected. */
export function atDesk(me: Me): boolean {
  return me.roles.includes("duty_room") || !me.roles.some((role) => role !== "technician");
}

/** The buttons of an incident in their order, none for somebody who may only look. */
export function buttonsFor(incident: Incident, me: Me | undefined): ActionButton[] {
  if (me === undefined || !isResponder(me) || incident.state === "resolved") return [];
  const mine = incident.acknowledged_by === me.user_id;
  const did = (what: string): boolean =>
    incident.timeline.some((entry) => entry.what === what && entry.by === me.user_id);
  const onSite = did("on_site");
  const enRoute = onSite || did("en_route");
  let next: Action | undefined;
  if (incident.state === "open") next = "acknowledge";
  else if (!atDesk(me) && mine) next = onSite ? "resolve" : enRoute ? "on_site" : "en_route";
  const buttons: ActionButton[] = [];
  const add = (action: Action, done = false): void => {
    buttons.push({ action, primary: action === next, done });
  };
  if (incident.state === "open") add("acknowledge");
  else if (!mine) add("take_over");
  add("en_route", enRoute);
  add("on_site", onSite);
  add("resolve");
  return buttons;
}

/** Whether the person may take an incident's record out of the house: whoever watches, less those who only go. */
export function mayExport(me: Me | undefined): boolean {
  return me?.roles.some((role) => role !== "grid_worker" && role !== "portal") ?? false;
}
