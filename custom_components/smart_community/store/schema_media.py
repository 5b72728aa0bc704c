"""The table of what was seen and heard in incidents; the pictures themselves are sealed files (`media_files.py`)."""

from typing import Final

from sqlalchemy import Boolean, Column, Integer, String, Table, text

from .schema import UtcTime, metadata

media: Final = Table(
    "media",
    metadata,
    Column("incident", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("kind", String, nullable=False),
    Column("camera", String),
    Column("mime", String, nullable=False),
    Column("size", Integer, nullable=False),
    # Sealed: what opens the file. With the row goes all that could ever be seen in it.
    Column("key", String, nullable=False),
    Column("keep_days", Integer, nullable=False),
    Column("lost", String),
    # It stays, whatever its time: somebody said so of a masked picture.
    Column("kept", Boolean, nullable=False, server_default=text("0")),
    sqlite_with_rowid=False,
)
