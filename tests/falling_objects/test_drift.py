"""Whether a camera still looks where it looked: the same wall under other light, moved, turned and gone."""

import math
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest
from falling_objects.calibration import solve
from falling_objects.drift import Drift, DriftState, aimed, check, coarsened
from numpy.typing import NDArray

from .facade_world import FLOOR_M, Eye, Wall, eye_before, marks_of

SIZE = (1280, 720)
EYE = eye_before(18, 28, size=SIZE, focal=0.42)
WALL = Wall(-12, 28, 0.05, 24)
FACADE = solve(marks_of(EYE, (WALL,), (3, 18), measured=True)).facade
type Luma = NDArray[np.uint8]


def wall_picture(
    *,
    seed: int = 1,
    lit: bool = False,
    moved: NDArray[np.float64] | None = None,
    eye: Eye = EYE,
    wall: Wall = WALL,
) -> Luma:
    """Draw the wall with its windows and a roof line before the sky; at night a few windows are lit."""
    rng = np.random.default_rng(7)
    picture = np.full((SIZE[1], SIZE[0]), 30.0 if lit else 205.0)
    for floor in range(18):
        for column in range(8):
            low = floor * FLOOR_M
            corners = [
                (column * 3, low),
                (column * 3 + 3, low),
                (column * 3 + 3, low + FLOOR_M),
                (column * 3, low + FLOOR_M),
            ]
            _fill(picture, (eye, wall), corners, 45.0 if lit else 150.0 + rng.uniform(-12, 12))
            wide = rng.uniform(1.2, 2.2)
            pane = [(column * 3 + 0.4, low + 0.9), (column * 3 + 0.4 + wide, low + 0.9)]
            pane += [(u, low + 2.3) for u, _ in reversed(pane)]
            _fill(
                picture,
                (eye, wall),
                pane,
                (200.0 if rng.random() < 0.25 else 22.0) if lit else 40.0 + rng.uniform(0, 50),
            )
    if moved is not None:
        picture = cv2.warpAffine(picture, moved, SIZE, borderMode=cv2.BORDER_REFLECT)
    noise = np.random.default_rng(seed).normal(0, 4.0, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def _fill(
    picture: NDArray[np.float64], view: tuple[Eye, Wall], corners: Sequence[tuple[float, float]], luma: float
) -> None:
    x, y = view[0].see(view[1], [u for u, _ in corners], [v for _, v in corners])
    cv2.fillPoly(picture, [np.round(np.column_stack([x, y])).astype(np.int32)], luma)


def shifted(dx: float, dy: float) -> NDArray[np.float64]:
    return np.array([[1, 0, dx], [0, 1, dy]], np.float64)


REFERENCE = wall_picture()


def test_the_same_view_is_as_it_was() -> None:
    found = check(REFERENCE, wall_picture(seed=2), FACADE)
    assert found.state is DriftState.OK
    assert (found.dx, found.dy) == pytest.approx((0, 0), abs=1)


@pytest.mark.parametrize(("gain", "lift"), [(0.6, 10), (1.3, -30)])
def test_another_light_is_no_movement(gain: float, lift: float) -> None:
    now = np.clip(wall_picture(seed=2) * gain + lift, 0, 255).astype(np.uint8)
    assert check(REFERENCE, now, FACADE).state is DriftState.OK


@pytest.mark.parametrize(("dx", "dy"), [(9, 0), (-14, 6), (3, -20), (25, 25)])
def test_a_small_shift_is_measured(dx: float, dy: float) -> None:
    found = check(REFERENCE, wall_picture(seed=2, moved=shifted(dx, dy)), FACADE)
    assert found.state is DriftState.SHIFTED
    assert (found.dx, found.dy) == pytest.approx((dx, dy), abs=2)


@pytest.mark.parametrize(("up", "aside"), [(0.6, 0.0), (-0.5, 0.6), (0.0, -1.0)])
def test_a_camera_that_was_pushed_a_little_is_watched_where_it_looks_now(up: float, aside: float) -> None:
    # In degrees; a push turns the camera, the picture does not just slide.
    eye = replace(EYE, pitch=EYE.pitch + math.radians(up))
    turn = math.radians(aside)
    wall = Wall(
        WALL.east * math.cos(turn) - WALL.north * math.sin(turn),
        WALL.north * math.cos(turn) + WALL.east * math.sin(turn),
        WALL.turn + turn,
        WALL.width,
    )
    found = check(coarsened(REFERENCE), wall_picture(seed=2, eye=eye, wall=wall), FACADE)
    assert found.state is DriftState.SHIFTED
    now = aimed(FACADE, found.dx, found.dy)
    worst = before = 0.0
    for floor in range(3, 19):
        for share in (0.1, 0.5, 0.9):
            v = (floor - 0.5) * FLOOR_M
            x, y = eye.see(wall, share * WALL.width, v)
            worst = max(worst, abs(float(now.planes[0].to_metres(x, y)[1]) - v) / FLOOR_M)
            before = max(before, abs(float(FACADE.planes[0].to_metres(x, y)[1]) - v) / FLOOR_M)
    assert worst < 0.5
    if up:
        assert before > 2 * worst


def test_far_away_is_moved() -> None:
    assert check(REFERENCE, wall_picture(seed=2, moved=shifted(130, 40)), FACADE).state is DriftState.MOVED


@pytest.mark.parametrize(("turn", "zoom"), [(6.0, 1.0), (0.0, 1.15), (-9.0, 0.9)])
def test_a_turn_or_a_zoom_is_moved(turn: float, zoom: float) -> None:
    matrix = cv2.getRotationMatrix2D((SIZE[0] / 2, SIZE[1] / 2), turn, zoom)
    assert check(REFERENCE, wall_picture(seed=2, moved=np.asarray(matrix)), FACADE).state is DriftState.MOVED


def test_another_view_is_moved() -> None:
    rng = np.random.default_rng(4)
    other = cv2.resize(rng.uniform(20, 240, (30, 50)), SIZE, interpolation=cv2.INTER_CUBIC)
    assert check(REFERENCE, np.clip(other, 0, 255).astype(np.uint8), FACADE).state is DriftState.MOVED


def test_in_the_dark_nothing_can_be_told() -> None:
    dark = np.random.default_rng(1).normal(6, 1.0, REFERENCE.shape).clip(0, 255).astype(np.uint8)
    assert check(REFERENCE, dark, FACADE).state is DriftState.UNKNOWN


def test_at_night_it_is_never_said_to_have_moved() -> None:
    assert check(REFERENCE, wall_picture(seed=3, lit=True), FACADE).state in {DriftState.OK, DriftState.UNKNOWN}


def test_a_picture_of_another_size_is_moved() -> None:
    assert check(REFERENCE, REFERENCE[:360, :640], FACADE) == Drift(DriftState.MOVED)
