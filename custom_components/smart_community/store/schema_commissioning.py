"""The tables of commissioning: a record for each time that an elevator was tried, and what came of each item."""

from sqlalchemy import Column, Date, Float, Index, String, Table

from .schema import UtcTime, metadata

commissionings = Table(
    "commissionings",
    metadata,
    Column("id", String, primary_key=True),
    Column("elevator", String, nullable=False),
    Column("name", String, nullable=False),
    Column("firm", String, nullable=False),
    Column("licence", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("points", String, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("started_by", String, nullable=False),
    Column("finished_at", UtcTime),
    Column("finished_by", String),
    Column("void_at", UtcTime),
    Column("void_reason", String),
    Index("commissionings_by_elevator", "elevator", "started_at"),
)

# A note may name whoever helped, and is sealed.
commissioning_checks = Table(
    "commissioning_checks",
    metadata,
    Column("commissioning", String, primary_key=True),
    Column("item", String, primary_key=True),
    Column("result", String, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", String, nullable=False),
    Column("note", String, nullable=False),
    Column("seconds", Float),
    Column("seen_at", UtcTime),
)
