"""Buildings, homes and the place that an incident names."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Building:
    """A building of the community; `name` is what people call it ("3", "East tower")."""

    id: str
    name: str


def building_key(name: str) -> str:
    """Return the translation key of a building's name: a bare number is told what it counts, a name is not."""
    return "building" if name.isdecimal() else "building_named"


@dataclass(frozen=True, slots=True)
class Home:
    """A home, known by its building, unit (单元, may be empty) and number on the door."""

    id: str
    building: str
    unit: str
    number: str
    floor: int | None = None
    # The id of the grid that it belongs to.
    grid: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is, by opaque ids; only what is known is set."""

    building: str | None = None
    unit: str | None = None
    home: str | None = None
    elevator: str | None = None
    gate: str | None = None
    camera: str | None = None
    zone: str | None = None

    def as_dict(self) -> dict[str, str]:
        """Return the parts that are known, as the wire shows them."""
        return {key: value for key, value in asdict(self).items() if value is not None}

    @classmethod
    def from_dict(cls, parts: Mapping[str, str]) -> Self:
        """Return the place whose parts are given; unknown parts raise TypeError."""
        return cls(**parts)


NOWHERE = Place()
