/** The buttons of an incident, and what became of the last press. */

import { html, nothing, type TemplateResult } from "lit";
import { buttonsFor, type ActionButton } from "../actions";
import { explain } from "../errors";
import { CALL_OUTCOMES, type Incident } from "../model";
import { actorName } from "../names";
import { KEYS, type View } from "./context";
import { icon, keyHint } from "./icons";

export function actionButton(view: View, incident: Incident, button: ActionButton, key?: string): TemplateResult {
  const { words, desk } = view;
  const pending = desk.pending.get(incident.id);
  const running = pending === button.action;
  return html`
    <button
      class="${button.primary ? "strong" : ""} ${button.done ? "done" : ""}"
      data-action=${button.action}
      aria-keyshortcuts=${key ?? nothing}
      ?disabled=${!desk.feed.live || pending !== undefined}
      aria-busy=${String(running)}
      @click=${(event: MouseEvent) => view.act(button.action, incident, event.detail ? "pointer" : "key")}
    >
      ${
        running
          ? html`<span class="spinner" aria-hidden="true"></span>${words.t("working")}`
          : html`${words.t(`action_${button.action}`)}${
              button.done ? html`<span class="hint">${words.t("done_before")}</span>` : nothing
            }${keyHint(key)}`
      }
    </button>
  `;
}

export function actionBar(view: View, incident: Incident): TemplateResult {
  const { words, desk } = view;
  const buttons = buttonsFor(incident, desk.feed.me);
  const problem = desk.problems.get(incident.id);
  const owner = actorName(view.hass, incident.acknowledged_by ?? undefined, desk.feed.me, words);
  return html`
    ${
      buttons.length
        ? html`<div class="actions">
            ${buttons.map((button) => actionButton(view, incident, button, KEYS[button.action]))}
          </div>`
        : html`<p class="hint">${words.t("view_only")}</p>`
    }
    ${problem === undefined ? nothing : html`<p class="problem" role="alert">${explain(problem, words)}</p>`}
    ${
      desk.beaten.has(incident.id) && incident.acknowledged_by !== desk.feed.me?.user_id
        ? html`<p class="info" role="status">${words.t("first_was", { name: owner })}</p>`
        : nothing
    }
  `;
}

/** What came of phoning the home: a button until somebody has phoned. */
export function callForm(view: View, incident: Incident): TemplateResult {
  const { words, desk } = view;
  const busy = desk.pending.has(incident.id) || !desk.feed.live;
  if (view.calling !== incident.id) {
    return html`<div class="noting">
      <button
        data-action="call_back"
        aria-keyshortcuts=${KEYS.call_back}
        ?disabled=${busy}
        @click=${() => view.startCall(incident)}
      >
        ${icon("phone")}${words.t("action_call_back")}${keyHint(KEYS.call_back)}
      </button>
    </div>`;
  }
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const said = new FormData(form).get("text");
    const outcome = CALL_OUTCOMES.find((one) => one === (event.submitter as HTMLButtonElement | null)?.value);
    if (outcome) view.saveCall(incident, outcome, typeof said === "string" ? said : "");
  };
  return html`
    <form id="call" class="noting" @submit=${save}>
      <h3 tabindex="-1">${words.t("call_title")}</h3>
      <label for="said">${words.t("call_note")} <span class="hint">${words.t("optional")}</span></label>
      <textarea id="said" name="text" maxlength="1000"></textarea>
      <div class="choices">
        ${CALL_OUTCOMES.map(
          (outcome) =>
            html`<button name="outcome" value=${outcome} ?disabled=${busy}>${words.t(`call_${outcome}`)}</button>`,
        )}
        <button type="button" @click=${() => view.startCall(undefined)}>${words.t("cancel")}</button>
      </div>
    </form>
  `;
}

/** Writing a note: a button until somebody wants to. */
export function noteForm(view: View, incident: Incident): TemplateResult {
  const { words, desk } = view;
  const busy = desk.pending.has(incident.id) || !desk.feed.live;
  if (view.noting !== incident.id) {
    return html`<div class="noting">
      <button
        data-action="note"
        aria-keyshortcuts=${KEYS.note}
        ?disabled=${busy}
        @click=${() => view.startNote(incident)}
      >
        ${icon("note")}${words.t("action_note")}${keyHint(KEYS.note)}
      </button>
    </div>`;
  }
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const text = new FormData(event.target as HTMLFormElement).get("text");
    if (typeof text === "string" && text.trim()) view.saveNote(incident, text);
  };
  return html`
    <form class="noting" @submit=${save}>
      <label for="note"><b>${words.t("note_label")}</b> <span class="hint">${words.t("note_hint")}</span></label>
      <textarea id="note" name="text" maxlength="1000" required></textarea>
      <div class="choices">
        <button type="submit" ?disabled=${busy}>${words.t("note_save")}</button>
        <button type="button" @click=${() => view.startNote(undefined)}>${words.t("cancel")}</button>
      </div>
    </form>
  `;
}
