/** The grids and who answers for them. */

import { html, nothing, type TemplateResult } from "lit";
import type { GridDraft } from "../../register/grid-desk";
import type { Grid } from "../../register/wire";
import { staffName } from "../../staff/names";
import { choice, doing, field, problem, sourced, table, valuesOf } from "../page/parts";
import type { RegisterPage } from "./register-page";

export function gridsView(page: RegisterPage): TemplateResult {
  const { words, grids } = page;
  grids.open();
  const { draft } = grids;
  return html`
    <p>${words.t("grids_intro")}</p>
    <div class="bar">
      <button class="small" data-do="add-grid" @click=${() => grids.edit()}>${words.t("grid_add")}</button>
    </div>
    ${sourced(words, grids.grids, (rows) =>
      table<Grid>({
        caption: words.t("grids_caption"),
        empty: words.t("grids_empty"),
        rows,
        key: (grid) => grid.id,
        columns: [
          { head: words.t("grid_name"), style: "strong", cell: (grid) => grid.name },
          { head: words.t("grid_worker"), cell: (grid) => nameOf(page, grid.worker) },
          { head: words.t("grid_deputy"), cell: (grid) => nameOf(page, grid.deputy) },
          { head: words.t("grid_homes"), style: "number", cell: (grid) => grid.homes ?? "" },
          {
            head: "",
            style: "tight",
            cell: (grid) =>
              html`<div class="bar">
                <button class="small" aria-label="${words.t("edit")}: ${grid.name}" @click=${() => grids.edit(grid)}>
                  ${words.t("edit")}
                </button>
              </div>`,
          },
        ],
      }),
    )}
    <smart-community-dialog
      .heading=${draft?.id ? words.t("grid_edit", { name: draft.name }) : words.t("grid_new")}
      .open=${draft !== undefined}
      @sc-back=${() => grids.cancel()}
    >
      ${draft ? form(page, draft) : nothing}
    </smart-community-dialog>
  `;
}

const nameOf = (page: RegisterPage, account: string): string =>
  account ? staffName(account, page.grids.staff.value, page.hass, page.words) : page.words.t("grid_nobody");

function form(page: RegisterPage, draft: GridDraft): TemplateResult {
  const { words, grids, hass } = page;
  const people = [
    ["", words.t("grid_nobody")] as const,
    ...(grids.staff.value ?? [])
      .filter((member) => member.roles.length > 0)
      .map((member) => [member.user_id, staffName(member.user_id, grids.staff.value, hass, words)] as const),
  ];
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { name = "", worker = "", deputy = "" } = valuesOf(event);
    page.wrong = name.trim() ? {} : { grid: words.t("field_needed") };
    page.requestUpdate();
    if (!name.trim()) return page.toWrong();
    if (await grids.save({ ...draft, name: name.trim(), worker, deputy })) page.say(words.t("grid_saved"));
  };
  return html`<form novalidate @submit=${save}>
    ${field({ name: "name", label: words.t("grid_name"), value: draft.name, required: true, wrong: page.wrong["grid"], max: 100 })}
    ${choice({ name: "worker", label: words.t("grid_worker"), value: draft.worker, options: people })}
    ${choice({ name: "deputy", label: words.t("grid_deputy"), value: draft.deputy, options: people })}
    ${problem(words, grids.work.problem)}
    <div class="ends">
      <button type="button" @click=${() => grids.cancel()}>${words.t("cancel")}</button>
      <button class="strong" ?disabled=${grids.work.busy !== undefined}>
        ${doing(words, words.t("save"), grids.work.busy !== undefined)}
      </button>
    </div>
  </form>`;
}
