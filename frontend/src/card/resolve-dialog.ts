/** Closing an incident: choose what it was, then confirm. Two presses in two places, since it cannot be undone. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { explain } from "../errors";
import { RESOLUTIONS, type Incident, type Resolution } from "../model";
import type { Words } from "../words";
import { base, buttons } from "./styles";

/** Presses within this time of the dialog's opening were meant for what was there before, in ms. */
const UNMEANT = 500;

export interface Closing {
  resolution: Resolution;
  note: string;
}

export class ResolveDialog extends LitElement {
  static override properties = {
    words: { attribute: false },
    incident: { attribute: false },
    place: {},
    busy: { type: Boolean },
    blocked: { type: Boolean },
    problem: { attribute: false },
    resolution: { state: true },
  };

  declare words: Words;
  /** What is to be closed; undefined while nothing is. */
  declare incident: Incident | undefined;
  declare place: string;
  /** It is being closed. */
  declare busy: boolean;
  /** It cannot be closed now: the connection is lost. */
  declare blocked: boolean;
  declare problem: unknown;
  declare resolution: Resolution | undefined;

  private openedAt = 0;

  static override styles = [
    base,
    buttons,
    css`
      dialog {
        width: min(620px, calc(100vw - 24px));
        max-height: calc(100dvh - 24px);
        padding: 24px;
        border: 0;
        border-radius: 16px;
        color: var(--text);
        background: var(--surface);
        overflow: auto;
      }
      dialog::backdrop {
        background: #000a;
      }
      form {
        display: flex;
        flex-direction: column;
        gap: 16px;
      }
      h2 {
        font-size: 26px;
        line-height: 1.2;
      }
      h2 small {
        display: block;
        font-size: 20px;
        font-weight: 600;
        margin-top: 4px;
      }
      fieldset {
        border: 0;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 10px;
      }
      legend {
        font-weight: 600;
        padding: 0 0 8px;
      }
      label.choice {
        position: relative;
        display: block;
        cursor: pointer;
      }
      .choice input {
        position: absolute;
        opacity: 0;
      }
      .choice div {
        min-height: 60px;
        padding: 8px 16px 8px 52px;
        border: 2px solid var(--line);
        border-radius: var(--radius);
        position: relative;
      }
      .choice div::before {
        content: "";
        position: absolute;
        left: 16px;
        top: 50%;
        width: 20px;
        height: 20px;
        border: 2px solid var(--text);
        border-radius: 50%;
        transform: translateY(-50%);
      }
      .choice input:checked + div {
        border-color: var(--text);
        background: color-mix(in srgb, var(--text) 10%, var(--surface));
      }
      .choice input:checked + div::before {
        background: radial-gradient(var(--text) 0 45%, transparent 50%);
      }
      .choice b {
        display: block;
        font-size: 20px;
      }
      .ends {
        display: flex;
        flex-wrap: wrap;
        gap: 12px;
        justify-content: space-between;
      }
      .ends button {
        flex: 1 1 200px;
      }
      @media (max-width: 600px) {
        dialog {
          padding: 16px;
        }
        .ends {
          flex-direction: column-reverse;
        }
        .ends button {
          flex: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.place = "";
    this.busy = false;
    this.blocked = false;
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (!changed.has("incident")) return;
    const dialog = this.renderRoot.querySelector("dialog");
    const before = changed.get("incident") as Incident | undefined;
    if (this.incident && dialog && !dialog.open) {
      this.openedAt = Date.now();
      dialog.showModal();
      // Not one of the answers: a key that is pressed blindly must choose nothing.
      this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
    }
    if (this.incident?.id !== before?.id) this.resolution = undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { incident, words } = this;
    if (!incident) return nothing;
    const { resolution } = this;
    return html`
      <dialog aria-labelledby="title" @cancel=${this.back} @close=${this.back}>
        <form @submit=${this.confirm}>
          <h2 id="title" tabindex="-1">
            ${words.t("resolve_title", { number: incident.number, kind: words.kind(incident.kind) })}
            <small>${this.place}</small>
          </h2>
          ${incident.state === "open" ? html`<p class="info">${words.t("resolve_open")}</p>` : nothing}
          <fieldset>
            <legend>${words.t("resolve_question")}</legend>
            ${RESOLUTIONS.map(
              (choice) =>
                html`<label class="choice">
                  <input
                    type="radio"
                    name="resolution"
                    value=${choice}
                    .checked=${resolution === choice}
                    @click=${(event: Event) => this.choose(event, choice)}
                  />
                  <div>
                    <b>${words.resolution(choice)}</b>
                    <span class="hint">${words.t(`resolve_${choice}_hint`)}</span>
                  </div>
                </label>`,
            )}
          </fieldset>
          <label>
            <span class="hint">${words.t("resolve_note")}</span>
            <textarea name="note" maxlength="1000"></textarea>
          </label>
          ${
            this.problem === undefined
              ? nothing
              : html`<p class="problem" role="alert">${explain(this.problem, words)}</p>`
          }
          <p class="hint">${words.t("resolve_final")}</p>
          <div class="ends">
            <button type="button" data-close="back" @click=${this.back}>${words.t("resolve_back")}</button>
            <button class="strong" data-close="confirm" ?disabled=${!resolution || this.busy || this.blocked}>
              ${
                this.busy
                  ? html`<span class="spinner" aria-hidden="true"></span>${words.t("working")}`
                  : resolution
                    ? words.t("resolve_confirm", { resolution: words.resolution(resolution) })
                    : words.t("resolve_choose")
              }
            </button>
          </div>
        </form>
      </dialog>
    `;
  }

  private choose(event: Event, choice: Resolution): void {
    if (Date.now() - this.openedAt < UNMEANT) event.preventDefault();
    else this.resolution = choice;
  }

  private confirm = (event: SubmitEvent): void => {
    event.preventDefault();
    const { resolution } = this;
    // Enter in the form submits as well: without an answer, or while it runs, it does nothing.
    if (!resolution || this.busy || this.blocked) return;
    const note = new FormData(event.target as HTMLFormElement).get("note");
    const closing: Closing = { resolution, note: typeof note === "string" ? note : "" };
    this.dispatchEvent(new CustomEvent<Closing>("sc-confirm", { detail: closing }));
  };

  private back = (): void => {
    this.dispatchEvent(new CustomEvent("sc-back"));
  };
}
