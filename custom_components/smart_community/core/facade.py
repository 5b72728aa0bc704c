"""What a camera that watches a facade says of itself: whether it sees, how much is looked at, its self-test. Pure.

The camera is a device of our protocol, whose voice is the companion that watches its picture
(`docs/device-protocol.md`, `facade_camera`).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class View(StrEnum):
    """How well a camera sees its facade."""

    CLEAR = "clear"
    DARK = "dark"
    DIRTY = "dirty"
    # It does not look any more where it was calibrated.
    MOVED = "moved"
    DAZZLED = "dazzled"
    NO_PICTURE = "no_picture"


class Degraded(StrEnum):
    """How much less is looked at, because there are more pictures than the machine can look at."""

    NONE = "none"
    HALF_SIZE = "half_size"
    HALF_RATE = "half_rate"


class SelfTest(StrEnum):
    """What came of the fall that is played into the picture each night."""

    PASSED = "passed"
    FAILED = "failed"


# The event types of a facade camera; the first is also said by a help button, of a person.
FALL: Final = "fall"
SELF_TEST: Final = "self_test"

# A view that lasts this long is a fault, in seconds; night is none.
BLIND_AFTER: Final = 600.0
_NO_FAULT: Final = frozenset({View.CLEAR, View.DARK})


@dataclass(frozen=True, slots=True, kw_only=True)
class FacadeState:
    """What a facade camera said at `at` (UTC, ours); None is what it did not say.

    `fps`: pictures a second; `lag`: how far behind they are looked at, in seconds.
    """

    at: datetime
    fps: float | None = None
    lag: float | None = None
    view: View = View.CLEAR
    degraded: Degraded = Degraded.NONE
    calibrated: bool | None = None
    self_test: SelfTest | None = None
    self_test_at: datetime | None = None

    @property
    def is_blind(self) -> bool:
        """Whether it is a fault if it stays so."""
        return self.view not in _NO_FAULT
