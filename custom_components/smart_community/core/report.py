"""The story of an incident: what happened and who was told, in one order, and the copy of it that leaves the house.

Pure: codes and ids; words and names are laid over by `report_page`.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from .delivery import Delivery, DeliveryState
from .incident import Change, Incident, TimelineEntry
from .phrases import SAID_CODES

FORMAT: Final = "smart_community.incident"
FORMAT_VERSION: Final = 1

_OWNED: Final = frozenset({Change.ACKNOWLEDGED, Change.TAKEN_OVER})
# Their text is a code of ours, never a person's words.
_CODED: Final = frozenset(
    {Change.ESCALATED, Change.NOBODY_TOLD, Change.CALLED_BACK, Change.LINKED, Change.FELL, Change.WITHDRAWN}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: an entry of the timeline (`delivery` None), or one state of one delivery.

    `what` is a `Change`, or a `DeliveryState` for a delivery; `by` is whoever did it, or the recipient who was told.
    """

    at: datetime
    what: Change | DeliveryState
    by: str | None = None
    text: str | None = None
    delivery: Delivery | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the line as the wire and the copy show it."""
        line: dict[str, Any] = {"at": self.at.isoformat(), "what": self.what.value}
        if self.delivery is not None:
            told = self.delivery
            line |= {"recipient": told.recipient, "role": told.role.value, "channel": told.channel}
            line |= {"round": told.round, "step": told.step}
        elif self.by is not None:
            line["by"] = self.by
        if self.text is not None:
            line["text"] = self.text
        return line


def story(incident: Incident, deliveries: Iterable[Delivery]) -> list[Line]:
    """Return everything that happened to an incident and to its deliveries, in the order in which it did.

    Entries stay in the order in which they were written, and so do the states of a delivery, even if a clock was set
    back in between; at one moment the entry comes before what it caused.
    """
    told = sorted(deliveries, key=lambda one: (one.round, one.step))
    strands = [[Line(entry.at, entry.what, entry.by, entry.text) for entry in incident.timeline]]
    strands += [[_line(delivery, state, at) for state, at in delivery.times.items()] for delivery in told]
    placed = [(moment, line) for strand in strands for moment, line in _never_back(strand)]
    # The sort is stable: what stands first above comes first at one moment.
    return [line for _, line in sorted(placed, key=lambda one: one[0])]


def acknowledged_at(incident: Incident, delivery: Delivery) -> datetime | None:
    """Return when the recipient of a delivery took the incident, if he did after it was queued."""
    queued = min(delivery.times.values())
    actors = {delivery.recipient, delivery.recipient.removeprefix("user:")}
    return next(
        (entry.at for entry in incident.timeline if entry.what in _OWNED and entry.by in actors and entry.at >= queued),
        None,
    )


def without_words(incident: Incident) -> Incident:
    """Return the incident without what people wrote into it, for a copy that must hold no person."""
    return replace(incident, timeline=tuple(_wordless(entry, incident.device) for entry in incident.timeline))


def canonical(copy: Mapping[str, Any]) -> str:
    """Return the copy as the one JSON text that its hash covers: keys sorted, no spaces, as it is in UTF-8."""
    return json.dumps(copy, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def fingerprint(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8 (64 hex digits)."""
    return hashlib.sha256(text.encode()).hexdigest()


def incident_copy(incident: Incident, deliveries: Sequence[Delivery]) -> dict[str, Any]:
    """Return the part of a copy that is the incident itself: as the wire shows it, each delivery with all its times."""
    told = []
    for delivery in deliveries:
        at = acknowledged_at(incident, delivery)
        told.append(delivery.as_dict() | ({} if at is None else {"acknowledged_at": at.isoformat()}))
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "incident": incident.as_dict() | {"deliveries": told},
        "story": [line.as_dict() for line in story(incident, deliveries)],
    }


def _line(delivery: Delivery, state: DeliveryState, at: datetime) -> Line:
    error = delivery.error if state is DeliveryState.FAILED else None
    return Line(at, state, delivery.recipient, error, delivery)


def _never_back(strand: Iterable[Line]) -> Iterable[tuple[datetime, Line]]:
    """Yield each line with the moment at which it is placed: never before the one ahead of it."""
    moment: datetime | None = None
    for line in strand:
        moment = line.at if moment is None else max(moment, line.at)
        yield moment, line


def _wordless(entry: TimelineEntry, device: str | None) -> TimelineEntry:
    said_by_device = device is not None and entry.by == device
    coded = entry.what in _CODED or (entry.what is Change.SAID and entry.text in SAID_CODES)
    return entry if entry.text is None or said_by_device or coded else replace(entry, text=None)


def is_opened_by(incident: Incident, user_id: str) -> bool:
    """Return whether an account has opened an incident itself: that gives it no right to look or to speak there."""
    return any(entry.what is Change.OPENED and entry.by == user_id for entry in incident.timeline)
