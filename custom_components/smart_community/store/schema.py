"""The tables."""

from datetime import UTC, datetime, timedelta
from typing import Any, override

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class UtcTime(TypeDecorator[datetime]):
    """A moment as whole microseconds since 1970 in UTC: it sorts, and no time zone gets lost."""

    impl = BigInteger
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    @override
    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(microseconds=value)


metadata = MetaData()

meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))

# The register is kept in generations: an import fills the next one in small batches and then swaps one number, so
# no writer waits for it, and a look-up never sees half of it.
buildings = Table(
    "buildings",
    metadata,
    Column("generation", Integer, primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    sqlite_with_rowid=False,
)
homes = Table(
    "homes",
    metadata,
    Column("generation", Integer, primary_key=True),
    Column("id", String, primary_key=True),
    Column("building", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("number", String, nullable=False),
    Column("floor", Integer),
    Column("grid", String),
    Index("homes_by_door", "generation", "building", "unit", "number", unique=True),
    sqlite_with_rowid=False,
)
households = Table(
    "households",
    metadata,
    Column("generation", Integer, primary_key=True),
    Column("home", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("note", String, nullable=False),
    Column("access", String, nullable=False),
    Column("key_safe", String, nullable=False, server_default=""),
    Column("status", String, nullable=False, server_default="active"),
    sqlite_with_rowid=False,
)
residents = Table(
    "residents",
    metadata,
    Column("generation", Integer, primary_key=True),
    Column("home", String, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", String, nullable=False),
    # All that follow are sealed, and text for that: a year, and the reasons for care with commas between.
    Column("name", String, nullable=False),
    Column("birth_year", String, nullable=False),
    Column("care", String, nullable=False),
    Column("guardian", String, nullable=False),
    Column("language", String, nullable=False),
    Column("note", String, nullable=False),
    sqlite_with_rowid=False,
)
contacts = Table(
    "contacts",
    metadata,
    Column("generation", Integer, primary_key=True),
    Column("home", String, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("phone", String, nullable=False),
    Column("relation", String, nullable=False),
    sqlite_with_rowid=False,
)
# Who answers for which homes; worker and deputy are accounts, "" for nobody.
grids = Table(
    "grids",
    metadata,
    Column("generation", Integer, primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("worker", String, nullable=False),
    Column("deputy", String, nullable=False),
    sqlite_with_rowid=False,
)
# What was changed by hand since the last import, by the id of the home or grid: an undo would lose it.
register_edits = Table(
    "register_edits",
    metadata,
    Column("id", String, primary_key=True),
    Column("at", UtcTime, nullable=False),
    sqlite_with_rowid=False,
)
# Rows are only added, and the newest of a home and purpose counts; erasing a household empties the sealed note.
consents = Table(
    "consents",
    metadata,
    Column("id", String, primary_key=True),
    Column("home", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("given", Boolean, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", String, nullable=False),
    Column("text_version", String, nullable=False),
    Column("note", String, nullable=False),
    Index("consents_by_home", "home"),
    sqlite_with_rowid=False,
)

staff = Table(
    "staff",
    metadata,
    Column("user_id", String, primary_key=True),
    Column("roles", JSON, nullable=False),
    Column("channels", JSON, nullable=False),
)

devices = Table(
    "devices",
    metadata,
    Column("id", String, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("source", String, nullable=False),
    Column("kind", String),
    Column("model", String, nullable=False),
    Column("firmware", String, nullable=False),
    Column("serial", String, nullable=False),
    Column("via", String),
    Column("check_in", Integer),
    Column("home", String),
    # Of a device that belongs to a building and no home: a siren, a gateway, a staircase's smoke sensor.
    Column("building", String),
    Column("assigned_at", UtcTime),
    Column("points", JSON(none_as_null=True)),
    Column("bound_at", UtcTime),
    Column("last_seen", UtcTime),
    Column("last_event", String),
    Column("last_event_at", UtcTime),
    Column("last_test", UtcTime),
    Column("battery", Float),
    Column("tamper", Boolean),
    Column("alarm", Boolean),
    Column("rssi", Float),
)

device_events = Table(
    "device_events",
    metadata,
    Column("device", String, primary_key=True),
    Column("boot", String, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("type", String, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("said_at", UtcTime),
    Index("device_events_by_time", "received_at"),
    sqlite_with_rowid=False,
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", String, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("state", String, nullable=False),
    Column("place", JSON, nullable=False),
    Column("device", String),
    Column("level", Integer, nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("acknowledged_at", UtcTime),
    Column("acknowledged_by", String),
    Column("resolved_at", UtcTime),
    Column("resolution", String),
    Column("cause", String),
    Column("subject", String),
    Column("linked", JSON(none_as_null=True)),
    Column("held_until", UtcTime),
    # The response plan that it opened under; null in a row of version 1.
    Column("plan", JSON(none_as_null=True)),
    Index("incidents_by_number", "number"),
)
# Few incidents are active among many: a partial index keeps the start quick after years.
Index("incidents_active", incidents.c.state, sqlite_where=incidents.c.state != "resolved")

# Every version of every plan that staff have saved; `plan` null: they put it back as delivered.
plans = Table(
    "plans",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("plan", JSON(none_as_null=True)),
    Column("at", UtcTime, nullable=False),
    Column("by", String, nullable=False),
    sqlite_with_rowid=False,
)

timeline = Table(
    "timeline",
    metadata,
    Column("incident", String, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("what", String, nullable=False),
    Column("by", String),
    Column("text", String),
    sqlite_with_rowid=False,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("incident", String, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("recipient", String, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("state", String, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("nonce", String, nullable=False),
    Column("error", String),
    Column("text", String),
    # When it came to each state; null: never, or not known (a row of version 1 knows its last one only).
    Column("queued_at", UtcTime),
    Column("handed_over_at", UtcTime),
    Column("received_at", UtcTime),
    Column("seen_at", UtcTime),
    Column("failed_at", UtcTime),
    Column("not_needed_at", UtcTime),
    sqlite_with_rowid=False,
)

journal = Table(
    "journal",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("details", JSON, nullable=False),
    Column("hash", String(64), nullable=False),
)
