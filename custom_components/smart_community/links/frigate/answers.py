"""Frigate's REST answers, turned into typed things. Pure; what makes no sense raises FrigateError (malformed)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from ...core.sighting import Phase, Sighting
from .errors import FrigateError, FrigateProblem
from .fields import json_of, mapping_of, moment_of, names_of, number_of, score_of, text_of, valued
from .model import CameraSetup, CameraStats, EventRow, FaceMatch, FrigateConfig, Profile, ReviewRow, Stats

_MANUAL: Final = "api"
# What a review calls an object that was given a sub label.
_VERIFIED: Final = "-verified"
_LONGEST_VERSION: Final = 40


def object_of(body: bytes) -> Mapping[str, Any]:
    """Return a JSON object."""
    value = json_of(body)
    if not isinstance(value, dict):
        raise FrigateError(FrigateProblem.MALFORMED)
    return value


def list_of(body: bytes) -> list[Any]:
    """Return a JSON list."""
    value = json_of(body)
    if not isinstance(value, list):
        raise FrigateError(FrigateProblem.MALFORMED)
    return value


def detail_of(body: bytes) -> str:
    """Return Frigate's words for what went wrong: {success, message}, {detail}, or a bare JSON text."""
    value = json_of(body)
    if isinstance(value, str):
        return text_of(value, 1000)
    said = mapping_of(value)
    detail = said.get("message", said.get("detail"))
    if isinstance(detail, list):
        detail = "; ".join(text_of(mapping_of(item).get("msg"), 1000) for item in detail)
    return text_of(detail, 1000)


def version_of(body: bytes) -> str:
    """Return the version; it is plain text."""
    version = text_of(body.decode(errors="replace").strip().strip('"'), _LONGEST_VERSION)
    if not version[:1].isdigit():
        raise FrigateError(FrigateProblem.MALFORMED)
    return version


def profile_of(body: bytes) -> Profile:
    """Return who we are."""
    said = object_of(body)
    role = text_of(said.get("role"))
    if not role:
        raise FrigateError(FrigateProblem.MALFORMED)
    return Profile(text_of(said.get("username")), role, frozenset(names_of(said.get("allowed_cameras"))))


def config_of(body: bytes) -> FrigateConfig:
    """Return the configuration."""
    raw = object_of(body)
    cameras = raw.get("cameras")
    if not isinstance(cameras, dict):
        raise FrigateError(FrigateProblem.MALFORMED)
    mqtt = mapping_of(raw.get("mqtt"))
    return FrigateConfig(
        cameras={name: _camera(name, mapping_of(camera)) for name, camera in cameras.items()},
        topic_prefix=text_of(mqtt.get("topic_prefix")) or "frigate",
        mqtt=mqtt.get("enabled") is not False,
        version=text_of(raw.get("version"), _LONGEST_VERSION),
        raw=raw,
    )


def _camera(name: str, said: Mapping[str, Any]) -> CameraSetup:
    detect = mapping_of(said.get("detect"))
    return CameraSetup(
        name=name,
        enabled=said.get("enabled") is not False,
        detect=detect.get("enabled") is True,
        record=mapping_of(said.get("record")).get("enabled") is True,
        snapshots=mapping_of(said.get("snapshots")).get("enabled") is True,
        zones=tuple(mapping_of(said.get("zones"))),
        labels=names_of(mapping_of(said.get("objects")).get("track")),
        width=int(number_of(detect.get("width"))) or None,
        height=int(number_of(detect.get("height"))) or None,
        fps=number_of(detect.get("fps")) or None,
    )


def stats_of(said: Mapping[str, Any]) -> Stats:
    """Return how Frigate does, out of `/stats` or of its message `stats`."""
    cameras = said.get("cameras")
    if not isinstance(cameras, dict):
        raise FrigateError(FrigateProblem.MALFORMED)
    service = mapping_of(said.get("service"))
    return Stats(
        cameras={str(name): _camera_stats(mapping_of(camera)) for name, camera in cameras.items()},
        version=text_of(service.get("version"), _LONGEST_VERSION),
        uptime=number_of(service.get("uptime")),
    )


def _camera_stats(said: Mapping[str, Any]) -> CameraStats:
    enabled = said.get("detection_enabled")
    return CameraStats(
        camera_fps=number_of(said.get("camera_fps")),
        process_fps=number_of(said["process_fps"]) if "process_fps" in said else None,
        detection_enabled=bool(enabled) if enabled in (True, False) else None,
        running=bool(said["ffmpeg_pid"]) if "ffmpeg_pid" in said else None,
    )


def event_of(said: object) -> EventRow:
    """Return a row of `/events`."""
    row = mapping_of(said)
    data = mapping_of(row.get("data"))
    event_id, camera, label = (text_of(row.get(key)) for key in ("id", "camera", "label"))
    start = moment_of(row.get("start_time"))
    if not (event_id and camera and label) or start is None:
        raise FrigateError(FrigateProblem.MALFORMED)
    return EventRow(
        id=event_id,
        camera=camera,
        label=label,
        sub_label=valued(row.get("sub_label"))[0],
        plate=valued(data.get("recognized_license_plate"))[0],
        start=start,
        end=moment_of(row.get("end_time")),
        zones=names_of(row.get("zones")),
        top_score=score_of(data.get("top_score", row.get("top_score"))),
        box=_share_box(data.get("box")),
        has_clip=row.get("has_clip") is True,
        has_snapshot=row.get("has_snapshot") is True,
        retained=row.get("retain_indefinitely") is True,
        manual=data.get("type") == _MANUAL,
    )


def _share_box(value: object) -> tuple[float, float, float, float] | None:
    """Return left, top, width and height as shares of the picture, which rows have where messages have pixels."""
    if not isinstance(value, list) or len(value) != 4:  # noqa: PLR2004 - its four numbers
        return None
    left, top, width, height = (number_of(share) for share in value)
    return (left, top, width, height)


def review_of(said: object) -> ReviewRow:
    """Return a row of `/review`."""
    row = mapping_of(said)
    data = mapping_of(row.get("data"))
    review_id, camera, severity = (text_of(row.get(key)) for key in ("id", "camera", "severity"))
    start = moment_of(row.get("start_time"))
    if not (review_id and camera and severity) or start is None:
        raise FrigateError(FrigateProblem.MALFORMED)
    return ReviewRow(
        id=review_id,
        camera=camera,
        severity=severity,
        start=start,
        end=moment_of(row.get("end_time")),
        detections=names_of(data.get("detections")),
        objects=tuple(bare_label(name) for name in names_of(data.get("objects"))),
        zones=names_of(data.get("zones")),
        viewed=row.get("has_been_reviewed") is True,
    )


def bare_label(name: str) -> str:
    """Return the label of what a review calls an object: "motorcycle-verified" once it has a sub label."""
    return name.removesuffix(_VERIFIED)


def face_of(body: bytes) -> FaceMatch:
    """Return whom Frigate takes a face for."""
    said = object_of(body)
    name = text_of(said.get("face_name"))
    return FaceMatch(None if name in {"", "unknown"} else name, score_of(said.get("score")))


def sighting_of(row: EventRow, received_at: datetime) -> Sighting:
    """Return a row of something that is still there as a sighting: what we missed while the stream was away.

    A row has no frame and no place in the picture in pixels; what never moved has no row.
    """
    return Sighting(
        camera=row.camera,
        id=row.id,
        phase=Phase.CHANGED,
        label=row.label,
        sub_label=row.sub_label,
        sub_label_score=None,
        score=row.top_score,
        top_score=row.top_score,
        zones=row.zones,
        stationary=False,
        moved=True,
        box=None,
        frame_at=row.start,
        received_at=received_at,
        has_snapshot=row.has_snapshot,
        has_clip=row.has_clip,
    )
