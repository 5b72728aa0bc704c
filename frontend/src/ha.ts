/** The little of Home Assistant's frontend that we use. */

export interface Connection {
  readonly connected: boolean;
  sendMessagePromise<Answer>(message: Record<string, unknown>): Promise<Answer>;
  subscribeMessage<Message>(
    callback: (message: Message) => void,
    message: Record<string, unknown>,
    options?: { resubscribe?: boolean },
  ): Promise<() => Promise<void>>;
  addEventListener(name: "ready" | "disconnected", listener: () => void): void;
  removeEventListener(name: "ready" | "disconnected", listener: () => void): void;
  reconnect(force?: boolean): void;
}

export interface HassDevice {
  id: string;
  identifiers: [string, string][];
  name: string | null;
  name_by_user: string | null;
}

export interface HassEntity {
  entity_id: string;
  device_id?: string | null;
  platform?: string;
  translation_key?: string | null;
  hidden?: boolean;
}

export interface Hass {
  connection: Connection;
  language: string;
  locale: { language: string; time_zone: "local" | "server" };
  config: { time_zone: string; location_name?: string };
  states: Record<string, { state: string; attributes: Record<string, unknown> } | undefined>;
  devices: Record<string, HassDevice>;
  entities: Record<string, HassEntity>;
  enableShortcuts: boolean;
  suspendWhenHidden: boolean;
  user?: { id: string; name: string; is_admin: boolean };
  services?: Record<string, Record<string, unknown>>;
  /** A request of this account. */
  fetchWithAuth?: (path: string, init: RequestInit) => Promise<Response>;
}

export const DOMAIN = "smart_community";

/** The error of a refused command, as the connection rejects with it. */
export interface CommandError {
  code: string | number;
  message?: string;
  translation_key?: string;
  translation_placeholders?: Record<string, string>;
}

/** The calendars that somebody else keeps, with their names: ours is made of the roster. */
export function calendarsOf(hass: Hass | undefined): (readonly [id: string, name: string])[] {
  return Object.entries(hass?.states ?? {})
    .filter(([id]) => id.startsWith("calendar.") && hass?.entities[id]?.platform !== DOMAIN)
    .map(([id, state]) => [id, String(state?.attributes["friendly_name"] ?? id)] as const);
}
