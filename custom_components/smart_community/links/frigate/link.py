"""The link to one Frigate: its events as facts, the health of its cameras, and its client. Knows no Home Assistant."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from math import inf
from typing import Final

import aiohttp

from ...core.ports import Clock
from ...core.sighting import CameraFact, CameraHealth, CameraTrouble, Phase
from ...core.telling import listen, tell
from ..devices.broker import BrokerSettings
from .answers import sighting_of
from .client import FrigateClient
from .errors import FrigateError, FrigateProblem
from .facts import Available, FactReader, Switched
from .health import HICCUP, FrigateHealth
from .model import FrigateConfig, FrigateSettings, FrigateStatus, Profile, Stats
from .stream import MqttStream, Stream, WebsocketStream

_LOGGER = logging.getLogger(__name__)

POLL_EVERY: Final = 10.0  # seconds
# While something is wrong, unless the login was refused: Frigate counts those.
_POLL_AGAIN: Final = 2.0  # seconds
_POLL_REFUSED: Final = 60.0  # seconds
# Messages make us ask no more often than this: whoever may publish at the broker could keep Frigate busy with us.
_APART: Final = 1.0  # seconds
# How a camera is set up is asked again after this, and whenever Frigate comes back.
_CONFIG_EVERY: Final = 300.0  # seconds
# Of what is still in view when the stream comes back.
_MOST_IN_VIEW: Final = 100

type OnFact = Callable[[CameraFact], None]
type OnStatus = Callable[[FrigateStatus], None]


class FrigateLink:
    """Listens to one Frigate from `start` to `stop`. Used on the event loop; listeners are called there."""

    def __init__(
        self,
        *,
        session: aiohttp.ClientSession,
        settings: FrigateSettings,
        clock: Clock,
        broker: BrokerSettings | None = None,
        client_id: str = "",
    ) -> None:
        """`session` keeps no cookies and is closed by the caller; `broker`, `client_id`: for events over MQTT."""
        self.settings = settings
        self.client = FrigateClient(session, settings, clock)
        self.reader = FactReader()
        self._clock = clock
        self._over_broker = settings.events == "mqtt" and broker is not None
        # What the broker dropped meanwhile, nobody says again.
        self._health = FrigateHealth(forgives=0.0 if self._over_broker else HICCUP)
        self._watched: frozenset[str] = frozenset()
        self._facts: list[OnFact] = []
        self._statuses: list[OnStatus] = []
        self._status = FrigateStatus(connected=False, problem=None, version=None, cameras={})
        self._config_at: float | None = None
        self._asked_at = -inf
        # Asks once its turn has come.
        self._later: asyncio.TimerHandle | None = None
        # Who we are to it, and what we may; None before that is known.
        self.profile: Profile | None = None
        self._catches_up = False
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._stopped = False
        self.stream: Stream = (
            MqttStream(broker, client_id, settings.topic_prefix, self)
            if self._over_broker and broker is not None
            else WebsocketStream(self.client.session, self)
        )

    @property
    def status(self) -> FrigateStatus:
        """How Frigate and its cameras do."""
        return self._status

    @property
    def config(self) -> FrigateConfig | None:
        """The configuration as it was last read; None before that."""
        return self._health.config

    async def start(self) -> None:
        """Begin to listen and to ask, and go on trying until `stop`; nothing is raised."""
        await self.stream.start()
        self._task = asyncio.create_task(self._run(), name="Frigate")

    async def stop(self) -> None:
        """End everything that was begun."""
        self._stopped = True
        if self._later is not None:
            self._later.cancel()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.stream.stop()

    def on_fact(self, listener: OnFact) -> Callable[[], None]:
        """Call `listener` with each fact; returns what ends it."""
        return listen(self._facts, listener)

    def on_status(self, listener: OnStatus) -> Callable[[], None]:
        """Call `listener` whenever the status has changed; returns what ends it."""
        return listen(self._statuses, listener)

    def watch(self, names: Iterable[str]) -> None:
        """Take which cameras are to be watched over, by Frigate's names; one that Frigate has not is in trouble."""
        self._watched = frozenset(names)
        self._judge()

    def health_of(self, camera: str) -> CameraHealth:
        """Return how a camera does; of one that is not watched only that Frigate answers is known."""
        known = self._status.cameras.get(camera)
        if known is not None:
            return known
        return self._health.camera(camera, self._clock())

    # What the stream tells.

    def opened(self) -> None:
        """Hear that the stream stands."""
        if self._stopped:
            return
        self._health.stream_is(self._clock().monotonic, is_open=True)
        self.reader.forget()
        self._ask_soon(catch_up=True)
        self._judge()

    def closed(self, problem: FrigateProblem | None) -> None:
        """Hear that the stream has ended; whether Frigate is gone with it, a call tells at once."""
        if self._stopped:
            return
        self._health.stream_is(self._clock().monotonic, is_open=False, refused=problem)
        if self._health.refused is None:
            self._ask_soon()
        self._judge()

    def said(self, topic: str, payload: object) -> None:
        """Hear a message."""
        if self._stopped:
            return
        now = self._clock()
        self._health.heard_at = now.monotonic
        for reading in self.reader.read(topic, payload, now.utc):
            match reading:
                case Available(online):
                    self._health.available = online
                    self.reader.forget()
                    self._ask_in_turn(catch_up=online)
                    self._judge()
                case Stats():
                    self._health.doubt(reading)
                    self._judge()
                case Switched(camera):
                    if self._is_known(camera):
                        self._config_at = None
                        self._ask_in_turn()
                case _:
                    self._publish(reading)

    # What is asked.

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            try:
                await self._ask()
            except Exception:
                # A fault of ours must not end the asking for good; what is not asked for grows stale.
                _LOGGER.exception("What Frigate answered could not be handled")
            try:
                async with asyncio.timeout(self._pause()):
                    await self._wake.wait()
            except TimeoutError:
                self._judge()

    def _pause(self) -> float:
        """Return for how many seconds nothing is asked; Frigate says that it stops before it no longer answers."""
        if self._health.refused is FrigateProblem.LOGIN_REFUSED:
            return _POLL_REFUSED
        return POLL_EVERY if self._health.refused is None and self._health.listens else _POLL_AGAIN

    async def _ask(self) -> None:
        health, client = self._health, self.client
        try:
            now = self._asked_at = self._clock().monotonic
            if health.config is None or self._config_at is None or now - self._config_at >= _CONFIG_EVERY:
                self.profile = await client.profile()
                config = await client.config()
                health.config, self._config_at = config, now
                self.reader.know(config.areas)
            stats = await client.stats()
        except FrigateError as error:
            health.refused = error.code
            # Whatever comes back may be another Frigate than the one that went.
            self._config_at = None
            self._catches_up = True
        else:
            health.take_stats(stats, self._clock().monotonic)
            health.refused, health.answered = None, True
        # First the cameras: what one that cannot be relied on has seen is not believed.
        self._judge()
        if health.refused is None and self._catches_up and health.stream_open:
            await self._try_to_catch_up()

    async def _try_to_catch_up(self) -> None:
        """Tell what was missed, or do it with the next statistics: of how its cameras do it says nothing."""
        self._catches_up = False
        try:
            await self._catch_up()
        except FrigateError as error:
            self._catches_up = True
            _LOGGER.debug("Frigate does not tell what is in view: %s", error)

    async def _catch_up(self) -> None:
        """Tell what is in view by now, and what has left: it began, or ended, while nobody listened."""
        if not self._watched:
            return
        rows = await self.client.events(cameras=self._watched, in_progress=True, limit=_MOST_IN_VIEW)
        received_at = self._clock().utc
        for row in rows:
            if not row.manual:
                self._publish(self.reader.follow(sighting_of(row, received_at)))
        if not self._over_broker:
            # Its websocket says as it opens what is in view, also of what has no row.
            return
        for seen in self.reader.unsure:
            has_ended = seen.camera in self._watched and await self._has_ended(seen.id)
            if self.reader.settle(seen) and has_ended:
                ended = replace(seen, phase=Phase.ENDED, received_at=self._clock().utc)
                self._publish(self.reader.follow(ended))

    async def _has_ended(self, thing: str) -> bool:
        """Return whether Frigate says that something has ended; what never moved has no row that could say so."""
        try:
            return (await self.client.event(thing)).end is not None
        except FrigateError as error:
            if error.code is FrigateProblem.NOT_FOUND:
                return False
            raise

    def _is_known(self, camera: str) -> bool:
        return camera in self._watched or (self.config is not None and camera in self.config.cameras)

    def _ask_in_turn(self, *, catch_up: bool = False) -> None:
        """Ask because a message says that there is something to ask."""
        self._catches_up = self._catches_up or catch_up
        if self._later is None:
            pause = self._asked_at + _APART - self._clock().monotonic
            self._later = asyncio.get_running_loop().call_later(max(0.0, pause), self._ask_now)

    def _ask_now(self) -> None:
        self._later = None
        self._wake.set()

    def _ask_soon(self, *, catch_up: bool = False) -> None:
        self._catches_up = self._catches_up or catch_up
        self._wake.set()

    # What is told.

    def _judge(self) -> None:
        if self._stopped:
            return
        now = self._clock()
        health, before = self._health, self._status
        cameras = health.cameras(self._watched, now)
        self._status = FrigateStatus(
            connected=health.connected(now.monotonic),
            problem=health.problem(now.monotonic),
            version=health.stats.version if health.stats is not None else None,
            cameras=cameras,
        )
        for name, camera in cameras.items():
            if (known := before.cameras.get(name)) is None or known.reason is not camera.reason:
                self._publish(camera)
        if self._status != before:
            tell(self._statuses, self._status)

    def _publish(self, fact: CameraFact) -> None:
        tell(self._facts, fact)


def gone(cameras: Iterable[str], clock: Clock) -> Mapping[str, CameraHealth]:
    """Return the health of cameras of which nobody knows anything."""
    at = clock().utc
    return {name: CameraHealth(name, up=False, reason=CameraTrouble.FRIGATE_GONE, at=at) for name in cameras}
