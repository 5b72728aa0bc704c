/** The card `smart-community-incidents`: the open alarms, what to do about them, and the noise they make. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { AlarmSound } from "../alarm-sound";
import { serverOffset } from "../clock";
import { Desk, type DeskListener, type Happening } from "../desk";
import type { FeedStatus } from "../feed";
import type { Hass } from "../ha";
import type { Incident } from "../model";
import { isFault } from "../urgency";
import { languageFor, Words } from "../words";
import { Announcements } from "./announcements";
import { layout } from "./card-styles";
import { where, type View } from "./context";
import { detail } from "./detail";
import { LET_GO_KEY } from "./elevator/elevator-panel";
import { details } from "./detail-styles";
import { Hands } from "./hands";
import { keyboard, type KeyState } from "./keyboard";
import { quiet } from "./quiet";
import type { Closing } from "./resolve-dialog";
import { row } from "./row";
import { rows } from "./row-styles";
import { base, buttons } from "./styles";
import { banner, bannerText, testBanner, topBar } from "./top-bar";

/** From this width on, in px, the list stands beside the details. */
const WIDE = 820;
/** Rows that are drawn at first, and more at a press: three hundred at once would make every tick slow. */
const PAGE = 40;
const TICK = 1000;

const selectedFault = (desk: Desk): boolean => {
  const selected = desk.selected();
  return selected !== undefined && isFault(selected);
};

export class IncidentsCard extends LitElement implements DeskListener {
  static override properties = { hass: { attribute: false }, wide: { state: true } };
  static override styles = [base, buttons, layout, rows, details];

  declare hass: Hass | undefined;
  declare wide: boolean;

  desk: Desk | undefined;
  words = new Words("zh-Hans");
  private offset = 0;
  private readonly hands = new Hands(this);
  private shownId: string | undefined;
  private most = PAGE;
  private faultsShown = false;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly sound = new AlarmSound(() => this.requestUpdate());
  readonly announcements = new Announcements(() => this.requestUpdate());
  private readonly size = new ResizeObserver(([entry]) => {
    if (entry) this.wide = entry.contentRect.width >= WIDE;
  });

  constructor() {
    super();
    this.wide = false;
  }

  /** Home Assistant hands over the card's configuration; there is nothing to configure yet. */
  setConfig(_config: unknown): void {}

  getCardSize(): number {
    return 12;
  }

  getGridOptions(): Record<string, unknown> {
    return { columns: "full", rows: "auto" };
  }

  static getStubConfig(): Record<string, unknown> {
    return {};
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.size.observe(this);
    this.timer = setInterval(() => this.tick(), TICK);
    window.addEventListener("keydown", this.onKey);
    // Any press anywhere is what a browser waits for before it lets a page sound.
    window.addEventListener("pointerdown", this.onPress, { capture: true });
    this.sound.open();
    this.desk?.feed.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.size.disconnect();
    clearInterval(this.timer);
    window.removeEventListener("keydown", this.onKey);
    window.removeEventListener("pointerdown", this.onPress, { capture: true });
    this.desk?.feed.stop();
    this.desk?.elevators.stop();
    this.sound.close();
  }

  // The desk tells.

  deskChanged(): void {
    this.requestUpdate();
  }

  happened(happening: Happening): void {
    const view = this.view();
    if (view) this.announcements.happened(happening, view);
    const { id, state } = happening.incident;
    if (id === this.hands.closing?.id && state === "resolved") this.hands.stopClosing();
  }

  statusChanged(status: FeedStatus, before: FeedStatus): void {
    if (status === "live") void serverOffset().then((offset) => (this.offset = offset));
    const view = this.view();
    if (!view) return;
    const text = status === "live" ? (before === "connecting" ? undefined : this.words.t("back")) : bannerText(view);
    if (text) this.announcements.urgent(text);
    if (status === "live" && before !== "connecting") this.announcements.toast(this.words.t("back"));
  }

  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    // Home Assistant hands over a new `hass` at each change of any entity; the tick of the clock is soon enough.
    const before = changed.get("hass");
    return !(changed.size === 1 && before && this.hass && before.language === this.hass.language);
  }

  protected override willUpdate(): void {
    const { hass } = this;
    if (!hass) return;
    const language = languageFor(hass.locale?.language ?? hass.language);
    if (language !== this.words.language) this.words = new Words(language);
    if (this.desk?.connection !== hass.connection) {
      this.desk?.feed.stop();
      this.desk?.elevators.stop();
      this.desk = new Desk(hass.connection, this);
      if (this.isConnected) this.desk.feed.start();
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const view = this.view();
    if (!view) return nothing;
    const { desk } = view;
    const ordered = desk.ordered;
    const selected = desk.selected(ordered);
    const { closing: asked } = this.hands;
    const closing = asked && (desk.feed.find(asked.id) ?? asked);
    const known = desk.feed.asOf > 0 && desk.feed.status !== "refused";
    return html`
      <ha-card>
        <div
          class="card ${this.wide ? "wide" : "narrow"} ${desk.feed.live ? "" : "lost"}"
          data-status=${desk.feed.status}
        >
          <div class="head">
            ${banner(view)} ${testBanner(view)} ${known ? topBar(view, ordered, this.sound) : nothing}
          </div>
          ${
            !known
              ? desk.feed.status === "connecting"
                ? html`<div class="quiet"><p>${this.words.t("connecting")}</p></div>`
                : nothing
              : ordered.length
                ? this.renderBody(view, ordered, selected)
                : html`<div class="body">${desk.feed.live ? quiet(view) : nothing}</div>`
          }
          ${this.announcements.render()} ${selected && desk.responder ? this.renderKeys() : nothing}
        </div>
      </ha-card>
      <smart-community-resolve
        .words=${this.words}
        .incident=${closing}
        .place=${closing ? where(view, closing) : ""}
        .busy=${closing !== undefined && desk.pending.get(closing.id) === "resolve"}
        .blocked=${!desk.feed.live}
        .problem=${closing ? desk.problems.get(closing.id) : undefined}
        @sc-confirm=${(event: CustomEvent<Closing>) => void this.hands.close(event.detail)}
        @sc-back=${() => this.hands.stopClosing()}
      ></smart-community-resolve>
    `;
  }

  private renderBody(view: View, ordered: Incident[], selected: Incident | undefined): TemplateResult {
    const alarms = ordered.filter((incident) => !isFault(incident));
    const faults = ordered.filter(isFault);
    const rest = alarms.length - this.most;
    const drawn = alarms.slice(0, this.most);
    if (selected && !isFault(selected) && !drawn.includes(selected)) drawn.push(selected);
    const calm = alarms.length || !this.desk?.feed.live ? nothing : quiet(view);
    return html`<div class="body some">
      <div>
        ${this.wide ? nothing : calm}
        ${drawn.length ? this.renderList(view, drawn, selected, this.words.t("list")) : nothing}
        ${
          rest > 0
            ? html`<button class="more" @click=${() => this.showMore()}>
                ${this.words.t("more", { count: rest })}
              </button>`
            : nothing
        }
        ${faults.length ? this.renderFaults(view, faults, selected) : nothing}
      </div>
      ${this.wide ? (selected ? detail(view, selected) : calm) : nothing}
    </div>`;
  }

  private renderList(view: View, incidents: Incident[], selected: Incident | undefined, label: string): TemplateResult {
    return html`<ol class="list" aria-label=${label}>
      ${repeat(
        incidents,
        (incident) => incident.id,
        (incident) => row(view, incident, incident === selected),
      )}
    </ol>`;
  }

  /** What needs care, below those who need help, and folded up while there are such. */
  private renderFaults(view: View, faults: Incident[], selected: Incident | undefined): TemplateResult {
    const { words } = this;
    const shown = view.faultsShown || (selected !== undefined && isFault(selected));
    return html`<section class="faults">
      <button class="fold" aria-expanded=${String(shown)} @click=${() => view.showFaults(!shown)}>
        <span><b>${words.t("faults", { count: faults.length })}</b><small>${words.t("faults_hint")}</small></span>
        <span class="hint">${words.t(shown ? "faults_hide" : "faults_show")}</span>
      </button>
      ${shown ? this.renderList(view, faults.slice(0, this.most), selected, words.t("faults", { count: faults.length })) : nothing}
    </section>`;
  }

  private renderKeys(): TemplateResult {
    const { words } = this;
    return html`<p class="keys">
      ${words.t("shortcuts")}: <span><kbd>↑</kbd> <kbd>↓</kbd> ${words.t("shortcut_select")}</span>
      <span><kbd>0</kbd> ${words.t("shortcut_mute")}</span>
      ${this.desk?.elevators.views?.length ? html`<span><kbd>${LET_GO_KEY}</kbd> ${words.t("shortcut_let_go")}</span>` : nothing}
    </p>`;
  }

  protected override updated(): void {
    const { desk } = this;
    if (!desk) return;
    const ordered = desk.ordered;
    const selected = desk.selected(ordered);
    const places = new Map(ordered.map((incident, index) => [incident.id, String(index)]));
    // On a desk the details have a place of their own.
    if (selected && this.wide) places.set(selected.id, `${places.get(selected.id)} shown`);
    desk.shifts.note(places, performance.now());
    this.followShown(selected);
    desk.lookUp();
    this.sound.set(desk.tone(Date.now()));
  }

  /** On a phone another alarm than the one that was read may come up above it: that is where to look then. */
  private followShown(selected: Incident | undefined): void {
    const before = this.shownId;
    this.shownId = selected?.id;
    if (!this.wide && before !== undefined && selected && selected.id !== before && !this.desk?.isChosen(selected)) {
      this.toTop();
    }
  }

  private toTop(): void {
    this.renderRoot.querySelector("li")?.scrollIntoView({ block: "start" });
  }

  get keys(): KeyState {
    const shortcuts = this.hass?.enableShortcuts !== false && !this.hands.closing;
    return { desk: this.desk, hands: this.hands, shortcuts };
  }

  private showMore(): void {
    this.most += PAGE;
    this.requestUpdate();
  }

  private onKey = (event: KeyboardEvent): void => keyboard(event, this, this.keys);

  private onPress = (): void => {
    if (!this.sound.allowed) void this.sound.allow();
  };

  private tick(): void {
    this.stayAwake();
    this.requestUpdate();
  }

  /** Home Assistant lets the connection of a page that nobody looks at sleep; a duty room's must not. */
  private stayAwake(): void {
    if (!this.hass?.suspendWhenHidden || !this.desk?.feed.me?.roles.includes("duty_room")) return;
    const detail = { suspend: false };
    this.dispatchEvent(new CustomEvent("hass-suspend-when-hidden", { detail, bubbles: true, composed: true }));
  }

  private view(): View | undefined {
    const { hass, desk, words, wide, hands } = this;
    if (!hass || !desk) return undefined;
    return {
      hass,
      desk,
      words,
      wide,
      noting: hands.noting,
      calling: hands.calling,
      faultsShown: this.faultsShown,
      now: Date.now() + this.offset,
      act: (action, incident, origin) => hands.act(action, incident, origin),
      toFirst: () => {
        desk.release();
        this.toTop();
      },
      startNote: (incident) => hands.startNote(incident),
      saveNote: (incident, text) => void hands.saveNote(incident, text),
      startCall: (incident) => hands.startCall(incident),
      saveCall: (incident, outcome, text) => void hands.saveCall(incident, outcome, text),
      record: (incident, as) => void hands.record(incident, as),
      showFaults: (shown) => {
        this.faultsShown = shown;
        if (!shown && selectedFault(desk)) desk.release();
        this.requestUpdate();
      },
    };
  }
}
