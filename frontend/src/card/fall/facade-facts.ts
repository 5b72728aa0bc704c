/** What the companion says of a camera that watches a facade, and the way to where it is calibrated. */

import { html, nothing, type TemplateResult } from "lit";
import type { CameraRow, FacadeView } from "../../cameras/wire";
import type { Words } from "../../words";

/** How bad it is for finding falls: night comes each day, and is no fault. */
const grade = ({ view }: FacadeView): string => (view === "clear" ? "fine" : view === "dark" ? "mind" : "bad");

export function facadeFacts(row: CameraRow, words: Words, at: (at: string) => string): TemplateResult | typeof nothing {
  const { facade } = row;
  if (row.purpose !== "facade") return nothing;
  if (!facade) {
    return html`<dt>${words.t("facade_watch")}</dt>
      <dd><span class="chip mind">${words.t("facade_none")}</span></dd>`;
  }
  const seen = facade.view === null ? "unknown" : facade.view;
  return html`<dt>${words.t("facade_watch")}</dt>
    <dd class="chips" data-view=${seen}>
      <span class="chip ${grade(facade)}">${words.found(`facade_view_${seen}`, "facade_view_unknown")}</span>
      ${facade.degraded && facade.degraded !== "none" ? html`<span class="chip mind">${words.found(`facade_degraded_${facade.degraded}`, "facade_degraded_half_size")}</span>` : nothing}
      ${facade.calibrated === false ? html`<span class="chip bad">${words.t("facade_not_calibrated")}</span>` : nothing}
      ${
        facade.fps === null
          ? nothing
          : html`<span class="hint"
              >${words.t("facade_pace", { fps: Math.round(facade.fps), lag: (facade.lag ?? 0).toFixed(1) })}</span
            >`
      }
    </dd>
    <dt>${words.t("facade_self_test")}</dt>
    <dd data-self-test=${facade.self_test ?? "none"}>
      ${
        facade.self_test
          ? html`<span class="chip ${facade.self_test === "passed" ? "fine" : "bad"}"
              >${words.t(`facade_self_test_${facade.self_test}`, { at: facade.self_test_at ? at(facade.self_test_at) : "" })}</span
            >`
          : words.t("facade_self_test_none")
      }
    </dd>`;
}

/** Open a page of the companion: the window first, since a browser blocks one that comes late. */
export async function openCalibration(url: Promise<string>): Promise<void> {
  const page = window.open("", "_blank");
  // What the companion sends has no business in this window.
  if (page) page.opener = null;
  try {
    const found = await url;
    if (page) page.location.href = found;
    else location.assign(found);
  } catch (error) {
    page?.close();
    throw error;
  }
}
