/** Where an incident is, as people say it. */

import type { Hass } from "./ha";
import type { Home, Incident } from "./model";
import { buildingInFull, buildingName, cameraName, deviceName, deviceNumber } from "./names";
import { report } from "./timeline";
import type { Words } from "./words";

/** A bare "1" becomes "Unit 1"; what has words of its own stays. */
export function unitInFull(unit: string, words: Words): string {
  return /^[\dA-Za-z]{1,2}$/.test(unit) ? words.t("unit", { name: unit }) : unit;
}

/** The elevator's name, or building, unit and, if the people of the home may be seen, its number, and the camera that saw it; else the device that called. */
export function placeOf(
  incident: Incident,
  home: Home | undefined,
  hass: Hass,
  words: Words,
  elevator?: string,
): string {
  // People call an elevator by its name, and that says where it is.
  if (elevator) return elevator;
  const { place } = incident;
  const building = home
    ? buildingInFull(home.building_name, words)
    : place.building && buildingName(hass, place.building, words);
  const unit = home?.unit ?? place.unit;
  const camera = place.camera && cameraName(hass, place.camera);
  // "Facade of building 3" says which building it is.
  const named = building && camera && camera.toLowerCase().includes(building.toLowerCase());
  const parts = [
    named ? undefined : building,
    unit && unitInFull(unit, words),
    home && words.t("home", { number: home.number }),
    camera,
  ].filter((part): part is string => Boolean(part));
  if (parts.length) return parts.join(words.language === "en" ? ", " : " ");
  const device = incident.device ? deviceName(hass, incident.device) : undefined;
  const number = device && deviceNumber(device);
  if (number) return words.t("help_button", { number });
  // What was said of it is then shown in its place, and mostly names one.
  return report(incident) ? "" : words.t("place_unknown");
}

/** The door of a home: building, unit, number. */
export function doorOf(home: { building_name: string; unit: string; number: string }, words: Words): string {
  const parts = [
    home.building_name && buildingInFull(home.building_name, words),
    home.unit && unitInFull(home.unit, words),
    home.number && words.t("home", { number: home.number }),
  ].filter((part): part is string => Boolean(part));
  return parts.join(words.language === "en" ? ", " : " ");
}
