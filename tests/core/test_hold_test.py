"""The tests that drive the hold: simulated cars and relays, good ones and bad ones."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.commissioning import DRIVEN, Item
from custom_components.smart_community.core.elevator import LONGEST_HOLD, RENEW_EVERY, CarState, Door, Inhibitor
from custom_components.smart_community.core.hold_test import CUT_OFF_ASKS, Act, HoldTest, begun, disturbed, moved_on

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
OFF: dict[str, Any] = dict.fromkeys(Inhibitor, False)
ON: list[dict[str, Any]] = [{inhibitor.value: True} for inhibitor in Inhibitor]
OPEN = CarState(at=AT, door=Door.OPEN, level=True, moving=False, hold=False, **OFF)
STEP = 0.1
# When the door is asked for last in the cut-off test.
SILENT_FROM = (CUT_OFF_ASKS - 1) * RENEW_EVERY


@dataclass
class Relay:
    """A relay that closes after `slow` s, opens by itself `lasts` s after an ask, and `lets_go` s when told.

    `counts_from`: the ask that its timer counts from; None: a second one cancels the timer.
    """

    slow: float = 0.3
    lasts: float = 10.0
    lets_go: float = 0.2
    counts_from: Literal["first", "last"] | None = "last"
    asked: list[float] = field(default_factory=lambda: [0.0])
    released_at: float | None = None

    def holds(self, now: float) -> bool:
        if self.released_at is not None and now >= self.released_at + self.lets_go:
            return False
        if self.counts_from is None and len(self.asked) > 1:
            return True
        return self.slow <= now < self.asked[-1 if self.counts_from == "last" else 0] + self.lasts


def run(
    item: Item, relay: Relay, cars: dict[float, CarState | None] | None = None
) -> tuple[HoldTest, list[Act], float]:
    """Run a test to its end; return it, what it did, and when it ended. `cars`: what the car is from a moment on."""
    test, acts, now = begun(item, 0.0), [], 0.0
    while not test.over:
        assert now < 30
        car: CarState | None = OPEN
        for since, other in sorted((cars or {}).items()):
            if now >= since:
                car = other
        if car is not None and car.hold is False:
            car = replace(car, hold=relay.holds(now))
        test, act = moved_on(test, now, car)
        if act is not None:
            acts.append(act)
        if act is Act.RELEASE:
            relay.released_at = now
        elif act is Act.ASK:
            relay.asked.append(now)
        now += STEP
    return test, acts, now


def test_a_good_relay_passes_all_three_and_is_measured() -> None:
    test, acts, _ = run(Item.HOLD, Relay())
    assert (acts, test.seconds) == ([Act.PASSED], 0.3)
    test, acts, _ = run(Item.LET_GO, Relay())
    assert acts == [Act.RELEASE, Act.PASSED]
    assert test.seconds == pytest.approx(0.2, abs=0.11)
    test, acts, _ = run(Item.LET_GO_CUT_OFF, Relay())
    assert acts == [Act.ASK, Act.ASK, Act.PASSED]
    assert test.seconds == pytest.approx(SILENT_FROM + 10, abs=0.2)


def test_it_is_asked_for_as_the_guard_does_before_we_fall_silent() -> None:
    relay = Relay()
    run(Item.LET_GO_CUT_OFF, relay)
    assert relay.asked == pytest.approx([0, 3, 6], abs=2 * STEP)


def test_a_timer_that_the_next_ask_does_not_begin_anew_fails() -> None:
    test, acts, ended = run(Item.LET_GO_CUT_OFF, Relay(counts_from="first"))
    assert (test.ended, acts[-1]) == (Act.FAILED, Act.FAILED)
    assert ended == pytest.approx(10, abs=0.3)


def test_a_relay_whose_timer_a_second_ask_cancels_fails() -> None:
    test, _, ended = run(Item.LET_GO_CUT_OFF, Relay(counts_from=None))
    assert test.ended is Act.FAILED
    assert ended == pytest.approx(SILENT_FROM + LONGEST_HOLD + 2, abs=0.3)


def test_a_relay_that_never_answers_fails_all_three() -> None:
    for item in DRIVEN:
        assert run(item, Relay(slow=100))[0].ended is Act.FAILED


def test_a_relay_without_a_timer_of_its_own_fails() -> None:
    test, acts, ended = run(Item.LET_GO_CUT_OFF, Relay(lasts=1000))
    assert (acts[-1], test.seconds) == (Act.FAILED, None)
    assert ended == pytest.approx(SILENT_FROM + LONGEST_HOLD + 2, abs=0.3)


def test_a_relay_that_sticks_fails_to_let_go() -> None:
    assert run(Item.LET_GO, Relay(lasts=1000, lets_go=1000))[1] == [Act.RELEASE, Act.FAILED]


@given(st.floats(0, 20), st.floats(0.5, 30))
def test_letting_go_by_itself_is_seen_only_without_a_word_from_us(slow: float, lasts: float) -> None:
    test, acts, ended = run(Item.LET_GO_CUT_OFF, Relay(slow=slow, lasts=lasts))
    assert Act.RELEASE not in acts
    assert ended <= SILENT_FROM + LONGEST_HOLD + 3
    if test.ended is Act.PASSED:
        assert test.held_at is not None
        assert test.released_at is None
        assert RENEW_EVERY < lasts <= LONGEST_HOLD + 2 + STEP


@given(
    st.sampled_from(DRIVEN),
    st.floats(0, 17),
    st.sampled_from(
        [
            None,
            *[replace(OPEN, **one) for one in ON],
            replace(OPEN, moving=True),
            replace(OPEN, level=False),
            replace(OPEN, door=Door.CLOSING),
        ]
    ),
)
def test_a_car_that_must_not_be_held_ends_the_test_at_once_though_its_relay_holds(
    item: Item, at: float, other: CarState | None
) -> None:
    test, _, ended = run(item, Relay(lets_go=1000), {at: other and replace(other, hold=True)})
    if test.ended is Act.PASSED:
        # It had been seen before.
        assert ended <= at + 2 * STEP
    elif test.released_at is None or test.released_at > at:
        assert ended <= at + 2 * STEP


def test_what_somebody_else_took_away_proves_nothing() -> None:
    test = disturbed(run(Item.LET_GO_CUT_OFF, Relay())[0])
    assert (test.ended, test.seconds) == (Act.FAILED, None)


@given(
    st.sampled_from([Item.LET_GO_CUT_OFF, Item.LET_GO]),
    st.floats(0, 9),
    st.sampled_from([None, *[replace(OPEN, **one) for one in ON], replace(OPEN, moving=True)]),
)
def test_a_hold_that_something_else_took_away_proves_nothing(item: Item, at: float, other: CarState | None) -> None:
    gone = None if other is None else replace(other, hold=None)
    test, _, ended = run(item, Relay(), {at: gone})
    if test.ended is Act.PASSED:
        assert ended <= at + 2 * STEP


def test_only_the_driven_items_are_driven() -> None:
    with pytest.raises(ValueError, match="voice"):
        begun(Item.VOICE, 0.0)
    over, _, _ = run(Item.HOLD, Relay())
    assert moved_on(over, 99.0, OPEN) == (over, None)
