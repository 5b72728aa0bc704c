"""A role's roster as it is sent, shown and stored: read field by field, each error with its place. Pure."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any, Final

from .people import Role
from .roster import (
    ROSTERED,
    Assignment,
    CalendarSource,
    Cover,
    DayPlan,
    Holiday,
    RoleRoster,
    RosterError,
    RosterRefusal,
    Shift,
    monday_of,
)

MOST_SHIFTS: Final = 24
MOST_WEEKS: Final = 26
MOST_PEOPLE: Final = 50
MOST_NAMES: Final = 500
LONGEST_NAME: Final = 60
DAYS_A_WEEK: Final = 7

_SHIFT_ID: Final = re.compile(r"[a-z0-9_-]{1,32}")
_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
# Far from both ends of the calendar, so that no sum of days leaves it.
_DATE: Final = re.compile(r"(?:19[789]|2\d\d)\d-\d\d-\d\d", re.ASCII)
_ACCOUNT: Final = re.compile(r"\S{1,64}")
_CALENDAR: Final = re.compile(r"calendar\.[0-9a-z_]{1,250}")
_FIELDS: Final = frozenset({"shifts", "weeks", "first_week", "holiday", "cover", "calendar"})


def read_role(value: object) -> Role:
    """Return a role that can be on a roster. Raises RosterError."""
    if value in ROSTERED:
        return Role(str(value))
    raise RosterError(RosterRefusal.ROLE, str(value)[:LONGEST_NAME])


def read_roster(role: Role, sent: Mapping[str, Any]) -> RoleRoster:
    """Return a role's roster as it was sent or stored; raises RosterError with the place of the first error.

    Shape: `shifts` [{id, name, start, end}], `weeks` [7 days of [{shift, people}]], `first_week` (a date in the week
    in which the first of them counts), `holiday` (a day), `cover`, `calendar` {entity_id, names, read}.
    """
    for unknown in sent.keys() - _FIELDS:
        raise _invalid(str(unknown)[:LONGEST_NAME])
    shifts = _shifts(sent.get("shifts", []))
    weeks = tuple(
        tuple(
            _day(day, shifts, f"weeks[{number}][{weekday}]")
            for weekday, day in enumerate(_list(week, f"weeks[{number}]", DAYS_A_WEEK, exact=True))
        )
        for number, week in enumerate(_list(sent.get("weeks", []), "weeks", MOST_WEEKS))
    )
    holiday, calendar = sent.get("holiday"), sent.get("calendar")
    first_week = read_day(sent["first_week"], "first_week") if "first_week" in sent else date(2026, 1, 5)
    try:
        cover = Cover(sent.get("cover", Cover.ALWAYS))
    except ValueError:
        raise _invalid("cover") from None
    return RoleRoster(
        role,
        shifts,
        weeks,
        monday_of(first_week),
        None if holiday is None else _day(holiday, shifts, "holiday"),
        cover,
        None if calendar is None else _calendar(calendar),
    )


def roster_as_dict(roster: RoleRoster) -> dict[str, Any]:
    """Return a role's roster in the shape that `read_roster` reads."""
    calendar = roster.calendar
    return {
        "shifts": [
            {"id": shift.id, "name": shift.name, "start": f"{shift.start:%H:%M}", "end": f"{shift.end:%H:%M}"}
            for shift in roster.shifts.values()
        ],
        "weeks": [[_day_as_list(day) for day in week] for week in roster.weeks],
        "first_week": roster.first_week.isoformat(),
        "holiday": None if roster.holiday is None else _day_as_list(roster.holiday),
        "cover": roster.cover.value,
        "calendar": None
        if calendar is None
        else {
            "entity_id": calendar.entity_id,
            "names": dict(calendar.names),
            "read": "description" if calendar.description else "summary",
        },
    }


def read_holiday(sent: object, where: str) -> Holiday:
    """Return a holiday {day, name, like?}; `like` is 0 Monday to 6 Sunday. Raises RosterError."""
    if not isinstance(sent, Mapping) or sent.keys() - {"day", "name", "like"}:
        raise _invalid(where)
    like = sent.get("like")
    if like is not None and (type(like) is not int or not 0 <= like < DAYS_A_WEEK):
        raise _invalid(f"{where}.like")
    return Holiday(read_day(sent.get("day"), f"{where}.day"), _name(sent.get("name"), f"{where}.name"), like)


def holiday_as_dict(holiday: Holiday) -> dict[str, Any]:
    """Return a holiday in the shape that `read_holiday` reads."""
    return {"day": holiday.day.isoformat(), "name": holiday.name, "like": holiday.like}


def read_day(sent: object, where: str) -> date:
    """Return a date, YYYY-MM-DD. Raises RosterError."""
    if not isinstance(sent, str) or not _DATE.fullmatch(sent):
        raise _invalid(where)
    try:
        return date.fromisoformat(sent)
    except ValueError:
        raise _invalid(where) from None


def read_people(sent: object, where: str) -> tuple[str, ...]:
    """Return account ids, each once. Raises RosterError."""
    people = _list(sent, where, MOST_PEOPLE)
    for number, person in enumerate(people):
        if not isinstance(person, str) or not _ACCOUNT.fullmatch(person):
            raise _invalid(f"{where}[{number}]")
    return tuple(dict.fromkeys(people))


def _shifts(sent: object) -> dict[str, Shift]:
    shifts: dict[str, Shift] = {}
    for number, shift in enumerate(_list(sent, "shifts", MOST_SHIFTS)):
        where = f"shifts[{number}]"
        if not isinstance(shift, Mapping) or shift.keys() - {"id", "name", "start", "end"}:
            raise _invalid(where)
        shift_id = shift.get("id")
        if not isinstance(shift_id, str) or not _SHIFT_ID.fullmatch(shift_id) or shift_id in shifts:
            raise _invalid(f"{where}.id")
        name = _name(shift.get("name"), f"{where}.name")
        start, end = (_clock(shift.get(key), f"{where}.{key}") for key in ("start", "end"))
        shifts[shift_id] = Shift(shift_id, name, start, end)
    return shifts


def _day(sent: object, shifts: Mapping[str, Shift], where: str) -> DayPlan:
    plan: dict[str, Assignment] = {}
    for number, assignment in enumerate(_list(sent, where, MOST_SHIFTS)):
        place = f"{where}[{number}]"
        if not isinstance(assignment, Mapping) or assignment.keys() - {"shift", "people"}:
            raise _invalid(place)
        shift = assignment.get("shift")
        if not isinstance(shift, str) or shift not in shifts or shift in plan:
            raise _invalid(f"{place}.shift")
        plan[shift] = Assignment(shift, read_people(assignment.get("people", []), f"{place}.people"))
    return tuple(plan.values())


def _calendar(sent: object) -> CalendarSource:
    if not isinstance(sent, Mapping) or sent.keys() - {"entity_id", "names", "read"}:
        raise _invalid("calendar")
    entity_id, names, read = sent.get("entity_id"), sent.get("names", {}), sent.get("read", "summary")
    if not isinstance(entity_id, str) or not _CALENDAR.fullmatch(entity_id):
        raise _invalid("calendar.entity_id")
    if read not in {"summary", "description"}:
        raise _invalid("calendar.read")
    if not isinstance(names, Mapping) or len(names) > MOST_NAMES:
        raise _invalid("calendar.names")
    for name, person in names.items():
        # Not where: the name itself may be a person's.
        if not _is_name(name) or not (person is None or (isinstance(person, str) and _ACCOUNT.fullmatch(person))):
            raise _invalid("calendar.names")
    return CalendarSource(entity_id, dict(names), read == "description")


def _day_as_list(plan: DayPlan) -> list[dict[str, Any]]:
    return [{"shift": assignment.shift, "people": list(assignment.people)} for assignment in plan]


def _list(sent: object, where: str, most: int, *, exact: bool = False) -> list[Any]:
    if not isinstance(sent, list) or len(sent) > most or (exact and len(sent) != most):
        raise _invalid(where)
    return sent


def _name(sent: object, where: str) -> str:
    if not _is_name(sent):
        raise _invalid(where)
    return str(sent).strip()


def _is_name(sent: object) -> bool:
    return isinstance(sent, str) and sent.isprintable() and 0 < len(sent.strip()) <= LONGEST_NAME


def _clock(sent: object, where: str) -> time:
    if not isinstance(sent, str) or not _CLOCK.fullmatch(sent):
        raise _invalid(where)
    return time.fromisoformat(sent)


def _invalid(where: str) -> RosterError:
    return RosterError(RosterRefusal.INVALID, where)
