/** The commissioning of elevators on the wire: `docs/websocket.md`. */

export const ITEMS = [
  "hold",
  "let_go",
  "let_go_cut_off",
  "fire",
  "firefighter",
  "inspection",
  "earthquake",
  "entrapment",
  "overload",
  "moving",
  "key",
  "camera_stale",
  "voice",
  "sign",
] as const;
export const RESULTS = ["passed", "failed", "not_fitted"] as const;
export type Result = (typeof RESULTS)[number];

export interface Check {
  item: string;
  result: Result;
  at: string;
  by: string;
  note: string;
  /** What a driven test measured. */
  seconds: number | null;
  /** When the car itself showed it. */
  seen_at: string | null;
}

export interface Commissioning {
  id: string;
  elevator: string;
  name: string;
  firm: string;
  licence: string;
  date: string;
  started_at: string;
  started_by: string;
  finished_at: string | null;
  finished_by: string | null;
  void_at: string | null;
  void_reason: string | null;
  allows_hold: boolean;
  /** The items that stand in the way of finishing. */
  open: string[];
  /** Not in a list. */
  checks?: Check[];
}

/** How an item can pass: by a test that we run, once the car has shown it, or because a person says so. */
export interface Item {
  item: string;
  how: "driven" | "seen" | "told";
  may_be_left_out: boolean;
  seen_at: string | null;
}

export interface Sheet {
  in_force: Commissioning | null;
  draft: Commissioning | null;
  items: Item[];
  people: Record<string, string>;
}
