"""The directory of devices: who was ever heard of, what they report, and which home they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custom_components.smart_community.core.community import NOWHERE, Place
from custom_components.smart_community.core.device import (
    Device,
    DeviceAvailability,
    DeviceEvent,
    DeviceInfo,
    DeviceKind,
    DeviceState,
    Malformed,
    Points,
    Source,
)
from custom_components.smart_community.core.journal import Note
from custom_components.smart_community.core.ports import StoreError, StoreFailure
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.core.supervision import is_silent
from custom_components.smart_community.desks.saving import PATIENCE, Saver
from custom_components.smart_community.desks.supervision import MOST_UNASSIGNED, SupervisionDesk, UnknownDeviceError

from .world import HOME_1, HOME_2, START, Disk, HandLoop, Store


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: this desk knows none."""


@dataclass
class Directory:
    """A supervision desk with a store that does what it is told."""

    loop: HandLoop = field(default_factory=HandLoop)
    changed: list[Device] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = Store(self.loop, Disk())
        self.saver = Saver(self.store.commit, lambda _failure: None)
        self.alarms: list[tuple[str, bool | None]] = []
        self.desk = SupervisionDesk(
            clock=self.clock,
            commit=self.saver.write,
            on_change=self.changed.append,
            on_alarm=lambda device: self.alarms.append((device.id, device.alarm)),
        )

    def clock(self) -> Instant:
        return Instant(self.now, self.loop.seconds)

    @property
    def now(self) -> datetime:
        return START + timedelta(seconds=self.loop.seconds - 1000.0)

    def announce(self, device: str, kind: DeviceKind = DeviceKind.HELP_BUTTON) -> None:
        self.desk.take_fact(DeviceInfo(device, kind, "One", "1.0", "42"))

    def press(self, device: str, kind: str = "pressed") -> Device:
        return self.desk.note_event(DeviceEvent(device, "b", 1, kind, self.now))

    def say(self, device: str, *, retained: bool = False, battery: float | None = None) -> Device:
        self.desk.take_fact(DeviceState(device, self.now, battery=battery, retained=retained))
        return self[device]

    def assign(self, device: str, place: Place = HOME_1) -> Device:
        task = self.loop.create_task(self.desk.assign(device, place, "anna"))
        self.loop.turn()
        return task.result()

    def bind(self, device: str, press: str, place: Place = HOME_1) -> Device:
        task = self.loop.create_task(self.desk.bind(device, Points(press), DeviceKind.HELP_BUTTON, place, "anna"))
        self.loop.turn()
        return task.result()

    def flush(self) -> None:
        task = self.loop.create_task(self.desk.flush())
        self.loop.turn()
        assert task.done()
        task.result()

    def __getitem__(self, device: str) -> Device:
        found = self.desk.find(device)
        assert found is not None
        return found

    @property
    def on_disk(self) -> dict[str, Device]:
        """The latest row of each device."""
        return {record.id: record for record in self.store.disk.others if isinstance(record, Device)}

    @property
    def journal(self) -> list[Note]:
        return self.store.disk.journal


@pytest.fixture
def directory() -> Iterator[Directory]:
    directory = Directory()
    yield directory
    directory.loop.cancel_all()
    directory.loop.close()
    assert directory.loop.faults == []


def test_an_unknown_device_that_speaks_is_listed_as_unassigned_and_numbered(directory: Directory) -> None:
    directory.announce("bed")
    directory.say("sofa")
    directory.press("bath")
    directory.desk.take_fact(DeviceAvailability("hall", directory.now, online=True))
    assert [(d.id, d.number, d.assigned) for d in directory.desk.devices.values()] == [
        *(("bed", 1, False), ("sofa", 2, False), ("bath", 3, False), ("hall", 4, False))
    ]
    assert [device.id for device in directory.changed] == ["bed", "sofa", "bath", "hall"]


def test_what_a_device_says_it_is_is_kept_and_said_again_changes_nothing(directory: Directory) -> None:
    directory.announce("bed")
    directory.announce("bed")
    assert (directory["bed"].kind, directory["bed"].model) == (DeviceKind.HELP_BUTTON, "One")
    assert len(directory.changed) == 1
    assert directory["bed"].last_seen is None, "the broker remembers it; the device may be gone for long"


def test_a_report_of_one_thing_leaves_the_others_as_they_were(directory: Directory) -> None:
    directory.desk.take_fact(DeviceState("bed", START, battery=80.0, tamper=False, rssi=-60.0))
    directory.desk.take_fact(DeviceState("bed", START, tamper=True))
    device = directory["bed"]
    assert (device.battery, device.tamper, device.rssi) == (80.0, True, -60.0)


def test_an_event_is_a_sign_of_life_and_a_test_press_is_remembered(directory: Directory) -> None:
    directory.desk.take_fact(DeviceAvailability("bed", START, online=False))
    directory.loop.seconds += 60
    device = directory.press("bed", "test")
    assert (device.online, device.last_event, device.last_test, device.last_seen) == (
        *(True, "test", directory.now, directory.now),
    )
    tested = directory.now
    directory.loop.seconds += 60
    assert directory.press("bed").last_test == tested


def test_offline_is_no_sign_of_life(directory: Directory) -> None:
    directory.say("bed")
    directory.loop.seconds += 60
    directory.desk.take_fact(DeviceAvailability("bed", directory.now, online=False))
    assert (directory["bed"].online, directory["bed"].last_seen) == (False, START)


def test_what_the_broker_repeats_from_its_memory_is_no_sign_of_life(directory: Directory) -> None:
    """Each reconnection brings it again: a dead button would never be found silent."""
    directory.announce("bed")
    directory.say("bed", battery=80.0)
    for _ in range(4):
        directory.loop.seconds += 7 * 3600
        assert directory.say("bed", retained=True, battery=79.0).last_seen == START
        directory.desk.take_fact(DeviceAvailability("bed", directory.now, online=True, retained=True))
    assert (directory["bed"].battery, directory["bed"].online, directory["bed"].last_seen) == (79.0, True, START)
    assert is_silent(directory["bed"], directory.now)
    directory.say("bed")
    assert not is_silent(directory["bed"], directory.now)


def test_a_device_that_is_met_by_the_brokers_memory_has_its_time_to_speak_from_then_on(directory: Directory) -> None:
    assert not is_silent(directory.say("bed", retained=True), directory.now)
    directory.loop.seconds += 26 * 3600
    assert is_silent(directory.say("bed", retained=True), directory.now)


def test_other_facts_are_not_ours(directory: Directory) -> None:
    directory.desk.take_fact("something")
    assert (len(directory.desk.devices), directory.changed) == (0, [])


# The register.


def test_an_assignment_is_on_disk_with_its_journal_entry(directory: Directory) -> None:
    directory.announce("bed")
    assert directory.assign("bed").place == directory.on_disk["bed"].place == HOME_1
    assert directory.assign("bed", NOWHERE).place == directory.on_disk["bed"].place == NOWHERE
    assert [(n.actor, n.action, n.subject, n.details) for n in directory.journal] == [
        ("anna", "device_assigned", "bed", {"home": "h1"}),
        ("anna", "device_unassigned", "bed", {}),
    ]


def test_an_unknown_device_is_not_assigned(directory: Directory) -> None:
    with pytest.raises(UnknownDeviceError):
        directory.assign("nobody")


def test_an_assignment_that_cannot_be_written_changes_nothing(directory: Directory) -> None:
    directory.announce("bed")
    directory.store.failure = StoreFailure.FULL
    with pytest.raises(StoreError):
        directory.assign("bed")
    assert not directory["bed"].assigned
    directory.store.failure = None
    directory.flush()
    assert directory.on_disk["bed"].place == NOWHERE


def test_an_assignment_that_was_refused_and_written_late_is_taken_back(directory: Directory) -> None:
    directory.announce("bed")
    directory.flush()
    directory.store.hangs = True
    task = directory.loop.create_task(directory.desk.assign("bed", HOME_1, "anna"))
    directory.loop.wait(PATIENCE)
    assert isinstance(task.exception(), StoreError)
    directory.store.resume()
    assert directory.on_disk["bed"].assigned
    directory.flush()
    assert not directory.on_disk["bed"].assigned, "memory and disk say what the caller was told"


def test_what_is_reported_while_an_assignment_is_written_stays_and_does_not_take_it_back(directory: Directory) -> None:
    directory.announce("bed")
    directory.store.hangs = True
    task = directory.loop.create_task(directory.desk.assign("bed", HOME_1, "anna"))
    directory.loop.turn()
    directory.say("bed", battery=70.0)
    directory.flush()
    directory.store.resume()
    assert (task.result().place, task.result().battery) == (HOME_1, 70.0)
    assert directory.on_disk["bed"].place == HOME_1
    directory.flush()
    assert directory.on_disk["bed"] == directory["bed"]


def test_a_device_of_entities_is_a_help_button_from_the_moment_it_is_bound(directory: Directory) -> None:
    bound = directory.bind("entity-1", "event.bell")
    assert (bound.source, bound.kind, bound.place) == (Source.ENTITY, DeviceKind.HELP_BUTTON, HOME_1)
    assert (bound.points, bound.bound_at) == (Points("event.bell"), START)
    assert directory.on_disk["entity-1"] == bound
    assert [(n.action, n.details) for n in directory.journal] == [
        ("device_bound", {"points": {"press": "event.bell"}, "home": "h1"})
    ]
    again = directory.bind("entity-1", "event.new_bell", HOME_2)
    assert (again.number, again.points, again.place) == (bound.number, Points("event.new_bell"), HOME_2)


def test_what_is_reported_while_a_device_is_bound_anew_stays(directory: Directory) -> None:
    directory.bind("entity-1", "event.bell")
    directory.store.hangs = True
    task = directory.loop.create_task(
        directory.desk.bind("entity-1", Points("event.bell_2"), DeviceKind.HELP_BUTTON, HOME_1, "anna")
    )
    directory.loop.turn()
    directory.say("entity-1", battery=70.0)
    directory.store.resume()
    assert (task.result().battery, task.result().points) == (70.0, Points("event.bell_2"))


def test_a_binding_that_cannot_be_written_leaves_nothing(directory: Directory) -> None:
    directory.store.failure = StoreFailure.FULL
    with pytest.raises(StoreError):
        directory.bind("entity-1", "event.bell")
    directory.store.failure = None
    directory.flush()
    assert (directory.desk.find("entity-1"), directory.on_disk) == (None, {})


def test_devices_move_with_their_homes(directory: Directory) -> None:
    for device, place in (("bed", HOME_1), ("sofa", HOME_2), ("spare", NOWHERE)):
        directory.announce(device)
        if place != NOWHERE:
            directory.assign(device, place)
    moved = Place(building="b9", unit="7", home="h1")
    directory.desk.move({"h1": moved})
    assert directory["bed"].place == moved
    assert directory["sofa"].place == Place(home="h2"), "its home is not in the register now: nobody knows the building"
    assert directory["spare"].place == NOWHERE


# What is written, and when.


def test_reports_are_written_together_and_once(directory: Directory) -> None:
    for device in ("bed", "sofa", "bath"):
        directory.say(device, battery=50.0)
        directory.say(device, battery=49.0)
    directory.flush()
    directory.flush()
    assert [len(records) for records in directory.store.commits] == [3]
    assert directory.on_disk == dict(directory.desk.devices)


def test_reports_that_could_not_be_written_are_written_the_next_time(directory: Directory) -> None:
    directory.say("bed", battery=50.0)
    directory.store.failure = StoreFailure.LOCKED
    directory.flush()
    directory.say("sofa", battery=40.0)
    directory.store.failure = None
    directory.flush()
    assert directory.on_disk == dict(directory.desk.devices)


def test_a_start_goes_on_with_the_numbers_and_counts_the_unassigned(directory: Directory) -> None:
    known = [Device("bed", 7, place=HOME_1), *(Device(f"d{n}", n + 10) for n in range(MOST_UNASSIGNED))]
    directory.desk.load(known)
    directory.announce("one too many")
    assert directory.desk.find("one too many") is None
    directory.assign("d0")
    directory.announce("now there is room")
    assert directory["now there is room"].number == MOST_UNASSIGNED + 10


# Strangers and nonsense.


def test_strangers_beyond_2000_are_counted_not_listed_and_their_presses_still_name_them(directory: Directory) -> None:
    for number in range(MOST_UNASSIGNED):
        directory.announce(f"d{number}")
    assert len(directory.desk.devices) == MOST_UNASSIGNED == 2000
    changes = len(directory.changed)
    directory.announce("stranger")
    directory.say("d0")
    device = directory.press("stranger")
    assert (device.id, device.number, device.assigned) == ("stranger", 0, False)
    assert directory.desk.find("stranger") is None
    assert directory.desk.counts.strangers == 2
    assert len(directory.changed) == changes + 1, "those who are known are heard as before"
    directory.flush()
    assert len(directory.on_disk) == MOST_UNASSIGNED


def test_numbers_are_not_used_up_by_strangers_who_are_not_listed(directory: Directory) -> None:
    directory.desk.load([Device(f"d{n}", n + 1) for n in range(MOST_UNASSIGNED)])
    for number in range(50):
        directory.announce(f"stranger-{number}")
    directory.assign("d0")
    directory.announce("welcome")
    assert directory["welcome"].number == MOST_UNASSIGNED + 1


def test_a_flood_of_malformed_messages_is_counted_and_logged_once_a_minute(
    directory: Directory, caplog: pytest.LogCaptureFixture
) -> None:
    directory.announce("bed")
    for second in range(180):
        for _ in range(10):
            directory.desk.take_fact(
                Malformed("smart_community/test/device/bed/event", "the payload is not JSON", "bed")
            )
        directory.desk.take_fact(Malformed("x/y", "the topic is not of the protocol"))
        directory.loop.seconds = 1000.0 + second + 1
    assert directory["bed"].malformed == 1800
    assert directory.desk.counts.malformed == 1980
    assert caplog.text.count("made no sense") == 3
    assert directory.press("bed").malformed == 1800, "the next good one works"


def test_malformed_messages_make_nobody_known(directory: Directory) -> None:
    directory.desk.take_fact(Malformed("smart_community/test/device/ghost/event", "the payload is not JSON", "ghost"))
    assert directory.desk.find("ghost") is None
    directory.flush()
    assert directory.store.commits == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["announce", "say", "press", "assign", "unassign", "flush", "fail", "work"]),
        st.sampled_from(["a", "b", "c", "d", "e"]),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=100)
@given(STEPS)
def test_numbers_are_unique_counts_are_right_and_disk_follows_memory(steps: list[tuple[str, str]]) -> None:
    directory = Directory()
    for step, device in steps:
        directory.loop.seconds += 1
        match step:
            case "announce":
                directory.announce(device)
            case "say":
                directory.say(device, battery=directory.loop.seconds % 100)
            case "press":
                directory.press(device)
            case "flush":
                directory.flush()
            case "fail" | "work":
                directory.store.failure = StoreFailure.FULL if step == "fail" else None
            case _ if directory.desk.find(device) and directory.store.failure is None:
                directory.assign(device, HOME_1 if step == "assign" else NOWHERE)
    directory.store.failure = None
    directory.flush()
    devices = directory.desk.devices
    assert sorted(device.number for device in devices.values()) == list(range(1, len(devices) + 1))
    assert directory.desk._unassigned == sum(not device.assigned for device in devices.values())
    assert directory.on_disk == dict(devices)
    directory.loop.close()
