"""What may be seen of a fall: its own way, and nothing of anybody's home beside it.

The whole picture is made coarse, so coarse that no window shows who is behind it; only a corridor along the track stays
as it was. That holds for windows that nobody has calibrated, too: those of the house beside, and people in the yard.
The way into the window in which it began stays coarse as well: a trace ends at the facade.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from .model import Fall, StartEstimate, TrackPoint
from .optics import Facade

type Luma = NDArray[np.uint8]
type Mask = NDArray[np.bool_]

# A block is at least this share of the picture's width: of a face behind a window one block is left.
BLOCK_SHARE: Final = 1 / 60
SMALLEST_BLOCK: Final = 8  # px
# The corridor is so much wider than the thing itself, and so much at least, in metres on the facade, and in px.
BESIDE_M: Final = 0.6
BESIDE_PX: Final = 8.0
WIDEST_SHARE: Final = 1 / 12  # of the picture's width
# Two standard deviations: what the ellipse of the start holds in 86 of 100 cases.
SIGMAS: Final = 2.0
_ELLIPSE_POINTS: Final = 48
TRACK: Final = (255, 204, 0)
GAP: Final = (255, 140, 60)
START: Final = (255, 64, 64)
LINES: Final = (120, 200, 255)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is drawn of a fall on pictures of `size` (width, height, px): everything in pixels of it.

    `floors` are lines with the floor's name at their left end; `start` is the outline of the start's ellipse.
    """

    size: tuple[int, int]
    points: tuple[TrackPoint, ...]
    radius: float
    floors: tuple[tuple[tuple[float, float], tuple[float, float], str], ...]
    start: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, fall: Fall, facade: Facade, size: tuple[int, int]) -> Self:
        """Return how a fall is shown on a picture of `size`, whatever size the facade was calibrated at."""
        if facade.camera_size != size:
            sx, sy = size[0] / facade.camera_size[0], size[1] / facade.camera_size[1]
            points = tuple(
                TrackPoint(one.at, one.x * sx, one.y * sy, one.area * sx * sy, one.seen) for one in fall.points
            )
            facade = facade.scaled(*size)
        else:
            points = fall.points
        return cls(
            size,
            points,
            _radius(fall, points, facade, size),
            _floor_lines(fall, facade, size),
            () if fall.start is None else _ellipse(fall.start, facade),
        )

    def at(self, at: float) -> tuple[float, float] | None:
        """Return where the thing was at a time (s of the stream); None before and after."""
        if not self.points or not self.points[0].at <= at <= self.points[-1].at:
            return None
        times = [point.at for point in self.points]
        x = float(np.interp(at, times, [point.x for point in self.points]))
        return x, float(np.interp(at, times, [point.y for point in self.points]))


def block_of(width: int) -> int:
    """Return the side of a block in px, even, for a picture so wide."""
    return max(SMALLEST_BLOCK, round(width * BLOCK_SHARE)) // 2 * 2


def corridor(shown: Shown) -> Mask:
    """Return the pixels (h, w) that stay as they are: near the track, between its first and last point."""
    width, height = shown.size
    image = Image.new("1", (width, height))
    draw = ImageDraw.Draw(image)
    way = [(point.x, point.y) for point in shown.points]
    radius = shown.radius
    for x, y in way:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=1)
    if len(way) > 1:
        draw.line(way, fill=1, width=max(1, round(2 * radius)))
    return np.asarray(image)


def coarse(plane: Luma, block: int) -> Luma:
    """Return a plane (h, w) whose blocks of `block` × `block` px are each of their mean."""
    height, width = plane.shape
    rows, columns = -(-height // block), -(-width // block)
    padded = np.pad(plane, ((0, rows * block - height), (0, columns * block - width)), mode="edge")
    means = padded.reshape(rows, block, columns, block).mean(axis=(1, 3)).astype(np.uint8)
    return np.repeat(np.repeat(means, block, axis=0), block, axis=1)[:height, :width]


def masked(planes: Sequence[Luma], keep: Mask, block: int) -> list[Luma]:
    """Return a picture's planes, coarse but where `keep` (h, w of the first plane) says; smaller ones are colour."""
    result = []
    for plane in planes:
        step = max(1, round(keep.shape[0] / plane.shape[0]))
        height, width = plane.shape
        kept = keep[::step, ::step][:height, :width]
        if kept.shape != plane.shape:
            kept = np.pad(kept, ((0, height - kept.shape[0]), (0, width - kept.shape[1])))
        result.append(np.where(kept, plane, coarse(plane, max(2, block // step))))
    return result


def draw_on(image: Image.Image, shown: Shown, *, track: bool) -> None:
    """Draw floor lines and the start's ellipse on an RGB picture, and the track if `track`."""
    draw = ImageDraw.Draw(image)
    thin = max(1, image.width // 960)
    for begin, end, name in shown.floors:
        draw.line((begin, end), fill=LINES, width=thin)
        draw.text((begin[0] + 2, begin[1] - 12 * thin), name, fill=LINES, font_size=11 * thin)
    if shown.start:
        draw.line((*shown.start, shown.start[0]), fill=START, width=2 * thin)
    if track and shown.points:
        # Beside the way, not on it: what fell must stay to be seen.
        aside = shown.radius + 3 * thin
        way = [(point.x + aside, point.y) for point in shown.points]
        if len(way) > 1:
            draw.line(way, fill=TRACK, width=2 * thin)
        for point, (x, y) in zip(shown.points, way, strict=True):
            size, colour = 2 * thin, TRACK if point.seen else GAP
            draw.ellipse((x - size, y - size, x + size, y + size), outline=colour, fill=colour if point.seen else None)


def _radius(fall: Fall, points: Sequence[TrackPoint], facade: Facade, size: tuple[int, int]) -> float:
    """Return half the width of the corridor, px."""
    if not points:
        return BESIDE_PX
    middle = points[len(points) // 2]
    try:
        metres = float(facade.plane(fall.plane).metres_per_pixel(middle.x, middle.y))
    except KeyError:
        metres = float("nan")
    wide = (fall.size_m / 2 + BESIDE_M) / metres if np.isfinite(metres) and metres > 0 else 0.0
    across = max((point.area for point in points), default=0.0) ** 0.5
    return float(min(max(BESIDE_PX, wide, across), size[0] * WIDEST_SHARE))


def _floor_lines(
    fall: Fall, facade: Facade, size: tuple[int, int]
) -> tuple[tuple[tuple[float, float], tuple[float, float], str], ...]:
    """Return the lower edges of the floors on the fall's plane that are in the picture."""
    try:
        plane = facade.plane(fall.plane)
    except KeyError:
        return ()
    lines = []
    for number, height in enumerate(facade.floors.heights):
        xs, ys = plane.to_pixels(np.array([0.0, plane.width_m]), np.array([height, height]))
        if not np.all(np.isfinite(xs) & np.isfinite(ys)) or not np.any((ys >= 0) & (ys < size[1])):
            continue
        # Far beyond the picture a line is drawn for ever.
        if np.any(np.abs(xs) > 8 * size[0]) or np.any(np.abs(ys) > 8 * size[1]):
            continue
        name = facade.floors.name(number + 1) if number < facade.floors.count else ""
        lines.append(((float(xs[0]), float(ys[0])), (float(xs[1]), float(ys[1])), name))
    return tuple(lines)


def _ellipse(start: StartEstimate, facade: Facade) -> tuple[tuple[float, float], ...]:
    """Return the outline of a start's ellipse, px; empty where the plane is not known or it is behind the camera."""
    try:
        plane = facade.plane(start.plane)
    except KeyError:
        return ()
    turn = np.linspace(0, 2 * np.pi, _ELLIPSE_POINTS, endpoint=False)
    # The lower triangle of the covariance's Cholesky factor turns a circle into the ellipse.
    across, along = np.cos(turn), np.sin(turn)
    us = start.u + SIGMAS * start.su * across
    vs = start.v + SIGMAS * start.sv * (start.rho * across + np.sqrt(max(0.0, 1 - start.rho**2)) * along)
    xs, ys = plane.to_pixels(us, vs)
    if not np.all(np.isfinite(xs) & np.isfinite(ys)) or np.any(np.abs(xs) > 1e5) or np.any(np.abs(ys) > 1e5):  # noqa: PLR2004 - px
        return ()
    return tuple((float(x), float(y)) for x, y in zip(xs, ys, strict=True))
