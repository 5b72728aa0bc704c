"""The writer commits in groups, keeps the journal's chain whole, and survives what happens to files."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from custom_components.smart_community.core import incident as life
from custom_components.smart_community.core.device import Device, Source
from custom_components.smart_community.core.journal import Entry, Note, first_broken
from custom_components.smart_community.core.people import Role, Staff
from custom_components.smart_community.core.ports import IncidentChange, StoreError, StoreFailure
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.store import copies, files, incidents, journal, register, schema
from custom_components.smart_community.store.database import Database
from custom_components.smart_community.store.files import Found
from custom_components.smart_community.store.rows import JournalHead

# The key and the lock, which stay when the database is closed.
BESIDES = {"smart_community_keys.db-shm", "smart_community.db.lock"}

type Open = Callable[[], Awaitable[Database]]


def clock() -> Instant:
    return Instant(datetime.now(UTC), time.monotonic())


def note(action: str = "tested") -> Note:
    return Note(clock().utc, "system", action, "", {"n": 1})


async def entries(database: Database) -> list[Entry]:
    return await database.read(lambda connection: journal.entries_after(connection, 0, 10_000))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "smart_community.db"


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "BUSY_TIMEOUT_MS", 100)


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    database = Database(path, clock)
    await database.open()
    yield database
    await database.close()


class Held:
    """Keeps the writer busy with a bulk step until it is let go."""

    def __init__(self, database: Database) -> None:
        self._go = threading.Event()
        self._began = threading.Event()
        self._step = asyncio.ensure_future(database.bulk(self._wait))

    def _wait(self, _connection: Connection) -> None:
        self._began.set()
        assert self._go.wait(60)

    async def begun(self) -> None:
        assert await asyncio.to_thread(self._began.wait, 60)

    async def let_go(self) -> None:
        self._go.set()
        await self._step


async def hold(database: Database) -> Held:
    held = Held(database)
    await held.begun()
    return held


async def test_what_arrives_together_commits_together(database: Database) -> None:
    held = await hold(database)
    waiting = [database.commit([note(str(number)), note(str(number))]) for number in range(300)]
    await held.let_go()
    await asyncio.gather(*waiting)
    assert database.statistics.commits == 1
    assert database.statistics.jobs == 300
    written = await entries(database)
    assert [entry.note.action for entry in written] == [str(number) for number in range(300) for _ in range(2)]


async def test_jobs_in_one_commit_are_bounded(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_components.smart_community.store.database.MOST_JOBS_A_COMMIT", 100)
    held = await hold(database)
    waiting = [database.commit([note()]) for _ in range(250)]
    await held.let_go()
    await asyncio.gather(*waiting)
    assert database.statistics.commits == 3


@pytest.mark.parametrize(
    "bad",
    [
        # The database refuses it: two devices with one number.
        [note("bad"), Device("b1", 7, Source.MQTT), Device("b2", 7, Source.MQTT)],
        # It cannot even become a row.
        [note("bad"), Note(clock().utc, "system", "bad", "", {"thing": object()})],
    ],
    ids=["refused by the database", "no row"],
)
async def test_one_bad_job_takes_no_other_with_it(database: Database, bad: list[Note | Device]) -> None:
    await database.commit([note("before")])
    held = await hold(database)
    good = [database.commit([note("good")]) for _ in range(5)]
    refused = database.commit(bad)
    good += [database.commit([note("good")]) for _ in range(5)]
    await held.let_go()
    await asyncio.gather(*good)
    with pytest.raises(StoreError) as caught:
        await refused
    assert caught.value.failure is StoreFailure.ERROR
    await database.commit([note("after")])
    written = await entries(database)
    assert [entry.note.action for entry in written] == ["before", *["good"] * 10, "after"]
    assert first_broken(written) is None


async def test_bulk_work_waits_behind_alarm_work(database: Database) -> None:
    held = await hold(database)
    order: list[str] = []
    first = asyncio.ensure_future(database.bulk(lambda _connection: order.append("bulk")))
    second = asyncio.ensure_future(database.bulk(lambda connection: order.append(f"bulk after {count(connection)}")))
    await asyncio.sleep(0)
    alarms = [database.commit([note()]) for _ in range(20)]
    await held.let_go()
    await asyncio.gather(first, second, *alarms)
    assert order == ["bulk", "bulk after 20"]


def count(connection: Connection) -> int:
    return len(connection.execute(select(schema.journal.c.seq)).all())


async def test_alarm_work_goes_between_bulk_steps(database: Database) -> None:
    ended = False
    seen: set[int] = set()

    async def bulk() -> None:
        nonlocal ended
        for _ in range(30):
            seen.add(await database.bulk(count))
        ended = True

    task = asyncio.create_task(bulk())
    while not ended:
        await database.commit([note()])
    await task
    # Nearly each step found one more entry: none had to wait for the end of the bulk work.
    assert len(seen) > 15


async def test_a_callers_own_error_is_its_own_and_undoes_its_work(database: Database) -> None:
    class OwnError(Exception):
        pass

    def work(connection: Connection) -> None:
        register.set_generation(connection, 7)
        raise OwnError

    with pytest.raises(OwnError):
        await database.bulk(work)
    assert await database.read(register.current_generation) == 0

    def query(_connection: Connection) -> None:
        raise OwnError

    with pytest.raises(OwnError):
        await database.read(query)
    assert await database.read(register.current_generation) == 0


async def test_a_reader_writes_nothing(database: Database) -> None:
    with pytest.raises(StoreError) as caught:
        await database.read(lambda connection: register.set_generation(connection, 7))
    assert caught.value.failure is StoreFailure.READ_ONLY
    assert await database.read(register.current_generation) == 0


async def test_all_is_there_after_a_restart(path: Path) -> None:
    for start in range(3):
        database = Database(path, clock)
        assert await database.open() is (Found.GOOD if start else Found.NEW)
        await asyncio.gather(*(database.commit([note()]) for _ in range(10)))
        await database.commit([Staff(f"user{start}", frozenset({Role.DUTY_ROOM}))])
        written = await entries(database)
        assert [entry.seq for entry in written] == list(range(1, 10 * start + 11))
        assert first_broken(written) is None
        assert len(await database.read(register.load_staff)) == start + 1
        assert await database.close()
    # One whole file: nothing waits in a log that a backup might leave behind.
    assert {file.name for file in path.parent.iterdir()} == BESIDES | {path.name}


async def test_until_when_an_incident_was_held_back_is_there_after_a_restart(path: Path) -> None:
    at = clock().utc
    held = life.released(life.opened("i1", 1, life.Kind.HELP, at), at)
    database = Database(path, clock)
    await database.open()
    await database.commit([IncidentChange(None, held)])
    await database.close()
    database = Database(path, clock)
    await database.open()
    vault = database.vault
    read = await database.read(lambda connection: incidents.find(connection, vault, "i1"))
    await database.close()
    assert read is not None
    assert read.held_until == at


async def test_closing_writes_what_is_queued(path: Path) -> None:
    database = Database(path, clock)
    await database.open()
    waiting = [database.commit([note()]) for _ in range(100)]
    bulk = asyncio.ensure_future(database.bulk(lambda connection: register.set_generation(connection, 3)))
    await asyncio.sleep(0)
    assert await database.close()
    await asyncio.gather(bulk, *waiting)
    again = Database(path, clock)
    assert await again.open() is Found.GOOD
    assert len(await entries(again)) == 100
    assert await again.read(register.current_generation) == 3
    await again.close()


async def test_nothing_goes_in_after_closing(path: Path) -> None:
    database = Database(path, clock)
    await database.open()
    await database.close()
    with pytest.raises(StoreError):
        database.commit([note()])
    with pytest.raises(StoreError):
        await database.bulk(count)
    with pytest.raises(StoreError):
        await database.read(count)
    with pytest.raises(StoreError):
        await database.copy_while_good()
    assert await database.close()


async def test_no_thread_is_left(path: Path) -> None:
    before = set(threading.enumerate())
    for _ in range(5):
        database = Database(path, clock)
        await database.open()
        await database.read(count)
        await database.commit([note()])
        assert await database.close()
        assert set(threading.enumerate()) <= before
    never_opened = Database(path, clock)
    assert await never_opened.close()
    assert set(threading.enumerate()) <= before


async def write_one(path: Path, *, copy: bool = False) -> None:
    database = Database(path, clock)
    await database.open()
    await database.commit([note("kept")])
    if copy:
        await database.copy_while_good()
        await database.commit([note("after the copy")])
    await database.close()


def overwrite(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def content(path: Path) -> bytes:
    return path.read_bytes()


def spoil(path: Path) -> None:
    with path.open("rb+") as file:
        file.seek(100)
        file.write(b"\xff" * (path.stat().st_size - 100))


async def test_a_corrupt_file_is_set_aside_and_the_copy_runs(path: Path) -> None:
    await write_one(path, copy=True)
    spoil(path)
    database = Database(path, clock)
    assert await database.open() is Found.REPLACED_BY_COPY
    assert [entry.note.action for entry in await entries(database)] == ["kept"]
    await database.commit([note()])
    assert first_broken(await entries(database)) is None
    await database.close()
    assert len(list(path.parent.glob("*.corrupt-*"))) == 1


async def test_without_a_copy_an_empty_one_runs(path: Path) -> None:
    await write_one(path)
    overwrite(path, b"this was a database once" * 1000)
    database = Database(path, clock)
    assert await database.open() is Found.REPLACED_BY_EMPTY
    await database.commit([note()])
    assert len(await entries(database)) == 1
    await database.close()
    aside = list(path.parent.glob("*.corrupt-*"))
    assert [file.read_bytes()[:9] for file in aside] == [b"this was "]


async def test_a_corrupt_copy_is_set_aside_beside_the_file(path: Path) -> None:
    await write_one(path, copy=True)
    spoil(path)
    spoiled = content(path)
    overwrite(copies.good_copy_of(path), b"no copy either" * 1000)
    database = Database(path, clock)
    assert await database.open() is Found.REPLACED_BY_EMPTY
    await database.close()
    aside = {file.read_bytes()[:9] for file in path.parent.glob("*.corrupt-*")}
    assert aside == {spoiled[:9], b"no copy e"}


async def test_the_copy_is_made_beside_running_work(database: Database, path: Path) -> None:
    await asyncio.gather(*(database.commit([note()]) for _ in range(50)))
    copying = asyncio.ensure_future(database.copy_while_good())
    await asyncio.gather(copying, *(database.commit([note()]) for _ in range(50)))
    copy = sqlite3.connect(copies.good_copy_of(path))
    assert 50 <= copy.execute("SELECT count(*) FROM journal").fetchone()[0] <= 100
    assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    copy.close()
    assert not copies.good_copy_of(path).with_suffix(".tmp").exists()


async def test_copies_that_are_asked_for_at_once_are_written_one_after_the_other(
    database: Database, path: Path
) -> None:
    await database.commit([note()])
    await asyncio.gather(*(database.copy_while_good() for _ in range(4)))
    with closing(sqlite3.connect(copies.good_copy_of(path))) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


async def test_a_copy_does_not_outlive_its_database(
    database: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever opens the file next, after a reload, must not meet it."""
    begun, seen = threading.Event(), list[sqlite3.Connection]()

    def endless(connection: Connection, _path: Path) -> None:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        seen.append(driver)
        begun.set()
        driver.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        ).fetchone()

    monkeypatch.setattr(copies, "copy_while_good", endless)
    copying = asyncio.ensure_future(database.copy_while_good())
    await asyncio.get_running_loop().run_in_executor(None, begun.wait, 60)
    assert await database.close()
    with pytest.raises(StoreError):
        await copying
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        seen[0].execute("SELECT 1")


async def test_a_newer_database_is_not_touched(path: Path) -> None:
    await write_one(path)
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    before = content(path)
    database = Database(path, clock)
    for attempt in (database.open(), database.commit([note()]), database.bulk(count)):
        with pytest.raises(StoreError) as caught:
            await attempt
        assert caught.value.failure is StoreFailure.NEWER
    await database.close()
    assert content(path) == before
    assert {file.name for file in path.parent.iterdir()} == BESIDES | {path.name}


def locked(path: Path) -> sqlite3.Connection:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    return other


async def test_a_locked_file_is_used_again_once_it_is_free(database: Database, path: Path) -> None:
    await database.commit([note("before")])
    other = locked(path)
    for _ in range(2):
        with pytest.raises(StoreError) as caught:
            await database.commit([note("locked")])
        assert caught.value.failure is StoreFailure.LOCKED
    with pytest.raises(StoreError) as caught:
        await database.bulk(count)
    assert caught.value.failure is StoreFailure.LOCKED
    other.execute("ROLLBACK")
    other.close()
    await database.commit([note("after")])
    written = await entries(database)
    assert [entry.note.action for entry in written] == ["before", "after"]
    assert first_broken(written) is None


async def test_a_file_locked_at_the_start_is_opened_later(path: Path) -> None:
    await write_one(path)
    other = locked(path)
    database = Database(path, clock)
    with pytest.raises(StoreError) as caught:
        await database.open()
    assert caught.value.failure is StoreFailure.LOCKED
    other.execute("ROLLBACK")
    other.close()
    await database.commit([note("after")])
    written = await entries(database)
    assert [entry.note.action for entry in written] == ["kept", "after"]
    assert first_broken(written) is None
    await database.close()


async def test_a_full_disk_takes_nothing_and_later_all(database: Database) -> None:
    def pages(most: int) -> Callable[[Connection], object]:
        return lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count = {most:d}").scalar_one()

    await database.commit([note("before")])
    await database.bulk(pages(1))
    big = Note(clock().utc, "system", "big", "", {"much": "x" * 100_000})
    outcomes = await asyncio.gather(*(database.commit([big]) for _ in range(3)), return_exceptions=True)
    assert [outcome.failure for outcome in outcomes if isinstance(outcome, StoreError)] == [StoreFailure.FULL] * 3
    await database.bulk(pages(1_000_000))
    await database.commit([big])
    written = await entries(database)
    assert [entry.note.action for entry in written] == ["before", "big"]
    assert first_broken(written) is None


async def test_an_unexpected_failure_at_the_start_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_connection: Connection) -> JournalHead:
        message = "database is locked"
        raise sqlite3.OperationalError(message)

    database = Database(path, clock)
    with monkeypatch.context() as patch:
        patch.setattr(JournalHead, "load", fail)
        async with asyncio.timeout(60):
            with pytest.raises(StoreError):
                await database.open()
    # The writer is alive, and opens the file at the next commit.
    async with asyncio.timeout(60):
        await database.commit([note()])
    await database.close()


async def test_what_is_deleted_cannot_be_read_in_the_file(path: Path) -> None:
    database = Database(path, clock)
    await database.open()
    sealed = [database.vault.seal(f"households.note:home{number}", "x" * 900) for number in range(200)]
    rows = [
        {"generation": 0, "home": f"home{number}", "name": "", "note": note, "access": ""}
        for number, note in enumerate(sealed)
    ]
    await database.bulk(lambda connection: connection.execute(schema.households.insert(), rows))
    await database.bulk(lambda connection: connection.execute(schema.households.delete()))
    await database.close()
    left = content(path)
    assert not [note for note in sealed if note[-40:].encode() in left]
