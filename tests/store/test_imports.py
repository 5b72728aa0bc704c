"""An import is all or nothing, in short steps, and keeps what the sheet does not name."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, func, select

from custom_components.smart_community.core.community import Building, Home
from custom_components.smart_community.core.journal import Note
from custom_components.smart_community.core.people import Contact, Household
from custom_components.smart_community.core.ports import Record, StoreError, StoreFailure
from custom_components.smart_community.core.register_columns import BIRTH_YEARS, CARE, Column
from custom_components.smart_community.core.register_fate import Outcome
from custom_components.smart_community.core.register_fields import Reason
from custom_components.smart_community.core.register_sheet import parse
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.store import files, imports, migrations, register, schema
from custom_components.smart_community.store.database import Database
from custom_components.smart_community.store.imports import RegisterStore
from custom_components.smart_community.store.vault import KeyRing, Vault
from tests.sheets import big_sheet

TABLES = (
    schema.buildings,
    schema.grids,
    schema.homes,
    schema.households,
    schema.residents,
    schema.contacts,
)
VAULT = Vault(KeyRing.new())
type Seen = dict[tuple[str, str, str], tuple[str, int | None, str, str, str, tuple[Contact, ...], Household]]


def clock() -> Instant:
    return Instant(datetime.now(UTC), time.monotonic())


def counting() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"id{next(numbers):06d}"


NOTE = Note(datetime(2026, 11, 1, tzinfo=UTC), "office", "register_imported")


class Direct:
    """A store without threads: each step commits at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection = engine.connect()
        with self._connection.begin():
            migrations.bring_up_to_date(self._connection, VAULT)

    async def bulk[T](self, work: Callable[[Connection], T], _records: Sequence[Record] = ()) -> T:
        with self._connection.begin():
            return work(self._connection)

    read = bulk

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()


class Failing:
    """Lets some bulk steps through, and fails at the next."""

    def __init__(self, store: RegisterStore, steps: int) -> None:
        self._store = store
        self._left = steps

    async def bulk[T](self, work: Callable[[Connection], T], records: Sequence[Record] = ()) -> T:
        self._left -= 1
        if self._left < 0:
            raise StoreError(StoreFailure.FULL)
        return await self._store.bulk(work, records)

    async def read[T](self, query: Callable[[Connection], T]) -> T:
        return await self._store.read(query)


@pytest.fixture
def direct(tmp_path: Path) -> Iterator[Direct]:
    store = Direct(files.make_engine(tmp_path / "direct.db"))
    yield store
    store.close()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(tmp_path / "smart_community.db", clock)
    await database.open()
    yield database
    await database.close()


async def imported(store: RegisterStore, text: str, new_id: Callable[[], str]) -> imports.Plan:
    sheet = parse(text)
    assert sheet.errors == ()
    plan = await imports.plan(store, VAULT, sheet, new_id)
    if plan.changes:
        await imports.fill(store, plan, imports.prepare(plan, VAULT))
        await imports.swap(store, plan, NOTE)
        await imports.remove_leftovers(store)
    return plan


def counts(plan: imports.Plan) -> tuple[int, int, int]:
    return plan.count(Outcome.CREATED), plan.count(Outcome.UPDATED), plan.count(Outcome.UNCHANGED)


def everything(connection: Connection) -> Seen:
    """Return what people would see of the register, by door."""
    seen: Seen = {}
    names = {building.id: building.name for building in register.load_buildings(connection)}
    for (building, unit, number), home_id in register.load_doors(connection).items():
        found = register.find_home(connection, VAULT, home_id)
        assert found is not None
        home, people = found
        seen[names[building], unit, number] = (
            home_id, home.floor, people.name, people.note, people.access, people.contacts, people,
        )  # fmt: skip
    return seen


def generations(connection: Connection) -> set[int]:
    every = [connection.execute(select(table.c.generation).distinct()).scalars() for table in TABLES]
    return {generation for found in every for generation in found}


def rows(connection: Connection) -> list[int]:
    return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in TABLES]


FIRST = """building,unit,home,floor,household,note,access,contact_1_name,contact_1_phone,contact_2_name,contact_2_phone
3,1,101,1,Li,oxygen,key safe,Li Na,111,Li Bo,222
3,1,102,1,Wu,,,,,,
East,,1,,Xu,,,Xu An,333,,
"""


async def test_a_first_import(direct: Direct) -> None:
    plan = await imported(direct, FIRST, counting())
    assert counts(plan) == (3, 0, 0)
    seen = await direct.read(everything)
    assert {door: home[1:-1] for door, home in seen.items()} == {
        ("3", "1", "101"): (1, "Li", "oxygen", "key safe", (Contact("Li Na", "111"), Contact("Li Bo", "222"))),
        ("3", "1", "102"): (1, "Wu", "", "", ()),
        ("East", "", "1"): (None, "Xu", "", "", (Contact("Xu An", "333"),)),
    }
    assert len({home[0] for home in seen.values()}) == 3
    assert len(await direct.read(register.load_buildings)) == 2


async def test_the_same_sheet_again_changes_nothing(direct: Direct) -> None:
    await imported(direct, FIRST, counting())
    before = await direct.read(register.current_generation)
    plan = await imported(direct, FIRST, counting())
    assert counts(plan) == (0, 0, 3)
    assert await direct.read(register.current_generation) == before


async def test_a_row_wins_and_what_is_not_named_stays(direct: Direct) -> None:
    new_id = counting()
    await imported(direct, FIRST, new_id)
    before = await direct.read(everything)
    plan = await imported(
        direct,
        "楼栋,单元,房号,户主,联系人2姓名,联系人2电话\n3,1,101,Zhao,,\n3,1,103,Sun,Sun Yi,444\neast,,1,Xu,,\n",
        new_id,
    )
    assert counts(plan) == (1, 1, 1)
    after = await direct.read(everything)
    assert after["3", "1", "102"] == before["3", "1", "102"]
    assert after["East", "", "1"] == before["East", "", "1"]
    home_id = before["3", "1", "101"][0]
    assert after["3", "1", "101"][:-1] == (home_id, 1, "Zhao", "oxygen", "key safe", (Contact("Li Na", "111"),))
    assert after["3", "1", "103"][1:-1] == (None, "Sun", "", "", (Contact("Sun Yi", "444"),))


async def test_a_cleared_contact_does_not_pull_up_the_next(direct: Direct) -> None:
    await imported(direct, FIRST, counting())
    clear = "building,unit,home,contact_1_name,contact_1_phone,contact_1_relation\n3,1,101,,,\n"
    for updated in (1, 0, 0):
        plan = await imported(direct, clear, counting())
        assert plan.count(Outcome.UPDATED) == updated
        assert (await direct.read(everything))["3", "1", "101"][5] == (Contact("Li Bo", "222"),)


async def test_without_a_column_for_units_a_row_finds_the_only_home(direct: Direct) -> None:
    new_id = counting()
    await imported(direct, FIRST, new_id)
    plan = await imported(direct, "building,home,household\n3,101,Zhao\n", new_id)
    assert counts(plan)[:2] == (0, 1)
    await imported(direct, "building,unit,home\n3,2,101\n", new_id)
    sheet = parse("building,home,household\n3,102,Fine\n3,101,Whose?\n")
    plan = await imports.plan(direct, VAULT, sheet, new_id)
    assert [(error.line, error.column, error.reason) for error in plan.errors] == [(3, "home", Reason.AMBIGUOUS_HOME)]
    assert [(fate.line, fate.outcome) for fate in plan.fates] == [(2, Outcome.UPDATED), (3, Outcome.ERROR)]


async def test_the_previous_generation_stays_and_no_other(direct: Direct) -> None:
    new_id = counting()
    for number in range(4):
        await imported(direct, f"building,home\n1,{number}\n", new_id)
        assert await direct.read(register.current_generation) == number + 1
        assert await direct.read(generations) == ({number, number + 1} if number else {1})


async def test_a_failure_at_any_step_leaves_nothing_to_see(direct: Direct) -> None:
    new_id = counting()
    await imported(direct, FIRST, new_id)
    await imported(direct, "building,home\n9,9\n", new_id)
    before = await direct.read(everything)
    text = FIRST.replace("Li", "New") + "3,1,104,1,New,,,,,,\nWest,1,1,1,New,,,,,,\n"
    for steps in itertools.count():
        assert steps < 50
        try:
            await imported(Failing(direct, steps), text, new_id)
        except StoreError:
            if await direct.read(register.current_generation) == 2:
                assert await direct.read(everything) == before
                continue
        break
    assert steps > 5
    await imports.remove_leftovers(direct)
    after = await direct.read(everything)
    assert len(after) == len(before) + 2
    assert after["3", "1", "101"][2] == "New"
    assert await direct.read(generations) == {2, 3}


async def test_a_start_removes_what_was_left(direct: Direct) -> None:
    await imported(direct, FIRST, counting())
    clean = await direct.read(rows)
    plan = await imports.plan(direct, VAULT, parse(FIRST.replace("Li", "New")), counting())
    await imports.fill(direct, plan, imports.prepare(plan, VAULT))
    assert await direct.read(rows) == [2 * count for count in clean]
    await imports.remove_leftovers(direct)
    assert await direct.read(rows) == clean


async def test_a_plan_made_for_another_generation_is_refused(direct: Direct) -> None:
    plan = await imports.plan(direct, VAULT, parse(FIRST), counting())
    await imported(direct, "building,home\n1,1\n", counting())
    with pytest.raises(StoreError):
        await imports.swap(direct, plan, NOTE)


async def test_a_change_by_staff_is_copied(direct: Direct) -> None:
    new_id = counting()
    await imported(direct, FIRST, new_id)
    home = Home("h", "b", "", "1")
    six = Household("h", "Many", contacts=tuple(Contact(str(number), "110") for number in range(6)))
    await direct.bulk(
        lambda connection: register.save_home(connection, VAULT, clock().utc, Building("b", "New"), home, six)
    )
    await imported(direct, "building,home\n1,1\n", new_id)
    assert (await direct.read(everything))["New", "", "1"][:-1] == ("h", None, "Many", "", "", six.contacts)


async def test_progress_comes_to_its_end(direct: Direct) -> None:
    await imported(direct, FIRST, counting())
    plan = await imports.plan(direct, VAULT, parse(FIRST.replace("Li", "New") + "9,,9,,,,,,,,\n"), counting())
    heard: list[tuple[int, int]] = []
    await imports.fill(direct, plan, imports.prepare(plan, VAULT), lambda done, total: heard.append((done, total)))
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)
    assert heard[-1] == (14, 14)
    assert {total for _, total in heard} == {14}


OF_RESIDENT = ("name", "guardian", "language", "note")
cells = st.sampled_from(["", "a", "b"])
optional: list[Column] = [
    column
    for column in Column
    if column not in {Column.BUILDING, Column.UNIT, Column.HOME, Column.FLOOR, Column.GRID, *BIRTH_YEARS, *CARE}
]


type Drawn = tuple[list[Column], dict[tuple[str, str, str], dict[Column, str]]]


@st.composite
def sheets(draw: st.DrawFn) -> Drawn:
    columns = draw(st.lists(st.sampled_from(optional), unique=True, max_size=6))
    door_parts = st.tuples(st.sampled_from("AB"), st.sampled_from(["", "1"]), st.sampled_from("12"))
    doors = draw(st.sets(door_parts, min_size=1))
    filled = {}
    for door in sorted(doors):
        values = {column: draw(cells) for column in columns}
        for column in columns:
            if column.value.endswith("_phone"):
                values[column] = draw(st.sampled_from(["110", "120"]))
        filled[door] = values
    return columns, filled


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(sheets(), min_size=1, max_size=4))
async def test_any_sheets_one_after_another(tmp_path: Path, drawn: list[Drawn]) -> None:
    """Beside a model of plain dictionaries: a field is what the last sheet that had it said."""
    store = Direct(files.make_engine(tmp_path / f"{time.monotonic_ns()}.db"))
    new_id = counting()
    model: dict[tuple[str, str, str], dict[Column, str]] = {}
    ids: dict[tuple[str, str, str], str] = {}
    for columns, filled in drawn:
        lines = [",".join(["building", "unit", "home", *columns])]
        lines += [",".join([*door, *(values[column] for column in columns)]) for door, values in filled.items()]
        await imported(store, "\n".join(lines), new_id)
        for door, values in filled.items():
            model.setdefault(door, {}).update(values)
        seen = await store.read(everything)
        for door, (home_id, _floor, name, note, access, contacts, people) in seen.items():
            expected = model[door]
            assert ids.setdefault(door, home_id) == home_id
            assert (name, note, access) == tuple(
                expected.get(column, "") for column in (Column.HOUSEHOLD, Column.NOTE, Column.ACCESS)
            )
            assert people.key_safe == expected.get(Column.KEY_SAFE, "")
            living = [
                tuple(expected.get(Column(f"resident_{number}_{part}"), "") for part in OF_RESIDENT)
                for number in (1, 2, 3)
            ]
            assert [tuple(getattr(person, part) for part in OF_RESIDENT) for person in people.residents] == [
                parts for parts in living if any(parts)
            ]
            parts = [
                tuple(expected.get(Column(f"contact_{number}_{part}"), "") for part in ("name", "phone", "relation"))
                for number in (1, 2, 3)
            ]
            assert [(contact.name, contact.phone, contact.relation) for contact in contacts] == [
                part for part in parts if any(part)
            ]
        assert seen.keys() == model.keys()
    store.close()


class Watched:
    """Counts the bulk steps that began, and keeps how long each took."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.took: list[float] = []
        self.begun = 0

    async def bulk[T](self, work: Callable[[Connection], T], records: Sequence[Record] = ()) -> T:
        def timed(connection: Connection) -> T:
            self.begun += 1
            began = time.perf_counter()
            try:
                return work(connection)
            finally:
                self.took.append(time.perf_counter() - began)

        return await self._database.bulk(timed, records)

    async def read[T](self, query: Callable[[Connection], T]) -> T:
        return await self._database.read(query)


async def test_alarms_go_between_the_short_steps_of_a_big_import(database: Database) -> None:
    new_id = counting()
    homes = 3000
    await imported(database, big_sheet(homes), new_id)
    plan = await imports.plan(database, VAULT, parse(big_sheet(homes, "!")), new_id)
    assert plan.count(Outcome.UPDATED) == homes
    watched = Watched(database)
    filling = asyncio.create_task(imports.fill(watched, plan, imports.prepare(plan, VAULT)))
    waited_for: list[int] = []
    while not filling.done():
        begun = watched.begun
        await database.commit([Note(clock().utc, "device", "pressed")])
        waited_for.append(watched.begun - begun)
    await filling
    # One step may begin in the very moment in which the alarm comes, and one before we look again.
    assert max(waited_for) <= 2
    assert len(waited_for) > 10
    # Nine of ten: the machine's own pauses are not ours.
    assert sorted(watched.took)[len(watched.took) * 9 // 10] < 0.05
    await imports.swap(database, plan, NOTE)
    assert all(home[2] == "户主!" for home in (await database.read(everything)).values())


async def test_steps_get_shorter_where_rows_are_slow(direct: Direct, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    seconds = 0.0
    monkeypatch.setattr(time, "perf_counter", lambda: seconds)
    pace = imports._Pace(start=200, most=2000)

    def step(_connection: Connection, rows: int) -> None:
        nonlocal seconds
        sizes.append(rows)
        seconds += rows * 0.0004

    for _ in range(6):
        await pace.step(direct, step)
    # 0.4 ms a row: about 20 ms of work a step.
    assert sizes[:3] == [200, 100, 50]
    assert all(20 <= size <= 50 for size in sizes[2:])
