"""The simulated Frigate itself: two ports, the frame loop, and what breaks on purpose."""

import asyncio
import contextlib
import json
import socket
import ssl
import time
from collections.abc import Coroutine, Generator, Mapping, Sequence
from typing import Any, Self

from aiohttp import web

from simulators.link import Endpoint

from .answers import Answer
from .auth import Doorkeeper
from .certificate import tls_context
from .event_routes import event_answers, review_answers
from .gateway import application
from .library_routes import library_answers
from .media import Shelf, encode, mp4, picture
from .media_routes import film_times, media_answers, nearest
from .picture import CarLook, Shot
from .publishing import Publisher
from .records import Records
from .scenes import CLASSIFIER, SceneError, scene
from .settings import config_of, merged, stats_of, switch_states
from .site import ADMIN, FPS, VIEWER, Box, SceneCamera, User, Version, demo_cameras
from .system_routes import system_answers
from .watcher import Cast, Watcher

LOOPBACK = "127.0.0.1"
RESTART_TAKES = 1.0


class Playing:
    """A scene that is being played; `event_ids` are the ids of what Frigate has seen of it so far."""

    def __init__(self, frigate: SimulatedFrigate, camera: str, cast: Sequence[Cast]) -> None:
        """Belong to a camera."""
        self._frigate = frigate
        self._cast = cast
        self.camera = camera

    @property
    def event_ids(self) -> list[str]:
        """Return the ids of its objects in the order of the scene; what has not been seen yet has none."""
        return [one.event_id for one in self._cast if one.event_id is not None]

    def leave(self) -> None:
        """Have everybody go back out; they are gone 2 s later."""
        self._frigate.watcher.leave(self._cast, time.time())

    @property
    def over(self) -> bool:
        """Return whether all have gone."""
        return all(one.left(time.time()) for one in self._cast)


class SimulatedFrigate:
    """A Frigate on loopback ports; an asynchronous context manager.

    `url` asks for no login and takes everybody for an admin (Frigate's port 5000); `auth_url` is TLS with a
    certificate of its own and asks for a login (8971). `mqtt`: the broker to publish to, under `topic_prefix`; its
    own prefix is not used. Without a broker everything is still on `/ws`.
    """

    def __init__(  # noqa: PLR0913 - a Frigate has this many settings
        self,
        version: str = "0.17",
        cameras: Sequence[SceneCamera] | None = None,
        port: int = 0,
        mqtt: Endpoint | None = None,
        users: Sequence[User] = (ADMIN, VIEWER),
        *,
        auth_port: int = 0,
        topic_prefix: str = "frigate",
        classifier: str = CLASSIFIER,
        config: Mapping[str, Any] | None = None,
    ) -> None:
        """Describe it; entering starts it. `port` 0: any free one, and the same again after a restart.

        `config`: what it says to be configured with, over what it is; of it only `mqtt.stats_interval` is obeyed.
        """
        self.version = Version(version)
        self.cameras = list(cameras) if cameras is not None else demo_cameras()
        self.classifier = classifier
        self.records = Records(self.version)
        self.publisher = Publisher(self.version, topic_prefix, self.command)
        self.watcher = Watcher(self.version, self.cameras, self.records, self.publisher.publish, self._send_picture)
        self.doors = Doorkeeper(users)
        self.shelf = Shelf()
        self._config = dict(config or {})
        self.config_changes: list[dict[str, Any]] = []
        self.feeds = 0
        self.up = False
        self._mqtt = mqtt
        self._ports = [port, auth_port]
        self._runners: list[web.AppRunner] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop_task: asyncio.Task[None] | None = None
        self._started_at = time.time()

    @property
    def url(self) -> str:
        """Return where it answers everybody."""
        return f"http://{LOOPBACK}:{self._ports[0]}"

    @property
    def auth_url(self) -> str:
        """Return where it asks for a login."""
        return f"https://{LOOPBACK}:{self._ports[1]}"

    async def __aenter__(self) -> Self:
        """Start it."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop it."""
        await self.stop()

    async def start(self) -> None:
        """Listen, connect to the broker, look at the cameras. Raises LinkError, OSError."""
        self._started_at = time.time()
        try:
            await self._listen(0, None)
            await self._listen(1, tls_context())
            self.up = True
            await self.publisher.open(self._mqtt, on_connect=self._say_hello)
        except BaseException:
            await self.stop()
            raise
        self._loop_task = asyncio.create_task(self._watch())
        self._loop_task.add_done_callback(_complain)

    async def stop(self, *, goodbye: bool = True) -> None:
        """Stop; without a goodbye as a process that is killed does. Harmless if it does not run."""
        self.up = False
        loop_task, self._loop_task = self._loop_task, None
        current = asyncio.current_task()
        waiting = [task for task in (loop_task, *self._tasks) if task is not None and task is not current]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await self.publisher.close(goodbye=goodbye)
        for runner in self._runners:
            await runner.cleanup()
        self._runners = []

    async def restart(self, *, down_for: float = RESTART_TAKES) -> None:
        """Stop and start again: tracked objects and live switches are lost, rows and files stay."""
        await self.stop()
        for eye in self.watcher.eyes.values():
            eye.switches.clear()
            for one in eye.cast:
                one.tracked = None
        self.watcher.reviews.open.clear()
        await asyncio.sleep(down_for)
        await self.start()

    async def go_offline(self) -> None:
        """Be gone at once, without a goodbye: the broker says `offline`, and the ports refuse. `come_back` ends it."""
        await self.stop(goodbye=False)

    async def come_back(self) -> None:
        """Be there again after `go_offline`."""
        if not self.up:
            await self.start()

    def restart_soon(self) -> None:
        """Restart once the answer to whoever asked for it is out."""
        self._spawn(self._restart_after_answer())

    async def play(self, name: str, camera: str, *, stay: float | None = 8.0, label: str | None = None) -> Playing:
        """Have a scene begin in front of a camera; whoever came leaves after `stay` seconds (None: by `leave`).

        `label`: what Frigate's model calls the thing, for a model with an `ebike` label of its own. Raises SceneError.
        """
        if camera not in self.watcher.eyes:
            message = f"there is no camera {camera}"
            raise SceneError(message)
        if label is not None and label not in self.watcher.eyes[camera].camera.track:
            message = f"{camera} does not track {label}"
            raise SceneError(message)
        cast = self.watcher.enter(camera, scene(name, label=label), time.time())
        playing = Playing(self, camera, cast)
        if stay is not None:
            self._spawn(self._leave_after(playing, stay))
        return playing

    def camera_down(self, name: str) -> None:
        """Have a camera's stream end: no frames a second, nothing tracked any more, the last picture stays.

        As with a real one the statistics say so when they are asked for, and else each `mqtt.stats_interval` (60 s).
        """
        self.watcher.eyes[name].running = False
        self.watcher.drop(name)

    def camera_up(self, name: str) -> None:
        """Have its stream come again, also after `stale`."""
        eye = self.watcher.eyes[name]
        eye.running, eye.stale_since = True, None

    def stale(self, name: str) -> None:
        """Have a camera hang: its picture stands still and its frames stop, and nobody says that anything ended."""
        self.watcher.eyes[name].stale_since = time.time()

    def show_car(self, camera: str, *, doors: float, floor: str) -> None:
        """Set how an elevator car looks in its camera: doors from 0 (closed) to 1 (open), floor as shown."""
        self.watcher.describe(camera, CarLook(doors, floor))

    def shot(self, camera: str) -> Shot:
        """Return what a camera shows now."""
        return self.watcher.shot(camera, time.time())

    def shots(self, camera: str, start: float, end: float) -> list[Shot]:
        """Return what a camera has recorded: the scene as it was, empty where nobody was there."""
        eye = self.watcher.eyes[camera]
        known = [shot for shot in eye.history if start - 1 <= shot.at <= end + 1]
        times = film_times(start, end)
        return [nearest(known, at) or Shot(camera, eye.camera.view, at, (), eye.car) for at in times]

    def stats(self) -> dict[str, Any]:
        """Return what `/api/stats` says."""
        return stats_of(self.version, list(self.watcher.eyes.values()), self._started_at)

    def config(self) -> dict[str, Any]:
        """Return what `/api/config` says."""
        return merged(config_of(self.version, list(self.watcher.eyes.values()), self.classifier), self._config)

    def streams(self) -> dict[str, Any]:
        """Return what `/api/go2rtc/streams` says."""
        return {camera.name: {"producers": [], "consumers": []} for camera in self.cameras}

    def start_export(self, export_id: str, camera: str, start: float, end: float) -> None:
        """Finish an export in the background."""
        self._spawn(self._export(export_id, camera, start, end))

    @contextlib.contextmanager
    def feeding(self) -> Generator[None]:
        """Count a live picture that is being watched."""
        self.feeds += 1
        try:
            yield
        finally:
            self.feeds -= 1

    def answers(self) -> list[Answer]:
        """Return every route of this version; the order decides which is taken."""
        every = [*system_answers(self), *library_answers(self), *event_answers(self), *review_answers(self)]
        return [answer for answer in (*every, *media_answers(self)) if self.version in answer.versions]

    def command(self, topic: str, payload: str) -> None:
        """Do what is sent to `{camera}/{switch}/set` or `restart`, on MQTT or by an admin on `/ws`."""
        if topic == "restart":
            self.restart_soon()
            return
        camera, _, rest = topic.partition("/")
        switch, _, verb = rest.partition("/")
        eye = self.watcher.eyes.get(camera)
        if eye is None or verb != "set" or payload not in ("ON", "OFF"):
            return
        eye.switches[switch] = payload == "ON"
        if switch in ("enabled", "detect") and payload == "OFF":
            self.watcher.drop(camera)
        self.publisher.publish(f"{camera}/{switch}/state", payload, retain=True)

    def _say_hello(self) -> None:
        for eye in self.watcher.eyes.values():
            for topic, payload, retain in switch_states(self.version, eye):
                self.publisher.publish(topic, payload, retain)
        if self.version is Version.V0_18:
            self.publisher.publish("profile/state", "none", retain=False)
        self.publisher.publish("available", "online", retain=True)

    def _say_stats(self) -> None:
        self.publisher.publish("stats", json.dumps(self.stats()), retain=False)

    def _send_picture(self, topic: str, shot: Shot, box: Box) -> None:
        self._spawn(self._draw_and_send(topic, shot, box))

    async def _draw_and_send(self, topic: str, shot: Shot, box: Box) -> None:
        drawn = await asyncio.to_thread(lambda: encode(picture(shot, crop=box), "JPEG", height=270))
        self.publisher.publish(topic, drawn, retain=True)

    async def _watch(self) -> None:
        """Look five times a second, and tell the statistics as often as is configured."""
        every = float(self.config()["mqtt"]["stats_interval"])
        told_at = time.monotonic()
        while True:
            await asyncio.sleep(1 / FPS)
            self.watcher.frame(time.time())
            if time.monotonic() - told_at >= every:
                told_at = time.monotonic()
                self._say_stats()

    async def _listen(self, number: int, tls: ssl.SSLContext | None) -> None:
        runner = web.AppRunner(application(self, guarded=tls is not None), shutdown_timeout=0.2, access_log=None)
        await runner.setup()
        self._runners.append(runner)
        listener = socket.create_server((LOOPBACK, self._ports[number]))
        self._ports[number] = listener.getsockname()[1]
        await web.SockSite(runner, listener, ssl_context=tls).start()

    async def _leave_after(self, playing: Playing, seconds: float) -> None:
        await asyncio.sleep(seconds)
        playing.leave()

    async def _restart_after_answer(self) -> None:
        await asyncio.sleep(0)
        await self.restart()

    async def _export(self, export_id: str, camera: str, start: float, end: float) -> None:
        shots = self.shots(camera, start, min(end, start + 60))
        await asyncio.to_thread(self.shelf.get, ("export", export_id), lambda: mp4(shots))
        if (export := self.records.exports.get(export_id)) is not None:
            export["in_progress"] = False

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(_complain)


def _complain(task: asyncio.Task[None]) -> None:
    """Show what ended a task that nobody waits for: a simulation that stands still would be taken for a quiet one."""
    if not task.cancelled() and (error := task.exception()) is not None:
        context = {"message": "the simulated Frigate failed", "exception": error, "task": task}
        task.get_loop().call_exception_handler(context)
