"""The watch over the journal: whatever is done to the file is found, by itself or when somebody asks."""

import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from custom_components.smart_community.core.journal import Head, Note
from custom_components.smart_community.core.ports import StoreError
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.desks import journal_watch
from custom_components.smart_community.desks.journal_watch import JournalWatch
from custom_components.smart_community.store import journal
from custom_components.smart_community.store.database import Database

START = datetime(2026, 11, 23, 15, tzinfo=UTC)


class Kept:
    """What is kept apart from the database."""

    def __init__(self) -> None:
        self.last: Head | None = None

    async def head(self) -> Head | None:
        return self.last

    async def keep_head(self, head: Head) -> None:
        self.last = head


class World:
    """A database with a journal, and the watch over it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.now = START
        self.kept = Kept()
        self.reports: list[int | None] = []
        self.rests = 0
        self.database = Database(path, self.clock)

    def clock(self) -> Instant:
        return Instant(self.now, 0.0)

    async def open(self) -> None:
        await self.database.open()
        self.watch = JournalWatch(
            database=self.database,
            clock=self.clock,
            hour=lambda: self.now.hour,
            kept=self.kept,
            report=self.reports.append,
            rest=self._rest,
        )

    async def _rest(self, seconds: float) -> None:
        assert seconds >= 0
        self.rests += 1

    async def write(self, count: int) -> None:
        for number in range(count):
            await self.database.commit([Note(self.now, "anna", "home_viewed", f"h{number}", {"n": number})])

    async def tamper(self, *statements: str) -> None:
        """Change the file as somebody would who has it: with another program, while we do not run."""
        await self.database.close()
        with sqlite3.connect(self.path) as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()
        self.database = Database(self.path, self.clock)
        await self.open()

    async def routine(self) -> int | None:
        """Look as is done hourly, an hour later; return what is reported."""
        self.now += timedelta(hours=1)
        await self.watch.routine()
        return self.reports[-1]


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    monkeypatch.setattr(journal_watch, "SLICE", 4)
    world = World(tmp_path / "smart_community.db")
    await world.open()
    yield world
    await world.database.close()


async def test_a_whole_journal_is_looked_at_once_and_then_only_what_is_new(world: World) -> None:
    await world.write(10)
    assert await world.routine() is None
    assert world.rests == 2, "between the slices others come first"
    assert world.kept.last == await world.database.read(journal.head)
    await world.write(3)
    world.rests = 0
    assert await world.routine() is None
    assert world.rests == 0
    known = await world.database.read(journal.load_checkpoint)
    assert (known.head.seq, known.verified_at, known.full_at) == (13, world.now, START + timedelta(hours=1))


async def test_what_was_changed_before_the_checkpoint_is_found_at_night_or_when_asked(world: World) -> None:
    await world.write(10)
    await world.routine()
    await world.tamper("UPDATE journal SET actor = 'nobody' WHERE seq = 3")
    assert await world.routine() is None, "the hourly look begins at the checkpoint"
    world.now = datetime(2026, 11, 24, 1, tzinfo=UTC) + timedelta(days=1)
    assert await world.routine() == 3
    verdict = (await world.watch.verify("carla")).as_dict()
    assert (verdict["intact"], verdict["broken_at"], verdict["checked"]) == (False, 3, 10)


async def test_what_was_changed_after_the_checkpoint_is_found_within_the_hour(world: World) -> None:
    await world.write(4)
    await world.routine()
    await world.write(4)
    await world.tamper("""UPDATE journal SET details = '{"n": 99}' WHERE seq = 6""")
    assert await world.routine() == 6


@pytest.mark.parametrize("left", [0, 5])
async def test_entries_cut_off_at_the_end_are_found_although_the_chain_is_whole(world: World, left: int) -> None:
    await world.write(10)
    await world.routine()
    # Also by somebody who knows where the checkpoint is.
    cut = f"DELETE FROM journal WHERE seq > {left}"  # noqa: S608 - our own number
    await world.tamper(cut, "DELETE FROM meta WHERE key = 'journal_checkpoint'")
    assert await world.routine() == left + 1
    # What is written since does not cover it up, nor does a restart.
    await world.write(20)
    await world.tamper()
    assert await world.routine() == left + 1
    verdict = await world.watch.verify("carla")
    assert (verdict.cut_at, verdict.breaks) == (left + 1, ())
    assert not verdict.as_dict()["intact"]


async def test_a_cut_is_found_by_the_checkpoint_too(world: World) -> None:
    await world.write(10)
    await world.routine()
    world.kept.last = None
    await world.tamper("DELETE FROM journal WHERE seq > 7")
    assert await world.routine() == 8


async def test_a_database_that_the_house_replaced_is_written_down_and_is_no_cut(world: World) -> None:
    await world.write(10)
    await world.routine()
    lost = world.kept.last
    assert lost is not None
    # As the house does with a damaged one: its last good copy is older, an empty one holds nothing.
    await world.tamper("DELETE FROM journal WHERE seq > 4", "DELETE FROM meta WHERE key = 'journal_checkpoint'")
    end = await world.database.read(journal.head)
    await world.watch.database_replaced("replaced_by_copy")
    (entry,) = await world.database.read(lambda c: journal.page(c, before=None, limit=1))
    assert (entry.note.actor, entry.note.action) == ("system", "database_replaced")
    assert entry.note.details == {
        "how": "replaced_by_copy",
        "lost_end": {"seq": 10, "hash": lost.hash},
        "goes_on_after": {"seq": 4, "hash": end.hash},
    }
    assert await world.routine() is None
    # What is cut off after that shows as before, and so does the replacement itself, if that is what is cut off.
    await world.write(3)
    await world.tamper("DELETE FROM journal WHERE seq > 4")
    assert await world.routine() == 5


async def test_a_cut_in_the_copy_that_took_the_place_of_the_database_still_shows(world: World) -> None:
    await world.write(10)
    await world.routine()
    await world.tamper("DELETE FROM journal WHERE seq > 4")
    await world.watch.database_replaced("replaced_by_copy")
    assert await world.routine() == 6, "the copy's own checkpoint names more than it holds"


async def test_a_replacement_that_was_not_written_down_keeps_the_witness(world: World) -> None:
    await world.write(10)
    await world.routine()
    await world.tamper("DELETE FROM journal")
    kept = world.kept.last
    await world.database.close()
    with pytest.raises(StoreError):
        await world.watch.database_replaced("replaced_by_empty")
    assert world.kept.last == kept


async def test_a_person_who_takes_note_ends_the_report_and_not_the_verdict(world: World) -> None:
    await world.write(10)
    await world.routine()
    await world.tamper("UPDATE journal SET subject = 'h99' WHERE seq = 2", "DELETE FROM journal WHERE seq > 8")
    assert await world.routine() == 2
    await world.watch.take_note("dora")
    assert world.reports[-1] is None
    assert await world.routine() is None
    entries = await world.database.read(lambda c: journal.page(c, before=None, limit=1))
    assert (entries[0].note.actor, entries[0].note.action) == ("dora", "journal_break_noted")
    assert entries[0].note.details == {"breaks": [2], "cut_at": 9}
    verdict = (await world.watch.verify("carla")).as_dict()
    assert (verdict["intact"], verdict["breaks"], verdict["cut_at"]) == (False, [2], None)
    await world.tamper("UPDATE journal SET subject = 'h98' WHERE seq = 5")
    world.now += timedelta(days=4)
    assert await world.routine() == 5, "what comes after is told"


async def test_who_asked_and_what_was_found_is_in_the_journal(world: World) -> None:
    await world.write(6)
    verdict = await world.watch.verify("carla")
    assert verdict.as_dict() == {
        "intact": True,
        "checked": 6,
        "broken_at": None,
        "breaks": [],
        "cut_at": None,
        "head": {"seq": 6, "hash": verdict.head.hash},
    }
    (entry,) = await world.database.read(lambda c: journal.page(c, before=None, limit=1))
    assert (entry.note.actor, entry.note.action) == ("carla", "journal_verified")
    assert entry.note.details == {"checked": 6, "breaks": [], "cut_at": None}


async def test_an_empty_journal_is_whole(world: World) -> None:
    assert await world.routine() is None
    assert world.kept.last == Head()
