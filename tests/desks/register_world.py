"""A register desk on a real database, whose writes a test may let fail."""

import itertools
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from custom_components.smart_community.core.journal import Note
from custom_components.smart_community.core.ports import Record, StoreError, StoreFailure
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.desks.register import RegisterDesk
from custom_components.smart_community.desks.register_room import RegisterRoom
from custom_components.smart_community.store import journal
from custom_components.smart_community.store.database import Database
from custom_components.smart_community.store.vault import KeyRing

SHEET = """building,unit,home,floor,household,note,access,contact_1_name,contact_1_phone
3,1,101,1,Li Hua,oxygen,key safe 17,Li Na,13800138000
3,1,102,1,Wu Jun,,,,
4,,201,2,Xu Mei,,,,
"""


def clock() -> Instant:
    return Instant(datetime.now(UTC), time.monotonic())


@dataclass
class Community:
    """A desk on a real database, whose writes a test may let fail."""

    database: Database
    changes: int = 0
    incidents: dict[str, int] = field(default_factory=dict)
    refuse: Callable[[Sequence[Record]], bool] = lambda _records: False
    desk: RegisterDesk = field(init=False)

    def __post_init__(self) -> None:
        numbers = itertools.count(1)
        self.database.vault.use(KeyRing.new())
        self.desk = RegisterDesk(
            RegisterRoom(
                database=self,
                vault=self.database.vault,
                commit=self.commit,
                clock=clock,
                new_id=lambda: f"id{next(numbers)}",
                on_change=self.changed,
                active_incident=self.incidents.get,
            )
        )

    async def commit(self, records: Sequence[Record]) -> None:
        if self.refuse(records):
            raise StoreError(StoreFailure.FULL)
        await self.database.commit(records)

    async def bulk[T](self, work: Callable[[Connection], T], records: Sequence[Record] = ()) -> T:
        if self.refuse(records):
            raise StoreError(StoreFailure.FULL)
        return await self.database.bulk(work, records)

    async def read[T](self, query: Callable[[Connection], T]) -> T:
        return await self.database.read(query)

    async def changed(self) -> None:
        self.changes += 1

    async def notes(self) -> list[Note]:
        found = await self.database.read(lambda connection: journal.entries_after(connection, 0, 1000))
        return [entry.note for entry in found]

    async def actions(self) -> list[tuple[str, str, str]]:
        return [(note.actor, note.action, note.subject) for note in await self.notes()]

    async def doors(self) -> dict[tuple[str, str, str], str]:
        doors: dict[tuple[str, str, str], str] = {}
        while True:
            page = (await self.desk.homes(offset=len(doors), limit=500)).as_dict()
            doors |= {(home["building_name"], home["unit"], home["number"]): home["id"] for home in page["homes"]}
            if not page["homes"]:
                assert len(doors) == page["total"]
                return doors


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Community]:
    """Yield a desk on a new database in `folder`."""
    database = Database(folder / "smart_community.db", clock)
    await database.open()
    yield Community(database)
    await database.close()
