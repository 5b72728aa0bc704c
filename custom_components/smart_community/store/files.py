"""The database file: opened, checked, replaced by a copy when corrupt."""

import errno
import logging
import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from ..core.ports import StoreError, StoreFailure
from . import copies, migrations, safe
from .meta import get_value, put_value
from .safe import Safe
from .vault import Vault

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

_OF_THE_SYSTEM: Final = {
    errno.ENOSPC: StoreFailure.FULL,
    errno.EDQUOT: StoreFailure.FULL,
    errno.EROFS: StoreFailure.READ_ONLY,
    errno.EACCES: StoreFailure.READ_ONLY,
    errno.EPERM: StoreFailure.READ_ONLY,
}
# A line of `meta`: the rows are sealed, but what they were before may still be read in the file's free space.
_CLEAR_TEXT: Final = "clear_text_left"


class Found(StrEnum):
    """What the database was like when it was opened."""

    GOOD = "good"
    NEW = "new"
    # It was corrupt and is set aside: now runs …
    REPLACED_BY_COPY = "replaced_by_copy"
    REPLACED_BY_EMPTY = "replaced_by_empty"
    # The copy of a backup that was restored into this folder took its place.
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Opened:
    """An open database, what it was found to be, and what is known of its keys."""

    engine: Engine
    connection: Connection
    found: Found
    safe: Safe


def as_store_error(error: BaseException) -> StoreError:
    """Translate whatever the database raised; the text never holds a value (`hide_parameters`)."""
    if isinstance(error, StoreError):
        return error
    if isinstance(error, migrations.NewerSchemaError):
        return StoreError(StoreFailure.NEWER, str(error))
    origin = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(origin, sqlite3.Error):
        code = getattr(origin, "sqlite_errorcode", None)
        if code is None and isinstance(origin, sqlite3.DatabaseError) and "malformed" in str(origin):
            return StoreError(StoreFailure.CORRUPT, str(origin))
        # The low byte is the primary code; the rest tells kinds of the same failure apart.
        failure = _FAILURES.get((code or 0) & 0xFF, StoreFailure.ERROR)
        return StoreError(failure, str(origin))
    if isinstance(origin, OSError):
        # A key that could not be written.
        return StoreError(_OF_THE_SYSTEM.get(origin.errno or 0, StoreFailure.ERROR), origin.strerror or "")
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
        # What is erased is overwritten with zeros, not only given free.
        cursor.execute("PRAGMA secure_delete = ON")
        if read_only:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def open_database(path: Path, now: datetime, vault: Vault) -> Opened:
    """Open, check and migrate the database at `path`, and open `vault`; blocks, so call it on the writer's thread.

    A corrupt one is renamed to `….corrupt-<time>`, and the last good copy takes its place, or an empty one.
    Raises StoreError when there is nothing that may be touched: locked, of a newer version, unreadable.
    """
    try:
        restored = copies.take_over_backup(path)
        opened = _open(path, vault)
    except OSError as error:
        raise as_store_error(error) from error
    except StoreError as error:
        if error.failure is not StoreFailure.CORRUPT:
            raise
        _LOGGER.error("The database %s is corrupt (%s); it is set aside", path, error)
    else:
        return replace(opened, found=Found.RESTORED) if restored else opened
    copies.set_aside(path, now)
    copy = copies.good_copy_of(path)
    if copy.exists():
        copy.replace(path)
        try:
            return replace(_open(path, vault), found=Found.REPLACED_BY_COPY)
        except StoreError as error:
            _LOGGER.error("The copy of the database is unusable too (%s)", error)
            copies.set_aside(path, now)
    return replace(_open(path, vault), found=Found.REPLACED_BY_EMPTY)


def _open(path: Path, vault: Vault) -> Opened:
    engine = make_engine(path)
    try:
        # Statements outside `begin` run by themselves: PRAGMAs that must not be in a transaction.
        connection = engine.connect()
        try:
            with connection.begin():
                version = migrations.version_of(connection)
                found = safe.open_safe(connection, path, vault, version)
                migrations.bring_up_to_date(connection, vault)
                safe.remember(connection, vault.current, found)
                unclean = get_value(connection, "clean") != "1"
                _check(connection, path, unclean=unclean and version > 0)
                put_value(connection, "clean", "0")
                if version == 1:
                    put_value(connection, _CLEAR_TEXT, "1")
                clear_text_left = get_value(connection, _CLEAR_TEXT) == "1"
            if clear_text_left:
                _remove_clear_text(connection, path)
        except BaseException:
            connection.close()
            raise
    except Exception as error:
        engine.dispose()
        raise as_store_error(error) from error
    return Opened(engine, connection, Found.GOOD if version else Found.NEW, found)


def _remove_clear_text(connection: Connection, path: Path) -> None:
    """Write file, log and copy anew, without what the rows were before they were sealed."""
    raw = connection.connection.cursor()
    try:
        raw.execute("VACUUM")
        # Read to the end: nothing can be committed beside a statement that still runs.
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        copies.copy_while_good(connection, path)
        with connection.begin():
            put_value(connection, _CLEAR_TEXT, "0")
    except (DBAPIError, sqlite3.Error, OSError) as error:
        # Most likely the disk has no room for a second file: alarms come first, and the next start tries again.
        _LOGGER.error("The database still holds personal data in clear: %s", as_store_error(error))
    copies.warn_of_clear_text(path)


def _check(connection: Connection, path: Path, *, unclean: bool) -> None:
    if not unclean and path.stat().st_size > ALWAYS_CHECKED_BYTES:
        return
    verdict = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
    if verdict != "ok":
        raise StoreError(StoreFailure.CORRUPT, str(verdict)[:200])
