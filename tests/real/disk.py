"""Faults of the disk, made from outside: locked, full, corrupt, of another version."""

import contextlib
import os
import resource
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from demo.processes import wait_until

from .leftovers import MOUNTED_AS
from .patience import ALIVE

SMALL_DISK_KIB = 4096
PAGE = 4096


@asynccontextmanager
async def locked(database: Path) -> AsyncGenerator[None]:
    """Hold the database as a backup or a person with an editor does: nobody else can write."""
    with contextlib.closing(sqlite3.connect(database, isolation_level=None, timeout=0)) as connection:

        def take() -> bool:
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError:
                # A commit is under way.
                return False
            return True

        assert await wait_until(take, within=ALIVE, every=0.001)
        yield
        connection.execute("ROLLBACK")


@contextmanager
def small_disk(folder: Path, kib: int = SMALL_DISK_KIB) -> Generator[Path]:
    """Mount a tmpfs of 4 MiB, or of so many KiB, on `folder`; only root can."""
    folder.mkdir()
    _run("mount", "-t", "tmpfs", "-o", f"size={kib}k,mode=700", MOUNTED_AS, str(folder))
    try:
        yield folder
    finally:
        _run("umount", str(folder))


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


@contextmanager
def filled(folder: Path) -> Generator[None]:
    """Fill the file system of `folder` to the last byte."""
    filler = folder / "filler"
    try:
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while file.write(secrets.token_bytes(PAGE)) == PAGE:
                continue
        assert shutil.disk_usage(folder).free == 0
        yield
    finally:
        filler.unlink()


@contextmanager
def no_file_may_grow(pid: int) -> Generator[None]:
    """Forbid a process to write beyond the first bytes of any file; what may not write also gets an error from it."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


def overwrite_pages(database: Path) -> None:
    """Put chance over most of a database that is closed, as a dying memory card does; its head stays."""
    size = database.stat().st_size
    assert size > 4 * PAGE
    with database.open("r+b") as file:
        file.seek(PAGE)
        file.write(secrets.token_bytes(size - 2 * PAGE))
        file.flush()
        os.fsync(file.fileno())


def set_version(database: Path, version: int) -> int:
    """Write another schema version into a database; return the one that it had."""
    with contextlib.closing(sqlite3.connect(database, isolation_level=None, timeout=10)) as connection:
        found: int = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute(f"PRAGMA user_version = {version:d}")
    return found
