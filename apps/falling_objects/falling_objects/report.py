"""What the community is told of a fall: place, candidates, speed, where it is on the picture."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from .model import Fall, FallState, TrackPoint
from .optics import Facade
from .outbox import Phase
from .tracing import Candidate, candidates, likely_floors, start_of

MOST_CANDIDATES: Final = 12
_WORTH_NAMING: Final = 0.005
# A box smaller than this is not seen on the picture: a share of its sides.
_LEAST_BOX: Final = 0.01


@dataclass(frozen=True, slots=True)
class Report:
    """A fall with its start, and what is told of it: the body of the event, without what is added later."""

    fall: Fall
    phase: Phase
    body: dict[str, object]


def phase_of(fall: Fall, suspect_confidence: float) -> Phase:
    """Return the phase: an end with less confidence than a first alert needs takes the alert back."""
    match fall.state:
        case FallState.SUSPECTED:
            return Phase.SUSPECTED
        case FallState.CONFIRMED:
            return Phase.CONFIRMED
        case FallState.ENDED:
            return Phase.WITHDRAWN if fall.confidence < suspect_confidence else Phase.ENDED


def report_of(fall_id: str, fall: Fall, facade: Facade, phase: Phase) -> Report:
    """Return what is told of a fall on a facade."""
    start = start_of(fall, facade)
    found = candidates(start, facade, MOST_CANDIDATES)
    # What is next to impossible only takes room; two are named whatever they are.
    found = tuple(one for number, one in enumerate(found) if number < 2 or one.probability >= _WORTH_NAMING)  # noqa: PLR2004
    fall = replace(fall, start=start)
    floor = min(max(int(facade.floor_of(start.v)), 1), facade.floors.count)
    body: dict[str, object] = {
        "type": "fall",
        "fall": fall_id,
        "phase": phase.value,
        "class": fall.kind.value,
        "confidence": round(fall.confidence, 3),
        "floor": floor,
        "floor_sd": round(start.sv / facade.floors.height, 2),
        "candidates": [_told(one) for one in found],
        "speed": round(fall.speed_mps, 1),
        "size": round(fall.size_m, 2),
        "height": round(fall.fall_m, 1),
        "box": box_of(fall.points, facade.camera_size),
    }
    if (floors := likely_floors(found)) is not None:
        body["floors"] = list(floors)
    return Report(fall, phase, body)


def box_of(points: Sequence[TrackPoint], size: tuple[int, int]) -> list[float]:
    """Return x, y, width and height around a track, as shares of a picture of `size` (px)."""
    if not points:
        return [0.0, 0.0, 1.0, 1.0]
    width, height = size
    margin = max(max(point.area for point in points) ** 0.5, 6.0)
    left = max(0.0, min(point.x for point in points) - margin) / width
    top = max(0.0, min(point.y for point in points) - margin) / height
    right = min(float(width), max(point.x for point in points) + margin) / width
    bottom = min(float(height), max(point.y for point in points) + margin) / height
    sides = (left, top, max(right - left, _LEAST_BOX), max(bottom - top, _LEAST_BOX))
    return [round(min(max(side, 0.0), 1.0), 4) for side in sides]


def _told(one: Candidate) -> dict[str, object]:
    said: dict[str, object] = {"building": one.building, "unit": one.unit, "floor": one.floor}
    if one.floor_name != f"{one.floor}":
        said["floor_name"] = one.floor_name
    if one.name:
        said["name"] = one.name
    if one.home is not None:
        said["home"] = one.home
    return {**said, "p": round(one.probability, 3)}
