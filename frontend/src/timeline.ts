/** The timeline and the deliveries of an incident in plain words. */

import { FALL_CLASSES } from "./falls/wire";
import type { Hass } from "./ha";
import type { Delivery, Incident, Me, TimelineEntry } from "./model";
import { actorName, deviceName, personName, targetName } from "./names";
import { isFault } from "./urgency";
import type { Words } from "./words";

/** What a help button sends with its event; anything else in `text` was written by a person or a rule. */
const BUTTON_EVENTS = new Set(["pressed", "long_pressed", "fall"]);
/** Said by the system itself: that the device is in this state (core/alarm.py, BY_STATE). */
const BY_STATE = "alarm_state";
/** What an elevator or a camera tells of itself: nobody pressed anything. */
const SEEN = new Set(["ebike", "entrapment", "falling_object"]);

/** Whether the text is how something fell: the camera's word, nobody's sentence. */
const isClass = (incident: Incident, text: string): boolean =>
  incident.kind === "falling_object" && (FALL_CLASSES as readonly string[]).includes(text);

/** What is wrong, undefined for what is no fault or gives no cause. */
export function faultName(incident: Incident, words: Words): string | undefined {
  const { cause } = incident;
  if (!cause) return undefined;
  const text = words.found(`fault_${cause}`, "fault_unknown");
  const said = incident.timeline.findLast((entry) => entry.what === "opened" || entry.what === "again")?.text;
  const count = said && /^\d+$/.test(said) ? Number(said) : 1;
  return count > 1 ? words.t("fault_devices", { fault: text, count }) : text;
}

/** What the person or rule that raised the alarm said about it; undefined if it was a button. */
export function report(incident: Incident): string | undefined {
  // A fault says how many devices it is about.
  if (isFault(incident)) return undefined;
  const text = incident.timeline[0]?.text;
  return text && !BUTTON_EVENTS.has(text) && text !== BY_STATE && !isClass(incident, text) ? text : undefined;
}

/** One line for an entry; `incident` gives the result of its end. */
export function sentence(
  entry: TimelineEntry,
  incident: Incident,
  hass: Hass,
  me: Me | undefined,
  words: Words,
): string {
  const who = actorName(hass, entry.by, me, words);
  const text = entry.text ?? "";
  const fromButton = BUTTON_EVENTS.has(text) && entry.by === incident.device;
  switch (entry.what) {
    case "called_back":
      return words.found(`event_called_back_${text}`, "event_called_back", { who });
    case "cleared":
      return words.t(isFault(incident) ? "event_cleared_fault" : "event_cleared", { who });
    case "said":
      return text && words.known(`phrase_${text}`)
        ? words.t("event_said_text", { who, text: words.known(`phrase_${text}`) ?? "" })
        : words.t(text === "talk" ? "event_said_talk" : text ? "event_said_text" : "event_said", { who, text });
    case "linked":
      return words.t("event_linked");
    case "opened":
      if (isFault(incident)) return words.t("event_opened_fault", { fault: faultName(incident, words) ?? "" });
      if (SEEN.has(incident.kind) && (entry.by === incident.device || entry.by === "system")) {
        return words.found(`event_opened_${incident.kind}`, "event_opened", { who });
      }
      if (fromButton || (entry.by !== undefined && deviceName(hass, entry.by) && BUTTON_EVENTS.has(text))) {
        return words.found(`event_opened_${text}`, "event_opened", { who });
      }
      return words.t(text ? "event_opened_text" : "event_opened", { who, text });
    case "again":
      if (isFault(incident)) return words.t("event_again_fault", { fault: faultName(incident, words) ?? "" });
      if (SEEN.has(incident.kind) && (entry.by === incident.device || entry.by === "system")) {
        return words.found(
          incident.kind === "falling_object" ? "event_again_falling_object" : `event_opened_${incident.kind}`,
          "event_again",
          {
            who,
          },
        );
      }
      return words.t(BUTTON_EVENTS.has(text) ? "event_again_button" : "event_again", { who });
    case "resolved": {
      const resolution = incident.resolution ? words.resolution(incident.resolution) : "";
      return words.t(text ? "event_resolved_text" : "event_resolved", { who, text, resolution });
    }
    default:
      return words.found(`event_${entry.what}`, "event_unknown", { who, text });
  }
}

export interface DeliveryLine {
  who: string;
  state: string;
  /** Why it came to nothing, in the integration's words. */
  error: string | undefined;
  /** When it came to that state. */
  at: string;
  failed: boolean;
}

/** The deliveries of the latest step by role and person; of several channels to one person the best counts. */
export function deliveryLines(deliveries: Delivery[], hass: Hass, words: Words): DeliveryLine[] {
  const best = new Map<string, Delivery>();
  const rank = (delivery: Delivery): number =>
    ["not_needed", "failed", "queued", "handed_over", "received", "seen"].indexOf(delivery.state);
  for (const delivery of deliveries) {
    const known = best.get(delivery.recipient);
    if (!known || rank(delivery) >= rank(known)) best.set(delivery.recipient, delivery);
  }
  return [...best.values()].map((delivery) => {
    const role = targetName(delivery.role, hass, words);
    const name = personName(hass, delivery.recipient.replace(/^user:/, ""));
    return {
      who: name && name !== role ? `${role} · ${name}` : role,
      state: words.found(`delivery_${delivery.state}`, "delivery_queued"),
      error: delivery.error ? words.option("delivery_error", delivery.error, "") || undefined : undefined,
      at: delivery.at,
      failed: delivery.state === "failed",
    };
  });
}
