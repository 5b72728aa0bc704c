"""One writer thread with group commit, one reader thread, and the queue between people and bulk work.

What arrives while a commit runs is committed together by the next; alarm work goes before bulk work; what was
committed is reported to the event loop in one hand-over a batch.
"""

import asyncio
import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine

from ..core.ports import Clock, Record, StoreError, StoreFailure
from . import copies, files
from .files import Found
from .meta import put_value
from .ownership import Ownership
from .rows import Batch, JournalHead
from .safe import Safe
from .vault import Vault

_LOGGER = logging.getLogger(__name__)

# Jobs that share one commit at the most: bounds how long the first waits for the rest.
MOST_JOBS_A_COMMIT: Final = 512
# Failures of the whole file: trying each job by itself would only fail again, and take longer.
_OF_THE_FILE: Final = frozenset(StoreFailure) - {StoreFailure.ERROR}


@dataclass(frozen=True, slots=True)
class _Job:
    records: Sequence[Record]
    done: asyncio.Future[None]


@dataclass(frozen=True, slots=True)
class _Bulk:
    work: Callable[[Connection], object]
    records: Sequence[Record]
    done: asyncio.Future[object]


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the writer has done: commits, records' jobs in them, and the longest single bulk step in seconds."""

    commits: int
    jobs: int
    longest_bulk: float


# How often a copy is told to end while the database closes, in seconds.
_INTERRUPTED_EVERY: Final = 0.01


class Database:
    """The community's database. Every method is called on the event loop, and none blocks it."""

    def __init__(self, path: Path, clock: Clock) -> None:
        """Prepare; nothing is opened before `open`."""
        self._path = path
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._wake = threading.Condition()
        self._jobs: deque[_Job] = deque()
        self._bulk: deque[_Bulk] = deque()
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="smart_community reader")
        self._reading: tuple[Engine, Connection] | None = None
        self._copier = ThreadPoolExecutor(max_workers=1, thread_name_prefix="smart_community copier")
        self._copying: sqlite3.Connection | None = None
        self._copy_lock = threading.Lock()
        self._copied = threading.Event()
        self._copied.set()
        self._opened: files.Opened | None = None
        self._ownership: Ownership | None = None
        # Locked until the database is open.
        self.vault = Vault()
        self._journal = JournalHead()
        self._commits = 0
        self._committed_jobs = 0
        self._longest_bulk = 0.0

    async def open(self) -> Found:
        """Open the file and start the writer.

        Raises StoreError if the file cannot be used now. The writer runs all the same and tries again at each
        commit, so that what was locked or full is used as soon as it can be. IN_USE: another process has it.
        """
        opening: asyncio.Future[Found] = self._loop.create_future()
        self._thread = threading.Thread(target=self._write, args=(opening,), name="smart_community writer", daemon=True)
        self._thread.start()
        return await opening

    async def close(self, grace: float = 10.0) -> bool:
        """Commit what is queued, then close; False if a commit still hangs after `grace` seconds."""
        with self._wake:
            if self._stopping:
                return self._thread is None or not self._thread.is_alive()
            self._stopping = True
            self._wake.notify()
        thread = self._thread
        ended = True
        if thread is not None:
            await self._loop.run_in_executor(self._reader, thread.join, grace)
            ended = not thread.is_alive()
        await self._loop.run_in_executor(self._reader, self._end_copying)
        await self._loop.run_in_executor(self._reader, self._close_reader)
        # It has nothing left to do, so waiting for its thread takes no time.
        self._reader.shutdown(wait=True)
        return ended

    def commit(self, records: Sequence[Record]) -> asyncio.Future[None]:
        """Queue records of the alarm path: all or none of them are on disk when the future is done.

        The future holds a StoreError if they could not be written; raises StoreError after `close`.
        """
        done: asyncio.Future[None] = self._loop.create_future()
        self._queue(self._jobs, _Job(records, done))
        return done

    async def bulk[T](self, work: Callable[[Connection], T], records: Sequence[Record] = ()) -> T:
        """Run `work` in one transaction of its own, after all alarm work; keep it under 50 ms.

        `records` are written with it, all or none: the journal's note of a change and the change itself.
        """
        done: asyncio.Future[object] = self._loop.create_future()
        self._queue(self._bulk, _Bulk(work, records, done))
        return await done  # type: ignore[return-value]  # the future carries what `work` returned

    async def read[T](self, query: Callable[[Connection], T]) -> T:
        """Run `query` on the reader's thread, on a snapshot of what is committed."""
        self._check_open()
        return await self._loop.run_in_executor(self._reader, self._read, query)

    async def copy_while_good(self) -> None:
        """Write the copy that a later start falls back on, should the file become corrupt."""
        self._check_open()
        await self._loop.run_in_executor(self._copier, self._copy, copies.copy_while_good)

    async def begin_backup(self) -> None:
        """Write the copy that a backup takes along, while alarms go on; `end_backup` removes it."""
        self._check_open()
        await self._loop.run_in_executor(self._copier, self._copy, copies.begin_backup)

    async def end_backup(self) -> None:
        """Remove the copy that was made for a backup."""
        await asyncio.to_thread(copies.end_backup, self._path)

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def safe(self) -> Safe | None:
        """What was found about the keys when the file was opened; None if it was not."""
        return self._opened.safe if self._opened else None

    @property
    def statistics(self) -> Statistics:
        """What the writer has done so far."""
        return Statistics(self._commits, self._committed_jobs, self._longest_bulk)

    def _queue[J](self, queue: deque[J], job: J) -> None:
        with self._wake:
            self._check_open()
            queue.append(job)
            self._wake.notify()

    def _check_open(self) -> None:
        if self._stopping:
            raise StoreError(StoreFailure.ERROR, "the database is closed")

    # The reader's thread.

    def _read[T](self, query: Callable[[Connection], T]) -> T:
        try:
            if self._reading is None:
                engine = files.make_engine(self._path, read_only=True)
                self._reading = (engine, engine.connect())
            with self._reading[1].begin():
                return query(self._reading[1])
        except Exception as error:
            if not _is_of_database(error):
                # As for bulk work: a caller's own error is passed on as it is.
                raise
            self._close_reader()
            raise files.as_store_error(error) from error

    def _end_copying(self) -> None:
        """Cut a copy short: whoever opens the file next must not meet it."""
        self._copier.shutdown(wait=False, cancel_futures=True)
        # One that is only about to begin does not hear the first word.
        while not self._copied.wait(_INTERRUPTED_EVERY):
            with self._copy_lock:
                if self._copying is not None:
                    self._copying.interrupt()
        self._copier.shutdown(wait=True)

    # The copier's thread.

    def _copy(self, write: Callable[[Connection, Path], None]) -> None:
        engine = files.make_engine(self._path)
        try:
            with engine.connect() as connection:
                with self._copy_lock:
                    self._check_open()
                    self._copying = connection.connection.driver_connection
                    self._copied.clear()
                try:
                    write(connection, self._path)
                finally:
                    with self._copy_lock:
                        self._copying = None
                        self._copied.set()
        except StoreError:
            raise
        except Exception as error:
            raise files.as_store_error(error) from error
        finally:
            engine.dispose()

    def _close_reader(self) -> None:
        if self._reading is not None:
            engine, connection = self._reading
            self._reading = None
            connection.close()
            engine.dispose()

    # The writer's thread.

    def _write(self, opening: asyncio.Future[Found]) -> None:
        try:
            found = self._open().found
        except Exception as error:  # noqa: BLE001 - whatever it is goes to who opens, and the writer lives on
            self._report([(opening, files.as_store_error(error))])
        else:
            self._report([(opening, found)])
        while True:
            with self._wake:
                while not (self._jobs or self._bulk or self._stopping):
                    self._wake.wait()
                jobs = [self._jobs.popleft() for _ in range(min(len(self._jobs), MOST_JOBS_A_COMMIT))]
                bulk = self._bulk.popleft() if self._bulk and not jobs else None
                if not jobs and bulk is None:
                    break
            if jobs:
                self._report(self._commit_together(jobs))
            elif bulk is not None:
                self._report([self._run_bulk(bulk)])
        self._close_writer()

    def _open(self) -> files.Opened:
        if self._opened is None:
            if self._ownership is None:
                self._ownership = Ownership(self._path)
            opened = files.open_database(self._path, self._clock().utc, self.vault)
            try:
                self._journal = JournalHead.load(opened.connection)
            except BaseException:
                opened.connection.close()
                opened.engine.dispose()
                raise
            self._opened = opened
        return self._opened

    def _commit_together(self, jobs: Sequence[_Job]) -> list[tuple[asyncio.Future[None], StoreError | None]]:
        try:
            self._commit(jobs)
        except StoreError as error:
            if len(jobs) == 1 or error.failure in _OF_THE_FILE:
                return [(job.done, error) for job in jobs]
        else:
            return [(job.done, None) for job in jobs]
        # One bad job must not take the others with it.
        return [outcome for job in jobs for outcome in self._commit_together([job])]

    def _commit(self, jobs: Sequence[_Job]) -> None:
        try:
            connection = self._open().connection
            batch = Batch(self._journal, self.vault)
            for job in jobs:
                for record in job.records:
                    batch.add(record)
            with connection.begin():
                batch.execute(connection)
        except Exception as error:
            store_error = files.as_store_error(error)
            _LOGGER.warning("A commit of %d jobs failed: %s", len(jobs), store_error)
            raise store_error from error
        self._journal = batch.journal
        self._commits += 1
        self._committed_jobs += len(jobs)

    def _run_bulk(self, bulk: _Bulk) -> tuple[asyncio.Future[object], object]:
        began = time.perf_counter()
        try:
            connection = self._open().connection
            batch = Batch(self._journal, self.vault)
            for record in bulk.records:
                batch.add(record)
            with connection.begin():
                result = bulk.work(connection)
                batch.execute(connection)
        except Exception as error:  # noqa: BLE001 - whatever it is goes to the caller
            # A caller's own error (a bad row, say) is passed on as it is.
            return (bulk.done, files.as_store_error(error) if _is_of_database(error) else error)
        self._journal = batch.journal
        self._longest_bulk = max(self._longest_bulk, time.perf_counter() - began)
        return (bulk.done, result)

    def _close_writer(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            self._close_file(opened)
        if self._ownership is not None:
            self._ownership.release()

    def _close_file(self, opened: files.Opened) -> None:
        try:
            with opened.connection.begin():
                put_value(opened.connection, "clean", "1")
        except Exception as error:  # noqa: BLE001 - the next start checks the file, as after any unclean end
            _LOGGER.warning("The database was not closed cleanly: %s", files.as_store_error(error))
        opened.connection.close()
        opened.engine.dispose()

    def _report(self, outcomes: Sequence[tuple[asyncio.Future, object]]) -> None:  # type: ignore[type-arg]
        self._loop.call_soon_threadsafe(_settle, outcomes)


def _settle(outcomes: Sequence[tuple[asyncio.Future, object]]) -> None:  # type: ignore[type-arg]
    for future, outcome in outcomes:
        if future.done():
            continue
        if isinstance(outcome, BaseException):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)


def _is_of_database(error: Exception) -> bool:
    return type(error).__module__.startswith(("sqlalchemy", "sqlite3")) or isinstance(error, StoreError)
