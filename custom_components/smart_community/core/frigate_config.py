"""Frigate's configuration for a community's cameras, as commented block-style YAML; pure.

Sources: Frigate's own configuration models of 0.17.2 and 0.18, and `docs/frigate.md`. What differs between the two: in
0.18 masks have names, and `version` says which migrations are done. Nothing that 0.18 has dropped is written at all
(`clean_copy`, `sync_recordings`), and no `genai` provider, whose form has changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from .camera import Camera, CameraPurpose
from .elevator import Elevator
from .frigate_house import Publishing, classification, detector, faces, mqtt, plates
from .frigate_names import Names, names_of
from .frigate_profiles import PROFILES, WHOLE_PICTURE, Gate, Mask, Profile, Zone
from .yaml_text import Node, Why, comment, write

# Of the restream that Frigate offers within its own container.
_RESTREAM: Final = "rtsp://127.0.0.1:8554/"
_FPS: Final = 5


class FrigateVersion(StrEnum):
    """The versions of Frigate whose configuration can be written."""

    V0_17 = "0.17"
    V0_18 = "0.18"


_ADDRESSES: Final = (
    "It holds no address and no password, so that it can be shown and kept. Before Frigate starts, give its container"
    " these variables (environment, or files of these names in /run/secrets). _MAIN is the address of a camera's full"
    " picture, which is recorded; _DETAIL that of its smaller one, on which is detected. A camera with one stream has"
    " the same in both."
)
_OVER_MQTT: Final = Publishing()


def version_of(text: str | None) -> FrigateVersion | None:
    """Return the configuration that a running Frigate of this version ("0.17.2-3fe1f13") reads, None if unknown.

    A newer one than we know brings older files up to date as it starts; an older one than 0.17 is not supported.
    """
    parts = (text or "").split(".")
    try:
        major, minor = int(parts[0]), int(parts[1])
    except IndexError, ValueError:
        return None
    if (major, minor) < (0, 17):
        return None
    return FrigateVersion.V0_17 if (major, minor) == (0, 17) else FrigateVersion.V0_18


def render(
    cameras: Sequence[Camera],
    elevators: Sequence[Elevator],
    version: FrigateVersion,
    publishing: Publishing = _OVER_MQTT,
) -> str:
    """Return the configuration of Frigate for these cameras; one that is not read through Frigate is left out."""
    return (
        comment(_heading(cameras, version, publishing)) + "\n" + write(wanted(cameras, elevators, version, publishing))
    )


def wanted(
    cameras: Sequence[Camera],
    elevators: Sequence[Elevator],
    version: FrigateVersion,
    publishing: Publishing = _OVER_MQTT,
) -> Mapping[str, Node]:
    """Return what `render` writes, as a tree with its reasons."""
    named = names_of(cameras)
    read = [camera for camera in cameras if camera.id in named]
    return {
        "mqtt": mqtt(publishing),
        **detector(),
        "go2rtc": Why(
            {"streams": {stream: [address] for names in named.values() for stream, address in _streams(names)}},
            "Each camera is asked once for each of its streams; recording, detection, live pictures and Home Assistant"
            " read it from here.",
        ),
        "ffmpeg": Why(
            {"output_args": {"record": "preset-record-generic"}}, "No sound is recorded: nobody has agreed to be heard."
        ),
        "audio": Why({"enabled": False}, "And none is listened to."),
        "record": {"enabled": True},
        "snapshots": {"enabled": True},
        "objects": {
            "genai": Why(
                {"enabled": False},
                "No picture is described by a language model: most would send it out of the community, and out of"
                " the country.",
            )
        },
        "review": {"genai": {"enabled": False}},
        **classification(read),
        **plates(read),
        **faces(read),
        "cameras": {
            named[camera.id].camera: Why(_camera(camera, named[camera.id], version), _about(camera, elevators))
            for camera in read
        },
        "version": Why(f"{version}-0", "Of this file, so that nothing in it is migrated."),
    }


def _heading(cameras: Sequence[Camera], version: FrigateVersion, publishing: Publishing) -> str:
    named = names_of(cameras)
    variables = [variable for names in named.values() for variable in names.addresses]
    if publishing.mqtt:
        variables = ["FRIGATE_MQTT_HOST", "FRIGATE_MQTT_USER", "FRIGATE_MQTT_PASSWORD", *variables]
    left_out = [camera.name for camera in cameras if camera.id not in named]
    lines = [
        f"Frigate {version}: the configuration for this community's cameras, written by Smart Community.",
        "",
        _ADDRESSES,
        *(f"  {variable}" for variable in variables),
    ]
    if left_out:
        lines += ["", f"Not read through Frigate, and not in here: {', '.join(left_out)}."]
    return "\n".join(lines)


def _streams(names: Names) -> tuple[tuple[str, str], tuple[str, str]]:
    return (names.camera, f"{{{names.main_address}}}"), (names.detail, f"{{{names.detail_address}}}")


def _about(camera: Camera, elevators: Iterable[Elevator]) -> str:
    lines = [PROFILES[camera.purpose].what]
    if camera.purpose is CameraPurpose.ELEVATOR_CAR:
        cars = [elevator.name for elevator in elevators if camera.id in elevator.cameras]
        lines.append(f"Elevator: {', '.join(cars)}." if cars else "It belongs to no elevator yet, and guards none.")
    if not camera.has_sign:
        lines.append("No sign is recorded for it: where a camera looks, the law asks for one.")
    return "\n".join(lines)


def _camera(camera: Camera, names: Names, version: FrigateVersion) -> dict[str, Node]:
    profile = PROFILES[camera.purpose]
    node: dict[str, Node] = {
        "enabled": True,
        "friendly_name": camera.name,
        "ffmpeg": {"inputs": _inputs(names)},
        "detect": _detect(profile),
    }
    if profile.masks:
        node["motion"] = {"mask": _masks(profile.masks, version)}
    node["objects"] = _objects(profile)
    if profile.zone is not None and names.zone is not None:
        node["zones"] = {names.zone: _zone(profile.zone)}
    return node | {
        "review": _review(profile, names),
        "record": _record(camera),
        "snapshots": {"enabled": True, "retain": {"default": camera.retention_days}},
        # What is on for all is on for each camera that does not say otherwise.
        "lpr": {"enabled": profile.plates},
        "face_recognition": {"enabled": profile.faces},
    }


def _inputs(names: Names) -> list[Node]:
    return [
        {"path": f"{_RESTREAM}{stream}", "input_args": "preset-rtsp-restream", "roles": [role]}
        for stream, role in ((names.camera, "record"), (names.detail, "detect"))
    ]


def _detect(profile: Profile) -> dict[str, Node]:
    node: dict[str, Node] = {"enabled": Why(value=True, reason="Frigate's default is off."), "fps": _FPS}
    if profile.look_again is not None:
        node["stationary"] = {
            "interval": Why(
                profile.look_again,
                f"Frames: what stands still is looked at again every {profile.look_again / _FPS:g} s, so that an e-bike"
                " that has gone is known to have gone.",
            )
        }
    return node


def _masks(masks: Sequence[Mask], version: FrigateVersion) -> Node:
    if version is FrigateVersion.V0_17:
        return [Why(mask.coordinates, mask.why) for mask in masks]
    return {mask.name: Why({"coordinates": mask.coordinates}, mask.why) for mask in masks}


def _objects(profile: Profile) -> dict[str, Node]:
    track: Node = list(profile.track)
    node: dict[str, Node] = {"track": Why(track, profile.why_track) if profile.why_track else track}
    if profile.gates:
        filters: Node = {gate.label: _gate(gate) for gate in profile.gates}
        node["filters"] = Why(filters, profile.why_gates)
    return node


def _gate(gate: Gate) -> Node:
    return {"min_score": gate.min_score, "threshold": gate.threshold}


def _zone(zone: Zone) -> Node:
    return Why(
        {"coordinates": WHOLE_PICTURE, "objects": list(zone.labels), "inertia": zone.inertia},
        f"{zone.why} Until then it is the whole picture.",
    )


def _review(profile: Profile, names: Names) -> dict[str, Node]:
    labels: Node = list(profile.alerts)
    alerts: dict[str, Node] = {
        "enabled": True,
        "labels": Why(labels, profile.why_alerts) if profile.why_alerts else labels,
    }
    detections: dict[str, Node] = {"labels": list(profile.detections)}
    if names.zone is not None and profile.zone is not None and set(profile.alerts) <= set(profile.zone.labels):
        alerts["required_zones"] = [names.zone]
    return {"alerts": alerts, "detections": detections}


def _record(camera: Camera) -> dict[str, Node]:
    days = camera.retention_days
    return {
        "enabled": True,
        "continuous": Why(
            {"days": days},
            "Public-safety video is kept for 30 days at least, by law, and no longer than was decided.",
        ),
        "alerts": {"retain": {"days": days}},
        "detections": {"retain": {"days": days}},
    }
