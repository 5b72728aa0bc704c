"""Reads the calendars of Home Assistant (CalDAV, local, any): the events of a stretch of time."""

import asyncio
from datetime import date, datetime
from typing import Any, Final

from homeassistant.core import Context, HomeAssistant

from ..core.roster_calendar import CalendarItem, CalendarUnreadError

_PATIENCE: Final = 30.0  # seconds
# A calendar of another kind than a roster must not take the memory.
_MOST_EVENTS: Final = 2_000


class Calendars:
    """The calendars of one Home Assistant."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Read those of `hass`."""
        self._hass = hass

    async def read(self, entity_id: str, start: datetime, end: datetime) -> list[CalendarItem]:
        """Return the events that touch the time from `start` until `end`. Raises CalendarUnreadError within 30 s."""
        data = {"entity_id": entity_id, "start_date_time": start.isoformat(), "end_date_time": end.isoformat()}
        try:
            async with asyncio.timeout(_PATIENCE):
                answer: Any = await self._hass.services.async_call(
                    "calendar", "get_events", data, blocking=True, return_response=True, context=Context()
                )
            events = answer[entity_id]["events"][:_MOST_EVENTS]
            return [_item(event) for event in events]
        except Exception as error:
            # Whatever somebody else's calendar raises, and the KeyError of one that is not there or not available.
            raise CalendarUnreadError(type(error).__name__) from error


def _item(event: dict[str, Any]) -> CalendarItem:
    start, end = (_moment(event[key]) for key in ("start", "end"))
    return CalendarItem(start, end, event.get("summary") or "", event.get("description") or "")


def _moment(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
