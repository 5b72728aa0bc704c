"""Frigate's messages, turned into facts; the same over MQTT and over its websocket. Nothing it reads raises.

Topics are without Frigate's prefix, as its websocket has them. What Frigate means by each, and what it does not say,
is in `docs/frigate.md`; tests hold each trap on messages that 0.17 and 0.18 really sent.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from ...core.sighting import (
    CameraFact,
    Classified,
    FaceTried,
    Phase,
    PlateRead,
    Reviewed,
    Sighting,
    ZoneCount,
)
from .answers import bare_label, stats_of
from .errors import FrigateError
from .fields import box_of, json_of, mapping_of, moment_of, names_of, number_of, score_of, text_of, valued
from .model import Stats

# The path of a thing that is followed for hours grows; the statistics of 200 cameras are about 60 KB.
LARGEST_PAYLOAD: Final = 1024 * 1024  # bytes
# Reviews of which the last word is remembered, and counts: more than a community of 200 cameras has at once.
_REVIEWS: Final = 2_000
_COUNTS: Final = 10_000
_FOLLOWED: Final = 2_000

_COUNT: Final = re.compile(r"([^/]+)/([^/]+)")
_ACTIVE: Final = re.compile(r"([^/]+)/([^/]+)/active")
_SWITCH: Final = re.compile(r"([^/]+)/(?:enabled|detect)/state")
_NUMBER: Final = re.compile(r"[0-9]{1,4}")

_PHASES: Final = {"new": Phase.BEGAN, "update": Phase.CHANGED, "end": Phase.ENDED}
_NOBODY: Final = frozenset({"unknown", "none", ""})
# Topics of what is followed and said of the whole, by which a subscription names them.
TOPICS: Final = (
    "events",
    "reviews",
    "tracked_object_update",
    "stats",
    "available",
    "+/+",
    "+/+/active",
    "+/enabled/state",
    "+/detect/state",
)


@dataclass(frozen=True, slots=True)
class Available:
    """Frigate has said that it is there, or (`offline`, since 0.18 also `stopped`) that it is not."""

    online: bool


@dataclass(frozen=True, slots=True)
class Switched:
    """Something of a camera may have been switched. 0.17 repeats what is configured: what it says is not believed."""

    camera: str


type Reading = CameraFact | Available | Stats | Switched


@dataclass(slots=True)
class Tally:
    """What the reader has met."""

    messages: int = 0
    malformed: int = 0


class FactReader:
    """Reads messages; remembers reviews and counts, so that each change is told once, and what is in view.

    Used by one stream at a time.
    """

    def __init__(self) -> None:
        """Begin without knowing any area."""
        self._areas: frozenset[str] | None = None
        self._reviews: OrderedDict[str, Reviewed] = OrderedDict()
        self._counts: OrderedDict[tuple[str, str], ZoneCount] = OrderedDict()
        # What was somewhere before the stream was away.
        self._were_there: set[tuple[str, str]] = set()
        # What is in view, by its id; and what was before the stream was away, of which nothing was heard since.
        self._followed: OrderedDict[str, Sighting] = OrderedDict()
        self._unsure: dict[str, Sighting] = {}
        self.tally = Tally()

    def know(self, areas: Iterable[str]) -> None:
        """Take the names of all cameras and zones: what has another name is no count."""
        self._areas = frozenset(areas)
        for key in [key for key in self._counts if key[0] not in self._areas]:
            del self._counts[key]

    def forget(self) -> None:
        """Forget counts and what is in view: the stream, or Frigate, was away, and what is counted now is news."""
        self._were_there |= {key for key, fact in self._counts.items() if fact.count}
        self._counts.clear()
        newest = [*self._unsure.items(), *self._followed.items()][-_FOLLOWED:]
        self._unsure = dict(newest)
        self._followed.clear()

    @property
    def unsure(self) -> tuple[Sighting, ...]:
        """What was in view before the stream was away, and of which nothing was heard since."""
        return tuple(self._unsure.values())

    def follow(self, seen: Sighting) -> Sighting:
        """Remember what is in view, until it ends; returns it."""
        self._followed.pop(seen.id, None)
        self._unsure.pop(seen.id, None)
        if seen.phase is not Phase.ENDED:
            self._followed[seen.id] = seen
            if len(self._followed) > _FOLLOWED:
                self._followed.popitem(last=False)
        return seen

    def settle(self, seen: Sighting) -> bool:
        """Return whether one that nobody was sure of still is in doubt, and be so no longer."""
        return self._unsure.pop(seen.id, None) is not None

    def read(self, topic: str, payload: object, received_at: datetime) -> list[Reading]:
        """Return what a message says; nothing if it is none of ours. `payload`: bytes, text, or JSON that was read."""
        self.tally.messages += 1
        if isinstance(payload, bytes | str) and len(payload) > LARGEST_PAYLOAD:
            self.tally.malformed += 1
            return []
        if (read := _READERS.get(topic)) is not None:
            readings = read(self, payload, received_at)
            if readings is None:
                self.tally.malformed += 1
            return readings or []
        if (match := _SWITCH.fullmatch(topic)) is not None:
            return [Switched(match[1])]
        return self._count(topic, payload, received_at)

    # One for each topic; None: it makes no sense.

    def _events(self, payload: object, received_at: datetime) -> list[Reading] | None:
        message = mapping_of(json_of(payload))
        phase, after = _PHASES.get(str(message.get("type"))), mapping_of(message.get("after"))
        thing, camera, label = (text_of(after.get(key)) for key in ("id", "camera", "label"))
        frame_at = moment_of(after.get("frame_time"))
        if phase is None or frame_at is None or not (thing and camera and label):
            return None
        if after.get("false_positive") is True and phase is not Phase.ENDED:
            return []
        sub_label, sub_label_score = valued(after.get("sub_label"))
        seen = Sighting(
            camera=camera,
            id=thing,
            phase=phase,
            label=label,
            sub_label=sub_label,
            sub_label_score=sub_label_score,
            score=score_of(after.get("score")),
            top_score=score_of(after.get("top_score")),
            zones=names_of(after.get("current_zones")),
            stationary=after.get("stationary") is True,
            moved=number_of(after.get("position_changes")) > 0,
            box=box_of(after.get("box")),
            frame_at=frame_at,
            received_at=received_at,
            has_snapshot=after.get("has_snapshot") is True,
            has_clip=after.get("has_clip") is True,
        )
        return [self.follow(seen)]

    def _reviews_said(self, payload: object, received_at: datetime) -> list[Reading] | None:
        message = mapping_of(json_of(payload))
        phase, after = _PHASES.get(str(message.get("type"))), mapping_of(message.get("after"))
        review = _review_of(after, phase or Phase.CHANGED, received_at)
        if phase is None or review is None:
            return None
        before = self._reviews.pop(review.review_id, None)
        if before is None and phase is not Phase.ENDED:
            # A manual event's first word is an `update`; so is that of a review which began while we were away.
            review = replace(review, phase=Phase.BEGAN)
        elif before is not None and phase is Phase.BEGAN:
            review = replace(review, phase=Phase.CHANGED)
        late = before is not None and before.phase is Phase.ENDED
        kept = before if late and before is not None else review
        self._reviews[review.review_id] = kept
        if len(self._reviews) > _REVIEWS:
            self._reviews.popitem(last=False)
        # It is said again for every object that joins, moves or leaves: only what changes the review is a fact.
        same = before is not None and _without_time(before) == _without_time(review)
        return [] if late or same else [review]

    def _updates(self, payload: object, received_at: datetime) -> list[Reading] | None:
        said = mapping_of(json_of(payload))
        kind = str(said.get("type"))
        if kind not in {"face", "lpr", "classification"}:
            return []
        thing, camera = text_of(said.get("id")), text_of(said.get("camera"))
        if not (thing and camera):
            return None
        fact = _UPDATES[kind](camera, thing, said, received_at)
        return None if fact is None else [fact]

    def _stats(self, payload: object, _received_at: datetime) -> list[Reading] | None:
        try:
            return [stats_of(mapping_of(json_of(payload)))]
        except FrigateError:
            return None

    def _available(self, payload: object, _received_at: datetime) -> list[Reading] | None:
        word = payload.decode(errors="replace") if isinstance(payload, bytes) else str(payload)
        return [Available(word == "online")] if word in {"online", "offline", "stopped"} else None

    def _activity(self, payload: object, received_at: datetime) -> list[Reading] | None:
        """Read what every camera sees now, which the websocket tells whoever connects: the counts begin with it."""
        cameras = json_of(payload)
        if not isinstance(cameras, dict):
            return None
        found: dict[tuple[str, str], list[bool]] = {}
        in_view = set[str]()
        for camera, activity in cameras.items():
            things = mapping_of(activity).get("objects")
            for thing in things if isinstance(things, list) else ():
                said = mapping_of(thing)
                in_view.add(text_of(said.get("id")))
                label = bare_label(text_of(said.get("label")))
                for area in {camera, *names_of(said.get("current_zones"))} if label else ():
                    found.setdefault((area, label), []).append(said.get("stationary") is not True)
        gone = {key: list[bool]() for key in self._were_there - found.keys()}
        self._were_there.clear()
        counts = [
            fact
            for (area, label), moves in (found | gone).items()
            if (fact := self._counted(area, label, len(moves), sum(moves), received_at)) is not None
        ]
        # It alone knows what never moved, and so has no row that says when it ended.
        return [*(self.follow(seen) for seen in self._ended(in_view, received_at)), *counts]

    def _ended(self, in_view: Collection[str], received_at: datetime) -> list[Sighting]:
        """Return the ends of what was in view before the stream was away, and is not any more."""
        unsure, self._unsure = self._unsure, {}
        self._followed |= {thing: seen for thing, seen in unsure.items() if thing in in_view}
        left = [seen for thing, seen in unsure.items() if thing not in in_view]
        return [replace(seen, phase=Phase.ENDED, received_at=received_at) for seen in left]

    def _count(self, topic: str, payload: object, received_at: datetime) -> list[Reading]:
        word = payload.decode(errors="replace") if isinstance(payload, bytes) else str(payload)
        if not _NUMBER.fullmatch(word):
            return []
        number = int(word)
        if (match := _ACTIVE.fullmatch(topic)) is not None:
            area, label = match.groups()
            before = self._counts.get((area, label))
            # The number of all comes before that of those which move.
            count = before.count if before is not None else number
            fact = self._counted(area, label, max(count, number), number, received_at)
        elif (match := _COUNT.fullmatch(topic)) is not None:
            area, label = match.groups()
            before = self._counts.get((area, label))
            active = before.active if before is not None and before.active is not None else None
            fact = self._counted(area, label, number, None if active is None else min(active, number), received_at)
        else:
            return []
        return [] if fact is None else [fact]

    def _counted(
        self, area: str, label: str, count: int, active: int | None, received_at: datetime
    ) -> ZoneCount | None:
        if self._areas is not None and area not in self._areas:
            return None
        area, label = text_of(area), text_of(label)
        if not (area and label):
            return None
        fact = ZoneCount(area, label, count, active, received_at)
        before = self._counts.pop((area, label), None)
        self._counts[area, label] = fact
        if len(self._counts) > _COUNTS:
            self._counts.popitem(last=False)
        same = before is not None and (before.count, before.active) == (count, active)
        return None if same else fact


def _review_of(after: Mapping[str, Any], phase: Phase, received_at: datetime) -> Reviewed | None:
    data = mapping_of(after.get("data"))
    review, camera = text_of(after.get("id")), text_of(after.get("camera"))
    severity = text_of(after.get("severity"))
    if not (review and camera) or severity not in {"alert", "detection"}:
        return None
    names, sub_labels = names_of(data.get("objects")), names_of(data.get("sub_labels"))
    # Of a manual event it is the event's label and, after a colon, its sub label; and no frame was its best.
    manual = "thumb_time" in data and data["thumb_time"] is None and not data.get("audio")
    if manual:
        sub_labels = tuple(dict.fromkeys((*sub_labels, *(rest for name in names if (rest := _after_colon(name))))))
        names = tuple(dict.fromkeys(name.partition(": ")[0] for name in names))
    return Reviewed(
        camera=camera,
        review_id=review,
        phase=phase,
        severity=severity,
        detections=names_of(data.get("detections")),
        objects=tuple(dict.fromkeys(bare_label(name) for name in names)),
        sub_labels=sub_labels,
        zones=names_of(data.get("zones")),
        manual=manual,
        received_at=received_at,
    )


def _after_colon(name: str) -> str:
    return name.partition(": ")[2]


def _without_time(review: Reviewed) -> tuple[object, ...]:
    # Which of them came first says nothing.
    return (
        review.phase is Phase.ENDED,
        review.severity,
        frozenset(review.detections),
        frozenset(review.objects),
        frozenset(review.sub_labels),
        frozenset(review.zones),
    )


def _face(camera: str, thing: str, said: Mapping[str, Any], received_at: datetime) -> CameraFact:
    name = text_of(said.get("name"))
    return FaceTried(camera, thing, None if name in _NOBODY else name, score_of(said.get("score")), received_at)


def _plate(camera: str, thing: str, said: Mapping[str, Any], received_at: datetime) -> CameraFact | None:
    plate = text_of(said.get("plate"))
    if not plate:
        return None
    known = text_of(said.get("name")) or None
    return PlateRead(camera, thing, plate, score_of(said.get("score")), known, received_at)


def _classified(camera: str, thing: str, said: Mapping[str, Any], received_at: datetime) -> CameraFact | None:
    model = text_of(said.get("model"))
    attribute = "attribute" in said
    label = valued(said.get("attribute" if attribute else "sub_label"))[0]
    if not model:
        return None
    label = None if label in _NOBODY else label
    return Classified(camera, thing, model, label, attribute, score_of(said.get("score")), received_at)


_UPDATES: Final[Mapping[str, Callable[[str, str, Mapping[str, Any], datetime], CameraFact | None]]] = {
    "face": _face,
    "lpr": _plate,
    "classification": _classified,
}
_READERS: Final[Mapping[str, Callable[[FactReader, object, datetime], list[Reading] | None]]] = {
    "events": FactReader._events,  # noqa: SLF001 - the table of its own methods
    "reviews": FactReader._reviews_said,  # noqa: SLF001
    "tracked_object_update": FactReader._updates,  # noqa: SLF001
    "stats": FactReader._stats,  # noqa: SLF001
    "available": FactReader._available,  # noqa: SLF001
    "camera_activity": FactReader._activity,  # noqa: SLF001
}
