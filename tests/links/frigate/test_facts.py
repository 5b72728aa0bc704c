"""The reader of facts: whatever comes, nothing raises, nothing grows without end, and facts keep their bounds."""

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.sighting import Phase, Sighting, ZoneCount
from custom_components.smart_community.links.frigate import facts as facts_module
from custom_components.smart_community.links.frigate.facts import LARGEST_PAYLOAD, FactReader
from tests.links.frigate.messages import NOW, VERSIONS, capture, read, sample

TOPICS = ["events", "reviews", "tracked_object_update", "stats", "available", "camera_activity"]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)
RECORDED = [
    (message["topic"].removeprefix("frigate/"), message["payload"])
    for version in VERSIONS
    for message in capture(version)
]
OBJECTS = [(topic, json.loads(payload)) for topic, payload in RECORDED if payload.startswith("{")]


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: what is tested here knows none."""


@given(topic=st.sampled_from(TOPICS) | st.text(max_size=40), payload=st.binary(max_size=300) | st.text(max_size=300))
def test_whatever_comes_nothing_raises(topic: str, payload: bytes | str) -> None:
    FactReader().read(topic, payload, NOW)


@given(topic=st.sampled_from(TOPICS), payload=JSON)
def test_whatever_json_comes_nothing_raises(topic: str, payload: object) -> None:
    FactReader().read(topic, json.dumps(payload).encode(), NOW)
    FactReader().read(topic, payload, NOW)


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[str, Any]:
    """Return a recorded message of either version with one of its values, anywhere, replaced by another."""
    topic, message = draw(st.sampled_from(OBJECTS))
    message = json.loads(json.dumps(message))
    place: Any = message
    while True:
        key = draw(st.sampled_from(sorted(place)) if isinstance(place, dict) else st.integers(0, len(place) - 1))
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or draw(st.booleans()):
            place[key] = draw(JSON)
            return topic, message
        place = inner


@given(spoiled())
def test_a_message_with_one_thing_wrong_raises_nothing_and_stays_within_bounds(said: tuple[str, Any]) -> None:
    topic, message = said
    for fact in FactReader().read(topic, message, NOW):
        if isinstance(fact, Sighting):
            assert 0 <= fact.score <= 1
            assert 0 <= fact.top_score <= 1
            assert fact.frame_at.tzinfo is not None
            assert all(
                name.isprintable() and len(name) <= 100 for name in (fact.id, fact.camera, fact.label, *fact.zones)
            )
            assert fact.box is None or all(side >= 0 for side in fact.box)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_message_over_the_limit_is_not_read(topic: str) -> None:
    reader = FactReader()
    assert reader.read(topic, b" " * (LARGEST_PAYLOAD + 1), NOW) == []
    assert reader.tally.malformed == 1


def test_json_that_is_nested_without_end_is_malformed() -> None:
    reader = FactReader()
    assert reader.read("events", b'{"after":' * 100_000, NOW) == []
    assert reader.tally.malformed == 1


@pytest.mark.parametrize("said", [1e300, -5, "soon", None, float("inf")])
def test_a_frame_without_a_time_is_no_sighting(said: object) -> None:
    message = sample("0.17_events_person_new")
    message["after"]["frame_time"] = said
    assert read("events", message) == []


def test_what_frigate_takes_back_itself_is_no_sighting_until_it_ends() -> None:
    message = sample("0.17_events_person_new")
    message["after"]["false_positive"] = True
    assert read("events", message) == []
    message["type"] = "end"
    (ended,) = read("events", message)
    assert isinstance(ended, Sighting)
    assert ended.phase is Phase.ENDED


def test_a_sighting_keeps_what_the_message_said() -> None:
    message = sample("0.17_events_motorcycle_update")
    (seen,) = read("events", message)
    assert isinstance(seen, Sighting)
    after = message["after"]
    assert (seen.camera, seen.id, seen.label) == ("elevator_1", after["id"], "motorcycle")
    assert seen.zones == tuple(after["current_zones"])
    assert seen.box == tuple(after["box"])
    assert seen.frame_at.timestamp() == pytest.approx(after["frame_time"], abs=1e-5)
    assert (seen.score, seen.top_score) == (after["score"], after["top_score"])
    assert (seen.moved, seen.stationary) == (True, False)
    assert seen.received_at == NOW


@pytest.mark.parametrize("version", VERSIONS)
def test_nothing_that_was_recorded_is_malformed(version: str) -> None:
    reader = FactReader()
    for message in capture(version):
        reader.read(message["topic"].removeprefix("frigate/"), message["payload"].encode(), NOW)
    assert reader.tally.malformed == 0
    assert reader.tally.messages == len(capture(version))


def test_memory_does_not_grow_with_reviews_and_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts_module, "_REVIEWS", 10)
    monkeypatch.setattr(facts_module, "_COUNTS", 10)
    reader = FactReader()
    message = sample("0.17_reviews_new_detection")
    for number in range(100):
        message["after"]["id"] = f"{number}.5-abcdef"
        assert len(read("reviews", message, reader)) == 1
        assert len(reader.read(f"area_{number}/person", b"1", NOW)) == 1
    assert len(reader._reviews) == len(reader._counts) == 10


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=20))
def test_more_things_never_move_than_are_there(said: list[tuple[bool, int]]) -> None:
    reader = FactReader()
    for active, number in said:
        topic = "cabin/bicycle/active" if active else "cabin/bicycle"
        for fact in reader.read(topic, str(number).encode(), NOW):
            assert isinstance(fact, ZoneCount)
            assert fact.active is None or fact.active <= fact.count


def test_areas_that_are_gone_are_forgotten() -> None:
    reader = FactReader()
    reader.read("cabin/bicycle", b"1", NOW)
    reader.know({"gate_lane"})
    assert reader.read("cabin/bicycle", b"2", NOW) == []
    reader.know({"cabin"})
    assert reader.read("cabin/bicycle", b"1", datetime.now(NOW.tzinfo)) != []
