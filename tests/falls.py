"""Falling objects for tests: what a companion says of a fall, and a companion that answers from memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from custom_components.smart_community.core.camera import Camera, CameraPurpose, CameraRoom
from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.device import DeviceEvent
from custom_components.smart_community.links.falling_objects import (
    CompanionError,
    CompanionProblem,
    CompanionSettings,
    CompanionStatus,
    Relayed,
)
from tests.cameras import a_camera

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DEVICE = "facade-3"
FALL = "01J00000000000000000000001"
OTHER = "01J00000000000000000000002"
PICTURE = b"\xff\xd8\xff a masked picture"
CLIP = b"\x00\x00\x00\x18ftypisom a masked clip"
# Found in nothing that is not sealed.
HOME = "HOME-1402"
CANDIDATES = [
    {"building": "3", "unit": "1", "floor": 14, "home": HOME, "p": 0.6},
    {"building": "3", "unit": "1", "floor": 15, "home": "HOME-1502", "p": 0.3},
]


def facade_camera(**changes: Any) -> Camera:
    """Return a camera that watches a facade, with a companion."""
    fields: dict[str, Any] = {
        "id": "cam1",
        "name": "Facade of building 3",
        "purpose": CameraPurpose.FACADE,
        "room": CameraRoom.FACADE,
        "frigate_name": None,
        "entity": "camera.facade",
        "place": Place(camera="cam1"),
        "companion": DEVICE,
    }
    return a_camera(**(fields | changes))


def said(phase: str = "confirmed", **changes: Any) -> dict[str, Any]:
    """Return what an event says of a fall, without `seq`, `boot` and `at`."""
    return {
        "fall": FALL,
        "phase": phase,
        "class": "falling",
        "confidence": 0.93,
        "floor": 14,
        "floor_sd": 0.4,
        "floors": [14, 15],
        "candidates": CANDIDATES,
        "speed": 19.5,
        "size": 0.2,
        "height": 31.0,
        "box": [0.4, 0.1, 0.05, 0.6],
        "picture": False,
        "clip": False,
        **changes,
    }


def news(seq: int, phase: str = "confirmed", at: datetime = NOON, device: str = DEVICE, **changes: Any) -> DeviceEvent:
    """Return an event of a facade camera."""
    return DeviceEvent(device, "b", seq, "fall", at, at, said(phase, **changes))


@dataclass
class StandInCompanion:
    """Answers as the companion's client does."""

    settings: CompanionSettings = field(
        default_factory=lambda: CompanionSettings(url="http://companion.invalid", token="opens nothing")
    )
    problem: CompanionProblem | None = None
    asked: list[str] = field(default_factory=list)
    marks: bytes = b""

    async def status(self) -> CompanionStatus:
        self._ask("status")
        return CompanionStatus("full", {"facade": DEVICE})

    async def name_of(self, device: str) -> str:
        await self.status()
        if device != DEVICE:
            raise CompanionError(CompanionProblem.NOT_FOUND)
        return "facade"

    async def fall(self, fall_id: str) -> Mapping[str, Any]:
        self._ask(f"fall {fall_id}")
        return said(fall=fall_id)

    async def picture(self, fall_id: str) -> bytes:
        self._ask(f"picture {fall_id}")
        return PICTURE

    async def clip(self, fall_id: str) -> bytes:
        self._ask(f"clip {fall_id}")
        return CLIP

    async def page(self, camera: str) -> Relayed:
        self._ask(f"page {camera}")
        return Relayed(200, b"<!doctype html>", "text/html")

    async def page_part(self, part: str) -> Relayed:
        self._ask(f"part {part}")
        return Relayed(200, b"export {};", "text/javascript")

    async def camera_picture(self, camera: str) -> Relayed:
        self._ask(f"camera_picture {camera}")
        return Relayed(200, PICTURE, "image/jpeg")

    async def calibration(self, camera: str) -> Relayed:
        self._ask(f"calibration {camera}")
        return Relayed(200, b"{}", "application/json")

    async def calibrate(self, camera: str, marks: bytes) -> Relayed:
        self._ask(f"calibrate {camera}")
        self.marks = marks
        return Relayed(200, b'{"ok": true}', "application/json")

    async def preview(self, camera: str, marks: bytes) -> Relayed:
        self._ask(f"preview {camera}")
        self.marks = marks
        return Relayed(200, b'{"ok": true}', "application/json")

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if self.problem is not None:
            raise CompanionError(self.problem)
