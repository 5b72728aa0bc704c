"""What the guard of one elevator knows, and what follows from it: what forbids a hold, how it is, when to look again.

Pure. What changes it is in `elevator_guard.py`. All durations run on the monotonic clock; UTC is only shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from .ebike_evidence import Evidence, Grade
from .elevator import (
    LONGEST_HOLD,
    RENEW_EVERY,
    CarState,
    Door,
    Elevator,
    Inhibitor,
    missing_points,
    promises,
    silent_points,
)
from .guard_words import (
    BLINDING,
    INHIBITING,
    GuardState,
    GuardView,
    Hindrance,
    Permit,
    Reason,
    WhyNot,
)
from .response import Instant

# A hold ends after so many seconds; it may be asked for again after, and staff may extend it by as much at a time.
LIMIT: Final = 120.0
# A relay that has answered nothing for so long, in seconds, does not answer: two renewals went unheard.
ANSWERS_WITHIN: Final = 2 * RENEW_EVERY
# So long a car may say that its door is not held before its relay counts as dead, in seconds; it says its whole state
# at least every 10, so that one report that is lost accuses nobody.
CLOSES_WITHIN: Final = 12.0
# By then a hold is over by itself, with time for the report of it; in seconds after the release.
OVER_AFTER: Final = LONGEST_HOLD + 2.0
# After a refusal it is asked again no sooner than this, in seconds.
REFUSED_FOR: Final = 10.0
# So long an e-bike must have been out of sight before the next one is another, unless the door closed; in seconds.
GONE_FOR: Final = 30.0
# What is surely seen, but only once, is told to the console after so many seconds; it is never held for.
ALONE_FOR: Final = 5.0
# So often, in seconds, and so many times it is said again that it has to leave.
SAID_EVERY: Final = 20.0
MOST_SAID: Final = 6
# Door and motion are told one after the other: contradicting each other for so long is a fault; in seconds.
CONTRADICTS_FOR: Final = 2.0
# What is being said at the moment, in seconds since it began, is not begun anew.
STILL_SAYING: Final = 5.0
# Two false alarms within so many seconds, and it only speaks.
FALSE_ALARM_WINDOW: Final = 3600.0
MOST_FALSE_ALARMS: Final = 2

# What a car must not stop telling: once it was known, not to know it any more forbids the hold.
_WATCHED: Final = ("door", "level", "moving", *(inhibitor.value for inhibitor in Inhibitor))
# Points whose silence says nothing about the door.
_IDLE: Final = frozenset({"floor"})
# What lifts when the door has closed, even if the e-bike is still there.
_UNTIL_CLOSED: Final = frozenset({Reason.LIMIT, Reason.LET_GO})


@dataclass(frozen=True, slots=True)
class Held:
    """A hold that was asked for. Times are monotonic seconds.

    `ends`: at the latest; `unanswered`: since when the relay owes an answer.
    `seen`: an e-bike was there during it, so that its leaving ends it. `reported`: the car has said that it is held.
    """

    number: int
    began: float
    ends: float
    asked: float
    unanswered: float | None
    seen: bool
    reported: bool = False
    extended: bool = False


@dataclass(frozen=True, slots=True)
class Releasing:
    """A release that is not confirmed yet. Times are monotonic seconds; `heard`: the relay has answered something."""

    hold: int
    reason: Reason
    began: float
    asked: float
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Episode:
    """An e-bike, or what looks like one, from when it is first seen until it is gone. Times are monotonic seconds."""

    number: int
    grade: Grade
    sure_since: float | None = None
    said_at: float | None = None
    said: int = 0
    alarmed: bool = False
    incident: str | None = None
    saved: bool = False
    gone_at: float | None = None
    told_not_held: bool = False
    # What was followed when the door began to open again; None: it has not closed since.
    before_opening: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """Why the guard does not ask by itself, and no rule may; `until`: monotonic seconds, if time alone lifts it."""

    reason: Reason
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Guard:
    """What the guard of one elevator knows. Times are monotonic seconds unless they are UTC."""

    elevator: Elevator
    evidence: Evidence = field(default_factory=Evidence)
    permit: Permit = field(default_factory=Permit)
    now: float = 0.0
    since: datetime | None = None
    car: CarState | None = None
    known: frozenset[str] = frozenset()
    online: bool = False
    eyes: Mapping[str, bool] = field(default_factory=dict)
    held: Held | None = None
    holds: int = 0
    # When the guard began to hold, as often as it let go since; its 120 s begin anew once the door has closed or the
    # e-bike is gone.
    run: float | None = None
    releasing: Releasing | None = None
    bar: Bar | None = None
    episode: Episode | None = None
    episodes: int = 0
    contradicts_since: float | None = None
    suspended: frozenset[WhyNot] = frozenset()
    false_alarms: tuple[float, ...] = ()
    # Incidents and episodes that have been counted as false alarms.
    counted: tuple[str, ...] = ()

    @property
    def agreed(self) -> bool:
        """Whether two sightings agree on an e-bike that is there now."""
        return self.evidence.agreed(self.now)

    @property
    def hindrances(self) -> tuple[Hindrance, ...]:
        """What forbids a hold at this moment; what is not known forbids it."""
        found = [] if self.online else [Hindrance.OFFLINE]
        car = self.car
        if car is None:
            found.append(Hindrance.UNKNOWN)
        else:
            found += [Hindrance(inhibitor.value) for inhibitor in car.inhibitors]
            if self._is_unknown(car):
                found.append(Hindrance.UNKNOWN)
            if car.moving is True:
                found.append(Hindrance.MOVING)
            if car.level is False:
                found.append(Hindrance.NOT_LEVEL)
            if car.door is not None and car.door is not Door.OPEN:
                found.append(Hindrance.DOOR_NOT_OPEN)
        if self.elevator.cameras and not any(self.eyes.get(camera, False) for camera in self.elevator.cameras):
            found.append(Hindrance.BLIND)
        return tuple(found)

    @property
    def why_not(self) -> tuple[WhyNot, ...]:
        """What forbids every hold until somebody does something about it."""
        missing = [WhyNot(f"missing_{point.value}") for point in promises(self.elevator, self.car).why_not]
        if self.car is None and self.elevator.device is not None:
            # It has not spoken yet: what it lacks is not known, and that it is not known forbids the hold already.
            missing = []
        allowed = [] if self.permit.holds else [WhyNot.NOT_COMMISSIONED]
        return (*missing, *allowed, *(why for why in WhyNot if why in self.suspended))

    def forbids(self, *, person: bool) -> tuple[WhyNot | Hindrance | Reason, ...]:
        """Return all that forbids a hold now; `person`: a person asks, who sees for himself and whom no bar stops."""
        if person:
            return (*self.why_not, *self.hindrances)
        barred = () if (reason := self.barred) is None else (reason,)
        unseen = () if self.agreed else (Reason.NOT_AGREED,)
        return (*self.why_not, *self.hindrances, *barred, *unseen)

    @property
    def barred(self) -> Reason | None:
        """Why the guard does not ask by itself, and no rule may: somebody let go, or the 120 s are over."""
        if self.bar is not None and (self.bar.until is None or self.now < self.bar.until):
            return self.bar.reason
        return Reason.LIMIT if self.run is not None and self.now >= self.run + LIMIT else None

    @property
    def state(self) -> GuardState:
        """How it is, in one word."""
        if self.held is not None:
            return GuardState.HOLDING
        hindrances, why_not = frozenset(self.hindrances), self.why_not
        if hindrances & BLINDING:
            return GuardState.FAULTY
        if hindrances & INHIBITING or WhyNot.CONTRADICTION in why_not:
            return GuardState.INHIBITED
        if why_not:
            return GuardState.VOICE_ONLY
        return GuardState.SIGHTED if self.evidence.grade is not Grade.NOTHING else GuardState.CLEAR

    def due(self) -> float | None:
        """Return when time alone may change something (monotonic seconds), None if it cannot."""
        moments = [self.evidence.due(self.now)]
        if (held := self.held) is not None:
            moments += [held.asked + RENEW_EVERY, held.ends]
            moments += [held.unanswered + ANSWERS_WITHIN] if held.unanswered is not None else []
            moments += [] if held.reported else [held.began + CLOSES_WITHIN]
        if (releasing := self.releasing) is not None:
            moments += [releasing.asked + release_again(self), releasing.began + OVER_AFTER]
        if self.contradicts_since is not None:
            moments.append(self.contradicts_since + CONTRADICTS_FOR)
        if self.bar is not None:
            moments.append(self.bar.until)
        if (episode := self.episode) is not None:
            if episode.gone_at is not None:
                moments.append(episode.gone_at + GONE_FOR)
            if episode.said_at is not None and episode.said < MOST_SAID:
                moments.append(episode.said_at + SAID_EVERY)
            if episode.sure_since is not None and not episode.alarmed:
                moments.append(episode.sure_since + ALONE_FOR)
        return min((moment for moment in moments if moment is not None and moment > self.now), default=None)

    def _is_unknown(self, car: CarState) -> bool:
        """Return whether the car does not say enough: what it never said, what it says no more, what is silent."""
        lost = any(getattr(car, name) is None for name in _WATCHED if name in self.known)
        silent = not _IDLE.issuperset(silent_points(self.elevator, car))
        return lost or silent or car.door is None or (car.level is None and car.moving is None)


def knows(known: frozenset[str], car: CarState) -> frozenset[str]:
    """Return what a car has ever told, after one more report."""
    return known | {name for name in _WATCHED if getattr(car, name) is not None}


def is_the_same_car(one: Elevator, other: Elevator) -> bool:
    """Return whether nothing that a guard goes by has changed: the rest is read when it is needed."""
    of_one = {name: getattr(one, name) for name in ("name", "building", "speakers", "languages", "two_way")}
    return one == replace(other, **of_one)


def contradicts(car: CarState | None) -> bool:
    """Return whether a car says that it moves with its door open."""
    return car is not None and car.door is Door.OPEN and car.moving is True


def release_again(guard: Guard) -> float:
    """Return after how many seconds a release that is not confirmed is sent again: a stuck relay must not be rushed."""
    return OVER_AFTER if WhyNot.RELAY in guard.suspended else RENEW_EVERY


def lifts_when_closed(bar: Bar, *, there: bool) -> bool:
    """Return whether a bar lifts because the door has closed; `there`: an e-bike is still seen."""
    return bar.until is None and (not there or bar.reason in _UNTIL_CLOSED)


def view_of(guard: Guard, now: Instant) -> GuardView:
    """Return how a guard is, for whoever shows it."""
    held, car, episode = guard.held, guard.car, guard.episode
    return GuardView(
        elevator=guard.elevator.id,
        state=guard.state,
        since=guard.since or now.utc,
        ebike=guard.evidence.grade is Grade.SURE,
        held=held is not None,
        held_until=held.asked + min(LONGEST_HOLD, held.ends - held.asked) if held is not None else None,
        ends_at=held.ends if held is not None else None,
        extended=held is not None and held.extended,
        hindrances=guard.hindrances,
        missing=missing_points(guard.elevator, car),
        why_not=guard.why_not,
        barred=guard.barred,
        incident=episode.incident if episode is not None else None,
        false_alarms=sum(now.monotonic - at < FALSE_ALARM_WINDOW for at in guard.false_alarms),
        online=guard.online,
        floor=car.floor if car is not None else None,
        door=car.door if car is not None else None,
        fire=car.fire if car is not None else None,
        firefighter=car.firefighter if car is not None else None,
    )
