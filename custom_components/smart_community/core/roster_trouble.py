"""What is wrong with a roster: gaps to come, a calendar that is gone, words in it that mean nobody we know. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from .people import Role
from .roster import ROSTERED, Gap, Roster, gaps, people_named

# How far ahead a gap is a fault.
AHEAD: Final = timedelta(hours=24)


class TroubleKind(StrEnum):
    """What is wrong."""

    GAP = "gap"
    CALENDAR = "calendar"
    NAMES = "names"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong with a role's roster.

    `gap`: the first of `count` in the next 24 h. `names`: words of a calendar, which may be people's. `people`:
    accounts that the roster names and that have not the role (any more).
    """

    role: Role
    kind: TroubleKind
    count: int = 1
    gap: Gap | None = None
    names: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The subject of its fault: the role, and of a calendar also what is wrong with it."""
        return self.role.value if self.kind is TroubleKind.GAP else f"{self.role.value}:{self.kind.value}"

    def as_dict(self) -> dict[str, Any]:
        """Return it as the wire shows it to those who keep or read the whole roster."""
        wire: dict[str, Any] = {"role": self.role.value, "what": self.kind.value, "count": self.count}
        if self.gap is not None:
            wire |= {"start": self.gap.start.isoformat(), "end": self.gap.end.isoformat()}
        if self.names:
            wire["names"] = list(self.names)
        if self.people:
            wire["people"] = list(self.people)
        return wire


def troubles(
    roster: Roster, unread: Collection[Role], unknown: Mapping[Role, Sequence[str]], at: datetime
) -> list[Trouble]:
    """Return what is wrong now. `unread`: roles whose calendar did not answer; `unknown`: words that mean nobody."""
    found: list[Trouble] = []
    for role in ROSTERED:
        of_role = roster.roles.get(role)
        if of_role is None:
            continue
        if empty := gaps(roster, role, at, at + AHEAD):
            found.append(Trouble(role, TroubleKind.GAP, len(empty), empty[0]))
        if of_role.calendar is not None and role in unread:
            found.append(Trouble(role, TroubleKind.CALENDAR))
        if of_role.calendar is not None and (names := tuple(unknown.get(role, ()))):
            found.append(Trouble(role, TroubleKind.NAMES, len(names), names=names))
        if left := sorted(people_named(of_role) - roster.holders.get(role, frozenset())):
            found.append(Trouble(role, TroubleKind.LEFT, len(left), people=tuple(left)))
    return found
