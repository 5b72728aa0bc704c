"""The link to Frigate, connected to the cameras, the faults and the repair issues; replaced when it is set up anew."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import aiohttp
from homeassistant.core import callback
from homeassistant.helpers import instance_id
from homeassistant.helpers.aiohttp_client import async_create_clientsession

from ..core.fault import Fault, FaultCause
from ..core.sighting import CameraFact, CameraHealth, CameraTrouble
from ..core.telling import listen, tell
from ..issues import report_camera, report_frigate
from ..links.frigate.errors import FrigateProblem
from ..links.frigate.link import FrigateLink
from ..settings import settings_of

if TYPE_CHECKING:
    from ..core.camera import Camera
    from ..links.frigate.client import FrigateClient
    from ..links.frigate.model import FrigateSettings, FrigateStatus
    from ..runtime import Runtime

_LOOK_EVERY: Final = 5.0  # seconds
# The desks know at once; a person is told of what lasts, for Frigate restarts with every change of its configuration.
_TOLD_AFTER: Final = 60.0  # seconds
_SUBJECT: Final = "frigate"


class FrigateRoom:
    """The one Frigate of the community, or none. Used on the event loop only."""

    def __init__(self, runtime: Runtime) -> None:
        """Begin without one."""
        self._runtime = runtime
        self.link: FrigateLink | None = None
        self._settings: FrigateSettings | None = None
        self._session: aiohttp.ClientSession | None = None
        self._listeners: list[Callable[[CameraFact], None]] = []
        self._status_listeners: list[Callable[[], None]] = []
        self._turn = asyncio.Lock()
        self._stopped = False
        # Since when Frigate, and each camera by its id, has been in trouble: monotonic seconds.
        self._lost_since: float | None = None
        self._cameras_lost: dict[str, float] = {}

    @property
    def client(self) -> FrigateClient | None:
        """The client of the running link; None if there is no Frigate."""
        return self.link.client if self.link is not None else None

    @property
    def status(self) -> FrigateStatus | None:
        """How Frigate does; None if there is none."""
        return self.link.status if self.link is not None else None

    @callback
    def configure(self, settings: FrigateSettings | None) -> None:
        """Take how Frigate is reached from now on; the same again does nothing. None: there is none any more."""
        if settings != self._settings:
            self._settings = settings
            self._runtime.routines.run(self._follow())

    @callback
    def subscribe(self, listener: Callable[[CameraFact], None]) -> Callable[[], None]:
        """Call `listener` with each fact, whichever link brings it; returns what ends it."""
        return listen(self._listeners, listener)

    @callback
    def on_status(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` when Frigate's status has changed, or there is another Frigate; returns what ends it."""
        return listen(self._status_listeners, listener)

    def health_of(self, camera: str) -> CameraHealth:
        """Return how a camera does, by Frigate's name of it; without a Frigate it is gone."""
        if self.link is not None:
            return self.link.health_of(camera)
        return CameraHealth(camera, up=False, reason=CameraTrouble.FRIGATE_GONE, at=self._runtime.clock().utc)

    @callback
    def watch(self) -> None:
        """Watch over the cameras that are set up now."""
        if self.link is not None:
            self.link.watch(camera.frigate_name for camera in self._runtime.cameras.all if camera.frigate_name)

    async def stop(self) -> None:
        """End the link; nothing of it is left running."""
        self._stopped = True
        async with self._turn:
            await self._end()

    async def look(self) -> None:
        """Tell of what has lasted, and take back what is over."""
        now = self._runtime.clock().monotonic
        self._look_at_frigate(now)
        for camera in self._runtime.cameras.all:
            self._look_at(camera, now)
        there = {camera.id for camera in self._runtime.cameras.all}
        for camera_id in self._cameras_lost.keys() - there:
            self._found(camera_id)

    async def _follow(self) -> None:
        async with self._turn:
            settings = self._settings
            if self._stopped or settings == (self.link.settings if self.link is not None else None):
                return
            await self._end()
            if settings is not None:
                await self._begin(settings)
        self._status_changed()
        await self.look()

    async def _begin(self, settings: FrigateSettings) -> None:
        runtime = self._runtime
        # A cookie of Frigate's would be sent beside our token, and may have ended.
        self._session = async_create_clientsession(
            runtime.hass, verify_ssl=settings.verify_tls, auto_cleanup=False, cookie_jar=aiohttp.DummyCookieJar()
        )
        link = FrigateLink(
            session=self._session,
            settings=settings,
            clock=runtime.clock,
            broker=settings_of(runtime.entry.data),
            client_id=f"smart_community_{await instance_id.async_get(runtime.hass)}_frigate",
        )
        link.on_fact(self._publish)
        link.on_status(lambda _status: self._status_changed())
        self.link = link
        self._lost_since = None
        self.watch()
        await link.start()

    async def _end(self) -> None:
        link, self.link = self.link, None
        if link is not None:
            await link.stop()
        if self._session is not None:
            # Its connections are Home Assistant's.
            self._session.detach()
            self._session = None

    def _publish(self, fact: CameraFact) -> None:
        tell(self._listeners, fact)

    def _status_changed(self) -> None:
        tell(self._status_listeners)

    def _look_at_frigate(self, now: float) -> None:
        hass, status = self._runtime.hass, self.status
        if status is None or status.connected:
            self._lost_since = None
            self._runtime.faults.clear(FaultCause.FRIGATE_LOST, _SUBJECT)
            report_frigate(hass, self._lesser_problem())
            return
        self._lost_since = now if self._lost_since is None else self._lost_since
        # A login that is refused does not heal by waiting.
        if now - self._lost_since >= _TOLD_AFTER or status.problem is FrigateProblem.LOGIN_REFUSED:
            self._runtime.faults.report(Fault(FaultCause.FRIGATE_LOST, _SUBJECT))
            report_frigate(hass, status.problem or FrigateProblem.UNREACHABLE)

    def _lesser_problem(self) -> FrigateProblem | None:
        """Return what does not keep events from us: a login that may read and not write."""
        profile = self.link.profile if self.link is not None else None
        return FrigateProblem.FORBIDDEN if profile is not None and not profile.is_admin else None

    def _look_at(self, camera: Camera, now: float) -> None:
        health = self._runtime.cameras.health(camera.id)
        # That Frigate is gone is one fault, not one for each of its cameras.
        if health.up or health.reason is CameraTrouble.FRIGATE_GONE:
            if camera.id in self._cameras_lost:
                self._found(camera.id)
            return
        since = self._cameras_lost.setdefault(camera.id, now)
        if now - since >= _TOLD_AFTER:
            self._runtime.faults.report(Fault(FaultCause.CAMERA_LOST, camera.id, camera.place.building))
            report_camera(self._runtime.hass, camera.id, camera.name, health.reason)

    def _found(self, camera_id: str) -> None:
        del self._cameras_lost[camera_id]
        self._runtime.faults.clear(FaultCause.CAMERA_LOST, camera_id)
        report_camera(self._runtime.hass, camera_id, "", None)


def build_frigate(runtime: Runtime) -> FrigateRoom:
    """Return the room; there is no Frigate in it before the subentries are read."""
    return FrigateRoom(runtime)


async def start_frigate(runtime: Runtime) -> None:
    """Watch over the cameras as they are set up, and tell of what lasts; before the subentries are read."""
    runtime.entry.async_on_unload(runtime.cameras.on_change(runtime.frigate.watch))
    runtime.routines.every(_LOOK_EVERY, runtime.frigate.look)
