/** The plans' page without the page: which plan is shown, what is being changed. */

import { ask } from "../ask";
import type { Connection } from "../ha";
import type { Kind, Severity } from "../model";
import { listStaff, type StaffMember } from "../staff/wire";
import { Source, Work } from "../work";
import { draftOf, planOf, tidied, type PlanDraft } from "./draft";
import { listPlans, type Plan } from "./wire";

export class PlansDesk {
  readonly plans: Source<Plan[]>;
  readonly staff: Source<StaffMember[]>;
  readonly channels: Source<string[]>;
  readonly work: Work;
  draft: PlanDraft | undefined;
  private chosen: string | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly changed: () => void,
  ) {
    this.work = new Work(changed);
    this.plans = new Source(() => listPlans(connection), changed);
    this.staff = new Source(() => listStaff(connection), changed);
    this.channels = new Source(async () => {
      const answer = await ask<{ channels: { channel: string; kind: string | null }[] }>(connection, "channels/list");
      const direct = ["mobile_app", "notify", "script", "media_player"];
      return answer.channels.filter(({ kind }) => kind && direct.includes(kind)).map(({ channel }) => channel);
    }, changed);
  }

  load(): void {
    void this.plans.load();
    void this.staff.load();
    void this.channels.load();
  }

  /** The plan that is shown. */
  get plan(): Plan | undefined {
    const plans = this.plans.value ?? [];
    return plans.find((plan) => plan.id === this.chosen) ?? plans[0];
  }

  /** The kinds in their order, each with its plans. */
  get kinds(): { kind: Kind; plans: Plan[] }[] {
    const kinds = new Map<Kind, Plan[]>();
    for (const plan of this.plans.value ?? []) kinds.set(plan.kind, [...(kinds.get(plan.kind) ?? []), plan]);
    return [...kinds].map(([kind, plans]) => ({ kind, plans }));
  }

  choose(id: string): void {
    this.chosen = id;
    this.changed();
  }

  /** Change the plan that is shown, or (`severity`) make one of its own from it. */
  edit(severity?: Severity): void {
    const { plan } = this;
    if (!plan) return;
    this.draft = severity ? { ...draftOf(plan), severity, version: null } : draftOf(plan);
    this.work.forget();
    this.changed();
  }

  update(draft: PlanDraft): void {
    this.draft = draft;
    this.changed();
  }

  cancel(): void {
    this.draft = undefined;
    this.work.forget();
    this.changed();
  }

  async save(): Promise<boolean> {
    if (!this.draft) return false;
    const draft = tidied(this.draft);
    const saved = await this.work.run("save", async () => {
      const { plan } = await ask<{ plan: Plan }>(this.connection, "plans/save", planOf(draft));
      this.chosen = plan.id;
    });
    if (saved) {
      this.cancel();
      await this.plans.load();
    }
    return saved;
  }

  async reset(): Promise<boolean> {
    const { plan } = this;
    if (!plan) return false;
    const done = await this.work.run("reset", async () => {
      const which = { kind: plan.kind, severity: plan.severity, version: plan.version };
      const answer = await ask<{ plan: Plan }>(this.connection, "plans/reset", which);
      this.chosen = answer.plan.id;
    });
    if (done) await this.plans.load();
    return done;
  }
}
