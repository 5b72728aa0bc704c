import { expect, test } from "vitest";
import { generate } from "../src/strategy";
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

test("the alarms come first and alone; the devices are stock tiles, found by what they are", () => {
  const { views } = generate(world);
  expect(views.map((view) => view["type"])).toEqual(["sections", "sections"]);
  expect(cards(views[0]).map((card) => card.type)).toEqual(["custom:smart-community-incidents"]);
  const devices = cards(views[1]);
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
  const chinese = generate(hass({ locale: { language: "zh-Hans", time_zone: "local" } }));
  expect(chinese.views.map((view) => view["title"])).toEqual(["报警", "状态"]);
});

test("without a community there is still a page", () => {
  const { views } = generate(hass());
  expect(cards(views[1]).map((card) => card.type)).toEqual(["markdown"]);
});
