/** What pages are made of: tables, paging, fields, problems, progress. */

import { html, nothing, type TemplateResult } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { live } from "lit/directives/live.js";
import { explainHere } from "../../errors";
import type { Paging } from "../../paging";
import type { Source } from "../../work";
import type { Words } from "../../words";

type Shown = TemplateResult | string | number | typeof nothing;

export interface Column<Row> {
  head: string;
  cell: (row: Row) => Shown;
  /** strong: what the row is called. tight: no wider than needed. */
  style?: "strong" | "tight" | "number";
}

/** A table; where there is no room its rows become blocks, and stay a table for a screen reader. */
export function table<Row>(options: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  empty: string;
  rowClass?: (row: Row) => string;
  key?: (row: Row) => string;
}): TemplateResult {
  const { caption, columns, rows, empty, rowClass, key } = options;
  if (!rows.length) return html`<p class="empty">${empty}</p>`;
  return html`<table role="table" aria-label=${caption}>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map(
          (column) =>
            html`<th role="columnheader" scope="col" class=${column.style ?? ""}>
              ${column.head || html`<span class="hidden">·</span>`}
            </th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        (row) =>
          html`<tr role="row" class=${rowClass?.(row) ?? ""} data-row=${key?.(row) ?? nothing}>
            ${columns.map((column) => {
              const cell = column.cell(row);
              const classes = { [column.style ?? "plain-cell"]: true, void: cell === nothing || cell === "" };
              return html`<td role="cell" class=${classMap(classes)} data-label=${column.head || nothing}>${cell}</td>`;
            })}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Nothing for what fits on one page. */
export function pager(words: Words, paging: Paging, total: number, go: (offset: number) => void): Shown {
  if (total <= paging.limit) return nothing;
  return html`<nav class="pager">
    <button class="small" ?disabled=${!paging.before} @click=${() => go(paging.offset - paging.limit)}>
      ${words.t("page_before")}
    </button>
    <span role="status">${words.t("page_of", { ...paging.range(total), total })}</span>
    <button class="small" ?disabled=${!paging.after(total)} @click=${() => go(paging.offset + paging.limit)}>
      ${words.t("page_after")}
    </button>
  </nav>`;
}

/** What went wrong, and nothing if nothing did. */
export function problem(words: Words, error: unknown, again?: () => void): Shown {
  if (error === undefined) return nothing;
  return html`<div class="problem" role="alert">
    <span>${explainHere(error, words)}</span>
    ${again ? html`<button class="small" @click=${again}>${words.t("reload")}</button>` : nothing}
  </div>`;
}

/** What a source has, or that it is being read, or why it could not be. */
export function sourced<Value>(
  words: Words,
  source: Source<Value>,
  show: (value: Value) => Shown | Shown[],
): Shown | Shown[] {
  const trouble = problem(words, source.problem, () => void source.load());
  if (source.value !== undefined) return html`${trouble}${show(source.value)}`;
  return source.problem === undefined ? waiting(words) : trouble;
}

export function waiting(words: Words, text = words.t("loading")): TemplateResult {
  return html`<p class="waiting-line" role="status"><span class="spinner" aria-hidden="true"></span>${text}</p>`;
}

export interface Field {
  name: string;
  label: string;
  value?: string | number | null;
  type?: "text" | "tel" | "number" | "date" | "time" | "datetime-local" | "search";
  hint?: string | undefined;
  placeholder?: string;
  wrong?: string | undefined;
  required?: boolean;
  lines?: boolean;
  max?: number;
  list?: string;
  input?: (value: string) => void;
}

const ids = (field: { name: string; hint?: string | undefined; wrong?: string | undefined }): string | typeof nothing =>
  [field.hint && `hint-${field.name}`, field.wrong && `wrong-${field.name}`].filter(Boolean).join(" ") || nothing;

const around = (
  { name, label, hint, wrong }: { name: string; label: string; hint?: string | undefined; wrong?: string | undefined },
  control: TemplateResult,
): TemplateResult =>
  html`<label class="field">
    <span>${label}</span>
    ${control} ${hint ? html`<small id="hint-${name}">${hint}</small>` : nothing}
    ${wrong ? html`<small class="wrong" id="wrong-${name}">${wrong}</small>` : nothing}
  </label>`;

/** A field with its label, its hint and what is wrong with it, told to a screen reader as well. */
export function field(one: Field): TemplateResult {
  const value = String(one.value ?? "");
  const typed = (event: Event): void => one.input?.((event.target as HTMLInputElement).value);
  return around(
    one,
    one.lines
      ? html`<textarea
          name=${one.name}
          maxlength=${one.max ?? nothing}
          aria-invalid=${one.wrong ? "true" : nothing}
          aria-describedby=${ids(one)}
          aria-required=${one.required ? "true" : nothing}
          .value=${live(value)}
          @input=${typed}
        ></textarea>`
      : html`<input
          name=${one.name}
          type=${one.type ?? "text"}
          maxlength=${one.max ?? nothing}
          placeholder=${one.placeholder ?? nothing}
          list=${one.list ?? nothing}
          autocomplete="off"
          aria-invalid=${one.wrong ? "true" : nothing}
          aria-describedby=${ids(one)}
          aria-required=${one.required ? "true" : nothing}
          .value=${live(value)}
          @input=${typed}
        />`,
  );
}

export function choice(one: {
  name: string;
  label: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  hint?: string | undefined;
  wrong?: string | undefined;
  change?: (value: string) => void;
}): TemplateResult {
  return around(
    one,
    html`<select
      name=${one.name}
      aria-invalid=${one.wrong ? "true" : nothing}
      aria-describedby=${ids(one)}
      @change=${(event: Event) => one.change?.((event.target as HTMLSelectElement).value)}
    >
      ${one.options.map(([value, text]) => html`<option value=${value} ?selected=${value === one.value} .selected=${value === one.value}>${text}</option>`)}
    </select>`,
  );
}

export function check(one: {
  name: string;
  label: string;
  value: string;
  checked: boolean;
  change?: (checked: boolean) => void;
}): TemplateResult {
  return html`<label class="check">
    <input
      type="checkbox"
      name=${one.name}
      value=${one.value}
      .checked=${live(one.checked)}
      @change=${(event: Event) => one.change?.((event.target as HTMLInputElement).checked)}
    /><span>${one.label}</span>
  </label>`;
}

/** Buttons of which one shows what is open. */
export function tabs<Name extends string>(
  label: string,
  options: readonly (readonly [name: Name, text: string])[],
  chosen: Name,
  choose: (name: Name) => void,
): TemplateResult {
  const arrows = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    const index = options.findIndex(([name]) => name === chosen);
    const next = options[(index + step + options.length) % options.length];
    if (!next) return;
    event.preventDefault();
    choose(next[0]);
    const list = event.currentTarget as HTMLElement;
    list.querySelectorAll<HTMLElement>("[role=tab]")[options.indexOf(next)]?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} @keydown=${arrows}>
    ${options.map(
      ([name, text]) =>
        html`<button
          role="tab"
          data-tab=${name}
          aria-selected=${String(name === chosen)}
          tabindex=${name === chosen ? "0" : "-1"}
          @click=${() => choose(name)}
        >
          ${text}
        </button>`,
    )}
  </div>`;
}

/** A button that shows that its work is under way. */
export function doing(words: Words, text: string, busy: boolean): Shown {
  return busy ? html`<span class="spinner" aria-hidden="true"></span>${words.t("working")}` : text;
}

/** The values of a form by name; of checkboxes all that are checked, joined by a comma. */
export function valuesOf(event: Event): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of new FormData(event.target as HTMLFormElement)) {
    if (typeof value === "string") values[name] = name in values ? `${values[name]},${value}` : value;
  }
  return values;
}
