/** The report of a walk test as a page to print and sign. */

import type { Words } from "../words";

export interface ReportLine {
  device: string;
  where: string;
  /** undefined: not tested. */
  at: string | undefined;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter] ?? letter);

/** Those that were not tested come first: they are what is to be done. */
export function reportPage(words: Words, site: string, summary: string, lines: readonly ReportLine[]): string {
  const title = escaped(words.t("test_print_title", { site }));
  const ordered = [...lines].sort((one, other) => Number(one.at !== undefined) - Number(other.at !== undefined));
  const rows = ordered.map(
    ({ device, where, at }) =>
      `<tr><td>${escaped(device)}</td><td>${escaped(where)}</td><td>${escaped(at ?? words.t("test_report_missing"))}</td></tr>`,
  );
  const heads = (["device_column", "device_place", "device_tested"] as const).map(
    (key) => `<th>${escaped(words.t(key))}</th>`,
  );
  return `<!doctype html><html lang="${words.language}"><meta charset="utf-8"><title>${title}</title>
<style>body{font:14px/1.4 sans-serif;margin:24px}table{border-collapse:collapse;width:100%}td,th{border:1px solid #888;padding:4px 8px;text-align:left}h1{font-size:20px}.sign{margin-top:48px}</style>
<h1>${title}</h1><p>${escaped(summary)}</p><table><tr>${heads.join("")}</tr>${rows.join("")}</table>
<p class="sign">${escaped(words.t("signature"))}: ____________________</p></html>`;
}
