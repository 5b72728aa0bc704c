"""Tests, connected to the devices, the response desk and the store; and what a standing alarm does."""

import json
import logging
from typing import TYPE_CHECKING

from homeassistant.util.ulid import ulid_now
from sqlalchemy import Connection

from ..core.device import Device
from ..core.ports import StoreError
from ..core.walk_test import TestRun
from ..desks.testing import TICK, TestDesk
from ..store.meta import get_value
from ..store.rows import TESTS

if TYPE_CHECKING:
    from ..runtime import Runtime

_LOGGER = logging.getLogger(__name__)


def build_tests(runtime: Runtime) -> TestDesk:
    """Return the desk that knows which devices are under test."""
    return TestDesk(
        clock=runtime.clock,
        new_id=ulid_now,
        saver=runtime.saver,
        devices=runtime.supervision.devices,
        note_test=runtime.supervision.note_test,
        on_over=lambda device: take_state(runtime, device) if device.alarm else None,
    )


def take_state(runtime: Runtime, device: Device) -> None:
    """Open or note what a device's state says, unless it is under test; after the test it is looked at again."""
    if not runtime.tests.is_tested(device):
        runtime.response.take_state(device)


async def start_tests(runtime: Runtime) -> None:
    """Go on with the tests of before a restart, before the first event arrives."""
    try:
        runtime.tests.load(await runtime.database.read(_load))
    except StoreError as error:
        _LOGGER.debug("Which tests were running cannot be read, so none is: %s", error)
    runtime.routines.every(TICK, runtime.tests.tick)


def _load(connection: Connection) -> list[TestRun]:
    stored = get_value(connection, TESTS)
    try:
        return [TestRun.from_stored(run) for run in json.loads(stored)] if stored is not None else []
    except (ValueError, KeyError, TypeError) as error:
        # No test is the safe side: what a device reports is an alarm.
        _LOGGER.warning("The tests that were running cannot be understood, so none is: %s", error)
        return []
