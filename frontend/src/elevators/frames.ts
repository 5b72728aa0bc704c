/** The pictures of a multipart stream, one by one: an <img> would show the last one for ever and call it live. */

/** More than a picture ever has, in bytes. */
const MOST = 4_000_000;
const CR = 13;
const LF = 10;

/** The boundary that a content type names; undefined if it is no stream of pictures. */
export function boundaryOf(contentType: string | null): string | undefined {
  if (!contentType?.toLowerCase().startsWith("multipart/")) return undefined;
  const named = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  return named?.replace(/^--/, "");
}

function find(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (at + wanted.length > bytes.length) return -1;
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}

/** Each part's body as it comes; ends with the stream, and throws if it is not what it says it is. */
export async function* frames(
  stream: ReadableStream<Uint8Array>,
  boundary: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const mark = encoder.encode(`--${boundary}`);
  const gap = encoder.encode("\r\n\r\n");
  const reader = stream.getReader();
  let held = new Uint8Array(0);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const joined = new Uint8Array(held.length + value.length);
      joined.set(held);
      joined.set(value, held.length);
      held = joined;
      for (;;) {
        const start = find(held, mark, 0);
        const head = start < 0 ? -1 : find(held, gap, start);
        if (head < 0) break;
        const headers = new TextDecoder().decode(held.subarray(start, head));
        const body = head + gap.length;
        const told = Number(/content-length:\s*(\d+)/i.exec(headers)?.[1] ?? 0);
        let end = told ? body + told : find(held, mark, body);
        if (end < 0 || end > held.length) break;
        const next = end;
        if (!told) while (end > body && (held[end - 1] === LF || held[end - 1] === CR)) end -= 1;
        yield held.slice(body, end);
        held = held.slice(next);
      }
      if (held.length > MOST) throw new Error("malformed");
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

/** A number that is another for another picture: enough of its bytes to tell a stuck camera from a quiet one. */
export function printOf(picture: Uint8Array): number {
  let print = picture.length;
  const step = Math.max(1, Math.floor(picture.length / 2048));
  for (let index = 0; index < picture.length; index += step) {
    print = (Math.imul(print, 31) + (picture[index] ?? 0)) | 0;
  }
  return print;
}
