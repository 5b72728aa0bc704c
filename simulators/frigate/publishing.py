"""What Frigate says goes two ways: to the broker under its prefix, and to everybody who listens on `/ws`."""

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from simulators.link import Arrival, Endpoint, Link, LinkError, Listener, Will

from .site import Version

# A browser that does not read is cut off rather than waited for.
BACKLOG = 2000


@dataclass(slots=True)
class Listening:
    """One connection on `/ws`: what still has to be sent, and which cameras its user may see (None: all)."""

    socket: web.WebSocketResponse
    cameras: tuple[str, ...] | None
    waiting: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(BACKLOG))


class Publisher:
    """Says things; an asynchronous context manager is not needed: `open` and `close`."""

    def __init__(self, version: Version, prefix: str, command: Callable[[str, str], None]) -> None:
        """`command(topic without the prefix, payload)` hears what is sent to `…/set` and `restart`."""
        self.version = version
        self.prefix = prefix
        self._command = command
        self._link: Link | None = None
        self._endpoint: Endpoint | None = None
        self.listening: list[Listening] = []
        self.online = False

    async def open(self, endpoint: Endpoint | None, *, on_connect: Callable[[], None]) -> None:
        """Connect to the broker, if there is one; `on_connect` is called at each connection. Raises LinkError."""
        self._endpoint = endpoint
        if endpoint is None:
            on_connect()
            return
        will = Will(f"{self.prefix}/available", b"offline")
        listener = Listener(self._heard, online=on_connect)
        topics = [f"{self.prefix}/+/+/set", f"{self.prefix}/restart"]
        self._link = Link(endpoint, f"frigate-{secrets.token_hex(4)}", topics, listener, will=will)
        await self._link.open()

    async def close(self, *, goodbye: bool) -> None:
        """Disconnect. With a goodbye 0.18 says `stopped`; without one the broker says `offline` for it."""
        link, self._link = self._link, None
        if link is not None:
            if goodbye:
                word = b"stopped" if self.version is Version.V0_18 else b"offline"
                topic = f"{self.prefix}/available"
                if link.online:
                    await _patiently(link, topic, word)
                await link.close()
            else:
                await link.vanish()
        for one in list(self.listening):
            await one.socket.close()

    def publish(self, topic: str, payload: str | int | bytes, retain: bool) -> None:  # noqa: FBT001
        """Say one thing; bytes (pictures) go to the broker only."""
        if self._link is not None:
            raw = payload if isinstance(payload, bytes) else str(payload).encode()
            self._link.publish(f"{self.prefix}/{topic}", raw, retain=retain)
        if isinstance(payload, bytes) or topic == "available":
            return
        message = json.dumps({"topic": topic, "payload": payload})
        camera = camera_of_message(topic, payload)
        for one in self.listening:
            if one.cameras is None or camera is None or camera in one.cameras:
                if one.waiting.full():
                    one.waiting.get_nowait()
                one.waiting.put_nowait(message)

    def _heard(self, arrival: Arrival) -> None:
        topic = arrival.topic.removeprefix(f"{self.prefix}/")
        self._command(topic, arrival.payload.decode(errors="replace"))


def camera_of_message(topic: str, payload: str | int | bytes) -> str | None:
    """Return the camera that a message is about, None if about none: who may not see it does not hear of it."""
    if topic in ("events", "reviews", "tracked_object_update") and isinstance(payload, str):
        message = json.loads(payload)
        return str(message.get("after", message).get("camera"))
    first, _, rest = topic.partition("/")
    return first if rest else None


async def _patiently(link: Link, topic: str, payload: bytes) -> None:
    try:
        await link.publish_confirmed([(topic, payload, True)], within=2.0)
    except LinkError:
        return
