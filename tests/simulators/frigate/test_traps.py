"""The simulated Frigate has the traps of the real one, so that who passes here is not caught there."""

import random

import pytest

from simulators.frigate import SceneCamera, View, Zone
from simulators.frigate.records import Records
from simulators.frigate.scenes import SceneError, scene
from simulators.frigate.site import TRACKED, Version
from simulators.frigate.watcher import Watcher

from .stage import NOW, VERSIONS, Asker, Stage, told


@pytest.mark.parametrize("version", VERSIONS)
def test_a_manual_event_is_on_reviews_only_and_its_first_message_is_an_update(version: str) -> None:
    stage = Stage(version)
    row = stage.watcher.create("gate_north", "falling_object", {"sub_label": "tower 3", "duration": 3}, stage.now)
    stage.run(8)
    assert stage.of("events") == []
    reviews = stage.of("reviews")
    assert [one["type"] for one in reviews] == ["update", "end"]
    assert reviews[0]["after"]["data"]["objects"] == ["falling_object: tower 3"]
    assert reviews[0]["after"]["severity"] == "alert"
    assert reviews[0]["after"]["data"]["detections"] == [row.id]
    assert reviews[0]["after"]["id"] != row.id
    assert reviews[1]["after"]["end_time"] == NOW + 3


def test_a_manual_event_without_a_duration_goes_on_until_it_is_ended() -> None:
    stage = Stage()
    row = stage.watcher.create("yard", "thing", {"duration": None}, stage.now)
    stage.run(60)
    assert [one["type"] for one in stage.of("reviews")] == ["update"]
    stage.watcher.end_created(row, stage.now)
    assert [one["type"] for one in stage.of("reviews")] == ["update", "end"]


@pytest.mark.parametrize("switch", ["recordings", "review_alerts"])
def test_without_recording_or_alerts_a_manual_event_is_said_nowhere(switch: str) -> None:
    stage = Stage()
    stage.watcher.eyes["yard"].switches[switch] = False
    row = stage.watcher.create("yard", "thing", {}, stage.now)
    stage.run(1)
    assert stage.of("reviews") == []
    assert row.id in stage.records.events


async def test_what_never_moved_is_on_events_and_counted_but_has_no_row_and_no_review() -> None:
    stage = Stage()
    (cast,) = stage.play("standing_ebike")
    messages = [one["after"] for one in stage.of("events")]
    assert messages
    assert {(one["position_changes"], one["has_clip"], one["has_snapshot"]) for one in messages} == {(0, False, False)}
    assert stage.of("reviews") == []
    assert stage.counts("elevator_1_car/motorcycle") == [0, 1]
    response = await Asker(stage.frigate)("GET", f"/api/events/{cast.event_id}")
    assert (response.status, told(response)) == (404, "Event not found")


@pytest.mark.parametrize("version", VERSIONS)
async def test_values_are_lists_with_their_score_on_the_wire_and_texts_in_rest(version: str) -> None:
    stage = Stage(version)
    ebike, _ = stage.play("ebike")
    (car,) = stage.play("car", "gate_north")
    last = {one["after"]["label"]: one["after"] for one in stage.of("events")}
    assert last["motorcycle"]["sub_label"] == ["ebike", 0.91]
    assert last["car"]["recognized_license_plate"] == ["京A12345", 0.93]
    ask = Asker(stage.frigate)
    row = told(await ask("GET", f"/api/events/{ebike.event_id}"))
    assert (row["sub_label"], row["data"]["sub_label_score"]) == ("ebike", 0.91)
    row = told(await ask("GET", f"/api/events/{car.event_id}"))
    plate = row["data"]["recognized_license_plate"], row["data"]["recognized_license_plate_score"]
    assert (row["sub_label"], plate) == ("resident_A_101", ("京A12345", 0.93))


def test_a_review_begins_as_a_detection_without_zones_and_becomes_an_alert_and_verified() -> None:
    stage = Stage()
    stage.leave(stage.play("ebike"))
    reviews = [(one["type"], one["after"]) for one in stage.of("reviews")]
    kind, first = reviews[0]
    assert (kind, first["severity"], first["data"]["zones"], first["data"]["objects"]) == (
        "new",
        "detection",
        [],
        ["motorcycle"],
    )
    assert [one["severity"] for _, one in reviews[1:]] == ["alert"] * (len(reviews) - 1)
    assert reviews[-1][0] == "end"
    assert reviews[-1][1]["data"]["verified_objects"] == ["motorcycle-verified"]
    assert {one["id"] for _, one in reviews} == {first["id"]}
    assert stage.counts("elevator_1/review_status")[:: len(reviews) - 1] == ["DETECTION", "NONE"]


def test_zones_of_one_name_are_counted_together() -> None:
    floor = Zone("floor", (0, 100, 640, 360))
    cameras = [SceneCamera(name, View.LOBBY, (floor,)) for name in ("lobby_1", "lobby_2")]
    stage = Stage(cameras=cameras)
    stage.play("ebike", "lobby_1")
    stage.play("ebike", "lobby_2")
    assert stage.counts("floor/motorcycle") == [0, 1, 2]
    assert stage.counts("lobby_2/motorcycle") == [0, 1]


def test_a_face_is_told_at_every_attempt_however_unsure() -> None:
    stage = Stage()
    stage.play("unsure_face", "gate_south")
    faces = stage.of("tracked_object_update")
    assert len(faces) > 3
    assert {(one["name"], one["score"]) for one in faces} == {("zhang_wei", 0.31)}


def test_classification_speaks_from_the_third_look_and_within_two_seconds_of_the_first_frame() -> None:
    stage = Stage()
    stage.play("ebike")
    said = [one for one in stage.of("tracked_object_update") if one["type"] == "classification"]
    first = stage.of("events")[0]["after"]
    assert said[0]["timestamp"] - first["start_time"] < 2
    assert {(one["model"], one["sub_label"], one["score"]) for one in said} == {("ebike_type", "ebike", 0.91)}


@pytest.mark.parametrize(
    ("name", "label", "value"),
    [
        ("bicycle", "bicycle", "bicycle"),
        ("pushchair", "bicycle", "pushchair"),
        ("wheelchair", "motorcycle", "wheelchair"),
        ("trolley", "bicycle", "trolley"),
    ],
)
def test_look_alikes_are_taken_for_two_wheels_and_told_apart_by_classification(
    name: str, label: str, value: str
) -> None:
    stage = Stage()
    thing, *_ = stage.play(name)
    assert {one["after"]["label"] for one in stage.of("events")} <= {label, "person"}
    assert stage.records.events[thing.event_id or ""].sub_label == value


def test_a_model_with_an_ebike_label_needs_the_camera_to_track_it() -> None:
    tracks = SceneCamera("car", View.ELEVATOR, track=(*TRACKED, "ebike"))
    stage = Stage(cameras=[tracks])
    stage.watcher.enter("car", scene("standing_ebike", label="ebike"), stage.now)
    stage.run(2)
    assert stage.counts("car/ebike") == [0, 1]
    assert stage.of("tracked_object_update") == []


def test_a_camera_that_hangs_says_nothing_and_shows_its_last_picture() -> None:
    stage = Stage()
    stage.play("ebike")
    before, shown = len(stage.said), stage.watcher.shot("elevator_1", stage.now)
    stage.watcher.eyes["elevator_1"].stale_since = stage.now
    stage.run(5)
    assert len(stage.said) == before
    assert stage.watcher.shot("elevator_1", stage.now) == shown
    assert stage.frigate.stats()["cameras"]["elevator_1"]["camera_fps"] == 0


def test_a_stream_that_ends_ends_what_was_tracked() -> None:
    stage = Stage()
    stage.play("ebike")
    stage.watcher.eyes["elevator_1"].running = False
    stage.watcher.drop("elevator_1")
    assert [one["type"] for one in stage.of("events")][-2:] == ["end", "end"]
    assert stage.counts("elevator_1/motorcycle") == [0, 1, 0]
    assert stage.of("reviews")[-1]["type"] == "end"


def test_who_stands_still_becomes_stationary_and_leaves_the_review_open_no_longer() -> None:
    stage = Stage()
    stage.play("ebike", seconds=30)
    assert stage.counts("elevator_1/motorcycle/active") == [0, 1, 0]
    assert stage.counts("elevator_1/motorcycle") == [0, 1]
    assert stage.of("reviews")[-1]["type"] == "end"


async def test_only_a_scene_and_a_camera_that_there_are_can_be_played() -> None:
    frigate = Stage().frigate
    with pytest.raises(SceneError):
        await frigate.play("dragon", camera="yard")
    with pytest.raises(SceneError):
        await frigate.play("ebike", camera="nowhere")
    with pytest.raises(SceneError):
        await frigate.play("ebike", camera="yard", label="ebike")


def test_switches_are_set_and_said() -> None:
    stage = Stage()
    stage.frigate.command("yard/detect/set", "OFF")
    assert stage.watcher.eyes["yard"].sees is False
    stage.frigate.command("yard/detect/set", "dim")
    stage.frigate.command("nowhere/detect/set", "OFF")
    stage.play("person", "yard")
    assert stage.of("events") == []
    stage.frigate.command("yard/detect/set", "ON")
    stage.run(2)
    assert stage.of("events")


def test_ids_are_the_time_and_six_letters() -> None:
    watcher = Watcher(Version.V0_17, [], Records(Version.V0_17), lambda *_: None, lambda *_: None, random.Random(1))
    assert watcher.make_id(NOW).startswith("1795398134.000000-")
    assert len(watcher.make_id(NOW)) == len("1795398134.323384-tdqwjl")
