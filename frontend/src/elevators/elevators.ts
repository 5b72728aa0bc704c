/** The elevators as the community tells them, and what a person does with one. */

import { codeOf } from "../errors";
import { DOMAIN, type Connection } from "../ha";
import type { Incident } from "../model";
import { Source, Work } from "../work";
import * as wire from "./wire";
import type { ElevatorView, Phrases } from "./wire";

/** After a failed subscription it is tried again, in ms. */
const RETRY = 5000;
/** What no later try changes: this account may not, or this community has none. */
const FINAL = new Set(["unauthorized", "unknown_command"]);

export class Elevators {
  /** undefined until the community has told them. */
  views: readonly ElevatorView[] | undefined;
  problem: unknown;
  readonly phrases: Source<Phrases>;
  /** Letting go waits for nothing: it is apart from whatever else is asked of the door, and from the voice. */
  readonly letting: Work;
  readonly door: Work;
  readonly voice: Work;
  /** The elevator that the last press was about. */
  pressed: string | undefined;
  /** What was done last for it, and when, in ms of this computer's clock. */
  done: { name: string; at: number } | undefined;

  private generation = 0;
  private following = false;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private unsubscribe: (() => Promise<void>) | undefined;

  constructor(
    readonly connection: Connection,
    private readonly changed: () => void,
  ) {
    this.phrases = new Source(() => wire.readPhrases(connection), changed);
    this.letting = new Work(changed);
    this.door = new Work(changed);
    this.voice = new Work(changed);
  }

  find(id: string | null | undefined): ElevatorView | undefined {
    return id ? this.views?.find((view) => view.id === id) : undefined;
  }

  /** The elevator that an incident is about. */
  of(incident: Incident): ElevatorView | undefined {
    return this.find(incident.place.elevator) ?? this.views?.find((view) => view.incident === incident.id);
  }

  /** Listen from now on; again after every loss of the connection. */
  async follow(): Promise<void> {
    this.stop();
    this.following = true;
    const { generation } = this;
    const current = (): boolean => this.following && generation === this.generation;
    try {
      const stop = await this.connection.subscribeMessage<{ elevators: ElevatorView[] }>(
        ({ elevators }) => {
          if (!current()) return;
          this.views = elevators;
          this.problem = undefined;
          this.changed();
        },
        { type: `${DOMAIN}/elevators/subscribe` },
        { resubscribe: false },
      );
      if (current()) this.unsubscribe = stop;
      else void stop().catch(() => undefined);
    } catch (error) {
      if (!current()) return;
      this.problem = error;
      // Nothing is shown that may not be so any more.
      this.views = undefined;
      if (!FINAL.has(codeOf(error))) this.retry = setTimeout(() => void this.follow(), RETRY);
      this.changed();
    }
  }

  stop(): void {
    this.following = false;
    this.generation += 1;
    clearTimeout(this.retry);
    const { unsubscribe } = this;
    this.unsubscribe = undefined;
    if (unsubscribe && this.connection.connected) void unsubscribe().catch(() => undefined);
  }

  /** Let the door go. */
  release({ id }: ElevatorView, falseAlarm = false): Promise<boolean> {
    return this.act(this.letting, falseAlarm ? "false_alarm" : "release", id, () =>
      wire.release(this.connection, id, falseAlarm),
    );
  }

  hold({ id }: ElevatorView): Promise<boolean> {
    return this.act(this.door, "hold", id, () => wire.hold(this.connection, id));
  }

  extend({ id }: ElevatorView): Promise<boolean> {
    return this.act(this.door, "extend", id, () => wire.extend(this.connection, id));
  }

  /** Say a prepared phrase in the car. */
  phrase({ id }: ElevatorView, phrase: string): Promise<boolean> {
    return this.act(this.voice, `say_${phrase}`, id, () => wire.say(this.connection, id, { phrase }));
  }

  /** Say a typed line in the car. */
  text({ id }: ElevatorView, text: string): Promise<boolean> {
    return this.act(this.voice, "say_text", id, () => wire.say(this.connection, id, { text: text.trim() }));
  }

  /** The address of the two-way talk, null if there is none, undefined if that could not be learned. */
  async twoWay({ id }: ElevatorView): Promise<string | null | undefined> {
    let url: string | null | undefined;
    await this.act(this.voice, "two_way", id, async () => {
      url = await wire.twoWay(this.connection, id);
    });
    return url;
  }

  private act(work: Work, name: string, id: string, job: () => Promise<unknown>): Promise<boolean> {
    this.pressed = id;
    this.done = undefined;
    return work.run(name, async () => {
      await job();
      this.done = { name, at: Date.now() };
    });
  }
}
