/** The screen's state without the screen: what is open, what is shown, what is being done, what went wrong. */

import { isResponder, type Action, type Step } from "./actions";
import { addNote, callBack, newest, resolve, step } from "./commands";
import { Elevators } from "./elevators/elevators";
import { Feed, type FeedListener, type FeedStatus } from "./feed";
import type { Connection } from "./ha";
import { Homes } from "./homes";
import type { CallOutcome, Change, Incident, Resolution } from "./model";
import { mute, toneFor, type Mute, type Tone } from "./sound-policy";
import { byUrgency, Shifts, shown } from "./urgency";

/** A short loss makes no noise, in ms. */
const FAULT_AFTER = 10_000;

/** Something that happened, for those who show or say it. */
export interface Happening {
  change: Change;
  incident: Incident;
}

export interface DeskListener {
  deskChanged(): void;
  happened(happening: Happening): void;
  statusChanged(status: FeedStatus, before: FeedStatus): void;
}

export class Desk implements FeedListener {
  readonly feed: Feed;
  readonly homes: Homes;
  readonly elevators: Elevators;
  readonly shifts = new Shifts();
  /** What is under way for an incident. */
  readonly pending = new Map<string, Action>();
  /** What went wrong last for an incident. */
  readonly problems = new Map<string, unknown>();
  /** Incidents of which somebody else became the owner while this person wanted to. */
  readonly beaten = new Set<string>();
  /** The newest incident that has ended, undefined until it is known, null if there was none. */
  last: Incident | null | undefined;
  muted: Mute | undefined;

  private chosen: string | undefined;
  private status: FeedStatus = "connecting";
  private statusSince = Date.now();

  constructor(
    readonly connection: Connection,
    private readonly listener: DeskListener,
    feed: (desk: FeedListener) => Feed = (desk) => new Feed(connection, desk),
  ) {
    this.homes = new Homes(connection, () => listener.deskChanged());
    this.elevators = new Elevators(connection, () => listener.deskChanged());
    this.feed = feed(this);
  }

  /** The incidents that are not closed, most urgent first. */
  get ordered(): Incident[] {
    return byUrgency(this.feed.active);
  }

  get responder(): boolean {
    return isResponder(this.feed.me);
  }

  selected(ordered: Incident[] = this.ordered): Incident | undefined {
    return shown(ordered, this.chosen);
  }

  /** Whether a person chose it. */
  isChosen(incident: Incident): boolean {
    return incident.id === this.chosen;
  }

  /** Show this one, and stay with it whatever else comes. */
  choose(id: string): void {
    this.chosen = id;
    this.listener.deskChanged();
  }

  /** Show the most urgent one, whichever that is from now on. */
  release(): void {
    this.chosen = undefined;
    this.listener.deskChanged();
  }

  /** Show the one before (-1) or after (+1) the one that is shown. */
  move(by: -1 | 1): void {
    const ordered = this.ordered;
    const now = this.selected(ordered);
    const index = now ? ordered.indexOf(now) : -1;
    const next = ordered[Math.min(ordered.length - 1, Math.max(0, index + by))];
    if (next) this.choose(next.id);
  }

  /** Look up the home of the one that is shown. */
  lookUp(): void {
    const incident = this.selected();
    if (incident && this.feed.live) void this.homes.ask(incident, this.responder);
  }

  /** Take one of the steps; what goes wrong is in `problems`. */
  async step(action: Step, incident: Incident): Promise<void> {
    await this.run(action, incident, async () => {
      const answer = await step(this.connection, action, incident.id);
      if (action === "acknowledge" && answer.owner === false) this.beaten.add(incident.id);
      else this.beaten.delete(incident.id);
      return answer.incident;
    });
  }

  /** Close it; true if that worked. */
  resolve(incident: Incident, resolution: Resolution, note: string): Promise<boolean> {
    return this.run(
      "resolve",
      incident,
      async () => (await resolve(this.connection, incident.id, resolution, note)).incident,
    );
  }

  /** Add a note; true if that worked. */
  note(incident: Incident, text: string): Promise<boolean> {
    return this.run("note", incident, async () => (await addNote(this.connection, incident.id, text)).incident);
  }

  /** Write down what came of phoning the home; true if that worked. */
  callBack(incident: Incident, outcome: CallOutcome, note: string): Promise<boolean> {
    return this.run(
      "call_back",
      incident,
      async () => (await callBack(this.connection, incident.id, outcome, note)).incident,
    );
  }

  muteNow(): void {
    this.muted = mute(this.ordered, this.faulty(Date.now()), Date.now());
    this.listener.deskChanged();
  }

  unmute(): void {
    this.muted = undefined;
    this.listener.deskChanged();
  }

  /** What is to be heard now: nothing for somebody who cannot act on it. */
  tone(now: number): Tone | undefined {
    return this.responder ? toneFor(this.ordered, this.faulty(now), this.muted, now) : undefined;
  }

  /** Whether a duty room should hear that its screen is blind; a phone loses its connection all the time. */
  faulty(now: number): boolean {
    const atPost = this.feed.me?.roles.includes("duty_room") ?? false;
    return atPost && !this.feed.live && this.feed.asOf > 0 && now - this.statusSince >= FAULT_AFTER;
  }

  feedChanged(): void {
    const before = this.status;
    this.status = this.feed.status;
    this.homes.keep(new Set([...this.feed.active].map((incident) => incident.id)));
    if (before !== this.status) {
      if (before === "live" || this.status === "live") this.statusSince = Date.now();
      if (this.status === "live") {
        this.homes.retryFailed();
        void this.learnLast();
        void this.elevators.follow();
      }
      this.listener.statusChanged(this.status, before);
    }
    this.listener.deskChanged();
  }

  incidentChanged(change: Change, incident: Incident, before: Incident | undefined): void {
    if (incident.state === "resolved") {
      this.problems.delete(incident.id);
      this.beaten.delete(incident.id);
      if (!this.last || incident.number >= this.last.number) this.last = incident;
    } else if (incident.acknowledged_by !== before?.acknowledged_by) {
      this.problems.delete(incident.id);
    }
    this.listener.happened({ change, incident });
  }

  private async run(action: Action, incident: Incident, work: () => Promise<Incident>): Promise<boolean> {
    const { id } = incident;
    if (this.pending.has(id) || !this.feed.live) return false;
    this.pending.set(id, action);
    this.problems.delete(id);
    // Who acts on an incident wants to see it, wherever in the list it goes.
    this.choose(id);
    try {
      this.feed.take(await work());
      return true;
    } catch (error) {
      this.problems.set(id, error);
      return false;
    } finally {
      this.pending.delete(id);
      this.listener.deskChanged();
    }
  }

  private async learnLast(): Promise<void> {
    try {
      this.last = (await newest(this.connection)) ?? null;
    } catch {
      // Then "the last alarm was" is not shown; the next connection asks again.
      return;
    }
    this.listener.deskChanged();
  }
}
