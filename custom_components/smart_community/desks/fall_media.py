"""Fetches the masked picture and clip of each fall from the companion, and keeps them with the incident.

The companion keeps them for days: what cannot be had now is asked for again, later and later. What only Frigate has is
not kept: the windows of homes can be seen into in it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from ..core.fall_trace import Trace
from ..core.falling import Fall, FallHeard, FallPhase
from ..core.media import Media, MediaError, MediaKind, MediaLoss, MediaProblem
from ..core.ports import Clock, StoreError
from ..links.falling_objects import CompanionClient, CompanionError, CompanionProblem

_LOGGER = logging.getLogger(__name__)

LOOK_EVERY: Final = 2.0  # seconds
_FIRST_WAIT: Final = 5.0  # seconds; then twice as long each time
_LONGEST_WAIT: Final = 600.0  # seconds
# So long the companion may be away; it keeps what it has for longer.
GIVES_UP_AFTER: Final = 3 * 86_400.0  # seconds
# So long it may take to make what it has promised.
_MADE_WITHIN: Final = 600.0  # seconds
# So long after its end a fall may still get masked pictures, before Frigate's alone are spoken of.
_UNMASKED_AFTER: Final = 120.0  # seconds

MOST_INCIDENTS: Final = 500

# Where it began, of a fall that was told of while the vault was locked.
_TRACE: Final = "trace"
_KINDS: Final = {"picture": (MediaKind.SNAPSHOT, "image/jpeg"), "clip": (MediaKind.CLIP, "video/mp4")}


class KeepMedia(Protocol):
    """Keep something for an incident, sealed."""

    async def __call__(
        self, incident_id: str, kind: MediaKind, camera_id: str | None, at: datetime, data: bytes, mime: str
    ) -> Media:
        """Return it. Raises MediaError."""


class SayLost(Protocol):
    """Say in an incident that there is no picture."""

    async def __call__(
        self, incident_id: str, kind: MediaKind, camera_id: str | None, at: datetime, why: MediaLoss
    ) -> None:
        """Return once it is said; raises nothing."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A `picture`, `clip` or `trace` of a fall that is to be kept; times in monotonic seconds."""

    fall: str
    what: str
    incident: str
    camera: str
    at: datetime
    since: float
    due: float
    wait: float = _FIRST_WAIT


class FallMedia:
    """What is still to be fetched. Used on the event loop only."""

    def __init__(  # noqa: PLR0913 - what the runtime hands it
        self,
        *,
        clock: Clock,
        client: Callable[[], CompanionClient | None],
        find: Callable[[str], Fall | None],
        may_keep: Callable[[], bool],
        keep: KeepMedia,
        lost: SayLost,
        kept: Callable[[str, str, int], Awaitable[None]],
        traced: Callable[[str, Trace], Awaitable[None]],
    ) -> None:
        """`find`: a fall by its id; `may_keep`: the vault is open.

        `kept` takes a fall's id, `picture` or `clip`, and its number in the incident; `traced`: where it began, to be
        sealed.
        """
        self._clock = clock
        self._client = client
        self._find = find
        self._may_keep = may_keep
        self._keep = keep
        self._lost = lost
        self._kept = kept
        self._traced = traced
        self._busy = asyncio.Lock()
        self._wanted: dict[tuple[str, str], _Wanted] = {}
        # The incidents of the last falls, by the fall that opened each.
        self._incidents: dict[str, str] = {}
        # Falls that are over, of which only Frigate may have pictures: incident, and when that is looked at.
        self._unmasked: dict[str, tuple[str, float]] = {}

    @property
    def waiting(self) -> int:
        """How many are still to be fetched."""
        return len(self._wanted)

    def load(self, incidents: Mapping[str, str], unfetched: Iterable[Fall], untraced: Iterable[Fall]) -> None:
        """Take up what was not fetched before the start.

        `incidents`: those of the last falls, the latest last; `untraced`: falls whose beginning is not known here.
        """
        self._incidents.update(incidents)
        for fall in unfetched:
            if (incident := self._incidents.get(fall.subject)) is not None:
                self._follow(fall, incident)
        for fall in untraced:
            self._want(fall, _TRACE, fall.subject)

    def take(self, heard: FallHeard) -> None:
        """Take news of a fall; what comes after its incident was resolved is kept with that all the same."""
        fall = heard.fall
        incident = heard.incident or self._incidents.get(fall.subject)
        if incident is None:
            return
        self._incidents.pop(fall.subject, None)
        self._incidents[fall.subject] = incident
        while len(self._incidents) > MOST_INCIDENTS:
            del self._incidents[next(iter(self._incidents))]
        # The picture of the first alert has but the beginning of the track, the one of the end has all of it.
        self._follow(fall, incident, anew=heard.is_new and heard.phase is FallPhase.ENDED)

    async def work(self) -> None:
        """Fetch what is due, one after the other; called every few seconds. May raise StoreError."""
        async with self._busy:
            await self._work(self._clock().monotonic)

    async def _work(self, now: float) -> None:
        for key, wanted in list(self._wanted.items()):
            if wanted.due <= now:
                await self._fetch(key, wanted)
        for fall_id, (incident, due) in list(self._unmasked.items()):
            if due <= now:
                del self._unmasked[fall_id]
                if (fall := self._find(fall_id)) is not None and fall.unmasked_only:
                    await self._lost(incident, MediaKind.CLIP, fall.camera, fall.at, MediaLoss.NOT_MASKED)

    def _follow(self, fall: Fall, incident: str, *, anew: bool = False) -> None:
        """Want what the companion has of a fall and we have not; `anew`: also what we have a lesser one of."""
        now = self._clock().monotonic
        if fall.unmasked_only:
            self._unmasked.setdefault(fall.id, (incident, now + _UNMASKED_AFTER))
        for what, offers, number in (
            ("picture", fall.offers_picture, fall.picture),
            ("clip", fall.offers_clip, fall.clip),
        ):
            again = anew and what == "picture"
            if offers and (again or (number is None and (fall.id, what) not in self._wanted)):
                self._want(fall, what, incident)
        if not self._may_keep():
            # It could not be sealed when it was told.
            self._want(fall, _TRACE, incident)

    def _want(self, fall: Fall, what: str, incident: str) -> None:
        now = self._clock().monotonic
        self._wanted[fall.id, what] = _Wanted(fall.id, what, incident, fall.camera, fall.at, now, now)

    async def _fetch(self, key: tuple[str, str], wanted: _Wanted) -> None:
        if not self._may_keep():
            await self._later(key, wanted, GIVES_UP_AFTER, MediaLoss.VAULT_LOCKED)
            return
        try:
            if wanted.what == _TRACE:
                await self._traced(wanted.fall, Trace.read(await self._asked().fall(wanted.fall)))
                self._done(key, wanted)
                return
            kind, mime = _KINDS[wanted.what]
            data = await self._ask(wanted)
            media = await self._keep(wanted.incident, kind, wanted.camera, wanted.at, data, mime)
        except CompanionError as error:
            _LOGGER.debug("The %s of a fall cannot be had now: %s", wanted.what, error.code)
            is_made = error.code is not CompanionProblem.NOT_FOUND
            await self._later(key, wanted, GIVES_UP_AFTER if is_made else _MADE_WITHIN, MediaLoss.NO_PICTURE)
            return
        except StoreError:
            await self._later(key, wanted, GIVES_UP_AFTER, MediaLoss.NO_PICTURE)
            return
        except MediaError as error:
            # The journal has it.
            _LOGGER.debug("The %s of a fall was not kept: %s", wanted.what, error.code)
            if error.code == MediaProblem.NOT_SAVED:
                await self._later(key, wanted, GIVES_UP_AFTER, MediaLoss.NO_PICTURE)
            else:
                self._done(key, wanted)
            return
        try:
            if media.lost is None:
                await self._kept(wanted.fall, wanted.what, media.number)
        finally:
            # Not before: news that comes meanwhile would have it fetched once more.
            self._done(key, wanted)

    def _done(self, key: tuple[str, str], wanted: _Wanted) -> None:
        """Forget what was wanted, unless it is wanted anew by now."""
        if self._wanted.get(key) is wanted:
            del self._wanted[key]

    def _asked(self) -> CompanionClient:
        if (client := self._client()) is None:
            raise CompanionError(CompanionProblem.NOT_FOUND)
        return client

    async def _ask(self, wanted: _Wanted) -> bytes:
        client = self._asked()
        return await (client.picture(wanted.fall) if wanted.what == "picture" else client.clip(wanted.fall))

    async def _later(self, key: tuple[str, str], wanted: _Wanted, patience: float, why: MediaLoss) -> None:
        """Ask again later; after so many seconds no more, which is said in the incident."""
        if self._wanted.get(key) is not wanted:
            return
        now = self._clock().monotonic
        if now - wanted.since > patience:
            del self._wanted[key]
            if wanted.what in _KINDS:
                await self._lost(wanted.incident, _KINDS[wanted.what][0], wanted.camera, wanted.at, why)
            return
        wait = min(2 * wanted.wait, _LONGEST_WAIT)
        self._wanted[key] = replace(wanted, due=now + wanted.wait, wait=wait)
