/** Staff on the wire: `commands/people.py` and, for the accounts themselves, Home Assistant's own `config/auth/list`. */

import { ask, PATIENCE } from "../ask";
import { answered } from "../errors";
import type { Connection } from "../ha";
import type { Role } from "../model";

/** The roles that can be given; a technician is whoever administers Home Assistant. */
export const ASSIGNABLE = [
  "duty_room",
  "grid_worker",
  "community_office",
  "auditor",
  "portal",
] as const satisfies Role[];

export interface StaffMember {
  user_id: string;
  /** null: the account is gone. */
  name: string | null;
  roles: Role[];
  channels: string[];
}

/** An account of Home Assistant; only its administrators may list them. */
export interface Account {
  id: string;
  name: string | null;
  username: string | null;
  is_active: boolean;
  system_generated: boolean;
  group_ids: string[];
}

export async function listStaff(connection: Connection): Promise<StaffMember[]> {
  return (await ask<{ staff: StaffMember[] }>(connection, "staff/list")).staff;
}

export function listAccounts(connection: Connection): Promise<Account[]> {
  return answered(connection.sendMessagePromise<Account[]>({ type: "config/auth/list" }), PATIENCE);
}

export function saveStaff(connection: Connection, user: string, roles: Role[], channels: string[]): Promise<unknown> {
  return ask(connection, "staff/save", { user_id: user, roles, channels });
}
