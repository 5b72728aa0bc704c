"""The parts of Frigate's configuration that are of the whole community, and for what they are as they are; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .camera import Camera
from .ebike_evidence import SuspectGate
from .frigate_profiles import EBIKE_LABELS, EBIKE_MODEL, PROFILES, classifies_ebikes
from .yaml_text import Node, Why

# Seconds between two stats on MQTT; 15 is the least that Frigate takes.
_STATS_EVERY: Final = 15


@dataclass(frozen=True, slots=True)
class Publishing:
    """Over what Frigate tells its events: MQTT with this prefix, or only its own web socket."""

    mqtt: bool = True
    topic_prefix: str = "frigate"


def mqtt(publishing: Publishing) -> Node:
    """Return how Frigate tells its events."""
    if not publishing.mqtt:
        return Why({"enabled": False}, "There is no broker between us: events are read from Frigate's own web socket.")
    return {
        "enabled": True,
        "host": "{FRIGATE_MQTT_HOST}",
        "user": "{FRIGATE_MQTT_USER}",
        "password": "{FRIGATE_MQTT_PASSWORD}",
        "topic_prefix": publishing.topic_prefix,
        "stats_interval": Why(
            _STATS_EVERY, "They say which camera has stopped: as often as Frigate lets them, instead of once a minute."
        ),
    }


def detector() -> dict[str, Node]:
    """Return what finds objects in pictures, and with which model: a beginning that runs on most machines."""
    return {
        "detectors": Why(
            {"ov": {"type": "openvino", "device": "CPU"}},
            "Of the machine, not of the community: this runs on any Intel or AMD processor. Use what yours has (a GPU,"
            " a Coral, a Hailo) and the model that belongs to it. It needs bicycle and motorcycle among its labels: a"
            " label that it does not have is dropped with no more than a warning.",
        ),
        "model": {
            "width": 300,
            "height": 300,
            "input_tensor": "nhwc",
            "input_pixel_format": "bgr",
            "path": "/openvino-model/ssdlite_mobilenet_v2.xml",
            "labelmap_path": "/openvino-model/coco_91cl_bkgr.txt",
        },
    }


def classification(cameras: Iterable[Camera]) -> dict[str, Node]:
    """Return the model that knows an e-bike, if a camera needs it."""
    if not any(classifies_ebikes(camera.purpose) for camera in cameras):
        return {}
    gate = SuspectGate()
    model: Node = {
        "threshold": Why(
            gate.suspected,
            "Of one attempt; at least three must pass it, and 60 % of them agree. Frigate's default of 0.8 would keep"
            f" every suspicion from us: from {gate.suspected:g} on it is announced, from {gate.sure:g} on the door is"
            " held.",
        ),
        "save_attempts": Why(200, "Pictures kept to train on; set it to 0 once you train no more. They show people."),
        "object_config": {
            "objects": list(EBIKE_LABELS),
            "classification_type": Why("sub_label", "As a sub label it is part of each event and of the review."),
        },
    }
    return {
        "classification": Why(
            {"custom": {EBIKE_MODEL: model}},
            "Tells an e-bike from a bicycle, a push-chair, a wheelchair and a trolley. It says nothing until you have"
            " trained it: docs/ebike-model.md.",
        )
    }


def plates(cameras: Iterable[Camera]) -> dict[str, Node]:
    """Return how plates are read; off unless a camera is there for it."""
    if not any(PROFILES[camera.purpose].plates for camera in cameras):
        return {"lpr": {"enabled": False}}
    return {
        "lpr": {
            "enabled": True,
            "model_size": Why("small", "It alone reads Chinese characters; large does not."),
            "match_distance": Why(0, "With the default of 1 a plate that is one character off gets a resident's name."),
            "min_plate_length": Why(7, "Chinese plates have 7 or 8 characters."),
            "known_plates": Why(
                {}, "Who may enter is decided on the plate itself, by Smart Community; none are kept here."
            ),
            "debug_save_plates": False,
        }
    }


def faces(cameras: Iterable[Camera]) -> dict[str, Node]:
    """Return how faces are known; off unless a camera is there for it."""
    if not any(PROFILES[camera.purpose].faces for camera in cameras):
        return {"face_recognition": {"enabled": False}}
    return {
        "face_recognition": {
            "enabled": True,
            "min_faces": Why(2, "One look is no look."),
            "save_attempts": Why(0, "No face of a passer-by is kept: those who enrol bring their own picture."),
        }
    }
