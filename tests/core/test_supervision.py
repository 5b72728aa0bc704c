"""When a device is silent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custom_components.smart_community.core.device import Device, DeviceKind, Points, Source
from custom_components.smart_community.core.supervision import is_silent

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
