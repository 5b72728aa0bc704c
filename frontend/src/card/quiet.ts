/** Nothing is open. */

import { html, nothing, type TemplateResult } from "lit";
import { inWords, secondsSince } from "../durations";
import { clockTime, where, type View } from "./context";
import { icon } from "./icons";

export function quiet(view: View): TemplateResult {
  const { words, desk } = view;
  const { last } = desk;
  return html`
    <div class="quiet">
      ${icon("check")}
      <h2>${words.t("quiet")}</h2>
      <p>${words.t("quiet_text")}</p>
      ${
        last
          ? html`<p class="last">
                ${words.t("last_alarm", { ago: inWords(secondsSince(last.opened_at, view.now), words) })}
              </p>
              <p class="hint">
                ${words.t("last_alarm_detail", {
                  kind: words.kind(last.kind),
                  number: last.number,
                  at: clockTime(view, Date.parse(last.opened_at), false),
                })}
                · ${where(view, last)}${last.resolution ? html` · ${words.resolution(last.resolution)}` : nothing}
              </p>`
          : last === null
            ? html`<p class="last">${words.t("no_alarm_yet")}</p>`
            : nothing
      }
    </div>
  `;
}
