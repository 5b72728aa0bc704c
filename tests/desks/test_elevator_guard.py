"""The guard's hands: what is sent and in which order, what waits for the disk, and what nobody resumes."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.smart_community.core.elevator import CarReported, CarState, ElevatorOnline, KeyReleased
from custom_components.smart_community.core.fault import Fault, FaultCause
from custom_components.smart_community.core.guard_words import (
    Eyes,
    GuardState,
    GuardView,
    Happened,
    HoldRefusedError,
    Permit,
    Resolved,
    Saw,
    UnknownElevatorError,
    WhyNot,
)
from custom_components.smart_community.core.incident import Kind
from custom_components.smart_community.core.phrases import Phrase
from custom_components.smart_community.core.ports import CommandError, Record, StoreError, StoreFailure
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.desks.elevator_guard import ElevatorGuardDesk
from tests.core.guards import CAMERA, ELEVATOR, OPEN, START, sighting

from .world import HandLoop

ID = ELEVATOR.id


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: this desk knows none."""


@dataclass
class Place:
    """A guard's desk, and all that it talks to; what is sent is written down with the time of it."""

    loop: HandLoop
    sent: list[tuple[float, str, float]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    pictures: list[tuple[str, str, str | None]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    committed: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    cleared: list[FaultCause] = field(default_factory=list)
    happened: list[str] = field(default_factory=list)
    views: list[GuardView] = field(default_factory=list)
    permit: Permit = field(default_factory=lambda: Permit(holds=True))
    error: str | None = None
    release_error: str | None = None
    disk: str = "writes"
    mute: bool = False
    hangs: bool = False
    # Whether the relay does what it answers.
    closes: bool = True
    car: CarState = OPEN

    def __post_init__(self) -> None:
        self.desk = ElevatorGuardDesk(
            clock=self.clock,
            hold=self._hold,
            release=self._release,
            say=self._say,
            open_incident=self._open,
            take_picture=self._picture,
            permit_of=lambda _elevator: self.permit,
            commit=self._commit,
            note_late=self._note,
            report=lambda fault: self.faults.append(fault),  # noqa: PLW0108 - a list's own names no argument
            clear=lambda cause, _subject: self.cleared.append(cause),
        )
        self.desk.on_event(self._on_event)
        self.desk.on_view(self.views.append)

    def clock(self) -> Instant:
        return Instant(START + timedelta(seconds=self.loop.seconds), self.loop.seconds)

    def _on_event(self, _elevator: str, happened: Happened) -> None:
        self.happened.append(happened.what.value)

    async def _hold(self, _elevator: str, seconds: float, /) -> None:
        self.sent.append((self.loop.seconds, "hold", seconds))
        if self.hangs:
            await asyncio.sleep(3)
            raise CommandError("no_result")
        if self.error is not None:
            raise CommandError(self.error)
        if self.closes:
            self._says(hold=True)

    async def _release(self, _elevator: str, /) -> None:
        self.sent.append((self.loop.seconds, "release", 0))
        if self.release_error is not None:
            raise CommandError(self.release_error)
        self._says(hold=False)

    def _says(self, **changes: Any) -> None:
        self.car = replace(self.car, **changes)
        self.desk.take(ID, CarReported(ID, self.car))

    async def _say(self, _elevator: str, phrase: Phrase, /) -> None:
        self.sent.append((self.loop.seconds, f"say {phrase}", 0))
        self.said.append(phrase.value)
        if self.mute:
            message = "the engine is dead"
            raise RuntimeError(message)

    async def _open(self, _elevator: str, kind: Kind, /) -> tuple[str | None, bool]:
        self.opened.append(kind.value)
        if self.disk == "slow":
            await asyncio.sleep(2)
            return "i1", False
        if self.disk == "broken":
            message = "no disk at all"
            raise RuntimeError(message)
        await asyncio.sleep(0)
        return "i1", True

    async def _picture(self, incident: str, camera: str, track: str | None, /) -> None:
        await asyncio.sleep(30)
        self.pictures.append((incident, camera, track))

    async def _commit(self, records: Sequence[Record]) -> None:
        await asyncio.sleep(0)
        if self.disk != "writes":
            raise StoreError(StoreFailure.FULL)
        self.committed += [str(getattr(record, "action", "")) for record in records]

    async def _note(self, by: str, action: str, _subject: str, _details: Mapping[str, Any]) -> None:
        self.notes.append((by, action))

    def ready(self) -> None:
        """Post one guard that may hold."""
        self.loop.do(self.desk.configure, [ELEVATOR])
        self.tell(ElevatorOnline(ID, online=True, at=START), Eyes(CAMERA, up=True), CarReported(ID, OPEN))

    def tell(self, *facts: Any) -> None:
        for fact in facts:
            if isinstance(fact, CarReported):
                self.car = fact.car
            self.loop.do(self.desk.take, ID, fact)

    def see(self, *frames: float) -> None:
        self.tell(*(Saw(CAMERA, sighting(frame=frame)) for frame in frames))

    def run[T](self, work: Callable[[], Any]) -> Any:
        """Return what `work` returns, or the error that it raises."""
        task = self.loop.create_task(work())
        self.loop.turn()
        assert task.done()
        return task.exception() or task.result()

    @property
    def commands(self) -> list[str]:
        return [what for _at, what, _seconds in self.sent if not what.startswith("say")]


@pytest.fixture
def place() -> Iterator[Place]:
    loop = HandLoop()
    yield Place(loop)
    loop.cancel_all()
    loop.close()


def test_from_two_sightings_to_the_hold_voice_first_and_the_disk_before_the_hold(place: Place) -> None:
    place.ready()
    place.see(1, 1.2)
    assert [what for _at, what, _seconds in place.sent] == ["say ebike_out", "hold"]
    assert place.opened == ["ebike"]
    assert place.happened == ["sighted", "detected", "held"]
    assert place.desk.view(ID).state is GuardState.HOLDING
    assert place.desk.is_held(ID)
    # No picture was waited for.
    assert not place.pictures
    place.loop.wait(31)
    assert place.pictures == [("i1", CAMERA, "t1")]


def test_it_is_renewed_every_3_s_by_its_own_timer_and_ends_at_120_s(place: Place) -> None:
    place.ready()
    place.see(1, 1.2)
    began = place.loop.seconds
    for _ in range(1300):
        place.loop.wait(0.1)
    holds = [(at, seconds) for at, what, seconds in place.sent if what == "hold"]
    assert len(holds) in {39, 40}
    assert all(seconds <= 10 and at + seconds <= began + 120.001 for at, seconds in holds)
    assert place.commands[-1] == "release"
    assert place.desk.view(ID).barred == "limit"


def test_a_release_is_sent_before_anything_else_and_gives_up_the_hold_under_way(place: Place) -> None:
    place.ready()
    place.hangs = True
    place.see(1, 1.2)
    view = place.run(lambda: place.desk.release(ID, "anna"))
    assert place.commands == ["hold", "release"]
    assert not view.held
    assert ("anna", "elevator_released") in place.notes
    place.loop.wait(10)
    # The hold that hung has said nothing more, and nothing was asked again.
    assert place.commands == ["hold", "release"]


@pytest.mark.parametrize("disk", ["slow", "broken"])
def test_a_failing_disk_costs_the_hold_and_neither_the_voice_nor_the_alarm(place: Place, disk: str) -> None:
    place.ready()
    place.disk = disk
    place.see(1, 1.2)
    assert place.said == ["ebike_out"]
    assert place.opened == ["ebike"]
    place.loop.wait(2)
    place.see(2, 3)
    place.loop.wait(30)
    assert place.commands == []
    assert "not_held" in place.happened


def test_a_dead_speech_engine_keeps_nothing_from_being_done(place: Place) -> None:
    place.ready()
    place.mute = True
    place.see(1, 1.2)
    assert place.commands == ["hold"]


def test_what_shows_it_may_fail(place: Place) -> None:
    def fails(*_what: object) -> None:
        message = "a screen"
        raise RuntimeError(message)

    place.desk.on_event(fails)
    place.desk.on_view(fails)
    place.ready()
    place.see(1, 1.2)
    assert place.commands == ["hold"]


def test_what_a_person_asks_for_is_in_the_journal_before_it_is_sent(place: Place) -> None:
    place.ready()
    place.run(lambda: place.desk.hold(ID, 30, "anna", person=True))
    assert place.committed == ["elevator_hold_asked"]
    assert place.commands == ["hold"]
    place.disk = "broken"
    error = place.run(lambda: place.desk.extend(ID, 60, "anna"))
    assert isinstance(error, StoreError)
    assert place.commands == ["hold"]
    place.disk = "writes"
    assert place.run(lambda: place.desk.extend(ID, 60, "anna")).extended


def test_who_asks_is_told_why_not(place: Place) -> None:
    place.ready()
    assert isinstance(place.run(lambda: place.desk.hold("another", 30, "anna", person=True)), UnknownElevatorError)
    error = place.run(lambda: place.desk.extend(ID, 30, "anna"))
    assert (type(error), error.reasons, error.code) == (HoldRefusedError, ("not_held",), "hold_not_held")
    place.permit = Permit()
    place.tell(CarReported(ID, replace(OPEN, fire=True)))
    error = place.run(lambda: place.desk.hold(ID, 30, "anna", person=True))
    assert error.reasons == ("not_commissioned", "fire")
    assert place.commands == []
    assert place.committed == []


def test_the_car_may_leave_while_the_journal_is_written(place: Place) -> None:
    place.ready()

    async def both() -> Any:
        asked = asyncio.ensure_future(place.desk.hold(ID, 30, "anna", person=True))
        await asyncio.sleep(0)
        place.desk.take(ID, CarReported(ID, replace(OPEN, moving=True)))
        return await asked

    error = place.run(both)
    assert isinstance(error, HoldRefusedError)
    assert place.commands == []


def test_commissioning_that_is_withdrawn_lets_go_within_a_second(place: Place) -> None:
    place.ready()
    place.see(1, 1.2)
    place.permit = Permit()
    place.run(place.desk.look)
    assert place.commands == ["hold", "release"]
    place.permit = Permit(holds=True)
    place.run(place.desk.look)
    assert place.desk.is_held(ID)


def test_an_elevator_that_is_set_up_otherwise_is_let_go_and_one_that_is_not_is_left(place: Place) -> None:
    place.ready()
    place.see(1, 1.2)
    place.loop.do(place.desk.configure, [ELEVATOR])
    assert place.commands == ["hold"]
    place.loop.do(place.desk.configure, [replace(ELEVATOR, device="lift-2")])
    assert place.commands == ["hold", "release"]
    assert place.desk.view(ID).state is GuardState.FAULTY
    place.loop.wait(60)
    assert place.commands == ["hold", "release"]


OF_NO_CONCERN: list[dict[str, Any]] = [
    {"name": "Renamed"},
    {"building": "b2"},
    {"speakers": ("media_player.car",)},
    {"languages": ("en",)},
    {"two_way": "https://frigate/car"},
]


@pytest.mark.parametrize("change", OF_NO_CONCERN, ids=lambda change: next(iter(change)))
def test_a_guard_whose_elevator_has_another_name_building_or_voice_holds_on(
    place: Place, change: dict[str, Any]
) -> None:
    place.ready()
    place.see(1, 1.2)
    place.tell(Resolved("another", false_alarm=True))
    assert place.desk.configure([replace(ELEVATOR, **change)]) == frozenset()
    for _ in range(40):
        place.loop.wait(0.1)
    assert place.commands == ["hold", "hold"]
    assert place.desk.view(ID).state is GuardState.HOLDING
    assert place.desk.view(ID).false_alarms == 1
    # What it says from now on is about the elevator as it is named now.
    place.tell(Resolved("yet another", false_alarm=True))
    assert [fault.building for fault in place.faults] == [change.get("building", ELEVATOR.building)]


def test_who_has_begun_is_told_so_that_it_can_be_told_all(place: Place) -> None:
    assert place.desk.configure([ELEVATOR]) == {ID}
    other = replace(ELEVATOR, id="elevator-2")
    assert place.desk.configure([replace(ELEVATOR, device="lift-9"), other]) == {ID, other.id}
    assert place.desk.configure([ELEVATOR]) == {ID}
    assert place.desk.configure([ELEVATOR, other]) == {other.id}


def test_stopping_lets_go_of_every_door_and_nothing_is_resumed(place: Place) -> None:
    place.ready()
    place.see(1, 1.2)
    place.run(place.desk.stop)
    assert place.commands == ["hold", "release"]
    place.loop.wait(60)
    assert place.commands == ["hold", "release"]
    # A new start begins with nothing.
    again = Place(place.loop)
    again.ready()
    assert again.commands == []


@pytest.mark.parametrize("error", ["refused", "not_connected"])
def test_a_refusal_and_a_lost_link_are_not_asked_again_at_once(place: Place, error: str) -> None:
    place.ready()
    place.error = error
    place.see(1, 1.2)
    assert place.commands == ["hold", "release"]
    place.loop.wait(9)
    assert place.commands == ["hold", "release"]
    place.loop.wait(2)
    assert place.commands == ["hold", "release", "hold", "release"]


def test_a_relay_that_never_answers_is_a_fault_that_a_technician_takes_back(place: Place) -> None:
    place.ready()
    place.hangs = True
    place.release_error = "no_result"
    place.see(1, 1.2)
    for _ in range(8):
        place.loop.wait(1)
    assert [fault.cause for fault in place.faults] == [FaultCause.GUARD_RELAY]
    assert place.faults[0].subject == ID
    assert place.desk.view(ID).state is GuardState.VOICE_ONLY
    place.loop.do(place.desk.rearm, ID, WhyNot.RELAY)
    assert place.cleared == [FaultCause.GUARD_RELAY]
    assert place.desk.view(ID).why_not == ()


def test_a_relay_that_answers_and_never_closes_is_a_fault(place: Place) -> None:
    place.ready()
    place.closes = False
    place.see(1, 1.2)
    for _ in range(130):
        place.loop.wait(0.1)
    assert [fault.cause for fault in place.faults] == [FaultCause.GUARD_RELAY]
    assert place.commands[-1] == "release"
    assert place.desk.view(ID).state is GuardState.VOICE_ONLY
    assert place.said == ["ebike_out"]
    assert place.opened == ["ebike"]


def test_two_false_alarms_are_a_task_that_outlives_a_restart(place: Place) -> None:
    place.ready()
    place.tell(Resolved("i7", false_alarm=True), Resolved("i8", false_alarm=True))
    assert [fault.cause for fault in place.faults] == [FaultCause.GUARD_FALSE_ALARMS]
    again = Place(place.loop)
    again.desk.suspend(ID, WhyNot.FALSE_ALARMS)
    again.ready()
    again.see(1, 1.2)
    assert again.commands == []
    assert again.desk.view(ID).why_not == (WhyNot.FALSE_ALARMS,)


def test_the_key_lets_go_and_a_fact_of_no_elevator_of_ours_is_read_over(place: Place) -> None:
    place.ready()
    place.see(1, 1.2)
    place.loop.do(place.desk.take_elevator_fact, KeyReleased(ID, START))
    place.loop.do(place.desk.take_elevator_fact, KeyReleased("another", START))
    assert place.commands == ["hold", "release"]
