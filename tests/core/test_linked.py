"""Children and homes linked to one event are grouped: people are not paged per child twice, and nobody is skipped."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custom_components.smart_community.core import incident as life
from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.delivery import Audience
from custom_components.smart_community.core.incident import Incident, Kind, Severity, State
from custom_components.smart_community.core.linked import WITHIN, belongs_to, covers, held_by, places
from custom_components.smart_community.core.plan import DEFAULT_PLANS, ResponsePlan, Step

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOME_1, HOME_2 = Place(building="b1", home="h1"), Place(building="b1", home="h2")
STAIRS, ELSEWHERE = Place(building="b1"), Place(building="b2")


def incident(number: int, kind: Kind, place: Place, after: float = 0.0, linked: tuple[str, ...] = ()) -> Incident:
    at = NOW + timedelta(seconds=after)
    return replace(life.opened(f"i{number}", number, kind, at, place=place), linked=linked)


@pytest.mark.parametrize(
    ("older", "newer", "together"),
    [
        ((Kind.HELP, HOME_1), (Kind.SMOKE, HOME_1), True),
        ((Kind.GAS, HOME_1), (Kind.FALL, HOME_1), True),
        ((Kind.SMOKE, HOME_1), (Kind.SMOKE, HOME_2), True),
        ((Kind.SMOKE, HOME_1), (Kind.GAS, STAIRS), True),
        ((Kind.HELP, HOME_1), (Kind.HELP, HOME_2), False),
        ((Kind.HELP, HOME_1), (Kind.SMOKE, HOME_2), False),
        ((Kind.SMOKE, STAIRS), (Kind.SMOKE, ELSEWHERE), False),
        ((Kind.WELFARE, HOME_1), (Kind.HELP, HOME_1), False),
        ((Kind.DEVICE_FAULT, STAIRS), (Kind.SMOKE, STAIRS), False),
    ],
)
def test_alarms_of_one_home_and_fire_in_one_building_are_one_event(
    older: tuple[Kind, Place], newer: tuple[Kind, Place], together: bool
) -> None:
    assert belongs_to(incident(2, *newer, 60), incident(1, *older)) is together


@given(st.floats(0, 2000), st.none() | st.floats(0, 1000))
def test_an_event_is_what_follows_within_minutes_of_its_last_alarm(after: float, again: float | None) -> None:
    older, last = incident(1, Kind.HELP, HOME_1), 0.0
    if again is not None and again <= after:
        older, last = life.again(older, NOW + timedelta(seconds=again), "bed"), again
    newer = incident(2, Kind.SMOKE, HOME_1, after)
    assert belongs_to(newer, older) is (newer.opened_at - (NOW + timedelta(seconds=last)) <= WITHIN)


def test_what_is_over_is_no_event() -> None:
    older = life.resolved(incident(1, Kind.HELP, HOME_1), NOW, "anna", life.Resolution.REAL)
    assert not belongs_to(incident(2, Kind.SMOKE, HOME_1), older)


def test_an_incident_is_linked_once_and_says_so() -> None:
    linked = life.linked(incident(1, Kind.HELP, HOME_1), NOW, "i2")
    assert (linked.linked, linked.timeline[-1].what, linked.timeline[-1].text) == (("i2",), life.Change.LINKED, "i2")
    assert life.linked(linked, NOW, "i2") is linked


targets = st.lists(st.sampled_from([one for one in Audience if one is not Audience.PERSON]), min_size=1, unique=True)
plans = st.builds(
    lambda steps, repeat: ResponsePlan("p", Kind.HELP, None, tuple(steps), repeat, 900.0),
    st.lists(st.tuples(st.integers(0, 9), targets), min_size=1, max_size=4, unique_by=lambda drawn: drawn[0]).map(
        lambda drawn: [Step(30.0 * after, tuple(to)) for after, to in sorted(drawn, key=lambda one: one[0])]
    ),
    st.sampled_from([60.0, 300.0]),
)


def called(plan: ResponsePlan, by: float) -> set[str]:
    """Return whom a plan calls, until so many seconds after the opening."""
    return {target for step in plan.steps if step.after <= by for target in step.to}


@settings(deadline=None)
@given(plans, plans, st.floats(0, 400))
def test_a_plan_that_covers_another_calls_everybody_of_it_no_later_and_no_less_often(
    plan: ResponsePlan, other: ResponsePlan, by: float
) -> None:
    assert covers(plan, plan)
    if covers(plan, other):
        assert called(other, by) <= called(plan, by)
        assert set(other.steps[-1].to) <= set(plan.steps[-1].to)
        assert plan.repeat_every <= other.repeat_every


some = st.lists(
    st.tuples(
        st.sampled_from([Kind.HELP, Kind.FALL, Kind.SMOKE, Kind.GAS]),
        st.sampled_from([HOME_1, HOME_2, STAIRS]),
        st.floats(0, 900),
        st.sampled_from(Severity),
        st.booleans(),
        st.none() | plans,
    ),
    max_size=8,
)


@settings(deadline=None)
@given(some)
def test_whoever_is_held_back_is_spoken_for_by_one_that_is_chased_and_calls_the_same_people_no_later(
    drawn: list[tuple[Kind, Place, float, Severity, bool, ResponsePlan | None]],
) -> None:
    active: dict[str, Incident] = {}
    for number, (kind, place, after, severity, owned, plan) in enumerate(sorted(drawn, key=lambda one: one[2]), 1):
        opened = replace(incident(number, kind, place, after), severity=severity, plan=plan or DEFAULT_PLANS[kind])
        opened = replace(opened, linked=tuple(one.id for one in active.values() if belongs_to(opened, one)))
        active[opened.id] = life.acknowledged(opened, opened.opened_at, "anna") if owned else opened
    for one in active.values():
        speaker, seen = one, 0
        while (older := held_by(speaker, active)) is not None:
            assert older.place.home == speaker.place.home, "the contacts of another home are other people"
            assert older.opened_at <= speaker.opened_at
            assert covers(life_plan(older), life_plan(speaker))
            speaker, seen = older, seen + 1
            assert seen <= len(active)
        if one.state is State.OPEN:
            assert speaker.state is State.OPEN, "it never stops while nobody has acknowledged"
            assert set(places(one)) & set(places(speaker)) or speaker is one


def life_plan(one: Incident) -> ResponsePlan:
    assert one.plan is not None
    return one.plan


def test_people_are_not_called_twice_for_one_event() -> None:
    help_, smoke = incident(1, Kind.HELP, HOME_1), incident(2, Kind.SMOKE, HOME_1, 60, linked=("i1",))
    active = {"i1": help_, "i2": smoke}
    assert held_by(smoke, active) is help_
    assert held_by(help_, active) is None
    active["i1"] = life.acknowledged(help_, NOW, "anna")
    assert held_by(smoke, active) is None, "nobody has that one"
    del active["i1"]
    assert held_by(smoke, active) is None
