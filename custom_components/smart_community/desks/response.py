"""The response desk: opens, merges, acknowledges and resolves incidents, and chases with its one timer."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final
from weakref import WeakValueDictionary

from ..core import incident as life
from ..core.alarm import Alarm
from ..core.community import NOWHERE, Place
from ..core.delivery import Audience, Delivery
from ..core.device import Device, DeviceEvent
from ..core.fault import Fault, FaultCause
from ..core.incident import CallOutcome, Change, Incident, Kind, Resolution, Severity
from ..core.journal import Note
from ..core.plan import ResponsePlan, plan_of
from ..core.ports import (
    Clock,
    EventReceipt,
    IncidentChange,
    JudgeEvent,
    ObserveTest,
    PublishIncident,
    Record,
    ReportFault,
    StoreError,
)
from ..core.response import Instant, moved
from ..core.seen import SeenEvents
from .active import ActiveIncidents, known
from .alarms import Alarms
from .arrivals import Arrival
from .paging import Pager
from .saving import Saver
from .under_way import UnderWay, attempt

_LOGGER = logging.getLogger(__name__)

TICK: Final = 1.0  # seconds

# Makes an incident out of the one that is active under the same key, if any.
type Make = Callable[[Incident | None], Incident | None]


class ResponseDesk:
    """All active incidents. Used on the event loop only."""

    def __init__(  # noqa: PLR0913 - what the runtime hands it
        self,
        *,
        clock: Clock,
        new_id: Callable[[], str],
        saver: Saver,
        pager: Pager,
        note_event: Callable[[DeviceEvent], Device],
        show_event: Callable[[DeviceEvent], None],
        opens_for_anyone: Callable[[], bool],
        observe: ObserveTest,
        judge: JudgeEvent,
        plan_for: Callable[[Kind, Severity], ResponsePlan],
        report_fault: ReportFault,
        publish: PublishIncident,
    ) -> None:
        """`note_event` tells supervision of an event and returns its device; `show_event`: it has been handled.

        `opens_for_anyone`: the register is lost, so that a press of any button must page. `observe`: takes what a
        device under test does.
        """
        self._clock = clock
        self._new_id = new_id
        self._plan_for = plan_for
        self._report_fault = report_fault
        self._publish = publish
        self._saver = saver
        self._pager = pager
        self._incidents = ActiveIncidents(clock)
        self._active = self._incidents.by_id
        self._next_number = 1
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._work = UnderWay()
        self._timer: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        self._alarms = Alarms(
            self,
            note_event=note_event,
            show_event=show_event,
            opens_for_anyone=opens_for_anyone,
            observe=observe,
            judge=judge,
            run=self._work.run,
        )

    def load(self, active: Iterable[Incident], seen: SeenEvents, highest_number: int) -> None:
        """Take over what the store remembers, before the first event arrives."""
        for incident in active:
            self._incidents.remember(incident)
            self._pager.ledgers.follow(incident.id)
        self._alarms.load(seen)
        self._next_number = highest_number + 1

    def number_from(self, highest: int) -> None:
        """Give no number twice that was given when the database knew more than it does now."""
        self._next_number = max(self._next_number, highest + 1)

    def start(self) -> None:
        """Start the timer; what is overdue is done at once."""
        self._on_timer()

    async def stop(self) -> None:
        """Stop the timer, let what is under way end, and try once more to write what waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        await self._work.end()
        self._saver.flush()

    @property
    def active(self) -> dict[str, Incident]:
        """The incidents that are not resolved, by id; not to be changed."""
        return self._active

    def take_event(self, event: DeviceEvent, receipt: EventReceipt) -> None:
        """Handle what a device did; returns at once. The device is told when it is on disk."""
        self._alarms.take_event(event, receipt)

    async def open(
        self,
        kind: Kind,
        *,
        by: str,
        severity: Severity | None = None,
        place: Place = NOWHERE,
        device: str | None = None,
        text: str | None = None,
    ) -> Incident:
        """Open an incident, or page the one again that is active for the same kind and place. May raise StoreError."""
        return await self.take_alarm(Alarm(kind, by, self._clock().utc, place, device, severity, text))

    async def take_alarm(self, alarm: Alarm) -> Incident:
        """Open an incident, or page the one again that is active under the alarm's key. May raise StoreError."""
        change = self._change(alarm.merge_key, self._opening(alarm), by=alarm.by)
        return known(await self._work.whole(change), alarm.merge_key)

    def under(self, key: str) -> Incident | None:
        """Return the active incident under a merge key, or None."""
        return self._incidents.under(key)

    async def acknowledge(self, incident_id: str, by: str) -> Incident:
        """Make `by` the owner, unless somebody is; the one returned tells. Raises IncidentError, StoreError."""
        return await self._step(incident_id, by, life.acknowledged)

    async def take_over(self, incident_id: str, by: str) -> Incident:
        """Make `by` the owner, whoever was. Raises IncidentError, StoreError."""
        return await self._step(incident_id, by, life.taken_over)

    async def en_route(self, incident_id: str, by: str) -> Incident:
        """Note that `by` is on the way. Raises IncidentError, StoreError."""
        return await self._step(incident_id, by, life.en_route)

    async def on_site(self, incident_id: str, by: str) -> Incident:
        """Note that `by` is there. Raises IncidentError, StoreError."""
        return await self._step(incident_id, by, life.on_site)

    async def resolve(self, incident_id: str, by: str, resolution: Resolution, note: str | None = None) -> Incident:
        """End an incident. Raises IncidentError, StoreError."""
        return await self._step(incident_id, by, partial(life.resolved, resolution=resolution, note=note))

    async def note(self, incident_id: str, by: str, text: str) -> Incident:
        """Add a note by staff. Raises IncidentError, StoreError."""
        return await self._step(incident_id, by, partial(life.noted, text=text))

    async def call_back(self, incident_id: str, by: str, outcome: CallOutcome, text: str | None = None) -> Incident:
        """Note that `by` phoned the home, what came of it, and what was said. Raises IncidentError, StoreError."""
        return await self._step(incident_id, by, partial(life.called_back, outcome=outcome, text=text))

    async def cleared(self, incident_id: str, by: str) -> Incident:
        """Note that the cause went away by itself; a person still resolves it. Raises IncidentError, StoreError."""
        return await self._step(incident_id, by, life.cleared)

    async def dispatch(
        self,
        incident_id: str,
        audience: Sequence[Audience],
        by: str,
        *,
        step: int | None = None,
        text: str | None = None,
    ) -> list[Delivery]:
        """Tell more people, each once for the step (the current one unless said), and return the step's deliveries.

        Raises IncidentError, StoreError.
        """
        return await self._work.whole(self._dispatch(incident_id, audience, by, step, text))

    async def _dispatch(
        self, incident_id: str, audience: Sequence[Audience], by: str, step: int | None, text: str | None
    ) -> list[Delivery]:
        async with self._lock_of(self._incidents.known(incident_id)):
            incident = self._incidents.known(incident_id)
            if step is not None and step > plan_of(incident).last:
                raise life.NoSuchStepError(incident_id)
            queued, standing = self._pager.ledgers.dispatched(incident, audience, step, text)
            note = Note(self._clock().utc, by, "incident_dispatched", incident_id, {"to": list(audience)})
            await self._pager.tell_more(incident, queued, note)
            return standing

    async def _look_again(self, incident: Incident) -> None:
        """Tell who can be told by now, though nobody could when it was his turn."""
        async with self._lock_of(incident):
            if (now := self._active.get(incident.id)) is not None:
                await self._pager.tell_more(now, self._pager.ledgers.looks_again(now))

    def _lock_of(self, incident: Incident) -> asyncio.Lock:
        return self._locks.setdefault(incident.merge_key, asyncio.Lock())

    def tick(self, now: Instant) -> None:
        """Do what is due: write what waits for the store, escalate, ask again."""
        steps = (partial(self._move_on, incident, now) for incident in self._active.values())
        attempt(self._saver.flush, partial(self._pager.tick, now), *steps)

    def _move_on(self, incident: Incident, now: Instant) -> None:
        if (lock := self._locks.get(incident.merge_key)) is not None and lock.locked():
            return  # someone is changing it this moment; the next second is soon enough
        if self._due(incident, now) is not None:
            self._work.run(self._advance(incident.id, now))
        elif self._pager.ledgers.looks_again(incident):
            self._work.run(self._look_again(incident))

    def forget_old_events(self, now: Instant) -> None:
        """Drop the keys of events that are too old to come again."""
        self._alarms.forget_before(now)

    # What devices report (`alarms.py`).

    async def settled(self, key: str) -> None:
        """Return once nobody is changing the incident under a merge key."""
        if (lock := self._locks.get(key)) is not None:
            await lock.acquire()
            lock.release()

    async def raised(self, alarm: Alarm, arrival: Arrival) -> None:
        """Open an incident, or page the one again that is active under the alarm's key. May raise StoreError."""
        await self._change(alarm.merge_key, self._opening(alarm), by=alarm.by, arrival=arrival)

    async def changed_by(self, arrival: Arrival, key: str, step: Callable[[Incident], Incident]) -> None:
        """Change the incident under a merge key, if there is one, and write the event. May raise StoreError."""

        def make(active: Incident | None) -> Incident | None:
            return step(active) if active is not None else None

        await self._change(key, make, by=arrival.event.device, arrival=arrival)

    async def only_written(self, arrival: Arrival, *notes: Note) -> None:
        """Write an event that changes no incident. May raise StoreError."""
        await self._save([*arrival.records, *notes], arrival, from_memory=False)

    async def followed(self, key: str, by: str, step: Callable[[Incident], Incident]) -> None:
        """Change the incident under a merge key, if there is one, without an event. May raise StoreError."""
        if self._incidents.under(key) is not None:
            await self._change(key, lambda active: step(active) if active is not None else None, by=by)

    def take_state(self, device: Device) -> None:
        """Handle that a device's alarm began or ended by its state; it is not under test. Returns at once."""
        self._alarms.take_state(device, self._clock().utc)

    def _opening(self, alarm: Alarm) -> Make:
        def make(active: Incident | None) -> Incident:
            if active is not None:
                return alarm.joins(active)
            number, self._next_number = self._next_number, self._next_number + 1
            incident = self._incidents.linked(alarm.opens(self._new_id(), number))
            return replace(incident, plan=self._plan_for(incident.kind, incident.severity))

        return make

    # Changes: one at a time for each incident, many incidents at once.

    async def _step(self, incident_id: str, by: str, step: Callable[..., Incident]) -> Incident:
        incident = self._incidents.known(incident_id)
        at = self._clock().utc

        def make(active: Incident | None) -> Incident:
            if active is None or active.id != incident_id:
                raise life.IncidentResolvedError(incident_id)
            return step(active, at, by=by)

        change = self._change(incident.merge_key, make, by=by, incident_id=incident_id)
        return known(await self._work.whole(change), incident_id)

    async def _change(
        self, key: str, make: Make, *, by: str, arrival: Arrival | None = None, incident_id: str | None = None
    ) -> Incident | None:
        """Return the incident under `key` as `make` leaves it; None if there is none and `make` opens none.

        `incident_id` says which one, should a broken store have left two under one key.
        """
        async with self._locks.setdefault(key, asyncio.Lock()):
            before = self._incidents.under(key, incident_id)
            after = make(before)
            if after is None or after is before:
                if arrival is not None:
                    await self._save(arrival.records, arrival, from_memory=False)
                return before
            written = len(before.timeline) if before else 0
            after, pages = self._pager.ledgers.pages_for(after, written)
            entries = after.timeline[written:]
            records: list[Record] = [
                IncidentChange(before, after),
                *pages,
                *(Note(entry.at, entry.by or by, f"incident_{entry.what}", after.id) for entry in entries),
            ]
            if arrival is not None:
                records.extend(arrival.records)
            late = partial(self._apply_late, before, after, pages)
            saved = await self._save(records, arrival, from_memory=after.acts_from_memory, late=late)
            if not saved:
                self._incidents.not_saved(after.id)
            applied = self._apply(before, after, pages)
        for other in applied.linked if before is None else ():
            self._work.run(self._link(other, applied))
        return applied

    async def _link(self, incident_id: str, opened: Incident) -> None:
        """Let an older incident of the same event know of one that has opened."""
        if (older := self._active.get(incident_id)) is not None:
            await self.followed(older.merge_key, "system", lambda one: life.linked(one, opened.opened_at, opened.id))

    async def _save(
        self,
        records: list[Record],
        arrival: Arrival | None,
        *,
        from_memory: bool,
        late: Callable[[], None] | None = None,
    ) -> bool:
        saved = gave_up = False

        def on_late() -> None:
            if arrival is not None:
                arrival.saved()
            if late is not None and gave_up:
                late()
            elif not saved:
                for incident in self._incidents.saved_late(records):
                    self._publish(Change.SAVED, incident)

        try:
            saved = await self._saver.save(records, from_memory=from_memory, on_late=on_late)
        except StoreError:
            gave_up = True
            raise
        if arrival is not None:
            if saved:
                arrival.saved()
            else:
                arrival.acted_on()
        return saved

    def _apply(self, before: Incident | None, after: Incident, pages: list[Delivery]) -> Incident:
        after = replace(after, unsaved=self._incidents.is_unsaved(after.id))
        entries = after.timeline[len(before.timeline) if before else 0 :]
        self._incidents.remember(after)
        if after.is_active and any(moved(entry.what) for entry in entries):
            self._incidents.moved(after.id)
        self._pager.send(pages)
        self._pager.changed(after, entries)
        for entry in entries:
            self._publish(entry.what, after)
        if after.cause != FaultCause.NOBODY_TOLD and any(entry.what is Change.NOBODY_TOLD for entry in entries):
            self._report_fault(Fault(FaultCause.NOBODY_TOLD, after.kind.value, after.place.building))
        return after

    def _apply_late(self, before: Incident | None, after: Incident, pages: list[Delivery]) -> None:
        """Show a change that its caller was told had failed: the hanging commit succeeded after all."""
        if self._active.get(after.id) is before:
            self._apply(before, after, pages)

    # The timer.

    async def _advance(self, incident_id: str, now: Instant) -> None:
        def make(active: Incident | None) -> Incident | None:
            return self._due(active, now) if active is not None else None

        while (incident := self._active.get(incident_id)) is not None and self._due(incident, now):
            try:
                await self._change(incident.merge_key, make, by="system", incident_id=incident_id)
            except (StoreError, life.IncidentError) as error:
                # It stays due: the next second tries again.
                _LOGGER.debug("Incident %s could not be moved on: %s", incident_id, error)
                return

    def _due(self, incident: Incident, now: Instant) -> Incident | None:
        return self._incidents.due(incident, now, self._pager.reach(incident))

    def _on_timer(self) -> None:
        self._timer = self._loop.call_later(TICK, self._on_timer)
        self.tick(self._clock())
