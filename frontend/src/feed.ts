/** The open incidents as the community tells them, through every loss of the connection.
 *
 * Home Assistant's connection would subscribe again by itself, but it gives up on the first refusal, and a server that
 * has just started refuses: so this subscribes by hand. It also asks every few seconds whether anybody is there,
 * because a network that dies silently leaves a connection that looks open for minutes.
 */

import { answered, codeOf } from "./errors";
import { DOMAIN, type Connection } from "./ha";
import type { Change, FeedMessage, Incident, Me } from "./model";

/**
 * connecting: no answer yet. live: what is shown is so. lost: nobody answers. starting, stopped: the server is there,
 * the community is not (yet). refused: the account has no role.
 */
export type FeedStatus = "connecting" | "live" | "lost" | "starting" | "stopped" | "refused";

export interface FeedListener {
  /** Status, incidents or the person have changed. */
  feedChanged(): void;
  /** Something happened to an incident; after a loss, `opened` for each that is new. */
  incidentChanged(change: Change, incident: Incident, before: Incident | undefined): void;
}

/** All in ms. */
export interface Pace {
  heartbeat: number;
  answer: number;
  retry: number;
  /** A server that starts refuses everybody without a role of its own: so long a refusal is not believed. */
  grace: number;
}

const PACE: Pace = { heartbeat: 5000, answer: 4000, retry: 2000, grace: 20_000 };
const MISSES_BEFORE_RECONNECT = 2;

export class Feed {
  status: FeedStatus = "connecting";
  me: Me | undefined;
  /** When what is shown was last known to be so, in ms; 0 before the first time. */
  asOf = 0;

  private incidents = new Map<string, Incident>();
  private everLive = false;
  private running = false;
  /** Answers and events of an earlier subscription are not ours any more. */
  private generation = 0;
  private misses = 0;
  private refusedSince = 0;
  private unsubscribe: (() => Promise<void>) | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private heartbeatTimer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly listener: FeedListener,
    private readonly page: EventTarget = window,
    private readonly pace: Pace = PACE,
  ) {}

  get active(): Iterable<Incident> {
    return this.incidents.values();
  }

  get live(): boolean {
    return this.status === "live";
  }

  find(id: string): Incident | undefined {
    return this.incidents.get(id);
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.connection.addEventListener("ready", this.onReady);
    this.connection.addEventListener("disconnected", this.onLost);
    this.page.addEventListener("offline", this.onLost);
    this.page.addEventListener("online", this.onOnline);
    this.heartbeatTimer = setInterval(() => void this.beat(), this.pace.heartbeat);
    if (this.connection.connected) void this.subscribe();
    else this.onLost();
  }

  stop(): void {
    if (!this.running) return;
    this.running = false;
    this.connection.removeEventListener("ready", this.onReady);
    this.connection.removeEventListener("disconnected", this.onLost);
    this.page.removeEventListener("offline", this.onLost);
    this.page.removeEventListener("online", this.onOnline);
    clearInterval(this.heartbeatTimer);
    this.drop();
    // Nobody sees what happens meanwhile: the next start begins anew.
    this.status = "connecting";
  }

  /** Take an incident out of a command's answer: it may be here before its event. */
  take(incident: Incident): void {
    const known = this.incidents.get(incident.id);
    if (!known || incident.timeline.length < known.timeline.length) return;
    if (incident.state === "resolved") this.incidents.delete(incident.id);
    else this.incidents.set(incident.id, incident);
    this.listener.feedChanged();
  }

  private onReady = (): void => void this.subscribe();

  private onLost = (): void => {
    this.drop();
    this.setStatus("lost");
  };

  private onOnline = (): void => void this.beat();

  private drop(): void {
    this.generation += 1;
    clearTimeout(this.retryTimer);
    const unsubscribe = this.unsubscribe;
    this.unsubscribe = undefined;
    if (unsubscribe && this.connection.connected) void unsubscribe().catch(() => undefined);
  }

  private async subscribe(): Promise<void> {
    this.drop();
    const generation = this.generation;
    const current = (): boolean => this.running && generation === this.generation;
    try {
      const me = await this.ask<Me>("me");
      if (!current()) return;
      this.me = me;
      const subscribed = this.connection.subscribeMessage<FeedMessage>(
        (message) => {
          if (current()) this.receive(message);
        },
        { type: `${DOMAIN}/incidents/subscribe` },
        { resubscribe: false },
      );
      // An answer that comes too late must not leave a second subscription behind.
      void subscribed.then(
        (unsubscribe) => (current() ? (this.unsubscribe = unsubscribe) : void unsubscribe().catch(() => undefined)),
        () => undefined,
      );
      await answered(subscribed, this.pace.answer);
    } catch (error) {
      if (current()) this.failed(error);
    }
  }

  private receive(message: FeedMessage): void {
    this.asOf = Date.now();
    this.misses = 0;
    if (message.type === "snapshot") {
      const before = this.incidents;
      const caughtUp = this.everLive;
      this.incidents = new Map(message.incidents.map((incident) => [incident.id, incident]));
      this.everLive = true;
      this.refusedSince = 0;
      this.setStatus("live");
      for (const incident of message.incidents) {
        if (incident.state === "open" && !before.has(incident.id) && caughtUp) {
          this.listener.incidentChanged("opened", incident, undefined);
        }
      }
      return;
    }
    const { incident, change } = message;
    const before = this.incidents.get(incident.id);
    if (incident.state === "resolved") this.incidents.delete(incident.id);
    else this.incidents.set(incident.id, incident);
    this.listener.incidentChanged(change, incident, before);
    this.listener.feedChanged();
  }

  private async beat(): Promise<void> {
    if (!this.running || !this.connection.connected || (this.status !== "live" && this.status !== "lost")) return;
    const generation = this.generation;
    try {
      const me = await this.ask<Me>("me");
      if (generation !== this.generation) return;
      this.me = me;
      this.asOf = Date.now();
      this.misses = 0;
      // It was away: what happened meanwhile may have gone astray.
      if (this.status === "lost") void this.subscribe();
    } catch (error) {
      if (!this.running || generation !== this.generation) return;
      if (codeOf(error) !== "no_answer") return this.failed(error);
      this.setStatus("lost");
      this.missed();
    }
  }

  private missed(): void {
    this.misses += 1;
    if (this.misses < MISSES_BEFORE_RECONNECT) return;
    // It looks open, and nobody is at the other end: a new one is made.
    this.misses = 0;
    this.connection.reconnect(true);
  }

  private failed(error: unknown): void {
    this.drop();
    const code = codeOf(error);
    if (code === "unauthorized") this.refused();
    else if (code === "not_loaded") this.setStatus("stopped");
    else if (code === "unknown_command") this.setStatus("starting");
    else this.setStatus("lost");
    this.retryTimer = setTimeout(() => {
      if (this.connection.connected) void this.subscribe();
    }, this.pace.retry);
    if (code === "no_answer") this.missed();
  }

  private refused(): void {
    this.refusedSince ||= Date.now();
    if (Date.now() - this.refusedSince < this.pace.grace) {
      this.setStatus(this.everLive ? "starting" : "connecting");
      return;
    }
    // The role is gone, and with it the right to what is still on the screen.
    this.incidents = new Map();
    this.me = undefined;
    this.setStatus("refused");
  }

  private ask<Answer>(command: string): Promise<Answer> {
    return answered(this.connection.sendMessagePromise<Answer>({ type: `${DOMAIN}/${command}` }), this.pace.answer);
  }

  private setStatus(status: FeedStatus): void {
    this.status = status;
    this.listener.feedChanged();
  }
}
