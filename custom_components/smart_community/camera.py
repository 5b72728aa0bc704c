"""Camera entities: the live picture of Frigate's restream, for Home Assistant's own dashboards.

Off by default: Home Assistant shows it to every account that is logged in, and no look is in the journal. The duty
room's own pages ask for a role and are journalled (`http_views.py`).
"""

from typing import Final, override

from homeassistant.components.camera import Camera as CameraEntity
from homeassistant.components.camera import CameraEntityDescription, CameraEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from yarl import URL

from .camera_entities import OfCamera, async_follow_cameras
from .camera_pictures import STILL_HEIGHT, NoPictureError, still_of
from .const import FRIGATE
from .core.camera import Camera
from .desks.cameras import UnknownCameraError
from .runtime import Runtime, SmartCommunityConfigEntry

PARALLEL_UPDATES = 0

LIVE: Final = CameraEntityDescription(key="live", translation_key="live", entity_registry_enabled_default=False)
# Where Frigate's go2rtc gives streams (docs.frigate.video, "Restream").
_RTSP_PORT: Final = 8554


async def async_setup_entry(
    _hass: HomeAssistant, entry: SmartCommunityConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the live pictures of Frigate's cameras; an adopted camera has its own entity already."""

    def of_camera(runtime: Runtime, camera: Camera) -> list[LiveCamera]:
        return [LiveCamera(runtime, camera)] if camera.frigate_name is not None else []

    async_follow_cameras(entry, async_add_entities, of_camera)


class LiveCamera(OfCamera, CameraEntity):
    """What a camera shows now."""

    _attr_supported_features = CameraEntityFeature.STREAM

    def __init__(self, runtime: Runtime, camera: Camera) -> None:
        """Belong to the camera."""
        OfCamera.__init__(self, runtime, camera, LIVE)
        CameraEntity.__init__(self)

    @override
    async def stream_source(self) -> str | None:
        """Return the address of Frigate's restream, None if the camera or Frigate is not set up."""
        camera = self._runtime.cameras.get(self.camera_id)
        links = self._runtime.entry.get_subentries_of_type(FRIGATE)
        if camera is None or camera.frigate_name is None or not links:
            return None
        host = URL(links[0].data["url"]).host
        return str(URL.build(scheme="rtsp", host=host or "", port=_RTSP_PORT, path=f"/{camera.frigate_name}"))

    @override
    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        """Return what it shows, None if that is nothing now."""
        try:
            picture = await still_of(self._runtime, self.camera_id, height or STILL_HEIGHT)
        except NoPictureError, UnknownCameraError:
            return None
        return picture.data
