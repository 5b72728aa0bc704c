"""Where cameras may not look, how long pictures are kept, and that nothing of a camera is lost on the way to disk."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.camera import (
    DEFAULT_RETENTION,
    LEAST_RETENTION,
    LONGEST_RETENTION,
    MOST_RETENTION,
    REFUSED_ROOMS,
    Camera,
    CameraProblem,
    CameraPurpose,
    CameraRoom,
    problem_of,
    room_named,
    without_sign,
)
from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.media import (
    MIMES,
    MOST_BYTES,
    MOST_OF_AN_INCIDENT,
    Media,
    MediaKind,
    MediaProblem,
    added,
    is_over,
)
from custom_components.smart_community.core.media import problem_of as problem_of_media
from tests.cameras import a_camera

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ALLOWED = sorted(set(CameraRoom) - REFUSED_ROOMS)


@given(st.sampled_from(sorted(REFUSED_ROOMS)), st.sampled_from(list(CameraPurpose)), st.booleans())
def test_cameras_refuse_the_room_types_the_law_names(room: CameraRoom, purpose: CameraPurpose, adopted: bool) -> None:
    source = {"frigate_name": None, "entity": "camera.x"} if adopted else {}
    assert problem_of(a_camera(room=room, purpose=purpose, **source)) is CameraProblem.ROOM_REFUSED


@given(st.sampled_from(ALLOWED), st.integers(LEAST_RETENTION, MOST_RETENTION))
def test_every_other_room_is_taken(room: CameraRoom, days: int) -> None:
    assert problem_of(a_camera(room=room, retention_days=days)) is None


@pytest.mark.parametrize(
    ("name", "room"),
    [
        ("Ladies' TOILET, ground floor", CameraRoom.TOILET),
        ("3号楼卫生间", CameraRoom.TOILET),
        ("Changing room pool", CameraRoom.CHANGING_ROOM),
        ("更衣室入口内", CameraRoom.CHANGING_ROOM),
        ("Dormitory 2", CameraRoom.DORMITORY),
        ("母婴室", CameraRoom.NURSING_ROOM),
        ("Ward 3", CameraRoom.DELIVERY_ROOM),
        ("Gate north, looking forward", None),
        ("1号电梯", None),
        ("Waterfall", None),
        ("Lobby 1", None),
    ],
)
def test_a_name_that_speaks_of_such_a_room_is_refused_too(name: str, room: CameraRoom | None) -> None:
    assert room_named(name) is room
    assert problem_of(a_camera(name=name)) is (None if room is None else CameraProblem.NAME_REFUSED)


@given(st.integers(-10, 2 * LONGEST_RETENTION), st.sampled_from([None, "", "  ", "court order 17"]))
def test_pictures_are_kept_for_30_days_at_least_and_for_more_than_90_only_with_a_reason(
    days: int, reason: str | None
) -> None:
    problem = problem_of(a_camera(retention_days=days, retention_reason=reason))
    if days < 30:
        assert problem is CameraProblem.RETENTION_TOO_SHORT
    elif days > LONGEST_RETENTION:
        assert problem is CameraProblem.RETENTION_TOO_LONG
    elif days > 90 and not (reason or "").strip():
        assert problem is CameraProblem.RETENTION_REASON_MISSING
    else:
        assert problem is None
    assert DEFAULT_RETENTION == 30


def test_a_camera_has_one_source_and_a_name() -> None:
    assert problem_of(a_camera(name=" ")) is CameraProblem.NAME_MISSING
    assert problem_of(a_camera(frigate_name=None)) is CameraProblem.SOURCE_MISSING
    assert problem_of(a_camera(entity="camera.x")) is CameraProblem.SOURCE_TWICE


def test_a_camera_without_a_sign_recorded_is_a_compliance_fault() -> None:
    cameras = [a_camera(), a_camera(id="2", sign_place=" "), a_camera(id="3", sign_text="")]
    assert [camera.id for camera in without_sign(cameras)] == ["2", "3"]


@given(
    st.builds(
        Camera,
        id=st.just("c"),
        name=st.text(max_size=20),
        purpose=st.sampled_from(CameraPurpose),
        room=st.sampled_from(CameraRoom),
        frigate_name=st.none() | st.text(max_size=9),
        entity=st.none() | st.just("camera.x"),
        place=st.builds(
            Place, building=st.none() | st.just("b"), elevator=st.none() | st.just("e"), camera=st.just("c")
        ),
        sign_text=st.text(max_size=9),
        sign_place=st.text(max_size=9),
        retention_days=st.integers(1, 99),
        retention_reason=st.none() | st.text(max_size=9),
    )
)
def test_a_stored_camera_is_read_back_as_it_was(camera: Camera) -> None:
    data = json.loads(json.dumps(camera.as_stored()))
    assert Camera.from_stored("c", camera.name, data, camera.place.elevator) == camera


def media(number: int = 1, **changes: object) -> Media:
    fields: dict[str, object] = {"incident": "I1", "number": number, "at": NOON, "kind": MediaKind.SNAPSHOT}
    return Media(**(fields | changes))  # type: ignore[arg-type]


@given(st.integers(0, 400), st.integers(30, 300), st.none() | st.integers(30, 300))
def test_a_picture_goes_after_its_cameras_days_once_the_incident_is_resolved_and_never_before(
    passed: int, said: int, asked: int | None
) -> None:
    by_camera = {} if asked is None else {"c": asked}
    now = NOON + timedelta(days=passed)
    assert is_over("c", said, NOON, now, by_camera) is (passed >= (asked or said))


@given(st.lists(st.integers(1, 9)))
def test_pictures_are_in_the_order_of_their_numbers_and_none_is_there_twice(numbers: list[int]) -> None:
    known: tuple[Media, ...] = ()
    for number in numbers:
        known = added(known, media(number))
    assert [one.number for one in known] == sorted(set(numbers))


def test_what_is_kept_is_shown_as_what_it_is_and_nothing_is_shown_as_a_page() -> None:
    assert problem_of_media(MediaKind.SNAPSHOT, "text/html", 1, 1) is MediaProblem.TYPE_REFUSED
    assert problem_of_media(MediaKind.SNAPSHOT, "image/svg+xml", 1, 1) is MediaProblem.TYPE_REFUSED
    assert problem_of_media(MediaKind.CLIP, "image/jpeg", 1, 1) is MediaProblem.TYPE_REFUSED
    assert problem_of_media(MediaKind.AUDIO, "audio/ogg", MOST_BYTES + 1, 1) is MediaProblem.TOO_LARGE
    assert problem_of_media(MediaKind.AUDIO, "audio/ogg", MOST_BYTES, MOST_OF_AN_INCIDENT + 1) is MediaProblem.TOO_MANY
    for kind, mimes in MIMES.items():
        assert all(problem_of_media(kind, mime, 0, MOST_OF_AN_INCIDENT) is None for mime in mimes)


def test_a_key_is_in_no_text_of_a_picture() -> None:
    one = media(key="opens it")
    assert "opens it" not in f"{one!r} {one} {one.as_dict()}"
    assert one.as_dict() == {"n": 1, "at": NOON.isoformat(), "kind": "snapshot", "camera": None}
