/** One elevator: what is seen in it, what its door does, letting go, and speaking to whoever is in it. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { moment, secondsSince, ticking } from "../../durations";
import type { Elevators } from "../../elevators/elevators";
import { doorName, floorName, holdLeft, isHeld, mayHold, mayLook, whyNotHeld } from "../../elevators/state";
import type { ElevatorView } from "../../elevators/wire";
import { explainHere } from "../../errors";
import type { Hass } from "../../ha";
import type { Me } from "../../model";
import type { Words } from "../../words";
import { keyHint } from "../icons";
import { base, buttons } from "../styles";
import { doorDrawing } from "./door";
import { elevatorStyles } from "./elevator-styles";
import { intercom } from "./intercom";

/** What is done with the door. */
const DOOR = ["release", "false_alarm", "extend", "hold"] as const;

/** The key that lets the door go, on the alarms' page. */
export const LET_GO_KEY = "7";

export class ElevatorPanel extends LitElement {
  static override properties = {
    hass: { attribute: false },
    elevators: { attribute: false },
    view: { attribute: false },
    words: { attribute: false },
    me: { attribute: false },
    now: { type: Number },
    live: { type: Boolean },
    kind: {},
    looking: { type: Boolean },
    shortcut: { type: Boolean },
  };

  declare hass: Hass | undefined;
  declare elevators: Elevators | undefined;
  declare view: ElevatorView | undefined;
  declare words: Words | undefined;
  declare me: Me | undefined;
  /** The server's time, in ms. */
  declare now: number;
  /** Whether what is known is so. */
  declare live: boolean;
  /** The incident that it is about: which phrases are offered. */
  declare kind: string;
  /** The picture is there at once; else somebody asks for it. */
  declare looking: boolean;
  /** The page has a key for letting go. */
  declare shortcut: boolean;

  /** Where this car's two-way talk is opened, once somebody has asked for it. */
  talkAt: { elevator: string; url: string | null } | undefined;
  private asked = false;

  static override styles = [base, buttons, elevatorStyles];

  constructor() {
    super();
    this.now = 0;
    this.live = false;
    this.kind = "";
    this.looking = false;
    this.shortcut = false;
  }

  get acts(): boolean {
    return this.me?.roles.some((role) => role !== "auditor" && role !== "portal") ?? false;
  }

  protected override willUpdate(): void {
    const { elevators } = this;
    if (elevators && this.acts && this.live && !elevators.phrases.value && !elevators.phrases.loading) {
      if (elevators.phrases.problem === undefined) void elevators.phrases.load();
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { view, words, elevators } = this;
    if (!view || !words || !elevators) return nothing;
    return html`<section class="elevator" aria-label=${view.name} data-elevator=${view.id} data-state=${view.state}>
      <div class="board">
        <div class="seen">${this.picture(view, words)}</div>
        <div class="state">
          ${this.live ? this.door(view, words) : html`<p class="problem" role="status">${words.t("elevator_blind")}</p>`}
          ${this.acts ? this.controls(view, words) : nothing}
        </div>
        ${this.acts ? intercom(this, view, words, elevators) : nothing}
      </div>
    </section>`;
  }

  private picture(view: ElevatorView, words: Words): TemplateResult {
    if (!view.camera) return html`<div class="empty-picture">${words.t("picture_no_camera")}</div>`;
    const looks = view.incident ? this.acts : mayLook(this.me);
    if (!looks && !this.looking) return html`<div class="empty-picture">${words.t("picture_refused")}</div>`;
    if (!this.looking && !this.asked) {
      return html`<div class="empty-picture">
        <button data-action="look" @click=${() => this.look(true)}>${words.t("picture_show")}</button>
        <span>${words.t("picture_journalled")}</span>
      </div>`;
    }
    return html`<smart-community-picture
      .connection=${this.elevators?.connection}
      .camera=${view.camera.id}
      .name=${view.name}
      .up=${view.camera.up}
      .words=${words}
    ></smart-community-picture>`;
  }

  private look(asked: boolean): void {
    this.asked = asked;
    this.requestUpdate();
  }

  private door(view: ElevatorView, words: Words): TemplateResult {
    const left = holdLeft(view, this.now);
    const where = html`<span>${floorName(view, words)} · ${doorName(view, words)}</span>`;
    if (isHeld(view)) {
      const since = ticking(secondsSince(view.since, this.now), words);
      return html`<div class="held-box" data-held>
        ${doorDrawing(view, words)}
        <div>
          <b class="title">${words.t("held_title")}</b>
          <span class="count" role="timer">${since}</span>
          <span>
            ${
              left === undefined
                ? nothing
                : words.t(left > 0 ? "held_left" : "held_ending", { time: ticking(left, words) })
            }
            ${view.extended ? html`· ${words.t("held_extended")}` : nothing}
          </span>
          ${where}
        </div>
      </div>`;
    }
    const reasons = whyNotHeld(view, words);
    return html`<div class="free-box ${this.kind === "ebike" ? "mind" : ""}" data-free>
      ${doorDrawing(view, words)}
      <div>
        <b class="title">${words.t("not_held_title")}</b>
        ${
          reasons.length
            ? html`<ul class="why" aria-label=${words.t("not_held_why")}>
                ${reasons.map((reason) => html`<li>${reason}</li>`)}
              </ul>`
            : html`<span>${words.t("not_held_can")}</span>`
        }
        ${where}
        ${
          view.false_alarms_last_hour
            ? html`<span class="hint">${words.t("false_alarms", { count: view.false_alarms_last_hour })}</span>`
            : nothing
        }
      </div>
    </div>`;
  }

  private controls(view: ElevatorView, words: Words): TemplateResult {
    const { elevators, live } = this;
    if (!elevators) return html``;
    const mine = elevators.pressed === view.id;
    const letting = elevators.letting.busy;
    const busy = elevators.door.busy;
    const problem = mine ? (elevators.letting.problem ?? elevators.door.problem) : undefined;
    const running = html`<span class="spinner" aria-hidden="true"></span>${words.t("working")}`;
    return html`
      ${
        isHeld(view)
          ? html`<button
                class="strong let-go"
                data-action="let_go"
                aria-keyshortcuts=${this.shortcut ? LET_GO_KEY : nothing}
                ?disabled=${!live || letting !== undefined}
                @click=${() => void elevators.release(view)}
              >
                ${letting === "release" ? running : html`${words.t("action_let_go")}${keyHint(this.shortcut ? LET_GO_KEY : undefined)}`}
              </button>
              <div class="pair-of-buttons">
                <button
                  data-action="false_alarm"
                  ?disabled=${!live || letting !== undefined}
                  @click=${() => void elevators.release(view, true)}
                >
                  ${letting === "false_alarm" ? running : words.t("action_false_alarm")}
                </button>
                <button
                  data-action="extend"
                  ?disabled=${!live || busy !== undefined}
                  @click=${() => void elevators.extend(view)}
                >
                  ${busy === "extend" ? running : words.t("action_extend")}
                </button>
              </div>`
          : mayHold(view)
            ? html`<button
                data-action="hold"
                ?disabled=${!live || busy !== undefined}
                @click=${() => void elevators.hold(view)}
              >
                ${busy === "hold" ? running : words.t("action_hold")}
              </button>`
            : nothing
      }
      ${problem === undefined ? nothing : html`<p class="problem" role="alert">${explainHere(problem, words)}</p>`}
      ${this.said(DOOR)}
    `;
  }

  /** What the last press came to. */
  said(names: readonly string[], values: Record<string, string> = {}): TemplateResult | typeof nothing {
    const { elevators, view, words } = this;
    const done = elevators?.pressed === view?.id ? elevators?.done : undefined;
    if (!done || !words || !names.includes(done.name)) return nothing;
    const at = moment(done.at, done.at, words.language, this.zone);
    return html`<p class="info" role="status">
      ${words.found(`done_${done.name}`, values["phrase"] ? "done_say_phrase" : "done_say_text", { at, ...values })}
    </p>`;
  }

  private get zone(): string | undefined {
    return this.hass?.locale.time_zone === "server" ? this.hass.config.time_zone : undefined;
  }
}
