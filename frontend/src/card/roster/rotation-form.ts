/** The rotation of a role: its shifts, and who has which one in weeks that turn. */

import { html, nothing, type TemplateResult } from "lit";
import {
  allWeek,
  isComplete,
  newShift,
  peopleIn,
  withoutShift,
  withoutWeek,
  withPeople,
  withWeek,
  type Cell,
  type Rotation,
} from "../../roster/rotation";
import { mondayOf, weekdayName } from "../../days";
import { calendarsOf } from "../../ha";
import { check, choice, doing, field, problem } from "../page/parts";
import { peopleChoice } from "./roster-dialogs";
import type { Asked, RosterPage } from "./roster-page";

const MOST_WEEKS = 26;
const DAYS = [0, 1, 2, 3, 4, 5, 6];

export function rotationForm(page: RosterPage, asked: Asked & { what: "rotation" }): TemplateResult {
  const { words, desk } = page;
  const { rotation } = desk;
  if (!rotation) return html``;
  const busy = desk.work.busy !== undefined;
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    page.wrong = isComplete(rotation) ? {} : { shifts: words.t("rotation_shift_wrong") };
    page.requestUpdate();
    if (Object.keys(page.wrong).length) return;
    if (!(await desk.saveRotation())) return;
    page.ask(undefined);
    page.say(words.t("rotation_saved"));
  };
  return html`<form novalidate @submit=${save}>
    ${choice({
      name: "source",
      label: words.t("rotation_source"),
      value: rotation.source,
      options: (["none", "weeks", "calendar"] as const).map((one) => [one, words.t(`rotation_source_${one}`)] as const),
      change: (source) => desk.update({ ...rotation, source: source as Rotation["source"] }),
    })}
    ${rotation.source === "none" ? nothing : cover(page, rotation)}
    ${rotation.source === "calendar" ? calendar(page, rotation) : nothing}
    ${rotation.source === "weeks" ? [shifts(page, rotation), weeks(page, rotation, asked.cell)] : nothing}
    ${problem(words, desk.work.problem)}
    <div class="ends">
      <button type="button" @click=${() => page.ask(undefined)}>${words.t("cancel")}</button>
      <button class="strong" data-do="save" ?disabled=${busy}>${doing(words, words.t("save"), busy)}</button>
    </div>
  </form>`;
}

function cover(page: RosterPage, rotation: Rotation): TemplateResult {
  const { words, desk } = page;
  return choice({
    name: "cover",
    label: words.t("rotation_cover"),
    value: rotation.cover,
    options: (["always", "shifts"] as const).map((one) => [one, words.t(`cover_${one}`)] as const),
    change: (one) => desk.update({ ...rotation, cover: one as Rotation["cover"] }),
  });
}

function calendar(page: RosterPage, rotation: Rotation): TemplateResult {
  const { words, desk, hass } = page;
  const known = calendarsOf(hass);
  const chosen = rotation.calendar?.entity_id ?? "";
  return choice({
    name: "calendar",
    label: words.t("rotation_calendar"),
    hint: words.t("rotation_calendar_hint"),
    value: chosen,
    options: [
      ["", words.t("staff_channel_choose")],
      ...known,
      // One that is gone stays named until another is chosen.
      ...(chosen && !known.some(([id]) => id === chosen) ? [[chosen, chosen] as const] : []),
    ],
    change: (entity_id) =>
      desk.update({
        ...rotation,
        calendar: entity_id ? { names: {}, read: "summary", ...rotation.calendar, entity_id } : null,
      }),
  });
}

function shifts(page: RosterPage, rotation: Rotation): TemplateResult {
  const { words, desk } = page;
  return html`<fieldset>
    <legend>${words.t("rotation_shifts")}</legend>
    ${rotation.shifts.map((shift, index) => {
      const put = (change: Partial<typeof shift>): void =>
        desk.update({
          ...rotation,
          shifts: rotation.shifts.map((one, at) => (at === index ? { ...one, ...change } : one)),
        });
      return html`<div class="shift-row">
        ${field({ name: `name_${shift.id}`, label: words.t("rotation_shift_name"), value: shift.name, max: 60, input: (name) => put({ name }) })}
        ${field({ name: `start_${shift.id}`, label: words.t("rotation_start"), type: "time", value: shift.start, input: (start) => put({ start }) })}
        ${field({ name: `end_${shift.id}`, label: words.t("rotation_end"), type: "time", value: shift.end, input: (end) => put({ end }) })}
        <button
          type="button"
          class="small"
          aria-label="${words.t("remove")}: ${shift.name}"
          @click=${() => desk.update(withoutShift(rotation, shift.id))}
        >
          ×
        </button>
      </div>`;
    })}
    ${page.wrong["shifts"] ? html`<small class="wrong">${page.wrong["shifts"]}</small>` : nothing}
    <div class="bar">
      <button
        type="button"
        class="small"
        data-do="add-shift"
        @click=${() => desk.update({ ...rotation, shifts: [...rotation.shifts, newShift(rotation.shifts, "")] })}
      >
        ${words.t("rotation_shift_add")}
      </button>
    </div>
  </fieldset>`;
}

function weeks(page: RosterPage, rotation: Rotation, cell: Cell | undefined): TemplateResult {
  const { words, desk } = page;
  if (!rotation.shifts.length) return html`<p class="hint">${words.t("rotation_no_shift")}</p>`;
  return html`
    ${rotation.weeks.map(
      (_, number) =>
        html`<fieldset>
          <legend>${words.t("rotation_week", { number: number + 1 })}</legend>
          ${plan(page, rotation, number, cell)}
          ${
            rotation.weeks.length > 1
              ? html`<button type="button" class="plain" @click=${() => desk.update(withoutWeek(rotation, number))}>
                  ${words.t("rotation_week_remove", { number: number + 1 })}
                </button>`
              : nothing
          }
        </fieldset>`,
    )}
    <div class="bar">
      <button
        type="button"
        class="small"
        ?disabled=${rotation.weeks.length >= MOST_WEEKS}
        @click=${() => desk.update(withWeek(rotation))}
      >
        ${words.t("rotation_week_add")}
      </button>
    </div>
    ${
      rotation.weeks.length > 1
        ? field({
            name: "first",
            label: words.t("rotation_first"),
            type: "date",
            value: rotation.first_week,
            input: (day) => day && desk.update({ ...rotation, first_week: mondayOf(day) }),
          })
        : nothing
    }
    <fieldset>
      <legend>${words.t("rotation_holiday")}</legend>
      <div class="checks">
        ${check({
          name: "holiday",
          label: words.t("rotation_holiday_own"),
          value: "own",
          checked: rotation.holiday !== null,
          change: (on) => desk.update({ ...rotation, holiday: on ? [] : null }),
        })}
      </div>
      ${rotation.holiday === null ? nothing : plan(page, rotation, "holiday", cell)}
    </fieldset>
  `;
}

function plan(page: RosterPage, rotation: Rotation, week: Cell["week"], chosen: Cell | undefined): TemplateResult {
  const { words } = page;
  const days = week === "holiday" ? [0] : DAYS;
  const dayWord = (day: number): string =>
    week === "holiday" ? words.t("because_holiday") : weekdayName(day, words.language, "short");
  const open = chosen && chosen.week === week ? chosen : undefined;
  return html`<div class="plan">
      <table class="week">
        <thead>
          <tr>
            <th scope="col">${words.t("roster_shift")}</th>
            ${days.map((day) => html`<th scope="col">${dayWord(day)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rotation.shifts.map(
            (shift) =>
              html`<tr>
                <th scope="row">${shift.name}<small>${shift.start}–${shift.end}</small></th>
                ${days.map((day) => {
                  const cell = { week, day, shift: shift.id };
                  const people = peopleIn(rotation, cell);
                  return html`<td>
                    <button
                      type="button"
                      class="shift"
                      aria-expanded=${String(open?.day === day && open.shift === shift.id)}
                      aria-label="${words.t("rotation_choose", { shift: shift.name, day: dayWord(day) })}: ${page.names(people)}"
                      @click=${() => page.ask({ what: "rotation", cell })}
                    >
                      ${people.length ? page.names(people) : words.t("roster_no_shift")}
                    </button>
                  </td>`;
                })}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${open ? cellForm(page, rotation, open, dayWord(open.day)) : nothing}`;
}

function cellForm(page: RosterPage, rotation: Rotation, cell: Cell, day: string): TemplateResult {
  const { words, desk } = page;
  const shift = rotation.shifts.find((one) => one.id === cell.shift)?.name ?? "";
  return html`<fieldset class="chosen-cell">
    <legend>${words.t("rotation_choose", { shift, day })}</legend>
    ${peopleChoice(page, rotation.role, peopleIn(rotation, cell), (people) => desk.update(withPeople(rotation, cell, people)))}
    <div class="bar">
      ${
        cell.week === "holiday"
          ? nothing
          : html`<button type="button" class="small" @click=${() => desk.update(allWeek(rotation, cell))}>
              ${words.t("rotation_all_week")}
            </button>`
      }
      <button type="button" class="small" @click=${() => page.ask({ what: "rotation" })}>
        ${words.t("people_done")}
      </button>
    </div>
  </fieldset>`;
}
