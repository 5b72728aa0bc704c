/** What a member of staff is called. */

import type { Hass } from "../ha";
import { personName } from "../names";
import type { Words } from "../words";
import type { StaffMember } from "./wire";

/** The account's name, else its person's, else that it has none. */
export function staffName(
  account: string,
  staff: readonly StaffMember[] | undefined,
  hass: Hass | undefined,
  words: Words,
): string {
  const known = staff?.find((member) => member.user_id === account)?.name;
  return known || (hass && personName(hass, account)) || words.t("unnamed_account");
}
