import { expect, test } from "vitest";
import { offsetFrom } from "../src/clock";
import { inWords, moment, secondsSince, ticking } from "../src/durations";
import { Words } from "../src/words";

const english = new Words("en");
const chinese = new Words("zh-Hans");

test("the clock face of an alarm", () => {
  expect(ticking(0, english)).toBe("0:00");
  expect(ticking(42, english)).toBe("0:42");
  expect(ticking(725, english)).toBe("12:05");
  expect(ticking(3753, english)).toBe("1:02:33");
  expect(ticking(90_000, chinese)).toBe("1 天 1 小时");
});

test("in words, the two largest parts", () => {
  expect(inWords(12, english)).toBe("12 s");
  expect(inWords(200, english)).toBe("3 min");
  expect(inWords(7500, english)).toBe("2 h 5 min");
  expect(inWords(7200, chinese)).toBe("2 小时");
  expect(inWords(2 * 86_400, english)).toBe("2 d");
});

test("never negative, whatever the clocks say", () => {
  expect(secondsSince("2026-11-23T03:00:10Z", Date.parse("2026-11-23T03:00:00Z"))).toBe(0);
});

test("a moment has its date only if that is not today, in the zone of the community", () => {
  const now = Date.parse("2026-11-23T03:00:00Z");
  expect(moment(now - 1000, now, "zh-Hans", "Asia/Shanghai")).toBe("10:59:59");
  expect(moment(now - 1000, now, "en", "Asia/Shanghai", false)).toBe("10:59");
  expect(moment(Date.parse("2026-11-22T15:30:00Z"), now, "zh-Hans", "Asia/Shanghai", false)).toBe("11月22日 23:30");
});

test("the server's clock is believed when this one is off", () => {
  const now = Date.parse("2026-11-23T03:00:00Z");
  expect(offsetFrom("Mon, 23 Nov 2026 03:05:00 GMT", now, now + 100)).toBe(300_450);
  expect(offsetFrom("Mon, 23 Nov 2026 03:00:00 GMT", now, now + 100)).toBe(0);
  expect(offsetFrom(null, now, now)).toBe(0);
  expect(offsetFrom("yesterday", now, now)).toBe(0);
});
