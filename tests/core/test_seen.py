"""Which events were handled already."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from custom_components.smart_community.core.device import DeviceEvent, EventKey
from custom_components.smart_community.core.seen import REMEMBERED_FOR, SeenEvents

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
KEYS = st.tuples(st.sampled_from(["button-1", "button-2"]), st.sampled_from(["", "b1", "b2"]), st.integers(0, 6))


@settings(deadline=None)
@given(st.lists(KEYS))
def test_only_what_came_is_seen_whatever_the_order_and_never_the_highest_seen(keys: list[EventKey]) -> None:
    seen = SeenEvents()
    came: set[EventKey] = set()
    for key in keys:
        assert (key in seen) is (key in came)
        seen.add(key, NOW)
        came.add(key)
    for device in ("button-1", "button-2"):
        for boot in ("", "b1", "b2"):
            for seq in range(7):
                assert ((device, boot, seq) in seen) is ((device, boot, seq) in came)
    assert len(seen) == len(came)


def test_a_lower_number_after_a_higher_one_is_new() -> None:
    seen = SeenEvents([(("button-1", "b", 9), NOW)])
    assert ("button-1", "b", 8) not in seen
    assert ("button-1", "b", 9) in seen


def test_a_device_that_was_powered_up_anew_counts_from_the_start_again() -> None:
    seen = SeenEvents([(("button-1", "morning", 1), NOW)])
    assert ("button-1", "evening", 1) not in seen
    assert ("button-1", "", 1) not in seen


def test_keys_are_remembered_for_30_days() -> None:
    assert timedelta(days=30) == REMEMBERED_FOR
    seen = SeenEvents()
    seen.add(("button-1", "b", 1), NOW)
    seen.forget_before(NOW + timedelta(days=30) - REMEMBERED_FOR)
    assert ("button-1", "b", 1) in seen
    seen.forget_before(NOW + timedelta(days=30, microseconds=1) - REMEMBERED_FOR)
    assert ("button-1", "b", 1) not in seen
    assert len(seen) == 0


@settings(deadline=None)
@given(st.dictionaries(KEYS, st.integers(-100, 100)), st.integers(-100, 100))
def test_forgetting_drops_what_is_older_and_nothing_else(received: dict[EventKey, int], moment: int) -> None:
    seen = SeenEvents((key, NOW + timedelta(hours=hours)) for key, hours in received.items())
    seen.forget_before(NOW + timedelta(hours=moment))
    assert all((key in seen) is (hours >= moment) for key, hours in received.items())


def test_the_key_of_an_event_is_its_device_power_up_and_number() -> None:
    event = DeviceEvent("button-1", "b", 3, "pressed", NOW, details={"x": 1})
    assert event.key == ("button-1", "b", 3)
