"""Pixels to metres and back, floors and units, and the file of a facade."""

import json
from typing import Any

import numpy as np
import pytest
from falling_objects.calibration import solve
from falling_objects.checked import UnreadableError
from falling_objects.optics import Facade, FloorGrid, Plane, Unit, metres_per_pixel, to_metres
from hypothesis import given, settings
from hypothesis import strategies as st

from .facade_world import FLOOR_M, Eye, Wall, eye_before, marks_of

WALL = Wall(-15, 25, 0.1, 30)
EYE = eye_before(20, 25)
FACADE = solve(marks_of(EYE, (WALL,), (3, 20), measured=True)).facade
PLANE = FACADE.planes[0]
PLACES = st.tuples(st.floats(0, 30), st.floats(6, 58))


@settings(deadline=None)
@given(PLACES)
def test_metres_to_pixels_and_back(place: tuple[float, float]) -> None:
    x, y = PLANE.to_pixels(*place)
    assert np.array(PLANE.to_metres(x, y)) == pytest.approx(np.array(place), abs=1e-6)


@settings(deadline=None)
@given(PLACES)
def test_a_pixel_is_as_large_as_its_neighbours_say(place: tuple[float, float]) -> None:
    x, y = (float(value) for value in PLANE.to_pixels(*place))
    across = np.subtract(PLANE.to_metres(x + 1e-3, y), PLANE.to_metres(x - 1e-3, y)) / 2e-3
    down = np.subtract(PLANE.to_metres(x, y + 1e-3), PLANE.to_metres(x, y - 1e-3)) / 2e-3
    area = abs(across[0] * down[1] - across[1] * down[0])
    assert metres_per_pixel(FACADE, x, y) == pytest.approx(np.sqrt(area), rel=1e-4)
    assert PLANE.jacobian(x, y) == pytest.approx(np.column_stack([across, down]), rel=1e-3, abs=1e-6)


@settings(deadline=None)
@given(PLACES, st.floats(0, 4))
def test_what_hangs_before_the_wall_is_seen_where_the_camera_sees_it(place: tuple[float, float], off: float) -> None:
    exact = PlaneOf(EYE, WALL)
    u, v = exact.plane.seen_from_camera(*place, off)
    assert exact.plane.to_pixels(u, v) == pytest.approx(EYE.see(WALL, *place, off), abs=1e-3)


class PlaneOf:
    """A wall as a plane with its exact homography, from four points that are far apart."""

    def __init__(self, eye: Eye, wall: Wall) -> None:
        square = [(0.0, 0.0), (wall.width, 0.0), (wall.width, 60.0), (0.0, 60.0)]
        rows = []
        outline = []
        for u, v in square:
            x, y = (float(value) for value in eye.see(wall, u, v))
            outline.append((x, y))
            rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y, -u], [0, 0, 0, x, y, 1, -v * x, -v * y, -v]]
        homography = np.linalg.svd(np.array(rows))[2][-1].reshape(3, 3)
        cos, sin = np.cos(wall.turn), np.sin(wall.turn)
        camera = (
            float(-wall.east * cos - wall.north * sin),
            eye.height,
            float(wall.north * cos - wall.east * sin),
        )
        self.plane = Plane(0, homography, tuple(outline), wall.width, 60.0, camera)


def test_arrays_are_answered_in_their_shape() -> None:
    x, y = np.meshgrid(np.linspace(300, 700, 4), np.linspace(200, 1500, 5))
    ids, u, v = to_metres(FACADE, x, y)
    assert ids.shape == u.shape == v.shape == metres_per_pixel(FACADE, x, y).shape == (5, 4)
    assert np.all(np.diff(v, axis=0) < 0)


def test_beyond_the_horizon_there_is_no_place() -> None:
    _, v = PLANE.to_metres(540, [100.0, -9000.0])
    assert np.isfinite(v[0])
    assert np.isnan(v[1])


def test_the_nearest_plane_answers_for_what_lies_outside() -> None:
    walls = (Wall(-12, 25, 0.3, 12), Wall(-12 + 12 * np.cos(0.3), 25 + 12 * np.sin(0.3), -0.3, 12))
    facade = solve(marks_of(EYE, walls, (3, 20), measured=True)).facade
    for plane in facade.planes:
        middle = np.mean(plane.outline, axis=0)
        assert plane.contains(*middle)
        assert plane.distance_px(*middle) == 0
        assert facade.plane_at(*middle) == plane.id
    left = min(x for x, _ in facade.planes[0].outline) - 30
    assert facade.plane_at(left, 1500) == 0
    assert facade.planes[0].distance_px(left, 1500) > 0


def test_the_same_facade_in_a_smaller_picture() -> None:
    small = FACADE.scaled(720, 960)
    assert small.camera_size == (720, 960)
    x, y = PLANE.to_pixels([1.0, 20.0], [10.0, 50.0])
    assert np.array(small.planes[0].to_metres(x / 2, y / 2)) == pytest.approx(np.array([[1, 20], [10, 50]]))
    assert small.planes[0].contains(x[0] / 2, y[0] / 2)


def test_floors_are_counted_from_one() -> None:
    floors = FloorGrid((0.0, 4.5, 7.4, 10.3), ("G", "1", "2"))
    assert list(floors.of([-0.1, 0.0, 4.4, 4.5, 10.2, 10.3])) == [0, 1, 1, 2, 3, 4]
    assert floors.edges_of(2) == (4.5, 7.4)
    assert [floors.name(1), FloorGrid((0.0, 3.0)).name(1)] == ["G", "1"]
    assert floors.height == pytest.approx(10.3 / 3)


def test_a_unit_names_its_home() -> None:
    unit = Unit("02", 0, 0, 5, "3", "1", "{building}-{unit}-{floor}{name}")
    assert unit.home_on("12") == "3-1-1202"
    assert Unit("02", 0, 0, 5).home_on("12") is None
    assert FACADE.unit_at(0, 8.0) == FACADE.units[1]
    assert FACADE.unit_at(0, -1.0) is None


def test_a_facade_survives_its_file() -> None:
    assert Facade.from_dict(json.loads(json.dumps(FACADE.as_dict()))) == FACADE
    assert FACADE.floors.height == pytest.approx(FLOOR_M)


@pytest.mark.parametrize(
    ("path", "value", "where", "reason"),
    [
        (("version",), 2, "version", "unknown_version"),
        (("camera_size",), [1, 2], "camera_size", "out_of_range"),
        (("planes",), [], "planes", "too_few"),
        (("planes",), "none", "planes", "not_a_list"),
        (("planes", 0, "homography"), [[1, 0, 0], [1, 0, 0], [0, 0, 1]], "planes[0].homography", "singular"),
        (("planes", 0, "homography"), [[1, 0, 0], [0, float("nan"), 0], [0, 0, 1]], "planes[0].homography", None),
        (("planes", 0, "outline"), [[0, 0], [1, 1]], "planes[0].outline", "too_few"),
        (("planes", 0, "camera"), [0, 0, -1], "planes[0].camera", "out_of_range"),
        (("floors", "heights"), [0, 3, 2], "floors.heights", "not_rising"),
        (("floors", "names"), ["1"], "floors.names", "not_one_for_each_floor"),
        (("units", 0, "plane"), 5, "units[0].plane", "unknown_plane"),
        (("units", 0, "u1"), -1, "units[0]", "not_rising"),
        (("units", 0, "name"), "n" * 65, "units[0].name", "too_long"),
        (("units", 0, "u0"), True, "units[0].u0", "not_a_number"),
    ],
)
def test_what_is_no_facade_is_told_with_its_place(
    path: tuple[Any, ...], value: Any, where: str, reason: str | None
) -> None:
    data: Any = FACADE.as_dict()
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(UnreadableError) as refused:
        Facade.from_dict(data)
    assert refused.value.where == where
    assert reason in {None, refused.value.reason}


def test_a_matrix_may_have_any_scale_and_sign() -> None:
    turned = Plane(0, PLANE.homography * -7, PLANE.outline, PLANE.width_m, PLANE.height_m, PLANE.camera)
    assert turned.to_metres(540, 900) == pytest.approx(PLANE.to_metres(540, 900))
