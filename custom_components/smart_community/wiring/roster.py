"""The roster, connected to the staff, the calendars, the faults and the repair issues."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from ..core.people import Role
from ..core.roster import ROSTERED
from ..desks.roster import RosterDesk
from ..issues import report_roster
from ..links.calendars import Calendars
from ..links.channels.wording import load_phrases

if TYPE_CHECKING:
    from ..runtime import Runtime


def build_roster(runtime: Runtime) -> RosterDesk:
    """Return the desk that knows who is on duty; until it is loaded, whoever has a role is."""

    def holders() -> Mapping[Role, frozenset[str]]:
        staff = runtime.directory.staff.values()
        return {role: frozenset(person.user_id for person in staff if role in person.roles) for role in ROSTERED}

    return RosterDesk(
        database=runtime.database,
        vault=runtime.database.vault,
        clock=runtime.clock,
        new_id=ulid_now,
        zone=dt_util.get_default_time_zone,
        holders=holders,
        read_calendar=Calendars(runtime.hass).read,
        run=runtime.routines.run,
        report=runtime.faults.report,
        clear=runtime.faults.clear,
    )


async def start_roster(runtime: Runtime) -> None:
    """Take over the roster before the first event arrives, and begin to look ahead."""
    hass, roster = runtime.hass, runtime.roster
    await runtime.routines.attempt(roster.load)
    phrases = await load_phrases(hass)

    @callback
    def show() -> None:
        report_roster(hass, roster.troubles, phrases)

    @callback
    def started(_hass: HomeAssistant) -> None:
        roster.calendars_ready()

    runtime.entry.async_on_unload(roster.on_change(show))
    runtime.entry.async_on_unload(runtime.on_status(roster.staff_changed))
    runtime.entry.async_on_unload(async_at_started(hass, started))
    roster.look()
