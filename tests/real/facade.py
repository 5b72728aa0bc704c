"""The companion that watches facades, as a process of its own, and the community's ear at the broker."""

import asyncio
import json
import os
import secrets
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, Self

import aiohttp
import av

from demo.broker import COMMUNITY, Broker
from demo.processes import ManagedProcess, free_port
from simulators.link import Arrival, Link, Listener
from simulators.protocol import encode

from .patience import ALIVE

APP = Path(__file__).parents[2] / "apps" / "falling_objects"
sys.path.insert(0, str(APP))

from falling_objects.calibration import solve  # noqa: E402 - it is installed nowhere
from falling_objects.calibration_store import CalibrationStore  # noqa: E402

from simulators.facade import DropPlan, FacadeScene, Size, film  # noqa: E402
from simulators.facade.calibrated import marks_of  # noqa: E402

# The first start compiles; a slow machine takes its time.
COMPILED_WITHIN = 280.0
READY_WITHIN = ALIVE
WITHIN = ALIVE
TOKEN = "a-token-for-the-tests"

type Json = dict[str, Any]


def scene_of(seconds: float = 9.0, at: float | None = 2.5) -> FacadeScene:
    """Return a scene by day in which one large thing falls `at` so many seconds, or nothing."""
    drops = () if at is None else (DropPlan(Size.LARGE, at),)
    return FacadeScene(1203, (1280, 720), seconds=seconds, codec="h264", bitrate=1_500_000, drops=drops)


def demanding() -> FacadeScene:
    """Return a scene of which 16 take more than two cores for decoding alone."""
    return FacadeScene(1203, (1920, 1080), 50.0, seconds=2.0, codec="h264", bitrate=12_000_000)


def film_of(scene: FacadeScene, folder: Path) -> Path:
    """Write a scene's film."""
    path = folder / f"{scene.key()}.mp4"
    film(scene, path)
    return path


def repeated(path: Path, times: int) -> Path:
    """Write a film that shows another `times` times, without decoding it."""
    longer = path.with_name(f"{path.stem}-{times}{path.suffix}")
    with av.open(str(path)) as source, av.open(str(longer), "w") as out:
        stream = source.streams.video[0]
        target = out.add_stream_from_template(stream)
        packets = [
            (packet.dts, packet.pts, packet.is_keyframe, bytes(packet))
            for packet in source.demux(stream)
            if packet.dts is not None and packet.pts is not None and packet.size
        ]
        first, second, last = packets[0][0], packets[1][0], packets[-1][0]
        length = last - first + second - first
        for turn in range(times):
            for dts, pts, key, content in packets:
                packet = av.Packet(content)
                packet.stream, packet.time_base, packet.is_keyframe = target, stream.time_base or Fraction(1), key
                packet.dts, packet.pts = dts + turn * length, pts + turn * length
                out.mux(packet)
    return longer


def compile_once() -> Path:
    """Have numba compile what the watcher runs; return where that is kept, from one run of the suite to the next."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "smart-community" / "compiled"
    environment = {**os.environ, "PYTHONPATH": str(APP), "NUMBA_CACHE_DIR": str(cache)}
    program = "from falling_objects.worker import warm_up; warm_up()"
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, timeout=COMPILED_WITHIN)
    return cache


class Companion:
    """One companion with its data in `folder`; an asynchronous context manager."""

    def __init__(self, folder: Path, cameras: list[Json], compiled: Path, **more: object) -> None:
        """Write its settings. `cameras` and `more` are as in the settings file; `compiled`: what numba keeps."""
        self.folder = folder
        self.data = folder / "data"
        self._port = free_port()
        self.cameras = [str(camera["name"]) for camera in cameras]
        settings = {
            "data": str(self.data),
            "web": {"host": "127.0.0.1", "port": self._port, "token": TOKEN},
            "cameras": cameras,
            **more,
        }
        folder.mkdir(parents=True, exist_ok=True)
        self.settings = folder / "settings.json"
        # JSON is YAML, too.
        self.settings.write_text(json.dumps(settings), encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(APP), "NUMBA_CACHE_DIR": str(compiled)}
        command = [sys.executable, "-m", "falling_objects", str(self.settings), "--verbose"]
        self.process = ManagedProcess("falling-objects", command, log=folder / "log", environment=environment)

    def calibrate(self, scene: FacadeScene, error_px: float = 0.0) -> None:
        """Store the calibration of a scene for every camera."""
        marks = marks_of(scene, error_px)
        for camera in self.cameras:
            CalibrationStore(self.data / "calibrations").save(camera, marks, solve(marks), None, "2026-11-23T00:00:00Z")

    async def __aenter__(self) -> Self:
        """Start it."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop it."""
        await self.process.stop(within=ALIVE)

    async def start(self) -> None:
        """Start it, and wait until its pages answer."""
        self.process.start()
        await self.process.ready(self._answers, within=READY_WITHIN)

    async def ask(self, path: str) -> tuple[int, bytes]:
        """Return status and body of a page."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{self._port}{path}", headers=headers) as response,
        ):
            return response.status, await response.read()

    async def status(self) -> Json:
        """Return its status."""
        status, body = await self.ask("/status")
        assert status == 200
        found: Json = json.loads(body)
        return found

    async def until(self, done: Callable[[Json], bool], *, within: float = WITHIN) -> Json:
        """Wait for a status; return it."""
        deadline = asyncio.get_running_loop().time() + within
        while not done(status := await self.status()):
            if asyncio.get_running_loop().time() > deadline:
                message = f"within {within:g} s only {json.dumps(status)}\n{self.process.tail()}"
                raise AssertionError(message)
            await asyncio.sleep(0.3)
        return status

    async def watching(self) -> None:
        """Wait until every camera is looked at."""
        await self.until(lambda status: all(camera["looked"] > 5 for camera in status["cameras"].values()))

    async def _answers(self) -> bool:
        try:
            status, _ = await self.ask("/status")
        except aiohttp.ClientError:
            return False
        return status == 200


class Ear:
    """Hears the devices as the community does, and acknowledges their events if `acknowledges`."""

    def __init__(self, broker: Broker) -> None:
        """Belong to a broker."""
        self.acknowledges = True
        self.events: list[tuple[str, Json]] = []
        self.states: dict[str, Json] = {}
        self.infos: dict[str, Json] = {}
        self.availability: dict[str, str] = {}
        self.results: list[Json] = []
        self._news = asyncio.Event()
        self._endpoint = broker.endpoint(COMMUNITY)
        topics = [self._endpoint.topic("+", leaf) for leaf in ("event", "state", "info", "availability", "result")]
        self.link = Link(self._endpoint, f"ear-{secrets.token_hex(4)}", topics, Listener(self._hear))

    def _hear(self, arrival: Arrival) -> None:
        device, leaf = arrival.topic.split("/")[-2:]
        if leaf == "availability":
            self.availability[device] = arrival.payload.decode()
        else:
            message: Json = json.loads(arrival.payload)
            match leaf:
                case "event":
                    self.events.append((device, message))
                    if self.acknowledges:
                        ack = encode({"boot": message["boot"], "seq": message["seq"]})
                        self.link.publish(self._endpoint.topic(device, "ack"), ack)
                case "state":
                    self.states[device] = message
                case "info":
                    self.infos[device] = message
                case "result":
                    self.results.append(message)
        self._news.set()

    def command(self, device: str, message: Mapping[str, object]) -> None:
        """Send a command."""
        self.link.publish(self._endpoint.topic(device, "command"), encode(message))

    def falls(self, *, phase: str | None = None, of: str | None = None) -> list[Json]:
        """Return what was told of falls, or of one fall."""
        told = [event for _, event in self.events if event["type"] == "fall" and of in (None, event["fall"])]
        return [event for event in told if phase in (None, event["phase"])]

    async def until[T](self, found: Callable[[], T], *, within: float = WITHIN) -> T:
        """Wait until `found` gives something, and return it."""
        try:
            async with asyncio.timeout(within):
                while not (result := found()):
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError as error:
            told = [f"{event['type']} {event.get('phase', '')} {event.get('clip', '')}" for _, event in self.events]
            message = f"within {within:g} s only {told}"
            raise AssertionError(message) from error
        return result


@asynccontextmanager
async def listening(broker: Broker) -> AsyncGenerator[Ear]:
    """Run an ear."""
    ear = Ear(broker)
    await ear.link.open()
    try:
        yield ear
    finally:
        await ear.link.close()
