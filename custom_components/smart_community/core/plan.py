"""Response plans: whom each step tells. One good default for each kind; `domain.md`, "Help alarms". Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .delivery import Audience
from .incident import Change, Incident, Kind, TimelineEntry

_NEAR: Final = (Audience.GRID_WORKER, Audience.DUTY_ROOM)
_HOUSEHOLD: Final = (*_NEAR, Audience.EMERGENCY_CONTACT)
_WIDER: Final = (*_HOUSEHOLD, Audience.COMMUNITY_OFFICE)


@dataclass(frozen=True, slots=True)
class Plan:
    """Whom each step tells: `steps[0]` at the opening, the others when the chase reaches their level."""

    steps: tuple[tuple[Audience, ...], ...]

    def audience(self, step: int) -> tuple[Audience, ...]:
        """Return whom step 1, 2, … tells; beyond the last step, whom the last one tells."""
        return self.steps[min(step, len(self.steps)) - 1]


# 60 s: level 2; 180 s: level 3; 300 s and again and again: everyone.
_PERSON_IN_NEED: Final = Plan((_HOUSEHOLD, _WIDER, _WIDER, (*_WIDER, Audience.EVERYONE_ON_DUTY)))
_DUTY_ROOM_FIRST: Final = Plan(
    ((Audience.DUTY_ROOM,), _NEAR, (*_NEAR, Audience.COMMUNITY_OFFICE), (Audience.EVERYONE_ON_DUTY,))
)
DEFAULT_PLANS: Final[Mapping[Kind, Plan]] = {
    **dict.fromkeys(Kind, _DUTY_ROOM_FIRST),
    **dict.fromkeys((Kind.HELP, Kind.FALL, Kind.SMOKE, Kind.GAS, Kind.WELFARE), _PERSON_IN_NEED),
}


@dataclass(frozen=True, slots=True)
class Page:
    """That somebody must be told now: the round and step, and whom. `owner`: the one who has acknowledged, instead.

    `text`: what a rule wants said instead of the usual words.
    """

    round: int
    step: int
    audience: tuple[Audience, ...]
    owner: str | None = None
    text: str | None = None


def page_for(incident: Incident, entry: TimelineEntry, plan: Plan, reached: int) -> Page | None:
    """Return whom a change of an incident pages, None if nobody. `reached` is the ledger's round.

    An opening, a further press and a further turn of the last step each begin what was not told before: a press and a
    repeat begin a round, an escalation a step. After an acknowledgement a press pages everybody of the step again, and
    an owner who is asked again is asked alone.
    """
    match entry.what:
        case Change.OPENED:
            return Page(1, 1, plan.audience(1))
        case Change.AGAIN:
            return Page(reached + 1, incident.level, plan.audience(incident.level))
        case Change.ESCALATED:
            first = sum(1 for other in incident.timeline if other.what is Change.ESCALATED and other.text == entry.text)
            number = reached if first == 1 else reached + 1
            return Page(number, incident.level, plan.audience(incident.level))
        case Change.ASKED_AGAIN:
            return Page(reached + 1, incident.level, (), owner=incident.acknowledged_by)
    return None
