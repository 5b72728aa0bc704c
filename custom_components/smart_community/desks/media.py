"""The media desk: keeps what was seen and heard in incidents, sealed, and takes it away when its time is over.

Nothing waits for it: an alarm is on disk and on its way before a picture is asked for, and one that cannot be kept is
said and changes nothing else.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from ..core.camera import DEFAULT_RETENTION, Camera
from ..core.journal import Note
from ..core.media import MOST_OF_AN_INCIDENT, Media, MediaError, MediaKind, MediaLoss, MediaProblem, problem_of
from ..core.ports import Clock, Commit, StoreError
from ..store import media as stored
from ..store import media_files as files
from ..store.database import Database
from ..store.vault import VaultLockedError

_LOGGER = logging.getLogger(__name__)

# In the journal, whoever asked for it: the house keeps the pictures.
_BY: Final = "system"


class MediaDesk:
    """All that incidents have to look at and listen to. Used on the event loop only."""

    def __init__(
        self,
        *,
        database: Database,
        commit: Commit,
        clock: Clock,
        folder: Path,
        cameras: Callable[[], Mapping[str, Camera]],
        shown: Callable[[Media], Awaitable[None]],
        note: Callable[..., Awaitable[None]],
    ) -> None:
        """`shown` tells the incident and the screens of a new one; `note` writes into the journal, late if need be."""
        self._database = database
        self._commit = commit
        self._clock = clock
        self._folder = folder
        self._cameras = cameras
        self._shown = shown
        self._note = note
        # One at a time, so that numbers follow each other and nothing is swept away while it is written.
        self._busy = asyncio.Lock()

    async def add(
        self, incident_id: str, kind: MediaKind, camera_id: str | None, at: datetime, data: bytes, mime: str
    ) -> Media:
        """Keep something for an incident, active or ended, and return it; `lost` if the vault is locked.

        `at`: when it was seen (UTC). Raises MediaError (type_refused, too_large, too_many, not_saved): then nothing is
        kept, and the journal says so.
        """
        async with self._busy:
            try:
                media = self._new(incident_id, await self._next(incident_id), kind, camera_id, at)
                problem = problem_of(kind, mime, len(data), media.number)
                if problem is None and not self._database.vault.is_open:
                    media = await self._say_lost(media, MediaLoss.VAULT_LOCKED)
                elif problem is None:
                    media = await self._keep(media, data, mime)
            except (StoreError, OSError) as error:
                _LOGGER.warning("A picture could not be kept: %s", type(error).__name__)
                problem = MediaProblem.NOT_SAVED
        if problem is not None:
            await self._note(_BY, "media_not_kept", incident_id, kind=kind.value, why=problem.value)
            raise MediaError(problem)
        await self._shown(media)
        return media

    async def lost(
        self,
        incident_id: str,
        kind: MediaKind,
        camera_id: str | None,
        at: datetime,
        why: MediaLoss = MediaLoss.NO_PICTURE,
    ) -> None:
        """Say in an incident that there should be a picture, and why there is none; raises nothing."""
        try:
            async with self._busy:
                media = self._new(incident_id, await self._next(incident_id), kind, camera_id, at)
                if media.number > MOST_OF_AN_INCIDENT:
                    return
                media = await self._say_lost(media, why)
        except StoreError as error:
            _LOGGER.debug("That a picture is missing could not be written: %s", error)
            return
        await self._shown(media)

    async def of(self, incident_id: str) -> list[Media]:
        """Return what an incident has. Raises StoreError."""
        return (await self._read(partial(stored.of_incidents, ids=[incident_id]))).get(incident_id, [])

    async def open(self, incident_id: str, number: int) -> tuple[Media, bytes]:
        """Return one and what it shows. Raises MediaError (unknown, gone), VaultLockedError, StoreError."""
        media = await self._read(partial(stored.find, incident_id=incident_id, number=number))
        if media is None:
            raise MediaError(MediaProblem.UNKNOWN)
        if not self._database.vault.is_open:
            raise VaultLockedError
        return media, await asyncio.to_thread(files.read, self._folder, media)

    async def clean_up(self) -> int:
        """Take away what is over, and return how many; a short step at a time. Raises StoreError."""
        removed = 0
        while gone := await self._over():
            removals = Counter(incident for incident, _ in gone)
            await self._forget(gone, [self._removal(incident, count) for incident, count in removals.items()])
            removed += len(gone)
        return removed

    async def sweep(self) -> None:
        """Remove files of which the database knows nothing: of an erased household, or left by a crash.

        Nobody could open one: its key was in the row that is gone.
        """
        async with self._busy:
            kept = await self._database.read(stored.names)
            try:
                removed = await asyncio.to_thread(files.remove_all_but, self._folder, kept)
            except OSError as error:
                _LOGGER.warning("Left-over pictures could not be removed: %s", type(error).__name__)
                return
        if removed:
            await self._note(_BY, "media_swept", removed=removed)

    async def _next(self, incident_id: str) -> int:
        highest = await self._database.read(partial(stored.highest_number, incident_id=incident_id))
        return highest + 1

    def _new(self, incident: str, number: int, kind: MediaKind, camera_id: str | None, at: datetime) -> Media:
        camera = self._cameras().get(camera_id or "")
        days = camera.retention_days if camera is not None else DEFAULT_RETENTION
        return Media(incident=incident, number=number, at=at, kind=kind, camera=camera_id, keep_days=days)

    async def _keep(self, media: Media, data: bytes, mime: str) -> Media:
        media = replace(media, mime=mime, size=len(data), key=files.new_key())
        # In this order: a file without a row is swept away, a row without its file would promise a picture.
        await asyncio.to_thread(files.write, self._folder, media, data)
        try:
            await self._commit([media, self._kept(media, "media_kept")])
        except StoreError:
            await asyncio.to_thread(files.remove, self._folder, [(media.incident, media.number)])
            raise
        return media

    async def _say_lost(self, media: Media, why: MediaLoss) -> Media:
        lost = replace(media, lost=why)
        await self._commit([lost, self._kept(lost, "media_not_kept", why=why.value)])
        return lost

    def _kept(self, media: Media, action: str, **details: Any) -> Note:
        told = {"n": media.number, "kind": media.kind.value, "camera": media.camera, **details}
        return Note(self._clock().utc, _BY, action, media.incident, told)

    def _removal(self, incident_id: str, removed: int) -> Note:
        return Note(self._clock().utc, _BY, "media_removed", incident_id, {"removed": removed})

    async def _over(self) -> list[tuple[str, int]]:
        days = {camera.id: camera.retention_days for camera in self._cameras().values()}
        return await self._database.read(partial(stored.over, now=self._clock().utc, kept_by_camera=days))

    async def _forget(self, gone: Sequence[tuple[str, int]], notes: Sequence[Note]) -> None:
        await self._database.bulk(lambda connection: stored.forget(connection, gone), notes)
        try:
            await asyncio.to_thread(files.remove, self._folder, gone)
        except OSError as error:
            # Without its row it opens for nobody, and the next start sweeps it away.
            _LOGGER.warning("A picture whose time is over could not be removed: %s", type(error).__name__)

    async def _read[T](self, query: Callable[..., T]) -> T:
        vault = self._database.vault

        def run(connection: Connection) -> T:
            return query(connection, vault)

        return await self._database.read(run)
