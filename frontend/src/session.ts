/** Who sits before a page, and whether anybody answers: the alarms' feed without the alarms. */

import { answered, codeOf } from "./errors";
import { DOMAIN, type Connection } from "./ha";
import type { Me } from "./model";

/** As the feed's: what a page shows is so only while it is live. */
export type SessionStatus = "connecting" | "live" | "lost" | "starting" | "stopped" | "refused";

export interface SessionListener {
  sessionChanged(status: SessionStatus, before: SessionStatus): void;
}

/** All in ms. */
export interface SessionPace {
  heartbeat: number;
  answer: number;
  retry: number;
  /** A server that starts refuses everybody without a role of its own: so long a refusal is not believed. */
  grace: number;
}

const PACE: SessionPace = { heartbeat: 15_000, answer: 5000, retry: 2000, grace: 10_000 };

export class Session {
  status: SessionStatus = "connecting";
  me: Me | undefined;

  private running = false;
  private everLive = false;
  private refusedSince = 0;
  private generation = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly connection: Connection,
    private readonly listener: SessionListener,
    private readonly pace: SessionPace = PACE,
  ) {}

  get live(): boolean {
    return this.status === "live";
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.connection.addEventListener("ready", this.ask);
    this.connection.addEventListener("disconnected", this.lost);
    if (this.connection.connected) this.ask();
    else this.lost();
  }

  stop(): void {
    this.running = false;
    this.generation += 1;
    this.connection.removeEventListener("ready", this.ask);
    this.connection.removeEventListener("disconnected", this.lost);
    clearTimeout(this.timer);
    this.status = "connecting";
  }

  private ask = (): void => void this.meet();

  private lost = (): void => {
    this.generation += 1;
    clearTimeout(this.timer);
    this.become("lost");
  };

  private async meet(): Promise<void> {
    clearTimeout(this.timer);
    const generation = ++this.generation;
    let status: SessionStatus;
    try {
      const me = await answered(this.connection.sendMessagePromise<Me>({ type: `${DOMAIN}/me` }), this.pace.answer);
      if (generation !== this.generation) return;
      this.me = me;
      this.everLive = true;
      this.refusedSince = 0;
      status = "live";
    } catch (error) {
      if (generation !== this.generation) return;
      status = this.judge(codeOf(error));
    }
    this.timer = setTimeout(this.ask, status === "live" ? this.pace.heartbeat : this.pace.retry);
    this.become(status);
  }

  private judge(code: string): SessionStatus {
    if (code === "not_loaded") return "stopped";
    if (code === "unknown_command") return "starting";
    if (code !== "unauthorized") return "lost";
    this.refusedSince ||= Date.now();
    if (Date.now() - this.refusedSince < this.pace.grace) return this.everLive ? "starting" : "connecting";
    this.me = undefined;
    return "refused";
  }

  private become(status: SessionStatus): void {
    const before = this.status;
    this.status = status;
    if (this.running) this.listener.sessionChanged(status, before);
  }
}
