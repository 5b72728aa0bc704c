"""Swaps: whoever agrees with whom, no shift loses anybody."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.roster import (
    Assignment,
    Because,
    Roster,
    RosterError,
    RosterRefusal,
    Slot,
    duty_of,
    gaps,
    on_duty,
    shifts_between,
)
from custom_components.smart_community.core.swap import Decision, Swap, SwapState, decided, exchanged
from tests.core.test_roster import PEOPLE, ROLE, at, rosters, simple, window

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def swap(gives: Slot, takes: Slot | None, asked_by: str = "a", other: str = "b", role: Role = ROLE) -> Swap:
    return Swap("swap-1", role, asked_by, other, gives, takes, NOW)


def applied(roster: Roster, asked: Swap, now: datetime = NOW) -> Roster:
    changes = {(each.role, each.slot): each for each in exchanged(roster, asked, now)}
    return replace(roster, overrides={**roster.overrides, **changes})


def refusal(roster: Roster, asked: Swap, now: datetime = NOW) -> RosterRefusal:
    with pytest.raises(RosterError) as refused:
        exchanged(roster, asked, now)
    return refused.value.code


def test_two_people_exchange_a_day_for_a_night() -> None:
    roster = simple()
    swapped = applied(roster, swap(Slot(MONDAY, "day"), Slot(TUESDAY, "night")))
    assert on_duty(swapped, ROLE, at(roster, "2026-11-23 12:00")) == frozenset({"b"})
    assert on_duty(swapped, ROLE, at(roster, "2026-11-24 23:00")) == frozenset({"a"})
    assert on_duty(swapped, ROLE, at(roster, "2026-11-24 12:00")) == frozenset({"a"})
    assert duty_of(swapped, ROLE, Slot(MONDAY, "day")).because is Because.SWAP
    # The week after is as it was.
    assert on_duty(swapped, ROLE, at(roster, "2026-12-07 12:00")) == frozenset({"a"})


def test_a_shift_can_be_given_away() -> None:
    swapped = applied(simple(), swap(Slot(MONDAY, "day"), None, other="c"))
    assert duty_of(swapped, ROLE, Slot(MONDAY, "day")).people == ("c",)


def test_what_cannot_be_swapped() -> None:
    roster, day, night = simple(), Slot(MONDAY, "day"), Slot(MONDAY, "night")
    assert refusal(roster, swap(day, None, other="a")) is RosterRefusal.UNKNOWN_PERSON
    assert refusal(roster, swap(day, None, other="nobody")) is RosterRefusal.UNKNOWN_PERSON
    assert refusal(roster, swap(night, None, other="c")) is RosterRefusal.SWAP_NOT_ON_SHIFT
    assert refusal(roster, swap(day, Slot(TUESDAY, "day"))) is RosterRefusal.SWAP_NOT_ON_SHIFT
    assert refusal(roster, swap(day, Slot(MONDAY, "gone"))) is RosterRefusal.UNKNOWN_SHIFT
    assert refusal(roster, swap(day, None, role=Role.GRID_WORKER)) is RosterRefusal.UNKNOWN_PERSON
    assert refusal(roster, swap(day, None), at(roster, "2026-11-23 06:00")) is RosterRefusal.SWAP_BEGUN
    together = simple(weeks=(((Assignment("day", ("a", "b")),),) * 7,))
    assert refusal(together, swap(day, None)) is RosterRefusal.SWAP_SAME_SHIFT
    assert refusal(together, swap(day, day)) is RosterRefusal.SWAP_SAME_SHIFT


def test_nobody_is_put_on_two_shifts_at_once() -> None:
    roster = simple()
    long = replace(roster.roles[ROLE].shifts["day"], start=roster.roles[ROLE].shifts["night"].start)
    of_role = replace(roster.roles[ROLE], shifts={**roster.roles[ROLE].shifts, "day": long})
    overlapping = replace(roster, roles={ROLE: of_role})
    assert refusal(overlapping, swap(Slot(MONDAY, "day"), None)) is RosterRefusal.SWAP_OVERLAPS
    # Each of the two leaves the shift that he gives.
    swapped = applied(overlapping, swap(Slot(MONDAY, "day"), Slot(MONDAY, "night")))
    assert duty_of(swapped, ROLE, Slot(MONDAY, "night")).people == ("a",)


@given(rosters(), st.data())
def test_swaps_keep_coverage(made: tuple[Roster, date], data: st.DataObject) -> None:
    roster, day = made
    start, end = window(roster, day)
    duties = shifts_between(roster, ROLE, start, end)
    for number in range(3 if duties else 0):
        gives = data.draw(st.sampled_from(duties))
        takes = data.draw(st.none() | st.sampled_from(duties))
        asked_by, other = data.draw(st.sampled_from([*gives.people, *PEOPLE])), data.draw(st.sampled_from(PEOPLE))
        back = None if takes is None else Slot(takes.day, takes.shift)
        asked = Swap(f"s{number}", ROLE, asked_by, other, Slot(gives.day, gives.shift), back, start)
        try:
            swapped = applied(roster, asked, start - timedelta(days=3))
        except RosterError:
            continue
        assert gaps(swapped, ROLE, start, end) == gaps(roster, ROLE, start, end)
        after = {(duty.day, duty.shift): duty for duty in shifts_between(swapped, ROLE, start, end)}
        for duty in duties:
            assert len(after[duty.day, duty.shift].people) == len(
                duty_of(roster, ROLE, Slot(duty.day, duty.shift)).people
            )
        assert asked_by not in after[gives.day, gives.shift].people
        assert other in after[gives.day, gives.shift].people
        roster = swapped


@pytest.mark.parametrize(
    ("decision", "by", "keeps_roster", "expected"),
    [
        (Decision.AGREE, "b", False, SwapState.AGREED),
        (Decision.AGREE, "office", True, SwapState.AGREED),
        (Decision.AGREE, "a", False, None),
        (Decision.AGREE, "c", False, None),
        (Decision.REFUSE, "b", False, SwapState.REFUSED),
        (Decision.REFUSE, "office", True, SwapState.REFUSED),
        (Decision.REFUSE, "a", False, None),
        (Decision.WITHDRAW, "a", False, SwapState.WITHDRAWN),
        (Decision.WITHDRAW, "b", False, None),
        (Decision.WITHDRAW, "office", True, None),
    ],
)
def test_a_swap_is_agreed_by_the_other_or_by_who_keeps_the_roster(
    decision: Decision, by: str, keeps_roster: bool, expected: SwapState | None
) -> None:
    asked = swap(Slot(MONDAY, "day"), None)
    if expected is None:
        with pytest.raises(RosterError) as refused:
            decided(asked, decision, by, NOW, keeps_roster=keeps_roster)
        assert refused.value.code is RosterRefusal.SWAP_NOT_YOURS
        return
    done = decided(asked, decision, by, NOW, keeps_roster=keeps_roster)
    assert (done.state, done.decided_by, done.decided_at) == (expected, by, NOW)
    with pytest.raises(RosterError) as refused:
        decided(done, Decision.AGREE, "b", NOW, keeps_roster=True)
    assert refused.value.code is RosterRefusal.SWAP_DECIDED
