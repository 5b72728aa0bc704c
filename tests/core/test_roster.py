"""Who is on duty: whatever the clock on the wall does, no shift vanishes and every gap is seen."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.roster import (
    Assignment,
    Because,
    CalendarSource,
    Cover,
    Duty,
    Gap,
    Holiday,
    Override,
    Reading,
    RoleRoster,
    Roster,
    RosterError,
    RosterRefusal,
    Shift,
    Slot,
    duty_of,
    gaps,
    moments,
    monday_of,
    on_duty,
    period,
    shifts_between,
)
from custom_components.smart_community.core.roster_form import read_roster, roster_as_dict

ROLE = Role.DUTY_ROOM
BERLIN = ZoneInfo("Europe/Berlin")
SHANGHAI = ZoneInfo("Asia/Shanghai")
# Where clocks change by an hour, by half an hour, at midnight, and where a whole day was left out.
ZONES = [
    BERLIN,
    SHANGHAI,
    ZoneInfo("America/New_York"),
    ZoneInfo("Australia/Lord_Howe"),
    ZoneInfo("Africa/Cairo"),
    ZoneInfo("Pacific/Apia"),
]
# Days on which the clock of one of them changes, and an ordinary one.
CHANGES = [
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2026, 4, 5),
    date(2026, 10, 4),
    date(2026, 4, 24),
    date(2026, 10, 29),
    date(2011, 12, 30),
    date(2026, 11, 23),
]
PEOPLE = ["a", "b", "c", "d"]
DAY = Shift("day", "Day", time(6), time(22))
NIGHT = Shift("night", "Night", time(22), time(6))

zones = st.sampled_from(ZONES)
days = st.builds(lambda day, off: day + timedelta(days=off), st.sampled_from(CHANGES), st.integers(-3, 3))
times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
people = st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True).map(tuple)
shifts = st.lists(st.tuples(times, times), min_size=1, max_size=4).map(
    lambda found: {f"s{number}": Shift(f"s{number}", f"S{number}", *each) for number, each in enumerate(found)}
)


@st.composite
def day_plans(draw: st.DrawFn, of: dict[str, Shift]) -> tuple[Assignment, ...]:
    worked = draw(st.lists(st.sampled_from(sorted(of)), unique=True))
    return tuple(Assignment(shift, draw(people)) for shift in worked)


@st.composite
def rosters(draw: st.DrawFn) -> tuple[Roster, date]:
    """Return a roster and a day in it, near a change of the clock."""
    zone, day, of = draw(zones), draw(days), draw(shifts)
    weeks = tuple(
        tuple(draw(day_plans(of)) for _ in range(7)) for _ in range(draw(st.integers(min_value=0, max_value=3)))
    )
    holiday = draw(st.none() | day_plans(of))
    near = st.builds(lambda off: day + timedelta(days=off), st.integers(-2, 2))
    holidays = draw(st.lists(st.builds(Holiday, near, st.just("x"), st.none() | st.integers(0, 6)), max_size=2))
    changed = draw(st.lists(st.tuples(near, st.sampled_from(sorted(of)), people), max_size=3))
    of_role = RoleRoster(ROLE, of, weeks, monday_of(draw(days)), holiday, draw(st.sampled_from(Cover)))
    overrides = {(ROLE, Slot(at, shift)): Override(ROLE, Slot(at, shift), who) for at, shift, who in changed}
    holders = frozenset(draw(st.lists(st.sampled_from(PEOPLE), unique=True)))
    return Roster(zone, {ROLE: of_role}, {each.day: each for each in holidays}, overrides, {}, {ROLE: holders}), day


def simple(zone: ZoneInfo = BERLIN, **changes: object) -> Roster:
    """Return a roster of two weeks in turn: a by day and b by night, then the other way round."""

    def week(by_day: str, by_night: str) -> tuple[tuple[Assignment, ...], ...]:
        return ((Assignment("day", (by_day,)), Assignment("night", (by_night,))),) * 7

    of_role = RoleRoster(
        ROLE, {"day": DAY, "night": NIGHT}, (week("a", "b"), week("b", "a")), first_week=date(2026, 11, 23)
    )
    holders = {ROLE: frozenset(PEOPLE)}
    return Roster(zone, {ROLE: replace(of_role, **changes)}, holders=holders)  # type: ignore[arg-type]


def at(roster: Roster, text: str) -> datetime:
    """Return a local time, such as "2026-11-23 08:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=roster.zone).astimezone(UTC)


def window(roster: Roster, day: date) -> tuple[datetime, datetime]:
    middle = datetime.combine(day, time(12), roster.zone).astimezone(UTC)
    return middle - timedelta(hours=40), middle + timedelta(hours=40)


# A shift is what the clock says.


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 7), (date(2026, 10, 24), 9), (date(2026, 11, 23), 8)])
def test_a_night_shift_is_as_long_as_the_clock_says(day: date, hours: int) -> None:
    start, end = moments(BERLIN, day, NIGHT)
    assert end - start == timedelta(hours=hours)
    assert (start.astimezone(BERLIN).time(), end.astimezone(BERLIN).time()) == (NIGHT.start, NIGHT.end)


def test_a_shift_in_the_hour_that_is_skipped_keeps_its_length() -> None:
    start, end = moments(BERLIN, date(2026, 3, 29), Shift("s", "S", time(2), time(3)))
    assert (start.astimezone(BERLIN).hour, end - start) == (3, timedelta(hours=1))
    start, end = moments(BERLIN, date(2026, 3, 29), Shift("s", "S", time(2, 30), time(3)))
    assert end - start == timedelta(minutes=30)


def test_a_shift_that_starts_when_it_ends_lasts_the_whole_day() -> None:
    start, end = moments(SHANGHAI, date(2026, 11, 23), Shift("s", "S", time(8), time(8)))
    assert end - start == timedelta(hours=24)


@given(zones, days, times, times)
def test_a_shift_never_vanishes(zone: ZoneInfo, day: date, start: time, end: time) -> None:
    begin, until = moments(zone, day, Shift("s", "S", start, end))
    assert timedelta(0) < until - begin <= timedelta(hours=49)
    if begin.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, start):
        later = until.astimezone(zone)
        if later.time() != end:
            # Only an hour that no clock showed, or a shift kept in its length for one, ends at another time.
            wall = datetime.combine(day if start < end else day + timedelta(days=1), end)
            assert wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).time() != end


@given(zones, days, st.lists(times, min_size=1, max_size=6, unique=True))
def test_shifts_that_follow_each_other_by_the_clock_leave_no_gap_on_any_day(
    zone: ZoneInfo, day: date, changes: list[time]
) -> None:
    changes.sort()
    of = {
        f"s{number}": Shift(f"s{number}", "S", start, changes[(number + 1) % len(changes)])
        for number, start in enumerate(changes)
    }
    weeks = ((tuple(Assignment(shift, ("a",)) for shift in of),) * 7,)
    roster = Roster(zone, {ROLE: RoleRoster(ROLE, of, weeks)}, holders={ROLE: frozenset("a")})
    assert gaps(roster, ROLE, *window(roster, day)) == []


# Who is on duty.


@given(rosters(), st.integers(0, 80 * 60 * 60))
def test_nobody_is_on_duty_and_off_duty_at_once(made: tuple[Roster, date], seconds: int) -> None:
    roster, day = made
    start, end = window(roster, day)
    moment = start + timedelta(seconds=seconds)
    assume(moment < end)
    running = [duty for duty in shifts_between(roster, ROLE, start, end) if duty.start <= moment < duty.end]
    found = on_duty(roster, ROLE, moment)
    assert found == frozenset(person for duty in running for person in duty.people)
    assert found is not None
    assert found <= roster.holders[ROLE]
    # A window of another size says the same of the same moment.
    assert shifts_between(roster, ROLE, moment, moment + timedelta(microseconds=1)) == running


@given(rosters(), st.integers(0, 80 * 60 * 60))
def test_who_is_on_duty_stays_until_the_period_ends(made: tuple[Roster, date], seconds: int) -> None:
    roster, day = made
    moment = window(roster, day)[0] + timedelta(seconds=seconds)
    now = period(roster, ROLE, moment)
    assert moment < now.end <= moment + timedelta(days=1)
    for part in (0.0, 0.25, 0.5, 0.99):
        assert on_duty(roster, ROLE, moment + (now.end - moment) * part) == now.people


@given(rosters(), st.integers(0, 80 * 60 * 60))
def test_a_gap_is_exactly_the_time_without_anybody(made: tuple[Roster, date], seconds: int) -> None:
    roster, day = made
    start, end = window(roster, day)
    found = gaps(roster, ROLE, start, end)
    assert all(start <= gap.start < gap.end <= end for gap in found)
    assert all(before.end < after.start for before, after in itertools.pairwise(found))
    moment = start + timedelta(seconds=seconds)
    assume(moment < end)
    needed = roster.roles[ROLE].cover is Cover.ALWAYS or shifts_between(
        roster, ROLE, moment, moment + timedelta(microseconds=1)
    )
    in_gap = any(gap.start <= moment < gap.end for gap in found)
    assert in_gap is bool(needed and not on_duty(roster, ROLE, moment))


@given(rosters())
def test_a_reload_changes_nothing(made: tuple[Roster, date]) -> None:
    roster, day = made
    again = read_roster(ROLE, roster_as_dict(roster.roles[ROLE]))
    assert again == roster.roles[ROLE]
    reloaded = replace(roster, roles={ROLE: again})
    assert shifts_between(reloaded, ROLE, *window(roster, day)) == shifts_between(roster, ROLE, *window(roster, day))


@given(st.integers(1, 8), days, st.integers(-60, 60))
def test_a_rotation_of_n_weeks_comes_again_after_n_weeks_and_not_before(count: int, first: date, off: int) -> None:
    plans = tuple(((Assignment("day", (f"p{number}",)),),) * 7 for number in range(count))
    of_role = RoleRoster(ROLE, {"day": DAY}, plans, monday_of(first))
    holders = {ROLE: frozenset(f"p{number}" for number in range(count))}
    roster = Roster(SHANGHAI, {ROLE: of_role}, holders=holders)

    def who(day: date) -> tuple[str, ...]:
        return duty_of(roster, ROLE, Slot(day, "day")).people

    day = first + timedelta(days=off)
    assert who(monday_of(first)) == ("p0",)
    assert who(day) == who(day + timedelta(weeks=count)) == who(monday_of(day))
    assert len({who(day + timedelta(weeks=number)) for number in range(count)}) == count


def test_a_role_without_a_roster_says_nothing() -> None:
    roster = simple()
    assert on_duty(roster, Role.GRID_WORKER, at(roster, "2026-11-23 08:00")) is None
    assert gaps(roster, Role.GRID_WORKER, *window(roster, date(2026, 11, 23))) == []
    with pytest.raises(RosterError) as refused:
        duty_of(roster, Role.GRID_WORKER, Slot(date(2026, 11, 23), "day"))
    assert refused.value.code is RosterRefusal.NO_ROSTER


def test_who_has_lost_the_role_is_on_no_shift_and_leaves_a_gap() -> None:
    roster = replace(simple(), holders={ROLE: frozenset("a")})
    assert on_duty(roster, ROLE, at(roster, "2026-11-23 23:00")) == frozenset()
    night = gaps(roster, ROLE, at(roster, "2026-11-23 12:00"), at(roster, "2026-11-24 12:00"))
    assert night == [Gap(ROLE, at(roster, "2026-11-23 22:00"), at(roster, "2026-11-24 06:00"))]


def test_an_office_that_is_closed_at_night_has_no_gap_there() -> None:
    plan = ((Assignment("day", ("a",)),),) * 6 + ((Assignment("day", ()),),)
    roster = simple(weeks=(plan,), cover=Cover.SHIFTS)
    monday, sunday = at(roster, "2026-11-23 00:00"), at(roster, "2026-11-29 00:00")
    assert gaps(roster, ROLE, monday, sunday) == []
    assert on_duty(roster, ROLE, monday) == frozenset()
    (gap,) = gaps(roster, ROLE, sunday, sunday + timedelta(days=1))
    assert (gap.start, gap.end) == (at(roster, "2026-11-29 06:00"), at(roster, "2026-11-29 22:00"))


# Days that are not as the others.


def test_a_holiday_has_its_own_shifts_and_a_worked_day_those_of_a_weekday() -> None:
    monday = ((Assignment("day", ("a",)),), *(((),) * 6))
    spring = date(2027, 2, 6)
    roster = simple(weeks=(monday,), holiday=(Assignment("night", ("c",)),))
    holidays = {spring: Holiday(spring, "春节"), date(2027, 2, 14): Holiday(date(2027, 2, 14), "春节 补班", 0)}
    roster = replace(roster, holidays=holidays)

    def of(day: date) -> list[tuple[str, tuple[str, ...], Because]]:
        start = datetime.combine(day, time(5), roster.zone).astimezone(UTC)
        found = shifts_between(roster, ROLE, start, start + timedelta(days=1))
        return [(duty.shift, duty.people, duty.because) for duty in found if duty.day == day]

    assert of(spring) == [("night", ("c",), Because.HOLIDAY)]
    assert of(date(2027, 2, 14)) == [("day", ("a",), Because.HOLIDAY)]
    assert of(date(2027, 2, 13)) == []
    assert of(date(2027, 2, 15)) == [("day", ("a",), Because.ROTATION)]
    without = replace(roster, roles={ROLE: replace(roster.roles[ROLE], holiday=None)})
    assert shifts_between(without, ROLE, *(at(roster, f"2027-02-06 {clock}") for clock in ("06:00", "23:00"))) == []


def test_an_override_says_who_has_a_shift_on_a_date_and_can_add_one() -> None:
    roster = simple(weeks=(((Assignment("day", ("a",)),),) * 7,))
    slots = {"day": ("b", "c"), "night": ("d",), "gone": ("a",)}
    overrides = {
        (ROLE, Slot(date(2026, 11, 24), shift)): Override(ROLE, Slot(date(2026, 11, 24), shift), who)
        for shift, who in slots.items()
    }
    roster = replace(roster, overrides=overrides)
    assert on_duty(roster, ROLE, at(roster, "2026-11-24 12:00")) == frozenset({"b", "c"})
    assert on_duty(roster, ROLE, at(roster, "2026-11-25 05:59")) == frozenset({"d"})
    assert on_duty(roster, ROLE, at(roster, "2026-11-25 12:00")) == frozenset({"a"})


# A roster read from a calendar.


def test_what_a_calendar_is_not_known_to_say_is_not_said() -> None:
    """Whoever has the role is on duty then, so that an alarm never waits for a calendar."""
    start = datetime(2026, 11, 23, tzinfo=UTC)
    hour = timedelta(hours=1)
    duty = Duty(ROLE, start.date(), "", "", start, start + 8 * hour, ("a", "x"), Because.CALENDAR)
    source = CalendarSource("calendar.duty")
    reading = Reading("calendar.duty", start, start, start + 48 * hour, (duty,))
    roster = replace(simple(calendar=source), readings={ROLE: reading})
    assert on_duty(roster, ROLE, start) == frozenset({"a"})
    assert on_duty(roster, ROLE, start + 8 * hour) == frozenset()
    assert on_duty(roster, ROLE, start + 48 * hour) is None
    assert on_duty(roster, ROLE, start - hour) is None
    assert gaps(roster, ROLE, start - hour, start + 99 * hour) == [Gap(ROLE, start + 8 * hour, start + 48 * hour)]
    with pytest.raises(RosterError) as refused:
        duty_of(roster, ROLE, Slot(start.date(), "day"))
    assert refused.value.code is RosterRefusal.FROM_CALENDAR

    other = replace(simple(calendar=CalendarSource("calendar.other")), readings={ROLE: reading})
    for said in (other, replace(roster, readings={})):
        assert on_duty(said, ROLE, start) is None
        assert gaps(said, ROLE, start, start + hour) == []
        assert shifts_between(said, ROLE, start, start + hour) == []
