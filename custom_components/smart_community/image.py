"""Image entities: what a camera saw last. Off by default, since Home Assistant's own views of them ask for no role."""

from datetime import datetime
from typing import Final, override

from homeassistant.components.image import ImageEntity, ImageEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .camera_entities import OfCamera, async_follow_cameras
from .camera_pictures import JPEG, NoPictureError, snapshot_of
from .core.camera import Camera
from .desks.cameras import Seen, UnknownCameraError
from .runtime import Runtime, SmartCommunityConfigEntry

PARALLEL_UPDATES = 0

LAST_DETECTION: Final = ImageEntityDescription(
    key="last_detection", translation_key="last_detection", entity_registry_enabled_default=False
)


async def async_setup_entry(
    _hass: HomeAssistant, entry: SmartCommunityConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the images of Frigate's cameras."""

    def of_camera(runtime: Runtime, camera: Camera) -> list[LastDetection]:
        return [LastDetection(runtime, camera)] if camera.frigate_name is not None else []

    async_follow_cameras(entry, async_add_entities, of_camera)


class LastDetection(OfCamera, ImageEntity):
    """The snapshot of what a camera saw last, as Frigate keeps it."""

    _attr_content_type = JPEG

    def __init__(self, runtime: Runtime, camera: Camera) -> None:
        """Begin with no picture."""
        OfCamera.__init__(self, runtime, camera, LAST_DETECTION)
        ImageEntity.__init__(self, runtime.hass)

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to the camera."""
        await super().async_added_to_hass()
        self.async_on_remove(self._runtime.cameras.on_seen(self._seen))

    @property
    @override
    def image_last_updated(self) -> datetime | None:
        """When it was seen."""
        seen = self._runtime.cameras.last_seen(self.camera_id)
        return None if seen is None else seen.frame_at

    @override
    async def async_image(self) -> bytes | None:
        """Return the snapshot, None if there is none: what the camera shows by now is not what it saw then."""
        seen = self._runtime.cameras.last_seen(self.camera_id)
        if seen is None:
            return None
        try:
            return (await snapshot_of(self._runtime, self.camera_id, seen)).data
        except NoPictureError, UnknownCameraError:
            return None

    @callback
    def _seen(self, seen: Seen) -> None:
        if seen.camera == self.camera_id and seen.sighting.has_snapshot:
            self.async_write_ha_state()
