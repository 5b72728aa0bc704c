/** An empty sheet to fill in: its headings are those of `core/register_columns.py` (test/register.test.ts). */

import type { Language } from "../words";

const NUMBERS = ["1", "2"] as const;

const ENGLISH = [
  "building",
  "unit",
  "home",
  "floor",
  "grid",
  "household",
  "note",
  "access",
  "key_safe",
  ...["name", "birth_year", "care", "guardian", "language", "note"].map((part) => `resident_1_${part}`),
  ...NUMBERS.flatMap((number) => ["name", "phone", "relation"].map((part) => `contact_${number}_${part}`)),
];
const CHINESE = [
  "楼栋",
  "单元",
  "房号",
  "楼层",
  "网格",
  "户主",
  "备注",
  "入户方式",
  "钥匙盒位置",
  ...["姓名", "出生年份", "关爱原因", "监护人", "语言", "备注"].map((part) => `居民1${part}`),
  ...NUMBERS.flatMap((number) => ["姓名", "电话", "关系"].map((part) => `联系人${number}${part}`)),
];

export const headingsOf = (language: Language): string[] => (language === "en" ? ENGLISH : CHINESE);

/** A CSV file as spreadsheets take it: with a mark at its beginning, so that they read it as UTF-8. */
export const templateOf = (language: Language): string => `\ufeff${headingsOf(language).join(",")}\r\n`;
