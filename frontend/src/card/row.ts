/** One incident in the list. */

import { html, nothing, type TemplateResult } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { secondsSince, ticking } from "../durations";
import type { Incident } from "../model";
import { faultName, report } from "../timeline";
import { actionButton } from "./action-bar";
import { where, type View } from "./context";
import { detail } from "./detail";
import { severityShape } from "./icons";
import { chips, holder } from "./marks";

export function row(view: View, incident: Incident, chosen: boolean): TemplateResult {
  const { words, desk, wide } = view;
  const open = incident.state === "open";
  const said = report(incident);
  const expanded = chosen && !wide;
  const elapsed = ticking(secondsSince(incident.opened_at, view.now), words);
  return html`
    <li
      class=${classMap({ [incident.severity]: true, "open-item": open, chosen })}
      data-incident=${incident.id}
      data-number=${incident.number}
    >
      <button
        class="row ${open ? "open" : "taken"}"
        aria-expanded=${wide ? nothing : String(expanded)}
        aria-current=${wide && chosen ? "true" : nothing}
        @click=${() => desk.choose(incident.id)}
      >
        ${severityShape(incident.severity, open)}
        <span class="what">
          <span class="kind">${faultName(incident, words) ?? words.kind(incident.kind)}</span>
          <span>${words.t("number", { number: incident.number })}</span>
          ${chips(view, incident)}
          <span class="where">${where(view, incident)}</span>
          ${said ? html`<span class="said">${said}</span>` : nothing}
          <span class="who">${holder(view, incident)}</span>
        </span>
        <span class="timer" role="timer" aria-label=${words.t("open_for", { time: elapsed })}>${elapsed}</span>
      </button>
      ${
        open && !expanded && !(wide && chosen) && desk.responder
          ? html`<div class="quick">
              ${actionButton(view, incident, { action: "acknowledge", primary: true, done: false })}
            </div>`
          : nothing
      }
      ${expanded ? detail(view, incident) : nothing}
    </li>
  `;
}
