/** Cameras on the wire: `commands/cameras.py`. */

export interface CameraRow {
  id: string;
  name: string;
  purpose: string;
  place: { building?: string; building_name?: string | null; elevator?: string };
  up: boolean;
  /** Why it cannot be relied on. */
  trouble: string | null;
  sign_text: string;
  sign_place: string;
  retention_days: number;
  elevator: string | null;
  /** Of a camera that watches a facade: how its companion sees. */
  facade?: FacadeView | null;
}

export const FACADE_VIEWS = ["clear", "dark", "dirty", "moved", "dazzled", "no_picture"] as const;
export const FACADE_DEGRADED = ["none", "half_size", "half_rate"] as const;

/** What the companion says of a camera; null where it says nothing. */
export interface FacadeView {
  view: string | null;
  fps: number | null;
  lag: number | null;
  degraded: string | null;
  calibrated: boolean | null;
  self_test: "passed" | "failed" | null;
  self_test_at: string | null;
}

export const CAMERA_PURPOSES = [
  "elevator_car",
  "gate_plate",
  "gate_face",
  "facade",
  "perimeter",
  "public_area",
  "none",
] as const;
export const CAMERA_TROUBLES = ["offline", "stale", "frigate_gone", "unknown", "disabled"] as const;
