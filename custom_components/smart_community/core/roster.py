"""Who is on duty: shifts of the clock on the wall, a rotation of weeks, holidays and changes for a date. Pure.

A shift begins and ends when the clock says so: over a change of the clock 22:00-06:00 is seven or nine hours long. A
shift that lies in the hour that is skipped keeps its length: it never vanishes. Times that come and go are UTC.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any, Final

from .people import Role

# Who can be on a roster: who comes when an incident opens.
ROSTERED: Final = (Role.DUTY_ROOM, Role.GRID_WORKER, Role.COMMUNITY_OFFICE)
_DAY: Final = timedelta(days=1)
# A shift of 24 hours that began yesterday, over the longest change of a clock that there was.
_LONGEST: Final = 2 * _DAY


class RosterRefusal(StrEnum):
    """Why a roster, or a change of it, is not taken; each is a translation key under `exceptions`."""

    INVALID = "roster_invalid"
    ROLE = "roster_role"
    UNKNOWN_PERSON = "roster_person"
    UNKNOWN_SHIFT = "roster_shift"
    FROM_CALENDAR = "roster_from_calendar"
    NO_ROSTER = "roster_missing"
    CALENDAR = "roster_calendar_unread"
    OWN_CALENDAR = "roster_own_calendar"
    SWAP_UNKNOWN = "swap_unknown"
    SWAP_DECIDED = "swap_decided"
    SWAP_NOT_YOURS = "swap_not_yours"
    SWAP_NOT_ON_SHIFT = "swap_not_on_shift"
    SWAP_SAME_SHIFT = "swap_same_shift"
    SWAP_OVERLAPS = "swap_overlaps"
    SWAP_BEGUN = "swap_begun"


class RosterError(Exception):
    """What was asked of the roster cannot be; `where` is the place in what was sent, or an opaque id."""

    def __init__(self, code: RosterRefusal, where: str = "") -> None:
        """Keep why, and where."""
        super().__init__(code.value)
        self.code = code
        self.where = where


class Cover(StrEnum):
    """When a role must be staffed: always, or only while one of its shifts runs (an office at night is closed)."""

    ALWAYS = "always"
    SHIFTS = "shifts"


class Because(StrEnum):
    """Why somebody has a shift on a date."""

    ROTATION = "rotation"
    HOLIDAY = "holiday"
    OVERRIDE = "override"
    SWAP = "swap"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift of a role in local time; one that does not end after it starts ends on the next day."""

    id: str
    name: str
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Assignment:
    """That some people (account ids) have a shift; nobody: it is planned, and a gap."""

    shift: str
    people: tuple[str, ...] = ()


# The assignments of one date, at most one a shift; and of Monday to Sunday.
type DayPlan = tuple[Assignment, ...]
type Week = tuple[DayPlan, ...]


@dataclass(frozen=True, slots=True)
class CalendarSource:
    """A Home Assistant calendar that a role's roster is read from.

    `names` says which account a word in an event's summary (or `description`) means; None: no person ("Night").
    """

    entity_id: str
    names: Mapping[str, str | None] = field(default_factory=dict)
    description: bool = False


@dataclass(frozen=True, slots=True)
class RoleRoster:
    """The roster of one role: `weeks` turn one after the other, the first of them in the week of `first_week`.

    `holiday` is the plan of a holiday; None: a holiday is a day like any other.
    """

    role: Role
    shifts: Mapping[str, Shift] = field(default_factory=dict)
    weeks: tuple[Week, ...] = ()
    first_week: date = date(2026, 1, 5)
    holiday: DayPlan | None = None
    cover: Cover = Cover.ALWAYS
    calendar: CalendarSource | None = None


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that is not as its weekday says. `like` (0 Monday to 6 Sunday): it is worked as that weekday is."""

    day: date
    name: str
    like: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A shift on the date on which it starts."""

    day: date
    shift: str


@dataclass(frozen=True, slots=True)
class Override:
    """Who has a shift on a date, whatever the rotation says; `swap` is the swap that made it."""

    role: Role
    slot: Slot
    people: tuple[str, ...]
    swap: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """A shift on a date, from `start` until just before `end` (UTC), and who has it."""

    role: Role
    day: date
    shift: str
    name: str
    start: datetime
    end: datetime
    people: tuple[str, ...]
    because: Because = Because.ROTATION

    def as_dict(self) -> dict[str, Any]:
        """Return the duty as the wire shows it."""
        return {
            "role": self.role.value,
            "day": self.day.isoformat(),
            "shift": self.shift,
            "name": self.name,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "people": list(self.people),
            "because": self.because.value,
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """What a calendar said for the time from `start` until `end`, read at `at`; outside of it nothing is known."""

    entity_id: str
    at: datetime
    start: datetime
    end: datetime
    duties: tuple[Duty, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A time without anybody on duty, though the role must be staffed."""

    role: Role
    start: datetime
    end: datetime

    def as_dict(self) -> dict[str, str]:
        """Return the gap as the wire shows it."""
        return {"role": self.role.value, "start": self.start.isoformat(), "end": self.end.isoformat()}


@dataclass(frozen=True, slots=True)
class Period:
    """Who is on duty from the moment asked for until `end`; None: the roster does not say, so whoever has the role."""

    end: datetime
    people: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Roster:
    """All that is known of shifts. `holders`: who has each role now; whoever has lost it is on no shift of it."""

    zone: tzinfo
    roles: Mapping[Role, RoleRoster] = field(default_factory=dict)
    holidays: Mapping[date, Holiday] = field(default_factory=dict)
    overrides: Mapping[tuple[Role, Slot], Override] = field(default_factory=dict)
    readings: Mapping[Role, Reading] = field(default_factory=dict)
    holders: Mapping[Role, frozenset[str]] = field(default_factory=dict)


def on_duty(roster: Roster, role: Role, at: datetime) -> frozenset[str] | None:
    """Return who is on duty; None if the role has no roster, or its calendar is not known for that time."""
    return period(roster, role, at).people


def period(roster: Roster, role: Role, at: datetime) -> Period:
    """Return who is on duty at a moment, and until when just these are."""
    until = at + _DAY
    of_role = roster.roles.get(role)
    if of_role is None:
        return Period(until, None)
    if of_role.calendar is not None:
        reading = _reading(roster, of_role)
        if reading is None or at >= reading.end:
            return Period(until, None)
        if at < reading.start:
            return Period(min(until, reading.start), None)
        until = min(until, reading.end)
    duties = shifts_between(roster, role, at, until)
    running = [duty for duty in duties if duty.start <= at]
    edges = (*(duty.end for duty in running), *(duty.start for duty in duties if duty.start > at), until)
    return Period(min(edges), frozenset(person for duty in running for person in duty.people))


def shifts_between(roster: Roster, role: Role, start: datetime, end: datetime) -> list[Duty]:
    """Return the shifts of a role that run at some moment from `start` until before `end`, in the order of time."""
    of_role = roster.roles.get(role)
    if of_role is None:
        return []
    found: Iterable[Duty]
    if of_role.calendar is not None:
        reading = _reading(roster, of_role)
        found = () if reading is None else reading.duties
    else:
        found = _planned(roster, of_role, (start - _LONGEST).astimezone(roster.zone).date(), end)
    holders = roster.holders.get(role, frozenset())
    running = [
        replace(duty, people=tuple(person for person in duty.people if person in holders))
        for duty in found
        if duty.start < end and start < duty.end
    ]
    return sorted(running, key=lambda duty: (duty.start, duty.shift))


def gaps(roster: Roster, role: Role, start: datetime, end: datetime) -> list[Gap]:
    """Return when a role that must be staffed has nobody, from `start` until `end`, in the order of time."""
    of_role = roster.roles.get(role)
    if of_role is None:
        return []
    if of_role.calendar is not None:
        reading = _reading(roster, of_role)
        if reading is None:
            return []
        start, end = max(start, reading.start), min(end, reading.end)
    if start >= end:
        return []
    duties = shifts_between(roster, role, start, end)
    staffed = _joined((duty.start, duty.end) for duty in duties if duty.people)
    needed = [(start, end)] if of_role.cover is Cover.ALWAYS else _joined((duty.start, duty.end) for duty in duties)
    return [
        Gap(role, *empty) for begin, until in needed for empty in _without(staffed, max(begin, start), min(until, end))
    ]


def duty_of(roster: Roster, role: Role, slot: Slot) -> Duty:
    """Return a shift on a date. Raises RosterError if the role's roster, kept by staff, has none such on that date."""
    of_role = kept_by_staff(roster, role)
    for duty in _of_day(roster, of_role, slot.day):
        if duty.shift == slot.shift:
            holders = roster.holders.get(role, frozenset())
            return replace(duty, people=tuple(person for person in duty.people if person in holders))
    raise RosterError(RosterRefusal.UNKNOWN_SHIFT, slot.shift)


def kept_by_staff(roster: Roster, role: Role) -> RoleRoster:
    """Return the roster of a role that staff keep here. Raises RosterError if there is none, or a calendar says."""
    of_role = roster.roles.get(role)
    if of_role is None:
        raise RosterError(RosterRefusal.NO_ROSTER, role.value)
    if of_role.calendar is not None:
        raise RosterError(RosterRefusal.FROM_CALENDAR, role.value)
    return of_role


def moments(zone: tzinfo, day: date, shift: Shift) -> tuple[datetime, datetime]:
    """Return when a shift of that date begins and ends (UTC); of an hour that comes twice, the first counts."""
    begin = datetime.combine(day, shift.start)
    until = datetime.combine(day if shift.start < shift.end else day + _DAY, shift.end)
    start, end = (moment.replace(tzinfo=zone).astimezone(UTC) for moment in (begin, until))
    return start, end if end > start else start + (until - begin)


def people_named(of_role: RoleRoster) -> frozenset[str]:
    """Return everybody whom a role's roster names."""
    plans = [day for week in of_role.weeks for day in week]
    if of_role.holiday is not None:
        plans.append(of_role.holiday)
    named = {person for plan in plans for assignment in plan for person in assignment.people}
    if of_role.calendar is not None:
        named |= {person for person in of_role.calendar.names.values() if person is not None}
    return frozenset(named)


def _reading(roster: Roster, of_role: RoleRoster) -> Reading | None:
    """Return what the role's calendar said; what another one said counts for nothing."""
    reading = roster.readings.get(of_role.role)
    if reading is None or of_role.calendar is None or reading.entity_id != of_role.calendar.entity_id:
        return None
    return reading


def _planned(roster: Roster, of_role: RoleRoster, first: date, end: datetime) -> Iterator[Duty]:
    last = (end + _DAY).astimezone(roster.zone).date()
    for number in range((last - first).days + 1):
        yield from _of_day(roster, of_role, first + number * _DAY)


def _of_day(roster: Roster, of_role: RoleRoster, day: date) -> Iterator[Duty]:
    plan, because = _plan_of(roster, of_role, day)
    people = {assignment.shift: assignment.people for assignment in plan}
    for shift in of_role.shifts.values():
        override = roster.overrides.get((of_role.role, Slot(day, shift.id)))
        if override is None and shift.id not in people:
            continue
        start, end = moments(roster.zone, day, shift)
        duty = Duty(of_role.role, day, shift.id, shift.name, start, end, people.get(shift.id, ()), because)
        if override is not None:
            reason = Because.OVERRIDE if override.swap is None else Because.SWAP
            duty = replace(duty, people=override.people, because=reason)
        yield duty


def _plan_of(roster: Roster, of_role: RoleRoster, day: date) -> tuple[DayPlan, Because]:
    holiday = roster.holidays.get(day)
    if holiday is not None and holiday.like is None and of_role.holiday is not None:
        return of_role.holiday, Because.HOLIDAY
    if not of_role.weeks:
        return (), Because.ROTATION
    week = (monday_of(day) - monday_of(of_role.first_week)).days // 7 % len(of_role.weeks)
    if holiday is not None and holiday.like is not None:
        return of_role.weeks[week][holiday.like], Because.HOLIDAY
    return of_role.weeks[week][day.weekday()], Because.ROTATION


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - day.weekday() * _DAY


def _joined(times: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return the same time in as few stretches as can be, in their order."""
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted(times):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _without(
    staffed: Sequence[tuple[datetime, datetime]], start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Return what is left of the time from `start` until `end`."""
    for begin, until in staffed:
        if start < begin:
            yield start, min(begin, end)
        start = max(start, until)
        if start >= end:
            return
    if start < end:
        yield start, end
