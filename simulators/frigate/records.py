"""What Frigate remembers: rows of events and reviews, as REST tells them, and the pictures that belong to them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from .picture import Shot
from .site import Version
from .tracked import TrackedObject, row_data

type Row = dict[str, Any]

MANUAL = "api"


@dataclass(slots=True)
class EventRow:
    """One row; `shot` is the picture of its best moment."""

    id: str
    label: str
    camera: str
    start_time: float
    data: dict[str, Any]
    end_time: float | None = None
    sub_label: str | None = None
    zones: list[str] = field(default_factory=list)
    has_clip: bool = True
    has_snapshot: bool = True
    retained: bool = False
    shot: Shot | None = None

    @property
    def manual(self) -> bool:
        """Return whether it was made over the API."""
        return bool(self.data.get("type") == MANUAL)

    def told(self) -> Row:
        """Return it as REST tells it; 0.17 and 0.18 alike."""
        return {
            "id": self.id,
            "label": self.label,
            "sub_label": self.sub_label,
            "camera": self.camera,
            "start_time": self.start_time,
            "end_time": self.end_time,
            "false_positive": None,
            "zones": list(self.zones),
            "thumbnail": None,
            "has_clip": self.has_clip,
            "has_snapshot": self.has_snapshot,
            "retain_indefinitely": self.retained,
            "plus_id": None,
            "model_hash": None,
            "detector_type": "cpu",
            "model_type": "ssd",
            "data": dict(self.data),
        }


@dataclass(slots=True)
class ReviewRow:
    """One review segment as it stands; `published` is what was said of it last."""

    id: str
    camera: str
    start_time: float
    severity: str
    thumb_path: str
    data: dict[str, Any]
    end_time: float | None = None
    viewed: bool = False

    def told(self) -> Row:
        """Return it as REST tells it, with times as text."""
        return {
            "id": self.id,
            "camera": self.camera,
            "start_time": _stamp(self.start_time),
            "end_time": None if self.end_time is None else _stamp(self.end_time),
            "has_been_reviewed": self.viewed,
            "severity": self.severity,
            "thumb_path": self.thumb_path,
            "data": dict(self.data),
        }


class Records:
    """The rows of one Frigate. Manual events have a row as others do."""

    def __init__(self, version: Version) -> None:
        """Begin without rows."""
        self.version = version
        self.events: dict[str, EventRow] = {}
        self.reviews: dict[str, ReviewRow] = {}
        self.exports: dict[str, Row] = {}
        self.faces: dict[str, list[str]] = {}

    def write(self, tracked: TrackedObject, shot: Shot | None) -> None:
        """Bring the row of an object up to date; what never moved gets none."""
        if not tracked.kept:
            return
        row = self.events.get(tracked.id)
        if row is None:
            row = EventRow(tracked.id, tracked.label, tracked.camera.name, tracked.start_time, {})
            self.events[tracked.id] = row
        row.data.update(row_data(tracked))
        row.end_time = tracked.end_time
        row.sub_label = str(tracked.sub_label[0]) if tracked.sub_label else row.sub_label
        row.zones = list(tracked.entered_zones)
        row.has_clip, row.has_snapshot = tracked.records, tracked.snapshots
        row.shot = shot or row.shot

    def find_events(self, query: Mapping[str, str], cameras: Sequence[str] | None) -> list[Row]:
        """Return the rows that a query asks for, newest first unless it says otherwise, of the cameras allowed."""
        wanted = [row for row in self.events.values() if (cameras is None or row.camera in cameras)]
        wanted = [row for row in wanted if _matches(row, query)]
        wanted.sort(key=lambda row: row.start_time, reverse=query.get("sort") != "date_asc")
        return [row.told() for row in wanted[: int(query.get("limit", 100))]]

    def find_reviews(self, query: Mapping[str, str], cameras: Sequence[str] | None, now: float) -> list[Row]:
        """Return the review segments that a query asks for: without `after` those of the last day, newest first."""
        after, before = float(query.get("after", now - 86_400)), float(query.get("before", now))
        found = []
        for row in self.reviews.values():
            inside = row.start_time < before and (row.end_time is None or row.end_time > after)
            allowed = cameras is None or row.camera in cameras
            fits = _among(query.get("cameras"), [row.camera]) and _among(query.get("zones"), row.data["zones"])
            fits = fits and _among(query.get("labels"), row.data["objects"])
            severe = query.get("severity") in (None, row.severity)
            unseen = query.get("reviewed", "0") not in ("0", "false") or not row.viewed
            if inside and allowed and fits and severe and unseen:
                found.append(row)
        found.sort(key=lambda row: row.start_time, reverse=True)
        limit = int(query["limit"]) if "limit" in query else None
        return [row.told() for row in found[:limit]]


def _matches(row: EventRow, query: Mapping[str, str]) -> bool:
    plate = str(row.data.get("recognized_license_plate", ""))
    lists = {
        "cameras": [row.camera],
        "camera": [row.camera],
        "labels": [row.label],
        "label": [row.label],
        "sub_labels": (row.sub_label or "None").split(", "),
        "sub_label": (row.sub_label or "None").split(", "),
        "zones": row.zones or ["None"],
        "zone": row.zones or ["None"],
    }
    flags = {
        "has_clip": row.has_clip,
        "has_snapshot": row.has_snapshot,
        "in_progress": row.end_time is None,
        "favorites": row.retained,
    }
    numbers = {"after": row.start_time > float(query.get("after", 0)), "before": True}
    if "before" in query:
        numbers["before"] = row.start_time < float(query["before"])
    score = float(row.data.get("top_score", row.data.get("score", 0)))
    return (
        all(numbers.values())
        and all(_among(query.get(name), values) for name, values in lists.items())
        and all(bool(int(query[name])) is value for name, value in flags.items() if name in query)
        and float(query.get("min_score", 0)) <= score <= float(query.get("max_score", 1))
        and query.get("event_id") in (None, row.id)
        and _plate_fits(query.get("recognized_license_plate", "all"), plate)
    )


def _plate_fits(wanted: str, plate: str) -> bool:
    """Return whether a plate is asked for; as Frigate does, each wish is also tried as a pattern."""
    if wanted == "all":
        return True
    for one in wanted.split(","):
        if one == (plate or "None"):
            return True
        try:
            if plate and re.search(one, plate):
                return True
        except re.error:
            continue
    return False


def _among(wanted: str | None, values: Sequence[str]) -> bool:
    if wanted in (None, "", "all"):
        return True
    return bool(set(str(wanted).split(",")) & set(values))


def _stamp(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
