"""The roster desk: what it keeps over a restart, what it reports, and what it does without a calendar."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import StaticPool

from custom_components.smart_community.core.fault import Fault, FaultCause
from custom_components.smart_community.core.journal import Note
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.ports import Record, StoreError, StoreFailure
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.core.roster import (
    Holiday,
    RosterError,
    RosterRefusal,
    Slot,
    shifts_between,
)
from custom_components.smart_community.core.roster_calendar import CalendarItem, CalendarUnreadError
from custom_components.smart_community.core.roster_form import read_roster
from custom_components.smart_community.core.roster_trouble import TroubleKind
from custom_components.smart_community.core.swap import Decision, SwapState
from custom_components.smart_community.desks.roster import RosterDesk
from custom_components.smart_community.store import schema, schema_roster
from custom_components.smart_community.store.vault import KeyRing, Vault

ZONE = ZoneInfo("Asia/Shanghai")
ROLE = Role.DUTY_ROOM
# A Monday, 08:00 in Shanghai.
NOW = datetime(2026, 11, 23, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
HOUR = timedelta(hours=1)
SHIFTS = [
    {"id": "day", "name": "Day", "start": "08:00", "end": "20:00"},
    {"id": "night", "name": "Night", "start": "20:00", "end": "08:00"},
]
ROUND = {
    "shifts": SHIFTS,
    "weeks": [[[{"shift": "day", "people": ["a"]}, {"shift": "night", "people": ["b"]}]] * 7],
}
A, B, C = frozenset("a"), frozenset("b"), frozenset("c")
NAMES = {"李华": "a", "王静": "b", "Night": None}
FROM_CALENDAR = {"calendar": {"entity_id": "calendar.duty", "names": NAMES}}


class World:
    """A store in memory, a clock that a test moves, calendars that answer or not, and what was reported."""

    def __init__(self) -> None:
        self.engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
        schema.metadata.create_all(self.engine, tables=[*schema_roster.rosters.metadata.tables.values()])
        self.vault = Vault(KeyRing.new())
        self.now = NOW
        self.staff: dict[Role, frozenset[str]] = {ROLE: frozenset("abc")}
        self.calendars: dict[str, list[CalendarItem]] = {}
        self.hanging: asyncio.Event | None = None
        self.asked: list[tuple[str, datetime, datetime]] = []
        self.faults: dict[str, Fault] = {}
        self.notes: list[Note] = []
        self.failing = False
        self.tasks: list[asyncio.Task[None]] = []
        self.desk = self.started()

    def started(self) -> RosterDesk:
        """Return a desk as after a restart: it knows what the store has."""
        return RosterDesk(
            database=self,
            vault=self.vault,
            clock=lambda: Instant(self.now, (self.now - NOW).total_seconds()),
            new_id=lambda: f"swap-{len(self.notes)}",
            zone=lambda: ZONE,
            holders=lambda: self.staff,
            read_calendar=self.read_calendar,
            run=self.run,
            report=self.report,
            clear=self.clear,
        )

    async def restart(self) -> RosterDesk:
        self.desk.stop()
        self.desk = self.started()
        await self.desk.load()
        self.desk.look()
        return self.desk

    async def read[T](self, query: Callable[[Connection], T]) -> T:
        with self.engine.begin() as connection:
            return query(connection)

    async def bulk[T](self, work: Callable[[Connection], T], records: Sequence[Record] = ()) -> T:
        if self.failing:
            raise StoreError(StoreFailure.FULL)
        await asyncio.sleep(0)
        with self.engine.begin() as connection:
            done = work(connection)
        self.notes += [record for record in records if isinstance(record, Note)]
        return done

    async def read_calendar(self, entity_id: str, start: datetime, end: datetime) -> list[CalendarItem]:
        self.asked.append((entity_id, start, end))
        if self.hanging is not None:
            await self.hanging.wait()
        if entity_id not in self.calendars:
            raise CalendarUnreadError("KeyError")
        return self.calendars[entity_id]

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.append(asyncio.create_task(work))

    async def settle(self) -> None:
        while self.tasks:
            await self.tasks.pop()

    def report(self, fault: Fault) -> None:
        assert fault.cause is FaultCause.ROSTER_GAP
        self.faults[fault.subject] = fault

    def clear(self, cause: FaultCause, subject: str) -> None:
        assert cause is FaultCause.ROSTER_GAP
        self.faults.pop(subject, None)

    def on(self, hours: float = 0) -> frozenset[str] | None:
        return self.desk.on_duty(ROLE, self.now + hours * HOUR)

    def on_disk(self) -> str:
        """Return all that is on disk, and in the journal, as one text."""
        with self.engine.begin() as connection:
            rows = [
                list(map(str, row))
                for table in schema.metadata.tables
                for row in connection.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608 - our own tables
            ]
        return json.dumps(rows, ensure_ascii=False) + repr(self.notes)


@pytest.fixture
async def world() -> AsyncGenerator[World]:
    world = World()
    world.desk.look()
    yield world
    await world.settle()
    world.desk.stop()
    world.engine.dispose()


async def save(world: World, sent: dict[str, Any] = ROUND) -> None:
    await world.desk.save(ROLE, read_roster(ROLE, sent), "office")


def refused(error: pytest.ExceptionInfo[RosterError], code: RosterRefusal) -> None:
    assert error.value.code is code


async def test_a_roster_is_kept_over_a_restart_with_all_its_changes(world: World) -> None:
    assert world.on() is None
    await save(world)
    await world.desk.override(ROLE, Slot(TUESDAY, "day"), ["c"], "office")
    await world.desk.save_holidays([Holiday(date(2027, 1, 1), "元旦", 6)], [], "office")
    swap = await world.desk.ask_swap(ROLE, "a", "b", Slot(date(2026, 11, 25), "day"), Slot(TUESDAY, "night"))
    await world.desk.decide_swap(swap.id, Decision.AGREE, "b", keeps_roster=False)
    asked = await world.desk.ask_swap(ROLE, "b", "c", Slot(date(2026, 11, 26), "night"), None)
    before, window = world.desk.roster, (NOW, NOW + timedelta(days=60))
    seen = shifts_between(before, ROLE, *window)
    assert [world.on(hours) for hours in (0, 12, 24, 36, 48)] == [
        A,
        B,
        C,
        A,
        B,
    ]

    desk = await world.restart()
    assert desk.roster == before
    assert shifts_between(desk.roster, ROLE, *window) == seen
    assert [each.state for each in desk.swaps] == [SwapState.AGREED, SwapState.ASKED]
    assert [world.on(hours) for hours in (0, 12, 24, 36, 48)] == [
        A,
        B,
        C,
        A,
        B,
    ]
    await desk.decide_swap(asked.id, Decision.WITHDRAW, "b", keeps_roster=False)

    assert [note.action for note in world.notes] == [
        "roster_saved", "roster_overridden", "holidays_saved", "swap_asked", "swap_agreed", "swap_asked",
        "swap_withdrawn",
    ]  # fmt: skip
    await world.desk.override(ROLE, Slot(TUESDAY, "day"), None, "office")
    await world.desk.save(ROLE, None, "office")
    desk = await world.restart()
    assert world.on() is None
    assert ROLE not in desk.roster.roles


async def test_a_gap_in_the_next_24_hours_is_a_fault_until_somebody_takes_the_shift(world: World) -> None:
    await save(world)
    assert world.faults == {}
    await world.desk.override(ROLE, Slot(TUESDAY, "day"), [], "office")
    # It begins in exactly 24 hours.
    assert world.faults == {}
    world.now += HOUR
    world.desk.look()
    assert world.faults == {"duty_room": Fault(FaultCause.ROSTER_GAP, "duty_room")}
    (trouble,) = world.desk.troubles
    assert (trouble.kind, trouble.gap and trouble.gap.start) == (TroubleKind.GAP, NOW + 24 * HOUR)
    await world.desk.override(ROLE, Slot(TUESDAY, "day"), ["c"], "office")
    assert world.faults == {}


async def test_who_leaves_leaves_a_gap_at_once(world: World) -> None:
    await save(world)
    assert world.on(12) == B
    world.staff = {ROLE: frozenset("ac")}
    world.desk.staff_changed()
    assert world.on(12) == frozenset()
    assert [trouble.kind for trouble in world.desk.troubles] == [TroubleKind.GAP, TroubleKind.LEFT]
    assert list(world.faults) == ["duty_room"]
    with pytest.raises(RosterError) as error:
        await save(world)
    refused(error, RosterRefusal.UNKNOWN_PERSON)


async def test_it_looks_again_at_the_next_boundary_and_notices_a_clock_that_jumps(world: World) -> None:
    loop = asyncio.get_running_loop()
    await save(world)
    world.now = NOW + 11.99 * HOUR
    world.desk.look()
    timer = world.desk._timer
    assert timer is not None
    assert timer.when() - loop.time() == pytest.approx(36, abs=1)
    world.now = NOW + HOUR
    world.desk.look()
    assert timer.cancelled()
    timer = world.desk._timer
    assert timer is not None
    assert timer.when() - loop.time() == pytest.approx(300, abs=1)
    # An hour that nobody was awake for: who is on duty is asked with the time of the question.
    world.now = NOW + 13 * HOUR
    assert world.on() == B
    world.now = NOW
    assert world.on() == A


async def test_shows_hear_of_each_change_and_cannot_break_it(world: World) -> None:
    heard: list[frozenset[str] | None] = []
    forget = world.desk.on_change(lambda: heard.append(world.on()))
    await save(world)
    await asyncio.sleep(0)
    assert heard == [A]
    forget()
    await world.desk.override(ROLE, Slot(MONDAY, "day"), ["b"], "office")
    await asyncio.sleep(0)
    assert len(heard) == 1


async def test_what_is_not_on_disk_is_not_in_the_roster(world: World) -> None:
    await save(world)
    swap = await world.desk.ask_swap(ROLE, "a", "b", Slot(TUESDAY, "day"), None)
    before, world.failing = world.desk.roster, True
    changes: list[Callable[[], Coroutine[Any, Any, object]]] = [
        lambda: world.desk.save(ROLE, None, "office"),
        lambda: world.desk.override(ROLE, Slot(MONDAY, "day"), ["b"], "office"),
        lambda: world.desk.ask_swap(ROLE, "b", "a", Slot(TUESDAY, "night"), None),
        lambda: world.desk.decide_swap(swap.id, Decision.AGREE, "b", keeps_roster=False),
        lambda: world.desk.save_holidays([Holiday(MONDAY, "x")], [], "office"),
    ]
    for change in changes:
        with pytest.raises(StoreError):
            await change()
    assert world.desk.roster == before
    assert list(world.desk.swaps) == [swap]


async def test_two_who_decide_a_swap_at_once_decide_it_once(world: World) -> None:
    await save(world)
    swap = await world.desk.ask_swap(ROLE, "a", "b", Slot(TUESDAY, "day"), Slot(date(2026, 11, 26), "night"))
    done = await asyncio.gather(
        world.desk.decide_swap(swap.id, Decision.AGREE, "b", keeps_roster=False),
        world.desk.decide_swap(swap.id, Decision.REFUSE, "office", keeps_roster=True),
        return_exceptions=True,
    )
    assert [isinstance(each, RosterError) for each in done] == [False, True]
    assert world.on(24) == B
    with pytest.raises(RosterError) as error:
        await world.desk.decide_swap("another", Decision.AGREE, "b", keeps_roster=False)
    refused(error, RosterRefusal.SWAP_UNKNOWN)


async def test_a_swap_that_no_longer_fits_is_not_agreed(world: World) -> None:
    await save(world)
    swap = await world.desk.ask_swap(ROLE, "a", "b", Slot(TUESDAY, "day"), Slot(date(2026, 11, 26), "night"))
    await world.desk.override(ROLE, Slot(TUESDAY, "day"), ["c"], "office")
    with pytest.raises(RosterError) as error:
        await world.desk.decide_swap(swap.id, Decision.AGREE, "b", keeps_roster=False)
    refused(error, RosterRefusal.SWAP_NOT_ON_SHIFT)
    assert world.on(24) == C


async def test_what_cannot_be_overridden(world: World) -> None:
    with pytest.raises(RosterError) as error:
        await world.desk.override(ROLE, Slot(MONDAY, "day"), ["a"], "office")
    refused(error, RosterRefusal.NO_ROSTER)
    await save(world)
    for slot, people, code in (
        (Slot(MONDAY, "noon"), ["a"], RosterRefusal.UNKNOWN_SHIFT),
        (Slot(MONDAY, "day"), ["d"], RosterRefusal.UNKNOWN_PERSON),
        (Slot(MONDAY - timedelta(days=2), "day"), ["a"], RosterRefusal.INVALID),
        (Slot(date(2030, 1, 1), "day"), ["a"], RosterRefusal.INVALID),
    ):
        with pytest.raises(RosterError) as error:
            await world.desk.override(ROLE, slot, people, "office")
        refused(error, code)


# Calendars.


def events(*summaries: str) -> list[CalendarItem]:
    """Return events of twelve hours each, one after the other from now on."""
    return [
        CalendarItem(NOW + 12 * number * HOUR, NOW + 12 * (number + 1) * HOUR, summary)
        for number, summary in enumerate(summaries)
    ]


async def from_calendar(world: World, *summaries: str) -> None:
    world.calendars["calendar.duty"] = events(*summaries)
    await save(world, FROM_CALENDAR)
    world.desk.calendars_ready()
    await world.settle()


async def test_a_roster_is_read_from_a_calendar_for_the_next_48_hours(world: World) -> None:
    await from_calendar(world, "李华", "Night: 王静", "李华", "李华、王静")
    assert [world.on(hours) for hours in (0, 12, 24, 36)] == [
        A,
        B,
        A,
        frozenset({"a", "b"}),
    ]
    assert world.asked == [("calendar.duty", NOW - 24 * HOUR, NOW + 48 * HOUR)]
    assert world.faults == {}
    with pytest.raises(RosterError) as error:
        await world.desk.override(ROLE, Slot(MONDAY, ""), ["a"], "office")
    refused(error, RosterRefusal.FROM_CALENDAR)


async def test_a_calendar_that_is_gone_keeps_the_last_known_roster_and_is_a_fault(world: World) -> None:
    await from_calendar(world, *["李华", "王静"] * 2)
    world.calendars.clear()
    await world.desk.read_calendars()
    assert world.on(12) == B
    assert list(world.faults) == ["duty_room:calendar"]

    # Also over a restart, with the calendar still gone.
    await world.restart()
    world.desk.calendars_ready()
    await world.settle()
    assert world.on(12) == B
    assert list(world.faults) == ["duty_room:calendar"]
    # What it said reaches no further: then whoever has the role is on duty, not nobody.
    assert world.on(48) is None

    world.calendars["calendar.duty"] = events("王静", "李华", "王静", "李华")
    await world.desk.read_calendars()
    assert (world.on(), world.faults) == (B, {})


async def test_an_alarm_never_waits_for_a_calendar(world: World) -> None:
    await from_calendar(world, *["李华", "王静"] * 2)
    world.hanging = asyncio.Event()
    world.now += HOUR
    world.desk._wake()
    await asyncio.sleep(0)
    assert len(world.asked) == 2
    assert world.on() == A
    # Nor does a change: it is written while the calendar hangs.
    await save(world)
    assert world.on(12) == B
    world.hanging.set()
    await world.settle()
    # What the calendar said of a roster that is no more counts for nothing.
    assert world.desk.roster.readings == {}


async def test_an_unknown_name_is_a_fault_shown_in_the_roster_and_written_nowhere(world: World) -> None:
    await from_calendar(world, "李华", "赵敏", "李华/Zhao Min", "王静")
    (gap, names) = world.desk.troubles
    assert (names.kind, names.names) == (TroubleKind.NAMES, ("赵敏", "Zhao Min"))
    assert gap.kind is TroubleKind.GAP
    assert world.on(12) == frozenset()
    assert world.faults["duty_room:names"].count == 2
    for word in ("赵敏", "Zhao Min", "李华", "王静"):
        assert word not in world.on_disk()

    names_known = {**NAMES, "赵敏": "c", "Zhao Min": None}
    await save(world, {"calendar": {"entity_id": "calendar.duty", "names": names_known}})
    await world.settle()
    assert (world.on(12), world.faults) == (C, {})


async def test_without_the_key_nothing_is_read_and_everybody_is_on_duty_in_the_end(world: World) -> None:
    await from_calendar(world, *["李华", "王静"] * 2)
    world.vault = Vault()
    await world.restart()
    world.desk.calendars_ready()
    await world.settle()
    assert len(world.asked) == 1
    assert (world.on(12), world.on(48)) == (B, None)


async def test_a_calendar_is_read_every_quarter_of_an_hour(world: World) -> None:
    await from_calendar(world, *["李华"] * 4)
    for minutes, asked in ((5, 1), (14, 1), (15, 2), (20, 2), (30, 3)):
        world.now = NOW + timedelta(minutes=minutes)
        world.desk._wake()
        await world.settle()
        assert len(world.asked) == asked
