"""Storms: over 5 incidents for one recipient in 10 s become one push with the count, at most one every 2 s. Pure.

Source: `domain.md`, "Help alarms". Times are monotonic seconds.
"""

from typing import Final

from .delivery import Audience

# What needs each incident: a siren sounds until all of them are owned, and a group's bot puts them together itself.
NEVER_GATHERED: Final = frozenset({Audience.SIREN, Audience.GROUP})

_MOST: Final = 5
_WITHIN: Final = 10.0
_EVERY: Final = 2.0


class StormGate:
    """What one recipient is sent at once, and what is gathered."""

    def __init__(self) -> None:
        """Begin in calm."""
        # When each incident last asked, oldest first.
        self._recent: dict[str, float] = {}
        self._last_push: float | None = None

    def passes(self, incident: str, now: float) -> bool:
        """Return whether a push about `incident` goes by itself; if not, it goes with the next gathered one."""
        self._recent.pop(incident, None)
        self._recent[incident] = now
        while now - self._recent[oldest := next(iter(self._recent))] >= _WITHIN:
            del self._recent[oldest]
        return len(self._recent) <= _MOST

    def delay(self, now: float) -> float:
        """Return the seconds until a gathered push may go; 0 if it may go now."""
        return 0.0 if self._last_push is None else max(0.0, self._last_push + _EVERY - now)

    def pushed(self, now: float) -> None:
        """Note that a gathered push went."""
        self._last_push = now
