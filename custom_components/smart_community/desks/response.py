"""The response desk: opens, merges, acknowledges and resolves incidents, and chases with its one timer."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Final
from weakref import WeakValueDictionary

from ..core import incident as life
from ..core.community import NOWHERE, Place
from ..core.delivery import Audience, Delivery
from ..core.device import Device, DeviceEvent, DeviceKind, EventKey, HelpButtonEvent
from ..core.incident import ACTS_FROM_MEMORY, OPENED_BY, Change, Incident, Kind, Resolution, Severity
from ..core.journal import Note
from ..core.ports import Clock, EventReceipt, IncidentChange, PublishIncident, Record, StoreError
from ..core.response import Instant, moved
from ..core.seen import REMEMBERED_FOR, SeenEvents
from .active import ActiveIncidents, known
from .arrivals import Arrival
from .paging import Pager
from .saving import Saver

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
        publish: PublishIncident,
    ) -> None:
        """`note_event` tells supervision of an event and returns its device; `show_event`: it has been handled.

        `opens_for_anyone`: the register is lost, so that a press of any button must page.
        """
        self._clock = clock
        self._new_id = new_id
        self._note_event = note_event
        self._show_event = show_event
        self._opens_for_anyone = opens_for_anyone
        self._publish = publish
        self._saver = saver
        self._pager = pager
        self._incidents = ActiveIncidents(clock)
        self._active = self._incidents.by_id
        self._next_number = 1
        self._seen = SeenEvents()
        self._arriving: dict[EventKey, Arrival] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()

    def load(self, active: Iterable[Incident], seen: SeenEvents, highest_number: int) -> None:
        """Take over what the store remembers, before the first event arrives."""
        for incident in active:
            self._incidents.remember(incident)
        self._seen = seen
        self._next_number = highest_number + 1

    def start(self) -> None:
        """Start the timer; what is overdue is done at once."""
        self._on_timer()

    async def stop(self) -> None:
        """Stop the timer, let what is under way end, and try once more to write what waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        self._saver.flush()

    @property
    def active(self) -> dict[str, Incident]:
        """The incidents that are not resolved, by id; not to be changed."""
        return self._active

    def take_event(self, event: DeviceEvent, receipt: EventReceipt) -> None:
        """Handle what a device did; returns at once. The device is told when it is on disk."""
        if event.key in self._seen:
            receipt.confirm()
            receipt.release()
            return
        arrival = self._arriving.get(event.key)
        if arrival is not None:
            arrival.came_again(receipt)
            return
        self._arriving[event.key] = arrival = Arrival(event, receipt)
        self._run(self._handle(arrival))

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
        at = self._clock().utc
        make = self._opening(kind, by, severity=severity, place=place, device=device, text=text, at=at)
        key = life.merge_key(kind, place, device)
        return known(await self._whole(self._change(key, make, by=by)), key)

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
        return await self._whole(self._dispatch(incident_id, audience, by, step, text))

    async def _dispatch(
        self, incident_id: str, audience: Sequence[Audience], by: str, step: int | None, text: str | None
    ) -> list[Delivery]:
        incident = self._incidents.known(incident_id)
        lock = self._locks.setdefault(incident.merge_key, asyncio.Lock())
        async with lock:
            incident = self._incidents.known(incident_id)
            queued, standing = self._pager.dispatched(incident, audience, step, text)
            if queued:
                note = Note(self._clock().utc, by, "incident_dispatched", incident_id, {"to": list(audience)})
                from_memory = incident.kind in ACTS_FROM_MEMORY
                await self._saver.save([*queued, note], from_memory=from_memory, on_late=_shown_already)
                self._pager.send(queued)
            return standing

    def tick(self, now: Instant) -> None:
        """Do what is due: write what waits for the store, escalate, ask again."""
        self._saver.flush()
        self._pager.tick(now)
        for incident in list(self._active.values()):
            lock = self._locks.get(incident.merge_key)
            # Someone is changing it this moment; the next second is soon enough.
            if (lock is None or not lock.locked()) and self._incidents.due(incident, now) is not None:
                self._run(self._advance(incident.id, now))

    def forget_old_events(self, now: Instant) -> None:
        """Drop the keys of events that are too old to come again."""
        self._seen.forget_before(now.utc - REMEMBERED_FOR)

    # Events of devices.

    async def _handle(self, arrival: Arrival) -> None:
        try:
            await self._act_on(arrival)
        except StoreError as error:
            _LOGGER.debug("An event of %s is not on disk: %s", arrival.event.device, error)
        finally:
            if not arrival.handled:
                # Nothing was done: the device asks again, and the failure is reported on its own.
                self._arriving.pop(arrival.event.key, None)
                arrival.release()
        if arrival.handled:
            self._show_event(arrival.event)

    async def _act_on(self, arrival: Arrival) -> None:
        event = arrival.event
        device = self._note_event(event)
        if (kind := self._kind_opened_by(event, device)) is not None:
            make = self._opening(
                kind, device.id, place=device.place, device=device.id, text=event.type, at=event.received_at
            )
            await self._change(life.merge_key(kind, device.place, device.id), make, by=device.id, arrival=arrival)
        elif event.type == HelpButtonEvent.CANCELLED and (incident := await self._alarm_of(device)):
            await self._change(
                incident.merge_key,
                lambda now: life.cancelled(now, event.received_at, device.id) if now else None,
                by=device.id,
                arrival=arrival,
            )
        else:
            await self._save([event], arrival, from_memory=False)

    def _kind_opened_by(self, event: DeviceEvent, device: Device) -> Kind | None:
        # Without a register nobody knows whose button this is, and a press pages without a name.
        if device.kind in {DeviceKind.HELP_BUTTON, None} and (device.assigned or self._opens_for_anyone()):
            return OPENED_BY.get(event.type)
        return None

    async def _alarm_of(self, device: Device) -> Incident | None:
        """Return what a device cancels; its press may have come just before, and not be on disk yet."""
        for kind in set(OPENED_BY.values()):
            if (lock := self._locks.get(life.merge_key(kind, device.place, device.id))) is not None:
                await lock.acquire()
                lock.release()
        return life.latest_alarm(device, self._active.values())

    def _opening(
        self,
        kind: Kind,
        by: str,
        *,
        severity: Severity | None = None,
        place: Place,
        device: str | None,
        text: str | None,
        at: datetime,
    ) -> Make:
        def make(active: Incident | None) -> Incident:
            if active is not None:
                return life.again(active, at, by, text)
            number, self._next_number = self._next_number, self._next_number + 1
            return life.opened(
                self._new_id(), number, kind, at, severity=severity, place=place, device=device, by=by, text=text
            )

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
        return known(await self._whole(change), incident_id)

    async def _whole[T](self, change: Coroutine[Any, Any, T]) -> T:
        """Return what `change` returns; a caller cancelled meanwhile (an automation restarts) leaves no half of it."""
        return await asyncio.shield(self._run(change))

    async def _change(
        self, key: str, make: Make, *, by: str, arrival: Arrival | None = None, incident_id: str | None = None
    ) -> Incident | None:
        """Return the incident under `key` as `make` leaves it; None if there is none and `make` opens none.

        `incident_id` says which one, should a broken store have left two under one key.
        """
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            before = self._incidents.under(key, incident_id)
            after = make(before)
            if after is None or after is before:
                if arrival is not None:
                    await self._save([arrival.event], arrival, from_memory=False)
                return before
            entries = after.timeline[len(before.timeline) if before else 0 :]
            pages = self._pager.pages_for(after, entries)
            records: list[Record] = [
                IncidentChange(before, after),
                *pages,
                *(Note(entry.at, by, f"incident_{entry.what}", after.id) for entry in entries),
            ]
            if arrival is not None:
                records.append(arrival.event)
            late = partial(self._apply_late, before, after, pages)
            saved = await self._save(records, arrival, from_memory=after.kind in ACTS_FROM_MEMORY, late=late)
            if not saved:
                self._incidents.not_saved(after.id)
            return self._apply(before, after, pages)

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
                self._confirm(arrival)
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
                self._confirm(arrival)
            else:
                arrival.handled = True
                arrival.release()
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
        return after

    def _apply_late(self, before: Incident | None, after: Incident, pages: list[Delivery]) -> None:
        """Show a change that its caller was told had failed: the hanging commit succeeded after all."""
        if self._active.get(after.id) is before:
            self._apply(before, after, pages)

    def _confirm(self, arrival: Arrival) -> None:
        self._seen.add(arrival.event.key, arrival.event.received_at)
        self._arriving.pop(arrival.event.key, None)
        arrival.handled = True
        arrival.receipt.confirm()
        arrival.release()

    # The timer.

    async def _advance(self, incident_id: str, now: Instant) -> None:
        def make(active: Incident | None) -> Incident | None:
            return self._incidents.due(active, now) if active is not None else None

        while (incident := self._active.get(incident_id)) is not None and self._incidents.due(incident, now):
            try:
                await self._change(incident.merge_key, make, by="system", incident_id=incident_id)
            except (StoreError, life.IncidentError) as error:
                # It stays due: the next second tries again.
                _LOGGER.debug("Incident %s could not be moved on: %s", incident_id, error)
                return

    def _on_timer(self) -> None:
        self._timer = self._loop.call_later(TICK, self._on_timer)
        self.tick(self._clock())

    def _run[T](self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        # Eager: up to the first wait it runs now, and most never become more than one turn of the loop.
        task = asyncio.Task(work, loop=self._loop, eager_start=True)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        # What a request may run into is its caller's to tell.
        if error is not None and not isinstance(error, StoreError | life.IncidentError):
            _LOGGER.error("The response desk failed at a step", exc_info=error)


def _shown_already() -> None:
    """Do nothing: who was told is shown already."""
