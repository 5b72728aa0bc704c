"""Buttons: let an elevator's door go, have a facade camera test itself."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .camera_entities import async_follow_cameras
from .elevator_door import ReleaseDoor
from .elevator_entities import async_follow_elevators
from .facade_entities import self_tests_of
from .runtime import SmartCommunityConfigEntry

PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant, entry: SmartCommunityConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the buttons."""
    async_follow_elevators(entry, async_add_entities, lambda runtime, elevator: [ReleaseDoor(runtime, elevator)])
    async_follow_cameras(entry, async_add_entities, self_tests_of)
