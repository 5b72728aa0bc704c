"""Tests for those who ask: begun with what is checked, and as actions and commands show them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from .core.device import Device
from .core.walk_test import TestRun
from .desks.testing import Report
from .errors import CallerError
from .runtime import Runtime


async def start_test(
    runtime: Runtime,
    actor: str,
    *,
    building: str | None = None,
    devices: Sequence[str] | None = None,
    minutes: float = 30,
    is_walk: bool = True,
) -> TestRun:
    """Begin a test of these devices, of a building, or of the community. Raises CallerError, StoreError."""
    if building is not None and building not in runtime.directory.buildings:
        raise CallerError("building_unknown", building=building)
    for device_id in devices or ():
        device = runtime.supervision.find(device_id)
        if device is None or not device.assigned:
            raise CallerError("device_not_assigned", device=device_id)
    length = timedelta(minutes=minutes)
    return await runtime.tests.start(actor, length, building=building, devices=devices, is_walk=is_walk)


def test_as_dict(runtime: Runtime, run: TestRun) -> dict[str, Any]:
    """Return a running test as the wire shows it: `seconds_left`, and the list with who has done something."""
    left = runtime.tests.seconds_left(run)
    ends_at = runtime.clock().utc + timedelta(seconds=left)
    return _shown(runtime, run, runtime.tests.list_of(run)) | {
        "ends_at": ends_at.isoformat(),
        "seconds_left": round(left),
    }


def report_as_dict(runtime: Runtime, report: Report) -> dict[str, Any]:
    """Return a test that has ended as the wire shows it."""
    listed = sorted({*report.left, *report.run.tested})
    return _shown(runtime, report.run, listed) | {
        "ended_at": report.ended_at.isoformat(),
        "ended_by": report.ended_by,
        "left": report.left,
    }


def _shown(runtime: Runtime, run: TestRun, listed: Iterable[str]) -> dict[str, Any]:
    return {
        "id": run.id,
        "by": run.by,
        "started_at": run.started_at.isoformat(),
        "building": run.building,
        "devices": sorted(run.devices) if run.devices is not None else None,
        "list": run.is_walk,
        "expected": [
            _line(runtime.supervision.find(device_id), device_id, run.tested.get(device_id))
            for device_id in [*listed, *sorted(run.tested.keys() - set(listed))]
        ],
    }


def _line(device: Device | None, device_id: str, tested_at: datetime | None) -> dict[str, Any]:
    return {
        "device": device_id,
        "number": device.number if device else None,
        "kind": device.kind.value if device and device.kind else None,
        "building": device.place.building if device else None,
        "home": device.place.home if device else None,
        "tested_at": tested_at.isoformat() if tested_at else None,
    }
