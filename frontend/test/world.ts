/** Incidents, people and a Home Assistant for tests. */

import type { Hass } from "../src/ha";
import type { Home, Incident, Me, Role } from "../src/model";

export const T0 = Date.parse("2026-11-23T03:00:00Z");

export function incident(fields: Partial<Incident> = {}): Incident {
  return {
    id: `id-${fields.number ?? 1}`,
    number: 1,
    kind: "help",
    severity: "critical",
    state: "open",
    place: { building: "b1", unit: "2", home: "h1" },
    device: "button-0005",
    level: 1,
    opened_at: new Date(T0).toISOString(),
    acknowledged_at: null,
    acknowledged_by: null,
    resolved_at: null,
    resolution: null,
    timeline: [{ at: new Date(T0).toISOString(), what: "opened", by: "button-0005", text: "pressed" }],
    deliveries: [],
    ...fields,
  };
}

export function me(...roles: Role[]): Me {
  return { user_id: "u-me", name: "Me", roles };
}

export const HOME: Home = {
  id: "h1",
  building: "b1",
  building_name: "1",
  unit: "2",
  number: "0303",
  floor: 3,
  household: "Sun",
  note: "",
  access: "key safe",
  contacts: [],
};

export function hass(fields: Partial<Hass> = {}): Hass {
  return {
    connection: undefined as never,
    language: "en",
    locale: { language: "en", time_zone: "local" },
    config: { time_zone: "Asia/Shanghai" },
    states: { "person.li": { state: "home", attributes: { user_id: "u-li", friendly_name: "Li Wei" } } },
    devices: {
      d0: { id: "d0", identifiers: [["smart_community", "entry"]], name: "Morning Light", name_by_user: null },
      d1: { id: "d1", identifiers: [["smart_community", "building_b1"]], name: "Building 1", name_by_user: null },
      d2: { id: "d2", identifiers: [["smart_community", "building_b2"]], name: "楼栋 东塔楼", name_by_user: null },
      d3: {
        id: "d3",
        identifiers: [["smart_community", "device_button-0005"]],
        name: "Help button 0005",
        name_by_user: null,
      },
    },
    entities: {},
    enableShortcuts: true,
    suspendWhenHidden: true,
    ...fields,
  };
}
