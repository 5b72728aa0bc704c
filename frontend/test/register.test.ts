import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import "../src/staff-texts";
import { explainHere } from "../src/errors";
import { newestConsents } from "../src/register/consents";
import { draftOf, emptyDraft, fieldsOf, refusedField, tidied, wrongIn } from "../src/register/draft";
import { base64, ImportDesk, refusedFile } from "../src/register/import-desk";
import { RegisterDesk } from "../src/register/register-desk";
import { headingsOf, templateOf } from "../src/register/template";
import { CARE_REASONS } from "../src/residents";
import { OUTCOMES, PURPOSES, STATUSES, type HomeCard, type ImportEvent } from "../src/register/wire";
import { TEXTS, Words } from "../src/words";
import { refuse, StandInConnection } from "./connection";

const INTEGRATION = new URL("../../custom_components/smart_community/", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, INTEGRATION), "utf-8");
const values = (path: string, name: string): string[] => {
  const body = new RegExp(`class ${name}\\(StrEnum\\):\\n([\\s\\S]*?)(?:\\n\\n\\n|$)`).exec(read(path))?.[1] ?? "";
  return [...body.matchAll(/^ {4}[A-Z0-9_]+ = "(\w+)"$/gm)].map(([, value]) => value ?? "");
};
const english = new Words("en");
const chinese = new Words("zh-Hans");

const CARD: HomeCard = {
  id: "h1",
  building: "b1",
  building_name: "1",
  unit: "2",
  number: "303",
  floor: 3,
  grid: null,
  household: "Sun",
  note: "",
  access: "key safe",
  key_safe: "",
  status: "active",
  contacts: [{ name: "Li", phone: "100 0000 0001", relation: "" }],
  residents: [{ id: "r1", name: "Sun", birth_year: 1940, care: ["over_80"], guardian: "", language: "", note: "" }],
  consents: [],
};

test("what the register can say has its words", () => {
  expect([...CARE_REASONS]).toEqual(values("core/people.py", "CareReason"));
  expect([...STATUSES]).toEqual(values("core/people.py", "HouseholdStatus"));
  expect([...PURPOSES]).toEqual(values("core/consent.py", "Purpose"));
  expect([...OUTCOMES].sort()).toEqual(values("core/register_fate.py", "Outcome").sort());
  const reasons = values("core/register_fields.py", "Reason");
  expect(reasons.length).toBeGreaterThan(15);
  for (const reason of reasons) expect(TEXTS.en, reason).toHaveProperty(`reason_${reason}`);
});

test("the template's columns are those that the register reads", () => {
  const columns = values("core/register_columns.py", "Column");
  for (const heading of headingsOf("en")) expect(columns).toContain(heading);
  const source = read("core/register_columns.py");
  for (const heading of headingsOf("zh-Hans")) {
    const [, of, part] = /^(居民|联系人)\d(.+)$/.exec(heading) ?? [];
    expect(source).toContain(`"${part ?? heading}"`);
    if (of) expect(source).toContain(`f"${of}{number}{part}"`);
  }
  expect(headingsOf("en")).toHaveLength(headingsOf("zh-Hans").length);
  expect(templateOf("zh-Hans").startsWith("\ufeff楼栋,单元,房号")).toBe(true);
});

test("a home that was read and is saved unchanged stays as it was", () => {
  const fields = fieldsOf(tidied(draftOf(CARD)));
  expect(fields).toMatchObject({ id: "h1", building: "1", floor: "3", grid: "", contacts: CARD.contacts });
  expect(fields["residents"]).toEqual(CARD.residents);
});

test("blank contacts and residents are left out, so that a refusal stands where it belongs", () => {
  const draft = { ...emptyDraft("1"), number: "1" };
  draft.contacts.push({ name: "Li", phone: "1", relation: "" });
  const tidy = tidied(draft);
  expect(tidy.contacts).toHaveLength(1);
  expect(tidy.residents).toEqual([]);
  expect(
    refusedField({ code: "not_a_phone", translation_placeholders: { field: "contact_1_phone" } }, chinese),
  ).toEqual(["contact_1_phone", chinese.t("reason_not_a_phone")]);
  expect(refusedField({ code: "home_exists" }, english)?.[0]).toBe("number");
  expect(refusedField({ code: "store_failed" }, english)).toBeUndefined();
});

test("what is plainly wrong is said before anything is sent", () => {
  const draft = { ...emptyDraft(), floor: "first", contacts: [{ name: "Li", phone: " ", relation: "" }] };
  draft.residents[0]!.birth_year = "old";
  expect(Object.keys(wrongIn(draft, english))).toEqual([
    "building",
    "number",
    "floor",
    "contact_1_phone",
    "resident_1_birth_year",
  ]);
  expect(wrongIn({ ...emptyDraft("1"), number: "3", floor: "-2" }, english)).toEqual({});
});

test("the newest word on a purpose counts, and of two at one moment the later", () => {
  const word = (given: boolean, at: string) =>
    ({ purpose: "face", given, at, by: "u", text_version: "1", note: "" }) as const;
  const consents = [word(true, "2026-11-01T08:00:00Z"), word(false, "2026-11-02T08:00:00Z")];
  expect(newestConsents(consents).face?.given).toBe(false);
  expect(newestConsents([...consents, word(true, "2026-11-02T08:00:00Z")]).face?.given).toBe(true);
  expect(newestConsents(consents).pictures).toBeUndefined();
});

const answers = (connection: StandInConnection, table: Record<string, unknown>): void => {
  connection.answer = (message) => {
    const found = table[String(message["type"]).replace("smart_community/", "")];
    return typeof found === "function" ? (found as (message: unknown) => unknown)(message) : found;
  };
};
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};
const sent = (connection: StandInConnection, command: string): Record<string, unknown>[] =>
  connection.sent.filter((message) => message["type"] === `smart_community/${command}`);

test("a search for people is sent when it is asked for, not while it is typed: it is journalled", async () => {
  const connection = new StandInConnection();
  answers(connection, { "register/homes": { homes: [], total: 0, buildings: [] } });
  const desk = new RegisterDesk(connection, () => undefined);
  desk.searchPeople(true);
  desk.find("Sun");
  await settled();
  expect(sent(connection, "register/homes")).toEqual([]);
  desk.go(0);
  await settled();
  expect(sent(connection, "register/homes")[0]).toMatchObject({ people: "Sun", offset: 0 });
  expect(sent(connection, "register/homes")[0]).not.toHaveProperty("search");
});

test("an edit is saved, and the home read again as the register has it", async () => {
  const connection = new StandInConnection();
  answers(connection, {
    "register/home": { home: CARD },
    "register/homes": { homes: [], total: 0, buildings: [] },
    "register/save": { home_id: "h1" },
  });
  const desk = new RegisterDesk(connection, () => undefined);
  desk.show("h1");
  await settled();
  desk.edit();
  desk.update({ household: "Sun Wei" });
  expect(await desk.save()).toBe(true);
  expect(sent(connection, "register/save")[0]).toMatchObject({ home: { id: "h1", household: "Sun Wei" } });
  await settled();
  expect(sent(connection, "register/home")).toHaveLength(2);
  expect(desk.draft).toBeUndefined();
});

test("a refused edit stays open with what was typed", async () => {
  const connection = new StandInConnection();
  answers(connection, { "register/save": refuse("home_exists") });
  const desk = new RegisterDesk(connection, () => undefined);
  desk.edit();
  desk.update({ building: "1", number: "2" });
  expect(await desk.save()).toBe(false);
  expect(desk.draft).toMatchObject({ building: "1", number: "2" });
});

const file = (name: string, content = "x", size = content.length) => ({
  name,
  size,
  arrayBuffer: () => Promise.resolve(new TextEncoder().encode(content).buffer as ArrayBuffer),
});
const report = { type: "report" as const, import_id: "i1", rows: 2, created: 2, updated: 0, unchanged: 0, errors: [] };

function importing(): { connection: StandInConnection; desk: ImportDesk; tell: (event: ImportEvent) => void } {
  const connection = new StandInConnection();
  answers(connection, {
    "register/import/upload": { upload: "u1", size: 1 },
    "register/import/rows": { rows: [], total: 0 },
    "register/undo_import": refuse("nothing_to_undo"),
  });
  const desk = new ImportDesk(
    connection,
    () => undefined,
    () => undefined,
  );
  return { connection, desk, tell: (event) => connection.tell(event) };
}

test("a sheet is checked first, and nothing is imported that is wrong", async () => {
  const { connection, desk, tell } = importing();
  const checking = desk.check(file("homes.csv"));
  await settled();
  expect(connection.subscribed.at(-1)).toMatchObject({ upload: "u1", dry_run: true });
  tell({ type: "progress", phase: "comparing", done: 1, of: 2 });
  expect(desk.progress).toEqual({ phase: "comparing", done: 1, of: 2 });
  tell({ ...report, dry_run: true, imported: false, error_count: 1 });
  await checking;
  expect(desk.stage).toBe("checked");
  await settled();
  expect(sent(connection, "register/import/rows")[0]).toMatchObject({ import_id: "i1", outcome: "error" });
  await desk.import();
  expect(connection.subscribed).toHaveLength(1);
});

test("a sheet without a fault is imported once somebody says so", async () => {
  const { connection, desk, tell } = importing();
  const checking = desk.check(file("homes.xlsx"));
  await settled();
  tell({ ...report, dry_run: true, imported: false, error_count: 0 });
  await checking;
  const running = desk.import();
  await settled();
  expect(connection.subscribed.at(-1)).toMatchObject({ dry_run: false });
  tell({ ...report, dry_run: false, imported: true, error_count: 0 });
  await running;
  expect(desk.stage).toBe("done");
});

test("what goes wrong after the start is said in the integration's own words", async () => {
  const { desk, tell } = importing();
  const checking = desk.check(file("homes.csv"));
  await settled();
  tell({ type: "error", code: "import_running", placeholders: {} });
  await checking;
  expect(desk.stage).toBe("choose");
  expect(explainHere(desk.work.problem, english)).toBe(english.error("import_running"));
});

test("a connection that goes while an import runs is said, and the page is ready again", async () => {
  const { desk, tell } = importing();
  const checking = desk.check(file("homes.csv"));
  await settled();
  tell({ ...report, dry_run: true, imported: false, error_count: 0 });
  await checking;
  void desk.import();
  await settled();
  desk.load();
  expect(desk.lost).toBe(true);
  expect(desk.stage).toBe("choose");
});

test("a file that cannot be a register is not even sent", async () => {
  expect(refusedFile(file("homes.pdf"))).toBe("import_wrong_kind");
  expect(refusedFile(file("homes.csv", "x", 33 * 1024 * 1024))).toBe("import_too_large");
  expect(refusedFile(file("Homes.XLSX"))).toBeUndefined();
  const { connection, desk } = importing();
  await desk.check(file("homes.pdf"));
  expect(connection.sent).toEqual([]);
  expect(desk.refused).toBe("import_wrong_kind");
});

test("a large file goes in whole", () => {
  const bytes = new Uint8Array(100_000).map((_, at) => at % 251);
  expect(Uint8Array.from(atob(base64(bytes)), (letter) => letter.charCodeAt(0))).toEqual(bytes);
});
