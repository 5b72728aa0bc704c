"""Who is due: given an incident and the time, what the response desk must do next. Pure.

Figures from `domain.md`, "Help alarms": 60 s without acknowledgement is level 2, 180 s level 3, 300 s everyone;
it never stops while nobody has acknowledged, and asks again after an acknowledgement without a resolution.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from .incident import Change, Incident, State, asked_again, escalated

# (seconds since opening, level reached then)
LEVELS: Final = ((60.0, 2), (180.0, 3), (300.0, 4))
LAST_LEVEL: Final = LEVELS[-1][1]
# At the last level everyone is asked again this often, in seconds.
REPEAT_EVERY: Final = 300.0
# An owner who has done nothing for this long is asked, in seconds.
ASK_AGAIN_AFTER: Final = 900.0

# What counts as a step of the chase itself, and what as a sign of life from the owner.
_CHASE = frozenset({Change.ESCALATED})
_SIGNS_OF_LIFE = frozenset(
    {Change.ACKNOWLEDGED, Change.TAKEN_OVER, Change.EN_ROUTE, Change.ON_SITE, Change.NOTE, Change.ASKED_AGAIN}
)


@dataclass(frozen=True, slots=True)
class Instant:
    """One moment on both clocks: UTC, which survives a restart, and monotonic seconds, which no one can set."""

    utc: datetime
    monotonic: float


@dataclass(frozen=True, slots=True)
class Marks:
    """When an incident was opened and last moved, on this process's monotonic clock.

    Both are the moment at which the process took it over, if it is older: should UTC be behind after a restart (a
    small computer without a clock of its own), the delays still run.
    """

    opened: float
    moved: float


def advanced(incident: Incident, marks: Marks, now: Instant) -> Incident | None:
    """Return the incident after the one step that is due now, or None if nothing is due.

    Overdue levels come one by one, so that after a restart nobody is skipped: call again until None.
    """
    if incident.state is State.OPEN:
        if incident.level < LAST_LEVEL:
            after, level = LEVELS[incident.level - 1]
            if _elapsed(incident.opened_at, marks.opened, now) >= after:
                return escalated(incident, now.utc, level)
        elif _elapsed(_last(incident, _CHASE), marks.moved, now) >= REPEAT_EVERY:
            return escalated(incident, now.utc, LAST_LEVEL)
    elif (
        incident.state is State.ACKNOWLEDGED
        and _elapsed(_last(incident, _SIGNS_OF_LIFE), marks.moved, now) >= ASK_AGAIN_AFTER
    ):
        return asked_again(incident, now.utc)
    return None


def moved(change: Change) -> bool:
    """Return whether the change restarts the delay that `Marks.moved` measures."""
    return change in _CHASE or change in _SIGNS_OF_LIFE


def _last(incident: Incident, changes: frozenset[Change]) -> datetime:
    for entry in reversed(incident.timeline):
        if entry.what in changes:
            return entry.at
    return incident.opened_at


def _elapsed(since: datetime, mark: float, now: Instant) -> float:
    """Return seconds since a moment: whichever clock says more, so that neither can hold a page back."""
    return max((now.utc - since).total_seconds(), now.monotonic - mark)
