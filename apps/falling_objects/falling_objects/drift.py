"""Whether a camera still looks where it looked when it was calibrated: today's picture against that day's.

Told from the directions of edges, which the light changes less than the pixels: by phase correlation over the whole
picture, then over its parts, so that a turn or a zoom shows as parts that went different ways.
"""

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .optics import Facade, Floats

# The picture is looked at this wide: finer says nothing more about a camera's aim.
_WIDTH: Final = 480
_PARTS: Final = (3, 4)
# In px at 1920 px of width: a shift up to the first is nothing, beyond the second the marks must be made again.
STILL_PX: Final = 4.0
MOVED_PX: Final = 60.0
# How much higher the peak stands than chance would have it; below, the pictures have nothing in common.
_LEAST_PEAK: Final = 7.0
_LEAST_PART_PEAK: Final = 5.0
_LEAST_CONTRAST: Final = 2.5
# The share of parts that must agree with the whole.
_AGREE: Final = 0.5


class DriftState(StrEnum):
    """How a camera stands: unknown while it is too dark or foggy to tell."""

    OK = "ok"
    SHIFTED = "shifted"
    MOVED = "moved"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Drift:
    """What a check found: the picture's shift (px at full size; a thing at x is now at x + dx), and how sure it is.

    `peak` is how many times higher than chance the best agreement is. Moved without a shift in common: dx = dy = 0.
    """

    state: DriftState
    dx: float = 0.0
    dy: float = 0.0
    peak: float = 0.0


def check(reference: NDArray[np.uint8], now: NDArray[np.uint8], facade: Facade) -> Drift:
    """Compare two pictures' luma, each (h, w); of another size than the facade's camera, `now` counts as moved."""
    if reference.shape != now.shape:
        return Drift(DriftState.MOVED)
    step = max(1, round(reference.shape[1] / _WIDTH))
    before, after = _shrunk(reference, step), _shrunk(now, step)
    if min(_contrast(before), _contrast(after)) < _LEAST_CONTRAST:
        return Drift(DriftState.UNKNOWN)
    window = _window(before.shape, facade, reference.shape[1] / before.shape[1])
    first, second = _directions(before) * window, _directions(after) * window
    dx, dy, peak = _shift(first, second)
    if peak < _LEAST_PEAK:
        # Dark windows by day are lit at night: only a picture that is as bright as that one can say "moved".
        similar = abs(math.log((before.mean() + 8) / (after.mean() + 8))) < math.log(1.8)
        return Drift(DriftState.MOVED if similar else DriftState.UNKNOWN, peak=peak)
    agreeing, judged = _parts_that_agree(before, after, dx, dy)
    dx, dy = dx * step, dy * step
    if judged and agreeing < _AGREE * judged:
        return Drift(DriftState.MOVED, peak=peak)
    far = math.hypot(dx, dy) * 1920 / reference.shape[1]
    if far <= STILL_PX:
        return Drift(DriftState.OK, dx, dy, peak)
    return Drift(DriftState.SHIFTED if far <= MOVED_PX else DriftState.MOVED, dx, dy, peak)


def aimed(facade: Facade, dx: float, dy: float) -> Facade:
    """Return the facade as a camera sees it whose picture went by dx, dy (px): the same metres in other pixels."""
    back = np.array([[1.0, 0.0, -dx], [0.0, 1.0, -dy], [0.0, 0.0, 1.0]])
    planes = (
        replace(plane, homography=plane.homography @ back, outline=tuple((x + dx, y + dy) for x, y in plane.outline))
        for plane in facade.planes
    )
    return replace(facade, planes=tuple(planes))


def coarsened(luma: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture (h, w) in which nothing is left but what `check` looks at: the means of its blocks."""
    step = max(1, round(luma.shape[1] / _WIDTH))
    blocks = np.repeat(np.repeat(_shrunk(luma, step), step, axis=0), step, axis=1)
    short = [(0, whole - part) for whole, part in zip(luma.shape, blocks.shape, strict=True)]
    return np.pad(blocks, short, mode="edge").round().astype(np.uint8)


def _shrunk(luma: NDArray[np.uint8], step: int) -> Floats:
    """Return block means, (h // step, w // step)."""
    height, width = luma.shape[0] // step * step, luma.shape[1] // step * step
    blocks = luma[:height, :width].reshape(height // step, step, width // step, step)
    shrunk: Floats = blocks.mean(axis=(1, 3), dtype=np.float64)
    return shrunk


def _contrast(picture: Floats) -> float:
    return float(np.mean(np.abs(np.diff(picture, axis=0))) + np.mean(np.abs(np.diff(picture, axis=1))))


def _directions(picture: Floats) -> NDArray[np.complex128]:
    """Return each pixel's direction of edge, doubled: light on dark is as dark on light. Faint ones weigh less."""
    down, right = np.gradient(picture)
    slope = right + 1j * down
    strength = np.abs(slope)
    weight = np.minimum(strength / (2.0 * np.mean(strength) + 1e-9), 1.0)
    doubled: NDArray[np.complex128] = weight * (slope / (strength + 1e-9)) ** 2
    return doubled


def _window(shape: tuple[int, ...], facade: Facade, scale: float) -> Floats:
    """Return weights (h, w): the facade and what is near it, fading towards the picture's borders."""
    fade = np.outer(np.hanning(shape[0]), np.hanning(shape[1])) ** 0.5
    ys, xs = np.mgrid[: shape[0], : shape[1]]
    near = np.zeros(shape)
    for plane in facade.planes:
        near = np.maximum(near, 1.0 - plane.distance_px(xs * scale, ys * scale) / (0.15 * facade.camera_size[0]))
    weights: Floats = fade * np.clip(near, 0.05, 1.0)
    return weights


def _shift(before: NDArray[np.complex128], after: NDArray[np.complex128]) -> tuple[float, float, float]:
    """Return by how much (px, parts of one too) `after` lies right of and below `before`, and the peak over chance."""
    cross = np.fft.fft2(after) * np.conj(np.fft.fft2(before))
    # Between plain and phase correlation: pure phase is all noise where a picture has few edges.
    plane = np.real(np.fft.ifft2(cross / (np.abs(cross) ** 0.7 + 1e-9)))
    row, column = np.unravel_index(int(np.argmax(plane)), plane.shape)
    peak = float((plane[row, column] - plane.mean()) / (plane.std() + 1e-12))
    height, width = plane.shape
    fine = []
    for axis, at in ((0, row), (1, column)):
        line = plane[:, column] if axis == 0 else plane[row, :]
        low, middle, high = line[at - 1], line[at], line[(at + 1) % len(line)]
        curve = low - 2 * middle + high
        fine.append(float(np.clip(0.5 * (low - high) / curve, -0.5, 0.5)) if curve < 0 else 0.0)
    dy, dx = row + fine[0], column + fine[1]
    return float(dx - width if dx > width / 2 else dx), float(dy - height if dy > height / 2 else dy), peak


def _parts_that_agree(before: Floats, after: Floats, dx: float, dy: float) -> tuple[int, int]:
    """Return how many parts of the picture went the way of the whole, and how many could be judged."""
    rows, columns = _PARTS
    height, width = before.shape[0] // rows, before.shape[1] // columns
    fade = np.outer(np.hanning(height), np.hanning(width))
    agreeing = judged = 0
    first, second = _directions(before), _directions(after)
    second = np.roll(second, (-round(dy), -round(dx)), axis=(0, 1))
    for row in range(rows):
        for column in range(columns):
            part = np.s_[row * height : (row + 1) * height, column * width : (column + 1) * width]
            x, y, peak = _shift(first[part] * fade, second[part] * fade)
            if peak < _LEAST_PART_PEAK:
                continue
            judged += 1
            agreeing += math.hypot(x - (dx - round(dx)), y - (dy - round(dy))) < 1.5  # noqa: PLR2004 - px, shrunk
    return agreeing, judged
