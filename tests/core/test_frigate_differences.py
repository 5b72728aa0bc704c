"""In what a running Frigate differs: everything that matters is found, and nothing secret is told."""

import copy
import json
from typing import Any

import pytest

from custom_components.smart_community.core.camera import Camera, CameraPurpose
from custom_components.smart_community.core.frigate_config import FrigateVersion, wanted
from custom_components.smart_community.core.frigate_differences import PRESENT, Difference, differences
from custom_components.smart_community.core.yaml_text import Node, plain
from demo.frigate_config import CAMERAS, ELEVATORS

SECRET = "opens-the-camera"


@pytest.fixture(params=FrigateVersion)
def asked(request: pytest.FixtureRequest) -> dict[str, Node]:
    return dict(wanted(CAMERAS, ELEVATORS, request.param))


@pytest.fixture
def running(asked: dict[str, Node]) -> dict[str, Any]:
    """Return what a Frigate answers that does as it was asked: its own keys, defaults and secrets are in it too."""
    config: dict[str, Any] = copy.deepcopy({key: plain(value) for key, value in asked.items()})
    config["mqtt"] |= {"password": SECRET, "host": "broker", "client_id": "frigate", "qos": 0}
    config["lpr"]["known_plates"] = {"Zhao Meiling": ["京A12345"]}
    config["auth"] = {"enabled": True}
    for name in config["go2rtc"]["streams"]:
        config["go2rtc"]["streams"][name] = [f"rtsp://admin:{SECRET}@camera/{name}"]
    for camera in config["cameras"].values():
        camera["ffmpeg"] = {"inputs": [{"path": f"rtsp://admin:{SECRET}@camera/1", "roles": ["detect"]}]}
        camera["objects"]["track"].reverse()
        camera["review"]["alerts"]["cutoff_time"] = 40
        for zone in camera.get("zones", {}).values():
            zone["coordinates"] = "0.1,0.2,0.9,0.2,0.5,0.9"
    return config


def test_a_frigate_that_does_as_it_was_asked_has_no_differences(
    asked: dict[str, Node], running: dict[str, Any]
) -> None:
    assert differences(asked, running) == []


def test_each_part_that_differs_is_named(asked: dict[str, Node], running: dict[str, Any]) -> None:
    car = running["cameras"]["elevator_1"]
    car["detect"]["enabled"] = False
    car["review"]["alerts"]["labels"] = ["person", "car"]
    car["record"]["continuous"]["days"] = 7
    car["zones"] = {}
    del car["motion"]
    running["cameras"]["lobby_1"]["face_recognition"]["enabled"] = True
    running["lpr"]["match_distance"] = 1
    running["mqtt"]["stats_interval"] = 60
    del running["classification"]
    del running["go2rtc"]["streams"]["yard_detail"]
    assert [difference.as_dict() for difference in differences(asked, running)] == [
        {"path": "mqtt.stats_interval", "wanted": 15, "running": 60},
        {"path": "classification", "wanted": PRESENT, "running": None},
        {"path": "lpr.match_distance", "wanted": 0, "running": 1},
        {"path": "go2rtc.streams.yard_detail", "wanted": PRESENT, "running": None},
        {"path": "cameras.elevator_1.detect.enabled", "wanted": True, "running": False},
        {"path": "cameras.elevator_1.zones.elevator_1_car", "wanted": PRESENT, "running": None},
        {
            "path": "cameras.elevator_1.review.alerts.labels",
            "wanted": ["bicycle", "motorcycle"],
            "running": ["person", "car"],
        },
        {"path": "cameras.elevator_1.record.continuous.days", "wanted": 30, "running": 7},
        {"path": "cameras.elevator_1.motion.mask", "wanted": PRESENT, "running": None},
        {"path": "cameras.lobby_1.face_recognition.enabled", "wanted": False, "running": True},
    ]


def test_a_camera_that_one_of_both_does_not_know(asked: dict[str, Node], running: dict[str, Any]) -> None:
    running["cameras"]["bedroom_window"] = running["cameras"].pop("yard")
    assert differences(asked, running) == [
        Difference("cameras.yard", PRESENT, None),
        Difference("cameras.bedroom_window", None, PRESENT),
    ]


@pytest.mark.parametrize("what", [{}, {"cameras": None}, {"cameras": [], "mqtt": 1, "go2rtc": "x", "lpr": []}])
def test_an_answer_of_another_shape_differs_and_breaks_nothing(asked: dict[str, Node], what: dict[str, Any]) -> None:
    found = differences(asked, what)
    assert {f"cameras.{camera.frigate_name}" for camera in CAMERAS} <= {difference.path for difference in found}


def test_no_address_password_plate_or_polygon_is_told(asked: dict[str, Node], running: dict[str, Any]) -> None:
    for camera in running["cameras"].values():
        camera["detect"]["enabled"] = {"password": SECRET}
        camera["objects"]["track"] = [{"address": "somewhere"}]
    found = json.dumps([one.as_dict() for one in differences({}, running) + differences(asked, running)])
    assert found
    for secret in (SECRET, "Zhao", "京A12345", "rtsp://", "0.1,0.2", "somewhere"):
        assert secret not in found


def test_masks_and_labels_are_compared_whatever_their_order_and_form() -> None:
    camera = Camera(id="c", name="Lobby", purpose=CameraPurpose.PUBLIC_AREA, frigate_name="lobby")
    older, newer = (wanted([camera], [], version) for version in FrigateVersion)
    # A Frigate that has been brought to 0.18 has given its masks names of its own.
    answer: dict[str, Any] = copy.deepcopy({key: plain(value) for key, value in newer.items()})
    answer["cameras"]["lobby"]["motion"]["mask"] = {"motion_mask_1": {"coordinates": "0,0,1,0,1,1"}}
    assert differences(older, answer) == differences(newer, answer) == []
    answer["cameras"]["lobby"]["review"]["alerts"]["required_zones"] = "lobby_no_parking"
    assert differences(newer, answer) == []
