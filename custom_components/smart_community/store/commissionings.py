"""Commissioning records; the notes of their checks are sealed."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, select

from ..core.commissioning import Check, Commissioning, Item, Result, VoidReason
from .legible import legible
from .rows import upsert
from .schema_commissioning import commissioning_checks, commissionings
from .sealed import COMMISSIONING_CHECKS
from .vault import Vault

_SAVE: Final = upsert(commissionings)
_SAVE_CHECK: Final = upsert(commissioning_checks)


def standing(connection: Connection, vault: Vault) -> list[Commissioning]:
    """Return the drafts, and the records in force: all that are not void, oldest first."""
    query = select(commissionings).where(commissionings.c.void_at.is_(None))
    return _load(connection, vault, query.order_by(commissionings.c.started_at))


def of_elevator(connection: Connection, vault: Vault, elevator: str | None, limit: int) -> list[Commissioning]:
    """Return the records of an elevator, or of all, newest first, drafts and void ones too."""
    query = select(commissionings)
    if elevator is not None:
        query = query.where(commissionings.c.elevator == elevator)
    return _load(connection, vault, query.order_by(commissionings.c.started_at.desc()).limit(limit))


def find(connection: Connection, vault: Vault, commissioning_id: str) -> Commissioning | None:
    """Return a record by its id, or None."""
    found = _load(connection, vault, select(commissionings).where(commissionings.c.id == commissioning_id))
    return found[0] if found else None


def save(connection: Connection, vault: Vault, record: Commissioning, *, checks: Sequence[Check] = ()) -> None:
    """Write a record, and those of its checks that are new, within the caller's transaction."""
    row = {
        "id": record.id,
        "elevator": record.elevator,
        "name": record.name,
        "firm": record.firm,
        "licence": record.licence,
        "day": record.day,
        "points": record.points,
        "started_at": record.started_at,
        "started_by": record.started_by,
        "finished_at": record.finished_at,
        "finished_by": record.finished_by,
        "void_at": record.void_at,
        "void_reason": record.void_reason.value if record.void_reason else None,
    }
    connection.execute(_SAVE, row)
    for check in checks:
        connection.execute(
            _SAVE_CHECK,
            {
                "commissioning": record.id,
                "item": check.item.value,
                "result": check.result.value,
                "at": check.at,
                "by": check.by,
                "note": vault.seal(_field(record.id, check.item.value), check.note),
                "seconds": check.seconds,
                "seen_at": check.seen_at,
            },
        )


def _load(connection: Connection, vault: Vault, query: Select[Any]) -> list[Commissioning]:
    rows = connection.execute(query).all()
    checks: dict[str, list[Check]] = defaultdict(list)
    tried = select(commissioning_checks).where(commissioning_checks.c.commissioning.in_([row.id for row in rows]))
    known = legible(
        "commissioning checks", connection.execute(tried), lambda row: (row.commissioning, _check(row, vault))
    )
    for commissioning_id, check in known:
        checks[commissioning_id].append(check)
    order = list(Item)
    return legible(
        "commissionings",
        rows,
        lambda row: _record(row, tuple(sorted(checks[row.id], key=lambda one: order.index(one.item)))),
    )


def _record(row: Row[Any], checks: tuple[Check, ...]) -> Commissioning:
    return Commissioning(
        id=row.id,
        elevator=row.elevator,
        name=row.name,
        firm=row.firm,
        licence=row.licence,
        day=row.day,
        points=row.points,
        started_at=row.started_at,
        started_by=row.started_by,
        checks=checks,
        finished_at=row.finished_at,
        finished_by=row.finished_by,
        void_at=row.void_at,
        void_reason=VoidReason(row.void_reason) if row.void_reason else None,
    )


def _check(row: Row[Any], vault: Vault) -> Check:
    note = vault.open(_field(row.commissioning, row.item), row.note)
    return Check(Item(row.item), Result(row.result), row.at, row.by, note, row.seconds, row.seen_at)


def _field(commissioning_id: str, item: str) -> str:
    return COMMISSIONING_CHECKS.field_of("note", commissioning_id, item)
