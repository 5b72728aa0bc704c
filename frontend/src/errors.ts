/** From a refused command to words that say what to do. */

import type { CommandError } from "./ha";
import type { Words } from "./words";

/** The connection's own code for "lost before the answer came" (home-assistant-js-websocket, ERR_CONNECTION_LOST). */
const CONNECTION_LOST = 3;

/** No answer came in time; the command may have been carried out all the same. */
export class NoAnswerError extends Error {
  readonly code = "no_answer";
}

export function codeOf(error: unknown): string {
  // A command that was under way when the connection went is rejected with the whole message.
  const inner = (error as { error?: CommandError } | undefined)?.error ?? (error as CommandError | undefined);
  if (error === CONNECTION_LOST || inner?.code === CONNECTION_LOST) return "connection_lost";
  return typeof inner?.code === "string" ? inner.code : "unknown";
}

/** What the error says of itself: the field that it is about, a limit. */
export function detailsOf(error: unknown): Record<string, string> {
  const inner = (error as { error?: CommandError } | undefined)?.error ?? (error as CommandError | undefined);
  return inner?.translation_placeholders ?? {};
}

/** For a page: its own words, else the integration's, else that it did not work. */
export function explainHere(error: unknown, words: Words): string {
  const code = codeOf(error);
  const own = words.found(`page_error_${code}`, "page_error_unknown");
  if (own !== words.t("page_error_unknown")) return own;
  return words.error(code, detailsOf(error)) ?? words.found(`error_${code}`, "page_error_unknown");
}

export function explain(error: unknown, words: Words): string {
  return words.found(`error_${codeOf(error)}`, "error_unknown");
}

/** The promise, or NoAnswerError after `within` ms. */
export async function answered<Answer>(promise: Promise<Answer>, within: number): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswerError()), within);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
