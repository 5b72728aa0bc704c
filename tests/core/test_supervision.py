"""When a device is silent, and what makes it a fault that a person must take."""

from collections.abc import Container, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custom_components.smart_community.core.community import NOWHERE, Place
from custom_components.smart_community.core.device import Device, DeviceKind, Points, Source
from custom_components.smart_community.core.fault import Fault, FaultCause, FaultKey
from custom_components.smart_community.core.supervision import (
    ENTITY_GONE_AFTER,
    EVERYWHERE,
    GONE_AFTER,
    HANDFUL,
    MANY,
    Silence,
    faults_of,
    grouped,
    is_on_list,
    is_silent,
)

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
OF_ENTITIES = Device("event-button", 1, Source.ENTITY, DeviceKind.HELP_BUTTON, points=Points("event.button"))


def heard(seconds_ago: float, kind: DeviceKind | None = DeviceKind.HELP_BUTTON, check_in: int | None = None) -> Device:
    return Device("d", 1, kind=kind, check_in=check_in, last_seen=NOW - timedelta(seconds=seconds_ago), online=True)


@pytest.mark.parametrize(
    ("device", "allowed"),
    [
        (heard(0, DeviceKind.GATEWAY), 90),
        (heard(0, DeviceKind.HELP_BUTTON), 25 * 3600),
        (heard(0, DeviceKind.SMOKE), 25 * 3600),
        (heard(0, None), 25 * 3600),
        (heard(0, DeviceKind.GATEWAY, check_in=300), 300),
        (heard(0, DeviceKind.HELP_BUTTON, check_in=60), 60),
    ],
)
def test_a_gateway_may_be_silent_90_seconds_a_radio_button_25_hours_or_what_it_says_itself(
    device: Device, allowed: int
) -> None:
    assert not is_silent(device, NOW + timedelta(seconds=allowed))
    assert is_silent(device, NOW + timedelta(seconds=allowed, microseconds=1))


def test_a_device_that_was_never_heard_is_silent() -> None:
    assert is_silent(Device("d", 1, kind=DeviceKind.HELP_BUTTON), NOW)


@pytest.mark.parametrize("device", [heard(0), OF_ENTITIES])
def test_a_device_that_says_it_is_gone_is_silent_at_once(device: Device) -> None:
    assert is_silent(replace(device, online=False), NOW)


def test_an_idle_device_of_entities_is_not_silent_since_its_own_integration_knows() -> None:
    assert not is_silent(OF_ENTITIES, NOW)
    assert not is_silent(replace(OF_ENTITIES, online=True, last_seen=NOW - timedelta(days=400)), NOW)


@settings(deadline=None)
@given(
    kind=st.none() | st.sampled_from(DeviceKind),
    check_in=st.none() | st.integers(1, 2_678_400),
    later=st.floats(0, 1e7),
    more=st.floats(0, 1e7),
)
def test_silence_never_ends_by_waiting(
    kind: DeviceKind | None, check_in: int | None, later: float, more: float
) -> None:
    device = heard(0, kind, check_in)
    if is_silent(device, NOW + timedelta(seconds=later)):
        assert is_silent(device, NOW + timedelta(seconds=later + more))


# Faults. The devices of a community: gateways, what speaks through them, and what speaks for itself.

COMMUNITY_NOW = NOW + timedelta(days=1)


def device(
    device_id: str,
    *,
    building: str | None = "b1",
    kind: DeviceKind | None = DeviceKind.HELP_BUTTON,
    via: str | None = None,
    battery: float | None = 90,
    tamper: bool = False,
    tested: datetime | None = NOW,
    assigned: datetime | None = NOW,
) -> Device:
    place = Place(building=building, home=f"home-of-{device_id}") if building else Place(home=f"home-of-{device_id}")
    return Device(
        device_id, 1, kind=kind, via=via, place=place, battery=battery, tamper=tamper, last_test=tested,
        assigned_at=assigned,
    )  # fmt: skip


def gateway(device_id: str = "gateway", via: str | None = None, building: str | None = "b1") -> Device:
    return Device(
        device_id, 1, kind=DeviceKind.GATEWAY, via=via, place=Place(building=building) if building else NOWHERE
    )


def found(
    devices: Iterable[Device],
    *,
    silent: Container[str] = (),
    under_test: Container[str] = (),
    standing: AbstractSet[FaultKey] = frozenset(),
    now: datetime = COMMUNITY_NOW,
) -> list[Fault]:
    return faults_of(
        {device.id: device for device in devices},
        now,
        is_silent=lambda device: device.id in silent,
        is_tested=lambda device: device.id in under_test,
        standing=standing,
    )


def buttons(count: int, *, building: str | None = "b1", via: str | None = None) -> list[Device]:
    return [device(f"{building}-{via}-{n}", building=building, via=via) for n in range(count)]


@given(st.integers(1, 300))
def test_one_dead_gateway_is_one_fault_not_three_hundred(behind: int) -> None:
    devices = [gateway(), *buttons(behind, via="gateway")]
    (fault,) = found(devices, silent={one.id for one in devices})
    assert (fault.cause, fault.subject, fault.count) == (FaultCause.GATEWAY_LOST, "gateway", behind)
    assert (fault.building, fault.device) == ("b1", "gateway")


def test_a_gateway_behind_a_dead_gateway_is_not_a_second_fault() -> None:
    devices = [gateway("top"), gateway("below", via="top"), *buttons(3, via="below")]
    (fault,) = found(devices, silent={one.id for one in devices})
    assert (fault.subject, fault.count) == ("top", 4)
    (fault,) = found(devices, silent={one.id for one in devices} - {"top"})
    assert fault.subject == "below"


def test_gateways_that_name_each_other_hide_no_fault() -> None:
    devices = [gateway("a", via="b"), gateway("b", via="a"), device("d", via="a")]
    assert {fault.subject for fault in found(devices, silent={"a", "b", "d"})} == {"a", "b"}


def test_a_gateway_that_nobody_assigned_is_watched_as_soon_as_something_speaks_through_it() -> None:
    devices = [gateway(building=None), device("d", via="gateway")]
    (fault,) = found(devices, silent={"gateway"})
    assert (fault.subject, fault.building) == ("gateway", "b1")
    assert found([gateway(building=None)], silent={"gateway"}) == []


def test_a_device_that_belongs_nowhere_is_no_fault() -> None:
    assert found([Device("d", 1, battery=3, tamper=True)], silent={"d"}) == []


@pytest.mark.parametrize(
    ("one", "cause"),
    [
        (device("d", battery=20), FaultCause.BATTERY_LOW),
        (device("d", tamper=True), FaultCause.TAMPER),
        (device("d", tested=COMMUNITY_NOW - timedelta(days=31, seconds=1)), FaultCause.NOT_TESTED),
        (device("d", tested=None, assigned=COMMUNITY_NOW - timedelta(days=31, seconds=1)), FaultCause.NOT_TESTED),
    ],
)
def test_a_battery_of_20_an_opened_case_and_31_days_without_a_test_are_faults(one: Device, cause: FaultCause) -> None:
    (fault,) = found([one])
    assert (fault.cause, fault.subject, fault.device, fault.building) == (cause, "d", "d", "b1")


@pytest.mark.parametrize(
    "one",
    [
        device("d", battery=20.1),
        device("d", battery=None),
        device("d", tested=COMMUNITY_NOW - timedelta(days=31)),
        device("d", tested=None, assigned=None),
        device("d", kind=DeviceKind.DOOR, tested=None, assigned=COMMUNITY_NOW - timedelta(days=400)),
    ],
)
def test_what_is_within_its_figure_is_no_fault(one: Device) -> None:
    assert found([one]) == []


def test_a_battery_that_was_low_is_well_again_only_above_25() -> None:
    standing = {(FaultCause.BATTERY_LOW, "d")}
    assert found([device("d", battery=25)], standing=standing)
    assert not found([device("d", battery=25.1)], standing=standing)


def test_a_case_that_is_open_during_a_test_is_no_fault() -> None:
    assert found([device("d", tamper=True)], under_test={"d"}) == []


def test_a_handful_is_told_one_by_one_and_more_as_one_of_the_building() -> None:
    five, six = buttons(HANDFUL), buttons(HANDFUL + 1)
    assert len(found(five, silent={one.id for one in five})) == HANDFUL
    (fault,) = found(six, silent={one.id for one in six})
    assert (fault.subject, fault.building, fault.device, fault.count) == ("building:b1", "b1", None, HANDFUL + 1)


def test_three_hundred_buttons_of_many_buildings_that_go_silent_are_one_fault_with_a_count() -> None:
    devices = [one for n in range(10) for one in buttons(30, building=f"b{n}")]
    (fault,) = found(devices, silent={one.id for one in devices})
    assert (fault.subject, fault.building, fault.count) == (EVERYWHERE, None, 300)


some_devices = st.lists(
    st.tuples(st.sampled_from(["b1", "b2", "b3", None]), st.integers(0, 40)), unique=True, max_size=60
).map(lambda drawn: [device(f"d-{building}-{n}", building=building) for building, n in drawn])


@settings(deadline=None)
@given(st.lists(some_devices, min_size=1, max_size=6))
def test_whatever_comes_and_goes_each_device_is_in_one_fault_what_stands_stays_and_they_never_become_many(
    rounds: list[list[Device]],
) -> None:
    standing: frozenset[FaultKey] = frozenset()
    for concerned in rounds:
        faults = grouped(FaultCause.DEVICE_SILENT, concerned, standing)
        assert sum(fault.count for fault in faults) == len(concerned)
        assert len({fault.key for fault in faults}) == len(faults)
        own = {fault.device for fault in faults if fault.device is not None}
        assert len(own) <= MANY
        assert {key[1] for key in standing if key[1] in {one.id for one in concerned}} <= own
        standing = frozenset(fault.key for fault in faults)
        assert frozenset(fault.key for fault in grouped(FaultCause.DEVICE_SILENT, concerned, standing)) == standing


# Silence, on a clock that nobody can set.


def at_start(*devices: Device, lived: datetime | None = NOW, now: float = 1000.0) -> Silence:
    silence = Silence()
    silence.begin(devices, lived, now)
    return silence


GATEWAY = replace(gateway(), last_seen=NOW)
BUTTON = replace(device("d"), last_seen=NOW)


@pytest.mark.parametrize(("one", "seconds"), [(GATEWAY, 90), (BUTTON, 25 * 3600), (replace(BUTTON, check_in=600), 600)])
def test_a_gateway_is_a_fault_after_90_seconds_and_a_radio_button_after_25_hours(one: Device, seconds: int) -> None:
    silence = at_start(one)
    assert not silence.is_fault(one, 1000.0 + seconds)
    assert silence.is_fault(one, 1000.1 + seconds)
    silence.heard(one.id, 2000.0 + seconds)
    assert not silence.is_fault(one, 2000.0 + 2 * seconds)


@given(st.floats(0, 1e8))
def test_a_restart_neither_forgives_a_silence_nor_blames_a_device_for_the_time_when_nobody_listened(
    silent: float,
) -> None:
    """A button that was silent for so long when we stopped has its 25 hours less that, and at least 90 seconds."""
    seen = replace(BUTTON, last_seen=NOW - timedelta(seconds=silent))
    silence = at_start(seen)
    most = max(90.0, 25 * 3600 - silent)
    assert not silence.is_fault(seen, 1000.0 + most - 0.1)
    assert silence.is_fault(seen, 1000.0 + most + 0.1)


def test_a_clock_that_was_wrong_makes_nobody_silent() -> None:
    future = replace(GATEWAY, last_seen=NOW + timedelta(days=400))
    assert not at_start(future).is_fault(future, 1090.0)
    assert at_start(future).is_fault(future, 1091.0)


@given(st.floats(0, 1e5), st.floats(0, 1e5))
def test_what_could_not_be_heard_is_excused(quiet: float, deaf: float) -> None:
    silence = at_start(BUTTON)
    now = 1000.0 + quiet + deaf
    silence.excuse([BUTTON.id], deaf, now)
    assert silence.is_fault(BUTTON, now) is (now - (1000.0 + deaf) > 25 * 3600)


@pytest.mark.parametrize(("one", "seconds"), [(BUTTON, GONE_AFTER), (OF_ENTITIES, ENTITY_GONE_AFTER)])
def test_what_says_that_it_is_gone_is_a_fault_only_when_it_stays_away(one: Device, seconds: float) -> None:
    silence = at_start(replace(one, online=True))
    silence.gone(one.id, 1010.0)
    silence.gone(one.id, 1050.0)
    assert not silence.is_fault(one, 1010.0 + seconds)
    assert silence.is_fault(one, 1010.1 + seconds)
    silence.back(one.id)
    assert not silence.is_fault(one, 1010.1 + seconds)


def test_an_idle_device_of_entities_is_never_a_fault_by_its_silence() -> None:
    there = replace(OF_ENTITIES, online=True)
    assert not at_start(there).is_fault(there, 1e9)


def test_an_entity_that_does_not_come_back_after_a_start_is_a_fault() -> None:
    silence = at_start(OF_ENTITIES)
    assert not silence.is_fault(OF_ENTITIES, 1000.0 + ENTITY_GONE_AFTER)
    assert silence.is_fault(OF_ENTITIES, 1000.1 + ENTITY_GONE_AFTER)
    silence.back(OF_ENTITIES.id)
    assert not silence.is_fault(OF_ENTITIES, 1e9)


def test_a_device_that_was_met_after_the_start_counts_from_then() -> None:
    silence = at_start()
    assert not silence.is_fault(GATEWAY, 5000.0)
    assert silence.is_fault(GATEWAY, 5091.0)


# Tests by hand.


def test_the_monthly_list_names_what_was_never_tested_and_what_is_due_within_a_week() -> None:
    listed = [
        device("never", tested=None),
        device("soon", tested=COMMUNITY_NOW - timedelta(days=24, seconds=1)),
        device("late", tested=COMMUNITY_NOW - timedelta(days=32)),
    ]
    not_listed = [
        device("fresh", tested=COMMUNITY_NOW - timedelta(days=24)),
        device("door", kind=DeviceKind.DOOR, tested=None),
        Device("spare", 1, kind=DeviceKind.HELP_BUTTON),
    ]
    assert [one.id for one in [*listed, *not_listed] if is_on_list(one, COMMUNITY_NOW)] == ["never", "soon", "late"]
