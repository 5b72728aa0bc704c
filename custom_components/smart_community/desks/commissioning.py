"""The commissioning desk: keeps the records, watches what cars show while one is filled in, and drives the tests.

A record is in force only once it was written to the disk or read from it: what could not be written holds no door.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Protocol

from sqlalchemy import Connection

from ..core import commissioning as steps
from ..core import hold_test
from ..core.commissioning import Check, Commissioning, CommissioningError, Item, Result, VoidReason
from ..core.elevator import LONGEST_HOLD, CarReported, CarState, Elevator, ElevatorFact, KeyReleased
from ..core.hold_test import Act, HoldTest
from ..core.journal import Note
from ..core.ports import Clock, CommandError, Record
from ..store import commissionings
from ..store.vault import Vault

# How often a test looks at the car, in seconds.
_LOOK_EVERY: Final = 0.1
# So long after a hold went as it should anything may still be heard that had taken it, in seconds.
_SETTLES: Final = 1.0
MOST_LISTED: Final = 200


class CommissioningStore(Protocol):
    """What the desk needs of the database; each method may raise StoreError."""

    async def read[T](self, query: Callable[[Connection], T]) -> T:
        """Run `query` on a snapshot of what is committed."""

    async def bulk[T](self, work: Callable[[Connection], T], records: Sequence[Record] = ()) -> T:
        """Run `work` in one transaction, with the records."""


class AskForDoor(Protocol):
    """Ask for a door, so that nothing of ours lets it go in time."""

    def __call__(self, elevator_id: str, for_s: float) -> Coroutine[Any, Any, None]:
        """Return once the elevator has taken it. Raises CommandError."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an elevator stands: the record that holds now, the draft, and when the car last showed each item."""

    in_force: Commissioning | None
    draft: Commissioning | None
    seen: Mapping[Item, datetime]


class CommissioningDesk:
    """The records of all elevators. Used on the event loop only; what writes may raise StoreError."""

    def __init__(  # noqa: PLR0913 - what the runtime hands it
        self,
        *,
        database: CommissioningStore,
        vault: Vault,
        clock: Clock,
        today: Callable[[], date],
        new_id: Callable[[], str],
        find_elevator: Callable[[str], Elevator | None],
        car_of: Callable[[str], CarState | None],
        online: Callable[[str], bool],
        ask: AskForDoor,
        release: Callable[[str], Awaitable[None]],
        releases: Callable[[str], int],
        wait: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """`today`: the day on the community's calendar; `online`: whether what a car said still holds.

        `releases`: how often anything on our side has let a door go, so that a test sees it was not by itself.
        """
        self._database = database
        self._vault = vault
        self._clock = clock
        self._today = today
        self._new_id = new_id
        self._find = find_elevator
        self._car_of = car_of
        self._online = online
        self._ask = ask
        self._release = release
        self._releases = releases
        self._wait = wait
        self._in_force: dict[str, Commissioning] = {}
        self._drafts: dict[str, Commissioning] = {}
        self._seen: dict[str, dict[Item, datetime]] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        # The tests that run now, by elevator; True: the elevator's own key was used meanwhile.
        self._driving: dict[str, bool] = {}

    async def load(self) -> None:
        """Read what holds and what is being filled in."""
        for record in await self._database.read(lambda connection: commissionings.standing(connection, self._vault)):
            known = self._in_force if record.finished_at is not None else self._drafts
            known[record.elevator] = record

    def of(self, elevator_id: str) -> Commissioning | None:
        """Return the record that holds for an elevator now, None if there is none for the points that it has."""
        record, elevator = self._in_force.get(elevator_id), self._find(elevator_id)
        return record if elevator is not None and steps.holds_for(record, elevator) else None

    def standing(self, elevator_id: str) -> Standing:
        """Return how an elevator stands."""
        return Standing(self.of(elevator_id), self._drafts.get(elevator_id), self._seen.get(elevator_id, {}))

    def drives(self, elevator_id: str) -> bool:
        """Return whether a test drives an elevator's hold now: nobody else may ask for its door then."""
        return elevator_id in self._driving

    async def listed(self, elevator_id: str | None) -> list[Commissioning]:
        """Return the records of an elevator, or of all, newest first."""
        return await self._database.read(
            lambda connection: commissionings.of_elevator(connection, self._vault, elevator_id, MOST_LISTED)
        )

    async def find(self, commissioning_id: str) -> Commissioning:
        """Return a record. Raises CommissioningError: commissioning_unknown."""
        found = await self._database.read(
            lambda connection: commissionings.find(connection, self._vault, commissioning_id)
        )
        if found is None:
            raise CommissioningError("commissioning_unknown")
        return found

    def take_fact(self, fact: ElevatorFact) -> None:
        """Note what a car shows while its record is filled in."""
        if isinstance(fact, KeyReleased) and fact.elevator in self._driving:
            self._driving[fact.elevator] = True
        if fact.elevator not in self._drafts:
            return
        seen = self._seen.setdefault(fact.elevator, {})
        match fact:
            case CarReported():
                seen |= dict.fromkeys(steps.shown_by(fact.car), self._clock().utc)
            case KeyReleased():
                seen[Item.KEY] = self._clock().utc

    async def points_changed(self) -> None:
        """Void what was tried with other points than the elevators have now; one that is gone keeps its record."""
        for record in (*self._in_force.values(), *self._drafts.values()):
            elevator = self._find(record.elevator)
            if elevator is not None and record.points != steps.fingerprint_of(elevator):
                await self._void(record, VoidReason.POINTS_CHANGED)

    async def start(self, elevator_id: str, *, firm: str, licence: str, day: date, by: str) -> Commissioning:
        """Begin a draft, or correct firm, licence and date of the one there is. Raises CommissioningError."""
        elevator = self._elevator(elevator_id)
        async with self._lock(elevator_id):
            draft, now = self._drafts.get(elevator_id), self._clock().utc
            if draft is not None and draft.points == steps.fingerprint_of(elevator):
                draft = steps.corrected(draft, firm, licence, day, self._today())
                action = "commissioning_corrected"
            else:
                if draft is not None:
                    await self._void(draft, VoidReason.POINTS_CHANGED)
                draft = steps.begun(
                    self._new_id(), elevator, firm=firm, licence=licence, day=day, at=now, today=self._today(), by=by
                )
                self._seen.pop(elevator_id, None)
                action = "commissioning_started"
            return await self._save(draft, by, action)

    async def tell(self, elevator_id: str, item: Item, result: Result, note: str, by: str) -> Commissioning:
        """Record what a person says of an item. Raises CommissioningError."""
        elevator = self._elevator(elevator_id)
        async with self._lock(elevator_id):
            draft = steps.told(
                self._draft(elevator_id),
                elevator,
                self._car_of(elevator_id),
                item,
                result,
                at=self._clock().utc,
                by=by,
                note=note,
                seen_at=self._seen.get(elevator_id, {}).get(item),
            )
            return await self._save(draft, by, "commissioning_recorded", draft.check_of(item))

    async def drive(self, elevator_id: str, item: Item, note: str, by: str) -> Commissioning:
        """Ask for the door, watch, and record what was seen; at the latest after 30 s. Raises CommissioningError.

        Whatever comes of it, the door is let go at the end, unless letting go by itself was the test and it did.
        """
        elevator = self._elevator(elevator_id)
        if item not in steps.DRIVEN:
            raise CommissioningError("result_missing")
        lock = self._lock(elevator_id)
        if lock.locked():
            raise CommissioningError("test_running")
        async with lock:
            test = await self._tried(elevator, item, by)
            draft = steps.driven(
                self._draft(elevator_id),
                item,
                passed=test.ended is Act.PASSED,
                at=self._clock().utc,
                by=by,
                note=note,
                seconds=test.seconds,
            )
            return await self._save(draft, by, "commissioning_recorded", draft.check_of(item))

    async def finish(self, elevator_id: str, by: str) -> Commissioning:
        """Put the draft in force. Raises CommissioningError."""
        elevator = self._elevator(elevator_id)
        async with self._lock(elevator_id):
            now = self._clock().utc
            record = steps.finished(self._draft(elevator_id), elevator, now, by)
            before = self._in_force.get(elevator_id)
            replaced = [steps.voided(before, now, VoidReason.REPLACED)] if before is not None else []

            def write(connection: Connection) -> None:
                for one in (*replaced, record):
                    commissionings.save(connection, self._vault, one)

            notes = [Note(now, by, "commissioning_void", one.id, {"reason": "replaced"}) for one in replaced]
            await self._database.bulk(
                write, [*notes, Note(now, by, "commissioning_finished", record.id, {"elevator": elevator_id})]
            )
            self._in_force[elevator_id] = record
            self._forget_draft(elevator_id)
            return record

    async def _tried(self, elevator: Elevator, item: Item, by: str) -> HoldTest:
        """Return what came of a test of an item. Raises CommissioningError, StoreError: nothing was asked for then."""
        elevator_id = elevator.id
        self._driving[elevator_id] = False
        try:
            steps.may_drive(self._draft(elevator_id), elevator, self._car_now(elevator_id))
            await self._database.bulk(
                _nothing, [Note(self._clock().utc, by, "commissioning_tested", elevator_id, {"item": item.value})]
            )
            # The car may have left while the disk was written.
            steps.may_drive(self._draft(elevator_id), elevator, self._car_now(elevator_id))
            return await self._driven(elevator_id, item)
        finally:
            del self._driving[elevator_id]

    async def _driven(self, elevator_id: str, item: Item) -> HoldTest:
        """Return what came of a test of an item, as it went."""
        test, ours = hold_test.begun(item, self._clock().monotonic), self._releases(elevator_id)
        asked = [self._asked(elevator_id)]
        try:
            while not test.over:
                test, act = hold_test.moved_on(test, self._clock().monotonic, self._car_now(elevator_id))
                if self._is_disturbed(elevator_id, ours) or not all(_went_well(one) for one in asked):
                    test = hold_test.disturbed(test)
                elif act is Act.ASK:
                    asked.append(self._asked(elevator_id))
                elif act is Act.RELEASE:
                    ours += 1
                    await self._let_go(elevator_id)
                elif not test.over:
                    await self._wait(_LOOK_EVERY)
            if test.ended is Act.PASSED:
                await asyncio.wait(asked)
                # What took the hold may be heard of only after that it is gone.
                await self._wait(_SETTLES)
                if self._is_disturbed(elevator_id, ours) or not all(_went_well(one) for one in asked):
                    test = hold_test.disturbed(test)
            return test
        finally:
            for one in asked:
                one.cancel()
            if not (item is Item.LET_GO_CUT_OFF and test.ended is Act.PASSED):
                await self._let_go(elevator_id)
                await self._freed(elevator_id)

    async def _freed(self, elevator_id: str) -> None:
        """Wait a moment until the door is free: that it is held for that long is no stranger's doing."""
        until = self._clock().monotonic + hold_test.GONE_WITHIN
        while (car := self._car_now(elevator_id)) is not None and car.hold and self._clock().monotonic < until:
            await self._wait(_LOOK_EVERY)

    def _car_now(self, elevator_id: str) -> CarState | None:
        return self._car_of(elevator_id) if self._online(elevator_id) else None

    def _is_disturbed(self, elevator_id: str, ours: int) -> bool:
        """Return whether anything but the test let go: the guard, staff, a rule, the key."""
        return self._driving[elevator_id] or self._releases(elevator_id) != ours

    def _asked(self, elevator_id: str) -> asyncio.Task[None]:
        """Ask for the door; the car is looked at while the answer is waited for."""
        work = self._ask(elevator_id, LONGEST_HOLD)
        return asyncio.Task(work, loop=asyncio.get_running_loop(), eager_start=True)

    async def _let_go(self, elevator_id: str) -> None:
        try:
            await self._release(elevator_id)
        except CommandError:
            # Then it must let go by itself, which the test watches.
            return

    def _elevator(self, elevator_id: str) -> Elevator:
        elevator = self._find(elevator_id)
        if elevator is None:
            raise CommissioningError("elevator_unknown", elevator=elevator_id)
        return elevator

    def _draft(self, elevator_id: str) -> Commissioning:
        draft = self._drafts.get(elevator_id)
        if draft is None:
            raise CommissioningError("draft_missing")
        return draft

    def _lock(self, elevator_id: str) -> asyncio.Lock:
        return self._locks.setdefault(elevator_id, asyncio.Lock())

    def _forget_draft(self, elevator_id: str) -> None:
        self._drafts.pop(elevator_id, None)
        self._seen.pop(elevator_id, None)

    async def _save(self, draft: Commissioning, by: str, action: str, check: Check | None = None) -> Commissioning:
        """Write a draft, and what was just tried, before anybody is shown it."""
        details: dict[str, Any] = {"elevator": draft.elevator}
        if check is not None:
            details |= {"item": check.item.value, "result": check.result.value}
        note = Note(self._clock().utc, by, action, draft.id, details)
        checks = [check] if check is not None else []
        await self._database.bulk(
            lambda connection: commissionings.save(connection, self._vault, draft, checks=checks), [note]
        )
        self._drafts[draft.elevator] = draft
        return draft

    async def _void(self, record: Commissioning, reason: VoidReason) -> None:
        now = self._clock().utc
        void = steps.voided(record, now, reason)
        note = Note(
            now, "system", "commissioning_void", record.id, {"elevator": record.elevator, "reason": reason.value}
        )
        await self._database.bulk(lambda connection: commissionings.save(connection, self._vault, void), [note])
        if self._in_force.get(record.elevator) is record:
            del self._in_force[record.elevator]
        if self._drafts.get(record.elevator) is record:
            self._forget_draft(record.elevator)


def _went_well(asked: asyncio.Task[None]) -> bool:
    """Return whether a call for the door was answered well, or not yet. Raises what is no CommandError."""
    try:
        return not asked.done() or asked.result() is None
    except CommandError:
        return False


def _nothing(_connection: Connection) -> None:
    """Do nothing: only the note is written."""
