import { expect, test } from "vitest";
import { samplesOf } from "../src/alarm-sound";
import { canMute, isMuted, mute, MUTED_FOR, toneFor } from "../src/sound-policy";
import { incident } from "./world";

const help = incident({ number: 1 });
const gate = incident({ number: 2, severity: "high" });
const taken = incident({ number: 3, state: "acknowledged" });

test("the most urgent one that nobody has is heard", () => {
  expect(toneFor([], false, undefined, 0)).toBeUndefined();
  expect(toneFor([taken], false, undefined, 0)).toBeUndefined();
  expect(toneFor([gate, taken], false, undefined, 0)).toBe("high");
  expect(toneFor([gate, help], false, undefined, 0)).toBe("critical");
});

test("a mute covers what was open, ends by itself, and never a new alarm", () => {
  const muted = mute([gate, taken], false, 1000);
  expect(isMuted(muted, 1000 + MUTED_FOR - 1)).toBe(true);
  expect(toneFor([gate], false, muted, 2000)).toBeUndefined();
  expect(toneFor([gate, help], false, muted, 2000)).toBe("critical");
  expect(toneFor([gate], false, muted, 1000 + MUTED_FOR)).toBe("high");
});

test("a lost connection is heard, unless an alarm is or it was muted", () => {
  expect(toneFor([], true, undefined, 0)).toBe("fault");
  expect(toneFor([help], true, undefined, 0)).toBe("critical");
  const muted = mute([help], true, 0);
  expect(toneFor([help], true, muted, 1)).toBeUndefined();
  // The mute of an alarm does not cover a loss that comes after it.
  expect(toneFor([help], true, mute([help], false, 0), 1)).toBe("fault");
});

test("a fault is quieter than any call for help, and a weak battery is silent", () => {
  const cut = incident({ number: 4, kind: "device_fault", severity: "high" });
  const battery = incident({ number: 5, kind: "device_fault", severity: "normal" });
  expect(toneFor([battery], false, undefined, 0)).toBeUndefined();
  expect(canMute([battery], false)).toBe(false);
  expect(toneFor([cut, battery], false, undefined, 0)).toBe("fault");
  expect(toneFor([cut, gate], false, undefined, 0)).toBe("high");
  expect(toneFor([cut], false, mute([cut], false, 0), 1)).toBeUndefined();
});

test("there is a mute when there is a noise", () => {
  expect(canMute([taken], false)).toBe(false);
  expect(canMute([taken], true)).toBe(true);
  expect(canMute([gate], false)).toBe(true);
});

test.each(["critical", "high", "normal", "fault"] as const)(
  "the tone %s is loud, soft at its edges, and ends silent",
  (tone) => {
    const samples = samplesOf(tone, 8000);
    const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(loudest).toBeGreaterThan(0.25);
    expect(loudest).toBeLessThanOrEqual(1);
    expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.01);
    expect(samples.at(-1)).toBe(0);
  },
);
