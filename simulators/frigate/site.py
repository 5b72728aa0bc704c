"""What the simulated Frigate is set up with: its version, its cameras with their zones, its users."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

FPS = 5
WIDTH = 640
HEIGHT = 360
TRACKED = ("person", "car", "bicycle", "motorcycle")

type Box = tuple[int, int, int, int]


class Version(StrEnum):
    """The two that are stood in for; the value is what people call them."""

    V0_17 = "0.17"
    V0_18 = "0.18"

    @property
    def full(self) -> str:
        """Return what `/api/version` says."""
        return {"0.17": "0.17.2-5b3b3c8", "0.18": "0.18.0-a1c0f3d"}[self.value]

    @property
    def latest(self) -> str:
        """Return what `/api/stats` says is the newest release."""
        return self.full.partition("-")[0]


class View(StrEnum):
    """What a camera looks at, and so which scene is drawn for it."""

    ELEVATOR = "elevator"
    GATE = "gate"
    DOOR = "door"
    FACADE = "facade"
    LOBBY = "lobby"
    YARD = "yard"


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the picture by its box in pixels of 640 × 360: left, top, right, bottom."""

    name: str
    box: Box

    def holds(self, box: Box) -> bool:
        """Return whether an object with this box stands in it: its bottom centre counts, as with Frigate."""
        x, y = (box[0] + box[2]) / 2, box[3]
        return self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3]


@dataclass(frozen=True, slots=True)
class SceneCamera:
    """One camera: its name in Frigate, what it looks at, its zones, and those in which an object is an alert.

    Without `alert_zones` an object with an alert label is an alert at once. `floor` is what the indicator of an
    elevator car shows at first.
    """

    name: str
    view: View
    zones: tuple[Zone, ...] = ()
    alert_zones: tuple[str, ...] = ()
    track: tuple[str, ...] = TRACKED
    alert_labels: tuple[str, ...] = TRACKED
    floor: str = "1"


@dataclass(frozen=True, slots=True)
class User:
    """A login; `cameras` limits what a role other than admin may see, None does not."""

    name: str
    password: str
    role: str = "admin"
    cameras: tuple[str, ...] | None = None


ADMIN = User("admin", "frigate-demo")
VIEWER = User("viewer", "frigate-viewer", "viewer")


def zone_of(camera: str, view: View) -> Zone:
    """Return the zone that the cameras of the demo have; each has its own name, for zones of one name are merged."""
    match view:
        case View.ELEVATOR:
            return Zone(f"{camera}_car", (60, 170, 580, 360))
        case View.GATE:
            return Zone(f"{camera}_lane", (40, 180, 600, 360))
        case View.DOOR:
            return Zone(f"{camera}_door", (120, 180, 520, 360))
        case View.FACADE:
            return Zone(f"{camera}_line", (120, 20, 520, 330))
        case View.LOBBY:
            return Zone(f"{camera}_no_parking", (40, 200, 600, 360))
        case View.YARD:
            return Zone(f"{camera}_line", (20, 150, 620, 360))


def camera_of(name: str, view: View, *, floor: str = "1") -> SceneCamera:
    """Return a camera with the zone that its view has, in which an object becomes an alert."""
    zone = zone_of(name, view)
    return SceneCamera(name, view, (zone,), (zone.name,), floor=floor)


def demo_cameras() -> list[SceneCamera]:
    """Return the eight cameras of the demo."""
    return [
        camera_of("elevator_1", View.ELEVATOR),
        camera_of("elevator_2", View.ELEVATOR),
        camera_of("elevator_3", View.ELEVATOR),
        camera_of("gate_north", View.GATE),
        camera_of("gate_south", View.DOOR),
        camera_of("facade_3", View.FACADE),
        camera_of("lobby_1", View.LOBBY),
        camera_of("yard", View.YARD),
    ]


def zones_of(cameras: Sequence[SceneCamera]) -> Mapping[str, tuple[str, ...]]:
    """Return each zone's name with the labels that are counted in it, over all cameras that have it."""
    labels: dict[str, tuple[str, ...]] = {}
    for camera in cameras:
        for zone in camera.zones:
            labels[zone.name] = tuple(dict.fromkeys((*labels.get(zone.name, ()), *camera.track)))
    return labels
