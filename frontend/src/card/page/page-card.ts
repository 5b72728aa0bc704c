/** What all pages share: who is there, whether the connection holds, the heading, what is said. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { serverOffset } from "../../clock";
import { moment } from "../../durations";
import type { Connection, Hass } from "../../ha";
import type { Me, Role } from "../../model";
import { PAGES, type PagePath } from "../../pages";
import { Session, type SessionListener, type SessionStatus } from "../../session";
import { languageFor, Words, type TextKey } from "../../words";
import { Announcements } from "../announcements";
import { base, buttons } from "../styles";
import { forms } from "./form-styles";
import { frame } from "./page-styles";
import { tables } from "./table-styles";

/** From this width on, in px, tables have columns. */
const WIDE = 760;

const BANNERS: Partial<Record<SessionStatus, TextKey>> = {
  lost: "page_lost",
  starting: "page_starting",
  stopped: "page_stopped",
  refused: "page_refused",
};

export abstract class PageCard extends LitElement implements SessionListener {
  static override properties = { hass: { attribute: false }, wide: { state: true } };
  static override styles = [base, buttons, frame, tables, forms];

  declare hass: Hass | undefined;
  declare wide: boolean;

  words = new Words("zh-Hans");
  session: Session | undefined;
  readonly announcements = new Announcements(() => this.requestUpdate());
  private offset = 0;
  private ticker: ReturnType<typeof setInterval> | undefined;
  private readonly size = new ResizeObserver(([entry]) => {
    if (entry) this.wide = entry.contentRect.width >= WIDE;
  });

  /** Which of the pages it is. */
  protected abstract readonly path: PagePath;
  /** How often it is drawn anew to keep its times right, in ms; 0: only when something changes. */
  protected readonly tick: number = 0;

  /** A connection is there: make what the page shows. */
  protected abstract open(connection: Connection): void;
  /** Somebody who may use the page is there, or is there again: read it. */
  protected abstract load(): void;
  protected abstract content(me: Me): TemplateResult | typeof nothing;

  /** What stands beside the heading. */
  protected aside(_me: Me): TemplateResult | typeof nothing {
    return nothing;
  }

  constructor() {
    super();
    this.wide = false;
  }

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
    if (this.tick) this.ticker = setInterval(this.changed, this.tick);
    this.session?.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.size.disconnect();
    clearInterval(this.ticker);
    this.session?.stop();
  }

  sessionChanged(status: SessionStatus, before: SessionStatus): void {
    if (status === "live" && before !== "live") {
      void serverOffset().then((offset) => (this.offset = offset));
      if (this.isMine(this.session?.me)) this.load();
      if (before === "lost") this.announcements.toast(this.words.t("page_back"));
    } else if (status !== before && BANNERS[status]) this.announcements.urgent(this.words.t(BANNERS[status]));
    this.requestUpdate();
  }

  /** The server's time, in ms. */
  get now(): number {
    return Date.now() + this.offset;
  }

  /** The zone that the account has chosen: IANA, undefined for the browser's. */
  get zone(): string | undefined {
    return this.hass?.locale.time_zone === "server" ? this.hass.config.time_zone : undefined;
  }

  /** A moment (RFC 3339) as a person reads it, in the account's zone or another; "never" for none. */
  at(time: string | null | undefined, seconds = false, zone = this.zone): string {
    if (!time) return this.words.t("never");
    return moment(Date.parse(time), this.now, this.words.language, zone, seconds);
  }

  protected changed = (): void => this.requestUpdate();

  protected get live(): boolean {
    return this.session?.live ?? false;
  }

  protected toast(text: string): void {
    this.announcements.toast(text);
  }

  protected isMine(me: Me | undefined): me is Me {
    const roles: readonly Role[] = PAGES.find((page) => page.path === this.path)?.roles ?? [];
    return me !== undefined && me.roles.some((role) => roles.includes(role));
  }

  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    // Home Assistant hands over a new `hass` at each change of any entity, and no page shows one.
    const before = changed.get("hass");
    return !(changed.size === 1 && before && this.hass && before.language === this.hass.language);
  }

  protected override willUpdate(): void {
    const { hass } = this;
    if (!hass) return;
    const language = languageFor(hass.locale?.language ?? hass.language);
    if (language !== this.words.language) this.words = new Words(language);
    if (this.session?.connection !== hass.connection) {
      this.session?.stop();
      this.session = new Session(hass.connection, this);
      this.open(hass.connection);
      if (this.isConnected) this.session.start();
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session, words } = this;
    if (!session) return nothing;
    const { me, status } = session;
    const banner = BANNERS[status];
    const page = PAGES.find((one) => one.path === this.path);
    return html`
      <ha-card>
        ${banner ? html`<div class="banner" data-status=${status}>${words.t(banner)}</div>` : nothing}
        <div
          class="page ${this.wide ? "wide" : "narrow"} ${this.live ? "" : "lost"}"
          data-status=${status}
          data-page=${this.path}
        >
          <header>
            <div><h1>${page ? words.t(page.title) : nothing}</h1></div>
            ${this.isMine(me) ? this.aside(me) : nothing}
          </header>
          ${
            me === undefined
              ? banner
                ? nothing
                : html`<p class="waiting-line" role="status">${words.t("connecting")}</p>`
              : this.isMine(me)
                ? this.content(me)
                : html`<p class="empty">${words.t("page_not_yours")}</p>`
          }
          ${this.announcements.render()}
        </div>
      </ha-card>
    `;
  }
}
