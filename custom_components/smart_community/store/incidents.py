"""Incidents and their timelines, read back."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from ..core.community import Place
from ..core.incident import Change, Incident, Kind, Resolution, Severity, State, TimelineEntry
from .schema import incidents, timeline

# SQLite's limit on bound values of one statement is far above this.
_IDS_A_QUERY = 500


def load_active(connection: Connection) -> list[Incident]:
    """Return every incident that is not resolved, oldest first."""
    return _load(connection, select(incidents).where(incidents.c.state != State.RESOLVED.value))


def find(connection: Connection, incident_id: str) -> Incident | None:
    """Return one incident by its id, or None."""
    found = _load(connection, select(incidents).where(incidents.c.id == incident_id))
    return found[0] if found else None


def page(connection: Connection, *, state: State | None, before: int | None, limit: int) -> list[Incident]:
    """Return at most `limit` incidents, newest first, with a number below `before`."""
    query = select(incidents)
    if state is not None:
        query = query.where(incidents.c.state == state.value)
    if before is not None:
        query = query.where(incidents.c.number < before)
    return _load(connection, query.order_by(incidents.c.number.desc()).limit(limit))


def highest_number(connection: Connection) -> int:
    """Return the number of the newest incident, 0 if there is none."""
    return connection.execute(select(func.max(incidents.c.number))).scalar_one() or 0


def _load(connection: Connection, query: Select[Any]) -> list[Incident]:
    rows = connection.execute(query).all()
    entries = _timelines(connection, [row.id for row in rows])
    return [_incident(row, tuple(entries[row.id])) for row in rows]


def _timelines(connection: Connection, ids: Sequence[str]) -> dict[str, list[TimelineEntry]]:
    entries: dict[str, list[TimelineEntry]] = defaultdict(list)
    for start in range(0, len(ids), _IDS_A_QUERY):
        query = (
            select(timeline)
            .where(timeline.c.incident.in_(ids[start : start + _IDS_A_QUERY]))
            .order_by(timeline.c.incident, timeline.c.position)
        )
        for row in connection.execute(query):
            entries[row.incident].append(TimelineEntry(row.at, Change(row.what), row.by, row.text))
    return entries


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
        level=row.level,
        timeline=entries,
    )
