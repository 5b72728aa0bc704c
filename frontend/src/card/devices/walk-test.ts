/** The walk test: press each button, watch the list fill, see who is left. */

import { html, nothing, type TemplateResult } from "lit";
import { reportPage } from "../../devices/report-page";
import { nameOf, whereOf } from "../../devices/state";
import type { TestLine, TestReport, TestRun } from "../../devices/wire";
import { ticking } from "../../durations";
import { personName } from "../../names";
import { printPage } from "../../save-file";
import { choice, doing, sourced, valuesOf } from "../page/parts";
import type { DevicesPage } from "./devices-page";

const MINUTES = [5, 10, 20, 30];

export function walkTest(page: DevicesPage): TemplateResult {
  const { words, desk } = page;
  const running = desk.tests?.running ?? [];
  const finished = (desk.tests?.finished ?? []).filter((report) => report.list);
  return html`
    ${page.trouble()} ${running.map((run) => current(page, run))} ${running.length ? nothing : start(page)}
    <div class="columns">
      ${due(page)}
      ${
        finished.length
          ? html`<section class="panel">
              <h2>${words.t("test_finished")}</h2>
              <div class="stack">${finished.map((report) => ended(page, report))}</div>
            </section>`
          : nothing
      }
    </div>
  `;
}

function start(page: DevicesPage): TemplateResult {
  const { words, desk } = page;
  const busy = desk.work.busy !== undefined;
  const begin = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { building = "", minutes = "30" } = valuesOf(event);
    const list = (event.submitter as HTMLButtonElement | null)?.value !== "mode";
    if (await desk.start(building, Number(minutes), list)) page.say(words.t("test_started"));
  };
  return html`<form class="panel" novalidate @submit=${begin}>
    <p>${words.t("test_intro")}</p>
    <div class="fields">
      ${choice({
        name: "building",
        label: words.t("test_scope"),
        value: "",
        options: [["", words.t("test_scope_all")], ...desk.doors.buildings.map(({ id, name }) => [id, name] as const)],
      })}
      ${choice({
        name: "minutes",
        label: words.t("test_minutes"),
        value: "30",
        options: MINUTES.map((count) => [String(count), words.t("test_minutes_value", { count })] as const),
      })}
    </div>
    <div class="bar">
      <button class="strong" name="what" value="list" data-do="start" ?disabled=${busy}>
        ${doing(words, words.t("test_start"), busy)}
      </button>
      <button name="what" value="mode" ?disabled=${busy}>${words.t("test_mode_start")}</button>
    </div>
  </form>`;
}

function current(page: DevicesPage, run: TestRun): TemplateResult {
  const { words, desk, now } = page;
  const done = run.expected.filter((line) => line.tested_at !== null);
  const left = run.expected.filter((line) => line.tested_at === null);
  const seconds = Math.max(0, Math.ceil((Date.parse(run.ends_at) - now) / 1000));
  const total = run.expected.length;
  return html`<section class="panel" data-test=${run.id}>
    <div class="bar apart">
      <div>
        <p class="count" role="status">
          ${run.list ? words.t("test_running", { done: done.length, total }) : words.t("test_mode_on", { count: done.length })}
        </p>
        <p class="hint">
          ${run.building ? desk.doors.building(run.building) : words.t("test_scope_all")} ·
          ${words.t("test_left", { time: ticking(seconds, words) })}
        </p>
      </div>
      <button
        class="strong"
        data-do="stop"
        ?disabled=${desk.work.busy !== undefined}
        @click=${() => void desk.end(run.id)}
      >
        ${doing(words, words.t(run.list ? "test_stop" : "test_stop_mode"), desk.work.busy === "stop")}
      </button>
    </div>
    ${run.list ? html`<progress max=${total || 1} value=${done.length} aria-label=${words.t("test_running", { done: done.length, total })}></progress>` : nothing}
    <div class="columns">
      ${
        run.list
          ? html`<div>
              <h3>${words.t("test_list_left", { count: left.length })}</h3>
              ${left.length ? lines(page, left) : html`<p class="good">${words.t("test_all_done")}</p>`}
            </div>`
          : nothing
      }
      <div>
        <h3>${words.t("test_list_done", { count: done.length })}</h3>
        ${lines(
          page,
          [...done].sort((one, other) => (other.tested_at ?? "").localeCompare(one.tested_at ?? "")),
        )}
      </div>
    </div>
  </section>`;
}

function lines(page: DevicesPage, shown: readonly TestLine[]): TemplateResult {
  const { words, desk } = page;
  return html`<ul class="lines">
    ${shown.map(
      (line) =>
        html`<li data-device=${line.device}>
          <span
            ><b>${whereOf(line, desk.doors, words)}</b>
            <span class="faint">${nameOf({ ...line, id: line.device }, words)}</span></span
          >
          ${line.tested_at ? html`<span class="chip fine">${page.at(line.tested_at, true)}</span>` : nothing}
        </li>`,
    )}
  </ul>`;
}

function ended(page: DevicesPage, report: TestReport): TemplateResult {
  const { words, hass } = page;
  const total = report.expected.length;
  const done = total - report.left.length;
  const summary = words.t("test_report", { at: page.at(report.ended_at), done, total });
  const missing = report.expected.filter((line) => report.left.includes(line.device));
  const by = hass && personName(hass, report.by);
  return html`<details data-report=${report.id} ?open=${report === page.desk.tests?.finished.find((one) => one.list)}>
    <summary>
      ${summary} ${by ? words.t("test_report_by", { name: by }) : nothing}
      ${report.left.length ? html`<span class="chip mind">${words.t("test_list_left", { count: report.left.length })}</span>` : nothing}
    </summary>
    ${missing.length ? lines(page, missing) : html`<p class="good">${words.t("test_all_done")}</p>`}
    <div class="bar">
      <button class="small" data-do="print" @click=${() => print(page, report, summary)}>
        ${words.t("test_print")}
      </button>
    </div>
  </details>`;
}

function print(page: DevicesPage, report: TestReport, summary: string): void {
  const { words, desk, hass } = page;
  const site = hass?.config.location_name ?? "";
  printPage(
    reportPage(
      words,
      site,
      summary,
      report.expected.map((line) => ({
        device: nameOf({ ...line, id: line.device }, words),
        where: whereOf(line, desk.doors, words),
        at: line.tested_at ? page.at(line.tested_at, true) : undefined,
      })),
    ),
  );
}

function due(page: DevicesPage): TemplateResult {
  const { words, desk } = page;
  return html`<section class="panel">
    ${sourced(words, desk.due, (devices) =>
      devices.length
        ? html`<h2>${words.t("test_due", { count: devices.length })}</h2>
            <ul class="lines">
              ${devices.slice(0, 100).map(
                (device) =>
                  html`<li>
                    <span
                      ><b>${whereOf(device, desk.doors, words)}</b>
                      <span class="faint">${nameOf(device, words)}</span></span
                    >
                    <span
                      >${page.ago(device.last_test)}
                      ${device.overdue ? html`<span class="chip bad">${words.t("test_due_overdue")}</span>` : nothing}</span
                    >
                  </li>`,
              )}
            </ul>`
        : html`<p class="faint">${words.t("test_due_none")}</p>`,
    )}
  </section>`;
}
