/** The words of one language. Kinds, severities, results and roles have the same words as everywhere else in the
 * integration: they come from its own translations. */

import { selector as english } from "../../custom_components/smart_community/translations/en.json";
import { selector as chinese } from "../../custom_components/smart_community/translations/zh-Hans.json";
import type { Kind, Resolution, Role, Severity } from "./model";
import { en, type TextKey } from "./texts/en";
import { zhHans } from "./texts/zh-hans";

export type Language = "en" | "zh-Hans";
export type { TextKey };

const TEXTS: Record<Language, Record<TextKey, string>> = { en, "zh-Hans": zhHans };
const OPTIONS = { en: english, "zh-Hans": chinese };

/** The language of ours that suits one of Home Assistant's ("zh-Hant" readers read zh-Hans better than English). */
export function languageFor(language: string | undefined): Language {
  return language?.toLowerCase().startsWith("zh") ? "zh-Hans" : "en";
}

export class Words {
  constructor(readonly language: Language) {}

  /** The text under a key, with its {placeholders} filled. */
  t(key: TextKey, values: Record<string, string | number> = {}): string {
    return TEXTS[this.language][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
  }

  /** The text under a key that was made from what the server sent, else under `otherwise`. */
  found(key: string, otherwise: TextKey, values: Record<string, string | number> = {}): string {
    return this.t(key in TEXTS[this.language] ? (key as TextKey) : otherwise, values);
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
}
