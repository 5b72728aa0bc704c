/** Entries of the journal in words. */

import type { Hass } from "../ha";
import { actorName, personName } from "../names";
import { did } from "../texts/did";
import type { Me } from "../model";
import type { Words } from "../words";
import type { Entry } from "./wire";

const PREFIX = "did_";
/** So many of a list are shown. */
const MOST = 4;

/** What can have been done, with words. */
export function knownActions(words: Words): (readonly [action: string, text: string])[] {
  return Object.keys(did)
    .map((key) => [key.slice(PREFIX.length), words.found(key, "journal_action_other")] as const)
    .sort(([, one], [, other]) => one.localeCompare(other, words.language));
}

export function actionName(action: string, words: Words): string {
  return words.found(`${PREFIX}${action}`, "journal_action_other", { code: action.replaceAll("_", " ") });
}

export function actor(entry: Entry, hass: Hass, me: Me | undefined, words: Words): string {
  return actorName(hass, entry.actor, me, words);
}

/** An id as a person can use it: a name if it is an account's, else the id, cut in its middle. */
export function subject(id: string, hass: Hass): string {
  if (!id) return "";
  return personName(hass, id) ?? (/^[0-9A-Za-z]{20,}$/.test(id) ? `${id.slice(0, 4)}…${id.slice(-4)}` : id);
}

/** The accounts that are known by name, for choosing one. */
export function knownPeople(hass: Hass): (readonly [account: string, name: string])[] {
  return Object.entries(hass.states)
    .filter(([id]) => id.startsWith("person."))
    .flatMap(([, state]) => {
      const account = state?.attributes["user_id"];
      return typeof account === "string"
        ? [[account, String(state?.attributes["friendly_name"] ?? account)] as const]
        : [];
    });
}

/** What else an entry says, as short as it can be. Values that everybody knows are in words, ids are cut. */
export function details(entry: Entry, hass: Hass, words: Words): string {
  const said = (value: unknown): string => {
    if (Array.isArray(value)) {
      const shown = words.list(value.slice(0, MOST).map(said));
      return value.length > MOST ? words.t("detail_more", { shown, count: value.length - MOST }) : shown;
    }
    if (value === null || value === "") return words.t("none");
    if (typeof value === "boolean") return words.t(value ? "yes" : "no");
    if (typeof value === "object") return words.list(Object.values(value).map(said));
    if (typeof value !== "string") return String(value);
    return (
      words.option("role", value, "") ||
      words.option("delivery_error", value, "") ||
      words.known(`purpose_${value}`) ||
      subject(value, hass)
    );
  };
  return Object.entries(entry.details)
    .filter(([, value]) => !(Array.isArray(value) && !value.length) && value !== null)
    .map(([name, value]) => {
      const known = words.found(`detail_${name}`, "journal_action_other", { code: name.replaceAll("_", " ") });
      return `${known}${words.language === "en" ? ": " : "："}${said(value)}`;
    })
    .join(" · ");
}
