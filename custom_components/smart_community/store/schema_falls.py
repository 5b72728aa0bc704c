"""The tables of falling objects: each fall that a camera told of, and what people said of it."""

from typing import Final

from sqlalchemy import Boolean, Column, Float, Index, Integer, String, Table, text

from ..core.incident import Kind
from .schema import UtcTime, incidents, metadata

falls: Final = Table(
    "falls",
    metadata,
    Column("id", String, primary_key=True),
    Column("device", String, nullable=False),
    Column("camera", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("phase", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    # The fall by which its incident was opened, "" if none was.
    Column("subject", String, nullable=False),
    Column("offers_picture", Boolean, nullable=False),
    Column("offers_clip", Boolean, nullable=False),
    Column("frigate", Boolean, nullable=False),
    # Their numbers among the incident's media.
    Column("picture", Integer),
    Column("clip", Integer),
    Column("keep_days", Integer, nullable=False),
    # Sealed: the candidate homes, and all else that is known of where it began.
    Column("trace", String, nullable=False),
    Index("falls_by_time", "updated_at"),
    Index("falls_by_subject", "subject"),
    sqlite_with_rowid=False,
)

fall_verdicts: Final = Table(
    "fall_verdicts",
    metadata,
    Column("id", String, primary_key=True),
    Column("incident", String, nullable=False),
    Column("camera", String, nullable=False),
    Column("fall", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("kind", String, nullable=False),
    Column("kept", Boolean, nullable=False),
    Index("fall_verdicts_by_time", "at"),
    Index("fall_verdicts_by_fall", "fall"),
    sqlite_with_rowid=False,
)

# On a table of an earlier version: which incident a fall has opened.
INDEXES: Final = (
    Index(
        "incidents_by_fall", incidents.c.subject, sqlite_where=text(f"incidents.kind = '{Kind.FALLING_OBJECT.value}'")
    ),
)
