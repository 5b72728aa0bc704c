"""What the simulated Frigate tells of its configuration and of its health."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from .site import FPS, HEIGHT, WIDTH, SceneCamera, Version, Zone
from .tracked import STATIONARY_AFTER
from .watcher import REVIEW_CUTOFF, Eye

SWITCHES = ("enabled", "recordings", "snapshots", "audio", "detect", "motion", "improve_contrast", "ptz_autotracker")
OFF_AT_FIRST = ("audio", "ptz_autotracker")
OFF_TOPICS = ("object_descriptions", "review_descriptions")
STORES = ("/media/frigate/recordings", "/media/frigate/clips", "/tmp/cache", "/dev/shm")  # noqa: S108 - as it says


def switch_states(version: Version, eye: Eye) -> list[tuple[str, str | int, bool]]:
    """Return what is said of a camera at each connection: topic, payload, retain."""
    name = eye.camera.name

    def state(switch: str, *, default: bool = True) -> str:
        return "ON" if eye.switches.get(switch, default) else "OFF"

    said: list[tuple[str, str | int, bool]] = [
        (f"{name}/{switch}/state", state(switch, default=switch not in OFF_AT_FIRST), True) for switch in SWITCHES
    ]
    said += [(f"{name}/motion_threshold/state", 30, True), (f"{name}/motion_contour_area/state", 10, True)]
    said += [(f"{name}/motion", "OFF", False)]
    said += [(f"{name}/birdseye/state", "ON", True), (f"{name}/birdseye_mode/state", "OBJECTS", True)]
    said += [(f"{name}/{switch}/state", state(switch), True) for switch in ("review_alerts", "review_detections")]
    said += [(f"{name}/{topic}/state", "OFF", True) for topic in OFF_TOPICS]
    if version is Version.V0_18:
        said += [(f"{name}/zone/{zone.name}/state", "ON", True) for zone in eye.camera.zones]
    return said


def stats_of(version: Version, eyes: Sequence[Eye], started_at: float) -> dict[str, Any]:
    """Return `/api/stats`: a camera whose stream has gone has no frames a second."""
    cameras = {}
    total = 0.0
    for number, eye in enumerate(eyes, start=1):
        running = eye.running and eye.stale_since is None and eye.on("enabled")
        fps = float(FPS) if running else 0.0
        total += fps
        cameras[eye.camera.name] = {
            "camera_fps": fps,
            "process_fps": fps,
            "skipped_fps": 0.0,
            "detection_fps": 3.2 if running and eye.cast else 0.0,
            "detection_enabled": eye.on("detect"),
            "pid": 100 + number,
            "capture_pid": 200 + number,
            "ffmpeg_pid": 300 + number,
            "audio_rms": 0.0,
            "audio_dBFS": 0.0,
        }
    store = {"total": 100000.0, "used": 40000.0, "free": 60000.0, "mount_type": "ext4"}
    return {
        "cameras": cameras,
        "detectors": {"cpu1": {"inference_speed": 9.8, "detection_start": 0.0, "pid": 42}},
        "camera_fps": total,
        "process_fps": total,
        "skipped_fps": 0.0,
        "detection_fps": round(sum(one["detection_fps"] for one in cameras.values()), 1),
        "embeddings": {},
        "cpu_usages": {"frigate.full_system": {"cpu": "12.3", "mem": "34.5"}},
        "gpu_usages": {},
        "npu_usages": {},
        "bandwidth_usages": {},
        "service": {
            "uptime": int(time.time() - started_at),
            "version": version.full,
            "latest_version": version.latest,
            "storage": {path: dict(store) for path in STORES},
            "last_updated": int(time.time()),
        },
        "processes": {},
    }


def config_of(version: Version, eyes: Sequence[Eye], classifier: str) -> dict[str, Any]:
    """Return `/api/config` with the parts that a client reads; 0.17 shows a camera's password in it."""
    return {
        "version": "0.17-0" if version is Version.V0_17 else "0.18-0",
        "mqtt": {"enabled": True, "topic_prefix": "frigate", "client_id": "frigate", "stats_interval": 60},
        "auth": {"enabled": True, "roles": {"admin": [], "viewer": []}},
        "face_recognition": {"enabled": True, "recognition_threshold": 0.9},
        "lpr": {"enabled": True, "model_size": "small", "match_distance": 1, "known_plates": {}},
        "classification": {
            "custom": {
                classifier: {
                    "enabled": True,
                    "name": classifier,
                    "threshold": 0.8,
                    "object_config": {"objects": ["bicycle", "motorcycle"], "classification_type": "sub_label"},
                    "state_config": None,
                }
            }
        },
        "cameras": {eye.camera.name: _camera(version, eye) for eye in eyes},
        "go2rtc": {"streams": {eye.camera.name: [_stream(version, eye.camera)] for eye in eyes}},
    }


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return a configuration with another laid over it, mapping by mapping."""
    both = dict(below)
    for key, value in above.items():
        under = both.get(key)
        both[key] = merged(under, value) if isinstance(value, Mapping) and isinstance(under, Mapping) else value
    return both


def _camera(version: Version, eye: Eye) -> dict[str, Any]:
    camera = eye.camera
    return {
        "name": camera.name,
        "friendly_name": None,
        "enabled": eye.on("enabled"),
        "detect": {
            "enabled": eye.on("detect"),
            "width": WIDTH,
            "height": HEIGHT,
            "fps": FPS,
            "stationary": {"interval": STATIONARY_AFTER, "threshold": STATIONARY_AFTER},
        },
        "ffmpeg": {"inputs": [{"path": _stream(version, camera), "roles": ["detect", "record"]}]},
        "objects": {"track": list(camera.track), "filters": {}},
        "record": {"enabled": eye.on("recordings"), "continuous": {"days": 30}, "motion": {"days": 30}},
        "snapshots": {"enabled": eye.on("snapshots")},
        "review": {
            "alerts": {
                "enabled": eye.on("review_alerts"),
                "labels": list(camera.alert_labels),
                "required_zones": list(camera.alert_zones),
                "cutoff_time": REVIEW_CUTOFF,
            },
            "detections": {"enabled": eye.on("review_detections"), "labels": None, "required_zones": []},
        },
        "zones": {zone.name: _zone(zone, camera) for zone in camera.zones},
        "live": {"streams": {camera.name: camera.name}, "height": 720, "quality": 8},
    }


def _zone(zone: Zone, camera: SceneCamera) -> dict[str, Any]:
    left, top, right, bottom = (value / size for value, size in zip(zone.box, (WIDTH, HEIGHT) * 2, strict=True))
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return {
        "coordinates": ",".join(f"{x:.4f},{y:.4f}" for x, y in corners),
        "objects": list(camera.track),
        "inertia": 3,
        "loitering_time": 0,
        "distances": [],
        "speed_threshold": None,
    }


def _stream(version: Version, camera: SceneCamera) -> str:
    login = "viewer:camera-demo" if version is Version.V0_17 else "*:*"
    return f"rtsp://{login}@192.0.2.10:554/{camera.name}"
