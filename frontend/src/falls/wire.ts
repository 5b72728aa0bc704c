/** Falls from a facade on the wire: `docs/websocket.md`. Times are RFC 3339 in UTC. */

import { ask } from "../ask";
import type { Connection } from "../ha";

export const FALL_CLASSES = ["falling", "fluttering"] as const;
export const FALL_PHASES = ["suspected", "confirmed", "ended", "withdrawn"] as const;
export const VERDICTS = ["real", "false_alarm", "unsure"] as const;
export type FallClass = (typeof FALL_CLASSES)[number];
export type FallPhase = (typeof FALL_PHASES)[number];
export type Verdict = (typeof VERDICTS)[number];

/** A home that it may have come from; `p`: how likely, of 1. What is missing to 1 came from elsewhere. */
export interface Candidate {
  building: string;
  unit: string;
  floor: number;
  /** What people call the floor, where that is not its number. */
  floor_name?: string | null;
  /** The column of homes that it is in. */
  name?: string | null;
  home?: string | null;
  p: number;
}

/** One fall as it is known. */
export interface Fall {
  fall: string;
  at: string;
  camera: string | null;
  phase: FallPhase;
  class: FallClass;
  confidence: number;
  floor: number | null;
  floor_sd: number | null;
  /** Between which floors it began. */
  floors?: [number, number] | null;
  speed?: number | null;
  size?: number | null;
  /** Which of the incident's pictures and films are its own; null while there are none. */
  picture?: number | null;
  clip?: number | null;
  /** How far it fell, in m. */
  height?: number | null;
  verdict?: GivenVerdict | null;
  /** Only Frigate has a film of it, with windows to be seen into: it is not shown here. */
  unmasked_only?: boolean;
  candidates?: Candidate[];
}

export interface GivenVerdict {
  verdict: Verdict;
  by: string | null;
  at: string;
  kept: boolean;
}

export interface IncidentFalls {
  falls: Fall[];
  /** Whether the community keeps examples for cameras to learn from. */
  may_keep?: boolean;
}

/** A fall of the last days as a list shows it: nothing in it says where from. */
export interface FallRow {
  fall: string;
  at: string;
  camera: string | null;
  phase: FallPhase;
  class: FallClass;
  confidence: number;
  incident: string | null;
  verdict?: Verdict | null;
}

/** The verdicts of a week; `precision`: the share of real ones, null where there are too few. */
export interface PrecisionWeek {
  week: string;
  from: string;
  real: number;
  false_alarm: number;
  unsure: number;
  precision: number | null;
}

export const readFalls = (connection: Connection, incident: string): Promise<IncidentFalls> =>
  ask(connection, "falls/get", { incident });

export const listFalls = async (connection: Connection): Promise<FallRow[]> =>
  (await ask<{ falls: FallRow[] }>(connection, "falls/list")).falls;

/** The address of the page on which a camera is calibrated, in the reader's language; its token is behind the #. */
export async function calibrationPage(connection: Connection, camera: string, language: string): Promise<string> {
  const { url } = await ask<{ url: string }>(connection, "falls/calibration", { camera });
  const [page = "", token = ""] = url.split("#");
  return `${page}?lang=${language === "en" ? "en" : "zh"}#${token}`;
}

export const readPrecision = async (connection: Connection): Promise<PrecisionWeek[]> =>
  (await ask<{ weeks: PrecisionWeek[] }>(connection, "falls/precision")).weeks;

export const giveVerdict = async (
  connection: Connection,
  incident: string,
  fall: string,
  verdict: Verdict,
  keep: boolean,
): Promise<GivenVerdict> =>
  (await ask<{ verdict: GivenVerdict }>(connection, "falls/verdict", { incident, fall, verdict, keep })).verdict;
