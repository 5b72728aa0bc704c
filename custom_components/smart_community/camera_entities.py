"""What the entities of a camera share: its device, and when entities are added for one that was set up."""

from collections.abc import Callable, Sequence
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN
from .core.camera import Camera
from .entity import MANUFACTURER, SmartCommunityEntity
from .runtime import Runtime, SmartCommunityConfigEntry

# A device selector finds cameras by it (triggers.yaml, blueprints).
MODEL: Final = "Camera"


def camera_device(runtime: Runtime, camera: Camera) -> DeviceInfo:
    """Return a camera as a device, by the name that staff gave it: it names a place, never a person."""
    return DeviceInfo(
        identifiers={(DOMAIN, f"camera_{camera.id}")},
        name=camera.name,
        manufacturer=MANUFACTURER,
        model=MODEL,
        via_device_id=runtime.device_id,
    )


def camera_device_of(hass: HomeAssistant, camera_id: str) -> str | None:
    """Return the id of a camera's device in the registry, None if it has none."""
    registry, identifier = dr.async_get(hass), (DOMAIN, f"camera_{camera_id}")
    entries = hass.config_entries.async_entries(DOMAIN)
    devices = (registry.async_get_device_by_identifier(identifier, entry.entry_id) for entry in entries)
    return next((device.id for device in devices if device is not None), None)


class OfCamera(SmartCommunityEntity):
    """An entity of one camera."""

    def __init__(self, runtime: Runtime, camera: Camera, description: EntityDescription) -> None:
        """Belong to the camera."""
        super().__init__(runtime, f"camera_{camera.id}", description, camera_device(runtime, camera))
        self.camera_id = camera.id


@callback
def async_follow_cameras(
    entry: SmartCommunityConfigEntry,
    add: AddConfigEntryEntitiesCallback,
    make: Callable[[Runtime, Camera], Sequence[OfCamera]],
) -> None:
    """Add a platform's entities for each camera that is set up, now and later; one that is taken out takes its own."""
    runtime = entry.runtime_data
    names: dict[str, str] = {}

    @callback
    def changed() -> None:
        for camera in runtime.cameras.all:
            if camera.id not in names:
                add(make(runtime, camera), config_subentry_id=camera.id)
            elif names[camera.id] != camera.name:
                _rename(runtime, camera)
        names.clear()
        names.update({camera.id: camera.name for camera in runtime.cameras.all})

    entry.async_on_unload(runtime.cameras.on_change(changed))
    changed()


def _rename(runtime: Runtime, camera: Camera) -> None:
    registry = dr.async_get(runtime.hass)
    shown = registry.async_get_device_by_identifier((DOMAIN, f"camera_{camera.id}"), runtime.entry.entry_id)
    if shown is not None and shown.name != camera.name:
        registry.async_update_device(shown.id, name=camera.name)
