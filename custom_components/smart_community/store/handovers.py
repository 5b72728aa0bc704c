"""Hand-overs of shifts; their notes are sealed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, update

from ..core.handover import Handover
from .rows import upsert
from .schema_records import handovers
from .vault import Vault

_SAVE = upsert(handovers)


def find(connection: Connection, vault: Vault, handover_id: str) -> Handover | None:
    """Return a hand-over by its id, or None."""
    return next(iter(_load(connection, vault, select(handovers).where(handovers.c.id == handover_id))), None)


def draft_of(connection: Connection, vault: Vault, author: str) -> Handover | None:
    """Return what somebody has written for the next shift and not given yet, or None.

    One whose key is missing waits until that is back: it would be written over unread.
    """
    query = select(handovers).where(handovers.c.author == author, handovers.c.given_at.is_(None))
    rows = connection.execute(query.order_by(handovers.c.saved_at)).all()
    drafts = ((row.note, _handover(row, vault)) for row in rows)
    return next((draft for sealed, draft in drafts if draft.note or not sealed), None)


def waiting(connection: Connection, vault: Vault) -> list[Handover]:
    """Return those that are given and that nobody has accepted, oldest first."""
    query = select(handovers).where(handovers.c.given_at.is_not(None), handovers.c.accepted_at.is_(None))
    return _load(connection, vault, query.order_by(handovers.c.given_at))


def accepted_since(connection: Connection, vault: Vault, since: datetime) -> list[Handover]:
    """Return those that were accepted since then, newest first."""
    query = select(handovers).where(handovers.c.given_at.is_not(None), handovers.c.accepted_at >= since)
    return _load(connection, vault, query.order_by(handovers.c.accepted_at.desc()))


def taken_at(connection: Connection, person: str) -> datetime | None:
    """Return when a person last accepted a hand-over: his shift began then."""
    query = select(func.max(handovers.c.accepted_at)).where(handovers.c.accepted_by == person)
    at: datetime | None = connection.execute(query).scalar()
    return at


def with_notes(connection: Connection, accepted_before: datetime | None = None) -> list[str]:
    """Return the ids of those that have a note, oldest first; of those accepted before then, if that is given."""
    query = select(handovers.c.id).where(handovers.c.note != "").order_by(handovers.c.saved_at)
    if accepted_before is not None:
        query = query.where(handovers.c.accepted_at < accepted_before)
    return list(connection.execute(query).scalars())


def empty_notes(connection: Connection, ids: Sequence[str]) -> None:
    """Take the notes away, whether they can be read or not; who handed over to whom, and when, stays."""
    connection.execute(update(handovers).where(handovers.c.id.in_(ids)).values(note=""))


def save(connection: Connection, vault: Vault, handover: Handover) -> None:
    """Write a hand-over within the caller's transaction; a note that cannot be read now, its key missing, stays."""
    note = vault.seal(_field(handover.id), handover.note)
    if not note:
        before = connection.execute(select(handovers.c.note).where(handovers.c.id == handover.id)).scalar()
        note = before if before and not vault.open(_field(handover.id), before) else ""
    row = {
        "id": handover.id,
        "author": handover.author,
        "begun_at": handover.begun_at,
        "saved_at": handover.saved_at,
        "note": note,
        "given_at": handover.given_at,
        "incidents": list(handover.incidents),
        "accepted_by": handover.accepted_by,
        "accepted_at": handover.accepted_at,
    }
    connection.execute(_SAVE, row)


def _load(connection: Connection, vault: Vault, query: Select[Any]) -> list[Handover]:
    return [_handover(row, vault) for row in connection.execute(query)]


def _handover(row: Row[Any], vault: Vault) -> Handover:
    return Handover(
        id=row.id,
        author=row.author,
        begun_at=row.begun_at,
        saved_at=row.saved_at,
        note=vault.open(_field(row.id), row.note),
        given_at=row.given_at,
        incidents=tuple(row.incidents),
        accepted_by=row.accepted_by,
        accepted_at=row.accepted_at,
    )


def _field(handover_id: str) -> str:
    return f"handovers.note:{handover_id}"
