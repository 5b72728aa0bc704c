"""The words that the parts of the watcher share: frames in, falls out.

Pictures are luma at full size, positions on them are pixels (x right, y down, 0 at the first pixel's centre).
Positions on a facade plane are metres (u right, v up, v = 0 at the foot). Times are seconds of the stream.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture: luma (h, w) of uint8, and its stream time in seconds, which rises from frame to frame."""

    luma: NDArray[np.uint8]
    at: float


@dataclass(frozen=True, slots=True)
class TrackPoint:
    """Where a falling thing was: pixels at full size, its visible area in px²; not seen: predicted through a gap."""

    at: float
    x: float
    y: float
    area: float
    seen: bool


class FallKind(StrEnum):
    """How it comes down: at g less drag, or slowly and wavering (bags, paper, cloth)."""

    FALLING = "falling"
    FLUTTERING = "fluttering"


class FallState(StrEnum):
    """How sure it is: suspected is the first alert, confirmed the second, ended the last news of a fall."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class StartEstimate:
    """Where a fall began, in metres on its plane: standard deviations su, sv and their correlation rho.

    unseen is the share of such falls that were under way, higher up, before anything of them was seen.
    """

    plane: int
    u: float
    v: float
    su: float
    sv: float
    rho: float
    unseen: float = 0.0


@dataclass(frozen=True, slots=True)
class Fall:
    """What is known of one fall at one moment; the id is the watcher's own and rises.

    top is where it was first seen (u, v in metres on the plane), speed_mps its last speed on the plane, fall_m the
    height that it has lost since it was first seen, size_m its size across. Ended with a confidence below the
    settings' suspect_confidence: withdrawn.
    """

    id: int
    kind: FallKind
    state: FallState
    confidence: float
    started_at: float
    updated_at: float
    points: tuple[TrackPoint, ...]
    plane: int
    top: tuple[float, float]
    speed_mps: float
    fall_m: float
    size_m: float
    start: StartEstimate | None = None


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """What a camera's watcher is asked for.

    minimum_fall_m None: two floors of the facade. half_size looks at half the resolution in each direction, for when
    the machine is short of time.
    """

    minimum_fall_m: float | None = None
    minimum_size_px2: float = 2.0
    suspect_confidence: float = 0.7
    confirm_confidence: float = 0.85
    half_size: bool = False


class Blind(StrEnum):
    """Why a camera sees too little to be relied on."""

    DARK = "dark"
    DIRTY = "dirty"
    MOVED = "moved"
    DAZZLED = "dazzled"


@dataclass(frozen=True, slots=True)
class Seen:
    """How well the watcher sees.

    brightness is the mean luma 0..255, noise a pixel's standard deviation in luma steps, sharpness the mean gradient
    over the noise, shake_px the picture's displacement from where it was calibrated to, in pixels at full size.
    """

    brightness: float
    noise: float
    sharpness: float
    shake_px: float
    blind: Blind | None = None
