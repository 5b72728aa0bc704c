"""What a volunteer marks on the picture of a facade, and the file in which it is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from .checked import UnreadableError, listed, mapping, number, pair, text, whole
from .optics import MAX_FLOORS, MAX_PLANES, MAX_UNITS, Pixel

VERSION: Final = 1
MAX_MARKS: Final = 200


@dataclass(frozen=True, slots=True)
class FloorMark:
    """A point (px) on the lower edge of a floor (from 1); one above the highest floor means its upper edge."""

    floor: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class EdgeMark:
    """A point (px) on the edge to the right of a unit (from 1, counted from the left)."""

    after: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class UnitNames:
    """How the homes of a column are called; see optics.Unit."""

    name: str
    building: str = ""
    unit: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class PlaneMarks:
    """A flat part. `corners` (px) are lower left, lower right, upper right, upper left.

    The lower two lie on the lower edge of the floor `lowest`, the upper two on the upper edge of the floor `highest`.
    `width_m` None: not measured, so taken from the perspective.
    """

    id: int
    corners: tuple[Pixel, Pixel, Pixel, Pixel]
    lowest: int
    highest: int
    width_m: float | None
    floors: tuple[FloorMark, ...] = ()
    edges: tuple[EdgeMark, ...] = ()
    units: tuple[UnitNames, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks on a picture of `size` (width, height, px). Heights of floors in m.

    The ground floor may be higher than the others. `names` are what people call the floors; empty: their numbers.
    """

    size: tuple[int, int]
    floors: int
    floor_height_m: float
    ground_height_m: float
    planes: tuple[PlaneMarks, ...]
    names: tuple[str, ...] = ()

    @property
    def heights(self) -> tuple[float, ...]:
        """Each floor's lower edge and, last, the top, m."""
        above = (self.ground_height_m + n * self.floor_height_m for n in range(self.floors))
        return (0.0, *above)

    def as_dict(self) -> dict[str, object]:
        """Return what JSON can hold, with its version."""
        return {"version": VERSION, **asdict(self)}


def marks_from_dict(data: object) -> Marks:
    """Read what Marks.as_dict wrote or the page sent. Raises UnreadableError with the place and a reason."""
    top = mapping(data, "marks")
    if top.get("version") != VERSION:
        raise UnreadableError("version", "unknown_version")
    width, height = listed(top.get("size"), "size", 2, 2)
    floors = whole(top.get("floors"), "floors", 1, MAX_FLOORS)
    names = listed(top.get("names", []), "names", 0, MAX_FLOORS)
    if len(names) not in {0, floors}:
        raise UnreadableError("names", "not_one_for_each_floor")
    return Marks(
        size=(whole(width, "size", 16, 16384), whole(height, "size", 16, 16384)),
        floors=floors,
        floor_height_m=number(top.get("floor_height_m"), "floor_height_m", 2.0, 10.0),
        ground_height_m=number(top.get("ground_height_m"), "ground_height_m", 0.5, 20.0),
        planes=tuple(
            _plane(n, mapping(item, f"planes[{n}]"), floors)
            for n, item in enumerate(listed(top.get("planes"), "planes", 1, MAX_PLANES))
        ),
        names=tuple(text(name, "names", 8) for name in names),
    )


def _plane(plane_id: int, item: Mapping[str, object], floors: int) -> PlaneMarks:
    where = f"planes[{plane_id}]"
    lowest = whole(item.get("lowest"), f"{where}.lowest", 1, floors)
    corners = [pair(corner, f"{where}.corners") for corner in listed(item.get("corners"), f"{where}.corners", 4, 4)]
    width = item.get("width_m")
    units = tuple(
        _names(mapping(unit, f"{where}.units[{n}]"), f"{where}.units[{n}]")
        for n, unit in enumerate(listed(item.get("units"), f"{where}.units", 1, MAX_UNITS))
    )
    highest = whole(item.get("highest"), f"{where}.highest", lowest, floors)
    return PlaneMarks(
        id=plane_id,
        corners=(corners[0], corners[1], corners[2], corners[3]),
        lowest=lowest,
        highest=highest,
        width_m=None if width is None else number(width, f"{where}.width_m", 1, 500),
        floors=tuple(
            FloorMark(whole(mark.get("floor"), f"{where}.floors[{n}].floor", 1, floors + 1), *_point(mark, where))
            for n, mark in _items(item, "floors", where)
        ),
        edges=tuple(
            EdgeMark(whole(mark.get("after"), f"{where}.edges[{n}].after", 1, len(units) - 1), *_point(mark, where))
            for n, mark in _items(item, "edges", where)
        ),
        units=units,
    )


def _items(item: Mapping[str, object], key: str, where: str) -> list[tuple[int, Mapping[str, object]]]:
    values = listed(item.get(key, []), f"{where}.{key}", 0, MAX_MARKS)
    return [(n, mapping(value, f"{where}.{key}[{n}]")) for n, value in enumerate(values)]


def _point(mark: Mapping[str, object], where: str) -> Pixel:
    return number(mark.get("x"), f"{where}.x"), number(mark.get("y"), f"{where}.y")


def _names(item: Mapping[str, object], where: str) -> UnitNames:
    return UnitNames(
        name=text(item.get("name"), f"{where}.name", 16),
        building=text(item.get("building", ""), f"{where}.building", 16),
        unit=text(item.get("unit", ""), f"{where}.unit", 16),
        home=text(item.get("home", ""), f"{where}.home", 48),
    )
