"""Each trap of Frigate's events that we know of, on messages that 0.17 and 0.18 really sent (docs/frigate.md)."""

import json
from typing import Any

import pytest

from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.core.sighting import (
    CameraTrouble,
    Classified,
    FaceTried,
    Phase,
    PlateRead,
    Reviewed,
    Sighting,
    ZoneCount,
)
from custom_components.smart_community.links.frigate.answers import event_of, sighting_of, stats_of
from custom_components.smart_community.links.frigate.client import FrigateClient
from custom_components.smart_community.links.frigate.errors import FrigateError, FrigateProblem
from custom_components.smart_community.links.frigate.facts import Available, FactReader, Reading, Switched
from custom_components.smart_community.links.frigate.health import FrigateHealth
from custom_components.smart_community.links.frigate.model import Stats
from tests.links.frigate.messages import DATA, NOW, VERSIONS, Watch, capture, read, read_capture, sample
from tests.links.frigate.stand_in import OPEN, Answer, StandInConnections, say


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: what is tested here knows none."""


def of_kind[T](facts: list[Reading], kind: type[T]) -> list[T]:
    return [fact for fact in facts if isinstance(fact, kind)]


@pytest.mark.parametrize("version", VERSIONS)
def test_trap_1_a_manual_event_is_a_review_alone_whose_first_word_is_an_update(version: str) -> None:
    """Its objects are "label: sub label", and its event is found among the review's detections only."""
    reviews = [json.loads(m["payload"]) for m in capture(version) if m["topic"] == "frigate/reviews"]
    manual = [review for review in reviews if review["after"]["data"]["objects"] == ["falling_object: tower 3"]]
    first = sample("0.17_reviews_manual_first_is_update") if version == "0.17" else {**manual[0], "type": "update"}
    first["after"]["end_time"] = None
    reader = FactReader()
    (began,) = of_kind(read("reviews", first, reader), Reviewed)
    (ended,) = of_kind(read("reviews", manual[-1], reader), Reviewed)
    assert (began.phase, ended.phase) == (Phase.BEGAN, Phase.ENDED)
    assert began.manual
    assert began.severity == "alert"
    assert began.objects == ("falling_object",)
    assert began.sub_labels == ("tower 3",)
    assert len(began.detections) == 1
    assert began.review_id not in began.detections
    sighted = {fact.id for fact in of_kind(read_capture(version), Sighting)}
    assert sighted.isdisjoint(began.detections)


def test_trap_1_an_ordinary_review_is_not_manual() -> None:
    for name in ("reviews_new_detection", "reviews_update_to_alert", "reviews_update_sub_labels", "reviews_end"):
        (review,) = of_kind(read("reviews", sample(f"0.17_{name}")), Reviewed)
        assert not review.manual


async def test_trap_1_an_event_without_end_is_asked_for_and_ended_by_the_caller() -> None:
    event_id = "1795398150.094924-unm3my"
    client, connections = client_that(say({"success": True, "event_id": event_id}))
    assert await client.create_event("gate_in", "falling_object", sub_label="tower 3", duration=None) == event_id
    await client.end_event(event_id)
    assert connections.calls[0].json["duration"] is None
    assert (connections.calls[1].method, connections.calls[1].path) == ("PUT", f"/api/events/{event_id}/end")


def test_trap_2_a_sub_label_is_a_list_in_messages_and_a_text_in_answers() -> None:
    (seen,) = of_kind(read("events", sample("0.17_events_motorcycle_end")), Sighting)
    assert (seen.sub_label, seen.sub_label_score) == ("ebike", 0.91)
    row = event_of(
        {
            "id": "1795398134.323384-tdqwjl",
            "camera": "elevator_1",
            "label": "motorcycle",
            "sub_label": "ebike",
            "start_time": 1795398134.323384,
            "end_time": None,
            "zones": ["cabin"],
            "has_clip": True,
            "has_snapshot": True,
            "data": {"top_score": 0.85, "recognized_license_plate": "京A12345"},
        }
    )
    known = sighting_of(row, NOW)
    assert (known.sub_label, known.sub_label_score, row.plate) == ("ebike", None, "京A12345")
    assert (known.id, known.label) == (seen.id, seen.label)


def test_trap_2_a_sub_label_that_a_person_wrote_has_no_score() -> None:
    message = sample("0.17_events_motorcycle_end")
    for said in (["ebike", None], ["ebike"], "ebike"):
        message["after"]["sub_label"] = said
        (seen,) = of_kind(read("events", message), Sighting)
        assert seen.sub_label == "ebike"
        assert not seen.sub_label_score


@pytest.mark.parametrize("version", VERSIONS)
def test_trap_3_verified_is_no_part_of_the_label(version: str) -> None:
    reviews = of_kind(read_capture(version), Reviewed)
    with_sub_label = [review for review in reviews if "ebike" in review.sub_labels]
    assert with_sub_label
    assert all(review.objects == ("motorcycle",) for review in with_sub_label)


@pytest.mark.parametrize("version", VERSIONS)
def test_trap_4_a_severity_rises_by_an_update_and_each_change_is_told_once(version: str) -> None:
    reader = FactReader()
    messages = [m["payload"].encode() for m in capture(version) if m["topic"] == "frigate/reviews"]
    told = [fact for message in messages for fact in of_kind(reader.read("reviews", message, NOW), Reviewed)]
    of_elevator = [review for review in told if review.camera == "elevator_1"]
    assert [(review.phase, review.severity, review.zones) for review in of_elevator][:2] == [
        (Phase.BEGAN, "detection", ()),
        (Phase.CHANGED, "alert", ("cabin",)),
    ]
    assert of_elevator[-1].phase is Phase.ENDED
    # All of it once more, as a broker may send it: nothing is new.
    assert [fact for message in messages for fact in reader.read("reviews", message, NOW)] == []


def test_trap_4_what_comes_late_does_not_begin_a_review_anew() -> None:
    reader = FactReader()
    assert len(read("reviews", sample("0.17_reviews_end"), reader)) == 1
    assert read("reviews", sample("0.17_reviews_update_to_alert"), reader) == []


def test_trap_5_what_never_moved_is_sighted_without_a_row_and_is_counted() -> None:
    """The e-bike that stood there before the camera woke: no review, a 404 over REST, and a count."""
    (seen,) = of_kind(read("events", sample("0.17_events_bicycle_update")), Sighting)
    assert (seen.moved, seen.has_clip, seen.has_snapshot) == (False, False, False)
    for version in VERSIONS:
        facts = read_capture(version)
        # Its review names the motorcycle alone.
        (label,) = {
            name for review in of_kind(facts, Reviewed) if review.camera == "elevator_1" for name in review.objects
        }
        assert label == "motorcycle"
        counts = of_kind(facts, ZoneCount)
        bicycles = [fact.count for fact in counts if (fact.area, fact.label) == ("cabin", "bicycle")]
        assert bicycles[0] == 0
        assert max(bicycles) == 1
        assert bicycles[-1] == 0


def test_trap_5_the_websocket_tells_who_connects_what_stands_there() -> None:
    activity = {
        "elevator_1": {
            "objects": [
                {"id": "1-a", "label": "bicycle-verified", "stationary": True, "current_zones": ["cabin"]},
                {"id": "1-b", "label": "person", "stationary": False, "current_zones": []},
            ]
        },
        "gate_in": {},
    }
    reader = FactReader()
    counts = of_kind(read("camera_activity", activity, reader), ZoneCount)
    assert {(fact.area, fact.label, fact.count, fact.active) for fact in counts} == {
        ("elevator_1", "bicycle", 1, 0),
        ("cabin", "bicycle", 1, 0),
        ("elevator_1", "person", 1, 1),
    }
    # The stream was away, and meanwhile all of it left.
    reader.forget()
    assert {fact.count for fact in of_kind(read("camera_activity", {"elevator_1": {}}, reader), ZoneCount)} == {0}


@pytest.mark.parametrize("version", VERSIONS)
def test_trap_6_a_zone_is_counted_over_all_cameras_and_only_by_its_name(version: str) -> None:
    areas = {fact.area for fact in of_kind(read_capture(version), ZoneCount)}
    assert areas == {"elevator_1", "gate_in", "cabin", "gate_lane"}


def test_trap_6_a_number_elsewhere_is_no_count() -> None:
    reader = FactReader()
    reader.know({"elevator_1", "cabin"})
    for topic, payload in (
        ("elevator_1/motion_threshold/state", b"30"),
        ("elevator_1/motion", b"ON"),
        ("elevator_1/review_status", b"NONE"),
        ("elevator_1/audio/dBFS", b"0"),
        ("notifications/suspend", b"15"),
        ("elevator_1/person", b"-1"),
        ("elevator_1/person", b"many"),
    ):
        assert reader.read(topic, payload, NOW) == []
    (count,) = reader.read("cabin/bicycle", b"2", NOW)
    assert count == ZoneCount("cabin", "bicycle", 2, None, NOW)
    (count,) = reader.read("cabin/bicycle/active", b"1", NOW)
    assert count == ZoneCount("cabin", "bicycle", 2, 1, NOW)
    assert reader.read("cabin/bicycle/active", b"1", NOW) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_trap_7_every_attempt_at_a_face_is_told_with_its_score(version: str) -> None:
    (tried,) = of_kind(read_capture(version), FaceTried)
    assert (tried.name, tried.score) == ("zhang_wei", 0.95)
    weak = {**sample("0.17_tou_face"), "score": 0.31}
    assert of_kind(read("tracked_object_update", weak), FaceTried)[0].score == pytest.approx(0.31)
    nobody = {**sample("0.17_tou_face"), "name": "unknown"}
    assert of_kind(read("tracked_object_update", nobody), FaceTried)[0].name is None


def test_trap_7_a_score_that_is_none_passes_no_gate() -> None:
    for said in (None, "0.99", True, 1.7, -1, float("nan")):
        (tried,) = of_kind(read("tracked_object_update", {**sample("0.17_tou_face"), "score": said}), FaceTried)
        assert tried.score == 0


@pytest.mark.parametrize("version", VERSIONS)
def test_trap_8_the_raw_plate_is_kept_apart_from_whom_frigate_takes_it_for(version: str) -> None:
    """A plate one character off gets the resident's label: whoever opens a gate matches `plate`, never `known`."""
    (plate,) = of_kind(read_capture(version), PlateRead)
    assert (plate.plate, plate.known) == ("京A12345", "resident_A_101")
    misread = {**sample("0.17_tou_lpr"), "plate": "京A12346"}
    (plate,) = of_kind(read("tracked_object_update", misread), PlateRead)
    assert (plate.plate, plate.known) == ("京A12346", "resident_A_101")
    (documented,) = of_kind(read("tracked_object_update", sample("doc_tou_lpr")), PlateRead)
    assert documented.plate == "123ABC"


@pytest.mark.parametrize(("word", "online"), [("online", True), ("offline", False), ("stopped", False)])
def test_trap_9_stopped_is_gone_too(word: str, online: bool) -> None:
    assert read("available", word.encode()) == [Available(online)]


def test_trap_9_a_switch_is_asked_for_and_its_message_not_believed() -> None:
    """0.17 repeats, as it reconnects, what is configured: only the statistics say what is so."""
    assert read("gate_in/detect/state", b"ON") == [Switched("gate_in")]
    assert read("gate_in/enabled/state", b"OFF") == [Switched("gate_in")]
    health = healthy()
    stats = sample("0.17_stats")
    stats["cameras"]["gate_in"]["detection_enabled"] = False
    health.take_stats(stats_of(stats), 1000)
    assert health.cameras(["gate_in"], Watch()())["gate_in"].reason is CameraTrouble.DISABLED


def healthy() -> FrigateHealth:
    health = FrigateHealth(answered=True)
    health.stream_is(1000, is_open=True)
    health.take_stats(stats_of(sample("0.17_stats")), 1000)
    return health


def test_classifications_are_told_with_what_they_set() -> None:
    for version in VERSIONS:
        facts = of_kind(read_capture(version), Classified)
        assert [(fact.model, fact.label, fact.attribute, fact.score) for fact in facts] == [
            ("ebike_type", "ebike", False, 0.91),
            ("helmet", "yes", True, 0.92),
        ]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_websocket_and_the_broker_give_the_same_facts(version: str) -> None:
    assert read_capture(version) == read_capture(version, as_websocket=True)


def test_every_recorded_payload_is_read() -> None:
    reader = FactReader()
    topics = {"events": "events", "reviews": "reviews", "tou": "tracked_object_update", "stats": "stats"}
    for path in sorted((DATA / "samples").glob("*.json")):
        kind = path.stem.split("_")[1]
        if kind not in topics:
            continue
        facts = read(topics[kind], sample(path.stem), reader)
        # A description is said of something, and is nothing that a desk acts on.
        assert facts or path.stem == "doc_tou_description", path.stem
        reader = FactReader()
    assert reader.tally.malformed == 0


def test_statistics_are_told_on_the_stream_too() -> None:
    for version in VERSIONS:
        (stats,) = of_kind(read_capture(version), Stats)
        assert set(stats.cameras) == {"elevator_1", "gate_in"}
        assert stats.version.startswith(version)


def test_a_fact_does_not_show_a_plate_a_face_or_a_name_when_it_is_logged() -> None:
    for version in VERSIONS:
        shown = repr(read_capture(version))
        for personal in ("zhang_wei", "京A12345", "resident_A_101"):
            assert personal not in shown


# What is odd about its REST interface.


def client_that(answer: Answer) -> tuple[FrigateClient, StandInConnections]:
    connections = StandInConnections(lambda _asked: answer)
    return FrigateClient(connections, OPEN, Watch()), connections  # type: ignore[arg-type]  # a stand-in


async def test_making_a_face_says_false_when_it_has_worked() -> None:
    client, connections = client_that(say({"success": False, "message": "Successfully created face folder."}))
    await client.create_face("resident_7")
    assert connections.calls[0].path == "/api/faces/resident_7/create"


async def test_missing_recordings_are_asked_for_with_all_three_filters() -> None:
    client, connections = client_that(say([]))
    await client.recordings_missing(["elevator_1"], NOW, NOW)
    assert set(connections.calls[0].params) == {"cameras", "after", "before"}


@pytest.mark.parametrize("name", ["", "..", "a/b", "张伟", "a b", "x" * 65, "../../config"])
async def test_a_face_s_name_is_checked_by_us_since_frigate_does_not(name: str) -> None:
    client, connections = client_that(say({"success": True}))
    with pytest.raises(FrigateError) as refused:
        await client.register_face(name, b"\xff\xd8")
    assert refused.value.code is FrigateProblem.REFUSED
    assert connections.asked == []


async def test_the_configuration_s_secrets_are_not_shown() -> None:
    raw: dict[str, Any] = {"cameras": {"gate_in": {}}, "mqtt": {"password": "hunter2"}}
    client, _ = client_that(say(raw))
    assert "hunter2" not in repr(await client.config())


def test_what_health_knows_is_of_one_moment() -> None:
    health = healthy()
    assert health.cameras(["gate_in"], Instant(NOW, 1001))["gate_in"].up
