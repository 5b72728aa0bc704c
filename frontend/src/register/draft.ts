/** A home while it is being edited: plain text in each field, until the register has judged it. */

import { codeOf, detailsOf } from "../errors";
import type { Words } from "../words";
import type { HomeCard } from "./wire";

export interface DraftContact {
  name: string;
  phone: string;
  relation: string;
}

export interface DraftResident {
  id?: string;
  name: string;
  birth_year: string;
  care: string[];
  guardian: string;
  language: string;
  note: string;
}

export interface HomeDraft {
  id: string | undefined;
  building: string;
  unit: string;
  number: string;
  floor: string;
  household: string;
  note: string;
  access: string;
  key_safe: string;
  grid: string;
  contacts: DraftContact[];
  residents: DraftResident[];
}

export const MOST_CONTACTS = 10;
export const NO_CONTACT: DraftContact = { name: "", phone: "", relation: "" };
export const NO_RESIDENT: DraftResident = {
  name: "",
  birth_year: "",
  care: [],
  guardian: "",
  language: "",
  note: "",
};

export function emptyDraft(building = ""): HomeDraft {
  const texts = { unit: "", number: "", floor: "", household: "", note: "", access: "", key_safe: "", grid: "" };
  return { id: undefined, building, ...texts, contacts: [{ ...NO_CONTACT }], residents: [{ ...NO_RESIDENT }] };
}

export function draftOf(home: HomeCard): HomeDraft {
  return {
    id: home.id,
    building: home.building_name,
    unit: home.unit,
    number: home.number,
    floor: home.floor === null ? "" : String(home.floor),
    household: home.household,
    note: home.note,
    access: home.access,
    key_safe: home.key_safe,
    grid: home.grid ?? "",
    contacts: home.contacts.map((contact) => ({ ...contact })),
    residents: home.residents.map((resident) => ({
      ...resident,
      birth_year: resident.birth_year === null ? "" : String(resident.birth_year),
      care: [...resident.care],
    })),
  };
}

const isBlank = ({ id: _id, ...fields }: DraftContact & { id?: string }): boolean =>
  Object.values(fields).every((value) => (Array.isArray(value) ? value.length === 0 : value.trim() === ""));

const isBlankResident = (resident: DraftResident): boolean =>
  isBlank(resident as unknown as DraftContact & { id?: string });

/** What is sent: blank contacts and residents are left out, so that what is said of one is at the place where it is shown. */
export function fieldsOf(draft: HomeDraft): Record<string, unknown> {
  const { id, grid, contacts, residents, ...texts } = draft;
  return {
    ...(id ? { id } : {}),
    ...texts,
    floor: draft.floor.trim() === "" ? null : draft.floor,
    grid,
    contacts,
    residents: residents.map(({ birth_year, ...resident }) => ({
      ...resident,
      birth_year: birth_year.trim() === "" ? null : wholeNumber(birth_year),
    })),
  };
}

/** Take out what was left blank, before it is sent. */
export function tidied(draft: HomeDraft): HomeDraft {
  return {
    ...draft,
    contacts: draft.contacts.filter((contact) => !isBlank(contact)),
    residents: draft.residents.filter((resident) => !isBlankResident(resident)),
  };
}

/** A whole number as one; anything else as it was typed, for the register to refuse. */
const wholeNumber = (text: string): number | string => (/^\s*\d{1,4}\s*$/.test(text) ? Number(text) : text);

/** What is seen to be wrong before anything is sent, by field. */
export function wrongIn(draft: HomeDraft, words: Words): Record<string, string> {
  const wrong: Record<string, string> = {};
  for (const name of ["building", "number"] as const) if (!draft[name].trim()) wrong[name] = words.t("field_needed");
  if (!/^\s*-?\d{0,3}\s*$/.test(draft.floor)) wrong["floor"] = words.t("reason_not_a_number");
  draft.contacts.forEach((contact, index) => {
    if (!isBlank(contact) && !contact.phone.trim()) wrong[`contact_${index + 1}_phone`] = words.t("field_needed");
  });
  draft.residents.forEach((resident, index) => {
    if (!/^\s*(\d{4})?\s*$/.test(resident.birth_year)) {
      wrong[`resident_${index + 1}_birth_year`] = words.t("reason_not_a_number");
    }
  });
  return wrong;
}

/** The field that a refusal is about, and what to do; undefined if it is about none that is shown. */
export function refusedField(error: unknown, words: Words): [field: string, text: string] | undefined {
  const { field } = detailsOf(error);
  const code = codeOf(error);
  if (code === "home_exists") return ["number", words.t("reason_home_exists")];
  return field ? [field, words.found(`reason_${code}`, "reason_other")] : undefined;
}
