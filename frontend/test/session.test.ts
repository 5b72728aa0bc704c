import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Paging } from "../src/paging";
import { Session, type SessionStatus } from "../src/session";
import { Source, Work } from "../src/work";
import { refuse, StandInConnection } from "./connection";

let connection: StandInConnection;
let session: Session;
let seen: SessionStatus[];

beforeEach(() => {
  vi.useFakeTimers();
  connection = new StandInConnection();
  seen = [];
  session = new Session(connection, { sessionChanged: (status) => seen.push(status) });
});

afterEach(() => {
  session.stop();
  vi.useRealTimers();
});

const pass = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

test("a page is live once the server says who is there, and knows when that changes", async () => {
  session.start();
  await pass();
  expect(session.live).toBe(true);
  expect(session.me?.roles).toEqual(["duty_room"]);
  connection.me = { ...connection.me, roles: ["auditor"] };
  await pass(15_000);
  expect(session.me?.roles).toEqual(["auditor"]);
});

test("a lost connection is said at once, and made good by itself", async () => {
  session.start();
  await pass();
  connection.lose();
  expect(session.status).toBe("lost");
  connection.restore();
  await pass();
  expect(session.live).toBe(true);
  session.stop();
  expect(connection.listening).toBe(0);
});

test("a server that hangs is lost, one that starts is not, and a refusal is believed only after a while", async () => {
  connection.dead = true;
  session.start();
  await pass(5000);
  expect(session.status).toBe("lost");
  connection.dead = false;
  connection.answer = refuse("not_loaded");
  await pass(2000);
  expect(session.status).toBe("stopped");
  connection.answer = refuse("unknown_command");
  await pass(2000);
  expect(session.status).toBe("starting");
  connection.answer = refuse("unauthorized");
  await pass(2000);
  expect(session.status).toBe("connecting");
  await pass(12_000);
  expect(session.status).toBe("refused");
  connection.answer = () => connection.me;
  await pass(2000);
  expect(session.live).toBe(true);
});

test("of several answers the one to the newest question counts", async () => {
  const answers: ((value: string) => void)[] = [];
  const source = new Source(
    () => new Promise<string>((resolve) => answers.push(resolve)),
    () => undefined,
  );
  const first = source.load();
  const second = source.load();
  answers[1]?.("new");
  await second;
  answers[0]?.("old");
  await first;
  expect(source.value).toBe("new");
  expect(source.loading).toBe(false);
});

test("what cannot be read leaves what was known, and says why", async () => {
  let fails = false;
  const source = new Source(
    () => (fails ? Promise.reject({ code: "store_failed" }) : Promise.resolve(1)),
    () => undefined,
  );
  await source.load();
  fails = true;
  await source.load();
  expect(source.value).toBe(1);
  expect(source.problem).toEqual({ code: "store_failed" });
});

test("one thing is done at a time, and its failure is kept under its name", async () => {
  const work = new Work(() => undefined);
  let finish: (() => void) | undefined;
  const running = work.run("save", () => new Promise((resolve) => (finish = resolve)));
  expect(await work.run("erase", () => Promise.resolve())).toBe(false);
  finish?.();
  expect(await running).toBe(true);
  expect(await work.run("erase", () => Promise.reject({ code: "incident_active" }))).toBe(false);
  expect(work.problemOf("erase")).toEqual({ code: "incident_active" });
  expect(work.problemOf("save")).toBeUndefined();
});

test("a page of a list never begins before the first or after the last", () => {
  const paging = new Paging(0, 25);
  expect(paging.range(0)).toEqual({ from: 0, to: 0 });
  expect(paging.at(-10).offset).toBe(0);
  expect(paging.at(50).range(60)).toEqual({ from: 51, to: 60 });
  expect(paging.at(50).after(60)).toBe(false);
  expect(paging.after(26)).toBe(true);
});
