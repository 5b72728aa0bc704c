/** The words of one language. Kinds, severities, results and roles have the same words as everywhere else in the
 * integration: they come from its own translations. */

import { selector as english } from "../../custom_components/smart_community/translations/en.json";
import { selector as chinese } from "../../custom_components/smart_community/translations/zh-Hans.json";
import type { Kind, Resolution, Role, Severity } from "./model";
import { duty } from "./texts/duty";
import { elevators } from "./texts/elevators";
import { en } from "./texts/en";
import { pages } from "./texts/pages";
import type { Pairs } from "./texts/pairs";
import { zhHans } from "./texts/zh-hans";
import type { StaffTexts } from "./staff-texts";

export type Language = "en" | "zh-Hans";
export type TextKey =
  keyof typeof en | keyof typeof duty | keyof typeof elevators | keyof typeof pages | keyof StaffTexts;
export type Errors = Record<string, { message: string } | undefined>;

export const TEXTS: Record<Language, Record<string, string>> = { en: { ...en }, "zh-Hans": { ...zhHans } };
const ERRORS: Record<Language, Errors> = { en: {}, "zh-Hans": {} };

/** Take up further texts: those of the staff's pages come with the pages. */
export function learn(texts: Pairs, errors?: Record<Language, Errors>): void {
  for (const [key, [inEnglish, inChinese]] of Object.entries(texts)) {
    TEXTS.en[key] = inEnglish;
    TEXTS["zh-Hans"][key] = inChinese;
  }
  if (errors) Object.assign(ERRORS, errors);
}

learn(duty);
learn(elevators);
learn(pages);

const OPTIONS = { en: english, "zh-Hans": chinese };
const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));

/** The language of ours that suits one of Home Assistant's ("zh-Hant" readers read zh-Hans better than English). */
export function languageFor(language: string | undefined): Language {
  return language?.toLowerCase().startsWith("zh") ? "zh-Hans" : "en";
}

export class Words {
  constructor(readonly language: Language) {}

  /** The text under a key, with its {placeholders} filled. */
  t(key: TextKey, values: Record<string, string | number> = {}): string {
    return fill(TEXTS[this.language][key] ?? "", values);
  }

  /** The text under a key that was made from what the server sent, else under `otherwise`. */
  found(key: string, otherwise: TextKey, values: Record<string, string | number> = {}): string {
    return this.t(key in TEXTS[this.language] ? (key as TextKey) : otherwise, values);
  }

  /** The text under a key that may or may not be one. */
  known(key: string): string | undefined {
    return TEXTS[this.language][key];
  }

  kind(kind: Kind): string {
    return OPTIONS[this.language].kind.options[kind] ?? this.t("kind_unknown");
  }

  severity(severity: Severity): string {
    return OPTIONS[this.language].severity.options[severity] ?? severity;
  }

  resolution(resolution: Resolution): string {
    return OPTIONS[this.language].resolution.options[resolution] ?? resolution;
  }

  role(role: string): string {
    return OPTIONS[this.language].role.options[role as Role] ?? this.t("role_unknown");
  }

  /** One of the options that Home Assistant shows as well; `otherwise` for a value that is newer than this script. */
  option(selector: string, value: string, otherwise = value): string {
    const selectors: Record<string, { options: Record<string, string> } | undefined> = OPTIONS[this.language];
    return selectors[selector]?.options[value] ?? otherwise;
  }

  /** The integration's own sentence for an error, undefined if it has none. */
  error(code: string, values: Record<string, string | number> = {}): string | undefined {
    const text = ERRORS[this.language][code]?.message;
    return text === undefined ? undefined : fill(text, values);
  }

  /** Several things in one line, as one writes them. */
  list(parts: readonly string[]): string {
    return parts.join(this.language === "en" ? ", " : "、");
  }
}
