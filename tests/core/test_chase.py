"""The sentences of `domain.md`, "Help alarms", over any plan, ledger, roster, restart and jump of a clock."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custom_components.smart_community.core.delivery import NO_CHANNEL, DeliveryState
from custom_components.smart_community.core.incident import Change, Kind, State
from custom_components.smart_community.core.plan import DEFAULT_PLANS, ResponsePlan, Step
from custom_components.smart_community.core.response import BURST, TRY_AGAIN_AFTER, newest_page, page_for

from .chases import (
    ACKNOWLEDGEMENTS,
    CHANNELS,
    CHANNELS_DIE,
    JUMPS,
    PAUSES,
    PEOPLE,
    PRESSES,
    RESTARTS,
    ROSTERS,
    WAITS,
    Chase,
    plans,
)

type Act = tuple[str, object]

EVERYTHING = WAITS | PAUSES | JUMPS | RESTARTS | ROSTERS | CHANNELS_DIE | PRESSES
PAGING = {Change.OPENED, Change.AGAIN, Change.ESCALATED}


def longest_silence(plan: ResponsePlan) -> float:
    """Return for how long a chase may at most be silent, in seconds of the machine's own time."""
    delays = [later.after - earlier.after for earlier, later in pairwise(plan.steps)]
    return max(*delays, plan.repeat_every) if delays else plan.repeat_every


@settings(deadline=None, max_examples=150)
@given(plans(), st.lists(EVERYTHING, max_size=25))
def test_it_never_stops_while_nobody_has_acknowledged(plan: ResponsePlan, acts: list[Act]) -> None:
    chase = Chase(plan)
    started, told = 0.0, 1
    last = 0.0
    for what, how in [*acts, ("wait", 2 * longest_silence(plan))]:
        end = chase.now + how if what == "wait" and isinstance(how, float) else None
        while True:
            chase.do(what, min(15.0, end - chase.now) if end is not None else how)
            pages = sum(entry.what in PAGING for entry in chase.incident.timeline)
            if pages > told:
                told, last = pages, chase.run_for
            if what == "restart":
                started = chase.run_for
            # A step may have run through on the way, so that what follows counts from the opening or the last start.
            silent = chase.run_for - max(started, last)
            assert silent <= max(longest_silence(plan), plan.steps[-1].after) + 15.0
            if end is None or chase.now >= end:
                break
    assert chase.incident.state is State.OPEN
    assert told > 1


@settings(deadline=None, max_examples=150)
@given(plans(), st.lists(EVERYTHING | ACKNOWLEDGEMENTS, max_size=25))
def test_nobody_is_told_twice_for_one_step(plan: ResponsePlan, acts: list[Act]) -> None:
    chase = Chase(plan)
    for what, how in acts:
        chase.do(what, how)
    keys = [delivery.key for delivery in chase.queued]
    assert len(keys) == len(set(keys)) == len(chase.ledger)
    # Of one step somebody has several deliveries only if a channel failed, or if the step uses all at once.
    for key, delivery in chase.ledger.items():
        others = [one for one in chase.ledger.values() if one.key[:3] == key[:3] and one is not delivery]
        loud = plan.step(delivery.step).at_once or delivery.recipient.startswith("siren:")
        assert (
            loud
            or delivery.state is DeliveryState.FAILED
            or all(other.state is DeliveryState.FAILED for other in others)
        )


@settings(deadline=None, max_examples=150)
@given(plans(), st.lists(EVERYTHING | ACKNOWLEDGEMENTS, max_size=25))
def test_nobody_is_skipped(plan: ResponsePlan, acts: list[Act]) -> None:
    """No step is left out, and whoever a step names and can be had stands in the ledger for it."""
    chase = Chase(plan)
    for what, how in acts:
        chase.do(what, how)
    assert chase.skipped == []
    levels = [int(entry.text or 0) for entry in chase.incident.timeline if entry.what is Change.ESCALATED]
    assert all(later - earlier in {0, 1} for earlier, later in pairwise([1, *levels]))
    assert all(level == plan.last for level in levels[plan.last - 1 :])


@settings(deadline=None, max_examples=150)
@given(plans(), st.lists(WAITS | PAUSES | ROSTERS | CHANNELS_DIE | PRESSES | ACKNOWLEDGEMENTS, max_size=20), st.data())
def test_a_restart_at_any_moment_changes_nothing(plan: ResponsePlan, acts: list[Act], data: st.DataObject) -> None:
    """As long as UTC is right: what is on disk is all that a chase needs."""
    steady, restarted = Chase(plan), Chase(plan)
    for what, how in acts:
        steady.do(what, how)
        restarted.do(what, how)
        if data.draw(st.booleans(), label="restart"):
            steady.tick()
            restarted.restart()
        assert restarted.incident == steady.incident
        assert restarted.ledger == steady.ledger


@settings(deadline=None, max_examples=150)
@given(
    plans(), st.lists(st.tuples(st.floats(0.0, 15.0), st.sampled_from([None, "acknowledge", "restart"])), max_size=30)
)
def test_a_further_press_pages_again_and_a_burst_of_presses_once(
    plan: ResponsePlan, presses: list[tuple[float, str | None]]
) -> None:
    chase = Chase(plan)
    paged_at: float | None = None
    for gap, first in presses:
        chase.wait(gap)
        if first == "acknowledge" and chase.incident.state is State.OPEN:
            chase.do("acknowledge", "grid")
            paged_at = None
        elif first == "restart":
            chase.restart()
        rounds = max(key[0] for key in chase.ledger) if chase.ledger else 0
        entries = len(chase.incident.timeline)
        chase.do("press", None)
        assert chase.incident.timeline[entries].what is Change.AGAIN, "each press is written down"
        page = page_for(replace(chase.incident, timeline=chase.incident.timeline[: entries + 1]), entries)
        in_burst = paged_at is not None and chase.now - paged_at < BURST - 1e-3
        if page is None:
            assert paged_at is not None
            assert chase.now - paged_at < BURST + 1e-3
            assert len(chase.incident.timeline) == entries + 1
        else:
            assert not in_burst
            assert page.round > rounds
            paged_at = chase.now
    assert chase.skipped == []


def test_a_button_that_is_pressed_for_an_hour_calls_six_times_a_minute_at_most() -> None:
    chase = Chase(DEFAULT_PLANS[Kind.HELP])
    chase.do("acknowledge", "grid")
    for _ in range(3600):
        chase.now += 1.0
        chase.do("press", None)
    assert sum(entry.what is Change.AGAIN for entry in chase.incident.timeline) == 3600
    calls = [key for key in chase.ledger if key[2] == "user:duty"]
    assert len(calls) <= 1 + 3600 / BURST
    assert len(calls) >= 3600 / BURST - 1


@settings(deadline=None, max_examples=100)
@given(plans(), st.lists(ROSTERS | CHANNELS_DIE | WAITS, max_size=10))
def test_whoever_can_be_had_again_is_told_at_once_if_nobody_was(plan: ResponsePlan, acts: list[Act]) -> None:
    chase = Chase(plan)
    chase.do("away", frozenset(one.id for one in PEOPLE))
    for what, how in acts:
        chase.do(what, how)
    page = newest_page(chase.incident)
    if chase.find(page.to, chase.incident.place.home):
        assert any(key[0] == page.round and key[3] != NO_CHANNEL for key in chase.ledger)


def test_an_empty_roster_runs_through_the_plan_at_the_opening_and_says_so() -> None:
    empty = Chase(DEFAULT_PLANS[Kind.HELP], away={one.id for one in PEOPLE})
    what = [(entry.what.value, entry.text) for entry in empty.incident.timeline]
    assert what == [
        *(("opened", None), ("nobody_told", "1"), ("escalated", "2"), ("nobody_told", "2")),
        *(("escalated", "3"), ("nobody_told", "3"), ("escalated", "4"), ("nobody_told", "4")),
    ]
    assert {entry.at for entry in empty.incident.timeline} == {empty.incident.opened_at}
    # It repeats like any other, without saying the same each time.
    empty.wait(1000)
    assert [entry.what.value for entry in empty.incident.timeline[8:]] == ["escalated"] * 3
    empty.do("away", frozenset())
    assert {key[2] for key in empty.ledger} >= {"user:duty", "user:grid", "user:office", "siren:community"}


def test_a_gap_in_one_roster_takes_the_next_step_at_once_and_no_further() -> None:
    chase = Chase(DEFAULT_PLANS[Kind.OTHER], away={"user:duty", "user:deputy"})
    assert [entry.what.value for entry in chase.incident.timeline] == ["opened", "nobody_told", "escalated"]
    assert {key[2] for key in chase.ledger} == {"user:grid"}
    # The step after it keeps its own time.
    chase.wait(179)
    assert chase.incident.level == 2
    chase.wait(1)
    assert chase.incident.level == 3


def test_a_plan_that_names_somebody_who_has_left_goes_on_at_once() -> None:
    plan = DEFAULT_PLANS[Kind.HELP]
    chase = Chase(replace(plan, steps=(Step(0.0, ("user:left",)), *plan.steps[1:])))
    assert [entry.what.value for entry in chase.incident.timeline] == ["opened", "nobody_told", "escalated"]
    assert {key[1] for key in chase.ledger} == {2}


def test_while_every_channel_is_dead_it_tries_again_sooner_than_the_plan_says() -> None:
    chase = Chase(DEFAULT_PLANS[Kind.HELP], dead=set(CHANNELS))
    chase.tick()
    assert chase.incident.level == 4
    began = []
    for second in range(600):
        chase.now = float(second)
        if chase.tick():
            began.append(second)
    assert began == [TRY_AGAIN_AFTER, 3 * TRY_AGAIN_AFTER, 7 * TRY_AGAIN_AFTER, 15 * TRY_AGAIN_AFTER]


def test_the_sirens_sound_when_the_whole_plan_has_told_nobody_even_if_it_names_none() -> None:
    plan = DEFAULT_PLANS[Kind.OTHER]
    assert all("siren" not in step.to for step in plan.steps)
    people = {channel for channel in CHANNELS if not channel.startswith("siren")}
    chase = Chase(plan, dead=people)
    chase.tick()
    assert {key[2] for key in chase.ledger if key[2].startswith("siren")} == {"siren:community"}


def test_an_owner_is_asked_alone_and_in_vain_together_with_everyone_on_duty() -> None:
    chase = Chase(DEFAULT_PLANS[Kind.HELP])
    chase.do("acknowledge", "grid")
    chase.wait(900)
    assert {key[2] for key in chase.ledger if key[0] == 2} == {"user:grid"}
    chase.wait(900)
    assert {key[2] for key in chase.ledger if key[0] == 3} >= {"user:grid", "user:duty", "user:office"}


def test_an_owner_who_has_left_is_replaced_by_everyone_on_duty() -> None:
    chase = Chase(DEFAULT_PLANS[Kind.HELP])
    chase.do("acknowledge", "left")
    chase.wait(900)
    assert {key[2] for key in chase.ledger if key[0] == 2} == {"user:grid", "user:duty", "user:deputy", "user:office"}


@pytest.mark.parametrize("jump", [-3600.0, 3600.0])
def test_a_clock_that_jumps_by_an_hour_neither_stops_nor_doubles(jump: float) -> None:
    chase = Chase(DEFAULT_PLANS[Kind.HELP])
    chase.wait(30)
    chase.do("jump", jump)
    chase.wait(1800)
    chase.do("jump", 0.0)
    chase.wait(1800)
    gaps = [entry.what for entry in chase.incident.timeline if entry.what is Change.ESCALATED]
    # 60, 180, 300 s and then every 300 s for an hour, whatever UTC says; a jump ahead brings a page or two early.
    assert 3 + 10 <= len(gaps) <= 3 + 14
    assert len({delivery.key for delivery in chase.queued}) == len(chase.queued)


def test_a_machine_that_stood_still_for_an_hour_does_what_is_overdue_when_it_wakes() -> None:
    chase = Chase(DEFAULT_PLANS[Kind.HELP])
    chase.wait(30)
    chase.pause(3600)
    assert chase.incident.level == 4
    assert [key[1] for key in chase.ledger if key[2] == "user:duty"] == [1, 2, 3, 4]


def test_what_pages_is_what_the_plan_says() -> None:
    chase = Chase(DEFAULT_PLANS[Kind.HELP])
    page = page_for(chase.incident, 0)
    assert page is not None
    assert (page.round, page.step, page.to) == (1, 1, DEFAULT_PLANS[Kind.HELP].steps[0].to)
