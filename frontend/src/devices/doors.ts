/** The doors of homes by their ids, read bit by bit: where devices are, without a person. */

import type { Connection } from "../ha";
import { readHomes, type BuildingRow, type HomeRow } from "../register/wire";

const PAGE = 500;

export class Doors {
  private homes = new Map<string, HomeRow>();
  buildings: BuildingRow[] = [];
  private generation = 0;

  constructor(
    private readonly connection: Connection,
    private readonly changed: () => void,
  ) {}

  find(home: string | null): HomeRow | undefined {
    return home === null ? undefined : this.homes.get(home);
  }

  building(id: string | null): string | undefined {
    return this.buildings.find((building) => building.id === id)?.name;
  }

  /** Read all of them, a page after the other; what fails leaves the ids without a door. */
  async load(): Promise<void> {
    const generation = ++this.generation;
    let offset = 0;
    try {
      for (;;) {
        const page = await readHomes(this.connection, { offset, limit: PAGE });
        if (generation !== this.generation) return;
        for (const home of page.homes) this.homes.set(home.id, home);
        this.buildings = page.buildings;
        this.changed();
        offset += page.homes.length;
        if (!page.homes.length || offset >= page.total) return;
      }
    } catch {
      // A place is then shown by its building alone; the next visit asks again.
      return;
    }
  }
}
