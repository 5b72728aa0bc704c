"""What changes in the whole picture at once: the camera shakes, the exposure steps, the noise swells.

A few thousand cells are looked at before the pass over all of them. Quiet ones (flat walls) tell the step of exposure
and how noisy this picture is beside what is known of each cell (a coder's key frames make the whole picture jump).
Cells on edges tell, in bands from top to bottom because rows are exposed one after another, by how much the picture
lies beside the background's (Gauss-Newton on the gradients of the background, Lucas and Kanade 1981).
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .lighting import BANDS, between, cell, relight
from .seeing import UNITS, Ground, Words

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

_BLOCK: Final = 8
_EDGES: Final = 40
_FLAT: Final = 420
_ROUNDS: Final = 4
_LEAST_EDGES: Final = 24
# Gradients (units a cell) below this are noise and texture.
_EDGE: Final = 5 * UNITS
_REACH: Final = 6
# Where the noise swells more than this, and no more of the picture changed than that, a shadow may come over it,
# and it is looked for in so many pictures more.
_CLOUDED, _UNCLEAR, _CLOUD = 1.8, 0.6, 25
# What a band is taken to shake at most, cells.
_MOST_SHIFT: Final = 12.0
# Less than this, cells, is no shake.
_STILL: Final = 0.1


@njit(cache=True)
def survey(ground: Words, first: Ints, last: Ints, start: int, stop: int) -> tuple[Ints, Floats]:
    """Return of each block of 8 x 8 cells in rows start to stop its flattest cell and its edges.

    ground: int16 (rows, columns); first, last: int64 (rows,), the cells of each row that count. Returns int64 (n, 6):
    row and column of the flattest, of the strongest gradient along x, along y; and float64 (n, 3): their gradients in
    units a cell.
    """
    columns = ground.shape[1]
    most = ((stop - start) // _BLOCK + 1) * (columns // _BLOCK + 1)
    cells, values = np.zeros((most, 6), np.int64), np.zeros((most, 3))
    n = 0
    for top in range(start, stop - _BLOCK + 1, _BLOCK):
        for left in range(first[top] // _BLOCK * _BLOCK, last[top] - _BLOCK + 1, _BLOCK):
            flat, along_x, along_y = np.inf, 0.0, 0.0
            for r in range(max(top, 1), min(top + _BLOCK, ground.shape[0] - 1)):
                for c in range(max(left, first[r] + 1), min(left + _BLOCK, last[r] - 1)):
                    gx = abs(ground[r, c + 1] - ground[r, c - 1]) / 2
                    gy = abs(ground[r + 1, c] - ground[r - 1, c]) / 2
                    if gx + gy < flat:
                        flat = gx + gy
                        cells[n, 0], cells[n, 1] = r, c
                    if gx > along_x:
                        along_x = gx
                        cells[n, 2], cells[n, 3] = r, c
                    if gy > along_y:
                        along_y = gy
                        cells[n, 4], cells[n, 5] = r, c
            if flat < np.inf:
                values[n, 0], values[n, 1], values[n, 2] = flat, along_x, along_y
                n += 1
    return cells[:n], values[:n]


@njit(cache=True)
def level(
    luma: NDArray[np.uint8], size: int, points: Ints, shift: Floats, ground: Words, noise: Words
) -> tuple[float, float, float, float]:
    """Fit luma = gain * background + offset; return gain, offset (luma steps), outliers 0..1, noise beside the known.

    points: int64 (n, 2), rows and columns of flat cells; shift: float64 (BANDS, 2), x and y in cells; ground, noise:
    int16 (rows, columns), units. The last is the greater of two percentiles of the deviation, each in
    its expectation for Gaussian noise.
    """
    n = len(points)
    now, known, spread_of = np.empty(n), np.empty(n), np.empty(n)
    for i in range(n):
        r, c = points[i, 0], points[i, 1]
        band = r * BANDS // len(ground)
        now[i] = cell(luma, size, r + int(np.rint(shift[band, 1])), c + int(np.rint(shift[band, 0])))
        known[i], spread_of[i] = ground[r, c], noise[r, c]
    gain, offset = 1.0, float(np.median(now - known))
    for _ in range(_ROUNDS):
        s0 = sx = sy = sxx = sxy = 0.0
        for i in range(n):
            e = now[i] - gain * known[i] - offset
            bound = 5.0 * spread_of[i]
            w = 1.0 / (spread_of[i] * spread_of[i]) * (1.0 if abs(e) <= bound else bound / abs(e))
            s0 += w
            sx += w * known[i]
            sy += w * now[i]
            sxx += w * known[i] * known[i]
            sxy += w * known[i] * now[i]
        spread = float(sxx / s0 - (sx / s0) ** 2)
        # A picture of one grey has an offset only.
        gain = min(max((sxy / s0 - sx * sy / (s0 * s0)) / spread, 0.2), 5.0) if spread > (3 * 128.0) ** 2 else 1.0
        offset = sy / s0 - gain * sx / s0
    ratio = np.empty(n)
    out = 0
    for i in range(n):
        ratio[i] = abs(now[i] - gain * known[i] - offset) / spread_of[i]
        out += ratio[i] > 8.0  # noqa: PLR2004
    # The 80th and 95th percentile of |x| are 1.28 and 1.96 standard deviations, 1.6 and 2.45 mean deviations.
    ratio = np.sort(ratio)
    return gain, offset / 128.0, out / n, max(ratio[int(0.8 * n)] / 1.6, ratio[int(0.95 * n)] / 2.45)


@njit(cache=True)
def align(  # noqa: PLR0913, PLR0917
    luma: NDArray[np.uint8],
    size: int,
    points: Ints,
    ground: Words,
    gain: float,
    offset: float,
    dx: float,
    dy: float,
) -> tuple[float, float, float]:
    """Return where a band of the picture lies beside the background: x, y in cells, and its mean error in units.

    points: int64 (n, 2) rows and columns of cells on edges; ground: int16 (rows, columns), units; gain, offset (units):
    what the exposure makes of it; dx, dy: where to begin.
    """
    error = 0.0
    for _ in range(_ROUNDS):
        xx = yy = xy = ex = ey = error = 0.0
        for i in range(len(points)):
            r, c = points[i, 0], points[i, 1]
            e = gain * ground[r, c] + offset - between(luma, size, r + dy, c + dx)
            error += abs(e)
            gx = gain * (ground[r, c + 1] - ground[r, c - 1]) / 2
            gy = gain * (ground[r + 1, c] - ground[r - 1, c]) / 2
            bound = 0.7 * (abs(gx) + abs(gy)) + 1.0
            w = 1.0 if abs(e) <= bound else bound / abs(e)
            xx += w * gx * gx
            yy += w * gy * gy
            xy += w * gx * gy
            ex += w * gx * e
            ey += w * gy * e
        error /= len(points)
        # A little stiffness keeps a band that has edges of one direction only from sliding along them.
        xx, yy = 1.02 * xx + 1.0, 1.02 * yy + 1.0
        det = xx * yy - xy * xy
        step_x, step_y = (yy * ex - xy * ey) / det, (xx * ey - xy * ex) / det
        dx += min(max(step_x, -1.5), 1.5)
        dy += min(max(step_y, -1.5), 1.5)
        if abs(step_x) + abs(step_y) < 0.04:  # noqa: PLR2004
            break
    return dx, dy, error


@njit(cache=True)
def search(
    luma: NDArray[np.uint8], size: int, points: Ints, ground: Words, gain: float, offset: float
) -> tuple[float, float]:
    """Return the whole shift x, y (cells) within reach that fits edges best; arguments as of align."""
    best, best_x, best_y = np.inf, 0, 0
    for dy in range(-_REACH, _REACH + 1):
        for dx in range(-_REACH, _REACH + 1):
            total = 0.0
            for i in range(0, len(points), 4):
                r, c = points[i, 0], points[i, 1]
                e = gain * ground[r, c] + offset - cell(luma, size, r + dy, c + dx)
                total += min(abs(e), 40 * 128.0)
            if total < best:
                best, best_x, best_y = total, dx, dy
    return float(best_x), float(best_y)


@njit(cache=True)
def _band(  # noqa: PLR0913, PLR0917
    luma: NDArray[np.uint8],
    size: int,
    points: Ints,
    ground: Words,
    gain: float,
    offset: float,
    usual: float,
    shift: Floats,
) -> tuple[float, float, float]:
    """Align one band from where it lay (shift, (2,)), or from anywhere within reach if that does not fit."""
    dx, dy, error = align(luma, size, points, ground, gain, offset, shift[0], shift[1])
    if error > 2.5 * usual + 128.0:
        start_x, start_y = search(luma, size, points, ground, gain, offset)
        again = align(luma, size, points, ground, gain, offset, start_x, start_y)
        if again[2] < error:
            return again
    return dx, dy, error


@njit(cache=True)
def _agree(good: Floats, shift: Floats) -> None:
    """Let bands without edges go with the others, and all go together as long as they nearly agree."""
    total = good.sum()
    if total == 0:
        shift[:] = 0.0
        return
    mean_x, mean_y = (good * shift[:, 0]).sum() / total, (good * shift[:, 1]).sum() / total
    spread = 0.0
    for b in range(BANDS):
        if good[b] > 0:
            spread = max(spread, abs(shift[b, 0] - mean_x), abs(shift[b, 1] - mean_y))
    for b in range(BANDS):
        if good[b] == 0 or spread < 0.15:  # noqa: PLR2004
            shift[b, 0], shift[b, 1] = mean_x, mean_y


@njit(cache=True)
def follow(  # noqa: PLR0913, PLR0917
    luma: NDArray[np.uint8],
    size: int,
    edges: Ints,
    counts: Ints,
    ground: Words,
    gain: float,
    offset: float,
    usual: Floats,
    shift: Floats,
    turn: int,
) -> None:
    """Write where each band lies to shift, float64 (BANDS, 2), cells; it begins from what stands there.

    edges: int64 (BANDS, most, 2), counts: int64 (BANDS,), how many of them there are; usual: float64 (BANDS,), the
    error that a band in its place has, changed; turn: 0..2, which third of the bands to ask of a still
    picture, as long as they say that it is; the rest as of align.
    """
    good = np.zeros(BANDS)
    still = np.abs(shift).max() < _STILL
    for n in range(BANDS):
        # The bands whose turn it is come first.
        b = (3 * n + turn + n // 2) % BANDS
        if still and n == BANDS // 3 and np.abs(shift).max() < _STILL and good.sum() > 0:
            return
        if counts[b] < _LEAST_EDGES:
            continue
        dx, dy, error = _band(luma, size, edges[b, : counts[b]], ground, gain, offset, usual[b], shift[b])
        if error < 2 * usual[b] + 256.0 and max(abs(dx), abs(dy)) < _MOST_SHIFT:
            usual[b] += (error - usual[b]) / 32
            shift[b, 0], shift[b, 1] = dx, dy
            good[b] = counts[b]
    _agree(good, shift)


@dataclass(frozen=True, slots=True)
class Whole:
    """What a picture says as a whole: shift float64 (BANDS, 2) in cells, exposure's gain and offset (luma steps).

    changed: the share of flat cells that no exposure explains; swell: the noise beside the known, about 1.
    """

    shift: Floats
    gain: float
    offset: float
    changed: float
    swell: float


@dataclass(slots=True)
class Steady:
    """Follows the whole picture's changes from frame to frame; first, last: the cells of each row that count."""

    ground: Ground
    first: Ints
    last: Ints
    # Where a shadow or light came over the background in this picture, a tile each.
    lit: NDArray[np.uint8] | None = None
    shift: Floats = field(default_factory=lambda: np.zeros((BANDS, 2)))
    _edges: Ints = field(default_factory=lambda: np.zeros((BANDS, 2 * _EDGES, 2), np.int64))
    _counts: Ints = field(default_factory=lambda: np.zeros(BANDS, np.int64))
    _usual: Floats = field(default_factory=lambda: np.full(BANDS, 2.0 * UNITS))
    _flat: list[Ints] = field(default_factory=lambda: [np.zeros((0, 2), np.int64)] * BANDS)
    _turn: int = 0
    _third: int = 0
    _clouded: int = 0

    def choose(self) -> None:
        """Choose the flat cells and the edges of every band anew from the background."""
        self.shift[:] = 0.0
        self._usual[:] = 2.0 * UNITS
        for band in range(BANDS):
            self._choose(band)

    def refresh(self) -> None:
        """Choose one band's anew; called now and then, it keeps up with a background that changes."""
        self._turn = (self._turn + 1) % BANDS
        self._choose(self._turn)

    def look(self, luma: NDArray[np.uint8]) -> Whole:
        """Tell what a picture (h, w) says as a whole."""
        size, ground = self.ground.size, self.ground.ground
        flat = np.concatenate(self._flat)
        if len(flat) == 0:
            return Whole(self.shift, 1.0, 0.0, 0.0, 1.0)
        gain, offset, changed, swell = level(luma, size, flat, self.shift, ground, self.ground.noise)
        follow(
            luma, size, self._edges, self._counts, ground, gain, offset * UNITS, self._usual, self.shift, self._third
        )
        self._third = (self._third + 1) % 3
        self.lit = None
        self._clouded = _CLOUD if swell > _CLOUDED and changed < _UNCLEAR else max(0, self._clouded - 1)
        if self._clouded:
            self.lit = relight(luma, size, self.first, self.last, self.shift, ground, self.ground.noise)
            gain, offset, changed, swell = level(luma, size, flat, self.shift, ground, self.ground.noise)
        return Whole(self.shift, gain, offset, changed, swell)

    def _choose(self, band: int) -> None:
        total = len(self.ground.ground)
        start, stop = -(-band * total // BANDS), -(-(band + 1) * total // BANDS)
        cells, values = survey(self.ground.ground, self.first, self.last, start, stop)
        every = max(1, len(cells) * BANDS // _FLAT)
        self._flat[band] = np.ascontiguousarray(cells[::every, :2])
        chosen = []
        for column in (1, 2):
            best = np.argsort(-values[:, column])[:_EDGES]
            best = best[values[best, column] > _EDGE]
            chosen.append(cells[best, 2 * column : 2 * column + 2])
        edges = np.concatenate(chosen)
        self._edges[band, : len(edges)] = edges
        self._counts[band] = len(edges)
