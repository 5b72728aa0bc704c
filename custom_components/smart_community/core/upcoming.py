"""What an incident's plan does next if nobody does anything, for a screen that counts down to it. Pure.

The chase itself goes by `core/response.py`, which may come sooner: a step that reaches nobody holds nothing up.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from .delivery import Target
from .incident import Change, Incident, State
from .plan import PERSON, plan_of
from .response import moved


class Next(StrEnum):
    """What comes."""

    LEVEL = "level"
    REPEAT = "repeat"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What comes, at the latest when (UTC), at which level, and whom it tells."""

    what: Next
    at: datetime
    level: int
    to: tuple[Target, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as the wire shows it."""
        return {"what": self.what.value, "at": self.at.isoformat(), "level": self.level, "to": [*map(str, self.to)]}


def upcoming(incident: Incident) -> Upcoming | None:
    """Return what comes next; None if the incident is resolved, and only then."""
    if not incident.is_active:
        return None
    plan, level = plan_of(incident), incident.level
    if incident.state is State.ACKNOWLEDGED:
        at = _last(incident, chase=False) + timedelta(seconds=plan.ask_again_after)
        return Upcoming(Next.ASK, at, level, (f"{PERSON}{incident.acknowledged_by}",))
    if level < plan.last:
        step = plan.step(level + 1)
        return Upcoming(Next.LEVEL, incident.opened_at + timedelta(seconds=step.after), level + 1, step.to)
    at = _last(incident, chase=True) + timedelta(seconds=plan.repeat_every)
    return Upcoming(Next.REPEAT, at, level, plan.step(level).to)


def _last(incident: Incident, *, chase: bool) -> datetime:
    """Return when a level was last raised (`chase`), or else when the owner last gave a sign of life."""
    for entry in reversed(incident.timeline):
        if moved(entry.what) and (entry.what is Change.ESCALATED) is chase:
            return entry.at
    return incident.opened_at
