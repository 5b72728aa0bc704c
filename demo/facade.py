"""The companion that watches the facade of building 3, as a process, and the camera that it looks through.

The camera is a film that an RTSP server plays again and again; `do falling-object` plays another one in between, in
which something falls. Both are made in the background at the first start: nothing waits for them but what they show.
"""

import asyncio
import contextlib
import hashlib
import json
import os
import secrets
import sys
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from pathlib import Path
from typing import Final, Self

import aiohttp

from simulators.link import Endpoint
from simulators.rtsp import RtspServer, read_film

from .client import HomeAssistantClient, Json
from .phones import Line
from .processes import LOOPBACK, ManagedProcess, ProcessError, free_port, wait_until
from .subentries import add_subentry, change_subentry, subentries

ROOT: Final = Path(__file__).parents[1]
APP: Final = ROOT / "apps" / "falling_objects"
# The camera in the companion's settings, and the device of our protocol that it is.
CAMERA: Final = "facade_3"
DEVICE: Final = "facade-3"
FILMS: Final = ("quiet.mp4", "fall.mp4")
SECONDS: Final = 12.0
# When it is let go, in seconds of the film.
FALLS_AT: Final = 4.0
READY_WITHIN: Final = 120.0
# The first time it compiles its inner loops.
SEES_WITHIN: Final = 300.0
FILMED_WITHIN: Final = 300.0
STOPPED_WITHIN: Final = 15.0

type Progress = Callable[[str], None]


class FacadeWatch:
    """The companion, its camera and its films; an asynchronous context manager. `folder` is the demo's own."""

    def __init__(self, folder: Path, port: int, broker: Endpoint, frigate_url: str, progress: Progress) -> None:
        """Know where the companion's pages are to be (`port`), and whom it tells."""
        self.folder = folder
        self.url = f"http://{LOOPBACK}:{port}"
        self._port = port
        self._camera_port = free_port()
        self._broker = broker
        self._frigate_url = frigate_url
        self._progress = progress
        self._films = _cache() / "films" / _version()
        self._data = folder / "data"
        # Where the companion keeps what was marked.
        self.calibration = self._data / "calibrations" / f"{CAMERA}.json"
        folder.mkdir(parents=True, exist_ok=True)
        self.token = _kept_token(folder / "token")
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(APP))),
            "NUMBA_CACHE_DIR": str(_cache() / "compiled"),
        }
        settings = folder / "settings.json"
        filming = [sys.executable, "-P", "-m", "demo.facade_films", str(self._films), str(self._data), CAMERA]
        watching = [sys.executable, "-P", "-m", "falling_objects", str(settings), "--verbose"]
        log = folder / "log"
        # Whoever watches the demo's screen comes first.
        nice = ["nice", "-n", "5"]
        self._filming = ManagedProcess("the films", [*nice, *filming], log=log, environment=environment)
        self.process = ManagedProcess("falling-objects", [*nice, *watching], log=log, environment=environment)
        self._settings = settings
        self._server: RtspServer | None = None
        self._starting: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Begin; what takes long goes on in the background."""
        self._starting = asyncio.create_task(self._start())
        return self

    async def __aexit__(self, *_: object) -> None:
        """End all of it."""
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        await self.process.stop(within=STOPPED_WITHIN)
        await self._filming.kill()
        if self._server is not None:
            await self._server.stop()

    async def answering(self) -> None:
        """Wait until the companion's pages answer. Raises ProcessError when they do not."""
        deadline = time.monotonic() + READY_WITHIN
        while not await self._answers():
            if self._starting is not None and self._starting.done():
                # What went wrong is its own.
                self._starting.result()
            if time.monotonic() > deadline:
                message = f"the companion did not answer within {READY_WITHIN:g} s\n{self.process.tail()}"
                raise ProcessError(message)
            await asyncio.sleep(0.2)

    async def seeing(self) -> None:
        """Wait until the camera is looked at. Raises ProcessError."""
        if self._starting is not None:
            await self._starting
        deadline = time.monotonic() + SEES_WITHIN
        while (camera := await self.camera()).get("looked", 0) <= 1:
            if time.monotonic() > deadline:
                message = f"the facade is not looked at: {camera}\n{self.process.tail()}"
                raise ProcessError(message)
            await asyncio.sleep(0.5)

    async def camera(self) -> dict[str, Json]:
        """Return what the companion says of its camera; nothing while it does not answer."""
        with contextlib.suppress(aiohttp.ClientError):
            status = await self._ask("/status")
            return dict(status.get("cameras", {}).get(CAMERA, {}))
        return {}

    async def play(self, _: Mapping[str, Json]) -> AsyncGenerator[Line]:
        """Play a fall before the camera; tell when it is let go."""
        await self.seeing()
        assert self._server is not None
        film = await asyncio.to_thread(read_film, self._films / FILMS[1])
        at = time.monotonic()
        self._server.show(film)
        yield {"event": "plays", "at": at}
        await asyncio.sleep(FALLS_AT)
        yield {"event": "falls", "at": time.monotonic()}
        await asyncio.sleep(SECONDS - FALLS_AT)
        yield {"event": "over", "at": time.monotonic()}

    async def _start(self) -> None:
        if not all((self._films / name).exists() for name in FILMS):
            self._progress("filming the facade of building 3 in the background; this is done once")
        self._filming.start()
        await self._made(self.calibration)
        self._settings.write_text(json.dumps(self._as_set()), encoding="utf-8")
        self.process.start()
        await self.process.ready(self._answers, within=READY_WITHIN)
        # The camera comes when there is something to be seen; the companion asks for it until then.
        await self._made(self._films / FILMS[0])
        film = await asyncio.to_thread(read_film, self._films / FILMS[0])
        self._server = RtspServer(film, port=self._camera_port)
        await self._server.start()
        await self._made(self._films / FILMS[1])

    async def _made(self, path: Path) -> None:
        def made() -> bool:
            return path.exists()

        await wait_until(lambda: made() or not self._filming.running, within=FILMED_WITHIN, every=0.2)
        if not made():
            message = f"the facade was not filmed\n{self._filming.tail()}"
            raise ProcessError(message)

    def _as_set(self) -> dict[str, Json]:
        return {
            "data": str(self._data),
            "workers": 1,
            "web": {"host": LOOPBACK, "port": self._port, "token": self.token},
            "mqtt": {
                "host": self._broker.host,
                "port": self._broker.port,
                "site": self._broker.prefix.rpartition("/")[2],
                "username": self._broker.username,
                "password": self._broker.password,
            },
            "frigate": {"url": self._frigate_url},
            "cameras": [
                {
                    "name": CAMERA,
                    "device": DEVICE,
                    "url": f"rtsp://{LOOPBACK}:{self._camera_port}/facade",
                    "frigate": "facade_3",
                    "hardware": "none",
                }
            ],
        }

    async def _answers(self) -> bool:
        try:
            await self._ask("/status")
        except aiohttp.ClientError:
            return False
        return True

    async def _ask(self, path: str) -> dict[str, Json]:
        headers = {"Authorization": f"Bearer {self.token}"}
        async with (
            aiohttp.ClientSession(raise_for_status=True) as session,
            session.get(f"{self.url}{path}", headers=headers) as answer,
        ):
            found: dict[str, Json] = await answer.json()
            return found


async def make_companion(owner: HomeAssistantClient, watch: FacadeWatch, *, moved: bool = False) -> None:
    """Tell the community where its companion is, unless it knows. Raises FlowError, ProcessError."""
    await watch.answering()
    # Opted in, so that a verdict may keep its masked film as an example.
    answers = {"url": watch.url, "token": watch.token, "verify_tls": True, "gate": 0.7, "keep_labelled": True}
    known = next((one for (kind, _), one in (await subentries(owner)).items() if kind == "companion"), None)
    if known is None:
        await add_subentry(owner, "companion", answers)
    elif moved:
        await change_subentry(owner, "companion", known, answers)


def _cache() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "smart-community" / "facade"


def _version() -> str:
    """Return a name for what decides the films: another simulator makes others."""
    digest = hashlib.sha256()
    for path in sorted([*(ROOT / "simulators" / "facade").glob("*.py"), ROOT / "demo" / "facade_films.py"]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _kept_token(path: Path) -> str:
    """Return the word that opens the companion's pages, the same in each demo on this folder."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="utf-8")
    return path.read_text(encoding="utf-8")
