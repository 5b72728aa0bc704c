/** Elevators: what is decided without a page. */

import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "../src/staff-texts";
import { CAMERA_PURPOSES, CAMERA_TROUBLES } from "../src/cameras/wire";
import { ITEMS, RESULTS } from "../src/commissioning/wire";
import { Elevators } from "../src/elevators/elevators";
import { cannotPromise, floorName, holdLeft, isHeld, mayHold, mayLook, tone, whyNotHeld } from "../src/elevators/state";
import { GUARD_STATES, type ElevatorView } from "../src/elevators/wire";
import { placeOf } from "../src/place";
import { sentence } from "../src/timeline";
import { TEXTS, Words } from "../src/words";
import { StandInConnection } from "./connection";
import { hass, incident, me, T0 } from "./world";

const INTEGRATION = new URL("../../custom_components/smart_community/", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, INTEGRATION), "utf-8");
/** The values of a StrEnum of the Python side; those that are made of another one's are named by `made`. */
const values = (path: string, name: string, made: Record<string, string> = {}): string[] => {
  const body = new RegExp(`class ${name}\\(StrEnum\\):\\n([\\s\\S]*?)(?:\\n\\n\\n|$)`).exec(read(path))?.[1] ?? "";
  return [...body.matchAll(/^ {4}[A-Z_]+ = (?:"(\w+)"(?:  #.*)?|(f"(\w+)_\{)?(\w+)\.(\w+)\.value.*)$/gm)].map(
    ([, plain, , prefix, from, member]) =>
      plain ?? `${prefix ? `${prefix}_` : (made[String(from)] ?? "")}${String(member).toLowerCase()}`,
  );
};
const english = new Words("en");
const chinese = new Words("zh-Hans");
const iso = (seconds: number): string => new Date(T0 + seconds * 1000).toISOString();

function view(fields: Partial<ElevatorView> = {}): ElevatorView {
  return {
    id: "e1",
    name: "Building 1, elevator 1",
    building: "b1",
    floor: "3",
    door: "open",
    online: true,
    state: "clear",
    since: iso(0),
    hold_until: null,
    hold_ends_at: null,
    extended: false,
    inhibitors: [],
    missing: [],
    promises: { hold: true, why_not: [] },
    camera: { id: "c1", up: true },
    incident: null,
    commissioned: null,
    false_alarms_last_hour: 0,
    ...fields,
  };
}
const held = view({ state: "holding", hold_until: iso(10), hold_ends_at: iso(120), incident: "id-1" });

beforeEach(() => {
  vi.useFakeTimers({ now: T0 });
});
afterEach(() => {
  vi.useRealTimers();
});

// Words for whatever the Python side can say.

test("states, hindrances, missing points, items, purposes and troubles of the Python side have words", () => {
  expect([...GUARD_STATES]).toEqual(values("core/guard_words.py", "GuardState"));
  for (const state of GUARD_STATES) expect(TEXTS.en).toHaveProperty(`guard_${state}`);
  const hindrances = values("core/guard_words.py", "Hindrance");
  const reasons = values("core/guard_words.py", "WhyNot");
  const missing = values("core/elevator.py", "MissingPoint");
  expect(hindrances).toContain("fire");
  expect(reasons).toContain("missing_door");
  expect(missing.length).toBeGreaterThan(10);
  for (const code of [...hindrances, ...reasons]) expect(TEXTS.en).toHaveProperty(`why_${code}`);
  for (const point of missing) expect(TEXTS.en).toHaveProperty(`lacks_${point}`);
  for (const phrase of values("core/phrases.py", "Phrase")) expect(TEXTS.en).toHaveProperty(`phrase_${phrase}`);
  expect([...ITEMS]).toEqual(values("core/commissioning.py", "Item"));
  expect([...RESULTS]).toEqual(values("core/commissioning.py", "Result"));
  for (const item of ITEMS) {
    expect(TEXTS.en).toHaveProperty(`item_${item}`);
    expect(TEXTS.en).toHaveProperty(`do_${item}`);
  }
  for (const reason of values("core/commissioning.py", "VoidReason"))
    expect(TEXTS.en).toHaveProperty(`com_void_${reason}`);
  expect([...CAMERA_PURPOSES]).toEqual(values("core/camera.py", "CameraPurpose"));
  expect([...CAMERA_TROUBLES]).toEqual(values("core/sighting.py", "CameraTrouble"));
  for (const purpose of CAMERA_PURPOSES) expect(TEXTS.en).toHaveProperty(`camera_purpose_${purpose}`);
  for (const trouble of CAMERA_TROUBLES) expect(TEXTS.en).toHaveProperty(`camera_trouble_${trouble}`);
});

test("who may look when nothing has happened is who the server lets look", () => {
  const allowed = /_LOOKS_ANY_TIME.*frozenset\(\{(.*?)\}\)/.exec(read("core/permissions.py"))?.[1] ?? "";
  const roles = [...allowed.matchAll(/Role\.(\w+)/g)].map(([, role]) => String(role).toLowerCase());
  expect(roles.length).toBeGreaterThan(0);
  for (const role of ["technician", "duty_room", "grid_worker", "community_office", "auditor"] as const) {
    expect(mayLook(me(role)), role).toBe(roles.includes(role));
  }
});

// What an elevator says.

test("a held door says how long it still is held, and one that is not says why", () => {
  expect(isHeld(held)).toBe(true);
  expect(holdLeft(held, T0 + 38_000)).toBe(82);
  expect(holdLeft(held, T0 + 300_000)).toBe(0);
  expect(holdLeft(view(), T0)).toBeUndefined();
  expect(whyNotHeld(view(), english)).toEqual([]);
  const fire = view({ state: "inhibited", inhibitors: ["fire", "moving"], barred: "staff" });
  expect(whyNotHeld(fire, english)).toEqual([
    english.t("why_fire"),
    english.t("why_moving"),
    english.t("barred_staff"),
  ]);
  const lacking = view({ promises: { hold: false, why_not: ["missing_door", "landing", "not_commissioned"] } });
  expect(whyNotHeld(lacking, chinese)).toEqual([
    chinese.t("why_missing_door"),
    chinese.t("why_missing_landing"),
    chinese.t("why_not_commissioned"),
  ]);
  expect(whyNotHeld(view({ online: false, inhibitors: ["fire"] }), english)).toEqual([english.t("why_offline")]);
  expect(whyNotHeld(view({ inhibitors: ["something_new"] }), english)).toEqual(["Other reason: something_new"]);
});

test("nobody is offered a hold that would be refused", () => {
  expect(mayHold(view())).toBe(true);
  for (const fields of [
    { online: false },
    { inhibitors: ["fire"] },
    { promises: { hold: false, why_not: ["relay"] } },
    { state: "holding" as const },
  ]) {
    expect(mayHold(view(fields))).toBe(false);
  }
});

test("floor, promise and tone are plain", () => {
  expect(floorName(view(), english)).toBe("Floor 3");
  expect(floorName(view({ floor: "大堂" }), chinese)).toBe("大堂");
  expect(floorName(view({ online: false }), english)).toBe(english.t("elevator_floor_unknown"));
  expect(cannotPromise(view({ missing: ["key"] }), english)).toEqual([english.t("lacks_key")]);
  expect([tone(held), tone(view()), tone(view({ online: false })), tone(view({ state: "inhibited" }))]).toEqual([
    "bad",
    "fine",
    "mind",
    "mind",
  ]);
});

test("an incident of an elevator is where the elevator is, and says what was said there", () => {
  const said = incident({ kind: "ebike", place: { building: "b1", elevator: "e1" } });
  expect(placeOf(said, undefined, hass(), english, "Building 1, elevator 1")).toBe("Building 1, elevator 1");
  const line = (text?: string): string =>
    sentence(
      { at: iso(0), what: "said", by: "u-me", ...(text ? { text } : {}) },
      said,
      hass(),
      me("duty_room"),
      english,
    );
  expect(line("ebike_out")).toBe("You said there: No e-bikes in the elevator");
  expect(line("talk")).toBe("You spoke into the car");
  expect(line("Please wait")).toBe("You said there: Please wait");
  expect(line()).toBe("You had something said there");
});

// The elevators of the community.

test("elevators are followed, forgotten when they cannot be, and asked for again", async () => {
  const connection = new StandInConnection();
  const elevators = new Elevators(connection, () => undefined);
  await elevators.follow();
  connection.tell({ elevators: [held, view({ id: "e2" })] });
  expect(elevators.find("e2")?.id).toBe("e2");
  expect(elevators.of(incident({ place: { elevator: "e2" } }))?.id).toBe("e2");
  expect(elevators.of(incident({ id: "id-1", place: {} }))?.id).toBe("e1");
  connection.answer = () => {
    throw { code: "not_loaded" };
  };
  await elevators.follow();
  expect(elevators.views).toBeUndefined();
  connection.answer = () => ({});
  await vi.advanceTimersByTimeAsync(6000);
  expect(connection.subscriptions).toBe(2);
  elevators.stop();
  connection.tell({ elevators: [] });
  expect(elevators.views).toBeUndefined();
});

test("an account that may not is not asked for again and again", async () => {
  const connection = new StandInConnection();
  let asked = 0;
  connection.answer = () => {
    asked += 1;
    throw { code: "unauthorized" };
  };
  const elevators = new Elevators(connection, () => undefined);
  await elevators.follow();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(1);
});

test("letting go waits for nothing else that was asked", async () => {
  const connection = new StandInConnection();
  let answer: (() => void) | undefined;
  connection.answer = (message) =>
    message["type"] === "smart_community/elevators/release" ? {} : new Promise((done) => (answer = () => done({})));
  const elevators = new Elevators(connection, () => undefined);
  const extending = elevators.extend(held);
  const saying = elevators.phrase(held, "door_held");
  expect(await elevators.release(held)).toBe(true);
  expect(await elevators.release(held, true)).toBe(true);
  expect(connection.sent.filter(({ type }) => String(type).endsWith("release"))).toEqual([
    { type: "smart_community/elevators/release", elevator: "e1" },
    { type: "smart_community/elevators/release", elevator: "e1", false_alarm: true },
  ]);
  expect(elevators.door.busy).toBe("extend");
  answer?.();
  void extending;
  void saying;
});

test("what went wrong with a press is kept with it", async () => {
  const connection = new StandInConnection();
  connection.answer = () => {
    throw { code: "store_failed" };
  };
  const elevators = new Elevators(connection, () => undefined);
  expect(await elevators.release(held)).toBe(false);
  expect(elevators.letting.problem).toEqual({ code: "store_failed" });
  expect(elevators.pressed).toBe("e1");
  expect(await elevators.twoWay(held)).toBeUndefined();
});
