/** The dashboard "Duty room": the alarms first, then the state of the devices, out of stock cards. */

import { DOMAIN, type Hass, type HassEntity } from "./ha";
import { buildingName } from "./names";
import { languageFor, Words } from "./words";

export type Config = Record<string, unknown>;

export interface Dashboard {
  views: Config[];
}

/** Translation keys of the community's entities, in the order in which they are shown. */
const COMMUNITY = ["alarm", "open_incidents", "unacknowledged_incidents", "time_to_acknowledge", "on_duty"];
const CONNECTIONS = ["broker", "database"];
const SILENT = "silent_devices";

const heading = (text: string, icon: string): Config => ({ type: "heading", heading: text, icon });

/** Our entities that are shown, each with our identifier of its device (`building_<id>`, or the entry's). */
function ours(hass: Hass): { entity: HassEntity; building: string | undefined; domain: string }[] {
  return Object.values(hass.entities)
    .filter((entity) => entity.platform === DOMAIN && !entity.hidden)
    .map((entity) => {
      const device = entity.device_id ? hass.devices[entity.device_id] : undefined;
      const identifier = device?.identifiers.find(([domain]) => domain === DOMAIN)?.[1];
      const building = identifier?.startsWith("building_") ? identifier.slice("building_".length) : undefined;
      return { entity, building, domain: entity.entity_id.split(".")[0] ?? "" };
    });
}

/** The view of the alarms: nothing beside them. */
function alarms(words: Words): Config {
  return {
    title: words.t("view_alarms"),
    path: "alarms",
    type: "sections",
    max_columns: 4,
    sections: [
      {
        type: "grid",
        column_span: 4,
        cards: [{ type: "custom:smart-community-incidents", grid_options: { columns: "full", rows: "auto" } }],
      },
    ],
  };
}

/** The view of the devices: what there is of the community, its buildings and its connections. */
function devices(hass: Hass, words: Words): Config {
  const entities = ours(hass);
  const tile = (entity: HassEntity, name?: string): Config => ({
    type: "tile",
    entity: entity.entity_id,
    // Not the community's name before it: there is only one.
    name: name ?? { type: "entity" },
  });
  const pick = (keys: string[]): Config[] =>
    keys.flatMap((key) =>
      entities
        .filter((one) => one.entity.translation_key === key && one.building === undefined && one.domain !== "event")
        .map((one) => tile(one.entity)),
    );
  const silent = entities
    .filter((one) => one.entity.translation_key === SILENT && one.building !== undefined)
    .map((one) => ({ entity: one.entity, name: buildingName(hass, one.building ?? "", words) ?? "" }))
    .sort((one, other) => one.name.localeCompare(other.name, words.language, { numeric: true }))
    .map((one) => tile(one.entity, one.name));
  const sections = [
    { title: words.t("heading_community"), icon: "mdi:home-group", cards: pick(COMMUNITY) },
    { title: words.t("heading_buildings"), icon: "mdi:access-point-off", cards: silent },
    { title: words.t("heading_diagnostics"), icon: "mdi:lan-connect", cards: pick(CONNECTIONS) },
  ].filter((section) => section.cards.length > 0);
  return {
    title: words.t("view_devices"),
    path: "devices",
    type: "sections",
    max_columns: 3,
    sections: sections.length
      ? sections.map(({ title, icon, cards }) => ({ type: "grid", cards: [heading(title, icon), ...cards] }))
      : [{ type: "grid", cards: [{ type: "markdown", content: words.t("no_devices") }] }],
  };
}

export function generate(hass: Hass): Dashboard {
  const words = new Words(languageFor(hass.locale?.language ?? hass.language));
  return { views: [alarms(words), devices(hass, words)] };
}
