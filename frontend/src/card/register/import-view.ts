/** Import, undo, template and export. */

import { html, nothing, type TemplateResult } from "lit";
import { doorOf } from "../../place";
import type { Progress } from "../../register/import-desk";
import { templateOf } from "../../register/template";
import { OUTCOMES, type ImportReport, type LastImport, type RowFate } from "../../register/wire";
import { saveFile } from "../../save-file";
import { choice, doing, pager, problem, sourced, table, type Column } from "../page/parts";
import type { RegisterPage } from "./register-page";

export function importView(page: RegisterPage): TemplateResult {
  const { words, imports } = page;
  const { stage, work, report } = imports;
  return html`
    <p>${words.t("import_intro")}</p>
    ${imports.lost ? html`<p class="warn" role="alert">${words.t("import_lost")}</p>` : nothing}
    ${imports.refused ? html`<p class="problem" role="alert">${words.t(imports.refused)}</p>` : nothing}
    ${problem(words, work.failed === "checking" || work.failed === "importing" ? work.problem : undefined)}
    ${stage === "choose" ? chooser(page) : nothing} ${imports.progress ? bar(page, imports.progress) : nothing}
    ${report && (stage === "checked" || stage === "done") ? checked(page, report) : nothing}
    ${stage === "choose" ? lastImport(page) : nothing} ${stage === "choose" ? out(page) : nothing} ${undoDialog(page)}
  `;
}

function chooser(page: RegisterPage): TemplateResult {
  const { words, imports } = page;
  const over = (event: DragEvent): void => {
    event.preventDefault();
    (event.currentTarget as HTMLElement).classList.toggle("over", event.type === "dragover");
  };
  const drop = (event: DragEvent): void => {
    over(event);
    const file = event.dataTransfer?.files[0];
    if (file) void imports.check(file);
  };
  const chosen = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (file) void imports.check(file);
    input.value = "";
  };
  return html`<div class="file" @dragover=${over} @dragleave=${over} @drop=${drop}>
    <label class="button strong-label">
      <input class="hidden" type="file" accept=".csv,.txt,.xlsx" @change=${chosen} />${words.t("import_choose")}
    </label>
    <span class="hint">${words.t("import_drop")}</span>
    <button
      class="plain"
      data-do="template"
      @click=${() =>
        saveFile(words.language === "en" ? "register.csv" : "住户台账.csv", "text/csv", templateOf(words.language))}
    >
      ${words.t("import_template")}
    </button>
  </div>`;
}

function bar(page: RegisterPage, { phase, done, of }: Progress): TemplateResult {
  const { words, imports } = page;
  const percent = of ? Math.floor((done / of) * 100) : 0;
  const text = words.t(`import_phase_${phase}`, { percent, done, total: of });
  return html`<section class="panel" data-phase=${phase}>
    <b
      >${words.t(imports.stage === "importing" ? "import_do_title" : "import_reading", { file: imports.file?.name ?? "" })}</b
    >
    <progress max="100" value=${phase === "reading" ? nothing : percent} aria-label=${text}></progress>
    <p>${text}</p>
    <p class="hint">${words.t("import_keeps_on")}</p>
  </section>`;
}

function checked(page: RegisterPage, report: ImportReport): TemplateResult {
  const { words, imports } = page;
  const { error_count: wrong, created, updated, unchanged, imported } = report;
  const counts = { created, updated, unchanged };
  const idle = imports.work.busy === undefined;
  const toDo = created + updated;
  return html`
    <section
      class=${imported || !wrong ? "good" : "problem"}
      role="alert"
      data-report=${imported ? "imported" : "checked"}
    >
      <div>
        <p>
          <b
            >${imported ? words.t("import_done", counts) : words.t("import_checked", { file: imports.file?.name ?? "", rows: report.rows })}</b
          >
        </p>
        ${
          imported
            ? nothing
            : wrong
              ? html`<p>${words.t(wrong === 1 ? "import_wrong_one" : "import_wrong", { count: wrong })}</p>`
              : html`<p>${words.t("import_counts", counts)}</p>
                  <p>${words.t(toDo ? "import_fine" : "import_nothing")}</p>`
        }
      </div>
    </section>
    <div class="bar">
      ${
        imported
          ? html`<button data-do="undo" ?disabled=${!idle} @click=${() => page.askUndo(true)}>
              ${words.t("import_undo")}
            </button>`
          : !wrong && toDo
            ? html`<button class="strong" data-do="import" ?disabled=${!idle} @click=${() => void imports.import()}>
                ${doing(words, words.t("import_do", { count: toDo }), !idle)}
              </button>`
            : nothing
      }
      <button data-do="again" ?disabled=${!idle} @click=${() => imports.reset()}>
        ${words.t(imported ? "close" : "import_again")}
      </button>
    </div>
    ${problem(words, imports.work.problemOf("undo"))} ${fates(page)}
  `;
}

function fates(page: RegisterPage): TemplateResult | typeof nothing {
  const { words, imports } = page;
  const { rows, report } = imports;
  if (!rows || !report) return nothing;
  const door: Column<RowFate> = {
    head: words.t("column_door"),
    cell: (row) => doorOf({ building_name: row.building, unit: row.unit, number: row.number }, words),
  };
  return html`
    <div class="tools">
      ${choice({
        name: "outcome",
        label: words.t("import_filter"),
        value: imports.filter,
        options: [["", words.t("all")], ...OUTCOMES.map((outcome) => [outcome, words.t(`fate_${outcome}`)] as const)],
        change: (outcome) => imports.show(OUTCOMES.find((one) => one === outcome) ?? ""),
      })}
    </div>
    ${sourced(words, rows, ({ rows: shown, total }) => [
      table<RowFate>({
        caption: words.t("import_rows_caption"),
        empty: words.t("import_rows_empty"),
        rows: shown,
        key: (row) => String(row.line),
        rowClass: (row) => (row.outcome === "error" ? "bad" : ""),
        columns: [
          { head: words.t("column_line"), style: "tight", cell: (row) => row.line },
          {
            head: words.t("column_fate"),
            style: "tight",
            cell: (row) =>
              html`<span class="chip ${row.outcome === "error" ? "bad" : row.outcome === "unchanged" ? "calm" : "fine"}"
                >${words.t(`fate_${row.outcome}`)}</span
              >`,
          },
          // A row that is wrong may not even say which home it means.
          ...(imports.filter === "error" ? [] : [door]),
          {
            head: words.t("column_reason"),
            cell: (row) =>
              row.errors.length
                ? html`<ul class="reasons">
                    ${row.errors.map(
                      ({ column, reason }) =>
                        html`<li>
                          ${column ? html`<b>${column}</b> ` : nothing}${words.found(`reason_${reason}`, "reason_other")}
                        </li>`,
                    )}
                  </ul>`
                : row.outcome === "updated" && row.fields.length
                  ? words.t("import_fields", { fields: words.list(row.fields) })
                  : "",
          },
        ],
      }),
      html`${pager(words, imports.paging, total, (offset) => imports.go(offset))}`,
    ])}
  `;
}

function lastImport(page: RegisterPage): TemplateResult | typeof nothing {
  const { words, imports } = page;
  const last = imports.last.value;
  if (!last) return nothing;
  return html`<section class="panel">
    <div class="bar apart">
      <span>${words.t("import_last", { ...countsOf(page, last) })}</span>
      <button class="small" data-do="undo" @click=${() => page.askUndo(true)}>${words.t("import_undo_last")}</button>
    </div>
  </section>`;
}

const countsOf = (page: RegisterPage, last: LastImport): Record<string, string | number> => ({
  at: page.at(last.at),
  created: last.created,
  updated: last.updated,
});

function out(page: RegisterPage): TemplateResult {
  const { words, imports } = page;
  const save = (format: "csv" | "xlsx"): void => void imports.exportRegister(format, words.language);
  const busy = imports.work.busy !== undefined;
  return html`<section class="panel">
    <h2>${words.t("import_export")}</h2>
    <p class="hint">${words.t("import_export_text")}</p>
    <div class="bar">
      <button class="small" data-do="export-xlsx" ?disabled=${busy} @click=${() => save("xlsx")}>XLSX</button>
      <button class="small" data-do="export-csv" ?disabled=${busy} @click=${() => save("csv")}>CSV</button>
      ${imports.work.busy === "export_all" ? html`<span class="spinner" role="status" aria-label=${words.t("working")}></span>` : nothing}
    </div>
    ${problem(words, imports.work.problemOf("export_all"))}
  </section>`;
}

function undoDialog(page: RegisterPage): TemplateResult {
  const { words, imports } = page;
  const last = imports.last.value;
  const blocked = last ? last.edited_count + last.needed_count > 0 : true;
  return html`<smart-community-dialog
    .heading=${words.t("import_undo_title")}
    .open=${page.askingUndo && Boolean(last)}
    @sc-back=${() => page.askUndo(false)}
  >
    ${
      last
        ? html`<div class="form">
            <p>${words.t("import_undo_text", countsOf(page, last))}</p>
            ${last.edited_count ? html`<p class="warn">${words.t("import_undo_edited", { count: last.edited_count })}</p>` : nothing}
            ${last.needed_count ? html`<p class="warn">${words.t("import_undo_needed", { count: last.needed_count })}</p>` : nothing}
            ${problem(words, imports.work.problemOf("undo"))}
            <div class="ends">
              <button @click=${() => page.askUndo(false)}>${words.t("cancel")}</button>
              <button
                class="strong danger"
                data-do="confirm"
                ?disabled=${blocked || imports.work.busy !== undefined}
                @click=${async () => {
                  if (!(await imports.undo())) return;
                  page.askUndo(false);
                  page.say(words.t("import_undone"));
                }}
              >
                ${doing(words, words.t("import_undo_do"), imports.work.busy === "undo")}
              </button>
            </div>
          </div>`
        : nothing
    }
  </smart-community-dialog>`;
}
