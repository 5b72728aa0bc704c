"""A simulated gateway: it says every half minute that it is there, and others name it as the one they speak through."""

import asyncio
import secrets
from typing import Self

from .link import Arrival, Endpoint, Link, LinkError, Listener, Will
from .protocol import encode

# Well within the 90 seconds after which the community misses a gateway.
SPEAKS_EVERY = 30.0


class SimulatedGateway:
    """A gateway on a connection of its own; an asynchronous context manager."""

    def __init__(self, endpoint: Endpoint, device_id: str) -> None:
        """Make the gateway; entering connects it."""
        self.device_id = device_id
        self.info: dict[str, object] = {
            "kind": "gateway",
            "model": "Simulated gateway",
            "firmware": "1.0.0",
            "serial": f"SIM-{device_id.upper()}",
        }
        self._endpoint = endpoint
        self._speaking: asyncio.Task[None] | None = None
        self._link = Link(
            endpoint,
            f"gateway-{secrets.token_hex(6)}",
            [endpoint.topic(device_id, "command")],
            Listener(message=_ignore, online=self._announce),
            will=Will(endpoint.topic(device_id, "availability"), b"offline"),
        )

    async def __aenter__(self) -> Self:
        """Connect, and begin to speak."""
        await self._link.open()
        await self._link.publish_confirmed(self._announcement())
        self._speaking = asyncio.create_task(self._speak())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Say goodbye."""
        self._stop_speaking()
        if self._link.online:
            try:
                goodbye = (self._endpoint.topic(self.device_id, "availability"), b"offline", True)
                await self._link.publish_confirmed([goodbye], within=3.0)
            except LinkError:
                # A broker that is going away takes no goodbyes; the will speaks for us.
                self._stop_speaking()
        await self._link.close()

    async def vanish(self) -> None:
        """Lose power: no goodbye, the last will speaks."""
        self._stop_speaking()
        await self._link.vanish()

    def _stop_speaking(self) -> None:
        if self._speaking is not None:
            self._speaking.cancel()

    async def _speak(self) -> None:
        while True:
            await asyncio.sleep(SPEAKS_EVERY)
            self._link.publish(self._endpoint.topic(self.device_id, "state"), b"{}", retain=True)

    def _announcement(self) -> list[tuple[str, bytes, bool]]:
        topic = self._endpoint.topic
        return [
            (topic(self.device_id, "info"), encode(self.info), True),
            (topic(self.device_id, "availability"), b"online", True),
            (topic(self.device_id, "state"), b"{}", True),
        ]

    def _announce(self) -> None:
        # Also after a break: the last will may have said `offline`.
        for topic, payload, retain in self._announcement():
            self._link.publish(topic, payload, retain=retain)


def _ignore(_arrival: Arrival) -> None:
    """Do nothing: a gateway of this demo obeys no command."""
