"""`roster/…`: who has which shift, kept by staff; everybody who responds reads and swaps his own shifts."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN
from ..core.people import Role
from ..core.permissions import KEEPS_ROSTERS, READS_ROSTERS
from ..core.roster import ROSTERED, Gap, Holiday, Override, RosterError, RosterRefusal, Slot, gaps, shifts_between
from ..core.roster_calendar import CalendarUnreadError, read_holidays
from ..core.roster_form import (
    holiday_as_dict,
    read_day,
    read_holiday,
    read_people,
    read_role,
    read_roster,
    roster_as_dict,
)
from ..core.swap import Decision, Swap, SwapState
from ..desks.roster import REMEMBERED_DAYS
from ..links.calendars import Calendars
from ..runtime import Runtime
from .base import Caller, Command

_ID: Final = vol.All(str, vol.Length(min=1, max=64))
_DATE: Final = vol.All(str, vol.Length(max=10))
_USUAL_DAYS: Final = 14
_MOST_DAYS: Final = 62
_MOST_HOLIDAYS: Final = 400


async def _list(hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    desk, roster = runtime.roster, runtime.roster.roster
    now = runtime.clock().utc
    today = now.astimezone(roster.zone).date()
    first = read_day(message["from"], "from") if "from" in message else today
    last = read_day(message["to"], "to") if "to" in message else first + timedelta(days=_USUAL_DAYS - 1)
    if not 0 <= (last - first).days < _MOST_DAYS or first < today - timedelta(days=REMEMBERED_DAYS // 2):
        raise RosterError(RosterRefusal.INVALID, "from")
    start, end = (datetime.combine(day, time(), roster.zone) for day in (first, last + timedelta(days=1)))
    whole = not caller.roles.isdisjoint(READS_ROSTERS)
    # Each look at who works when is in the journal, except at one's own shifts.
    if whole:
        await runtime.note(caller.user_id, "roster_viewed", "", first=first.isoformat(), last=last.isoformat())
    roles = [role for role in ROSTERED if whole or role in caller.roles]
    duties = [duty for role in roles for duty in shifts_between(roster, role, start, end)]
    swaps = [swap for swap in desk.swaps if swap.last_day >= first]
    overrides = [each for each in roster.overrides.values() if whole and first <= each.slot.day <= last]
    if not whole:
        duties = [duty for duty in duties if caller.user_id in duty.people]
        swaps = [swap for swap in swaps if caller.user_id in {swap.asked_by, swap.other}]
    wire: dict[str, Any] = {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "time_zone": str(roster.zone),
        "may_edit": not caller.roles.isdisjoint(KEEPS_ROSTERS),
        "roles": [_role(runtime, role, whole=whole) for role in roles],
        "duties": [
            duty.as_dict() | ({} if whole else {"people": [caller.user_id]})
            for duty in sorted(duties, key=lambda duty: (duty.start, duty.role))
        ],
        "gaps": [gap.as_dict() for role in roles for gap in _gaps(runtime, role, start, end)] if whole else [],
        "overrides": [_override(override) for override in overrides],
        "swaps": [_swap(swap, now, runtime) for swap in swaps],
        "holidays": [holiday_as_dict(each) for day, each in sorted(roster.holidays.items()) if first <= day <= last],
        "troubles": [trouble.as_dict() for trouble in desk.troubles] if whole else [],
    }
    # Whoever may ask for a swap must know whom to ask: his colleagues of the same role.
    named = {person for role in roles for person in roster.holders.get(role, ())}
    names = {user.id: user.name or "" for user in await hass.auth.async_get_users() if not user.system_generated}
    return {**wire, "people": {person: names.get(person) for person in sorted(named)}}


async def _save(hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    role = read_role(message["role"])
    sent = message["roster"]
    of_role = None if sent is None else read_roster(role, sent)
    if of_role is not None and of_role.calendar is not None:
        ours = er.async_get(hass).async_get(of_role.calendar.entity_id)
        if ours is not None and ours.platform == DOMAIN:
            raise RosterError(RosterRefusal.OWN_CALENDAR, of_role.calendar.entity_id)
    await runtime.roster.save(role, of_role, caller.user_id)
    return {"role": _role(runtime, role, whole=True), **_troubles(runtime)}


async def _override_day(
    _hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]
) -> Mapping[str, Any]:
    role, slot = read_role(message["role"]), _slot(message, "day", "shift")
    sent = message["people"]
    people = None if sent is None else read_people(sent, "people")
    await runtime.roster.override(role, slot, people, caller.user_id)
    return _troubles(runtime)


async def _swap_shifts(
    _hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]
) -> Mapping[str, Any]:
    desk = runtime.roster
    if "swap" in message:
        keeps = not caller.roles.isdisjoint(KEEPS_ROSTERS)
        decision = Decision(message["decision"])
        swap = await desk.decide_swap(message["swap"], decision, caller.user_id, keeps_roster=keeps)
    else:
        role = read_role(_given(message, "role"))
        gives = _slot(message, "day", "shift")
        takes = _slot(message, "for_day", "for_shift") if "for_day" in message else None
        swap = await desk.ask_swap(role, caller.user_id, _given(message, "other"), gives, takes)
    return {"swap": _swap(swap, runtime.clock().utc, runtime)}


async def _holiday(hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    changed = [read_holiday(sent, f"holidays[{number}]") for number, sent in enumerate(message.get("holidays", ()))]
    removed = [read_day(sent, f"remove[{number}]") for number, sent in enumerate(message.get("remove", ()))]
    if "calendar" in message:
        first, last = (read_day(message.get(key), key) for key in ("from", "to"))
        if not 0 <= (last - first).days <= _MOST_HOLIDAYS:
            raise RosterError(RosterRefusal.INVALID, "to")
        typed = {holiday.day for holiday in changed}
        found = await _holidays_of(hass, runtime, message["calendar"], first, last)
        changed += [holiday for holiday in found if holiday.day not in typed]
    if not message["dry_run"]:
        await runtime.roster.save_holidays(changed, removed, caller.user_id)
    kept = runtime.roster.roster.holidays
    return {
        "changed": [holiday_as_dict(holiday) for holiday in changed],
        "holidays": [holiday_as_dict(kept[day]) for day in sorted(kept)],
    }


async def _holidays_of(hass: HomeAssistant, runtime: Runtime, entity_id: str, first: date, last: date) -> list[Holiday]:
    zone = runtime.roster.roster.zone
    start, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    try:
        items = await Calendars(hass).read(entity_id, start, end)
    except CalendarUnreadError:
        raise RosterError(RosterRefusal.CALENDAR, entity_id) from None
    return read_holidays(items, first, last, zone)


def _role(runtime: Runtime, role: Role, *, whole: bool) -> dict[str, Any]:
    """Return the roster of a role; of one's own shifts, what can be swapped and no person."""
    roster = runtime.roster.roster
    of_role = roster.roles.get(role)
    on = runtime.roster.on_duty(role, runtime.clock().utc)
    wire: dict[str, Any] = {"role": role.value, "roster": None}
    if of_role is not None:
        wire["roster"] = roster_as_dict(of_role)
        if not whole:
            wire["roster"] = {key: wire["roster"][key] for key in ("shifts", "cover")}
    if whole:
        reading = roster.readings.get(role)
        wire["on_duty"] = None if on is None else sorted(on)
        known = of_role is not None and of_role.calendar is not None and reading is not None
        wire["read_at"] = reading.at.isoformat() if known and reading is not None else None
        wire["known_until"] = reading.end.isoformat() if known and reading is not None else None
    return wire


def _gaps(runtime: Runtime, role: Role, start: datetime, end: datetime) -> list[Gap]:
    return gaps(runtime.roster.roster, role, max(start, runtime.clock().utc), end)


def _troubles(runtime: Runtime) -> dict[str, Any]:
    return {"troubles": [trouble.as_dict() for trouble in runtime.roster.troubles]}


def _override(override: Override) -> dict[str, Any]:
    return {
        "role": override.role.value,
        "day": override.slot.day.isoformat(),
        "shift": override.slot.shift,
        "people": list(override.people),
        "swap": override.swap,
    }


def _swap(swap: Swap, now: datetime, runtime: Runtime) -> dict[str, Any]:
    """Return a swap; one that was asked for a day that is over has lapsed."""
    today = now.astimezone(runtime.roster.roster.zone).date()
    first = min(swap.gives.day, swap.takes.day) if swap.takes is not None else swap.gives.day
    lapsed = swap.state is SwapState.ASKED and first < today
    return swap.as_dict() | ({"state": "lapsed"} if lapsed else {})


def _slot(message: Mapping[str, Any], day: str, shift: str) -> Slot:
    return Slot(read_day(message.get(day), day), _given(message, shift))


def _given(message: Mapping[str, Any], key: str) -> str:
    if key not in message:
        raise RosterError(RosterRefusal.INVALID, key)
    given: str = message[key]
    return given


# Secret: Home Assistant logs the value that a schema refuses, and a roster names people.
COMMANDS: Final = (
    Command("roster/list", {vol.Optional("from"): _DATE, vol.Optional("to"): _DATE}, _list),
    Command(
        "roster/save",
        {
            vol.Required("role"): _ID,
            # Read field by field by core/roster_form.py, whose errors have translations.
            vol.Required(vol.Secret("roster")): vol.Any(None, dict),
        },
        _save,
    ),
    Command(
        "roster/override",
        {
            vol.Required("role"): _ID,
            vol.Required("day"): _DATE,
            vol.Required("shift"): _ID,
            vol.Required(vol.Secret("people")): vol.Any(None, [_ID]),
        },
        _override_day,
    ),
    Command(
        "roster/swap",
        {
            vol.Optional("swap"): _ID,
            vol.Optional("decision", default=Decision.AGREE.value): vol.In([decision.value for decision in Decision]),
            vol.Optional("role"): _ID,
            vol.Optional("other"): _ID,
            vol.Optional("day"): _DATE,
            vol.Optional("shift"): _ID,
            vol.Optional("for_day"): _DATE,
            vol.Optional("for_shift"): _ID,
        },
        _swap_shifts,
    ),
    Command(
        "roster/holiday",
        {
            vol.Optional("holidays"): vol.All([dict], vol.Length(max=_MOST_HOLIDAYS)),
            vol.Optional("remove"): vol.All([_DATE], vol.Length(max=_MOST_HOLIDAYS)),
            vol.Optional("calendar"): cv.entity_id,
            vol.Optional("from"): _DATE,
            vol.Optional("to"): _DATE,
            vol.Optional("dry_run", default=False): bool,
        },
        _holiday,
    ),
)
