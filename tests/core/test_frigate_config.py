"""Frigate's configuration: what it holds for whatever cameras a community has, and that the committed files are that.

Frigate's own models are run on these files beside this (`scripts/check-frigate-config`): here is what holds without it.
"""

import re
from typing import Any, Final

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.camera import Camera, CameraPurpose
from custom_components.smart_community.core.ebike_evidence import Grade, SuspectGate
from custom_components.smart_community.core.elevator import Elevator
from custom_components.smart_community.core.frigate_config import (
    FrigateVersion,
    render,
    version_of,
    wanted,
)
from custom_components.smart_community.core.frigate_house import Publishing
from custom_components.smart_community.core.frigate_names import names_of
from custom_components.smart_community.core.frigate_profiles import (
    EBIKE_CLASSES,
    EBIKE_LABELS,
    EBIKE_MODEL,
    PROFILES,
    WHOLE_PICTURE,
)
from custom_components.smart_community.core.yaml_text import plain
from demo.frigate_config import CAMERAS, FOLDER, files

# Names that could be taken for another's zone, stream or variable, or for something else than a text.
ODD: Final = ("a", "A", "a-1", "a_1", "a_car", "a_detail", "a_detail_2", "a_no_parking", "1", "on", "null", "-", "_")
SHOWN: Final = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@st.composite
def communities(draw: st.DrawFn) -> tuple[list[Camera], list[Elevator]]:
    names = draw(st.lists(st.sampled_from(ODD) | st.from_regex(r"[a-zA-Z0-9_-]{1,8}", fullmatch=True), unique=True))
    cameras = [
        Camera(
            id=f"camera-{number}",
            name=draw(SHOWN),
            purpose=draw(st.sampled_from(CameraPurpose)),
            frigate_name=None if draw(st.integers(0, 9)) == 0 else name,
            sign_text=draw(st.sampled_from(["", "CCTV"])),
            sign_place="door",
            retention_days=draw(st.integers(30, 90)),
        )
        for number, name in enumerate(names)
    ]
    seen = draw(st.lists(st.sampled_from([camera.id for camera in cameras]), unique=True)) if cameras else []
    return cameras, [Elevator(id="e", name=draw(SHOWN), cameras=tuple(seen))]


VERSIONS: Final = st.sampled_from(FrigateVersion)


def read(text: str) -> dict[str, Any]:
    config: dict[str, Any] = yaml.safe_load(text)
    return config


@given(communities(), VERSIONS, st.builds(Publishing, st.booleans(), st.sampled_from(["frigate", "site 1/on", "on"])))
def test_what_is_written_is_what_is_wanted_and_no_two_things_have_one_name(
    community: tuple[list[Camera], list[Elevator]], version: FrigateVersion, publishing: Publishing
) -> None:
    cameras, elevators = community
    text = render(cameras, elevators, version, publishing)
    config = read(text)
    assert config == plain(wanted(cameras, elevators, version, publishing))
    assert set(config["cameras"]) == {camera.frigate_name for camera in cameras} - {None}
    zones = [zone for camera in config["cameras"].values() for zone in camera.get("zones", {})]
    assert len(zones) == len(set(zones))
    assert not set(zones) & set(config["cameras"])
    variables = re.findall(r"^#   (FRIGATE_[A-Za-z0-9_]+)$", text, re.MULTILINE)
    assert len(variables) == len(set(variables))
    used = {name for name in re.findall(r"\{(\w+)\}", str(config)) if name.startswith("FRIGATE_")}
    assert used == set(variables)
    assert config["mqtt"]["enabled"] is publishing.mqtt
    assert config["version"] == f"{version}-0"


@given(communities(), VERSIONS)
def test_each_camera_holds_together(community: tuple[list[Camera], list[Elevator]], version: FrigateVersion) -> None:
    cameras, elevators = community
    config = read(render(cameras, elevators, version))
    streams = config["go2rtc"]["streams"]
    for camera in cameras:
        if camera.frigate_name is None:
            continue
        made, profile = config["cameras"][camera.frigate_name], PROFILES[camera.purpose]
        # Our own live picture is read from the restream of the camera's name.
        assert camera.frigate_name in streams
        inputs = made["ffmpeg"]["inputs"]
        assert [one["roles"] for one in inputs] == [["record"], ["detect"]]
        assert {one["path"].rpartition("/")[2] for one in inputs} <= set(streams)
        assert made["friendly_name"] == camera.name
        # Frigate's default is off, whatever is wanted.
        assert made["detect"]["enabled"] is True
        if not profile.track:
            # Where nothing is looked for, the detector is not asked: no motion reaches it.
            assert WHOLE_PICTURE in str(made["motion"]["mask"])
        zones = made.get("zones", {})
        for zone in zones.values():
            assert set(zone["objects"]) <= set(made["objects"]["track"])
        assert set(made["review"]["alerts"].get("required_zones", [])) <= set(zones)
        assert set(made["review"]["alerts"]["labels"]) <= set(made["objects"]["track"])


@given(communities(), VERSIONS)
def test_what_reports_from_outside_becomes_a_review(
    community: tuple[list[Camera], list[Elevator]], version: FrigateVersion
) -> None:
    for camera in read(render(*community, version))["cameras"].values():
        assert camera["review"]["alerts"]["enabled"] is True
        assert camera["record"]["enabled"] is True


@given(communities(), VERSIONS)
def test_nothing_is_known_of_people_but_where_it_was_asked_for(
    community: tuple[list[Camera], list[Elevator]], version: FrigateVersion
) -> None:
    cameras, elevators = community
    config = read(render(cameras, elevators, version))
    by_name = {camera.frigate_name: camera for camera in cameras}
    for name, made in config["cameras"].items():
        purpose = by_name[name].purpose
        # What is on for all is on for a camera that is silent: each says it.
        assert made["face_recognition"] == {"enabled": purpose is CameraPurpose.GATE_FACE}
        assert made["lpr"] == {"enabled": purpose is CameraPurpose.GATE_PLATE}
        if purpose is CameraPurpose.FACADE:
            assert made["objects"]["track"] == []
    assert config["face_recognition"].get("save_attempts", 0) == 0
    assert not config["lpr"].get("known_plates")
    assert config["lpr"].get("match_distance", 0) == 0
    assert config["lpr"].get("model_size", "small") == "small"
    assert config["objects"]["genai"]["enabled"] is config["review"]["genai"]["enabled"] is False
    assert config["ffmpeg"]["output_args"]["record"] == "preset-record-generic"
    assert config["audio"]["enabled"] is False


@given(communities(), VERSIONS)
def test_everything_is_kept_for_as_long_as_was_decided_and_no_longer(
    community: tuple[list[Camera], list[Elevator]], version: FrigateVersion
) -> None:
    cameras, elevators = community
    made = read(render(cameras, elevators, version))["cameras"]
    for camera in cameras:
        if camera.frigate_name is not None:
            record = made[camera.frigate_name]["record"]
            kept = [
                record["continuous"]["days"],
                record["alerts"]["retain"]["days"],
                record["detections"]["retain"]["days"],
                made[camera.frigate_name]["snapshots"]["retain"]["default"],
            ]
            assert kept == [camera.retention_days] * 4


@given(communities())
def test_the_versions_differ_in_their_masks_and_nothing_that_was_dropped_is_written(
    community: tuple[list[Camera], list[Elevator]],
) -> None:
    older, newer = (read(render(*community, version)) for version in FrigateVersion)
    for name, camera in older["cameras"].items():
        other = newer["cameras"][name]
        masks, named = (one.pop("motion", {}).get("mask") for one in (camera, other))
        assert masks == (None if named is None else [mask["coordinates"] for mask in named.values()])
    assert (older.pop("version"), newer.pop("version")) == ("0.17-0", "0.18-0")
    assert older == newer
    assert not {"clean_copy", "sync_recordings", "timelapse_args"} & set(re.findall(r"\w+", str(newer)))
    assert "genai" not in newer


def test_e_bikes_are_told_apart_where_they_matter() -> None:
    cameras = {camera.purpose: camera for camera in CAMERAS}
    for purpose in (CameraPurpose.ELEVATOR_CAR, CameraPurpose.PUBLIC_AREA):
        config = read(render([cameras[purpose]], [], FrigateVersion.V0_17))
        (camera,) = config["cameras"].values()
        model = config["classification"]["custom"][EBIKE_MODEL]
        assert model["object_config"] == {"objects": [*EBIKE_LABELS], "classification_type": "sub_label"}
        # What Frigate keeps to itself cannot be announced as a suspicion.
        assert model["threshold"] == SuspectGate().suspected
        # Frigate's own alerts are person and car.
        assert set(EBIKE_LABELS) <= set(camera["review"]["alerts"]["labels"])
        assert set(EBIKE_LABELS) <= set(camera["objects"]["track"])
    assert "classification" not in read(render([cameras[CameraPurpose.FACADE]], [], FrigateVersion.V0_17))


def test_the_classes_of_the_model_are_what_the_guard_understands() -> None:
    gate = SuspectGate()
    sure = [name for name in EBIKE_CLASSES if gate.grade(name, 0.9) is Grade.SURE]
    assert sure == ["ebike", "covered_ebike"]
    assert all(gate.grade(name, 1.0) is Grade.NOTHING for name in EBIKE_CLASSES if name not in sure)
    # Frigate writes them into names of files, in which it replaces a hyphen.
    assert all(re.fullmatch(r"[a-z_]+", name) for name in EBIKE_CLASSES)


def test_a_car_says_whose_it_is_and_a_camera_without_a_sign_is_named() -> None:
    car = Camera(id="c", name="Car", purpose=CameraPurpose.ELEVATOR_CAR, frigate_name="car")
    text = render([car], [Elevator(id="e", name="East", cameras=("c",))], FrigateVersion.V0_18)
    assert "# Elevator: East." in text
    assert "# No sign is recorded" in text
    assert "guards none" in render([car], [], FrigateVersion.V0_18)


def test_a_camera_that_is_no_camera_of_frigate_is_left_out_and_said() -> None:
    adopted = Camera(id="c", name="Back door", entity="camera.back_door")
    assert names_of([adopted]) == {}
    text = render([adopted], [], FrigateVersion.V0_17)
    assert "Not read through Frigate, and not in here: Back door." in text
    assert read(text)["cameras"] == {}


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("0.17.2-3fe1f13", FrigateVersion.V0_17),
        ("0.18.0-beta1", FrigateVersion.V0_18),
        ("0.19.0", FrigateVersion.V0_18),
        ("1.0", FrigateVersion.V0_18),
        ("0.16.4", None),
        ("dev", None),
        ("", None),
        (None, None),
    ],
)
def test_the_version_is_that_of_the_running_frigate(text: str | None, version: FrigateVersion | None) -> None:
    assert version_of(text) is version


def test_the_committed_files_are_what_is_rendered() -> None:
    there = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.yaml")}
    assert there == files(), "python -m demo.frigate_config"
    assert {f"{version}/{purpose}.yaml" for version in FrigateVersion for purpose in CameraPurpose} <= there.keys()
