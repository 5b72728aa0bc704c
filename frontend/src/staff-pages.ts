/** The pages of the staff beside the alarms, and what an alarm shows but seldom, in a file of their own. */

import "./staff-texts";
import { CommissioningPage } from "./card/commissioning/commissioning-page";
import { DevicesPage } from "./card/devices/devices-page";
import { CamerasPage } from "./card/elevator/cameras-page";
import { ElevatorsPage } from "./card/elevator/elevators-page";
import { ClipPlayer } from "./card/fall/clip-player";
import { FallPanel } from "./card/fall/fall-panel";
import { HandoverPage } from "./card/handover/handover-page";
import { JournalPage } from "./card/journal/journal-page";
import { PageDialog } from "./card/page/dialog";
import { PlansPage } from "./card/plans/plans-page";
import { RegisterPage } from "./card/register/register-page";
import { RosterPage } from "./card/roster/roster-page";
import { StaffPage } from "./card/staff/staff-page";
import { define } from "./define";

define("smart-community-dialog", PageDialog);
define("smart-community-clip", ClipPlayer);
define("smart-community-fall", FallPanel);
define("smart-community-handover", HandoverPage);
define("smart-community-roster", RosterPage);
define("smart-community-register", RegisterPage);
define("smart-community-devices", DevicesPage);
define("smart-community-plans", PlansPage);
define("smart-community-staff", StaffPage);
define("smart-community-journal", JournalPage);
define("smart-community-elevators", ElevatorsPage);
define("smart-community-cameras", CamerasPage);
define("smart-community-commissioning", CommissioningPage);
