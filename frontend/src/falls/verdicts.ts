/** A verdict that can be taken back: it is given some seconds after the press, and at once when the page goes. */

import type { Connection } from "../ha";
import { giveVerdict, type GivenVerdict, type Verdict } from "./wire";

/** So long it can be taken back, in ms. */
export const UNDO = 5000;

export interface PendingVerdict {
  incident: string;
  fall: string;
  verdict: Verdict;
  keep: boolean;
  /** When it is given, in ms of this computer's clock. */
  at: number;
}

/** Which of two verdicts of a fall was given last: ours, or what the community knows. */
export function lastOf(
  ours: GivenVerdict | undefined,
  known: GivenVerdict | null | undefined,
): GivenVerdict | undefined {
  if (!ours || !known) return ours ?? known ?? undefined;
  return Date.parse(known.at) > Date.parse(ours.at) ? known : ours;
}

export class Verdicts {
  pending: PendingVerdict | undefined;
  /** What is being given now. */
  giving: PendingVerdict | undefined;
  problem: unknown;
  /** The newest verdict of each fall that this page gave. */
  readonly given = new Map<string, GivenVerdict>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly changed: () => void,
  ) {}

  /** Whole seconds in which it can still be taken back. */
  left(now = Date.now()): number {
    return this.pending ? Math.max(0, Math.ceil((this.pending.at - now) / 1000)) : 0;
  }

  /** Somebody said what it was. What was said before of another fall is given now. */
  say(incident: string, fall: string, verdict: Verdict, keep: boolean): void {
    if (this.pending && this.pending.fall !== fall) this.flush();
    clearTimeout(this.timer);
    this.problem = undefined;
    this.pending = { incident, fall, verdict, keep, at: Date.now() + UNDO };
    this.timer = setTimeout(() => this.flush(), UNDO);
    this.changed();
  }

  undo(): void {
    clearTimeout(this.timer);
    this.pending = undefined;
    this.changed();
  }

  /** Give what is waiting, now. */
  flush(): void {
    clearTimeout(this.timer);
    const { pending } = this;
    if (!pending) return;
    this.pending = undefined;
    void this.give(pending);
  }

  /** Try again what could not be given. */
  async give(one: PendingVerdict): Promise<void> {
    this.giving = one;
    this.problem = undefined;
    this.changed();
    try {
      this.given.set(one.fall, await giveVerdict(this.connection, one.incident, one.fall, one.verdict, one.keep));
    } catch (error) {
      this.problem = error;
    }
    if (this.giving === one) this.giving = undefined;
    this.changed();
  }
}
