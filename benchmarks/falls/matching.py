"""Which alarm is which fall: tracks held against the truth of the scene."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulators.facade import Drop

type Points = NDArray[np.float64]

# As long as it is in the air, and a moment more for what the codec leaves behind.
_LATE_S: Final = 0.3
_NEAR_SHARE: Final = 0.012
_LEAST_POINTS: Final = 3
_HALF: Final = 0.5
_FLOORS_TO_SEE: Final = 2.5
_PICTURES_TO_SEE: Final = 6


@dataclass(frozen=True, slots=True)
class Match:
    """The drop that a track followed, and which share of its points lie on it."""

    drop: int
    share: float


def can_be_found(drop: Drop, floor_m: float) -> bool:
    """Tell whether the picture shows enough of a fall: two and a half floors of it, in six pictures.

    The rest is behind trees or out of the picture; nobody is asked to find it, and finding it is no false alarm.
    """
    return drop.metres >= _FLOORS_TO_SEE * floor_m and sum(point.visible for point in drop.points) >= _PICTURES_TO_SEE


def match(track: Points, drops: Iterable[Drop], height_px: int) -> Match | None:
    """Return which drop a track, rows of (time s, x, y px), followed: at least half of its points lie on it."""
    best: Match | None = None
    for drop in drops:
        if len(drop.points) < _LEAST_POINTS:
            continue
        way = np.array([(point.at, point.x, point.y, point.area) for point in drop.points])
        inside = (track[:, 0] >= way[0, 0] - 0.05) & (track[:, 0] <= way[-1, 0] + _LATE_S)
        if inside.sum() < _LEAST_POINTS:
            continue
        x, y, area = (np.interp(track[:, 0], way[:, 0], way[:, n]) for n in (1, 2, 3))
        # The smear of one picture, and the thing's own size, are allowed for.
        pace = np.hypot(np.gradient(way[:, 1]), np.gradient(way[:, 2]))
        near = _NEAR_SHARE * height_px + np.sqrt(area) + np.interp(track[:, 0], way[:, 0], pace)
        share = float((inside & (np.hypot(track[:, 1] - x, track[:, 2] - y) <= near)).mean())
        if share >= _HALF and (best is None or share > best.share):
            best = Match(drop.id, share)
    return best


def classes() -> Sequence[str]:
    """Return the names of the classes of size, the largest first."""
    return ("12px2", "6to12px2", "under_6px2", "fluttering")


def class_of_size(kind: str, size_px2: float) -> str:
    """Return the class that a drop is counted in: by the size that it was seen at, not by what was asked for."""
    large, small = 12.0, 6.0
    if kind == "fluttering":
        return "fluttering"
    return "12px2" if size_px2 >= large else "6to12px2" if size_px2 >= small else "under_6px2"
