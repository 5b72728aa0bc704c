"""What a camera sees at one moment, as data: drawing.py makes the picture of it."""

from dataclasses import dataclass, field

from .scenes import Figure
from .site import Box, View


@dataclass(frozen=True, slots=True)
class Thing:
    """One figure in the picture; `box` in pixels of 640 × 360, `facing` 1 to the right and -1 to the left.

    `whole` is its box as if the picture had no edges.
    """

    figure: Figure
    whole: Box
    facing: int = 1
    stride: float = 0.0
    plate: str | None = None


@dataclass(frozen=True, slots=True)
class CarLook:
    """How the elevator car looks: its doors from 0 (closed) to 1 (open), and what its indicator shows."""

    doors: float = 1.0
    floor: str = "1"


@dataclass(frozen=True, slots=True)
class Shot:
    """One frame: the camera, what it looks at, when (UNIX seconds), and who is in it, those behind first."""

    camera: str
    view: View
    at: float
    things: tuple[Thing, ...] = ()
    car: CarLook = field(default_factory=CarLook)
