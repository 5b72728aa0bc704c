/** Where a device belongs. */

import { html, nothing, type TemplateResult } from "lit";
import { nameOf } from "../../devices/state";
import { doorOf } from "../../place";
import { choice, doing, field, problem, sourced } from "../page/parts";
import type { DevicesPage } from "./devices-page";

export function assignDialog(page: DevicesPage): TemplateResult {
  const { words, desk } = page;
  const { assigning, work } = desk;
  const device = assigning ? nameOf(assigning.device, words) : "";
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const taken = assigning?.to === "none";
    if (await desk.saveAssignment()) page.say(words.t(taken ? "assign_taken" : "assign_done", { device }));
  };
  const hasPlace = assigning && (assigning.device.home ?? assigning.device.building) !== null;
  return html`<smart-community-dialog
    .heading=${words.t("assign_title", { device })}
    .open=${assigning !== undefined}
    @sc-back=${() => desk.assign(undefined)}
  >
    ${
      assigning
        ? html`<form novalidate @submit=${save}>
            ${choice({
              name: "to",
              label: words.t("assign_to"),
              value: assigning.to,
              options: (["home", "building", ...(hasPlace ? (["none"] as const) : [])] as const).map(
                (to) => [to, words.t(`assign_to_${to}`)] as const,
              ),
              change: (to) => desk.update({ to: to as typeof assigning.to }),
            })}
            ${assigning.to === "home" ? homeChoice(page) : nothing}
            ${
              assigning.to === "building"
                ? choice({
                    name: "building",
                    label: words.t("assign_building"),
                    value: assigning.building,
                    options: [
                      ["", words.t("staff_channel_choose")],
                      ...desk.doors.buildings.map(({ id, name }) => [id, name] as const),
                    ],
                    change: (building) => desk.update({ building }),
                  })
                : nothing
            }
            ${problem(words, work.problemOf("assign"))}
            <div class="ends">
              <button type="button" @click=${() => desk.assign(undefined)}>${words.t("cancel")}</button>
              <button class="strong" data-do="save" ?disabled=${!desk.canAssign || work.busy !== undefined}>
                ${doing(words, words.t("assign_do"), work.busy !== undefined)}
              </button>
            </div>
          </form>`
        : nothing
    }
  </smart-community-dialog>`;
}

function homeChoice(page: DevicesPage): TemplateResult {
  const { words, desk } = page;
  const { assigning, homes } = desk;
  if (!assigning) return html``;
  return html`
    ${field({
      name: "search",
      label: words.t("assign_search"),
      type: "search",
      value: assigning.search,
      input: (search) => desk.update({ search }),
    })}
    ${
      assigning.search.trim()
        ? sourced(words, homes, ({ homes: found }) =>
            found.length
              ? html`<fieldset class="found">
                  <legend>${words.t("assign_choose")}</legend>
                  ${found.map(
                    (home) =>
                      html`<label class="check">
                        <input
                          type="radio"
                          name="home"
                          value=${home.id}
                          .checked=${assigning.home === home.id}
                          @change=${() => desk.update({ home: home.id })}
                        /><span>${doorOf(home, words)}</span>
                      </label>`,
                  )}
                </fieldset>`
              : html`<p class="hint">${words.t("assign_none_found")}</p>`,
          )
        : nothing
    }
  `;
}
