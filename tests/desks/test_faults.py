"""The fault desk and the watch: what is wrong becomes one incident, and stays one until a person has it."""

from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.device import Device, DeviceKind, Source
from custom_components.smart_community.core.fault import REMINDS_AFTER, SETTLES_AFTER, Fault, FaultCause
from custom_components.smart_community.core.incident import Incident, Resolution, State
from custom_components.smart_community.core.ports import StoreFailure
from custom_components.smart_community.core.supervision import GONE_AFTER, Silence
from custom_components.smart_community.desks.faults import TICK, FaultDesk
from custom_components.smart_community.desks.watch import EVERY, Watch

from .world import HandLoop, World

pytestmark = pytest.mark.usefixtures("with_faults")

LOST = Fault(FaultCause.GATEWAY_LOST, "gateway", "b1", "gateway")
SILENT = Fault(FaultCause.DEVICE_SILENT, "building:b1", "b1", count=6)


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: these desks know none."""


class Faults:
    """A fault desk on a response desk."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.desk = FaultDesk(clock=world.clock, incidents=lambda: world.desk, run=self._run)
        self.desk.load(world.desk.active.values(), {})
        self.desk.start()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self.world.loop.create_task(work)

    def report(self, fault: Fault) -> None:
        self.world.loop.do(self.desk.report, fault)

    def clear(self, fault: Fault) -> None:
        self.world.loop.do(self.desk.clear, fault.cause, fault.subject)

    def wait(self, seconds: float) -> None:
        """Let time pass, and the timers of both desks run."""
        for _ in range(round(seconds / TICK)):
            self.world.wait(TICK)
            self.world.ask(self.desk.tick())
            self.world.loop.turn()

    @property
    def words(self) -> list[str]:
        """The timeline of the one fault, without the chase."""
        chase = {"escalated", "nobody_told", "asked_again"}
        return [entry.what.value for entry in self.world.incident.timeline if entry.what.value not in chase]


@pytest.fixture
def faults() -> Faults:
    return Faults(World(HandLoop()))


def test_a_fault_is_told_once_however_often_it_is_reported(faults: Faults) -> None:
    for _ in range(5):
        faults.report(LOST)
        faults.wait(10)
    assert (faults.world.incident.cause, faults.words) == ("gateway_lost", ["opened"])


def test_a_fault_that_goes_away_is_noted_and_stays_and_is_told_again_when_it_comes_back(faults: Faults) -> None:
    faults.report(LOST)
    faults.wait(600)
    faults.clear(LOST)
    faults.wait(SETTLES_AFTER - 2 * TICK)
    assert faults.words == ["opened"], "it may come back at once"
    faults.wait(3 * TICK)
    assert faults.words == ["opened", "cleared"]
    assert faults.world.incident.is_active
    faults.clear(LOST)
    faults.wait(SETTLES_AFTER + TICK)
    assert faults.words == ["opened", "cleared"]
    faults.report(LOST)
    assert faults.words == ["opened", "cleared", "again"]


def test_a_fault_that_comes_and_goes_is_told_once(faults: Faults) -> None:
    faults.report(LOST)
    for _ in range(10):
        faults.clear(LOST)
        faults.wait(30)
        faults.report(LOST)
        faults.wait(30)
    assert faults.words == ["opened"]


def test_a_brief_fault_that_nobody_has_is_ended_by_the_system(faults: Faults) -> None:
    faults.report(LOST)
    faults.wait(30)
    faults.clear(LOST)
    faults.wait(SETTLES_AFTER + TICK)
    assert faults.world.incidents == []
    (ended,) = faults.world.disk.incidents.values()
    assert (ended.state, ended.resolution, ended.acknowledged_by) == (State.RESOLVED, Resolution.REAL, "system")


def test_a_brief_fault_that_somebody_has_stays_his(faults: Faults) -> None:
    faults.report(LOST)
    faults.world.ask(faults.world.desk.acknowledge(faults.world.incident.id, "anna"))
    faults.clear(LOST)
    faults.wait(SETTLES_AFTER + TICK)
    assert faults.words == ["opened", "acknowledged", "cleared"]


def test_what_a_person_resolved_though_it_is_there_is_told_again_a_day_later(faults: Faults) -> None:
    faults.report(LOST)
    resolve(faults)
    faults.wait(600)
    faults.report(LOST)
    faults.wait(600)
    assert faults.world.incidents == []
    faults.world.loop.wait(REMINDS_AFTER.total_seconds())
    faults.wait(TICK)
    assert faults.words == ["opened"]


def test_what_a_person_resolved_and_comes_back_is_news(faults: Faults) -> None:
    faults.report(LOST)
    resolve(faults)
    faults.wait(TICK)
    faults.clear(LOST)
    faults.wait(SETTLES_AFTER + TICK)
    faults.report(LOST)
    faults.wait(TICK)
    assert faults.words == ["opened"]


def test_what_happens_and_is_over_is_forgotten_with_its_incident(faults: Faults) -> None:
    told_nobody = Fault(FaultCause.NOBODY_TOLD, "help")
    faults.report(told_nobody)
    resolve(faults)
    faults.wait(TICK)
    assert faults.desk.present == {}
    faults.report(told_nobody)
    faults.wait(TICK)
    assert len(faults.world.incidents) == 1


def test_twice_as_many_devices_are_told_again(faults: Faults) -> None:
    faults.report(SILENT)
    faults.report(replace(SILENT, count=11))
    assert faults.words == ["opened"]
    faults.report(replace(SILENT, count=12))
    assert faults.words == ["opened", "again"]
    assert [entry.text for entry in faults.world.incident.timeline if entry.what.value in {"opened", "again"}] == [
        "6",
        "12",
    ]


def test_a_store_that_fails_holds_a_fault_back_until_it_writes(faults: Faults) -> None:
    faults.world.store.failure = StoreFailure.FULL
    faults.report(LOST)
    faults.wait(TICK)
    assert faults.world.incidents == []
    faults.world.store.failure = None
    faults.wait(TICK)
    assert faults.words == ["opened"]


def test_that_the_store_fails_is_told_from_memory(faults: Faults) -> None:
    faults.world.store.failure = StoreFailure.FULL
    faults.report(Fault(FaultCause.DATABASE_FAILING, "database"))
    assert (faults.world.incident.cause, faults.world.incident.unsaved) == ("database_failing", True)


def test_a_restart_at_any_moment_changes_nothing(faults: Faults) -> None:
    faults.report(LOST)
    faults.wait(300)
    again = World(HandLoop(), faults.world.disk)
    again.load()
    after = Faults(again)
    after.report(LOST)
    after.wait(TICK)
    assert after.words == ["opened"]
    # It went away while we were.
    once_more = World(HandLoop(), faults.world.disk)
    once_more.loop.seconds += 600
    once_more.load()
    gone = Faults(once_more)
    once_more.loop.do(gone.desk.only, [FaultCause.GATEWAY_LOST], [])
    gone.wait(SETTLES_AFTER + TICK)
    assert gone.words == ["opened", "cleared"]


def test_what_a_person_resolved_before_a_restart_is_not_told_after_it() -> None:
    world = World(HandLoop())
    faults = Faults(world)
    faults.desk.load([], {LOST.key: world.clock().utc - timedelta(hours=1)})
    faults.report(LOST)
    faults.wait(TICK)
    assert world.incidents == []


def test_faults_that_are_reported_before_the_start_wait_for_it() -> None:
    world = World(HandLoop())
    desk = FaultDesk(clock=world.clock, incidents=lambda: world.desk, run=Faults(world)._run)
    world.loop.do(desk.report, LOST)
    assert world.incidents == []
    world.loop.do(desk.start)
    assert world.incident.cause == "gateway_lost"


def resolve(faults: Faults) -> None:
    world = faults.world
    world.ask(world.desk.resolve(world.incident.id, "anna", Resolution.REAL))


# The watch.


@dataclass
class Watched:
    """A watch over devices, whose faults are collected."""

    loop: HandLoop = field(default_factory=HandLoop)
    devices: dict[str, Device] = field(default_factory=dict)
    there: dict[FaultCause, list[Fault]] = field(default_factory=dict)
    told: list[tuple[str, FaultCause]] = field(default_factory=list)
    connected: bool = True
    fails: bool = False

    def __post_init__(self) -> None:
        self.world = World(self.loop)
        self.silence = Silence()
        self.watch = Watch(
            clock=self.world.clock,
            devices=self.devices,
            silence=self.silence,
            is_tested=lambda _device: False,
            is_connected=lambda: self.connected,
            store_fails=lambda: self.fails,
            standing=lambda: {fault.key for faults in self.there.values() for fault in faults},
            only=self._only,
            report=lambda fault: self.told.append(("report", fault.cause)),
            clear=lambda cause, _subject: self.told.append(("clear", cause)),
        )

    def _only(self, causes: Any, faults: Any) -> None:
        faults = list(faults)
        for cause in causes:
            self.there[cause] = [fault for fault in faults if fault.cause is cause]

    def add(self, *devices: Device) -> None:
        self.devices.update((device.id, device) for device in devices)

    def begin(self, lived_at: datetime | None = None) -> None:
        self.watch.begin(lived_at)

    def wait(self, seconds: float, *, heard: tuple[str, ...] = ()) -> None:
        """Let time pass in which the watch looks; these devices are heard all the while."""
        for _ in range(round(seconds / EVERY)):
            self.loop.seconds += EVERY
            for device_id in heard:
                self.silence.heard(device_id, self.loop.seconds)
                self.silence.back(device_id)
            self.loop.run_until_complete(self.watch.look())

    @property
    def faults(self) -> set[tuple[str, str, int]]:
        return {(fault.cause.value, fault.subject, fault.count) for one in self.there.values() for fault in one}


GATEWAY = Device("gateway", 1, kind=DeviceKind.GATEWAY, place=Place(building="b1"))
BEHIND = [
    Device(f"d{n}", n + 2, kind=DeviceKind.DOOR, via="gateway", place=Place(building="b1", home=f"h{n}"), check_in=300)
    for n in range(30)
]


def test_a_lost_gateway_is_told_after_90_seconds_as_one_fault_with_all_that_is_behind_it() -> None:
    watched = Watched()
    watched.add(GATEWAY, *BEHIND)
    watched.begin()
    watched.wait(80)
    assert watched.faults == set()
    watched.wait(40)
    assert watched.faults == {("gateway_lost", "gateway", 30)}
    watched.wait(3600)
    assert watched.faults == {("gateway_lost", "gateway", 30)}


def test_what_was_behind_a_gateway_that_is_back_has_its_time_again() -> None:
    watched = Watched()
    watched.add(GATEWAY, *BEHIND)
    watched.begin()
    watched.wait(3600)
    watched.wait(200, heard=("gateway",))
    assert watched.faults == set()
    watched.wait(120, heard=("gateway",))
    assert watched.faults == {("device_silent", "building:b1", 30)}


def test_while_the_broker_is_gone_that_is_the_fault_and_nobody_is_blamed_after_it() -> None:
    watched = Watched()
    watched.add(GATEWAY, *BEHIND)
    everybody = tuple(watched.devices)
    watched.begin()
    watched.wait(200, heard=everybody)
    watched.connected = False
    watched.wait(GONE_AFTER + 2 * EVERY)
    assert ("report", FaultCause.BROKER_LOST) in watched.told
    watched.wait(86_400)
    assert watched.faults == set()
    watched.connected = True
    watched.wait(80)
    assert watched.faults == set()
    assert watched.told[-1][0] == "clear"
    watched.wait(200, heard=everybody)
    assert watched.faults == set()


def test_a_machine_that_stood_still_blames_nobody() -> None:
    watched = Watched()
    watched.add(GATEWAY, *BEHIND)
    watched.begin()
    watched.wait(200, heard=tuple(watched.devices))
    watched.loop.seconds += 3600
    watched.wait(80)
    assert watched.faults == set()


def test_a_clock_that_jumps_blames_nobody() -> None:
    watched = Watched()
    watched.add(GATEWAY, *BEHIND)
    watched.begin()
    for jump in (3600.0, -7200.0, 86_400.0):
        watched.world.utc_is_off_by += jump
        watched.wait(200, heard=tuple(watched.devices))
    assert watched.faults == set()


def test_after_a_start_nothing_that_was_said_of_silence_is_taken_back_before_it_is_known() -> None:
    watched = Watched()
    watched.add(GATEWAY)
    watched.there[FaultCause.GATEWAY_LOST] = [LOST]
    watched.begin(watched.world.clock().utc)
    watched.wait(80)
    assert watched.faults == {("gateway_lost", "gateway", 1)}
    watched.wait(60)
    assert watched.faults == {("gateway_lost", "gateway", 1)}


def test_an_entity_that_is_unavailable_is_told_after_its_integration_had_time_to_start() -> None:
    watched = Watched()
    watched.add(Device("e", 1, Source.ENTITY, DeviceKind.SMOKE, place=Place(building="b1"), last_test=None))
    watched.begin()
    watched.silence.gone("e", watched.loop.seconds)
    watched.wait(290)
    assert watched.faults == set()
    watched.wait(30)
    assert watched.faults == {("device_silent", "e", 1)}


@pytest.mark.parametrize("fails", [True, False])
def test_a_failing_database_is_a_fault(fails: bool) -> None:
    watched = Watched(fails=fails)
    watched.begin()
    watched.wait(EVERY)
    assert ("report" if fails else "clear", FaultCause.DATABASE_FAILING) in watched.told


def test_the_incident_of_a_fault_is_nobodys_home(faults: Faults) -> None:
    faults.report(LOST)
    incident: Incident = faults.world.incident
    assert (incident.place, incident.device) == (Place(building="b1"), "gateway")
