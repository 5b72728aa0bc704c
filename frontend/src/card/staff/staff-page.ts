/** The page `smart-community-staff`: roles, how each person is told, and whether the channels work. */

import { html, nothing, type TemplateResult } from "lit";
import type { Connection } from "../../ha";
import type { Me } from "../../model";
import { channelName } from "../../names";
import { ChannelsDesk, offeredChannels, type ChannelRow } from "../../staff/channels-desk";
import { PeopleDesk, shifted, type Person, type StaffDraft } from "../../staff/people-desk";
import { ASSIGNABLE } from "../../staff/wire";
import { PageCard } from "../page/page-card";
import { check, choice, doing, field, problem, sourced, table, tabs, valuesOf } from "../page/parts";
import { toggled } from "../../plans/draft";

type Tab = "staff" | "channels";
const MOST_CHANNELS = 20;

export class StaffPage extends PageCard {
  protected override readonly path = "staff";
  declare people: PeopleDesk;
  declare channels: ChannelsDesk;
  private tab: Tab | undefined;
  private testing: ChannelRow | undefined;

  protected override open(connection: Connection): void {
    this.people = new PeopleDesk(connection, this.changed, () => this.hass?.user?.is_admin ?? false);
    this.channels = new ChannelsDesk(connection, this.changed);
  }

  protected override load(): void {
    if (this.keeps(this.session?.me)) void this.people.people.load();
    void this.channels.channels.load();
  }

  /** Whether the account may see who has which role. */
  private keeps(me: Me | undefined): boolean {
    return me?.roles.some((role) => role === "technician" || role === "community_office") ?? false;
  }

  protected override content(me: Me): TemplateResult {
    const { words } = this;
    const technician = me.roles.includes("technician");
    const keeps = this.keeps(me);
    const tab = keeps ? (this.tab ?? "staff") : "channels";
    return html`
      ${
        keeps
          ? tabs<Tab>(
              words.t("staff_tabs"),
              [
                ["staff", words.t("staff_tab_staff")],
                ["channels", words.t("staff_tab_channels")],
              ],
              tab,
              (chosen) => {
                this.tab = chosen;
                this.requestUpdate();
              },
            )
          : nothing
      }
      ${tab === "staff" ? this.staff(technician) : this.channelList(technician)} ${this.editDialog()}
      ${this.testDialog()}
    `;
  }

  private staff(technician: boolean): TemplateResult {
    const { words, people } = this;
    return html`
      <p>${words.t("staff_intro")}</p>
      <p class="hint">${words.t(technician ? "staff_make" : "staff_read_only")}</p>
      ${sourced(words, people.people, (rows) =>
        table<Person>({
          caption: words.t("staff_caption"),
          empty: words.t("staff_empty"),
          rows,
          key: (person) => person.username ?? person.id,
          columns: [
            {
              head: words.t("staff_account"),
              style: "strong",
              cell: (person) =>
                html`<span
                  >${person.name || words.t("unnamed_account")}
                  ${person.isActive ? nothing : html`<span class="chip calm">${words.t("staff_inactive")}</span>`}
                  ${person.isGone ? html`<span class="chip bad">${words.t("staff_gone")}</span>` : nothing}</span
                >`,
            },
            {
              head: words.t("staff_roles"),
              cell: (person) => {
                const roles = [...(person.isTechnician ? ["technician"] : []), ...person.roles];
                return roles.length
                  ? html`<span class="chips"
                      >${roles.map((role) => html`<span class="chip">${words.role(role)}</span>`)}</span
                    >`
                  : html`<span class="faint">${words.t("staff_no_role")}</span>`;
              },
            },
            {
              head: words.t("staff_channels"),
              cell: (person) =>
                person.roles.length || person.isTechnician
                  ? person.channels.length
                    ? person.channels.map((one) => channelName(one, this.hass, words)).join(" → ")
                    : words.t("staff_default")
                  : "",
            },
            {
              head: "",
              style: "tight",
              cell: (person) =>
                technician
                  ? html`<div class="bar">
                      <button
                        class="small"
                        data-do="edit"
                        aria-label="${words.t("edit")}: ${person.name}"
                        @click=${() => people.edit(person)}
                      >
                        ${words.t("edit")}
                      </button>
                    </div>`
                  : nothing,
            },
          ],
        }),
      )}
    `;
  }

  private editDialog(): TemplateResult {
    const { words, people } = this;
    const { draft } = people;
    return html`<smart-community-dialog
      .heading=${draft ? words.t("staff_edit", { name: draft.person.name || words.t("unnamed_account") }) : ""}
      .open=${draft !== undefined}
      @sc-back=${() => people.cancel()}
    >
      ${draft ? this.editForm(draft) : nothing}
    </smart-community-dialog>`;
  }

  private editForm(draft: StaffDraft): TemplateResult {
    const { words, people, hass } = this;
    const { channels } = draft;
    const offered = (hass ? offeredChannels(hass) : []).filter((channel) => !channels.includes(channel));
    const save = async (event: Event): Promise<void> => {
      event.preventDefault();
      if (await people.save()) this.toast(words.t("staff_saved"));
    };
    return html`<form novalidate @submit=${save}>
      ${draft.person.isTechnician ? html`<p class="info">${words.t("staff_is_technician")}</p>` : nothing}
      <fieldset>
        <legend>${words.t("staff_roles")}</legend>
        <div class="checks">
          ${ASSIGNABLE.map((role) =>
            check({
              name: "roles",
              label: words.role(role),
              value: role,
              checked: draft.roles.includes(role),
              change: (on) => people.update({ roles: toggled(draft.roles, role, on) as typeof draft.roles }),
            }),
          )}
        </div>
      </fieldset>
      <fieldset>
        <legend>${words.t("staff_channels")}</legend>
        <p class="hint">${words.t(channels.length ? "staff_channel_first" : "staff_channel_none")}</p>
        <ol class="stack">
          ${channels.map((channel, index) => {
            const name = channelName(channel, hass, words);
            const move = (by: -1 | 1): void => people.update({ channels: shifted(channels, index, by) });
            return html`<li class="bar">
              <b>${index + 1}.</b> <span class="grow">${name}</span>
              <button
                type="button"
                class="small"
                ?disabled=${index === 0}
                aria-label=${words.t("staff_channel_up", { name })}
                @click=${() => move(-1)}
              >
                ↑
              </button>
              <button
                type="button"
                class="small"
                ?disabled=${index === channels.length - 1}
                aria-label=${words.t("staff_channel_down", { name })}
                @click=${() => move(1)}
              >
                ↓
              </button>
              <button
                type="button"
                class="small"
                aria-label=${words.t("staff_channel_remove", { name })}
                @click=${() => people.update({ channels: channels.filter((one) => one !== channel) })}
              >
                ×
              </button>
            </li>`;
          })}
        </ol>
        ${
          offered.length && channels.length < MOST_CHANNELS
            ? choice({
                name: "add",
                label: words.t("staff_channel_add"),
                value: "",
                options: [
                  ["", words.t("staff_channel_choose")],
                  ...offered.map((channel) => [channel, channelName(channel, hass, words)] as const),
                ],
                change: (channel) => channel && people.update({ channels: [...channels, channel] }),
              })
            : nothing
        }
      </fieldset>
      ${problem(words, people.work.problem)}
      <div class="ends">
        <button type="button" @click=${() => people.cancel()}>${words.t("cancel")}</button>
        <button class="strong" data-do="save" ?disabled=${people.work.busy !== undefined}>
          ${doing(words, words.t("save"), people.work.busy !== undefined)}
        </button>
      </div>
    </form>`;
  }

  private channelList(technician: boolean): TemplateResult {
    const { words, channels, hass } = this;
    return html`
      <p>${words.t("channels_intro")}</p>
      ${technician ? html`<p class="hint">${words.t("channels_options")}</p>` : nothing}
      ${sourced(words, channels.channels, (rows) =>
        table<ChannelRow>({
          caption: words.t("channels_caption"),
          empty: words.t("channels_empty"),
          rows,
          key: (row) => row.channel,
          rowClass: (row) => (row.state === "failing" ? "bad" : ""),
          columns: [
            { head: words.t("channels_number"), style: "tight", cell: (row) => row.number ?? "" },
            { head: words.t("channels_name"), style: "strong", cell: (row) => channelName(row.channel, hass, words) },
            { head: words.t("channels_for"), cell: (row) => words.list(this.usedBy(row)) },
            {
              head: words.t("channels_state"),
              cell: (row) => {
                const tone = { ok: "fine", failing: "bad", unknown: "calm" }[row.state];
                const reason = row.last_error ? words.option("delivery_error", row.last_error, "") : "";
                return html`<span
                  ><span class="chip ${tone}">${words.t(`health_${row.state}`)}</span> ${
                    row.state === "failing" || row.last_error ? html`<span class="hint">${reason}</span>` : nothing
                  }</span
                >`;
              },
            },
            { head: words.t("channels_last"), cell: (row) => this.at(row.last_ok) },
            {
              head: "",
              style: "tight",
              cell: (row) =>
                technician
                  ? html`<div class="bar">
                      <button
                        class="small"
                        data-do="test"
                        aria-label="${words.t("channel_test")} ${channelName(row.channel, hass, words)}"
                        @click=${() => this.test(row)}
                      >
                        ${words.t("channel_test")}
                      </button>
                    </div>`
                  : nothing,
            },
          ],
        }),
      )}
    `;
  }

  private usedBy({ used_by }: ChannelRow): string[] {
    const { words } = this;
    return [
      used_by.staff ? words.t("channels_staff", { count: used_by.staff }) : "",
      used_by.contacts ? words.t("channels_contacts") : "",
      used_by.sirens ? words.t("channels_sirens") : "",
      used_by.groups ? words.t("channels_groups") : "",
    ].filter(Boolean);
  }

  private test(row: ChannelRow | undefined): void {
    this.testing = row;
    this.channels.answer = undefined;
    this.channels.work.forget();
    this.requestUpdate();
  }

  private testDialog(): TemplateResult {
    const { words, channels, testing, hass } = this;
    const { answer } = channels;
    const send = (event: Event): void => {
      event.preventDefault();
      if (testing) void channels.test(testing.channel, valuesOf(event)["number"]?.trim() ?? "");
    };
    return html`<smart-community-dialog
      .heading=${testing ? words.t("channel_test_title", { name: channelName(testing.channel, hass, words) }) : ""}
      .open=${testing !== undefined}
      @sc-back=${() => this.test(undefined)}
    >
      ${
        testing
          ? html`<form novalidate @submit=${send}>
              <p>${words.t("channel_test_text")}</p>
              ${
                testing.kind === "script"
                  ? field({
                      name: "number",
                      label: words.t("channel_test_number"),
                      hint: words.t("channel_test_number_hint"),
                      type: "tel",
                    })
                  : nothing
              }
              ${
                answer
                  ? html`<p class=${answer.ok ? "good" : "problem"} role="alert">
                      ${
                        answer.ok
                          ? words.t("channel_test_ok")
                          : words.t("channel_test_failed", {
                              reason: words.option("delivery_error", answer.error ?? "", words.t("page_error_unknown")),
                            })
                      }
                    </p>`
                  : nothing
              }
              ${problem(words, channels.work.problem)}
              <div class="ends">
                <button type="button" @click=${() => this.test(undefined)}>${words.t("close")}</button>
                <button class="strong" data-do="send" ?disabled=${channels.work.busy !== undefined}>
                  ${doing(words, words.t("channel_test_do"), channels.work.busy !== undefined)}
                </button>
              </div>
            </form>`
          : nothing
      }
    </smart-community-dialog>`;
  }
}
