/** Response plans on the wire: `commands/plans.py`. */

import { ask } from "../ask";
import type { Connection } from "../ha";
import type { Kind, Severity } from "../model";

/** Whom a step may address, besides a person: the values of `Audience` that a plan may name. */
export const TARGETS = [
  "grid_worker",
  "duty_room",
  "community_office",
  "emergency_contact",
  "everyone_on_duty",
  "siren",
  "group",
] as const;

/** One step; `after`: seconds from the opening. `to`: an audience, or `user:` and an account. */
export interface PlanStep {
  after: number;
  to: string[];
  channels: string[];
}

/** All in seconds. */
export interface Plan {
  id: string;
  steps: PlanStep[];
  repeat_every: number;
  kind: Kind;
  /** null: for all severities without a plan of their own. */
  severity: Severity | null;
  /** How often staff have saved it; 0: as delivered. */
  version: number;
  ask_again_after: number;
  /** It is the one as delivered. */
  default: boolean;
  /** When and by whom (an account) it was changed, null if nobody has. */
  at: string | null;
  by: string | null;
  /** What of it tells nobody as things are. */
  warnings: PlanGap[];
}

export interface PlanGap {
  step: number;
  target: string;
  why: "nobody_now" | "left" | "no_channel";
}

export async function listPlans(connection: Connection): Promise<Plan[]> {
  return (await ask<{ plans: Plan[] }>(connection, "plans/list")).plans;
}
