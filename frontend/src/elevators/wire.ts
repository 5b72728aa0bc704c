/** Elevators, their voice and their cameras on the wire: `docs/websocket.md`. */

import { ask } from "../ask";
import type { Connection } from "../ha";

export type Door = "open" | "opening" | "closed" | "closing";
export const GUARD_STATES = ["clear", "sighted", "holding", "voice_only", "inhibited", "faulty"] as const;
export type GuardState = (typeof GUARD_STATES)[number];

/** An elevator as its guard sees it; times are RFC 3339 in UTC. */
export interface ElevatorView {
  id: string;
  name: string;
  building: string | null;
  floor: string | null;
  door: Door | null;
  online: boolean;
  state: GuardState;
  since: string;
  /** When the door is free unless the hold is asked for again: a few seconds. */
  hold_until: string | null;
  /** When the hold ends at the latest, unless somebody extends it. */
  hold_ends_at: string | null;
  extended: boolean;
  /** What forbids a hold at this moment. */
  inhibitors: string[];
  /** The points that it does not have. */
  missing: string[];
  promises: { hold: boolean; why_not: string[] };
  /** Why the guard does not ask again by itself, as long as that is so. */
  barred?: string | null;
  camera: { id: string; up: boolean } | null;
  incident: string | null;
  commissioned: { at: string; firm: string; licence: string; by: string | null } | null;
  false_alarms_last_hour: number;
}

/** Seconds by which a person extends a hold, or asks for one. */
export const HOLD_FOR = 120;

export interface Phrase {
  key: string;
  texts: Record<string, string>;
}

export interface Phrases {
  phrases: Phrase[];
  languages: string[];
  longest_text: number;
}

/** What was said in a car, and where it was heard. */
export interface Said {
  at: string;
  speakers: string[];
  device: boolean;
  failed: string[];
  seconds?: number | null;
}

/** Signed paths: for a picture, and for moving ones. */
export interface CameraPaths {
  still: string;
  live: string;
}

export interface MediaItem {
  at: string;
  kind: "snapshot" | "clip" | "audio";
  camera: string | null;
  /** null: there should be one, and there is none. */
  url: string | null;
  name?: string | null;
  /** Which one of the incident it is. */
  n?: number;
}

export const hold = (connection: Connection, elevator: string): Promise<unknown> =>
  ask(connection, "elevators/hold", { elevator, for: HOLD_FOR });

export const extend = (connection: Connection, elevator: string): Promise<unknown> =>
  ask(connection, "elevators/extend", { elevator });

export const release = (connection: Connection, elevator: string, falseAlarm: boolean): Promise<unknown> =>
  ask(connection, "elevators/release", { elevator, ...(falseAlarm ? { false_alarm: true } : {}) });

export const readPhrases = (connection: Connection): Promise<Phrases> => ask(connection, "elevators/phrases");

export const say = async (
  connection: Connection,
  elevator: string,
  what: { phrase: string } | { text: string },
): Promise<Said> => (await ask<{ said: Said }>(connection, "elevators/say", { elevator, ...what })).said;

export const twoWay = async (connection: Connection, elevator: string): Promise<string | null> =>
  (await ask<{ url: string | null }>(connection, "elevators/two_way", { elevator })).url;

export const viewCamera = (connection: Connection, camera: string): Promise<CameraPaths> =>
  ask(connection, "cameras/view", { camera });

export const readMedia = async (connection: Connection, incident: string): Promise<MediaItem[]> =>
  (await ask<{ media: MediaItem[] }>(connection, "incidents/media", { incident_id: incident })).media;
