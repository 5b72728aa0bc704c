"""Hands falls to Frigate, which keeps the recording: an event a fall, opened by us, ended by us, never two for one.

What Frigate refuses or does not answer stays in the outbox and is tried again, ever more seldom. If we were killed
between asking and the answer, we look whether the event is there before we ask again.
"""

import logging
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, Protocol

from .clips import POST_ROLL
from .frigate_client import LABEL, FrigateError, FrigateProblem
from .outbox import FRIGATE_GIVES_UP, FrigateState, Outbox, StoredFall

# An event that comes so late no longer shows the fall by itself: Frigate is asked to keep that time, too. Seconds.
LATE: Final = 20.0
BACK_OFF: Final = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 120.0, 300.0)  # seconds
# Clocks of two machines, and the time a call takes: seconds.
_AROUND: Final = 30.0
_LOG: Final = logging.getLogger(__name__)


class Frigate(Protocol):
    """What is needed of Frigate; FrigateClient says what each does."""

    async def create(self, camera: str, sub_label: str, score: float, box: list[float] | None, pre_roll: int) -> str:
        """Open an event."""
        ...

    async def end(self, event_id: str, at: float) -> None:
        """End it."""
        ...

    async def ours(self, camera: str, after: float) -> list[tuple[str, float, str]]:
        """Find events."""
        ...

    async def export(self, camera: str, start: float, end: float, name: str) -> None:
        """Keep a recording."""
        ...


class FrigateDesk:
    """Works through what Frigate does not have yet. `names`: our cameras' names in Frigate, with their pre-roll (s)."""

    def __init__(self, frigate: Frigate, outbox: Outbox, names: Mapping[str, tuple[str, float]]) -> None:
        """Begin with nothing tried."""
        self._frigate, self._outbox, self._names = frigate, outbox, names
        self._failures: dict[str, int] = {}
        self._next: dict[str, float] = {}
        self.problem: str | None = None

    async def work(self, now: float) -> list[StoredFall]:
        """Do what is due at `now` (UTC seconds); return the falls that got an event. Raises OutboxError."""
        opened = []
        for fall in self._outbox.for_frigate():
            # Our clock may be set back; nothing is put off for longer than this.
            if now < self._next.get(fall.id, 0.0) <= now + BACK_OFF[-1]:
                continue
            try:
                if await self._advance(fall, now):
                    opened.append(fall)
            except FrigateError as error:
                self._put_off(fall, error, now)
            else:
                self.problem = None
                self._failures.pop(fall.id, None)
                self._next.pop(fall.id, None)
        return opened

    def wait(self, now: float) -> float:
        """Return in how many seconds something is due; infinite if nothing is known to be."""
        due = [self._next.get(fall.id, now) for fall in self._outbox.for_frigate()]
        return min(max(0.0, min(due) - now), BACK_OFF[-1]) if due else math.inf

    async def _advance(self, fall: StoredFall, now: float) -> bool:
        """Bring a fall one step on; return whether its event was opened."""
        if fall.camera not in self._names or now - fall.began > FRIGATE_GIVES_UP:
            self._outbox.frigate(fall.id, FrigateState.GIVEN_UP, now)
            return False
        if fall.frigate is FrigateState.OPENED:
            await self._end(fall, now)
            return False
        if fall.frigate is FrigateState.ASKED and (found := await self._found(fall)) is not None:
            self._outbox.frigate(fall.id, FrigateState.OPENED, fall.frigate_tried or now, found)
            return True
        await self._open(fall, now)
        return True

    async def _open(self, fall: StoredFall, now: float) -> None:
        name, pre_roll = self._names[fall.camera]
        box = fall.said.get("box")
        score = fall.said.get("confidence")
        self._outbox.frigate(fall.id, FrigateState.ASKED, now)
        try:
            event = await self._frigate.create(
                name,
                sub_label(fall, now),
                round(float(score), 3) if isinstance(score, int | float) else 0.0,
                [float(side) for side in box] if isinstance(box, list | tuple) else None,
                math.ceil(max(0.0, now - fall.began) + pre_roll),
            )
        except FrigateError as error:
            if error.problem not in (FrigateProblem.UNKNOWN, FrigateProblem.MALFORMED):
                self._outbox.frigate(fall.id, FrigateState.WANTED, now)
            raise
        self._outbox.frigate(fall.id, FrigateState.OPENED, now, event)
        if now - fall.began > LATE:
            label = f"{LABEL} {sub_label(fall, now)}"
            try:
                await self._frigate.export(name, fall.began - pre_roll, fall.updated + POST_ROLL, label)
            except FrigateError as error:
                _LOG.warning("%s: Frigate did not keep the time of a late event: %s", fall.camera, error)

    async def _end(self, fall: StoredFall, now: float) -> None:
        # Frigate takes no end before the event's begin, which in a late one is when it was opened.
        at = max(fall.updated + POST_ROLL, (fall.frigate_tried or 0.0) + 1.0)
        try:
            await self._frigate.end(fall.frigate_event or "", at)
        except FrigateError as error:
            if error.problem is not FrigateProblem.NOT_FOUND:
                raise
        self._outbox.frigate(fall.id, FrigateState.ENDED, now)

    async def _found(self, fall: StoredFall) -> str | None:
        """Return the event that we may have opened without hearing of it."""
        tried = fall.frigate_tried or fall.began
        name, pre_roll = self._names[fall.camera]
        known = self._outbox.frigate_events(fall.camera)
        # 0.18 lets it begin with the pre-roll.
        earliest = min(tried, fall.began) - pre_roll - _AROUND
        found = [
            (start, event_id)
            for event_id, start, _ in await self._frigate.ours(name, earliest)
            if earliest <= start <= tried + _AROUND and event_id not in known
        ]
        # Of several the first: the outbox, too, is worked through from the oldest.
        return min(found)[1] if found else None

    def _put_off(self, fall: StoredFall, error: FrigateError, now: float) -> None:
        failures = self._failures.get(fall.id, 0)
        self._failures[fall.id] = failures + 1
        self._next[fall.id] = now + BACK_OFF[min(failures, len(BACK_OFF) - 1)]
        if self.problem != error.problem.value:
            _LOG.warning("%s: Frigate has not taken a fall, it is tried again: %s", fall.camera, error)
        self.problem = error.problem.value


def sub_label(fall: StoredFall, now: float) -> str:
    """Return what Frigate shows beside the label: the floors, such as `14-16F`, and the time if it comes late."""
    floor, deviation = fall.said.get("floor"), fall.said.get("floor_sd")
    text = "?F"
    if isinstance(floor, int | float) and isinstance(deviation, int | float):
        low, high = max(1, round(floor - deviation)), max(1, round(floor + deviation))
        text = f"{low}F" if low == high else f"{low}-{high}F"
    if now - fall.began > LATE:
        text += f" {datetime.fromtimestamp(fall.began, UTC):%H:%M:%SZ}"
    return text
