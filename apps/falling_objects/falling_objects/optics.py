"""Where a pixel is on a facade: planes in metres, floors and units on them.

Metres on a plane: `u` to the right from its left edge, `v` up from the foot of the building. `v` is the same height on
all planes of a facade; each plane has its own `u`. Pixels are of the picture at full size, `x` right and `y` down.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checked import UnreadableError, listed, mapping, number, pair, text, triple, whole

VERSION: Final = 1
MAX_PLANES: Final = 16
MAX_FLOORS: Final = 200
MAX_UNITS: Final = 200
MAX_OUTLINE: Final = 64
_SINGULAR: Final = 1e14

type Floats = NDArray[np.float64]
type Pixel = tuple[float, float]


def transform(homography: Floats, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """Map points by a homography (3, 3); points of any one shape. Beyond its horizon the answer is NaN."""
    xs, ys = np.asarray(x, np.float64), np.asarray(y, np.float64)
    h = homography
    depth = h[2, 0] * xs + h[2, 1] * ys + h[2, 2]
    with np.errstate(divide="ignore", invalid="ignore"):
        depth = np.where(depth > 0, depth, np.nan)
        return (
            (h[0, 0] * xs + h[0, 1] * ys + h[0, 2]) / depth,
            (h[1, 0] * xs + h[1, 1] * ys + h[1, 2]) / depth,
        )


@dataclass(frozen=True, slots=True)
class FloorGrid:
    """The floors of a building: `heights` are each floor's lower edge and, last, the top, in metres, rising.

    `names` are what people call the floors, as many as there are floors; where empty they are called by their number.
    """

    heights: tuple[float, ...]
    names: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many floors there are."""
        return len(self.heights) - 1

    @property
    def top(self) -> float:
        """The upper edge of the highest floor, m."""
        return self.heights[-1]

    @property
    def height(self) -> float:
        """The mean height of a floor, m."""
        return (self.heights[-1] - self.heights[0]) / self.count

    def of(self, v: ArrayLike) -> NDArray[np.intp]:
        """Return the floor at each height (any shape), from 1; 0 is below the lowest, `count` + 1 above the top."""
        return np.searchsorted(np.asarray(self.heights), np.asarray(v, np.float64), side="right")

    def edges_of(self, floor: int) -> tuple[float, float]:
        """Return the lower and upper edge of a floor (from 1), m."""
        return self.heights[floor - 1], self.heights[floor]

    def name(self, floor: int) -> str:
        """Return what people call a floor (from 1)."""
        return self.names[floor - 1] if self.names else f"{floor}"


@dataclass(frozen=True, slots=True)
class Unit:
    """A column of homes on a plane between `u0` and `u1` (m), such as all the homes 01 of unit 2 of building 3.

    `home` is how a home of it is called, with {building}, {unit}, {floor} and {name} in it; empty: not known.
    """

    name: str
    plane: int
    u0: float
    u1: float
    building: str = ""
    unit: str = ""
    home: str = ""

    def home_on(self, floor_name: str) -> str | None:
        """Return what the home of this column on a floor is called; None where nobody has said."""
        if not self.home:
            return None
        text = self.home
        for key, value in (
            ("building", self.building),
            ("unit", self.unit),
            ("floor", floor_name),
            ("name", self.name),
        ):
            text = text.replace(f"{{{key}}}", value)
        return text


@dataclass(frozen=True)
class Plane:
    """A flat part of a facade. `homography` (3, 3) maps homogeneous pixels to metres, whatever its scale and sign.

    `outline` is a polygon in px. `camera` is where the camera is, if known: u, v and its distance from the plane, m.
    """

    id: int
    homography: Floats
    outline: tuple[Pixel, ...]
    width_m: float
    height_m: float
    camera: tuple[float, float, float] | None = None

    def __post_init__(self) -> None:
        # The third row is positive in front of the camera; that is how what lies behind it is told.
        matrix = np.array(self.homography, np.float64)
        facing = -1.0 if matrix[2] @ np.array([*self._middle, 1.0]) < 0 else 1.0
        object.__setattr__(self, "homography", matrix * facing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plane) and self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash((self.id, self.outline))

    @cached_property
    def inverse(self) -> Floats:
        """From metres to pixels, (3, 3), positive in front of the camera."""
        inverse: Floats = np.asarray(np.linalg.inv(self.homography), np.float64)
        u, v, depth = self.homography @ np.array([*self._middle, 1.0])
        inverse *= np.sign(inverse[2] @ np.array([u / depth, v / depth, 1.0]))
        return inverse

    @cached_property
    def _middle(self) -> Floats:
        middle: Floats = np.asarray(self.outline, np.float64).mean(axis=0)
        return middle

    def to_metres(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
        """Return u, v (m) of pixels, of the same shape; NaN beyond the plane's horizon."""
        return transform(self.homography, x, y)

    def to_pixels(self, u: ArrayLike, v: ArrayLike) -> tuple[Floats, Floats]:
        """Return x, y (px) of points on the plane, of the same shape; NaN behind the camera."""
        return transform(self.inverse, u, v)

    def jacobian(self, x: float, y: float) -> Floats:
        """Return d(u, v) / d(x, y) at a pixel, (2, 2), metres a pixel."""
        h = self.homography
        row: Floats = h @ np.array([x, y, 1.0])
        u, v = row[0] / row[2], row[1] / row[2]
        jacobian: Floats = np.array(
            [
                [h[0, 0] - u * h[2, 0], h[0, 1] - u * h[2, 1]],
                [h[1, 0] - v * h[2, 0], h[1, 1] - v * h[2, 1]],
            ]
        )
        jacobian /= row[2]
        return jacobian

    def metres_per_pixel(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Return the side (m) of the square that a pixel covers on the plane, of the same shape, or NaN."""
        xs, ys = np.asarray(x, np.float64), np.asarray(y, np.float64)
        h = self.homography
        depth = h[2, 0] * xs + h[2, 1] * ys + h[2, 2]
        depth = np.where(depth > 0, depth, np.nan)
        # The area that a homography gives a pixel is det(H) / depth³.
        area: Floats = np.sqrt(np.abs(np.linalg.det(h) / depth**3))
        return area

    def contains(self, x: ArrayLike, y: ArrayLike) -> NDArray[np.bool_]:
        """Tell which pixels lie within the outline, of the same shape."""
        xs, ys = np.asarray(x, np.float64), np.asarray(y, np.float64)
        inside = np.zeros(np.broadcast(xs, ys).shape, np.bool_)
        for (ax, ay), (bx, by) in zip(self.outline, (*self.outline[1:], self.outline[0]), strict=True):
            if ay == by:
                continue
            inside ^= ((ay > ys) != (by > ys)) & (xs < (bx - ax) * (ys - ay) / (by - ay) + ax)
        return inside

    def distance_px(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Return how far (px) pixels lie outside of the outline, 0 within it, of the same shape."""
        xs, ys = np.asarray(x, np.float64), np.asarray(y, np.float64)
        nearest = np.full(np.broadcast(xs, ys).shape, np.inf)
        for (ax, ay), (bx, by) in zip(self.outline, (*self.outline[1:], self.outline[0]), strict=True):
            dx, dy = bx - ax, by - ay
            along = np.clip(((xs - ax) * dx + (ys - ay) * dy) / max(dx * dx + dy * dy, 1e-12), 0, 1)
            nearest = np.minimum(nearest, np.hypot(xs - ax - along * dx, ys - ay - along * dy))
        return np.where(self.contains(xs, ys), 0.0, nearest)

    def seen_from_camera(self, u: ArrayLike, v: ArrayLike, off: ArrayLike) -> tuple[Floats, Floats]:
        """Return where on the plane (u, v, m) a thing appears that is `off` metres in front of it, of the same shape.

        Without the camera's position it appears where it is.
        """
        us, vs, offs = np.asarray(u, np.float64), np.asarray(v, np.float64), np.asarray(off, np.float64)
        if self.camera is None:
            return us + 0 * offs, vs + 0 * offs
        cu, cv, distance = self.camera
        # Nearer than a fifth of the way to the camera nothing that falls from a facade is looked for.
        stretch = 1.0 / np.maximum(1.0 - offs / distance, 0.2)
        return cu + (us - cu) * stretch, cv + (vs - cv) * stretch

    def scaled(self, sx: float, sy: float) -> Self:
        """Return the plane as it is in a picture whose size is this one's times `sx`, `sy`."""
        return replace(
            self,
            homography=self.homography @ np.diag([1 / sx, 1 / sy, 1.0]),
            outline=tuple((x * sx, y * sy) for x, y in self.outline),
        )

    def as_dict(self) -> dict[str, object]:
        """Return what JSON can hold."""
        return {
            "id": self.id,
            "homography": [[float(value) for value in row] for row in self.homography],
            "outline": [list(point) for point in self.outline],
            "width_m": self.width_m,
            "height_m": self.height_m,
            "camera": None if self.camera is None else list(self.camera),
        }


@dataclass(frozen=True, slots=True)
class Facade:
    """What a camera sees of a building. `camera_size` is width, height of its picture in px."""

    camera_size: tuple[int, int]
    planes: tuple[Plane, ...]
    floors: FloorGrid
    units: tuple[Unit, ...] = field(default=())

    def plane(self, plane_id: int) -> Plane:
        """Return a plane by its id. Raises KeyError."""
        for plane in self.planes:
            if plane.id == plane_id:
                return plane
        raise KeyError(plane_id)

    def plane_at(self, x: ArrayLike, y: ArrayLike) -> NDArray[np.intp]:
        """Return the id of the plane at each pixel: the one whose outline holds it, else the nearest."""
        distances = np.stack([plane.distance_px(x, y) for plane in self.planes])
        ids: NDArray[np.intp] = np.array([plane.id for plane in self.planes], np.intp)[np.argmin(distances, axis=0)]
        return ids

    def floor_of(self, v: ArrayLike) -> NDArray[np.intp]:
        """Return the floor at each height in metres; see FloorGrid.of."""
        return self.floors.of(v)

    def unit_at(self, plane_id: int, u: float) -> Unit | None:
        """Return the unit at a place on a plane, if there is one."""
        return next((unit for unit in self.units if unit.plane == plane_id and unit.u0 <= u < unit.u1), None)

    def to_pixels(self, plane_id: int, u: ArrayLike, v: ArrayLike) -> tuple[Floats, Floats]:
        """Return x, y (px) of points of a plane, of the same shape. Raises KeyError."""
        return self.plane(plane_id).to_pixels(u, v)

    def scaled(self, width: int, height: int) -> Self:
        """Return the same facade in a picture of another size."""
        sx, sy = width / self.camera_size[0], height / self.camera_size[1]
        planes = tuple(plane.scaled(sx, sy) for plane in self.planes)
        return replace(self, camera_size=(width, height), planes=planes)

    @staticmethod
    def from_dict(data: object) -> Facade:
        """Read what `as_dict` wrote. Raises UnreadableError with the place and a reason for anything else."""
        return facade_from_dict(data)

    def as_dict(self) -> dict[str, object]:
        """Return what JSON can hold, with its version."""
        return {
            "version": VERSION,
            "camera_size": list(self.camera_size),
            "planes": [plane.as_dict() for plane in self.planes],
            "floors": {"heights": list(self.floors.heights), "names": list(self.floors.names)},
            "units": [
                {
                    "name": unit.name,
                    "plane": unit.plane,
                    "u0": unit.u0,
                    "u1": unit.u1,
                    "building": unit.building,
                    "unit": unit.unit,
                    "home": unit.home,
                }
                for unit in self.units
            ],
        }


def to_metres(facade: Facade, x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.intp], Floats, Floats]:
    """Return plane id, u, v (m) of pixels, each of the same shape; NaN where the plane has no answer."""
    ids = facade.plane_at(x, y)
    us, vs = np.full(ids.shape, np.nan), np.full(ids.shape, np.nan)
    for plane in facade.planes:
        u, v = plane.to_metres(x, y)
        us, vs = np.where(ids == plane.id, u, us), np.where(ids == plane.id, v, vs)
    return ids, us, vs


def metres_per_pixel(facade: Facade, x: ArrayLike, y: ArrayLike) -> Floats:
    """Return the side (m) of the square that a pixel covers on its plane, of the same shape."""
    ids = facade.plane_at(x, y)
    sides = np.full(ids.shape, np.nan)
    for plane in facade.planes:
        sides = np.where(ids == plane.id, plane.metres_per_pixel(x, y), sides)
    return sides


def facade_from_dict(data: object) -> Facade:
    """Read what Facade.as_dict wrote. Raises UnreadableError with the place and a reason for anything else."""
    top = mapping(data, "facade")
    if top.get("version") != VERSION:
        raise UnreadableError("version", "unknown_version")
    width, height = listed(top.get("camera_size"), "camera_size", 2, 2)
    size = (whole(width, "camera_size", 16, 16384), whole(height, "camera_size", 16, 16384))
    planes = tuple(
        _plane(mapping(item, f"planes[{n}]"), f"planes[{n}]")
        for n, item in enumerate(listed(top.get("planes"), "planes", 1, MAX_PLANES))
    )
    if len({plane.id for plane in planes}) < len(planes):
        raise UnreadableError("planes", "double_id")
    floors = _floors(mapping(top.get("floors"), "floors"))
    units = tuple(
        _unit(mapping(item, f"units[{n}]"), f"units[{n}]")
        for n, item in enumerate(listed(top.get("units"), "units", 0, MAX_UNITS))
    )
    for n, unit in enumerate(units):
        if unit.plane not in {plane.id for plane in planes}:
            raise UnreadableError(f"units[{n}].plane", "unknown_plane")
    return Facade(size, planes, floors, units)


def _plane(item: Mapping[str, object], where: str) -> Plane:
    rows = listed(item.get("homography"), f"{where}.homography", 3, 3)
    homography = np.array([triple(row, f"{where}.homography") for row in rows])
    # A matrix that is nearly singular maps a facade to a line.
    if not np.linalg.cond(homography) < _SINGULAR:
        raise UnreadableError(f"{where}.homography", "singular")
    points = listed(item.get("outline"), f"{where}.outline", 3, MAX_OUTLINE)
    camera = item.get("camera")
    position = None if camera is None else triple(camera, f"{where}.camera")
    if position is not None and position[2] <= 0:
        raise UnreadableError(f"{where}.camera", "out_of_range")
    return Plane(
        id=whole(item.get("id"), f"{where}.id", 0, MAX_PLANES - 1),
        homography=homography,
        outline=tuple(pair(point, f"{where}.outline") for point in points),
        width_m=number(item.get("width_m"), f"{where}.width_m", 0.1, 1000),
        height_m=number(item.get("height_m"), f"{where}.height_m", 0.1, 1000),
        camera=position,
    )


def _floors(item: Mapping[str, object]) -> FloorGrid:
    edges = listed(item.get("heights"), "floors.heights", 2, MAX_FLOORS + 1)
    heights = tuple(number(edge, "floors.heights", -100, 1000) for edge in edges)
    if any(upper <= lower for lower, upper in pairwise(heights)):
        raise UnreadableError("floors.heights", "not_rising")
    names = listed(item.get("names", []), "floors.names", 0, MAX_FLOORS)
    if len(names) not in {0, len(heights) - 1}:
        raise UnreadableError("floors.names", "not_one_for_each_floor")
    return FloorGrid(heights, tuple(text(name, "floors.names") for name in names))


def _unit(item: Mapping[str, object], where: str) -> Unit:
    u0, u1 = number(item.get("u0"), f"{where}.u0"), number(item.get("u1"), f"{where}.u1")
    if u1 <= u0:
        raise UnreadableError(where, "not_rising")
    return Unit(
        name=text(item.get("name"), f"{where}.name"),
        plane=whole(item.get("plane"), f"{where}.plane", 0, MAX_PLANES - 1),
        u0=u0,
        u1=u1,
        building=text(item.get("building", ""), f"{where}.building"),
        unit=text(item.get("unit", ""), f"{where}.unit"),
        home=text(item.get("home", ""), f"{where}.home"),
    )
