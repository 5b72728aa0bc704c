"""Incidents and their timelines, read back."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, func, select, text

from ..core.community import Place
from ..core.fault import FaultCause, FaultKey
from ..core.incident import Change, Incident, Kind, Resolution, Severity, State, TimelineEntry
from .legible import legible
from .media import of_incidents as media_of
from .plans import read_plan
from .schema import incidents, timeline
from .sealed import TIMELINE
from .vault import Vault

# In SQL's own words, or SQLite does not see that the index of the active ones holds them all.
IS_ACTIVE: Final = text(f"incidents.state != '{State.RESOLVED}'")
# SQLite's limit on bound values of one statement is far above this.
_IDS_A_QUERY = 500


def load_active(connection: Connection, vault: Vault) -> list[Incident]:
    """Return every incident that is not resolved, oldest first."""
    return _load(connection, vault, select(incidents).where(IS_ACTIVE))


def find(connection: Connection, vault: Vault, incident_id: str) -> Incident | None:
    """Return one incident by its id, or None."""
    found = _load(connection, vault, select(incidents).where(incidents.c.id == incident_id))
    return found[0] if found else None


def page(
    connection: Connection, vault: Vault, *, state: State | None, before: int | None, limit: int
) -> list[Incident]:
    """Return at most `limit` incidents, newest first, with a number below `before`."""
    query = select(incidents)
    if state is not None:
        query = query.where(incidents.c.state == state.value)
        if state is not State.RESOLVED:
            query = query.where(IS_ACTIVE)
    if before is not None:
        query = query.where(incidents.c.number < before)
    return _load(connection, vault, query.order_by(incidents.c.number.desc()).limit(limit))


def highest_number(connection: Connection) -> int:
    """Return the number of the newest incident, 0 if there is none."""
    return connection.execute(select(func.max(incidents.c.number))).scalar_one() or 0


def resolved_since(connection: Connection, vault: Vault, since: datetime, limit: int) -> tuple[list[Incident], int]:
    """Return at most `limit` incidents that were resolved since then, newest first, and how many there are in all."""
    wanted = incidents.c.resolved_at >= since
    total = connection.execute(select(func.count()).select_from(incidents).where(wanted)).scalar_one()
    query = select(incidents).where(wanted).order_by(incidents.c.resolved_at.desc()).limit(limit)
    return _load(connection, vault, query), total


def faults_resolved_since(connection: Connection, since: datetime) -> dict[FaultKey, datetime]:
    """Return the faults that a person has resolved since then, and when: they may still be there."""
    query = select(incidents.c.cause, incidents.c.subject, incidents.c.resolved_at).where(
        incidents.c.kind == Kind.DEVICE_FAULT.value,
        incidents.c.cause.is_not(None),
        incidents.c.resolved_at >= since,
        incidents.c.acknowledged_by != "system",
    )
    rows = connection.execute(query)
    return dict(legible("faults", rows, lambda row: ((FaultCause(row.cause), row.subject), row.resolved_at)))


def _load(connection: Connection, vault: Vault, query: Select[Any]) -> list[Incident]:
    rows = connection.execute(query).all()
    # Read with its incident: one entry that this version does not know is one incident that is left out.
    entries = _timelines(connection, vault, [row.id for row in rows])
    seen = media_of(connection, vault, [row.id for row in rows])
    found = legible("incidents", rows, lambda row: _incident(row, tuple(read() for read in entries[row.id])))
    return [replace(one, media=tuple(seen[one.id])) if one.id in seen else one for one in found]


def _timelines(
    connection: Connection, vault: Vault, ids: Sequence[str]
) -> dict[str, list[Callable[[], TimelineEntry]]]:
    entries: dict[str, list[Callable[[], TimelineEntry]]] = defaultdict(list)
    for start in range(0, len(ids), _IDS_A_QUERY):
        query = (
            select(timeline)
            .where(timeline.c.incident.in_(ids[start : start + _IDS_A_QUERY]))
            .order_by(timeline.c.incident, timeline.c.position)
        )
        for row in connection.execute(query):
            entries[row.incident].append(partial(_entry, vault, row))
    return entries


def _entry(vault: Vault, row: Row[Any]) -> TimelineEntry:
    return TimelineEntry(row.at, Change(row.what), row.by, vault.read(TIMELINE.field("text", row), row.text))


def _incident(row: Row[Any], entries: tuple[TimelineEntry, ...]) -> Incident:
    return Incident(
        id=row.id,
        number=row.number,
        kind=Kind(row.kind),
        severity=Severity(row.severity),
        place=Place.from_dict(row.place),
        opened_at=row.opened_at,
        state=State(row.state),
        device=row.device,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by,
        resolved_at=row.resolved_at,
        resolution=Resolution(row.resolution) if row.resolution else None,
        cause=row.cause,
        subject=row.subject,
        linked=tuple(row.linked or ()),
        held_until=row.held_until,
        level=row.level,
        plan=read_plan(row.plan),
        timeline=entries,
    )
