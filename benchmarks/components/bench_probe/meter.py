"""How long the event loop stands still, and how much of that is the garbage collector."""

import asyncio
import gc
import heapq
import time
from typing import Any, Final

# Seconds between two beats; a beat that comes late by more than `_WORTH_NOTING` is noted as a stall.
_BEAT: Final = 0.002
_WORTH_NOTING: Final = 0.005
_MOST_STALLS: Final = 200
# The oldest generation: a collection of it looks at everything there is.
_OLDEST: Final = 2


class Meter:
    """A beat on the event loop: whoever else waits for the loop at that moment waits as long as the beat is late."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Measure this loop once started."""
        self._loop = loop
        self._due = 0.0
        self._on_cpu = 0.0
        self._collecting_since = 0.0
        # (seconds, when it began, seconds of it on the processor); the longest ones.
        self._stalls: list[tuple[float, float, float]] = []
        # (when it began, seconds) of each collection of the oldest generation, whichever thread it ran on: the
        # interpreter's lock is held.
        self._collections: list[tuple[float, float]] = []
        self._since = 0.0

    def start(self) -> None:
        """Begin to beat, to the end of the process."""
        gc.callbacks.append(self._collects)
        self.reset()
        self._expect()

    def reset(self) -> None:
        """Forget what was measured so far."""
        self._stalls.clear()
        self._collections.clear()
        self._since = self._loop.time()

    def report(self) -> dict[str, Any]:
        """Return the longest stalls (longest first, collections of the oldest generation taken off), times in s."""
        stalls = []
        for late, began, on_cpu in self._stalls:
            collecting = sum(max(0.0, min(began + late, at + took) - max(began, at)) for at, took in self._collections)
            stalls.append({"at": began, "late": late - collecting, "collecting": collecting, "on_cpu": on_cpu})
        stalls.sort(key=lambda stall: -stall["late"])
        return {
            "since": self._since,
            "until": self._loop.time(),
            "stalls": stalls,
            "collections": [{"at": at, "took": took} for at, took in self._collections],
        }

    def _expect(self) -> None:
        self._due = self._loop.time() + _BEAT
        self._on_cpu = time.thread_time()
        self._loop.call_at(self._due, self._beat)

    def _beat(self) -> None:
        late = self._loop.time() - self._due
        if late > _WORTH_NOTING:
            stall = (late, self._due, time.thread_time() - self._on_cpu)
            if len(self._stalls) < _MOST_STALLS:
                heapq.heappush(self._stalls, stall)
            else:
                heapq.heappushpop(self._stalls, stall)
        self._expect()

    def _collects(self, phase: str, info: dict[str, int]) -> None:
        if info["generation"] != _OLDEST:
            return
        if phase == "start":
            self._collecting_since = self._loop.time()
        else:
            self._collections.append((self._collecting_since, self._loop.time() - self._collecting_since))
