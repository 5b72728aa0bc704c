"""The device protocol, version 1: whatever a device says becomes a fact or is named malformed; nothing raises."""

import json
import math
import re
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from custom_components.smart_community.core.device import (
    DeviceAvailability,
    DeviceEvent,
    DeviceInfo,
    DeviceKind,
    DeviceState,
    HelpButtonEvent,
    Malformed,
)
from custom_components.smart_community.core.elevator import CarState, Door, Inhibitor
from custom_components.smart_community.core.facade import FacadeState, SelfTest, View
from custom_components.smart_community.links.devices import protocol
from custom_components.smart_community.links.devices.protocol import (
    LARGEST_PAYLOAD,
    LONGEST_PAUSE,
    LONGEST_TEXT,
    SUBTOPICS,
    CommandResult,
    Fact,
)

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
PREFIX = "smart_community/test"
# The event types of `interfaces.md`, by kind of device.
EVENT_TYPES = {
    DeviceKind.HELP_BUTTON: ["pressed", "long_pressed", "fall", "cancelled", "test"],
    DeviceKind.ELEVATOR: ["key_release", "entrapment", "sighting"],
    DeviceKind.GATE: ["plate", "credential", "passed", "forced", "held_open"],
    DeviceKind.SMOKE: ["alarm", "clear", "test"],
    DeviceKind.GAS: ["alarm", "clear", "test"],
}
SLUGS = st.from_regex(r"[a-z0-9_-]{1,64}", fullmatch=True)
# Longer than 16 characters of a value in a reason would be its owner's words, not ours.
SECRET = "Zq7XkW9v"


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: what is tested here knows none."""


def topic(subtopic: str, device: str = "button-1") -> str:
    return f"{PREFIX}/device/{device}/{subtopic}"


def parse(subtopic: str, body: object, device: str = "button-1") -> Fact | None:
    payload = body if isinstance(body, bytes) else json.dumps(body).encode()
    return protocol.parse("test", topic(subtopic, device), payload, NOW)


def malformed(subtopic: str, body: object) -> Malformed:
    fact = parse(subtopic, body)
    assert isinstance(fact, Malformed), fact
    assert fact.device == "button-1"
    return fact


def an_event(**fields: object) -> dict[str, object]:
    return {"boot": "b", "seq": 1, "type": "pressed", **fields}


# Anything that JSON can say, and what Python's reader takes beyond it.
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([2**53, 2**53 + 1, 10**400, -(10**400), 1e308, math.nan, math.inf, -math.inf, 0.5])
    | st.floats()
    | st.text(alphabet=st.characters(codec=None), max_size=30)
    | st.text(min_size=LONGEST_TEXT, max_size=LONGEST_TEXT + 2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    [
        *(
            "kind",
            "model",
            "firmware",
            "serial",
            "via",
            "check_in",
            "battery",
            "tamper",
            "rssi",
            "alarm",
            "open",
            "on",
            "total",
            "boot",
            "seq",
        ),
        *("type", "at", "id", "ok", "error", "other"),
    ]
)
LIKELY = st.sampled_from(
    [
        *([kind.value for kind in DeviceKind] + [event.value for event in HelpButtonEvent]),
        *(0, 1, 50, 100, True, False, "b", "2026-11-23T08:00:00+00:00", "2026-11-23T08:00:00", "\ud800", "gateway-1"),
    ]
)
BODIES = st.dictionaries(FIELDS, LIKELY | JSON, max_size=8)


def assert_sound(fact: Fact | None) -> None:
    """Check that a fact can be trusted further in, as far as its types promise."""
    match fact:
        case DeviceEvent():
            assert 0 <= fact.seq <= 2**53
            assert fact.boot.isprintable()
            assert len(fact.boot) <= LONGEST_TEXT
            assert re.fullmatch(r"[a-z0-9_-]{1,64}", fact.type)
            assert fact.said_at is None or fact.said_at.utcoffset() == timedelta(0)
            json.loads(protocol.ack("test", fact.key)[1])
        case DeviceInfo():
            texts = (fact.model, fact.firmware, fact.serial)
            assert all(len(text) <= LONGEST_TEXT and text.isprintable() for text in texts)
            "".join(texts).encode()
            assert fact.check_in is None or 1 <= fact.check_in <= 31 * 86_400
        case DeviceState():
            assert fact.battery is None or 0 <= fact.battery <= 100
            assert fact.tamper in {None, True, False}
            assert fact.rssi is None or -200 <= fact.rssi <= 50
        case CommandResult():
            assert len(fact.command_id) <= LONGEST_TEXT
        case Malformed():
            assert len(fact.topic) <= 200
            assert fact.reason
        case _:
            assert fact is None or isinstance(fact, DeviceAvailability)


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet=st.characters(codec=None), max_size=80) | st.sampled_from(SUBTOPICS).map(topic), st.binary())
@example(f"{PREFIX}/device/button-1/event", b"[" * LARGEST_PAYLOAD)
@example(f"{PREFIX}/device/button-1/event", b'{"a":' * 700)
@example(f"{PREFIX}/device/button-1/event", b"\xff\xfe{\x00}\x00")
@example(f"{PREFIX}/device/button-1/state", b'{"battery":1' + b"0" * 4000 + b"}")
@example(f"{PREFIX}/device/button-1/state", b'{"rssi":-1' + b"0" * 4000 + b"}")
@example(f"{PREFIX}/device/button-1/info", b'{"kind":"gate","model":"\xed\xa0\x80"}')
@example(f"{PREFIX}/device/button-1/event", b'{"seq":1,"type":"pressed","boot":"\\ud800"}')
def test_arbitrary_topics_and_bytes_never_raise(any_topic: str, payload: bytes) -> None:
    assert_sound(protocol.parse("test", any_topic, payload, NOW))


@settings(deadline=None, max_examples=600)
@given(st.sampled_from(SUBTOPICS), BODIES | JSON)
def test_arbitrary_json_never_raises_and_what_passes_can_be_trusted(subtopic: str, body: object) -> None:
    assert_sound(parse(subtopic, body))


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(["event", "info", "state", "result"]), FIELDS, st.sampled_from(["text", "list", "key", "long"]))
def test_a_reason_never_repeats_the_value(subtopic: str, name: str, shape: str) -> None:
    value: object = {"text": SECRET, "list": [SECRET], "key": {SECRET: 1}, "long": SECRET * 50}[shape]
    body = {"seq": 1, "type": "pressed", "kind": "gate", "id": "1", "ok": True, name: value}
    fact = parse(subtopic, body)
    if isinstance(fact, Malformed):
        assert SECRET not in fact.reason
        assert SECRET not in fact.topic


@pytest.mark.parametrize("kind", DeviceKind)
def test_every_kind_is_understood(kind: DeviceKind) -> None:
    body = {"kind": kind.value, "model": "One", "firmware": "1.2", "serial": "42", "via": "gateway-1", "check_in": 90}
    assert parse("info", body) == DeviceInfo("button-1", kind, "One", "1.2", "42", "gateway-1", 90)
    assert parse("info", {"kind": kind.value}) == DeviceInfo("button-1", kind)


@pytest.mark.parametrize(("kind", "event_type"), [(kind, name) for kind in EVENT_TYPES for name in EVENT_TYPES[kind]])
def test_every_event_type_is_understood(kind: DeviceKind, event_type: str) -> None:
    assert parse("event", an_event(type=event_type)) == DeviceEvent("button-1", "b", 1, event_type, NOW)


def test_the_event_types_of_a_help_button_are_those_of_the_interface() -> None:
    assert [event.value for event in HelpButtonEvent] == EVENT_TYPES[DeviceKind.HELP_BUTTON]
    assert {kind.value for kind in DeviceKind} == {
        *("gateway", "help_button", "elevator", "gate", "smoke", "gas", "water_meter", "motion", "door", "siren"),
        "facade_camera",
    }


@pytest.mark.parametrize(
    "body",
    [
        {"battery": 80, "tamper": False, "rssi": -60},
        {"floor": 3, "door": "open", "level": True, "moving": False, "hold": False, "fire": False, "overload": False},
        {"position": "closed", "locked": True, "tamper": False},
        {"alarm": False, "battery": 12.5, "tamper": True},
        {"total": 12.345},
        {"active": True, "battery": 50},
        {"open": False, "battery": 50},
        {"on": True},
        {"floor": 3, "moving": False, "entrapment": True},
        {},
    ],
)
def test_the_state_of_every_kind_is_understood_as_far_as_it_is_known(body: dict[str, Any]) -> None:
    battery = body.get("battery")
    assert parse("state", body) == DeviceState(
        "button-1",
        NOW,
        None if battery is None else float(battery),
        body.get("tamper"),
        body.get("rssi"),
        alarm=body.get("alarm", body.get("entrapment")),
        active=body.get("active", body.get("open", body.get("on"))),
        total=body.get("total"),
        car=car_of(body),
    )


def test_what_a_facade_camera_says_of_itself_is_understood() -> None:
    body = {"fps": 24.8, "lag": 0.2, "blind": None, "degraded": None, "calibrated": True, "self_test": None}
    fact = parse("state", {**body, "self_test_at": None})
    assert isinstance(fact, DeviceState)
    assert fact.facade == FacadeState(at=NOW, fps=24.8, lag=0.2, calibrated=True)
    assert fact.car is None
    for view in View:
        if view is not View.CLEAR:
            fact = parse("state", {**body, "blind": view.value, "self_test": "failed", "self_test_at": NOW.isoformat()})
            assert isinstance(fact, DeviceState)
            assert fact.facade is not None
            assert (fact.facade.view, fact.facade.is_blind) == (view, view is not View.DARK)
            assert (fact.facade.self_test, fact.facade.self_test_at) == (SelfTest.FAILED, NOW)
    plain = parse("state", {"battery": 80})
    assert isinstance(plain, DeviceState)
    assert plain.facade is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"blind": "asleep"}, "`blind` is none of"),
        ({"degraded": 7}, "`degraded` is not of type str"),
        ({"fps": -1}, "`fps` is not between"),
        ({"calibrated": "yes"}, "`calibrated` is not of type bool"),
    ],
)
def test_what_a_facade_camera_cannot_say_is_malformed(body: dict[str, Any], reason: str) -> None:
    fact = parse("state", body)
    assert isinstance(fact, Malformed)
    assert reason in fact.reason


def car_of(body: dict[str, Any]) -> CarState | None:
    said = {name: value for name, value in body.items() if name in {field.name for field in fields(CarState)}}
    if "floor" in said:
        said["floor"] = str(said["floor"])
    return CarState(at=NOW, **said) if said else None


@pytest.mark.parametrize("door", Door)
def test_what_an_elevator_says_of_its_car(door: Door) -> None:
    flags = dict.fromkeys(("level", "moving", "hold", *Inhibitor), True)
    fact = parse("state", {"floor": "B2", "door": door.value, **flags})
    assert isinstance(fact, DeviceState)
    assert fact.car == CarState(at=NOW, floor="B2", door=door, **flags)
    assert fact.car.inhibitors == tuple(Inhibitor)


@pytest.mark.parametrize(
    "body",
    [
        {"door": "ajar"},
        {"door": 1},
        {"moving": "no"},
        {"fire": 0},
        {"level": 1},
        {"floor": ""},
        {"floor": "x" * 17},
        {"floor": "1\n"},
        {"floor": 10**400},
        {"floor": True},
        {"floor": 1.5},
    ],
)
def test_what_no_car_says_is_malformed(body: dict[str, Any]) -> None:
    assert isinstance(parse("state", body), Malformed)


def test_one_bad_point_is_not_read_over_as_if_it_were_missing() -> None:
    assert isinstance(parse("state", {"door": "open", "level": True, "moving": False, "fire": "yes"}), Malformed)


def test_what_stands_beside_the_known_fields_of_an_event_are_its_details() -> None:
    fact = parse("event", an_event(type="plate", plate="粤BAA1234", score=0.9, at="2026-11-23T16:00:00+08:00"))
    assert isinstance(fact, DeviceEvent)
    assert fact.details == {"plate": "粤BAA1234", "score": 0.9}
    assert fact.said_at == NOW


def test_an_absent_boot_is_empty() -> None:
    fact = parse("event", {"seq": 1, "type": "pressed"})
    assert isinstance(fact, DeviceEvent)
    assert fact.key == ("button-1", "", 1)
    assert parse("event", {"seq": 1, "type": "pressed", "boot": None}) == fact


@pytest.mark.parametrize(
    "at",
    ["yesterday", "2026-11-23T08:00:00", 1764000000, None, "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-12:00"],
)
def test_a_bad_time_of_the_device_spoils_nothing(at: object) -> None:
    fact = parse("event", an_event(at=at))
    assert isinstance(fact, DeviceEvent)
    assert (fact.said_at, fact.received_at) == (None, NOW)


@pytest.mark.parametrize(("payload", "online"), [(b"online", True), (b"offline", False)])
def test_availability_is_online_or_offline(payload: bytes, online: bool) -> None:
    assert parse("availability", payload) == DeviceAvailability("button-1", NOW, online)


@pytest.mark.parametrize("payload", [b"Online", b"1", b'"online"', b"online\n", b"\xff"])
def test_any_other_availability_is_malformed(payload: bytes) -> None:
    assert "online" in malformed("availability", payload).reason


@pytest.mark.parametrize("subtopic", ["info", "availability", "state"])
def test_a_retained_message_that_was_cleared_says_nothing(subtopic: str) -> None:
    assert parse(subtopic, b"") is None


@pytest.mark.parametrize("subtopic", ["event", "result"])
def test_an_empty_event_or_result_is_malformed(subtopic: str) -> None:
    malformed(subtopic, b"")


@pytest.mark.parametrize(
    ("subtopic", "body", "said"),
    [
        ("event", {"type": "pressed"}, "`seq` is missing"),
        ("event", an_event(seq=None), "`seq` is missing"),
        ("event", an_event(seq="1"), "`seq` is not a whole number"),
        ("event", an_event(seq=1.0), "`seq` is not a whole number"),
        ("event", an_event(seq=True), "`seq` is not a whole number"),
        ("event", an_event(seq=-1), "`seq` is not a whole number"),
        ("event", an_event(seq=2**53 + 1), "`seq` is not a whole number"),
        ("event", an_event(seq=10**400), "`seq` is not a whole number"),
        ("event", b'{"seq":NaN,"type":"pressed"}', "`seq` is not a whole number"),
        ("event", {"seq": 1}, "`type` is missing"),
        ("event", an_event(type=""), "`type` is missing"),
        ("event", an_event(type="Pressed!"), "`type` is missing or not"),
        ("event", an_event(type=7), "`type` is not of type str"),
        ("event", an_event(boot=7), "`boot` is not of type str"),
        ("event", an_event(boot="b" * 129), "`boot` is longer than 128"),
        ("event", an_event(boot="a\ud800"), "`boot` holds characters"),
        ("event", an_event(boot="a\x00"), "`boot` holds characters"),
        ("event", b"pressed", "not JSON"),
        ("event", b'{"seq":1,"type":"pressed"', "not JSON"),
        ("event", b'{"seq":1,"type":"\xff"}', "not JSON"),
        ("event", b"[" * 4000, "not JSON"),
        ("event", [1], "not a JSON object"),
        ("event", None, "not a JSON object"),
        ("event", an_event(padding="x" * 5000), "larger than 4096 bytes"),
        ("info", {}, "`kind` is none of"),
        ("info", {"kind": "toaster"}, "`kind` is none of"),
        ("info", {"kind": ["gate"]}, "`kind` is none of"),
        ("info", {"kind": "gate", "via": "../gateway"}, "`via` is not a device id"),
        ("info", {"kind": "gate", "model": "x" * 129}, "`model` is longer than 128"),
        ("info", {"kind": "gate", "serial": 42}, "`serial` is not of type str"),
        ("info", {"kind": "gate", "check_in": 0}, "`check_in` is not a whole number"),
        ("info", {"kind": "gate", "check_in": True}, "`check_in` is not a whole number"),
        ("state", {"battery": True}, "`battery` is not a number"),
        ("state", {"battery": "80"}, "`battery` is not a number"),
        ("state", {"battery": 101}, "`battery` is not between"),
        ("state", b'{"battery":NaN}', "`battery` is not between"),
        ("state", b'{"battery":1e999}', "`battery` is not between"),
        ("state", {"battery": 10**400}, "`battery` is not between"),
        ("state", {"rssi": -(10**400)}, "`rssi` is not between"),
        ("state", {"tamper": 1}, "`tamper` is not of type bool"),
        ("result", {"ok": True}, "`id` or `ok` is missing"),
        ("result", {"id": "1"}, "`id` or `ok` is missing"),
        ("result", {"id": "1", "ok": 1}, "`ok` is not of type bool"),
    ],
)
def test_a_malformed_message_is_named_for_what_is_wrong_with_it(subtopic: str, body: object, said: str) -> None:
    assert said in malformed(subtopic, body).reason


@pytest.mark.parametrize(
    "any_topic",
    [
        "",
        "smart_community/test/device/button-1",
        "smart_community/test/device//event",
        "smart_community/test/device/Button-1/event",
        "smart_community/test/device/button-1/event/more",
        "smart_community/test/device/button-1/event\n",
        "smart_community/test/device/" + "b" * 65 + "/event",
        "smart_community/test/device/button-1/command",
        "smart_community/other/device/button-1/event",
        "homeassistant/status",
        "x" * 1000,
    ],
)
def test_a_topic_that_is_not_of_the_protocol_is_malformed_and_of_no_device(any_topic: str) -> None:
    fact = protocol.parse("test", any_topic, json.dumps(an_event()).encode(), NOW)
    assert isinstance(fact, Malformed)
    assert fact.device is None


def test_a_payload_may_have_4096_bytes_and_no_more() -> None:
    body = json.dumps(an_event(padding="")).encode()
    fill = b"x" * (LARGEST_PAYLOAD - len(body))
    full = body.replace(b'"padding": ""', b'"padding": "' + fill + b'"')
    assert len(full) == LARGEST_PAYLOAD
    assert isinstance(parse("event", full), DeviceEvent)
    malformed("event", full.replace(b"xx", b"xxx", 1))


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    fact = parse("event", b'{"seq":1,"seq":2,"type":"test","type":"pressed"}')
    assert isinstance(fact, DeviceEvent)
    assert (fact.seq, fact.type) == (2, "pressed")


def test_text_that_no_screen_takes_is_cleaned() -> None:
    info = parse("info", {"kind": "gate", "model": "One\x00\ud800\n按钮 🔔", "firmware": "\u202e1.0"})
    assert isinstance(info, DeviceInfo)
    assert (info.model, info.firmware) == ("One按钮 🔔", "1.0")


@settings(deadline=None)
@given(
    device=SLUGS,
    boot=st.text(max_size=LONGEST_TEXT).filter(str.isprintable),
    seq=st.integers(0, 2**53),
    kind=SLUGS,
    at=st.none() | st.datetimes(timezones=st.just(UTC)),
    details=st.dictionaries(st.sampled_from(["plate", "score", "label", "value"]), st.text(max_size=9) | st.integers()),
)
def test_a_valid_event_round_trips(
    device: str, boot: str, seq: int, kind: str, at: datetime | None, details: dict[str, object]
) -> None:
    body = {"boot": boot, "seq": seq, "type": kind, **details}
    if at is not None:
        body["at"] = at.isoformat()
    assert parse("event", body, device) == DeviceEvent(device, boot, seq, kind, NOW, at, details)


@settings(deadline=None)
@given(
    kind=st.sampled_from(DeviceKind),
    texts=st.lists(st.text(max_size=LONGEST_TEXT).filter(str.isprintable), min_size=3, max_size=3),
    via=st.none() | SLUGS,
    check_in=st.none() | st.integers(1, 31 * 86_400),
)
def test_valid_info_round_trips(kind: DeviceKind, texts: list[str], via: str | None, check_in: int | None) -> None:
    body = {
        "kind": kind.value,
        "via": via,
        "check_in": check_in,
        **dict(zip(("model", "firmware", "serial"), texts, strict=True)),
    }
    assert parse("info", body) == DeviceInfo("button-1", kind, texts[0], texts[1], texts[2], via, check_in)


@settings(deadline=None)
@given(battery=st.none() | st.floats(0, 100), tamper=st.none() | st.booleans(), rssi=st.none() | st.floats(-200, 50))
def test_a_valid_state_round_trips(battery: float | None, tamper: bool | None, rssi: float | None) -> None:
    body = {"battery": battery, "tamper": tamper, "rssi": rssi}
    known = {name: value for name, value in body.items() if value is not None}
    assert parse("state", body) == parse("state", known) == DeviceState("button-1", NOW, battery, tamper, rssi)


def test_results_of_commands_are_understood() -> None:
    assert parse("result", {"id": "c1", "ok": True}) == CommandResult("button-1", "c1", ok=True)
    assert parse("result", {"id": "c1", "ok": False, "error": "jammed"}) == CommandResult(
        "button-1", "c1", ok=False, error="jammed"
    )


def test_an_ack_names_power_up_and_number() -> None:
    ack_topic, payload = protocol.ack("test", ("button-1", "b", 7))
    assert ack_topic == topic("ack")
    assert json.loads(payload) == {"boot": "b", "seq": 7}


def test_a_command_cannot_be_made_to_look_like_another() -> None:
    command_topic, payload = protocol.command(
        "test", "gate-1", "c1", "open", NOW, {"for": 5, "id": "x", "command": "y"}
    )
    assert command_topic == f"{PREFIX}/device/gate-1/command"
    assert json.loads(payload) == {"for": 5, "id": "c1", "command": "open", "expires": "2026-11-23T08:00:00+00:00"}


def test_the_heartbeat_is_null_as_last_will_and_never_announces_a_pause_over_600_seconds() -> None:
    assert protocol.heartbeat_topic("test") == f"{PREFIX}/heartbeat"
    assert json.loads(protocol.heartbeat(None)) == {"at": None}
    assert json.loads(protocol.heartbeat(NOW)) == {"at": "2026-11-23T08:00:00+00:00", "every": 10}
    assert json.loads(protocol.heartbeat(NOW, 9999))["pause"] == LONGEST_PAUSE == 600


def test_everything_that_a_device_may_say_is_subscribed_to() -> None:
    qos = dict(protocol.subscriptions("test"))
    assert set(qos) == {f"{PREFIX}/device/+/{subtopic}" for subtopic in SUBTOPICS}
    # What is retained comes anew with each subscription; an event comes once, and must wait for us in the queue.
    assert {topic.rpartition("/")[2] for topic, level in qos.items() if level == 1} == {"event", "result"}
