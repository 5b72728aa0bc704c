import { expect, test } from "vitest";
import { byUrgency, SETTLING, Shifts, shown } from "../src/urgency";
import { incident, T0 } from "./world";

const at = (seconds: number): string => new Date(T0 + seconds * 1000).toISOString();

test("not acknowledged first, then severity, then the one that has waited longest", () => {
  const listed = [
    incident({ number: 1, state: "acknowledged", opened_at: at(0) }),
    incident({ number: 2, severity: "normal", opened_at: at(1) }),
    incident({ number: 3, opened_at: at(9) }),
    incident({ number: 4, opened_at: at(5) }),
    incident({ number: 5, severity: "high", opened_at: at(2) }),
    incident({ number: 6, state: "resolved" }),
    incident({ number: 7, state: "acknowledged", severity: "high", opened_at: at(0) }),
  ];
  expect(byUrgency(listed).map(({ number }) => number)).toEqual([4, 3, 5, 2, 1, 7]);
});

test("people come before faults, and a fault is shown only if it was chosen", () => {
  const fault = incident({ number: 1, kind: "device_fault", severity: "high" });
  const help = incident({ number: 2, severity: "normal", state: "acknowledged" });
  expect(byUrgency([fault, help]).map(({ number }) => number)).toEqual([2, 1]);
  expect(shown([fault], undefined)).toBeUndefined();
  expect(shown([fault], "id-1")).toBe(fault);
});

test("two of one moment keep the order of their numbers", () => {
  expect(byUrgency([incident({ number: 9 }), incident({ number: 8 })]).map(({ number }) => number)).toEqual([8, 9]);
});

test("what a person chose stays shown until it is closed", () => {
  const ordered = byUrgency([incident({ number: 1 }), incident({ number: 2, severity: "high" })]);
  expect(shown(ordered, undefined)?.number).toBe(1);
  expect(shown(ordered, "id-2")?.number).toBe(2);
  expect(shown(ordered, "id-3")?.number).toBe(1);
  expect(shown([], "id-3")).toBeUndefined();
});

test("a button that has just moved takes no tap", () => {
  const shifts = new Shifts();
  shifts.note(new Map([["a", "0"]]), 0);
  expect(shifts.settled("a", SETTLING - 1)).toBe(false);
  expect(shifts.settled("a", SETTLING)).toBe(true);
  shifts.note(new Map([["a", "0"]]), 2000);
  expect(shifts.settled("a", 2001)).toBe(true);
  shifts.note(
    new Map([
      ["b", "0"],
      ["a", "1"],
    ]),
    3000,
  );
  expect(shifts.settled("a", 3001)).toBe(false);
});
