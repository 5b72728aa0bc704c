"""Review segments: one a camera at a time, of what moves, and what Frigate says of them on `reviews`."""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .records import ReviewRow
from .tracked import STATIONARY_AFTER, TrackedObject

type Said = dict[str, Any]
type SayReview = Callable[[str, Said, Said], None]


def segment_of(row: ReviewRow) -> Said:
    """Return a segment as it stands in a message: its times are numbers there."""
    return copy.deepcopy(
        {
            "id": row.id,
            "camera": row.camera,
            "start_time": row.start_time,
            "end_time": row.end_time,
            "severity": row.severity,
            "thumb_path": row.thumb_path,
            "data": row.data,
        }
    )


def empty_data() -> Said:
    """Return the data of a segment in which nothing is yet."""
    return {
        "detections": [],
        "objects": [],
        "verified_objects": [],
        "sub_labels": [],
        "zones": [],
        "audio": [],
        "thumb_time": None,
        "metadata": None,
    }


@dataclass(slots=True)
class Segment:
    """The segment that is open in front of one camera."""

    row: ReviewRow
    last_active: float
    manual: set[str] = field(default_factory=set)
    sub_labels: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


class Reviews:
    """The open segments of all cameras. `say` is called with the kind and the segment before and after."""

    def __init__(self, rows: dict[str, ReviewRow], make_id: Callable[[float], str], say: SayReview) -> None:
        """Write into `rows`."""
        self._rows = rows
        self._make_id = make_id
        self._say = say
        self.open: dict[str, Segment] = {}

    def look(self, camera: str, now: float, tracked: Sequence[TrackedObject], cutoff: float) -> None:
        """Take in what a camera has in this frame: begin, change or end its segment."""
        active = [one for one in tracked if _counts(one, now)]
        segment = self.open.get(camera)
        if active and segment is None:
            self._begin(camera, now, active)
        elif active and segment is not None:
            self._go_on(segment, now, active)
        elif segment is not None and not segment.manual and now - segment.last_active > cutoff:
            self._end(segment, segment.last_active)

    def manual(self, camera: str, now: float, event_id: str, words: str) -> None:
        """Take in an event that was made over the API: what is said first of it is `update`, never `new`."""
        segment = self.open.get(camera)
        if segment is None:
            row = self._row(camera, now, "alert")
            segment = self.open[camera] = Segment(row, now)
            row.data["detections"], row.data["objects"] = [event_id], [words]
            before = segment_of(row)
        else:
            before = segment_of(segment.row)
            segment.row.severity = "alert"
        segment.manual.add(event_id)
        segment.labels[event_id] = words
        _fill(segment)
        self._say("update", before, segment_of(segment.row))

    def manual_ended(self, camera: str, event_id: str, at: float, *, active: bool) -> None:
        """Take in the end of an event of the API: the segment ends with it unless something moves there."""
        segment = self.open.get(camera)
        if segment is None or event_id not in segment.manual:
            return
        segment.manual.discard(event_id)
        segment.last_active = max(segment.last_active, at)
        if not segment.manual and not active:
            self._end(segment, at)

    def close(self, camera: str) -> None:
        """End the segment of a camera at once, as Frigate does when the camera is switched off."""
        if (segment := self.open.get(camera)) is not None:
            self._end(segment, segment.last_active)

    def _begin(self, camera: str, now: float, active: Sequence[TrackedObject]) -> None:
        severity = "alert" if any(one.severity == "alert" for one in active) else "detection"
        segment = self.open[camera] = Segment(self._row(camera, now, severity), now)
        self._note(segment, active)
        segment.row.data["thumb_time"] = now
        self._say("new", segment_of(segment.row), segment_of(segment.row))

    def _go_on(self, segment: Segment, now: float, active: Sequence[TrackedObject]) -> None:
        before = segment_of(segment.row)
        segment.last_active = now
        if any(one.severity == "alert" for one in active):
            segment.row.severity = "alert"
        self._note(segment, active)
        if (after := segment_of(segment.row)) != before:
            segment.row.data["thumb_time"] = after["data"]["thumb_time"] = now
            self._say("update", before, after)

    def _note(self, segment: Segment, active: Sequence[TrackedObject]) -> None:
        for one in active:
            segment.labels[one.id] = f"{one.label}-verified" if one.sub_label else one.label
            if one.sub_label:
                segment.sub_labels[one.id] = str(one.sub_label[0])
            zones: list[str] = segment.row.data["zones"]
            zones += [zone for zone in one.current_zones if zone not in zones]
        _fill(segment)

    def _end(self, segment: Segment, at: float) -> None:
        before = segment_of(segment.row)
        segment.row.end_time = at
        del self.open[segment.row.camera]
        self._say("end", before, segment_of(segment.row))

    def _row(self, camera: str, now: float, severity: str) -> ReviewRow:
        review_id = self._make_id(now)
        thumb = f"/media/frigate/clips/review/thumb-{camera}-{review_id}.webp"
        row = self._rows[review_id] = ReviewRow(review_id, camera, now, severity, thumb, empty_data())
        return row


def _fill(segment: Segment) -> None:
    data = segment.row.data
    data["detections"] = list(segment.labels)
    data["objects"] = list(dict.fromkeys(segment.labels.values()))
    data["verified_objects"] = [label for label in segment.labels.values() if label.endswith("-verified")]
    data["sub_labels"] = list(dict.fromkeys(segment.sub_labels.values()))


def _counts(one: TrackedObject, now: float) -> bool:
    """Return whether an object keeps a segment open: it counts, it has moved, and it is not standing still."""
    seen_now = one.frame_time == now and one.end_time is None
    return seen_now and one.kept and one.motionless_count < STATIONARY_AFTER
