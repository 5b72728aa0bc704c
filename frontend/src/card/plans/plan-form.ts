/** A plan is changed, level by level. */

import { html, nothing, type TemplateResult } from "lit";
import { channelName, targetName } from "../../names";
import {
  changedStep,
  EVERY_CHANNEL,
  PERSON,
  refused,
  toggled,
  withStep,
  wrongIn,
  type PlanDraft,
} from "../../plans/draft";
import { TARGETS } from "../../plans/wire";
import { staffName } from "../../staff/names";
import { check, doing, field, problem } from "../page/parts";
import type { PlansPage } from "./plans-page";

const MOST_STEPS = 12;

export function planForm(page: PlansPage, draft: PlanDraft): TemplateResult {
  const { words, desk } = page;
  const { work } = desk;
  const server = refused(work.problemOf("save"), words);
  const wrong: Record<string, string> = server ? { ...page.wrong, [server[0]]: server[1] } : page.wrong;
  const seconds = (name: "repeat_every" | "ask_again_after"): TemplateResult =>
    field({
      name,
      label: words.t(name),
      type: "number",
      value: draft[name],
      wrong: wrong[name],
      input: (value) => desk.update({ ...draft, [name]: value }),
    });
  return html`<form novalidate @submit=${(event: Event) => void save(event, page)}>
    ${draft.severity ? html`<p>${words.t("plan_severity")}: <b>${words.severity(draft.severity)}</b></p>` : nothing}
    ${draft.steps.map((_, index) => stepFields(page, draft, index, wrong))}
    <div class="bar">
      <button
        type="button"
        class="small"
        ?disabled=${draft.steps.length >= MOST_STEPS}
        @click=${() => desk.update(withStep(draft))}
      >
        ${words.t("step_add")}
      </button>
    </div>
    <div class="fields step">${seconds("repeat_every")} ${seconds("ask_again_after")}</div>
    ${wrong[""] ? html`<p class="problem" role="alert">${wrong[""]}</p>` : nothing}
    ${server ? nothing : problem(words, work.problemOf("save"))}
    <div class="ends">
      <button type="button" @click=${() => desk.cancel()}>${words.t("cancel")}</button>
      <button class="strong" data-do="save" ?disabled=${work.busy !== undefined}>
        ${doing(words, words.t("save"), work.busy === "save")}
      </button>
    </div>
  </form>`;
}

async function save(event: Event, page: PlansPage): Promise<void> {
  event.preventDefault();
  const { desk, words } = page;
  if (!desk.draft) return;
  page.wrong = wrongIn(desk.draft, words);
  page.requestUpdate();
  if (Object.keys(page.wrong).length) return page.toWrong();
  if (await desk.save()) page.say(words.t("plan_saved"));
  else void page.toWrong();
}

function stepFields(page: PlansPage, draft: PlanDraft, index: number, wrong: Record<string, string>): TemplateResult {
  const { words, desk, hass } = page;
  const step = draft.steps[index];
  if (!step) return html``;
  const level = index + 1;
  const put = (change: Partial<typeof step>): void => desk.update(changedStep(draft, index, change));
  const people = (desk.staff.value ?? []).filter((member) => member.roles.length);
  const known = new Set(people.map((member) => `${PERSON}${member.user_id}`));
  const gone = step.to.filter((target) => target.startsWith(PERSON) && !known.has(target));
  const target = (value: string, label: string): TemplateResult =>
    check({
      name: `step_${level}_to`,
      label,
      value,
      checked: step.to.includes(value),
      change: (on) => put({ to: toggled(step.to, value, on) }),
    });
  const channel = (value: string, label: string): TemplateResult =>
    check({
      name: `step_${level}_channels`,
      label,
      value,
      checked: step.channels.includes(value),
      change: (on) => put({ channels: toggled(step.channels, value, on) }),
    });
  const channels = [...new Set([...(desk.channels.value ?? []), ...step.channels])].filter(
    (one) => one !== EVERY_CHANNEL,
  );
  return html`<fieldset class="step">
    <legend><h2>${words.t("plan_step", { level })}</h2></legend>
    <div class="fields">
      ${field({
        name: `step_${level}_after`,
        label: words.t("step_after"),
        type: "number",
        value: step.after,
        wrong: wrong[`step_${level}_after`],
        input: (after) => put({ after }),
      })}
    </div>
    <div class="field" role="group" aria-label=${words.t("step_to")}>
      <span>${words.t("step_to")}</span>
      <div class="checks">${TARGETS.map((value) => target(value, targetName(value, hass, words)))}</div>
      ${wrong[`step_${level}_to`] ? html`<small class="wrong" tabindex="-1">${wrong[`step_${level}_to`]}</small>` : nothing}
    </div>
    <details ?open=${step.to.some((one) => one.startsWith(PERSON))}>
      <summary>${words.t("step_persons")}</summary>
      <div class="checks">
        ${people.map((member) =>
          target(`${PERSON}${member.user_id}`, staffName(member.user_id, desk.staff.value, hass, words)),
        )}
        ${gone.map((value) => target(value, staffName(value.slice(PERSON.length), desk.staff.value, hass, words)))}
      </div>
    </details>
    <details ?open=${step.channels.length > 0}>
      <summary>${words.t("step_channels")}</summary>
      <div class="checks">
        ${channel(EVERY_CHANNEL, words.t("step_all"))}
        ${channels.map((value) => channel(value, channelName(value, hass, words)))}
      </div>
      ${
        wrong[`step_${level}_channels`]
          ? html`<small class="wrong" tabindex="-1">${wrong[`step_${level}_channels`]}</small>`
          : nothing
      }
    </details>
    ${
      draft.steps.length > 1
        ? html`<button
            type="button"
            class="plain"
            @click=${() => desk.update({ ...draft, steps: draft.steps.filter((_, at) => at !== index) })}
          >
            ${words.t("step_remove", { level })}
          </button>`
        : nothing
    }
  </fieldset>`;
}
