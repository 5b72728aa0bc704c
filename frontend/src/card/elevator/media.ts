/** What was kept of an incident: pictures, films, what was said. Shown when somebody asks; that is recorded. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { readMedia, type MediaItem } from "../../elevators/wire";
import { explainHere } from "../../errors";
import type { Connection } from "../../ha";
import { Source } from "../../work";
import type { Words } from "../../words";
import { base, buttons } from "../styles";
import { elevatorStyles } from "./elevator-styles";

export class IncidentMedia extends LitElement {
  static override properties = {
    connection: { attribute: false },
    incident: {},
    words: { attribute: false },
    at: { attribute: false },
    blocked: { type: Boolean },
  };

  declare connection: Connection | undefined;
  declare incident: string;
  declare words: Words | undefined;
  /** A moment as a person reads it. */
  declare at: (at: string) => string;
  declare blocked: boolean;

  private source: Source<MediaItem[]> | undefined;

  static override styles = [base, buttons, elevatorStyles];

  constructor() {
    super();
    this.incident = "";
    this.at = (at) => at;
    this.blocked = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Another incident's pictures are not these.
    if (changed.has("incident") || changed.has("connection")) this.source = undefined;
  }

  private show(): void {
    const { connection, incident } = this;
    if (!connection) return;
    this.source = new Source(
      () => readMedia(connection, incident),
      () => this.requestUpdate(),
    );
    void this.source.load();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { words, source } = this;
    if (!words) return nothing;
    const items = source?.value;
    return html`<div class="media">
      ${
        items === undefined
          ? html`<button
                data-action="media"
                ?disabled=${this.blocked || source?.loading === true}
                @click=${() => this.show()}
              >
                ${words.t("media")}
              </button>
              <span class="hint">${words.t("picture_journalled")}</span>`
          : items.length
            ? html`<ul aria-label=${words.t("media")}>
                ${items.map((item) => html`<li>${this.item(item, words)}</li>`)}
              </ul>`
            : html`<p class="hint">${words.t("media_none")}</p>`
      }
      ${source?.problem === undefined ? nothing : html`<p class="problem" role="alert">${explainHere(source.problem, words)}</p>`}
    </div>`;
  }

  private item(item: MediaItem, words: Words): TemplateResult {
    const label = words.found(`media_${item.kind}`, "media", { at: this.at(item.at) });
    const shown =
      item.url === null
        ? html`<div class="empty-picture">${words.t("media_lost")}</div>`
        : item.kind === "audio"
          ? html`<audio controls preload="none" src=${item.url} aria-label=${label}></audio>`
          : item.kind === "clip"
            ? html`<video controls preload="none" src=${item.url} aria-label=${label}></video>`
            : html`<a href=${item.url} target="_blank" rel="noopener"><img src=${item.url} alt=${label} /></a>`;
    return html`${shown}<span class="hint">${item.name ? `${label} · ${item.name}` : label}</span>`;
  }
}
