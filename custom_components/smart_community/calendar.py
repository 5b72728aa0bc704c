"""The roster as a calendar: which role has which shift, and never whose it is."""

from datetime import datetime, timedelta
from typing import Final, override

from homeassistant.components.calendar import CalendarEntity, CalendarEntityDescription, CalendarEvent
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .core.roster import ROSTERED, Duty, shifts_between
from .entity import PlaceEntity
from .links.channels.wording import Phrases, load_phrases
from .runtime import Runtime, SmartCommunityConfigEntry

PARALLEL_UPDATES = 0

ROSTER: Final = CalendarEntityDescription(key="roster", translation_key="roster")
# How far ahead the next shift is looked for, and the longest time that is read at once.
_AHEAD: Final = timedelta(days=8)
_LONGEST: Final = timedelta(days=400)


async def async_setup_entry(
    hass: HomeAssistant, entry: SmartCommunityConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the calendar."""
    async_add_entities([RosterCalendar(entry.runtime_data, await load_phrases(hass))])


class RosterCalendar(PlaceEntity, CalendarEntity):
    """The shifts of all roles; who has them is a look-up over our own commands."""

    def __init__(self, runtime: Runtime, phrases: Phrases) -> None:
        """Say roles in the words of the instance."""
        super().__init__(runtime, ROSTER, None)
        self._phrases = phrases

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to the roster."""
        await super().async_added_to_hass()
        self.async_on_remove(self._runtime.roster.on_change(self._changed))

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """Return the shift that began last of those that run, else the next one."""
        now = dt_util.utcnow()
        duties = self._duties(now, now + _AHEAD)
        running = [duty for duty in duties if duty.start <= now]
        return _event(running[-1], self._phrases) if running else _first(duties, self._phrases)

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return the shifts that run between two times, at most 400 days."""
        duties = self._duties(start_date, min(end_date, start_date + _LONGEST))
        return [_event(duty, self._phrases) for duty in duties]

    @callback
    def _changed(self) -> None:
        if self.hass is not None and self.enabled:
            self.async_write_ha_state()

    def _duties(self, start: datetime, end: datetime) -> list[Duty]:
        roster = self._runtime.roster.roster
        found = [duty for role in ROSTERED for duty in shifts_between(roster, role, start, end)]
        return sorted(found, key=lambda duty: duty.start)


def _first(duties: list[Duty], phrases: Phrases) -> CalendarEvent | None:
    return _event(duties[0], phrases) if duties else None


def _event(duty: Duty, phrases: Phrases) -> CalendarEvent:
    role = phrases.option("role", duty.role)
    # What somebody else's calendar calls a shift may be a name: our duties of it have none.
    summary = f"{role} · {duty.name}" if duty.name else role
    uid = f"{duty.role}-{duty.start:%Y%m%dT%H%MZ}-{duty.shift}"
    return CalendarEvent(dt_util.as_local(duty.start), dt_util.as_local(duty.end), summary, uid=uid)
