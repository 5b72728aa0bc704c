"""A fall that is not there, painted into the live picture: what does not find it finds no other.

It is drawn onto each frame before the watcher looks, where a thing of 0.4 m would be that falls from one of the upper
floors, blurred as the camera would blur it. What the watcher then reports there is the test's; everything else is real,
and is told as ever.
"""

import math
import random
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .model import Fall, FallState, Frame
from .optics import Facade, Plane

GRAVITY: Final = 9.81  # m/s²
# Of a bottle of water: what gravity and drag balance at.
TERMINAL: Final = 35.0  # m/s
SIZE_M: Final = 0.4
LEAST_PX: Final = 5.0
EXPOSURE: Final = 1 / 60  # seconds
BLUR_STEPS: Final = 6
CONTRAST: Final = 70.0  # steps of luma
# The watcher must know the picture first, and may take so long after the fall's end, seconds.
WARM_UP: Final = 4.0
PATIENCE: Final = 4.0
# A track is the test's if most of its points are this near to it.
NEAR_PX: Final = 14.0
NEAR_SHARE: Final = 0.02  # of the picture's width
_LEAST_FALL_M: Final = 9.0


class SelfTestError(Exception):
    """The picture has no place for a test; the text is a code that says why."""


class SelfTest:
    """One test on one camera; times are seconds of the stream. Raises SelfTestError if no fall fits the picture."""

    def __init__(self, facade: Facade, begin: float, chance: random.Random) -> None:
        """Plan a fall that begins `WARM_UP` after `begin`."""
        self._begin = begin + WARM_UP
        self._width, self._height = facade.camera_size
        self._plane, self._u, self._v, low = _way(facade, chance)
        self._lasts = _time_for(self._v - low)
        self.passed = False
        self._ours: set[int] = set()

    def paint(self, frame: Frame) -> Frame:
        """Return the frame with the thing in it; the same frame before the fall and after."""
        since = frame.at - self._begin
        if not 0.0 <= since <= self._lasts:
            return frame
        luma = frame.luma.copy()
        for step in range(BLUR_STEPS):
            place = self._place(since - EXPOSURE * step / BLUR_STEPS)
            if place is not None:
                _stamp(luma, place, CONTRAST / BLUR_STEPS * 1.5)
        return Frame(luma, frame.at)

    def is_ours(self, fall: Fall) -> bool:
        """Return whether a fall is the one that was painted; its later news are, too."""
        if fall.id in self._ours:
            ours = True
        else:
            near = max(NEAR_PX, NEAR_SHARE * self._width)
            hits = sum(self._distance(point.at, point.x, point.y) <= near for point in fall.points if point.seen)
            seen = sum(point.seen for point in fall.points)
            ours = seen > 0 and hits >= 0.7 * seen
        if ours:
            self._ours.add(fall.id)
            self.passed |= fall.state is FallState.CONFIRMED
        return ours

    def over(self, at: float) -> bool:
        """Return whether the test has ended."""
        return at > self._begin + self._lasts + PATIENCE

    def _place(self, since: float) -> tuple[float, float, float] | None:
        """Return x, y and radius (px) of the thing so many seconds after its release."""
        if since < 0:
            return None
        v = self._v - _fallen(since)
        xs, ys = self._plane.to_pixels(self._u, v)
        x, y = float(xs), float(ys)
        side = float(self._plane.metres_per_pixel(x, y))
        if not (math.isfinite(x) and math.isfinite(y) and math.isfinite(side) and side > 0):
            return None
        return x, y, max(LEAST_PX, SIZE_M / side) / 2

    def _distance(self, at: float, x: float, y: float) -> float:
        since = at - self._begin
        if not -0.2 <= since <= self._lasts + 0.2:  # noqa: PLR2004 - a frame's time may be a little off
            return math.inf
        place = self._place(min(max(since, 0.0), self._lasts))
        return math.inf if place is None else math.hypot(place[0] - x, place[1] - y)


def _fallen(since: float) -> float:
    """Return how far (m) a thing has fallen after so many seconds, with quadratic drag."""
    return TERMINAL**2 / GRAVITY * math.log(math.cosh(GRAVITY * since / TERMINAL))


def _time_for(height: float) -> float:
    """Return how long (s) a fall from a height (m) takes."""
    return TERMINAL / GRAVITY * math.acosh(math.exp(min(height, 500.0) * GRAVITY / TERMINAL**2))


def _way(facade: Facade, chance: random.Random) -> tuple[Plane, float, float, float]:
    """Return plane, u, the height it falls from and the lowest height (m) that the picture shows."""
    width, height = facade.camera_size
    planes = sorted(facade.planes, key=lambda plane: -plane.width_m)
    for plane in planes:
        u = plane.width_m * chance.uniform(0.35, 0.65)
        heights = np.arange(0.5, facade.floors.top, 0.25)
        xs, ys = plane.to_pixels(np.full(heights.shape, u), heights)
        shown = heights[(xs > 20) & (xs < width - 20) & (ys > 20) & (ys < height - 20)]  # noqa: PLR2004 - px
        if shown.size and shown[-1] - shown[0] >= _LEAST_FALL_M:
            high = shown[-1] - min(chance.uniform(0.0, 3.0), shown[-1] - shown[0] - _LEAST_FALL_M)
            return plane, u, float(high), float(shown[0])
    raise SelfTestError("no_room")


def _stamp(luma: NDArray[np.uint8], place: tuple[float, float, float], strength: float) -> None:
    """Draw a disc, lighter on what is dark and darker on what is light, into (h, w) uint8."""
    x, y, radius = place
    top, left = max(0, math.floor(y - radius - 1)), max(0, math.floor(x - radius - 1))
    part = luma[top : math.ceil(y + radius + 2), left : math.ceil(x + radius + 2)]
    if not part.size:
        return
    rows, columns = np.mgrid[top : top + part.shape[0], left : left + part.shape[1]]
    cover = np.clip(radius + 0.5 - np.hypot(columns - x, rows - y), 0.0, 1.0)
    sign = -1.0 if part.mean() > 128 else 1.0  # noqa: PLR2004 - the middle of luma
    part[:] = np.clip(part + sign * strength * cover, 0, 255).astype(np.uint8)
