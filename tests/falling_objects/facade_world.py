"""A camera before upright walls, by a way of its own: points in the world, turned and divided, no homography."""

import math
from dataclasses import dataclass

import numpy as np
from falling_objects.marks import EdgeMark, FloorMark, Marks, PlaneMarks, UnitNames
from falling_objects.model import Fall, FallKind, FallState, TrackPoint
from numpy.typing import ArrayLike, NDArray

type Floats = NDArray[np.float64]
FLOOR_M = 2.9


@dataclass(frozen=True)
class Wall:
    """An upright wall: where its left foot is (m, right of and beyond the camera), its turn (rad) and its width (m)."""

    east: float
    north: float
    turn: float
    width: float


@dataclass(frozen=True)
class Eye:
    """A camera at `height` m above the foot, tilted up by `pitch` rad; `focal` in picture widths."""

    size: tuple[int, int]
    height: float
    pitch: float
    roll: float
    focal: float

    def see(self, wall: Wall, u: ArrayLike, v: ArrayLike, off: ArrayLike = 0.0) -> tuple[Floats, Floats]:
        """Return px of points on a wall, or `off` m in front of it."""
        us, vs, offs = (np.asarray(values, np.float64) for values in (u, v, off))
        east = wall.east + us * math.cos(wall.turn) + offs * math.sin(wall.turn)
        north = wall.north + us * math.sin(wall.turn) - offs * math.cos(wall.turn)
        up = vs - self.height
        ahead = north * math.cos(self.pitch) + up * math.sin(self.pitch)
        high = up * math.cos(self.pitch) - north * math.sin(self.pitch)
        right = east * math.cos(self.roll) - high * math.sin(self.roll)
        high = high * math.cos(self.roll) + east * math.sin(self.roll)
        width, height = self.size
        return width / 2 + self.focal * width * right / ahead, height / 2 - self.focal * width * high / ahead


def eye_before(floors: int, away: float, size: tuple[int, int] = (1440, 1920), focal: float = 0.75) -> Eye:
    """Return a camera that looks at the middle of a wall `away` m off."""
    top = floors * FLOOR_M - 2.5
    return Eye(size, 2.5, math.atan2(top, away) / 2, 0.01, focal)


def marks_of(
    eye: Eye,
    walls: tuple[Wall, ...],
    floors: tuple[int, int],
    *,
    units: int = 4,
    lines: tuple[int, ...] = (),
    measured: bool = False,
    rng: np.random.Generator | None = None,
    error_px: float = 0.0,
) -> Marks:
    """Mark walls between two floors (both included); each mark lies `error_px` beside its place, in any direction."""
    lowest, highest = floors
    low, high = (lowest - 1) * FLOOR_M, highest * FLOOR_M

    def mark(wall: Wall, u: float, v: float) -> tuple[float, float]:
        x, y = eye.see(wall, u, v)
        way = rng.uniform(0, 2 * math.pi) if rng is not None else 0.0
        return float(x) + error_px * math.cos(way), float(y) + error_px * math.sin(way)

    def plane(number: int, wall: Wall) -> PlaneMarks:
        wide = wall.width
        return PlaneMarks(
            id=number,
            corners=(mark(wall, 0, low), mark(wall, wide, low), mark(wall, wide, high), mark(wall, 0, high)),
            lowest=lowest,
            highest=highest,
            width_m=wide if measured else None,
            floors=tuple(
                FloorMark(floor, *mark(wall, wide * (0.3 if floor % 2 else 0.7), (floor - 1) * FLOOR_M))
                for floor in lines
            ),
            edges=tuple(EdgeMark(n, *mark(wall, wide * n / units, low + 2 * FLOOR_M)) for n in range(1, units)),
            units=tuple(UnitNames(f"{n + 1:02d}", "3", "1", "{floor}{name}") for n in range(units)),
        )

    planes = tuple(plane(n, wall) for n, wall in enumerate(walls))
    return Marks(eye.size, highest, FLOOR_M, FLOOR_M, planes)


def flight(
    start: tuple[float, float, float], speed: tuple[float, float, float], terminal: float, times: Floats
) -> Floats:
    """Return (n, 3) u, v, off (m) at times (s) after the release, by small steps of quadratic drag."""
    (u, v, off), (across, up, out) = start, speed
    step, now = 0.001, 0.0
    rows = []
    for at in times:
        while now < at:
            kept = 1 - step * 9.81 / terminal**2 * math.sqrt(across**2 + up**2 + out**2)
            across, up, out = across * kept, up * kept - step * 9.81, out * kept
            u, v, off = u + step * across, v + step * up, off + step * out
            now += step
        rows.append((u, v, off))
    return np.array(rows)


def fall_seen(
    eye: Eye,
    wall: Wall,
    path: Floats,
    times: Floats,
    *,
    rng: np.random.Generator,
    noise_px: float = 0.8,
    kind: FallKind = FallKind.FALLING,
) -> Fall:
    """Return the fall as a tracker reports it; its top is not to be trusted by whoever traces it."""
    x, y = eye.see(wall, path[:, 0], path[:, 1], path[:, 2])
    x, y = x + rng.normal(0, noise_px, x.shape), y + rng.normal(0, noise_px, y.shape)
    points = tuple(
        TrackPoint(float(t), float(a), float(b), 9.0, seen=True) for t, a, b in zip(times, x, y, strict=True)
    )
    return Fall(
        id=1,
        kind=kind,
        state=FallState.ENDED,
        confidence=0.9,
        started_at=points[0].at,
        updated_at=points[-1].at,
        points=points,
        plane=0,
        top=(float(path[0, 0]), float(path[0, 1])),
        speed_mps=9.0,
        fall_m=20.0,
        size_m=0.2,
    )
