/** Commissioning an elevator: what is decided without a page. */

import { expect, test } from "vitest";
import { CommissioningDesk } from "../src/commissioning/commissioning-desk";
import type { Commissioning, Sheet } from "../src/commissioning/wire";
import { StandInConnection } from "./connection";
import { T0 } from "./world";

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
};
const iso = (seconds: number): string => new Date(T0 + seconds * 1000).toISOString();

const DRAFT: Commissioning = {
  id: "d1",
  elevator: "e1",
  name: "Building 1, elevator 1",
  firm: "Garden Lift",
  licence: "TS1",
  date: "2026-11-23",
  started_at: iso(0),
  started_by: "u-me",
  finished_at: null,
  finished_by: null,
  void_at: null,
  void_reason: null,
  allows_hold: false,
  open: ["let_go", "fire"],
  checks: [],
};
const SHEET: Sheet = {
  in_force: null,
  draft: DRAFT,
  items: (["hold", "let_go", "fire"] as const).map((item) => ({
    item,
    how: item === "fire" ? "seen" : "driven",
    may_be_left_out: false,
    seen_at: null,
  })),
  people: {},
};

test("a commissioning goes from one open test to the next, and stays at one that failed", async () => {
  const connection = new StandInConnection();
  let result = "failed";
  connection.answer = (message) => {
    if (message["type"] === "smart_community/commissioning/get") return SHEET;
    if (message["type"] === "smart_community/commissioning/finish") return { record: { ...DRAFT, open: [] } };
    const open = result === "passed" ? DRAFT.open.filter((item) => item !== message["item"]) : DRAFT.open;
    return { draft: { ...DRAFT, open }, check: { item: message["item"], result } };
  };
  const desk = new CommissioningDesk(connection, () => undefined);
  desk.choose("e1");
  await settled();
  expect(desk.done).toBe(1);
  expect(desk.shown?.item).toBe("let_go");
  desk.write(" by hand ");
  expect(await desk.record("let_go")).toBe(true);
  expect(connection.sent.at(-1)).toEqual({
    type: "smart_community/commissioning/record",
    elevator: "e1",
    item: "let_go",
    note: "by hand",
  });
  expect(desk.shown?.item).toBe("let_go");
  result = "passed";
  await desk.record("let_go");
  expect(desk.shown?.item).toBe("fire");
  expect(desk.note).toBe("");
  await desk.record("fire", "passed");
  expect(connection.sent.at(-1)).toMatchObject({ item: "fire", result: "passed" });
  desk.move(-1);
  expect(desk.shown?.item).not.toBe("fire");
  expect(await desk.finish()).toBe(true);
  expect(desk.draft).toBeUndefined();
});

test("the newest record of an elevator is a draft, in force or void", async () => {
  const connection = new StandInConnection();
  connection.answer = () => ({
    commissionings: [
      DRAFT,
      { ...DRAFT, id: "r1", finished_at: iso(1) },
      { ...DRAFT, id: "r0", elevator: "e2", finished_at: iso(1), void_at: iso(2), void_reason: "points_changed" },
    ],
  });
  const desk = new CommissioningDesk(connection, () => undefined);
  desk.load();
  await settled();
  expect(desk.recordOf("e1", "draft")?.id).toBe("d1");
  expect(desk.recordOf("e1", "in_force")?.id).toBe("r1");
  expect(desk.recordOf("e2", "in_force")).toBeUndefined();
  expect(desk.recordOf("e2", "void")?.void_reason).toBe("points_changed");
});
