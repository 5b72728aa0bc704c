"""An elevator: what it says of its car, and what can be promised with the points that it has.

Source of the rules: `docs/elevators.md`. Nothing here is part of the elevator's safety chain: it is about *asking* the
door to stay open, as a passenger does with the door-open button.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Self

# The longest hold that may be asked for at a time, and how often it is asked for again, in seconds: two renewals may
# be lost. Whatever breaks on our side, the door is free after the first of them.
LONGEST_HOLD: Final = 10.0
RENEW_EVERY: Final = 3.0


class Door(StrEnum):
    """What a car's door does."""

    OPEN = "open"
    OPENING = "opening"
    CLOSED = "closed"
    CLOSING = "closing"


class Inhibitor(StrEnum):
    """What forbids a hold while it is so; each is a point of the car of that name."""

    FIRE = "fire"
    FIREFIGHTER = "firefighter"
    INSPECTION = "inspection"
    EARTHQUAKE = "earthquake"
    ENTRAPMENT = "entrapment"
    OVERLOAD = "overload"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarState:
    """What an elevator says of its car at `at` (UTC, ours); None is what it does not say.

    `level`: it stands within a landing's door zone. `moving`: it travels. `hold`: its door is held by us.
    `fire`: it is recalled by fire. `firefighter`: firefighters have it.
    """

    at: datetime
    floor: str | None = None
    door: Door | None = None
    level: bool | None = None
    moving: bool | None = None
    hold: bool | None = None
    fire: bool | None = None
    firefighter: bool | None = None
    inspection: bool | None = None
    earthquake: bool | None = None
    entrapment: bool | None = None
    overload: bool | None = None

    @property
    def inhibitors(self) -> tuple[Inhibitor, ...]:
        """Return what the car itself says that forbids a hold."""
        return tuple(inhibitor for inhibitor in Inhibitor if getattr(self, inhibitor) is True)

    @property
    def stands_open(self) -> bool:
        """Whether the car surely stands at a landing with its door open: nothing says otherwise, and enough says so."""
        stands = self.level is not False and self.moving is not True
        return self.door is Door.OPEN and stands and (self.level is True or self.moving is False)


@dataclass(frozen=True, slots=True)
class ElevatorPoints:
    """The entities of Home Assistant that an adopted elevator is made of (entity ids).

    `hold`: a switch, on while the door is to be held, wired in parallel with the door-open button. `door`: on (or
    `open`, `opening`) while the door is open. `level`, `moving`, the inhibitors: on or off. `floor`: any text.
    `key`: on when the elevator's own key lets go, or an event or button that is pressed by it.
    """

    hold: str | None = None
    door: str | None = None
    level: str | None = None
    moving: str | None = None
    floor: str | None = None
    fire: str | None = None
    firefighter: str | None = None
    inspection: str | None = None
    earthquake: str | None = None
    entrapment: str | None = None
    overload: str | None = None
    key: str | None = None

    def as_dict(self) -> dict[str, str]:
        """Return the points that are bound."""
        return {name: entity_id for name, entity_id in asdict(self).items() if entity_id}

    @classmethod
    def from_dict(cls, points: Mapping[str, Any]) -> Self:
        """Return the points of a mapping; what is no point, or empty, is left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: str(entity_id) for name, entity_id in points.items() if name in known and entity_id})


@dataclass(frozen=True, slots=True)
class Elevator:
    """An elevator of the community: a config subentry, whose id is `id`.

    It speaks our protocol as `device`, or is made of `points`. `building`: a building's id. `cameras`: the subentry
    ids of the cameras in its car. `speakers`: media players or assist satellites in the car. `languages`: in which
    it speaks, in this order. `two_way`: the address at which its car's two-way talk is opened.
    """

    id: str
    name: str
    building: str | None = None
    device: str | None = None
    points: ElevatorPoints | None = None
    cameras: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("zh-Hans", "en")
    two_way: str | None = None

    @property
    def adopted(self) -> bool:
        """Whether it is made of entities instead of speaking our protocol."""
        return self.device is None and self.points is not None

    def as_data(self) -> dict[str, Any]:
        """Return what its subentry keeps; the subentry's title is its name."""
        return {
            "name": self.name,
            "building": self.building,
            "device": self.device,
            "points": self.points.as_dict() if self.points is not None else {},
            "cameras": list(self.cameras),
            "speakers": list(self.speakers),
            "languages": list(self.languages),
            "two_way": self.two_way,
        }

    @classmethod
    def from_data(cls, elevator_id: str, data: Mapping[str, Any]) -> Self:
        """Return the elevator that a subentry's data describe; raises KeyError without a name."""
        points = ElevatorPoints.from_dict(data.get("points") or {})
        device = data.get("device") or None
        return cls(
            id=elevator_id,
            name=data["name"],
            building=data.get("building") or None,
            device=device,
            points=points if device is None and points.as_dict() else None,
            cameras=tuple(data.get("cameras") or ()),
            speakers=tuple(data.get("speakers") or ()),
            languages=tuple(data.get("languages") or ("zh-Hans", "en")),
            two_way=data.get("two_way") or None,
        )


class MissingPoint(StrEnum):
    """What an elevator does not have; `missing_point.*` in the translations says what cannot be promised for it."""

    HOLD = "hold"
    DOOR = "door"
    LANDING = "landing"
    FIRE = "fire"
    FIREFIGHTER = "firefighter"
    INSPECTION = "inspection"
    EARTHQUAKE = "earthquake"
    ENTRAPMENT = "entrapment"
    OVERLOAD = "overload"
    FLOOR = "floor"
    KEY = "key"
    CAMERA = "camera"
    VOICE = "voice"


# Without these the door is not held at all: nothing to hold it with, nobody knows whether it is open or the car moves,
# or whether firefighters are about to need it.
NEEDED_TO_HOLD: Final = (MissingPoint.HOLD, MissingPoint.DOOR, MissingPoint.LANDING, MissingPoint.FIRE)


@dataclass(frozen=True, slots=True)
class Promises:
    """What the guard of an elevator can promise, and why not; a commissioning is asked for besides."""

    hold: bool
    voice: bool
    sight: bool
    why_not: tuple[MissingPoint, ...]


def missing_points(elevator: Elevator, car: CarState | None) -> tuple[MissingPoint, ...]:
    """Return the points that an elevator does not have; `car`: what it last said, for one that speaks our protocol."""
    known = _known(elevator, car)
    there = {MissingPoint(name) for name in known & set(MissingPoint)}
    if known & {"level", "moving"}:
        there.add(MissingPoint.LANDING)
    if elevator.cameras:
        there.add(MissingPoint.CAMERA)
    if elevator.device is not None or elevator.speakers:
        there.add(MissingPoint.VOICE)
    return tuple(point for point in MissingPoint if point not in there)


def promises(elevator: Elevator, car: CarState | None) -> Promises:
    """Return what can be promised with the points that an elevator has."""
    missing = missing_points(elevator, car)
    why_not = tuple(point for point in missing if point in NEEDED_TO_HOLD)
    return Promises(
        hold=not why_not,
        voice=MissingPoint.VOICE not in missing,
        sight=MissingPoint.CAMERA not in missing,
        why_not=why_not,
    )


def silent_points(elevator: Elevator, car: CarState) -> tuple[str, ...]:
    """Return the points that an adopted elevator has, but that say nothing now: their entities are unavailable."""
    points = elevator.points
    if elevator.device is not None or points is None:
        return ()
    return tuple(name for name in points.as_dict() if name != "key" and getattr(car, name) is None)


def _known(elevator: Elevator, car: CarState | None) -> set[str]:
    """Return the names of the points that an elevator has."""
    if elevator.device is None:
        return set(elevator.points.as_dict()) if elevator.points is not None else set()
    said = {field.name for field in fields(CarState) if car is not None and getattr(car, field.name) is not None}
    # The protocol has a command for the one and an event for the other, whatever the state says.
    return said | {"hold", "key"}


# What the link tells of an elevator; `elevator` is its subentry's id, times are UTC.


@dataclass(frozen=True, slots=True)
class CarReported:
    """The car says this of itself now."""

    elevator: str
    car: CarState


@dataclass(frozen=True, slots=True)
class ElevatorOnline:
    """The elevator can be heard, or cannot."""

    elevator: str
    online: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class KeyReleased:
    """Somebody let go with the elevator's own key."""

    elevator: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CarSighting:
    """The elevator's own camera saw something. `frame`: its number or name there, to tell two sightings apart."""

    elevator: str
    label: str
    score: float
    camera: str
    frame: str
    at: datetime


type ElevatorFact = CarReported | ElevatorOnline | KeyReleased | CarSighting
