"""Values out of what Frigate says; whatever is there, nothing here raises. Pure."""

import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

# Frigate itself takes no sub label or plate that is longer.
LONGEST_TEXT: Final = 100
# Of zones, labels or ids in one message.
_MOST_NAMES: Final = 200


def json_of(payload: object) -> object:
    """Return what a payload (bytes, text, or what was read from JSON already) holds; None if it is no JSON."""
    if not isinstance(payload, bytes | str):
        return payload
    try:
        return json.loads(payload)
    except ValueError, RecursionError:
        return None


def mapping_of(value: object) -> Mapping[str, Any]:
    """Return an object, or an empty one."""
    return value if isinstance(value, dict) else {}


def text_of(value: object, longest: int = LONGEST_TEXT) -> str:
    """Return a text without control characters and lone surrogates; "" if it is none or too long."""
    if not isinstance(value, str) or len(value) > longest:
        return ""
    return "".join(letter for letter in value if letter.isprintable()).strip()


def number_of(value: object, default: float = 0.0) -> float:
    """Return a finite number, or the default."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return default
    try:
        number = float(value)
    except OverflowError:
        return default
    return number if math.isfinite(number) else default


def score_of(value: object) -> float:
    """Return a score, 0 to 1; what is none is 0, which passes no gate."""
    score = number_of(value)
    return score if 0 <= score <= 1 else 0.0


def valued(value: object) -> tuple[str | None, float | None]:
    """Return value and score: a list [value, score] in Frigate's messages, a plain text in its REST answers."""
    if isinstance(value, list | tuple):
        first = text_of(value[0]) if value else ""
        return (first or None, score_of(value[1]) if first and len(value) > 1 else None)
    return (text_of(value) or None, None)


def names_of(value: object) -> tuple[str, ...]:
    """Return the texts of a list, each once, in order."""
    if not isinstance(value, list | tuple):
        return ()
    return tuple(dict.fromkeys(name for item in value[:_MOST_NAMES] if (name := text_of(item))))


def moment_of(value: object) -> datetime | None:
    """Return a moment in UTC: seconds since 1970 in messages, ISO 8601 in some REST answers; None if it is neither."""
    try:
        if isinstance(value, str):
            said = datetime.fromisoformat(value)
            return said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)
        seconds = number_of(value, -1.0)
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    except ValueError, OverflowError, OSError:
        return None


def box_of(value: object) -> tuple[int, int, int, int] | None:
    """Return (x1, y1, x2, y2) in pixels, None if it is no box."""
    if not isinstance(value, list | tuple) or len(value) != 4:  # noqa: PLR2004 - its four sides
        return None
    sides = [number_of(side, -1.0) for side in value]
    if any(not 0 <= side <= 100_000 for side in sides):  # noqa: PLR2004 - more pixels than any camera has
        return None
    left, top, right, bottom = (int(side) for side in sides)
    return (left, top, right, bottom)
