/** Who has which role, and over what each is told: the page without the page. */

import type { Connection } from "../ha";
import type { Role } from "../model";
import { Source, Work } from "../work";
import { listAccounts, listStaff, saveStaff, type Account, type StaffMember } from "./wire";

/** An account and what it is to the community. */
export interface Person {
  id: string;
  name: string;
  username: string | null;
  roles: Role[];
  channels: string[];
  /** Administers Home Assistant. */
  isTechnician: boolean;
  isActive: boolean;
  /** There is no such account any more. */
  isGone: boolean;
}

export interface StaffDraft {
  person: Person;
  roles: Role[];
  channels: string[];
}

/** Home Assistant's group of administrators. */
const ADMINISTRATORS = "system-admin";

/** Accounts and roles in one list: those with a role first, then by name; `accounts` undefined for who may not list them. */
export function peopleOf(staff: readonly StaffMember[], accounts: readonly Account[] | undefined): Person[] {
  const known = new Map(staff.map((member) => [member.user_id, member]));
  const people: Person[] = (accounts ?? [])
    .filter((account) => !account.system_generated)
    .map((account) => ({
      id: account.id,
      name: account.name ?? "",
      username: account.username,
      roles: known.get(account.id)?.roles ?? [],
      channels: known.get(account.id)?.channels ?? [],
      isTechnician: account.group_ids.includes(ADMINISTRATORS),
      isActive: account.is_active,
      isGone: false,
    }));
  const listed = new Set(people.map((person) => person.id));
  for (const member of staff) {
    // An account that is gone and has no role left is nobody's business.
    if (listed.has(member.user_id) || (member.name === null && !member.roles.length)) continue;
    people.push({
      id: member.user_id,
      name: member.name ?? "",
      username: null,
      roles: member.roles,
      channels: member.channels,
      isTechnician: false,
      isActive: true,
      isGone: member.name === null,
    });
  }
  const rank = (person: Person): number => Number(!person.roles.length && !person.isTechnician);
  return people.sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}

/** A list with one of its values a place earlier (-1) or later (+1). */
export function shifted<Value>(list: readonly Value[], index: number, by: -1 | 1): Value[] {
  const next = [...list];
  const [one] = next.splice(index, 1);
  if (one !== undefined) next.splice(Math.max(0, index + by), 0, one);
  return next;
}

export class PeopleDesk {
  readonly people: Source<Person[]>;
  readonly work: Work;
  draft: StaffDraft | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly changed: () => void,
    private readonly mayList: () => boolean,
  ) {
    this.work = new Work(changed);
    this.people = new Source(async () => {
      const accounts = this.mayList() ? listAccounts(connection) : undefined;
      return peopleOf(await listStaff(connection), await accounts);
    }, changed);
  }

  edit(person: Person): void {
    this.draft = { person, roles: [...person.roles], channels: [...person.channels] };
    this.work.forget();
    this.changed();
  }

  update(change: Partial<StaffDraft>): void {
    if (this.draft) this.draft = { ...this.draft, ...change };
    this.changed();
  }

  cancel(): void {
    this.draft = undefined;
    this.work.forget();
    this.changed();
  }

  async save(): Promise<boolean> {
    const { draft } = this;
    if (!draft) return false;
    const saved = await this.work.run(
      "save",
      async () => void (await saveStaff(this.connection, draft.person.id, draft.roles, draft.channels)),
    );
    if (saved) {
      this.cancel();
      await this.people.load();
    }
    return saved;
  }
}
