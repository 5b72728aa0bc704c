/** The hand-over of a shift on the wire: `commands/records.py`. */

import type { Incident, Role } from "../model";

export interface Handover {
  id: string;
  author: string;
  stage: "draft" | "given" | "accepted";
  begun_at: string;
  saved_at: string;
  note: string;
  given_at: string | null;
  incidents: string[];
  accepted_by: string | null;
  accepted_at: string | null;
  /** The incidents that its author owns at this moment; of one that waits. */
  still_owned?: string[];
}

/** An incident without its timeline and deliveries. */
export type Brief = Omit<Incident, "timeline" | "deliveries">;

export interface HandoverPage {
  since: string;
  draft: Handover | null;
  waiting: Handover[];
  accepted: Handover[];
  open: Brief[];
  faults: Brief[];
  resolved: Brief[];
  resolved_total: number;
  /** Who comes next by the roster, of each role that has one; the first to begin comes first. */
  next_shift: { role: Role; name: string; start: string; people: string[] }[];
  /** A name for each account on the page. */
  people: Record<string, string>;
}
