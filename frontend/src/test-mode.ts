/** Where devices are being tested, out of the community's own switches. */

import { DOMAIN, type Hass } from "./ha";
import { buildingName } from "./names";
import type { Words } from "./words";

/** The buildings under test by name, "" for the whole community; empty while nothing is tested. */
export function underTest(hass: Hass, words: Words): string[] {
  return Object.values(hass.entities)
    .filter(
      (entity) =>
        entity.platform === DOMAIN &&
        entity.translation_key === "test_mode" &&
        hass.states[entity.entity_id]?.state === "on",
    )
    .map((entity) => {
      const device = entity.device_id ? hass.devices[entity.device_id] : undefined;
      const identifier = device?.identifiers.find(([domain]) => domain === DOMAIN)?.[1];
      const building = /^building_(.+)$/.exec(identifier ?? "")?.[1];
      return building === undefined ? "" : (buildingName(hass, building, words) ?? "");
    });
}
