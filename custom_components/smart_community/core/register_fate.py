"""What becomes of each row of a sheet, or would. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .register_sheet import SheetError


class Outcome(StrEnum):
    """What a row does to the register."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Fate:
    """One row's fate: its line, its door, the home's id if it exists, and which columns it changes or what is wrong.

    Of a person it holds nothing: `fields` are names of columns.
    """

    line: int
    outcome: Outcome
    building: str = ""
    unit: str = ""
    number: str = ""
    home: str | None = None
    fields: tuple[str, ...] = ()
    errors: tuple[SheetError, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the fate as the websocket commands show it."""
        return {
            "line": self.line,
            "outcome": self.outcome.value,
            "building": self.building,
            "unit": self.unit,
            "number": self.number,
            "home": self.home,
            "fields": list(self.fields),
            "errors": [error.as_dict() for error in self.errors],
        }


def all_fates(good: Iterable[Fate], errors: Iterable[SheetError]) -> tuple[Fate, ...]:
    """Return the fates of a whole file in the order of its lines; each faulty line has all that is wrong with it."""
    wrong: dict[int, list[SheetError]] = defaultdict(list)
    for error in errors:
        wrong[error.line].append(error)
    faulty = (Fate(line, Outcome.ERROR, errors=tuple(found)) for line, found in wrong.items())
    return tuple(sorted((*good, *faulty), key=lambda fate: fate.line))
