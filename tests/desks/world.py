"""A desk's world, by hand: time stands still until a test moves it, and the store does what it is told.

The disk repeats what `store/rows.py` does with each record, and refuses what must never happen to a database.
"""

import asyncio
import itertools
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.delivery import (
    Audience,
    Delivery,
    DeliveryKey,
    DeliveryState,
    Recipient,
    Target,
)
from custom_components.smart_community.core.device import Device, DeviceEvent, DeviceKind, EventKey
from custom_components.smart_community.core.fault import Fault
from custom_components.smart_community.core.incident import Change, Incident, State, TimelineEntry
from custom_components.smart_community.core.journal import Note
from custom_components.smart_community.core.plan import DEFAULT_PLANS, ResponsePlan
from custom_components.smart_community.core.ports import (
    HandOverError,
    IncidentChange,
    Record,
    StoreError,
    StoreFailure,
)
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.core.seen import SeenEvents
from custom_components.smart_community.desks.paging import Pager
from custom_components.smart_community.desks.response import ResponseDesk
from custom_components.smart_community.desks.saving import Saver

START: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)

_MOST_TURNS: Final = 2000

# Never the same twice, whatever process gives them.
_IDS = itertools.count(1)

HOME_1 = Place(building="b1", unit="1", home="h1")
HOME_2 = Place(building="b1", unit="2", home="h2")
# Two buttons in one home, one in another, and one that nobody has assigned.
BUTTONS: Final = {
    "bed": Device("bed", 1, kind=DeviceKind.HELP_BUTTON, place=HOME_1),
    "bath": Device("bath", 2, kind=DeviceKind.HELP_BUTTON, place=HOME_1),
    "sofa": Device("sofa", 3, kind=DeviceKind.HELP_BUTTON, place=HOME_2),
    "spare": Device("spare", 4, kind=DeviceKind.HELP_BUTTON),
}


WATCH: Final = Recipient("user:watch", Audience.DUTY_ROOM, ("mobile_app",), "watch")


class HandLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock is moved by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 1000.0
        self.faults: list[dict[str, Any]] = []
        self.set_exception_handler(lambda _loop, context: self.faults.append(context))

    def time(self) -> float:
        return self.seconds

    def turn(self) -> None:
        """Let everything happen that can happen at this moment."""
        inside: Any = self
        for _ in range(_MOST_TURNS):
            self.call_soon(self.stop)
            self.run_forever()
            if not inside._ready:
                return
        message = "something goes round in circles"
        raise AssertionError(message)

    def do[*Ts](self, function: Callable[[*Ts], object], *arguments: *Ts) -> None:
        """Call a function as everything of a desk is called: from within the loop."""
        self.call_soon(function, *arguments)
        self.turn()

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.turn()
        self.seconds += seconds
        self.turn()

    def cancel_all(self) -> None:
        """End what is under way, as a process does that is killed."""
        for task in asyncio.all_tasks(self):
            task.cancel()
        self.turn()


@dataclass
class Disk:
    """What is committed, by table."""

    incidents: dict[str, Incident] = field(default_factory=dict)
    timelines: dict[str, dict[int, TimelineEntry]] = field(default_factory=dict)
    events: dict[EventKey, DeviceEvent] = field(default_factory=dict)
    journal: list[Note] = field(default_factory=list)
    deliveries: dict[tuple[str, DeliveryKey], Delivery] = field(default_factory=dict)
    others: list[Record] = field(default_factory=list)

    def write(self, records: Sequence[Record]) -> None:
        for record in records:
            match record:
                case IncidentChange():
                    self._write_incident(record)
                case DeviceEvent():
                    self.events.setdefault(record.key, record)
                case Note():
                    self.journal.append(record)
                case Delivery():
                    self.deliveries[record.incident, record.key] = record
                case _:
                    self.others.append(record)

    def _write_incident(self, change: IncidentChange) -> None:
        incident = change.after
        known = self.incidents.get(incident.id)
        assert known is None or known.is_active or incident.state is State.RESOLVED, "resolved is final"
        assert known is None or known.level <= incident.level, "an older state took the place of a newer one"
        self.incidents[incident.id] = replace(incident, unsaved=False, timeline=())
        timeline = self.timelines.setdefault(incident.id, {})
        written = len(change.before.timeline) if change.before else 0
        for position, entry in enumerate(incident.timeline[written:], start=written):
            assert timeline.get(position, entry) == entry, "what is on disk is not written over"
            timeline[position] = entry

    def incident(self, incident_id: str) -> Incident:
        """Return an incident as it is read back."""
        timeline = self.timelines[incident_id]
        assert sorted(timeline) == list(range(len(timeline))), "nothing is missing"
        entries = tuple(timeline[position] for position in range(len(timeline)))
        return replace(self.incidents[incident_id], timeline=entries)

    def active(self) -> list[Incident]:
        """Return what is not resolved, as a start reads it."""
        return [self.incident(incident_id) for incident_id, row in self.incidents.items() if row.is_active]

    def ledgers(self) -> list[Delivery]:
        """Return the deliveries of what is not resolved, as a start reads them."""
        active = {incident.id for incident in self.active()}
        return [delivery for delivery in self.deliveries.values() if delivery.incident in active]

    def seen(self) -> SeenEvents:
        return SeenEvents((key, event.received_at) for key, event in self.events.items())


@dataclass
class Store:
    """Commits at the next turn, fails, or hangs until `settle`."""

    loop: HandLoop
    disk: Disk
    failure: StoreFailure | None = None
    hangs: bool = False
    refuses: Callable[[Record], bool] = lambda _record: False
    pending: list[tuple[Sequence[Record], asyncio.Future[None]]] = field(default_factory=list)
    commits: list[Sequence[Record]] = field(default_factory=list)

    def commit(self, records: Sequence[Record]) -> asyncio.Future[None]:
        future: asyncio.Future[None] = self.loop.create_future()
        self.pending.append((records, future))
        if not self.hangs:
            self.loop.call_soon(self.settle)
        return future

    def settle(self, most: int = 1_000_000) -> None:
        """Commit what is pending, or fail it; at the most so many, oldest first."""
        now, self.pending = self.pending[:most], self.pending[most:]
        for records, future in now:
            refused = StoreFailure.ERROR if any(map(self.refuses, records)) else None
            failure = self.failure or refused
            if failure is None:
                self.disk.write(records)
                self.commits.append(records)
            if future.done():
                continue
            if failure is None:
                future.set_result(None)
            else:
                future.set_exception(StoreError(failure))

    def resume(self, failure: StoreFailure | None = None) -> None:
        """End the hanging: commit what is pending, or fail it with `failure`, and from now on only commit."""
        self.hangs, self.failure = False, failure
        self.settle()
        self.failure = None
        self.loop.turn()

    def die(self, written: int) -> None:
        """End as a process that is killed: of what is pending, so much was written and nobody heard of it."""
        for records, _ in self.pending[:written]:
            self.disk.write(records)
        self.pending.clear()


@dataclass
class Message:
    """An event's message: what its device and its broker hear of it."""

    event: DeviceEvent
    disk: Disk
    confirmed: int = 0
    released: int = 0

    def confirm(self) -> None:
        assert self.event.key in self.disk.events, "the device is told before its event is on disk"
        self.confirmed += 1

    def release(self) -> None:
        self.released += 1

    @property
    def heard(self) -> tuple[int, int]:
        """How often the device was told, and the broker."""
        return self.confirmed, self.released


@dataclass(frozen=True)
class Push:
    """One push that a channel was given, and when (seconds of the loop)."""

    incident: str
    delivery: Delivery
    recipient: Recipient
    count: int
    at: float


@dataclass
class Phones:
    """All channels: take each push, or do what a test has set for a channel."""

    loop: HandLoop
    pushes: list[Push] = field(default_factory=list)
    cleared: list[tuple[str, str, str, bool]] = field(default_factory=list)
    # By channel: what handing over raises.
    broken: dict[str, Exception] = field(default_factory=dict)
    # Channels that never answer.
    hanging: set[str] = field(default_factory=set)
    # By channel: what a hand-over waits for.
    slow: dict[str, asyncio.Future[None]] = field(default_factory=dict)
    # Looks at a push before it goes out.
    before: Callable[[Delivery], None] = lambda _delivery: None

    async def hand_over(self, incident: Incident, delivery: Delivery, recipient: Recipient, count: int) -> None:
        self.before(delivery)
        if delivery.channel in self.broken:
            raise self.broken[delivery.channel]
        self.pushes.append(Push(incident.id, delivery, recipient, count, self.loop.seconds))
        if delivery.channel in self.slow:
            await self.slow[delivery.channel]
        if delivery.channel in self.hanging:
            await self.loop.create_future()

    async def recall(self, incident: Incident, delivery: Delivery, recipient: Recipient, *, gathered: bool) -> None:
        self.cleared.append((incident.id, recipient.id, delivery.channel, gathered))

    def refuse(self, channel: str, *, waiting: bool = False) -> None:
        """Let a channel fail from now on, or say that it is not there yet."""
        self.broken[channel] = HandOverError("not_registered", waiting=waiting)

    @property
    def rung(self) -> list[tuple[str, str]]:
        """Who was told over what, in order."""
        return [(push.recipient.id, push.delivery.channel) for push in self.pushes]


class World:
    """A response desk, its pager and saver, and all they talk to. The duty room is told unless a test names others."""

    def __init__(self, loop: HandLoop, disk: Disk | None = None, recipients: Sequence[Recipient] = (WATCH,)) -> None:
        self.loop = loop
        self.disk = disk or Disk()
        self.recipients = list(recipients)
        self.phones = Phones(loop)
        self.deliveries_shown: list[str] = []
        self.store = Store(loop, self.disk)
        self.reports: list[StoreFailure | None] = []
        self.published: list[tuple[Change, Incident]] = []
        self.shown: list[DeviceEvent] = []
        self.noted: list[DeviceEvent] = []
        self.utc_is_off_by = 0.0
        self.register_is_lost = False
        self.devices = dict(BUTTONS)
        self.tested: set[str] = set()
        # By their id: what staff saved.
        self.plans: dict[str, ResponsePlan] = {}
        self.faults: list[Fault] = []
        # When somebody is off duty, he is told only if he is named.
        self.off_duty: set[str] = set()
        self.saver = Saver(self.store.commit, self.reports.append)
        self.desk = loop.run_until_complete(self._make_desk())

    async def _make_desk(self) -> ResponseDesk:
        self.pager = Pager(
            clock=self.clock,
            new_nonce=lambda: f"nonce-{next(_IDS)}",
            saver=self.saver,
            find_recipients=self._find_recipients,
            hand_over=self.phones.hand_over,
            recall=self.phones.recall,
            find_incident=lambda incident_id: self.desk.active.get(incident_id),  # noqa: PLW0108 - made below
            on_change=self.deliveries_shown.append,
        )
        return ResponseDesk(
            clock=self.clock,
            new_id=self._new_id,
            saver=self.saver,
            pager=self.pager,
            note_event=self._note_event,
            show_event=self.shown.append,
            opens_for_anyone=lambda: self.register_is_lost,
            observe=self._observe,
            judge=lambda _device, _event: None,  # no facade is watched
            plan_for=lambda kind, _severity: self.plans.get(kind.value, DEFAULT_PLANS[kind]),
            report_fault=self._report_fault,
            publish=lambda change, incident: self.published.append((change, incident)),
        )

    def clock(self) -> Instant:
        seconds = self.loop.seconds - 1000.0
        return Instant(START + timedelta(seconds=seconds + self.utc_is_off_by), self.loop.seconds)

    def _new_id(self) -> str:
        return f"id-{next(_IDS)}"

    def _find_recipients(self, audience: Sequence[Target], home: str | None) -> list[Recipient]:
        found: dict[str, Recipient] = {}
        for target in audience:
            everyone, named = target == Audience.EVERYONE_ON_DUTY, target == Audience.PERSON
            for one in self.recipients:
                due = one.role == target or (everyone and one.user_id is not None)
                due = due and one.id not in self.off_duty
                if one.id.startswith("contact:"):
                    due = due and one.id.split(":")[1] == home
                if one.id == target or (named and one.user_id is not None) or due:
                    found.setdefault(one.id, one)
        return list(found.values())

    def _note_event(self, event: DeviceEvent) -> Device:
        self.noted.append(event)
        return self.devices.get(event.device) or Device(event.device, 99)

    def _report_fault(self, fault: Fault) -> None:
        self.faults.append(fault)

    def _observe(self, device: Device, event: DeviceEvent) -> Note | None:
        tested = device.id in self.tested
        return Note(event.received_at, device.id, "device_tested", device.id) if tested else None

    def load(self) -> None:
        """Take over what is on disk, as a start does."""
        numbers = [incident.number for incident in self.disk.incidents.values()]
        self.desk.load(self.disk.active(), self.disk.seen(), max(numbers, default=0))
        self.pager.load(self.disk.ledgers())

    def say(self, device: str, seq: int, kind: str = "pressed", boot: str = "b") -> Message:
        """Let a device's message arrive, and all happen that follows at once."""
        event = DeviceEvent(device, boot, seq, kind, self.clock().utc)
        message = Message(event, self.disk)
        self.loop.do(self.desk.take_event, event, message)
        return message

    def begin[T](self, request: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin what a person asks for."""
        task = self.loop.create_task(request)
        self.loop.turn()
        return task

    def ask[T](self, request: Coroutine[Any, Any, T]) -> T:
        """Return the answer to what a person asks for; it must come at once."""
        task = self.begin(request)
        assert task.done(), "it does not answer"
        return task.result()

    def tick(self) -> None:
        """Let the desk's timer run once."""
        self.loop.do(self.desk.tick, self.clock())

    def wait(self, seconds: float) -> None:
        """Let time pass, and the desk's timer run at its end."""
        self.loop.wait(seconds)
        self.tick()

    @property
    def incidents(self) -> list[Incident]:
        """The active incidents, oldest first."""
        return sorted(self.desk.active.values(), key=lambda incident: incident.number)

    @property
    def incident(self) -> Incident:
        """The one active incident."""
        (incident,) = self.incidents
        return incident

    def ledger(self) -> dict[tuple[int, int, str, str], DeliveryState]:
        """Return what became of each delivery of the one active incident."""
        return {key: delivery.state for key, delivery in self.pager.ledger(self.incident.id).items()}

    @property
    def changes(self) -> list[str]:
        """What was published, in words."""
        return [change.value for change, _ in self.published]
