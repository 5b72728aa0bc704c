/** What the page knows of the falls of one alarm: the falls, their pictures and films, read anew when there is news. */

import type { MediaItem } from "../elevators/wire";
import { readMedia } from "../elevators/wire";
import type { Connection } from "../ha";
import type { Incident } from "../model";
import { Source } from "../work";
import { readFalls, type Fall, type IncidentFalls } from "./wire";

/** What a change of an alarm's falls or pictures shows in. */
export const newsOf = (incident: Incident): string => `${incident.timeline.length} ${incident.media?.length ?? 0}`;

/** Pictures have the time at which the fall began, which may be corrected a little, in ms. */
const TOGETHER = 3000;

/** Whether two addresses are the same film's: each time that it is listed it is signed anew. */
export const isSameFilm = (one: string | undefined, other: string): boolean =>
  other !== "" && one?.split("?")[0] === other.split("?")[0];

export class FallCase {
  readonly falls: Source<IncidentFalls>;
  readonly media: Source<MediaItem[]>;
  private news = "";

  constructor(
    connection: Connection,
    readonly incident: string,
    changed: () => void,
  ) {
    this.falls = new Source(() => readFalls(connection, incident), changed);
    this.media = new Source(() => readMedia(connection, incident), changed);
  }

  /** Read what is new. */
  follow(incident: Incident): void {
    const news = newsOf(incident);
    if (news === this.news) return;
    this.news = news;
    this.read();
  }

  read(): void {
    void this.falls.load();
    void this.media.load();
  }

  /** The newest picture or film of a fall. What was kept just now may not be counted among its own yet: it has its time. */
  of(fall: Fall | undefined, kind: "snapshot" | "clip"): MediaItem | undefined {
    const items = (this.media.value ?? []).filter((item) => item.kind === kind);
    if (!fall) return items.at(-1);
    const numbers = (one: Fall): (number | null | undefined)[] => [one.picture, one.clip];
    const others = (this.falls.value?.falls ?? []).filter((one) => one.fall !== fall.fall).flatMap(numbers);
    const own = items.filter(
      ({ n, at }) =>
        (n !== undefined && numbers(fall).includes(n)) ||
        (!others.includes(n) && Math.abs(Date.parse(at) - Date.parse(fall.at)) <= TOGETHER),
    );
    return own.sort((one, other) => (one.n ?? 0) - (other.n ?? 0)).at(-1);
  }
}
