/** The dashboard of the staff: the alarms first, then a page for each thing they keep, then the state of the devices out
 * of stock cards. */

import { DOMAIN, type Hass, type HassEntity } from "./ha";
import type { Role } from "./model";
import { buildingName } from "./names";
import { pagesFor, type PageEntry } from "./pages";
import { languageFor, Words } from "./words";

export type Config = Record<string, unknown>;

export interface Dashboard {
  views: Config[];
}

/** Translation keys of the community's entities, in the order in which they are shown. */
const COMMUNITY = [
  "alarm",
  "test_mode",
  "open_incidents",
  "unacknowledged_incidents",
  "time_to_acknowledge",
  "on_duty",
];
const CONNECTIONS = ["broker", "database"];
const SILENT = "silent_devices";

const wordsFor = (hass: Hass): Words => new Words(languageFor(hass.locale?.language ?? hass.language));

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

/** The view of one of our cards: nothing beside it. */
function page({ path, card, title }: PageEntry, words: Words): Config {
  return {
    title: words.t(title),
    path,
    type: "sections",
    max_columns: 4,
    sections: [
      {
        type: "grid",
        column_span: 4,
        cards: [{ type: `custom:smart-community-${card}`, grid_options: { columns: "full", rows: "auto" } }],
      },
    ],
  };
}

/** The view of what stock cards show. Home Assistant makes it by itself, and again when there are other entities: the
 * dashboard around it stays as it is, with whatever is being typed on its pages. */
function status({ path, title }: PageEntry, words: Words): Config {
  return { title: words.t(title), path, strategy: { type: "custom:smart-community-status" } };
}

/** What there is of the community, its buildings and its connections. */
export function statusView(hass: Hass): Config {
  const words = wordsFor(hass);
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
    type: "sections",
    max_columns: 3,
    sections: sections.length
      ? sections.map(({ title, icon, cards }) => ({ type: "grid", cards: [heading(title, icon), ...cards] }))
      : [{ type: "grid", cards: [{ type: "markdown", content: words.t("no_devices") }] }],
  };
}

/** The views for somebody with these roles, undefined while they are not known; `config.views`: only these pages. */
export function generate(hass: Hass, roles?: readonly Role[], config: Config = {}): Dashboard {
  const words = wordsFor(hass);
  const wanted = Array.isArray(config["views"]) ? config["views"] : undefined;
  const views = pagesFor(roles, wanted).map((entry) => (entry.card ? page(entry, words) : status(entry, words)));
  // A dashboard without a view is an error page; the alarms say to whoever may see nothing that it is so.
  return { views: views.length ? views : pagesFor(undefined, ["alarms"]).map((entry) => page(entry, words)) };
}
