"""Incidents of one event: linked, and chased once, so that nobody is called twice for it. Pure.

A child's alarm tells everybody its plan names once, at its opening. Its chase then waits while an older one of the same
home is being chased that calls at least the same people, no later. Nothing else is held back: not what tells other
people, not what somebody has taken, not what reached nobody.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from .incident import Change, Incident, Kind, Severity, State
from .plan import ResponsePlan, plan_of

# Further alarms within this time of the last one belong to the same event.
WITHIN: Final = timedelta(minutes=10)
# Of one home these belong together; fire and gas do not stop at a door, so they do in one building.
_OF_HOME: Final = frozenset({Kind.HELP, Kind.FALL, Kind.SMOKE, Kind.GAS})
_OF_BUILDING: Final = frozenset({Kind.SMOKE, Kind.GAS})
_ALARMS: Final = frozenset({Change.OPENED, Change.AGAIN})
_ORDER: Final = tuple(Severity)


def places(incident: Incident) -> list[str]:
    """Return under what an incident may meet others of its event; two that share none do not belong together."""
    found: list[str] = []
    if incident.kind in _OF_HOME and incident.place.home is not None:
        found.append(f"home:{incident.place.home}")
    if incident.kind in _OF_BUILDING and incident.place.building is not None:
        found.append(f"building:{incident.place.building}")
    return found


def belongs_to(incident: Incident, older: Incident) -> bool:
    """Return whether an incident that has just opened is of the same event as an older one."""
    if not older.is_active or older.id == incident.id or not set(places(incident)) & set(places(older)):
        return False
    last = max(entry.at for entry in older.timeline if entry.what in _ALARMS)
    return incident.opened_at - last <= WITHIN


def held_by(incident: Incident, active: Mapping[str, Incident]) -> Incident | None:
    """Return the older incident whose chase speaks for this one, None if it is chased by itself."""
    if incident.state is not State.OPEN:
        return None
    older = (active[other] for other in incident.linked if other in active)
    return next((other for other in older if _speaks_for(other, incident)), None)


def was_held(incident: Incident, active: Mapping[str, Incident]) -> bool:
    """Return whether an older one that somebody has taken by now was chased for this one, too."""
    taken = (active[other] for other in incident.linked if other in active)
    return any(
        other.acknowledged_at is not None and other.acknowledged_at >= incident.opened_at and _covers(other, incident)
        for other in taken
    )


def _speaks_for(other: Incident, incident: Incident) -> bool:
    return other.state is State.OPEN and _covers(other, incident)


def _covers(other: Incident, incident: Incident) -> bool:
    return (
        other.number < incident.number
        and other.opened_at <= incident.opened_at
        and other.place.home == incident.place.home is not None
        and _ORDER.index(other.severity) <= _ORDER.index(incident.severity)
        and covers(plan_of(other), plan_of(incident))
    )


def covers(plan: ResponsePlan, other: ResponsePlan) -> bool:
    """Return whether a plan calls everybody whom another calls, no later, over as much, and again no less often."""
    if plan.repeat_every > other.repeat_every or not _reaches(plan, plan.last, other, other.last):
        return False
    return all(
        any(
            plan.step(mine).after <= other.step(its).after and _reaches(plan, mine, other, its)
            for mine in range(1, plan.last + 1)
        )
        for its in range(1, other.last + 1)
    )


def _reaches(plan: ResponsePlan, mine: int, other: ResponsePlan, its: int) -> bool:
    step, wanted = plan.step(mine), other.step(its)
    return set(wanted.to) <= set(step.to) and set(wanted.channels) <= set(step.channels)
