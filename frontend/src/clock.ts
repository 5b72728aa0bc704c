/** The server's time: a duty room's computer may be minutes off, and "open for 0:00" would then be a lie. */

/** Milliseconds to add to this computer's clock, from a Date heading that came between two moments of it. */
export function offsetFrom(heading: string | null, before: number, after: number): number {
  const server = heading ? Date.parse(heading) : NaN;
  if (Number.isNaN(server)) return 0;
  // The heading has whole seconds, cut off: on average half a second more.
  const offset = server + 500 - (before + after) / 2;
  return Math.abs(offset) < 1500 ? 0 : offset;
}

/** Ask for the offset; 0 when nobody answers. */
export async function serverOffset(get: typeof fetch = fetch): Promise<number> {
  const before = Date.now();
  try {
    const answer = await get("/manifest.json", { cache: "no-store" });
    return offsetFrom(answer.headers.get("date"), before, Date.now());
  } catch {
    return 0;
  }
}
