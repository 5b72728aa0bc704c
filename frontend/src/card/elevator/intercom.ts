/** Speaking to the car: by voice, by a prepared phrase, by a typed line. */

import { html, nothing, type TemplateResult } from "lit";
import type { Elevators } from "../../elevators/elevators";
import type { ElevatorView, Phrase } from "../../elevators/wire";
import { explainHere } from "../../errors";
import type { Words } from "../../words";
import type { ElevatorPanel } from "./elevator-panel";

/** Characters of a typed line, until the community has said otherwise. */
const LONGEST = 200;

/** What is offered first: what the incident is about. */
function offered(phrases: readonly Phrase[], kind: string): readonly Phrase[] {
  const trapped = (phrase: Phrase): boolean => phrase.key === "entrapment_stay_calm" || phrase.key === "help_is_coming";
  if (kind === "entrapment") return phrases.filter(trapped);
  if (kind === "ebike") return phrases.filter((phrase) => !trapped(phrase));
  return phrases;
}

export function intercom(panel: ElevatorPanel, view: ElevatorView, words: Words, elevators: Elevators): TemplateResult {
  const talks = panel.me?.roles.some((role) => role === "technician" || role === "duty_room" || role === "grid_worker");
  const known = elevators.phrases.value;
  const busy = elevators.voice.busy;
  const blocked = !panel.live || busy !== undefined;
  const problem = elevators.pressed === view.id ? elevators.voice.problem : undefined;
  const said = known?.phrases.find(({ key }) => elevators.done?.name === `say_${key}`);
  const limit = known?.longest_text ?? LONGEST;
  const speak = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const text = new FormData(form).get("text");
    if (typeof text !== "string" || !text.trim()) return;
    if (await elevators.text(view, text)) form.reset();
  };
  return html`<div class="speak">
      <h3>${words.t("intercom")}</h3>
      ${
        talks
          ? html`<smart-community-talk
              .elevator=${view.id}
              .send=${panel.hass?.fetchWithAuth}
              .words=${words}
              ?blocked=${!panel.live}
            ></smart-community-talk>`
          : html`<p class="hint">${words.t("talk_none")}</p>`
      }
      ${
        talks
          ? panel.talkAt?.elevator === view.id
            ? panel.talkAt.url
              ? html`<a class="button" data-two-way href=${panel.talkAt.url} target="_blank" rel="noopener noreferrer"
                  >${words.t("two_way_open")}</a
                >`
              : html`<p class="hint" role="status">${words.t("two_way_none")}</p>`
            : html`<button
                data-action="two_way"
                ?disabled=${blocked}
                @click=${() => void openTwoWay(panel, view, elevators)}
              >
                ${words.t("two_way")}
              </button>`
          : nothing
      }
    </div>
    <div class="lines">
      <div class="phrases" role="group" aria-label=${words.t("phrases")}>
        ${offered(known?.phrases ?? [], panel.kind).map(
          (phrase) =>
            html`<button
              data-phrase=${phrase.key}
              title=${phrase.texts[words.language] ?? ""}
              ?disabled=${blocked}
              aria-busy=${String(busy === `say_${phrase.key}`)}
              @click=${() => void elevators.phrase(view, phrase.key)}
            >
              ${busy === `say_${phrase.key}` ? html`<span class="spinner" aria-hidden="true"></span>` : nothing}
              ${nameOf(phrase, words)}
            </button>`,
        )}
      </div>
      <form class="line" @submit=${speak}>
        <label
          >${words.t("line_label")}
          <input name="text" maxlength=${limit} autocomplete="off" placeholder=${words.t("line_hint", { limit })} />
        </label>
        <button ?disabled=${blocked} data-action="say">
          ${busy === "say_text" ? html`<span class="spinner" aria-hidden="true"></span>` : nothing}${words.t("line_say")}
        </button>
      </form>
      ${problem === undefined ? nothing : html`<p class="problem" role="alert">${explainHere(problem, words)}</p>`}
      ${panel.said(["say_text"])} ${said ? panel.said([`say_${said.key}`], { phrase: nameOf(said, words) }) : nothing}
      <p class="hint">${words.t("intercom_phone")}</p>
    </div>`;
}

/** The short name of a phrase; its own words if this script knows none. */
function nameOf(phrase: Phrase, words: Words): string {
  return words.known(`phrase_${phrase.key}`) ?? phrase.texts[words.language] ?? phrase.key;
}

async function openTwoWay(panel: ElevatorPanel, view: ElevatorView, elevators: Elevators): Promise<void> {
  const url = await elevators.twoWay(view);
  if (url === undefined) return;
  // A link to press: a window that opens by itself after the answer is one that browsers hold back.
  panel.talkAt = { elevator: view.id, url: url && /^(https?:|\/)/.test(url) ? url : null };
  panel.requestUpdate();
}
