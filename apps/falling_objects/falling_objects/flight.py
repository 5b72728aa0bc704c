"""The way of a thing through the air as the camera sees it, fitted to where it was seen.

It is let go near the facade with some speed and falls with a drag that grows with the square of its speed. What was not
seen is held by priors: how far out of the facade hands let go, how hard they throw, how fast things fall in the end.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from scipy.optimize import least_squares

from .model import FallKind, TrackPoint
from .optics import Floats, Plane

# A track is read this far: later its start says nothing more about where it came from.
_READ_S: Final = 3.0
_PIXEL_SD: Final = 0.8
# A position is known only as well as the time of exposure.
_TIME_SD: Final = 0.004
# u, v (m, about where it was first seen), out of the plane (m), speeds (m/s), how long before the first point (s),
# the logarithm of the terminal speed (m/s).
_LOW: Final = np.array([-40.0, -3.0, 0.0, -12.0, -4.0, -3.0, -0.1, math.log(0.5)])
_HIGH: Final = np.array([40.0, 60.0, 4.0, 12.0, 8.0, 15.0, 4.0, math.log(120.0)])


@dataclass(frozen=True, slots=True)
class Priors:
    """Means and standard deviations of what a picture tells badly, in the order of the parameters from `out` on."""

    mean: tuple[float, float, float, float, float, float]
    deviation: tuple[float, float, float, float, float, float]


# Out of a window or over a balcony's rail, dropped more often than thrown.
FALLING: Final = Priors(
    (1.2, 0.0, 0.2, 0.8, 0.05, math.log(32.0)),
    (0.6, 0.9, 0.8, 1.4, 0.35, 0.6),
)
FLUTTERING: Final = Priors(
    (1.2, 0.0, 0.0, 0.5, 0.1, math.log(2.0)),
    (0.6, 0.6, 0.4, 0.6, 0.6, 0.5),
)


@dataclass(frozen=True, slots=True)
class Release:
    """Where it was let go: u, v, out (m) and their covariance (3, 3), m²; `lead` is how long before the first point."""

    place: tuple[float, float, float]
    covariance: Floats
    lead: float


def fit_release(
    points: tuple[TrackPoint, ...], plane: Plane, camera: tuple[float, float, float], kind: FallKind
) -> Release:
    """Fit the flight to the points that were seen. Raises ValueError for fewer than three of them."""
    seen = [point for point in points if point.seen]
    if len(seen) < 3:  # noqa: PLR2004 - two cannot tell a speed from its change
        raise ValueError("too_few_points")
    first = seen[0].at
    seen = [point for point in seen if point.at - first <= _READ_S]
    times = np.array([point.at - first for point in seen])
    pixels = np.array([(point.x, point.y) for point in seen])
    # A track may carry several points of one frame's time only if it was merged; speed needs rising times.
    speeds = np.abs(np.gradient(pixels, np.maximum.accumulate(times + np.arange(len(times)) * 1e-6), axis=0))
    spreads = np.hypot(_PIXEL_SD, _TIME_SD * np.hypot(speeds[:, 0], speeds[:, 1]))
    u, v = plane.to_metres(*pixels[0])
    priors = FLUTTERING if kind is FallKind.FLUTTERING else FALLING
    if kind is FallKind.FLUTTERING:
        # It wavers by a hand's breadth about the way that is fitted.
        spreads = np.hypot(spreads, 0.25 / float(plane.metres_per_pixel(*pixels[0])))
    centre = np.array([float(u), float(v)])
    mean, deviation = np.array(priors.mean), np.array(priors.deviation)
    eye = np.array(camera)

    def residuals(values: Floats) -> Floats:
        path = _see(values, centre, times, plane.inverse, eye)
        off = np.nan_to_num((path - pixels) / spreads[:, None], nan=1e3)
        return np.concatenate([off.ravel(), (values[2:] - mean) / deviation])

    start = np.array([0.0, 0.0, *mean])
    start[6] = 0.1
    fit = least_squares(residuals, start, bounds=(_LOW, _HIGH), loss="soft_l1", x_scale="jac", max_nfev=80)
    slopes = np.asarray(fit.jac)
    covariance = np.linalg.pinv(slopes.T @ slopes)
    scatter = np.median(np.abs(fit.fun[: 2 * len(seen)])) / 0.6745
    covariance *= max(1.0, float(scatter)) ** 2
    place = (float(fit.x[0] + centre[0]), float(fit.x[1] + centre[1]), float(fit.x[2]))
    return Release(place, covariance[:3, :3], float(fit.x[6]))


@njit(cache=True)
def _see(values: Floats, centre: Floats, times: Floats, inverse: Floats, eye: Floats) -> Floats:
    """Return px (n, 2) at the times (n,), float64, rising, in s after the first point; NaN behind the camera.

    values (8,) as _LOW; centre (2,) u, v in m; inverse (3, 3) metres to px; eye (3,) the camera in m.
    """
    place = np.array([values[0] + centre[0], values[1] + centre[1], values[2]])
    speed = values[3:6].copy()
    lead = values[6]
    drag = 9.81 / math.exp(2.0 * values[7])
    pixels = np.empty((len(times), 2))
    now = -lead
    for n in range(len(times)):
        while now < times[n]:
            step = min(0.01, times[n] - now)
            fast = math.sqrt(speed[0] ** 2 + speed[1] ** 2 + speed[2] ** 2)
            # Half a step with the drag of its beginning keeps the second order where the drag is strong.
            soften = 1.0 / (1.0 + drag * fast * step)
            for axis in range(3):
                before = speed[axis]
                after = (before - (9.81 * step if axis == 1 else 0.0)) * soften
                speed[axis] = after
                place[axis] += 0.5 * (before + after) * step
            now += step
        stretch = 1.0 / max(1.0 - place[2] / eye[2], 0.2)
        u = eye[0] + (place[0] - eye[0]) * stretch
        v = eye[1] + (place[1] - eye[1]) * stretch
        depth = inverse[2, 0] * u + inverse[2, 1] * v + inverse[2, 2]
        if depth <= 0:
            pixels[n] = np.nan
        else:
            pixels[n, 0] = (inverse[0, 0] * u + inverse[0, 1] * v + inverse[0, 2]) / depth
            pixels[n, 1] = (inverse[1, 0] * u + inverse[1, 1] * v + inverse[1, 2]) / depth
    return pixels
