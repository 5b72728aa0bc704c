/** What is said: to those who hear the screen (aria-live), and in short to those who see it. */

import { html, type TemplateResult } from "lit";
import type { Happening } from "../desk";
import { actorName } from "../names";
import { faultName } from "../timeline";
import { isFault } from "../urgency";
import { where, type View } from "./context";

/** How long a short message stays, in ms. */
const STAYS = 6000;

export class Announcements {
  private assertive = "";
  private polite = "";
  private toasts: { id: number; text: string }[] = [];
  private next = 0;

  constructor(private readonly changed: () => void) {}

  /** Say something at once, whatever is being said. */
  urgent(text: string): void {
    // The same words twice would be said once: a space makes them new.
    this.assertive = this.assertive === text ? `${text} ` : text;
    this.changed();
  }

  /** Show something for a moment. */
  toast(text: string): void {
    const id = this.next++;
    this.toasts = [...this.toasts.filter((toast) => toast.text !== text), { id, text }].slice(-3);
    this.polite = text;
    this.changed();
    setTimeout(() => {
      this.toasts = this.toasts.filter((toast) => toast.id !== id);
      this.changed();
    }, STAYS);
  }

  /** Tell what happened to an incident. */
  happened({ change, incident }: Happening, view: View): void {
    const { words, desk, hass } = view;
    const values = {
      severity: words.severity(incident.severity),
      kind: faultName(incident, words) ?? words.kind(incident.kind),
      place: where(view, incident),
      number: incident.number,
      level: incident.level,
    };
    const entry = incident.timeline.at(-1);
    const name = actorName(hass, entry?.by, desk.feed.me, words);
    if (change === "opened" || change === "again" || change === "escalated") {
      const text = words.t(`say_${change}`, values);
      if (isFault(incident)) this.polite = text;
      else this.urgent(text);
    } else if (change === "acknowledged") {
      this.polite = words.t("say_acknowledged", { ...values, name });
    } else if (change === "resolved" && incident.resolution) {
      this.toast(words.t("resolved_toast", { ...values, name, resolution: words.resolution(incident.resolution) }));
    }
  }

  render(): TemplateResult {
    return html`
      <div class="toasts" aria-hidden="true">${this.toasts.map((toast) => html`<p>${toast.text}</p>`)}</div>
      <div class="hidden" role="alert" aria-live="assertive">${this.assertive}</div>
      <div class="hidden" role="status" aria-live="polite">${this.polite}</div>
    `;
  }
}
