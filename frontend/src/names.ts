/** Names of people, devices and buildings, out of what Home Assistant's frontend knows anyway. */

import { DOMAIN, type Hass } from "./ha";
import type { Me } from "./model";
import type { Words } from "./words";

/** The names of `device.building.name` in the integration's translations, of which only the building's own is wanted. */
const BUILDING_NAMES = [/^Building (.+)$/, /^楼栋 (.+)$/];

const deviceNames = new WeakMap<Hass["devices"], Map<string, string>>();

/** Our devices' names by their identifier (`building_<id>`, `device_<id>`). */
function ourDevices(hass: Hass): Map<string, string> {
  let names = deviceNames.get(hass.devices);
  if (!names) {
    names = new Map();
    for (const device of Object.values(hass.devices)) {
      const name = device.name_by_user ?? device.name;
      for (const [domain, identifier] of device.identifiers) if (domain === DOMAIN && name) names.set(identifier, name);
    }
    deviceNames.set(hass.devices, names);
  }
  return names;
}

/** What people call a building, in full: a bare "3" becomes "Building 3". */
export function buildingInFull(name: string, words: Words): string {
  return /^[\dA-Za-z]{1,3}$/.test(name) ? words.t("building", { name }) : name;
}

/** The name of a building by its id, undefined if nothing knows it. */
export function buildingName(hass: Hass, building: string, words: Words): string | undefined {
  const name = ourDevices(hass).get(`building_${building}`);
  if (name === undefined) return undefined;
  for (const pattern of BUILDING_NAMES) {
    const own = pattern.exec(name)?.[1];
    if (own) return buildingInFull(own, words);
  }
  return name;
}

/** The name of a device by its id ("Help button 0147"), undefined if it is not shown (yet). */
export function deviceName(hass: Hass, device: string): string | undefined {
  return ourDevices(hass).get(`device_${device}`);
}

/** The name of a camera by its id: staff name it after what it looks at. */
export function cameraName(hass: Hass, camera: string): string | undefined {
  return ourDevices(hass).get(`camera_${camera}`);
}

/** The number on a help button, from its name; it is what stands on the button itself. */
export function deviceNumber(name: string): string | undefined {
  return /(\d+)\s*$/.exec(name)?.[1];
}

/** Who did something: "you", a person's name, a device, a rule, or at least that it was somebody. */
export function actorName(hass: Hass, by: string | undefined, me: Me | undefined, words: Words): string {
  if (by === undefined || by === "system") return words.t("actor_system");
  if (by === "automation") return words.t("actor_automation");
  if (by === me?.user_id) return words.t("actor_you");
  return personName(hass, by) ?? thing(hass, by, words) ?? words.t("actor_colleague");
}

function thing(hass: Hass, device: string, words: Words): string | undefined {
  const name = deviceName(hass, device);
  if (name === undefined) return undefined;
  const number = deviceNumber(name);
  return number ? words.t("help_button", { number }) : name;
}

/** The name of an account's person, undefined for an account without one. */
export function personName(hass: Hass, userId: string): string | undefined {
  for (const [entityId, state] of Object.entries(hass.states)) {
    if (entityId.startsWith("person.") && state?.attributes["user_id"] === userId) {
      return String(state.attributes["friendly_name"] ?? "") || undefined;
    }
  }
  return undefined;
}

/** Whom a step of a plan addresses: a role, all on duty, sirens, groups, or one person. */
export function targetName(target: string, hass: Hass | undefined, words: Words): string {
  if (target.startsWith("user:")) {
    return (hass && personName(hass, target.slice("user:".length))) ?? words.t("actor_colleague");
  }
  const own = words.found(`told_${target}`, "role_unknown");
  return own === words.t("role_unknown") ? words.role(target) : own;
}

/** What a channel is called: of what kind it is, and the name of what stands behind it. */
export function channelName(channel: string, hass: Hass | undefined, words: Words): string {
  if (channel === "mobile_app") return words.t("channel_mobile_app");
  if (channel === "all") return words.t("channel_all");
  const [kind = "", target = channel] = /^(bot|siren):(.+)$/.exec(channel)?.slice(1) ?? [
    channel.split(".")[0],
    channel,
  ];
  const known = hass?.states[target]?.attributes["friendly_name"];
  const device = kind === "siren" && hass ? deviceName(hass, target) : undefined;
  const name = typeof known === "string" ? known : (device ?? target.replace(/^[a-z_]+\./, ""));
  return words.found(`channel_${kind}`, "channel_notify", { name });
}
