import { expect, test } from "vitest";
import { readFileSync } from "node:fs";
import type { Role } from "../src/model";
import { PAGES, type PagePath } from "../src/pages";
import { generate, statusView } from "../src/strategy";
import { underTest } from "../src/test-mode";
import { Words } from "../src/words";
import { hass } from "./world";

interface Card {
  type: string;
  entity?: string;
  heading?: string;
  name?: unknown;
}

const entity = (id: string, key: string, device: string, platform = "smart_community") => ({
  entity_id: id,
  translation_key: key,
  device_id: device,
  platform,
});

const world = hass({
  entities: Object.fromEntries(
    [
      entity("binary_sensor.a", "alarm", "d0"),
      entity("event.a", "alarm", "d0"),
      entity("sensor.open", "open_incidents", "d0"),
      entity("binary_sensor.broker", "broker", "d0"),
      entity("binary_sensor.b1_alarm", "alarm", "d1"),
      entity("sensor.b2_silent", "silent_devices", "d2"),
      entity("sensor.b1_silent", "silent_devices", "d1"),
      entity("sensor.battery", "battery", "d3"),
      entity("sensor.other", "open_incidents", "d0", "other"),
    ].map((one) => [one.entity_id, one]),
  ),
});

const cards = (view: Record<string, unknown> | undefined): Card[] =>
  ((view?.["sections"] ?? []) as { cards: Card[] }[]).flatMap((section) => section.cards);

const paths = (views: Record<string, unknown>[]): unknown[] => views.map((view) => view["path"]);

test("the alarms come first and alone; the devices are stock tiles, found by what they are", () => {
  const { views } = generate(world, ["portal", "grid_worker"]);
  expect(cards(views[0]).map((card) => card.type)).toEqual(["custom:smart-community-incidents"]);
  expect(paths(views)).toEqual(["alarms", "elevators", "cameras", "handover", "roster", "devices"]);
  expect(views.at(-1)).toEqual({
    title: "Status",
    path: "devices",
    strategy: { type: "custom:smart-community-status" },
  });
  const devices = cards(statusView(world));
  expect(devices.map((card) => card.entity ?? card.heading)).toEqual([
    "Community",
    "binary_sensor.a",
    "sensor.open",
    "Devices that have gone silent, by building",
    "sensor.b1_silent",
    "sensor.b2_silent",
    "Connections",
    "binary_sensor.broker",
  ]);
  expect(devices.find((card) => card.entity === "sensor.b1_silent")?.name).toBe("Building 1");
});

test("it speaks the reader's language", () => {
  const chinese = generate(hass({ locale: { language: "zh-Hans", time_zone: "local" } }), ["auditor"]);
  expect(chinese.views.map((view) => view["title"])).toEqual(["报警", "电梯", "摄像头", "操作日志", "状态"]);
});

test("without a community there is still a page", () => {
  expect(cards(statusView(hass())).map((card) => card.type)).toEqual(["markdown"]);
});

test("each role has its pages, and whoever has none is told so by the alarms", () => {
  const of = (...roles: Role[]): unknown[] => paths(generate(world, roles).views);
  expect(of("technician")).toHaveLength(PAGES.length);
  expect(of("duty_room")).toEqual([
    "alarms",
    "elevators",
    "cameras",
    "handover",
    "roster",
    "register",
    "watch",
    "staff",
    "devices",
  ]);
  expect(of("community_office")).toContain("plans");
  expect(of("portal")).toEqual(["alarms"]);
  // While the community starts nobody knows the roles: each page then says what is.
  expect(generate(world).views).toHaveLength(PAGES.length);
});

test("a dashboard may want some of the pages, in an order of its own", () => {
  const wanted = { views: ["register", "alarms", "journal", "no such page"] };
  expect(paths(generate(world, ["community_office"], wanted).views)).toEqual(["register", "alarms"]);
  expect(paths(generate(world, ["portal"], wanted).views)).toEqual(["alarms"]);
});

test("every page is one that its roles may read", () => {
  const table = readFileSync(
    new URL("../../custom_components/smart_community/core/permissions.py", import.meta.url),
    "utf-8",
  );
  const sets: Record<string, string[]> = {};
  const roles = (text: string): string[] =>
    text.split("|").flatMap((part) => {
      const [whole = "", less] = part.split(" - ");
      const named = [...whole.matchAll(/Role\.(\w+)/g)].map(([, name]) => String(name).toLowerCase());
      const all = named.length ? named : (sets[whole.trim()] ?? []);
      return less ? all.filter((role) => !less.includes(role.toUpperCase())) : all;
    });
  for (const [, name, text] of table.matchAll(/^(_\w+) = (.*)$/gm)) sets[String(name)] = roles(String(text));
  const reads: Partial<Record<PagePath, string>> = {
    alarms: "incidents/subscribe",
    elevators: "elevators/subscribe",
    cameras: "cameras/list",
    commissioning: "commissioning/start",
    handover: "shift/handover/get",
    roster: "roster/list",
    register: "register/homes",
    watch: "devices/list",
    plans: "plans/list",
    staff: "channels/list",
    journal: "journal/list",
  };
  for (const page of PAGES) {
    const command = reads[page.path];
    if (!command) continue;
    const allowed = new RegExp(`"${command}": (.*),`).exec(table)?.[1] ?? "";
    expect([...page.roles].sort(), page.path).toEqual(roles(allowed).sort());
  }
});

test("a test of a building, or of all, is said", () => {
  const entities = {
    a: { entity_id: "switch.all", translation_key: "test_mode", device_id: "d0", platform: "smart_community" },
    b: { entity_id: "switch.b1", translation_key: "test_mode", device_id: "d1", platform: "smart_community" },
  };
  const under = (all: string, one: string): string[] => {
    const states = { "switch.all": { state: all, attributes: {} }, "switch.b1": { state: one, attributes: {} } };
    return underTest(hass({ entities, states }), new Words("en"));
  };
  expect(under("off", "off")).toEqual([]);
  expect(under("off", "on")).toEqual(["Building 1"]);
  expect(under("on", "off")).toEqual([""]);
});
