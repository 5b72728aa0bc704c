"""An import of the register: planned by reading, filled into the next generation in short steps, swapped in by one.

Whoever looks meanwhile sees the generation before. What a failed import leaves is never seen, and is removed by
`remove_leftovers` at the next import or start. The previous generation stays: an undo needs it (`undo.py`).
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Protocol

from sqlalchemy import Column as TableColumn
from sqlalchemy import Connection, Table, delete, func, literal, select

from ..core.community import Building, Home
from ..core.journal import Note
from ..core.people import Grid, Household, Resident
from ..core.ports import Record, StoreError, StoreFailure
from ..core.register_columns import Column
from ..core.register_fate import Fate, Outcome, all_fates
from ..core.register_fields import Reason, door_key
from ..core.register_merge import changed_fields, merged
from ..core.register_sheet import Sheet, SheetError, SheetRow
from .register import current_generation, load_buildings, load_doors, load_grids, set_generation
from .register_rows import HomeRows, read_homes, sealed_rows, write_buildings, write_grids, write_homes
from .schema import buildings, contacts, grids, homes, households, residents
from .undo import remember_import
from .vault import Vault, VaultLockedError

_TABLES: Final = (buildings, grids, homes, households, residents, contacts)
# A look-up by a responder waits behind one such read: some milliseconds.
_ROWS_A_READ: Final = 250

type Progress = Callable[[int, int], None]
type Change = tuple[Home, Household]


class RegisterStore(Protocol):
    """What an import needs of the database."""

    async def bulk[T](self, work: Callable[[Connection], T], records: Sequence[Record] = ()) -> T:
        """Run `work` in one transaction, after all alarm work; `records` are written with it."""

    async def read[T](self, query: Callable[[Connection], T]) -> T:
        """Run `query` on a snapshot of what is committed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import will change in `generation`; `kept` counts the rows of tables that are copied first.

    `fates` has every row of the file; with `errors` nothing may be filled.
    """

    generation: int
    kept: int = 0
    buildings: tuple[Building, ...] = ()
    grids: tuple[Grid, ...] = ()
    changes: tuple[Change, ...] = ()
    fates: tuple[Fate, ...] = ()
    errors: tuple[SheetError, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """Return how many rows have this fate."""
        return sum(fate.outcome is outcome for fate in self.fates)


async def plan(
    store: RegisterStore, vault: Vault, sheet: Sheet, new_id: Callable[[], str], progress: Progress | None = None
) -> Plan:
    """Compare a sheet with the register, writing nothing. Raises StoreError.

    Homes, buildings, grids and residents that exist keep their ids; others get one from `new_id`, which is called on
    the event loop. Rows without a fault have their fate even if others have one.
    """
    if not vault.is_open:
        # What is there cannot be compared, and would be written over.
        raise VaultLockedError
    match = await store.read(partial(_match, sheet=sheet))
    wrong = {error.line for error in match.errors}
    ids = _Ids(
        match.buildings | {key: new_id() for key in match.new_buildings},
        match.grids | {key: new_id() for key in match.new_grids},
    )
    matched = [pair for pair in zip(sheet.rows, match.homes, strict=True) if pair[0].line not in wrong]
    changes: list[Change] = []
    fates: list[Fate] = []
    for start in range(0, len(matched), _ROWS_A_READ):
        part = matched[start : start + _ROWS_A_READ]
        doors = [_Door(row, home_id or new_id(), exists=home_id is not None) for row, home_id in part]
        compared = await store.read(
            partial(_compare, vault=vault, generation=match.generation, sheet=sheet, doors=doors, ids=ids)
        )
        for door, change, fields in compared:
            if change is not None:
                changes.append((change[0], _with_ids(change[1], new_id)))
            fates.append(_fate(door, change, fields))
        if progress is not None:
            progress(len(fates), len(matched))
    errors = tuple(sorted((*sheet.errors, *match.errors), key=lambda error: error.line))
    return Plan(
        match.generation,
        match.kept,
        tuple(Building(ids.buildings[key], name) for key, name in match.new_buildings.items()),
        tuple(Grid(ids.grids[key], name) for key, name in match.new_grids.items()),
        tuple(changes),
        all_fates(fates, errors),
        errors,
    )


def prepare(planned: Plan, vault: Vault) -> list[HomeRows]:
    """Seal what will be written, for `fill`; takes about 60 µs a home, off the event loop and off the writer."""
    following = planned.generation + 1
    return [sealed_rows(vault, following, home, household) for home, household in planned.changes]


async def fill(
    store: RegisterStore, planned: Plan, prepared: Sequence[HomeRows], progress: Progress | None = None
) -> None:
    """Write what will be the next generation; nothing of it is seen before `swap`. Raises StoreError.

    `prepared` is what `prepare` made of the plan. `progress` hears how much of the work is done, in rows, of how much.
    """
    await remove_leftovers(store)
    new = len(planned.buildings) + len(planned.grids) + len(prepared)
    work = _Work(store, progress, total=planned.kept + new)
    copying = _Pace(start=200, most=2000)
    for table in _TABLES:
        after: str | None = ""
        while after is not None:
            copied, after = await copying.step(store, partial(_copy, table, planned.generation, after))
            work.advance(copied)
    following = planned.generation + 1
    await work.write(planned.buildings, lambda connection, part: write_buildings(connection, following, part))
    await work.write(planned.grids, lambda connection, part: write_grids(connection, following, part))
    await work.write(prepared, lambda connection, part: write_homes(connection, following, part))


async def swap(store: RegisterStore, planned: Plan, note: Note) -> None:
    """Let everybody see what `fill` wrote, and the journal know. Raises StoreError, and then neither happens."""

    def work(connection: Connection) -> None:
        if current_generation(connection) != planned.generation:
            raise StoreError(StoreFailure.ERROR, "the register was replaced meanwhile")
        set_generation(connection, planned.generation + 1)
        remember_import(connection, planned.generation + 1, note)

    await store.bulk(work, [note])


async def remove_leftovers(store: RegisterStore) -> None:
    """Delete all generations but the current and the previous one, in short steps. Raises StoreError."""
    pace = _Pace(start=200, most=2000)
    while await pace.step(store, _delete):
        pass


# Comparing: on the reader's thread.


@dataclass(frozen=True, slots=True)
class _Match:
    """Which homes, buildings and grids of the register a sheet names, row by row; None is a home that is new."""

    generation: int
    kept: int
    # By name, in lower case: the id of one that exists; the name of one that does not.
    buildings: dict[str, str]
    new_buildings: dict[str, str]
    grids: dict[str, str]
    new_grids: dict[str, str]
    homes: list[str | None]
    errors: tuple[SheetError, ...]


@dataclass(frozen=True, slots=True)
class _Ids:
    """The ids of buildings and grids by name, in lower case."""

    buildings: Mapping[str, str]
    grids: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Door:
    """A row and the home that it is about."""

    row: SheetRow
    home: str
    exists: bool


def _match(connection: Connection, sheet: Sheet) -> _Match:
    generation = current_generation(connection)
    names = {building.id: building.name for building in load_buildings(connection)}
    known = {name.casefold(): building_id for building_id, name in names.items()}
    known_grids = {grid.name.casefold(): grid.id for grid in load_grids(connection)}
    # Without a column for it, a row may mean any unit.
    by_unit = Column.UNIT in sheet.headings
    doors: dict[tuple[str, str, str], list[str]] = {}
    for (building, unit, number), home_id in load_doors(connection).items():
        key = door_key(names.get(building, ""), unit if by_unit else "", number)
        doors.setdefault(key, []).append(home_id)
    found: list[str | None] = []
    errors: list[SheetError] = []
    new: dict[str, str] = {}
    new_grids: dict[str, str] = {}
    for row in sheet.rows:
        candidates = doors.get(door_key(row.building, row.unit, row.number), [])
        found.append(candidates[0] if candidates else None)
        if len(candidates) > 1:
            errors.append(SheetError(row.line, sheet.headings[Column.HOME], Reason.AMBIGUOUS_HOME))
            continue
        if row.building.casefold() not in known:
            new.setdefault(row.building.casefold(), row.building)
        if row.grid and row.grid.casefold() not in known_grids:
            new_grids.setdefault(row.grid.casefold(), row.grid)
    kept = sum(
        connection.execute(select(func.count()).select_from(table).where(table.c.generation == generation)).scalar_one()
        for table in _TABLES
    )
    return _Match(generation, kept, known, new, known_grids, new_grids, found, tuple(errors))


def _compare(
    connection: Connection, vault: Vault, generation: int, sheet: Sheet, doors: Sequence[_Door], ids: _Ids
) -> list[tuple[_Door, Change | None, tuple[str, ...]]]:
    """Return each home as its row leaves it, None if that is as it was, and which columns change."""
    ids_before = [door.home for door in doors if door.exists]
    before = read_homes(connection, vault, generation, ids_before, places=True)
    compared: list[tuple[_Door, Change | None, tuple[str, ...]]] = []
    for door in doors:
        row, old = door.row, before.get(door.home)
        if old is None:
            building = ids.buildings[row.building.casefold()]
            home, household = Home(door.home, building, row.unit, row.number), Household(door.home)
        else:
            home, household = old
        if Column.FLOOR in sheet.headings:
            home = replace(home, floor=row.floor)
        if Column.GRID in sheet.headings:
            home = replace(home, grid=ids.grids[row.grid.casefold()] if row.grid else None)
        after = (home, merged(row, sheet.headings, household))
        if after == old:
            compared.append((door, None, ()))
        else:
            compared.append((door, after, changed_fields(old, after)))
    return compared


def _with_ids(household: Household, new_id: Callable[[], str]) -> Household:
    """Return a household whose new residents have an id."""
    if all(person.id or person.is_blank for person in household.residents):
        return household
    living: Iterable[Resident] = (
        person if person.id or person.is_blank else replace(person, id=new_id()) for person in household.residents
    )
    return replace(household, residents=tuple(living))


def _fate(door: _Door, change: Change | None, fields: tuple[str, ...]) -> Fate:
    changed = Outcome.UPDATED if door.exists else Outcome.CREATED
    outcome = Outcome.UNCHANGED if change is None else changed
    row = door.row
    return Fate(row.line, outcome, row.building, row.unit, row.number, door.home if door.exists else None, fields)


def _key(table: Table) -> TableColumn[str]:
    """Return what a table is cut into slices by: the id of its building, grid or home."""
    return list(table.primary_key)[1]


# Writing: on the writer's thread, one short transaction a step.


class _Pace:
    """How many rows a step takes: as many as keep the writer busy for about a third of what it may be.

    Fewer would wait for the disk more often than they write.
    """

    _LONG: Final = 0.020  # seconds
    _SHORT: Final = 0.008

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
