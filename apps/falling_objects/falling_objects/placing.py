"""Blobs in metres: where each one lies on its plane, how surely, and how many would be there by chance."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .optics import Facade
from .seeing import AREA, BLOB_FIELDS, HEIGHT, SIGN, SIGNAL, SNR, TILE, WIDTH, X, Y

type Floats = NDArray[np.float64]

# Columns that join a blob's: u, v on the plane (m) and their standard deviations, the plane's number among the
# facade's, the clutter's density there (blobs that look so a m², picture and unit of the signal's logarithm), its side
# across (m).
U, V, SU, SV, PLANE, CLUTTER, ACROSS = range(BLOB_FIELDS, BLOB_FIELDS + 7)
SPOT_FIELDS: Final = BLOB_FIELDS + 7
# How long the memory of a clutter's tile is, s.
_MEMORY: Final = 12.0
# Blobs a tile and picture where nothing has ever been seen.
_LEAST: Final = 5e-4
# How blobs look: darker or lighter than what is behind them, and the logarithm of their signal in so wide bins.
LOOKS: Final = 24
_WIDE: Final = 0.5
# Of the blobs to come so many look as none has before.
_NOVEL: Final = 0.1


@njit(cache=True)
def look(blob: Floats) -> tuple[int, int]:
    """Return the bin of how a blob looks."""
    light = np.log(max(blob[SIGNAL], 1.0))
    return int(blob[SIGN] > 0), min(int(light / _WIDE), LOOKS - 1)


@njit(cache=True)
def place(  # noqa: PLR0913, PLR0917
    blobs: Floats,
    count: int,
    homographies: Floats,
    plane_of: NDArray[np.int8],
    clutter: Floats,
    looks: Floats,
    now: float,
    blur: float,
    spots: Floats,
) -> int:
    """Write blobs (float64 (>= count, 8)) with their places to spots (float64 (>= count, 15)); return how many.

    homographies: float64 (planes, 3, 3); plane_of: int8 (tiles down, tiles across), -1 off the facade; clutter:
    float64 of the same shape, blobs a tile and picture, now the same over the present picture; looks: float64
    (2, LOOKS), which share of the blobs looks so; blur: px by which any centre may be wrong.
    """
    n = 0
    every = looks.sum() + 1e-9
    tall, wide = plane_of.shape
    for i in range(count):
        x, y = blobs[i, X], blobs[i, Y]
        row, column = min(max(int(y) // TILE, 0), tall - 1), min(max(int(x) // TILE, 0), wide - 1)
        plane = plane_of[row, column]
        if plane < 0:
            continue
        h = homographies[plane]
        depth = h[2, 0] * x + h[2, 1] * y + h[2, 2]
        if depth <= 1e-9:  # noqa: PLR2004
            continue
        u = (h[0, 0] * x + h[0, 1] * y + h[0, 2]) / depth
        v = (h[1, 0] * x + h[1, 1] * y + h[1, 2]) / depth
        ux, uy = (h[0, 0] - u * h[2, 0]) / depth, (h[0, 1] - u * h[2, 1]) / depth
        vx, vy = (h[1, 0] - v * h[2, 0]) / depth, (h[1, 1] - v * h[2, 1]) / depth
        # Of a streak an end may be lost in the background; of a faint blob the centre wanders.
        faint = 1.0 / max(1.0, blobs[i, SNR] / 8.0)
        ex = np.sqrt((blur * faint + 0.25) ** 2 + (0.10 * blobs[i, WIDTH]) ** 2)
        ey = np.sqrt((blur * faint + 0.25) ** 2 + (0.10 * blobs[i, HEIGHT]) ** 2)
        spot = spots[n]
        spot[:BLOB_FIELDS] = blobs[i]
        spot[U], spot[V] = u, v
        spot[SU] = np.sqrt((ux * ex) ** 2 + (uy * ey) ** 2)
        spot[SV] = np.sqrt((vx * ex) ** 2 + (vy * ey) ** 2)
        spot[PLANE] = plane
        square = abs(ux * vy - uy * vx)
        share = (1.0 - _NOVEL) * looks[look(blobs[i])] / every + _NOVEL / looks.size
        spot[CLUTTER] = (max(clutter[row, column], now) + _LEAST) * share / (_WIDE * TILE * TILE * square)
        spot[ACROSS] = np.sqrt(blobs[i, AREA] * square)
        n += 1
    return n


@njit(cache=True)
def _remember(clutter: Floats, looks: Floats, blobs: Floats, count: int, share: float) -> None:
    """Fade clutter by share and add this picture's blobs to their tiles and, in part, to the tiles around."""
    tall, wide = clutter.shape
    clutter *= 1.0 - share
    looks *= 1.0 - share
    for i in range(count):
        looks[look(blobs[i])] += share
        row, column = int(blobs[i, Y]) // TILE, int(blobs[i, X]) // TILE
        for r in range(max(0, row - 1), min(tall, row + 2)):
            for c in range(max(0, column - 1), min(wide, column + 2)):
                clutter[r, c] += share * (1.0 if r == row and c == column else 0.15)


@dataclass(slots=True)
class Places:
    """Turns blobs into spots on the facade's planes, and remembers where blobs keep coming from."""

    facade: Facade
    homographies: Floats = field(init=False)
    plane_of: NDArray[np.int8] = field(init=False)
    clutter: Floats = field(init=False)
    looks: Floats = field(init=False)
    _spots: Floats = field(init=False)

    def __post_init__(self) -> None:
        width, height = self.facade.camera_size
        tall, wide = -(-height // TILE), -(-width // TILE)
        self.homographies = np.ascontiguousarray(
            np.stack([plane.homography / plane.homography[2, 2] for plane in self.facade.planes]).astype(np.float64)
        )
        middles = np.array([(*np.mean(plane.outline, axis=0), 1.0) for plane in self.facade.planes])
        # In front of the camera the third coordinate is positive.
        self.homographies *= np.sign(np.sum(self.homographies[:, 2] * middles, axis=1))[:, None, None]
        y, x = np.mgrid[0:tall, 0:wide] * TILE + TILE / 2
        distance = np.stack([plane.distance_px(x, y) for plane in self.facade.planes])
        self.plane_of = np.argmin(distance, axis=0).astype(np.int8)
        self.clutter = np.zeros((tall, wide))
        self.looks = np.zeros((2, LOOKS))
        self._spots = np.zeros((0, SPOT_FIELDS))

    def of(self, blobs: Floats, count: int, step: float) -> Floats:
        """Return the spots (n, 15) of a picture's blobs (>= count, 8), step seconds after the last one."""
        if len(self._spots) < len(blobs):
            self._spots = np.zeros((len(blobs), SPOT_FIELDS))
        now = count / self.plane_of.size
        n = place(blobs, count, self.homographies, self.plane_of, self.clutter, self.looks, now, 0.5, self._spots)
        _remember(self.clutter, self.looks, blobs, count, min(1.0, step / _MEMORY))
        return self._spots[:n].copy()
