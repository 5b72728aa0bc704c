"""`docs/device-protocol.md` says what the code does: its tables, its examples, and the program in it."""

import itertools
import json
import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from custom_components.smart_community.core.alarm import alarm_by_event
from custom_components.smart_community.core.device import (
    Device,
    DeviceAvailability,
    DeviceEvent,
    DeviceInfo,
    DeviceKind,
    DeviceState,
    HelpButtonEvent,
    Malformed,
    SensorEvent,
)
from custom_components.smart_community.core.incident import DEFAULT_SEVERITY, OPENED_BY, Kind
from custom_components.smart_community.core.seen import REMEMBERED_FOR
from custom_components.smart_community.core.supervision import CHECKS_IN_WITHIN
from custom_components.smart_community.desks.supervision import MOST_UNASSIGNED
from custom_components.smart_community.links.devices import protocol
from custom_components.smart_community.links.devices.protocol import CommandResult, parse
from simulators.help_button import SUPPORTED
from simulators.protocol import MAX_PAYLOAD, resend_delays
from tests.doc_pages import blocks, cells, code_words, page, section, table

PAGE = page("docs/device-protocol.md")
SITE, DEVICE = "garden", "button-0147"
START = f"smart_community/{SITE}/"
NOW = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
EXAMPLES = re.findall(r"^Topic: `([^`]+)`\n```(?:json|text)\n(.*?)\n```$", PAGE, re.DOTALL | re.MULTILINE)
SAYS = {
    "info": DeviceInfo,
    "availability": DeviceAvailability,
    "state": DeviceState,
    "event": DeviceEvent,
    "result": CommandResult,
}


def examples(subtopic: str) -> list[tuple[str, str]]:
    return [(topic, payload) for topic, payload in EXAMPLES if topic.endswith(f"/{subtopic}")]


# Topics and examples.


def test_every_topic_is_in_the_table() -> None:
    leaves = [code_words(row["topic"])[0] for row in table(section(PAGE, "Topics"))]
    heard = [f"device/{{device id}}/{subtopic}" for subtopic in protocol.SUBTOPICS]
    said = [f"device/{{device id}}/{subtopic}" for subtopic in ("ack", "command")]
    assert sorted(leaves) == sorted([*heard, *said, "heartbeat"])


def test_the_table_says_who_retains() -> None:
    retained = {
        code_words(row["topic"])[0].rpartition("/")[2]: row["retained"] for row in table(section(PAGE, "Topics"))
    }
    assert {name for name, answer in retained.items() if answer == "yes"} == {
        "info",
        "availability",
        "state",
        "heartbeat",
    }


def test_every_topic_has_an_example() -> None:
    assert {topic.rpartition("/")[2] for topic, _ in EXAMPLES} == {*protocol.SUBTOPICS, "ack", "command", "heartbeat"}
    assert all(topic.startswith(START) for topic, _ in EXAMPLES)


@pytest.mark.parametrize(
    ("topic", "payload"), [example for subtopic in SAYS for example in examples(subtopic)], ids=lambda text: text[:70]
)
def test_an_example_of_a_device_is_what_the_page_says(topic: str, payload: str) -> None:
    fact = parse(SITE, topic, payload.encode(), NOW)
    assert type(fact) is SAYS[topic.rpartition("/")[2]]
    if not topic.endswith("/availability"):
        assert fact is not None
        # Each field of the example is one that is taken: nothing in it is mistaken and read over.
        known = {field.name for field in fields(fact)} | {"seq", "type", "at", "id", "pattern"}
        assert json.loads(payload).keys() <= known


def test_the_examples_of_events() -> None:
    first, second = (parse(SITE, topic, payload.encode(), NOW) for topic, payload in examples("event"))
    assert isinstance(first, DeviceEvent)
    assert isinstance(second, DeviceEvent)
    assert (first.device, first.boot, first.seq, first.type) == (DEVICE, "5be01f9c3a7d2e44", 0, "pressed")
    assert second.key == (DEVICE, first.boot, 1)
    assert second.said_at == NOW


def test_the_examples_of_the_community_are_what_it_sends() -> None:
    boot = "5be01f9c3a7d2e44"
    command = protocol.command(SITE, DEVICE, "c-1", "signal", NOW + timedelta(seconds=10), {"pattern": "acknowledged"})
    sent = [
        protocol.ack(SITE, (DEVICE, boot, 0)),
        command,
        (protocol.heartbeat_topic(SITE), protocol.heartbeat(NOW)),
        (protocol.heartbeat_topic(SITE), protocol.heartbeat(NOW, 300)),
        (protocol.heartbeat_topic(SITE), protocol.heartbeat(None)),
    ]
    shown = [
        (topic, json.loads(payload)) for leaf in ("ack", "command", "heartbeat") for topic, payload in examples(leaf)
    ]
    assert shown == [(topic, json.loads(payload)) for topic, payload in sent]


def test_what_the_topic_of_a_field_is_worth() -> None:
    result = [parse(SITE, topic, payload.encode(), NOW) for topic, payload in examples("result")]
    assert result == [CommandResult(DEVICE, "c-1", ok=True), CommandResult(DEVICE, "c-1", ok=False, error="expired")]


# Limits.


def test_the_limits_are_those_of_the_code() -> None:
    said = {row["what"]: row["limit"] for row in table(section(PAGE, "Limits"))}
    assert said == {
        "a JSON payload": f"{protocol.LARGEST_PAYLOAD} bytes",
        "`model`, `firmware`, `serial`, `error`, `boot`": f"{protocol.LONGEST_TEXT} characters each",
        "site, device id, `via`, `type`": "64 characters of `a-z0-9_-`",
        "`seq`": f"0 to {2**53}",
        "`check_in`": f"1 to {31 * 86_400} seconds",
        "`battery`": "0 to 100",
        "`rssi`": "-200 to 50",
        "`pause`": f"{protocol.LONGEST_PAUSE} seconds",
        "an event is remembered for": f"{REMEMBERED_FOR.days} days",
        "unassigned devices that are listed": str(MOST_UNASSIGNED),
    }
    assert protocol.LARGEST_PAYLOAD == MAX_PAYLOAD
    assert protocol.SLUG.pattern == "[a-z0-9_-]{1,64}"


@pytest.mark.parametrize(
    ("subtopic", "good", "bad"),
    [
        ("event", {"seq": 2**53, "type": "a" * 64}, {"seq": 2**53 + 1, "type": "a"}),
        ("event", {"seq": 0, "type": "a", "boot": "b" * 128}, {"seq": 0, "type": "a", "boot": "b" * 129}),
        ("event", {"seq": 0, "type": "a"}, {"seq": -1, "type": "a"}),
        ("event", {"seq": 0, "type": "a"}, {"seq": 0, "type": "a" * 65}),
        ("info", {"kind": "door", "check_in": 1}, {"kind": "door", "check_in": 0}),
        ("info", {"kind": "door", "check_in": 2_678_400}, {"kind": "door", "check_in": 2_678_401}),
        ("info", {"kind": "door", "model": "m" * 128}, {"kind": "door", "model": "m" * 129}),
        ("info", {"kind": "door", "via": "v" * 64}, {"kind": "door", "via": "v" * 65}),
        ("state", {"battery": 100}, {"battery": 100.1}),
        ("state", {"battery": 0}, {"battery": -0.1}),
        ("state", {"rssi": -200}, {"rssi": -201}),
        ("state", {"rssi": 50}, {"rssi": 51}),
        ("result", {"id": "c", "ok": False, "error": "e" * 128}, {"id": "c", "ok": False, "error": "e" * 129}),
    ],
)
def test_a_limit_holds_where_the_page_puts_it(
    subtopic: str, good: Mapping[str, object], bad: Mapping[str, object]
) -> None:
    topic = f"{START}device/{DEVICE}/{subtopic}"
    assert type(parse(SITE, topic, json.dumps(good).encode(), NOW)) is SAYS[subtopic]
    assert isinstance(parse(SITE, topic, json.dumps(bad).encode(), NOW), Malformed)


# From press to ack.


def test_the_schedule_is_the_one_that_simulated_buttons_keep() -> None:
    rows = cells(section(PAGE, "When to send again"))
    seconds = rows[-1][2:]
    assert [float(second) for second in seconds] == list(itertools.islice(resend_delays(), len(seconds)))
    assert rows[-1][1] == "at once"


def test_the_heartbeat_comes_as_often_as_the_page_says_and_in_utc() -> None:
    assert f"Every {protocol.HEARTBEAT_EVERY} seconds" in section(PAGE, "heartbeat")
    assert json.loads(protocol.heartbeat(NOW))["at"].endswith("+00:00")


# Kinds and events.


def test_the_kinds_are_those_of_the_code() -> None:
    assert [code_words(row["kind"])[0] for row in table(kinds())] == [kind.value for kind in DeviceKind]


def test_the_row_of_the_help_button() -> None:
    (row,) = (row for row in table(kinds()) if row["kind"] == "`help_button`")
    assert code_words(row["event types"]) == [event.value for event in HelpButtonEvent]
    assert {"battery", "tamper", "rssi"} == set(code_words(row["state"]))
    (name,) = SUPPORTED
    (field,) = SUPPORTED[name]
    assert code_words(row["commands"]) == [name, field]
    assert f"{', '.join(SUPPORTED[name][field])}}}" in row["commands"]
    assert row["in this version"].startswith("**handled**")


def test_every_kind_but_a_gate_is_handled() -> None:
    not_handled = [row["kind"] for row in table(kinds()) if "handled" not in row["in this version"]]
    assert not_handled == ["`gate`"]


@pytest.mark.parametrize("kind", [DeviceKind.SMOKE, DeviceKind.GAS])
def test_what_a_sensor_opens(kind: DeviceKind) -> None:
    text = section(PAGE, "What the community does")
    title = "`type` of a `smoke` or `gas` sensor"
    rows = {code_words(row[title])[0]: row for row in table(text[text.index(f"| {title}") :])}
    assert list(rows) == [event.value for event in SensorEvent]
    for event, row in rows.items():
        alarm = alarm_by_event(Device("d", 1, kind=kind), event, NOW)
        assert (alarm is None) == (row["incident"] == "none")
        if alarm is not None:
            assert f"`{alarm.kind}`" in row["incident"]
            assert row["incident"].endswith(DEFAULT_SEVERITY[alarm.kind])
    (described,) = (row for row in table(kinds()) if row["kind"] == f"`{kind}`")
    assert code_words(described["event types"]) == [event.value for event in SensorEvent]


def test_what_an_event_opens() -> None:
    rows = {
        code_words(row["`type` of a `help_button`"])[0]: row for row in table(section(PAGE, "What the community does"))
    }
    assert list(rows) == [event.value for event in HelpButtonEvent]
    for event, row in rows.items():
        kind = OPENED_BY.get(event)
        said = "none" if kind is None else f"`{kind}`, {DEFAULT_SEVERITY[kind]}"
        assert row["incident"] == said, event
    assert set(OPENED_BY.values()) == {Kind.HELP, Kind.FALL}


def test_when_a_gateway_is_silent() -> None:
    seconds = round(CHECKS_IN_WITHIN[DeviceKind.GATEWAY].total_seconds())
    assert f"a gateway after {seconds} seconds" in " ".join(section(PAGE, "What the community does").split())


def kinds() -> str:
    return section(PAGE, "Kinds, states, events and commands")


# What is malformed.


@pytest.mark.parametrize("row", table(section(PAGE, "Malformed messages")), ids=lambda row: row["payload"])
def test_a_malformed_message_is_refused_with_the_words_of_the_page(row: Mapping[str, str]) -> None:
    topic = f"{START}device/{DEVICE}/{code_words(row['topic ends in'])[0]}"
    fact = parse(SITE, topic, row["payload"].strip("`").encode(), NOW)
    assert fact == Malformed(topic, row["the log says"], DEVICE)


# The access list.


def test_the_access_list_is_the_one_that_is_shipped() -> None:
    shipped = Path(protocol.__file__).parents[2] / "mosquitto" / "acl.conf"
    lines = shipped.read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    (shown,) = blocks(section(PAGE, "The access list"), "text")
    assert [line for line in shown.splitlines() if line] == rules


# The program.


@pytest.fixture
def program() -> dict[str, Any]:
    (text,) = blocks(section(PAGE, "The button as a program"), "python")
    names: dict[str, Any] = {}
    exec(compile(text, "docs/device-protocol.md", "exec"), names)  # noqa: S102 - it is what is tested
    return names


@pytest.fixture
def flash(tmp_path: Path) -> str:
    return str(tmp_path / "outbox.json")


def event_of(payload: str) -> DeviceEvent:
    fact = parse(SITE, f"{START}device/{DEVICE}/event", payload.encode(), NOW)
    assert isinstance(fact, DeviceEvent)
    return fact


def ack_of(payload: str) -> bytes:
    return protocol.ack(SITE, event_of(payload).key)[1]


def test_the_program_sends_by_the_schedule_until_acknowledged(program: dict[str, Any], flash: str) -> None:
    outbox = program["Outbox"]("b1", flash)
    outbox.add("pressed", 100)
    sent = [(now, payload) for now in range(100, 300) for payload in outbox.due(now)]
    gaps = [later - earlier for (earlier, _), (later, _) in itertools.pairwise(sent)]
    assert gaps == list(itertools.islice(resend_delays(), len(gaps)))
    assert {payload for _, payload in sent} == {sent[0][1]}
    assert event_of(sent[0][1]).key == (DEVICE, "b1", 0)

    for stranger in (b"", b"[]", b"7", b"\xff", b'{"boot":"b0","seq":0}', b'{"boot":"b1","seq":1}', b'{"seq":0}'):
        assert not outbox.acknowledged(stranger)
    assert outbox.acknowledged(ack_of(sent[0][1]))
    assert not outbox.due(10_000)
    assert not outbox.acknowledged(ack_of(sent[0][1]))


def test_the_program_counts_its_events_and_ends_each_alone(program: dict[str, Any], flash: str) -> None:
    outbox = program["Outbox"]("b1", flash)
    for kind in HelpButtonEvent:
        outbox.add(kind.value, 0)
    payloads = outbox.due(0)
    assert [(event_of(payload).seq, event_of(payload).type) for payload in payloads] == list(enumerate(HelpButtonEvent))
    assert outbox.acknowledged(ack_of(payloads[2]))
    outbox.connected(1)
    assert outbox.due(1) == [payload for position, payload in enumerate(payloads) if position != 2]


def test_the_program_loses_nothing_with_the_power(program: dict[str, Any], flash: str) -> None:
    before = program["Outbox"]("b1", flash)
    before.add("pressed", 5)
    before.add("fall", 6)
    assert before.acknowledged(ack_of(before.due(6)[0]))

    after = program["Outbox"]("b2", flash)
    after.add("pressed", 0)
    assert [event_of(payload).key for payload in after.due(0)] == [(DEVICE, "b1", 1), (DEVICE, "b2", 0)]

    Path(flash).write_text("half a wri", encoding="utf-8")
    assert program["Outbox"]("b3", flash).due(0) == []


@pytest.mark.parametrize(
    "moment",
    [
        NOW,
        NOW + timedelta(microseconds=1),
        datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC),
        datetime(2028, 3, 1, tzinfo=UTC),
        datetime(2027, 1, 1, tzinfo=UTC),
        datetime(2100, 3, 1, tzinfo=UTC),
    ],
)
def test_the_program_counts_time_as_we_do(program: dict[str, Any], moment: datetime) -> None:
    expected = (moment.replace(microsecond=0) - NOW).total_seconds()
    assert program["seconds"](moment.isoformat()) - program["seconds"](NOW.isoformat()) == expected
    with pytest.raises(ValueError, match=r"\+08:00"):
        program["seconds"]("2026-11-23T16:05:00+08:00")


def test_the_program_takes_its_time_from_a_heartbeat_that_is_new(program: dict[str, Any]) -> None:
    clock = program["Clock"]()
    assert clock.utc(0) is None
    clock.heartbeat(protocol.heartbeat(NOW - timedelta(days=3)), 10)
    assert clock.utc(10) is None
    for unusable in (protocol.heartbeat(None), b"nonsense", b"[]", b'{"at":"soon"}'):
        clock.heartbeat(unusable, 11)
        assert clock.utc(11) is None
    clock.heartbeat(protocol.heartbeat(NOW), 20)
    assert clock.utc(25) == program["seconds"]((NOW + timedelta(seconds=5)).isoformat())
    clock.subscribed()
    clock.heartbeat(protocol.heartbeat(NOW - timedelta(days=3)), 30)
    clock.heartbeat(protocol.heartbeat(None), 31)
    assert clock.utc(31) == program["seconds"]((NOW + timedelta(seconds=11)).isoformat())


@pytest.mark.parametrize(
    ("name", "pattern", "left", "error"),
    [
        ("signal", "acknowledged", 1, None),
        ("signal", "acknowledged", 0, "expired"),
        ("signal", "acknowledged", None, "no_time"),
        ("open", "acknowledged", 1, "unknown_command"),
        ("signal", "disco", 1, "invalid_pattern"),
    ],
)
def test_the_program_obeys_only_what_it_may(
    program: dict[str, Any], name: str, pattern: str, left: int | None, error: str | None
) -> None:
    expires = NOW + timedelta(seconds=left or 0)
    _, payload = protocol.command(SITE, DEVICE, "c-1", name, expires, {"pattern": pattern})
    utc = None if left is None else program["seconds"](NOW.isoformat())
    answer, shown = program["obey"](payload, utc)
    result = parse(SITE, f"{START}device/{DEVICE}/result", answer.encode(), NOW)
    assert result == CommandResult(DEVICE, "c-1", ok=error is None, error=error)
    assert shown == (pattern if error is None else None)


@pytest.mark.parametrize("payload", [b"", b"[]", b'"c"', b'{"id":"c"}', b'{"id":"c","command":"signal","expires":7}'])
def test_the_program_reads_over_a_command_that_is_none(program: dict[str, Any], payload: bytes) -> None:
    assert program["obey"](payload, 0) == (None, None)


def test_the_program_knows_the_patterns(program: dict[str, Any]) -> None:
    assert program["PATTERNS"] == SUPPORTED["signal"]["pattern"]
