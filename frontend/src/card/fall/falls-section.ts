/** On the page of the cameras: the falls of late, sure or not, and how often the alarms were right. */

import { html, nothing, type TemplateResult } from "lit";
import { codeOf } from "../../errors";
import { percent } from "../../falls/facade";
import { newestOf } from "../../falls/precision";
import { listFalls, readPrecision, type FallRow, type PrecisionWeek } from "../../falls/wire";
import type { Connection } from "../../ha";
import { Source } from "../../work";
import type { Words } from "../../words";
import { sourced, table } from "../page/parts";

export class FallsSection {
  readonly falls: Source<FallRow[]>;
  readonly weeks: Source<PrecisionWeek[]>;

  constructor(connection: Connection, changed: () => void) {
    this.falls = new Source(() => listFalls(connection), changed);
    this.weeks = new Source(() => readPrecision(connection), changed);
  }

  load(): void {
    void this.falls.load();
    void this.weeks.load();
  }

  render(
    words: Words,
    at: (at: string) => string,
    cameraName: (camera: string | null) => string,
  ): TemplateResult | typeof nothing {
    // Somebody may see cameras and yet no falls.
    if ([this.falls, this.weeks].some(({ problem }) => codeOf(problem) === "unauthorized")) return nothing;
    return html`<section class="falls" aria-label=${words.t("falls_title")}>
      <h2>${words.t("falls_title")}</h2>
      ${sourced(words, this.weeks, (weeks) => figure(weeks, words))}
      ${sourced(words, this.falls, (rows) =>
        table({
          caption: words.t("falls_title"),
          columns: [
            { head: words.t("falls_when"), cell: (row: FallRow) => at(row.at), style: "strong" },
            { head: words.t("falls_camera"), cell: (row: FallRow) => cameraName(row.camera) },
            {
              head: words.t("falls_what"),
              cell: (row: FallRow) => words.found(`fall_class_${row.class}`, "fall_class_falling"),
            },
            { head: words.t("falls_sure"), cell: (row: FallRow) => percent(row.confidence), style: "number" },
            {
              head: words.t("falls_came_to"),
              cell: (row: FallRow) =>
                html`<span class="chip ${row.phase === "suspected" ? "mind" : ""}"
                    >${words.found(`fall_phase_${row.phase}`, "fall_phase_suspected")}</span
                  >
                  ${row.verdict ? html`<span class="chip">${words.t(`verdict_said_${row.verdict}`)}</span>` : nothing}`,
            },
          ],
          rows,
          empty: words.t("falls_none"),
          key: (row) => row.fall,
        }),
      )}
    </section>`;
  }
}

function figure(weeks: readonly PrecisionWeek[], words: Words): TemplateResult {
  const newest = newestOf(weeks);
  const { real, false_alarm, unsure } = newest ?? { real: 0, false_alarm: 0, unsure: 0 };
  return html`<p class="precision" data-precision=${newest?.percent ?? "unknown"}>
    <b
      >${
        newest?.percent === undefined
          ? words.t("precision_unknown")
          : words.t("precision", { percent: newest.percent, from: newest.from ?? "" })
      }</b
    >
    <span class="hint">${words.t("precision_of", { real, false_alarm, unsure })}</span>
  </p>`;
}
