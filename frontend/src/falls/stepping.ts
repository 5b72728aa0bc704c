/** A film picture by picture: when each is shown, and where the next one is. Without a page, for tests. */

/** While nothing is known of the film, in seconds a picture. */
export const USUAL = 1 / 25;
/** A film of ours has a few hundred pictures; more than this is none of ours. */
const MOST = 100_000;

/** The boxes of a part of an MP4 file (ISO/IEC 14496-12, 4.2), by type: the first of each. */
function boxes(data: DataView, from = 0, to = data.byteLength): Map<string, DataView> {
  const found = new Map<string, DataView>();
  let at = from;
  while (at + 8 <= to) {
    const size = data.getUint32(at) || to - at;
    const type = String.fromCharCode(...[4, 5, 6, 7].map((byte) => data.getUint8(at + byte)));
    if (size < 8 || at + size > to) break;
    if (!found.has(type)) found.set(type, new DataView(data.buffer, data.byteOffset + at + 8, size - 8));
    at += size;
  }
  return found;
}

/** What a table of runs says of each picture: how many, and a number for all of them. */
function* runs(table: DataView, read: (at: number) => number): Generator<number> {
  for (let row = 0; row < table.getUint32(4); row++) {
    const count = table.getUint32(8 + row * 8);
    for (let one = 0; one < Math.min(count, MOST); one++) yield read(12 + row * 8);
  }
}

/** When the pictures of a film (MP4, one track) are shown, in seconds from its beginning, in order; empty if unknown. */
export function timesOf(film: ArrayBuffer): number[] {
  try {
    const track = boxes(boxes(new DataView(film)).get("moov") as DataView).get("trak") as DataView;
    const media = boxes(boxes(track).get("mdia") as DataView);
    const head = media.get("mdhd") as DataView;
    const scale = head.getUint32(head.getUint8(0) ? 20 : 12);
    const table = boxes(boxes(media.get("minf") as DataView).get("stbl") as DataView);
    const [lasting, shifting] = [table.get("stts") as DataView, table.get("ctts")];
    const shifts = shifting ? [...runs(shifting, (at) => shifting.getInt32(at))] : [];
    const times: number[] = [];
    let decoded = 0;
    for (const step of runs(lasting, (at) => lasting.getUint32(at))) {
      times.push(decoded + (shifts[times.length] ?? 0));
      decoded += step;
      if (times.length > MOST) return [];
    }
    times.sort((one, other) => one - other);
    const [first = 0] = times;
    return scale ? times.map((time) => (time - first) / scale) : [];
  } catch {
    // Not such a file: it is gone through at the usual pace.
    return [];
  }
}

/** Where the picture before (-1) or after (+1) is: in its middle, so that rounding shows no other one. */
export function stepped(at: number, by: -1 | 1, times: readonly number[], length: number): number {
  const shown = times.length ? times : Array.from({ length: Math.ceil(length / USUAL - 1e-6) }, (_, n) => n * USUAL);
  const now = shown.findLastIndex((time) => time <= at + 1e-6);
  const then = Math.min(shown.length - 1, Math.max(0, Math.max(0, now) + by));
  const begins = shown[then] ?? 0;
  const ends = shown[then + 1] ?? Math.max(begins, Math.min(length, begins + USUAL));
  return (begins + ends) / 2;
}
