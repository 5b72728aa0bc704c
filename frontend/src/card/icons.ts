/** Drawn here, so that they are there when nothing else has loaded. Severity has a shape of its own, for eyes that see
 * no red: octagon, triangle, circle. */

import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import type { Severity } from "../model";

const SHAPES: Record<Severity, SVGTemplateResult> = {
  critical: svg`<path d="M8.3 2h7.4L22 8.3v7.4L15.7 22H8.3L2 15.7V8.3z" />`,
  high: svg`<path d="M12 2.2 23 21.5H1z" stroke-linejoin="round" />`,
  normal: svg`<circle cx="12" cy="12" r="10" />`,
};

/** The shape of a severity: filled with "!" while nobody has it, an outline with a tick once somebody does. */
export function severityShape(severity: Severity, open: boolean): TemplateResult {
  const low = severity === "high";
  const mark = open
    ? svg`<path class="mark" d=${low ? "M12 9v6.2M12 17.6v1.6" : "M12 6v7.4M12 16.2v2"} />`
    : svg`<path class="mark" d=${low ? "m8.2 16 2.6 2.6 5-5.4" : "m7 12.4 3.4 3.4L17 8.8"} />`;
  return html`<svg class="shape ${open ? "filled" : "outlined"}" viewBox="0 0 24 24" aria-hidden="true">
    ${SHAPES[severity]}${mark}
  </svg>`;
}

const PATHS = {
  phone:
    "M6.6 10.8a15.1 15.1 0 0 0 6.6 6.6l2.2-2.2a1 1 0 0 1 1-.25 11.4 11.4 0 0 0 3.6.57 1 1 0 0 1 1 1V20a1 1 0 0 1-1 1A17 17 0 0 1 3 4a1 1 0 0 1 1-1h3.5a1 1 0 0 1 1 1c0 1.25.2 2.45.57 3.57a1 1 0 0 1-.25 1z",
  key: "M14.5 2A7.5 7.5 0 0 0 7.3 11.6L2 16.9V22h5.1v-3h3v-3h2.3l.6-.6A7.5 7.5 0 1 0 14.5 2m2 7.5a2 2 0 1 1 0-4 2 2 0 0 1 0 4",
  sound:
    "M3 9v6h4l5 5V4L7 9zm13.5 3A4.5 4.5 0 0 0 14 8v8a4.5 4.5 0 0 0 2.5-4M14 3.2v2.1a7 7 0 0 1 0 13.4v2.1a9 9 0 0 0 0-17.6",
  silent:
    "M3 9v6h4l5 5V4L7 9zm13.6 3 2.7-2.7-1.4-1.4-2.7 2.7-2.7-2.7z M14 9.3l1.4-1.4 2.7 2.7 2.7-2.7 1.4 1.4-2.7 2.7 2.7 2.7-1.4 1.4-2.7-2.7-2.7 2.7L14 14.7l2.7-2.7z",
  unplugged:
    "m2 4.3 1.4-1.4L21 20.6 19.6 22l-5.1-5.1A6 6 0 0 1 9 14.6L7.4 16 6 14.6l1.5-1.6a6 6 0 0 1-1.2-4.3zM16.6 8 18 9.4l-1.5 1.6a6 6 0 0 1 .6 4.1L9.3 7.3a6 6 0 0 1 5.7 2.3z",
  check: "M12 1 3 5v6c0 5.6 3.8 10.7 9 12 5.2-1.3 9-6.4 9-12V5zm-1.6 16L6 12.6l1.4-1.4 3 3 6.2-6.2L18 9.4z",
  note: "M3 17.2V21h3.8L17.8 10 14 6.2zM20.7 7a1 1 0 0 0 0-1.4l-2.3-2.3a1 1 0 0 0-1.4 0l-1.8 1.8L19 8.8z",
  microphone:
    "M12 14.5a3 3 0 0 0 3-3v-6a3 3 0 1 0-6 0v6a3 3 0 0 0 3 3m5.3-3a5.3 5.3 0 0 1-10.6 0H5a7 7 0 0 0 6 6.9V22h2v-3.6a7 7 0 0 0 6-6.9z",
  disk: "M17 3H5a2 2 0 0 0-2 2v14c0 1.1.9 2 2 2h14a2 2 0 0 0 2-2V7zm-5 16a3 3 0 1 1 0-6 3 3 0 0 1 0 6m3-10H5V5h10z",
} as const;

export function icon(name: keyof typeof PATHS): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${PATHS[name]} />`}</svg>`;
}

/** A key of the keyboard, shown where there is one. */
export function keyHint(key: string | undefined): TemplateResult | typeof nothing {
  return key ? html`<kbd aria-hidden="true">${key}</kbd>` : nothing;
}
