/** The alarm's tones, made in the browser: nothing to download, nothing to be missing. */

import type { Tone } from "./sound-policy";

/** Beeps of a tone: [starts at (s), lasts (s), pitch (Hz)], and the length of the pattern that is repeated. */
interface Pattern {
  beeps: [number, number, number][];
  length: number;
  volume: number;
}

const PATTERNS: Record<Tone, Pattern> = {
  // Three rising pairs and a breath: urgent, and unlike a telephone.
  critical: {
    beeps: [
      [0, 0.16, 880],
      [0.18, 0.16, 1175],
      [0.4, 0.16, 880],
      [0.58, 0.16, 1175],
      [0.8, 0.16, 880],
      [0.98, 0.16, 1175],
    ],
    length: 1.8,
    volume: 0.7,
  },
  high: {
    beeps: [
      [0, 0.22, 784],
      [0.3, 0.22, 988],
    ],
    length: 2.5,
    volume: 0.55,
  },
  normal: {
    beeps: [
      [0, 0.25, 659],
      [0.28, 0.4, 523],
    ],
    length: 10,
    volume: 0.4,
  },
  fault: { beeps: [[0, 0.5, 392]], length: 15, volume: 0.35 },
};
const EDGE = 0.012;

/** One repetition of a pattern as samples from -1 to 1. */
export function samplesOf(tone: Tone, rate: number): Float32Array<ArrayBuffer> {
  const { beeps, length, volume } = PATTERNS[tone];
  const samples = new Float32Array(Math.round(length * rate));
  for (const [start, lasts, pitch] of beeps) {
    const count = Math.round(lasts * rate);
    const from = Math.round(start * rate);
    for (let index = 0; index < count; index += 1) {
      const time = index / rate;
      // Soft edges: a hard cut is a crack in the loudspeaker.
      const edge = Math.min(1, time / EDGE, (lasts - time) / EDGE);
      const wave = Math.sin(2 * Math.PI * pitch * time) + 0.35 * Math.sin(4 * Math.PI * pitch * time);
      samples[from + index] = (volume * edge * wave) / 1.35;
    }
  }
  return samples;
}

export class AlarmSound {
  private context: AudioContext | undefined;
  private playing: { tone: Tone; source: AudioBufferSourceNode } | undefined;
  private wanted: Tone | undefined;

  /** `changed` is called when the browser allows sound, or takes that back. */
  constructor(private readonly changed: () => void) {}

  /** Whether the browser lets us sound. */
  get allowed(): boolean {
    return this.context?.state === "running";
  }

  /** Make the context; a browser that wants a tap first leaves it suspended. */
  open(): void {
    if (this.context || typeof AudioContext === "undefined") return;
    this.context = new AudioContext();
    this.context.addEventListener("statechange", () => {
      this.apply();
      this.changed();
    });
  }

  /** Ask the browser for sound; works within a tap or a key press. */
  async allow(): Promise<void> {
    this.open();
    await this.context?.resume().catch(() => undefined);
  }

  /** Sound this tone from now on, or none. */
  set(tone: Tone | undefined): void {
    this.wanted = tone;
    this.apply();
  }

  /** Let somebody hear that it works. */
  try(): void {
    if (this.context && !this.playing) this.source("high", false).start();
  }

  close(): void {
    this.set(undefined);
    void this.context?.close().catch(() => undefined);
    this.context = undefined;
  }

  private apply(): void {
    if (this.playing && this.playing.tone !== this.wanted) {
      this.playing.source.stop();
      this.playing = undefined;
    }
    if (this.wanted && !this.playing && this.allowed) {
      // It repeats by itself, without a timer that a hidden page would slow down.
      const source = this.source(this.wanted, true);
      source.start();
      this.playing = { tone: this.wanted, source };
    }
  }

  private source(tone: Tone, loop: boolean): AudioBufferSourceNode {
    const context = this.context as AudioContext;
    const samples = samplesOf(tone, context.sampleRate);
    const buffer = context.createBuffer(1, samples.length, context.sampleRate);
    buffer.copyToChannel(samples, 0);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.loop = loop;
    source.connect(context.destination);
    return source;
  }
}
