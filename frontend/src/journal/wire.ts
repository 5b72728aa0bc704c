/** The journal on the wire: `commands/journal.py`. */

export interface Entry {
  seq: number;
  /** RFC 3339. */
  at: string;
  /** An account's id, a device's id, "automation" or "system". */
  actor: string;
  action: string;
  /** An opaque id, or "". */
  subject: string;
  details: Record<string, unknown>;
  hash: string;
}

export interface Verdict {
  intact: boolean;
  checked: number;
  broken_at: number | null;
  breaks: number[];
  /** The number of the first entry that is missing at the end. */
  cut_at: number | null;
  head: { seq: number; hash: string };
}
