"""The testing desk: a test ends by itself, survives a restart, and never outlives its half an hour."""

import json
from datetime import timedelta

import pytest

from custom_components.smart_community.core.device import Device, DeviceEvent
from custom_components.smart_community.core.ports import Record, StoreError, StoreFailure, TestRuns
from custom_components.smart_community.core.walk_test import TestRun
from custom_components.smart_community.desks.testing import TestDesk, UnknownTestError

from .world import BUTTONS, HandLoop, World

BED = BUTTONS["bed"]


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: this desk knows none."""


class Tests:
    """A testing desk, and what it tells."""

    __test__ = False

    def __init__(self, world: World | None = None) -> None:
        self.world = world or World(HandLoop())
        self.noted: list[str] = []
        self.over: list[str] = []
        self.changes = 0
        self.desk = TestDesk(
            clock=self.world.clock,
            new_id=lambda: f"t{len(self.desk.running) + len(self.desk.finished)}",
            saver=self.world.saver,
            devices=self.world.devices,
            note_test=lambda device, _at: self.noted.append(device),
            on_over=lambda device: self.over.append(device.id),
        )
        self.desk.on_change(self._changed)

    def _changed(self) -> None:
        self.changes += 1

    def start(self, minutes: float = 30, **scope: object) -> TestRun:
        return self.world.ask(self.desk.start("anna", timedelta(minutes=minutes), **scope))  # type: ignore[arg-type]

    def wait(self, seconds: float) -> None:
        self.world.loop.wait(seconds)
        self.world.ask(self.desk.tick())
        self.world.loop.turn()

    def press(self, device: Device) -> bool:
        event = DeviceEvent(device.id, "b", 1, "pressed", self.world.clock().utc)
        return self.desk.observe(device, event) is not None

    def stored(self) -> list[TestRun]:
        """Return what a restart reads."""
        written: list[Record] = [record for record in self.world.disk.others if isinstance(record, TestRuns)]
        last = written[-1]
        assert isinstance(last, TestRuns)
        return [TestRun.from_stored(json.loads(json.dumps(run.as_stored()))) for run in last.runs]


def test_a_test_ends_by_itself_and_says_who_is_left() -> None:
    tests = Tests()
    tests.start(10, building="b1", is_walk=True)
    assert tests.press(BED)
    tests.wait(599)
    assert tests.desk.is_tested(BED)
    tests.wait(1)
    assert not tests.desk.is_tested(BED)
    (report,) = tests.desk.finished
    assert (report.ended_by, report.left, tests.noted) == ("system", ["bath", "sofa"], ["bed"])
    assert set(tests.over) == {"bed", "bath", "sofa"}
    assert [note.action for note in tests.world.disk.journal] == ["walk_test_started", "walk_test_ended"]
    assert tests.stored() == []


def test_a_press_after_the_end_is_none_even_before_the_timer_has_seen_it() -> None:
    tests = Tests()
    tests.start(1)
    tests.world.loop.wait(60)
    assert not tests.press(BED)


def test_a_press_made_before_the_test_is_an_alarm_though_it_comes_late() -> None:
    """The broker was away for ten minutes; the test began meanwhile."""
    tests = Tests()
    tests.start()
    now = tests.world.clock().utc
    late = DeviceEvent(BED.id, "b", 1, "pressed", now, now - timedelta(minutes=10))
    assert tests.desk.observe(BED, late) is None
    assert (tests.noted, tests.desk.running[0].tested) == ([], {})
    # A device that says whole seconds is not early.
    assert tests.desk.observe(BED, DeviceEvent(BED.id, "b", 2, "pressed", now, now - timedelta(seconds=1))) is not None
    tests.wait(60)
    tests.start(5, building="b1")
    between = DeviceEvent(BED.id, "b", 3, "pressed", tests.world.clock().utc, now + timedelta(seconds=5))
    assert tests.desk.observe(BED, between) is not None
    assert [BED.id in run.tested for run in tests.desk.running] == [True, False]


def test_a_device_that_belongs_nowhere_or_to_another_building_is_not_tested() -> None:
    tests = Tests()
    tests.start(building="b2")
    assert not tests.press(BED)
    assert not tests.press(BUTTONS["spare"])


def test_a_restart_takes_nothing_and_gives_nothing_whatever_the_clock_says() -> None:
    tests = Tests()
    tests.start(30, devices=["bed"], is_walk=True)
    tests.wait(600)
    tests.press(BED)
    tests.wait(1)
    (kept,) = tests.stored()
    for off, left in ((0.0, 1199.0), (300.0, 899.0), (-86_400.0, 1199.0), (86_400.0, 0.0)):
        again = Tests(World(HandLoop()))
        again.world.loop.seconds += 601
        again.world.utc_is_off_by = off
        again.desk.load([kept])
        (run,) = again.desk.running
        assert again.desk.seconds_left(run) == pytest.approx(left)
        assert set(run.tested) == {"bed"}
        assert again.desk.is_tested(BED) is (left > 0)


def test_two_tests_of_one_device_end_one_after_the_other() -> None:
    tests = Tests()
    first = tests.start(10, building="b1")
    tests.start(20, devices=["bed"])
    tests.world.ask(tests.desk.stop(first.id, "anna"))
    assert set(tests.over) == {"bath", "sofa"}
    assert tests.desk.is_tested(BED)
    tests.wait(1200)
    assert tests.desk.running == []


def test_a_test_that_cannot_be_written_does_not_begin_and_one_that_runs_can_always_be_ended() -> None:
    tests = Tests()
    run = tests.start()
    tests.world.store.failure = StoreFailure.FULL
    with pytest.raises(StoreError):
        tests.start()
    assert tests.desk.running == [run]
    tests.world.ask(tests.desk.stop(run.id, "anna"))
    assert (tests.desk.running, tests.press(BED)) == ([], False)
    tests.world.store.failure = None
    tests.world.tick()
    assert [note.action for note in tests.world.disk.journal][-1] == "test_mode_ended"
    with pytest.raises(UnknownTestError):
        tests.world.ask(tests.desk.stop(run.id, "anna"))


def test_screens_hear_of_each_beginning_press_and_end() -> None:
    tests = Tests()
    run = tests.start()
    tests.press(BED)
    tests.world.ask(tests.desk.stop(run.id, "anna"))
    assert tests.changes == 3


def test_a_device_under_test_opens_nothing_and_a_real_alarm_goes_out_in_full() -> None:
    world = World(HandLoop())
    world.tested = {"bed"}
    messages = [world.say("bed", seq, kind) for seq, kind in enumerate(("pressed", "fall", "cancelled"))]
    assert [message.heard for message in messages] == [(1, 1)] * 3
    assert world.incidents == []
    assert [note.action for note in world.disk.journal] == ["device_tested"] * 3
    world.say("bath", 1)
    assert world.incident.device == "bath"
