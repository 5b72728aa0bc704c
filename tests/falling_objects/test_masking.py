"""The mask: nothing of a home is seen but on the fall's own way."""

from dataclasses import replace

import numpy as np
from falling_objects.masking import Shown, block_of, coarse, corridor, draw_on, masked
from falling_objects.model import StartEstimate
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from .films import facade, fall

SIZE = (320, 240)


@given(st.integers(16, 90), st.integers(16, 90), st.integers(2, 20), st.integers(0, 2**32 - 1))
def test_a_block_is_of_its_mean(height: int, width: int, block: int, seed: int) -> None:
    plane = np.random.default_rng(seed).integers(0, 255, (height, width), np.uint8)
    result = coarse(plane, block)
    assert result.shape == plane.shape
    for top in range(0, height, block):
        for left in range(0, width, block):
            part = result[top : top + block, left : left + block]
            assert part.min() == part.max()
            whole = plane[top : top + block, left : left + block]
            if whole.shape == (block, block):
                assert abs(float(part[0, 0]) - whole.mean()) < 1


def test_only_the_way_stays_as_it_was() -> None:
    shown = Shown.of(fall(), facade(), SIZE)
    keep = corridor(shown)
    luma = np.random.default_rng(0).integers(0, 255, (240, 320), np.uint8)
    colour = luma[::2, ::2].copy()
    result, small, _ = masked([luma, colour, colour], keep, block_of(320))
    assert np.array_equal(result[keep], luma[keep])
    assert np.array_equal(small[keep[::2, ::2]], colour[keep[::2, ::2]])
    first, last = shown.points[0], shown.points[-1]
    assert keep[round((first.y + last.y) / 2), 155]
    # Beside the way, above the first point that was seen, and below the last, nothing is left of the detail.
    assert not keep[:, : 155 - 20].any()
    assert not keep[:, 155 + 20 :].any()
    assert not keep[: round(first.y) - 20].any()
    outside = ~keep
    assert np.corrcoef(result[outside], luma[outside])[0, 1] < 0.3


def test_the_start_is_drawn_and_stays_hidden() -> None:
    one = replace(fall(), start=StartEstimate(0, 19.4, 26.0, 0.5, 1.5, 0.0))
    shown = Shown.of(one, facade(), SIZE)
    ys = [y for _, y in shown.start]
    # Two deviations: 23 to 29 m, at 0.125 m a pixel from 30 m down.
    assert (round(min(ys)), round(max(ys))) == (8, 56)
    assert not corridor(shown)[8:20].any()
    assert {"5", "8"} <= {name for _, _, name in shown.floors}
    image = Image.new("RGB", SIZE)
    draw_on(image, shown, track=True)
    assert np.asarray(image).any()


def test_a_picture_of_another_size_shows_the_same_place() -> None:
    half = Shown.of(fall(), facade(), (160, 120))
    whole = Shown.of(fall(), facade(), SIZE)
    assert abs(half.points[5].y * 2 - whole.points[5].y) < 1e-6
    assert half.at(1.0) is not None
    assert half.at(9.0) is None


def test_an_unknown_plane_and_no_points_harm_nothing() -> None:
    lost = replace(fall(), plane=7, points=(), start=StartEstimate(9, 0, 0, 1, 1, 0))
    shown = Shown.of(lost, facade(), SIZE)
    assert not corridor(shown).any()
    assert shown.floors == ()
    assert shown.start == ()
