"""The testing desk: which devices are under test, what they did, and when each test ends by itself."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from ..core.device import Device, DeviceEvent
from ..core.journal import Note
from ..core.ports import Clock, StoreError, TestRuns
from ..core.walk_test import LONGEST, TestRun, begun, expected, left_of
from .saving import Saver

_LOGGER = logging.getLogger(__name__)

TICK: Final = 1.0  # seconds
# What is left is written this often, so that a clock that is wrong after a restart gives nobody more time.
_WRITTEN_EVERY: Final = 30.0  # seconds
# How many ended tests are shown.
_FINISHED: Final = 10
# A device that says whole seconds, or whose clock is a little behind, is not earlier than the test.
_ROUNDED: Final = timedelta(seconds=2)


class UnknownTestError(Exception):
    """No test with this id is running."""

    code = "test_unknown"


@dataclass(frozen=True, slots=True)
class Report:
    """A test that has ended: when, who ended it ("system": its time was up), and the devices that did nothing."""

    run: TestRun
    ended_at: datetime
    ended_by: str
    left: list[str]


class TestDesk:
    """All tests that run. Used on the event loop only."""

    # Not a test, whatever a test runner makes of the name.
    __test__ = False

    def __init__(
        self,
        *,
        clock: Clock,
        new_id: Callable[[], str],
        saver: Saver,
        devices: Mapping[str, Device],
        note_test: Callable[[str, datetime], None],
        on_over: Callable[[Device], None],
    ) -> None:
        """`note_test` hears which device was tested; `on_over` of each device that is under test no more."""
        self._clock = clock
        self._new_id = new_id
        self._saver = saver
        self._devices = devices
        self._note_test = note_test
        self._listeners: list[Callable[[], None]] = []
        self._on_over = on_over
        self._runs: dict[str, TestRun] = {}
        # Monotonic seconds.
        self._ends: dict[str, float] = {}
        self._written_at = 0.0
        self.finished: deque[Report] = deque(maxlen=_FINISHED)

    @property
    def running(self) -> list[TestRun]:
        """The tests that run, oldest first."""
        return [self._runs[run_id] for run_id in self._ends]

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` when a test begins, ends, or a device was tested; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def load(self, runs: Iterable[TestRun]) -> None:
        """Go on with the tests of before a restart, for what they had left; the time in between counts."""
        now = self._clock()
        for run in runs:
            counted = run.counted(now.utc)
            self._runs[run.id] = counted
            self._ends[run.id] = now.monotonic + counted.left.total_seconds()

    def seconds_left(self, run: TestRun) -> float:
        """Return how long a test still runs."""
        return max(0.0, self._ends[run.id] - self._clock().monotonic)

    def is_tested(self, device: Device) -> bool:
        """Return whether a device is under test this moment."""
        now = self._clock().monotonic
        return any(now < self._ends[run.id] and run.covers(device) for run in self._runs.values())

    def observe(self, device: Device, event: DeviceEvent) -> Note | None:
        """Take an event as a test and return its note, or None: the device is not, or was not then, under test."""
        now = self._clock().monotonic
        covering = [run for run in self._runs.values() if run.covers(device) and not _is_before(event, run)]
        if not any(now < self._ends[run.id] for run in covering):
            return None
        for run in covering:
            self._runs[run.id] = run.seen(device.id, event.received_at)
        self._note_test(device.id, event.received_at)
        self._changed()
        self._written_at = 0.0
        return Note(event.received_at, device.id, "device_tested", device.id, {"event": event.type})

    async def start(
        self,
        by: str,
        length: timedelta = LONGEST,
        *,
        building: str | None = None,
        devices: Iterable[str] | None = None,
        is_walk: bool = False,
    ) -> TestRun:
        """Begin a test of these devices, of a building, or of the community. Raises StoreError, and nothing begins."""
        now = self._clock()
        run = begun(self._new_id(), by, now.utc, length, building=building, devices=devices, is_walk=is_walk)
        details: dict[str, Any] = {"seconds": run.left.total_seconds()}
        if building is not None:
            details["building"] = building
        if run.devices is not None:
            details["devices"] = sorted(run.devices)
        note = Note(now.utc, by, "walk_test_started" if is_walk else "test_mode_started", run.id, details)
        await self._saver.write([self._record([*self.running, run]), note])
        self._runs[run.id] = run
        # From here on, so that a slow disk takes none of its time.
        self._ends[run.id] = self._clock().monotonic + run.left.total_seconds()
        self._changed()
        return run

    async def stop(self, run_id: str, by: str) -> Report:
        """End a test, whatever the store does, and return who is left. Raises UnknownTestError."""
        if run_id not in self._runs:
            raise UnknownTestError(run_id)
        now = self._clock().utc
        run = self._runs.pop(run_id)
        del self._ends[run_id]
        report = Report(run, now, by, left_of(run, self._devices.values()))
        self.finished.appendleft(report)
        self._changed()
        for device in list(self._devices.values()):
            if run.covers(device) and not self.is_tested(device):
                self._on_over(device)
        action = "walk_test_ended" if run.is_walk else "test_mode_ended"
        note = Note(now, by, action, run.id, {"tested": sorted(run.tested), "left": report.left if run.is_walk else []})
        await self._saver.save([self._record(self.running), note], from_memory=True, on_late=_nothing)
        return report

    async def tick(self) -> None:
        """End what has run its time, and write now and then what the others have left."""
        now = self._clock().monotonic
        for run_id, ends in list(self._ends.items()):
            if now >= ends and run_id in self._runs:
                await self.stop(run_id, "system")
        if self._runs and now - self._written_at >= _WRITTEN_EVERY:
            self._written_at = now
            try:
                await self._saver.write([self._record(self.running)])
            except StoreError as error:
                _LOGGER.debug("What the tests have left is not on disk: %s", error)

    def list_of(self, run: TestRun) -> list[str]:
        """Return the ids of the devices on a test's list."""
        return expected(run, self._devices.values())

    def _changed(self) -> None:
        for listener in list(self._listeners):
            listener()

    def _record(self, runs: Iterable[TestRun]) -> TestRuns:
        now = self._clock()
        return TestRuns(
            tuple(
                replace(run, counted_at=now.utc, left=timedelta(seconds=self.seconds_left(run)))
                if run.id in self._ends
                else run
                for run in runs
            )
        )


def _is_before(event: DeviceEvent, run: TestRun) -> bool:
    """Return whether a device says that this happened before the test: it came late, and is no test."""
    return event.said_at is not None and event.said_at < run.started_at - _ROUNDED


def _nothing() -> None:
    """Do nothing: the test has ended, whenever its note reaches the disk."""
