"""The pictures of incidents, connected to the store, the incidents and the cameras."""

import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from homeassistant.helpers.dispatcher import async_dispatcher_send

from ..camera_pictures import NoPictureError, Picture, snapshot_of, still_of
from ..const import SIGNAL_INCIDENT
from ..core.incident import Change, Incident
from ..core.media import Media, MediaError, MediaKind, added
from ..core.ports import StoreError
from ..desks.cameras import UnknownCameraError
from ..desks.media import MediaDesk
from ..store.media_files import FOLDER

if TYPE_CHECKING:
    from ..core.sighting import Sighting
    from ..runtime import Runtime

_LOGGER = logging.getLogger(__name__)

_CLEAN_UP_EVERY: Final = 3600.0  # seconds


def build_media(runtime: Runtime) -> MediaDesk:
    """Return the desk that keeps the pictures of incidents."""

    async def shown(media: Media) -> None:
        def step(incident: Incident) -> Incident:
            if incident.id != media.incident:
                return incident
            return replace(incident, media=added(incident.media, media))

        incident = runtime.response.active.get(media.incident)
        if incident is None:
            return
        try:
            await runtime.response.followed(incident.merge_key, "system", step)
        except StoreError as error:
            # It is on the disk; the incident shows it from the next start on.
            _LOGGER.debug("An incident is shown without its newest picture: %s", error)
        if (incident := runtime.response.active.get(media.incident)) is not None:
            async_dispatcher_send(runtime.hass, SIGNAL_INCIDENT, Change.MEDIA, incident)

    return MediaDesk(
        database=runtime.database,
        commit=runtime.saver.write,
        clock=runtime.clock,
        folder=Path(runtime.hass.config.path(FOLDER)),
        cameras=lambda: runtime.cameras.by_id,
        shown=shown,
        note=runtime.note,
    )


async def start_media(runtime: Runtime) -> None:
    """Take away what is over, now and every hour, and what a crash has left."""

    async def clean_up() -> None:
        await runtime.media.clean_up()

    runtime.routines.every(_CLEAN_UP_EVERY, clean_up)
    if runtime.loaded:
        # What cannot be read now is not left over.
        runtime.routines.run(runtime.routines.attempt(runtime.media.sweep))


async def take_picture(runtime: Runtime, incident_id: str, camera_id: str, sighting: Sighting | None = None) -> None:
    """Keep a picture of what a camera sees for an incident; raises nothing, and nothing should wait for it.

    `sighting`: what it is about; its own snapshot is taken if there is one, else what the camera shows now, under the
    time of now. That there is none is said in the incident.
    """
    try:
        picture = await _picture(runtime, camera_id, sighting)
        await runtime.media.add(incident_id, MediaKind.SNAPSHOT, camera_id, picture.at, picture.data, picture.mime)
    except NoPictureError, UnknownCameraError:
        at = runtime.clock().utc if sighting is None else sighting.frame_at
        await runtime.media.lost(incident_id, MediaKind.SNAPSHOT, camera_id, at)
    except MediaError as error:
        # The journal has it.
        _LOGGER.debug("A picture was not kept: %s", error.code)


async def _picture(runtime: Runtime, camera_id: str, sighting: Sighting | None) -> Picture:
    if sighting is not None:
        try:
            return await snapshot_of(runtime, camera_id, sighting)
        except NoPictureError as error:
            # It may not be written yet, or never will be: what never moved has none.
            _LOGGER.debug("A sighting has no snapshot: %r", error.__cause__)
    return await still_of(runtime, camera_id)
