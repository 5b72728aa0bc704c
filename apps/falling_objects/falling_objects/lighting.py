"""The picture cell by cell, and where a shadow or light comes over a part of it.

The shadow of a cloud has a soft edge that goes over the facade within seconds. Behind it everything differs from the
background by one factor; where that begins the background follows, so that the rest of the picture stays in view.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .seeing import UNITS, Words

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

# Rows are exposed one after another: so many bands from top to bottom lie each beside the background in its own way.
BANDS: Final = 6
# A side of a tile that is lit anew, in cells; each so many cells are looked at, of which so many must differ by so many
# mean deviations.
_TILE, _SPARSE, _MOST, _LIT = 16, 3, 0.6, 1.5


@njit(cache=True)
def cell(luma: NDArray[np.uint8], size: int, row: int, column: int) -> float:
    """Return one cell of a picture (h, w) in units; the nearest one beyond its edge."""
    row = min(max(row, 0), luma.shape[0] // size - 1)
    column = min(max(column, 0), luma.shape[1] // size - 1)
    if size == 2:  # noqa: PLR2004
        y, x = 2 * row, 2 * column
        return float((luma[y, x] + luma[y, x + 1] + luma[y + 1, x] + luma[y + 1, x + 1]) * 32)
    total = 0
    for y in range(size * row, size * row + size):
        for x in range(size * column, size * column + size):
            total += luma[y, x]
    return float(total * (128 // (size * size)))


@njit(cache=True)
def between(luma: NDArray[np.uint8], size: int, row: float, column: float) -> float:
    """Return the picture between cells, in units, bilinear."""
    r, c = int(np.floor(row)), int(np.floor(column))
    fr, fc = row - r, column - c
    upper = (1 - fc) * cell(luma, size, r, c) + fc * cell(luma, size, r, c + 1)
    lower = (1 - fc) * cell(luma, size, r + 1, c) + fc * cell(luma, size, r + 1, c + 1)
    return (1 - fr) * upper + fr * lower


@njit(cache=True)
def relight(
    luma: NDArray[np.uint8], size: int, first: Ints, last: Ints, shift: Floats, ground: Words, noise: Words
) -> NDArray[np.uint8]:
    """Put the background into the light or shadow that comes over it; return where, a tile each, and one around.

    There most cells became lighter, or most darker, than the known by more than noise does; no thing that falls is as
    large as a tile. first, last: int64 (rows,), the cells of each row that count; shift: float64 (BANDS, 2), x and y
    in cells; ground (changed), noise: int16 (rows, columns), units.
    """
    rows, columns = ground.shape
    near = np.zeros((-(-rows // _TILE), -(-columns // _TILE)), np.uint8)
    for i in range(near.shape[0]):
        for j in range(near.shape[1]):
            seen = lighter = darker = 0
            now = known = 0.0
            for r in range(i * _TILE + 1, min(rows, (i + 1) * _TILE), _SPARSE):
                band = r * BANDS // rows
                dy, dx = int(np.rint(shift[band, 1])), int(np.rint(shift[band, 0]))
                for c in range(max(first[r], j * _TILE + 1), min(last[r], (j + 1) * _TILE), _SPARSE):
                    is_now = cell(luma, size, r + dy, c + dx)
                    seen += 1
                    lighter += is_now - ground[r, c] > _LIT * noise[r, c]
                    darker += ground[r, c] - is_now > _LIT * noise[r, c]
                    now += is_now
                    known += ground[r, c]
            if seen == 0 or max(lighter, darker) < _MOST * seen or known == 0:
                continue
            # Its edge is soft: the tiles around are half in it.
            near[max(0, i - 1) : i + 2, max(0, j - 1) : j + 2] = 1
            for r in range(i * _TILE, min(rows, (i + 1) * _TILE)):
                for c in range(max(first[r], j * _TILE), min(last[r], (j + 1) * _TILE)):
                    ground[r, c] = min(ground[r, c] * now / known, 255.0 * UNITS)
    return near


@njit(cache=True)
def leave_out(hits: NDArray[np.int32], count: int, near: NDArray[np.uint8]) -> int:
    """Take the hits out, int32 (>= count, 4) by row and column, that lie in tiles lit anew; return how many stay."""
    kept = 0
    for i in range(count):
        if not near[hits[i, 0] // _TILE, hits[i, 1] // _TILE]:
            hits[kept] = hits[i]
            kept += 1
    return kept
