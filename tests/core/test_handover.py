"""Hand-overs: a draft is given, what is given is accepted by somebody else, and until then it stays given."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from custom_components.smart_community.core.handover import (
    LONGEST_SHIFT,
    Handover,
    HandoverAcceptedError,
    HandoverError,
    HandoverNotGivenError,
    HandoverOwnError,
    HandoverUnknownError,
    Stage,
    accepted,
    drafted,
    given,
    shift_began,
)

T0 = datetime(2026, 11, 23, 8, tzinfo=UTC)
DRAFT = Handover("h", "anna", T0 - timedelta(hours=8), T0)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("save"), st.text(max_size=3)),
        st.tuples(st.just("give"), st.just("")),
        st.tuples(st.just("accept"), st.sampled_from(["anna", "boris", "carla"])),
    ),
    max_size=8,
)


def taken(handover: Handover, step: str, word: str, at: datetime) -> Handover:
    match step:
        case "save":
            return drafted(handover, at, word)
        case "give":
            return given(handover, at, ("i1",))
        case _:
            return accepted(handover, at, word)


@drawn(STEPS)
def test_a_hand_over_only_ever_goes_forward(steps: list[tuple[str, str]]) -> None:
    handover, order = DRAFT, [*Stage]
    for number, (step, word) in enumerate(steps):
        before = handover
        try:
            handover = taken(handover, step, word, T0 + timedelta(minutes=number))
        except HandoverError:
            continue
        assert order.index(handover.stage) - order.index(before.stage) in ({0} if step == "save" else {1})
        assert (handover.id, handover.author, handover.begun_at) == (before.id, before.author, before.begun_at)


@drawn(STEPS)
def test_what_is_given_is_never_rewritten(steps: list[tuple[str, str]]) -> None:
    handover = given(drafted(DRAFT, T0, "the lift is out of order"), T0, ("i1", "i2"))
    for step, word in steps:
        try:
            handover = taken(handover, step, word, T0)
        except HandoverError:
            continue
    assert (handover.note, handover.given_at, handover.incidents) == ("the lift is out of order", T0, ("i1", "i2"))


@drawn(STEPS)
def test_nobody_accepts_his_own_and_only_one_accepts(steps: list[tuple[str, str]]) -> None:
    handover = given(DRAFT, T0, ())
    accepters = []
    for step, word in steps:
        try:
            handover = taken(handover, step, word, T0)
        except HandoverError:
            continue
        accepters.append(word)
    assert len(accepters) <= 1
    assert handover.accepted_by == (accepters[0] if accepters else None)
    assert handover.accepted_by != handover.author


def test_until_somebody_accepts_it_stays_given() -> None:
    assert (DRAFT.stage, given(DRAFT, T0, ()).stage) == (Stage.DRAFT, Stage.GIVEN)
    assert accepted(given(DRAFT, T0, ()), T0, "boris").stage is Stage.ACCEPTED


def test_each_refusal_says_which() -> None:
    handover = given(DRAFT, T0, ())
    refusals: list[tuple[type[HandoverError], Callable[[], Handover]]] = [
        (HandoverNotGivenError, lambda: accepted(DRAFT, T0, "boris")),
        (HandoverOwnError, lambda: accepted(handover, T0, "anna")),
        (HandoverAcceptedError, lambda: accepted(accepted(handover, T0, "boris"), T0, "carla")),
        (HandoverUnknownError, lambda: drafted(handover, T0, "")),
        (HandoverUnknownError, lambda: given(handover, T0, ())),
    ]
    for refused, step in refusals:
        with pytest.raises(refused):
            step()


@drawn(st.none() | st.timedeltas(timedelta(hours=-1), timedelta(days=3)))
def test_a_shift_began_when_it_was_taken_and_at_most_twelve_hours_ago(ago: timedelta | None) -> None:
    taken_at = None if ago is None else T0 - ago
    began = shift_began(taken_at, T0)
    assert T0 - LONGEST_SHIFT <= began <= T0
    if ago is not None and timedelta() <= ago <= LONGEST_SHIFT:
        assert began == taken_at
