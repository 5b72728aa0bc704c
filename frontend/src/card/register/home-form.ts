/** A home is edited: each refusal stands at the field that it is about. */

import { html, nothing, type TemplateResult } from "lit";
import { doorOf } from "../../place";
import { MOST_CONTACTS, NO_CONTACT, NO_RESIDENT, refusedField, wrongIn, type HomeDraft } from "../../register/draft";
import { CARE_REASONS } from "../../residents";
import { check, choice, doing, field, problem } from "../page/parts";
import type { RegisterPage } from "./register-page";

const LANGUAGES = ["普通话", "粤语", "闽南语", "吴语", "客家话", "四川话", "English", "手语"];
const SHORT = 200;
const LONG = 2000;

export function homeForm(page: RegisterPage, draft: HomeDraft): TemplateResult {
  const { words, desk } = page;
  const { work } = desk;
  const refused = refusedField(work.problemOf("save"), words);
  const wrong: Record<string, string> = refused ? { ...page.wrong, [refused[0]]: refused[1] } : page.wrong;
  const text = (name: "building" | "unit" | "number" | "floor" | "household" | "access" | "key_safe", hint?: string) =>
    field({
      name,
      label: words.t(`field_${name}`),
      value: draft[name],
      hint,
      wrong: wrong[name],
      max: SHORT,
      required: name === "building" || name === "number",
      input: (value) => desk.update({ [name]: value }),
    });
  return html`
    <h2 tabindex="-1">
      ${
        draft.id && desk.home?.value
          ? words.t("home_edit", { place: doorOf(desk.home.value, words) })
          : words.t("home_new")
      }
    </h2>
    <form class="stack" novalidate @submit=${(event: Event) => void save(event, page)}>
      <fieldset class="panel">
        <div class="fields">
          ${text("building", words.t("field_building_hint"))} ${text("unit")} ${text("number")}
          ${text("floor", words.t("field_floor_hint"))}
          ${
            desk.grids.value?.length
              ? choice({
                  name: "grid",
                  label: words.t("field_grid"),
                  value: draft.grid,
                  options: [
                    ["", words.t("home_no_grid")],
                    ...desk.grids.value.map(({ id, name }) => [id, name] as const),
                  ],
                  wrong: wrong["grid"],
                  change: (grid) => desk.update({ grid }),
                })
              : nothing
          }
        </div>
        <div class="fields">${text("household")} ${text("access")} ${text("key_safe")}</div>
        ${field({
          name: "note",
          label: words.t("field_note"),
          value: draft.note,
          wrong: wrong["note"],
          max: LONG,
          lines: true,
          input: (note) => desk.update({ note }),
        })}
      </fieldset>
      ${contacts(page, draft, wrong)} ${residents(page, draft, wrong)}
      ${
        Object.keys(wrong).length
          ? html`<p class="problem" role="alert">${words.t("check_fields")}</p>`
          : problem(words, work.problemOf("save"))
      }
      <div class="ends">
        <button type="button" data-do="cancel" @click=${() => stop(page)}>${words.t("cancel")}</button>
        <button class="strong" data-do="save" ?disabled=${work.busy !== undefined}>
          ${doing(words, words.t("save"), work.busy === "save")}
        </button>
      </div>
    </form>
  `;
}

function stop(page: RegisterPage): void {
  page.wrong = {};
  page.desk.cancel();
  void page.toTop();
}

async function save(event: Event, page: RegisterPage): Promise<void> {
  event.preventDefault();
  const { desk, words } = page;
  if (!desk.draft) return;
  page.wrong = wrongIn(desk.draft, words);
  page.requestUpdate();
  if (Object.keys(page.wrong).length) return page.toWrong();
  if (!(await desk.save())) return page.toWrong();
  page.say(words.t("done_saved"));
  void page.toTop();
}

function contacts(page: RegisterPage, draft: HomeDraft, wrong: Record<string, string>): TemplateResult {
  const { words, desk } = page;
  const put = (index: number, change: Partial<HomeDraft["contacts"][number]>): void =>
    desk.update({ contacts: draft.contacts.map((one, at) => (at === index ? { ...one, ...change } : one)) });
  return html`<section class="panel">
    <h2>${words.t("contacts")}</h2>
    <p class="hint">${words.t("contacts_hint")}</p>
    ${draft.contacts.map((contact, index) => {
      const number = index + 1;
      const one = (name: "name" | "phone" | "relation") =>
        field({
          name: `contact_${number}_${name}`,
          label: words.t(`field_${name}`),
          type: name === "phone" ? "tel" : "text",
          value: contact[name],
          wrong: wrong[`contact_${number}_${name}`],
          max: SHORT,
          input: (value) => put(index, { [name]: value }),
        });
      return html`<fieldset class="one">
        <legend>${words.t("contact_legend", { number })}</legend>
        <div class="fields">${one("name")} ${one("phone")} ${one("relation")}</div>
        <button
          type="button"
          class="plain"
          aria-label=${words.t("contact_remove", { number })}
          @click=${() => desk.update({ contacts: draft.contacts.filter((_, at) => at !== index) })}
        >
          ${words.t("remove")}
        </button>
      </fieldset>`;
    })}
    <div class="bar">
      <button
        type="button"
        class="small"
        ?disabled=${draft.contacts.length >= MOST_CONTACTS}
        @click=${() => desk.update({ contacts: [...draft.contacts, { ...NO_CONTACT }] })}
      >
        ${words.t("contact_add")}
      </button>
    </div>
  </section>`;
}

function residents(page: RegisterPage, draft: HomeDraft, wrong: Record<string, string>): TemplateResult {
  const { words, desk } = page;
  const put = (index: number, change: Partial<HomeDraft["residents"][number]>): void =>
    desk.update({ residents: draft.residents.map((one, at) => (at === index ? { ...one, ...change } : one)) });
  return html`<section class="panel">
    <h2>${words.t("home_residents")}</h2>
    <datalist id="languages">${LANGUAGES.map((language) => html`<option value=${language}></option>`)}</datalist>
    ${draft.residents.map((resident, index) => {
      const number = index + 1;
      const one = (name: "name" | "birth_year" | "guardian" | "language", list?: string) =>
        field({
          name: `resident_${number}_${name}`,
          label: words.t(`field_${name}`),
          value: resident[name],
          wrong: wrong[`resident_${number}_${name}`],
          max: SHORT,
          ...(list ? { list } : {}),
          input: (value) => put(index, { [name]: value }),
        });
      return html`<fieldset class="one">
        <legend>${words.t("resident_legend", { number })}</legend>
        <div class="fields">${one("name")} ${one("birth_year")} ${one("language", "languages")} ${one("guardian")}</div>
        <div class="field" role="group" aria-label=${words.t("field_care")}>
          <span>${words.t("field_care")}</span>
          <div class="checks">
            ${CARE_REASONS.map((reason) =>
              check({
                name: `resident_${number}_care`,
                label: words.t(`care_${reason}`),
                value: reason,
                checked: resident.care.includes(reason),
                change: (checked) =>
                  put(index, {
                    care: checked ? [...resident.care, reason] : resident.care.filter((other) => other !== reason),
                  }),
              }),
            )}
          </div>
        </div>
        ${field({
          name: `resident_${number}_note`,
          label: words.t("field_resident_note"),
          value: resident.note,
          wrong: wrong[`resident_${number}_note`],
          max: LONG,
          lines: true,
          input: (note) => put(index, { note }),
        })}
        <button
          type="button"
          class="plain"
          aria-label=${words.t("resident_remove", { number })}
          @click=${() => desk.update({ residents: draft.residents.filter((_, at) => at !== index) })}
        >
          ${words.t("remove")}
        </button>
      </fieldset>`;
    })}
    <div class="bar">
      <button
        type="button"
        class="small"
        @click=${() => desk.update({ residents: [...draft.residents, { ...NO_RESIDENT }] })}
      >
        ${words.t("resident_add")}
      </button>
    </div>
  </section>`;
}
