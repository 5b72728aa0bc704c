"""The compiled loops, each beside a plain numpy version."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.facade.kernels import BODY, BOX, GLOW, MARK_COLUMNS, STREAK, draw, expose, fall, restore, shade, shift

STILL_AIR = np.zeros(6)
STEP = 0.002


def marks_of(*rows: tuple[float, ...]) -> np.ndarray:
    return np.array(rows, dtype=np.float32).reshape(-1, MARK_COLUMNS)


def painted(size: tuple[int, int], mark: tuple[float, ...], still: int = 100, depth: int = 1) -> np.ndarray:
    canvas = np.full(size, still, dtype=np.uint8)
    draw(canvas, np.full(size, depth, dtype=np.uint8), marks_of(mark), np.empty((1, 4), dtype=np.int32))
    return canvas


@pytest.mark.parametrize("terminal", [18.0, 40.0, 75.0])
def test_what_is_dropped_falls_as_the_closed_form_says(terminal: float) -> None:
    rows = np.empty((1500, 3))
    count = fall(np.array([3.0, 90.0, 1.0]), np.zeros(3), terminal, STILL_AIR, STEP, rows)
    at = np.arange(count) * STEP
    expected = 90.0 - terminal**2 / 9.81 * np.log(np.cosh(9.81 * at / terminal))
    np.testing.assert_allclose(rows[:count, 1], expected, atol=2e-3)
    np.testing.assert_allclose(rows[:count, 0], 3.0, atol=1e-12)


def test_without_air_it_is_a_parabola() -> None:
    rows = np.empty((1000, 3))
    fall(np.array([0.0, 60.0, 1.0]), np.array([1.0, 2.0, 3.0]), 1e6, STILL_AIR, STEP, rows)
    at = np.arange(1000) * STEP
    expected = np.stack([at, 60 + 2 * at - 9.81 * at**2 / 2, 1 + 3 * at], axis=1)
    np.testing.assert_allclose(rows, expected, atol=1e-3)


def test_it_ends_at_the_ground() -> None:
    rows = np.empty((5000, 3))
    count = fall(np.array([0.0, 1.0, 0.0]), np.zeros(3), 50.0, STILL_AIR, STEP, rows)
    assert rows[count - 1, 1] < 0 <= rows[count - 2, 1]


def test_a_bag_sinks_slowly_and_wavers() -> None:
    rows = np.empty((10_000, 3))
    sway = np.array([0.0, 0.0, 0.5, 0.5, 0.3, 0.3])
    count = fall(np.array([0.0, 60.0, 1.0]), np.zeros(3), 2.0, sway, STEP, rows)
    pace = -np.diff(rows[500:count, 1]) / STEP
    assert 1.0 < pace.mean() < 2.4
    assert np.ptp(rows[:count, 0]) > 0.4


@settings(max_examples=40, deadline=None)
@given(
    x=st.floats(4, 20), y=st.floats(4, 20), dx=st.floats(-6, 6), dy=st.floats(-6, 6), a=st.floats(0.6, 4),
    b=st.floats(0.6, 4), angle=st.floats(0, 3.2), box=st.booleans(), soft=st.floats(0, 1.5),
)  # fmt: skip
def test_bodies_are_drawn_as_numpy_draws_them(  # noqa: PLR0917
    x: float, y: float, dx: float, dy: float, a: float, b: float, angle: float, box: bool, soft: float
) -> None:
    mark = (x, y, x + dx, y + dy, a, b, angle, BOX if box else BODY, 200.0, 0.9, 30.0, soft)
    x0, y0, x1, y1, a, b, angle, _, luma, alpha, _, soft = (float(value) for value in np.array(mark, np.float32))
    rows, columns = np.mgrid[0:26, 0:26].astype(np.float64)
    steps = min(48, 1 + int(np.hypot(x1 - x0, y1 - y0) / max(0.4, 0.5 * (min(a, b) + soft))))
    covered = np.zeros((26, 26))
    for step in range(steps):
        part = (step + 0.5) / steps
        off_x, off_y = columns - x0 - part * (x1 - x0), rows - y0 - part * (y1 - y0)
        right, down = off_x * np.cos(angle) + off_y * np.sin(angle), off_y * np.cos(angle) - off_x * np.sin(angle)
        edge = 0.5 + soft
        if box:
            part_x = np.clip(0.5 + 0.5 * (a - abs(right)) / edge, 0, 1)
            covered += part_x * np.clip(0.5 + 0.5 * (b - abs(down)) / edge, 0, 1)
        else:
            radius = np.hypot(right / a, down / b)
            slope = np.maximum(np.hypot(right / a**2, down / b**2), 1e-12)
            inside = np.where(radius > 1e-6, (1 - radius) * radius / slope, min(a, b))
            inside = np.minimum(inside, max(a, b) - np.hypot(right, down))
            covered += np.clip(0.5 + 0.5 * inside / edge, 0, 1)
    expected = 100 + (luma - 100) * alpha * covered / steps
    np.testing.assert_allclose(painted((26, 26), mark).astype(float), expected, atol=1.01)


def test_light_is_added_and_a_streak_lies_on_its_line() -> None:
    lit = painted((31, 31), (15, 15, 15, 15, 10, 10, 0, GLOW, 80, 1, 30, 0))
    assert lit[15, 15] == 180
    assert lit[15, 26] == 100
    streak = painted((31, 31), (5, 15, 25, 15, 0.5, 0.5, 0, STREAK, 250, 1, 30, 0))
    assert (streak[15, 6:25] > 240).all()
    assert (streak[12] == 100).all()


def test_what_is_behind_a_balcony_is_not_drawn() -> None:
    mark = (8.0, 8.0, 8.0, 8.0, 3.0, 3.0, 0.0, BODY, 250.0, 1.0, 10.0, 0.0)
    assert (painted((17, 17), mark, depth=11) == 100).all()
    assert painted((17, 17), mark, depth=10)[8, 8] == 250


def test_what_is_smaller_than_a_pixel_keeps_its_light() -> None:
    shown = painted((17, 17), (8.2, 8.3, 8.2, 8.3, 0.25, 0.25, 0, BODY, 250, 1, 30, 0), still=50)
    # Of a disc of 0.5 px across, 0.2 px²: its light is there, however it is spread.
    assert 0.5 * 200 * np.pi * 0.0625 < (shown.astype(float) - 50).sum() < 2.5 * 200 * np.pi * 0.0625


def test_restored_it_is_as_it_was() -> None:
    rng = np.random.default_rng(1)
    still = rng.integers(0, 255, (60, 80), dtype=np.uint8)
    canvas, boxes = still.copy(), np.empty((3, 4), dtype=np.int32)
    marks = marks_of(
        (10, 10, 30, 20, 3, 2, 1, BODY, 250, 1, 99, 1), (-20, -20, -20, -20, 3, 3, 0, BOX, 9, 1, 99, 0),
        (70, 50, 90, 70, 1, 1, 0, STREAK, 9, 1, 99, 0),
    )  # fmt: skip
    draw(canvas, np.zeros((60, 80), dtype=np.uint8), marks, boxes)
    assert (canvas != still).any()
    restore(canvas, still, boxes)
    np.testing.assert_array_equal(canvas, still)


@settings(max_examples=40, deadline=None)
@given(gain=st.integers(60, 400), floor=st.integers(-200, 200), slope=st.integers(-200, 200), seed=st.integers(0, 99))
def test_noise_is_added_as_numpy_adds_it(gain: int, floor: int, slope: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    canvas = rng.integers(0, 256, (9, 13), dtype=np.uint8)
    bank = rng.integers(-100, 100, (14, 20)).astype(np.int8)
    out = np.empty_like(canvas)
    expose(canvas, bank, 2, 3, gain, floor, slope, out)
    value = (canvas.astype(np.int64) * gain) >> 8
    strength = floor + ((slope * value) >> 8)
    noisy = value + ((bank[2:11, 3:16].astype(np.int64) * strength + 512) >> 10)
    np.testing.assert_array_equal(out, np.clip(noisy, 0, 255))


def test_shifted_by_whole_pixels_it_is_the_same_picture_elsewhere() -> None:
    canvas = np.random.default_rng(3).integers(0, 256, (40, 50), dtype=np.uint8)
    out = np.empty_like(canvas)
    shift(canvas, 3.0, -2.0, 3.0, -2.0, out)
    np.testing.assert_array_equal(out[:36, 4:], canvas[2:38, 1:47])


def test_a_shadow_is_full_on_one_side_and_none_on_the_other() -> None:
    still = np.full((10, 300), 200, dtype=np.uint8)
    out = np.empty_like(still)
    shade(still, 1.0, 0.0, 100.0, 100.0, 128, out)
    assert (out[:, :100] == 100).all()
    assert (out[:, 201:] == 200).all()
    assert (np.diff(out[0, 100:201].astype(int)) >= 0).all()
