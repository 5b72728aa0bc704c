/** The channels over which people are told: how each is, and a test of one. */

import { ask } from "../ask";
import type { Connection, Hass } from "../ha";
import { Source, Work } from "../work";

export interface ChannelRow {
  channel: string;
  number: number | null;
  kind: "mobile_app" | "notify" | "script" | "media_player" | "siren" | "siren_device" | "bot" | null;
  device: string | null;
  used_by: { staff: number; contacts: boolean; sirens: boolean; groups: boolean };
  state: "ok" | "failing" | "unknown";
  failures: number;
  last_ok: string | null;
  last_error: string | null;
}

export interface TestAnswer {
  ok: boolean;
  error: string | null;
  channel: ChannelRow;
}

/** A voice call may ring for half a minute, in ms. */
const TESTING = 45_000;
/** What staff can be told over: `FOR_STAFF` of `core/channel.py`. */
const DOMAINS = ["notify", "script", "media_player"];

/** The channels that can be given to a member of staff, by name. */
export function offeredChannels(hass: Hass): string[] {
  const entities = Object.keys(hass.states).filter((id) => DOMAINS.includes(id.split(".")[0] ?? ""));
  // Old integrations have an action for each receiver; those of the app are what `mobile_app` finds by itself.
  const actions = Object.keys(hass.services?.["notify"] ?? {})
    .filter(
      (name) =>
        !["send_message", "notify", "persistent_notification"].includes(name) && !name.startsWith("mobile_app_"),
    )
    .map((name) => `notify.${name}`);
  return ["mobile_app", ...new Set([...entities, ...actions].sort())];
}

export class ChannelsDesk {
  readonly channels: Source<ChannelRow[]>;
  readonly work: Work;
  answer: TestAnswer | undefined;

  constructor(
    private readonly connection: Connection,
    changed: () => void,
  ) {
    this.work = new Work(changed);
    this.channels = new Source(
      async () => (await ask<{ channels: ChannelRow[] }>(connection, "channels/list")).channels,
      changed,
    );
  }

  async test(channel: string, number: string): Promise<boolean> {
    this.answer = undefined;
    const done = await this.work.run("test", async () => {
      const fields = { channel, ...(number ? { number } : {}) };
      this.answer = await ask<TestAnswer>(this.connection, "channels/test", fields, TESTING);
    });
    await this.channels.load();
    return done;
  }
}
