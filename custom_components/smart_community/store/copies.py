"""Copies of the database: the last good one, the one that a backup takes along, and the corrupt file set aside."""

import logging
import os
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

from sqlalchemy import Connection

from .keys import sync_folder

_LOGGER = logging.getLogger(__name__)
# One copy at a time: the hourly one, that of a new key and that of a start after a reload go through the same file.
_WRITING: Final = Lock()


def good_copy_of(path: Path) -> Path:
    """Return where the last good copy of a database is kept."""
    return path.with_suffix(".good.db")


def backup_copy_of(path: Path) -> Path:
    """Return where the copy is that a backup takes along: the database itself goes on changing while it is packed."""
    return path.with_suffix(".backup.db")


def copy_while_good(connection: Connection, path: Path) -> None:
    """Write a consistent copy beside the database, in one step for whoever looks; blocks for the file's size."""
    _write_copy(connection, good_copy_of(path))


def begin_backup(connection: Connection, path: Path) -> None:
    """Write the copy for a backup; blocks for the file's size. Writers go on meanwhile."""
    mark = _mark_of(path)
    mark.touch()
    sync_folder(mark)
    _write_copy(connection, backup_copy_of(path))


def end_backup(path: Path) -> None:
    """Remove the copy for a backup, if there is one."""
    # In this order: a copy without the mark would pass for a backup that was restored.
    backup_copy_of(path).unlink(missing_ok=True)
    sync_folder(path)
    _mark_of(path).unlink(missing_ok=True)


def take_over_backup(path: Path) -> bool:
    """Put the copy of a restored backup in the place of the database; return whether there was one.

    What came along beside it was packed while it changed. A copy that a backup here left behind is removed.
    """
    copy = backup_copy_of(path)
    if not copy.exists():
        return False
    if _mark_of(path).exists():
        end_backup(path)
        return False
    # A log of the other file would be played into this one.
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    sync_folder(path)
    copy.replace(path)
    sync_folder(path)
    return True


def set_aside(path: Path, now: datetime) -> None:
    """Rename a corrupt database to `….corrupt-<time>`."""
    aside = path.with_name(f"{path.name}.corrupt-{now:%Y%m%dT%H%M%S}")
    if aside.exists():
        # The file itself was set aside this second; this is its copy.
        aside = aside.with_name(f"{aside.name}-copy")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(aside.with_name(aside.name + suffix))


def warn_of_clear_text(path: Path) -> None:
    """Log which files beside the database were set aside before personal data was sealed: they hold it in clear."""
    for aside in sorted(path.parent.glob(f"{path.name}.corrupt-*")):
        _LOGGER.warning("%s holds personal data in clear: remove it once nobody needs it", aside)


def _mark_of(path: Path) -> Path:
    """Return what is here while a backup runs, and in no backup: its name ends as that of the key file (`keys.py`)."""
    return path.with_name(f"{path.stem}_backup_runs.db-shm")


def _write_copy(connection: Connection, copy: Path) -> None:
    unfinished = copy.with_suffix(".tmp")
    with _WRITING:
        unfinished.unlink(missing_ok=True)
        # Past SQLAlchemy, which would begin a transaction first: VACUUM cannot run in one, and must not hold a writer.
        connection.connection.cursor().execute("VACUUM INTO ?", (str(unfinished),))
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(copy)
        sync_folder(copy)
