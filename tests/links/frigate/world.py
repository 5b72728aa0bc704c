"""A link to a Frigate that answers as a test says, over either stream; the stream is the test's. No socket."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pytest

from custom_components.smart_community.core.sighting import CameraFact, CameraHealth, CameraTrouble
from custom_components.smart_community.links.devices.broker import BrokerSettings
from custom_components.smart_community.links.frigate.link import FrigateLink
from custom_components.smart_community.links.frigate.model import FrigateStatus
from custom_components.smart_community.links.frigate.stream import MqttStream, WebsocketStream
from tests.links.frigate.messages import Watch, sample
from tests.links.frigate.stand_in import OPEN, Answer, Asked, StandInConnections, say

CONFIG = {
    "cameras": {
        "elevator_1": {"detect": {"enabled": True}, "zones": {"cabin": {}}},
        "gate_in": {"detect": {"enabled": True}, "zones": {"gate_lane": {}}},
    }
}
ROW = {
    "id": "1795398134.323384-tdqwjl",
    "camera": "elevator_1",
    "label": "motorcycle",
    "sub_label": "ebike",
    "start_time": 1795398134.3,
    "end_time": None,
    "zones": ["cabin"],
    "has_clip": True,
    "has_snapshot": True,
    "data": {"top_score": 0.85},
}


@dataclass
class World:
    """A link to a Frigate that answers as a test says; the stream is the test's."""

    link: FrigateLink
    watch: Watch
    connections: StandInConnections
    answers: dict[str, Any]
    facts: list[CameraFact] = field(default_factory=list)
    statuses: list[FrigateStatus] = field(default_factory=list)

    async def settle(self) -> None:
        """Let what was begun come to rest."""
        for _ in range(50):
            await asyncio.sleep(0)

    def of[T](self, kind: type[T]) -> list[T]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    def troubles(self) -> list[CameraTrouble | None]:
        return [fact.reason for fact in self.facts if isinstance(fact, CameraHealth) and fact.camera == "elevator_1"]


@asynccontextmanager
async def linked(monkeypatch: pytest.MonkeyPatch, events: Literal["mqtt", "ws"] = "ws") -> AsyncGenerator[World]:
    """Run a link."""
    answers: dict[str, Any] = {
        "/api/config": CONFIG,
        "/api/stats": sample("0.17_stats"),
        "/api/profile": {"username": "anonymous", "role": "admin", "allowed_cameras": ["elevator_1", "gate_in"]},
        "/api/events": [],
    }

    def answer(asked: Asked) -> Answer | Exception:
        said = answers.get(asked.path, Answer(404))
        return said if isinstance(said, Answer | Exception) else say(said)

    monkeypatch.setattr("custom_components.smart_community.links.frigate.session._AGAIN_AFTER", 0)

    async def nothing(_stream: object) -> None:
        """Open no socket."""

    for stream in (MqttStream, WebsocketStream):
        monkeypatch.setattr(stream, "start", nothing)
    monkeypatch.setattr(MqttStream, "stop", nothing)
    connections, watch = StandInConnections(answer), Watch()
    link = FrigateLink(
        session=connections,  # type: ignore[arg-type]  # a stand-in
        settings=replace(OPEN, events=events),
        clock=watch,
        broker=BrokerSettings("broker.invalid", 1883, "community", "opens nothing"),
        client_id="smart_community_x_frigate",
    )
    world = World(link, watch, connections, answers)
    link.on_fact(world.facts.append)
    link.on_status(world.statuses.append)
    link.watch(["elevator_1"])
    await link.start()
    try:
        yield world
    finally:
        await link.stop()
