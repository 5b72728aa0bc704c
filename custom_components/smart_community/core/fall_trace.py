"""Where a fall began: a list of candidate homes with its uncertainty, and never one name. Pure.

Source: `domain.md`, "Falling and thrown objects". What a companion says is taken only as far as it makes sense, and
no home is ever as good as certain, whatever was said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final, Self

MOST_CANDIDATES: Final = 12
# Nobody is ever more likely than this.
MOST_LIKELY: Final = 0.99
_LONGEST: Final = 32  # characters of a building, a unit, a home
_FLOORS: Final = (-9.0, 200.0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A home that it may have come from. `p`: how likely, from 0 to 0.99; `name`: of the column of homes."""

    building: str
    unit: str
    floor: int
    p: float
    floor_name: str = ""
    name: str = ""
    home: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return it as the wire shows it, and as it is kept sealed."""
        said: dict[str, Any] = {"building": self.building, "unit": self.unit, "floor": self.floor}
        for key in ("floor_name", "name", "home"):
            if text := getattr(self, key):
                said[key] = text
        return {**said, "p": round(self.p, 4)}


@dataclass(frozen=True, slots=True)
class Trace:
    """What is known of a fall's beginning and course; None is what was not said.

    `floor_sd`: standard deviation, in floors; `floors`: between which it began. `candidates`: the likeliest first,
    their sum is at most 1. `speed` m/s at last; `size` m across; `height` m fallen. `box`: where in the picture, as
    x, y, width and height, shares of its sides.
    """

    floor: int | None = None
    floor_sd: float | None = None
    floors: tuple[int, int] | None = None
    candidates: tuple[Candidate, ...] = ()
    speed: float | None = None
    size: float | None = None
    height: float | None = None
    box: tuple[float, float, float, float] | None = None

    @property
    def elsewhere(self) -> float:
        """How likely it is none of the candidates."""
        return round(max(0.0, 1.0 - sum(one.p for one in self.candidates)), 4)

    def as_dict(self) -> dict[str, Any]:
        """Return it as the wire shows it, and as it is kept sealed."""
        return {
            "floor": self.floor,
            "floor_sd": self.floor_sd,
            "floors": list(self.floors) if self.floors is not None else None,
            "candidates": [one.as_dict() for one in self.candidates],
            "elsewhere": self.elsewhere,
            "speed": self.speed,
            "size": self.size,
            "height": self.height,
            "box": list(self.box) if self.box is not None else None,
        }

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """Return what was said or kept of a trace; what makes no sense is left out. Raises nothing."""
        floor = _number(said, "floor", *_FLOORS)
        return cls(
            floor=None if floor is None else round(floor),
            floor_sd=_number(said, "floor_sd", 0.0, 200.0),
            floors=_floors(said.get("floors")),
            candidates=_candidates(said.get("candidates")),
            speed=_number(said, "speed", 0.0, 150.0),
            size=_number(said, "size", 0.0, 50.0),
            height=_number(said, "height", 0.0, 1000.0),
            box=_box(said.get("box")),
        )


NO_TRACE: Final = Trace()


def _number(said: Mapping[str, Any], name: str, least: float, most: float) -> float | None:
    value = said.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # A whole number of 400 digits is no float at all; NaN is between nothing.
    return float(value) if least <= value <= most and isfinite(value) else None


def _floors(value: object) -> tuple[int, int] | None:
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - from, to
        return None
    ends = [_number({"end": end}, "end", *_FLOORS) for end in value]
    if ends[0] is None or ends[1] is None or ends[0] > ends[1]:
        return None
    return round(ends[0]), round(ends[1])


def _box(value: object) -> tuple[float, float, float, float] | None:
    if not isinstance(value, list) or len(value) != 4:  # noqa: PLR2004 - x, y, width, height
        return None
    sides = [_number({"side": side}, "side", 0.0, 1.0) for side in value]
    known = [side for side in sides if side is not None]
    return (known[0], known[1], known[2], known[3]) if len(known) == len(sides) else None


def _candidates(value: object) -> tuple[Candidate, ...]:
    """Return candidates, the likeliest first; together never more than certain, and none of them as good as that."""
    if not isinstance(value, list):
        return ()
    found = sorted(_read(value), key=lambda one: -one.p)[:MOST_CANDIDATES]
    total = sum(one.p for one in found)
    scale = 1.0 / total if total > 1.0 else 1.0
    return tuple(
        Candidate(
            one.building, one.unit, one.floor, min(one.p * scale, MOST_LIKELY), one.floor_name, one.name, one.home
        )
        for one in found
    )


def _read(rows: list[Any]) -> Iterator[Candidate]:
    for row in rows[: 4 * MOST_CANDIDATES]:
        if not isinstance(row, Mapping):
            continue
        floor, p = _number(row, "floor", *_FLOORS), _number(row, "p", 0.0, 1.0)
        if floor is None or p is None:
            continue
        texts = {name: _text(row.get(name)) for name in ("building", "unit", "floor_name", "name", "home")}
        yield Candidate(floor=round(floor), p=p, **texts)


def _text(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return ""
    return "".join(character for character in value if character.isprintable())[:_LONGEST]
