"""What devices report: each event once, turned into what the response desk does. Kept by the response desk alone."""

import logging
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, Protocol

from ..core import incident as life
from ..core.alarm import Alarm, alarm_by_event, alarm_by_state, over, over_key
from ..core.device import Device, DeviceEvent, EventKey, HelpButtonEvent, SensorEvent
from ..core.incident import OPENED_BY, Incident
from ..core.journal import Note
from ..core.ports import EventReceipt, Judged, JudgeEvent, ObserveTest, StoreError
from ..core.response import Instant
from ..core.seen import REMEMBERED_FOR, SeenEvents
from .arrivals import Arrival

_LOGGER = logging.getLogger(__name__)


class Incidents(Protocol):
    """What the response desk does for an event. Each writes the event with what it changes; may raise StoreError."""

    @property
    def active(self) -> dict[str, Incident]:
        """The incidents that are not resolved, by id; not to be changed."""

    async def settled(self, key: str) -> None:
        """Return once nobody is changing the incident under a merge key."""

    async def raised(self, alarm: Alarm, arrival: Arrival) -> None:
        """Open an incident, or page the one again that is active under the alarm's key."""

    async def changed_by(self, arrival: Arrival, key: str, step: Callable[[Incident], Incident]) -> None:
        """Change the incident under a merge key, if there is one."""

    async def only_written(self, arrival: Arrival, *notes: Note) -> None:
        """Write an event that changes no incident."""

    async def take_alarm(self, alarm: Alarm) -> Incident:
        """Open an incident without an event, or do what the alarm does to the active one."""

    async def followed(self, key: str, by: str, step: Callable[[Incident], Incident]) -> None:
        """Change the incident under a merge key, if there is one, without an event."""


class Alarms:
    """The events of all devices. Used on the event loop only."""

    def __init__(
        self,
        incidents: Incidents,
        *,
        note_event: Callable[[DeviceEvent], Device],
        show_event: Callable[[DeviceEvent], None],
        opens_for_anyone: Callable[[], bool],
        observe: ObserveTest,
        judge: JudgeEvent,
        run: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        """`note_event` tells supervision of an event and returns its device; `show_event`: it has been handled.

        `opens_for_anyone`: the register is lost, so that a press of any button must page. `observe`: takes what a
        device under test does; `judge`: what a desk of its own makes of an event.
        """
        self._incidents = incidents
        self._note_event = note_event
        self._show_event = show_event
        self._opens_for_anyone = opens_for_anyone
        self._observe = observe
        self._judge = judge
        self._run = run
        self._seen = SeenEvents()
        self._arriving: dict[EventKey, Arrival] = {}

    def load(self, seen: SeenEvents) -> None:
        """Take over which events are on disk already."""
        self._seen = seen

    def forget_before(self, now: Instant) -> None:
        """Drop the keys of events that are too old to come again."""
        self._seen.forget_before(now.utc - REMEMBERED_FOR)

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
        self._arriving[event.key] = arrival = Arrival(event, receipt, self._on_disk)
        self._run(self._handle(arrival))

    def _on_disk(self, event: DeviceEvent) -> None:
        self._seen.add(event.key, event.received_at)
        self._arriving.pop(event.key, None)

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
        if (note := self._observe(device, event)) is not None:
            await self._incidents.only_written(arrival, note)
        elif (judged := self._judge(device, event)) is not None:
            await self._do(judged, arrival)
        elif (alarm := self._alarm_by_event(device, event)) is not None:
            await self._incidents.raised(alarm, arrival)
        elif event.type == HelpButtonEvent.CANCELLED and (incident := await self._alarm_of(device)):
            await self._incidents.changed_by(
                arrival, incident.merge_key, lambda now: life.cancelled(now, event.received_at, device.id)
            )
        elif event.type == SensorEvent.CLEAR and (key := over_key(device)) is not None:
            await self._incidents.changed_by(arrival, key, lambda now: over(now, device, event.received_at))
        else:
            await self._incidents.only_written(arrival)

    async def _do(self, judged: Judged, arrival: Arrival) -> None:
        arrival.beside = judged.records
        if judged.alarm is not None:
            await self._incidents.raised(judged.alarm, arrival)
        elif judged.step is not None:
            await self._incidents.changed_by(arrival, judged.key, judged.step)
        else:
            await self._incidents.only_written(arrival)

    def take_state(self, device: Device, at: datetime) -> None:
        """Handle that a device's alarm began or ended by its state; it is not under test. Returns at once."""
        self._run(self._follow(device, at))

    async def _follow(self, device: Device, at: datetime) -> None:
        if device.alarm and self._may_alarm(device) and (alarm := alarm_by_state(device, at)) is not None:
            await self._incidents.take_alarm(alarm)
        elif not device.alarm and (key := over_key(device)) is not None:
            await self._incidents.followed(key, device.id, lambda now: over(now, device, at))

    def _alarm_by_event(self, device: Device, event: DeviceEvent) -> Alarm | None:
        return alarm_by_event(device, event.type, event.received_at) if self._may_alarm(device) else None

    def _may_alarm(self, device: Device) -> bool:
        # Without a register nobody knows whose device this is, and an alarm pages without a name.
        return device.assigned or self._opens_for_anyone()

    async def _alarm_of(self, device: Device) -> Incident | None:
        """Return what a device cancels; its press may have come just before, and not be on disk yet."""
        for kind in set(OPENED_BY.values()):
            await self._incidents.settled(life.merge_key(kind, device.place, device.id))
        return life.latest_alarm(device, self._incidents.active.values())
