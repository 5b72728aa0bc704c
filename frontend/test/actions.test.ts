import { expect, test } from "vitest";
import { buttonsFor, isResponder, mayExport } from "../src/actions";
import type { Incident, Me } from "../src/model";
import { incident, me } from "./world";

const names = (one: Incident, who: Me | undefined): string[] =>
  buttonsFor(one, who).map((button) => button.action + (button.primary ? "!" : "") + (button.done ? "*" : ""));
const mine: Partial<Incident> = { state: "acknowledged", acknowledged_by: "u-me" };
const entry = (what: "en_route" | "on_site", by = "u-me") => ({ at: "2026-11-23T03:01:00Z", what, by });

test("an open incident asks to be acknowledged", () => {
  expect(names(incident(), me("grid_worker"))).toEqual(["acknowledge!", "en_route", "on_site", "resolve"]);
  expect(names(incident(), me("duty_room"))).toEqual(["acknowledge!", "en_route", "on_site", "resolve"]);
});

test("a grid worker is led from step to step", () => {
  const who = me("grid_worker");
  expect(names(incident(mine), who)).toEqual(["en_route!", "on_site", "resolve"]);
  expect(names(incident({ ...mine, timeline: [entry("en_route")] }), who)).toEqual([
    "en_route*",
    "on_site!",
    "resolve",
  ]);
  expect(names(incident({ ...mine, timeline: [entry("on_site")] }), who)).toEqual([
    "en_route*",
    "on_site*",
    "resolve!",
  ]);
});

test("at a desk nothing is expected after the acknowledgement", () => {
  expect(names(incident(mine), me("duty_room"))).toEqual(["en_route", "on_site", "resolve"]);
  expect(names(incident(mine), me("technician"))).toEqual(["en_route", "on_site", "resolve"]);
});

test("what somebody else has can be taken over, and his steps are not mine", () => {
  const theirs = incident({ state: "acknowledged", acknowledged_by: "u-li", timeline: [entry("en_route", "u-li")] });
  expect(names(theirs, me("grid_worker"))).toEqual(["take_over", "en_route", "on_site", "resolve"]);
});

test("who may only look has no buttons, nor has what is closed", () => {
  expect(names(incident(), me("auditor"))).toEqual([]);
  expect(names(incident(), me())).toEqual([]);
  expect(names(incident(), undefined)).toEqual([]);
  expect(names(incident({ state: "resolved" }), me("duty_room"))).toEqual([]);
  expect(isResponder(me("auditor", "grid_worker"))).toBe(true);
});

test("whoever watches may take a record out of the house, not those who only go", () => {
  expect(mayExport(me("auditor"))).toBe(true);
  expect(mayExport(me("grid_worker", "duty_room"))).toBe(true);
  expect(mayExport(me("grid_worker"))).toBe(false);
  expect(mayExport(undefined)).toBe(false);
});
