/** The register on the wire: `commands/people.py` and `commands/register.py`. */

import { ask } from "../ask";
import type { Connection } from "../ha";
import type { Contact, Resident } from "../model";

export const STATUSES = ["active", "paused", "left"] as const;
export const PURPOSES = ["help_alarm", "abnormal_life", "face", "pictures"] as const;
export type HouseholdStatus = (typeof STATUSES)[number];
export type Purpose = (typeof PURPOSES)[number];

export interface BuildingRow {
  id: string;
  name: string;
}

/** A home in the list: no person. */
export interface HomeRow {
  id: string;
  building: string;
  building_name: string;
  unit: string;
  number: string;
  floor: number | null;
  grid: string | null;
  devices: string[];
}

export interface HomesPage {
  homes: HomeRow[];
  total: number;
  buildings: BuildingRow[];
}

export interface Consent {
  /** Whether it counts as the household stands: nothing optional does while it is paused. */
  allows?: boolean;
  purpose: Purpose;
  given: boolean;
  at: string;
  by: string;
  text_version: string;
  note: string;
}

/** A home with the people in it; each reading of it is in the journal. */
export interface HomeCard extends Omit<HomeRow, "devices"> {
  household: string;
  note: string;
  access: string;
  key_safe: string;
  status: HouseholdStatus;
  contacts: Contact[];
  residents: Resident[];
  consents: Consent[];
}

export interface Grid {
  id: string;
  name: string;
  worker: string;
  deputy: string;
  homes?: number;
}

export const readHomes = (
  connection: Connection,
  query: { building?: string; search?: string; people?: string; offset: number; limit: number },
): Promise<HomesPage> => ask(connection, "register/homes", query);

/** The home with its people. */
export async function readHome(connection: Connection, home: string): Promise<HomeCard> {
  const { home: card } = await ask<{ home: HomeCard }>(connection, "register/home", { home });
  return card;
}

export async function listGrids(connection: Connection): Promise<Grid[]> {
  return (await ask<{ grids: Grid[] }>(connection, "grids/list")).grids;
}

export const OUTCOMES = ["error", "created", "updated", "unchanged"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What is wrong at one place of a sheet; `column` is its heading, or its letter. */
export interface SheetError {
  line: number;
  column: string;
  reason: string;
}

/** What becomes of one row: no person, `fields` are names of columns. */
export interface RowFate {
  line: number;
  outcome: Outcome;
  building: string;
  unit: string;
  number: string;
  home: string | null;
  fields: string[];
  errors: SheetError[];
}

export interface ImportReport {
  import_id: string;
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  dry_run: boolean;
  imported: boolean;
  error_count: number;
  errors: SheetError[];
}

export type Phase = "reading" | "comparing" | "writing";

export type ImportEvent =
  | { type: "progress"; phase: Phase; done: number; of: number }
  | ({ type: "report" } & ImportReport)
  | { type: "error"; code: string; placeholders: Record<string, string> };

/** The last import, and what stands in the way of undoing it. */
export interface LastImport {
  at: string;
  by: string;
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  edited_count: number;
  needed_count: number;
}

/** A file out of the register. */
export interface SheetFile {
  name: string;
  content_type: string;
  base64: string;
}
