"""What a camera shows now: through Frigate, or through the camera entity that was adopted. Nothing here is kept."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.importlib import async_import_module
from homeassistant.util.hass_dict import HassKey

from .core.camera import LIVE_FPS, LIVE_HEIGHT, Camera
from .links.frigate.errors import FrigateError

if TYPE_CHECKING:
    from .core.sighting import Sighting
    from .runtime import Runtime

JPEG: Final = "image/jpeg"
# Longer than this nobody waits for a picture, in seconds.
_PATIENCE: Final = 10.0
STILL_HEIGHT: Final = 720  # pixels
_WIDTH_TO_HEIGHT: Final = 16 / 9


class NoPictureError(Exception):
    """A camera shows nothing now; `code` says why (translation key)."""

    code: Final = "camera_no_picture"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, as the camera gave it, and when it was seen (UTC)."""

    data: bytes
    at: datetime
    mime: str = JPEG


# Stills that are asked for now, each by a camera as it is set up and a height.
_ASKED: Final[HassKey[dict[tuple[Camera, int], asyncio.Task[Picture]]]] = HassKey("smart_community_stills")


async def still_of(runtime: Runtime, camera_id: str, height: int = STILL_HEIGHT) -> Picture:
    """Return what a camera shows now; `height` in pixels. Whoever asks while it is asked gets the same picture.

    Raises UnknownCameraError, NoPictureError.
    """
    camera = runtime.cameras.known(camera_id)
    asked = runtime.hass.data.setdefault(_ASKED, {})
    key = (camera, height)
    if (task := asked.get(key)) is None:

        def ended(task: asyncio.Task[Picture]) -> None:
            asked.pop(key)
            if not task.cancelled():
                # All who asked may have gone.
                task.exception()

        task = runtime.hass.async_create_background_task(_still(runtime, camera, height), "smart_community still")
        asked[key] = task
        task.add_done_callback(ended)
    # It goes on for the others if one of them goes.
    return await asyncio.shield(task)


async def snapshot_of(runtime: Runtime, camera_id: str, sighting: Sighting) -> Picture:
    """Return the snapshot of what a camera saw. Raises UnknownCameraError, and NoPictureError if there is none yet."""
    camera = runtime.cameras.known(camera_id)
    client = runtime.frigate.client
    if client is None or not sighting.has_snapshot:
        raise NoPictureError(camera.id)
    try:
        async with asyncio.timeout(_PATIENCE):
            data = await client.snapshot(sighting.id, crop=False, box=True, height=STILL_HEIGHT)
    except (FrigateError, TimeoutError) as error:
        raise NoPictureError(camera.id) from error
    return Picture(data, sighting.frame_at)


async def frames_of(runtime: Runtime, camera_id: str) -> AsyncGenerator[Picture]:
    """Yield what a camera shows, at most 5 pictures a second and 360 pixels high, until the caller has enough.

    Raises UnknownCameraError, and NoPictureError when it shows nothing for ten seconds.
    """
    camera = runtime.cameras.known(camera_id)
    source = _relayed(runtime, camera) if camera.frigate_name is not None else _polled(runtime, camera)
    try:
        while True:
            async with asyncio.timeout(_PATIENCE):
                picture = await anext(source)
            yield picture
    except (FrigateError, TimeoutError, StopAsyncIteration) as error:
        raise NoPictureError(camera_id) from error
    finally:
        await source.aclose()


async def _relayed(runtime: Runtime, camera: Camera) -> AsyncGenerator[Picture]:
    client = runtime.frigate.client
    if client is None:
        raise NoPictureError(camera.id)
    async for frame in client.mjpeg(camera.frigate_name or "", LIVE_FPS, LIVE_HEIGHT):
        yield Picture(frame, runtime.clock().utc)


async def _polled(runtime: Runtime, camera: Camera) -> AsyncGenerator[Picture]:
    loop, pause = asyncio.get_running_loop(), 1 / LIVE_FPS
    while True:
        begun = loop.time()
        yield await still_of(runtime, camera.id, LIVE_HEIGHT)
        await asyncio.sleep(max(0.0, begun + pause - loop.time()))


async def _still(runtime: Runtime, camera: Camera, height: int) -> Picture:
    try:
        async with asyncio.timeout(_PATIENCE):
            return await _taken(runtime, camera, height)
    except (FrigateError, HomeAssistantError, ImportError, TimeoutError) as error:
        raise NoPictureError(camera.id) from error


async def _taken(runtime: Runtime, camera: Camera, height: int) -> Picture:
    if camera.frigate_name is None:
        # Only now: what Home Assistant's camera needs is installed with the first camera, and alarms do without.
        component = await async_import_module(runtime.hass, "homeassistant.components.camera")
        width = round(height * _WIDTH_TO_HEIGHT)
        image = await component.async_get_image(runtime.hass, camera.entity, width=width, height=height)
        return Picture(image.content, runtime.clock().utc, image.content_type)
    client = runtime.frigate.client
    if client is None:
        raise NoPictureError(camera.id)
    return Picture(await client.latest(camera.frigate_name, height), runtime.clock().utc)
