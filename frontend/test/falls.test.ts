/** Falls from a facade: what is decided without a page. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "../src/staff-texts";
import type { MediaItem } from "../src/elevators/wire";
import { FallCase, isSameFilm } from "../src/falls/case";
import { floorsBetween, gridOf, percent } from "../src/falls/facade";
import { openCalibration } from "../src/card/fall/facade-facts";
import { newestOf } from "../src/falls/precision";
import { stepped, timesOf, USUAL } from "../src/falls/stepping";
import { lastOf, UNDO, Verdicts } from "../src/falls/verdicts";
import { calibrationPage, type Candidate, type Fall } from "../src/falls/wire";
import { report, sentence } from "../src/timeline";
import { Words } from "../src/words";
import { StandInConnection } from "./connection";
import { hass, incident, me, T0 } from "./world";

beforeEach(() => {
  vi.useFakeTimers({ now: T0 });
});
afterEach(() => {
  vi.useRealTimers();
});

const at = (seconds: number): string => new Date(T0 + seconds * 1000).toISOString();

function fall(fields: Partial<Fall> = {}): Fall {
  return {
    fall: "01KAAAAAAAAAAAAAAAAAAAAAAA",
    at: at(0),
    camera: "c1",
    phase: "confirmed",
    class: "falling",
    confidence: 0.97,
    floor: 15,
    floor_sd: 0.3,
    candidates: [],
    ...fields,
  };
}

const home = (floor: number, column: string, p: number, fields: Partial<Candidate> = {}): Candidate => ({
  building: "3",
  unit: "1",
  floor,
  home: `${floor}${column}`,
  p,
  ...fields,
});

// The drawing.

test("candidates become floors from the top down, and columns from the left", () => {
  const grid = gridOf(fall({ candidates: [home(15, "02", 0.6), home(14, "02", 0.2), home(15, "01", 0.15)] }));
  expect(grid?.columns.map(({ name }) => name)).toEqual(["01", "02"]);
  expect(grid?.floors.map(({ floor }) => floor)).toEqual([16, 15, 14, 13]);
  expect(grid?.cells[1]?.map((cell) => cell?.p)).toEqual([0.15, 0.6]);
  expect(grid?.cells[1]?.[1]).toEqual({ p: 0.6, shade: 1, home: "1502" });
  expect(grid?.cells[2]?.[0]).toBeNull();
  expect(grid?.elsewhere).toBeCloseTo(0.05);
});

test("what is called by name has its name, and no floor is below the first", () => {
  const grid = gridOf(
    fall({
      candidates: [home(1, "", 0.5, { name: "A", home: null, floor_name: "G" }), home(1, "", 0.4, { name: "B" })],
    }),
  );
  expect(grid?.columns.map(({ name }) => name)).toEqual(["A", "B"]);
  expect(grid?.floors).toEqual([
    { floor: 2, name: "2" },
    { floor: 1, name: "1" },
  ]);
  expect(grid?.cells[1]?.[0]?.home).toBeNull();
});

test("far more than can be drawn: the likeliest are, and the rest is said to be elsewhere", () => {
  const many = Array.from({ length: 30 }, (_, floor) => home(floor + 1, "01", floor === 20 ? 0.4 : 0.02));
  const grid = gridOf(fall({ candidates: many }));
  expect(grid?.floors.length).toBeLessThanOrEqual(9);
  expect(grid?.floors.map(({ floor }) => floor)).toContain(21);
  const shown = grid?.cells.flat().reduce((sum, cell) => sum + (cell?.p ?? 0), 0) ?? 0;
  expect((grid?.elsewhere ?? 0) + shown).toBeCloseTo(1);
});

test("nothing known is nothing drawn", () => {
  expect(gridOf(fall())).toBeUndefined();
  expect(gridOf(fall({ candidates: [home(3, "01", 0)] }))).toBeUndefined();
  const hidden = fall();
  delete hidden.candidates;
  expect(gridOf(hidden)).toBeUndefined();
});

test("a likelihood never reads as certain, nor as nothing while it is something", () => {
  expect([1, 0.996, 0.5, 0.004, 0].map(percent)).toEqual(["99%", "99%", "50%", "<1%", "0%"]);
});

test("the floors of two deviations, never below the first", () => {
  expect(floorsBetween(fall({ floor_sd: 0.2 }))).toEqual([15, 15]);
  expect(floorsBetween(fall({ floor_sd: 0.6 }))).toEqual([14, 16]);
  expect(floorsBetween(fall({ floor: 1, floor_sd: 1 }))).toEqual([1, 3]);
  expect(floorsBetween(fall({ floor: null }))).toBeUndefined();
  expect(floorsBetween(fall({ floors: [13, 15] }))).toEqual([13, 15]);
});

// Picture by picture.

const word = (number: number): number[] => [24, 16, 8, 0].map((bits) => (number >> bits) & 255);
const box = (type: string, ...parts: number[][]): number[] => {
  const body = parts.flat();
  return [...word(8 + body.length), ...[...type].map((letter) => letter.charCodeAt(0)), ...body];
};
const table = (rows: [number, number][]): number[] => [0, ...word(rows.length), ...rows.flat().map(word)].flat();

/** A film whose pictures last so long, shifted so far from the order in which they are decoded (units of 1/1000 s). */
function film(lasting: [number, number][], shifting: [number, number][] = []): ArrayBuffer {
  const full = (type: string, rows: [number, number][]): number[] => box(type, [0, 0, 0], table(rows));
  const tables = [full("stts", lasting), ...(shifting.length ? [full("ctts", shifting)] : [])];
  const head = box("mdhd", [...word(0), ...word(0), ...word(0), ...word(1000), ...word(0)]);
  const media = box("mdia", head, box("minf", box("stbl", ...tables)));
  return new Uint8Array([...box("ftyp", word(0)), ...box("moov", box("mvhd"), box("trak", media))]).buffer;
}

test("a film itself says when each of its pictures is shown", () => {
  // Ten a second, then one that was late, then five a second.
  const lasting: [number, number][] = [
    [3, 100],
    [1, 700],
    [2, 200],
  ];
  expect(timesOf(film(lasting))).toEqual([0, 0.1, 0.2, 0.3, 1, 1.2]);
  // Decoded in another order than shown, all of it shifted.
  const shifting: [number, number][] = [
    [1, 200],
    [1, 400],
    [1, 200],
    [1, 0],
  ];
  expect(timesOf(film([[4, 100]], shifting))).toEqual([0, 0.1, 0.2, 0.3]);
});

test.each([
  ["nothing", new ArrayBuffer(0)],
  ["no film", new TextEncoder().encode("<!doctype html><p>no film").buffer as ArrayBuffer],
  ["cut short", film([[25, 40]]).slice(0, 90)],
  ["more pictures than a film has", film([[0x7fffffff, 1], ...Array<[number, number]>(200).fill([0x7fffffff, 1])])],
])("what is no film of ours has no pictures: %s", (_, data) => {
  expect(timesOf(data)).toEqual([]);
});

const EVEN = Array.from({ length: 25 }, (_, picture) => picture * 0.04);

test("a step goes to the middle of the next picture and stops at both ends", () => {
  expect(stepped(0, 1, EVEN, 1)).toBeCloseTo(0.06);
  expect(stepped(0.06, 1, EVEN, 1)).toBeCloseTo(0.1);
  expect(stepped(0.1, -1, EVEN, 1)).toBeCloseTo(0.06);
  expect(stepped(0, -1, EVEN, 1)).toBeCloseTo(0.02);
  expect(stepped(0.99, 1, EVEN, 1)).toBeCloseTo(0.98);
  // Whatever its pace, there is one picture between two steps.
  expect(stepped(0.15, 1, [0, 0.1, 0.2, 0.9], 1)).toBeCloseTo(0.55);
});

test.each([EVEN, [], [0, 0.1, 0.12, 0.3, 0.34, 0.9]])(
  "stepping on and back comes by every picture",
  (...times: number[]) => {
    const shown = times.length ? times : Array.from({ length: 25 }, (_, picture) => picture * USUAL);
    const on: number[] = [];
    for (let place = 0, count = 0; count < shown.length; count += 1, place = stepped(place, 1, times, 1)) {
      on.push(shown.findLastIndex((time) => time <= place));
    }
    expect(on).toEqual(shown.map((_, picture) => picture));
  },
);

// The verdict.

function judging() {
  const connection = new StandInConnection();
  connection.answer = () => ({ verdict: { verdict: "real", by: "u-me", at: at(6), kept: true } });
  return { connection, verdicts: new Verdicts(connection, () => undefined) };
}
const sent = (connection: StandInConnection): unknown[] =>
  connection.sent.filter(({ type }) => type === "smart_community/falls/verdict");

test("a verdict is given once the time for taking it back is over", async () => {
  const { connection, verdicts } = judging();
  verdicts.say("id-1", "F1", "real", true);
  expect(verdicts.left()).toBe(5);
  await vi.advanceTimersByTimeAsync(UNDO - 100);
  expect(sent(connection)).toEqual([]);
  expect(verdicts.left()).toBe(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(sent(connection)).toEqual([
    { type: "smart_community/falls/verdict", incident: "id-1", fall: "F1", verdict: "real", keep: true },
  ]);
  expect(verdicts.given.get("F1")?.kept).toBe(true);
});

test("what was taken back is never given", async () => {
  const { connection, verdicts } = judging();
  verdicts.say("id-1", "F1", "false_alarm", false);
  verdicts.undo();
  await vi.advanceTimersByTimeAsync(UNDO * 2);
  expect(sent(connection)).toEqual([]);
  expect(verdicts.left()).toBe(0);
});

test("another press counts in place of the first; another fall's is given at once", async () => {
  const { connection, verdicts } = judging();
  verdicts.say("id-1", "F1", "false_alarm", false);
  verdicts.say("id-1", "F1", "real", false);
  verdicts.say("id-1", "F2", "unsure", false);
  await vi.advanceTimersByTimeAsync(0);
  expect(sent(connection)).toHaveLength(1);
  verdicts.flush();
  verdicts.flush();
  await vi.advanceTimersByTimeAsync(UNDO * 2);
  expect(sent(connection)).toHaveLength(2);
});

test("the page for calibrating is in the reader's language, its token behind the #", async () => {
  const connection = new StandInConnection();
  connection.answer = () => ({ url: "/api/calibrate#token=t" });
  expect(await calibrationPage(connection, "c1", "zh-Hans")).toBe("/api/calibrate?lang=zh#token=t");
  expect(await calibrationPage(connection, "c1", "en")).toBe("/api/calibrate?lang=en#token=t");
});

test("the newest week that has a figure counts", () => {
  const week = (from: string, precision: number | null) => ({
    week: from,
    from,
    real: 7,
    false_alarm: 1,
    unsure: 2,
    precision,
  });
  expect(newestOf([])).toBeUndefined();
  expect(newestOf([week("2026-11-23", null)])?.percent).toBeUndefined();
  expect(newestOf([week("2026-11-23", null), week("2026-11-16", 0.875), week("2026-11-09", 0.5)])).toMatchObject({
    percent: 88,
    from: "2026-11-16",
  });
});

test("a verdict that was refused says so", async () => {
  const { connection, verdicts } = judging();
  connection.answer = () => Promise.reject({ code: "store_failed", message: "" });
  verdicts.say("id-1", "F1", "real", false);
  await vi.advanceTimersByTimeAsync(UNDO + 1);
  expect(verdicts.problem).toBeDefined();
  expect(verdicts.given.size).toBe(0);
});

// What belongs to a fall.

test("a film that is signed anew is the same film, and another is not", () => {
  expect(isSameFilm("/media/3?authSig=a", "/media/3?authSig=b")).toBe(true);
  expect(isSameFilm("/media/3?authSig=a", "/media/4?authSig=a")).toBe(false);
  expect(isSameFilm(undefined, "/media/3")).toBe(false);
  expect(isSameFilm("", "")).toBe(false);
});

test("each fall has its own picture, and news are read once", async () => {
  const connection = new StandInConnection();
  const media = [
    { at: at(1), kind: "snapshot", camera: "c1", url: "/one", n: 1 },
    { at: at(40), kind: "snapshot", camera: "c1", url: "/two", n: 2 },
    { at: at(41), kind: "clip", camera: "c1", url: "/film", n: 3 },
  ];
  connection.answer = ({ type }) =>
    type === "smart_community/incidents/media" ? { media } : { falls: [], verdict: null };
  const known = new FallCase(connection, "id-1", () => undefined);
  const about = incident({ kind: "falling_object", place: { building: "b1" } });
  known.follow(about);
  known.follow(about);
  await vi.advanceTimersByTimeAsync(0);
  expect(connection.sent).toHaveLength(2);
  const first = fall({ at: at(0), picture: 1, clip: null });
  const second = fall({ fall: "F2", at: at(38), picture: 2, clip: 3 });
  known.falls.set({ falls: [first, second] });
  expect(known.of(first, "snapshot")?.url).toBe("/one");
  expect(known.of(first, "clip")).toBeUndefined();
  expect(known.of(second, "snapshot")?.url).toBe("/two");
  expect(known.of(second, "clip")?.url).toBe("/film");
  // A newer one of the same time, not yet counted among its own.
  known.media.set([...media, { at: at(0), kind: "snapshot", camera: "c1", url: "/whole", n: 4 }] as MediaItem[]);
  expect(known.of(first, "snapshot")?.url).toBe("/whole");
  expect(known.of(second, "snapshot")?.url).toBe("/two");
  known.follow({ ...about, media: [{}] });
  expect(connection.sent).toHaveLength(4);
});

// The timeline.

test("the timeline says that something fell, and again", () => {
  const words = new Words("en");
  const told = incident({
    kind: "falling_object",
    device: "facade-3",
    timeline: [{ at: at(0), what: "opened", by: "facade-3", text: "falling" }],
  });
  const [opened] = told.timeline;
  expect(opened && sentence(opened, told, hass(), me("duty_room"), words)).toBe("Something fell from the facade");
  expect(sentence({ at: at(1), what: "again", by: "facade-3" }, told, hass(), me("duty_room"), words)).toBe(
    "Something fell again",
  );
  expect(report(told)).toBeUndefined();
});

test("what somebody else said later counts, whatever this page gave", () => {
  const ours = { verdict: "real", by: "me", at: at(0), kept: false } as const;
  const known = { verdict: "false_alarm", by: "other", at: at(60), kept: false } as const;
  expect(lastOf(ours, known)).toBe(known);
  expect(lastOf({ ...ours, at: at(90) }, known)).toMatchObject({ by: "me" });
  expect(lastOf(undefined, known)).toBe(known);
  expect(lastOf(ours, null)).toBe(ours);
  expect(lastOf(undefined, null)).toBeUndefined();
});

test("the page of the companion has no hold on ours", async () => {
  const page = { opener: {} as unknown, location: { href: "" } };
  vi.stubGlobal("window", { open: () => page });
  await openCalibration(Promise.resolve("/api/x"));
  expect(page).toEqual({ opener: null, location: { href: "/api/x" } });
  vi.unstubAllGlobals();
});
