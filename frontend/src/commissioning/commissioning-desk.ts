/** Commissioning an elevator: one draft, one item at a time. */

import { ask } from "../ask";
import { Elevators } from "../elevators/elevators";
import type { Connection } from "../ha";
import { Source, Work } from "../work";
import type { Check, Commissioning, Item, Result, Sheet } from "./wire";

/** A test that drives the door takes up to thirty seconds, in ms. */
const TEST_PATIENCE = 40_000;

export class CommissioningDesk {
  readonly elevators: Elevators;
  readonly list: Source<Commissioning[]>;
  readonly sheet: Source<Sheet>;
  readonly work: Work;
  /** The elevator that is being gone through. */
  chosen: string | undefined;
  /** The item that is shown. */
  current: string | undefined;
  /** What is written beside the next result. */
  note = "";

  constructor(
    private readonly connection: Connection,
    private readonly changed: () => void,
  ) {
    this.elevators = new Elevators(connection, changed);
    this.list = new Source(
      async () => (await ask<{ commissionings: Commissioning[] }>(connection, "commissioning/list")).commissionings,
      changed,
    );
    this.sheet = new Source(() => ask<Sheet>(connection, "commissioning/get", { elevator: this.chosen }), changed);
    this.work = new Work(changed);
  }

  load(): void {
    void this.elevators.follow();
    void this.list.load();
    if (this.chosen) void this.sheet.load();
  }

  choose(elevator: string | undefined): void {
    this.chosen = elevator;
    this.current = undefined;
    this.note = "";
    this.work.forget();
    this.sheet.set(undefined);
    if (elevator) void this.sheet.load();
    else void this.list.load();
  }

  /** The newest record of an elevator that is a draft, or in force, or has become void. */
  recordOf(elevator: string, which: "draft" | "in_force" | "void"): Commissioning | undefined {
    return this.list.value?.find(
      (record) =>
        record.elevator === elevator && which === (record.void_at ? "void" : record.finished_at ? "in_force" : "draft"),
    );
  }

  get items(): readonly Item[] {
    return this.sheet.value?.items ?? [];
  }

  get draft(): Commissioning | undefined {
    return this.sheet.value?.draft ?? undefined;
  }

  checkOf(item: string, record: Commissioning | undefined = this.draft): Check | undefined {
    return record?.checks?.find((check) => check.item === item);
  }

  /** The item that is shown: the chosen one, else the first that is still open, else none. */
  get shown(): Item | undefined {
    const { draft } = this;
    return (
      this.items.find(({ item }) => item === this.current) ?? this.items.find(({ item }) => draft?.open.includes(item))
    );
  }

  get done(): number {
    return this.items.length - (this.draft?.open.length ?? this.items.length);
  }

  show(item: string | undefined): void {
    this.current = item;
    this.note = (item && this.checkOf(item)?.note) || "";
    this.work.forget();
    this.changed();
  }

  /** The one before (-1) or after (+1) the one that is shown. */
  move(by: -1 | 1): void {
    const index = this.items.findIndex(({ item }) => item === this.shown?.item);
    const next = this.items[index + by];
    if (next) this.show(next.item);
  }

  write(note: string): void {
    this.note = note;
  }

  start(fields: { firm: string; licence: string; date: string }): Promise<boolean> {
    return this.work.run("start", async () => {
      const { draft } = await ask<{ draft: Commissioning }>(this.connection, "commissioning/start", {
        elevator: this.chosen,
        ...fields,
      });
      this.take({ draft });
      await this.sheet.load();
    });
  }

  /** Record what came of an item, or (without a result) run its test; goes on to the next one that is open. */
  record(item: string, result?: Result): Promise<boolean> {
    const note = this.note.trim();
    return this.work.run(result ?? "test", async () => {
      const { draft, check } = await ask<{ draft: Commissioning; check: Check }>(
        this.connection,
        "commissioning/record",
        { elevator: this.chosen, item, ...(result ? { result } : {}), ...(note ? { note } : {}) },
        TEST_PATIENCE,
      );
      this.take({ draft });
      if (check.result === "failed") {
        // What failed is looked at, and tried again.
        this.current = item;
        return;
      }
      this.note = "";
      this.current = this.nextOpen(item);
    });
  }

  finish(): Promise<boolean> {
    return this.work.run("finish", async () => {
      const { record } = await ask<{ record: Commissioning }>(this.connection, "commissioning/finish", {
        elevator: this.chosen,
      });
      this.take({ draft: null, in_force: record });
      void this.list.load();
    });
  }

  /** A record as a page for printing. */
  page(id: string, language: string): Promise<{ html: string; sha256: string }> {
    return ask(this.connection, "commissioning/page", { commissioning_id: id, language });
  }

  private take(change: Partial<Sheet>): void {
    const before = this.sheet.value ?? { in_force: null, draft: null, items: [], people: {} };
    this.sheet.set({ ...before, ...change });
  }

  private nextOpen(item: string): string | undefined {
    const open = this.draft?.open ?? [];
    const from = this.items.findIndex((one) => one.item === item);
    const later = [...this.items.slice(from + 1), ...this.items.slice(0, from)];
    return later.find((one) => open.includes(one.item))?.item;
  }
}
