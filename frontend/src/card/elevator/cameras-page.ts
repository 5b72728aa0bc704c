/** The page `smart-community-cameras`: where cameras look, whether they see, and their signs. */

import { css, html, nothing, type TemplateResult } from "lit";
import { ask } from "../../ask";
import type { CameraRow } from "../../cameras/wire";
import { mayLook } from "../../elevators/state";
import type { Connection } from "../../ha";
import type { Me } from "../../model";
import { buildingInFull } from "../../names";
import { calibrationPage } from "../../falls/wire";
import { Source, Work } from "../../work";
import { FallsSection } from "../fall/falls-section";
import { PageCard } from "../page/page-card";
import { facadeFacts, openCalibration } from "../fall/facade-facts";
import { problem, sourced } from "../page/parts";
import { elevatorStyles } from "./elevator-styles";

/** Whether cameras see is asked for again so often, and a picture of many comes so often, in ms. */
const EVERY = 5000;

export class CamerasPage extends PageCard {
  static override styles = [
    ...PageCard.styles,
    elevatorStyles,
    css`
      .cameras {
        display: grid;
        gap: 18px;
        grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr));
      }
      .cameras > li {
        display: flex;
        flex-direction: column;
        gap: 10px;
        border: 2px solid var(--line);
        border-radius: var(--radius);
        padding: 14px;
      }
      .cameras > li.down {
        border-color: var(--high);
      }
      .cameras .facts-list {
        grid-template-columns: minmax(64px, 26%) 1fr;
      }
      .falls {
        display: grid;
        gap: 12px;
        margin-top: 28px;
      }
      .falls .precision {
        display: grid;
        gap: 2px;
      }
      .falls .precision b {
        font-size: 22px;
      }
      .falls h2,
      .cameras h2 {
        font-size: 20px;
      }
    `,
  ];

  protected override readonly path = "cameras";
  protected override readonly tick = EVERY;
  declare cameras: Source<CameraRow[]>;
  declare falls: FallsSection;
  declare opening: Work;
  private readonly shown = new Set<string>();
  private read = 0;

  protected override open(connection: Connection): void {
    this.cameras = new Source(
      async () => (await ask<{ cameras: CameraRow[] }>(connection, "cameras/list")).cameras,
      this.changed,
    );
    this.falls = new FallsSection(connection, this.changed);
    this.opening = new Work(this.changed);
  }

  protected override load(): void {
    this.read = Date.now();
    void this.cameras.load();
    this.falls.load();
  }

  /** Whether a camera sees changes while one looks. */
  protected override updated(): void {
    if (this.live && !this.cameras.loading && this.cameras.value && Date.now() - this.read >= EVERY) this.load();
  }

  protected override aside(me: Me): TemplateResult | typeof nothing {
    const { words, cameras } = this;
    if (!mayLook(me) || !cameras.value?.length) return nothing;
    const all = cameras.value.every(({ id }) => this.shown.has(id));
    return html`<button class="small" data-do="all" @click=${() => this.show(cameras.value ?? [], !all)}>
      ${words.t(all ? "cameras_hide_all" : "cameras_show_all")}
    </button>`;
  }

  protected override content(me: Me): TemplateResult {
    const { words, cameras } = this;
    return html`<p>${words.t("cameras_intro")}</p>
      ${sourced(words, cameras, (rows) =>
        rows.length
          ? html`<ul class="cameras" aria-label=${words.t("cameras_list")}>
              ${rows.map((row) => this.card(row, me))}
            </ul>`
          : html`<p class="empty">${words.t("cameras_empty")}</p>`,
      )}
      ${this.fallen(cameras.value ?? [])}`;
  }

  /** What fell of late, where a camera watches a facade. */
  private fallen(rows: readonly CameraRow[]): TemplateResult | typeof nothing {
    if (!rows.some(({ purpose }) => purpose === "facade")) return nothing;
    const nameOf = (camera: string | null): string => rows.find(({ id }) => id === camera)?.name ?? "";
    return this.falls.render(this.words, (at) => this.at(at), nameOf);
  }

  private show(rows: readonly CameraRow[], shown: boolean): void {
    for (const { id } of rows) {
      if (shown) this.shown.add(id);
      else this.shown.delete(id);
    }
    this.requestUpdate();
  }

  private card(row: CameraRow, me: Me): TemplateResult {
    const { words } = this;
    const place = row.place.building_name ? buildingInFull(row.place.building_name, words) : "";
    const signed = row.sign_text.trim() && row.sign_place.trim();
    return html`<li data-camera=${row.id} class=${row.up ? "" : "down"}>
      ${this.picture(row, mayLook(me))}
      <div class="bar apart">
        <h2>${row.name}</h2>
        <span class="chip ${row.up ? "fine" : "bad"}"
          >${row.up ? words.t("camera_sees") : words.found(`camera_trouble_${row.trouble}`, "camera_trouble_other")}</span
        >
      </div>
      <dl class="facts-list">
        <dt>${words.t("camera_purpose")}</dt>
        <dd>${words.found(`camera_purpose_${row.purpose}`, "camera_purpose_none")}</dd>
        ${
          place
            ? html`<dt>${words.t("camera_place")}</dt>
                <dd>${place}</dd>`
            : nothing
        }
        <dt>${words.t("camera_sign")}</dt>
        <dd>
          ${
            signed
              ? words.t("camera_sign_at", { text: row.sign_text, place: row.sign_place })
              : html`<span class="chip bad">${words.t("camera_sign_none")}</span>`
          }
        </dd>
        <dt>${words.t("camera_kept")}</dt>
        <dd>${words.t("camera_days", { count: row.retention_days })}</dd>
        ${facadeFacts(row, words, (at) => this.at(at))}
      </dl>
      ${this.calibrating(row, me)}
    </li>`;
  }

  /** The way to where a facade's floors and homes are marked: a technician's. */
  private calibrating(row: CameraRow, me: Me): TemplateResult | typeof nothing {
    const connection = this.session?.connection;
    if (row.purpose !== "facade" || !row.facade || !me.roles.includes("technician") || !connection) return nothing;
    return html`<button
        class="small"
        data-do="calibrate"
        ?disabled=${!this.live || this.opening.busy !== undefined}
        @click=${() =>
          void this.opening.run(`calibrate_${row.id}`, () =>
            openCalibration(calibrationPage(connection, row.id, this.words.language)),
          )}
      >
        ${this.words.t("facade_calibrate")}
      </button>
      ${problem(this.words, this.opening.problemOf(`calibrate_${row.id}`))}`;
  }

  private picture(row: CameraRow, looks: boolean): TemplateResult {
    const { words } = this;
    if (!looks) return html`<div class="empty-picture">${words.t("picture_refused")}</div>`;
    if (!this.shown.has(row.id)) {
      return html`<div class="empty-picture">
        <button data-do="look" @click=${() => this.show([row], true)}>${words.t("picture_show")}</button>
        <span>${words.t("picture_journalled")}</span>
      </div>`;
    }
    return html`<smart-community-picture
        .connection=${this.session?.connection}
        .camera=${row.id}
        .name=${row.name}
        .up=${row.up}
        .every=${this.shown.size > 1 ? EVERY : 0}
        .words=${words}
      ></smart-community-picture>
      <button class="small" data-do="hide" @click=${() => this.show([row], false)}>${words.t("picture_hide")}</button>`;
  }
}
