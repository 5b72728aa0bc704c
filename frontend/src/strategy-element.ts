/** The strategy as Home Assistant looks for it: an element, by its name. */

import { ask } from "./ask";
import { loadStaffPages } from "./define";
import type { Hass } from "./ha";
import type { Me, Role } from "./model";
import { generate, statusView, type Config, type Dashboard } from "./strategy";

/** A dashboard waits no longer than this for the roles, in ms; without them it shows every page. */
const PATIENCE = 3000;

let roles: readonly Role[] | undefined;
let made: Config = {};

/** What Home Assistant asks for the views; found under its element's name. */
export class DutyRoomStrategy extends HTMLElement {
  static async generate(config: Config, hass: Hass): Promise<Dashboard> {
    made = config;
    // Not waited for: the alarms are there without them. What fails is asked for again by the next visit.
    void loadStaffPages().catch(() => undefined);
    try {
      roles = (await ask<Me>(hass.connection, "me", {}, PATIENCE)).roles;
    } catch {
      // The community is starting, or the account has no role: each page says so itself, and the commands refuse.
      roles = undefined;
    }
    return generate(hass, roles, config);
  }

  /** Made again only for another language: making it takes the page off the screen, with whatever is being typed. */
  static shouldRegenerate(config: Config | undefined, before: Hass, now: Hass): boolean {
    if (before.locale === now.locale) return false;
    const of = (hass: Hass): string => JSON.stringify(generate(hass, roles, config ?? made));
    return of(before) !== of(now);
  }

  /** Home Assistant's editor has nothing to offer for it. */
  static readonly noEditor = true;
}

/** What Home Assistant asks for the view of the stock cards. */
export class StatusStrategy extends HTMLElement {
  static async generate(_config: Config, hass: Hass): Promise<Config> {
    return Promise.resolve(statusView(hass));
  }

  static shouldRegenerate(_config: Config, before: Hass, now: Hass): boolean {
    const same = before.devices === now.devices && before.entities === now.entities && before.locale === now.locale;
    return !same && JSON.stringify(statusView(before)) !== JSON.stringify(statusView(now));
  }
}
