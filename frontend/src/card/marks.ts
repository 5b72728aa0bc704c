/** What an incident carries beside its kind and place. */

import { html, nothing, type TemplateResult } from "lit";
import { isHeld } from "../elevators/state";
import type { Incident } from "../model";
import { actorName } from "../names";
import { isFault } from "../urgency";
import type { View } from "./context";
import { icon } from "./icons";

/** Who has it, in words. */
export function holder(view: View, incident: Incident): string {
  const { words, desk } = view;
  if (incident.state === "open") return words.t("state_open");
  if (incident.acknowledged_by === desk.feed.me?.user_id) return words.t("state_mine");
  return words.t("state_theirs", {
    name: actorName(view.hass, incident.acknowledged_by ?? undefined, desk.feed.me, words),
  });
}

/** Whether it is about an elevator whose door is held. */
function isElevatorHeld({ desk }: View, incident: Incident): boolean {
  const elevator = isFault(incident) ? undefined : desk.elevators.of(incident);
  return elevator !== undefined && isHeld(elevator);
}

/** The marks that an incident may carry. */
export function chips(view: View, incident: Incident): TemplateResult {
  const { words } = view;
  return html`
    <span class="chip severity"
      ><span class="hidden">${words.t("severity_label", { severity: "" })}</span
      >${words.severity(incident.severity)}</span
    >
    ${
      incident.level > 1 && incident.state === "open"
        ? html`<span class="chip">${words.t("level", { level: incident.level })}</span>`
        : nothing
    }
    ${
      isElevatorHeld(view, incident)
        ? html`<span class="chip" data-held>${view.words.t("guard_holding")}</span>`
        : nothing
    }
    ${incident.unsaved ? html`<span class="chip unsaved">${icon("disk")}${words.t("unsaved")}</span>` : nothing}
  `;
}
