/** The commands that a person gives. */

import type { Step } from "./actions";
import { answered } from "./errors";
import { DOMAIN, type Connection } from "./ha";
import type { CallOutcome, Home, Incident, Resolution } from "./model";

/** A person waits no longer than this for an answer, in ms. */
const PATIENCE = 10_000;

interface StepAnswer {
  incident: Incident;
  owner?: boolean;
}

function ask<Answer>(connection: Connection, command: string, fields: Record<string, unknown>): Promise<Answer> {
  const asked = connection.sendMessagePromise<Answer>({ type: `${DOMAIN}/incidents/${command}`, ...fields });
  return answered(asked, PATIENCE);
}

/** One of the steps that need nothing but the incident. */
export function step(connection: Connection, action: Step, id: string): Promise<StepAnswer> {
  return ask(connection, action, { incident_id: id });
}

export function resolve(connection: Connection, id: string, resolution: Resolution, note: string): Promise<StepAnswer> {
  const text = note.trim();
  return ask(connection, "resolve", { incident_id: id, resolution, ...(text ? { note: text } : {}) });
}

export function addNote(connection: Connection, id: string, text: string): Promise<StepAnswer> {
  return ask(connection, "note", { incident_id: id, text: text.trim() });
}

/** What came of phoning the home, and what was said. */
export function callBack(connection: Connection, id: string, outcome: CallOutcome, note: string): Promise<StepAnswer> {
  const text = note.trim();
  return ask(connection, "call_back", { incident_id: id, outcome, ...(text ? { note: text } : {}) });
}

/** The incident as a record: a page for printing, a file, and the hash that both carry. */
export interface IncidentReport {
  json: string;
  html: string;
  sha256: string;
}

export function exportIncident(connection: Connection, id: string, language: string): Promise<IncidentReport> {
  return ask(connection, "export", { incident_id: id, language });
}

/** The incident with its home, if this account may see it. The look is in the community's journal. */
export function look(connection: Connection, id: string): Promise<{ incident: Incident; home?: Home | null }> {
  return ask(connection, "get", { incident_id: id });
}

/** The newest incident of all, for "the last alarm was …". */
export async function newest(connection: Connection): Promise<Incident | undefined> {
  const answer = await ask<{ incidents: Incident[] }>(connection, "list", { limit: 1 });
  return answer.incidents[0];
}
