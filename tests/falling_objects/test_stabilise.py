"""Shake, exposure and noise of whole pictures."""

import numpy as np
import pytest
from falling_objects.lighting import BANDS, leave_out
from falling_objects.seeing import UNITS, Ground
from falling_objects.stabilise import Steady, survey
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

ROWS, COLUMNS = 240, 320


def wall(rng: np.random.Generator, dx: float = 0.0, dy: float = 0.0, lean: float = 0.0) -> NDArray[np.float64]:
    y, x = np.mgrid[0:ROWS, 0:COLUMNS].astype(np.float64)
    # With lean, lower rows lie further aside: a rolling shutter while the camera turns.
    x, y = x - dx - lean * y / ROWS, y - dy
    soft: NDArray[np.float64] = 110 + 35 * np.tanh(3 * np.sin(x / 8)) + 30 * np.tanh(3 * np.sin(y / 9))
    return soft + rng.normal(0, 1.5, soft.shape)


def as_luma(picture: NDArray[np.float64]) -> NDArray[np.uint8]:
    return np.clip(picture, 0, 255).astype(np.uint8)


def steady(rng: np.random.Generator) -> Steady:
    ground = Ground.of(ROWS, COLUMNS, 1)
    ground.start(as_luma(wall(rng)), deviation=2 * UNITS)
    found = Steady(ground, np.zeros(ROWS, np.int64), np.full(ROWS, COLUMNS, np.int64))
    found.choose()
    return found


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**31), dx=st.floats(-4, 4), dy=st.floats(-4, 4))
def test_a_shake_is_found(seed: int, dx: float, dy: float) -> None:
    rng = np.random.default_rng(seed)
    whole = steady(rng).look(as_luma(wall(rng, dx, dy)))
    assert np.allclose(np.median(whole.shift, axis=0), (dx, dy), atol=0.2)
    assert np.allclose(whole.shift, (dx, dy), atol=0.5)


def test_a_rolling_shutter_leans() -> None:
    rng = np.random.default_rng(2)
    whole = steady(rng).look(as_luma(wall(rng, lean=3.0)))
    middles = (np.arange(BANDS) + 0.5) / BANDS * 3.0
    assert np.allclose(whole.shift[:, 0], middles, atol=0.35)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**31), gain=st.floats(0.6, 1.4), offset=st.floats(-20, 20))
def test_a_step_of_exposure_is_found(seed: int, gain: float, offset: float) -> None:
    rng = np.random.default_rng(seed)
    whole = steady(rng).look(as_luma(gain * wall(rng) + offset))
    # What matters is the luma that comes out of it.
    for grey in (60.0, 110.0, 160.0):
        assert whole.gain * grey + whole.offset == pytest.approx(gain * grey + offset, abs=4.0)
    assert whole.changed < 0.2


def test_another_picture_is_a_change_that_no_exposure_explains() -> None:
    rng = np.random.default_rng(3)
    other = rng.uniform(0, 255, (ROWS, COLUMNS))
    assert steady(rng).look(as_luma(other)).changed > 0.35


def test_a_noisier_picture_swells() -> None:
    rng = np.random.default_rng(4)
    found = steady(rng)
    calm = found.look(as_luma(wall(rng))).swell
    assert found.look(as_luma(wall(rng) + rng.normal(0, 8, (ROWS, COLUMNS)))).swell > 2 * calm


def test_a_survey_finds_flat_cells_and_edges() -> None:
    ground = np.zeros((16, 16), np.int16)
    ground[:, 4:] = 1000
    cells, values = survey(ground, np.zeros(16, np.int64), np.full(16, 16, np.int64), 0, 16)
    assert values[:, 0].max() == 0
    assert values[0, 1] == 500
    assert cells[0, 3] in {3, 4}


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**31), dark=st.floats(0.5, 0.85))
def test_the_background_follows_into_a_shadow(seed: int, dark: float) -> None:
    rng = np.random.default_rng(seed)
    known, light = steady(rng), np.where(np.arange(COLUMNS) < COLUMNS // 2, dark, 1.0)
    whole = known.look(as_luma(wall(rng) * light))
    assert whole.swell < 2
    assert known.lit is not None
    assert known.lit[:, : COLUMNS // 32].all()
    assert not known.lit[:, COLUMNS // 32 + 2 :].any()
    there = known.ground.ground[:, : COLUMNS // 2] / UNITS
    assert np.abs(there - dark * wall(np.random.default_rng(0))[:, : COLUMNS // 2]).mean() < 4
    hits = np.zeros((3, 4), np.int32)
    hits[:, 1] = (5, COLUMNS - 5, 20)
    assert leave_out(hits, 3, known.lit) == 1
    assert hits[0, 1] == COLUMNS - 5
