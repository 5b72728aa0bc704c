"""The simulated Frigate's messages have the keys and the types of those that a real one published."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from simulators.frigate import SCENES
from simulators.frigate.settings import switch_states

from .stage import DATA, VERSIONS, Stage

# What is called as it pleases: the names under these keys are of cameras, attributes or paths.
NAMED = ("attributes", "cameras", "storage", "bandwidth_usages", "cpu_usages", "detectors")
# The captures are of two cameras with a zone each; ours have other names.
PLACES = re.compile(r"^(elevator_1|gate_in|cabin|gate_lane|gate_north|elevator_1_car|gate_north_lane)(?=/)")

type Shape = dict[str, set[str]]


def captured(version: str) -> Iterator[tuple[str, str, bool]]:
    for line in (DATA / f"mqtt-capture-{version}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["topic"].removeprefix("frigate/"), row["payload"], row["retain"]


def kind_of(topic: str, message: dict[str, Any]) -> str:
    """Return what is compared: a topic, and of the recognitions each type (and what a model sets) by itself."""
    if topic != "tracked_object_update":
        return topic
    sets = "attribute" if "attribute" in message else "sub_label" if "sub_label" in message else ""
    return f"{topic} {message['type']} {sets}"


def shape(value: Any, path: str = "", found: Shape | None = None) -> Shape:
    """Return the types at each path of a message; an object's type has its keys in it."""
    found = defaultdict(set) if found is None else found
    if isinstance(value, dict):
        key = path.rpartition(".")[2]
        named = key in NAMED
        found[path].add("object" if named else f"object of {','.join(sorted(value))}")
        for name, inner in value.items():
            shape(inner, f"{path}.{'*' if named else name}", found)
    elif isinstance(value, list):
        found[path].add("list")
        for inner in value:
            shape(inner, f"{path}[]", found)
    else:
        kinds: dict[type, str] = {bool: "boolean", int: "number", float: "number", str: "text", type(None): "null"}
        found[path].add(kinds[type(value)])
    return found


def known(version: str) -> dict[str, Shape]:
    """Return the shapes of what a real Frigate said, by kind; the samples show more of 0.17's than its capture."""
    shapes: dict[str, Shape] = {}

    def note(topic: str, message: dict[str, Any]) -> None:
        shape(message, "", shapes.setdefault(kind_of(topic, message), defaultdict(set)))

    for topic, payload, _ in captured(version):
        if payload.startswith("{"):
            note(topic, json.loads(payload))
    samples = {"0.17_events": "events", "0.17_reviews": "reviews", "0.17_tou": "tracked_object_update"}
    for sample in sorted((DATA / "samples").glob("0.17_*.json")):
        for beginning, topic in samples.items():
            if sample.name.startswith(beginning):
                note(topic, as_version(json.loads(sample.read_text(encoding="utf-8")), topic, version))
    # The snapshot holds path and plate as they were then; no recorded one was taken late enough to have any.
    for when in ("before", "after"):
        for name in ("path_data", "recognized_license_plate"):
            of_object = {path: types for path, types in shapes["events"].items() if path.startswith(f".{when}.{name}")}
            for path, types in of_object.items():
                shapes["events"][path.replace(f".{when}.", f".{when}.snapshot.")] |= types
    return shapes


def as_version(message: dict[str, Any], topic: str, version: str) -> dict[str, Any]:
    """Return a sample of 0.17 as that version would have said it: 0.18 says two things more of an object."""
    if topic == "events" and version == "0.18":
        more = {"snapshot_clean": True, "computed_score": 0.85}
        return {**message, "before": {**message["before"], **more}, "after": {**message["after"], **more}}
    return message


def play_all(version: str) -> Stage:
    stage = Stage(version)
    for name in SCENES:
        cast = stage.play(name, "gate_north" if name in ("person", "car") else "elevator_1", seconds=14)
        stage.leave(cast)
    stage.watcher.create("gate_north", "falling_object", {"sub_label": "tower 3", "duration": 3}, stage.now)
    stage.run(4)
    return stage


@pytest.mark.parametrize("version", VERSIONS)
def test_messages_have_the_keys_and_types_of_real_ones(version: str) -> None:
    real, ours = known(version), play_all(version)
    compared: dict[str, int] = defaultdict(int)
    for said in ours.said:
        if isinstance(said.payload, str) and said.payload.startswith("{"):
            kind = kind_of(said.topic, said.message)
            compared[kind] += 1
            assert kind in real, f"a real Frigate said nothing of kind {kind}"
            for path, types in shape(said.message).items():
                assert types <= real[kind].get(path, set()), f"{kind}{path}: {types - real[kind].get(path, set())}"
    assert compared["events"] > 50
    assert compared["reviews"] > 20
    # No scene has a model that sets an attribute.
    assert {kind for kind in real if kind != "stats"} - set(compared) == {
        "tracked_object_update classification attribute"
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_statistics_have_the_keys_and_types_of_real_ones(version: str) -> None:
    real = known(version)["stats"]
    for path, types in shape(Stage(version).frigate.stats()).items():
        assert types <= real.get(path, set()), f"{path}: {types}"


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_said_of_a_camera_at_each_connection(version: str) -> None:
    stage = Stage(version)
    eye = stage.watcher.eyes["elevator_1"]
    ours = {topic: str(payload) for topic, payload, _ in switch_states(stage.frigate.version, eye)}
    ours = {topic.replace("elevator_1_car", "cabin"): payload for topic, payload in ours.items()}
    real = {
        topic: payload
        for topic, payload, retained in captured(version)
        if topic.startswith("elevator_1/")
        and not retained
        and (topic.endswith("/state") or topic == "elevator_1/motion")
    }
    assert ours.keys() == real.keys()
    changed_later = {"elevator_1/motion"}
    assert {topic for topic in ours if ours[topic] != real[topic]} <= changed_later


def test_what_the_broker_keeps() -> None:
    # The first messages of 0.18's capture were kept from before: the switches, the pictures, and whether it is there.
    kept = {topic for topic, _, retained in captured("0.18") if retained}
    stage = Stage("0.17")
    stage.play("ebike")
    eye = stage.watcher.eyes["elevator_1"]
    ours = {topic for topic, _, retain in switch_states(stage.frigate.version, eye) if retain}
    ours |= {said.topic for said in stage.said if said.retain and said.topic.startswith("elevator_1/motorcycle")}
    assert ours - {"elevator_1/person/snapshot"} == {
        topic for topic in kept if topic.startswith("elevator_1/") and "bicycle" not in topic
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_topics_of_counts_are_those_of_a_real_one(version: str) -> None:
    def general(topic: str) -> str:
        return PLACES.sub("place", topic)

    real = {general(topic) for topic, payload, _ in captured(version) if payload.isdecimal() and "motion_" not in topic}
    stage = play_all(version)
    ours = {general(said.topic) for said in stage.said if isinstance(said.payload, int) and PLACES.match(said.topic)}
    assert ours == real


@pytest.mark.parametrize("version", VERSIONS)
def test_counts_are_said_for_every_label_at_first_and_then_only_when_they_change(version: str) -> None:
    stage = Stage(version)
    stage.run(1)
    first = [said.topic for said in stage.said]
    assert len(first) == len(set(first))
    assert {said.payload for said in stage.said} == {0}
    stage.play("ebike")
    assert stage.counts("elevator_1/motorcycle") == [0, 1]
    assert stage.counts("elevator_1_car/motorcycle/active") == [0, 1]
    assert stage.counts("elevator_2/motorcycle") == [0]
