"""Test mode, on while a test runs of the whole community or of one building; and the doors of elevators."""

from collections.abc import Sequence
from typing import Any, Final, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .access import authorize_entity
from .core.community import Building
from .core.device import Device
from .core.walk_test import TestRun
from .elevator_door import DoorHold
from .elevator_entities import async_follow_elevators
from .entity import DeviceEntity, EntityKeeper, Makers, SmartCommunityEntity, SummaryEntity
from .errors import as_action_errors
from .runtime import Runtime, SmartCommunityConfigEntry
from .walk_tests import start_test

PARALLEL_UPDATES = 0

_ENTITY: Final = "switch.test_mode"

# With a category it is not exposed to voice assistants unless somebody does so: what they do later has no account.
TEST_MODE: Final = SwitchEntityDescription(
    key="test_mode", translation_key="test_mode", entity_category=EntityCategory.CONFIG
)


async def async_setup_entry(
    _hass: HomeAssistant, entry: SmartCommunityConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the switches."""

    def of_community(runtime: Runtime) -> Sequence[SmartCommunityEntity]:
        return [TestMode(runtime, TEST_MODE, None)]

    def of_building(runtime: Runtime, building: Building) -> Sequence[SmartCommunityEntity]:
        return [TestMode(runtime, TEST_MODE, building)]

    def of_device(_runtime: Runtime, _device: Device) -> Sequence[DeviceEntity]:
        return []

    keeper = EntityKeeper(entry, async_add_entities, Makers(of_community, of_building, of_device))
    entry.async_on_unload(entry.runtime_data.tests.on_change(keeper.summarize))
    async_follow_elevators(entry, async_add_entities, lambda runtime, elevator: [DoorHold(runtime, elevator)])


class TestMode(SummaryEntity, SwitchEntity):
    """Whether everything here is under test; tests of single devices do not count."""

    # Not a test, whatever a test runner makes of the name.
    __test__ = False

    def _runs(self) -> list[TestRun]:
        runs = self._runtime.tests.running
        return [run for run in runs if run.devices is None and run.building == self._building]

    @override
    def summary(self) -> bool:
        """Return whether a test of this place runs."""
        return bool(self._runs())

    @property
    @override
    def is_on(self) -> bool:
        """Return whether a test of this place runs."""
        return self.summary()

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Begin a test of half an hour, unless one runs."""
        actor = await authorize_entity(self.hass, self._runtime, self._context, _ENTITY)
        if not self._runs():
            with as_action_errors():
                await start_test(self._runtime, actor, building=self._building, is_walk=False)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """End the tests of this place."""
        actor = await authorize_entity(self.hass, self._runtime, self._context, _ENTITY)
        for run in self._runs():
            with as_action_errors():
                await self._runtime.tests.stop(run.id, actor)
