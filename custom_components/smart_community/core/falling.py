"""Falling and thrown objects: what the news of a fall does to incidents. Pure.

Source: `domain.md`, "Falling and thrown objects". A first alert is shown and tells nobody. A fall that is confirmed, of
more than two floors, opens an incident; further ones of the same camera within a minute join it. A trace is a list of
candidate homes with its uncertainty, never one name: it is sealed, and shown to whoever answers the incident.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from .camera import DEFAULT_RETENTION
from .community import NOWHERE
from .fall_trace import NO_TRACE, Trace
from .incident import Change, Incident, IncidentResolvedError, Kind, Severity, TimelineEntry, again, merge_key

# The companion's own gate is stricter, by default; below this a confirmed fall is shown and tells nobody.
DEFAULT_GATE: Final = 0.7
# Further falls of one camera within this time belong to the same incident.
TOGETHER_WITHIN: Final = timedelta(seconds=60)
# News of a fall that is over for so long comes after an outage: nobody has to run, and no speaker shouts.
OLD_AFTER: Final = timedelta(minutes=10)
# Who stands so low surely has dropped it from two floors or less: nobody is told (`domain.md`).
LEAST_FLOOR: Final = 3


class FallClass(StrEnum):
    """How it came down."""

    FALLING = "falling"
    FLUTTERING = "fluttering"


class FallPhase(StrEnum):
    """How far a fall is."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


# News may overtake each other: a fall never goes back in this order.
_RANK: Final = {phase: min(rank, 2) for rank, phase in enumerate(FallPhase)}

SEVERITY: Final = {FallClass.FALLING: Severity.HIGH, FallClass.FLUTTERING: Severity.NORMAL}


@dataclass(frozen=True, slots=True)
class FallNews:
    """What a companion says of a fall. `fall`: its id, the same in all news of it; `picture`, `clip`: it has one."""

    fall: str
    phase: FallPhase
    kind: FallClass
    confidence: float
    trace: Trace = NO_TRACE
    picture: bool = False
    clip: bool = False
    frigate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """A fall as it is kept. `camera`: a subentry's id; times are UTC; `at`: when it began.

    `subject`: the fall by which its incident was opened, "" if none was. `offers_…`: the companion has it to give.
    `picture`, `clip`: their numbers among the incident's media, None while they are not kept. `trace`: None as it is
    on the disk.
    """

    id: str
    device: str
    camera: str
    kind: FallClass
    phase: FallPhase
    confidence: float
    at: datetime
    updated_at: datetime
    subject: str = ""
    offers_picture: bool = False
    offers_clip: bool = False
    frigate: bool = False
    picture: int | None = None
    clip: int | None = None
    keep_days: int = DEFAULT_RETENTION
    trace: Trace | None = None

    @property
    def in_incident(self) -> bool:
        """Whether it belongs to an incident, whatever has become of that."""
        return self.subject != ""

    @property
    def key(self) -> str:
        """The merge key of its incident."""
        return key_of(self.subject or self.id)

    @property
    def unmasked_only(self) -> bool:
        """Whether only Frigate has it, with the windows of homes to be seen in it."""
        return self.frigate and not (self.offers_picture or self.offers_clip)


@dataclass(frozen=True, slots=True)
class FallHeard:
    """News of a fall that is on the disk. `incident`: its active one; `opened`: that, or a line in it, is new.

    `is_new`: it was not in this phase before.
    """

    fall: Fall
    phase: FallPhase
    incident: str | None
    opened: bool = False
    is_new: bool = True

    @property
    def is_news(self) -> bool:
        """Whether it has just happened."""
        return self.fall.updated_at - self.fall.at <= OLD_AFTER


class Act(StrEnum):
    """What news of a fall does besides being kept and shown."""

    SHOW = "show"
    OPEN = "open"
    JOIN = "join"
    # What fluttered falls: it is more urgent than was told.
    RAISE = "raise"
    TAKE_BACK = "take_back"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done about the incident of the fall `subject`, and how urgent it is."""

    act: Act
    subject: str = ""
    severity: Severity = Severity.NORMAL


def key_of(subject: str) -> str:
    """Return the merge key of the incident that a fall has opened."""
    return merge_key(Kind.FALLING_OBJECT, place=NOWHERE, device=None, subject=subject)


def after(known: Fall | None, news: FallNews, at: datetime, now: datetime, *, device: str, camera: str) -> Fall:
    """Return a fall after news of it; `at`: when its camera saw that, `now`: when we heard it."""
    if known is None:
        known = Fall(
            id=news.fall,
            device=device,
            camera=camera,
            kind=news.kind,
            phase=news.phase,
            confidence=news.confidence,
            at=min(at, now),
            updated_at=now,
        )
    elif not _is_overtaken(known.phase, news.phase):
        known = replace(known, phase=news.phase, kind=news.kind, confidence=news.confidence, updated_at=now)
    else:
        # It was overtaken: what it says of the course is less than what is known.
        news = replace(news, trace=NO_TRACE)
    return replace(
        known,
        at=min(known.at, at),
        offers_picture=known.offers_picture or news.picture,
        offers_clip=known.offers_clip or news.clip,
        frigate=known.frigate or news.frigate,
        trace=None if news.trace == NO_TRACE else news.trace,
    )


def decide(
    news: FallNews, known: Fall | None, near: Iterable[Fall], *, gate: float, at: datetime, now: datetime
) -> Decision:
    """Return what news of a fall does.

    `known`: the fall as it was; `near`: falls of the same camera whose incident is active. `at`: when it was seen.
    """
    severity = SEVERITY[news.kind] if now - at <= OLD_AFTER else Severity.NORMAL
    passes = news.confidence >= gate and high_enough(news.trace)
    if known is not None and known.in_incident:
        return _decide_again(news, known, severity, passes=passes)
    taken_back = known is not None and known.phase is FallPhase.WITHDRAWN
    if news.phase is not FallPhase.CONFIRMED or not passes or taken_back:
        return Decision(Act.SHOW)
    others = [one for one in near if one.in_incident and _fell_with(one, at, now)]
    if others:
        return Decision(Act.JOIN, max(others, key=lambda one: one.updated_at).subject, severity)
    return Decision(Act.OPEN, news.fall, severity)


def _fell_with(one: Fall, at: datetime, now: datetime) -> bool:
    """Return whether a fall that was seen at `at` belongs to the event of this one.

    After an outage all is heard at once: then it counts when it was seen.
    """
    is_late = now - at > OLD_AFTER or one.updated_at - one.at > OLD_AFTER
    return abs(at - one.at if is_late else now - one.updated_at) <= TOGETHER_WITHIN


def _decide_again(news: FallNews, known: Fall, severity: Severity, *, passes: bool) -> Decision:
    """Return what further news of a fall does that belongs to an incident."""
    if _is_overtaken(known.phase, news.phase):
        return Decision(Act.SHOW, known.subject)
    if news.phase is FallPhase.WITHDRAWN and known.phase is not FallPhase.WITHDRAWN:
        return Decision(Act.TAKE_BACK, known.subject)
    falls_now = news.kind is FallClass.FALLING and known.kind is FallClass.FLUTTERING
    if falls_now and passes and news.phase in {FallPhase.CONFIRMED, FallPhase.ENDED}:
        return Decision(Act.RAISE, known.subject, severity)
    return Decision(Act.SHOW, known.subject)


def high_enough(trace: Trace) -> bool:
    """Return whether it may have begun above the second floor; a floor that nobody knows may be any."""
    return trace.floor is None or trace.floor + 2 * (trace.floor_sd or 0.0) >= LEAST_FLOOR


def raised(incident: Incident, severity: Severity) -> Incident:
    """Return the incident at least as urgent as that; the plan that it opened under stays."""
    order = list(Severity)
    return replace(incident, severity=min(incident.severity, severity, key=order.index))


def fell(incident: Incident, at: datetime, by: str, text: str) -> Incident:
    """Return the incident after a further object came down at the same place: a line, which pages nobody anew."""
    return _with(incident, TimelineEntry(at, Change.FELL, by, text))


def joined(incident: Incident, at: datetime, by: str, text: str, severity: Severity) -> Incident:
    """Return the incident after a further object; one that makes it more urgent pages anew."""
    more_urgent = raised(incident, severity)
    if more_urgent.severity is incident.severity:
        return fell(incident, at, by, text)
    return again(more_urgent, at, by, text)


def withdrawn(incident: Incident, at: datetime, by: str, text: str) -> Incident:
    """Return the incident after its camera took a fall back: a note, never an end, since a person must look."""
    return _with(incident, TimelineEntry(at, Change.WITHDRAWN, by, text))


def _with(incident: Incident, entry: TimelineEntry) -> Incident:
    if not incident.is_active:
        raise IncidentResolvedError(incident.id)
    return replace(incident, timeline=(*incident.timeline, entry))


def _is_overtaken(known: FallPhase, news: FallPhase) -> bool:
    """Return whether news would take a fall back in its course, or an end for another: the first that was heard."""
    ended = known in {FallPhase.ENDED, FallPhase.WITHDRAWN}
    return _RANK[news] < _RANK[known] or (ended and news is not known)
