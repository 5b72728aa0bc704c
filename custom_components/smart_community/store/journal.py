"""The journal, read back."""

import json
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, select

from ..core.journal import Check, Checkpoint, Entry, Filters, Head, Note, follow
from .meta import get_value, put_value
from .schema import journal
from .schema_records import ACCOUNT_LENGTH, IS_ACCOUNT

# How many entries one search looks through before it lets others read: about 20 ms.
WINDOW: Final = 100_000

_CHECKPOINT: Final = "journal_checkpoint"


def page(connection: Connection, *, before: int | None, limit: int) -> list[Entry]:
    """Return at most `limit` entries, newest first, with a sequence number below `before`."""
    query = select(journal).order_by(journal.c.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(journal.c.seq < before)
    return [_entry(row) for row in connection.execute(query)]


def search(connection: Connection, filters: Filters, *, before: int, limit: int) -> list[Entry]:
    """Return at most `limit` entries that match, newest first, among the `WINDOW` entries below `before`."""
    query = _matching(filters).where(journal.c.seq < before, journal.c.seq >= before - WINDOW)
    return [_entry(row) for row in connection.execute(query.order_by(journal.c.seq.desc()).limit(limit))]


def entries_after(connection: Connection, seq: int, limit: int) -> list[Entry]:
    """Return at most `limit` entries in order, from the one after `seq`: what `follow` looks along."""
    query = select(journal).where(journal.c.seq > seq).order_by(journal.c.seq).limit(limit)
    return [_entry(row) for row in connection.execute(query)]


def check_after(connection: Connection, head: Head, limit: int) -> Check:
    """Look along at most `limit` entries behind `head`."""
    return follow(entries_after(connection, head.seq, limit), head)


def head(connection: Connection) -> Head:
    """Return the newest entry's number and hash."""
    row = connection.execute(select(journal.c.seq, journal.c.hash).order_by(journal.c.seq.desc()).limit(1)).first()
    return Head() if row is None else Head(row.seq, row.hash)


def hash_at(connection: Connection, seq: int) -> str | None:
    """Return the hash of the entry with this number, None if there is none."""
    return connection.execute(select(journal.c.hash).where(journal.c.seq == seq)).scalar()


def load_checkpoint(connection: Connection) -> Checkpoint:
    """Return up to where the chain was looked at; the beginning if it never was."""
    text = get_value(connection, _CHECKPOINT)
    if text is None:
        return Checkpoint()
    kept = json.loads(text)
    verified, full = (kept[name] and datetime.fromisoformat(kept[name]) for name in ("verified_at", "full_at"))
    head = Head(kept["seq"], kept["hash"])
    return Checkpoint(head, verified, full, tuple(kept["breaks"]), tuple(kept["known"]), kept["cut_at"])


def save_checkpoint(connection: Connection, checkpoint: Checkpoint) -> None:
    """Write up to where the chain was looked at, within the caller's transaction."""
    verified, full = checkpoint.verified_at, checkpoint.full_at
    kept = {
        "seq": checkpoint.head.seq,
        "hash": checkpoint.head.hash,
        "verified_at": verified and verified.isoformat(),
        "full_at": full and full.isoformat(),
        "breaks": checkpoint.breaks,
        "known": checkpoint.known,
        "cut_at": checkpoint.cut_at,
    }
    put_value(connection, _CHECKPOINT, json.dumps(kept))


def _matching(filters: Filters) -> Select[Any]:
    query = select(journal)
    for column, wanted in (
        (journal.c.actor, filters.actor),
        (journal.c.action, filters.action),
        (journal.c.subject, filters.subject),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if filters.actor is not None and len(filters.actor) == ACCOUNT_LENGTH:
        # In SQL's own words, or SQLite does not see that the index holds them all.
        query = query.where(IS_ACCOUNT)
    if filters.since is not None:
        query = query.where(journal.c.at >= filters.since)
    if filters.until is not None:
        query = query.where(journal.c.at <= filters.until)
    return query


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.seq, Note(row.at, row.actor, row.action, row.subject, row.details), row.hash)
