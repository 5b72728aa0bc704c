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
