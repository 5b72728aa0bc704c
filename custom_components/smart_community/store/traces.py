"""What a household has left beyond the register: incidents, what was written on them, who looked; and its erasure."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, delete, func, select, update

from ..core.incident import Change
from ..core.journal import Note
from .register import current_generation
from .schema import contacts, deliveries, households, incidents, journal, residents, timeline
from .schema_media import media

# A look-up by a responder waits behind one such read: some milliseconds.
_INCIDENTS_A_READ: Final = 2_000
# What the house itself writes into a timeline: ids and numbers, no words.
_OF_THE_HOUSE: Final = (Change.LINKED.value, Change.NOBODY_TOLD.value)


def incidents_of(connection: Connection, home_id: str, after: int) -> tuple[list[str], int | None]:
    """Return the ids of a home's incidents among those after number `after`, and where to go on, None at the end.

    No index finds them: places are kept whole, and this is asked once in the life of a household.
    """
    numbers = select(incidents.c.number).where(incidents.c.number > after).order_by(incidents.c.number)
    last = connection.execute(numbers.offset(_INCIDENTS_A_READ - 1).limit(1)).scalar()
    here = incidents.c.number > after if last is None else incidents.c.number.between(after + 1, last)
    of_home = func.json_extract(incidents.c.place, "$.home") == home_id
    found = connection.execute(select(incidents.c.id).where(here, of_home).order_by(incidents.c.number))
    return list(found.scalars()), last


def journal_of(connection: Connection, home_id: str) -> list[Note]:
    """Return what the journal has about a home, oldest first."""
    query = select(journal).where(journal.c.subject == home_id).order_by(journal.c.seq)
    return [Note(row.at, row.actor, row.action, row.subject, row.details) for row in connection.execute(query)]


def erase_words(connection: Connection, incident_ids: Sequence[str]) -> None:
    """Take away what was written on resolved incidents, and their pictures; that they were, when and who came stays."""
    said = timeline.c.incident.in_(incident_ids) & timeline.c.what.not_in(_OF_THE_HOUSE)
    connection.execute(update(timeline).where(said, timeline.c.text.is_not(None)).values(text=None))
    sent = deliveries.c.incident.in_(incident_ids) & deliveries.c.text.is_not(None)
    connection.execute(update(deliveries).where(sent).values(text=None))
    connection.execute(delete(media).where(media.c.incident.in_(incident_ids)))


def erase_people(connection: Connection, home_id: str) -> None:
    """Delete who lives in a home and whom to tell, in the generation before as well: no undo may bring them back."""
    current = current_generation(connection)
    generations = (current - 1, current, current + 1)
    for table in (households, residents, contacts):
        connection.execute(delete(table).where(table.c.generation.in_(generations), table.c.home == home_id))
