/** What a person does on the card: each press, and what the screen does about it. */

import type { Action, Step } from "../actions";
import { exportIncident } from "../commands";
import type { Desk } from "../desk";
import { codeOf, explain } from "../errors";
import type { CallOutcome, Incident } from "../model";
import { printPage, saveFile } from "../save-file";
import type { Words } from "../words";
import type { Announcements } from "./announcements";
import type { Closing } from "./resolve-dialog";

export interface HandsHost {
  readonly desk: Desk | undefined;
  readonly words: Words;
  readonly announcements: Announcements;
  readonly wide: boolean;
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly updateComplete: Promise<boolean>;
  requestUpdate(): void;
}

export class Hands {
  /** What is being closed, and where a note is being written. */
  closing: Incident | undefined;
  noting: string | undefined;
  calling: string | undefined;

  constructor(private readonly host: HandsHost) {}

  act(action: Action, incident: Incident, origin: "key" | "pointer"): void {
    const { desk, announcements, words } = this.host;
    if (!desk?.feed.live || desk.pending.has(incident.id)) return;
    if (origin === "pointer" && !desk.shifts.settled(incident.id, performance.now())) {
      announcements.toast(words.t("settling"));
      return;
    }
    if (action === "resolve") {
      desk.problems.delete(incident.id);
      desk.choose(incident.id);
      this.closing = incident;
      this.host.requestUpdate();
    } else if (action === "note") this.startNote(incident);
    else if (action === "call_back") this.startCall(incident);
    else void this.takeStep(action, incident);
  }

  /** Take up the note of an incident, or (undefined) put it away. */
  startNote(incident: Incident | undefined): void {
    const { host } = this;
    this.noting = incident?.id;
    if (incident) host.desk?.choose(incident.id);
    host.requestUpdate();
    if (incident) void host.updateComplete.then(() => host.renderRoot.querySelector<HTMLElement>("#note")?.focus());
  }

  async saveNote(incident: Incident, text: string): Promise<void> {
    if (await this.host.desk?.note(incident, text)) this.startNote(undefined);
    else this.tellIfGone(incident);
  }

  /** Take up what came of a call about an incident, or (undefined) put it away. */
  startCall(incident: Incident | undefined): void {
    const { host } = this;
    this.calling = incident?.id;
    if (incident) host.desk?.choose(incident.id);
    host.requestUpdate();
    if (incident) void host.updateComplete.then(() => host.renderRoot.querySelector<HTMLElement>("#call h3")?.focus());
  }

  async saveCall(incident: Incident, outcome: CallOutcome, text: string): Promise<void> {
    if (await this.host.desk?.callBack(incident, outcome, text)) this.startCall(undefined);
    else this.tellIfGone(incident);
  }

  /** Print the record of an incident, or save it as a file. */
  async record(incident: Incident, as: "print" | "file"): Promise<void> {
    const { desk, announcements, words } = this.host;
    if (!desk) return;
    announcements.toast(words.t("export_working"));
    try {
      const report = await exportIncident(desk.connection, incident.id, words.language);
      if (as === "print") printPage(report.html);
      else saveFile(`incident-${incident.number}.json`, "application/json", report.json);
      announcements.toast(words.t("export_hash", { hash: report.sha256.slice(0, 16) }));
    } catch (error) {
      announcements.toast(explain(error, words));
    }
  }

  toggleMute(): void {
    const { desk } = this.host;
    if (desk?.muted && desk.muted.until > Date.now()) desk.unmute();
    else desk?.muteNow();
  }

  /** Close what the dialog asked about; it stays open, with the reason, if that did not work. */
  async close({ resolution, note }: Closing): Promise<void> {
    const { desk } = this.host;
    const incident = this.closing;
    if (!incident || !desk) return;
    const closed = await desk.resolve(incident, resolution, note);
    if (closed || codeOf(desk.problems.get(incident.id)) === "incident_resolved") this.stopClosing();
    if (!closed) this.tellIfGone(incident);
  }

  stopClosing(): void {
    this.closing = undefined;
    this.host.requestUpdate();
  }

  private async takeStep(action: Step, incident: Incident): Promise<void> {
    const { host } = this;
    await host.desk?.step(action, incident);
    this.tellIfGone(incident);
    await host.updateComplete;
    // It may have gone down the list, behind those that still wait.
    if (!host.wide) host.renderRoot.querySelector(".chosen")?.scrollIntoView({ block: "start", behavior: "smooth" });
    // The button that was pressed may be gone; the reader of the screen should not be thrown to the top of the page.
    if (host.renderRoot instanceof ShadowRoot && !host.renderRoot.activeElement) {
      host.renderRoot
        .querySelector<HTMLElement>(host.wide ? ".detail h2" : ".chosen .row")
        ?.focus({ preventScroll: true });
    }
  }

  /** What went wrong with an incident that is no longer in the list has no other place to be said. */
  private tellIfGone(incident: Incident): void {
    const { desk, announcements, words } = this.host;
    const problem = desk?.problems.get(incident.id);
    if (problem !== undefined && !desk?.feed.find(incident.id)) {
      announcements.toast(explain(problem, words));
      desk?.problems.delete(incident.id);
    }
  }
}
