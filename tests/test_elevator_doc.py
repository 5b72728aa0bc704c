"""What `docs/device-protocol.md` and `docs/elevators.md` say of elevators is what the code does."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.smart_community.core.device import DeviceEvent, DeviceInfo, DeviceState
from custom_components.smart_community.core.elevator import (
    LONGEST_HOLD,
    NEEDED_TO_HOLD,
    RENEW_EVERY,
    Door,
    Inhibitor,
    MissingPoint,
)
from custom_components.smart_community.links.devices import protocol
from custom_components.smart_community.links.devices.protocol import LONGEST_FLOOR, CommandResult, parse
from custom_components.smart_community.links.elevators import SILENT_AFTER
from simulators.elevator import LONGEST_HOLD as OF_THE_BOX
from simulators.elevator import SAYS_EVERY, Elevator
from simulators.elevator_car import MODES
from tests.doc_pages import ROOT, code_words, page, section, table

PROTOCOL, ELEVATORS, CHINESE = (
    page(f"docs/{name}.md") for name in ("device-protocol", "elevators", "elevators.zh-Hans")
)
WIRE = section(PROTOCOL, "An elevator on the wire")
NOW = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
SAYS = {"info": DeviceInfo, "state": DeviceState, "event": DeviceEvent, "result": CommandResult}
ROWS = [(row["from"], code_words(row["topic ends in"])[0], row["payload"].strip("`")) for row in table(WIRE)]


@pytest.mark.parametrize(("who", "leaf", "payload"), ROWS, ids=lambda text: text[:60])
def test_each_message_of_the_example_is_one(who: str, leaf: str, payload: str) -> None:
    body = json.loads(payload)
    if who == "box":
        fact = parse("garden", f"smart_community/garden/device/lift-1/{leaf}", payload.encode(), NOW)
        assert type(fact) is SAYS[leaf]
        if isinstance(fact, DeviceState):
            assert fact.car is not None
            assert {name for name in body if getattr(fact.car, name) is None} == set()
    elif leaf == "ack":
        assert json.loads(protocol.ack("garden", ("lift-1", body["boot"], body["seq"]))[1]) == body
    else:
        said = {name: value for name, value in body.items() if name not in {"id", "command", "expires"}}
        expires = datetime.fromisoformat(body["expires"])
        sent = protocol.command("garden", "lift-1", body["id"], body["command"], expires, said)
        assert json.loads(sent[1]) == body


def test_the_box_of_the_example_is_the_simulated_one() -> None:
    sent: list[tuple[str, dict[str, Any]]] = []

    def send(leaf: str, payload: bytes, _retain: bool) -> bool:
        sent.append((leaf, json.loads(payload)))
        return True

    Elevator("lift-1", send).announcement()
    (state,) = (body for leaf, body in sent if leaf == "state")
    whole = next(json.loads(payload) for _, leaf, payload in ROWS if leaf == "state")
    assert list(state) == list(whole)
    assert set(MODES) == set(Inhibitor)


def test_the_numbers_are_those_of_the_code() -> None:
    words = " ".join(WIRE.split())
    assert f"at least every {SAYS_EVERY:g} seconds" in words
    assert f"after {SILENT_AFTER:g} seconds of silence" in words
    assert f"a text of 1 to {LONGEST_FLOOR} characters" in words
    assert all(f"`{door}`" in words for door in Door)
    assert LONGEST_HOLD == OF_THE_BOX
    rules = " ".join(section(ELEVATORS, "What is done and what is never done").split())
    assert f"A hold lasts {LONGEST_HOLD:g} seconds at most and is asked for again every {RENEW_EVERY:g}." in rules


def test_the_page_says_of_each_missing_point_what_follows() -> None:
    for text, title, first in (
        (ELEVATORS, "What cannot be promised", "missing"),
        (CHINESE, "不能保证什么", "缺少"),
    ):
        rows = table(section(text, title))
        # `landing` is told by either of two points, which the row names.
        named = {word for row in rows for word in code_words(row[first])} - {"level", "moving"}
        assert named == {point.value for point in MissingPoint}


def test_without_what_the_page_says_no_hold() -> None:
    rows = table(section(ELEVATORS, "What cannot be promised"))
    said = {code_words(row["missing"])[0] for row in rows if "no hold" in row["then"].lower()}
    assert said == {point.value for point in NEEDED_TO_HOLD}


@pytest.mark.parametrize("name", ["relay", "inputs", "adopted"])
def test_each_drawing_is_shown_in_both_languages(name: str) -> None:
    drawing = f"images/elevator-wiring-{name}.svg"
    assert (ROOT / "docs" / drawing).is_file()
    assert drawing in ELEVATORS
    assert drawing in CHINESE


def test_a_hold_expires_before_it_is_asked_for_again() -> None:
    (first, second) = (
        datetime.fromisoformat(json.loads(payload)["expires"])
        for _, leaf, payload in ROWS
        if leaf == "command" and json.loads(payload)["id"] in {"c-2", "c-3"}
    )
    assert second - first == timedelta(seconds=RENEW_EVERY)
