"""A backup takes a whole copy along, and the first start after a restore puts it in the place of the torn file."""

import asyncio
import shutil
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePath

import pytest
from homeassistant.components.backup.const import EXCLUDE_FROM_BACKUP
from sqlalchemy import Connection, func, select

from custom_components.smart_community.core.journal import Note
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.store import copies, keys, schema
from custom_components.smart_community.store.database import Database
from custom_components.smart_community.store.files import Found


def clock() -> Instant:
    return Instant(datetime.now(UTC), time.monotonic())


def note(action: str = "tested") -> Note:
    return Note(clock().utc, "system", action)


def count(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(schema.journal)).scalar_one())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "config").mkdir()
    return tmp_path / "config" / "smart_community.db"


def pack(config: Path, target: Path) -> Path:
    """Copy what a backup of Home Assistant takes along, by its own list."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        inner = PurePath(folder).relative_to(config)
        return {name for name in names for each in EXCLUDE_FROM_BACKUP if (inner / name).full_match(each)}

    shutil.copytree(config, target, ignore=left_out)
    return target


def kept(config: Path) -> Iterator[str]:
    return (file.name for file in sorted(config.iterdir()))


async def test_a_restored_backup_begins_with_what_was_there_when_it_was_made(path: Path, tmp_path: Path) -> None:
    database = Database(path, clock)
    await database.open()
    await asyncio.gather(*(database.commit([note()]) for _ in range(20)))
    await database.begin_backup()
    await asyncio.gather(*(database.commit([note("later")]) for _ in range(20)))
    restored = pack(path.parent, tmp_path / "restored")
    await database.end_backup()
    await database.close()

    # What was packed while it changed is worth nothing.
    torn = restored / path.name
    torn.write_bytes(torn.read_bytes()[: torn.stat().st_size // 2])
    again = Database(torn, clock)
    assert await again.open() is Found.RESTORED
    assert await again.read(count) == 20
    await again.commit([note()])
    await again.close()
    assert not copies.backup_copy_of(torn).exists()
    third = Database(torn, clock)
    assert await third.open() is Found.GOOD
    await third.close()


async def test_the_copy_is_whole_while_alarms_go_on(path: Path) -> None:
    database = Database(path, clock)
    await database.open()
    making = asyncio.ensure_future(database.begin_backup())
    await asyncio.gather(making, *(database.commit([note()]) for _ in range(200)))
    with sqlite3.connect(copies.backup_copy_of(path)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()
    assert await database.read(count) == 200
    await database.end_backup()
    await database.end_backup()
    assert set(kept(path.parent)) == {
        "smart_community.db",
        "smart_community.db-shm",
        "smart_community.db-wal",
        "smart_community.db.lock",
        "smart_community_keys.db-shm",
    }
    await database.close()


async def test_a_backup_that_was_cut_off_takes_nothing_back(path: Path) -> None:
    """Killed while the folder was packed: the copy is older than the database, and must not take its place."""
    database = Database(path, clock)
    await database.open()
    await database.begin_backup()
    await database.commit([note()])
    await database.close()
    again = Database(path, clock)
    assert await again.open() is Found.GOOD
    assert await again.read(count) == 1
    await again.close()
    assert not copies.backup_copy_of(path).exists()


@pytest.mark.parametrize("cut", ["before the copy", "after the copy was removed"])
async def test_a_mark_without_a_copy_changes_nothing(path: Path, cut: str) -> None:
    database = Database(path, clock)
    await database.open()
    await database.commit([note()])
    await database.close()
    copies._mark_of(path).touch()
    again = Database(path, clock)
    assert await again.open() is Found.GOOD
    assert await again.read(count) == 1
    await again.begin_backup()
    await again.end_backup()
    await again.close()
    assert not copies._mark_of(path).exists()


async def test_cut_off_while_the_copy_takes_over_it_takes_over_at_the_next_start(path: Path, tmp_path: Path) -> None:
    database = Database(path, clock)
    await database.open()
    await database.commit([note()])
    await database.begin_backup()
    await database.commit([note()])
    restored = pack(path.parent, tmp_path / "restored") / path.name
    await database.end_backup()
    await database.close()
    # The log of the torn file is gone already, the copy is not in place yet.
    Path(f"{restored}-wal").unlink(missing_ok=True)
    again = Database(restored, clock)
    assert await again.open() is Found.RESTORED
    assert await again.read(count) == 1
    await again.close()


async def test_no_key_is_in_a_backup_and_the_wrapped_one_is(path: Path, tmp_path: Path) -> None:
    keys.make_phrase_hold(path, "a phrase")
    file = keys.load(keys.key_path(path))
    assert file is not None
    database = Database(path, clock)
    await database.open()
    await database.begin_backup()
    restored = pack(path.parent, tmp_path / "restored")
    await database.end_backup()
    await database.close()
    secrets = [*file.ring.keys.values(), *(keys._encode(key).encode() for key in file.ring.keys.values())]
    for each in restored.iterdir():
        for secret in secrets:
            assert secret not in each.read_bytes(), each
    again = Database(restored / path.name, clock)
    await again.open()
    assert again.safe is not None
    assert not again.safe.is_open
    assert keys.unwrap(again.safe.wrapped or "", "a phrase") == file.ring
    await again.close()
