"""Tests: while somebody tests devices, what they report is recorded as a test and opens nothing. Pure.

A *walk test* is a test with a list: press each button, watch the list fill, see who is left. Every test ends by itself
after at most 30 minutes (`domain.md`, "Help alarms"); an alarm from a device not under test goes out in full.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, Self

from .device import Device
from .supervision import TESTED

LONGEST: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class TestRun:
    """One test. Its scope: these `devices`, else a `building`, else the whole community.

    `left` is what it had left at `counted_at` (UTC); `tested`: when each device did something. `is_walk`: with a list.
    """

    id: str
    by: str
    started_at: datetime
    counted_at: datetime
    left: timedelta
    building: str | None = None
    devices: frozenset[str] | None = None
    is_walk: bool = False
    tested: Mapping[str, datetime] = field(default_factory=dict)

    # Not a test of ours, whatever a test runner makes of the name.
    __test__ = False

    def covers(self, device: Device) -> bool:
        """Return whether a device is under this test; one that belongs nowhere is under none."""
        if not device.assigned:
            return False
        if self.devices is not None:
            return device.id in self.devices
        return self.building is None or device.place.building == self.building

    @property
    def ends_at(self) -> datetime:
        """When it ends by itself, in UTC."""
        return self.counted_at + self.left

    def counted(self, now: datetime) -> Self:
        """Return the test with what it has left at `now`; a clock that was set back gives it no time."""
        passed = max(timedelta(), now - self.counted_at)
        return replace(self, counted_at=now, left=max(timedelta(), self.left - passed))

    def seen(self, device_id: str, at: datetime) -> Self:
        """Return the test after a device did something."""
        return replace(self, tested={**self.tested, device_id: at})

    def as_stored(self) -> dict[str, Any]:
        """Return it as the store keeps it."""
        return {
            "id": self.id,
            "by": self.by,
            "started_at": self.started_at.isoformat(),
            "counted_at": self.counted_at.isoformat(),
            "left": self.left.total_seconds(),
            "building": self.building,
            "devices": sorted(self.devices) if self.devices is not None else None,
            "is_walk": self.is_walk,
            "tested": {device: at.isoformat() for device, at in self.tested.items()},
        }

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> Self:
        """Return what `as_stored` wrote. Raises KeyError, ValueError, TypeError for anything else."""
        return cls(
            id=stored["id"],
            by=stored["by"],
            started_at=datetime.fromisoformat(stored["started_at"]),
            counted_at=datetime.fromisoformat(stored["counted_at"]),
            left=min(LONGEST, timedelta(seconds=stored["left"])),
            building=stored["building"],
            devices=frozenset(stored["devices"]) if stored["devices"] is not None else None,
            is_walk=stored["is_walk"],
            tested={device: datetime.fromisoformat(at) for device, at in stored["tested"].items()},
        )


def begun(
    test_id: str,
    by: str,
    at: datetime,
    length: timedelta,
    *,
    building: str | None = None,
    devices: Iterable[str] | None = None,
    is_walk: bool = False,
) -> TestRun:
    """Return a test that begins now, and ends after at most 30 minutes."""
    scope = frozenset(devices) if devices is not None else None
    return TestRun(test_id, by, at, at, min(max(timedelta(), length), LONGEST), building, scope, is_walk)


def expected(run: TestRun, devices: Iterable[Device]) -> list[str]:
    """Return the ids of the devices on the list of a test: those under it that are tested by hand."""
    return sorted(device.id for device in devices if device.kind in TESTED and run.covers(device))


def left_of(run: TestRun, devices: Iterable[Device]) -> list[str]:
    """Return the ids of the devices on the list that have done nothing yet."""
    return [device_id for device_id in expected(run, devices) if device_id not in run.tested]
