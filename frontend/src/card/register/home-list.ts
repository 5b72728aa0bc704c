/** The homes: by door and building, a page at a time. No person is in this list. */

import { html, nothing, type TemplateResult } from "lit";
import { doorOf } from "../../place";
import type { HomeRow } from "../../register/wire";
import { check, choice, field, pager, sourced, table } from "../page/parts";
import type { RegisterPage } from "./register-page";

export function homeList(page: RegisterPage, keeps: boolean): TemplateResult {
  const { words, desk } = page;
  const buildings = desk.homes.value?.buildings ?? [];
  return html`
    <form
      class="tools"
      role="search"
      @submit=${(event: Event) => {
        event.preventDefault();
        desk.go(0);
      }}
    >
      <div class="grow">
        ${field({
          name: "search",
          label: words.t("search"),
          type: "search",
          placeholder: words.t("homes_search"),
          value: desk.search,
          input: (value) => desk.find(value),
        })}
      </div>
      ${choice({
        name: "building",
        label: words.t("homes_building"),
        value: desk.building,
        options: [["", words.t("homes_all_buildings")], ...buildings.map(({ id, name }) => [id, name] as const)],
        change: (building) => desk.choose(building),
      })}
      ${
        keeps
          ? html`<button
              type="button"
              data-do="add"
              @click=${() => {
                desk.edit();
                void page.toTop();
              }}
            >
              ${words.t("homes_add")}
            </button>`
          : nothing
      }
      <div class="whole bar">
        ${check({
          name: "people",
          label: words.t("search_people"),
          value: "people",
          checked: desk.amongPeople,
          change: (on) => desk.searchPeople(on),
        })}
        ${
          desk.amongPeople
            ? html`<button class="small" data-do="search">${words.t("search")}</button>
                <span class="hint">${words.t("search_people_hint")}</span>`
            : nothing
        }
      </div>
    </form>
    <p class="hint">${words.t("register_journalled")}</p>
    ${sourced(words, desk.homes, ({ homes, total }) => [
      table<HomeRow>({
        caption: words.t("homes_caption"),
        empty: words.t(desk.search || desk.building ? "homes_empty" : "homes_none"),
        rows: homes,
        key: (home) => home.id,
        columns: [
          { head: words.t("column_door"), style: "strong", cell: (home) => doorOf(home, words) },
          { head: words.t("column_floor"), style: "number", cell: (home) => home.floor ?? "" },
          { head: words.t("column_grid"), cell: (home) => gridName(page, home.grid) },
          { head: words.t("column_devices"), style: "number", cell: (home) => home.devices.length || "" },
          {
            head: "",
            style: "tight",
            cell: (home) =>
              html`<div class="bar">
                <button
                  class="small"
                  data-do="open"
                  aria-label="${words.t("homes_open")}: ${doorOf(home, words)}"
                  @click=${() => {
                    desk.show(home.id);
                    void page.toTop();
                  }}
                >
                  ${words.t("homes_open")}
                </button>
              </div>`,
          },
        ],
      }),
      html`${pager(words, desk.paging, total, (offset) => desk.go(offset))}`,
    ])}
  `;
}

export function gridName(page: RegisterPage, grid: string | null | undefined): string {
  return page.desk.grids.value?.find((one) => one.id === grid)?.name ?? "";
}
