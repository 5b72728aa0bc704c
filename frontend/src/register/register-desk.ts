/** The register's page without the page: which homes are listed, which one is open, what is being done about it. */

import { ask } from "../ask";
import type { Connection } from "../ha";
import { Paging } from "../paging";
import { Source, Work } from "../work";
import { draftOf, emptyDraft, fieldsOf, tidied, type HomeDraft } from "./draft";
import {
  listGrids,
  readHome,
  readHomes,
  type Grid,
  type HomeCard,
  type HomesPage,
  type HouseholdStatus,
  type Purpose,
} from "./wire";

const PAGE = 25;
/** Typing is over after this, in ms. */
const TYPED = 300;

export class RegisterDesk {
  search = "";
  /** Names and numbers are searched as well, which is journalled; not while it is typed. */
  amongPeople = false;
  building = "";
  paging = new Paging(0, PAGE);
  readonly homes: Source<HomesPage>;
  readonly grids: Source<Grid[]>;
  /** The home that is open, undefined for the list. */
  home: Source<HomeCard> | undefined;
  /** What is being edited, undefined while nothing is. */
  draft: HomeDraft | undefined;
  readonly work: Work;
  devicesLeft = 0;
  private typing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly connection: Connection,
    private readonly changed: () => void,
  ) {
    this.work = new Work(changed);
    this.homes = new Source(() => this.read(), changed);
    this.grids = new Source(() => listGrids(connection), changed);
  }

  load(): void {
    void this.homes.load();
    void this.grids.load();
  }

  find(search: string): void {
    this.search = search;
    clearTimeout(this.typing);
    if (!this.amongPeople) this.typing = setTimeout(() => this.go(0), TYPED);
    else this.changed();
  }

  searchPeople(on: boolean): void {
    this.amongPeople = on;
    clearTimeout(this.typing);
    if (on) this.changed();
    else this.go(0);
  }

  choose(building: string): void {
    this.building = building;
    this.go(0);
  }

  go(offset: number): void {
    this.paging = this.paging.at(offset);
    void this.homes.load();
  }

  /** Open a home: this reading of it is in the journal. */
  show(id: string): void {
    this.work.forget();
    this.draft = undefined;
    this.home = new Source(() => readHome(this.connection, id), this.changed);
    void this.home.load();
  }

  /** Back to the list; the people are forgotten. */
  leave(): void {
    this.home = undefined;
    this.draft = undefined;
    this.work.forget();
    this.changed();
  }

  edit(): void {
    const home = this.home?.value;
    const name = this.homes.value?.buildings.find((building) => building.id === this.building)?.name;
    this.draft = home ? draftOf(home) : emptyDraft(name);
    this.work.forget();
    this.changed();
  }

  /** Drop what was typed. */
  cancel(): void {
    this.draft = undefined;
    this.work.forget();
    this.changed();
  }

  update(change: Partial<HomeDraft>): void {
    if (this.draft) this.draft = { ...this.draft, ...change };
    this.changed();
  }

  /** Write what is being edited; the home is read again, since the register tidies what it takes. */
  async save(): Promise<boolean> {
    const draft = this.draft && tidied(this.draft);
    if (!draft) return false;
    this.draft = draft;
    let id = "";
    const saved = await this.work.run("save", async () => {
      const answer = await ask<{ home_id: string }>(this.connection, "register/save", { home: fieldsOf(draft) });
      id = answer.home_id;
    });
    if (!saved) return false;
    void this.homes.load();
    this.show(id);
    return true;
  }

  /** Have the household pause, go on, or leave; then `devicesLeft` says how many devices are still there. */
  setStatus(status: HouseholdStatus): Promise<boolean> {
    const command = { active: "register/resume", paused: "register/pause", left: "register/leave" }[status];
    return this.act(status, async (home) => {
      this.devicesLeft = (await ask<{ devices: string[] }>(this.connection, command, { home })).devices.length;
    });
  }

  consent(purpose: Purpose, given: boolean, version: string, note: string): Promise<boolean> {
    return this.act("consent", (home) =>
      ask(this.connection, "register/consent", { home, purpose, given, text_version: version, note }),
    );
  }

  async erase(): Promise<boolean> {
    const home = this.home?.value?.id;
    if (home === undefined) return false;
    const erased = await this.work.run("erase", async () => {
      await ask(this.connection, "register/erase", { home });
    });
    if (erased) {
      this.leave();
      void this.homes.load();
    }
    return erased;
  }

  private async act(name: string, job: (home: string) => Promise<unknown>): Promise<boolean> {
    const { home } = this;
    const id = home?.value?.id;
    if (!home || id === undefined) return false;
    const done = await this.work.run(name, async () => void (await job(id)));
    if (done) {
      void home.load();
      void this.homes.load();
    }
    return done;
  }

  private read(): Promise<HomesPage> {
    const { offset, limit } = this.paging;
    const search = this.search.trim();
    const { building } = this;
    return readHomes(this.connection, {
      ...(building ? { building } : {}),
      ...(search ? { [this.amongPeople ? "people" : "search"]: search } : {}),
      offset,
      limit,
    });
  }
}
