"""The still picture of a tower: painted once a scene, from far to near, so that what is in front covers the rest."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from .geometry import IN_FRONT, SKY, WALL, Building, Pinhole, depth_code
from .scene import Light

type Points = NDArray[np.float64]

# cv2 takes polygons in 1/16 px.
_SHIFT: Final = 4
_UNIT: Final = 1 << _SHIFT


@dataclass(frozen=True, slots=True)
class Surfaces:
    """How light the things are, as a camera shows them: wall, window, lit window, slab, balcony front, sky, tree."""

    wall: float
    window: float
    lit: tuple[float, float]
    slab: float
    front: float
    sky: float
    tree: float
    lit_share: float


@dataclass(frozen=True, slots=True)
class Pane:
    """A window: the box it is in (top, bottom, left, right, px), which of those pixels are its own, if it is lit."""

    box: tuple[int, int, int, int]
    own: NDArray[np.bool_]
    lit: bool


@dataclass(frozen=True, slots=True)
class Painting:
    """The still luma (h, w) uint8, the depth codes (h, w) uint8 and the windows."""

    luma: NDArray[np.uint8]
    depth: NDArray[np.uint8]
    panes: tuple[Pane, ...]
    surfaces: Surfaces
    crowns: tuple[tuple[float, float, float], ...]


def surfaces_of(light: Light, rng: np.random.Generator) -> Surfaces:
    """Draw how light things are by this light."""
    if light == "day":
        wall = float(rng.uniform(115, 185))
        return Surfaces(
            wall, float(rng.uniform(40, 85)), (100, 170), wall * 0.45, wall * float(rng.uniform(0.85, 1.1)),
            float(rng.uniform(190, 240)), float(rng.uniform(45, 75)), 0.1,
        )  # fmt: skip
    wall = float(rng.uniform(34, 62) if light == "night" else rng.uniform(50, 85))
    return Surfaces(wall, wall * 0.4, (140, 235), wall * 0.5, wall, float(rng.uniform(8, 18)), wall * 0.5, 0.3)


def brightness(light: Light, building: Building, v: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Return how strongly things at the height v (m) are lit, 1 being the surfaces' own luma."""
    part = np.clip(np.asarray(v, dtype=np.float64) / building.height_m, 0.0, 1.2)
    if light == "day":
        return 1.0 - 0.08 * part
    return 1.25 - 0.6 * part if light == "night" else 1.5 - 0.95 * part


def paint(building: Building, camera: Pinhole, light: Light, rng: np.random.Generator, look: Surfaces) -> Painting:
    """Paint the tower. `rng` decides windows, lights and trees; call it with the same state for another light."""
    width, height = camera.size
    luma = np.full((height, width), look.sky, dtype=np.float32)
    depth = np.full((height, width), SKY, dtype=np.uint8)
    names = np.zeros((height, width), dtype=np.int16)
    brush = _Brush(camera, luma, depth, names)
    high, wide = building.height_m, building.width_m
    # The building beside it stands further back; the yard is below.
    brush.quad((-60.0, wide + 60.0), (-20.0, high * float(rng.uniform(0.2, 0.45))), -18.0, look.wall * 0.8, WALL)
    for part in range(12):
        low, top = high * part / 12, high * (part + 1) / 12
        tone = look.wall * float(brightness(light, building, (low + top) / 2))
        brush.quad((0.0, wide), (low - (3.0 if part == 0 else 0.0), top), 0.0, tone, WALL)
    lit = _floors(brush, building, light, rng, look)
    texture = _texture(rng, (height, width))
    luma *= np.where(depth > SKY, texture, 1.0).astype(np.float32)
    crowns = _trees(brush, building, light, rng, look)
    still = cv2.GaussianBlur(np.clip(luma, 0, 255), (0, 0), 0.65)
    panes = _panes(names, lit)
    return Painting(np.ascontiguousarray(still + 0.5).astype(np.uint8), depth, panes, look, crowns)


class _Brush:
    def __init__(
        self, camera: Pinhole, luma: NDArray[np.float32], depth: NDArray[np.uint8], names: NDArray[np.int16]
    ) -> None:
        self.camera, self.luma, self.depth, self.names = camera, luma, depth, names

    def quad(
        self, u: tuple[float, float], v: tuple[float, float], z: float, tone: float, code: float, name: int = 0
    ) -> None:
        """Paint a rectangle that stands parallel to the wall."""
        corners = np.array([(u[0], v[0], z), (u[1], v[0], z), (u[1], v[1], z), (u[0], v[1], z)])
        self.polygon(corners, tone, code, name)

    def slab(self, u: tuple[float, float], v: float, out: float, tone: float, code: float) -> None:
        """Paint the underside of a slab that lies at the height v and reaches `out` m from the wall."""
        self.polygon(np.array([(u[0], v, 0.0), (u[1], v, 0.0), (u[1], v, out), (u[0], v, out)]), tone, code)

    def polygon(self, corners: Points, tone: float, code: float, name: int = 0) -> None:
        """Paint a polygon of (n, 3) points in m; what is behind the camera is left out."""
        seen = self.camera.project(corners)
        if np.any(seen[:, 2] < 1.0):
            return
        limit = 8 * max(self.camera.size)
        points = (np.clip(seen[:, :2], -limit, limit) * _UNIT).astype(np.int32)
        cv2.fillPoly(self.luma, [points], float(tone), cv2.LINE_8, _SHIFT)
        cv2.fillPoly(self.depth, [points], float(int(code)), cv2.LINE_8, _SHIFT)
        cv2.fillPoly(self.names, [points], float(name), cv2.LINE_8, _SHIFT)


def _floors(
    brush: _Brush, building: Building, light: Light, rng: np.random.Generator, look: Surfaces
) -> dict[int, bool]:
    """Paint windows and balconies, the highest floor (the furthest) first; return which windows are lit."""
    lit: dict[int, bool] = {}
    balcony_share = float(rng.uniform(0.45, 0.62))
    sills = rng.uniform(0.8, 1.0, building.units)
    chances = rng.random((building.floors, building.units, 2))
    tones = rng.uniform(0.0, 1.0, (building.floors, building.units, 2))
    for floor in reversed(range(building.floors)):
        low = floor * building.floor_m
        shine = float(brightness(light, building, low))
        for unit in range(building.units):
            left = unit * building.unit_m
            between = left + building.unit_m * balcony_share
            openings = (
                (left + 0.35, between - 0.15, low + 0.15, low + building.floor_m - 0.35),
                (between + 0.4, left + building.unit_m - 0.45, low + sills[unit], low + building.floor_m - 0.45),
            )
            for side, (u0, u1, v0, v1) in enumerate(openings):
                name = 1 + (floor * building.units + unit) * 2 + side
                lit[name] = bool(chances[floor, unit, side] < look.lit_share)
                tone = look.lit[0] + (look.lit[1] - look.lit[0]) * tones[floor, unit, side]
                dark = look.window * (0.75 + 0.5 * tones[floor, unit, side])
                brush.quad((u0, u1), (v0, v1), 0.0, tone if lit[name] else dark, WALL, name)
                brush.quad(((u0 + u1) / 2 - 0.04, (u0 + u1) / 2 + 0.04), (v0, v1), 0.0, look.wall * shine * 0.8, WALL)
            code = depth_code(building.balcony_m)
            ends = (left + 0.15, between)
            brush.slab(ends, low, building.balcony_m, look.slab * shine, WALL)
            brush.quad(ends, (low - 0.12, low + 1.05), building.balcony_m, look.front * shine, code)
            brush.quad(ends, (low + 1.05, low + 1.12), building.balcony_m, look.front * shine * 0.7, code)
        # An air conditioner stands on the wall.
        for unit in range(building.units):
            left = (unit + 1) * building.unit_m - 0.42
            brush.quad((left, left + 0.36), (low + 0.3, low + 0.9), 0.35, look.front * shine * 1.12, depth_code(0.35))
    return lit


def _texture(rng: np.random.Generator, shape: tuple[int, int]) -> NDArray[np.float32]:
    """Return a gain (h, w) around 1: stains and unevenness of several sizes."""
    gain = np.ones(shape, dtype=np.float32)
    for cells, share in ((6, 0.06), (40, 0.03), (220, 0.025)):
        coarse = rng.standard_normal((cells, cells * 2)).astype(np.float32)
        gain += share * cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_CUBIC)
    return gain


def _trees(
    brush: _Brush, building: Building, light: Light, rng: np.random.Generator, look: Surfaces
) -> tuple[tuple[float, float, float], ...]:
    """Paint crowns in front of the lowest floors; return their middles and radii (px)."""
    crowns: list[tuple[float, float, float]] = []
    shine = float(brightness(light, building, 5.0))
    for _ in range(int(rng.integers(0, 4))):
        away = brush.camera.place[2] * float(rng.uniform(0.25, 0.6))
        middle = np.array([[rng.uniform(-0.1, 1.1) * building.width_m, rng.uniform(3.0, 8.0), away]])
        x, y, distance = brush.camera.project(middle)[0]
        if distance < 1.0:
            continue
        radius = float(rng.uniform(1.2, 2.6)) * brush.camera.focal_px / distance
        crowns.append((float(x), float(y), radius))
        for _ in range(260):
            angle, out = rng.uniform(0, 2 * np.pi), radius * np.sqrt(rng.random())
            at = (int(x + out * np.cos(angle)), int(y + out * np.sin(angle)))
            tone = look.tree * shine * float(rng.uniform(0.6, 1.5))
            size = max(1, int(radius * rng.uniform(0.04, 0.11)))
            cv2.circle(brush.luma, at, size, tone, -1)
            cv2.circle(brush.depth, at, size, float(IN_FRONT), -1)
            cv2.circle(brush.names, at, size, 0.0, -1)
    return tuple(crowns)


def _panes(names: NDArray[np.int16], lit: dict[int, bool]) -> tuple[Pane, ...]:
    """Find each window's pixels: those that nothing in front of it covers."""
    rows, columns = np.nonzero(names)
    owners = names[rows, columns]
    order = np.argsort(owners, kind="stable")
    rows, columns, owners = rows[order], columns[order], owners[order]
    panes: list[Pane] = []
    starts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]]) if owners.size else np.empty(0, dtype=np.intp)
    for start, end in zip(starts, np.r_[starts[1:], owners.size], strict=True):
        ys, xs = rows[start:end], columns[start:end]
        box = (int(ys.min()), int(ys.max()) + 1, int(xs.min()), int(xs.max()) + 1)
        own = np.zeros((box[1] - box[0], box[3] - box[2]), dtype=np.bool_)
        own[ys - box[0], xs - box[2]] = True
        panes.append(Pane(box, own, lit[int(owners[start])]))
    return tuple(panes)
