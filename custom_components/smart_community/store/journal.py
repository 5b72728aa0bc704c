"""The journal, read back."""

from typing import Any

from sqlalchemy import Connection, Row, select

from ..core.journal import Entry, Note
from .schema import journal


def page(connection: Connection, *, before: int | None, limit: int) -> list[Entry]:
    """Return at most `limit` entries, newest first, with a sequence number below `before`."""
    query = select(journal).order_by(journal.c.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(journal.c.seq < before)
    return [_entry(row) for row in connection.execute(query)]


def entries_after(connection: Connection, seq: int, limit: int) -> list[Entry]:
    """Return at most `limit` entries in order, from the one after `seq`: what `first_broken` checks."""
    query = select(journal).where(journal.c.seq > seq).order_by(journal.c.seq).limit(limit)
    return [_entry(row) for row in connection.execute(query)]


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.seq, Note(row.at, row.actor, row.action, row.subject, row.details), row.hash)
