import { expect, test } from "vitest";
import type { Delivery, Incident, TimelineEntry } from "../src/model";
import { actorName, buildingName, targetName } from "../src/names";
import { placeOf } from "../src/place";
import { deliveryLines, faultName, report, sentence } from "../src/timeline";
import { Words } from "../src/words";
import { hass, HOME, incident, me } from "./world";

const english = new Words("en");
const chinese = new Words("zh-Hans");
const say = (entry: Omit<TimelineEntry, "at">, words = english, one: Incident = incident()): string =>
  sentence({ at: "2026-11-23T03:00:00Z", ...entry }, one, hass(), me("duty_room"), words);

test("the timeline speaks plainly", () => {
  expect(say({ what: "opened", by: "button-0005", text: "pressed" })).toBe("Help button 0005 was pressed");
  expect(say({ what: "opened", by: "button-0005", text: "fall" }, chinese)).toBe("0005 号求助按钮感应到跌倒");
  expect(say({ what: "opened", by: "u-li", text: "Smoke at the gate" })).toBe(
    "Li Wei raised the alarm: Smoke at the gate",
  );
  expect(say({ what: "opened", by: "automation" })).toBe("An automatic rule raised the alarm");
  expect(say({ what: "again", by: "button-0005", text: "pressed" }, chinese)).toBe("0005 号求助按钮再次被按下");
  expect(say({ what: "acknowledged", by: "u-me" }, chinese)).toBe("您接警");
  expect(say({ what: "en_route", by: "u-nobody" })).toBe("A colleague set out");
  expect(say({ what: "escalated", by: "system", text: "2" })).toBe("Nobody acknowledged: raised to level 2");
  expect(say({ what: "note", by: "u-li", text: "Door is open" })).toBe("Li Wei: Door is open");
  expect(say({ what: "resolved", by: "u-li" }, english, incident({ resolution: "test" }))).toMatch(
    /^Li Wei closed it: \w+/,
  );
  expect(say({ what: "something_new" as never, by: "u-li" })).toBe("Li Wei changed it");
});

test("what a person wrote is no template", () => {
  expect(say({ what: "note", by: "u-li", text: "{who} & <b>" })).toBe("Li Wei: {who} & <b>");
});

test("what was said when the alarm was raised", () => {
  expect(report(incident())).toBeUndefined();
  expect(report(incident({ timeline: [{ at: "", what: "opened", by: "u-li", text: "South gate" }] }))).toBe(
    "South gate",
  );
});

test("what a camera saw is where the camera looks", () => {
  const seen = (name: string, building?: string): string => {
    const d9 = {
      id: "d9",
      identifiers: [["smart_community", "camera_c1"]] as [string, string][],
      name,
      name_by_user: null,
    };
    const place = { camera: "c1", ...(building ? { building } : {}) };
    const world = hass();
    return placeOf(
      incident({ kind: "falling_object", place }),
      undefined,
      { ...world, devices: { ...world.devices, d9 } },
      english,
    );
  };
  expect(seen("Facade of building 1", "b1")).toBe("Facade of building 1");
  expect(seen("cam-07", "b1")).toBe("Building 1, cam-07");
  expect(seen("North facade")).toBe("North facade");
});

test("a place is said as far as it is known", () => {
  expect(placeOf(incident(), HOME, hass(), english)).toBe("Building 1, Unit 2, Home 0303");
  expect(placeOf(incident(), undefined, hass(), chinese)).toBe("1号楼 2单元");
  expect(placeOf(incident({ place: {} }), undefined, hass(), chinese)).toBe("0005 号求助按钮");
  expect(placeOf(incident({ place: {}, device: null }), undefined, hass(), english)).toBe("Place not known");
  expect(placeOf(incident({ place: { building: "gone" }, device: null }), undefined, hass(), english)).toBe(
    "Place not known",
  );
});

test("buildings are called as people call them, in the reader's language", () => {
  expect(buildingName(hass(), "b1", chinese)).toBe("1号楼");
  expect(buildingName(hass(), "b2", english)).toBe("东塔楼");
  expect(buildingName(hass(), "b3", english)).toBeUndefined();
});

test("somebody always did it", () => {
  expect(actorName(hass(), undefined, undefined, english)).toBe("The system");
  expect(actorName(hass(), "u-li", undefined, english)).toBe("Li Wei");
  expect(actorName(hass({ states: {} }), "u-li", undefined, chinese)).toBe("同事");
});

test("deliveries: one line a person, the best of his channels", () => {
  const sent = (recipient: string, role: string, state: Delivery["state"]): Delivery => ({
    recipient,
    role,
    state,
    round: 1,
    step: 1,
    channel: "app",
    at: "2026-11-23T03:00:00Z",
  });
  const lines = deliveryLines(
    [
      sent("u-li", "grid_worker", "seen"),
      sent("u-li", "grid_worker", "failed"),
      sent("c1", "emergency_contact", "failed"),
    ],
    hass(),
    english,
  );
  expect(lines).toEqual([
    { who: "Grid worker · Li Wei", state: "seen", error: undefined, at: "2026-11-23T03:00:00Z", failed: false },
    { who: "Emergency contact", state: "NOT reached", error: undefined, at: "2026-11-23T03:00:00Z", failed: true },
  ]);
  const [siren] = deliveryLines(
    [{ ...sent("siren:community", "siren", "failed"), error: "channel_timeout" }],
    hass(),
    chinese,
  );
  expect(siren).toMatchObject({
    who: "警号和广播",
    state: "没有通知到",
    error: chinese.option("delivery_error", "channel_timeout"),
  });
});

test("a person is called by name, whether an account or one whom a plan names", () => {
  const [line] = deliveryLines(
    [{ recipient: "user:u-li", role: "person", state: "seen", round: 1, step: 1, channel: "app", at: "" }],
    hass(),
    english,
  );
  expect(line?.who).toBe("By name · Li Wei");
  expect(targetName("user:u-li", hass(), english)).toBe("Li Wei");
  expect(targetName("community_office", hass(), chinese)).toBe("社区居委会");
  expect(targetName("everyone_on_duty", hass(), english)).toBe("Everyone on duty");
});

test("a fault says what is wrong and with how many, not that somebody called", () => {
  const fault = incident({
    kind: "device_fault",
    cause: "device_silent",
    timeline: [{ at: "", what: "opened", by: "system", text: "12" }],
  });
  expect(faultName(fault, english)).toBe("Device silent (12 devices)");
  expect(report(fault)).toBeUndefined();
  expect(say({ what: "opened", by: "system", text: "12" }, chinese, fault)).toBe("发现故障：设备失联（12 台设备）");
  expect(say({ what: "cleared", by: "system" }, english, fault)).toBe("It is gone at the moment");
  expect(faultName(incident(), english)).toBeUndefined();
});

test("what came of a call is in the timeline", () => {
  expect(say({ what: "called_back", by: "u-li", text: "no_answer" })).toBe("Li Wei phoned the home: nobody answered");
  expect(say({ what: "called_back", by: "u-me", text: "reached" }, chinese)).toBe("您电话回访：已接通");
  expect(say({ what: "nobody_told", by: "system", text: "2" })).toBe("Level 2 reached nobody");
});
