"""What a device reports, turned into an alarm: by its event, by its state, and once."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.smart_community.core.alarm import BY_STATE, alarm_by_event, alarm_by_state, over, over_key
from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.device import Device, DeviceKind
from custom_components.smart_community.core.incident import Incident, Kind, Severity

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LATER = NOW + timedelta(seconds=2)


def device(kind: DeviceKind | None, alarm: bool | None = None) -> Device:
    return Device("d", 1, kind=kind, place=Place(building="b1", home="h1"), alarm=alarm)


def words(incident: Incident) -> list[str]:
    return [entry.what.value for entry in incident.timeline]


@pytest.mark.parametrize(
    ("kind", "event", "opens"),
    [
        (None, "pressed", Kind.HELP),
        (DeviceKind.HELP_BUTTON, "long_pressed", Kind.HELP),
        (DeviceKind.HELP_BUTTON, "fall", Kind.FALL),
        (DeviceKind.HELP_BUTTON, "alarm", None),
        (DeviceKind.SMOKE, "alarm", Kind.SMOKE),
        (DeviceKind.SMOKE, "pressed", None),
        (DeviceKind.SMOKE, "clear", None),
        (DeviceKind.SMOKE, "test", None),
        (DeviceKind.GAS, "alarm", Kind.GAS),
        (DeviceKind.ELEVATOR, "entrapment", Kind.ENTRAPMENT),
        (DeviceKind.ELEVATOR, "key_release", None),
        (DeviceKind.GATE, "forced", None),
        (DeviceKind.MOTION, "alarm", None),
    ],
)
def test_smoke_gas_fall_and_entrapment_are_opened_by_their_own_devices(
    kind: DeviceKind | None, event: str, opens: Kind | None
) -> None:
    alarm = alarm_by_event(device(kind), event, NOW)
    assert (alarm.kind if alarm else None) == opens
    if alarm is not None:
        assert alarm.opens("i", 1).severity is Severity.CRITICAL


@pytest.mark.parametrize(
    ("kind", "opens"),
    [
        (DeviceKind.SMOKE, Kind.SMOKE),
        (DeviceKind.GAS, Kind.GAS),
        (DeviceKind.ELEVATOR, Kind.ENTRAPMENT),
        (DeviceKind.HELP_BUTTON, None),
        (None, None),
    ],
)
def test_a_missed_event_opens_too(kind: DeviceKind | None, opens: Kind | None) -> None:
    alarm = alarm_by_state(device(kind, alarm=True), NOW)
    assert (alarm.kind if alarm else None) == opens
    assert alarm_by_state(device(kind, alarm=False), NOW) is None
    assert alarm_by_state(device(kind), NOW) is None


def test_an_elevator_that_holds_somebody_is_the_place() -> None:
    alarm = alarm_by_event(Device("lift-1", 1, kind=DeviceKind.ELEVATOR, place=Place(building="b1")), "entrapment", NOW)
    assert alarm is not None
    assert alarm.place == Place(building="b1", elevator="lift-1")


def test_an_event_and_the_state_that_goes_with_it_are_one_alarm_whichever_comes_first() -> None:
    smoke = device(DeviceKind.SMOKE, alarm=True)
    event, state = alarm_by_event(smoke, "alarm", NOW), alarm_by_state(smoke, NOW)
    assert event is not None
    assert state is not None
    assert event.merge_key == state.merge_key
    told = event.opens("i", 1)
    assert state.joins(told) is told
    seen = state.opens("i", 1)
    assert seen.timeline[0].text == BY_STATE
    assert event.joins(seen) is seen
    assert words(event.joins(event.joins(told))) == ["opened", "again", "again"]


def test_smoke_that_comes_back_after_clear_is_told_again() -> None:
    smoke = device(DeviceKind.SMOKE, alarm=True)
    state, event = alarm_by_state(smoke, NOW), alarm_by_event(smoke, "alarm", LATER)
    assert state is not None
    assert event is not None
    incident = over(state.opens("i", 1), smoke, NOW)
    assert words(event.joins(incident)) == ["opened", "cleared", "again"]


def test_clear_adds_a_note_once_and_never_closes() -> None:
    smoke = device(DeviceKind.SMOKE)
    alarm = alarm_by_event(smoke, "alarm", NOW)
    assert alarm is not None
    cleared = over(alarm.opens("i", 1), smoke, LATER)
    assert (words(cleared), cleared.is_active) == (["opened", "cleared"], True)
    assert over(cleared, smoke, LATER) is cleared
    assert over_key(smoke) == cleared.merge_key
    assert over_key(device(DeviceKind.HELP_BUTTON)) is None
