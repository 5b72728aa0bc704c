"""What Frigate is, as typed things: our settings for it, its cameras, its rows. Frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, Self

from ...core.sighting import CameraHealth
from .errors import FrigateProblem

ADMIN: Final = "admin"


@dataclass(frozen=True, slots=True)
class FrigateSettings:
    """Where Frigate is and who we are to it.

    `url`: scheme, host and port; port 5000 asks for no login and lets everybody do everything, 8971 asks for one.
    `events`: how its events come, over the broker or over its own websocket.
    """

    url: str = field(repr=False)
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    verify_tls: bool = True
    topic_prefix: str = "frigate"
    events: Literal["mqtt", "ws"] = "ws"

    @classmethod
    def from_stored(cls, data: Mapping[str, Any]) -> Self:
        """Return the settings that a subentry's `data` holds. Raises KeyError if it is none of Frigate's."""
        return cls(
            url=data["url"],
            username=data.get("username") or None,
            password=data.get("password") or None,
            verify_tls=data.get("verify_tls", True),
            topic_prefix=data.get("topic_prefix") or "frigate",
            events="mqtt" if data.get("events") == "mqtt" else "ws",
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """Who we are to Frigate, and what we may see."""

    username: str = field(repr=False)
    role: str
    cameras: frozenset[str]

    @property
    def is_admin(self) -> bool:
        """Whether it may write: manual events, sub labels, plates, faces, configuration; and read the faces."""
        return ADMIN in {role.strip() for role in self.role.split(",")}


@dataclass(frozen=True, slots=True)
class CameraSetup:
    """One camera as it is configured. `detect`: whether objects are looked for; off is the default."""

    name: str
    enabled: bool
    detect: bool
    record: bool
    snapshots: bool
    zones: tuple[str, ...]
    labels: tuple[str, ...]
    width: int | None
    height: int | None
    fps: float | None


@dataclass(frozen=True, slots=True)
class FrigateConfig:
    """The running configuration. `raw` holds passwords on 0.17: into no log and no diagnostics."""

    cameras: Mapping[str, CameraSetup]
    topic_prefix: str
    mqtt: bool
    version: str
    raw: Mapping[str, Any] = field(repr=False)

    @property
    def areas(self) -> frozenset[str]:
        """The names under which objects are counted: of cameras and of zones."""
        return frozenset(self.cameras).union(*(camera.zones for camera in self.cameras.values()))


@dataclass(frozen=True, slots=True)
class CameraStats:
    """How one camera does now. `running`: a process reads it, None if Frigate does not say."""

    camera_fps: float
    process_fps: float | None
    detection_enabled: bool | None
    running: bool | None


@dataclass(frozen=True, slots=True)
class Stats:
    """How Frigate does now; `uptime` in seconds."""

    cameras: Mapping[str, CameraStats]
    version: str
    uptime: float


@dataclass(frozen=True, slots=True)
class EventRow:
    """A tracked object that Frigate keeps. `manual`: it was made over the API."""

    id: str
    camera: str
    label: str
    sub_label: str | None = field(repr=False)
    plate: str | None = field(repr=False)
    start: datetime
    end: datetime | None
    zones: tuple[str, ...]
    top_score: float
    box: tuple[float, float, float, float] | None
    has_clip: bool
    has_snapshot: bool
    retained: bool
    manual: bool


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review item that Frigate keeps; `severity`: "alert" or "detection"."""

    id: str
    camera: str
    severity: str
    start: datetime
    end: datetime | None
    detections: tuple[str, ...]
    objects: tuple[str, ...]
    zones: tuple[str, ...]
    viewed: bool


@dataclass(frozen=True, slots=True)
class FaceMatch:
    """Whom Frigate takes a face for; `name` None: for nobody it knows."""

    name: str | None = field(repr=False)
    score: float


@dataclass(frozen=True, slots=True)
class FrigateStatus:
    """Whether Frigate is reached and its events come, and what stands in the way. False and None: not known yet."""

    connected: bool
    problem: FrigateProblem | None
    version: str | None
    cameras: Mapping[str, CameraHealth]
