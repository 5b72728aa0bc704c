/** The door of a car, drawn: open, closed, on its way, held, or not known. */

import { html, svg, type TemplateResult } from "lit";
import { doorName, isHeld } from "../../elevators/state";
import type { ElevatorView } from "../../elevators/wire";
import type { Words } from "../../words";

/** How far each leaf stands from the middle. */
const LEAVES: Record<string, number> = { open: 34, opening: 20, closing: 12, closed: 0 };

export function doorDrawing(view: ElevatorView, words: Words): TemplateResult {
  const known = view.online && view.door !== null;
  const gap = LEAVES[known ? (view.door ?? "") : "closed"] ?? 0;
  const held = isHeld(view);
  const arrows =
    view.door === "opening"
      ? svg`<path class="arrow" d="M44 56h-14m5-5-5 5 5 5M76 56h14m-5-5 5 5-5 5" />`
      : view.door === "closing"
        ? svg`<path class="arrow" d="M26 56h12m-5-5 5 5-5 5M94 56H82m5-5-5 5 5 5" />`
        : svg``;
  return html`<svg
    class="door ${held ? "held" : ""} ${known ? "" : "unknown"}"
    viewBox="0 0 120 112"
    role="img"
    data-door=${known ? view.door : "unknown"}
    aria-label=${held ? words.t("held_title") : doorName(view, words)}
  >
    <rect class="frame" x="13" y="5" width="94" height="103" rx="4" />
    <rect class="car" x="20" y="12" width="80" height="96" />
    ${
      known
        ? svg`<svg x="20" y="12" width="80" height="96"><rect class="leaf" x=${-gap} y="0" width="40" height="96" />
            <rect class="leaf" x=${40 + gap} y="0" width="40" height="96" /></svg>${arrows}`
        : svg`<text x="60" y="78" text-anchor="middle">?</text>`
    }
    ${held ? svg`<path class="hand" d="M36 60h48M36 60l9-8m-9 8 9 8M84 60l-9-8m9 8-9 8" />` : svg``}
  </svg>`;
}
