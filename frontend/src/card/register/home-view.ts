/** One home: who lives there, how to get in, whom to call, what they agreed to. */

import { html, nothing, type TemplateResult } from "lit";
import { personName } from "../../names";
import { doorOf } from "../../place";
import { careWords, factsOf } from "../../residents";
import { newestConsents } from "../../register/consents";
import type { Resident } from "../../model";
import { PURPOSES, type HomeCard } from "../../register/wire";
import type { Source } from "../../work";
import { icon } from "../icons";
import { doing, problem, sourced } from "../page/parts";
import { gridName } from "./home-list";
import type { RegisterPage } from "./register-page";

export function homeView(page: RegisterPage, source: Source<HomeCard>, keeps: boolean): TemplateResult {
  const { words, desk } = page;
  return html`
    <div class="bar">
      <button
        class="plain"
        data-do="back"
        @click=${() => {
          desk.leave();
          void page.toTop();
        }}
      >
        ${words.t("home_back")}
      </button>
    </div>
    ${sourced(words, source, (home) => card(page, home, keeps))}
  `;
}

function card(page: RegisterPage, home: HomeCard, keeps: boolean): TemplateResult {
  const { words, desk } = page;
  const { work } = desk;
  return html`
    <div class="bar apart">
      <h2 tabindex="-1">${doorOf(home, words)}</h2>
      ${
        keeps
          ? html`<button
              data-do="edit"
              @click=${() => {
                desk.edit();
                void page.toTop();
              }}
            >
              ${words.t("edit")}
            </button>`
          : nothing
      }
    </div>
    <p class="hint">${words.t("register_journalled")}</p>
    ${
      home.status === "active"
        ? nothing
        : html`<p class="warn">
            <b>${words.t(`status_${home.status}`)}</b> · ${words.t(`status_${home.status}_text`)}
          </p>`
    }
    ${problem(words, work.failed && work.failed !== "save" && !page.asked ? work.problem : undefined)}
    <div class="columns">
      <div class="stack">
        <section class="panel">
          <div>
            <h3>${icon("key")} ${words.t("how_to_get_in")}</h3>
            <p class="lead">${home.access || html`<span class="faint">${words.t("nothing_recorded")}</span>`}</p>
          </div>
          ${
            home.key_safe
              ? html`<div>
                  <h3>${words.t("home_key_safe")}</h3>
                  <p class="lead">${home.key_safe}</p>
                </div>`
              : nothing
          }
          <dl class="facts-list">
            <dt>${words.t("household")}</dt>
            <dd>${home.household || words.t("nothing_recorded")}</dd>
            <dt>${words.t("good_to_know")}</dt>
            <dd class="lines">${home.note || words.t("nothing_recorded")}</dd>
            ${
              home.floor === null
                ? nothing
                : html`<dt>${words.t("column_floor")}</dt>
                    <dd>${home.floor}</dd>`
            }
            <dt>${words.t("home_grid")}</dt>
            <dd>${gridName(page, home.grid) || words.t("home_no_grid")}</dd>
          </dl>
        </section>
        <section class="panel">
          <h2>${words.t("contacts")}</h2>
          ${
            home.contacts.length
              ? html`<ol class="rows">
                  ${home.contacts.map(
                    ({ name, phone, relation }) =>
                      html`<li>
                        <span><b>${name}</b> <span class="faint">${relation}</span></span>
                        <a
                          class="button small"
                          href="tel:${phone.replace(/[^\d+*#]/g, "")}"
                          aria-label=${words.t("call", { name, phone, relation })}
                        >
                          ${icon("phone")}${phone}
                        </a>
                      </li>`,
                  )}
                </ol>`
              : html`<p class="faint">${words.t("no_contacts")}</p>`
          }
        </section>
        <section class="panel">
          <h2>${words.t("home_residents")}</h2>
          ${
            home.residents.length
              ? html`<ul class="rows">
                  ${home.residents.map((resident) => html`<li>${residentView(page, resident)}</li>`)}
                </ul>`
              : html`<p class="faint">${words.t("home_no_residents")}</p>`
          }
        </section>
      </div>
      <div class="stack">
        <section class="panel">
          <h2>${words.t("home_consents")}</h2>
          <ul class="rows">
            ${PURPOSES.map((purpose) => html`<li>${consentView(page, home, purpose, keeps)}</li>`)}
          </ul>
        </section>
        ${statusPanel(page, home, keeps)}
      </div>
    </div>
  `;
}

/** Taking part. The duty room may pause the service at a call; to leave or to be erased is asked at the office. */
function statusPanel(page: RegisterPage, home: HomeCard, keeps: boolean): TemplateResult {
  const { words, desk, imports } = page;
  const busy = desk.work.busy !== undefined || imports.work.busy !== undefined;
  const resume = async (): Promise<void> => {
    if (await desk.setStatus("active")) page.say(words.t("done_resumed"));
  };
  return html`<section class="panel">
    <h2>${words.t("home_status_heading")}</h2>
    <p><span class="chip ${home.status === "active" ? "fine" : "mind"}">${words.t(`status_${home.status}`)}</span></p>
    <div class="bar">
      ${
        home.status === "active"
          ? html`<button class="small" data-do="pause" @click=${() => page.ask({ what: "pause" })}>
              ${words.t("pause")}
            </button>`
          : html`<button class="small" data-do="resume" ?disabled=${busy} @click=${resume}>
              ${doing(words, words.t("resume"), desk.work.busy === "active")}
            </button>`
      }
      ${
        keeps && home.status !== "left"
          ? html`<button class="small" data-do="leave" @click=${() => page.ask({ what: "leave" })}>
              ${words.t("leave")}
            </button>`
          : nothing
      }
      ${
        keeps
          ? html`<button
                class="small"
                data-do="export"
                ?disabled=${busy}
                @click=${() => void imports.exportHome(home.id)}
              >
                ${words.t("export_home")}
              </button>
              <button class="small danger" data-do="erase" @click=${() => page.ask({ what: "erase" })}>
                ${words.t("erase")}
              </button>`
          : nothing
      }
    </div>
    ${problem(words, imports.work.problemOf("export"))}
  </section>`;
}

function residentView(page: RegisterPage, resident: Resident): TemplateResult {
  const { words } = page;
  const facts = factsOf(resident, words);
  return html`<div class="resident">
    <span><b>${resident.name || words.t("unknown")}</b> <span class="faint">${words.list(facts)}</span></span>
    <span class="chips">
      ${careWords(resident.care, words).map((reason) => html`<span class="chip">${reason}</span>`)}
    </span>
    ${resident.note ? html`<span class="lines">${resident.note}</span>` : nothing}
  </div>`;
}

function consentView(
  page: RegisterPage,
  home: HomeCard,
  purpose: (typeof PURPOSES)[number],
  keeps: boolean,
): TemplateResult {
  const { words, hass } = page;
  const consent = newestConsents(home.consents)[purpose];
  const by = consent && hass && personName(hass, consent.by);
  return html`<div class="consent">
    <div>
      <b>${words.t(`purpose_${purpose}`)}</b>
      <span class="chip ${consent?.given ? "fine" : "calm"}">
        ${words.t(consent ? (consent.given ? "consent_given" : "consent_withdrawn") : "consent_never")}
      </span>
      <p class="hint">
        ${
          consent
            ? html`${words.t("consent_since", { at: page.at(consent.at), version: consent.text_version })}${
                by ? html` · ${by}` : nothing
              }${consent.note ? html` · ${consent.note}` : nothing}`
            : words.t(`purpose_${purpose}_text`)
        }
      </p>
    </div>
    ${
      keeps
        ? html`<button
            class="small"
            data-consent=${purpose}
            @click=${() => page.ask({ what: "consent", purpose, given: !consent?.given })}
          >
            ${words.t(consent?.given ? "consent_withdraw" : "consent_give")}
          </button>`
        : nothing
    }
  </div>`;
}
