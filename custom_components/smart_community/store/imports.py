"""An import of the register: planned by reading, filled into the next generation in short steps, swapped in by one.

Whoever looks meanwhile sees the generation before. What a failed import leaves is never seen, and is removed by
`remove_leftovers` at the next import or start. The previous generation stays: an undo needs it.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Protocol

from sqlalchemy import Column as TableColumn
from sqlalchemy import Connection, Select, Table, delete, func, literal, select

from ..core.community import Building, Home
from ..core.journal import Note
from ..core.people import Contact, Household
from ..core.ports import Record, StoreError, StoreFailure
from ..core.register_fields import Reason, door_key
from ..core.register_sheet import MOST_ERRORS, NO_CONTACT, Column, Sheet, SheetError, SheetRow, merged
from .register import current_generation, load_buildings, load_doors, set_generation, write_homes
from .schema import buildings, contacts, homes, households

_TABLES: Final = (buildings, homes, households, contacts)
# A look-up by a responder waits behind one such read: some milliseconds.
_ROWS_A_READ: Final = 500

type Progress = Callable[[int, int], None]


class RegisterStore(Protocol):
    """What an import needs of the database."""

    async def bulk[T](self, work: Callable[[Connection], T], records: Sequence[Record] = ()) -> T:
        """Run `work` in one transaction, after all alarm work; `records` are written with it."""

    async def read[T](self, query: Callable[[Connection], T]) -> T:
        """Run `query` on a snapshot of what is committed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import will change in `generation`; `kept` counts the rows of tables that are copied first."""

    generation: int
    kept: int = 0
    buildings: tuple[Building, ...] = ()
    changes: tuple[tuple[Home, Household], ...] = ()
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: tuple[SheetError, ...] = ()


async def plan(store: RegisterStore, sheet: Sheet, new_id: Callable[[], str]) -> Plan:
    """Compare a sheet with the register, writing nothing. Raises StoreError.

    Homes and buildings that exist keep their ids; others get one from `new_id`, which is called on the event loop.
    """
    match = await store.read(partial(_match, sheet=sheet))
    if match.errors:
        return Plan(match.generation, errors=match.errors)
    new = {key: Building(new_id(), name) for key, name in match.new_buildings.items()}
    building_of = match.buildings | {key: building.id for key, building in new.items()}
    changes: list[tuple[Home, Household]] = []
    created = 0
    for start in range(0, len(sheet.rows), _ROWS_A_READ):
        rows = zip(sheet.rows[start : start + _ROWS_A_READ], match.homes[start : start + _ROWS_A_READ], strict=True)
        doors = [
            _Door(row, home_id or new_id(), building_of[row.building.casefold()], exists=home_id is not None)
            for row, home_id in rows
        ]
        created += sum(not door.exists for door in doors)
        changes += await store.read(partial(_changes, generation=match.generation, sheet=sheet, doors=doors))
    return Plan(
        match.generation,
        match.kept,
        tuple(new.values()),
        tuple(changes),
        created=created,
        updated=len(changes) - created,
        unchanged=len(sheet.rows) - len(changes),
    )


async def fill(store: RegisterStore, planned: Plan, progress: Progress | None = None) -> None:
    """Write what will be the next generation; nothing of it is seen before `swap`. Raises StoreError.

    `progress` hears how much of the work is done, in rows, of how much.
    """
    await remove_leftovers(store)
    work = _Work(store, progress, total=planned.kept + len(planned.buildings) + len(planned.changes))
    copying = _Pace(start=200, most=2000)
    for table in _TABLES:
        after: str | None = ""
        while after is not None:
            copied, after = await copying.step(store, partial(_copy, table, planned.generation, after))
            work.advance(copied)
    following = planned.generation + 1
    await work.write(planned.buildings, partial(_write_buildings, following))
    await work.write(planned.changes, partial(_write_homes, following))


async def swap(store: RegisterStore, planned: Plan, note: Note) -> None:
    """Let everybody see what `fill` wrote, and the journal know. Raises StoreError, and then neither happens."""

    def work(connection: Connection) -> None:
        if current_generation(connection) != planned.generation:
            raise StoreError(StoreFailure.ERROR, "the register was replaced meanwhile")
        set_generation(connection, planned.generation + 1)

    await store.bulk(work, [note])


async def remove_leftovers(store: RegisterStore) -> None:
    """Delete all generations but the current and the previous one, in short steps. Raises StoreError."""
    pace = _Pace(start=200, most=2000)
    while await pace.step(store, _delete):
        pass


# Comparing: on the reader's thread.


@dataclass(frozen=True, slots=True)
class _Match:
    """Which homes and buildings of the register a sheet names, row by row; None is a home that is new."""

    generation: int
    kept: int
    # By name, in lower case: the id of a building that exists; the name of one that does not.
    buildings: dict[str, str]
    new_buildings: dict[str, str]
    homes: list[str | None]
    errors: tuple[SheetError, ...]


@dataclass(frozen=True, slots=True)
class _Door:
    """A row and the home that it is about."""

    row: SheetRow
    home: str
    building: str
    exists: bool


def _match(connection: Connection, sheet: Sheet) -> _Match:
    generation = current_generation(connection)
    names = {building.id: building.name for building in load_buildings(connection)}
    known = {name.casefold(): building_id for building_id, name in names.items()}
    # Without a column for it, a row may mean any unit.
    by_unit = Column.UNIT in sheet.headings
    doors: dict[tuple[str, str, str], list[str]] = {}
    for (building, unit, number), home_id in load_doors(connection).items():
        key = door_key(names.get(building, ""), unit if by_unit else "", number)
        doors.setdefault(key, []).append(home_id)
    found: list[str | None] = []
    errors: list[SheetError] = []
    new: dict[str, str] = {}
    for row in sheet.rows:
        candidates = doors.get(door_key(row.building, row.unit, row.number), [])
        if len(candidates) > 1 and len(errors) < MOST_ERRORS:
            errors.append(SheetError.at(row.line, sheet.headings[Column.HOME], Reason.AMBIGUOUS_HOME))
        if row.building.casefold() not in known:
            new.setdefault(row.building.casefold(), row.building)
        found.append(candidates[0] if candidates else None)
    kept = sum(
        connection.execute(select(func.count()).select_from(table).where(table.c.generation == generation)).scalar_one()
        for table in _TABLES
    )
    return _Match(generation, kept, known, new, found, tuple(errors))


def _changes(
    connection: Connection, generation: int, sheet: Sheet, doors: Sequence[_Door]
) -> list[tuple[Home, Household]]:
    """Return the homes that are new or will not be as they were."""
    before = _homes_before(connection, generation, [door.home for door in doors if door.exists])
    changes: list[tuple[Home, Household]] = []
    for door in doors:
        row = door.row
        if not door.exists:
            home = Home(door.home, door.building, row.unit, row.number, row.floor)
            changes.append((home, merged(row, sheet.headings, Household(door.home))))
            continue
        old_home, old = before[door.home]
        home = replace(old_home, floor=row.floor) if Column.FLOOR in sheet.headings else old_home
        household = merged(row, sheet.headings, old)
        if (home, household) != (old_home, old):
            changes.append((home, household))
    return changes


def _homes_before(connection: Connection, generation: int, ids: Sequence[str]) -> dict[str, tuple[Home, Household]]:
    """Return homes and households as they are; each contact stands at its position, blank ones between."""
    if not ids:
        return {}
    reached: dict[str, list[Contact]] = {}
    for row in connection.execute(_of(contacts, generation, ids).order_by(contacts.c.home, contacts.c.position)):
        listed = reached.setdefault(row.home, [])
        listed += [NO_CONTACT] * (row.position - len(listed))
        listed.append(Contact(row.name, row.phone, row.relation))
    lived = {row.home: row for row in connection.execute(_of(households, generation, ids))}
    before: dict[str, tuple[Home, Household]] = {}
    for row in connection.execute(_of(homes, generation, ids)):
        people = lived.get(row.id)
        household = Household(
            row.id,
            people.name if people else "",
            people.note if people else "",
            people.access if people else "",
            tuple(reached.get(row.id, ())),
        )
        before[row.id] = (Home(row.id, row.building, row.unit, row.number, row.floor), household)
    return before


def _of(table: Table, generation: int, ids: Sequence[str]) -> Select[Any]:
    return select(table).where(table.c.generation == generation, _key(table).in_(ids))


def _key(table: Table) -> TableColumn[str]:
    """Return what a table is cut into slices by: the id of its building or home."""
    return list(table.primary_key)[1]


# Writing: on the writer's thread, one short transaction a step.


class _Pace:
    """How many rows a step takes: as many as keep the writer busy for about a tenth of what it may be."""

    _LONG: Final = 0.010  # seconds
    _SHORT: Final = 0.004

    def __init__(self, *, start: int, most: int) -> None:
        self._rows = start
        self._most = most

    async def step[T](self, store: RegisterStore, work: Callable[[Connection, int], T]) -> T:
        """Run one step. Only its own time counts: a disk that is slow to commit is no quicker with fewer rows."""
        rows = self._rows

        def timed(connection: Connection) -> tuple[T, float]:
            began = time.perf_counter()
            result = work(connection, rows)
            return result, time.perf_counter() - began

        result, took = await store.bulk(timed)
        if took > self._LONG:
            self._rows = max(10, rows // 2)
        elif took < self._SHORT:
            self._rows = min(self._most, rows * 2)
        return result


class _Work:
    """The steps that write, and how far they have got."""

    def __init__(self, store: RegisterStore, progress: Progress | None, *, total: int) -> None:
        self._store = store
        self._progress = progress
        self._total = total
        self._done = 0

    def advance(self, rows: int) -> None:
        """Count rows that are written."""
        self._done += rows
        if rows and self._progress is not None:
            self._progress(self._done, self._total)

    async def write[R](self, rows: Sequence[R], write: Callable[[Connection, Sequence[R]], None]) -> None:
        """Write rows in slices."""
        pace = _Pace(start=50, most=500)
        written = 0
        while written < len(rows):
            count = await pace.step(self._store, partial(self._slice, rows, written, write))
            written += count
            self.advance(count)

    @staticmethod
    def _slice[R](
        rows: Sequence[R],
        start: int,
        write: Callable[[Connection, Sequence[R]], None],
        connection: Connection,
        most: int,
    ) -> int:
        part = rows[start : start + most]
        write(connection, part)
        return len(part)


def _copy(table: Table, generation: int, after: str, connection: Connection, rows: int) -> tuple[int, str | None]:
    """Copy a slice into the next generation; return how many rows, and the id to go on after, None at the end."""
    key = _key(table)
    here = (table.c.generation == generation) & (key > after)
    last = connection.execute(select(key).where(here).order_by(key).offset(rows - 1).limit(1)).scalar()
    others = [column for column in table.columns if column is not table.c.generation]
    source = select(literal(generation + 1), *others).where(here if last is None else here & (key <= last))
    copied = connection.execute(
        table.insert().from_select([table.c.generation, *others], source, include_defaults=False)
    ).rowcount
    return copied, last


def _write_buildings(generation: int, connection: Connection, part: Sequence[Building]) -> None:
    write_homes(connection, generation, part, (), ())


def _write_homes(generation: int, connection: Connection, part: Sequence[tuple[Home, Household]]) -> None:
    # Without contacts: those are written here, since a blank one keeps its place.
    bare = [replace(household, contacts=()) for _, household in part]
    write_homes(connection, generation, (), [home for home, _ in part], bare)
    listed = [
        {
            "generation": generation,
            "home": household.home,
            "position": position,
            "name": contact.name,
            "phone": contact.phone,
            "relation": contact.relation,
        }
        for _, household in part
        for position, contact in enumerate(household.contacts)
        if contact != NO_CONTACT
    ]
    if listed:
        connection.execute(contacts.insert(), listed)


def _delete(connection: Connection, rows: int) -> int:
    """Delete a slice of a generation that nobody needs; return how many rows, 0 when none is left."""
    current = current_generation(connection)
    for table in _TABLES:
        generation = _unneeded(connection, table, current)
        if generation is None:
            continue
        key = _key(table)
        here = table.c.generation == generation
        last = connection.execute(select(key).where(here).order_by(key).offset(rows - 1).limit(1)).scalar()
        return connection.execute(delete(table).where(here if last is None else here & (key <= last))).rowcount
    return 0


def _unneeded(connection: Connection, table: Table, current: int) -> int | None:
    column = table.c.generation
    conditions: Iterable[Any] = (column < current - 1, column > current)
    for condition in conditions:
        found: int | None = connection.execute(select(column).where(condition).limit(1)).scalar()
        if found is not None:
            return found
    return None
