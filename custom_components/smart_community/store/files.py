"""The database file: opened, checked, set aside when corrupt, copied while good."""

import logging
import os
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from ..core.ports import StoreError, StoreFailure
from . import schema

_LOGGER = logging.getLogger(__name__)

# Shorter than the 2 s after which people come before records, so that "locked" is known by then.
BUSY_TIMEOUT_MS: Final = 1500
# A file up to this size is checked at every start; a larger one only after an unclean end.
ALWAYS_CHECKED_BYTES: Final = 64 * 1024 * 1024

_FAILURES: Final = {
    sqlite3.SQLITE_FULL: StoreFailure.FULL,
    sqlite3.SQLITE_BUSY: StoreFailure.LOCKED,
    sqlite3.SQLITE_LOCKED: StoreFailure.LOCKED,
    sqlite3.SQLITE_CORRUPT: StoreFailure.CORRUPT,
    sqlite3.SQLITE_NOTADB: StoreFailure.CORRUPT,
    sqlite3.SQLITE_READONLY: StoreFailure.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: StoreFailure.READ_ONLY,
    sqlite3.SQLITE_PERM: StoreFailure.READ_ONLY,
}


class Found(StrEnum):
    """What the database was like when it was opened."""

    GOOD = "good"
    NEW = "new"
    # It was corrupt and is set aside: now runs …
    REPLACED_BY_COPY = "replaced_by_copy"
    REPLACED_BY_EMPTY = "replaced_by_empty"


@dataclass(frozen=True, slots=True)
class Opened:
    """An open database and what it was found to be."""

    engine: Engine
    connection: Connection
    found: Found


def as_store_error(error: BaseException) -> StoreError:
    """Translate whatever the database raised; the text never holds a value (`hide_parameters`)."""
    if isinstance(error, StoreError):
        return error
    if isinstance(error, schema.NewerSchemaError):
        return StoreError(StoreFailure.NEWER, str(error))
    origin = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(origin, sqlite3.Error):
        code = getattr(origin, "sqlite_errorcode", None)
        if code is None and isinstance(origin, sqlite3.DatabaseError) and "malformed" in str(origin):
            return StoreError(StoreFailure.CORRUPT, str(origin))
        # The low byte is the primary code; the rest tells kinds of the same failure apart.
        failure = _FAILURES.get((code or 0) & 0xFF, StoreFailure.ERROR)
        return StoreError(failure, str(origin))
    return StoreError(StoreFailure.ERROR, type(error).__name__)


def make_engine(path: Path, *, read_only: bool = False) -> Engine:
    """Return an engine on the file whose transactions begin when we say so, and write through to the disk."""
    engine = create_engine(
        f"sqlite+pysqlite:///{path}",
        hide_parameters=True,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own implicit BEGIN is late and cannot be IMMEDIATE: we send ours below.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        if read_only:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def open_database(path: Path, now: datetime) -> Opened:
    """Open, check and migrate the database at `path`; blocks, so call it on the writer's thread.

    A corrupt one is renamed to `….corrupt-<time>`, and the last good copy takes its place, or an empty one.
    Raises StoreError when there is nothing that may be touched: locked, of a newer version, unreadable.
    """
    try:
        return _open(path)
    except StoreError as error:
        if error.failure is not StoreFailure.CORRUPT:
            raise
        _LOGGER.error("The database %s is corrupt (%s); it is set aside", path, error)
    _set_aside(path, now)
    copy = good_copy_of(path)
    if copy.exists():
        copy.replace(path)
        try:
            opened = _open(path)
        except StoreError as error:
            _LOGGER.error("The copy of the database is unusable too (%s)", error)
            _set_aside(path, now)
        else:
            return Opened(opened.engine, opened.connection, Found.REPLACED_BY_COPY)
    opened = _open(path)
    return Opened(opened.engine, opened.connection, Found.REPLACED_BY_EMPTY)


def good_copy_of(path: Path) -> Path:
    """Return where the last good copy of a database is kept."""
    return path.with_suffix(".good.db")


def copy_while_good(connection: Connection, path: Path) -> None:
    """Write a consistent copy beside the database, in one step for whoever looks; blocks for the file's size."""
    copy = good_copy_of(path)
    unfinished = copy.with_suffix(".tmp")
    unfinished.unlink(missing_ok=True)
    # Past SQLAlchemy, which would begin a transaction first: VACUUM cannot run in one, and must not hold the writer.
    connection.connection.cursor().execute("VACUUM INTO ?", (str(unfinished),))
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
    unfinished.replace(copy)


def _open(path: Path) -> Opened:
    engine = make_engine(path)
    try:
        # Statements outside `begin` run by themselves: PRAGMAs that must not be in a transaction.
        connection = engine.connect()
        try:
            with connection.begin():
                version = schema.bring_up_to_date(connection)
                unclean = get_value(connection, "clean") != "1"
                _check(connection, path, unclean=unclean and version > 0)
                put_value(connection, "clean", "0")
        except BaseException:
            connection.close()
            raise
    except Exception as error:
        engine.dispose()
        raise as_store_error(error) from error
    return Opened(engine, connection, Found.GOOD if version else Found.NEW)


def _check(connection: Connection, path: Path, *, unclean: bool) -> None:
    if not unclean and path.stat().st_size > ALWAYS_CHECKED_BYTES:
        return
    verdict = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
    if verdict != "ok":
        raise StoreError(StoreFailure.CORRUPT, str(verdict)[:200])


def _set_aside(path: Path, now: datetime) -> None:
    aside = path.with_name(f"{path.name}.corrupt-{now:%Y%m%dT%H%M%S}")
    if aside.exists():
        # The file itself was set aside this second; this is its copy.
        aside = aside.with_name(f"{aside.name}-copy")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(aside.with_name(aside.name + suffix))


def put_value(connection: Connection, key: str, value: str) -> None:
    """Set one line of `meta` within the caller's transaction."""
    connection.execute(
        text("INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = :value"),
        {"key": key, "value": value},
    )


def get_value(connection: Connection, key: str) -> str | None:
    """Return one line of `meta`, or None."""
    return connection.execute(schema.meta.select().where(schema.meta.c.key == key)).scalars("value").first()
