"""The tables of the record: hand-overs of shifts, and what finds entries of a journal of a million rows."""

from typing import Final

from sqlalchemy import JSON, Column, Index, String, Table, text

from .schema import UtcTime, incidents, journal, metadata

handovers = Table(
    "handovers",
    metadata,
    Column("id", String, primary_key=True),
    Column("author", String, nullable=False),
    Column("begun_at", UtcTime, nullable=False),
    Column("saved_at", UtcTime, nullable=False),
    Column("note", String, nullable=False),
    Column("given_at", UtcTime),
    Column("incidents", JSON, nullable=False),
    Column("accepted_by", String),
    Column("accepted_at", UtcTime),
    Index("handovers_by_given", "given_at"),
    Index("handovers_by_author", "author"),
)

# As long as the id of an account of Home Assistant is; the index of people holds no "system", and few devices.
ACCOUNT_LENGTH: Final = 32
IS_ACCOUNT: Final = text(f"length(actor) = {ACCOUNT_LENGTH}")

# Each holds the row's number too, so that a page comes in the journal's order without sorting. Of actors, only accounts
# are in one, and actions and times have none: every alarm would pay for it, and the rest is looked through in steps.
INDEXES: Final = (
    Index("journal_by_person", journal.c.actor, sqlite_where=IS_ACCOUNT),
    Index("journal_by_subject", journal.c.subject),
    # What was resolved in a shift; an incident is in it only once it is.
    Index("incidents_resolved", incidents.c.resolved_at, sqlite_where=incidents.c.resolved_at.is_not(None)),
)
