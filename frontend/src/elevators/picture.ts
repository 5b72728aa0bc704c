/** A camera's picture, and how old it is. What is shown is live only as long as new pictures come. */

import { codeOf } from "../errors";
import type { Connection } from "../ha";
import { boundaryOf, frames, printOf } from "./frames";
import { viewCamera, type CameraPaths } from "./wire";

/** A picture older than this is not live, in ms. */
export const FRESH = 3000;
/** The same picture for so long is a camera that is stuck, in ms. */
export const STUCK = 10_000;
/** Nothing for so long: the stream is dead, whatever the network says, in ms. */
const SILENT = 6000;
/** The paths hold for five minutes. */
const PATHS_FOR = 270_000;
const STILL_EVERY = 1000;
const RETRY = 2000;
const RETRY_MOST = 15_000;

/** doubted: pictures come, and the community says that the camera does not see. */
export type PictureState = "loading" | "live" | "stills" | "stale" | "stuck" | "doubted" | "none";

/** What the browser gives; another one in tests. */
export interface PictureHost {
  fetch: typeof fetch;
  now: () => number;
  show: (picture: Blob) => string;
  forget: (url: string) => void;
}

const HOST: PictureHost = {
  fetch: (...request) => fetch(...request),
  now: () => Date.now(),
  show: (picture) => URL.createObjectURL(picture),
  forget: (url) => URL.revokeObjectURL(url),
};

class Refused extends Error {
  readonly code: string;
  constructor(status: number) {
    super(String(status));
    this.code = status === 401 || status === 403 ? "unauthorized" : "camera_silent";
  }
}

export class Picture {
  /** The newest picture, undefined before the first. */
  url: string | undefined;
  /** When it came, in ms of this computer's clock. */
  at = 0;
  problem: unknown;

  private changedAt = 0;
  private print = 0;
  private moving = false;
  private paths: CameraPaths | undefined;
  private pathsAt = 0;
  private generation = 0;
  private stopping: AbortController | undefined;
  private wake: (() => void) | undefined;

  constructor(
    private readonly connection: Connection,
    readonly camera: string,
    private readonly changed: () => void,
    /** Single pictures only, one in so many ms: for many cameras at once. 0: moving ones. */
    private readonly every = 0,
    private readonly host: PictureHost = HOST,
  ) {}

  /** How it is; `up`: what the community knows of the camera. */
  state(up: boolean): PictureState {
    const now = this.host.now();
    if (!this.url) return this.problem === undefined && up ? "loading" : "none";
    if (now - this.at > this.fresh) return "stale";
    if (!up) return "doubted";
    if (now - this.changedAt > STUCK + 2 * this.every) return "stuck";
    return this.moving ? "live" : "stills";
  }

  /** Whole seconds since the picture came, or since it last changed if it is stuck. */
  get age(): number {
    const now = this.host.now();
    const since = this.state(true) === "stuck" ? this.changedAt : this.at;
    return Math.max(0, Math.round((now - since) / 1000));
  }

  private get fresh(): number {
    return FRESH + this.every;
  }

  start(): void {
    if (this.stopping) return;
    this.stopping = new AbortController();
    void this.run(++this.generation, this.stopping.signal);
  }

  stop(): void {
    this.generation += 1;
    this.stopping?.abort();
    this.stopping = undefined;
    this.wake?.();
    if (this.url) this.host.forget(this.url);
    this.url = undefined;
    this.at = 0;
  }

  /** Try again now. */
  again(): void {
    this.wake?.();
  }

  private async run(generation: number, signal: AbortSignal): Promise<void> {
    const current = (): boolean => generation === this.generation;
    let pause = RETRY;
    while (current()) {
      const before = this.at;
      try {
        if (!this.every) await this.stream(signal, current);
      } catch (error) {
        if (!current()) return;
        this.problem = error;
        if (codeOf(error) === "unauthorized") this.paths = undefined;
      }
      if (!current()) return;
      try {
        await this.stills(signal, current);
      } catch (error) {
        if (!current()) return;
        this.problem = error;
        this.paths = undefined;
      }
      if (!current()) return;
      pause = this.at > before ? RETRY : Math.min(pause * 2, RETRY_MOST);
      this.changed();
      await this.sleep(pause);
    }
  }

  private async stream(signal: AbortSignal, current: () => boolean): Promise<void> {
    const { live } = await this.known();
    const own = new AbortController();
    const abort = (): void => own.abort();
    signal.addEventListener("abort", abort);
    let watchdog = setTimeout(abort, SILENT);
    try {
      const answer = await this.host.fetch(live, { signal: own.signal, cache: "no-store" });
      const boundary = boundaryOf(answer.headers.get("content-type"));
      if (!answer.ok || !boundary || !answer.body) throw new Refused(answer.status);
      for await (const picture of frames(answer.body, boundary)) {
        if (!current()) return;
        clearTimeout(watchdog);
        watchdog = setTimeout(abort, SILENT);
        this.take(picture, true);
      }
    } finally {
      clearTimeout(watchdog);
      signal.removeEventListener("abort", abort);
      own.abort();
    }
  }

  /** Where there is no stream there may still be single pictures: ten of them, then the stream is tried again. */
  private async stills(signal: AbortSignal, current: () => boolean): Promise<void> {
    for (let count = 0; count < 10 && current(); count += 1) {
      const { still } = await this.known();
      const limit = AbortSignal.any([signal, AbortSignal.timeout(SILENT)]);
      const answer = await this.host.fetch(still, { signal: limit, cache: "no-store" });
      if (!answer.ok) throw new Refused(answer.status);
      const picture = new Uint8Array(await answer.arrayBuffer());
      if (!current()) return;
      this.take(picture, false);
      await this.sleep(this.every || STILL_EVERY);
    }
  }

  /** Asking for the paths is an entry in the journal: they are asked for no more often than they must be. */
  private async known(): Promise<CameraPaths> {
    if (!this.paths || this.host.now() - this.pathsAt > PATHS_FOR) {
      this.paths = await viewCamera(this.connection, this.camera);
      this.pathsAt = this.host.now();
    }
    return this.paths;
  }

  private take(picture: Uint8Array<ArrayBuffer>, moving: boolean): void {
    const before = this.url;
    const print = printOf(picture);
    this.at = this.host.now();
    this.moving = moving;
    this.problem = undefined;
    if (print !== this.print || !before) this.changedAt = this.at;
    this.print = print;
    this.url = this.host.show(new Blob([picture], { type: "image/jpeg" }));
    this.changed();
    if (before) this.host.forget(before);
  }

  private sleep(pause: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pause);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
