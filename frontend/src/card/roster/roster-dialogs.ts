/** What is asked about the roster: one shift, a swap, holidays, the rotation. */

import { html, nothing, type TemplateResult } from "lit";
import { weekdayName } from "../../days";
import { calendarsOf } from "../../ha";
import { toggled } from "../../plans/draft";
import type { Holiday, RosterPage as Page } from "../../roster/wire";
import { check, choice, doing, field, problem, sourced, valuesOf } from "../page/parts";
import { rotationForm } from "./rotation-form";
import type { Asked, RosterPage } from "./roster-page";

export function rosterDialogs(page: RosterPage, shown: Page): TemplateResult {
  const { asked, words } = page;
  return html`<smart-community-dialog
    ?large=${asked?.what === "rotation"}
    .heading=${asked ? heading(page, asked) : ""}
    .open=${asked !== undefined}
    @sc-back=${() => page.ask(undefined)}
  >
    ${
      asked === undefined
        ? nothing
        : asked.what === "override"
          ? override(page, asked)
          : asked.what === "swap"
            ? swap(page, asked, shown)
            : asked.what === "holidays"
              ? holidays(page)
              : rotationForm(page, asked)
    }
    ${asked && asked.what !== "rotation" ? problem(words, page.desk.work.problem) : nothing}
  </smart-community-dialog>`;
}

function heading(page: RosterPage, asked: Asked): string {
  const { words, desk } = page;
  switch (asked.what) {
    case "override":
      return words.t("override_title", { shift: asked.duty.name, day: page.dayName(asked.duty.day) });
    case "swap":
      return words.t("swap_title", { shift: asked.duty.name, day: page.dayName(asked.duty.day) });
    case "holidays":
      return words.t("holidays_title");
    case "rotation":
      return words.t("rotation_title", { role: words.role(desk.rotation?.role ?? "") });
  }
}

/** Choose people by name. */
export function peopleChoice(
  page: RosterPage,
  role: string,
  chosen: readonly string[],
  choose: (people: string[]) => void,
): TemplateResult {
  const { words, desk } = page;
  const holders = desk.holders(role);
  const gone = chosen.filter((account) => !holders.some(([id]) => id === account));
  const all = [...holders, ...gone.map((account) => [account, page.name(account)] as const)];
  if (!all.length) return html`<p class="warn">${words.t("override_no_people")}</p>`;
  return html`<div class="checks">
    ${all.map(([account, name]) =>
      check({
        name: "people",
        label: name,
        value: account,
        checked: chosen.includes(account),
        change: (on) => choose(toggled(chosen, account, on)),
      }),
    )}
  </div>`;
}

function override(page: RosterPage, asked: Asked & { what: "override" }): TemplateResult {
  const { words, desk } = page;
  const { duty, people } = asked;
  const busy = desk.work.busy !== undefined;
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!(await desk.override(duty, people))) return;
    page.ask(undefined);
    page.say(words.t("override_saved"));
  };
  const back = async (): Promise<void> => {
    if (!(await desk.override(duty, null))) return;
    page.ask(undefined);
    page.say(words.t("override_undone"));
  };
  return html`<form novalidate @submit=${save}>
    <p class="hint">${words.t("override_text")}</p>
    ${peopleChoice(page, duty.role, people, (chosen) => page.ask({ ...asked, people: chosen }))}
    ${people.length ? nothing : html`<p class="warn">${words.t("override_nobody")}</p>`}
    <div class="ends">
      ${
        duty.because === "override" || duty.because === "swap"
          ? html`<button type="button" data-do="rotation" ?disabled=${busy} @click=${back}>
              ${words.t("override_back")}
            </button>`
          : html`<button type="button" @click=${() => page.ask(undefined)}>${words.t("cancel")}</button>`
      }
      <button class="strong" data-do="save" ?disabled=${busy}>${doing(words, words.t("override_save"), busy)}</button>
    </div>
  </form>`;
}

function swap(page: RosterPage, asked: Asked & { what: "swap" }, shown: Page): TemplateResult {
  const { words, desk, me } = page;
  const { duty } = asked;
  const busy = desk.work.busy !== undefined;
  const others = desk
    .holders(duty.role)
    .filter(([account]) => account !== me.user_id && !duty.people.includes(account));
  const theirs = shown.duties.filter(
    (one) =>
      one.role === duty.role &&
      Date.parse(one.start) > page.now &&
      one.people.length > 0 &&
      !one.people.includes(me.user_id),
  );
  const ask = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { other = "", takes = "" } = valuesOf(event);
    page.wrong = other ? {} : { other: words.t("field_needed") };
    page.requestUpdate();
    if (!other) return;
    const [day = "", shift = ""] = takes.split("|");
    if (!(await desk.askSwap(duty, other, day ? { day, shift } : undefined))) return;
    page.ask(undefined);
    page.say(words.t("swap_asked", { name: page.name(other) }));
  };
  return html`<form novalidate @submit=${ask}>
    ${choice({
      name: "other",
      label: words.t("swap_other"),
      value: "",
      wrong: page.wrong["other"],
      options: [["", words.t("staff_channel_choose")], ...others],
    })}
    ${
      theirs.length
        ? choice({
            name: "takes",
            label: words.t("swap_takes"),
            value: "",
            options: [
              ["", words.t("swap_takes_none")],
              ...theirs.map(
                (one) =>
                  [`${one.day}|${one.shift}`, `${page.slotName(one.role, one)} · ${page.names(one.people)}`] as const,
              ),
            ],
          })
        : nothing
    }
    <div class="ends">
      <button type="button" @click=${() => page.ask(undefined)}>${words.t("cancel")}</button>
      <button class="strong" data-do="save" ?disabled=${busy}>${doing(words, words.t("swap_ask"), busy)}</button>
    </div>
  </form>`;
}

function holidays(page: RosterPage): TemplateResult {
  const { words, desk, hass } = page;
  const busy = desk.work.busy !== undefined;
  const days = [0, 1, 2, 3, 4, 5, 6];
  const likeWords = (like: number | null): string =>
    like === null
      ? words.t("holiday_like_none")
      : words.t("holiday_like_day", { day: weekdayName(like, words.language, "long") });
  const calendars = calendarsOf(hass);
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { day = "", name = "", like = "" } = valuesOf(event);
    page.wrong = {
      ...(day ? {} : { day: words.t("field_needed") }),
      ...(name.trim() ? {} : { name: words.t("field_needed") }),
    };
    page.requestUpdate();
    if (Object.keys(page.wrong).length) return;
    const holiday: Holiday = { day, name: name.trim(), like: like === "" ? null : Number(like) };
    if (!(await desk.saveHoliday(holiday))) return;
    (event.target as HTMLFormElement).reset();
    page.say(words.t("holiday_saved"));
  };
  const take = async (event: Event): Promise<void> => {
    event.preventDefault();
    const calendar = valuesOf(event)["calendar"];
    const count = calendar ? await desk.takeHolidays(calendar) : undefined;
    if (count !== undefined) page.say(words.t("holiday_taken", { count }));
  };
  return html`
    <div class="form">
      <p class="hint">${words.t("holidays_text")}</p>
      ${sourced(words, desk.holidays, (kept) =>
        kept.length
          ? html`<ul class="swaps">
              ${kept.map(
                (holiday) =>
                  html`<li>
                    <span
                      ><b>${page.dayName(holiday.day)}</b> ${holiday.name}
                      <span class="hint">${likeWords(holiday.like)}</span></span
                    >
                    <button
                      class="small"
                      ?disabled=${busy}
                      aria-label="${words.t("remove")}: ${holiday.name}, ${page.dayName(holiday.day)}"
                      @click=${async () => {
                        if (await desk.removeHoliday(holiday.day)) page.say(words.t("holiday_removed"));
                      }}
                    >
                      ${words.t("remove")}
                    </button>
                  </li>`,
              )}
            </ul>`
          : html`<p class="faint">${words.t("holidays_empty")}</p>`,
      )}
      <form novalidate @submit=${add}>
        <div class="fields">
          ${field({ name: "day", label: words.t("holiday_day"), type: "date", wrong: page.wrong["day"] })}
          ${field({ name: "name", label: words.t("holiday_name"), max: 60, wrong: page.wrong["name"] })}
          ${choice({
            name: "like",
            label: words.t("holiday_like"),
            value: "",
            options: [["", likeWords(null)], ...days.map((day) => [String(day), likeWords(day)] as const)],
          })}
        </div>
        <div class="ends">
          <button type="button" @click=${() => page.ask(undefined)}>${words.t("close")}</button>
          <button class="strong" data-do="add" ?disabled=${busy}>${doing(words, words.t("holiday_add"), busy)}</button>
        </div>
      </form>
      ${
        calendars.length
          ? html`<form class="tools" novalidate @submit=${take}>
              <div class="grow">
                ${choice({
                  name: "calendar",
                  label: words.t("holiday_calendar"),
                  value: calendars[0]?.[0] ?? "",
                  options: calendars,
                })}
              </div>
              <button class="small" ?disabled=${busy}>${words.t("holiday_take")}</button>
            </form>`
          : nothing
      }
    </div>
  `;
}
