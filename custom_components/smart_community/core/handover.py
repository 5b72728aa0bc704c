"""A shift hands over: a draft, then given, then accepted by the next shift's person. Pure.

Until somebody accepts it, it stays *given, not accepted* (`domain.md`, "Help alarms": a shift hands over on a page of
its own).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

# A shift that nobody handed to its person began this long ago at the most.
LONGEST_SHIFT: Final = timedelta(hours=12)
# So long after it was accepted a note is kept: staff name people in it (PIPL art. 19: no longer than is necessary).
NOTE_KEPT_FOR: Final = timedelta(days=30)


class Stage(StrEnum):
    """How far a hand-over is."""

    DRAFT = "draft"
    GIVEN = "given"
    ACCEPTED = "accepted"


class HandoverError(Exception):
    """A step that a hand-over does not allow; `code` names it (translation key, wire code)."""

    code = "handover_error"


class HandoverUnknownError(HandoverError):
    """There is no hand-over with this id, or the person has no draft."""

    code = "handover_unknown"


class HandoverNotGivenError(HandoverError):
    """It is still a draft: only its author knows of it."""

    code = "handover_not_given"


class HandoverAcceptedError(HandoverError):
    """Somebody has accepted it already."""

    code = "handover_accepted"


class HandoverOwnError(HandoverError):
    """Nobody hands over to himself."""

    code = "handover_own"


@dataclass(frozen=True, slots=True)
class Handover:
    """One hand-over, by one person, of a shift that began at `begun_at`; times are UTC.

    `incidents`: those that its author owned when he gave it. `note` is for the next shift, and may name people.
    """

    id: str
    author: str
    begun_at: datetime
    saved_at: datetime
    note: str = ""
    given_at: datetime | None = None
    incidents: tuple[str, ...] = ()
    accepted_by: str | None = None
    accepted_at: datetime | None = None

    @property
    def stage(self) -> Stage:
        """How far it is."""
        if self.given_at is None:
            return Stage.DRAFT
        return Stage.GIVEN if self.accepted_at is None else Stage.ACCEPTED

    def as_dict(self) -> dict[str, Any]:
        """Return it as the wire shows it."""
        return {
            "id": self.id,
            "author": self.author,
            "stage": self.stage.value,
            "begun_at": self.begun_at.isoformat(),
            "saved_at": self.saved_at.isoformat(),
            "note": self.note,
            "given_at": self.given_at.isoformat() if self.given_at else None,
            "incidents": list(self.incidents),
            "accepted_by": self.accepted_by,
            "accepted_at": self.accepted_at.isoformat() if self.accepted_at else None,
        }


def shift_began(taken_at: datetime | None, now: datetime) -> datetime:
    """Return when a person's shift began: when he accepted the last one's, at most 12 hours ago."""
    earliest = now - LONGEST_SHIFT
    return earliest if taken_at is None or taken_at > now else max(taken_at, earliest)


def drafted(handover: Handover, at: datetime, note: str) -> Handover:
    """Return a draft with its note; one that is given is no longer changed. Raises HandoverError."""
    if handover.stage is not Stage.DRAFT:
        raise HandoverUnknownError
    return replace(handover, note=note, saved_at=at)


def given(handover: Handover, at: datetime, incidents: tuple[str, ...]) -> Handover:
    """Return a draft as given, with the incidents that its author owns. Raises HandoverError."""
    if handover.stage is not Stage.DRAFT:
        raise HandoverUnknownError
    return replace(handover, given_at=at, saved_at=at, incidents=incidents)


def accepted(handover: Handover, at: datetime, by: str) -> Handover:
    """Return a hand-over that is given as accepted by `by`, somebody else than its author. Raises HandoverError."""
    match handover.stage:
        case Stage.DRAFT:
            raise HandoverNotGivenError
        case Stage.ACCEPTED:
            raise HandoverAcceptedError
    if by == handover.author:
        raise HandoverOwnError
    return replace(handover, accepted_by=by, accepted_at=at)
