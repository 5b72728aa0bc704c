import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { actionOf } from "../src/card/keyboard";
import { Desk, type DeskListener, type Happening } from "../src/desk";
import { Feed } from "../src/feed";
import type { Incident } from "../src/model";
import { MUTED_FOR } from "../src/sound-policy";
import { refuse, StandInConnection } from "./connection";
import { HOME, incident, me } from "./world";

let connection: StandInConnection;
let desk: Desk;
let happened: Happening[];
/** What each command answers, by its name. */
let commands: Record<string, (message: Record<string, unknown>) => unknown>;

beforeEach(() => {
  vi.useFakeTimers();
  connection = new StandInConnection();
  happened = [];
  commands = { "incidents/list": () => ({ incidents: [] }), "incidents/get": () => ({ home: HOME }) };
  connection.answer = (message) => {
    const command = String(message["type"]).replace("smart_community/", "");
    return command === "me" ? connection.me : (commands[command]?.(message) ?? {});
  };
  const listener: DeskListener = {
    deskChanged: () => undefined,
    statusChanged: () => undefined,
    happened: (happening) => happened.push(happening),
  };
  desk = new Desk(connection, listener, (desk) => new Feed(connection, desk, new EventTarget()));
});

afterEach(() => {
  desk.feed.stop();
  vi.useRealTimers();
});

const pass = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const asked = (command: string): number =>
  connection.sent.filter((message) => message["type"] === `smart_community/${command}`).length;

async function live(...incidents: Incident[]): Promise<void> {
  desk.feed.start();
  await pass();
  connection.tell({ type: "snapshot", incidents });
  await pass();
}

test("the most urgent one is shown, and its home looked up once", async () => {
  await live(incident({ number: 1 }), incident({ number: 2, severity: "high" }));
  desk.lookUp();
  desk.lookUp();
  await pass();
  expect(asked("incidents/get")).toBe(1);
  expect(desk.homes.home(incident({ number: 1 }))).toEqual(HOME);
  desk.move(1);
  expect(desk.selected()?.number).toBe(2);
  desk.move(1);
  expect(desk.selected()?.number).toBe(2);
});

test("who lives there is forgotten with the alarm", async () => {
  await live(incident());
  desk.lookUp();
  await pass();
  connection.tell({ type: "change", change: "resolved", incident: incident({ state: "resolved" }) });
  expect(desk.homes.home(incident())).toBeUndefined();
  expect(desk.last?.number).toBe(1);
});

test("who may only look is not even asked for", async () => {
  connection.me = me("auditor");
  await live(incident());
  desk.lookUp();
  expect(desk.homes.view(incident()).state).toBe("hidden");
  expect(asked("incidents/get")).toBe(0);
  expect(desk.tone(Date.now())).toBeUndefined();
});

test("a home that the community does not show is no trouble, and one that it has no more is", async () => {
  await live(incident({ id: "own", number: 1 }), incident({ id: "gone", number: 2 }));
  commands["incidents/get"] = (message) => (message["incident_id"] === "own" ? {} : { home: null });
  desk.lookUp();
  await pass();
  desk.move(1);
  desk.lookUp();
  await pass();
  expect(desk.homes.view(incident({ id: "own" })).state).toBe("hidden");
  expect(desk.homes.view(incident({ id: "gone" })).state).toBe("missing");
});

test("a look-up that failed says so, and is tried again after the connection is back", async () => {
  commands["incidents/get"] = refuse("store_failed");
  await live(incident());
  desk.lookUp();
  await pass();
  expect(desk.homes.view(incident()).state).toBe("failed");
  connection.lose();
  connection.restore();
  await pass();
  commands["incidents/get"] = () => ({ home: HOME });
  connection.tell({ type: "snapshot", incidents: [incident()] });
  desk.lookUp();
  await pass();
  expect(desk.homes.view(incident()).state).toBe("known");
});

test("a step shows itself at once, stays with its alarm, and runs once however often it is pressed", async () => {
  const first = incident({ number: 1, opened_at: "2026-11-23T02:00:00Z" });
  await live(first, incident({ number: 2 }));
  const taken = { ...first, state: "acknowledged" as const, acknowledged_by: "u-me" };
  commands["incidents/acknowledge"] = () => ({ incident: taken, owner: true });
  const pressed = desk.step("acknowledge", first);
  void desk.step("acknowledge", first);
  expect(desk.pending.get("id-1")).toBe("acknowledge");
  await pressed;
  expect(asked("incidents/acknowledge")).toBe(1);
  expect(desk.pending.size).toBe(0);
  expect(desk.selected()?.number).toBe(1);
  expect(desk.ordered.map(({ number }) => number)).toEqual([2, 1]);
});

test("who comes second hears who was first", async () => {
  await live(incident());
  const taken = incident({ state: "acknowledged", acknowledged_by: "u-li" });
  commands["incidents/acknowledge"] = () => ({ incident: taken, owner: false });
  await desk.step("acknowledge", incident());
  expect(desk.beaten.has("id-1")).toBe(true);
  commands["incidents/take_over"] = () => ({ incident: { ...taken, acknowledged_by: "u-me" }, owner: true });
  await desk.step("take_over", taken);
  expect(desk.beaten.size).toBe(0);
});

test("what went wrong is kept with its alarm until the next press", async () => {
  await live(incident());
  commands["incidents/resolve"] = refuse("store_failed");
  expect(await desk.resolve(incident(), "test", " ")).toBe(false);
  expect(desk.problems.get("id-1")).toMatchObject({ code: "store_failed" });
  commands["incidents/resolve"] = (message) => {
    expect(message).not.toHaveProperty("note");
    return { incident: incident({ state: "resolved" }) };
  };
  expect(await desk.resolve(incident(), "test", " ")).toBe(true);
  expect(desk.problems.size).toBe(0);
  expect(desk.ordered).toEqual([]);
});

test("without a connection nothing is tried", async () => {
  await live(incident());
  connection.lose();
  await desk.step("acknowledge", incident());
  expect(asked("incidents/acknowledge")).toBe(0);
});

test("the alarm sounds until it is taken or muted, and a new one breaks the mute", async () => {
  await live(incident());
  expect(desk.tone(Date.now())).toBe("critical");
  desk.muteNow();
  expect(desk.tone(Date.now())).toBeUndefined();
  connection.tell({ type: "change", change: "opened", incident: incident({ number: 2, severity: "high" }) });
  expect(desk.tone(Date.now())).toBe("high");
  desk.muteNow();
  expect(desk.tone(Date.now() + MUTED_FOR)).toBe("critical");
});

test("a duty room hears that its screen has gone blind; a phone that loses its connection keeps quiet", async () => {
  await live();
  connection.lose();
  expect(desk.tone(Date.now())).toBeUndefined();
  await pass(11_000);
  expect(desk.tone(Date.now())).toBe("fault");
  desk.feed.me = me("grid_worker");
  expect(desk.tone(Date.now())).toBeUndefined();
});

test("a key means one thing, and nothing where there is no such button", async () => {
  await live(incident());
  const open = incident();
  const mine = incident({ state: "acknowledged", acknowledged_by: "u-me" });
  expect(actionOf("1", open, desk)).toBe("acknowledge");
  expect(actionOf("1", mine, desk)).toBeUndefined();
  expect(actionOf("4", mine, desk)).toBe("resolve");
  expect(actionOf("5", mine, desk)).toBe("note");
  expect(actionOf("9", open, desk)).toBeUndefined();
});

test("what came of a call is written down in the alarm", async () => {
  const one = incident();
  const called = {
    ...one,
    timeline: [...one.timeline, { at: "", what: "called_back" as const, by: "u-me", text: "reached" }],
  };
  commands["incidents/call_back"] = () => ({ incident: called });
  await live(one);
  expect(await desk.callBack(one, "reached", " She is well ")).toBe(true);
  expect(connection.sent.at(-1)).toMatchObject({ outcome: "reached", note: "She is well" });
  expect(desk.selected()?.timeline.at(-1)?.what).toBe("called_back");
  commands["incidents/call_back"] = refuse("store_failed");
  expect(await desk.callBack(one, "no_answer", "")).toBe(false);
  expect(desk.problems.has(one.id)).toBe(true);
});
