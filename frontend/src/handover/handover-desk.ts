/** The hand-over's page without the page: what is open, what was written, what is given and accepted. */

import { ask } from "../ask";
import type { Connection } from "../ha";
import { Source, Work } from "../work";
import type { Handover, HandoverPage } from "./wire";

export class HandoverDesk {
  readonly page: Source<HandoverPage>;
  readonly work: Work;
  /** What is being written, undefined as long as it is what the server has. */
  note: string | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly changed: () => void,
  ) {
    this.work = new Work(changed);
    this.page = new Source(() => ask<HandoverPage>(connection, "shift/handover/get"), changed);
  }

  get written(): string {
    return this.note ?? this.page.value?.draft?.note ?? "";
  }

  get isChanged(): boolean {
    return this.note !== undefined && this.note !== (this.page.value?.draft?.note ?? "");
  }

  /** How many open incidents are a person's. */
  ownedBy(account: string): number {
    const { open = [], faults = [] } = this.page.value ?? {};
    return [...open, ...faults].filter((incident) => incident.acknowledged_by === account).length;
  }

  write(note: string): void {
    this.note = note;
    this.changed();
  }

  save(): Promise<boolean> {
    return this.run("save", () => ask(this.connection, "shift/handover/save", { note: this.written }));
  }

  give(): Promise<boolean> {
    return this.run("give", () => ask(this.connection, "shift/handover/give", { note: this.written }));
  }

  /** Accept one; with `takeOver` its author's incidents as well. Returns how many those were, undefined if it failed. */
  async accept(handover: Handover, takeOver: boolean): Promise<number | undefined> {
    let taken = 0;
    const done = await this.run("accept", async () => {
      const answer = await ask<{ taken_over: string[] }>(this.connection, "shift/handover/accept", {
        handover_id: handover.id,
        take_over: takeOver,
      });
      taken = answer.taken_over.length;
    });
    return done ? taken : undefined;
  }

  private async run(name: string, job: () => Promise<unknown>): Promise<boolean> {
    const done = await this.work.run(name, async () => void (await job()));
    if (done && name !== "accept") this.note = undefined;
    await this.page.load();
    return done;
  }
}
