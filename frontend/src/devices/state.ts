/** What is wrong with a device, what it is called, in which order devices are shown. */

import { secondsSince } from "../durations";
import { doorOf } from "../place";
import type { TextKey, Words } from "../words";
import type { Doors } from "./doors";
import type { Device, TestLine } from "./wire";

/** As `domain.md` asks: percent, and days without a test. */
const BATTERY_LOW = 20;
const TESTED_WITHIN = 31 * 86_400;
const TESTED_KINDS = ["help_button", "smoke", "gas"];
/** So long a device counts as just pressed, in seconds. */
const JUST = 30;

export interface Flaw {
  text: string;
  tone: "bad" | "mind";
}

/** What needs care, worst first. */
export function flaws(device: Device, now: number, words: Words): Flaw[] {
  const found: Flaw[] = [];
  const add = (key: TextKey, tone: Flaw["tone"], values = {}): void => {
    found.push({ text: words.t(key, values), tone });
  };
  if (device.alarm) add("device_alarm", "bad");
  if (device.online === false) add("device_offline", "bad");
  else if (device.last_seen === null) add("device_unheard", "mind");
  if (device.tamper) add("device_tamper", "bad");
  if (device.battery !== null && device.battery <= BATTERY_LOW) add("device_battery_low", "mind");
  const since = device.last_test ?? device.assigned_at;
  const tested = TESTED_KINDS.includes(device.kind ?? "");
  if (tested && since && secondsSince(since, now) > TESTED_WITHIN) add("device_untested", "mind");
  if (device.malformed) add("device_malformed", "mind", { count: device.malformed });
  return found;
}

export function kindName(kind: string | null, words: Words): string {
  return words.found(`device_kind_${kind}`, "device_kind_unknown");
}

export function nameOf(
  { kind, number, id }: { kind: string | null; number: string | null; id: string },
  words: Words,
): string {
  return words.t("device_name", { kind: kindName(kind, words), number: number ?? id });
}

/** Its door, else its building. */
export function whereOf(
  { home, building }: Pick<TestLine, "home" | "building">,
  doors: Pick<Doors, "find" | "building">,
  words: Words,
): string {
  const door = doors.find(home);
  if (door) return doorOf(door, words);
  const name = doors.building(building) ?? "";
  return home && name
    ? words.t("device_somewhere", { building: name })
    : doorOf({ building_name: name, unit: "", number: "" }, words);
}

/** It did something a moment ago: whoever looks for it has just pressed it. */
export function isJustPressed(device: Device, now: number): boolean {
  return device.last_event_at !== null && secondsSince(device.last_event_at, now) <= JUST;
}

/** Those that spoke last come first; those that never did last. */
export function bySpeaking(devices: readonly Device[]): Device[] {
  const spoke = (device: Device): number => Date.parse(device.last_event_at ?? device.last_seen ?? "") || 0;
  return [...devices].sort((one, other) => spoke(other) - spoke(one) || one.id.localeCompare(other.id));
}

/** In the order of their numbers. */
export function byNumber(devices: readonly Device[]): Device[] {
  return [...devices].sort(
    (one, other) =>
      (one.kind ?? "").localeCompare(other.kind ?? "") ||
      String(one.number ?? one.id).localeCompare(String(other.number ?? other.id), "en", { numeric: true }),
  );
}
