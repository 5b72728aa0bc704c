"""A simulated phone without any connection: what it shows, and what its app sends as the real ones do."""

import itertools
from typing import Any

import pytest

from demo.phones import in_words, line_of, masked
from simulators.companion_app import (
    Deed,
    Maker,
    Push,
    Screen,
    parse_push,
    receipt,
    reconnect_delays,
    registration,
    tap_event,
)

DATA: dict[str, Any] = {
    "tag": "smart_community_01J",
    "confirmation": True,
    "ttl": 0,
    "channel": "alarm_stream",
    "push": {"sound": {"name": "default", "critical": 1}},
    "when": None,
    "actions": [
        {"action": "SMART_COMMUNITY.ack.01J.n1", "title": "Acknowledge"},
        {"action": "SMART_COMMUNITY.route.01J.n1", "title": "On my way"},
    ],
}
EVENT = {"title": "Help", "message": "Help alarm #12, building 3", "hass_confirm_id": "c1", "data": DATA}


def push(at: float = 1.0, **changes: Any) -> Push:
    return parse_push({**EVENT, **changes}, at)


def test_push_is_read() -> None:
    read = push()
    assert (read.title, read.tag, read.at) == ("Help", "smart_community_01J", 1.0)
    assert read.text == "Help: Help alarm #12, building 3"
    assert read.critical
    assert [button.title for button in read.buttons] == ["Acknowledge", "On my way"]


@pytest.mark.parametrize(
    "event", [{}, {"message": None}, {"data": None}, {"data": []}, {"data": {"actions": "x", "push": "x", "tag": 5}}]
)
def test_malformed_push_is_shown_as_far_as_it_goes(event: dict[str, Any]) -> None:
    read = parse_push(event, 1.0)
    assert read.buttons == ()
    assert not read.critical


@pytest.mark.parametrize(
    ("data", "critical"),
    [
        ({}, False),
        ({"channel": "alarm_stream"}, True),
        ({"channel": "doors"}, False),
        ({"push": {"sound": {"critical": 0}}}, False),
        ({"push": {"sound": "default"}}, False),
        ({"push": {"sound": {"critical": 1}}}, True),
    ],
)
def test_what_sounds_on_a_silent_phone(data: dict[str, Any], critical: bool) -> None:
    assert push(data=data).critical is critical


@pytest.mark.parametrize("name", ["ack", "Acknowledge", "SMART_COMMUNITY.ack.01J.n1"])
def test_button_by_id_title_or_part_of_the_id(name: str) -> None:
    assert push().button(name).action == "SMART_COMMUNITY.ack.01J.n1"


def test_unknown_button_says_which_there_are() -> None:
    with pytest.raises(KeyError, match="On my way"):
        push().button("resolve")


def test_android_sends_back_all_that_it_was_sent_as_text() -> None:
    shown = push()
    fields = tap_event(shown, shown.button("route"), "grid_worker", "Google", "hook")
    assert fields.pop("device_id") == registration("grid_worker", "Google")["device_id"]
    assert fields == {
        "action": "SMART_COMMUNITY.route.01J.n1",
        "action_1_key": "SMART_COMMUNITY.ack.01J.n1",
        "action_1_title": "Acknowledge",
        "action_2_key": "SMART_COMMUNITY.route.01J.n1",
        "action_2_title": "On my way",
        "channel": "alarm_stream",
        "confirmation": "true",
        "message": "Help alarm #12, building 3",
        "push": "{sound={name=default, critical=1}}",
        "tag": "smart_community_01J",
        "title": "Help",
        "ttl": "0",
        "webhook_id": "hook",
        "when": "null",
    }


def test_ios_sends_back_the_action_alone() -> None:
    shown = push()
    assert tap_event(shown, shown.buttons[0], "p", "Apple", "hook") == {"action": "SMART_COMMUNITY.ack.01J.n1"}
    with_data = push(data={**DATA, "action_data": {"x": 1}})
    assert tap_event(with_data, with_data.buttons[0], "p", "Apple", "hook")["action_data"] == {"x": 1}


@pytest.mark.parametrize(
    ("maker", "data", "said"),
    [
        ("Google", {"tag": "t", "confirmation": True}, True),
        ("Google", {"tag": "t", "confirmation": "TRUE"}, True),
        ("Google", {"tag": "t", "confirmation": 1}, False),
        ("Google", {"tag": "t"}, False),
        ("Apple", {"tag": "t", "confirmation": True}, False),
    ],
)
def test_receipt_only_from_android_and_only_when_asked(maker: Maker, data: dict[str, Any], said: bool) -> None:
    said_by_app = receipt(push(data=data), "p", maker, "hook")
    assert (said_by_app is not None) is said
    if said_by_app is not None:
        assert said_by_app["tag"] == "t"


def test_registration_is_local_push_and_the_same_phone_each_time() -> None:
    makers: tuple[Maker, ...] = ("Apple", "Google")
    for maker in makers:
        form = registration("grid_worker", maker)
        assert form["app_data"] == {"push_websocket_channel": True}
        assert form["manufacturer"] == maker
        assert form["device_id"] == registration("grid_worker", "Google")["device_id"]
    assert registration("a", "Apple")["device_id"] != registration("b", "Apple")["device_id"]


def test_screen_shows_one_push_a_tag_and_clears_it() -> None:
    screen = Screen()
    first, second, other = push(1.0), push(2.0), push(2.5, data={})
    assert [screen.take(one) for one in (first, second, other)] == ["push", "push", "push"]
    assert screen.shown == [second, other]
    assert "smart_community_01J" in screen
    assert screen.find("smart_community_01J") is second
    assert screen.find(None) is None
    assert screen.cleared_at("smart_community_01J") is None

    assert screen.take(push(3.0, message="clear_notification")) == "cleared"
    assert screen.shown == [other]
    assert screen.cleared_at("smart_community_01J") == 3.0

    screen.take(push(4.0))
    assert screen.cleared_at("smart_community_01J") is None


def test_clearing_without_a_tag_clears_nothing() -> None:
    screen = Screen()
    screen.take(push())
    screen.take(push(message="clear_notification", data={}))
    assert len(screen.shown) == 1


def test_tapped_push_leaves_but_not_the_one_that_took_its_place() -> None:
    screen = Screen()
    old, new = push(1.0), push(2.0)
    screen.take(old)
    screen.take(new)
    screen.dismiss(old)
    assert screen.shown == [new]
    screen.dismiss(new)
    assert screen.shown == []
    # What was tapped away was not cleared from afar.
    assert screen.cleared_at("smart_community_01J") is None


def test_reconnect_delays_grow_to_a_limit() -> None:
    assert list(itertools.islice(reconnect_delays(), 6)) == [0.5, 1, 2, 4, 5, 5]


def test_deeds_in_words() -> None:
    shown = push()
    assert in_words(line_of(Deed(1.0, "duty_room", "push", shown.tag, shown))) == (
        "phone duty_room: Help: Help alarm #12, building 3 (sounds)"
    )
    assert in_words(line_of(Deed(1.0, "duty_room", "tapped", shown.tag, shown, shown.buttons[0]))) == (
        "phone duty_room: taps “Acknowledge”"
    )
    assert in_words(line_of(Deed(1.0, "duty_room", "cleared", shown.tag, shown))) == (
        "phone duty_room: no longer shows Help: Help alarm #12, building 3"
    )
    assert in_words(line_of(Deed(1.0, "duty_room", "offline"))) == "phone duty_room: offline"


@pytest.mark.parametrize(
    ("number", "shown"), [("100 0000 0012", "100 **** 0012"), ("+86 100-0000-0012", "861 **** 0012"), ("110", "****")]
)
def test_numbers_are_masked(number: str, shown: str) -> None:
    assert masked(number) == shown
