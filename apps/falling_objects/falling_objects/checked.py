"""Values that come from a file or a page, taken only where they are what they must be."""

import math
from collections.abc import Mapping, Sequence

TEXT_LENGTH = 64


class UnreadableError(ValueError):
    """A value is not what it must be; `where` is the path to it, `reason` a code."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


def mapping(value: object, where: str) -> Mapping[str, object]:
    """Return an object of JSON. Raises UnreadableError, as all here do."""
    if not isinstance(value, Mapping):
        raise UnreadableError(where, "not_an_object")
    return value


def listed(value: object, where: str, least: int, most: int) -> Sequence[object]:
    """Return a list of at least and at most so many."""
    if not isinstance(value, list | tuple):
        raise UnreadableError(where, "not_a_list")
    if not least <= len(value) <= most:
        raise UnreadableError(where, "too_few" if len(value) < least else "too_many")
    return value


def number(value: object, where: str, least: float = -math.inf, most: float = math.inf) -> float:
    """Return a finite number within bounds, both included."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise UnreadableError(where, "not_a_number")
    if not least <= value <= most:
        raise UnreadableError(where, "out_of_range")
    return float(value)


def whole(value: object, where: str, least: int, most: int) -> int:
    """Return a whole number within bounds, both included."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise UnreadableError(where, "not_a_whole_number")
    if not least <= value <= most:
        raise UnreadableError(where, "out_of_range")
    return value


def pair(value: object, where: str) -> tuple[float, float]:
    """Return two numbers."""
    first, second = listed(value, where, 2, 2)
    return number(first, where), number(second, where)


def triple(value: object, where: str) -> tuple[float, float, float]:
    """Return three numbers."""
    first, second, third = listed(value, where, 3, 3)
    return number(first, where), number(second, where), number(third, where)


def text(value: object, where: str, longest: int = TEXT_LENGTH) -> str:
    """Return a short text."""
    if not isinstance(value, str):
        raise UnreadableError(where, "not_a_text")
    if len(value) > longest:
        raise UnreadableError(where, "too_long")
    return value
