/** The page `smart-community-devices`: where devices are, how they are, and the walk test. */

import { css, html, nothing, type TemplateResult } from "lit";
import { DevicesDesk } from "../../devices/devices-desk";
import { bySpeaking, flaws, isJustPressed, kindName, nameOf, whereOf } from "../../devices/state";
import { DEVICE_KINDS, type Device } from "../../devices/wire";
import { inWords, secondsSince } from "../../durations";
import type { Connection } from "../../ha";
import type { Me } from "../../model";
import { PageCard } from "../page/page-card";
import { choice, field, pager, problem, sourced, table, tabs, type Column } from "../page/parts";
import { assignDialog } from "./assign-dialog";
import { walkTest } from "./walk-test";

type Tab = "all" | "new" | "test";

export class DevicesPage extends PageCard {
  static override styles = [
    ...PageCard.styles,
    css`
      .lines > li {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        justify-content: space-between;
        padding: 8px 0;
        border-bottom: 1px solid var(--line);
      }
      .lines > li:last-child {
        border-bottom: 0;
      }
      tr.just td {
        background: color-mix(in srgb, var(--calm) 18%, transparent);
      }
      .count {
        font-size: 30px;
        font-weight: 700;
        line-height: 1.2;
      }
      .found {
        max-height: 300px;
        overflow: auto;
      }
    `,
  ];

  protected override readonly path = "watch";
  protected override readonly tick = 1000;
  declare desk: DevicesDesk;
  private tab: Tab = "all";
  private read = 0;

  protected override open(connection: Connection): void {
    this.desk = new DevicesDesk(connection, this.changed);
  }

  protected override load(): void {
    this.desk.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.desk?.stop();
  }

  say(text: string): void {
    this.toast(text);
  }

  /** Whoever looks for a device presses it: the list must follow. */
  protected override updated(): void {
    const { desk } = this;
    if (this.tab !== "new" || !this.live || desk.devices.loading || desk.assigning) return;
    if (Date.now() - this.read < 3000) return;
    this.read = Date.now();
    void desk.devices.load();
  }

  protected override content(me: Me): TemplateResult {
    const { words, desk } = this;
    const assigns = me.roles.includes("technician") || me.roles.includes("community_office");
    return html`
      ${tabs<Tab>(
        words.t("devices_tabs"),
        [
          ["all", words.t("devices_tab_all")],
          ["new", words.t("devices_tab_new", { count: desk.unassigned.length })],
          ["test", words.t("devices_tab_test")],
        ],
        this.tab,
        (tab) => {
          this.tab = tab;
          this.requestUpdate();
        },
      )}
      ${
        this.tab === "test"
          ? walkTest(this)
          : sourced(
              words,
              desk.devices,
              () => html`${this.tab === "new" ? this.unassigned(assigns) : this.all(assigns)}`,
            )
      }
      ${assignDialog(this)}
    `;
  }

  private all(assigns: boolean): TemplateResult {
    const { words, desk, now } = this;
    const found = desk.matching(now, words);
    const { offset, limit } = desk.paging;
    const kinds = DEVICE_KINDS.filter((kind) => desk.assigned.some((device) => device.kind === kind));
    const columns: Column<Device>[] = [
      { head: words.t("device_column"), style: "strong", cell: (device) => nameOf(device, words) },
      { head: words.t("device_place"), cell: (device) => whereOf(device, desk.doors, words) },
      {
        head: words.t("device_state"),
        cell: (device) => {
          const wrong = flaws(device, now, words);
          return html`<span class="chips">
            ${
              wrong.length
                ? wrong.map(({ text, tone }) => html`<span class="chip ${tone}">${text}</span>`)
                : html`<span class="chip fine">${words.t("device_fine")}</span>`
            }
          </span>`;
        },
      },
      {
        head: words.t("device_battery"),
        style: "number",
        cell: ({ battery }) => (battery === null ? "" : words.t("device_percent", { percent: battery })),
      },
      { head: words.t("device_seen"), cell: (device) => this.ago(device.last_seen) },
      { head: words.t("device_tested"), cell: (device) => this.ago(device.last_test) },
      this.assignColumn(assigns, "move"),
    ];
    return html`
      <div class="tools" role="search">
        <div class="grow">
          ${field({
            name: "search",
            label: words.t("search"),
            placeholder: words.t("devices_search"),
            type: "search",
            value: desk.search,
            input: (search) => desk.filter({ search }),
          })}
        </div>
        ${choice({
          name: "kind",
          label: words.t("devices_kind"),
          value: desk.kind,
          options: [["", words.t("all")], ...kinds.map((kind) => [kind, kindName(kind, words)] as const)],
          change: (kind) => desk.filter({ kind }),
        })}
        ${choice({
          name: "faulty",
          label: words.t("devices_show"),
          value: desk.faulty ? "faulty" : "",
          options: [
            ["", words.t("devices_show_all")],
            ["faulty", words.t("devices_show_faulty")],
          ],
          change: (value) => desk.filter({ faulty: value !== "" }),
        })}
      </div>
      ${table<Device>({
        caption: words.t("devices_caption"),
        empty: words.t(desk.assigned.length ? "devices_empty" : "devices_none"),
        rows: found.slice(offset, offset + limit),
        key: (device) => device.id,
        columns,
      })}
      ${pager(words, desk.paging, found.length, (to) => desk.go(to))}
    `;
  }

  private unassigned(assigns: boolean): TemplateResult {
    const { words, desk, now } = this;
    const strangers = desk.devices.value?.strangers ?? 0;
    return html`
      <p>${words.t("new_intro")}</p>
      ${strangers ? html`<p class="warn">${words.t("new_strangers", { count: strangers })}</p>` : nothing}
      ${table<Device>({
        caption: words.t("new_caption"),
        empty: words.t("new_empty"),
        rows: bySpeaking(desk.unassigned).slice(0, 100),
        key: (device) => device.id,
        rowClass: (device) => (isJustPressed(device, now) ? "just" : ""),
        columns: [
          {
            head: words.t("device_column"),
            style: "strong",
            cell: (device) =>
              html`<span
                >${nameOf(device, words)}
                ${isJustPressed(device, now) ? html`<span class="chip fine">${words.t("new_just")}</span>` : nothing}</span
              >`,
          },
          { head: words.t("device_seen"), cell: (device) => this.ago(device.last_seen) },
          {
            head: words.t("device_battery"),
            style: "number",
            cell: ({ battery }) => (battery === null ? "" : words.t("device_percent", { percent: battery })),
          },
          this.assignColumn(assigns, "assign"),
        ],
      })}
    `;
  }

  private assignColumn(assigns: boolean, text: "assign" | "move"): Column<Device> {
    const { words, desk } = this;
    return {
      head: "",
      style: "tight",
      cell: (device) =>
        assigns
          ? html`<div class="bar">
              <button
                class="small"
                data-do="assign"
                aria-label="${words.t(text)} ${nameOf(device, words)}"
                @click=${() => desk.assign(device)}
              >
                ${words.t(text)}
              </button>
            </div>`
          : nothing,
    };
  }

  /** How long ago a moment was. */
  ago(at: string | null): string {
    const { words, now } = this;
    if (at === null) return words.t("never");
    const seconds = secondsSince(at, now);
    return seconds < 60 ? words.t("now") : words.t("ago", { time: inWords(seconds, words) });
  }

  /** What went wrong with a test. */
  trouble(): TemplateResult | typeof nothing {
    const { words, desk } = this;
    const failed = desk.work.failed === "start" || desk.work.failed === "stop";
    return html`${problem(words, failed ? desk.work.problem : undefined)}`;
  }
}
