"""The main process: hears the workers, keeps on disk what they say, tells the community and Frigate, serves pages."""

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final, Self

import aiohttp
from aiohttp import web

from . import retention
from .alone import alone
from .broker import BrokerLink
from .calibration_store import CalibrationStore
from .checked import UnreadableError
from .daily import each_day
from .device import FacadeDevice, within_limit
from .drift import Drift
from .drifting import DriftWatch
from .frigate import FrigateDesk
from .frigate_client import FrigateClient
from .hub import Hub
from .messages import WORKER_DIED, FallNews, FromWorker, Health, PacketsKept, Said, SelfTestDone, Watched
from .optics import Facade
from .outbox import FrigateState, Outbox, OutboxError, Phase, StoredEvent, StoredFall
from .settings import CameraSettings, Settings
from .states import States
from .studio import Studio
from .web import application
from .web_calibration import CalibrationPages

# Events that the disk did not take are numbered from here on, far from those on disk.
UNSAVED: Final = 1_000_000_000
_LOG: Final = logging.getLogger(__name__)


class House:
    """Runs everything of one settings file; an asynchronous context manager.

    Entering raises OutboxError and OSError.
    """

    def __init__(self, settings: Settings, now: Callable[[], float] = time.time) -> None:
        """Prepare; entering starts it. `now` gives UTC seconds."""
        self._settings, self._now = settings, now
        self._falls = settings.data / "falls"
        self._store = CalibrationStore(settings.data / "calibrations")
        self._boot = secrets.token_hex(6)
        self._unsaved = 0
        self._links: dict[str, BrokerLink] = {}
        self._devices: dict[str, FacadeDevice] = {}
        self._news = asyncio.Event()
        self._stack = contextlib.AsyncExitStack()
        self._tasks: list[asyncio.Task[None]] = []
        self._desk: FrigateDesk | None = None
        self._facades: dict[str, Facade | None] = {}
        self._drift = DriftWatch(self._store, self._facades, self.picture, self._aim)
        self._states = States(lambda camera: self._facades.get(camera) is not None, self._drift.moved)
        self.url: str | None = None
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def __aenter__(self) -> Self:
        """Start."""
        for folder in (self._falls, self._settings.data / "calibrations"):
            folder.mkdir(parents=True, exist_ok=True)
        self._stack.enter_context(alone(self._settings.data))
        self._outbox = self._stack.enter_context(Outbox(self._settings.data / "outbox.db", self._boot))
        if self._outbox.set_aside is not None:
            _LOG.error("the outbox was damaged, and set aside as %s", self._outbox.set_aside.name)
        self._studio = Studio(self._falls, self._clip_done)
        cameras = self._settings.cameras
        self._facades.update({camera.name: self._facade(camera.name) for camera in cameras})
        for camera in cameras:
            self._states.tested(camera.name, self._outbox.told(camera.name))
            self._connect(camera)
        self._recover()
        watched = [Watched(camera, self._facades[camera.name], self._falls) for camera in cameras]
        self._hub = Hub(watched, self._settings.workers, self._heard)
        try:
            await self._serve()
            self._tasks = [
                asyncio.create_task(work)
                for work in (self._hub.start(), self._tick(), self._studio.run(), self._nightly(), self._drift.run())
            ]
            if self._settings.frigate is not None:
                session = await self._stack.enter_async_context(
                    aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
                )
                client = FrigateClient(session, self._settings.frigate, self._now)
                names = {camera.name: (camera.frigate, camera.pre_roll) for camera in cameras if camera.frigate}
                self._desk = FrigateDesk(client, self._outbox, names)
                self._tasks.append(asyncio.create_task(self._frigate(self._desk)))
            for task in self._tasks:
                task.add_done_callback(self._ended)
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self.close()

    async def until(self, stop: asyncio.Event) -> None:
        """Wait for `stop`. Raises what ended a part of the program: nothing is to go on half alive."""
        stopped = asyncio.ensure_future(stop.wait())
        await asyncio.wait((stopped, self._failed), return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if self._failed.done():
            self._failed.result()

    async def close(self) -> None:
        """Stop everything; what is not sent stays on disk."""
        for task in self._tasks:
            task.cancel()
        await self._hub.stop()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(link.close() for link in self._links.values()))
        await self._stack.aclose()

    # What the pages ask for.

    def knows(self, camera: str) -> bool:
        """Tell whether there is such a camera."""
        return camera in self._facades

    async def picture(self, camera: str) -> bytes | None:
        """Return a camera's picture, JPEG; None while there is none."""
        return await self._hub.picture(camera)

    def drift(self, camera: str) -> Drift | None:
        """Return what the last check found."""
        return self._drift.found(camera)

    def _aim(self, camera: str, facade: Facade) -> None:
        self._hub.calibrate(camera, facade)

    async def calibrated(self, camera: str, facade: Facade) -> None:
        """Take up a facade that was saved."""
        self._facades[camera] = facade
        self._drift.forget(camera)
        self._hub.calibrate(camera, facade)

    def status(self) -> Mapping[str, object]:
        """Return how everything is."""
        return {
            "level": self._hub.level.name.lower(),
            "frigate": None if self._desk is None else self._desk.problem or "ok",
            "unacknowledged": sum(device.unacknowledged for device in self._devices.values()),
            "workers": [
                {"cameras": names, "busy": round(load.busy, 2), "memory_mib": round(load.memory)}
                for names, load in self._hub.loads()
            ],
            "cameras": {
                camera.name: {
                    **self._states.told(camera.name, self._broker(camera.name)),
                    "device": camera.device,
                    "drift": self._drift.told(camera.name),
                }
                for camera in self._settings.cameras
            },
        }

    def fall(self, fall_id: str) -> StoredFall | None:
        """Return a fall by its id."""
        return self._outbox.fall(fall_id)

    def falls(self) -> list[StoredFall]:
        """Return the newest falls."""
        return self._outbox.falls()

    def media(self, fall_id: str, kind: str) -> Path | None:
        """Return a fall's picture (`jpg`) or clip (`mp4`)."""
        path = self._falls / f"{fall_id}.{kind}"
        return path if path.is_file() else None

    # What begins it.

    def _facade(self, camera: str) -> Facade | None:
        try:
            saved = self._store.load(camera)
        except (UnreadableError, OSError) as error:
            _LOG.error("%s: its calibration cannot be read, it is to be made again: %s", camera, error)
            return None
        return None if saved is None else saved.facade

    def _connect(self, camera: CameraSettings) -> None:
        settings = self._settings.mqtt
        if settings is None:
            return
        name = camera.name
        link = BrokerLink(
            settings,
            camera,
            lambda: self._devices[name].connected(self._now()),
            lambda leaf, payload: self._devices[name].heard(leaf, payload, self._now()),
        )
        device = FacadeDevice(
            camera.device,
            "Facade camera",
            link,
            lambda boot, seq: self._acknowledged(name, boot, seq),
            lambda _: None if self._hub.self_test(name) else "not_watching",
        )
        self._links[name], self._devices[name] = link, device
        link.open()

    def _recover(self) -> None:
        """Take up what an earlier run left: events to send again, falls whose end nobody saw, clips to be made."""
        for event in self._outbox.unacknowledged():
            if (device := self._devices.get(event.camera)) is not None:
                device.send(event, self._now())
        self._end_open(lambda _: True)
        self._studio.recover()

    def _end_open(self, of: Callable[[str], bool]) -> None:
        """End the falls of some cameras that are under way: whoever watched them was killed."""
        for fall in self._outbox.open_falls():
            if of(fall.camera):
                phase = Phase.ENDED if fall.phase is Phase.CONFIRMED else Phase.WITHDRAWN
                body = {**fall.said, "phase": phase.value}
                self._take(FallNews(fall.camera, fall.id, phase, fall.began, fall.updated, body, picture=fall.picture))

    async def _serve(self) -> None:
        settings = self._settings.web
        if settings is None:
            return
        app = application(settings, self, CalibrationPages(self, self._store))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, settings.host, settings.port).start()
        self.url = f"http://{settings.host}:{settings.port}"

    # What is heard.

    def _heard(self, message: FromWorker) -> None:
        match message:
            case Health():
                self._states.heard(message)
                self._say_state(message.camera)
                if message.trouble == WORKER_DIED:
                    self._watcher_died(message.camera)
            case FallNews():
                self._take(message)
            case PacketsKept(camera, fall, None, why):
                _LOG.warning("%s: no clip of %s: %s", camera, fall, why)
            case PacketsKept(_, _, job) if job is not None:
                self._studio.add(job)
            case SelfTestDone(camera, passed, why):
                self._tested(camera, passed=passed, why=why)
            case Said(camera, text):
                _LOG.warning("%s: %s", camera, text)

    def _watcher_died(self, camera: str) -> None:
        try:
            self._end_open(lambda name: name == camera)
        except OutboxError as error:
            _LOG.error("%s: what was under way is ended at the next start: %s", camera, error)

    def _take(self, news: FallNews) -> None:
        """Keep news on disk, then tell it; if the disk refuses, tell it all the same."""
        known = self._known(news.fall)
        camera = self._settings.camera(news.camera) if self.knows(news.camera) else None
        wanted = camera is not None and camera.frigate is not None and self._settings.frigate is not None
        keep = news.phase in (Phase.CONFIRMED, Phase.ENDED)
        picture = news.picture or (known is not None and known.picture)
        body = {**news.body, "picture": picture, "clip": known is not None and known.clip}
        if known is not None and known.frigate_event is not None:
            body["frigate_event"] = known.frigate_event
        body = within_limit(body)
        fall = StoredFall(
            news.fall,
            news.camera,
            news.phase,
            news.began,
            news.updated,
            body,
            FrigateState.WANTED if wanted and keep else FrigateState.NONE,
            None,
            None,
            picture,
            clip=False,
        )
        _LOG.info("%s: fall %s %s", news.camera, news.fall, news.phase)
        device = self._devices.get(news.camera)
        try:
            event = self._outbox.take_in(fall, None if device is None else body, self._now())
        except OutboxError as error:
            event = self._not_kept(news.camera, body, error)
        if event is not None and device is not None:
            device.send(event, self._now())
        self._news.set()

    def _known(self, fall_id: str) -> StoredFall | None:
        try:
            return self._outbox.fall(fall_id)
        except OutboxError:
            return None

    def _not_kept(self, camera: str, body: Mapping[str, object], error: OutboxError) -> StoredEvent:
        self._unsaved += 1
        _LOG.error("%s: the disk did not take news, they are told without: %s", camera, error)
        return StoredEvent(camera, self._boot, UNSAVED + self._unsaved, body, self._now())

    def _acknowledged(self, camera: str, boot: str, seq: int) -> None:
        if seq > UNSAVED:
            return
        try:
            self._outbox.acknowledged(camera, boot, seq)
        except OutboxError as error:
            # It is sent again after the next start, and the community knows it by its number.
            _LOG.error("%s: an acknowledgement was not kept: %s", camera, error)

    def _tested(self, camera: str, *, passed: bool, why: str) -> None:
        now = self._now()
        at = datetime.fromtimestamp(now).astimezone().isoformat(timespec="seconds")
        said = {"self_test": "passed" if passed else "failed", "self_test_at": at}
        self._states.tested(camera, said)
        _LOG.log(logging.INFO if passed else logging.WARNING, "%s: self-test %s %s", camera, said["self_test"], why)
        body: dict[str, object] = {"type": "self_test", "passed": passed}
        if why:
            body["why"] = why
        device = self._devices.get(camera)
        try:
            self._outbox.tell(camera, said)
            event = None if device is None else self._outbox.add_event(camera, body, now)
        except OutboxError as error:
            event = self._not_kept(camera, body, error)
        if event is not None and device is not None:
            device.send(event, now)
        self._say_state(camera)

    def _clip_done(self, fall_id: str) -> None:
        """Tell that a fall's clip is there."""
        try:
            self._outbox.has(fall_id, clip=True)
        except OutboxError as error:
            _LOG.error("the clip of %s could not be noted: %s", fall_id, error)
        self._tell_again(fall_id)

    def _tell_again(self, fall_id: str) -> None:
        """Tell a fall once more, with what has come to it."""
        if (fall := self._known(fall_id)) is None:
            return
        body = {**fall.said, "phase": fall.phase.value}
        self._take(FallNews(fall.camera, fall.id, fall.phase, fall.began, fall.updated, body, picture=fall.picture))

    # What is said.

    def _broker(self, camera: str) -> str | None:
        link = self._links.get(camera)
        return None if link is None else link.problem or ("online" if link.online else "offline")

    def _say_state(self, camera: str) -> None:
        device, now = self._devices.get(camera), self._now()
        if device is not None and (state := self._states.news(camera, now)) is not None:
            device.state(state, now)

    # What goes on.

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(1.0)
            now = self._now()
            for device in self._devices.values():
                device.tick(now)
            self._hub.govern()

    async def _frigate(self, desk: FrigateDesk) -> None:
        while True:
            self._news.clear()
            try:
                for fall in await desk.work(self._now()):
                    self._tell_again(fall.id)
                wait = desk.wait(self._now())
            except OutboxError as error:
                _LOG.error("the outbox cannot be read: %s", error)
                wait = 10.0
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(wait, 300.0)):
                    await self._news.wait()

    async def _nightly(self) -> None:
        """Once a day: the self-test, and forgetting what is old."""
        async for _ in each_day(3 if self._settings.self_test is None else self._settings.self_test):
            for camera, facade in self._facades.items():
                if facade is not None and self._settings.self_test is not None:
                    self._hub.self_test(camera)
            retention.forget(self._outbox, self._falls, self._settings.keep_days, self._now())

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None and not self._failed.done():
            self._failed.set_exception(error)
