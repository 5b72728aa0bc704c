"""Cameras: what each is for, where it may not look, its sign, and how long its pictures are kept. Pure.

Source: Regulation on the Administration of Public Security Video Image Information Systems (State Council Order 799,
in force 2025-04-01): art. 8 names the rooms into which no camera may look; it also asks for a sign that is plain to see
where a camera looks, and for video to be kept for 30 days at least (`domain.md`, "Law", 5).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

from .community import NOWHERE, Place


class CameraPurpose(StrEnum):
    """What a camera is for: it decides what is made of what it sees."""

    ELEVATOR_CAR = "elevator_car"
    GATE_PLATE = "gate_plate"
    GATE_FACE = "gate_face"
    FACADE = "facade"
    PERIMETER = "perimeter"
    PUBLIC_AREA = "public_area"
    NONE = "none"


class CameraRoom(StrEnum):
    """Into what a camera looks."""

    ELEVATOR = "elevator"
    GATE = "gate"
    LOBBY = "lobby"
    CORRIDOR = "corridor"
    STAIRS = "stairs"
    CAR_PARK = "car_park"
    YARD = "yard"
    FACADE = "facade"
    PERIMETER = "perimeter"
    PLANT_ROOM = "plant_room"
    GUEST_ROOM = "guest_room"
    DORMITORY = "dormitory"
    STAFF_REST_ROOM = "staff_rest_room"
    BATHROOM = "bathroom"
    TOILET = "toilet"
    CHANGING_ROOM = "changing_room"
    FITTING_ROOM = "fitting_room"
    NURSING_ROOM = "nursing_room"
    DELIVERY_ROOM = "delivery_room"
    HOME = "home"


# Art. 8: (1) guest rooms and private dining rooms, (2) rooms of dormitories and rooms where staff sleep or rest,
# (3) public bathrooms, toilets, changing, nursing and fitting rooms, (4) whatever else lets one watch what is private:
# a home, a room of a clinic.
REFUSED_ROOMS: Final = frozenset(
    {
        CameraRoom.GUEST_ROOM,
        CameraRoom.DORMITORY,
        CameraRoom.STAFF_REST_ROOM,
        CameraRoom.BATHROOM,
        CameraRoom.TOILET,
        CameraRoom.CHANGING_ROOM,
        CameraRoom.FITTING_ROOM,
        CameraRoom.NURSING_ROOM,
        CameraRoom.DELIVERY_ROOM,
        CameraRoom.HOME,
    }
)

# What a camera's name says when it is in such a room, in either language; a name in lower case is looked through.
_NAMED: Final[Mapping[CameraRoom, tuple[str, ...]]] = {
    CameraRoom.GUEST_ROOM: ("guest room", "guestroom", "hotel room", "客房", "包间", "包厢"),
    CameraRoom.DORMITORY: ("dormitory", "dorm room", "bedroom", "宿舍", "卧室"),
    CameraRoom.STAFF_REST_ROOM: ("staff rest room", "break room", "休息室", "值班宿"),
    CameraRoom.BATHROOM: ("bathroom", "bath room", "shower", "浴室", "澡堂", "淋浴"),
    CameraRoom.TOILET: ("toilet", "restroom", "washroom", "lavatory", "卫生间", "厕所", "洗手间"),
    CameraRoom.CHANGING_ROOM: ("changing room", "locker room", "dressing room", "更衣室", "更衣间"),
    CameraRoom.FITTING_ROOM: ("fitting room", "试衣间"),
    CameraRoom.NURSING_ROOM: ("nursing room", "lactation room", "哺乳室", "母婴室"),
    CameraRoom.DELIVERY_ROOM: ("delivery room", "ward", "operating room", "产房", "病房", "手术室"),
}
# A part of other words in Latin letters (the *ward* of *forward*): it counts only by itself.
_WHOLE: Final = frozenset({"ward", "shower"})

# Days for which pictures are kept: the regulation asks for 30 at least; more than 90 need a reason in writing.
DEFAULT_RETENTION: Final = 30
LEAST_RETENTION: Final = 30
MOST_RETENTION: Final = 90
LONGEST_RETENTION: Final = 3650

# The most that a live picture asks of a camera through our own door.
LIVE_FPS: Final = 5
LIVE_HEIGHT: Final = 360  # pixels: 640 wide at 16:9


class CameraProblem(StrEnum):
    """Why a camera is not taken as it was described; also the key of its words."""

    ROOM_REFUSED = "room_refused"
    NAME_REFUSED = "name_refused"
    NAME_MISSING = "name_missing"
    SOURCE_MISSING = "source_missing"
    SOURCE_TWICE = "source_twice"
    RETENTION_TOO_SHORT = "retention_too_short"
    RETENTION_TOO_LONG = "retention_too_long"
    RETENTION_REASON_MISSING = "retention_reason_missing"
    COMPANION_WITHOUT_FACADE = "companion_without_facade"


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """One camera. `id`: of its subentry; it is read through Frigate (`frigate_name`), or is an adopted `entity`.

    `retention_days`: for how long pictures of an incident are kept after it was resolved. `retention_reason`: why
    longer than 90 days. `companion`: the device of the protocol that watches its facade for falling objects.
    """

    id: str
    name: str
    purpose: CameraPurpose = CameraPurpose.NONE
    room: CameraRoom = CameraRoom.LOBBY
    frigate_name: str | None = None
    entity: str | None = None
    place: Place = NOWHERE
    sign_text: str = ""
    sign_place: str = ""
    retention_days: int = DEFAULT_RETENTION
    retention_reason: str | None = None
    companion: str | None = None

    @property
    def has_sign(self) -> bool:
        """Whether a sign is recorded: what it says and where it hangs."""
        return bool(self.sign_text.strip() and self.sign_place.strip())

    @classmethod
    def from_stored(cls, camera_id: str, name: str, data: Mapping[str, Any], elevator: str | None = None) -> Self:
        """Return the camera of a subentry's `data`. Raises KeyError, TypeError or ValueError if it is none of ours."""
        return cls(
            id=camera_id,
            name=name,
            purpose=CameraPurpose(data["purpose"]),
            room=CameraRoom(data["room"]),
            frigate_name=data.get("frigate_name"),
            entity=data.get("entity"),
            place=Place(building=data.get("building"), elevator=elevator, camera=camera_id),
            sign_text=data.get("sign_text") or "",
            sign_place=data.get("sign_place") or "",
            retention_days=int(data.get("retention_days", DEFAULT_RETENTION)),
            retention_reason=data.get("retention_reason"),
            companion=data.get("companion") or None,
        )

    def as_stored(self) -> dict[str, Any]:
        """Return what its subentry holds; the name is the subentry's title."""
        return {
            "purpose": self.purpose.value,
            "room": self.room.value,
            "frigate_name": self.frigate_name,
            "entity": self.entity,
            "building": self.place.building,
            "sign_text": self.sign_text,
            "sign_place": self.sign_place,
            "retention_days": self.retention_days,
            "retention_reason": self.retention_reason,
            "companion": self.companion,
        }


def room_named(name: str) -> CameraRoom | None:
    """Return the room that the law closes to cameras and that this name speaks of, or None."""
    lowered = name.casefold()
    words = frozenset("".join(letter if letter.isalnum() else " " for letter in lowered).split())
    for room, spoken in _NAMED.items():
        if any(word in words if word in _WHOLE else word in lowered for word in spoken):
            return room
    return None


def problem_of(camera: Camera) -> CameraProblem | None:
    """Return why a camera may not be set up as it is described, or None; the law comes first."""
    if camera.room in REFUSED_ROOMS:
        return CameraProblem.ROOM_REFUSED
    if room_named(camera.name) is not None:
        return CameraProblem.NAME_REFUSED
    if not camera.name.strip():
        return CameraProblem.NAME_MISSING
    if camera.frigate_name is None and camera.entity is None:
        return CameraProblem.SOURCE_MISSING
    if camera.frigate_name is not None and camera.entity is not None:
        return CameraProblem.SOURCE_TWICE
    return _companion_problem(camera) or _retention_problem(camera)


def _companion_problem(camera: Camera) -> CameraProblem | None:
    watched = camera.companion is not None
    return CameraProblem.COMPANION_WITHOUT_FACADE if watched and camera.purpose is not CameraPurpose.FACADE else None


def _retention_problem(camera: Camera) -> CameraProblem | None:
    if camera.retention_days < LEAST_RETENTION:
        return CameraProblem.RETENTION_TOO_SHORT
    if camera.retention_days > LONGEST_RETENTION:
        return CameraProblem.RETENTION_TOO_LONG
    if camera.retention_days > MOST_RETENTION and not (camera.retention_reason or "").strip():
        return CameraProblem.RETENTION_REASON_MISSING
    return None


def without_sign(cameras: Iterable[Camera]) -> list[Camera]:
    """Return the cameras for which no sign is recorded: each is a fault until one is."""
    return [camera for camera in cameras if not camera.has_sign]
