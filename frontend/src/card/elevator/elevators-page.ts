/** The page `smart-community-elevators`: how each elevator is, and what cannot be promised of it. */

import { css, html, nothing, type TemplateResult } from "lit";
import { dayOf } from "../../days";
import { inWords, secondsSince, ticking } from "../../durations";
import { Elevators } from "../../elevators/elevators";
import { cannotPromise, doorName, floorName, holdLeft, isHeld, tone, whyNotHeld } from "../../elevators/state";
import type { ElevatorView } from "../../elevators/wire";
import type { Connection } from "../../ha";
import type { Me } from "../../model";
import { isResponder } from "../../actions";
import { PageCard } from "../page/page-card";
import { problem, waiting } from "../page/parts";
import { doorDrawing } from "./door";
import { elevatorStyles } from "./elevator-styles";

/** What belongs to every ride: it passes by itself. */
const RIDING = new Set(["moving", "not_level", "door_not_open"]);
/** What the drawing, the mark above it or that of the camera says already. */
const SAID_ELSEWHERE = new Set([...RIDING, "offline", "blind"]);

/** What a person goes to, within the same dashboard. */
function goTo(path: string): void {
  const base = location.pathname.replace(/\/[^/]*$/, "");
  history.pushState(null, "", `${base}/${path}`);
  window.dispatchEvent(new CustomEvent("location-changed"));
}

export class ElevatorsPage extends PageCard {
  static override styles = [
    ...PageCard.styles,
    elevatorStyles,
    css`
      .elevators {
        display: grid;
        gap: 18px;
        grid-template-columns: repeat(auto-fill, minmax(min(330px, 100%), 1fr));
      }
      .elevators > li {
        display: flex;
        flex-direction: column;
        gap: 10px;
        border: 2px solid var(--line);
        border-radius: var(--radius);
        padding: 14px;
      }
      .elevators > li.bad {
        border: 3px solid var(--critical);
      }
      .elevators > li.mind {
        border-color: var(--high);
      }
      .elevators h2 {
        font-size: 20px;
      }
      .elevators .door {
        width: 72px;
      }
      .floor {
        font-size: 30px;
        line-height: 1.1;
        font-weight: 700;
      }
      .elevators ul {
        list-style: disc;
        padding-left: 20px;
      }
      .elevators .bar:last-child {
        margin-top: auto;
      }
      summary {
        cursor: pointer;
        min-height: 36px;
      }
    `,
  ];

  protected override readonly path = "elevators";
  protected override readonly tick = 1000;
  declare elevators: Elevators;
  private chosen: string | undefined;

  protected override open(connection: Connection): void {
    this.elevators?.stop();
    this.elevators = new Elevators(connection, this.changed);
  }

  protected override load(): void {
    void this.elevators.follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.elevators?.stop();
  }

  private choose(id: string | undefined): void {
    this.chosen = id;
    this.requestUpdate();
  }

  protected override content(me: Me): TemplateResult {
    const { words, elevators } = this;
    const { views } = elevators;
    if (!views) {
      return html`${elevators.problem === undefined ? waiting(words) : problem(words, elevators.problem, () => this.load())}`;
    }
    const one = elevators.find(this.chosen);
    if (one) return this.one(one, me);
    if (!views.length) return html`<p class="empty">${words.t("elevators_empty")}</p>`;
    return html`<p>${words.t("elevators_intro")}</p>
      <ul class="elevators" aria-label=${words.t("elevators_list")}>
        ${views.map((view) => this.card(view, me))}
      </ul>`;
  }

  private one(view: ElevatorView, me: Me): TemplateResult {
    const { words } = this;
    return html`<div class="bar">
        <button class="plain" data-do="back" @click=${() => this.choose(undefined)}>‹ ${words.t("back")}</button>
        <h2 class="floor">${view.name}</h2>
        ${this.commissioning(view, me)}
      </div>
      <smart-community-elevator
        .hass=${this.hass}
        .elevators=${this.elevators}
        .view=${view}
        .words=${words}
        .me=${me}
        .now=${this.now}
        .live=${this.live}
        .kind=${""}
      ></smart-community-elevator>
      ${this.promise(view)}`;
  }

  private card(view: ElevatorView, me: Me): TemplateResult {
    const { words, now } = this;
    const left = holdLeft(view, now);
    const held = isHeld(view);
    return html`<li data-elevator=${view.id} data-state=${view.state} class=${tone(view)}>
      <div class="bar apart">
        <h2>${view.name}</h2>
        <span class="chip ${tone(view)}"
          >${view.online ? words.found(`guard_${view.state}`, "guard_unknown") : words.t("elevator_offline")}</span
        >
      </div>
      <div class="car-line">
        ${doorDrawing(view, words)}
        <div>
          <p class="floor">${floorName(view, words)}</p>
          <p>${doorName(view, words)}</p>
          <p class="faint">
            ${
              held && left !== undefined
                ? words.t("held_left", { time: ticking(left, words) })
                : words.t("elevator_since", { time: inWords(secondsSince(view.since, now), words) })
            }
          </p>
        </div>
      </div>
      ${this.promise(view)}
      <div class="bar">
        <button
          class="small"
          data-do="open"
          aria-label=${words.t("elevator_open_one", { name: view.name })}
          @click=${() => this.choose(view.id)}
        >
          ${words.t("elevator_open")}
        </button>
        ${
          held && isResponder(me)
            ? html`<button
                class="strong small danger"
                data-action="let_go"
                ?disabled=${!this.live || this.elevators.letting.busy !== undefined}
                @click=${() => void this.elevators.release(view)}
              >
                ${words.t("action_let_go")}
              </button>`
            : nothing
        }
      </div>
      ${this.elevators.pressed === view.id ? problem(words, this.elevators.letting.problem) : nothing}
    </li>`;
  }

  private commissioning(view: ElevatorView, me: Me): TemplateResult | typeof nothing {
    if (!me.roles.some((role) => role === "technician" || role === "community_office")) return nothing;
    return html`<button
      class="small"
      data-do="commission"
      @click=${() => goTo(`commissioning?elevator=${encodeURIComponent(view.id)}`)}
    >
      ${this.words.t("elevator_commission")}
    </button>`;
  }

  /** What can be promised, what cannot, and why. */
  private promise(view: ElevatorView): TemplateResult {
    const { words } = this;
    const missing = cannotPromise(view, words);
    const lasting = whyNotHeld({ ...view, online: true, inhibitors: [], barred: null }, words);
    const passing = view.inhibitors
      .filter((code) => !SAID_ELSEWHERE.has(code))
      .map((code) => words.found(`why_${code}`, "why_other", { code }));
    const holds = !lasting.length && view.online && view.inhibitors.every((code) => RIDING.has(code));
    const { commissioned, camera } = view;
    return html`
      <div class="chips">
        ${holds ? html`<span class="chip fine">${words.t("elevator_can_hold")}</span>` : nothing}
        ${passing.map((text) => html`<span class="chip mind">${text}</span>`)}
        ${
          camera
            ? html`<span class="chip ${camera.up ? "fine" : "bad"}"
                >${words.t(camera.up ? "elevator_camera_up" : "elevator_camera_down")}</span
              >`
            : nothing
        }
        ${view.false_alarms_last_hour ? html`<span class="chip mind">${words.t("false_alarms", { count: view.false_alarms_last_hour })}</span>` : nothing}
      </div>
      ${
        lasting.length
          ? html`<div>
              <p>${words.t("elevator_cannot_hold")}</p>
              <ul>
                ${lasting.map((text) => html`<li>${text}</li>`)}
              </ul>
            </div>`
          : nothing
      }
      ${
        missing.length
          ? html`<details>
              <summary>${words.t("elevator_cannot", { count: missing.length })}</summary>
              <ul>
                ${missing.map((text) => html`<li>${text}</li>`)}
              </ul>
            </details>`
          : nothing
      }
      ${
        commissioned
          ? html`<p class="hint">
              ${words.t("elevator_commissioned", { at: dayOf(Date.parse(commissioned.at), this.zone), firm: commissioned.firm, licence: commissioned.licence })}
            </p>`
          : nothing
      }
    `;
  }
}
