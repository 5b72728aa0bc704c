/** What the browser loads: the cards, and the dashboard made of them. */

import { define, loadStaffPages } from "./define";
import { IncidentsCard } from "./card/incidents-card";
import { ElevatorPanel } from "./card/elevator/elevator-panel";
import { LivePicture } from "./card/elevator/live-picture";
import { IncidentMedia } from "./card/elevator/media";
import { TalkButton } from "./card/elevator/talk-button";
import { ResolveDialog } from "./card/resolve-dialog";
import { DutyRoomStrategy, StatusStrategy } from "./strategy-element";
import { PAGES } from "./pages";
import { languageFor, Words } from "./words";

/** The lists in which Home Assistant looks for cards and dashboards that it does not know. */
interface Lists {
  customCards?: Record<string, unknown>[];
  customStrategies?: Record<string, unknown>[];
}

define("smart-community-resolve", ResolveDialog);
define("smart-community-picture", LivePicture);
define("smart-community-talk", TalkButton);
define("smart-community-elevator", ElevatorPanel);
define("smart-community-media", IncidentMedia);
define("smart-community-incidents", IncidentsCard);
define("ll-strategy-dashboard-smart-community-duty-room", DutyRoomStrategy);
define("ll-strategy-view-smart-community-status", StatusStrategy);

const words = new Words(languageFor(document.documentElement.lang || navigator.language));
const lists = window as unknown as Lists;
(lists.customCards ??= []).push({
  type: "smart-community-incidents",
  name: words.t("card_name"),
  description: words.t("card_description"),
});
for (const page of PAGES) {
  if (!page.card || page.card === "incidents") continue;
  lists.customCards.push({ type: `smart-community-${page.card}`, name: words.t(page.title) });
}
(lists.customStrategies ??= []).push({
  type: "smart-community-duty-room",
  strategyType: "dashboard",
  name: words.t("title"),
  description: words.t("strategy_description"),
});

// The alarms come first, and a dashboard of ours asks for the pages at once; a page on somebody's own dashboard waits.
setTimeout(() => void loadStaffPages().catch(() => undefined), 5000);
