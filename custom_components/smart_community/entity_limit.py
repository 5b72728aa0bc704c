"""Home Assistant adds at most 10,000 enabled entities for one entry, and leaves out the rest with one line in its log.

Alarms need no entity. But an automation on a button whose entities were left out would never run, so what the screens
show anyway is spared in time, and a technician is told before any is left out.
"""

from typing import TYPE_CHECKING, Final

from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import MAX_ENABLED_ENTITIES_PER_CONFIG_ENTRY as MOST

from .issues import report_entities

if TYPE_CHECKING:
    from .runtime import Runtime

# Of this many on, a new device has these disabled: an open case is a fault, and the last test is on the devices' page.
_SPARED: Final = frozenset({"tamper", "last_test"})
_SPARE_FROM: Final = MOST // 2
_TELL_FROM: Final = MOST * 9 // 10
_COUNT_EVERY: Final = 600.0  # seconds


def is_spared(runtime: Runtime, key: str) -> bool:
    """Return whether a new entity of a device with this key is to be disabled until somebody wants it."""
    return key in _SPARED and _enabled(runtime) >= _SPARE_FROM


def watch_limit(runtime: Runtime) -> None:
    """Show how near to the limit this community is, while it runs."""

    async def count() -> None:
        enabled = _enabled(runtime)
        report_entities(runtime.hass, enabled if enabled >= _TELL_FROM else None, MOST)

    runtime.routines.every(_COUNT_EVERY, count)


def _enabled(runtime: Runtime) -> int:
    registry = er.async_get(runtime.hass)
    return registry.entities.get_enabled_count_for_config_entry_id(runtime.entry.entry_id)
