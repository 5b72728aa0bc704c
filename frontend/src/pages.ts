/** The pages and who uses them. This only says what is worth showing to whom: the commands check who may do what. */

import type { Role } from "./model";
import type { TextKey } from "./words";

export interface PageEntry {
  path: string;
  /** Its card, undefined for the one that is made of stock cards. */
  card: string | undefined;
  title: TextKey;
  roles: readonly Role[];
}

const EVERYBODY = ["technician", "duty_room", "grid_worker", "community_office", "auditor"] as const;
const RESPONDERS = ["technician", "duty_room", "grid_worker", "community_office"] as const;
const OFFICES = ["technician", "duty_room", "community_office"] as const;
const KEEPERS = ["technician", "community_office"] as const;

export const PAGES = [
  { path: "alarms", card: "incidents", title: "view_alarms", roles: EVERYBODY },
  { path: "elevators", card: "elevators", title: "view_elevators", roles: EVERYBODY },
  { path: "cameras", card: "cameras", title: "view_cameras", roles: EVERYBODY },
  { path: "handover", card: "handover", title: "view_handover", roles: RESPONDERS },
  { path: "roster", card: "roster", title: "view_roster", roles: RESPONDERS },
  { path: "register", card: "register", title: "view_register", roles: OFFICES },
  { path: "watch", card: "devices", title: "view_watch", roles: OFFICES },
  { path: "commissioning", card: "commissioning", title: "view_commissioning", roles: KEEPERS },
  { path: "plans", card: "plans", title: "view_plans", roles: KEEPERS },
  { path: "staff", card: "staff", title: "view_staff", roles: OFFICES },
  { path: "journal", card: "journal", title: "view_journal", roles: ["technician", "auditor"] },
  { path: "devices", card: undefined, title: "view_devices", roles: EVERYBODY },
] as const satisfies readonly PageEntry[];

export type PagePath = (typeof PAGES)[number]["path"];

/** The pages for somebody with these roles; all of them while nobody knows the roles. `wanted`: only these, in this order. */
export function pagesFor(roles: readonly Role[] | undefined, wanted?: readonly unknown[]): PageEntry[] {
  const pages: PageEntry[] = [...PAGES];
  const chosen = wanted ? wanted.flatMap((path) => pages.filter((page) => page.path === path)) : pages;
  return roles ? chosen.filter((page) => page.roles.some((role) => roles.includes(role))) : chosen;
}
