"""The subentries of the community's entry (Frigate, cameras, elevators) as typed things, handed to the desks.

At the start and at every change of the entry; nothing is reloaded, and nothing of the alarm path restarts.
"""

import logging
from typing import TYPE_CHECKING

from homeassistant.config_entries import SIGNAL_CONFIG_ENTRY_CHANGED, ConfigEntry, ConfigEntryChange
from homeassistant.core import callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..const import CAMERA, COMPANION, ELEVATOR, FRIGATE
from ..core.camera import Camera
from ..links.falling_objects import CompanionSettings
from ..links.frigate.model import FrigateSettings
from .elevators import elevators_of

if TYPE_CHECKING:
    from ..runtime import Runtime

_LOGGER = logging.getLogger(__name__)


async def start_subentries(runtime: Runtime) -> None:
    """Hand the desks what is set up, and again whenever it changes."""

    @callback
    def changed(change: ConfigEntryChange, entry: ConfigEntry) -> None:
        # Not an update listener: with one, the entry's own flows may not ask for a reload.
        if change is ConfigEntryChange.UPDATED and entry.entry_id == runtime.entry.entry_id:
            configure(runtime)

    runtime.entry.async_on_unload(async_dispatcher_connect(runtime.hass, SIGNAL_CONFIG_ENTRY_CHANGED, changed))
    configure(runtime)


@callback
def configure(runtime: Runtime) -> None:
    """Hand the desks what is set up now."""
    runtime.frigate.configure(frigate_of(runtime.entry))
    runtime.cameras.configure(cameras_of(runtime.entry))
    runtime.elevators.configure(elevators_of(runtime))
    runtime.falling.configure(runtime.cameras.all, companion_of(runtime.entry))


def frigate_of(entry: ConfigEntry) -> FrigateSettings | None:
    """Return how Frigate is reached; None if none is set up, or what is set up is none of ours."""
    for subentry in entry.get_subentries_of_type(FRIGATE):
        try:
            return FrigateSettings.from_stored(subentry.data)
        except KeyError as error:
            _LOGGER.error("The settings of Frigate cannot be read: %r", error)
    return None


def companion_of(entry: ConfigEntry) -> CompanionSettings | None:
    """Return how the companion that watches facades is reached; None if there is none, or it is none of ours."""
    for subentry in entry.get_subentries_of_type(COMPANION):
        try:
            return CompanionSettings.from_stored(subentry.data)
        except (KeyError, TypeError, ValueError) as error:
            _LOGGER.error("The settings of the facade companion cannot be read: %r", error)
    return None


def cameras_of(entry: ConfigEntry) -> list[Camera]:
    """Return the cameras of an entry; one whose data are none of ours is left out, and logged."""
    in_elevator = {
        camera: subentry.subentry_id
        for subentry in entry.get_subentries_of_type(ELEVATOR)
        for camera in subentry.data.get("cameras", ())
    }
    cameras: list[Camera] = []
    for subentry in entry.get_subentries_of_type(CAMERA):
        camera_id = subentry.subentry_id
        try:
            camera = Camera.from_stored(camera_id, subentry.title, subentry.data, in_elevator.get(camera_id))
        except (KeyError, TypeError, ValueError) as error:
            _LOGGER.error("The camera %s cannot be read and is left out: %r", camera_id, error)
        else:
            cameras.append(camera)
    return cameras
