/** The grids: which there are, and who answers for each. */

import { ask } from "../ask";
import type { Connection } from "../ha";
import { listStaff, type StaffMember } from "../staff/wire";
import { Source, Work } from "../work";
import type { Grid } from "./wire";

export interface GridDraft {
  id?: string;
  name: string;
  worker: string;
  deputy: string;
}

export class GridDesk {
  draft: GridDraft | undefined;
  readonly staff: Source<StaffMember[]>;
  readonly work: Work;

  constructor(
    private readonly connection: Connection,
    readonly grids: Source<Grid[]>,
    private readonly changed: () => void,
  ) {
    this.work = new Work(changed);
    this.staff = new Source(() => listStaff(connection), changed);
  }

  /** Read who can be named, once somebody wants to see it. */
  open(): void {
    if (!this.staff.value && !this.staff.loading && this.staff.problem === undefined) void this.staff.load();
  }

  edit(grid?: Grid): void {
    this.draft = grid
      ? { id: grid.id, name: grid.name, worker: grid.worker, deputy: grid.deputy }
      : { name: "", worker: "", deputy: "" };
    this.work.forget();
    this.changed();
  }

  cancel(): void {
    this.draft = undefined;
    this.work.forget();
    this.changed();
  }

  async save(draft: GridDraft): Promise<boolean> {
    this.draft = draft;
    const saved = await this.work.run(
      "save",
      async () => void (await ask(this.connection, "grids/save", { ...draft })),
    );
    if (saved) {
      this.cancel();
      void this.grids.load();
    }
    return saved;
  }
}
