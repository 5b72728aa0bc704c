"""Commit, then act, but never silent: rule 1 of the house, written once for every desk.

What cannot be written now is kept in memory, in order, and written as soon as the store takes it.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

from ..core.ports import QueueCommit, Record, ReportStore, StoreError, StoreFailure

_LOGGER = logging.getLogger(__name__)

# Seconds after which people come before records.
PATIENCE: Final = 2.0
_MOST_A_FLUSH: Final = 256
# A record that the database itself refuses this often, and then once more although something else could be written, is
# a bug of ours: it is logged and given up. An ill disk refuses everything, and nothing is given up for that.
_MOST_ATTEMPTS: Final = 5
# A disk that is gone for days must not take the memory with it.
_LONGEST_BACKLOG: Final = 50_000


@dataclass(slots=True, eq=False)
class _Waiting:
    records: Sequence[Record]
    on_late: Callable[[], None]
    refusals: int = 0


class Saver:
    """Writes records, waits no longer than people can, and remembers what is still to be written."""

    def __init__(self, commit: QueueCommit, report: ReportStore) -> None:
        """`report` hears of each change: what is wrong with the store, or None when it is well again."""
        self._commit = commit
        self._report = report
        self._backlog: deque[_Waiting] = deque()
        # Commits that took over 2 s and may still succeed: until that is known, nothing else goes to the store, or
        # one that fails now and is written later would put an older state in the place of a newer one.
        self._hanging: set[asyncio.Future[None]] = set()
        self._flushing = False
        self._most_a_flush = _MOST_A_FLUSH
        self._written_meanwhile = False
        self._failure: StoreFailure | None = None

    @property
    def failure(self) -> StoreFailure | None:
        """What is wrong with the store, or None."""
        return self._failure

    @property
    def backlog(self) -> int:
        """How many writes wait for the store."""
        return len(self._backlog)

    async def save(self, records: Sequence[Record], *, from_memory: bool, on_late: Callable[[], None]) -> bool:
        """Return True once the records are on disk.

        If they are not after 2 s or cannot be written: return False if `from_memory` (the caller acts now, the
        records are kept and written later), else raise StoreError. `on_late` is called if they reach the disk after
        that; after a StoreError only if a hanging commit succeeded in the end.
        """
        waiting = _Waiting(records, on_late)
        if self._hanging or (self._backlog and (from_memory or not self._suspects_record)):
            # Behind what waits already: the order of the records is the order of what happened.
            return self._keep(waiting, self._failure or StoreFailure.ERROR, from_memory=from_memory)
        try:
            future = self._commit(records)
            async with asyncio.timeout(PATIENCE):
                await asyncio.shield(future)
        except TimeoutError:
            self._fail(StoreFailure.HANGING)
            self._hanging.add(future)
            future.add_done_callback(partial(self._late, waiting))
            return self._keep(waiting, StoreFailure.HANGING, from_memory=from_memory)
        except StoreError as error:
            self._fail(error.failure)
            return self._keep(waiting, error.failure, from_memory=from_memory)
        self._written_meanwhile = True
        self._recovered()
        return True

    def start_failed(self, failure: StoreFailure) -> None:
        """Note that the store could not even be read: the first write that succeeds is a recovery."""
        self._failure = failure

    async def write(self, records: Sequence[Record]) -> None:
        """Return once the records are on disk; raises StoreError if they are not after 2 s."""
        await self.save(records, from_memory=False, on_late=_nobody_waits)

    def flush(self) -> None:
        """Try to write what waits; called by the desk's timer. All of a flush is written, or none: its order stays."""
        if self._flushing or self._hanging or not self._backlog:
            return
        batch = list(islice(self._backlog, self._most_a_flush))
        try:
            future = self._commit([record for waiting in batch for record in waiting.records])
        except StoreError as error:
            self._fail(error.failure)
            return
        self._flushing = True
        future.add_done_callback(partial(self._flushed, batch))

    @property
    def _suspects_record(self) -> bool:
        """Whether the first that waits was refused so often that other writes must show if the store is well."""
        return bool(self._backlog) and self._backlog[0].refusals >= _MOST_ATTEMPTS

    def _flushed(self, batch: list[_Waiting], future: asyncio.Future[None]) -> None:
        self._flushing = False
        failure = _failure_of(future)
        if failure is None:
            self._most_a_flush = min(2 * self._most_a_flush, _MOST_A_FLUSH)
            self._written(batch)
            return
        self._fail(failure)
        if failure is not StoreFailure.ERROR:
            return
        if len(batch) > 1:
            # One record may be refused: by itself it cannot keep the others from the disk.
            self._most_a_flush = 1
            self.flush()
            return
        (waiting,) = batch
        waiting.refusals += 1
        if self._suspects_record and self._written_meanwhile:
            _LOGGER.error("A record that the database refuses is given up: %s", future.exception())
            self._forget(waiting)
            self._go_on()
        self._written_meanwhile = False

    def _late(self, waiting: _Waiting, future: asyncio.Future[None]) -> None:
        self._hanging.discard(future)
        failure = _failure_of(future)
        if failure is None:
            self._written([waiting])
        else:
            self._fail(failure)

    def _written(self, batch: list[_Waiting]) -> None:
        for waiting in batch:
            self._forget(waiting)
        for waiting in batch:
            waiting.on_late()
        self._go_on()

    def _go_on(self) -> None:
        self._recovered()
        self.flush()

    def _forget(self, waiting: _Waiting) -> None:
        # What nobody keeps, since its caller was told of the failure, or since too much waited, is not there.
        if waiting in self._backlog:
            self._backlog.remove(waiting)

    def _keep(self, waiting: _Waiting, failure: StoreFailure, *, from_memory: bool) -> bool:
        if not from_memory:
            raise StoreError(failure)
        if len(self._backlog) >= _LONGEST_BACKLOG:
            _LOGGER.error("The store has failed for too long: the oldest unsaved record is given up")
            self._backlog.popleft()
        self._backlog.append(waiting)
        return False

    def _fail(self, failure: StoreFailure) -> None:
        if failure is not self._failure:
            self._failure = failure
            self._report(failure)

    def _recovered(self) -> None:
        if self._failure is not None and not self._backlog and not self._hanging:
            self._failure = None
            self._report(None)


def _failure_of(future: asyncio.Future[None]) -> StoreFailure | None:
    """Return why a commit that has ended failed, None if its records are on disk."""
    error = None if future.cancelled() else future.exception()
    if error is None and not future.cancelled():
        return None
    return error.failure if isinstance(error, StoreError) else StoreFailure.ERROR


def _nobody_waits() -> None:
    """Do nothing: what was given up and is written late changes nothing for anybody."""
