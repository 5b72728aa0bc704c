"""What those that move before a facade need to know, and how they say what is drawn of them.

Positions are functions of time, never of the frame before: a lost frame changes nothing, and a picture can be made
without those before it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from .geometry import IN_FRONT, Building, Pinhole
from .kernels import MARK_COLUMNS
from .painting import Painting
from .scene import Light

type Marks = NDArray[np.float32]
type Places = NDArray[np.float64]

NOTHING: Final[Marks] = np.zeros((0, MARK_COLUMNS), dtype=np.float32)
NEAREST_M: Final = 0.6


class Mover(Protocol):
    """Something that moves."""

    def marks(self, at: float, shutter: float) -> Marks:
        """Return its marks, (n, 12), while the shutter is open from `at` (s) for `shutter` s."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What a mover needs to know of the scene. `lamp` is the luma of a light grey thing in this light."""

    building: Building
    camera: Pinhole
    painting: Painting
    light: Light
    seconds: float
    lamp: float

    @property
    def by_day(self) -> bool:
        """Return whether it is day."""
        return self.light == "day"


def rows(  # noqa: PLR0913 - the columns of a mark, by name
    first: Places,
    last: Places,
    *,
    shape: NDArray[np.float64] | float,
    half: NDArray[np.float64] | float,
    flat: NDArray[np.float64] | float | None = None,
    angle: NDArray[np.float64] | float = 0.0,
    luma: NDArray[np.float64] | float,
    alpha: NDArray[np.float64] | float = 1.0,
    depth: NDArray[np.float64] | float = IN_FRONT,
    soft: NDArray[np.float64] | float = 0.0,
) -> Marks:
    """Return (n, 12) marks that move from `first` to `last`, (n, 2) px."""
    out = np.empty((len(first), MARK_COLUMNS), dtype=np.float32)
    out[:, 0:2], out[:, 2:4] = first, last
    out[:, 4], out[:, 5] = half, half if flat is None else flat
    out[:, 6], out[:, 7], out[:, 8], out[:, 9], out[:, 10], out[:, 11] = angle, shape, luma, alpha, depth, soft
    return out


def smear(camera: Pinhole, way: Callable[[float], Places], at: float, shutter: float) -> tuple[Places, Places, Places]:
    """Return first and last px, (n, 2), and the distance, (n,) m, of points in 3-D whose way is a function of time."""
    first, last = camera.project(way(at)), camera.project(way(at + shutter))
    return first[:, :2], last[:, :2], np.minimum(first[:, 2], last[:, 2])
