/** The film of a fall: play, slowly, and picture by picture with buttons and arrow keys.
 *
 * It is taken as a whole first: only then a browser can go to any picture of it. */

import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { isSameFilm } from "../../falls/case";
import { stepped, timesOf } from "../../falls/stepping";
import type { Words } from "../../words";
import { base, buttons } from "../styles";

const SPEEDS = [1, 0.5, 0.25, 0.1] as const;
/** A film of ours has a few MB; more than this is none of ours, in bytes. */
const MOST = 64_000_000;

export class ClipPlayer extends LitElement {
  static override properties = {
    src: {},
    label: {},
    words: { attribute: false },
    film: { state: true },
    failed: { state: true },
    playing: { state: true },
    speed: { state: true },
    at: { state: true },
    length: { state: true },
  };

  /** A path that this page may read. */
  declare src: string;
  /** What it shows, for those who cannot see it. */
  declare label: string;
  declare words: Words | undefined;
  declare film: string | undefined;
  declare failed: boolean;
  declare playing: boolean;
  declare speed: number;
  declare at: number;
  declare length: number;

  /** When each picture is shown, in seconds. */
  private times: readonly number[] = [];
  private abort: AbortController | undefined;

  static override styles = [
    base,
    buttons,
    css`
      .film {
        display: flex;
        flex-direction: column;
        gap: 10px;
        border-radius: var(--radius);
      }
      video,
      .empty {
        display: block;
        width: 100%;
        aspect-ratio: 16 / 9;
        max-height: 62vh;
        object-fit: contain;
        border-radius: var(--radius);
        background: #101418;
        color: #fff;
      }
      .empty {
        display: flex;
        align-items: center;
        justify-content: center;
        gap: 10px;
      }
      .keys {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
      }
      .keys button {
        min-height: 52px;
        min-width: 56px;
        padding: 4px 12px;
      }
      .keys .play {
        flex: 1 1 120px;
        font-size: 20px;
      }
      .speeds {
        display: flex;
        gap: 4px;
        border: 0;
        margin: 0;
        padding: 0;
        flex: 1 1 220px;
      }
      .speeds button {
        flex: 1 1 0;
        min-width: 0;
        padding: 4px 6px;
      }
      .speeds button[aria-pressed="true"] {
        border-color: var(--text);
        background: color-mix(in srgb, var(--text) 12%, var(--surface));
      }
      input[type="range"] {
        width: 100%;
        height: 32px;
        margin: 0;
        accent-color: var(--normal);
      }
      .time {
        white-space: nowrap;
      }
    `,
  ];

  constructor() {
    super();
    this.src = "";
    this.label = "";
    this.failed = false;
    this.playing = false;
    this.speed = 1;
    this.at = 0;
    this.length = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && this.src && !this.film) void this.fetch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.drop();
  }

  protected override updated(changed: PropertyValues<this>): void {
    // What it has stays: whoever looks at a picture of it is not put back to the beginning.
    if (changed.has("src") && (this.failed || !isSameFilm(changed.get("src"), this.src))) void this.fetch();
    const { video } = this;
    if (video) video.playbackRate = this.speed;
  }

  private get video(): HTMLVideoElement | null {
    return this.renderRoot.querySelector("video");
  }

  private drop(): void {
    this.abort?.abort();
    if (this.film) URL.revokeObjectURL(this.film);
    this.film = undefined;
    this.playing = false;
  }

  /** Its address may have been signed too long ago: whoever has given it gives another. */
  private again = (): void => {
    this.dispatchEvent(new Event("again"));
  };

  private async fetch(): Promise<void> {
    this.drop();
    this.failed = false;
    this.times = [];
    this.at = 0;
    if (!this.src) return;
    const abort = (this.abort = new AbortController());
    try {
      const answer = await fetch(this.src, { signal: abort.signal });
      const film = answer.ok ? await answer.blob() : undefined;
      if (abort.signal.aborted) return;
      if (!film || film.size === 0 || film.size > MOST) throw new Error("no film");
      this.times = timesOf(await film.arrayBuffer());
      if (abort.signal.aborted) return;
      this.film = URL.createObjectURL(film);
    } catch {
      if (!abort.signal.aborted) this.failed = true;
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { words, film } = this;
    if (!words) return nothing;
    const ready = film !== undefined && !this.failed;
    return html`<div
      class="film"
      role="group"
      aria-label=${this.label}
      tabindex="0"
      data-film=${this.failed ? "failed" : ready ? (this.playing ? "playing" : "paused") : "loading"}
      @keydown=${this.onKey}
    >
      ${
        ready
          ? html`<video
              .src=${film}
              .muted=${true}
              playsinline
              preload="auto"
              aria-label=${this.label}
              @loadedmetadata=${this.onReady}
              @timeupdate=${this.onTime}
              @seeked=${this.onTime}
              @play=${() => (this.playing = true)}
              @pause=${() => (this.playing = false)}
              @ended=${() => (this.playing = false)}
              @error=${() => (this.failed = true)}
              @click=${() => this.toggle()}
            ></video>`
          : html`<div class="empty" role="status">
              ${
                this.failed
                  ? html`<button data-do="again" @click=${this.again}>${words.t("clip_failed")}</button>`
                  : html`<span class="spinner" aria-hidden="true"></span>${words.t("clip_loading")}`
              }
            </div>`
      }
      <input
        type="range"
        min="0"
        max=${this.length || 1}
        step="any"
        aria-label=${words.t("clip_place")}
        ?disabled=${!ready}
        .value=${String(this.at)}
        @input=${this.onSlide}
      />
      <div class="keys">
        <button
          data-do="before"
          aria-label=${words.t("clip_before")}
          aria-keyshortcuts="ArrowLeft"
          ?disabled=${!ready}
          @click=${() => this.step(-1)}
        >
          ◀︎|
        </button>
        <button class="play" data-do="play" aria-keyshortcuts="Space" ?disabled=${!ready} @click=${() => this.toggle()}>
          ${words.t(this.playing ? "clip_pause" : "clip_play")}
        </button>
        <button
          data-do="after"
          aria-label=${words.t("clip_after")}
          aria-keyshortcuts="ArrowRight"
          ?disabled=${!ready}
          @click=${() => this.step(1)}
        >
          |▶︎
        </button>
        <span class="time">${this.at.toFixed(2)} / ${this.length.toFixed(1)} s</span>
        <div class="speeds" role="group" aria-label=${words.t("clip_speed")}>
          ${SPEEDS.map(
            (speed) =>
              html`<button
                data-speed=${speed}
                aria-pressed=${String(speed === this.speed)}
                @click=${() => (this.speed = speed)}
              >
                ${speed}×
              </button>`,
          )}
        </div>
      </div>
      <span class="hint">${words.t("clip_keys")}</span>
    </div>`;
  }

  private toggle(): void {
    const { video } = this;
    if (!video) return;
    if (video.paused) {
      void video.play().catch(() => (this.playing = false));
    } else video.pause();
  }

  private step(by: -1 | 1): void {
    const { video } = this;
    if (!video || !this.length) return;
    video.pause();
    video.currentTime = stepped(video.currentTime, by, this.times, this.length);
  }

  private onReady = (): void => {
    const { video } = this;
    this.length = video && Number.isFinite(video.duration) ? video.duration : 0;
    if (video) video.playbackRate = this.speed;
  };

  private onTime = (): void => {
    this.at = this.video?.currentTime ?? 0;
  };

  private onSlide = (event: Event): void => {
    const { video } = this;
    if (!video) return;
    video.pause();
    video.currentTime = Number((event.target as HTMLInputElement).value);
  };

  private onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key] as -1 | 1 | undefined;
    if (by) {
      // The slider's own arrows would jump further than a picture.
      event.preventDefault();
      this.step(by);
    } else if (event.key === " " && !(event.composedPath()[0] instanceof HTMLButtonElement)) {
      event.preventDefault();
      this.toggle();
    }
  };
}
