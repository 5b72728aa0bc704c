"""What was seen and heard in incidents: rows, read back and taken away."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, delete, func, or_, select

from ..core.camera import LEAST_RETENTION
from ..core.media import Media, MediaKind, MediaLoss, is_over
from .legible import legible
from .schema import incidents
from .schema_media import media
from .sealed import MEDIA
from .vault import Vault

# SQLite's limit on bound values of one statement is far above this.
_IDS_A_QUERY: Final = 500
# What one look for what is over takes away at the most.
_OVER_A_STEP: Final = 200


def of_incidents(connection: Connection, vault: Vault, ids: Sequence[str]) -> dict[str, list[Media]]:
    """Return what some incidents have, each in the order of its numbers."""
    found: dict[str, list[Media]] = defaultdict(list)
    for start in range(0, len(ids), _IDS_A_QUERY):
        part = ids[start : start + _IDS_A_QUERY]
        query = select(media).where(media.c.incident.in_(part)).order_by(media.c.incident, media.c.number)
        for one in legible("media", connection.execute(query), partial(_read, vault)):
            found[one.incident].append(one)
    return found


def find(connection: Connection, vault: Vault, incident_id: str, number: int) -> Media | None:
    """Return one by its incident and number, or None: also if this version cannot read it."""
    query = select(media).where(media.c.incident == incident_id, media.c.number == number)
    return next(iter(legible("media", connection.execute(query), partial(_read, vault))), None)


def highest_number(connection: Connection, incident_id: str) -> int:
    """Return the number of the newest of an incident, 0 if it has none."""
    return connection.execute(select(func.max(media.c.number)).where(media.c.incident == incident_id)).scalar() or 0


def over(connection: Connection, now: datetime, kept_by_camera: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return some of which the time is over, by incident and number: also such as this version cannot read."""
    query = (
        select(media.c.incident, media.c.number, media.c.camera, media.c.keep_days, incidents.c.resolved_at)
        .join(incidents, incidents.c.id == media.c.incident)
        .where(incidents.c.resolved_at <= now - timedelta(days=LEAST_RETENTION), media.c.kept.is_(False))
        .order_by(incidents.c.resolved_at)
    )
    gone = (
        (row.incident, row.number)
        for row in connection.execute(query)
        if is_over(row.camera, row.keep_days, row.resolved_at, now, kept_by_camera)
    )
    return list(islice(gone, _OVER_A_STEP))


def forget(connection: Connection, gone: Iterable[tuple[str, int]]) -> None:
    """Delete rows; without its key a file that is still there opens for nobody."""
    which = [and_(media.c.incident == incident, media.c.number == number) for incident, number in gone]
    for start in range(0, len(which), _IDS_A_QUERY):
        connection.execute(delete(media).where(or_(*which[start : start + _IDS_A_QUERY])))


def names(connection: Connection) -> set[tuple[str, int]]:
    """Return all that have a file, by incident and number."""
    query = select(media.c.incident, media.c.number).where(media.c.lost.is_(None))
    return {(row.incident, row.number) for row in connection.execute(query)}


def media_row(one: Media, vault: Vault) -> dict[str, Any]:
    """Return the row of one, its key sealed. Raises VaultLockedError if it has a key and the vault is locked."""
    return {
        "incident": one.incident,
        "number": one.number,
        "at": one.at,
        "kind": one.kind.value,
        "camera": one.camera,
        "mime": one.mime,
        "size": one.size,
        "key": vault.seal(MEDIA.field_of("key", one.incident, one.number), one.key),
        "keep_days": one.keep_days,
        "lost": one.lost.value if one.lost else None,
        "kept": one.kept,
    }


def _read(vault: Vault, row: Row[Any]) -> Media:
    return Media(
        incident=row.incident,
        number=row.number,
        at=row.at,
        kind=MediaKind(row.kind),
        camera=row.camera,
        mime=row.mime,
        size=row.size,
        key=vault.read(MEDIA.field("key", row), row.key) or "",
        keep_days=row.keep_days,
        lost=MediaLoss(row.lost) if row.lost else None,
        kept=row.kept,
    )
