"""Events that were handled already: `(device, boot, seq)` within 30 days does nothing more."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from .device import EventKey

REMEMBERED_FOR: Final = timedelta(days=30)


class SeenEvents:
    """The keys of the last 30 days. Never "highest seen": events may come out of order."""

    def __init__(self, keys: Iterable[tuple[EventKey, datetime]] = ()) -> None:
        """Start with the keys that the store remembers."""
        self._received: dict[EventKey, datetime] = dict(keys)

    def __contains__(self, key: EventKey) -> bool:
        """Return whether the event is on disk."""
        return key in self._received

    def __len__(self) -> int:
        """Return how many keys are remembered."""
        return len(self._received)

    def add(self, key: EventKey, received_at: datetime) -> None:
        """Remember an event that is on disk now."""
        self._received[key] = received_at

    def forget_before(self, moment: datetime) -> None:
        """Drop what was received before `moment`."""
        self._received = {key: at for key, at in self._received.items() if at >= moment}
