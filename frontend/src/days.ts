/** Days on a calendar, and the moments at which they begin and end in a time zone. Days are YYYY-MM-DD. */

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The day of a moment (ms). `zone`: IANA, undefined for the browser's. */
export function dayOf(at: number, zone?: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    ...(zone ? { timeZone: zone } : {}),
  }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** A day as a date at midnight UTC: for sums and for its name, never for a moment. */
const asUtc = (day: string): number => Date.parse(`${day}T00:00:00Z`);

export function plusDays(day: string, days: number): string {
  return new Date(asUtc(day) + days * DAY).toISOString().slice(0, 10);
}

/** 0 Monday to 6 Sunday. */
export function weekday(day: string): number {
  return (new Date(asUtc(day)).getUTCDay() + 6) % 7;
}

export function mondayOf(day: string): string {
  return plusDays(day, -weekday(day));
}

/** A day in words: "Mon 23 Nov", "11月23日周一". */
export function dayName(day: string, language: string, options: Intl.DateTimeFormatOptions = {}): string {
  const format = { weekday: "short", month: "short", day: "numeric", timeZone: "UTC", ...options } as const;
  return new Intl.DateTimeFormat(language, format).format(asUtc(day));
}

/** A weekday, 0 Monday to 6 Sunday, in words. */
export function weekdayName(day: number, language: string, style: "short" | "long"): string {
  // Any Monday will do.
  return new Intl.DateTimeFormat(language, { weekday: style, timeZone: "UTC" }).format(
    asUtc(plusDays("2026-01-05", day)),
  );
}

/** The moment (RFC 3339) at which a day begins; by the clock on the wall of the zone. */
export function startOfDay(day: string, zone?: string): string {
  return new Date(beginning(day, zone)).toISOString();
}

/** The last moment of a day. */
export function endOfDay(day: string, zone?: string): string {
  return new Date(beginning(plusDays(day, 1), zone) - 1).toISOString();
}

function beginning(day: string, zone?: string): number {
  const offset = offsetOf(asUtc(day), zone);
  const guess = asUtc(day) - offset * MINUTE;
  // The clock may have been changed between the guess and midnight UTC.
  return asUtc(day) - offsetOf(guess, zone) * MINUTE;
}

/** Minutes by which the zone is ahead of UTC at a moment. */
function offsetOf(at: number, zone?: string): number {
  if (!zone) return -new Date(at).getTimezoneOffset();
  const name = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" })
    .formatToParts(at)
    .find((part) => part.type === "timeZoneName")?.value;
  const found = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? "");
  return found ? Number(`${found[1]}1`) * (Number(found[2]) * 60 + Number(found[3])) : 0;
}
