"""What cameras say, as facts: sightings, counts, plates, faces, reviews, and whether a camera sees at all. Pure.

`camera` is Frigate's name of the camera. Times are UTC; `received_at` is when we heard it, `frame_at` when it was seen.
A plate, a name and a person's sub label are personal data: they stay out of states, logs and the journal's details.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Phase(StrEnum):
    """Where in its life something that a camera follows is."""

    BEGAN = "began"
    CHANGED = "changed"
    ENDED = "ended"


class CameraTrouble(StrEnum):
    """Why a camera cannot be relied on."""

    # Frigate has no process that reads it.
    OFFLINE = "offline"
    # Frigate gets no picture of it, does not look at those that it gets, or says nothing any more.
    STALE = "stale"
    FRIGATE_GONE = "frigate_gone"
    # Frigate has no such camera.
    UNKNOWN = "unknown"
    # It, or its detection, is switched off in Frigate.
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One tracked object of one camera. Scores are 0 to 1; `box` is (x1, y1, x2, y2) in pixels of the detect stream.

    `moved`: it has moved since it was first seen. One that never moved gets no review and no row in Frigate.
    """

    camera: str
    id: str
    phase: Phase
    label: str
    sub_label: str | None = field(repr=False)
    sub_label_score: float | None
    score: float
    top_score: float
    zones: tuple[str, ...]
    stationary: bool
    moved: bool
    box: tuple[int, int, int, int] | None
    frame_at: datetime
    received_at: datetime
    has_snapshot: bool
    has_clip: bool


@dataclass(frozen=True, slots=True)
class ZoneCount:
    """How many objects of a label are in an area, standing ones too; `active`: how many of them move, None if unknown.

    `area`: a camera's name, or a zone's. A zone's count is that of all cameras which have a zone of that name.
    """

    area: str
    label: str
    count: int
    active: int | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class PlateRead:
    """A plate that was read from a tracked object. `known`: what Frigate takes it for, which opens nothing."""

    camera: str
    id: str
    plate: str = field(repr=False)
    score: float
    known: str | None = field(repr=False)
    received_at: datetime


@dataclass(frozen=True, slots=True)
class FaceTried:
    """One attempt to recognise a face. It is told of every attempt, below any threshold too: gate on `score`."""

    camera: str
    id: str
    name: str | None = field(repr=False)
    score: float
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Classified:
    """What a classification model of Frigate made of a tracked object; `attribute`: or of a sub label."""

    camera: str
    id: str
    model: str
    label: str | None
    attribute: bool
    score: float
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review item, at each change. `severity`: "alert" or "detection"; `detections`: ids of its tracked objects.

    `manual`: made over the API, not by a detection. `objects` are bare labels, never "motorcycle-verified".
    """

    camera: str
    review_id: str
    phase: Phase
    severity: str
    detections: tuple[str, ...]
    objects: tuple[str, ...]
    sub_labels: tuple[str, ...] = field(repr=False)
    zones: tuple[str, ...]
    manual: bool
    received_at: datetime


@dataclass(frozen=True, slots=True)
class CameraHealth:
    """Whether a camera can be relied on; `reason`: why not, None if it is up; `at`: since when that is known."""

    camera: str
    up: bool
    reason: CameraTrouble | None
    at: datetime


type CameraFact = Sighting | ZoneCount | PlateRead | FaceTried | Classified | Reviewed | CameraHealth
