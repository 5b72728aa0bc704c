"""The pixels: one pass over the facade's part of a picture, and the blobs that stand out of it.

The pass works on cells of b x b pixels (b = 1, 2 or 4), in fixed point: 128 units are one step of luma, so that a
cell's mean keeps its fractions. For each cell it knows the background (a mean whose steps are so short that it acts as
a median) and the mean absolute deviation from it, which is the cell's own noise: leaves, laundry and curtains raise
theirs and so ask for more. What deviates by more than `k` times that is a hit; hits that touch are a blob.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

type Words = NDArray[np.int16]
type Ints = NDArray[np.int64]
type Floats = NDArray[np.float64]

UNITS: Final = 128
CHUNK: Final = 32
MAX_HITS: Final = 40_000
MAX_BLOBS: Final = 320
# A mean absolute deviation is 0.8 standard deviations of Gaussian noise.
_DEVIATION: Final = 0.8
# A coder leaves and takes small things as it pleases; below this lies nothing to be relied on.
LEAST_DEVIATION: Final = 77
MOST_DEVIATION: Final = 1600
# k comes in quarters; k times the most deviation must stay within 16 bits.
K_UNITS: Final = 4
MOST_K: Final = 40

# The side of a tile, in cells here, in px where clutter is remembered: a coder's noise, leaves and laundry are much the
# same within one.
TILE: Final = 32
# What is asked of a blob rises by this for each that stands out by less than so much, up to so much, and sinks in
# each picture: the two hold each other where one picture in twenty has one.
_RISES, _SINKS = 1.03, 0.9985
_BARELY, _MOST_RAISED = 1.6, 3.0

# Columns of a blob: centre x, y (px), area (px²), signal (luma steps times px²), signal over noise, height and width
# (px), mean sign of its contrast -1..1.
X, Y, AREA, SIGNAL, SNR, HEIGHT, WIDTH, SIGN = range(8)
BLOB_FIELDS: Final = 8

i16, u16 = np.int16, np.uint16


@njit(cache=True)
def _row_of_pairs(upper: NDArray[np.uint16], lower: NDArray[np.uint16], out: Words, n: int) -> None:
    """Sum 2 x 2 pixels to n cells in units; upper and lower: uint16 (n,), two pixels of a row in each."""
    for i in range(n):
        a, b = upper[i], lower[i]
        pair = u16(u16(a & u16(255)) + u16(a >> u16(8)))
        out[i] = i16(u16(u16(pair + u16(u16(b & u16(255)) + u16(b >> u16(8)))) << u16(5)))


@njit(cache=True)
def _row_of_pixels(row: NDArray[np.uint8], out: Words, n: int) -> None:
    """Turn n pixels (uint8) into n cells in units."""
    for i in range(n):
        out[i] = i16(u16(row[i]) << u16(7))


@njit(cache=True)
def _row_of_squares(luma: NDArray[np.uint8], y: int, x: int, out: Words, n: int) -> None:
    """Sum 4 x 4 pixels from (y, x) to n cells in units; luma: uint8 (h, w)."""
    for i in range(n):
        total = 0
        for r in range(4):
            for c in range(4):
                total += luma[y + r, x + 4 * i + c]
        out[i] = i16(total << 3)


@njit(cache=True)
def _blend(first: Words, second: Words, weight: int, out: Words, n: int) -> None:
    """Write first + (second - first) * weight / 16 for n cells; weight 0..15."""
    w = i16(weight)
    for i in range(n):
        a, b = i16(first[i] >> i16(4)), i16(second[i] >> i16(4))
        out[i] = i16(i16(a * i16(i16(16) - w)) + i16(b * w))


@njit(cache=True)
def cells_of_row(
    luma: NDArray[np.uint8], pairs: NDArray[np.uint16], size: int, y: int, x: int, out: Words, n: int
) -> None:
    """Bin n cells of size x size pixels, whose first pixel is (y, x), into out (units).

    luma: uint8 (h, w); pairs: the same rows as uint16 (h, w // 2). x is even where size is 2, and all lie inside.
    """
    if size == 1:
        _row_of_pixels(luma[y, x : x + n], out, n)
    elif size == 2:  # noqa: PLR2004
        _row_of_pairs(pairs[y, x // 2 : x // 2 + n], pairs[y + 1, x // 2 : x // 2 + n], out, n)
    else:
        _row_of_squares(luma, y, x, out, n)


@njit(cache=True)
def _count(now: Words, ground: Words, noise: Words, k: int) -> int:
    """Count the cells of a chunk that deviate by more than k / 4 times their noise."""
    count = i16(0)
    factor = u16(k)
    for i in range(CHUNK):
        d = i16(now[i] - ground[i])
        a = u16(d if d >= 0 else i16(-d))
        count = i16(count + i16(a > u16(u16(u16(noise[i]) * factor) >> u16(2))))
    return int(count)


@njit(cache=True)
def _learn_noise(now: Words, ground: Words, noise: Words, n: int) -> None:
    """Move the noise of n cells a sixteenth of the way to their present deviation, of which an outlier is cut."""
    for i in range(n):
        d = i16(now[i] - ground[i])
        a = i16(d if d >= 0 else i16(-d))
        v = noise[i]
        cut = min(a, i16(i16(v << i16(2)) + i16(64)))
        step = i16(i16(i16(cut - v) + i16(8)) >> i16(4))
        noise[i] = max(i16(LEAST_DEVIATION), min(i16(MOST_DEVIATION), i16(v + step)))


@njit(cache=True)
def _learn_ground(now: Words, ground: Words, n: int) -> None:
    """Move the background of n cells towards the present by at most an eighth of half a luma step."""
    for i in range(n):
        d = min(max(i16(now[i] - ground[i]), i16(-64)), i16(64))
        ground[i] = i16(ground[i] + i16(i16(d + i16(4)) >> i16(3)))


@njit(cache=True)
def scan(  # noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917
    luma: NDArray[np.uint8],
    pairs: NDArray[np.uint16],
    size: int,
    ground: Words,
    noise: Words,
    first: Ints,
    last: Ints,
    shift: NDArray[np.int32],
    k: Ints,
    turn: int,
    turns: int,
    work: Words,
    stamp: NDArray[np.uint16],
    age: NDArray[np.uint8],
    now_index: int,
    old: int,
    hits: NDArray[np.int32],
) -> int:
    """Look at one picture; learn from it; return how many hits there are (MAX_HITS + 1: too many).

    luma: uint8 (h, w), pairs: its uint16 view; ground, noise: int16 (rows, columns) of cells, in units, changed.
    first, last: int64 (rows,), the cells of each row to look at, whole chunks. shift: int32 (rows, 2), where the
    picture of each row lies beside the background's, x and y in sixteenths of a cell. k: int64 (rows,), quarters of
    the factor on the noise. Rows whose number is turn modulo turns are learnt. work: int16 (4, columns + 1).
    stamp, age: (rows, columns), when a cell was last hit and for how many pictures; at old it becomes background.
    hits: int32 (MAX_HITS, 4), written: row, column, deviation, noise.
    """
    rows = len(ground)
    count = 0
    overflow = False
    tall, wide = luma.shape[0] // size, luma.shape[1] // size
    for r in range(rows):
        a, n = first[r], last[r] - first[r]
        if n <= 0:
            continue
        whole_x, part_x = shift[r, 0] >> 4, shift[r, 0] & 15
        whole_y, part_y = shift[r, 1] >> 4, shift[r, 1] & 15
        # Beyond the picture's edge there is nothing to compare.
        y, x = r + whole_y, a + whole_x
        if y < 0 or y + (part_y > 0) >= tall:
            continue
        skip = 0
        while x + skip < 0:
            skip += CHUNK
        while n > skip and x + n + (part_x > 0) > wide:
            n -= CHUNK
        if n <= skip:
            continue
        a, x, n = a + skip, x + skip, n - skip
        now = work[0]
        cells_of_row(luma, pairs, size, y * size, x * size, now, n + (part_x > 0))
        if part_x > 0:
            _blend(now[:n], now[1 : n + 1], part_x, work[1, :n], n)
            now = work[1]
        if part_y > 0:
            cells_of_row(luma, pairs, size, (y + 1) * size, x * size, work[2], n + (part_x > 0))
            below = work[2]
            if part_x > 0:
                _blend(work[2, :n], work[2, 1 : n + 1], part_x, work[3, :n], n)
                below = work[3]
            _blend(now[:n], below[:n], part_y, now[:n], n)
        row_ground, row_noise = ground[r, a : a + n], noise[r, a : a + n]
        factor = k[r]
        for c in range(0, n, CHUNK):
            if _count(now[c : c + CHUNK], row_ground[c : c + CHUNK], row_noise[c : c + CHUNK], factor) == 0:
                continue
            for i in range(c, c + CHUNK):
                d = int(now[i]) - int(row_ground[i])
                if abs(d) <= (int(row_noise[i]) * factor) >> 2:
                    continue
                if count >= MAX_HITS:
                    overflow = True
                    break
                hits[count, 0], hits[count, 1], hits[count, 2], hits[count, 3] = r, a + i, d, row_noise[i]
                count += 1
                gap = u16(now_index - stamp[r, a + i])
                stamp[r, a + i] = u16(now_index)
                age[r, a + i] = min(255, age[r, a + i] + gap) if gap <= 2 else 1  # noqa: PLR2004
                if age[r, a + i] >= old:
                    row_ground[i] = now[i]
                    age[r, a + i] = 0
        if r % turns == turn:
            _learn_noise(now, row_ground, row_noise, n)
            _learn_ground(now, row_ground, n)
    return MAX_HITS + 1 if overflow else count


@njit(cache=True)
def _root(parent: NDArray[np.int32], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@njit(cache=True)
def gather(  # noqa: C901, PLR0912, PLR0915 - a kernel: its parts would hand arrays on
    hits: NDArray[np.int32], count: int, size: int, peak: float, total: float, raised: Floats, blobs: Floats
) -> int:
    """Join hits that touch (a gap of one cell allowed) to blobs; return how many stand out.

    hits: int32 (>= count, 4) as scan writes them, by row and column; size: a cell's side, px. A blob counts if its
    highest cell is above peak, or its sum above total, both in standard deviations times what is asked more in its
    tile. raised: float64 (tiles down, tiles across; TILE cells each), 1 and more, changed: it rises where blobs only
    just stand out, time and again, and sinks slowly, so that one picture in twenty has such a blob in a tile.
    blobs: float64 (MAX_BLOBS, 8), written; where there are more, the weakest give way.
    """
    # A run of neighbouring hits of one row: row, first and last column.
    runs = np.empty((count, 3), np.int32)
    run_of = np.empty(count, np.int32)
    parent = np.empty(count, np.int32)
    n = 0
    for i in range(count):
        row, column = hits[i, 0], hits[i, 1]
        if n > 0 and runs[n - 1, 0] == row and column - runs[n - 1, 2] <= 2:  # noqa: PLR2004
            runs[n - 1, 2] = column
        else:
            runs[n, 0], runs[n, 1], runs[n, 2], parent[n] = row, column, column, n
            n += 1
        run_of[i] = n - 1
    behind = 0
    for i in range(n):
        row = runs[i, 0]
        while runs[behind, 0] < row - 2:
            behind += 1
        j = behind
        while j < i and runs[j, 0] < row:
            if runs[j, 1] <= runs[i, 2] + 1 and runs[i, 1] <= runs[j, 2] + 1:
                a, b = _root(parent, i), _root(parent, j)
                if a != b:
                    parent[max(a, b)] = min(a, b)
            j += 1
    # Sums of each blob: weight, x, y, cells, signal, signal / noise, highest, rows and columns from and to, sign.
    sums = np.zeros((n, 12))
    for i in range(count):
        root = _root(parent, run_of[i])
        s = sums[root]
        weight, sigma = abs(hits[i, 2]) / UNITS, hits[i, 3] / (UNITS * _DEVIATION)
        row, column = hits[i, 0], hits[i, 1]
        if s[3] == 0:
            s[7], s[8], s[9], s[10] = row, row, column, column
        s[0] += weight
        s[1] += weight * column
        s[2] += weight * row
        s[3] += 1
        s[5] += weight / sigma
        s[6] = max(s[6], weight / sigma)
        s[7], s[8] = min(s[7], row), max(s[8], row)
        s[9], s[10] = min(s[9], column), max(s[10], column)
        s[11] += np.sign(hits[i, 2]) * weight
    found = 0
    tall, wide = raised.shape
    for r in range(tall):
        for c in range(wide):
            raised[r, c] = max(1.0, raised[r, c] * _SINKS)
    for i in range(n):
        s = sums[i]
        if s[3] == 0:
            continue
        snr = s[5] / np.sqrt(s[3])
        r, c = min(int(s[2] / s[0]) // TILE, tall - 1), min(int(s[1] / s[0]) // TILE, wide - 1)
        more = max(s[6] / peak, snr / total) / raised[r, c]
        if more < 1:
            continue
        if more < _BARELY:
            raised[r, c] = min(_MOST_RAISED, raised[r, c] * _RISES)
        at = found
        if found == blobs.shape[0]:
            at = int(np.argmin(blobs[:, SNR]))
            if blobs[at, SNR] >= snr:
                continue
        else:
            found += 1
        blobs[at, X] = (s[1] / s[0] + 0.5) * size - 0.5
        blobs[at, Y] = (s[2] / s[0] + 0.5) * size - 0.5
        # A thing smaller than a cell fills it in part: what the highest cell is to the mean tells little, so the
        # number of cells at half the highest contrast stands for the area.
        blobs[at, AREA] = s[3] * size * size
        blobs[at, SIGNAL] = s[0] * size * size
        blobs[at, SNR] = snr
        blobs[at, HEIGHT] = (s[8] - s[7] + 1) * size
        blobs[at, WIDTH] = (s[10] - s[9] + 1) * size
        blobs[at, SIGN] = s[11] / s[0]
    return found


@njit(cache=True)
def _brighten(ground: Words, gain: np.float32, offset: np.float32) -> None:
    for r in range(ground.shape[0]):
        row = ground[r]
        for c in range(ground.shape[1]):
            row[c] = i16(min(max(np.float32(row[c]) * gain + offset, np.float32(0)), np.float32(255 * UNITS)))


@dataclass(slots=True)
class Ground:
    """What the watcher knows of each cell: the background and its noise, in units, and how long it has been hit."""

    size: int
    ground: Words
    noise: Words
    stamp: NDArray[np.uint16]
    age: NDArray[np.uint8]

    @staticmethod
    def of(rows: int, columns: int, size: int) -> Ground:
        """Return a ground of rows x columns cells of size x size pixels that knows nothing yet."""
        return Ground(
            size,
            np.zeros((rows, columns), np.int16),
            np.full((rows, columns), UNITS, np.int16),
            np.zeros((rows, columns), np.uint16),
            np.zeros((rows, columns), np.uint8),
        )

    def start(self, luma: NDArray[np.uint8], deviation: int = 2 * UNITS) -> None:
        """Take a picture (h, w) for the background, and a noise in units that is soon unlearnt."""
        rows, columns = self.ground.shape
        b = self.size
        cut = luma[: rows * b, : columns * b].reshape(rows, b, columns, b)
        self.ground[:] = cut.sum(axis=(1, 3), dtype=np.int32) * (UNITS // (b * b))
        self.noise[:] = deviation
        self.age[:] = 0

    def brighten(self, gain: float, offset: float) -> None:
        """Follow a step of exposure: luma became gain times luma plus offset."""
        _brighten(self.ground, np.float32(gain), np.float32(offset * UNITS))


def pairs_of(luma: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Return a picture (h, w) of even width, rows unbroken, as (h, w / 2) of uint16, without a copy."""
    return luma.view(np.uint16)
