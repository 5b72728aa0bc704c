/** A camera's picture with its age on it: never an old one as if it were live. */

import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { explainHere } from "../../errors";
import { inWords } from "../../durations";
import { Picture } from "../../elevators/picture";
import type { Connection } from "../../ha";
import type { Words } from "../../words";
import { base, buttons } from "../styles";

/** How often its age is looked at, in ms. */
const TICK = 500;

export class LivePicture extends LitElement {
  static override properties = {
    connection: { attribute: false },
    camera: {},
    name: {},
    up: { type: Boolean },
    every: { type: Number },
    words: { attribute: false },
  };

  declare connection: Connection | undefined;
  declare camera: string;
  /** What it looks into, for those who cannot see it. */
  declare name: string;
  /** Whether the community says that the camera sees. */
  declare up: boolean;
  /** One picture in so many ms instead of moving ones. */
  declare every: number;
  declare words: Words | undefined;

  private picture: Picture | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    base,
    buttons,
    css`
      figure {
        margin: 0;
        position: relative;
        aspect-ratio: 16 / 9;
        background: #101418;
        color: #fff;
        border-radius: var(--radius);
        overflow: hidden;
        outline: 4px solid #5a5a5a;
        outline-offset: -4px;
      }
      figure[data-picture="live"] {
        outline-color: var(--calm);
      }
      figure[data-picture="stale"],
      figure[data-picture="stuck"],
      figure[data-picture="doubted"],
      figure[data-picture="none"] {
        outline-color: var(--high);
      }
      img {
        width: 100%;
        height: 100%;
        object-fit: contain;
        display: block;
      }
      [data-picture="stale"] img,
      [data-picture="stuck"] img,
      [data-picture="doubted"] img {
        filter: grayscale(1) brightness(0.55);
      }
      figcaption {
        position: absolute;
        left: 0;
        bottom: 0;
        right: 0;
        display: flex;
        padding: 8px;
      }
      .badge {
        padding: 2px 12px;
        border-radius: 999px;
        font-weight: 700;
        background: #000c;
        color: #fff;
      }
      [data-picture="live"] .badge::before {
        content: "";
        display: inline-block;
        width: 10px;
        height: 10px;
        margin-right: 8px;
        border-radius: 50%;
        background: #4ade80;
      }
      [data-picture="stale"] .badge,
      [data-picture="stuck"] .badge,
      [data-picture="doubted"] .badge,
      [data-picture="none"] .badge {
        background: var(--high);
        color: var(--on-high);
        border-radius: 6px;
        font-size: 20px;
      }
      .message {
        position: absolute;
        inset: 12px 16px 48px;
        display: flex;
        flex-direction: column;
        align-items: center;
        justify-content: center;
        gap: 10px;
        text-align: center;
        font-size: 16px;
        line-height: 1.35;
      }
      .message button {
        min-height: 44px;
        padding: 2px 18px;
        color: #fff;
        background: #000;
        border-color: #fff;
      }
    `,
  ];

  constructor() {
    super();
    this.camera = "";
    this.name = "";
    this.up = true;
    this.every = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.requestUpdate(), TICK);
    this.picture?.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.picture?.stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("connection") && !changed.has("camera") && !changed.has("every")) return;
    this.picture?.stop();
    this.picture =
      this.connection && this.camera
        ? new Picture(this.connection, this.camera, () => this.requestUpdate(), this.every)
        : undefined;
    if (this.isConnected) this.picture?.start();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { picture, words } = this;
    if (!picture || !words) return nothing;
    const state = picture.state(this.up);
    const { age } = picture;
    const time = age < 60 ? words.t("picture_seconds", { count: age }) : inWords(age, words);
    return html`<figure data-picture=${state}>
      ${picture.url ? html`<img src=${picture.url} alt=${words.t("picture_of", { name: this.name })} />` : nothing}
      <figcaption><span class="badge" role="status">${words.t(`picture_${state}`, { time })}</span></figcaption>
      ${
        state === "none"
          ? html`<div class="message">
              <span
                >${picture.problem === undefined || picture.problem instanceof Error ? words.t("picture_none_text") : explainHere(picture.problem, words)}</span
              >
              <button @click=${() => picture.again()}>${words.t("picture_again")}</button>
            </div>`
          : nothing
      }
    </figure>`;
  }
}
