"""Devices, and the typed facts that a link makes of what they say.

The desks cannot tell whether a device speaks our protocol or is bound to entities of Home Assistant: both links
produce these facts.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from .community import NOWHERE, Place
from .elevator import CarState
from .facade import FacadeState


class DeviceKind(StrEnum):
    """The kinds of the device protocol, version 1."""

    GATEWAY = "gateway"
    HELP_BUTTON = "help_button"
    ELEVATOR = "elevator"
    GATE = "gate"
    SMOKE = "smoke"
    GAS = "gas"
    WATER_METER = "water_meter"
    MOTION = "motion"
    DOOR = "door"
    SIREN = "siren"
    FACADE_CAMERA = "facade_camera"


class Source(StrEnum):
    """How a device reaches us."""

    MQTT = "mqtt"
    ENTITY = "entity"


class HelpButtonEvent(StrEnum):
    """What a help button can say."""

    PRESSED = "pressed"
    LONG_PRESSED = "long_pressed"
    FALL = "fall"
    CANCELLED = "cancelled"
    TEST = "test"


class SensorEvent(StrEnum):
    """What a smoke or gas sensor can say."""

    ALARM = "alarm"
    CLEAR = "clear"
    TEST = "test"


# What an elevator says when somebody is trapped in its car, when its own key lets the door go, and when its own camera
# sees something.
ENTRAPMENT: Final = "entrapment"
KEY_RELEASE: Final = "key_release"
SIGHTING: Final = "sighting"

# The key under which an event is acknowledged, and seen only once: (device, boot, seq).
type EventKey = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class DeviceEvent:
    """Something a device did. `received_at` is ours (UTC); `said_at` is the device's own, advisory."""

    device: str
    boot: str
    seq: int
    type: str
    received_at: datetime
    said_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> EventKey:
        """The key under which this event is acknowledged, and seen only once."""
        return (self.device, self.boot, self.seq)


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """What a device says it is. `check_in`: seconds within which it speaks; `via`: its gateway's device id."""

    device: str
    kind: DeviceKind
    model: str = ""
    firmware: str = ""
    serial: str = ""
    via: str | None = None
    check_in: int | None = None


@dataclass(frozen=True, slots=True)
class DeviceState:
    """What a device reports of itself; only what it knows, checked by kind-independent rules (protocol.py)."""

    device: str
    at: datetime
    battery: float | None = None
    tamper: bool | None = None
    rssi: float | None = None
    # Smoke or gas is there, or somebody is trapped in the car.
    alarm: bool | None = None
    # Somebody moves, the door is open, the siren sounds.
    active: bool | None = None
    # What the water meter has counted, in m³.
    total: float | None = None
    # What an elevator says of its car.
    car: CarState | None = None
    # What a facade camera says of what it sees.
    facade: FacadeState | None = None
    # The broker repeats what was said some time ago: no sign that the device lives now.
    retained: bool = False


@dataclass(frozen=True, slots=True)
class DeviceAvailability:
    """Whether a device is reachable, by its own word or its last will; `retained` as in `DeviceState`."""

    device: str
    at: datetime
    online: bool
    retained: bool = False


@dataclass(frozen=True, slots=True)
class Malformed:
    """A message that could not be understood: `device` is set when the topic told it."""

    topic: str
    reason: str
    device: str | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """The entities of Home Assistant that a device made of existing entities is bound to (entity ids).

    The one that makes it the device it is, its *main* point: `press` (a help button), `alarm` (smoke or gas), `active`
    (motion), `open` (a door), `total` (a water meter), `siren`.
    """

    press: str | None = None
    alarm: str | None = None
    active: str | None = None
    open: str | None = None
    total: str | None = None
    siren: str | None = None
    battery: str | None = None
    tamper: str | None = None

    @property
    def main(self) -> str | None:
        """The entity that makes it the device it is."""
        return self.press or self.alarm or self.active or self.open or self.total or self.siren

    def as_dict(self) -> dict[str, str]:
        """Return the points that are bound."""
        return {name: entity_id for name, entity_id in asdict(self).items() if entity_id is not None}


@dataclass(frozen=True, slots=True)
class Device:
    """A device as the community knows it. `number` names it to people ("Help button 0147"); `home` is opaque."""

    id: str
    number: int
    source: Source = Source.MQTT
    kind: DeviceKind | None = None
    model: str = ""
    firmware: str = ""
    serial: str = ""
    via: str | None = None
    check_in: int | None = None
    place: Place = NOWHERE
    points: Points | None = None
    bound_at: datetime | None = None
    last_seen: datetime | None = None
    last_event: str | None = None
    last_event_at: datetime | None = None
    last_test: datetime | None = None
    online: bool | None = None
    battery: float | None = None
    tamper: bool | None = None
    rssi: float | None = None
    malformed: int = 0
    # When it was given to its home or building; None if it never was, or before this was kept.
    assigned_at: datetime | None = None
    # As in `DeviceState`.
    alarm: bool | None = None
    active: bool | None = None
    total: float | None = None

    @property
    def assigned(self) -> bool:
        """Whether the device belongs to a home, or to a building and no home, or is an elevator or a camera of ours."""
        place = self.place
        where = (place.home, place.building, place.elevator, place.camera)
        return any(one is not None for one in where)
