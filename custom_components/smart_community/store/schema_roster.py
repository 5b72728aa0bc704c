"""The tables of rosters: of each role, changes for a date, swaps, holidays, and what calendars said last."""

from typing import Final

from sqlalchemy import JSON, Column, Index, Integer, String, Table

from .schema import UtcTime, metadata

rosters: Final = Table(
    "rosters",
    metadata,
    Column("role", String, primary_key=True),
    Column("roster", JSON, nullable=False),
    # Sealed JSON: which account a word in a calendar means. They are names of people.
    Column("names", String, nullable=False),
)
roster_overrides: Final = Table(
    "roster_overrides",
    metadata,
    Column("role", String, primary_key=True),
    # Dates are written YYYY-MM-DD: they sort, and no time zone is in them.
    Column("day", String, primary_key=True),
    Column("shift", String, primary_key=True),
    Column("people", JSON, nullable=False),
    Column("swap", String),
    Index("roster_overrides_by_day", "day"),
    sqlite_with_rowid=False,
)
roster_swaps: Final = Table(
    "roster_swaps",
    metadata,
    Column("id", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("asked_by", String, nullable=False),
    Column("other", String, nullable=False),
    Column("gives_day", String, nullable=False),
    Column("gives_shift", String, nullable=False),
    Column("takes_day", String),
    Column("takes_shift", String),
    Column("asked_at", UtcTime, nullable=False),
    Column("state", String, nullable=False),
    Column("decided_by", String),
    Column("decided_at", UtcTime),
    Column("last_day", String, nullable=False),
    Index("roster_swaps_by_day", "last_day"),
)
holidays: Final = Table(
    "holidays",
    metadata,
    Column("day", String, primary_key=True),
    Column("name", String, nullable=False),
    # 0 Monday to 6 Sunday: worked as that weekday is.
    Column("like", Integer),
    sqlite_with_rowid=False,
)
# So that an alarm never waits for a calendar, nor a start: the last reading of each role, accounts and times only.
roster_readings: Final = Table(
    "roster_readings",
    metadata,
    Column("role", String, primary_key=True),
    Column("entity_id", String, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("start", UtcTime, nullable=False),
    Column("end", UtcTime, nullable=False),
    Column("duties", JSON, nullable=False),
)
