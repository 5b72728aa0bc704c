import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Feed, type FeedListener, type FeedStatus } from "../src/feed";
import type { Change, Incident } from "../src/model";
import { refuse, StandInConnection } from "./connection";
import { incident } from "./world";

const PACE = { heartbeat: 5000, answer: 4000, retry: 2000, grace: 20_000 };

class Watcher implements FeedListener {
  statuses: FeedStatus[] = [];
  changes: [Change, number][] = [];
  feed: Feed | undefined;

  feedChanged(): void {
    const status = this.feed?.status ?? "connecting";
    if (this.statuses.at(-1) !== status) this.statuses.push(status);
  }

  incidentChanged(change: Change, one: Incident): void {
    this.changes.push([change, one.number]);
  }
}

let connection: StandInConnection;
let watcher: Watcher;
let page: EventTarget;
let feed: Feed;

beforeEach(() => {
  vi.useFakeTimers();
  connection = new StandInConnection();
  watcher = new Watcher();
  page = new EventTarget();
  feed = watcher.feed = new Feed(connection, watcher, page, PACE);
});

afterEach(() => {
  feed.stop();
  vi.useRealTimers();
});

const pass = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const snapshot = (...incidents: Incident[]): void => connection.tell({ type: "snapshot", incidents });
const numbers = (): number[] => [...feed.active].map((one) => one.number);

async function live(...incidents: Incident[]): Promise<void> {
  feed.start();
  await pass();
  snapshot(...incidents);
}

test("it is live once it knows what is open", async () => {
  feed.start();
  await pass();
  expect(feed.status).toBe("connecting");
  snapshot(incident());
  expect(feed.status).toBe("live");
  expect(numbers()).toEqual([1]);
  // What was open before the page was is no news.
  expect(watcher.changes).toEqual([]);
  expect(feed.me?.roles).toEqual(["duty_room"]);
});

test("changes come and go", async () => {
  await live();
  connection.tell({ type: "change", change: "opened", incident: incident({ number: 2 }) });
  expect(numbers()).toEqual([2]);
  connection.tell({ type: "change", change: "resolved", incident: incident({ number: 2, state: "resolved" }) });
  expect(numbers()).toEqual([]);
  expect(watcher.changes).toEqual([
    ["opened", 2],
    ["resolved", 2],
  ]);
});

test("a lost connection is said at once; afterwards everything is caught up, and what is new is told", async () => {
  await live(incident({ number: 1 }), incident({ number: 2 }));
  connection.lose();
  expect(feed.status).toBe("lost");
  expect(numbers()).toEqual([1, 2]);
  connection.restore();
  await pass();
  expect(connection.subscriptions).toBe(2);
  snapshot(incident({ number: 2 }), incident({ number: 3 }));
  expect(feed.status).toBe("live");
  expect(numbers()).toEqual([2, 3]);
  expect(watcher.changes).toEqual([["opened", 3]]);
});

test("the browser's own word for it is enough", async () => {
  await live();
  page.dispatchEvent(new Event("offline"));
  expect(feed.status).toBe("lost");
  page.dispatchEvent(new Event("online"));
  await pass();
  snapshot(incident());
  expect(feed.status).toBe("live");
});

test("an earlier subscription is not listened to", async () => {
  await live();
  connection.lose();
  snapshot(incident({ number: 9 }));
  expect(feed.status).toBe("lost");
  expect(numbers()).toEqual([]);
});

test("a network that dies silently is found out, and a new connection made", async () => {
  await live();
  connection.dead = true;
  await pass(PACE.heartbeat + PACE.answer);
  expect(feed.status).toBe("lost");
  expect(connection.reconnects).toBe(0);
  await pass(PACE.heartbeat + PACE.answer);
  expect(connection.reconnects).toBe(1);
  connection.dead = false;
  connection.restore();
  await pass();
  snapshot();
  expect(feed.status).toBe("live");
});

test("an answer that was only late is caught up with", async () => {
  await live();
  connection.dead = true;
  await pass(PACE.heartbeat + PACE.answer);
  connection.dead = false;
  await pass(PACE.heartbeat);
  snapshot(incident());
  expect(feed.status).toBe("live");
  expect(connection.reconnects).toBe(0);
});

test("a server that starts is waited for, and its refusals are not believed at once", async () => {
  await live(incident());
  connection.lose();
  const answer = connection.answer;
  connection.answer = refuse("unknown_command");
  connection.restore();
  await pass();
  expect(feed.status).toBe("starting");
  connection.answer = refuse("unauthorized");
  await pass(PACE.retry);
  expect(feed.status).toBe("starting");
  expect(numbers()).toEqual([1]);
  connection.answer = answer;
  await pass(PACE.retry);
  snapshot();
  expect(feed.status).toBe("live");
});

test("a role that was taken away takes what is on the screen with it", async () => {
  await live(incident());
  connection.answer = refuse("unauthorized");
  await pass(PACE.heartbeat);
  expect(feed.status).toBe("starting");
  await pass(PACE.grace + PACE.retry);
  expect(feed.status).toBe("refused");
  expect(numbers()).toEqual([]);
});

test("a community that stops is said to have stopped", async () => {
  await live(incident());
  connection.answer = refuse("not_loaded");
  await pass(PACE.heartbeat);
  expect(feed.status).toBe("stopped");
});

test("an answer may be here before its event, and an old one changes nothing", async () => {
  const open = incident();
  await live(open);
  const taken = incident({ state: "acknowledged", timeline: [...open.timeline, { at: "", what: "acknowledged" }] });
  feed.take(taken);
  expect(feed.find("id-1")?.state).toBe("acknowledged");
  feed.take(open);
  expect(feed.find("id-1")?.state).toBe("acknowledged");
  feed.take(incident({ number: 7 }));
  expect(numbers()).toEqual([1]);
});

test("nothing is left behind", async () => {
  await live();
  feed.stop();
  expect(connection.listening).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
  snapshot(incident());
  expect(numbers()).toEqual([]);
});
