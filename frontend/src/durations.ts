/** Times and durations, as short as a glance. */

import type { Words } from "./words";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (number: number): string => String(number).padStart(2, "0");

/** Whole seconds from `since` (RFC 3339) to `now` (ms); never negative, whatever the clocks say. */
export function secondsSince(since: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
}

/** A ticking clock face: 0:42, 12:05, 1:02:33; from a day on in words. */
export function ticking(seconds: number, words: Words): string {
  if (seconds >= DAY) return inWords(seconds, words);
  const minutes = Math.floor(seconds / MINUTE) % 60;
  const hours = Math.floor(seconds / HOUR);
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** The two largest parts that are not zero, in words: "3 min", "2 h 5 min", "1 d 3 h". */
export function inWords(seconds: number, words: Words): string {
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor(seconds / HOUR) % 24;
  const minutes = Math.floor(seconds / MINUTE) % 60;
  if (days) return [words.t("days", { count: days }), hours ? words.t("hours", { count: hours }) : ""].join(" ").trim();
  if (hours) {
    return [words.t("hours", { count: hours }), minutes ? words.t("minutes", { count: minutes }) : ""].join(" ").trim();
  }
  return minutes ? words.t("minutes", { count: minutes }) : words.t("seconds", { count: seconds });
}

/** A moment on a 24-hour clock, with its date if that is not today. `zone`: IANA, undefined for the browser's. */
export function moment(at: number, now: number, language: string, zone?: string, seconds = true): string {
  const options: Intl.DateTimeFormatOptions = { hourCycle: "h23", hour: "2-digit", minute: "2-digit" };
  if (seconds) options.second = "2-digit";
  if (zone) options.timeZone = zone;
  const day: Intl.DateTimeFormatOptions = { year: "numeric", month: "short", day: "numeric" };
  if (zone) day.timeZone = zone;
  const dates = new Intl.DateTimeFormat(language, day);
  const time = new Intl.DateTimeFormat(language, options).format(at);
  if (dates.format(at) === dates.format(now)) return time;
  delete day.year;
  return `${new Intl.DateTimeFormat(language, day).format(at)} ${time}`;
}
