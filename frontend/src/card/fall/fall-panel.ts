/** A fall from a facade: the track on the picture, the film, where it began, and what a person says of it. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { isResponder } from "../../actions";
import { explainHere } from "../../errors";
import { FallCase } from "../../falls/case";
import { floorsBetween, percent } from "../../falls/facade";
import { lastOf, Verdicts } from "../../falls/verdicts";
import { VERDICTS, type Fall, type Verdict } from "../../falls/wire";
import type { Connection } from "../../ha";
import type { Incident, Me } from "../../model";
import type { Words } from "../../words";
import { base, buttons, emptyPicture } from "../styles";
import { facadeDrawing } from "./facade-drawing";
import { fallStyles } from "./fall-styles";

/** How often the seconds for taking back are drawn, in ms. */
const TICK = 250;

export class FallPanel extends LitElement {
  static override properties = {
    connection: { attribute: false },
    incident: { attribute: false },
    words: { attribute: false },
    me: { attribute: false },
    live: { type: Boolean },
    at: { attribute: false },
    who: { attribute: false },
  };

  declare connection: Connection | undefined;
  declare incident: Incident | undefined;
  declare words: Words | undefined;
  declare me: Me | undefined;
  /** Whether what is known is so. */
  declare live: boolean;
  /** A moment as a person reads it. */
  declare at: (at: string) => string;
  /** The name of an account. */
  declare who: (by: string | undefined) => string;

  private known: FallCase | undefined;
  private verdicts: Verdicts | undefined;
  private chosen: string | undefined;
  private film = false;
  private keep = false;
  private timer: ReturnType<typeof setInterval> | undefined;

  static override styles = [base, buttons, emptyPicture, fallStyles];

  constructor() {
    super();
    this.live = false;
    this.at = (at) => at;
    this.who = (by) => by ?? "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("pagehide", this.said);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("pagehide", this.said);
    clearInterval(this.timer);
    this.timer = undefined;
    this.said();
  }

  /** Whoever goes on to something else, or closes the page, has said it. */
  private said = (): void => this.verdicts?.flush();

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { connection, incident } = this;
    if (!connection || !incident) return;
    if (changed.has("connection")) {
      this.verdicts?.flush();
      this.verdicts = new Verdicts(connection, this.drawn);
      this.known = undefined;
    }
    if (this.known?.incident !== incident.id) {
      this.verdicts?.flush();
      this.known = new FallCase(connection, incident.id, this.drawn);
      this.chosen = undefined;
      this.film = false;
      this.keep = false;
    }
    // What changes while the connection is away is read when it is back.
    if (this.live && isResponder(this.me)) this.known.follow(incident);
    this.tick();
  }

  private drawn = (): void => this.requestUpdate();

  private tick(): void {
    const wanted = this.verdicts?.pending !== undefined && this.isConnected;
    if (wanted === (this.timer !== undefined)) return;
    clearInterval(this.timer);
    this.timer = wanted ? setInterval(this.drawn, TICK) : undefined;
  }

  private get falls(): Fall[] {
    return this.known?.falls.value?.falls ?? [];
  }

  private get fall(): Fall | undefined {
    return this.falls.find(({ fall }) => fall === this.chosen) ?? this.falls[0];
  }

  protected override render(): TemplateResult | typeof nothing {
    const { words, known, incident } = this;
    if (!words || !known || !incident) return nothing;
    if (!isResponder(this.me)) return html`<p class="hint">${words.t("fall_refused")}</p>`;
    const { fall } = this;
    return html`<section
      class="fall"
      aria-label=${words.t("fall_title")}
      data-fall=${fall?.fall ?? nothing}
      data-phase=${fall?.phase ?? nothing}
    >
      ${this.several(words)}
      <div class="board">
        <div class="seen">${this.picture(known, fall, words)}</div>
        <div class="where">${this.start(known, fall, words)}</div>
        ${fall ? html`<div class="judge">${this.judged(incident, fall, words)}</div>` : nothing}
      </div>
    </section>`;
  }

  /** Several falls of one alarm: which one is shown. */
  private several(words: Words): TemplateResult | typeof nothing {
    if (this.falls.length < 2) return nothing;
    return html`<div class="tabs" role="group" aria-label=${words.t("falls_several")}>
      ${this.falls.map(
        (one, index) =>
          html`<button
            aria-pressed=${String(one === this.fall)}
            data-choose=${one.fall}
            @click=${() => {
              this.chosen = one.fall;
              this.requestUpdate();
            }}
          >
            ${words.t("fall_number", { number: index + 1, at: this.at(one.at) })}
          </button>`,
      )}
    </div>`;
  }

  private picture(known: FallCase, fall: Fall | undefined, words: Words): TemplateResult {
    const still = known.of(fall, "snapshot");
    const film = known.of(fall, "clip");
    const shown = this.film && film?.url ? film : undefined;
    const show = (filmed: boolean): void => {
      this.film = filmed;
      this.requestUpdate();
    };
    return html`
      ${
        shown?.url
          ? html`<smart-community-clip
              .src=${shown.url}
              .label=${words.t("fall_film")}
              .words=${words}
              @again=${() => void known.media.load()}
            ></smart-community-clip>`
          : still?.url
            ? html`<a href=${still.url} target="_blank" rel="noopener"
                ><img class="track" src=${still.url} alt=${words.t("fall_picture")}
              /></a>`
            : this.noPicture(known, still !== undefined, words)
      }
      ${
        film === undefined
          ? nothing
          : film.url
            ? html`<div class="tabs">
                <button data-do="picture" aria-pressed=${String(!shown)} @click=${() => show(false)}>
                  ${words.t("fall_picture_tab")}
                </button>
                <button data-do="film" aria-pressed=${String(shown !== undefined)} @click=${() => show(true)}>
                  ${words.t("fall_film_tab")}
                </button>
              </div>`
            : html`<p class="hint">${words.t("fall_film_lost")}</p>`
      }
      <p class="hint">${words.t("fall_masked")}</p>
      ${this.trouble(known.media.problem, () => void known.media.load(), words)}
    `;
  }

  private noPicture(known: FallCase, lost: boolean, words: Words): TemplateResult {
    const waiting = known.media.value === undefined || (!lost && this.fall?.phase === "confirmed");
    return html`<div class="empty-picture" role="status">
      ${waiting ? html`<span class="spinner" aria-hidden="true"></span>` : nothing}
      ${words.t(
        this.fall?.unmasked_only
          ? "fall_unmasked"
          : lost
            ? "fall_picture_lost"
            : waiting
              ? "fall_picture_waiting"
              : "fall_picture_none",
      )}
    </div>`;
  }

  private start(known: FallCase, fall: Fall | undefined, words: Words): TemplateResult {
    const trouble = this.trouble(known.falls.problem, () => void known.falls.load(), words);
    if (!fall) {
      return html`${trouble}
      ${
        known.falls.value === undefined && known.falls.problem === undefined
          ? html`<p class="hint" role="status">
              <span class="spinner" aria-hidden="true"></span> ${words.t("fall_reading")}
            </p>`
          : nothing
      }`;
    }
    const between = floorsBetween(fall);
    return html`
      ${trouble}
      <div>
        <h3>${words.t("fall_from")}</h3>
        <p class="big" data-floor=${fall.floor ?? nothing}>
          ${
            between === undefined
              ? words.t("fall_floor_unknown")
              : between[0] === between[1]
                ? words.t("fall_floor", { floor: between[0] })
                : words.t("fall_floors", { low: between[0], high: between[1] })
          }
        </p>
      </div>
      <div class="chips">
        <span class="chip">${words.found(`fall_class_${fall.class}`, "fall_class_falling")}</span>
        <span class="chip ${fall.phase === "suspected" || fall.phase === "withdrawn" ? "mind" : ""}"
          >${words.found(`fall_phase_${fall.phase}`, "fall_phase_suspected")}</span
        >
        <span class="chip">${words.t("fall_sure", { share: percent(fall.confidence) })}</span>
        ${fall.speed ? html`<span class="chip">${words.t("fall_speed", { speed: Math.round(fall.speed * 3.6) })}</span>` : nothing}
        ${fall.size ? html`<span class="chip">${words.t("fall_size", { size: Math.max(1, Math.round(fall.size * 100)) })}</span>` : nothing}
      </div>
      ${
        fall.candidates === undefined
          ? html`<p class="hint">${words.t("fall_candidates_hidden")}</p>`
          : facadeDrawing(fall, words)
      }
    `;
  }

  private trouble(error: unknown, again: () => void, words: Words): TemplateResult | typeof nothing {
    if (error === undefined) return nothing;
    return html`<div class="problem" role="alert">
      <span>${explainHere(error, words)}</span>
      <button class="small" ?disabled=${!this.live} @click=${again}>${words.t("try_again")}</button>
    </div>`;
  }

  /** What a person says of it: taken back within seconds, changed later by another press. */
  private judged(incident: Incident, { fall, verdict: known }: Fall, words: Words): TemplateResult | typeof nothing {
    const { verdicts } = this;
    if (!verdicts) return nothing;
    const pending = verdicts.pending?.fall === fall ? verdicts.pending : undefined;
    const giving = verdicts.giving?.fall === fall ? verdicts.giving : undefined;
    const given = lastOf(verdicts.given.get(fall), known);
    const said: Verdict | undefined = pending?.verdict ?? giving?.verdict ?? given?.verdict;
    return html`
      <h3>${words.t("verdict_title")}</h3>
      <div class="verdicts" role="group" aria-label=${words.t("verdict_title")}>
        ${VERDICTS.map(
          (verdict) =>
            html`<button
              data-verdict=${verdict}
              aria-pressed=${String(said === verdict)}
              ?disabled=${!this.live || giving !== undefined}
              @click=${() => verdicts.say(incident.id, fall, verdict, this.keep)}
            >
              ${words.t(`verdict_${verdict}`)}
            </button>`,
        )}
      </div>
      ${this.known?.falls.value?.may_keep ? this.keeping(words) : nothing}
      <div role="status" data-judged=${pending ? "pending" : giving ? "giving" : given ? "given" : "none"}>
        ${
          pending
            ? html`<div class="info undo">
                <b>${words.t(`verdict_said_${pending.verdict}`)}</b>
                <button class="small" data-do="undo" @click=${() => verdicts.undo()}>
                  ${words.t("verdict_undo", { left: verdicts.left() })}
                </button>
              </div>`
            : giving
              ? html`<span class="spinner" aria-hidden="true"></span> ${words.t("working")}`
              : given
                ? html`<p class="hint">
                    ${words.t(given.kept ? "verdict_given_kept" : "verdict_given", {
                      verdict: words.t(`verdict_said_${given.verdict}`),
                      who: this.who(given.by ?? undefined),
                      at: this.at(given.at),
                    })}
                  </p>`
                : html`<p class="hint">${words.t("verdict_hint")}</p>`
        }
      </div>
      ${verdicts.problem === undefined ? nothing : html`<p class="problem" role="alert">${explainHere(verdicts.problem, words)}</p>`}
    `;
  }

  /** Where the community keeps examples, whether this is one. */
  private keeping(words: Words): TemplateResult {
    return html`<label class="keep"
      ><input
        type="checkbox"
        name="keep"
        .checked=${this.keep}
        @change=${(event: Event) => this.keeps((event.target as HTMLInputElement).checked)}
      /><span>${words.t("verdict_keep")}</span></label
    >`;
  }

  private keeps(keep: boolean): void {
    this.keep = keep;
    const { verdicts } = this;
    // Ticked after the press: it counts for that press.
    if (verdicts?.pending) {
      const { incident, fall, verdict } = verdicts.pending;
      verdicts.say(incident, fall, verdict, keep);
    }
    this.requestUpdate();
  }
}
