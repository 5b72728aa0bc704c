"""From marks to planes: exact ones, careless ones, walls that bend, and marks that make no facade."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from falling_objects.calibration import RefusedError, Solution, solve
from falling_objects.checked import UnreadableError
from falling_objects.marks import FloorMark, Marks, marks_from_dict
from hypothesis import given, settings
from hypothesis import strategies as st

from .facade_world import FLOOR_M, Eye, Wall, eye_before, marks_of


def worst(solution: Solution, eye: Eye, walls: tuple[Wall, ...], floors: tuple[int, int]) -> tuple[float, float]:
    """Return the worst errors over all walls, in floors and in units of four."""
    off_floor = off_unit = 0.0
    for plane, wall in zip(solution.facade.planes, walls, strict=True):
        shares, heights = np.meshgrid(
            np.linspace(0.02, 0.98, 7), np.linspace((floors[0] - 1) * FLOOR_M, floors[1] * FLOOR_M, 25)
        )
        u, v = plane.to_metres(*eye.see(wall, shares * wall.width, heights))
        off_floor = max(off_floor, float(np.abs(v - heights).max()) / FLOOR_M)
        off_unit = max(off_unit, float(np.abs(u / plane.width_m - shares).max()) * 4)
    return off_floor, off_unit


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 2**32 - 1),
    floors=st.integers(18, 33),
    away=st.floats(18, 40),
    side=st.floats(0.25, 0.75),
    turn=st.floats(-0.5, 0.5),
    lines=st.sampled_from([(), (12,), (8, 16)]),
    measured=st.booleans(),
)
def test_marks_with_three_pixels_of_error_trace_within_one_floor(
    seed: int, floors: int, away: float, side: float, turn: float, lines: tuple[int, ...], measured: bool
) -> None:
    eye = eye_before(floors, away)
    wide = 0.55 * away
    wall = Wall(-side * wide * math.cos(turn), away - side * wide * math.sin(turn), turn, wide)
    rng = np.random.default_rng(seed)
    marks = marks_of(eye, (wall,), (4, floors), lines=lines, measured=measured, rng=rng, error_px=3.0)
    solution = solve(marks)
    floor, unit = worst(solution, eye, (wall,), (4, floors))
    assert floor < 1.0
    assert unit < 0.5


def test_exact_marks_give_the_exact_facade_and_where_the_camera_is() -> None:
    eye, wall = eye_before(24, 25), Wall(-14, 26, 0.35, 28)
    solution = solve(marks_of(eye, (wall,), (4, 24), lines=(10, 18), measured=True))
    assert worst(solution, eye, (wall,), (4, 24)) == pytest.approx((0, 0), abs=0.02)
    assert solution.rms_px < 0.2
    camera = solution.facade.planes[0].camera
    assert camera is not None
    u = 14 * math.cos(0.35) - 26 * math.sin(0.35)
    assert camera == pytest.approx((u, 2.5, 26 * math.cos(0.35) + 14 * math.sin(0.35)), abs=0.6)


def test_the_perspective_tells_a_width_that_nobody_measured() -> None:
    eye, wall = eye_before(24, 25), Wall(-10, 24, 0.4, 26)
    solution = solve(marks_of(eye, (wall,), (4, 24), lines=(10, 18)))
    assert solution.facade.planes[0].width_m == pytest.approx(26, rel=0.05)


def test_a_curved_facade_is_several_planes() -> None:
    eye = eye_before(22, 26)
    walls = []
    east, north = -11.0, 23.0
    for turn in (0.5, 0.2, -0.2, -0.5):
        walls.append(Wall(east, north, turn, 6.0))
        east, north = east + 6.0 * math.cos(turn), north + 6.0 * math.sin(turn)
    marks = marks_of(eye, tuple(walls), (4, 22), lines=(12,), rng=np.random.default_rng(5), error_px=3.0, measured=True)
    solution = solve(marks)
    assert [plane.id for plane in solution.facade.planes] == [0, 1, 2, 3]
    floor, unit = worst(solution, eye, tuple(walls), (4, 22))
    assert floor < 1.0
    assert unit < 0.5


def test_a_stepped_facade_is_several_planes_at_the_same_heights() -> None:
    eye = eye_before(24, 24)
    walls = (Wall(-11, 20, 0.0, 10.5), Wall(-0.5, 27, 0.0, 13))
    solution = solve(marks_of(eye, walls, (4, 24), lines=(9, 17), measured=True))
    assert worst(solution, eye, walls, (4, 24)) == pytest.approx((0, 0), abs=0.05)
    near, far = (plane.camera for plane in solution.facade.planes)
    assert near is not None
    assert far is not None
    assert [near[2], far[2]] == pytest.approx([20, 27], abs=0.6)


def test_the_errors_that_it_tells_are_those_it_has() -> None:
    eye, wall = eye_before(26, 26), Wall(-13, 26, 0.1, 26)
    ratios = []
    for seed in range(30):
        rng = np.random.default_rng(seed)
        solution = solve(marks_of(eye, (wall,), (4, 26), lines=(10, 18), rng=rng, error_px=2.8))
        top = np.array([0.0, wall.width]), np.full(2, 26 * FLOOR_M)
        _, v = solution.facade.planes[0].to_metres(*eye.see(wall, *top))
        ratios.append(np.abs(v - top[1]).max() / FLOOR_M / solution.floor_sd)
    assert 0.3 < np.sqrt(np.mean(np.square(ratios))) < 1.8


def test_a_mark_that_is_off_is_told_by_its_error() -> None:
    eye, wall = eye_before(20, 25), Wall(-14, 25, 0.0, 28)
    marks = marks_of(eye, (wall,), (4, 20), lines=(8, 12, 16), measured=True)
    plane = marks.planes[0]
    off = replace(plane.floors[1], y=plane.floors[1].y + 14)
    marks = replace(marks, planes=(replace(plane, floors=(plane.floors[0], off, plane.floors[2])),))
    errors = solve(marks).errors
    assert max(errors, key=lambda error: error.px) == pytest.approx(errors[5])
    assert (errors[5].kind, errors[5].index) == ("floor", 1)
    assert 5 < errors[5].px < 14


def test_unmarked_edges_stand_between_the_marked_ones() -> None:
    eye, wall = eye_before(20, 25), Wall(-14, 25, 0.0, 28)
    marks = marks_of(eye, (wall,), (4, 20), measured=True)
    plane = replace(marks.planes[0], edges=(marks.planes[0].edges[1],))
    units = solve(replace(marks, planes=(plane,))).facade.units
    assert [unit.u1 for unit in units] == pytest.approx([7, 14, 21, 28], abs=0.4)
    assert [unit.name for unit in units] == ["01", "02", "03", "04"]


def test_a_higher_ground_floor_lifts_all_others() -> None:
    marks = replace(marks_of(eye_before(20, 25), (Wall(-14, 25, 0, 28),), (4, 20)), ground_height_m=4.5)
    assert marks.heights[:3] == (0.0, 4.5, 4.5 + FLOOR_M)
    assert len(marks.heights) == 21


def base() -> Marks:
    return marks_of(eye_before(20, 25), (Wall(-14, 25, 0.0, 28),), (4, 20), lines=(12,), measured=True)


def with_plane(**changes: Any) -> Marks:
    marks = base()
    return replace(marks, planes=(replace(marks.planes[0], **changes),))


CORNERS = base().planes[0].corners


@pytest.mark.parametrize(
    ("marks", "reason", "mark"),
    [
        (with_plane(corners=(CORNERS[1], CORNERS[0], *CORNERS[2:])), "corners_crossed", ("corner", 1)),
        (with_plane(corners=(*CORNERS[2:], *CORNERS[:2])), "marks_disagree", None),
        (with_plane(corners=((-5.0, 100.0), *CORNERS[1:])), "outside_picture", ("corner", 0)),
        (with_plane(corners=(CORNERS[0], (CORNERS[0][0] + 5, CORNERS[0][1]), *CORNERS[2:])), "too_small", None),
        (with_plane(floors=(FloorMark(2, 500, 900),)), "floor_not_here", ("floor", 0)),
        (with_plane(floors=(FloorMark(12, 500, 300),)), "marks_disagree", None),
    ],
)
def test_marks_that_make_no_facade_are_refused_with_a_reason(
    marks: Marks, reason: str, mark: tuple[str, int] | None
) -> None:
    with pytest.raises(RefusedError) as refused:
        solve(marks)
    assert refused.value.reason == reason
    assert mark in {None, (refused.value.kind, refused.value.index)}


def test_edges_must_stand_in_order() -> None:
    plane = base().planes[0]
    first, second, third = plane.edges
    crossed = (replace(first, x=third.x, y=third.y), second, replace(third, x=first.x, y=first.y))
    with pytest.raises(RefusedError, match="edges_not_in_order"):
        solve(with_plane(edges=crossed))


def test_floors_too_small_to_tell_apart_are_refused() -> None:
    eye = eye_before(60, 20, size=(640, 480), focal=0.4)
    with pytest.raises(RefusedError) as refused:
        solve(marks_of(eye, (Wall(-9, 20, 0.0, 18),), (6, 60), lines=(30,), measured=True))
    assert refused.value.reason in {"floors_too_small", "uncertain"}


def test_marks_survive_their_file() -> None:
    marks = replace(base(), names=tuple(f"F{n}" for n in range(20)))
    assert marks_from_dict(marks.as_dict()) == marks


@pytest.mark.parametrize(
    ("path", "value", "where", "reason"),
    [
        (("version",), 3, "version", "unknown_version"),
        (("floors",), 0, "floors", "out_of_range"),
        (("floors",), 20.5, "floors", "not_a_whole_number"),
        (("names",), ["1"], "names", "not_one_for_each_floor"),
        (("floor_height_m",), 1e9, "floor_height_m", "out_of_range"),
        (("planes",), [], "planes", "too_few"),
        (("planes", 0), 7, "planes[0]", "not_an_object"),
        (("planes", 0, "corners"), [[0, 0]], "planes[0].corners", "too_few"),
        (("planes", 0, "units"), [], "planes[0].units", "too_few"),
        (("planes", 0, "highest"), 3, "planes[0].highest", "out_of_range"),
        (("planes", 0, "edges", 0, "after"), 4, "planes[0].edges[0].after", "out_of_range"),
        (("planes", 0, "floors", 0, "x"), "left", "planes[0].x", "not_a_number"),
    ],
)
def test_what_are_no_marks_is_told_with_its_place(path: tuple[Any, ...], value: Any, where: str, reason: str) -> None:
    data: Any = marks_from_dict(base().as_dict()).as_dict()
    data["planes"] = [dict(plane) for plane in data["planes"]]
    for key in ("edges", "floors"):
        data["planes"][0][key] = [dict(mark) for mark in data["planes"][0][key]]
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(UnreadableError) as refused:
        marks_from_dict(data)
    assert (refused.value.where, refused.value.reason) == (where, reason)
