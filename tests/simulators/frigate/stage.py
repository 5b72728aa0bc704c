"""A simulated Frigate without sockets and without waiting: its eyes, a clock that a test turns, and what it says."""

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.base_protocol import BaseProtocol
from aiohttp.streams import StreamReader
from aiohttp.test_utils import make_mocked_request

from simulators.frigate import SceneCamera, SimulatedFrigate, demo_cameras
from simulators.frigate.gateway import application
from simulators.frigate.scenes import scene
from simulators.frigate.watcher import Cast, Watcher

DATA = Path(__file__).parents[2] / "data" / "frigate"
VERSIONS = ("0.17", "0.18")
NOW = 1795398134.0
FRAME = 0.2


@dataclass
class Said:
    """One message: its topic without the prefix, its payload, and whether it is kept by the broker."""

    topic: str
    payload: Any
    retain: bool

    @property
    def message(self) -> dict[str, Any]:
        """The JSON that it is."""
        parsed: dict[str, Any] = json.loads(self.payload)
        return parsed


@dataclass
class Stage:
    """One Frigate."""

    version: str = "0.17"
    cameras: Sequence[SceneCamera] = field(default_factory=demo_cameras)
    said: list[Said] = field(default_factory=list)
    now: float = NOW

    def __post_init__(self) -> None:
        """Make it; what it publishes is noted."""
        self.frigate = SimulatedFrigate(self.version, self.cameras)
        self.records = self.frigate.records
        self.watcher = Watcher(
            self.frigate.version,
            self.cameras,
            self.records,
            self._say,
            lambda topic, _shot, _box: self._say(topic, "<picture>", retain=True),
            random.Random(7),
        )
        self.frigate.watcher = self.watcher

    def _say(self, topic: str, payload: str | int, retain: bool) -> None:
        self.said.append(Said(topic, payload, retain))

    def run(self, seconds: float) -> None:
        """Let so many seconds pass, five frames each."""
        for _ in range(round(seconds / FRAME)):
            self.now += FRAME
            self.watcher.frame(self.now)

    def play(self, name: str, camera: str = "elevator_1", *, seconds: float = 3.0) -> list[Cast]:
        """Have a scene begin and run for a while; return who is in it."""
        cast = self.watcher.enter(camera, scene(name), self.now)
        self.run(seconds)
        return cast

    def leave(self, cast: list[Cast], *, seconds: float = 8.0) -> None:
        """Have them leave, and wait until nothing of them is left."""
        self.watcher.leave(cast, self.now)
        self.run(seconds)

    def of(self, topic: str) -> list[dict[str, Any]]:
        """Return the JSON messages of a topic."""
        return [one.message for one in self.said if one.topic == topic]

    def counts(self, topic: str) -> list[Any]:
        """Return what was said on a topic of counts."""
        return [one.payload for one in self.said if one.topic == topic]


class Asker:
    """Asks a Frigate's gateway without a connection."""

    def __init__(self, frigate: SimulatedFrigate, *, guarded: bool = False) -> None:
        """Ask one of its ports; the guarded one wants a login."""
        self._app = application(frigate, guarded=guarded)
        self._app.freeze()

    async def __call__(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> web.Response:
        """Return the answer."""
        payload = StreamReader(BaseProtocol(asyncio.get_running_loop()), 2**16)
        payload.feed_data(b"" if body is None else json.dumps(body).encode())
        payload.feed_eof()
        sent = {"Content-Type": "application/json", **(headers or {})}
        request = make_mocked_request(method, path, headers=sent, payload=payload, app=self._app)
        response = await self._app._handle(request)
        assert isinstance(response, web.Response)
        return response


def told(response: web.Response) -> Any:
    """Return the JSON of an answer."""
    assert isinstance(response.body, bytes)
    return json.loads(response.body)
