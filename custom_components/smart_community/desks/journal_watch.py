"""Looks along the journal's chain in the background, in slices that let everything else go first.

Hourly from where it last stopped, once a day from the first entry on. Where the journal ends is kept apart from the
database too: entries that were cut off at the end leave a whole, shorter chain.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from sqlalchemy import Connection

from ..core.journal import Check, Checkpoint, Head, Note, cut_at, full_check_due
from ..core.ports import Clock, Record
from ..store import journal

# Entries that are looked at in one step: about 5 ms.
SLICE: Final = 500
# So many times as long as a step took it rests before the next.
_REST_IN_BACKGROUND: Final = 4.0
_REST_WHEN_ASKED: Final = 0.5


class JournalStore(Protocol):
    """What the watch needs of the database; each method may raise StoreError."""

    async def read[T](self, query: Callable[[Connection], T]) -> T:
        """Run `query` on a snapshot of what is committed."""

    async def bulk[T](self, work: Callable[[Connection], T], records: Sequence[Record] = ()) -> T:
        """Run `work` in one transaction, with the records."""


class KeepsHead(Protocol):
    """Where the end of the journal is kept, apart from the database."""

    async def head(self) -> Head | None:
        """Return what was kept last, None if nothing was."""

    async def keep_head(self, head: Head) -> None:
        """Keep it; a failure is its own to report."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look at the whole journal found. `broken_at`: the number of the first entry that does not hold.

    `cut_at`: of the first that is missing at the end, or another than what was kept apart, until a person takes note.
    """

    checked: int
    head: Head
    breaks: tuple[int, ...]
    cut_at: int | None

    def as_dict(self) -> dict[str, Any]:
        """Return it as action and command answer it."""
        places = self.breaks if self.cut_at is None else (*self.breaks, self.cut_at)
        return {
            "intact": not places,
            "checked": self.checked,
            "broken_at": min(places, default=None),
            "breaks": list(self.breaks),
            "cut_at": self.cut_at,
            "head": self.head.as_dict(),
        }


class JournalWatch:
    """The one that looks along the chain. Used on the event loop only; every method may raise StoreError."""

    def __init__(
        self,
        *,
        database: JournalStore,
        clock: Clock,
        hour: Callable[[], int],
        kept: KeepsHead,
        report: Callable[[int | None], None],
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`hour`: what local clocks say; `report` hears after each look where something new is wrong, None: nowhere."""
        self._database = database
        self._clock = clock
        self._hour = hour
        self._kept = kept
        self._report = report
        self._rest = rest
        self._looking = asyncio.Lock()

    async def database_replaced(self, how: str) -> None:
        """Go on from where the journal ends now: the house itself put another database in the damaged one's place.

        `how` it did is in the journal, with where the lost one ended as far as that was kept: what is missing shows
        there. A cut is what is missing from here on.
        """
        async with self._looking:
            kept, end = await self._kept.head(), await self._database.read(journal.head)
            details = {"how": how, "lost_end": kept and kept.as_dict(), "goes_on_after": end.as_dict()}
            await self._database.bulk(_nothing, [Note(self._clock().utc, "system", "database_replaced", "", details)])
            # In this order: were it kept first and not written down, the loss would show nowhere.
            await self._keep_end()

    async def routine(self) -> None:
        """Look at what is new, or at all of it once a day, and keep where it ends."""
        async with self._looking:
            now = self._clock().utc
            known = await self._database.read(journal.load_checkpoint)
            await self._look(full=full_check_due(known.full_at, now, self._hour()), rest=_REST_IN_BACKGROUND)

    async def verify(self, by: str) -> Verdict:
        """Look at the whole journal now, and write down who asked and what was found."""
        async with self._looking:
            checked, found = await self._look(full=True, rest=_REST_WHEN_ASKED)
            verdict = Verdict(checked, found.head, found.breaks, found.cut_at)
            details = {"checked": checked, "breaks": list(found.breaks[:100]), "cut_at": found.cut_at}
            await self._database.bulk(_nothing, [Note(self._clock().utc, by, "journal_verified", "", details)])
        return verdict

    async def take_note(self, by: str) -> None:
        """Write down that a person knows of what was found; it is reported no more, and never mended."""
        async with self._looking:
            found = await self._database.read(journal.load_checkpoint)
            details = {"breaks": list(found.breaks[:100]), "cut_at": found.cut_at}
            note = Note(self._clock().utc, by, "journal_break_noted", "", details)
            noted = found.noted()
            await self._database.bulk(lambda connection: journal.save_checkpoint(connection, noted), [note])
            await self._keep_end()
        self._report(None)

    async def _look(self, *, full: bool, rest: float) -> tuple[int, Checkpoint]:
        """Look from the checkpoint on, or from the first entry; return how many were looked at, and the new one."""
        kept = await self._kept.head()

        def ends(connection: Connection) -> tuple[Checkpoint, int | None]:
            known, end = journal.load_checkpoint(connection), journal.head(connection)
            cuts = [
                cut_at(one, end, None if one is None else journal.hash_at(connection, one.seq))
                for one in (known.head, kept)
            ]
            return known, min((cut for cut in (known.cut_at, *cuts) if cut is not None), default=None)

        known, cut = await self._database.read(ends)
        # What is missing or another at the checkpoint itself cannot be gone on from.
        full = full or cut is not None
        checked, head = 0, Head() if full else known.head
        breaks: set[int] = set() if full else set(known.breaks)
        while True:
            began = time.perf_counter()
            step = await self._database.read(_slice_after(head))
            checked, head = checked + step.checked, step.head
            breaks |= set(step.breaks)
            if step.checked < SLICE:
                break
            await self._rest(rest * (time.perf_counter() - began))
        now = self._clock().utc
        found = replace(
            known,
            head=head,
            verified_at=now,
            full_at=now if full else known.full_at,
            breaks=tuple(sorted(breaks)),
            cut_at=cut,
        )
        await self._database.bulk(lambda connection: journal.save_checkpoint(connection, found))
        if cut is None:
            # What was kept is the only witness of a cut: it stays until a person has taken note.
            await self._keep_end()
        self._report(found.first_news)
        return checked, found

    async def _keep_end(self) -> None:
        await self._kept.keep_head(await self._database.read(journal.head))


def _slice_after(head: Head) -> Callable[[Connection], Check]:
    return lambda connection: journal.check_after(connection, head, SLICE)


def _nothing(_connection: Connection) -> None:
    """Write nothing but the entries that go with it."""
