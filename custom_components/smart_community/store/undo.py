"""The undo of the last import: the generation before is swapped back, if nothing was changed since.

A later change by hand would be lost with it, silently, so then the undo is refused and says how many there are; it is
also refused if a home that the import made is needed: a device hangs in it, it has an incident, or gave its consent.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, delete, select

from ..core.incident import State
from ..core.journal import Note
from .meta import get_value, put_value
from .schema import consents, devices, homes, incidents, register_edits

_IMPORT: Final = "register_import"
# So many ids of homes are named; the count says how many there are.
_MOST_NAMED: Final = 100


@dataclass(frozen=True, slots=True)
class LastImport:
    """What the last import did, and what stands in the way of its undo: ids of homes and grids."""

    generation: int
    at: str
    by: str
    counts: dict[str, int]
    edited: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return it as the websocket command shows it."""
        return {
            "at": self.at,
            "by": self.by,
            **self.counts,
            "edited": list(self.edited[:_MOST_NAMED]),
            "edited_count": len(self.edited),
            "needed": list(self.needed[:_MOST_NAMED]),
            "needed_count": len(self.needed),
        }


def remember_import(connection: Connection, generation: int, note: Note) -> None:
    """Write down, within the swap's transaction, that an import made `generation`; nothing was changed since."""
    about = {"generation": generation, "at": note.at.isoformat(), "by": note.actor, "counts": dict(note.details)}
    put_value(connection, _IMPORT, json.dumps(about))
    connection.execute(delete(register_edits))


def forget_import(connection: Connection) -> None:
    """Write down that there is no import to undo."""
    put_value(connection, _IMPORT, "")


def last_import(connection: Connection, generation: int) -> LastImport | None:
    """Return the import that made `generation`, the current one, or None if no import did."""
    text = get_value(connection, _IMPORT)
    about = json.loads(text) if text else None
    if about is None or about["generation"] != generation:
        return None
    edited = tuple(connection.execute(select(register_edits.c.id).order_by(register_edits.c.at)).scalars())
    return LastImport(generation, about["at"], about["by"], about["counts"], edited, _needed(connection, generation))


def _needed(connection: Connection, generation: int) -> tuple[str, ...]:
    """Return the homes that only this generation has and that something hangs on."""
    before = select(homes.c.id).where(homes.c.generation == generation - 1)
    used: set[str] = set()
    queries: Collection[Any] = (
        select(devices.c.home).where(devices.c.home.is_not(None), devices.c.home.not_in(before)),
        select(consents.c.home).distinct().where(consents.c.home.not_in(before)),
    )
    for query in queries:
        used |= set(connection.execute(query).scalars())
    active = connection.execute(select(incidents.c.place).where(incidents.c.state != State.RESOLVED.value)).scalars()
    busy = {home for place in active if (home := place.get("home")) is not None}
    used |= busy - set(connection.execute(before.where(homes.c.id.in_(busy))).scalars())
    # One that is in neither generation is no matter of this undo.
    here = select(homes.c.id).where(homes.c.generation == generation, homes.c.id.in_(used))
    return tuple(sorted(connection.execute(here).scalars()))
