"""The fault desk: makes incidents of faults, one for each, and notes when they go away by themselves."""

import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from datetime import datetime
from typing import Any, Final, Protocol

from ..core.alarm import Alarm
from ..core.fault import MOMENTARY, Act, Fault, FaultCause, FaultKey, alarm_of, due, due_when_gone
from ..core.incident import Incident, IncidentError, Resolution
from ..core.ports import Clock, StoreError

_LOGGER = logging.getLogger(__name__)

# Often enough for whoever waits, and for what the store refused to be tried again.
TICK: Final = 5.0  # seconds


class Incidents(Protocol):
    """What the response desk does for a fault; each may raise StoreError or IncidentError."""

    def under(self, key: str) -> Incident | None:
        """Return the active incident under a merge key."""

    async def take_alarm(self, alarm: Alarm) -> Incident:
        """Open an incident, or page the active one again."""

    async def cleared(self, incident_id: str, by: str) -> Incident:
        """Note that the cause has gone."""

    async def resolve(self, incident_id: str, by: str, resolution: Resolution, note: str | None = None) -> Incident:
        """End it."""


class FaultDesk:
    """All faults that are there now. Used on the event loop only."""

    def __init__(
        self,
        *,
        clock: Clock,
        incidents: Callable[[], Incidents],
        run: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        """`incidents` returns the response desk; `run` does work beside everything else."""
        self._clock = clock
        self._incidents = incidents
        self._run = run
        self._present: dict[FaultKey, Fault] = {}
        # Since when they are gone (monotonic), of those whose incident may still be active.
        self._gone: dict[FaultKey, float] = {}
        # Those whose incident was active when it was last looked at.
        self._standing: set[FaultKey] = set()
        self._resolved: dict[FaultKey, datetime] = {}
        self._started = False
        self._working = False
        self._again = False

    @property
    def present(self) -> Mapping[FaultKey, Fault]:
        """The faults that are there now, by their key; not to be changed."""
        return self._present

    def known(self) -> set[FaultKey]:
        """Return the faults that are there, and those whose incident is still active."""
        return self._present.keys() | self._standing

    def load(self, active: Iterable[Incident], resolved: Mapping[FaultKey, datetime]) -> None:
        """Take over what the store remembers. `resolved`: faults that a person resolved lately, and when."""
        self._standing = {key for incident in active if (key := _key_of(incident)) is not None}
        self._resolved = dict(resolved)

    def start(self) -> None:
        """Begin to open incidents: for what was reported before, too."""
        self._started = True
        self._work_soon()

    def report(self, fault: Fault) -> None:
        """Say that a fault is there; as often as one likes. It is one incident, until it has gone and come back."""
        self._gone.pop(fault.key, None)
        if fault.cause in MOMENTARY and self._active(fault.key) is None:
            # It has happened anew: what a person resolved before was another one.
            self._forget(fault.key)
        if self._present.get(fault.key) != fault:
            self._present[fault.key] = fault
            self._work_soon()

    def report_again(self, fault: Fault) -> None:
        """Say that a fault is still there though a person has resolved it, who may not: it is an incident at once."""
        if self._active(fault.key) is None:
            self._forget(fault.key)
        self.report(fault)

    def clear(self, cause: FaultCause, subject: str) -> None:
        """Say that a fault is not there (any more); as often as one likes."""
        key = (cause, subject)
        known = self._present.pop(key, None) is not None
        if known or key in self._standing:
            self._gone.setdefault(key, self._clock().monotonic)

    def only(self, causes: Iterable[FaultCause], faults: Iterable[Fault]) -> None:
        """Say that of these causes these faults are there, and no others."""
        of_these, now = frozenset(causes), {fault.key: fault for fault in faults}
        for cause, subject in (self._present.keys() | self._standing) - now.keys():
            if cause in of_these:
                self.clear(cause, subject)
        for fault in now.values():
            self.report(fault)

    async def tick(self) -> None:
        """Do what is due, and again what the store refused."""
        self._work_soon()

    def _work_soon(self) -> None:
        self._again = True
        if self._started and not self._working:
            self._working = True
            self._run(self._work())

    async def _work(self) -> None:
        # One by one: the order in which faults are told is the order in which they are numbered.
        try:
            while self._again:
                self._again = False
                for fault in list(self._present.values()):
                    await self._attempt(fault.key, self._tell(fault))
                for key in list(self._gone):
                    await self._attempt(key, self._note_gone(key))
        finally:
            self._working = False

    async def _attempt(self, key: FaultKey, work: Awaitable[None]) -> None:
        try:
            await work
        except (StoreError, IncidentError) as error:
            _LOGGER.debug("The fault %s could not be written, the next tick tries again: %s", key[0], error)

    async def _tell(self, fault: Fault) -> None:
        key, now, standing = fault.key, self._clock().utc, self._active(fault.key)
        if standing is None and key in self._standing:
            # A person has resolved it, though it is still there.
            if fault.cause in MOMENTARY:
                self._forget(key)
                return
            self._standing.discard(key)
            self._resolved[key] = now
        if due(fault, standing, self._resolved.get(key), now) is Act.RAISE:
            await self._incidents().take_alarm(alarm_of(fault, now))
            self._resolved.pop(key, None)
        if self._active(key) is not None:
            self._standing.add(key)

    async def _note_gone(self, key: FaultKey) -> None:
        if (gone_at := self._gone.get(key)) is None:
            return
        now = self._clock()
        standing = self._active(key)
        match due_when_gone(key[0], standing, now.monotonic - gone_at, now.utc):
            case Act.WAIT:
                return
            case Act.CLEAR if standing is not None:
                await self._incidents().cleared(standing.id, "system")
            case Act.END if standing is not None:
                await self._incidents().resolve(standing.id, "system", Resolution.REAL)
        if key not in self._present:
            # Should it come back, that is news, whatever was resolved before.
            self._forget(key)

    def _active(self, key: FaultKey) -> Incident | None:
        return self._incidents().under(alarm_of(Fault(*key), self._clock().utc).merge_key)

    def _forget(self, key: FaultKey) -> None:
        self._present.pop(key, None)
        self._gone.pop(key, None)
        self._resolved.pop(key, None)
        self._standing.discard(key)


def _key_of(incident: Incident) -> FaultKey | None:
    if incident.cause is None or incident.subject is None:
        return None
    return (FaultCause(incident.cause), incident.subject)
