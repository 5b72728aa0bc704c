/** What the browser loads: the card, and the dashboard made of it. */

import { IncidentsCard } from "./card/incidents-card";
import { ResolveDialog } from "./card/resolve-dialog";
import { DutyRoomStrategy } from "./strategy-element";
import { languageFor, Words } from "./words";

/** The lists in which Home Assistant looks for cards and dashboards that it does not know. */
interface Lists {
  customCards?: Record<string, unknown>[];
  customStrategies?: Record<string, unknown>[];
}

const define = (name: string, element: CustomElementConstructor): void => {
  // Two versions of this file can meet in one page: a page that was open during an update.
  if (!customElements.get(name)) customElements.define(name, element);
};

define("smart-community-resolve", ResolveDialog);
define("smart-community-incidents", IncidentsCard);
define("ll-strategy-dashboard-smart-community-duty-room", DutyRoomStrategy);

const words = new Words(languageFor(document.documentElement.lang || navigator.language));
const lists = window as unknown as Lists;
(lists.customCards ??= []).push({
  type: "smart-community-incidents",
  name: words.t("card_name"),
  description: words.t("card_description"),
});
(lists.customStrategies ??= []).push({
  type: "smart-community-duty-room",
  strategyType: "dashboard",
  name: words.t("title"),
  description: words.t("strategy_description"),
});
