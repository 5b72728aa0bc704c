import { expect, test } from "vitest";
import { dayName, dayOf, endOfDay, mondayOf, plusDays, startOfDay, weekday, weekdayName } from "../src/days";

test("a day is that of the zone, not of UTC", () => {
  const late = Date.parse("2026-11-23T18:30:00Z");
  expect(dayOf(late, "UTC")).toBe("2026-11-23");
  expect(dayOf(late, "Asia/Shanghai")).toBe("2026-11-24");
});

test("days are counted across months, years and changes of the clock", () => {
  expect(plusDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(plusDays("2026-03-01", -1)).toBe("2026-02-28");
  expect(weekday("2026-11-23")).toBe(0);
  expect(weekday("2026-11-29")).toBe(6);
  expect(mondayOf("2026-11-29")).toBe("2026-11-23");
  expect(mondayOf("2026-11-23")).toBe("2026-11-23");
});

test("a day begins and ends by the clock on the wall, whatever its length", () => {
  expect(startOfDay("2026-11-23", "Asia/Shanghai")).toBe("2026-11-22T16:00:00.000Z");
  expect(endOfDay("2026-11-23", "Asia/Shanghai")).toBe("2026-11-23T15:59:59.999Z");
  // The clock is put forward on that day, and back on the other.
  expect(startOfDay("2026-03-29", "Europe/Berlin")).toBe("2026-03-28T23:00:00.000Z");
  expect(endOfDay("2026-03-29", "Europe/Berlin")).toBe("2026-03-29T21:59:59.999Z");
  expect(startOfDay("2026-10-25", "Europe/Berlin")).toBe("2026-10-24T22:00:00.000Z");
});

test("days have their names", () => {
  expect(dayName("2026-11-23", "zh-Hans")).toBe("11月23日周一");
  expect([0, 5, 6].map((day) => weekdayName(day, "en", "long"))).toEqual(["Monday", "Saturday", "Sunday"]);
});
