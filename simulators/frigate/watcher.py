"""Frigate's eyes: frame by frame it tracks who is in front of each camera, counts, reviews, and says so.

Nothing here waits or reads a clock: `frame` is called with the time, five times a second.
"""

import json
import random
import string
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from .picture import CarLook, Shot, Thing
from .records import EventRow, Records
from .reviews import Reviews
from .scenes import LEAVES_WITHIN, Actor
from .site import FPS, Box, SceneCamera, Version, zones_of
from .tracked import Payload, Said, TrackedObject

# An object is seen once this much of it is in the picture; it is lost after this many frames without it.
VISIBLE = 40
# A custom model speaks from its third look on, and looks at most this often.
VOTES = range(3, 17)
REVIEW_CUTOFF = 3.0
HISTORY = 1500
MOTION_OFF_AFTER = 30.0

type Publish = Callable[[str, str | int, bool], None]
type PublishPicture = Callable[[str, Shot, Box], None]


@dataclass(slots=True)
class Cast:
    """One actor in front of a camera since `since`; `leaves`: when it turned round; its object once it was seen."""

    actor: Actor
    since: float
    tracked: TrackedObject | None = None
    leaves: float | None = None
    event_id: str | None = None

    def left(self, now: float) -> bool:
        """Return whether it has gone out of the picture."""
        return self.leaves is not None and now - self.leaves > LEAVES_WITHIN

    def box(self, now: float) -> Box:
        """Return where it is now."""
        return self.actor.box(now - self.since)


@dataclass(slots=True)
class Eye:
    """One camera as Frigate has it; `running`: its stream comes, `enabled`: it is switched on."""

    camera: SceneCamera
    running: bool = True
    stale_since: float | None = None
    switches: dict[str, bool] = field(default_factory=dict)
    cast: list[Cast] = field(default_factory=list)
    car: CarLook = field(default_factory=CarLook)
    history: deque[Shot] = field(default_factory=lambda: deque(maxlen=HISTORY))
    last: Shot | None = None
    motion_at: float | None = None

    @property
    def sees(self) -> bool:
        """Return whether frames come in and are looked at."""
        return self.running and self.stale_since is None and self.on("enabled") and self.on("detect")

    def on(self, switch: str) -> bool:
        """Return whether a switch (enabled, detect, recordings, snapshots, review_alerts …) is on."""
        return self.switches.get(switch, True)


class Watcher:
    """All cameras of one Frigate."""

    def __init__(
        self,
        version: Version,
        cameras: Sequence[SceneCamera],
        records: Records,
        publish: Publish,
        publish_picture: PublishPicture,
        chance: random.Random | None = None,
    ) -> None:
        """Watch `cameras`.

        `publish(topic, payload, retain)` hears everything, topics without the prefix, and
        `publish_picture(topic, shot, box)` what is to be drawn, cut out and sent.
        """
        self.version = version
        self.eyes = {camera.name: Eye(camera, car=CarLook(floor=camera.floor)) for camera in cameras}
        self.records = records
        self.reviews = Reviews(records.reviews, self.make_id, self._say_review)
        self._publish = publish
        self._publish_picture = publish_picture
        self._chance = chance or random.Random()
        self._zones = zones_of(cameras)
        self._counts: dict[str, int] = {}
        self._manual_ends: list[tuple[float, str]] = []

    def make_id(self, at: float) -> str:
        """Return an id as Frigate makes them: the time and six letters."""
        letters = "".join(self._chance.choices(string.ascii_lowercase + string.digits, k=6))
        return f"{at:.6f}-{letters}"

    def enter(self, camera: str, actors: Sequence[Actor], now: float) -> list[Cast]:
        """Have actors come in front of a camera."""
        cast = [Cast(actor, now) for actor in actors]
        self.eyes[camera].cast += cast
        return cast

    def leave(self, cast: Sequence[Cast], now: float) -> None:
        """Have actors go back out the way they came; gone after 2 s."""
        for one in cast:
            if one.leaves is None:
                one.actor, one.since, one.leaves = one.actor.leaving(now - one.since), now, now

    def frame(self, now: float) -> None:
        """Look once through every camera and say what has changed."""
        self._end_manual(now)
        for eye in self.eyes.values():
            self._look(eye, now)
        self._count()

    def shot(self, camera: str, now: float) -> Shot:
        """Return what the camera shows: the last frame that came, which is an old one when it has gone stale."""
        eye = self.eyes[camera]
        if (eye.stale_since is not None or not eye.running) and eye.last is not None:
            return eye.last
        return self._shot(eye, now)

    def describe(self, eye_name: str, look: CarLook) -> None:
        """Set how an elevator car looks: its doors and its floor."""
        self.eyes[eye_name].car = look

    def drop(self, camera: str) -> None:
        """Lose all that is tracked in front of a camera, as when its stream ends or it is switched off."""
        eye = self.eyes[camera]
        for one in eye.cast:
            if one.tracked is not None:
                self._end(one, one.tracked.frame_time)
        self.reviews.close(camera)
        self._count()

    def create(self, camera: str, label: str, body: Mapping[str, object], now: float) -> EventRow:
        """Make an event over the API: a row, and a review if the camera records and reviews alerts."""
        eye = self.eyes[camera]
        sub_label = body.get("sub_label")
        duration = body.get("duration", 30)
        row = EventRow(self.make_id(now), label, camera, now, {})
        row.sub_label = str(sub_label) if sub_label else None
        row.has_clip = bool(body.get("include_recording", True))
        row.data = {"type": "api", "score": body.get("score") or 0, "draw": body.get("draw") or {}}
        row.shot = self.shot(camera, now)
        self.records.events[row.id] = row
        if isinstance(duration, int | float):
            self._manual_ends.append((now + duration, row.id))
            row.end_time = now + duration
        if eye.on("recordings") and eye.on("review_alerts"):
            words = f"{label}: {row.sub_label}" if row.sub_label else label
            self.reviews.manual(camera, now, row.id, words)
        return row

    def end_created(self, row: EventRow, at: float) -> None:
        """End an event of the API."""
        row.end_time = at
        self._manual_ends = [(due, one) for due, one in self._manual_ends if one != row.id]
        moving = any(one.tracked is not None and one.tracked.kept for one in self.eyes[row.camera].cast)
        self.reviews.manual_ended(row.camera, row.id, at, active=moving)

    def find(self, event_id: str) -> TrackedObject | None:
        """Return an object that is tracked now."""
        for eye in self.eyes.values():
            for one in eye.cast:
                if one.tracked is not None and one.tracked.id == event_id:
                    return one.tracked
        return None

    def counts(self) -> dict[str, int]:
        """Return every count as it was published last, by topic."""
        return dict(self._counts)

    def _look(self, eye: Eye, now: float) -> None:
        gone = [one for one in eye.cast if one.left(now)]
        if not eye.sees:
            eye.cast = [one for one in eye.cast if one not in gone]
            return
        for one in gone:
            self._end(one, now)
        eye.cast = [one for one in eye.cast if one not in gone]
        eye.last = self._shot(eye, now)
        if eye.cast:
            eye.history.append(eye.last)
        for one in eye.cast:
            self._track(eye, one, now)
        self._motion(eye, now)
        tracked = [one.tracked for one in eye.cast if one.tracked is not None]
        if eye.on("recordings") and eye.on("review_alerts"):
            self.reviews.look(eye.camera.name, now, tracked, REVIEW_CUTOFF)

    def _track(self, eye: Eye, one: Cast, now: float) -> None:
        actor, box = one.actor, one.box(now)
        if actor.label not in eye.camera.track or box[2] - box[0] < min(VISIBLE, actor.size[0]):
            return
        score = round(actor.score + self._chance.uniform(-0.02, 0.02), 4)
        if one.tracked is None:
            one.tracked = self._begin(eye, actor, now)
            one.event_id = one.tracked.id
        tracked = one.tracked
        uncounted, best = tracked.false_positive, tracked.best
        changed = tracked.see(now, box, score)
        self._attributes(tracked, actor)
        if not tracked.previous:
            tracked.previous = {**tracked.state(), "snapshot": None}
        if tracked.best is not best and not tracked.false_positive:
            self.records.write(tracked, eye.last)
        if not changed:
            return
        self.records.write(tracked, eye.last)
        self._say("events", tracked.message("new" if uncounted else "update"))
        if uncounted and eye.last is not None:
            self._publish_picture(f"{eye.camera.name}/{tracked.label}/snapshot", eye.last, tracked.box)
        self._recognise(tracked, actor, now)

    def _begin(self, eye: Eye, actor: Actor, now: float) -> TrackedObject:
        tracked = TrackedObject(self.make_id(now), eye.camera, str(actor.label), now, self.version, actor.still)
        tracked.records, tracked.snapshots = eye.on("recordings"), eye.on("snapshots")
        return tracked

    def _end(self, one: Cast, now: float) -> None:
        tracked, one.tracked = one.tracked, None
        if tracked is None:
            return
        tracked.end_time = now
        self.records.write(tracked, None)
        if not tracked.false_positive:
            self._say("events", tracked.message("end"))

    def _attributes(self, tracked: TrackedObject, actor: Actor) -> None:
        left, top, right, bottom = tracked.box
        width, height = right - left, bottom - top
        found: list[Payload] = []
        if actor.face is not None:
            box = [left + width // 4, top + height // 20, right - width // 4, top + height // 5]
            found.append({"label": "face", "box": box, "score": 0.86})
        if actor.plate is not None:
            box = [left + width // 3, bottom - height // 4, right - width // 3, bottom - height // 8]
            found.append({"label": "license_plate", "box": box, "score": 0.81})
        tracked.current_attributes = found
        tracked.attributes.update({one["label"]: one["score"] for one in found})

    def _recognise(self, tracked: TrackedObject, actor: Actor, now: float) -> None:
        """Have the recognisers look, once a published change, and say what three and more looks agree on."""
        tracked.attempts += 1
        if actor.face is not None:
            # A face is told at every attempt, however unsure.
            name, score = actor.face
            self._recognised(tracked, now, {"type": "face", "name": name, "score": score})
            tracked.sub_label = [name, score]
        if tracked.attempts not in VOTES:
            return
        if (said := actor.classification) is not None:
            value: Said = [said.value, said.score]
            kind = "attribute" if said.attribute else "sub_label"
            told = {"type": "classification", "model": said.model, kind: said.value, "score": said.score}
            self._recognised(tracked, now, told)
            if said.attribute:
                tracked.classified[said.model] = value
            else:
                tracked.sub_label = value
        if (plate := actor.plate) is not None and tracked.plate is None:
            told = {"type": "lpr", "name": plate.known, "plate": plate.text, "score": plate.score}
            self._recognised(tracked, now, told)
            tracked.plate = [plate.text, plate.score]
            if plate.known is not None:
                tracked.sub_label = [plate.known, plate.score]

    def _recognised(self, tracked: TrackedObject, now: float, told: Payload) -> None:
        where = {"id": tracked.id, "camera": tracked.camera.name}
        if told["type"] == "classification":
            message = {"type": "classification", **where, **{key: told[key] for key in told if key != "type"}}
        else:
            message = {**told, **where}
        self._say("tracked_object_update", {**message, "timestamp": now})

    def _shot(self, eye: Eye, now: float) -> Shot:
        things = [_thing(one, now) for one in eye.cast]
        # Who stands lower in the picture is nearer.
        things.sort(key=lambda thing: thing.whole[3])
        return Shot(eye.camera.name, eye.camera.view, now, tuple(things), eye.car)

    def _motion(self, eye: Eye, now: float) -> None:
        moving = any(now - one.since < LEAVES_WITHIN for one in eye.cast if not one.actor.still)
        topic = f"{eye.camera.name}/motion"
        if moving:
            if eye.motion_at is None:
                self._publish(topic, "ON", False)  # noqa: FBT003
            eye.motion_at = now
        elif eye.motion_at is not None and now - eye.motion_at >= MOTION_OFF_AFTER:
            eye.motion_at = None
            self._publish(topic, "OFF", False)  # noqa: FBT003

    def _count(self) -> None:
        """Say each count that has changed, of cameras and of zones; zones of one name are counted together."""
        seen = [
            (eye.camera.name, one.tracked)
            for eye in self.eyes.values()
            for one in eye.cast
            if one.tracked is not None and not one.tracked.false_positive
        ]
        for name, eye in self.eyes.items():
            self._count_place(name, eye.camera.track, [tracked for camera, tracked in seen if camera == name])
        for zone, labels in self._zones.items():
            self._count_place(zone, labels, [tracked for _, tracked in seen if zone in tracked.current_zones])

    def _count_place(self, place: str, labels: Sequence[str], tracked: Sequence[TrackedObject]) -> None:
        everything = Counter(one.label for one in tracked)
        active = Counter(one.label for one in tracked if one.active)
        changed = False
        for label in labels:
            for topic, count in ((f"{place}/{label}", everything[label]), (f"{place}/{label}/active", active[label])):
                if self._counts.get(topic) != count:
                    changed = True
                    self._counts[topic] = count
                    self._publish(topic, count, False)  # noqa: FBT003
        if changed:
            for topic, count in ((f"{place}/all", everything.total()), (f"{place}/all/active", active.total())):
                self._counts[topic] = count
                self._publish(topic, count, False)  # noqa: FBT003

    def _end_manual(self, now: float) -> None:
        for due, event_id in list(self._manual_ends):
            if now >= due and (row := self.records.events.get(event_id)) is not None:
                self.end_created(row, due)

    def _say_review(self, kind: str, before: Payload, after: Payload) -> None:
        self._say("reviews", {"type": kind, "before": before, "after": after})
        status = "NONE" if kind == "end" else str(after["severity"]).upper()
        self._publish(f"{after['camera']}/review_status", status, False)  # noqa: FBT003

    def _say(self, topic: str, message: Payload) -> None:
        self._publish(topic, json.dumps(message), False)  # noqa: FBT003


def _thing(one: Cast, now: float) -> Thing:
    seconds = now - one.since
    x, y = one.actor.place(seconds)
    width, height = one.actor.size
    left, top = round(x - width / 2), round(y - height)
    ahead, _ = one.actor.place(seconds + 1 / FPS)
    moving = abs(ahead - x) > 1
    facing = -1 if ahead < x - 1 else 1
    plate = one.actor.plate.text if one.actor.plate else None
    return Thing(one.actor.figure, (left, top, left + width, top + height), facing, seconds if moving else 0.0, plate)
