/** Where a fall may have begun, drawn: floors × columns of homes, each with its share. Never one name. */

import { html, nothing, type TemplateResult } from "lit";
import { styleMap } from "lit/directives/style-map.js";
import { gridOf, percent, type Column } from "../../falls/facade";
import type { Fall } from "../../falls/wire";
import { unitInFull } from "../../place";
import { buildingInFull } from "../../names";
import type { Words } from "../../words";

/** From this share of the likeliest on, a cell is dark and its text is light. */
const DARK = 0.55;

export function facadeDrawing(fall: Fall, words: Words): TemplateResult {
  const grid = gridOf(fall);
  if (!grid) return html`<p class="hint">${words.t("fall_no_candidates")}</p>`;
  const [first] = grid.columns;
  const same = (pick: (column: Column) => string): boolean =>
    grid.columns.every((column) => pick(column) === (first ? pick(first) : ""));
  const oneBuilding = same(({ building }) => building);
  const oneUnit = oneBuilding && same(({ unit }) => unit);
  const title = [
    oneBuilding && first?.building ? buildingInFull(first.building, words) : "",
    oneUnit && first?.unit ? unitInFull(first.unit, words) : "",
  ].filter(Boolean);
  const head = (column: Column): string =>
    [
      oneBuilding ? "" : column.building && buildingInFull(column.building, words),
      oneUnit ? "" : column.unit && unitInFull(column.unit, words),
      column.name,
    ]
      .filter(Boolean)
      .join(" ");
  return html`<table class="facade" data-elsewhere=${percent(grid.elsewhere)}>
      <caption>
        ${title.length ? html`<b>${title.join(words.language === "en" ? ", " : " ")}</b>` : nothing}
        <span class="hidden">${words.t("fall_drawing")}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col"><span class="hidden">${words.t("fall_floor_head")}</span></th>
          ${grid.columns.map((column) => html`<th scope="col">${head(column)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${grid.floors.map(
          ({ floor, name }, row) =>
            html`<tr data-floor=${floor}>
              <th scope="row">${words.t("fall_floor_short", { floor: name })}</th>
              ${grid.cells[row]?.map((cell) =>
                cell
                  ? html`<td
                      class=${cell.shade >= DARK ? "dark" : ""}
                      style=${styleMap({ "--share": `${Math.round(cell.shade * 100)}%` })}
                      data-p=${cell.p.toFixed(3)}
                    >
                      <b>${percent(cell.p)}</b>${cell.home ? html`<small>${cell.home}</small>` : nothing}
                    </td>`
                  : html`<td class="void"><span aria-hidden="true">·</span></td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="hint">${words.t("fall_elsewhere", { share: percent(grid.elsewhere) })}</p>
    <p class="hint">${words.t("fall_never_one")}</p>`;
}
