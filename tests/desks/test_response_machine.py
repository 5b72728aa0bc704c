"""The promise of the response desk, under any interleaving of people, devices, a failing store and a killed process.

- A press whose device saw the ack is on disk as one entry of one incident, and stays there (lost: 0).
- No press is two entries of incidents (doubled: 0), however often it is sent again.
- One home has at most one active incident of a kind, in memory and on disk.
- What is on disk never goes back: no entry changes, no ended incident lives again.
- In the end every press is acknowledged, and memory and disk tell the same.
"""

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from custom_components.smart_community.core.device import DeviceEvent, EventKey
from custom_components.smart_community.core.incident import (
    OPENED_BY,
    Change,
    Incident,
    IncidentError,
    Kind,
    Resolution,
)
from custom_components.smart_community.core.ports import StoreError, StoreFailure
from custom_components.smart_community.desks.saving import PATIENCE

from .world import BUTTONS, HOME_1, HOME_2, HandLoop, Message, World

PEOPLE = st.sampled_from(["anna", "bo"])
PRESSES = st.sampled_from(["pressed", "pressed", "pressed", "long_pressed", "fall"])
FAILURES = st.sampled_from([StoreFailure.FULL, StoreFailure.LOCKED, StoreFailure.ERROR])


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: this desk knows none."""


@dataclass
class Sent:
    """An event that a device sends until it is told that it is on disk."""

    device: str
    seq: int
    kind: str
    messages: list[Message] = field(default_factory=list)

    @property
    def key(self) -> EventKey:
        return (self.device, "b", self.seq)

    @property
    def confirmed(self) -> bool:
        return any(message.confirmed for message in self.messages)

    @property
    def opens(self) -> bool:
        """Whether it must become part of an incident."""
        return self.kind in OPENED_BY and BUTTONS[self.device].assigned

    @property
    def times(self) -> set[datetime]:
        return {message.event.received_at for message in self.messages}

    def entries(self, incidents: list[Incident]) -> int:
        """Return how many entries of incidents this event has become."""
        return sum(
            entry.by == self.device and entry.what in {Change.OPENED, Change.AGAIN} and entry.at in self.times
            for incident in incidents
            for entry in incident.timeline
        )


class Complaints(logging.Handler):
    """Hears of the faults that the desk logs instead of raising."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


class AnyDay(RuleBasedStateMachine):
    """Whatever happens to a community."""

    def __init__(self) -> None:
        super().__init__()
        self.complaints = Complaints()
        logging.getLogger("custom_components.smart_community.desks").addHandler(self.complaints)
        self.loop = HandLoop()
        self.world = World(self.loop)
        self.sent: list[Sent] = []
        self.requests: list[asyncio.Task[Any]] = []

    def send(self, *events: Sent) -> None:
        # Every message has a time of its own, by which its entries are known.
        messages = []
        for event in events:
            self.loop.seconds += 0.001
            message = Message(
                DeviceEvent(event.device, "b", event.seq, event.kind, self.world.clock().utc), self.world.disk
            )
            event.messages.append(message)
            messages.append(message)
        self.loop.do(self.take, messages)

    def take(self, messages: list[Message]) -> None:
        for message in messages:
            self.world.desk.take_event(message.event, message)

    def new(self, device: str, kind: str) -> Sent:
        event = Sent(device, len(self.sent), kind)
        self.sent.append(event)
        return event

    def request(self, work: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = self.world.begin(work)
        task.add_done_callback(lambda done: None if done.cancelled() else done.exception())
        self.requests.append(task)
        return task

    # Devices.

    @rule(device=st.sampled_from(sorted(BUTTONS)), kind=PRESSES | st.sampled_from(["cancelled", "test"]))
    def press(self, device: str, kind: str) -> None:
        self.send(self.new(device, kind))

    @rule(kinds=st.lists(PRESSES | st.just("cancelled"), min_size=2, max_size=4))
    def press_at_once(self, kinds: list[str]) -> None:
        """Both buttons of a home are pressed, and all comes in one turn of the loop."""
        self.send(*(self.new(device, kind) for device, kind in zip(["bed", "bath"] * 2, kinds, strict=False)))

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), times=st.integers(1, 3))
    def send_again(self, data: st.DataObject, times: int) -> None:
        """Send an event again: one that nobody has confirmed, or, as a replay, one that was."""
        event = data.draw(st.sampled_from(self.sent), label="event")
        known = event.key in self.world.desk._alarms._seen
        for _ in range(times):
            self.send(event)
            assert not known or event.messages[-1].heard == (1, 1)

    # People.

    @rule(kind=st.sampled_from([Kind.HELP, Kind.FALL, Kind.WELFARE]), home=st.sampled_from([HOME_1, HOME_2]), by=PEOPLE)
    def open_by_hand(self, kind: Kind, home: Any, by: str) -> None:
        self.request(self.world.desk.open(kind, by=by, place=home))

    @rule(kind=st.sampled_from([Kind.HELP, Kind.WELFARE]), home=st.sampled_from([HOME_1, HOME_2]), by=PEOPLE)
    def insist(self, kind: Kind, home: Any, by: str) -> None:
        """Ask for the same again as soon as the first answer is there, or has not come in time."""
        self.request(self.world.desk.open(kind, by=by, place=home))
        self.loop.wait(PATIENCE)
        self.request(self.world.desk.open(kind, by=by, place=home))

    @precondition(lambda self: self.world.desk.active)
    @rule(data=st.data(), by=PEOPLE, gives_up=st.booleans())
    def change(self, data: st.DataObject, by: str, *, gives_up: bool) -> None:
        incident_id = data.draw(st.sampled_from(sorted(self.world.desk.active)), label="incident")
        desk = self.world.desk
        step = data.draw(st.sampled_from(["acknowledge", "take_over", "en_route", "resolve", "resolve", "note"]))
        task = self.request(
            {
                "acknowledge": lambda: desk.acknowledge(incident_id, by),
                "take_over": lambda: desk.take_over(incident_id, by),
                "en_route": lambda: desk.en_route(incident_id, by),
                "resolve": lambda: desk.resolve(incident_id, by, Resolution.REAL),
                "note": lambda: desk.note(incident_id, by, "a note"),
            }[step]()
        )
        if gives_up:
            task.cancel()
            self.loop.turn()

    # Time and the store.

    @rule(seconds=st.sampled_from([0.5, 1.0, PATIENCE, 10.0, 65.0, 400.0]))
    def wait(self, seconds: float) -> None:
        self.world.wait(seconds)

    @rule()
    def store_works(self) -> None:
        self.world.store.resume()

    @rule(failure=FAILURES)
    def store_fails(self, failure: StoreFailure) -> None:
        self.world.store.resume(failure)
        self.world.store.failure = failure

    @rule()
    def store_hangs(self) -> None:
        self.world.store.hangs = True

    @rule(most=st.integers(1, 3))
    def store_moves(self, most: int) -> None:
        self.world.store.settle(most)
        self.loop.turn()

    @rule(written=st.integers(0, 3), seconds=st.sampled_from([0.1, 30.0, 500.0]))
    def kill(self, written: int, seconds: float) -> None:
        self.world.store.die(written)
        self.start_anew(seconds)

    @rule()
    def stop_and_start(self) -> None:
        stopping = self.world.begin(self.world.desk.stop())
        self.loop.wait(5)
        self.world.store.resume()
        assert stopping.done()
        self.start_anew(0.1)

    def start_anew(self, seconds: float) -> None:
        self.loop.cancel_all()
        self.loop.wait(seconds)
        self.world = World(self.loop, self.world.disk)
        self.world.load()
        self.world.tick()

    # What must hold at any moment.

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        disk = self.world.disk
        written = [disk.incident(incident_id) for incident_id in disk.incidents]
        for event in self.sent:
            if event.opens:
                entries = event.entries(written)
                assert entries <= 1, f"doubled: {event}"
                assert entries == 1 or not event.confirmed, f"lost: {event}"

    @invariant()
    def one_home_has_one_incident_of_a_kind(self) -> None:
        for incidents in (self.world.incidents, self.world.disk.active()):
            keys = Counter(incident.merge_key for incident in incidents)
            assert not keys or max(keys.values()) == 1, keys
        numbers = Counter(incident.number for incident in self.world.disk.incidents.values())
        assert not numbers or max(numbers.values()) == 1, "each number is one incident's"

    @invariant()
    def no_message_is_released_twice(self) -> None:
        assert all(message.released <= 1 for event in self.sent for message in event.messages)

    @invariant()
    def people_get_an_answer_or_a_named_failure(self) -> None:
        for task in self.requests:
            if task.done() and not task.cancelled() and (error := task.exception()) is not None:
                assert isinstance(error, StoreError | IncidentError)
        self.requests = [task for task in self.requests if not task.done()]

    @invariant()
    def nothing_went_wrong_unheard(self) -> None:
        assert self.complaints.heard == []
        assert self.loop.faults == []

    @invariant()
    def no_message_waits_longer_than_people_can(self) -> None:
        overdue = [
            message
            for event in self.sent
            for message in event.messages
            if message.disk is self.world.disk and not message.released
        ]
        if overdue and not self.world.store.pending:
            # Nothing is under way in the store, so nothing is left to wait for.
            raise AssertionError(overdue)

    def teardown(self) -> None:
        logging.getLogger("custom_components.smart_community.desks").removeHandler(self.complaints)
        world = self.world
        self.loop.wait(PATIENCE)
        world.store.resume()
        for _ in range(12):
            # The heartbeat's write shows the saver that the store is well.
            self.request(world.saver.write([]))
            world.wait(1)
        for event in self.sent:
            if not event.confirmed:
                self.send(event)
        self.loop.turn()
        assert [event for event in self.sent if not event.confirmed] == []
        assert all(event.messages[-1].released == 1 for event in self.sent)
        assert sorted(world.disk.active(), key=lambda incident: incident.number) == world.incidents
        assert not any(incident.unsaved for incident in world.incidents)
        assert (world.saver.backlog, world.saver.failure) == (0, None)
        self.nothing_is_lost_or_doubled()
        self.one_home_has_one_incident_of_a_kind()
        self.nothing_went_wrong_unheard()
        self.loop.cancel_all()
        self.loop.close()


AnyDay.TestCase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
TestAnyDay = AnyDay.TestCase
