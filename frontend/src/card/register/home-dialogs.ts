/** What is asked before something happens to a household. */

import { html, nothing, type TemplateResult } from "lit";
import { doorOf } from "../../place";
import type { HomeCard } from "../../register/wire";
import { doing, field, problem, valuesOf } from "../page/parts";
import type { Asked, RegisterPage } from "./register-page";

export function homeDialogs(page: RegisterPage): TemplateResult {
  const { asked, words, desk } = page;
  const home = desk.home?.value;
  return html`<smart-community-dialog
    .heading=${asked && home ? heading(page, asked, home) : ""}
    .open=${asked !== undefined && home !== undefined}
    @sc-back=${() => page.ask(undefined)}
  >
    ${
      asked && home
        ? html`<form novalidate @submit=${(event: Event) => void confirm(event, page, asked, home)}>
            ${asked.what === "consent" ? consentFields(page, asked) : html`<p>${words.t(`${asked.what}_text`)}</p>`}
            ${asked.what === "erase" ? html`<p class="hint">${words.t("erase_kept")}</p>` : nothing}
            ${
              asked.what === "erase"
                ? field({
                    name: "number",
                    label: words.t("erase_type", { number: home.number }),
                    wrong: page.wrong["number"],
                  })
                : nothing
            }
            ${problem(words, desk.work.problem)}
            <div class="ends">
              <button type="button" @click=${() => page.ask(undefined)}>${words.t("cancel")}</button>
              <button
                class="strong ${asked.what === "erase" || asked.what === "leave" ? "danger" : ""}"
                data-do="confirm"
                ?disabled=${desk.work.busy !== undefined}
              >
                ${doing(words, confirmText(page, asked), desk.work.busy !== undefined)}
              </button>
            </div>
          </form>`
        : nothing
    }
  </smart-community-dialog>`;
}

function heading({ words }: RegisterPage, asked: Asked, home: HomeCard): string {
  if (asked.what === "consent") {
    const purpose = words.t(`purpose_${asked.purpose}`);
    return words.t(asked.given ? "consent_title" : "consent_title_withdraw", { purpose });
  }
  return words.t(`${asked.what}_title`, { place: doorOf(home, words) });
}

function confirmText({ words }: RegisterPage, asked: Asked): string {
  if (asked.what === "consent") return words.t(asked.given ? "consent_save" : "consent_withdraw_do");
  return words.t(`${asked.what}_do`);
}

function consentFields(page: RegisterPage, asked: Asked & { what: "consent" }): TemplateResult {
  const { words } = page;
  return html`
    <p>${words.t(`purpose_${asked.purpose}_text`)}</p>
    ${field({
      name: "version",
      label: words.t("consent_version"),
      hint: words.t("consent_version_hint"),
      wrong: page.wrong["version"],
      required: true,
      max: 40,
    })}
    ${field({ name: "note", label: words.t("consent_note"), max: 200 })}
  `;
}

async function confirm(event: Event, page: RegisterPage, asked: Asked, home: HomeCard): Promise<void> {
  event.preventDefault();
  const { desk, words } = page;
  const values = valuesOf(event);
  page.wrong = {};
  if (asked.what === "consent") {
    const version = values["version"]?.trim() ?? "";
    if (!version) page.wrong = { version: words.t("field_needed") };
    else if (await desk.consent(asked.purpose, asked.given, version, values["note"] ?? "")) {
      page.ask(undefined);
      page.say(words.t("done_consent"));
    }
  } else if (asked.what === "erase") {
    if (values["number"]?.trim() !== home.number) page.wrong = { number: words.t("erase_wrong") };
    else if (await desk.erase()) {
      page.ask(undefined);
      page.say(words.t("done_erased"));
    }
  } else if (await desk.setStatus(asked.what === "pause" ? "paused" : "left")) {
    page.ask(undefined);
    const left = asked.what === "leave" ? desk.devicesLeft : 0;
    page.say(words.t(asked.what === "pause" ? "done_paused" : "done_left"));
    if (left) page.say(words.t("devices_left", { count: left }));
  }
  page.requestUpdate();
  if (Object.keys(page.wrong).length) void page.toWrong();
}
