"""A simulated siren: it sounds as long as it is told to, answers each command, and falls silent by itself."""

import asyncio
import secrets
from collections import deque
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Self

from .help_button import REMEMBERED_COMMANDS, utc_now
from .link import Arrival, Endpoint, Link, LinkError, Listener, Will
from .protocol import Command, Result, encode, judge, parse_command

LONGEST = 3600
SUPPORTED: Mapping[str, Mapping[str, Collection[object]]] = {"on": {"for": range(1, LONGEST + 1)}, "off": {}}


class Siren:
    """One siren with nothing but its timer: what it is told, whether it sounds, and what it says of itself."""

    def __init__(
        self,
        device_id: str,
        send: Callable[[str, bytes, bool], bool],
        *,
        now: Callable[[], datetime] = utc_now,
        shout: Callable[[bool], None] = lambda _on: None,
    ) -> None:
        """Make a siren that sends with `send(leaf, payload, retain)`; `shout` hears when it begins and ends."""
        self.device_id = device_id
        self._send = send
        self._now = now
        self._shout = shout
        self.info: dict[str, object] = {
            "kind": "siren",
            "model": "Simulated siren",
            "firmware": "1.0.0",
            "serial": f"SIM-{device_id.upper()}",
        }
        self.on = False
        # Why it refuses every command, None if it does not; and whether it answers at all.
        self.broken: str | None = None
        self.silent = False
        self.executed: list[Command] = []
        self._results: deque[Result] = deque(maxlen=REMEMBERED_COMMANDS)
        self._timer: asyncio.TimerHandle | None = None

    def announcement(self) -> list[tuple[str, bytes, bool]]:
        """Return the retained messages (leaf, payload, retain) by which a siren makes itself known."""
        return [("info", encode(self.info), True), ("availability", b"online", True), ("state", self._state(), True)]

    def receive(self, leaf: str, arrival: Arrival) -> None:
        """Take a command; one that it was given before is answered again and changes nothing."""
        command = parse_command(arrival.payload) if leaf == "command" else None
        if command is None or self.silent:
            return
        result = next((known for known in self._results if known.id == command.id), None)
        if result is None:
            result = Result(command.id, self.broken or judge(command, self._now(), SUPPORTED))
            self._results.append(result)
            if result.error is None:
                self.executed.append(command)
                seconds = command.fields.get("for") if command.command == "on" else None
                self._sound(float(seconds) if isinstance(seconds, int) else None)
        self._send("result", result.encode(), False)  # noqa: FBT003

    def stop(self) -> None:
        """Stop the timer, and with it the noise."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _sound(self, seconds: float | None) -> None:
        self.stop()
        if seconds is not None:
            self._timer = asyncio.get_running_loop().call_later(seconds, self._sound, None)
        if (on := seconds is not None) is not self.on:
            self.on = on
            self._shout(on)
            self._send("state", self._state(), True)  # noqa: FBT003

    def _state(self) -> bytes:
        return encode({"on": self.on})


class SimulatedSiren:
    """A siren on a connection of its own; an asynchronous context manager."""

    def __init__(self, endpoint: Endpoint, device_id: str, *, shout: Callable[[bool], None] = lambda _on: None) -> None:
        """Make the siren; `open` connects it."""

        def send(leaf: str, payload: bytes, retain: bool) -> bool:  # noqa: FBT001
            return self._link.publish(endpoint.topic(device_id, leaf), payload, retain=retain) is not None

        self._endpoint = endpoint
        self.siren = Siren(device_id, send, shout=shout)
        self._link = Link(
            endpoint,
            f"siren-{secrets.token_hex(6)}",
            [endpoint.topic(device_id, "command")],
            Listener(message=self._received, online=self._came, offline=lambda: None),
            will=Will(endpoint.topic(device_id, "availability"), b"offline"),
        )

    async def __aenter__(self) -> Self:
        """Connect."""
        await self._link.open()
        await self._link.publish_confirmed(self._announcement())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Say goodbye, and fall silent."""
        self.siren.stop()
        if self._link.online:
            goodbye = (self._endpoint.topic(self.siren.device_id, "availability"), b"offline", True)
            try:
                await self._link.publish_confirmed([goodbye], within=3.0)
            except LinkError:
                # A broker that is going away takes no goodbyes; the will speaks for us.
                self.siren.silent = True
        await self._link.close()

    def _announcement(self) -> list[tuple[str, bytes, bool]]:
        topic = self._endpoint.topic
        return [(topic(self.siren.device_id, leaf), load, keep) for leaf, load, keep in self.siren.announcement()]

    def _came(self) -> None:
        # Also after a break: a last will may have said `offline`.
        for topic, payload, retain in self._announcement():
            self._link.publish(topic, payload, retain=retain)

    def _received(self, arrival: Arrival) -> None:
        self.siren.receive(arrival.topic.rpartition("/")[2], arrival)
