/** The button that is held to speak into a car. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { Talk, type Send, type TalkProblem } from "../../elevators/talk";
import { explainHere } from "../../errors";
import type { Words } from "../../words";
import { icon } from "../icons";
import { base, buttons } from "../styles";

/** How often the loudness is drawn, in ms. */
const TICK = 100;

export class TalkButton extends LitElement {
  static override properties = {
    elevator: {},
    send: { attribute: false },
    words: { attribute: false },
    blocked: { type: Boolean },
  };

  declare elevator: string;
  declare send: Send | undefined;
  declare words: Words | undefined;
  declare blocked: boolean;

  private readonly talk = new Talk(
    () => this.elevator,
    (path, init) => (this.send ? this.send(path, init) : Promise.reject(new Error())),
    () => this.changed(),
  );
  private timer: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    base,
    buttons,
    css`
      button {
        width: 100%;
        min-height: 88px;
        flex-direction: column;
        gap: 2px;
        font-size: 22px;
        font-weight: 700;
        border-width: 3px;
        border-color: var(--text);
        user-select: none;
        -webkit-user-select: none;
        -webkit-touch-callout: none;
        touch-action: none;
        position: relative;
        overflow: hidden;
      }
      button > span {
        display: inline-flex;
        gap: 10px;
        align-items: center;
        position: relative;
      }
      button small {
        font-size: 16px;
        font-weight: 400;
        position: relative;
      }
      button.on {
        background: var(--critical);
        border-color: var(--critical);
        color: var(--on-critical);
        transform: none;
      }
      .level {
        position: absolute;
        left: 0;
        bottom: 0;
        height: 14px;
        background: #fff;
        opacity: 0.85;
        transition: width 90ms linear;
      }
      p {
        margin-top: 10px;
      }
    `,
  ];

  constructor() {
    super();
    this.elevator = "";
    this.blocked = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.talk.discard();
  }

  private changed(): void {
    clearInterval(this.timer);
    if (this.talk.state === "recording") this.timer = setInterval(() => this.requestUpdate(), TICK);
    this.requestUpdate();
  }

  private readonly down = (event: PointerEvent): void => {
    if (event.button !== 0 || this.blocked) return;
    // A finger that slides off still holds it.
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    void this.talk.press();
  };

  private readonly up = (): void => void this.talk.letGo();

  private readonly keyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") this.talk.discard();
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat && !this.blocked) void this.talk.press();
  };

  private readonly keyUp = (event: KeyboardEvent): void => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    void this.talk.letGo();
  };

  protected override render(): TemplateResult | typeof nothing {
    const { words, talk } = this;
    if (!words) return nothing;
    const recording = talk.state === "recording";
    return html`
      <button
        class=${recording ? "on" : ""}
        data-talk=${talk.state}
        aria-pressed=${String(recording)}
        ?disabled=${this.blocked}
        @pointerdown=${this.down}
        @pointerup=${this.up}
        @pointercancel=${this.up}
        @contextmenu=${(event: Event) => event.preventDefault()}
        @keydown=${this.keyDown}
        @keyup=${this.keyUp}
        @blur=${this.up}
      >
        ${this.face(words)}
        ${
          recording
            ? html`<i
                class="level"
                role="meter"
                aria-label=${words.t("talk_level")}
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=${Math.round(talk.level * 100)}
                style="width:${Math.round(talk.level * 100)}%"
              ></i>`
            : nothing
        }
      </button>
      ${talk.problem === undefined ? nothing : html`<p class="problem" role="alert">${said(talk.problem, words)}</p>`}
      ${talk.state === "sent" ? html`<p class="info" role="status">${words.t("talk_sent")}</p>` : nothing}
    `;
  }

  private face(words: Words): TemplateResult {
    const { talk } = this;
    switch (talk.state) {
      case "recording":
        return html`<span>${icon("microphone")}${words.t("talk_recording", { left: talk.left })}</span>
          <small>${words.t("talk_let_go")}</small>`;
      case "asking":
      case "sending":
        return html`<span><i class="spinner" aria-hidden="true"></i>${words.t(`talk_${talk.state}`)}</span>`;
      default:
        return html`<span>${icon("microphone")}${words.t("talk_hold")}</span> <small>${words.t("talk_keys")}</small>`;
    }
  }
}

function said(problem: TalkProblem, words: Words): string {
  return typeof problem === "string" ? words.t(`talk_${problem}`) : explainHere(problem.error, words);
}
