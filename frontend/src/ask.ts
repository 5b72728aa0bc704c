/** One command and its answer, within the time that a person waits. */

import { answered } from "./errors";
import { DOMAIN, type Connection } from "./ha";

/** In ms. */
export const PATIENCE = 15_000;

export function ask<Answer>(
  connection: Connection,
  command: string,
  fields: Record<string, unknown> = {},
  patience = PATIENCE,
): Promise<Answer> {
  return answered(connection.sendMessagePromise<Answer>({ type: `${DOMAIN}/${command}`, ...fields }), patience);
}
