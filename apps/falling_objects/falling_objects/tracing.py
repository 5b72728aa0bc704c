"""From a fall to the homes that it may have come from, with probabilities that mean what they say. Never one name."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import log_ndtr, ndtri

from .flight import fit_release
from .model import Fall, FallKind, StartEstimate
from .optics import Facade, Floats, to_metres
from .pose import camera_of

# What the fit's own deviations are multiplied by, across and up; found on the development scenes of simulators/facade,
# and shown by the reliability on the hold-out (scripts/bench facade).
_INFLATION: Final = {FallKind.FALLING: (0.8, 0.8), FallKind.FLUTTERING: (1.8, 0.9)}
# Nothing is known better than this, m: the marks of the calibration are a finger's.
_LEAST_SD: Final = 0.15
# The share of starts that are far from where they seem, and how far, in deviations.
_STRAY_SHARE, _STRAY = 0.04, 4.0
# What flutters falls at the same speed from the first second on: nothing tells whether it was seen from its start. So
# often it was not, and then it began so much higher on average, m.
_UNSEEN: Final = {FallKind.FALLING: 0.0, FallKind.FLUTTERING: 0.12}
_UNSEEN_M: Final = 10.0
# What comes from no home at all, such as from the roof or thrown up from the ground.
_ELSEWHERE: Final = 0.01
_MOST: Final = 0.99
_GRID: Final = 96
_LIMIT: Final = 12
# Over a rail (1.1 m, GB 50352) or a sill (0.9 m, GB 50096): so high above the floor (m) things are let go.
_HAND_M, _HAND_SD, _ANY_HEIGHT = 1.35, 0.45, 0.1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A home, or a column's floor where nobody has said what the homes are called, that a thing may have come from."""

    building: str
    unit: str
    floor: int
    floor_name: str
    home: str | None
    probability: float
    name: str = ""


def start_of(fall: Fall, facade: Facade) -> StartEstimate:
    """Return where a fall began, with deviations in m. With fewer than three points: where it was first seen."""
    plane = facade.plane(fall.plane)
    try:
        release = fit_release(fall.points, plane, camera_of(plane, facade.camera_size), fall.kind)
    except ValueError:
        return StartEstimate(fall.plane, fall.top[0], fall.top[1], 1.5, 4.0, 0.0)
    across, up = _INFLATION[fall.kind]
    su = max(_LEAST_SD, math.sqrt(release.covariance[0, 0]) * across)
    sv = max(_LEAST_SD, math.sqrt(release.covariance[1, 1]) * up)
    both = math.sqrt(release.covariance[0, 0] * release.covariance[1, 1])
    rho = float(np.clip(release.covariance[0, 1] / both, -0.95, 0.95)) if both else 0.0
    return StartEstimate(fall.plane, release.place[0], release.place[1], su, sv, rho, _UNSEEN[fall.kind])


def candidates(start: StartEstimate, facade: Facade, limit: int = _LIMIT) -> tuple[Candidate, ...]:
    """Return the likeliest homes, likeliest first; what is missing to 1 came from elsewhere.

    At least two where the facade has two; none is ever surer than 0.99.
    """
    planes, u, v, weights = _cloud(start, facade)
    floors = facade.floor_of(v)
    inside = (floors >= 1) & (floors <= facade.floors.count)
    heights = np.asarray(facade.floors.heights)
    above = v - heights[np.clip(floors, 1, facade.floors.count) - 1]
    weights = weights * (_ANY_HEIGHT + np.exp(-0.5 * ((above - _HAND_M) / _HAND_SD) ** 2))
    weights /= weights.sum()
    shares: list[tuple[float, int, int]] = []
    for column, unit in enumerate(facade.units):
        there = inside & (planes == unit.plane) & (u >= unit.u0) & (u < unit.u1)
        by_floor = np.bincount(floors[there], weights[there], minlength=facade.floors.count + 1)
        shares += [(float(share), column, floor) for floor, share in enumerate(by_floor) if floor and share > 0]
    shares.sort(reverse=True)
    shares = _at_least_two(shares, facade)
    scale = min(1.0 - _ELSEWHERE, _MOST / shares[0][0]) if shares and shares[0][0] > 0 else 1.0
    return tuple(_candidate(facade, column, floor, share * scale) for share, column, floor in shares[:limit])


def likely_floors(found: tuple[Candidate, ...], share: float = 0.9) -> tuple[int, int] | None:
    """Return the lowest and highest floor of the likeliest candidates that together hold this share of theirs."""
    total, kept = sum(candidate.probability for candidate in found), 0.0
    floors: list[int] = []
    for candidate in found:
        if floors and kept >= share * total:
            break
        floors.append(candidate.floor)
        kept += candidate.probability
    return (min(floors), max(floors)) if floors else None


def _candidate(facade: Facade, column: int, floor: int, probability: float) -> Candidate:
    unit, name = facade.units[column], facade.floors.name(floor)
    return Candidate(unit.building, unit.unit, floor, name, unit.home_on(name), probability, unit.name)


def _at_least_two(shares: list[tuple[float, int, int]], facade: Facade) -> list[tuple[float, int, int]]:
    """Add the neighbour above or below, with no probability, to a single one."""
    if len(shares) == 1:
        share, column, floor = shares[0]
        other = floor + 1 if floor < facade.floors.count else floor - 1
        return [(share, column, floor), (0.0, column, other)] if other >= 1 else shares
    return shares


def _cloud(start: StartEstimate, facade: Facade) -> tuple[np.ndarray, Floats, Floats, Floats]:
    """Return equally spread places of the estimate: plane ids, u, v and weights, each (3 × grid²,).

    What lies beyond the edge of its plane is on the plane that the camera sees there.
    """
    steps = ndtri((np.arange(_GRID) + 0.5) / _GRID)
    first, second = (axis.ravel() for axis in np.meshgrid(steps, steps))
    spread = np.repeat([1.0, _STRAY, 1.0], first.size)
    first, second = np.tile(first, 3) * spread, np.tile(second, 3) * spread
    seen = 1 - start.unseen
    share = np.repeat([seen * (1 - _STRAY_SHARE), seen * _STRAY_SHARE, start.unseen], _GRID * _GRID)
    u = start.u + start.su * first
    v = start.v + start.sv * (start.rho * first + math.sqrt(1 - start.rho**2) * second)
    # The last third lies above, the less often the higher.
    higher = v[2 * _GRID * _GRID :]
    higher[:] = start.v - _UNSEEN_M * log_ndtr(second[2 * _GRID * _GRID :])
    planes = np.full(u.size, start.plane)
    plane = facade.plane(start.plane)
    beyond = (u < 0) | (u > plane.width_m)
    if len(facade.planes) > 1 and beyond.any():
        x, y = plane.to_pixels(u[beyond], v[beyond])
        ids, other_u, other_v = to_metres(facade, x, y)
        # Only where the camera does see another plane: past the building's own edge there is none.
        held = np.any([other.contains(x, y) for other in facade.planes], axis=0)
        planes[beyond] = np.where(held, ids, start.plane)
        u[beyond], v[beyond] = np.where(held, other_u, u[beyond]), np.where(held, other_v, v[beyond])
    return planes, u, v, share
