"""A world for the elevator guard: time stands still until a test moves it, and all that it wants is written down."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from custom_components.smart_community.core.elevator import CarReported, CarState, Door, Elevator, ElevatorOnline
from custom_components.smart_community.core.elevator_guard import step
from custom_components.smart_community.core.guard_state import Guard
from custom_components.smart_community.core.guard_words import (
    Do,
    Eyes,
    GuardFact,
    Happened,
    Happening,
    HoldFor,
    Opened,
    OpenIncident,
    Passed,
    Permit,
    Permitted,
    Release,
    Saw,
    Speak,
    Suspend,
)
from custom_components.smart_community.core.incident import Kind
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.core.sighting import Classified, Phase, Sighting, ZoneCount

START: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
CAMERA: Final = "camera-1"
ELEVATOR: Final = Elevator("elevator-1", "Elevator 1", "b1", device="lift-1", cameras=(CAMERA,))
# A car that stands at a landing with its door open, and says all that it can say.
OPEN: Final = CarState(
    at=START,
    floor="1",
    door=Door.OPEN,
    level=True,
    moving=False,
    hold=False,
    fire=False,
    firefighter=False,
    inspection=False,
    earthquake=False,
    entrapment=False,
    overload=False,
)


def sighting(
    track: str = "t1",
    frame: float = 0.0,
    *,
    label: str = "ebike",
    score: float = 0.9,
    sub_label: str | None = None,
    sub_score: float | None = None,
    phase: Phase = Phase.CHANGED,
) -> Sighting:
    """Return a sighting on a frame `frame` seconds after the first."""
    at = START + timedelta(seconds=frame)
    return Sighting(
        camera="car",
        id=track,
        phase=phase,
        label=label,
        sub_label=sub_label,
        sub_label_score=sub_score,
        score=score,
        top_score=score,
        zones=(),
        stationary=True,
        moved=False,
        box=None,
        frame_at=at,
        received_at=at,
        has_snapshot=True,
        has_clip=False,
    )


def changed(car: CarState, **changes: Any) -> CarState:
    """Return a car with some of what it says changed."""
    return replace(car, **changes)


def count(number: int, label: str = "ebike") -> ZoneCount:
    """Return what the camera counts of a label."""
    return ZoneCount("car", label, number, None, START)


def classified(label: str | None, score: float, track: str = "t1") -> Classified:
    """Return what a model made of a track."""
    return Classified("car", track, "vehicles", label, attribute=False, score=score, received_at=START)


@dataclass
class World:
    """One guard, its clock, and all that it has wanted done, with the time of it."""

    guard: Guard = field(default_factory=lambda: Guard(ELEVATOR))
    seconds: float = 1000.0
    # How far the clock on the wall is from where it would be, in seconds: nothing may depend on it.
    wrong_by: float = 0.0
    done: list[tuple[float, Do]] = field(default_factory=list)
    frames: float = 0.0
    answers: bool = True

    def take(self, *facts: GuardFact) -> list[Do]:
        """Tell the guard facts, and return what it wants done."""
        wanted: list[Do] = []
        for fact in facts:
            utc = START + timedelta(seconds=self.seconds + self.wrong_by)
            self.guard, acts = step(self.guard, fact, Instant(utc, self.seconds))
            wanted += acts
            self.done += [(self.seconds, act) for act in acts]
            for act in acts:
                if self.answers and isinstance(act, HoldFor):
                    self.car(hold=True)
                elif self.answers and isinstance(act, Release):
                    self.car(hold=False)
        return wanted

    def car(self, **changes: Any) -> list[Do]:
        """Let the car say what has changed of it."""
        before = self.guard.car or OPEN
        return self.take(CarReported(ELEVATOR.id, replace(before, **changes)))

    def ready(self) -> World:
        """Let everything allow a hold: heard, commissioned, camera up, at a landing with its door open."""
        self.take(
            ElevatorOnline(ELEVATOR.id, online=True, at=START), Permitted(Permit(holds=True)), Eyes(CAMERA, up=True)
        )
        self.car()
        self.done.clear()
        return self

    def see(self, times: int = 1, **fields: Any) -> list[Do]:
        """Let the camera see an e-bike on so many frames, 0.2 s apart, and the incident be on disk at once."""
        wanted: list[Do] = []
        for _ in range(times):
            self.frames += 0.2
            wanted += self.take(Saw(CAMERA, sighting(frame=self.frames, **fields)))
            wanted += self.opened(wanted)
        return wanted

    def opened(self, wanted: list[Do], *, saved: bool = True) -> list[Do]:
        """Let the incident that is wanted be open."""
        found = [act for act in wanted if isinstance(act, OpenIncident) and act.kind is Kind.EBIKE]
        episode = self.guard.episode
        if not found or episode is None or episode.incident is not None:
            return []
        return self.take(Opened(found[-1].episode, f"incident-{found[-1].episode}", saved=saved))

    def gone(self) -> list[Do]:
        """Let the camera say that the e-bike is gone."""
        return self.take(Saw(CAMERA, sighting(frame=self.frames + 0.2, phase=Phase.ENDED)))

    def wait(self, seconds: float) -> list[Do]:
        """Let time pass, and the guard look again whenever it says that it must."""
        wanted: list[Do] = []
        end = self.seconds + seconds
        while (due := self.guard.due()) is not None and due <= end:
            self.seconds = max(due, self.seconds)
            wanted += self.take(Passed())
        self.seconds = end
        return wanted + self.take(Passed())

    @property
    def holding(self) -> bool:
        """Whether the last that the elevator was told is to hold."""
        told = [act for _at, act in self.done if isinstance(act, HoldFor | Release)]
        return bool(told) and isinstance(told[-1], HoldFor)

    def holds(self) -> list[tuple[float, HoldFor]]:
        """Return all holds that were asked for, and when."""
        return [(at, act) for at, act in self.done if isinstance(act, HoldFor)]

    def spoken(self) -> list[str]:
        """Return what was said."""
        return [act.phrase.value for _at, act in self.done if isinstance(act, Speak)]

    def incidents(self) -> list[OpenIncident]:
        """Return the incidents that were opened."""
        return [act for _at, act in self.done if isinstance(act, OpenIncident)]

    def reasons(self) -> list[str]:
        """Return why the door was let go, each time."""
        happened = [act for _at, act in self.done if isinstance(act, Happened)]
        return [act.reason or "" for act in happened if act.what is Happening.RELEASED]

    def faults(self) -> list[str]:
        """Return the faults that were reported."""
        return [act.why.value for _at, act in self.done if isinstance(act, Suspend)]
