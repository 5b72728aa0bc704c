"""The roster desk: who is on duty now, the changes that staff make to it, and the calendars that it is read from.

What an alarm asks is answered from memory. A calendar is read beside that, for the next 48 h, and kept in the store:
one that is gone keeps what it said last, and is a fault.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Final, Protocol

from sqlalchemy import Connection

from ..core.fault import Fault, FaultCause
from ..core.journal import Note
from ..core.people import Role
from ..core.ports import ClearFault, Clock, Record, ReportFault, StoreError
from ..core.roster import (
    ROSTERED,
    CalendarSource,
    Duty,
    Holiday,
    Override,
    Period,
    Reading,
    RoleRoster,
    Roster,
    RosterError,
    RosterRefusal,
    Slot,
    kept_by_staff,
    people_named,
    period,
    shifts_between,
)
from ..core.roster_calendar import CalendarItem, CalendarUnreadError, read_duties
from ..core.roster_trouble import Trouble, TroubleKind, troubles
from ..core.swap import Decision, Swap, SwapState, decided, exchanged
from ..store import rosters
from ..store.rosters import StoredRosters
from ..store.vault import Vault

_LOGGER = logging.getLogger(__name__)

# What a calendar says is known so far ahead, and for today's page so far back.
_READ_AHEAD: Final = timedelta(hours=48)
_READ_BACK: Final = timedelta(hours=24)
_READ_EVERY: Final = 900.0  # seconds
# A clock that is set, or a machine that slept, is noticed by then.
_LOOK_EVERY: Final = 300.0  # seconds
# Changes of days before that are history: nobody's page shows them.
REMEMBERED_DAYS: Final = 62
# For what date something can be changed: today, the night that began yesterday, and two years.
_DAYS_BACK: Final = 1
_DAYS_AHEAD: Final = 800
_SHIFT_SEARCHED: Final = timedelta(hours=48)


class RosterStore(Protocol):
    """What the desk needs of the database; each method may raise StoreError."""

    async def read[T](self, query: Callable[[Connection], T]) -> T:
        """Run `query` on a snapshot of what is committed."""

    async def bulk[T](self, work: Callable[[Connection], T], records: Sequence[Record] = ()) -> T:
        """Run `work` in one transaction, with the records."""


class ReadCalendar(Protocol):
    """Read a calendar of Home Assistant."""

    def __call__(self, entity_id: str, start: datetime, end: datetime) -> Awaitable[list[CalendarItem]]:
        """Return the events that touch the time from `start` until `end`. Raises CalendarUnreadError."""


class RosterDesk:
    """All rosters. Used on the event loop only; every change may raise StoreError or RosterError."""

    def __init__(  # noqa: PLR0913 - what the runtime hands it
        self,
        *,
        database: RosterStore,
        vault: Vault,
        clock: Clock,
        new_id: Callable[[], str],
        zone: Callable[[], tzinfo],
        holders: Callable[[], Mapping[Role, frozenset[str]]],
        read_calendar: ReadCalendar,
        run: Callable[[Coroutine[Any, Any, None]], None],
        report: ReportFault,
        clear: ClearFault,
    ) -> None:
        """`holders` returns who has each role now; `run` does work beside everything else."""
        self._database = database
        self._vault = vault
        self._clock = clock
        self._new_id = new_id
        self._zone = zone
        self._holders = holders
        self._read_calendar = read_calendar
        self._run = run
        self._report = report
        self._clear = clear
        self._listeners: list[Callable[[], None]] = []
        self._swaps: dict[str, Swap] = {}
        self.roster = Roster(zone(), holders=holders())
        self.troubles: list[Trouble] = []
        self._periods: dict[Role, tuple[datetime, Period]] = {}
        # Roles whose calendar did not answer the last time, and the words of calendars that mean nobody we know.
        self._unread: set[Role] = set()
        self._unknown: dict[Role, tuple[str, ...]] = {}
        self._read_at: float | None = None
        self._reading = asyncio.Lock()
        # A change is checked against the roster that it changes.
        self._changing = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._stopped = False

    @property
    def swaps(self) -> Collection[Swap]:
        """The swaps of the last weeks and to come, in the order in which they were asked for."""
        return self._swaps.values()

    def on_duty(self, role: Role, at: datetime) -> frozenset[str] | None:
        """Return who of a role is on duty; None: no roster says, so whoever has the role. Empty: a gap."""
        known = self._periods.get(role)
        if known is None or not known[0] <= at < known[1].end:
            known = self._periods[role] = (at, period(self.roster, role, at))
        return known[1].people

    def next_shift(self, role: Role, at: datetime) -> Duty | None:
        """Return the next shift of a role that begins within two days, or None."""
        duties = shifts_between(self.roster, role, at, at + _SHIFT_SEARCHED)
        return next((duty for duty in duties if duty.start > at), None)

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` when there is something else to show; return what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # Its life.

    async def load(self) -> None:
        """Take over what the store remembers. Raises StoreError."""
        since = self._today() - timedelta(days=REMEMBERED_DAYS)
        stored: StoredRosters = await self._database.read(lambda c: rosters.load(c, self._vault, since))
        self._swaps = stored.swaps
        for role in stored.unreadable:
            _LOGGER.error("The roster of %s cannot be read: whoever has the role is on duty", role)
        self._take(roles=stored.roles, overrides=stored.overrides, holidays=stored.holidays, readings=stored.readings)

    def calendars_ready(self) -> None:
        """Begin to read calendars: Home Assistant has started, so one that does not answer is a fault."""
        self._read_soon()

    def stop(self) -> None:
        """Look and read no more."""
        self._stopped = True
        if self._timer is not None:
            self._timer.cancel()

    def look(self) -> None:
        """Look anew: at the start, when somebody has joined or left, when a shift has begun or ended, or in between."""
        if not self._stopped:
            self._take()
            self._look()
            self._publish()

    def staff_changed(self) -> None:
        """Look anew if somebody has won or lost a role."""
        if self._holders() != self.roster.holders:
            self.look()

    # What staff change.

    async def save(self, role: Role, of_role: RoleRoster | None, by: str) -> None:
        """Write a role's roster; None: whoever has the role is on duty from now on."""
        if of_role is not None:
            self._check_people(role, people_named(of_role))
        async with self._changing:
            details = {} if of_role is None else _said_of(of_role)
            note = self._note(by, "roster_removed" if of_role is None else "roster_saved", role.value, details)
            await self._database.bulk(lambda c: rosters.save_role(c, self._vault, role, of_role), [note])
            roles = {each: known for each, known in self.roster.roles.items() if each is not role}
            if of_role is not None:
                roles[role] = of_role
            self._unread.discard(role)
            self._unknown.pop(role, None)
            readings = self.roster.readings
            if of_role is None or of_role.calendar is None:
                readings = {each: reading for each, reading in readings.items() if each is not role}
            self._changed(roles=roles, readings=readings)
        if self._read_at is not None:
            self._read_soon()

    async def override(self, role: Role, slot: Slot, people: Sequence[str] | None, by: str) -> None:
        """Write who has a shift on a date; None: the rotation says it again."""
        of_role = kept_by_staff(self.roster, role)
        if slot.shift not in of_role.shifts:
            raise RosterError(RosterRefusal.UNKNOWN_SHIFT, slot.shift)
        self._check_day(slot.day)
        self._check_people(role, people or ())
        details: dict[str, Any] = {"day": slot.day.isoformat(), "shift": slot.shift}
        async with self._changing:
            if people is None:
                note = self._note(by, "roster_override_removed", role.value, details)
                await self._database.bulk(lambda c: rosters.remove_override(c, role, slot), [note])
                kept = self.roster.overrides.items()
                self._changed(overrides={key: known for key, known in kept if key != (role, slot)})
                return
            override = Override(role, slot, tuple(people))
            note = self._note(by, "roster_overridden", role.value, {**details, "people": list(people)})
            await self._database.bulk(lambda c: rosters.save_overrides(c, [override]), [note])
            self._changed(overrides={**self.roster.overrides, (role, slot): override})

    async def ask_swap(self, role: Role, asked_by: str, other: str, gives: Slot, takes: Slot | None) -> Swap:
        """Ask somebody to take a shift, or to exchange one; return the swap that waits for his word."""
        async with self._changing:
            now = self._clock().utc
            swap = Swap(self._new_id(), role, asked_by, other, gives, takes, now)
            exchanged(self.roster, swap, now)
            note = self._note(asked_by, "swap_asked", swap.id, _slots_of(swap))
            await self._database.bulk(lambda c: rosters.save_swap(c, swap), [note])
            self._swaps[swap.id] = swap
        self._publish()
        return swap

    async def decide_swap(self, swap_id: str, decision: Decision, by: str, *, keeps_roster: bool) -> Swap:
        """Agree to a swap, refuse or withdraw it. What is agreed is in the roster when this returns."""
        async with self._changing:
            if (swap := self._swaps.get(swap_id)) is None:
                raise RosterError(RosterRefusal.SWAP_UNKNOWN, swap_id)
            now = self._clock().utc
            after = decided(swap, decision, by, now, keeps_roster=keeps_roster)
            changes = exchanged(self.roster, swap, now) if after.state is SwapState.AGREED else []

            def write(connection: Connection) -> None:
                rosters.save_swap(connection, after)
                if changes:
                    rosters.save_overrides(connection, changes)

            note = self._note(by, f"swap_{after.state.value}", swap_id, _slots_of(swap))
            await self._database.bulk(write, [note])
            self._swaps[swap_id] = after
            overrides = {(change.role, change.slot): change for change in changes}
            self._changed(overrides={**self.roster.overrides, **overrides})
        return after

    async def save_holidays(self, changed: Sequence[Holiday], removed: Sequence[date], by: str) -> None:
        """Write holidays, and remove others."""
        async with self._changing:
            days = {"saved": [holiday.day.isoformat() for holiday in changed]}
            days["removed"] = [day.isoformat() for day in removed]
            note = self._note(by, "holidays_saved", "", days)
            await self._database.bulk(lambda c: rosters.save_holidays(c, changed, removed), [note])
            kept = {day: holiday for day, holiday in self.roster.holidays.items() if day not in set(removed)}
            self._changed(holidays={**kept, **{holiday.day: holiday for holiday in changed}})

    # Calendars.

    async def read_calendars(self) -> None:
        """Read the calendar of each role that has one. One that does not answer keeps what it said last."""
        # Without the key the words that mean people are not known, and everybody's shift would look empty.
        if not self._vault.is_open:
            return
        async with self._reading:
            for role, of_role in list(self.roster.roles.items()):
                if of_role.calendar is not None:
                    await self._read_one(role, of_role, of_role.calendar)
        self.look()

    async def _read_one(self, role: Role, of_role: RoleRoster, source: CalendarSource) -> None:
        now = self._clock().utc
        start, end = now - _READ_BACK, now + _READ_AHEAD
        try:
            items = await self._read_calendar(source.entity_id, start, end)
        except CalendarUnreadError as error:
            _LOGGER.debug("A calendar could not be read: %s", error)
            items = None
        if self.roster.roles.get(role) is not of_role:
            # Meanwhile staff have said otherwise.
            return
        if items is None:
            self._unread.add(role)
            return
        duties, unknown = read_duties(items, role, source, self.roster.zone)
        reading = Reading(source.entity_id, now, start, end, duties)
        self._unread.discard(role)
        self._unknown[role] = unknown
        self._take(readings={**self.roster.readings, role: reading})
        try:
            await self._database.bulk(lambda c: rosters.save_reading(c, role, reading))
        except StoreError as error:
            _LOGGER.debug("What a calendar said stays in memory: %s", error)

    # What it holds.

    def _take(self, **changes: Any) -> None:
        """Hold the roster with these changes, as of now."""
        self.roster = replace(self.roster, zone=self._zone(), holders=self._holders(), **changes)
        self._periods.clear()

    def _changed(self, **changes: Any) -> None:
        self._take(**changes)
        self._look()
        self._publish()

    def _look(self) -> None:
        """Say what is wrong, and look again when something changes by itself."""
        if self._stopped:
            return
        now = self._clock()
        self.troubles = troubles(self.roster, self._unread, self._unknown, now.utc)
        faults = {trouble.subject: trouble for trouble in self.troubles if trouble.kind is not TroubleKind.LEFT}
        for role in ROSTERED:
            for kind in (TroubleKind.GAP, TroubleKind.CALENDAR, TroubleKind.NAMES):
                subject = Trouble(role, kind).subject
                if (trouble := faults.get(subject)) is not None:
                    self._report(Fault(FaultCause.ROSTER_GAP, subject, count=trouble.count))
                else:
                    self._clear(FaultCause.ROSTER_GAP, subject)
        if self._timer is not None:
            self._timer.cancel()
        edge = min(period(self.roster, role, now.utc).end for role in ROSTERED)
        delay = min(max((edge - now.utc).total_seconds(), 0.1), _LOOK_EVERY)
        self._timer = asyncio.get_running_loop().call_later(delay, self._wake)

    def _publish(self) -> None:
        # Soon, not now: whoever shows it must not be able to break a change, or the next look.
        for listener in self._listeners:
            asyncio.get_running_loop().call_soon(listener)

    def _wake(self) -> None:
        if self._read_at is not None and self._clock().monotonic - self._read_at >= _READ_EVERY:
            self._read_soon()
        self.look()

    def _read_soon(self) -> None:
        self._read_at = self._clock().monotonic
        self._run(self.read_calendars())

    def _check_people(self, role: Role, people: Collection[str]) -> None:
        for person in people:
            if person not in self._holders().get(role, frozenset()):
                raise RosterError(RosterRefusal.UNKNOWN_PERSON, person)

    def _check_day(self, day: date) -> None:
        if not -_DAYS_BACK <= (day - self._today()).days <= _DAYS_AHEAD:
            raise RosterError(RosterRefusal.INVALID, "day")

    def _today(self) -> date:
        return self._clock().utc.astimezone(self._zone()).date()

    def _note(self, by: str, action: str, subject: str, details: dict[str, Any]) -> Note:
        return Note(self._clock().utc, by, action, subject, details)


def _said_of(of_role: RoleRoster) -> dict[str, Any]:
    source = "staff" if of_role.calendar is None else of_role.calendar.entity_id
    people = sorted(people_named(of_role))
    return {"source": source, "shifts": len(of_role.shifts), "weeks": len(of_role.weeks), "people": people}


def _slots_of(swap: Swap) -> dict[str, Any]:
    wire = swap.as_dict()
    return {key: wire[key] for key in ("role", "asked_by", "other", "gives", "takes")}
