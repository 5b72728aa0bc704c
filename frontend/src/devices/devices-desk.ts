/** The devices' page without the page: which are listed, where they belong, which test runs. */

import { ask } from "../ask";
import { DOMAIN, type Connection } from "../ha";
import { Paging } from "../paging";
import { readHomes, type HomesPage } from "../register/wire";
import { Source, Work } from "../work";
import type { Words } from "../words";
import { Doors } from "./doors";
import { byNumber, flaws, nameOf, whereOf } from "./state";
import type { Device, DevicesPage, Tests } from "./wire";

const PAGE = 50;

export interface Assigning {
  device: Device;
  to: "home" | "building" | "none";
  search: string;
  home: string;
  building: string;
}

export class DevicesDesk {
  readonly devices: Source<DevicesPage>;
  readonly due: Source<Device[]>;
  readonly doors: Doors;
  readonly work: Work;
  /** The homes that match what is typed while a device is assigned. */
  readonly homes: Source<HomesPage>;
  tests: Tests | undefined;
  assigning: Assigning | undefined;
  search = "";
  kind = "";
  faulty = false;
  paging = new Paging(0, PAGE);
  private unsubscribe: (() => Promise<void>) | undefined;
  private generation = 0;

  constructor(
    private readonly connection: Connection,
    private readonly changed: () => void,
  ) {
    this.work = new Work(changed);
    this.devices = new Source(() => ask<DevicesPage>(connection, "devices/list"), changed);
    this.due = new Source(
      async () => (await ask<{ devices: Device[] }>(connection, "devices/tests_due")).devices,
      changed,
    );
    this.doors = new Doors(connection, changed);
    this.homes = new Source(
      () => readHomes(connection, { search: this.assigning?.search.trim() ?? "", offset: 0, limit: 30 }),
      changed,
    );
  }

  load(): void {
    void this.devices.load();
    void this.due.load();
    void this.doors.load();
    void this.follow();
  }

  /** Nobody looks any more. */
  stop(): void {
    this.generation += 1;
    const stop = this.unsubscribe;
    this.unsubscribe = undefined;
    if (stop && this.connection.connected) void stop().catch(() => undefined);
  }

  get assigned(): Device[] {
    return byNumber((this.devices.value?.devices ?? []).filter(hasPlace));
  }

  get unassigned(): Device[] {
    return (this.devices.value?.devices ?? []).filter((device) => !hasPlace(device));
  }

  /** Those that match what is looked for. */
  matching(now: number, words: Words): Device[] {
    const text = this.search.trim().toLowerCase();
    return this.assigned.filter(
      (device) =>
        (!this.kind || device.kind === this.kind) &&
        (!this.faulty || flaws(device, now, words).length > 0) &&
        (!text ||
          `${nameOf(device, words)} ${device.id} ${whereOf(device, this.doors, words)}`.toLowerCase().includes(text)),
    );
  }

  filter(change: Partial<Pick<DevicesDesk, "search" | "kind" | "faulty">>): void {
    Object.assign(this, change);
    this.go(0);
  }

  go(offset: number): void {
    this.paging = this.paging.at(offset);
    this.changed();
  }

  assign(device: Device | undefined): void {
    this.assigning = device && {
      device,
      to: device.building && !device.home ? "building" : "home",
      search: "",
      home: "",
      building: device.building ?? "",
    };
    this.work.forget();
    this.homes.set(undefined);
  }

  update(change: Partial<Assigning>): void {
    if (!this.assigning) return;
    this.assigning = { ...this.assigning, ...change };
    if (change.search !== undefined) {
      this.assigning.home = "";
      if (change.search.trim()) void this.homes.load();
      else this.homes.set(undefined);
    }
    this.changed();
  }

  get canAssign(): boolean {
    const { assigning } = this;
    if (!assigning) return false;
    return assigning.to === "none" || Boolean(assigning.to === "home" ? assigning.home : assigning.building);
  }

  async saveAssignment(): Promise<boolean> {
    const { assigning } = this;
    if (!assigning || !this.canAssign) return false;
    const { device, to, home, building } = assigning;
    const place = to === "home" ? { home } : to === "building" ? { building } : { home: null };
    const saved = await this.work.run("assign", async () => {
      await ask(this.connection, "devices/assign", { device: device.id, ...place });
    });
    if (saved) {
      this.assign(undefined);
      void this.devices.load();
      void this.due.load();
    }
    return saved;
  }

  /** Begin a test of a building ("" for all), with a list or as plain test mode. */
  start(building: string, minutes: number, list: boolean): Promise<boolean> {
    return this.work.run("start", async () => {
      await ask(this.connection, "walk_test/start", { minutes, list, ...(building ? { building } : {}) });
    });
  }

  async end(id: string): Promise<boolean> {
    const ended = await this.work.run("stop", async () => {
      await ask(this.connection, "walk_test/stop", { test_id: id });
    });
    void this.due.load();
    return ended;
  }

  private async follow(): Promise<void> {
    this.stop();
    const { generation } = this;
    try {
      const stop = await this.connection.subscribeMessage<Tests>(
        (tests) => {
          if (generation !== this.generation) return;
          this.tests = tests;
          this.changed();
        },
        { type: `${DOMAIN}/walk_test/subscribe` },
        { resubscribe: false },
      );
      if (generation === this.generation) this.unsubscribe = stop;
      else void stop().catch(() => undefined);
    } catch {
      // The session asks again once the server answers; until then no test is shown.
      this.tests = undefined;
    }
  }
}

const hasPlace = (device: Device): boolean => device.home !== null || device.building !== null;
