/** Pictures and speaking: what is decided without a page. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "../src/staff-texts";
import { boundaryOf, frames, printOf } from "../src/elevators/frames";
import { Picture, STUCK } from "../src/elevators/picture";
import { LONGEST, Talk, type Recording } from "../src/elevators/talk";
import { wavOf } from "../src/elevators/wav";
import { TEXTS } from "../src/words";
import { StandInConnection } from "./connection";
import { T0 } from "./world";

beforeEach(() => {
  vi.useFakeTimers({ now: T0 });
});
afterEach(() => {
  vi.useRealTimers();
});

// Pictures.

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
function streamOf(...parts: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(bytes(part));
      controller.close();
    },
  });
}
const collected = async (stream: ReadableStream<Uint8Array>, boundary = "b"): Promise<string[]> => {
  const found: string[] = [];
  for await (const frame of frames(stream, boundary)) found.push(new TextDecoder().decode(frame));
  return found;
};

test("a stream of pictures is taken apart, however it is cut into pieces", async () => {
  expect(boundaryOf("multipart/x-mixed-replace;boundary=frame")).toBe("frame");
  expect(boundaryOf('multipart/x-mixed-replace; boundary="--frame"')).toBe("frame");
  expect(boundaryOf("image/jpeg")).toBeUndefined();
  const told =
    "--b\r\nContent-Type: image/jpeg\r\nContent-Length: 3\r\n\r\none\r\n--b\r\nContent-Length: 3\r\n\r\ntwo\r\n--b\r\n";
  expect(await collected(streamOf(told))).toEqual(["one", "two"]);
  expect(await collected(streamOf(...told))).toEqual(["one", "two"]);
  expect(await collected(streamOf("--b\r\nX: y\r\n\r\none\r\n--b\r\nX: y\r\n\r\ntw", "o\r\n--b"))).toEqual([
    "one",
    "two",
  ]);
  expect(printOf(bytes("one"))).not.toBe(printOf(bytes("two")));
  await expect(collected(streamOf("x".repeat(4_000_001)))).rejects.toThrow("malformed");
});

function pictures(live: () => Promise<Response>, still: () => Promise<Response> = live) {
  const connection = new StandInConnection();
  connection.answer = () => ({ still: "/still", live: "/live" });
  const shown: string[] = [];
  const asked: string[] = [];
  const picture = new Picture(connection, "c1", () => undefined, 0, {
    fetch: (url) => {
      asked.push(String(url));
      return String(url) === "/live" ? live() : still();
    },
    now: () => Date.now(),
    show: () => {
      shown.push(`blob:${shown.length}`);
      return shown.at(-1) ?? "";
    },
    forget: () => undefined,
  });
  return { picture, connection, shown, asked };
}
const failing = (status: number) => () => Promise.resolve(new Response("", { status }));

test("a picture is live only while new ones come", async () => {
  let push: ((text: string) => void) | undefined;
  const live = (): Promise<Response> =>
    Promise.resolve(
      new Response(
        new ReadableStream({
          start(controller) {
            push = (text) =>
              controller.enqueue(bytes(`--f\r\nContent-Length: ${text.length}\r\n\r\n${text}\r\n--f\r\n`));
          },
        }),
        { headers: { "content-type": "multipart/x-mixed-replace;boundary=f" } },
      ),
    );
  const { picture } = pictures(live, failing(502));
  expect(picture.state(true)).toBe("loading");
  picture.start();
  await vi.advanceTimersByTimeAsync(1);
  push?.("one");
  await vi.advanceTimersByTimeAsync(1);
  expect(picture.state(true)).toBe("live");
  // The community knows better: the camera is stuck.
  expect(picture.state(false)).toBe("doubted");
  await vi.advanceTimersByTimeAsync(3500);
  expect(picture.state(true)).toBe("stale");
  expect(picture.age).toBe(4);
  // The same picture over and over is a camera that is stuck, not a live one.
  for (let second = 0; second <= STUCK / 1000 + 1; second += 1) {
    push?.("two");
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(picture.state(true)).toBe("stuck");
  expect(picture.age).toBeGreaterThanOrEqual(11);
  push?.("three");
  await vi.advanceTimersByTimeAsync(1);
  expect(picture.state(true)).toBe("live");
  picture.stop();
  expect(picture.url).toBeUndefined();
});

test("without a stream there are single pictures; without those it says so and tries again", async () => {
  const { picture, connection } = pictures(failing(503), () => Promise.resolve(new Response("still")));
  picture.start();
  await vi.advanceTimersByTimeAsync(10);
  expect(picture.state(true)).toBe("stills");
  picture.stop();
  const none = pictures(failing(502));
  none.picture.start();
  await vi.advanceTimersByTimeAsync(10);
  expect(none.picture.state(true)).toBe("none");
  expect(none.picture.problem).toMatchObject({ code: "camera_silent" });
  const before = none.asked.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(none.asked.length).toBeGreaterThan(before);
  // Each asking for the paths is an entry in the journal.
  expect(connection.sent).toHaveLength(1);
  none.picture.stop();
});

// Speaking.

function talking(open: () => Promise<Recording>, status = 200, answer: unknown = { said: { at: "" } }) {
  const sent: [string, RequestInit][] = [];
  const talk = new Talk(
    () => "e1",
    (path, init) => {
      sent.push([path, init]);
      return Promise.resolve(new Response(JSON.stringify(answer), { status }));
    },
    () => undefined,
    { open },
  );
  return { talk, sent };
}
const recording = (): Recording & { dropped: boolean } => ({
  dropped: false,
  level: () => 0.5,
  stop: () => Promise.resolve(new Blob(["sound"], { type: "audio/webm" })),
  discard() {
    this.dropped = true;
  },
});

test("what is said while the button is held is sent when it is let go", async () => {
  const { talk, sent } = talking(() => Promise.resolve(recording()));
  await talk.press();
  expect(talk.state).toBe("recording");
  expect(talk.level).toBe(0.5);
  await vi.advanceTimersByTimeAsync(3000);
  expect(talk.left).toBe(LONGEST - 3);
  await talk.letGo();
  expect(talk.state).toBe("sent");
  expect(sent[0]?.[0]).toBe("/api/smart_community/elevators/e1/talk");
  expect(sent[0]?.[1].headers).toEqual({ "Content-Type": "audio/webm" });
});

test("nobody speaks longer than thirty seconds, nor by a mere touch", async () => {
  const { talk, sent } = talking(() => Promise.resolve(recording()));
  await talk.press();
  await vi.advanceTimersByTimeAsync(LONGEST * 1000 + 1);
  expect(talk.state).toBe("sent");
  expect(sent).toHaveLength(1);
  await talk.press();
  await talk.letGo();
  expect(talk.problem).toBe("held_too_short");
  await talk.press();
  talk.discard();
  await talk.letGo();
  expect(sent).toHaveLength(1);
});

test("a microphone that the browser refuses is explained, each reason by itself", async () => {
  for (const [name, problem] of [
    ["NotAllowedError", "microphone_denied"],
    ["NotFoundError", "microphone_missing"],
    ["NotReadableError", "microphone_busy"],
    ["InsecureError", "microphone_insecure"],
  ] as const) {
    const { talk } = talking(() => Promise.reject(Object.assign(new Error(), { name })));
    await talk.press();
    expect(talk.state).toBe("idle");
    expect(talk.problem).toBe(problem);
    expect(TEXTS.en).toHaveProperty(`talk_${problem}`);
  }
});

test("whoever lets go while the browser asks for leave has said nothing", async () => {
  let allow: ((one: Recording) => void) | undefined;
  const one = recording();
  const { talk, sent } = talking(() => new Promise((done) => (allow = done)));
  const pressed = talk.press();
  await talk.letGo();
  allow?.(one);
  await pressed;
  expect(one.dropped).toBe(true);
  expect(talk.problem).toBe("now_hold");
  expect(sent).toEqual([]);
});

test("a car that could not play it says so", async () => {
  const { talk } = talking(() => Promise.resolve(recording()), 409, { code: "voice_missing" });
  await talk.press();
  await vi.advanceTimersByTimeAsync(1000);
  await talk.letGo();
  expect(talk.problem).toEqual({ error: { code: "voice_missing" } });
  expect(TEXTS.en).toHaveProperty("page_error_voice_missing");
});

test("thirty seconds of sound fit into what the community takes", () => {
  const wav = wavOf(new Float32Array(LONGEST * 16_000));
  expect(wav.byteLength).toBeLessThanOrEqual(1_000_000);
  const small = new DataView(wavOf(new Float32Array([0, 1, -2])));
  expect([small.getInt16(44, true), small.getInt16(46, true), small.getInt16(48, true)]).toEqual([0, 32_767, -32_767]);
  expect(small.getUint32(24, true)).toBe(16_000);
});
