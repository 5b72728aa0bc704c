/** Push to talk: recording while a button is held, and sending it to the car when it is let go. */

import { answered } from "../errors";
import { DOMAIN } from "../ha";
import { asWav } from "./wav";
import type { Said } from "./wire";

/** The longest that one may speak, in seconds. */
export const LONGEST = 30;
/** A press shorter than this was no wish to speak, in ms. */
export const SHORTEST = 400;
const PATIENCE = 20_000;

export type TalkState = "idle" | "asking" | "recording" | "sending" | "sent";

/** Why somebody cannot speak. */
export type TalkProblem =
  | "microphone_denied"
  | "microphone_missing"
  | "microphone_busy"
  | "microphone_insecure"
  | "held_too_short"
  | "now_hold"
  | { error: unknown };

export interface Recording {
  /** From 0 to 1, as loud as it is now. */
  level(): number;
  /** What was recorded. */
  stop(): Promise<Blob>;
  discard(): void;
}

/** What the browser gives; another one in tests. */
export interface Microphone {
  open(): Promise<Recording>;
}

export type Send = (path: string, init: RequestInit) => Promise<Response>;

const FORMATS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

function problemOf(error: unknown): TalkProblem {
  const name = (error as { name?: string } | undefined)?.name ?? "";
  if (name === "NotAllowedError" || name === "SecurityError") return "microphone_denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "microphone_missing";
  if (name === "NotReadableError" || name === "AbortError") return "microphone_busy";
  if (name === "InsecureError") return "microphone_insecure";
  return { error };
}

export class Talk {
  state: TalkState = "idle";
  problem: TalkProblem | undefined;
  /** When the recording began, in ms. */
  since = 0;
  private recording: Recording | undefined;
  private held = false;
  private limit: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly elevator: () => string,
    private readonly send: Send,
    private readonly changed: () => void,
    private readonly microphone: Microphone = browserMicrophone,
    private readonly now: () => number = () => Date.now(),
  ) {}

  get level(): number {
    return this.recording?.level() ?? 0;
  }

  /** Whole seconds that are left to speak. */
  get left(): number {
    return Math.max(0, LONGEST - Math.floor((this.now() - this.since) / 1000));
  }

  async press(): Promise<void> {
    if (this.held || this.state === "asking" || this.state === "recording" || this.state === "sending") return;
    this.held = true;
    this.problem = undefined;
    this.become("asking");
    let recording: Recording;
    try {
      recording = await this.microphone.open();
    } catch (error) {
      this.held = false;
      this.problem = problemOf(error);
      this.become("idle");
      return;
    }
    if (!this.held) {
      // The browser asked for leave, and the button was let go meanwhile: nothing was said yet.
      recording.discard();
      this.problem = "now_hold";
      this.become("idle");
      return;
    }
    this.recording = recording;
    this.since = this.now();
    this.limit = setTimeout(() => void this.letGo(), LONGEST * 1000);
    this.become("recording");
  }

  async letGo(): Promise<void> {
    this.held = false;
    const { recording } = this;
    if (!recording || this.state !== "recording") return;
    clearTimeout(this.limit);
    this.recording = undefined;
    if (this.now() - this.since < SHORTEST) {
      recording.discard();
      this.problem = "held_too_short";
      this.become("idle");
      return;
    }
    this.become("sending");
    try {
      await this.deliver(await recording.stop());
      this.become("sent");
    } catch (error) {
      this.problem = { error };
      this.become("idle");
    }
  }

  /** Say nothing after all. */
  discard(): void {
    this.held = false;
    clearTimeout(this.limit);
    this.recording?.discard();
    this.recording = undefined;
    if (this.state === "recording" || this.state === "asking") this.become("idle");
  }

  private async deliver(sound: Blob): Promise<Said> {
    const body = await asWav(sound, LONGEST);
    const path = `/api/${DOMAIN}/elevators/${encodeURIComponent(this.elevator())}/talk`;
    const answer = await answered(
      this.send(path, { method: "POST", body, headers: { "Content-Type": body.type } }),
      PATIENCE,
    );
    const said = (await answer.json().catch(() => ({}))) as { said?: Said; code?: string };
    if (!answer.ok || !said.said) throw { code: said.code ?? "unknown" };
    return said.said;
  }

  private become(state: TalkState): void {
    this.state = state;
    this.changed();
  }
}

/** Records from the computer's microphone. */
export const browserMicrophone: Microphone = {
  async open() {
    // A browser gives no microphone to a page that came without encryption, and does not even say so.
    if (!navigator.mediaDevices || typeof MediaRecorder === "undefined") {
      throw Object.assign(new Error(), { name: "InsecureError" });
    }
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
    const type = FORMATS.find((format) => MediaRecorder.isTypeSupported(format));
    const recorder = new MediaRecorder(stream, type ? { mimeType: type } : {});
    const parts: Blob[] = [];
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const close = (): void => {
      for (const track of stream.getTracks()) track.stop();
      void context.close().catch(() => undefined);
    };
    recorder.start();
    return {
      level() {
        analyser.getFloatTimeDomainData(samples);
        const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
        // From a whisper (-50 dB) to a shout (-10 dB).
        return Math.max(0, Math.min(1, (10 * Math.log10(power + 1e-9) + 50) / 40));
      },
      stop: () =>
        new Promise((resolve) => {
          recorder.addEventListener("stop", () => {
            close();
            resolve(new Blob(parts, { type: recorder.mimeType || "audio/webm" }));
          });
          recorder.stop();
        }),
      discard() {
        recorder.stop();
        close();
      },
    };
  },
};
