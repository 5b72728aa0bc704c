/** What the community's websocket commands send. The Python side is `core/incident.py`; a test compares the two. */

import type { selector } from "../../custom_components/smart_community/translations/en.json";

export type Kind = keyof (typeof selector)["kind"]["options"];
export type Severity = keyof (typeof selector)["severity"]["options"];
export type Resolution = keyof (typeof selector)["resolution"]["options"];
export type Role = keyof (typeof selector)["role"]["options"];

export const SEVERITIES = ["critical", "high", "normal"] as const satisfies readonly Severity[];
export const RESOLUTIONS = ["real", "false_alarm", "test", "duplicate"] as const satisfies readonly Resolution[];
export const STATES = ["open", "acknowledged", "resolved"] as const;
export const CHANGES = [
  "opened",
  "again",
  "cancelled",
  "acknowledged",
  "taken_over",
  "en_route",
  "on_site",
  "note",
  "called_back",
  "cleared",
  "linked",
  "escalated",
  "asked_again",
  "nobody_told",
  "said",
  "fell",
  "withdrawn",
  "resolved",
  "saved",
  "deliveries",
  "media",
] as const;
export const DELIVERY_STATES = ["queued", "handed_over", "received", "seen", "failed", "not_needed"] as const;
/** What came of phoning the home: `CallOutcome`. */
export const CALL_OUTCOMES = ["reached", "no_answer", "wrong_number"] as const;
/** Who may act on an incident: `_RESPONDERS` of `core/permissions.py`. */
export const RESPONDERS = ["technician", "duty_room", "grid_worker", "community_office"] as const satisfies Role[];

export type State = (typeof STATES)[number];
export type Change = (typeof CHANGES)[number];
export type CallOutcome = (typeof CALL_OUTCOMES)[number];
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One thing that happened; `by` is an account's id, a device's id, "automation" or "system". */
export interface TimelineEntry {
  at: string;
  what: Change;
  by?: string;
  text?: string;
}

export interface Delivery {
  recipient: string;
  role: string;
  round: number;
  step: number;
  channel: string;
  state: DeliveryState;
  at: string;
  /** When it came to each state that is known of it. */
  times?: Partial<Record<DeliveryState, string>>;
  error?: string;
}

/** What happens next if nobody does anything; `to`: audiences, or `user:` and an account. */
export interface Upcoming {
  what: "level" | "repeat" | "ask";
  at: string;
  level: number;
  to: string[];
}

/** An incident; times are RFC 3339 in UTC, ids are opaque. */
export interface Incident {
  id: string;
  number: number;
  kind: Kind;
  severity: Severity;
  state: State;
  place: { building?: string; unit?: string; home?: string; elevator?: string; camera?: string };
  device: string | null;
  /** Of a fault: what is wrong, and with what. */
  cause?: string | null;
  subject?: string | null;
  /** The other incidents of the same event, by id. */
  linked?: string[];
  level: number;
  next?: Upcoming | null;
  opened_at: string;
  acknowledged_at: string | null;
  acknowledged_by: string | null;
  resolved_at: string | null;
  resolution: Resolution | null;
  unsaved?: boolean;
  timeline: TimelineEntry[];
  deliveries: Delivery[];
  /** What was kept of it; the pictures themselves are asked for. */
  media?: unknown[];
}

export interface Contact {
  name: string;
  phone: string;
  relation: string;
}

/** Somebody who lives in a home; `care`: why help is at hand. */
export interface Resident {
  id?: string;
  name: string;
  birth_year: number | null;
  care: string[];
  guardian: string;
  language: string;
  note: string;
}

/** A home with the people in it: for responders, while its incident is active. */
export interface Home {
  id: string;
  building: string;
  building_name: string;
  unit: string;
  number: string;
  floor: number | null;
  household: string;
  note: string;
  access: string;
  /** Where the key is. */
  key_safe?: string;
  residents?: Resident[];
  contacts: Contact[];
}

export interface Me {
  user_id: string;
  name: string;
  roles: Role[];
}

export type FeedMessage =
  { type: "snapshot"; incidents: Incident[] } | { type: "change"; change: Change; incident: Incident };
