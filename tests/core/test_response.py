"""Who is due: whatever the clocks do, it never stops while nobody has acknowledged."""

import itertools
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custom_components.smart_community.core import incident as life
from custom_components.smart_community.core.incident import Change, Incident, Kind, Resolution, State
from custom_components.smart_community.core.plan import DEFAULT_PLANS
from custom_components.smart_community.core.response import Instant, Marks, advanced, moved

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
UP_SINCE = 5000.0  # monotonic seconds at START: any number
PLAN = DEFAULT_PLANS[Kind.HELP]
ASK_AGAIN_AFTER, LAST_LEVEL, REPEAT_EVERY = PLAN.ask_again_after, PLAN.last, PLAN.repeat_every
# How long a chase may at most be silent, by a clock that nobody can set, counting from the last start.
LONGEST_SILENCE = max(60.0, 180.0 - 60.0, 300.0 - 180.0, REPEAT_EVERY)


def instant(seconds: float, utc_off_by: float = 0.0) -> Instant:
    return Instant(START + timedelta(seconds=seconds + utc_off_by), UP_SINCE + seconds)


def an_open_incident() -> Incident:
    return life.opened("id", 1, Kind.HELP, START, by="button-1")


@dataclass
class Process:
    """Asks for one incident as the desk does; a restart keeps the incident and forgets the marks."""

    incident: Incident
    marks: Marks

    @classmethod
    def started(cls, incident: Incident, now: Instant) -> Process:
        return cls(incident, Marks(now.monotonic, now.monotonic))

    def apply(self, incident: Incident, now: Instant) -> None:
        new = incident.timeline[len(self.incident.timeline) :]
        self.incident = incident
        if any(moved(entry.what) for entry in new):
            self.marks = replace(self.marks, moved=now.monotonic)

    def tick(self, now: Instant) -> list[Incident]:
        """Do all that is due, and return the steps."""
        steps = []
        while (step := advanced(self.incident, self.marks, now)) is not None:
            self.apply(step, now)
            steps.append(step)
            assert len(steps) < 10, "a step that is done is not due again"
        return steps


@pytest.mark.parametrize(("seconds", "level"), [(60, 2), (180, 3), (300, 4)])
def test_without_acknowledgement_the_next_level_is_asked_at_60_180_and_300_seconds(seconds: int, level: int) -> None:
    before = replace(an_open_incident(), level=level - 1)
    marks = Marks(UP_SINCE, UP_SINCE)
    assert advanced(before, marks, instant(seconds - 0.001)) is None
    step = advanced(before, marks, instant(seconds))
    assert step is not None
    assert (step.level, step.state) == (level, State.OPEN)
    assert step.timeline[-1] == life.TimelineEntry(
        START + timedelta(seconds=seconds), Change.ESCALATED, "system", str(level)
    )


def test_overdue_levels_come_one_by_one_and_none_is_skipped() -> None:
    process = Process.started(an_open_incident(), instant(86_400))
    assert [step.level for step in process.tick(instant(86_400))] == [2, 3, 4]
    assert process.tick(instant(86_400)) == []


@pytest.mark.parametrize("utc_off_by", [-86_400.0, 0.0, 3600.0])
def test_whichever_clock_says_more_wins(utc_off_by: float) -> None:
    # UTC set back holds nothing up; UTC set forward is believed, since a page too early is no harm.
    process = Process.started(an_open_incident(), instant(0))
    levels = [step.level for step in process.tick(instant(61, utc_off_by))]
    assert levels == ([2, 3, 4] if utc_off_by > 0 else [2])


def test_after_a_restart_with_a_clock_that_is_behind_the_delays_still_run() -> None:
    # A small computer without a clock of its own wakes in the past until the network tells it the time.
    process = Process.started(an_open_incident(), instant(0, -365 * 86_400.0))
    assert process.tick(instant(59, -365 * 86_400.0)) == []
    assert [step.level for step in process.tick(instant(60, -365 * 86_400.0))] == [2]


def test_at_the_last_level_everyone_is_asked_again_and_again() -> None:
    process = Process.started(an_open_incident(), instant(0))
    process.tick(instant(300))
    asked = [seconds for seconds in range(301, 3601) if process.tick(instant(seconds))]
    assert asked == list(range(600, 3601, 300))
    assert process.incident.level == LAST_LEVEL


def test_it_asks_again_after_an_acknowledgement_without_a_resolution() -> None:
    process = Process.started(an_open_incident(), instant(0))
    process.apply(life.acknowledged(process.incident, instant(30).utc, "anna"), instant(30))
    asked = [seconds for seconds in range(31, 4000) if process.tick(instant(seconds))]
    assert asked == [930, 1830, 2730, 3630]
    assert {entry.what for entry in process.incident.timeline} == {
        *(Change.OPENED, Change.ACKNOWLEDGED, Change.ASKED_AGAIN)
    }


@pytest.mark.parametrize("sign_of_life", [life.en_route, life.on_site, life.taken_over])
def test_an_owner_who_does_something_is_left_in_peace_for_a_while(sign_of_life: object) -> None:
    assert callable(sign_of_life)
    process = Process.started(life.acknowledged(an_open_incident(), START, "anna"), instant(0))
    process.apply(sign_of_life(process.incident, instant(800).utc, "bo"), instant(800))
    assert process.tick(instant(800 + ASK_AGAIN_AFTER - 1)) == []
    assert len(process.tick(instant(800 + ASK_AGAIN_AFTER))) == 1


def test_a_further_press_puts_off_nothing() -> None:
    process = Process.started(an_open_incident(), instant(0))
    process.apply(life.again(process.incident, instant(59).utc, "button-1"), instant(59))
    assert [step.level for step in process.tick(instant(60))] == [2]


def test_a_resolved_incident_is_never_due() -> None:
    over = life.resolved(an_open_incident(), START, "anna", Resolution.REAL)
    assert advanced(over, Marks(0.0, 0.0), instant(10_000_000)) is None


# One reading of the clocks: real seconds since the last, where UTC stands beside them, and whether we started anew.
READINGS = st.lists(
    st.tuples(
        st.floats(0.5, 400.0),
        st.sampled_from([0.0, -3600.0, 3600.0, -86_400.0 * 400, 86_400.0 * 400]) | st.floats(-600.0, 600.0),
        st.booleans(),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=200)
@given(READINGS)
def test_it_never_stops_while_nobody_has_acknowledged(readings: list[tuple[float, float, bool]]) -> None:
    """Whatever UTC does and whenever we restart: a step comes within the longest silence after a start or a step."""
    process = Process.started(an_open_incident(), instant(0))
    seconds, last_sign = 0.0, 0.0
    levels = [1]
    for passed, utc_off_by, restarts in readings:
        # The desk asks each second; a long pause of the machine is the restart below.
        end = seconds + passed
        while seconds < end:
            seconds = min(end, seconds + 20.0)
            steps = process.tick(instant(seconds, utc_off_by))
            levels += [step.level for step in steps]
            if steps:
                last_sign = seconds
            # The sums are of floats: a moment that is due to the last bit may come a tick later.
            assert seconds - last_sign < LONGEST_SILENCE + 0.001
        if restarts:
            process = Process.started(process.incident, instant(seconds, utc_off_by))
            last_sign = seconds
    assert process.incident.state is State.OPEN
    assert all(later - earlier in {0, 1} for earlier, later in itertools.pairwise(levels)), "none is skipped"
    assert all(level == LAST_LEVEL for level in levels[LAST_LEVEL:])


@settings(deadline=None, max_examples=200)
@given(
    steps=st.lists(st.floats(0.5, 250.0), min_size=1, max_size=30),
    restarts=st.sets(st.integers(0, 29)),
    acknowledged_after=st.none() | st.integers(0, 29),
)
def test_a_restart_at_any_moment_changes_nothing_while_utc_is_right(
    steps: list[float], restarts: set[int], acknowledged_after: int | None
) -> None:
    steady = Process.started(an_open_incident(), instant(0))
    restarted = Process.started(an_open_incident(), instant(0))
    seconds = 0.0
    for position, passed in enumerate(steps):
        seconds = round(seconds + passed)
        now = instant(seconds)
        if position in restarts:
            restarted = Process.started(restarted.incident, now)
        if position == acknowledged_after:
            for process in (steady, restarted):
                process.apply(life.acknowledged(process.incident, now.utc, "anna"), now)
        assert steady.tick(now) == restarted.tick(now)
        assert steady.incident == restarted.incident


@settings(deadline=None)
@given(st.lists(st.floats(0.5, 250.0), min_size=1, max_size=30), st.floats(-1e6, 1e6))
def test_utc_that_is_set_back_while_we_run_changes_nothing_of_what_the_other_clock_says(
    steps: list[float], back: float
) -> None:
    process = Process.started(an_open_incident(), instant(0))
    seconds = 0.0
    for passed in steps:
        seconds += passed
        process.tick(instant(seconds, -abs(back)))
    expected = 1 + sum(seconds >= limit for limit in (60, 180, 300))
    assert process.incident.level == expected
