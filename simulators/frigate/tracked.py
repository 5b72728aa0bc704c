"""One object that Frigate tracks: what it is told a frame, and what it says of it on `events` and in REST."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .site import FPS, HEIGHT, WIDTH, Box, SceneCamera, Version

# An object counts once two of three scores are good; it stands still after 50 frames without a move.
FIRST_SCORES = 2
STATIONARY_AFTER = 50
# A zone is entered in the third frame within it; the frame in which an object is found does not count.
INERTIA = 3
PATH_STEP = 0.05 * math.hypot(WIDTH, HEIGHT) / WIDTH
# Boxes that overlap less than this have moved.
SAME_PLACE = 0.9
LEAST_SECONDS = 60.0

type Said = list[str | float]
type Payload = dict[str, Any]


@dataclass(slots=True)
class TrackedObject:
    """One object from its first frame to its last; times are UNIX seconds."""

    id: str
    camera: SceneCamera
    label: str
    start_time: float
    version: Version
    still: bool = False
    frame_time: float = 0.0
    end_time: float | None = None
    score: float = 0.0
    scores: list[float] = field(default_factory=list)
    box: Box = (0, 0, 0, 0)
    motionless_count: int = 0
    position_changes: int = 0
    current_zones: list[str] = field(default_factory=list)
    entered_zones: list[str] = field(default_factory=list)
    zone_frames: dict[str, int] = field(default_factory=dict)
    attributes: dict[str, float] = field(default_factory=dict)
    current_attributes: list[Payload] = field(default_factory=list)
    path: list[tuple[tuple[float, float], float]] = field(default_factory=list)
    sub_label: Said | None = None
    plate: Said | None = None
    classified: dict[str, Said] = field(default_factory=dict)
    best: Payload | None = None
    records: bool = True
    snapshots: bool = True
    previous: Payload = field(default_factory=dict)
    # How often the recognisers have looked at it.
    attempts: int = 0

    @property
    def false_positive(self) -> bool:
        """Return whether it has been seen too briefly to count."""
        return len(self.scores) < FIRST_SCORES

    @property
    def top_score(self) -> float:
        """Return the highest computed score, 0 while it does not count."""
        return 0.0 if self.false_positive else max(self.scores)

    @property
    def active(self) -> bool:
        """Return whether it moved lately."""
        return self.motionless_count <= STATIONARY_AFTER

    @property
    def kept(self) -> bool:
        """Return whether it has a row: what never moved has none."""
        return not self.false_positive and self.position_changes > 0

    @property
    def severity(self) -> str:
        """Return `alert` or `detection`, by its label and the zones it has entered."""
        wanted = self.camera.alert_zones
        inside = not wanted or bool(set(wanted) & set(self.entered_zones))
        return "alert" if inside and self.label in self.camera.alert_labels else "detection"

    def see(self, frame_time: float, box: Box, score: float) -> bool:
        """Take in one frame; return whether it changed so that Frigate publishes it."""
        moved = not self.still and (not self.scores or _overlap(self.box, box) < SAME_PLACE)
        counted = not self.false_positive
        was_active, zones = self.active, self.current_zones
        self.frame_time, self.score = frame_time, score
        self.scores.append(score)
        # A box that was cut at the edge is no move; the first one is where it is, not how it came there.
        if moved and len(self.scores) > 1:
            self.position_changes += 1
            self.motionless_count = 0
        else:
            self.motionless_count += 1
        self.box = box
        if counted or len(self.scores) > 1:
            self._enter_zones()
        if self.best is None or score > self.best["score"] or _area(box) > 1.1 * self.best["area"]:
            self.best = self._thumbnail()
        stepped = self._step()
        if self.false_positive:
            return False
        late = frame_time - self.previous.get("frame_time", frame_time) > LEAST_SECONDS
        return not counted or moved or late or stepped or was_active is not self.active or zones != self.current_zones

    def message(self, kind: str) -> Payload:
        """Return what is published on `events`: before, after and `new`, `update` or `end`."""
        after = self.state()
        message: Payload = {"before": self.previous, "after": after, "type": kind}
        self.previous = after
        return message

    def state(self) -> Payload:
        """Return the object as it stands in a message; 0.18 says two things more."""
        kept = self.kept
        return {
            "id": self.id,
            "camera": self.camera.name,
            "frame_time": self.frame_time,
            "snapshot": self.best if not self.false_positive else None,
            **({"snapshot_clean": True} if self.version is Version.V0_18 else {}),
            "label": self.label,
            "sub_label": self.sub_label,
            "top_score": self.top_score,
            "false_positive": self.false_positive,
            "start_time": self.start_time,
            "end_time": self.end_time,
            "score": self.score,
            **({"computed_score": self.top_score} if self.version is Version.V0_18 else {}),
            "box": list(self.box),
            "area": _area(self.box),
            "ratio": _ratio(self.box),
            "region": [0, 0, WIDTH, HEIGHT],
            "active": self.active,
            "stationary": not self.active,
            "motionless_count": self.motionless_count,
            "position_changes": self.position_changes,
            "current_zones": list(self.current_zones),
            "entered_zones": list(self.entered_zones),
            "has_clip": kept and self.records,
            "has_snapshot": kept and self.snapshots,
            "attributes": dict(self.attributes),
            "current_attributes": list(self.current_attributes),
            "pending_loitering": False,
            "max_severity": self.severity,
            "current_estimated_speed": 0,
            "average_estimated_speed": 0,
            "velocity_angle": 0,
            "path_data": [[list(place), at] for place, at in self.path],
            "recognized_license_plate": self.plate,
            **self.classified,
        }

    def _enter_zones(self) -> None:
        zones = []
        for zone in self.camera.zones:
            inside = zone.holds(self.box)
            self.zone_frames[zone.name] = self.zone_frames.get(zone.name, 0) + 1 if inside else 0
            if inside and self.zone_frames[zone.name] >= INERTIA:
                zones.append(zone.name)
        self.current_zones = zones
        self.entered_zones += [name for name in zones if name not in self.entered_zones]

    def _step(self) -> bool:
        """Note the way that it went, in steps that are worth it."""
        if self.false_positive:
            return False
        place = round((self.box[0] + self.box[2]) / 2 / WIDTH, 4), round(self.box[3] / HEIGHT, 4)
        if len(self.path) > 1 and math.dist(self.path[-1][0], place) < PATH_STEP:
            return False
        self.path.append((place, self.frame_time))
        return True

    def _thumbnail(self) -> Payload:
        return {
            "frame_time": self.frame_time,
            "box": list(self.box),
            "area": _area(self.box),
            "region": [0, 0, WIDTH, HEIGHT],
            "score": self.score,
            "attributes": list(self.current_attributes),
            "current_estimated_speed": 0,
            "velocity_angle": 0,
            "path_data": [[list(place), at] for place, at in self.path],
            "recognized_license_plate": self.plate,
            # The score stands beside the plate, in its list; this has never been filled.
            "recognized_license_plate_score": None,
        }


def row_data(tracked: TrackedObject) -> Mapping[str, object]:
    """Return the `data` of its row in REST, where values and scores stand side by side."""
    best = tracked.best or {"box": list(tracked.box), "score": tracked.score}
    plate, sub_label = tracked.plate, tracked.sub_label
    return {
        "box": _relative(best["box"]),
        "region": [0.0, 0.0, 1.0, 1.0],
        "score": best["score"],
        "top_score": tracked.top_score,
        "attributes": [{**one, "box": _relative(one["box"])} for one in tracked.current_attributes],
        "average_estimated_speed": 0,
        "velocity_angle": 0,
        "type": "object",
        "max_severity": tracked.severity,
        "path_data": [[list(place), at] for place, at in tracked.path],
        **({"sub_label_score": sub_label[1]} if sub_label else {}),
        **({"recognized_license_plate": plate[0], "recognized_license_plate_score": plate[1]} if plate else {}),
        **{name: said[0] for name, said in tracked.classified.items()},
        **{f"{name}_score": said[1] for name, said in tracked.classified.items()},
    }


def _relative(box: Sequence[int]) -> list[float]:
    left, top, right, bottom = box
    return [
        round(left / WIDTH, 4),
        round(top / HEIGHT, 4),
        round((right - left) / WIDTH, 4),
        round((bottom - top) / HEIGHT, 4),
    ]


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _ratio(box: Box) -> float:
    height = box[3] - box[1]
    return round((box[2] - box[0]) / height, 4) if height else 0.0


def _overlap(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / (_area(one) + _area(other) - both)


def frames(seconds: float) -> int:
    """Return how many frames a camera sees in so many seconds."""
    return round(seconds * FPS)
