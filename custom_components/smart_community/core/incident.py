"""Incidents and their life cycle: open → acknowledged → resolved.

Each function takes an incident and returns the next one, or raises an `IncidentError`; none touches the world.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from .community import NOWHERE, Place
from .device import Device, HelpButtonEvent
from .media import Media

if TYPE_CHECKING:
    # It is of a kind itself, so that its module needs this one.
    from .plan import ResponsePlan


class Kind(StrEnum):
    """What happened."""

    HELP = "help"
    FALL = "fall"
    SMOKE = "smoke"
    GAS = "gas"
    WELFARE = "welfare"
    EBIKE = "ebike"
    ENTRAPMENT = "entrapment"
    FALLING_OBJECT = "falling_object"
    INTRUSION = "intrusion"
    CROWDING = "crowding"
    WATCHLIST = "watchlist"
    GATE_FORCED = "gate_forced"
    DEVICE_FAULT = "device_fault"
    OTHER = "other"


class Severity(StrEnum):
    """How urgent; the order is the order of the list on the screen."""

    CRITICAL = "critical"
    HIGH = "high"
    NORMAL = "normal"


class State(StrEnum):
    """Where in its life an incident is."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class Resolution(StrEnum):
    """What it turned out to be."""

    REAL = "real"
    FALSE_ALARM = "false_alarm"
    TEST = "test"
    DUPLICATE = "duplicate"


class CallOutcome(StrEnum):
    """What came of phoning the home."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


class Change(StrEnum):
    """What just happened to an incident; also the words of its timeline."""

    OPENED = "opened"
    AGAIN = "again"
    CANCELLED = "cancelled"
    ACKNOWLEDGED = "acknowledged"
    TAKEN_OVER = "taken_over"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    NOTE = "note"
    CALLED_BACK = "called_back"  # somebody phoned the home; the text is a `CallOutcome`
    # The sensor says that it is over, or a fault went away: a note, never an end.
    CLEARED = "cleared"
    LINKED = "linked"  # another incident belongs to the same event; the text is its id
    ESCALATED = "escalated"
    ASKED_AGAIN = "asked_again"
    # A step of the plan had nobody whom it could tell; the text is its number.
    NOBODY_TOLD = "nobody_told"
    SAID = "said"  # where it happened; the text is a code of core/phrases.py, or the words
    FELL = "fell"  # a further object came down where the first did; the text is its class
    WITHDRAWN = "withdrawn"  # the camera takes a fall back: a note, never an end
    RESOLVED = "resolved"
    # Not in a timeline: what was acted on from memory has reached the disk; who was told, and what became of it, has
    # changed; there is a picture more to look at.
    SAVED = "saved"
    DELIVERIES = "deliveries"
    MEDIA = "media"


# Rule 1 of the house: for these, people come before records when the disk fails.
ACTS_FROM_MEMORY: Final = frozenset({Kind.HELP, Kind.FALL, Kind.SMOKE, Kind.GAS, Kind.ENTRAPMENT})

DEFAULT_SEVERITY: Final[Mapping[Kind, Severity]] = {
    **dict.fromkeys(Kind, Severity.HIGH),
    **dict.fromkeys(ACTS_FROM_MEMORY, Severity.CRITICAL),
    Kind.DEVICE_FAULT: Severity.NORMAL,
    Kind.OTHER: Severity.NORMAL,
}

# Which incident a help button's event opens; the other events open none.
OPENED_BY: Final[Mapping[str, Kind]] = {
    HelpButtonEvent.PRESSED: Kind.HELP,
    HelpButtonEvent.LONG_PRESSED: Kind.HELP,
    HelpButtonEvent.FALL: Kind.FALL,
}


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened, by whom (account id, device id, "automation" or "system")."""

    at: datetime
    what: Change
    by: str | None = None
    text: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as the wire shows it."""
        entry: dict[str, Any] = {"at": self.at.isoformat(), "what": self.what.value}
        if self.by is not None:
            entry["by"] = self.by
        if self.text is not None:
            entry["text"] = self.text
        return entry


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident. Times are UTC; ids are opaque; `level` counts escalations from 1."""

    id: str
    number: int
    kind: Kind
    severity: Severity
    place: Place
    opened_at: datetime
    state: State = State.OPEN
    device: str | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    resolved_at: datetime | None = None
    resolution: Resolution | None = None
    # Of a fault: what is wrong (core/fault.py) and with what, an opaque id; of a falling object: the fall's.
    cause: str | None = None
    subject: str | None = None
    # The other incidents of the same event, by id.
    linked: tuple[str, ...] = ()
    # Until when an older one of them was chased for this one, too (core/linked.py): from then on its own delays run.
    held_until: datetime | None = None
    level: int = 1
    # The response plan that it opened under, whatever becomes of that plan; None: opened before there were plans.
    plan: ResponsePlan | None = None
    unsaved: bool = False
    timeline: tuple[TimelineEntry, ...] = ()
    media: tuple[Media, ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state is not State.RESOLVED

    @property
    def merge_key(self) -> str:
        """What a second alarm must share with this one to be the same incident."""
        return merge_key(self.kind, self.place, self.device, self.cause, self.subject)

    @property
    def acts_from_memory(self) -> bool:
        """Whether people come before records when the disk fails; that the disk fails must be told, too.

        An e-bike's, too: it is told from memory, and its door is not held (`elevator_guard.py`).
        """
        return self.kind in ACTS_FROM_MEMORY or self.kind is Kind.EBIKE or self.cause == "database_failing"

    def as_dict(self) -> dict[str, Any]:
        """Return the incident as the wire shows it (`interfaces.md`, "Incident")."""
        wire: dict[str, Any] = {
            "id": self.id,
            "number": self.number,
            "kind": self.kind.value,
            "severity": self.severity.value,
            "state": self.state.value,
            "place": self.place.as_dict(),
            "device": self.device,
            "cause": self.cause,
            "subject": self.subject,
            "linked": list(self.linked),
            "level": self.level,
            "plan": {"id": self.plan.id, "version": self.plan.version, "steps": self.plan.last} if self.plan else None,
            "opened_at": self.opened_at.isoformat(),
            "acknowledged_at": self.acknowledged_at.isoformat() if self.acknowledged_at else None,
            "acknowledged_by": self.acknowledged_by,
            "resolved_at": self.resolved_at.isoformat() if self.resolved_at else None,
            "resolution": self.resolution.value if self.resolution else None,
            "timeline": [entry.as_dict() for entry in self.timeline],
            "deliveries": [],
            "media": [media.as_dict() for media in self.media],
        }
        if self.unsaved:
            wire["unsaved"] = True
        return wire


class IncidentError(Exception):
    """A change that the incident's life cycle does not allow; `code` names it (translation key, wire code)."""

    code = "incident_error"


class IncidentResolvedError(IncidentError):
    """The incident is resolved already: nothing more happens to it."""

    code = "incident_resolved"


class NoSuchStepError(IncidentError):
    """The plan that the incident opened under has fewer steps."""

    code = "step_unknown"


def merge_key(
    kind: Kind, place: Place, device: str | None, cause: str | None = None, subject: str | None = None
) -> str:
    """Return the key that alarms of one incident share: kind and home, else kind and device, else kind and place.

    Two buttons pressed in one home are one incident; two falls in one building are two. A fault with a cause is one
    for each cause and subject, wherever it is; of objects that fall, one for the fall that opened it.
    """
    if cause is not None or (subject is not None and kind is Kind.FALLING_OBJECT):
        return f"{kind}:{cause}:{subject}"
    if place.home is not None:
        return f"{kind}:home:{place.home}"
    if device is not None:
        return f"{kind}:device:{device}"
    return f"{kind}:place:{sorted(place.as_dict().items())}"


def latest_alarm(device: Device, active: Iterable[Incident]) -> Incident | None:
    """Return what the device means when it says *cancelled*: the newest alarm that it or its home's buttons gave."""
    home = device.place.home
    alarms = (
        incident
        for incident in active
        if incident.kind in OPENED_BY.values()
        and (incident.device == device.id or (home is not None and incident.place.home == home))
    )
    return max(alarms, key=lambda incident: incident.number, default=None)


def opened(  # noqa: PLR0913 - an incident has this many facts at its start
    incident_id: str,
    number: int,
    kind: Kind,
    at: datetime,
    *,
    severity: Severity | None = None,
    place: Place = NOWHERE,
    device: str | None = None,
    by: str | None = None,
    text: str | None = None,
    cause: str | None = None,
    subject: str | None = None,
) -> Incident:
    """Return a new open incident whose timeline begins with its opening."""
    return Incident(
        id=incident_id,
        number=number,
        kind=kind,
        severity=severity or DEFAULT_SEVERITY[kind],
        place=place,
        opened_at=at,
        device=device,
        cause=cause,
        subject=subject,
        timeline=(TimelineEntry(at, Change.OPENED, by, text),),
    )


def again(incident: Incident, at: datetime, by: str | None, text: str | None = None) -> Incident:
    """Return the incident after a further alarm of the same kind from the same home: it pages again, it stays one."""
    return _with(_active(incident), at, Change.AGAIN, by, text)


def cancelled(incident: Incident, at: datetime, by: str | None) -> Incident:
    """Return the incident after the device said *cancelled*: a note, never an end (`interfaces.md`)."""
    return _with(_active(incident), at, Change.CANCELLED, by)


def linked(incident: Incident, at: datetime, other: str) -> Incident:
    """Return the incident after another (its id) of the same event was opened; as it was if that is known."""
    if other in incident.linked:
        return incident
    return _with(replace(incident, linked=(*incident.linked, other)), at, Change.LINKED, "system", other)


def released(incident: Incident, at: datetime) -> Incident:
    """Return the incident from the moment on at which no older one is chased for it any more."""
    return replace(_active(incident), held_until=at)


def cleared(incident: Incident, at: datetime, by: str) -> Incident:
    """Return the incident after its cause went away: a note, never an end, since a person must look."""
    return _with(_active(incident), at, Change.CLEARED, by)


def acknowledged(incident: Incident, at: datetime, by: str) -> Incident:
    """Return the incident owned by `by`, or as it was if somebody owns it already.

    Two people acknowledging at once give one owner (`domain.md`): the caller compares `acknowledged_by`.
    """
    if _active(incident).state is State.ACKNOWLEDGED:
        return incident
    return _with(
        replace(incident, state=State.ACKNOWLEDGED, acknowledged_at=at, acknowledged_by=by), at, Change.ACKNOWLEDGED, by
    )


def taken_over(incident: Incident, at: datetime, by: str) -> Incident:
    """Return the incident owned by `by`, whoever owned it before; the time of the first acknowledgement stays."""
    if _active(incident).state is State.OPEN:
        return acknowledged(incident, at, by)
    if incident.acknowledged_by == by:
        return incident
    return _with(replace(incident, acknowledged_by=by), at, Change.TAKEN_OVER, by)


def en_route(incident: Incident, at: datetime, by: str) -> Incident:
    """Return the incident with `by` on the way; who sets out on an open incident acknowledges it."""
    return _with(acknowledged(incident, at, by), at, Change.EN_ROUTE, by)


def on_site(incident: Incident, at: datetime, by: str) -> Incident:
    """Return the incident with `by` there; who arrives at an open incident acknowledges it."""
    return _with(acknowledged(incident, at, by), at, Change.ON_SITE, by)


def noted(incident: Incident, at: datetime, by: str, text: str) -> Incident:
    """Return the incident with a note by staff."""
    return _with(_active(incident), at, Change.NOTE, by, text)


def said(incident: Incident, at: datetime, by: str, text: str) -> Incident:
    """Return the incident after something was said where it happened: a code (`SAID_CODES`), or the words."""
    return _with(_active(incident), at, Change.SAID, by, text)


def called_back(incident: Incident, at: datetime, by: str, outcome: CallOutcome, text: str | None = None) -> Incident:
    """Return the incident after `by` phoned the home; what was said, if anything, follows as a note.

    It acknowledges nothing: whoever phoned may not be the one who goes.
    """
    called = _with(_active(incident), at, Change.CALLED_BACK, by, outcome.value)
    return noted(called, at, by, text) if text else called


def escalated(incident: Incident, at: datetime, level: int) -> Incident:
    """Return the incident at a higher level, because nobody has acknowledged."""
    return _with(replace(_active(incident), level=level), at, Change.ESCALATED, "system", str(level))


def told_nobody(incident: Incident, at: datetime, step: int) -> Incident:
    """Return the incident after a step of its plan told nobody: the step has nobody now, or every channel failed."""
    return _with(_active(incident), at, Change.NOBODY_TOLD, "system", str(step))


def asked_again(incident: Incident, at: datetime) -> Incident:
    """Return the incident after its owner was asked again, because it is acknowledged but not resolved."""
    return _with(_active(incident), at, Change.ASKED_AGAIN, "system")


def resolved(incident: Incident, at: datetime, by: str, resolution: Resolution, note: str | None = None) -> Incident:
    """Return the incident at its end; who resolves an open incident acknowledges it with that."""
    owned = acknowledged(incident, at, by)
    return _with(
        replace(owned, state=State.RESOLVED, resolved_at=at, resolution=resolution), at, Change.RESOLVED, by, note
    )


def _active(incident: Incident) -> Incident:
    if not incident.is_active:
        raise IncidentResolvedError(incident.id)
    return incident


def _with(incident: Incident, at: datetime, what: Change, by: str | None, text: str | None = None) -> Incident:
    return replace(incident, timeline=(*incident.timeline, TimelineEntry(at, what, by, text)))
