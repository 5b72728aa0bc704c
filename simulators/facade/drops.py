"""What falls: which thing it is, from where, its way through the air, and where the camera has it in each picture."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .geometry import Building, Pinhole, depth_code
from .kernels import ANGLE, BODY, BOX, DEPTH, HALF_A, HALF_B, LUMA, MARK_COLUMNS, SHAPE, X0, X1, Y0, Y1, fall
from .painting import Painting
from .scene import AREA_PX2, DropPlan, Size

_STEP: Final = 0.002
_LONGEST_S: Final = 60.0
# A thing of a home: no smaller than a cigarette packet's edge, no larger than a chair.
_SMALLEST_M, _LARGEST_M = 0.02, 0.8
_ATTEMPTS: Final = 200
_HIGHEST_MISSED: Final = 6
# Steps of luma between a thing and what is behind it below which a picture does not show it: half of the least noise
# that a pixel has by night, and what is left of white before a white sky.
_LEAST_SHOWN: Final = 2.0
_WHITE: Final = 255.0


@dataclass(frozen=True, slots=True)
class DropPoint:
    """Where the thing is in one picture: the frame's time, px, its silhouette (px²), and whether the picture shows it.

    It does not where something stands before it, and where the thing is as bright as what is behind it: white before a
    white sky.
    """

    at: float
    x: float
    y: float
    area: float
    visible: bool


@dataclass(frozen=True, slots=True)
class Drop:
    """The truth of one fall. `floor` counts from 1, `unit` is the column's index from 0, u and v are its start in m.

    `kind` is "falling" or "fluttering", `size` the class it was drawn for, `size_px2` the median area of its silhouette
    while it can be seen, `metres` how far it falls while it can be seen, `two_floors_at` when it is two floors below
    its start, s.
    """

    id: int
    kind: str
    size: str
    release_at: float
    floor: int
    unit: int
    u: float
    v: float
    off_m: float
    size_px2: float
    radius_m: float
    contrast: float
    metres: float
    two_floors_at: float | None
    points: tuple[DropPoint, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return what JSON can hold."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Body:
    """A thing on its way: `path` is (n, 3) m, one row each 2 ms from `release_at` on."""

    plan: DropPlan
    path: NDArray[np.float64]
    half: tuple[float, float]
    spin: float
    box: bool
    reflects: float
    floor: int
    unit: int

    @property
    def release_at(self) -> float:
        """Return when it is let go, s."""
        return self.plan.at

    @property
    def ends_at(self) -> float:
        """Return when it lies on the ground, s."""
        return self.plan.at + (len(self.path) - 1) * _STEP

    def where(self, at: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (n, 3) m at these times (s), held at both ends."""
        place = np.clip((at - self.plan.at) / _STEP, 0, len(self.path) - 1.001)
        low = place.astype(np.intp)
        part = (place - low)[:, None]
        return self.path[low] * (1 - part) + self.path[low + 1] * part

    def reaches(self, v: float) -> float | None:
        """Return when it is first as low as v (m), s; None if it never is."""
        low = np.flatnonzero(self.path[:, 1] <= v)
        return self.plan.at + float(low[0]) * _STEP if low.size else None

    def halves_px(self, camera: Pinhole, away: float, at: float) -> tuple[float, float]:
        """Return its half axes in px at a distance; what flutters turns, and so looks narrow at times."""
        a, b = self.half[0] * camera.focal_px / away, self.half[1] * camera.focal_px / away
        turned = 0.35 + 0.65 * abs(np.cos(self.spin * 0.7 * (at - self.plan.at))) if self.box else 1.0
        return a, b * turned

    def luma(self, shine: float) -> float:
        """Return how bright it is, in luma steps, where it is lit so strongly."""
        return min(250.0, self.reflects * shine)

    def mark(self, camera: Pinhole, opens: float, shutter: float, shine: float) -> NDArray[np.float32] | None:
        """Return its row for a picture whose shutter opens at `opens` for `shutter` s; None when it is not there."""
        if opens + shutter < self.release_at or opens > self.ends_at:
            return None
        ends = camera.project(self.where(np.array([opens, opens + shutter])))
        if ends[:, 2].min() < 1.0:
            return None
        row = np.zeros(MARK_COLUMNS, dtype=np.float32)
        row[[X0, Y0]], row[[X1, Y1]] = ends[0, :2], ends[1, :2]
        middle = opens + shutter / 2
        row[HALF_A], row[HALF_B] = self.halves_px(camera, float(ends[:, 2].mean()), middle)
        row[ANGLE] = self.spin * (middle - self.release_at)
        row[SHAPE] = BOX if self.box else BODY
        row[LUMA] = self.luma(shine)
        row[9] = 1.0
        row[DEPTH] = depth_code(float(self.where(np.array([middle]))[0, 2]))
        return row


def let_fall(plan: DropPlan, building: Building, camera: Pinhole, wall: float, rng: np.random.Generator) -> Body:
    """Choose a home, a thing of the size asked for, and how it leaves; raises ValueError if nothing fits."""
    for _ in range(_ATTEMPTS):
        body = _try(plan, building, camera, wall, rng)
        if body is not None:
            return body
    message = f"no {plan.size} thing fits this camera"
    raise ValueError(message)


def _try(plan: DropPlan, building: Building, camera: Pinhole, wall: float, rng: np.random.Generator) -> Body | None:
    flutters = plan.size is Size.FLUTTER
    floor = int(rng.integers(_HIGHEST_MISSED, building.floors)) + 1
    unit = int(rng.integers(0, building.units))
    start = np.array(
        [
            (unit + rng.uniform(0.08, 0.92)) * building.unit_m,
            (floor - 1) * building.floor_m + rng.uniform(1.0, 1.6),
            building.balcony_m + rng.uniform(0.1, 0.5),
        ]
    )
    speed = np.array([rng.normal(0, 0.25), rng.normal(0, 0.2), abs(rng.normal(0.2, 0.2))])
    if plan.thrown:
        speed = np.array([rng.normal(0, 1.2), rng.uniform(-0.5, 2.0), rng.uniform(1.0, 4.5)])
    if flutters:
        terminal = float(rng.uniform(1.0, 3.0))
        sway = np.array([
            rng.normal(0, 0.35), rng.normal(0.1, 0.15), rng.uniform(0.2, 0.9), rng.uniform(0.3, 0.9),
            rng.uniform(0, 2 * np.pi), rng.uniform(0.1, 0.35),
        ])  # fmt: skip
        half = rng.uniform(0.12, 0.4)
        halves, spin = (float(half), float(half * rng.uniform(0.5, 1.0))), float(rng.uniform(0.8, 4.0))
    else:
        terminal = float(rng.uniform(18.0, 60.0))
        sway = np.array([rng.normal(0, 0.5), rng.normal(0, 0.3), 0.0, 0.0, 0.0, 0.0])
        halves, spin = (1.0, float(rng.uniform(0.55, 1.0))), float(rng.uniform(0.0, 25.0))
    rows = np.empty((int(_LONGEST_S / _STEP), 3))
    path = rows[: fall(start, speed, terminal, sway, _STEP, rows)].copy()
    # It must not leave the facade's width, nor come near the camera.
    if path[:, 0].min() < 0 or path[:, 0].max() > building.width_m or path[:, 2].max() > camera.place[2] * 0.45:
        return None
    if not flutters:
        halves = _sized(plan.size, path, halves, camera, rng)
        if not _SMALLEST_M <= 2 * halves[1] <= 2 * halves[0] <= _LARGEST_M:
            return None
    # Nothing of the wall's own grey: that nobody sees.
    reflects = float(rng.uniform(0.12, 1.75))
    while abs(reflects - 1) < 0.22:  # noqa: PLR2004 - a share of the wall's luma
        reflects = float(rng.uniform(0.12, 1.75))
    return Body(plan, path, halves, spin, flutters, reflects * wall, floor, unit)


def _sized(
    size: Size, path: NDArray[np.float64], halves: tuple[float, float], camera: Pinhole, rng: np.random.Generator
) -> tuple[float, float]:
    """Return the half axes (m) that make the median silhouette along the path as large as the class asks for."""
    low, high = AREA_PX2[size]
    wanted = float(np.exp(rng.uniform(np.log(low), np.log(high))))
    seen = camera.project(path[::20])
    inside = _inside(camera, seen)
    if not inside.any():
        return 0.0, 0.0
    area_a_metre = np.median((camera.focal_px / seen[inside, 2]) ** 2) * np.pi * halves[0] * halves[1]
    scale = float(np.sqrt(wanted / area_a_metre))
    return halves[0] * scale, halves[1] * scale


def _inside(camera: Pinhole, seen: NDArray[np.float64]) -> NDArray[np.bool_]:
    width, height = camera.size
    return (
        (seen[:, 2] > 1.0) & (seen[:, 0] >= 0) & (seen[:, 0] < width - 0.5) & (seen[:, 1] >= 0)
        & (seen[:, 1] < height - 0.5)
    )  # fmt: skip


def truth_of(  # noqa: PLR0913, PLR0917 - a body, seen by a camera over a picture, at times
    number: int,
    body: Body,
    camera: Pinhole,
    painting: Painting,
    wall: float,
    floor_m: float,
    opens: NDArray[np.float64],
    stamps: NDArray[np.float64],
    shutter: float,
    lit: Callable[[float], tuple[float, float]],
) -> Drop:
    """Return the truth about a body: `opens` (n,) is when each frame's first row is exposed, `stamps` its time.

    The rolling shutter must already be in `opens`: see picture.py. `lit` tells of a time (s) how strongly the body is
    lit where it is, and the camera's gain.
    """
    there = (opens + shutter > body.release_at) & (opens < body.ends_at)
    middles = opens[there] + shutter / 2
    places = body.where(middles)
    seen = camera.project(places)
    inside = _inside(camera, seen)
    points: list[DropPoint] = []
    for at, middle, place, (x, y, away), fits in zip(stamps[there], middles, places, seen, inside, strict=True):
        a, b = body.halves_px(camera, away, middle)
        shows = bool(fits and painting.depth[round(y), round(x)] <= depth_code(place[2]))
        if shows:
            shine, gain = lit(float(at))
            thing, behind = (
                min(_WHITE, gain * luma) for luma in (body.luma(shine), float(painting.luma[round(y), round(x)]))
            )
            shows = abs(thing - behind) >= _LEAST_SHOWN
        area = float(a * b) * (4.0 if body.box else np.pi)
        points.append(DropPoint(float(at), float(x), float(y), area, shows))
    areas = [point.area for point in points if point.visible]
    # Its ways down from one picture to the next, of those that both show it.
    ways = [
        before - after
        for (before, after), (first, last) in zip(pairwise(places[:, 1]), pairwise(points), strict=True)
        if first.visible and last.visible
    ]
    start = body.path[0]
    return Drop(
        id=number,
        kind="fluttering" if body.box else "falling",
        size=body.plan.size.value,
        release_at=body.release_at,
        floor=body.floor,
        unit=body.unit,
        u=float(start[0]),
        v=float(start[1]),
        off_m=float(start[2]),
        size_px2=float(np.median(areas)) if areas else 0.0,
        radius_m=body.half[0],
        contrast=body.reflects - wall,
        metres=float(sum(way for way in ways if way > 0)),
        two_floors_at=body.reaches(float(start[1]) - 2 * floor_m),
        points=tuple(points),
    )
