"""What is seen of an e-bike in one car, and whether two sightings agree on it. Pure.

`domain.md`, "The e-bike in the elevator": two agreeing sightings are needed; false alarms come from bicycles,
push-chairs, wheelchairs and trolleys. Frigate tells stock labels (`bicycle`, `motorcycle`) with a sub-label or a
classification that says *e-bike*, or a model of one's own has the label itself (docs/elevators.md).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import IntEnum
from math import inf
from typing import Final

from .elevator import CarSighting
from .sighting import Classified, Phase, Sighting, ZoneCount

# Frames of one thing that are so far apart are two looks at it; the stamps are the camera's own.
TWO_FRAMES: Final = timedelta(seconds=0.2)
# An e-bike that stands still gives no new frames, but is counted: counted for so long it was looked at twice, seconds.
COUNTED_FOR: Final = 1.0
# The elevator's own camera says again and again what it sees, and never that it is over: silent for so long it is.
OWN_LASTS: Final = 10.0  # seconds
# What nobody counts, and of which nothing was heard for so long, in seconds, is not there: that it ended may be lost.
# It is longer than a hold, since what stands still gives no messages.
UNHEARD_FOR: Final = 180.0
# So many that have ended are remembered, so that a message that comes late or twice does not bring them back.
_MOST_ENDED: Final = 128
# More things at once in one car are not tracked: a camera gone mad must not take the memory with it.
_MOST_TRACKS: Final = 64

# What cameras and models call it, folded by `_plain`.
# One under a rain cover is one too: it has a class of its own, since it looks different (docs/ebike-model.md).
EBIKE_NAMES: Final = frozenset(
    {"ebike", "coveredebike", "electricbike", "electricbicycle", "电动车", "电动自行车", "电瓶车"}
)
# What a refined label may turn out to be instead, folded likewise: such a sub-label takes back what the label said.
LOOK_ALIKES: Final = frozenset(
    {"bicycle", "bike", "pushchair", "stroller", "pram", "wheelchair", "trolley", "cart"}
    | {"自行车", "婴儿车", "轮椅", "手推车"}
)
# Under this name stands what the elevator's own camera sees.
_OWN: Final = "own:"


class Grade(IntEnum):
    """How sure it is that something is an e-bike."""

    NOTHING = 0
    SUSPECTED = 1
    SURE = 2


@dataclass(frozen=True, slots=True)
class SuspectGate:
    """From which score on an e-bike is *sure* (may be held for) and *suspected* (announced, never held for), 0 to 1.

    `names`: what counts as one, as a label, a sub-label or a class, folded. `announced`: look-alikes that the community
    wants announced all the same; they are never held for. All other look-alikes are nothing.
    """

    sure: float = 0.8
    suspected: float = 0.5
    names: frozenset[str] = EBIKE_NAMES
    announced: frozenset[str] = frozenset()

    def grade(self, label: str | None, score: float | None) -> Grade:
        """Return what a label with its score means; without a score it is never sure."""
        if label is None:
            return Grade.NOTHING
        name = _plain(label)
        if name in self.names:
            if score is None:
                return Grade.SUSPECTED
            return Grade.SURE if score >= self.sure else Grade.SUSPECTED if score >= self.suspected else Grade.NOTHING
        return Grade.SUSPECTED if name in self.announced and (score or 0) >= self.suspected else Grade.NOTHING

    def is_ebike(self, label: str) -> bool:
        """Return whether a label by itself says e-bike."""
        return _plain(label) in self.names


@dataclass(frozen=True, slots=True)
class Track:
    """One thing that a camera follows. `frame`: its newest; `sure_at`: the first frame on which it was surely one.

    `heard`: when we last heard of it, monotonic seconds. `agreed`: two sightings of it agreed. `name`: the newest frame
    of the elevator's own camera, whose frames have names, not times.
    """

    camera: str
    label: str
    heard: float
    grade: Grade = Grade.NOTHING
    frame: datetime | None = None
    sure_at: datetime | None = None
    agreed: bool = False
    name: str = ""


# A camera's id with the label that it counts.
type Counted = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is seen in one car. `camera` is a camera's id everywhere; times are monotonic seconds."""

    gate: SuspectGate = field(default_factory=SuspectGate)
    tracks: Mapping[str, Track] = field(default_factory=dict)
    # Since when a camera has counted at least one of a label; infinite: it is no look any more (`asks_anew`).
    counts: Mapping[Counted, float] = field(default_factory=dict)
    ended: tuple[str, ...] = ()
    # Counts of what was followed and is not any more: its 0 is on the way, or lost, and says nothing by itself.
    followed: frozenset[Counted] = frozenset()

    @property
    def grade(self) -> Grade:
        """How sure it is that there is an e-bike; a count by itself is as sure as its model's label."""
        grades = [track.grade for track in self.tracks.values()]
        grades += [Grade.SURE for key in self.counts if self._counts_alone(key)]
        return max(grades, default=Grade.NOTHING)

    def agreed(self, now: float) -> bool:
        """Return whether two sightings agree on an e-bike that is still there."""
        return (
            any(track.agreed for track in self.tracks.values())
            or any(track.sure_at is not None and self._counted_anew(track) for track in self.tracks.values())
            or any(self._counts_alone(key) and now - at >= COUNTED_FOR for key, at in self.counts.items())
        )

    @property
    def pictured(self) -> tuple[str | None, str | None]:
        """Return the camera (its id), and Frigate's id of what it follows, that a picture shows it best; or None."""
        seen = {key: track for key, track in self.tracks.items() if track.grade is not Grade.NOTHING}
        # Of two the one that was heard of last: the other may have left, and nobody have said so.
        cameras = [key for key in seen if not _is_own(key)]
        best = max(cameras, key=lambda key: (seen[key].grade, seen[key].heard), default=None)
        if best is not None:
            camera = seen[best].camera
            return camera, best.removeprefix(f"{camera}/")
        return next((key[0] for key in self.counts if self._counts_alone(key)), None), None

    def due(self, now: float) -> float | None:
        """Return when time alone changes something, None if it does not."""
        moments = [at + COUNTED_FOR for (_, label), at in self.counts.items() if self.gate.is_ebike(label)]
        moments += [self._lasts(key, track) for key, track in self.tracks.items()]
        return min((moment for moment in moments if now < moment < inf), default=None)

    def saw(self, camera: str, fact: Sighting, now: float) -> Evidence:
        """Return what is known after a sighting by a camera (its id)."""
        key = _key(camera, fact.id)
        if fact.phase is Phase.ENDED:
            return self._without(key)
        if key in self.ended:
            return self
        before = self.tracks.get(key)
        if before is not None and before.frame is not None and fact.frame_at <= before.frame:
            # The same frame twice, or an older one that comes late: neither is a second look.
            return self
        grade = self._grade_of(fact)
        track = before or Track(camera, fact.label, now)
        # One look that is less sure takes nothing back; a sub-label that says what else it is does.
        best = grade if self._contradicts(fact) else max(grade, track.grade)
        track = replace(track, label=fact.label, heard=now, frame=fact.frame_at, grade=best)
        return self._with(key, _looked_at(track, grade, fact.frame_at))

    def classified(self, camera: str, fact: Classified, now: float) -> Evidence:
        """Return what is known after a classification: a vote on frames that were seen before it."""
        key = _key(camera, fact.id)
        if key in self.ended:
            return self
        grade = self.gate.grade(fact.label, fact.score)
        before = self.tracks.get(key)
        if before is None:
            # A frame is still to come; until then its label is not known, and nothing counted agrees with it.
            before = Track(camera, "", now)
        track = replace(before, heard=now, grade=grade)
        return self._with(key, _looked_at(track, grade, before.frame))

    def counted(self, camera: str, fact: ZoneCount, now: float) -> Evidence:
        """Return what is known after a count by a camera; none left of a label means that all of it are gone."""
        key = (camera, fact.label)
        if fact.count > 0:
            return self if self.counts.get(key, inf) < inf else replace(self, counts={**self.counts, key: now})
        tracks = {
            name: track for name, track in self.tracks.items() if (track.camera, track.label) != key or _is_own(name)
        }
        counts = {known: at for known, at in self.counts.items() if known != key}
        return replace(self, tracks=tracks, counts=counts, followed=self.followed - {key})

    def sighted(self, fact: CarSighting, now: float) -> Evidence:
        """Return what is known after a sighting by the elevator's own camera; its frames have names, not times."""
        key = f"{_OWN}{fact.camera}"
        grade = self.gate.grade(fact.label, fact.score)
        if key in self.tracks or grade is not Grade.NOTHING:
            before = self.tracks.get(key)
            if before is not None and before.name == fact.frame:
                return self
            # Two frames, so far apart by our own clock: what waited for a link and comes at once is one look.
            agreed = before is not None and (
                before.agreed
                or (before.grade is grade is Grade.SURE and now - before.heard >= TWO_FRAMES.total_seconds())
            )
            agreed = agreed and grade is not Grade.NOTHING
            track = Track(fact.camera, fact.label, now, grade, agreed=agreed, name=fact.frame)
            return self._with(key, track)
        return self

    def blinded(self, camera: str) -> Evidence:
        """Return what is known without a camera: whatever it saw is not known any more."""
        tracks = {name: track for name, track in self.tracks.items() if track.camera != camera or _is_own(name)}
        counts = {key: at for key, at in self.counts.items() if key[0] != camera}
        return replace(self, tracks=tracks, counts=counts, followed=self.followed & counts.keys())

    def cut_off(self) -> Evidence:
        """Return what is known while the elevator cannot be heard: its own camera cannot either."""
        return replace(self, tracks={name: track for name, track in self.tracks.items() if not _is_own(name)})

    def passed(self, now: float) -> Evidence:
        """Return what is known as time goes by: without what was not heard of for too long."""
        old = [name for name, track in self.tracks.items() if now >= self._lasts(name, track)]
        return self._left(old) if old else self

    @property
    def taken_for_one(self) -> frozenset[str]:
        """What is followed and may be an e-bike, by names that stay the same."""
        return frozenset(name for name, track in self.tracks.items() if track.grade is not Grade.NOTHING)

    def asks_anew(self, *, but: Collection[str] = ()) -> Evidence:
        """Return the same things, on which two further sightings must agree; what was counted before is none.

        `but`: names of what is news, whose sightings count.
        """
        tracks = {
            name: track if name in but else replace(track, agreed=False, sure_at=None)
            for name, track in self.tracks.items()
        }
        return replace(self, tracks=tracks, counts=dict.fromkeys(self.counts, inf))

    def _grade_of(self, fact: Sighting) -> Grade:
        """Return what a sighting says: a sub-label knows better than the label that it refines."""
        if self._contradicts(fact):
            return Grade.NOTHING
        if fact.sub_label is not None and (refined := self.gate.grade(fact.sub_label, fact.sub_label_score)):
            return refined
        return self.gate.grade(fact.label, fact.score)

    def _contradicts(self, fact: Sighting) -> bool:
        """Return whether a sub-label says that it is something else."""
        if fact.sub_label is None or self.gate.grade(fact.sub_label, 1.0) is not Grade.NOTHING:
            return False
        # A model of one's own may have its label refined by a name that says nothing about what it is.
        return _plain(fact.sub_label) in LOOK_ALIKES or not self.gate.is_ebike(fact.label)

    def _lasts(self, key: str, track: Track) -> float:
        """Return until when a thing is believed to be there if nothing more is heard of it (monotonic seconds)."""
        if _is_own(key):
            return track.heard + OWN_LASTS
        return inf if self._counted(track) else track.heard + UNHEARD_FOR

    def _counts_alone(self, counted: Counted) -> bool:
        """Return whether a count by itself means an e-bike: the score of what is followed there knows better."""
        camera, label = counted
        if counted in self.followed:
            return False
        return self.gate.is_ebike(label) and not any(
            track.camera == camera and track.label in {label, ""} for track in self.tracks.values()
        )

    def _counted(self, track: Track) -> bool:
        return (track.camera, track.label) in self.counts

    def _counted_anew(self, track: Track) -> bool:
        """Return whether a count is a look of its own at a thing: not that of what has left, nor one of before."""
        key = (track.camera, track.label)
        return self.counts.get(key, inf) < inf and key not in self.followed

    def _with(self, key: str, track: Track) -> Evidence:
        if key not in self.tracks and len(self.tracks) >= _MOST_TRACKS:
            return self
        return replace(self, tracks={**self.tracks, key: track})

    def _without(self, key: str) -> Evidence:
        ended = self.ended if key in self.ended else (*self.ended, key)[-_MOST_ENDED:]
        return replace(self._left([key]), ended=ended)

    def _left(self, names: Collection[str]) -> Evidence:
        """Return what is known when things are not followed any more; what counted them does not stand for others."""
        gone = {(track.camera, track.label) for name, track in self.tracks.items() if name in names}
        followed = {key for key in self.counts if key in gone or (key[0], "") in gone}
        tracks = {name: track for name, track in self.tracks.items() if name not in names}
        return replace(self, tracks=tracks, followed=self.followed | followed)


def _looked_at(track: Track, grade: Grade, frame: datetime | None) -> Track:
    """Return a thing after one more look at it, on which it was of a grade."""
    if track.grade is Grade.NOTHING:
        return replace(track, sure_at=None, agreed=False)
    if grade is not Grade.SURE or frame is None:
        return track
    if track.sure_at is None:
        return replace(track, sure_at=frame)
    return replace(track, agreed=track.agreed or frame - track.sure_at >= TWO_FRAMES)


def _key(camera: str, track: str) -> str:
    return f"{camera}/{track}"


def _is_own(key: str) -> bool:
    return key.startswith(_OWN)


def _plain(label: str) -> str:
    return label.casefold().translate({ord(sign): None for sign in " -_"})
