import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { codeOf, explain, NoAnswerError, answered } from "../src/errors";
import { CHANGES, DELIVERY_STATES, RESOLUTIONS, RESPONDERS, SEVERITIES, STATES } from "../src/model";
import "../src/staff-texts";
import { languageFor, TEXTS, Words } from "../src/words";

const en = TEXTS.en as Record<string, string>;
const zhHans = TEXTS["zh-Hans"];

const INTEGRATION = new URL("../../custom_components/smart_community/", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, INTEGRATION), "utf-8");
const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "").sort();

/** The values of a StrEnum of the Python side, in their order. */
function values(path: string, name: string): string[] {
  const body = new RegExp(`class ${name}\\(StrEnum\\):\\n([\\s\\S]*?)(?:\\n\\n\\n|$)`).exec(read(path))?.[1] ?? "";
  return [...body.matchAll(/^ {4}[A-Z_]+ = "(\w+)"(?:  #.*)?$/gm)].map(([, value]) => value ?? "");
}

test("both languages have the same keys in the same order, and the same placeholders", () => {
  expect(Object.keys(zhHans)).toEqual(Object.keys(en));
  for (const [key, text] of Object.entries(en)) {
    expect(placeholders(zhHans[key] ?? ""), key).toEqual(placeholders(text));
    expect(text.trim()).toBe(text);
  }
});

test("English is English and Chinese is Chinese", () => {
  for (const [key, text] of Object.entries(en)) expect(text, key).not.toMatch(/[\u4e00-\u9fff]/);
  for (const [key, text] of Object.entries(zhHans)) {
    // What a file or a program is called is the same in both.
    expect(text.replace(/\{\w+\}|CSV|XLSX?|UTF|Frigate/g, ""), key).not.toMatch(/[A-Za-z]{3}/);
    expect(text.includes("Home Assistant"), key).toBe(false);
  }
});

test("kinds, severities, states, results and changes are those of the Python side", () => {
  const path = "core/incident.py";
  expect([...SEVERITIES]).toEqual(values(path, "Severity"));
  expect([...STATES]).toEqual(values(path, "State"));
  expect([...RESOLUTIONS]).toEqual(values(path, "Resolution"));
  expect([...CHANGES]).toEqual(values(path, "Change"));
  for (const language of ["en", "zh-Hans"] as const) {
    const words = new Words(language);
    for (const kind of values(path, "Kind")) expect(words.kind(kind as never)).not.toBe(words.t("kind_unknown"));
    for (const role of values("core/people.py", "Role")) expect(words.role(role)).not.toBe(words.t("role_unknown"));
  }
});

test("who may act is who the server lets act", () => {
  const table = /_RESPONDERS = frozenset\(\{(.*?)\}\)/s.exec(read("core/permissions.py"))?.[1] ?? "";
  expect([...RESPONDERS]).toEqual([...table.matchAll(/Role\.(\w+)/g)].map(([, name]) => name?.toLowerCase()));
});

test("every change and every state of a delivery has its words", () => {
  for (const change of CHANGES) expect(en).toHaveProperty(`event_${change}`);
  for (const state of DELIVERY_STATES) expect(en).toHaveProperty(`delivery_${state}`);
  for (const resolution of RESOLUTIONS) expect(en).toHaveProperty(`resolve_${resolution}_hint`);
});

test("every error that these commands answer has its words", () => {
  const codes = [
    ...read("core/incident.py").matchAll(/^ {4}code = "(\w+)"/gm),
    ...read("desks/active.py").matchAll(/^ {4}code = "(\w+)"/gm),
  ];
  codes.push(...read("commands/incidents.py").matchAll(/CallerError\("(\w+)"/g));
  expect(codes.length).toBeGreaterThan(2);
  for (const [, code] of codes) expect(en).toHaveProperty(`error_${code}`);
  for (const code of ["unauthorized", "not_loaded", "store_failed"]) expect(en).toHaveProperty(`error_${code}`);
});

test("an error says what to do, whatever its shape", async () => {
  const words = new Words("en");
  expect(codeOf({ code: "store_failed", message: "" })).toBe("store_failed");
  expect(codeOf({ type: "result", error: { code: 3, message: "Connection lost" } })).toBe("connection_lost");
  expect(codeOf(3)).toBe("connection_lost");
  expect(explain({ code: "something_new" }, words)).toBe(en.error_unknown);
  expect(explain(new TypeError("oops"), words)).toBe(en.error_unknown);
  await expect(answered(new Promise(() => undefined), 1)).rejects.toBeInstanceOf(NoAnswerError);
  expect(explain(new NoAnswerError(), words)).toBe(en.error_no_answer);
});

test("every reader gets a language of ours", () => {
  expect(languageFor("zh-Hans")).toBe("zh-Hans");
  expect(languageFor("zh-Hant")).toBe("zh-Hans");
  expect(languageFor("de")).toBe("en");
  expect(languageFor(undefined)).toBe("en");
});
