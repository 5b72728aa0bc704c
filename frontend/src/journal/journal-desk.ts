/** The journal's page without the page: what is looked for, what was found, whether the chain holds. */

import { ask } from "../ask";
import type { Connection } from "../ha";
import { startOfDay, endOfDay } from "../days";
import { Source, Work } from "../work";
import type { Entry, Verdict } from "./wire";

const PAGE = 50;
/** A million entries are looked along in about a minute; in ms. */
const VERIFYING = 300_000;

export interface JournalFilters {
  actor: string;
  action: string;
  subject: string;
  /** Days, YYYY-MM-DD. */
  from: string;
  to: string;
}

export const NO_FILTERS: JournalFilters = { actor: "", action: "", subject: "", from: "", to: "" };

export class JournalDesk {
  filters = NO_FILTERS;
  readonly entries: Source<Entry[]>;
  readonly work: Work;
  verdict: Verdict | undefined;
  /** There may be older entries than those that are shown. */
  more = false;

  constructor(
    private readonly connection: Connection,
    private readonly changed: () => void,
    private readonly zone: () => string | undefined,
  ) {
    this.work = new Work(changed);
    this.entries = new Source(() => this.page(), changed);
  }

  find(filters: JournalFilters): void {
    this.filters = filters;
    void this.entries.load();
  }

  /** The entries before the oldest that is shown. */
  async older(): Promise<void> {
    const shown = this.entries.value ?? [];
    await this.work.run("older", async () => {
      this.entries.set([...shown, ...(await this.page(shown.at(-1)?.seq))]);
    });
  }

  verify(): Promise<boolean> {
    this.verdict = undefined;
    return this.work.run("verify", async () => {
      this.verdict = await ask<Verdict>(this.connection, "journal/verify", {}, VERIFYING);
    });
  }

  /** What is sent for the filters; days are those of the reader's clock. */
  query(before?: number): Record<string, unknown> {
    const { actor, action, subject, from, to } = this.filters;
    const query: Record<string, unknown> = { limit: PAGE };
    if (actor) query["actor"] = actor;
    if (action) query["action"] = action;
    if (subject.trim()) query["subject"] = subject.trim();
    if (from) query["from"] = startOfDay(from, this.zone());
    if (to) query["to"] = endOfDay(to, this.zone());
    if (before !== undefined) query["before"] = before;
    return query;
  }

  private async page(before?: number): Promise<Entry[]> {
    const query = this.query(before);
    const filtered = Object.keys(query).some((name) => name !== "limit" && name !== "before");
    const command = filtered ? "journal/search" : "journal/list";
    const { entries } = await ask<{ entries: Entry[] }>(this.connection, command, query);
    this.more = entries.length === PAGE;
    this.changed();
    return entries;
  }
}
