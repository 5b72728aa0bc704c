/** Roster, plans, devices, journal, hand-over and staff: what is decided without a page. */

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import "../src/staff-texts";
import { DevicesDesk } from "../src/devices/devices-desk";
import { reportPage } from "../src/devices/report-page";
import { byNumber, bySpeaking, flaws, isJustPressed, nameOf, whereOf } from "../src/devices/state";
import { DEVICE_KINDS, type Device } from "../src/devices/wire";
import { HandoverDesk } from "../src/handover/handover-desk";
import { actionName, details, knownActions } from "../src/journal/entries";
import { JournalDesk, NO_FILTERS } from "../src/journal/journal-desk";
import { channelName } from "../src/names";
import { changedStep, draftOf, planOf, refused, toggled, withStep, wrongIn } from "../src/plans/draft";
import { exactly, lineOf } from "../src/plans/line";
import { TARGETS, type Plan } from "../src/plans/wire";
import {
  allWeek,
  isComplete,
  newShift,
  peopleIn,
  rosterOf,
  rotationOf,
  withoutShift,
  withPeople,
} from "../src/roster/rotation";
import { clockOf, gapsIn, shiftLines, weekFrom } from "../src/roster/week";
import { ROSTERED, type Duty, type RosterPage } from "../src/roster/wire";
import { offeredChannels } from "../src/staff/channels-desk";
import { peopleOf, shifted } from "../src/staff/people-desk";
import { TEXTS, Words } from "../src/words";
import { StandInConnection } from "./connection";
import { hass, T0 } from "./world";

const INTEGRATION = new URL("../../custom_components/smart_community/", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, INTEGRATION), "utf-8");
const values = (path: string, name: string): string[] => {
  const body = new RegExp(`class ${name}\\(StrEnum\\):\\n([\\s\\S]*?)(?:\\n\\n\\n|$)`).exec(read(path))?.[1] ?? "";
  return [...body.matchAll(/^ {4}[A-Z0-9_]+ = "([\w]+)"(?:  #.*)?$/gm)].map(([, value]) => value ?? "");
};
const english = new Words("en");
const chinese = new Words("zh-Hans");
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

// What the Python side can say has its words.

test("kinds, causes, targets, states and refusals of the Python side have words", () => {
  expect([...DEVICE_KINDS]).toEqual(values("core/device.py", "DeviceKind"));
  for (const kind of DEVICE_KINDS) expect(TEXTS.en).toHaveProperty(`device_kind_${kind}`);
  for (const cause of values("core/fault.py", "FaultCause")) expect(TEXTS.en).toHaveProperty(`fault_${cause}`);
  const audiences = values("core/delivery.py", "Audience").filter((audience) => audience !== "person");
  expect([...TARGETS]).toEqual(audiences);
  for (const state of values("core/swap.py", "SwapState")) expect(TEXTS.en).toHaveProperty(`swap_state_${state}`);
  for (const why of values("core/roster.py", "Because")) expect(TEXTS.en).toHaveProperty(`because_${why}`);
  for (const what of values("core/roster_trouble.py", "TroubleKind"))
    expect(TEXTS.en).toHaveProperty(`trouble_${what}`);
  for (const health of values("core/channel.py", "Health")) expect(TEXTS.en).toHaveProperty(`health_${health}`);
  const roles = [...(/ROSTERED: Final = \((.*?)\)/.exec(read("core/roster.py"))?.[1] ?? "").matchAll(/Role\.(\w+)/g)];
  expect([...ROSTERED]).toEqual(roles.map(([, role]) => String(role).toLowerCase()));
  const reasons = [...read("core/plan.py").matchAll(/PlanError\(f?"([\w{}]+)"/g)].map(([, reason]) => String(reason));
  for (const reason of reasons.filter((one) => !one.includes("{"))) expect(TEXTS.en).toHaveProperty(`plan_${reason}`);
});

test("whatever is written into the journal has words", () => {
  const files = readdirSync(INTEGRATION, { recursive: true, encoding: "utf-8" }).filter((path) => path.endsWith(".py"));
  const written = new Set<string>();
  for (const path of files) {
    const text = read(path);
    for (const [, action] of text.matchAll(/\b_?[nN]ote\(\s*[\w.]+(?:\.\w+)*,\s*"(?!system")([a-z_]+)"/g))
      written.add(String(action));
    for (const [, action] of text.matchAll(/\bNote\([\w.]+, (?:[\w.]+|"system"), "([a-z_]+)"/g))
      written.add(String(action));
  }
  expect(written.size).toBeGreaterThan(15);
  for (const action of written) expect(TEXTS.en, action).toHaveProperty(`did_${action}`);
  for (const change of values("core/incident.py", "Change")) expect(TEXTS.en).toHaveProperty(`did_incident_${change}`);
});

// The journal.

test("days of the filters are those of the reader's clock, and no filter is no search", async () => {
  const connection = new StandInConnection();
  connection.answer = () => ({ entries: [] });
  const desk = new JournalDesk(
    connection,
    () => undefined,
    () => "Asia/Shanghai",
  );
  await desk.entries.load();
  expect(connection.sent.at(-1)?.["type"]).toBe("smart_community/journal/list");
  desk.find({ ...NO_FILTERS, action: "home_viewed", from: "2026-11-23", to: "2026-11-23" });
  await settled();
  expect(connection.sent.at(-1)).toEqual({
    type: "smart_community/journal/search",
    limit: 50,
    action: "home_viewed",
    from: "2026-11-22T16:00:00.000Z",
    to: "2026-11-23T15:59:59.999Z",
  });
});

test("an entry speaks plainly, and what is unknown is still shown", () => {
  expect(actionName("home_viewed", chinese)).toBe("查看了住户信息");
  expect(actionName("something_new", english)).toBe("something new");
  expect(knownActions(english).length).toBeGreaterThan(40);
  const entry = { seq: 1, at: "", actor: "u", action: "x", subject: "", hash: "" };
  const said = { role: "duty_room", home: "01M83R6HK98DGJK98Z4YK9ANBN", ok: false, devices: ["a", "b", "c", "d", "e"] };
  expect(details({ ...entry, details: said }, hass(), english)).toBe(
    "role: Duty room · home: 01M8…ANBN · worked: No · devices: a, b, c, d and 1 more",
  );
});

// Plans.

const PLAN: Plan = {
  id: "help",
  kind: "help",
  severity: null,
  version: 0,
  default: true,
  at: null,
  by: null,
  steps: [
    { after: 0, to: ["duty_room"], channels: [] },
    { after: 60, to: ["community_office", "user:u-li"], channels: ["mobile_app"] },
    { after: 300, to: ["everyone_on_duty"], channels: ["all"] },
  ],
  repeat_every: 300,
  ask_again_after: 900,
  warnings: [{ step: 2, target: "user:u-li", why: "left" }],
};

test("a plan is a line in time", () => {
  const line = lineOf(PLAN, undefined, hass(), english);
  expect(line.map((point) => point.when)).toEqual(["at once", "after 1 min", "after 5 min"]);
  expect(line[1]).toMatchObject({ whom: ["Community office", "Li Wei"], how: "first over Phone app" });
  expect(line[1]?.gaps).toEqual(["Level 2: Li Wei is not staff any more"]);
  expect(line[2]?.how).toBe("over all channels at once");
  expect(exactly(90, english)).toBe("90 s");
});

test("a plan that would leave somebody alone is refused before it is sent, and by the server at its field", () => {
  const draft = draftOf(PLAN);
  expect(planOf(draft)).toMatchObject({ kind: "help", version: 0, steps: PLAN.steps, repeat_every: 300 });
  expect(wrongIn(draft, english)).toEqual({});
  expect(Object.keys(wrongIn(changedStep(draft, 1, { after: "0", to: [] }), english))).toEqual([
    "step_2_after",
    "step_2_to",
  ]);
  expect(wrongIn(changedStep(draft, 0, { after: "5" }), english)).toHaveProperty("step_1_after");
  expect(withStep(draft).steps.at(-1)).toMatchObject({ after: "360", to: ["everyone_on_duty"] });
  const refusal = (reason: string, step = "") => ({ code: "plan_invalid", translation_placeholders: { reason, step } });
  expect(refused(refusal("nobody_named", "2"), english)?.[0]).toBe("step_2_to");
  expect(refused(refusal("step_too_late", "3"), english)?.[0]).toBe("step_3_after");
  expect(refused(refusal("everyone_too_late"), english)).toEqual(["", english.t("plan_everyone_too_late")]);
  expect(refused(refusal("repeat_every_out_of_bounds"), english)?.[0]).toBe("repeat_every");
  expect(refused({ code: "store_failed" }, english)).toBeUndefined();
  expect(toggled(["a", "b"], "a", false)).toEqual(["b"]);
  expect(toggled(["a"], "b", true)).toEqual(["a", "b"]);
});

// The roster.

const duty = (fields: Partial<Duty>): Duty => ({
  role: "duty_room",
  day: "2026-11-23",
  shift: "day",
  name: "Day",
  start: "2026-11-23T00:00:00Z",
  end: "2026-11-23T12:00:00Z",
  people: ["u-li"],
  because: "rotation",
  ...fields,
});
const rosterPage = (duties: Duty[]): RosterPage => ({
  from: "2026-11-23",
  to: "2026-11-29",
  time_zone: "Asia/Shanghai",
  may_edit: true,
  roles: [],
  duties,
  gaps: [{ role: "duty_room", start: "2026-11-23T17:00:00Z", end: "2026-11-24T00:00:00Z" }],
  overrides: [],
  swaps: [],
  holidays: [],
  troubles: [],
  people: {},
});

test("a week is a line for each shift, by the clock on the community's wall", () => {
  const days = weekFrom("2026-11-23");
  const night = { shift: "night", name: "Night", start: "2026-11-23T12:00:00Z", end: "2026-11-24T00:00:00Z" };
  const later = duty({ day: "2026-11-25", start: "2026-11-25T00:00:00Z", end: "2026-11-25T12:00:00Z", people: [] });
  const page = rosterPage([duty(night), duty({}), later, duty({ role: "grid_worker" })]);
  const lines = shiftLines(page, "duty_room", days);
  expect(lines.map(({ name, start, end }) => [name, start, end])).toEqual([
    ["Day", "08:00", "20:00"],
    ["Night", "20:00", "08:00"],
  ]);
  expect(lines[0]?.days.map((one) => one?.people)).toEqual([["u-li"], undefined, [], ...Array(4).fill(undefined)]);
  // It begins on the 24th there, whatever UTC says.
  expect(gapsIn(page, "duty_room", ["2026-11-23"])).toEqual([]);
  expect(gapsIn(page, "duty_room", ["2026-11-24"])).toHaveLength(1);
  expect(clockOf("2026-11-23T16:30:00Z", "Asia/Shanghai")).toBe("00:30");
});

test("a rotation is filled cell by cell, and sent as it is kept", () => {
  let rotation = rotationOf("duty_room", null, "2026-11-23");
  expect(rosterOf(rotation)).toBeNull();
  const shift = { ...newShift([], "Day"), start: "08:00", end: "20:00" };
  rotation = { ...rotation, source: "weeks", shifts: [shift] };
  const cell = { week: 0, day: 2, shift: shift.id };
  rotation = withPeople(rotation, cell, ["u-li"]);
  expect(peopleIn(rotation, cell)).toEqual(["u-li"]);
  expect(peopleIn(rotation, { ...cell, day: 3 })).toEqual([]);
  rotation = allWeek(rotation, cell);
  expect(peopleIn(rotation, { ...cell, day: 6 })).toEqual(["u-li"]);
  expect(rosterOf(rotation)).toMatchObject({ cover: "always", calendar: null, shifts: [shift] });
  expect(isComplete(rotation)).toBe(true);
  expect(isComplete({ ...rotation, shifts: [{ ...shift, name: " " }] })).toBe(false);
  const without = withoutShift(rotation, shift.id);
  expect(without.shifts).toEqual([]);
  expect(without.weeks.flat(2)).toEqual([]);
  expect(newShift([shift], "").id).not.toBe(shift.id);
});

// Devices.

const device = (fields: Partial<Device>): Device => ({
  id: "button-0005",
  kind: "help_button",
  number: "0005",
  model: null,
  via: null,
  home: "h1",
  building: "b1",
  source: "mqtt",
  online: true,
  battery: 90,
  tamper: false,
  alarm: null,
  last_seen: new Date(T0).toISOString(),
  last_event: null,
  last_event_at: null,
  last_test: new Date(T0).toISOString(),
  assigned_at: new Date(T0).toISOString(),
  malformed: 0,
  ...fields,
});

test("a device says what it needs, and nothing if it is well", () => {
  const text = (fields: Partial<Device>, now = T0): string[] =>
    flaws(device(fields), now, english).map((flaw) => flaw.text);
  expect(text({})).toEqual([]);
  expect(text({ battery: 20, tamper: true, online: false })).toEqual(["offline", "case opened", "battery low"]);
  expect(text({}, T0 + 32 * 86_400_000)).toEqual(["test overdue"]);
  expect(text({ kind: "motion", last_test: null }, T0 + 90 * 86_400_000)).toEqual([]);
  expect(text({ last_seen: null, malformed: 3 })).toEqual(["never heard", "unreadable messages: 3"]);
});

test("the one that was just pressed stands on top, numbers are in their order", () => {
  const quiet = device({ id: "a", last_event_at: null, last_seen: null });
  const pressed = device({ id: "b", last_event_at: new Date(T0 + 60_000).toISOString() });
  expect(bySpeaking([quiet, pressed]).map(({ id }) => id)).toEqual(["b", "a"]);
  expect(isJustPressed(pressed, T0 + 70_000)).toBe(true);
  expect(isJustPressed(pressed, T0 + 120_000)).toBe(false);
  const numbered = [device({ id: "x", number: "10" }), device({ id: "y", number: "9" })];
  expect(byNumber(numbered).map(({ id }) => id)).toEqual(["y", "x"]);
  expect(nameOf(device({}), chinese)).toBe("求助按钮 0005");
});

test("a place is as exact as it is known", () => {
  const home = {
    id: "h1",
    building: "b1",
    building_name: "1",
    unit: "2",
    number: "303",
    floor: 3,
    grid: null,
    devices: [],
  };
  const doors = { find: (id: string | null) => (id === "h1" ? home : undefined), building: () => "1" };
  expect(whereOf(device({}), doors, english)).toBe("Building 1, Unit 2, Home 303");
  expect(whereOf(device({ home: "h2" }), doors, english)).toBe("a home in 1");
  expect(whereOf(device({ home: null }), doors, english)).toBe("Building 1");
});

test("a device is assigned once it is said where it belongs", async () => {
  const connection = new StandInConnection();
  connection.answer = () => ({ devices: [], strangers: 0, homes: [], total: 0, buildings: [] });
  const desk = new DevicesDesk(connection, () => undefined);
  desk.assign(device({ home: null, building: null }));
  expect(await desk.saveAssignment()).toBe(false);
  desk.update({ home: "h9" });
  expect(await desk.saveAssignment()).toBe(true);
  expect(connection.sent.find((message) => message["type"] === "smart_community/devices/assign")).toEqual({
    type: "smart_community/devices/assign",
    device: "button-0005",
    home: "h9",
  });
});

test("a report for printing holds no markup of its contents, and says first what is left", () => {
  const page = reportPage(english, "A & B", "1 of 2", [
    { device: "Button 1", where: "<b>1</b>", at: "08:00" },
    { device: "Button 2", where: "2", at: undefined },
  ]);
  expect(page).toContain("A &amp; B");
  expect(page).not.toContain("<b>1");
  expect(page.indexOf("Button 2")).toBeLessThan(page.indexOf("Button 1"));
});

// Hand-over.

test("what was written is given with the hand-over, and is not lost if that fails", async () => {
  const connection = new StandInConnection();
  let fails = true;
  connection.answer = (message) => {
    if (message["type"] === "smart_community/shift/handover/give" && fails) throw { code: "store_failed" };
    return { draft: null, waiting: [], accepted: [], open: [{ acknowledged_by: "u-me" }], faults: [], resolved: [] };
  };
  const desk = new HandoverDesk(connection, () => undefined);
  await desk.page.load();
  expect(desk.ownedBy("u-me")).toBe(1);
  desk.write("The key is with us");
  expect(await desk.give()).toBe(false);
  expect(desk.written).toBe("The key is with us");
  fails = false;
  expect(await desk.give()).toBe(true);
  expect(desk.isChanged).toBe(false);
  expect(connection.sent.at(-2)).toMatchObject({ note: "The key is with us" });
});

// Staff and channels.

test("accounts and roles are one list, those with a role first", () => {
  const account = (id: string, name: string, groups: string[] = ["system-users"]) => ({
    id,
    name,
    username: name.toLowerCase(),
    is_active: true,
    system_generated: id === "s",
    group_ids: groups,
  });
  const accounts = [
    account("1", "Zed"),
    account("2", "Amy", ["system-admin"]),
    account("3", "Bob"),
    account("s", "System"),
  ];
  const staff = [
    { user_id: "3", name: "Bob", roles: ["duty_room" as const], channels: [] },
    { user_id: "9", name: null, roles: ["grid_worker" as const], channels: [] },
    { user_id: "8", name: null, roles: [], channels: [] },
  ];
  const people = peopleOf(staff, accounts);
  expect(people.map(({ id }) => id)).toEqual(["9", "2", "3", "1"]);
  expect(people.find(({ id }) => id === "2")?.isTechnician).toBe(true);
  expect(people.find(({ id }) => id === "9")?.isGone).toBe(true);
  expect(peopleOf(staff, undefined).map(({ id }) => id)).toEqual(["9", "3"]);
});

test("channels are moved in their order, and offered by what there is", () => {
  expect(shifted(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(shifted(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  const world = hass({
    states: {
      "script.sms": { state: "off", attributes: { friendly_name: "SMS" } },
      "media_player.hall": { state: "on", attributes: {} },
      "light.hall": { state: "on", attributes: {} },
    },
    services: { notify: { notify: {}, mobile_app_phone: {}, wechat: {}, send_message: {} } },
  });
  expect(offeredChannels(world)).toEqual(["mobile_app", "media_player.hall", "notify.wechat", "script.sms"]);
  expect(channelName("script.sms", world, english)).toBe("Script SMS");
  expect(channelName("bot:notify.wechat", world, chinese)).toBe("工作群 wechat");
  expect(channelName("siren:button-0005", world, english)).toBe("Siren Help button 0005");
});
