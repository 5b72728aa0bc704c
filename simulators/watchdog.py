"""A simulated watchdog siren: it sounds when the community itself is gone, and waits through a planned pause.

The rule of the device protocol: no heartbeat for three times `every`, or after a `pause` for as long as it said. What
the broker had kept is no sign of life, and neither is the community's last will.
"""

import secrets
import time
from collections.abc import Callable
from typing import Self

from .link import Arrival, Endpoint, Link, Listener
from .protocol import decode

MISSED = 3
USUAL_EVERY = 10.0
LONGEST_PAUSE = 600.0


class Watchdog:
    """What a watchdog siren knows: when it must begin to sound. Times are monotonic seconds."""

    def __init__(self, now: float) -> None:
        """Wait for the first heartbeat as long as for any other: the siren may have been plugged in just now."""
        self._sounds_at = now + MISSED * USUAL_EVERY

    def hear(self, payload: bytes, at: float, *, retained: bool = False) -> None:
        """Take a heartbeat; what says nothing, or was kept by the broker, is no sign of life."""
        beat = decode(payload)
        if beat is None or retained or not isinstance(beat.get("at"), str):
            return
        every, pause = beat.get("every"), beat.get("pause")
        wait = MISSED * (float(every) if isinstance(every, int | float) and every > 0 else USUAL_EVERY)
        if isinstance(pause, int | float):
            wait = max(wait, min(float(pause), LONGEST_PAUSE))
        self._sounds_at = at + wait

    def sounds(self, now: float) -> bool:
        """Return whether the siren sounds."""
        return now >= self._sounds_at


class WatchdogSiren:
    """A watchdog on a connection of its own; an asynchronous context manager. Without the broker it hears nothing."""

    def __init__(self, endpoint: Endpoint, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Describe it; entering connects."""
        self._clock = clock
        self._watchdog = Watchdog(clock())
        self._link = Link(
            endpoint, f"watchdog-{secrets.token_hex(6)}", [f"{endpoint.prefix}/heartbeat"], Listener(message=self._hear)
        )

    async def __aenter__(self) -> Self:
        """Connect."""
        await self._link.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Disconnect."""
        await self._link.close()

    @property
    def sounds(self) -> bool:
        """Whether it sounds now."""
        return self._watchdog.sounds(self._clock())

    def _hear(self, arrival: Arrival) -> None:
        self._watchdog.hear(arrival.payload, arrival.at, retained=arrival.retained)
