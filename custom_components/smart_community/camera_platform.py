"""Adds the platform of live pictures once there is a camera for it, beside everything else.

Home Assistant installs what its cameras need (a JPEG library, the stream component) with the first of them. That may
take minutes or fail, on a machine without the internet: neither may keep an alarm waiting.
"""

import logging

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component

from .runtime import SmartCommunityConfigEntry

_LOGGER = logging.getLogger(__name__)


@callback
def async_watch_cameras(hass: HomeAssistant, entry: SmartCommunityConfigEntry) -> None:
    """Add the platform with the first camera of Frigate's; without one, nothing of it is loaded."""
    runtime = entry.runtime_data
    asked = False

    @callback
    def look() -> None:
        nonlocal asked
        if not asked and any(camera.frigate_name is not None for camera in runtime.cameras.all):
            asked = True
            runtime.routines.run(_add(hass, entry))

    entry.async_on_unload(runtime.cameras.on_change(look))
    look()


async def _add(hass: HomeAssistant, entry: SmartCommunityConfigEntry) -> None:
    if not await async_setup_component(hass, Platform.CAMERA, {}):
        _LOGGER.warning("Home Assistant cannot show cameras: there are no camera entities, all else goes on")
        return
    async with entry.setup_lock:
        # The entry is set up, or is gone again.
        if entry.state is not ConfigEntryState.LOADED:
            return
    try:
        await hass.config_entries.async_forward_entry_setups(entry, [Platform.CAMERA])
    except (HomeAssistantError, ImportError) as error:
        _LOGGER.warning("The camera entities could not be added: %s", error)
        return
    entry.runtime_data.later_platforms.append(Platform.CAMERA)
