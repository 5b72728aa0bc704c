"""Swaps: two people exchange shifts; asked by one, agreed by the other or by whoever keeps the roster. Pure."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from .people import Role
from .roster import (
    Duty,
    Override,
    Roster,
    RosterError,
    RosterRefusal,
    Slot,
    duty_of,
    shifts_between,
)


class SwapState(StrEnum):
    """What became of a swap."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """What can be said to a swap that was asked for."""

    AGREE = "agree"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


_STATE: Final = {
    Decision.AGREE: SwapState.AGREED,
    Decision.REFUSE: SwapState.REFUSED,
    Decision.WITHDRAW: SwapState.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Swap:
    """`asked_by` gives a shift to `other`, and takes one of his for it, or none."""

    id: str
    role: Role
    asked_by: str
    other: str
    gives: Slot
    takes: Slot | None
    asked_at: datetime
    state: SwapState = SwapState.ASKED
    decided_by: str | None = None
    decided_at: datetime | None = None

    @property
    def last_day(self) -> date:
        """The later of the days that it is about."""
        return max(self.gives.day, self.takes.day) if self.takes is not None else self.gives.day

    def as_dict(self) -> dict[str, Any]:
        """Return the swap as the wire shows it."""
        return {
            "id": self.id,
            "role": self.role.value,
            "asked_by": self.asked_by,
            "other": self.other,
            "gives": _slot(self.gives),
            "takes": None if self.takes is None else _slot(self.takes),
            "asked_at": self.asked_at.isoformat(),
            "state": self.state.value,
            "decided_by": self.decided_by,
            "decided_at": None if self.decided_at is None else self.decided_at.isoformat(),
        }


def exchanged(roster: Roster, swap: Swap, at: datetime) -> list[Override]:
    """Return what a swap makes of the roster: each shift keeps as many people as it has.

    Raises RosterError if it cannot be (any more): a shift has begun, one of the two is not on it, or would be on two
    shifts at once.
    """
    if swap.other not in roster.holders.get(swap.role, frozenset()) or swap.other == swap.asked_by:
        raise RosterError(RosterRefusal.UNKNOWN_PERSON, swap.other)
    given = duty_of(roster, swap.role, swap.gives)
    taken = None if swap.takes is None else duty_of(roster, swap.role, swap.takes)
    _check_exchange(roster, given, swap.asked_by, swap.other, taken, at)
    changes = [_handed(given, swap.asked_by, swap.other, swap.id)]
    if taken is not None:
        _check_exchange(roster, taken, swap.other, swap.asked_by, given, at)
        changes.append(_handed(taken, swap.other, swap.asked_by, swap.id))
    return changes


def decided(swap: Swap, decision: Decision, by: str, at: datetime, *, keeps_roster: bool) -> Swap:
    """Return the swap as decided. Raises RosterError if it is decided already, or is not his to decide.

    It is withdrawn by who asked, and agreed or refused by the other, or by who keeps the roster.
    """
    if swap.state is not SwapState.ASKED:
        raise RosterError(RosterRefusal.SWAP_DECIDED, swap.id)
    may = by == swap.asked_by if decision is Decision.WITHDRAW else keeps_roster or by == swap.other
    if not may:
        raise RosterError(RosterRefusal.SWAP_NOT_YOURS, swap.id)
    return replace(swap, state=_STATE[decision], decided_by=by, decided_at=at)


def _check_exchange(roster: Roster, duty: Duty, of: str, to: str, other_side: Duty | None, at: datetime) -> None:
    if duty.start <= at:
        raise RosterError(RosterRefusal.SWAP_BEGUN, duty.shift)
    if of not in duty.people:
        raise RosterError(RosterRefusal.SWAP_NOT_ON_SHIFT, duty.shift)
    if to in duty.people:
        raise RosterError(RosterRefusal.SWAP_SAME_SHIFT, duty.shift)
    for other in shifts_between(roster, duty.role, duty.start, duty.end):
        if to in other.people and (
            other_side is None or (other.day, other.shift) != (other_side.day, other_side.shift)
        ):
            raise RosterError(RosterRefusal.SWAP_OVERLAPS, duty.shift)


def _handed(duty: Duty, of: str, to: str, swap: str) -> Override:
    people = tuple(to if person == of else person for person in duty.people)
    return Override(duty.role, Slot(duty.day, duty.shift), people, swap)


def _slot(slot: Slot) -> dict[str, str]:
    return {"day": slot.day.isoformat(), "shift": slot.shift}
