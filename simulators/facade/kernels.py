"""The loops of the generator over pixels, compiled.

A frame is put together from a canvas that already holds the still facade: `draw` paints what moves into it, `expose`
turns it into a noisy picture, `restore` takes what moved away again. So a frame costs one pass over its pixels and the
few patches in which something moves.
"""

import math
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Columns of a mark (one row a thing that is drawn in a frame).
MARK_COLUMNS: Final = 12
X0, Y0, X1, Y1, HALF_A, HALF_B, ANGLE, SHAPE, LUMA, ALPHA, DEPTH, SOFT = range(MARK_COLUMNS)
# What a mark looks like: a body or a box that moves from (X0, Y0) to (X1, Y1) while the shutter is open, a thin streak
# between them, and light added to what is there.
BODY, BOX, STREAK, GLOW = 0.0, 1.0, 2.0, 3.0

_SUBSAMPLES_AT_MOST: Final = 48
_SMALLEST_HALF: Final = 0.5
_MIDDLE: Final = 1e-6


@njit(cache=True)
def _streak(x: float, y: float, dx: float, dy: float, reach: float) -> float:
    """Return how much a line from 0 to (dx, dy) covers of the pixel at (x, y): less the further it is, to `reach`."""
    squared = dx * dx + dy * dy
    along = min(1.0, max(0.0, (x * dx + y * dy) / squared)) if squared > 0.0 else 0.0
    off_x, off_y = x - along * dx, y - along * dy
    return max(0.0, 1.0 - math.sqrt(off_x * off_x + off_y * off_y) / reach)


@njit(cache=True)
def _glow(x: float, y: float, a: float, b: float, cosine: float, sine: float) -> float:
    """Return how much of its light an ellipse of light gives the pixel at (x, y)."""
    squared = ((x * cosine + y * sine) / a) ** 2 + ((y * cosine - x * sine) / b) ** 2
    return (1.0 - squared) ** 2 if squared < 1.0 else 0.0


@njit(cache=True)
def _inside(x: float, y: float, a: float, b: float, edge: float, round_: bool) -> float:  # noqa: FBT001
    """Return how much an ellipse or a box with these half axes covers of the pixel at (x, y); its edge is soft."""
    if round_:
        radius, slope = math.sqrt((x / a) ** 2 + (y / b) ** 2), math.sqrt((x / a**2) ** 2 + (y / b**2) ** 2)
        # How far the edge is, to first order, and no nearer than the circle around it; in the middle the slope is 0.
        inside = (1.0 - radius) * radius / slope if radius > _MIDDLE else min(a, b)
        inside = min(inside, max(a, b) - math.sqrt(x * x + y * y))
        return min(1.0, max(0.0, 0.5 + 0.5 * inside / edge))
    in_x = min(1.0, max(0.0, 0.5 + 0.5 * (a - abs(x)) / edge))
    return in_x * min(1.0, max(0.0, 0.5 + 0.5 * (b - abs(y)) / edge))


@njit(cache=True)
def _beside(y: float, dx: float, dy: float, reach: float) -> tuple[float, float]:
    """Return between which x all lies that is within `reach` of the row y and of the way from 0 to (dx, dy)."""
    first, last = 0.0, 1.0
    if abs(dy) > _MIDDLE:
        first = min(1.0, max(0.0, (y - reach) / dy if dy > 0.0 else (y + reach) / dy))
        last = min(1.0, max(0.0, (y + reach) / dy if dy > 0.0 else (y - reach) / dy))
    return min(first * dx, last * dx) - reach, max(first * dx, last * dx) + reach


@njit(cache=True)
def draw(  # noqa: C901 - one loop over marks and their pixels
    canvas: NDArray[np.uint8], depth: NDArray[np.uint8], marks: NDArray[np.float32], boxes: NDArray[np.int32]
) -> None:
    """Paint the marks, (n, 12) float32, into the canvas, (h, w) uint8; their boxes, (n, 4) int32, are written.

    A pixel takes a mark only where the mark's depth code is at least that of the surface behind it: a ray from the
    camera meets what stands further out from the wall first.
    """
    height, width = canvas.shape
    for index in range(marks.shape[0]):
        x0, y0, x1, y1 = marks[index, 0], marks[index, 1], marks[index, 2], marks[index, 3]
        a, b, angle, shape = marks[index, 4], marks[index, 5], marks[index, 6], marks[index, 7]
        luma, alpha, near, soft = marks[index, 8], marks[index, 9], marks[index, 10], marks[index, 11]
        if shape <= BOX:
            # What is smaller than a pixel keeps its light, not its sharpness.
            wide, high = max(a, _SMALLEST_HALF), max(b, _SMALLEST_HALF)
            alpha *= (a * b) / (wide * high)
            a, b = wide, high
        reach = max(a, b) * (1.5 if shape == BOX else 1.0) + soft + 1.0
        left = max(0, int(np.floor(min(x0, x1) - reach)))
        right = min(width, int(np.ceil(max(x0, x1) + reach)) + 1)
        top = max(0, int(np.floor(min(y0, y1) - reach)))
        bottom = min(height, int(np.ceil(max(y0, y1) + reach)) + 1)
        if right <= left or bottom <= top:
            boxes[index, 0] = boxes[index, 1] = boxes[index, 2] = boxes[index, 3] = 0
            continue
        boxes[index, 0], boxes[index, 1], boxes[index, 2], boxes[index, 3] = top, bottom, left, right
        length = np.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0))
        steps = min(_SUBSAMPLES_AT_MOST, 1 + int(length / max(0.4, 0.5 * (min(a, b) + soft))))
        cosine, sine = np.cos(angle), np.sin(angle)
        for y in range(top, bottom):
            # Most of the box around a slanting way has nothing of it: a row is begun and left beside the way.
            from_x, to_x = _beside(y - y0, x1 - x0, y1 - y0, reach)
            for x in range(max(left, int(np.floor(x0 + from_x))), min(right, int(np.ceil(x0 + to_x)) + 1)):
                if near < depth[y, x]:
                    continue
                off_x, off_y = x - x0, y - y0
                if shape == STREAK:
                    covered = _streak(off_x, off_y, x1 - x0, y1 - y0, a + soft + 0.5)
                elif shape == GLOW:
                    covered = _glow(off_x, off_y, a, b, cosine, sine)
                else:
                    covered = 0.0
                    for step in range(steps):
                        part = (step + 0.5) / steps
                        at_x, at_y = off_x - part * (x1 - x0), off_y - part * (y1 - y0)
                        turned_x, turned_y = at_x * cosine + at_y * sine, at_y * cosine - at_x * sine
                        covered += _inside(turned_x, turned_y, a, b, 0.5 + soft, shape == BODY)
                    covered /= steps
                if covered <= 0.0:
                    continue
                old = np.float32(canvas[y, x])
                new = old + luma * alpha * covered if shape == GLOW else old + (luma - old) * alpha * covered
                canvas[y, x] = np.uint8(min(255.0, max(0.0, new + 0.5)))


@njit(cache=True)
def restore(canvas: NDArray[np.uint8], still: NDArray[np.uint8], boxes: NDArray[np.int32]) -> None:
    """Put the still picture back into the boxes (top, bottom, left, right) of the canvas."""
    for index in range(boxes.shape[0]):
        for y in range(boxes[index, 0], boxes[index, 1]):
            for x in range(boxes[index, 2], boxes[index, 3]):
                canvas[y, x] = still[y, x]


@njit(cache=True)
def expose(  # noqa: PLR0913, PLR0917 - one pass over the pixels needs all of it
    canvas: NDArray[np.uint8],
    bank: NDArray[np.int8],
    row: int,
    column: int,
    gain: int,
    floor: int,
    slope: int,
    out: NDArray[np.uint8],
) -> None:
    """Write canvas × gain / 256 plus noise to `out`.

    The noise is the bank's, (H, W) int8 of standard deviation 24, read from (row, column); its strength at a luma of L
    is (floor + slope × L / 256) / 1024 of that. A negative floor and slope turn its sign.
    """
    height, width = canvas.shape
    for y in range(height):
        for x in range(width):
            value = (np.int32(canvas[y, x]) * gain) >> 8
            strength = floor + ((slope * value) >> 8)
            noisy = value + ((np.int32(bank[row + y, column + x]) * strength + 512) >> 10)
            out[y, x] = np.uint8(min(np.int32(255), max(np.int32(0), noisy)))


@njit(cache=True)
def shift(canvas: NDArray[np.uint8], dx0: float, dy0: float, dx1: float, dy1: float, out: NDArray[np.uint8]) -> None:
    """Write the canvas moved by (dx0, dy0) px in its first row to (dx1, dy1) in its last, as a rolling shutter has it.

    Between pixels it is interpolated; beyond the edge the last pixel goes on.
    """
    height, width = canvas.shape
    for y in range(height):
        part = y / height
        from_x, from_y = -(dx0 + (dx1 - dx0) * part), y - (dy0 + (dy1 - dy0) * part)
        whole_x, whole_y = int(np.floor(from_x)), int(np.floor(from_y))
        right = np.int32((from_x - whole_x) * 16)
        down = np.int32((from_y - whole_y) * 16)
        upper, lower = min(height - 1, max(0, whole_y)), min(height - 1, max(0, whole_y + 1))
        first, last = max(0, -whole_x), min(width, width - 1 - whole_x)
        w00, w01, w10, w11 = (16 - right) * (16 - down), right * (16 - down), (16 - right) * down, right * down
        for x in range(first, last):
            here = x + whole_x
            value = (
                w00 * canvas[upper, here]
                + w01 * canvas[upper, here + 1]
                + w10 * canvas[lower, here]
                + w11 * canvas[lower, here + 1]
            )
            out[y, x] = np.uint8((value + 128) >> 8)
        for x in range(first):
            out[y, x] = out[y, first]
        for x in range(last, width):
            out[y, x] = out[y, last - 1]


@njit(cache=True)
def shade(
    still: NDArray[np.uint8],
    across: float,
    down: float,
    edge: float,
    width_px: float,
    dark: int,
    out: NDArray[np.uint8],
) -> None:
    """Write the picture with a cloud's shadow on it: `dark` / 256 of the light where across·x + down·y < edge.

    The shadow's edge is `width_px` wide, its light rising evenly.
    """
    height, width = still.shape
    for y in range(height):
        offset = down * y - edge
        for x in range(width):
            part = min(1.0, max(0.0, (across * x + offset) / width_px))
            gain = dark + np.int32((256 - dark) * part)
            out[y, x] = np.uint8((np.int32(still[y, x]) * gain) >> 8)


@njit(cache=True)
def fall(
    start: NDArray[np.float64],
    speed: NDArray[np.float64],
    terminal: float,
    sway: NDArray[np.float64],
    step: float,
    out: NDArray[np.float64],
) -> int:
    """Integrate a body's fall with quadratic drag; return how many rows of `out`, (n, 3) m, were written.

    It weighs as much as makes its terminal speed `terminal` (m/s). `sway` is (wind u, wind z, amplitude m, frequency
    Hz, phase, share): the air it feels moves with the wind and to and fro, and its terminal speed wavers by `share`.
    Midpoint rule, `step` s. It ends at the ground (v < 0) or with `out`.
    """
    gravity = 9.81
    position, velocity = start.copy(), speed.copy()
    middle, force = np.empty(3), np.empty(3)
    omega = 2.0 * np.pi * sway[3]
    for index in range(out.shape[0]):
        out[index] = position
        if position[1] < 0.0:
            return index + 1
        middle[:] = velocity
        for half in range(2):
            now = (index + 0.5 * half) * step
            limit = terminal * (1.0 + sway[5] * np.sin(2.0 * omega * now + sway[4]))
            air_u = sway[0] + sway[2] * omega * np.cos(omega * now + sway[4])
            air_z = sway[1] + 0.5 * sway[2] * omega * np.cos(0.83 * omega * now + 2.0 * sway[4])
            rel_u, rel_v, rel_z = middle[0] - air_u, middle[1], middle[2] - air_z
            drag = gravity / (limit * limit) * np.sqrt(rel_u * rel_u + rel_v * rel_v + rel_z * rel_z)
            force[0], force[1], force[2] = -drag * rel_u, -gravity - drag * rel_v, -drag * rel_z
            if half == 0:
                middle[:] = velocity + 0.5 * step * force
        velocity += step * force
        position += step * middle
    return int(out.shape[0])
