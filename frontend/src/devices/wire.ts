/** Devices and tests on the wire: `commands/devices.py`. */

export const DEVICE_KINDS = [
  "gateway",
  "help_button",
  "elevator",
  "gate",
  "smoke",
  "gas",
  "water_meter",
  "motion",
  "door",
  "siren",
  "facade_camera",
] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

export interface Device {
  id: string;
  /** null: it has not said yet. */
  kind: DeviceKind | null;
  /** What stands on the device. */
  number: string | null;
  model: string | null;
  via: string | null;
  home: string | null;
  building: string | null;
  source: "mqtt" | "entity";
  online: boolean | null;
  battery: number | null;
  tamper: boolean | null;
  alarm: boolean | null;
  last_seen: string | null;
  last_event: string | null;
  last_event_at: string | null;
  last_test: string | null;
  assigned_at: string | null;
  malformed: number;
  /** Of the monthly list. */
  overdue?: boolean;
}

export interface DevicesPage {
  devices: Device[];
  strangers: number;
}

/** A device on a test's list, and when it was tested. */
export interface TestLine {
  device: string;
  number: string | null;
  kind: DeviceKind | null;
  building: string | null;
  home: string | null;
  tested_at: string | null;
}

export interface TestRun {
  id: string;
  by: string;
  started_at: string;
  building: string | null;
  devices: string[] | null;
  /** With a list of who is left; else test mode. */
  list: boolean;
  expected: TestLine[];
  ends_at: string;
  seconds_left: number;
}

export interface TestReport extends Omit<TestRun, "ends_at" | "seconds_left"> {
  ended_at: string;
  ended_by: string;
  left: string[];
}

export interface Tests {
  running: TestRun[];
  finished: TestReport[];
}
