"""The tests of a commissioning that drive the car's hold: ask, watch, and say what was seen. Pure.

Monotonic seconds. Each asks for the door for `LONGEST_HOLD`. Only the cut-off test renews, as the guard does, and then
falls silent.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from .commissioning import DRIVEN, Item
from .elevator import LONGEST_HOLD, RENEW_EVERY, CarState

# So long the hold may take to be there, a slow relay with it; and so long to be gone after we let go.
THERE_WITHIN: Final = 5.0
GONE_WITHIN: Final = 3.0
# The report that it is gone comes a moment after it is.
_REPORT: Final = 2.0
# So often is the door asked for before we fall silent: a relay whose timer knows only the first *on* must be seen.
CUT_OFF_ASKS: Final = 3


class Act(StrEnum):
    """What is to be done, or what came of it."""

    ASK = "ask"
    RELEASE = "release"
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class HoldTest:
    """A test under way, since the hold was asked for at `asked_at`, and `asks` times until now.

    `held_at`: when the car showed the hold; `released_at`: when we let go; `ended`: what came of it; `seconds`: what
    it measured.
    """

    item: Item
    asked_at: float
    asks: int = 1
    held_at: float | None = None
    released_at: float | None = None
    ended: Act | None = None
    seconds: float | None = None

    @property
    def over(self) -> bool:
        """Whether it has ended, one way or the other."""
        return self.ended is not None


def begun(item: Item, now: float) -> HoldTest:
    """Return the test of a driven item whose hold is asked for now."""
    if item not in DRIVEN:
        raise ValueError(item)
    return HoldTest(item, now)


def moved_on(test: HoldTest, now: float, car: CarState | None) -> tuple[HoldTest, Act | None]:
    """Return the test after a look at the car, and what is to be done about it, if anything."""
    if test.over:
        return test, None
    holds = car is not None and car.hold is True
    if test.held_at is not None and not holds:
        return _gone(test, now, car)
    if _is_disturbed(test, car) or now > _patience_ends(test):
        return _ended(test, Act.FAILED, None)
    if test.held_at is None and holds:
        test = replace(test, held_at=now)
        if test.item is Item.HOLD:
            return _ended(test, Act.PASSED, now - test.asked_at)
    elif test.held_at is not None and test.item is Item.LET_GO and test.released_at is None:
        return replace(test, released_at=now), Act.RELEASE
    return _asked_again(test, now)


def _asked_again(test: HoldTest, now: float) -> tuple[HoldTest, Act | None]:
    if test.item is not Item.LET_GO_CUT_OFF or test.asks == CUT_OFF_ASKS or now < _asked_last(test) + RENEW_EVERY:
        return test, None
    return replace(test, asks=test.asks + 1), Act.ASK


def disturbed(test: HoldTest) -> HoldTest:
    """Return the test, failed: somebody else let go, so that nobody knows what the relay would have done."""
    return replace(test, ended=Act.FAILED, seconds=None)


def _is_disturbed(test: HoldTest, car: CarState | None) -> bool:
    """Return whether the door must not be held any longer, test or no test."""
    if car is None or car.inhibitors or car.moving is True:
        return True
    # Once we let go the door may close before the relay has said that it is off.
    return test.released_at is None and not car.stands_open


def _asked_last(test: HoldTest) -> float:
    return test.asked_at + (test.asks - 1) * RENEW_EVERY


def _patience_ends(test: HoldTest) -> float:
    """Return until when what the test waits for may happen."""
    if test.held_at is None:
        return test.asked_at + THERE_WITHIN
    return _over_by(test) if test.released_at is None else test.released_at + GONE_WITHIN


def _over_by(test: HoldTest) -> float:
    return _asked_last(test) + LONGEST_HOLD + _REPORT


def _gone(test: HoldTest, now: float, car: CarState | None) -> tuple[HoldTest, Act | None]:
    if car is None or car.hold is None or car.inhibitors or car.moving is True:
        # Nobody knows what took it away.
        return _ended(test, Act.FAILED, None)
    if test.item is Item.LET_GO:
        if test.released_at is None:
            return _ended(test, Act.FAILED, None)
        late = now > test.released_at + GONE_WITHIN
        return _ended(test, Act.FAILED if late else Act.PASSED, now - test.released_at)
    # A timer that the last *on* did not begin anew would open and close the door in turns; so would a short one.
    wrong = test.asks < CUT_OFF_ASKS or not test.asked_at + LONGEST_HOLD + _REPORT < now <= _over_by(test)
    return _ended(test, Act.FAILED if wrong else Act.PASSED, now - test.asked_at)


def _ended(test: HoldTest, act: Act, seconds: float | None) -> tuple[HoldTest, Act]:
    return replace(test, ended=act, seconds=None if seconds is None else round(seconds, 1)), act
