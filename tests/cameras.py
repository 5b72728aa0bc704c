"""Cameras for tests: subentries as the forms save them, and a Frigate that answers from memory."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_community.const import CAMERA
from custom_components.smart_community.core.camera import Camera, CameraPurpose, CameraRoom
from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.incident import Incident, Kind
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.sighting import CameraHealth, Phase, Sighting
from custom_components.smart_community.links.frigate.errors import FrigateError, FrigateProblem
from tests.conftest import Community
from tests.people import Person, person

JPEG = b"\xff\xd8 a picture \xff\xd9"
SNAPSHOT = b"\xff\xd8 a snapshot \xff\xd9"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def a_camera(**changes: Any) -> Camera:
    """Return a camera of a car, by Frigate's name `elevator_1`."""
    fields: dict[str, Any] = {
        "id": "cam1",
        "name": "Elevator 1",
        "purpose": CameraPurpose.ELEVATOR_CAR,
        "room": CameraRoom.ELEVATOR,
        "frigate_name": "elevator_1",
        "sign_text": "Video is recorded here",
        "sign_place": "beside the door",
    }
    return Camera(**(fields | changes))


def add_camera(hass: HomeAssistant, entry: MockConfigEntry, camera: Camera | None = None) -> str:
    """Set a camera up, as its form does, and return its id."""
    camera = camera or a_camera()
    subentry = ConfigSubentry(
        data=MappingProxyType(camera.as_stored()),
        subentry_type=CAMERA,
        title=camera.name,
        unique_id=None,
        subentry_id=camera.id,
    )
    hass.config_entries.async_add_subentry(entry, subentry)
    return camera.id


def a_sighting(camera: str = "elevator_1", **changes: Any) -> Sighting:
    """Return what Frigate says of an e-bike that it follows."""
    fields: dict[str, Any] = {
        "camera": camera,
        "id": "1732363200.1-abc",
        "phase": Phase.BEGAN,
        "label": "motorcycle",
        "sub_label": None,
        "sub_label_score": None,
        "score": 0.9,
        "top_score": 0.9,
        "zones": ("car",),
        "stationary": False,
        "moved": True,
        "box": None,
        "frame_at": NOON,
        "received_at": NOON,
        "has_snapshot": True,
        "has_clip": False,
    }
    return Sighting(**(fields | changes))


@dataclass
class StandInClient:
    """Answers as Frigate's client does."""

    broken: FrigateProblem | None = None
    no_snapshot: bool = False
    asked: list[str] = field(default_factory=list)
    frames: int = 3
    endless: bool = False
    # Nothing is answered before it is set.
    gate: asyncio.Event | None = None

    async def latest(self, camera: str, _height: int | None = None) -> bytes:
        self._ask(f"latest {camera}")
        if self.gate is not None:
            await self.gate.wait()
        return JPEG

    async def snapshot(self, event_id: str, **_how: object) -> bytes:
        self._ask(f"snapshot {event_id}")
        if self.no_snapshot:
            raise FrigateError(FrigateProblem.NOT_FOUND)
        return SNAPSHOT

    async def mjpeg(self, camera: str, _fps: int = 5, _height: int = 360) -> AsyncIterator[bytes]:
        self._ask(f"mjpeg {camera}")
        for _ in count() if self.endless else range(self.frames):
            # As from a socket: others get their turn.
            await asyncio.sleep(0)
            yield JPEG

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if self.broken is not None:
            raise FrigateError(self.broken)


class StandInLink:
    """Takes the place of the link to Frigate in its room: the cameras are up, and the client answers from memory."""

    def __init__(self) -> None:
        self.client = StandInClient()
        self.down: dict[str, CameraHealth] = {}

    def health_of(self, camera: str) -> CameraHealth:
        return self.down.get(camera) or CameraHealth(camera, up=True, reason=None, at=NOON)

    def watch(self, names: object) -> None:
        """Watch nothing: all are up."""

    async def stop(self) -> None:
        """End nothing."""


@pytest.fixture
def no_camera_component() -> Iterator[None]:
    """Leave Home Assistant's camera component out: what it needs is not in this environment (tests/real has it)."""
    with patch("custom_components.smart_community.camera_platform.async_setup_component", return_value=False):
        yield


@pytest.fixture
async def frigate(community: Community, no_camera_component: None) -> AsyncIterator[StandInLink]:
    """Return the link to a Frigate that answers from memory, with one camera set up."""
    link = StandInLink()
    community.runtime.frigate.link = link  # type: ignore[assignment]
    add_camera(community.hass, community.entry)
    await community.hass.async_block_till_done()
    yield link
    community.runtime.frigate.link = None


async def incident_of(community: Community, **place: Any) -> Incident:
    return await community.runtime.response.open(Kind.EBIKE, by="test", place=Place(**place))


async def who_is(community: Community, sockets: WebSocketGenerator, role: Role | None) -> Person:
    return await person(community, sockets, *([] if role is None else [role]))
