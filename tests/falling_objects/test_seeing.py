"""The pass over the pixels, against plain numpy."""

from itertools import pairwise

import numpy as np
import pytest
from falling_objects.seeing import (
    AREA,
    BLOB_FIELDS,
    CHUNK,
    MAX_BLOBS,
    MAX_HITS,
    SIGN,
    UNITS,
    Ground,
    X,
    Y,
    cells_of_row,
    gather,
    pairs_of,
    scan,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

type Luma = NDArray[np.uint8]
NO_PAIRS = np.zeros((0, 0), np.uint16)


def looked(
    ground: Ground, luma: Luma, k: int = 20, turn: int = 9, shift: tuple[int, int] = (0, 0), index: int = 1
) -> tuple[int, NDArray[np.int32]]:
    rows, columns = ground.ground.shape
    hits = np.zeros((MAX_HITS, 4), np.int32)
    count = scan(
        luma, pairs_of(luma) if ground.size == 2 else NO_PAIRS, ground.size, ground.ground, ground.noise,
        np.zeros(rows, np.int64), np.full(rows, columns, np.int64),
        np.tile(np.array(shift, np.int32), (rows, 1)), np.full(rows, k, np.int64), turn, 4,
        np.zeros((4, columns + 1), np.int16), ground.stamp, ground.age, index, 25, hits,
    )  # fmt: skip
    return count, hits[: min(count, MAX_HITS)]


def picture(rng: np.random.Generator, rows: int, columns: int, size: int) -> Luma:
    return rng.integers(0, 256, (rows * size, columns * size), dtype=np.uint8)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**31), size=st.sampled_from([1, 2, 4]))
def test_cells_are_the_means_of_their_pixels(seed: int, size: int) -> None:
    rng = np.random.default_rng(seed)
    luma = picture(rng, 3, 64, size)
    out = np.zeros(64, np.int16)
    cells_of_row(luma, pairs_of(luma) if size == 2 else NO_PAIRS, size, size, 0, out, 64)
    plain = luma.reshape(3, size, 64, size).mean(axis=(1, 3))[1] * UNITS
    assert np.array_equal(out, plain.astype(np.int16))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**31), size=st.sampled_from([1, 2]), k=st.integers(8, 40))
def test_hits_are_what_stands_out_of_the_noise(seed: int, size: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    ground = Ground.of(6, 2 * CHUNK, size)
    ground.start(picture(rng, 6, 2 * CHUNK, size))
    ground.noise[:] = rng.integers(77, 1600, ground.noise.shape)
    luma = picture(rng, 6, 2 * CHUNK, size)
    now = luma.reshape(6, size, 2 * CHUNK, size).sum(axis=(1, 3), dtype=np.int64) * (UNITS // size**2)
    deviation = now - ground.ground
    expected = np.argwhere(np.abs(deviation) > (ground.noise.astype(np.int64) * k) >> 2)
    count, hits = looked(ground, luma, k)
    assert count == len(expected)
    assert np.array_equal(hits[:, :2], expected)
    assert np.array_equal(hits[:, 2], deviation[tuple(expected.T)])


def test_it_learns_the_background_and_its_noise() -> None:
    rng = np.random.default_rng(1)
    ground = Ground.of(8, 2 * CHUNK, 1)
    ground.start(np.full((8, 2 * CHUNK), 90, np.uint8))
    for turn in range(1200):
        luma = np.clip(100 + rng.normal(0, 4, (8, 2 * CHUNK)), 0, 255).astype(np.uint8)
        looked(ground, luma, turn=turn % 4)
    assert np.abs(ground.ground / UNITS - 99.5).mean() < 1.0
    # The mean absolute deviation of Gaussian noise is 0.8 standard deviations.
    assert np.median(ground.noise) / UNITS == pytest.approx(3.2, rel=0.2)


def test_what_stays_becomes_background() -> None:
    ground = Ground.of(4, CHUNK, 1)
    ground.start(np.full((4, CHUNK), 50, np.uint8), deviation=UNITS)
    lit = np.full((4, CHUNK), 50, np.uint8)
    lit[1:3, 8:12] = 200
    counts = [looked(ground, lit, index=index + 1)[0] for index in range(40)]
    assert counts[0] == 8
    assert counts[30] == 0


@pytest.mark.parametrize("shift", [(16, 0), (0, 16), (-32, 16), (8, 4)])
def test_a_picture_beside_its_place_is_put_back(shift: tuple[int, int]) -> None:
    y, x = np.mgrid[0:40, 0:160]

    def wall(dx: float, dy: float) -> Luma:
        picture: Luma = (120 + 60 * np.sin((x - dx) / 9) * np.cos((y - dy) / 7)).astype(np.uint8)
        return picture

    ground = Ground.of(40, 160, 1)
    ground.start(wall(0, 0), deviation=UNITS)
    moved = wall(shift[0] / 16, shift[1] / 16)
    assert looked(ground, moved, shift=shift)[0] == 0
    assert looked(ground, moved)[0] > 0 or max(map(abs, shift)) < 16


def test_too_many_hits_are_said() -> None:
    ground = Ground.of(300, 5 * CHUNK, 1)
    ground.start(np.zeros((300, 5 * CHUNK), np.uint8), deviation=UNITS)
    assert looked(ground, np.full((300, 5 * CHUNK), 255, np.uint8))[0] == MAX_HITS + 1


def blobs_of(cells: list[tuple[int, int, int]], size: int = 1) -> NDArray[np.float64]:
    hits = np.array(sorted((r, c, d * UNITS, 102) for r, c, d in cells), np.int32)
    blobs = np.zeros((MAX_BLOBS, BLOB_FIELDS))
    return blobs[: gather(hits, len(hits), size, 5.0, 6.5, np.ones((4, 4)), blobs)]


def test_hits_that_touch_are_one_blob() -> None:
    square = [(r, c, 20) for r in (4, 5) for c in (7, 8)]
    far = [(30, 40, -20)]
    corner = [(12, 6, 20), (13, 7, 20), (14, 6, 20)]
    blobs = blobs_of([*square, *far, *corner])
    assert sorted(blobs[:, AREA]) == [1, 3, 4]
    four = blobs[np.argmax(blobs[:, AREA])]
    assert (four[X], four[Y], four[SIGN]) == (7.5, 4.5, 1.0)
    assert blobs[np.argmin(blobs[:, AREA]), SIGN] == -1.0


def test_a_gap_of_one_cell_is_bridged_and_faint_hits_are_dropped() -> None:
    assert len(blobs_of([(4, 4, 20), (4, 6, 20), (6, 5, 20)])) == 1
    assert len(blobs_of([(4, 4, 3), (20, 20, 3)])) == 0


def test_where_blobs_only_just_stand_out_time_and_again_more_is_asked() -> None:
    raised, blobs = np.ones((2, 3)), np.zeros((MAX_BLOBS, BLOB_FIELDS))

    def seen(deviation: int, column: int) -> int:
        hits = np.array([(4, column, deviation * UNITS, 102)], np.int32)
        return gather(hits, 1, 1, 5.0, 6.5, raised, blobs)

    # Noise of 6 standard deviations, again and again in one tile: it soon is not enough there, and still is elsewhere.
    times = sum(seen(6, 4) for _ in range(100))
    assert 2 <= times < 30
    assert seen(6, 70) == 1
    # What stands out by far is seen there all the same, and teaches nothing: it is a thing.
    before = raised[0, 0]
    assert all(seen(40, 4) for _ in range(20))
    assert raised[0, 0] < before
    assert raised[1].max() == 1.0


def test_places_are_of_the_picture_at_full_size() -> None:
    (blob,) = blobs_of([(10, 20, 20)], size=2)
    assert (blob[X], blob[Y], blob[AREA]) == (40.5, 20.5, 4.0)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**31), count=st.integers(1, 400))
def test_blobs_are_the_components_of_their_hits(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    cells = {(int(r), int(c)) for r, c in rng.integers(0, 60, (count, 2))}
    # A plain flood: along a row a gap of one, over rows a gap of one row and a step aside of one.
    left, components = set(cells), 0
    while left:
        components += 1
        todo = [left.pop()]
        while todo:
            r, c = todo.pop()
            run = [c]
            for step in (1, -1):
                at = c
                while True:
                    near = [at + step * d for d in (1, 2) if (r, at + step * d) in cells]
                    if not near:
                        break
                    at = near[0]
                    run.append(at)
            low, high = min(run), max(run)
            joined = {(r, x) for x in run}
            for row in (r - 2, r - 1, r + 1, r + 2):
                joined |= {(row, x) for x in range(low - 1, high + 2) if (row, x) in cells}
                # A run of the other row that spans this one without a hit above it touches as well.
                spans = [x for x in range(60) if (row, x) in cells]
                for a, b in pairwise(spans):
                    if b - a == 2 and a < low and b > high:
                        joined |= {(row, a)}
            new = joined & left
            left -= new
            todo.extend(new)
    if components <= MAX_BLOBS:
        assert len(blobs_of([(r, c, 20) for r, c in cells])) == components
