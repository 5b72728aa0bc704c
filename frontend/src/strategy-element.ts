/** The strategy as Home Assistant looks for it: an element, by its name. */

import type { Hass } from "./ha";
import { generate, type Config, type Dashboard } from "./strategy";

/** What Home Assistant asks for the views; found under its element's name. */
export class DutyRoomStrategy extends HTMLElement {
  static async generate(_config: Config, hass: Hass): Promise<Dashboard> {
    return Promise.resolve(generate(hass));
  }

  /** Made again only if it would be another: making it takes the card off the screen, with whatever is being typed. */
  static shouldRegenerate(_config: Config, before: Hass, now: Hass): boolean {
    const same = before.devices === now.devices && before.entities === now.entities && before.locale === now.locale;
    return !same && JSON.stringify(generate(before)) !== JSON.stringify(generate(now));
  }

  /** Home Assistant's editor has nothing to offer for it. */
  static readonly noEditor = true;
}
