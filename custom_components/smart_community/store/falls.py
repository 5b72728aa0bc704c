"""Falling objects and what people said of them: rows, read back and taken away. Traces are sealed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, select, update
from sqlalchemy.dialects.sqlite import insert

from ..core.camera import LEAST_RETENTION
from ..core.fall_trace import Trace
from ..core.fall_verdict import FallVerdict, Verdict
from ..core.falling import Fall, FallClass, FallPhase
from ..core.incident import Kind
from ..core.media import MediaKind
from .legible import legible
from .schema import incidents
from .schema_falls import fall_verdicts, falls
from .schema_media import media
from .sealed import FALLS
from .vault import Vault

# What one look for what is over takes away at the most.
_OVER_A_STEP: Final = 200
_IDS_A_QUERY: Final = 500


def fall_row(fall: Fall, vault: Vault) -> dict[str, Any]:
    """Return the row of a fall. Its trace is "" if it was not read, or cannot be sealed: an alarm waits for no key."""
    said = "" if fall.trace is None else _said(fall.trace)
    return {
        "id": fall.id,
        "device": fall.device,
        "camera": fall.camera,
        "kind": fall.kind.value,
        "phase": fall.phase.value,
        "confidence": fall.confidence,
        "at": fall.at,
        "updated_at": fall.updated_at,
        "subject": fall.subject,
        "offers_picture": fall.offers_picture,
        "offers_clip": fall.offers_clip,
        "frigate": fall.frigate,
        "picture": fall.picture,
        "clip": fall.clip,
        "keep_days": fall.keep_days,
        "trace": vault.seal(FALLS.field_of("trace", fall.id), said) if vault.is_open else "",
    }


def recent(connection: Connection, limit: int) -> list[Fall]:
    """Return the falls that were told of last, newest first, without their traces."""
    query = select(falls).order_by(falls.c.updated_at.desc()).limit(limit)
    return legible("falls", connection.execute(query), _fall)


def of_subject(connection: Connection, vault: Vault, subject: str) -> list[Fall]:
    """Return the falls of an incident with their traces: the one that opened it first, then by time."""
    query = select(falls).where(falls.c.subject == subject).order_by(falls.c.id != subject, falls.c.at)
    return legible("falls", connection.execute(query), lambda row: _fall(row, vault))


def incidents_of(connection: Connection, subjects: Sequence[str]) -> dict[str, str]:
    """Return the id of the incident that each of some falls has opened."""
    query = select(incidents.c.subject, incidents.c.id).where(
        incidents.c.kind == Kind.FALLING_OBJECT.value, incidents.c.subject.in_(subjects[:_IDS_A_QUERY])
    )
    return {row.subject: row.id for row in connection.execute(query)}


def unfetched(connection: Connection, since: datetime) -> list[Fall]:
    """Return the falls of incidents of which there may be more to fetch, or to say, as told of since then.

    Of what they offer, only what is not kept, and not known to be lost.
    """

    def is_lost(kind: MediaKind) -> ColumnElement[bool]:
        said = (media.c.incident == incidents.c.id) & (media.c.camera == falls.c.camera) & (media.c.at == falls.c.at)
        return exists().where(said, media.c.kind == kind.value, media.c.lost.is_not(None))

    picture = falls.c.offers_picture & falls.c.picture.is_(None) & ~is_lost(MediaKind.SNAPSHOT)
    clip = falls.c.offers_clip & falls.c.clip.is_(None) & ~is_lost(MediaKind.CLIP)
    unmasked = falls.c.frigate & ~falls.c.offers_picture & ~falls.c.offers_clip & ~is_lost(MediaKind.CLIP)
    query = (
        select(falls, picture.label("wants_picture"), clip.label("wants_clip"))
        .join(incidents, (incidents.c.subject == falls.c.subject) & (incidents.c.kind == Kind.FALLING_OBJECT.value))
        .where(falls.c.updated_at >= since, picture | clip | unmasked)
        .order_by(falls.c.updated_at)
    )
    rows = connection.execute(query)
    return legible(
        "falls", rows, lambda row: replace(_fall(row), offers_picture=row.wants_picture, offers_clip=row.wants_clip)
    )


def untraced(connection: Connection, since: datetime) -> list[Fall]:
    """Return the falls of incidents of whose beginning nothing is kept, as told of since then."""
    query = select(falls).where(falls.c.updated_at >= since, falls.c.subject != "", falls.c.trace == "")
    return legible("falls", connection.execute(query), _fall)


def set_trace(connection: Connection, vault: Vault, fall_id: str, trace: Trace) -> None:
    """Write where a fall began, unless that is known. Raises VaultLockedError."""
    sealed = vault.seal(FALLS.field_of("trace", fall_id), _said(trace))
    connection.execute(update(falls).where(falls.c.id == fall_id, falls.c.trace == "").values(trace=sealed))


def set_media(connection: Connection, fall_id: str, column: str, number: int) -> None:
    """Write which of the incident's media is a fall's `picture` or `clip`."""
    before = connection.execute(select(falls.c[column]).where(falls.c.id == fall_id)).scalar_one_or_none()
    connection.execute(update(falls).where(falls.c.id == fall_id).values({column: number}))
    # Who judged it before it came may have said that it stays; what it takes the place of need not.
    judged = select(fall_verdicts).where(fall_verdicts.c.fall == fall_id, fall_verdicts.c.kept.is_(True))
    if (row := connection.execute(judged).first()) is not None:
        for which, stays in ((before, False), (number, True)):
            one = (media.c.incident == row.incident) & (media.c.number == which)
            connection.execute(update(media).where(one).values(kept=stays))


def forget_over(connection: Connection, now: datetime) -> int:
    """Delete falls whose time is over: so many days after their incident was resolved, or after they were told of."""
    resolved = (
        select(incidents.c.subject, incidents.c.resolved_at)
        .where(incidents.c.kind == Kind.FALLING_OBJECT.value, incidents.c.subject.is_not(None))
        .subquery()
    )
    query = (
        select(falls.c.id, falls.c.subject, falls.c.updated_at, falls.c.keep_days, resolved.c.resolved_at)
        .outerjoin(resolved, resolved.c.subject == falls.c.subject)
        .where(falls.c.updated_at <= now - timedelta(days=LEAST_RETENTION))
        .order_by(falls.c.updated_at)
    )
    gone = [row.id for row in connection.execute(query) if _is_over(row, now)][:_OVER_A_STEP]
    if gone:
        connection.execute(delete(falls).where(falls.c.id.in_(gone)))
    return len(gone)


def save_verdict(connection: Connection, verdict: FallVerdict, kept: Sequence[int], others: Sequence[int]) -> None:
    """Write what somebody said of a fall in the place of what was said before.

    `kept`: the numbers of the incident's media that stay; `others`: those that go when their time is over.
    """
    connection.execute(delete(fall_verdicts).where(fall_verdicts.c.fall == verdict.fall))
    connection.execute(
        insert(fall_verdicts).values(
            {
                "id": verdict.id,
                "incident": verdict.incident,
                "camera": verdict.camera,
                "fall": verdict.fall,
                "verdict": verdict.verdict.value,
                "by": verdict.by,
                "at": verdict.at,
                "confidence": verdict.confidence,
                "kind": verdict.kind.value,
                "kept": verdict.kept,
            }
        )
    )
    for numbers, stays in ((kept, True), (others, False)):
        which = (media.c.incident == verdict.incident) & media.c.number.in_(numbers)
        connection.execute(update(media).where(which).values(kept=stays))


def keep_no_examples(connection: Connection) -> None:
    """Let pictures go when their time is over that were to stay: the community no longer keeps examples."""
    connection.execute(update(media).where(media.c.kept.is_(True)).values(kept=False))
    connection.execute(update(fall_verdicts).where(fall_verdicts.c.kept.is_(True)).values(kept=False))


def verdicts_since(connection: Connection, since: datetime) -> list[FallVerdict]:
    """Return what was said since then, oldest first."""
    query = select(fall_verdicts).where(fall_verdicts.c.at >= since).order_by(fall_verdicts.c.at)
    return legible("verdicts", connection.execute(query), _verdict)


def verdicts_of(connection: Connection, fall_ids: Sequence[str]) -> Mapping[str, FallVerdict]:
    """Return what was said of some falls, by their ids."""
    query = select(fall_verdicts).where(fall_verdicts.c.fall.in_(fall_ids[:_IDS_A_QUERY]))
    return {one.fall: one for one in legible("verdicts", connection.execute(query), _verdict)}


def _said(trace: Trace) -> str:
    return json.dumps(trace.as_dict(), ensure_ascii=False, separators=(",", ":"))


def _is_over(row: Row[Any], now: datetime) -> bool:
    since = row.resolved_at if row.subject else row.updated_at
    return since is not None and now - since >= timedelta(days=row.keep_days)


def _fall(row: Row[Any], vault: Vault | None = None) -> Fall:
    trace = None
    if vault is not None:
        said = vault.read(FALLS.field("trace", row), row.trace)
        trace = Trace.read(json.loads(said)) if said else None
    return Fall(
        id=row.id,
        device=row.device,
        camera=row.camera,
        kind=FallClass(row.kind),
        phase=FallPhase(row.phase),
        confidence=row.confidence,
        at=row.at,
        updated_at=row.updated_at,
        subject=row.subject,
        offers_picture=row.offers_picture,
        offers_clip=row.offers_clip,
        frigate=row.frigate,
        picture=row.picture,
        clip=row.clip,
        keep_days=row.keep_days,
        trace=trace,
    )


def _verdict(row: Row[Any]) -> FallVerdict:
    return FallVerdict(
        id=row.id,
        incident=row.incident,
        camera=row.camera,
        fall=row.fall,
        verdict=Verdict(row.verdict),
        by=row.by,
        at=row.at,
        confidence=row.confidence,
        kind=FallClass(row.kind),
        kept=row.kept,
    )
