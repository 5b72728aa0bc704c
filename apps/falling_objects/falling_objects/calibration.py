"""From marks on the picture to planes in metres.

One camera with square pixels looks at upright planes: the camera's focal length, tilt, roll and height are common to
all planes, each plane has its own direction, place and width. That is as free as a homography for one plane whose width
nobody knows, and stiffer for every plane and width more; what the marks leave open, priors hold to what cameras at the
foot of a building are like. Solved by least squares over the distances, in pixels, of marks from what they mark.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from scipy.optimize import OptimizeResult, least_squares

from .marks import Marks, PlaneMarks
from .optics import Facade, Floats, FloorGrid, Plane, Unit, transform

type Kind = Literal["corner", "floor", "edge"]

# How well a finger marks a point, at 1920 px of width.
SIGMA_PX: Final = 2.0
# Beyond these, in px at 1920 px of width, marks contradict each other.
WORST_RMS_PX: Final = 8.0
WORST_MARK_PX: Final = 20.0
# A floor lower than this cannot be told from the next one.
LEAST_FLOOR_PX: Final = 4.0
LEAST_SIDE_PX: Final = 24.0
WORST_FLOOR_SD: Final = 0.5
# A home column's usual width, m: where the width is neither measured nor to be seen in the perspective.
_UNIT_WIDTH_M: Final = 8.0
# Focal length in widths of the picture: from 35° to 110° across, most about 70°.
_FOCAL, _FOCAL_SD = math.log(0.7), 0.35
_FOCALS: Final = (0.75, 0.5, 1.1)
_CENTRE_SD: Final = 0.015
_ROLL_SD: Final = math.radians(4)
_CAMERA_HEIGHT_M, _CAMERA_HEIGHT_SD = 3.0, 4.0
_WIDTH_SD, _MEASURED_WIDTH_SD = 0.7, 0.02
_SHARED: Final = 6
_OF_PLANE: Final = 4


class RefusedError(ValueError):
    """These marks make no facade; `reason` is a code, and `plane`, `kind`, `index` say which mark it is, if one."""

    def __init__(
        self, reason: str, plane: int | None = None, kind: Kind | None = None, index: int | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.plane = plane
        self.kind = kind
        self.index = index


@dataclass(frozen=True, slots=True)
class MarkError:
    """How far (px) a mark lies from where the solved facade has what it marks."""

    plane: int
    kind: Kind
    index: int
    px: float


@dataclass(frozen=True, slots=True)
class Solution:
    """A facade with its errors: `rms_px` over all marks, `floor_sd` the worst deviation of a height, in floors.

    `unit_sd` is the same across, in units.
    """

    facade: Facade
    errors: tuple[MarkError, ...]
    rms_px: float
    floor_sd: float
    unit_sd: float


def solve(marks: Marks) -> Solution:
    """Fit the facade to the marks. Raises RefusedError with the reason and, where it is one, the mark."""
    for plane in marks.planes:
        _check(marks, plane)
    problem = _Problem(marks)
    fit = problem.fit()
    solution = problem.solution(fit)
    _check_fit(marks, solution)
    return solution


def _check(marks: Marks, plane: PlaneMarks) -> None:
    """Refuse what no camera can see so."""
    width, height = marks.size
    places: list[tuple[Kind, int, float, float]] = [("corner", n, x, y) for n, (x, y) in enumerate(plane.corners)]
    places += [("floor", n, mark.x, mark.y) for n, mark in enumerate(plane.floors)]
    places += [("edge", n, mark.x, mark.y) for n, mark in enumerate(plane.edges)]
    for kind, index, x, y in places:
        if not (0 <= x <= width and 0 <= y <= height):
            raise RefusedError("outside_picture", plane.id, kind, index)
    for index in range(4):
        (ax, ay), (bx, by), (cx, cy) = (plane.corners[(index + n) % 4] for n in range(3))
        if math.hypot(bx - ax, by - ay) < LEAST_SIDE_PX:
            raise RefusedError("too_small", plane.id, "corner", index)
        # Lower left, lower right, upper right, upper left: with y downwards each turn is to the left, below zero.
        if (bx - ax) * (cy - by) - (by - ay) * (cx - bx) >= 0:
            raise RefusedError("corners_crossed", plane.id, "corner", (index + 1) % 4)
    for index, mark in enumerate(plane.floors):
        if not plane.lowest <= mark.floor <= plane.highest + 1:
            raise RefusedError("floor_not_here", plane.id, "floor", index)


def _check_fit(marks: Marks, solution: Solution) -> None:
    scale = max(marks.size[0] / 1920, 0.5)
    worst = max(solution.errors, key=lambda error: error.px)
    if solution.rms_px > WORST_RMS_PX * scale or worst.px > WORST_MARK_PX * scale:
        raise RefusedError("marks_disagree", worst.plane, worst.kind, worst.index)
    for plane, marked in zip(solution.facade.planes, marks.planes, strict=True):
        edges = [unit.u0 for unit in solution.facade.units if unit.plane == plane.id] + [plane.width_m]
        if any(right - left < plane.width_m * 0.005 for left, right in pairwise(edges)):
            raise RefusedError("edges_not_in_order", plane.id, "edge", 0)
        low, high = marks.heights[marked.highest - 1], marks.heights[marked.highest]
        x, y = plane.to_pixels([plane.width_m / 2] * 2, [low, high])
        if not math.hypot(x[1] - x[0], y[1] - y[0]) >= LEAST_FLOOR_PX:
            raise RefusedError("floors_too_small", plane.id)
    if solution.floor_sd > WORST_FLOOR_SD:
        raise RefusedError("uncertain")


class _Problem:
    """The least squares of one set of marks. Parameters: the camera's six, four a plane, one an edge that is marked."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._heights = marks.heights
        self._marked = [_marked(plane, self._heights) for plane in marks.planes]
        self._sigma = SIGMA_PX * max(marks.size[0] / 1920, 0.25)
        self._edges = [
            (plane.id, after) for plane in marks.planes for after in sorted({mark.after for mark in plane.edges})
        ]

    def fit(self) -> OptimizeResult:
        """Return the best of fits begun with up to three focal lengths; one that fits the marks is enough."""
        fits: list[OptimizeResult] = []
        for focal in _FOCALS:
            start = self._start(focal)
            fits.append(least_squares(self._residuals, start, jac=self._slopes, x_scale="jac", max_nfev=60))
            if 2 * float(fits[-1].cost) < len(fits[-1].fun):
                break
        return min(fits, key=lambda fit: float(fit.cost))

    def solution(self, fit: OptimizeResult) -> Solution:
        """Return the facade with its errors."""
        values: Floats = fit.x
        marks = self._marks
        planes = tuple(self._plane(values, plane) for plane in marks.planes)
        units = tuple(unit for plane in marks.planes for unit in self._units(values, plane))
        errors = tuple(self._errors(values))
        floats = np.array([error.px for error in errors])
        rms = float(np.sqrt(np.mean(floats**2)))
        facade = Facade(marks.size, planes, FloorGrid(self._heights, marks.names), units)
        floor_sd, unit_sd = self._deviations(fit, rms)
        return Solution(facade, errors, rms, floor_sd, unit_sd)

    def _start(self, focal: float) -> Floats:
        """Return the parameters that a focal length (picture widths) and each plane's corners give."""
        width, height = self._marks.size
        shared = np.zeros(_SHARED)
        rows = []
        poses = []
        for plane in self._marks.planes:
            low, high = self._heights[plane.lowest - 1], self._heights[plane.highest]
            guess = plane.width_m or _UNIT_WIDTH_M * len(plane.units)
            square = _homography([(0, low), (guess, low), (guess, high), (0, high)], plane.corners)
            inner = np.diag([1 / (focal * width), 1 / (focal * width), 1.0]) @ np.array(
                [[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]]
            )
            columns = inner @ square
            stretch = 1.0 if plane.width_m else float(np.linalg.norm(columns[:, 0]) / np.linalg.norm(columns[:, 1]))
            columns[:, 0] /= stretch
            columns *= 2 / (np.linalg.norm(columns[:, 0]) + np.linalg.norm(columns[:, 1]))
            columns *= np.sign(columns[2] @ np.array([guess * stretch / 2, (low + high) / 2, 1]))
            up = columns[:, 1] / np.linalg.norm(columns[:, 1])
            pitch, roll = math.asin(float(np.clip(up[2], -1, 1))), math.atan2(-up[0], -up[1])
            poses.append((pitch, roll))
            turned = _rotation(pitch, roll).T @ columns
            rows.append((math.atan2(turned[2, 0], turned[0, 0]), turned[:, 2], math.log(guess * stretch)))
        shared[0] = math.log(focal)
        shared[3], shared[4] = np.mean([pose[0] for pose in poses]), np.mean([pose[1] for pose in poses])
        shared[5] = np.clip(-np.mean([row[1][1] for row in rows]), -5, 20)
        placed = [np.array([azimuth, place[0], place[2], log_width]) for azimuth, place, log_width in rows]
        values: Floats = np.concatenate([shared, *placed, np.zeros(len(self._edges))])
        for n, (plane_id, after) in enumerate(self._edges):
            inverse = np.linalg.inv(self._projection(values, plane_id))
            points = [(mark.x, mark.y) for mark in self._marks.planes[plane_id].edges if mark.after == after]
            flat = inverse @ np.array([*np.mean(points, axis=0), 1.0])
            values[len(values) - len(self._edges) + n] = flat[0] / flat[2]
        return values

    def _projection(self, values: Floats, plane_id: int) -> Floats:
        """Return metres on a plane to pixels, (3, 3)."""
        width, height = self._marks.size
        log_focal, off_x, off_y, pitch, roll, camera_height = values[:_SHARED]
        azimuth, east, north, _ = values[_SHARED + plane_id * _OF_PLANE : _SHARED + (plane_id + 1) * _OF_PLANE]
        focal = math.exp(log_focal) * width
        inner = np.array(
            [[focal, 0, width * (0.5 + off_x)], [0, focal, height / 2 + width * off_y], [0, 0, 1]], np.float64
        )
        axes = np.array(
            [[math.cos(azimuth), 0, east], [0, 1, -camera_height], [math.sin(azimuth), 0, north]], np.float64
        )
        return inner @ _rotation(float(pitch), float(roll)) @ axes

    def _width(self, values: Floats, plane_id: int) -> float:
        return math.exp(values[_SHARED + plane_id * _OF_PLANE + 3])

    def _edge(self, values: Floats, plane_id: int, after: int) -> float:
        return float(values[len(values) - len(self._edges) + self._edges.index((plane_id, after))])

    def _residuals(self, values: Floats) -> Floats:
        """Return distances of marks in standard deviations, and of parameters from their priors."""
        return np.concatenate([*(self._off(values, plane) for plane in self._marks.planes), self._priors(values)])

    def _slopes(self, values: Floats) -> Floats:
        """Return the residuals' Jacobian by differences: what belongs to one plane moves the marks of no other."""
        planes = self._marks.planes
        before = [self._off(values, plane) for plane in planes]
        ends = np.cumsum([0, *(len(part) for part in before)])
        slopes = np.zeros((ends[-1] + len(self._priors(values)), len(values)))
        for n in range(len(values)):
            moved = values.copy()
            step = 1e-7 * max(1.0, abs(values[n]))
            moved[n] += step
            for plane in planes if n < _SHARED else [planes[self._plane_of(n)]]:
                rows = np.s_[ends[plane.id] : ends[plane.id + 1]]
                slopes[rows, n] = (self._off(moved, plane) - before[plane.id]) / step
            slopes[ends[-1] :, n] = (self._priors(moved) - self._priors(values)) / step
        return slopes

    def _plane_of(self, parameter: int) -> int:
        of_planes = _SHARED + _OF_PLANE * len(self._marks.planes)
        if parameter < of_planes:
            return (parameter - _SHARED) // _OF_PLANE
        return self._edges[parameter - of_planes][0]

    def _off(self, values: Floats, plane: PlaneMarks) -> Floats:
        """Return the distances of one plane's marks, in standard deviations."""
        return np.concatenate([part.ravel() for part in self._distances(values, plane)]) / self._sigma

    def _priors(self, values: Floats) -> Floats:
        priors = [
            (values[0] - _FOCAL) / _FOCAL_SD,
            values[1] / _CENTRE_SD,
            values[2] / _CENTRE_SD,
            values[4] / _ROLL_SD,
            (values[5] - _CAMERA_HEIGHT_M) / _CAMERA_HEIGHT_SD,
        ]
        for plane in self._marks.planes:
            wanted = math.log(plane.width_m or _UNIT_WIDTH_M * len(plane.units))
            spread = _MEASURED_WIDTH_SD if plane.width_m else _WIDTH_SD
            priors.append((values[_SHARED + plane.id * _OF_PLANE + 3] - wanted) / spread)
        return np.array(priors)

    def _distances(self, values: Floats, plane: PlaneMarks) -> tuple[Floats, Floats, Floats]:
        """Return the marks' distances, px: of corners in x and y (4, 2), of floors and of edges from their lines."""
        marked = self._marked[plane.id]
        projection = self._projection(values, plane.id)
        width = self._width(values, plane.id)
        low, high = self._heights[plane.lowest - 1], self._heights[plane.highest]
        x, y = transform(projection, [0, width, width, 0], [low, low, high, high])
        # Behind the camera there is no place: as far off as a picture is wide.
        corners = np.nan_to_num(np.column_stack([x, y]) - marked.corners, nan=float(self._marks.size[0]))
        # A line of the plane in pixels is the plane's line carried over by the inverse, transposed.
        lines = np.linalg.inv(projection)
        floors = lines[1] - marked.heights[:, None] * lines[2]
        across = np.array([self._edge(values, plane.id, mark.after) for mark in plane.edges])
        edges = lines[0] - across[:, None] * lines[2]
        return corners, _from_lines(marked.floors, floors), _from_lines(marked.edges, edges)

    def _errors(self, values: Floats) -> Iterator[MarkError]:
        kinds: tuple[Kind, ...] = ("corner", "floor", "edge")
        for plane in self._marks.planes:
            corners, floors, edges = self._distances(values, plane)
            of_kinds = (np.linalg.norm(corners, axis=1), np.abs(floors), np.abs(edges))
            for kind, distances in zip(kinds, of_kinds, strict=True):
                for index, distance in enumerate(distances):
                    yield MarkError(plane.id, kind, index, float(distance))

    def _plane(self, values: Floats, plane: PlaneMarks) -> Plane:
        azimuth, east, north, _ = values[_SHARED + plane.id * _OF_PLANE : _SHARED + (plane.id + 1) * _OF_PLANE]
        homography = np.asarray(np.linalg.inv(self._projection(values, plane.id)), np.float64)
        across, along = math.cos(azimuth), math.sin(azimuth)
        distance = float(north * across - east * along)
        if distance <= 0:
            raise RefusedError("corners_crossed", plane.id)
        return Plane(
            id=plane.id,
            homography=homography,
            outline=plane.corners,
            width_m=self._width(values, plane.id),
            height_m=self._heights[plane.highest] - self._heights[plane.lowest - 1],
            camera=(float(-east * across - north * along), float(values[5]), distance),
        )

    def _units(self, values: Floats, plane: PlaneMarks) -> Iterator[Unit]:
        """Give the units between the edges that are marked, equally wide where none is."""
        known = {0: 0.0, len(plane.units): self._width(values, plane.id)}
        known |= {after: self._edge(values, plane.id, after) for of, after in self._edges if of == plane.id}
        edges = np.interp(range(len(plane.units) + 1), sorted(known), [known[after] for after in sorted(known)])
        for n, unit in enumerate(plane.units):
            yield Unit(unit.name, plane.id, float(edges[n]), float(edges[n + 1]), unit.building, unit.unit, unit.home)

    def _deviations(self, fit: OptimizeResult, rms: float) -> tuple[float, float]:
        """Return the worst standard deviations over the planes, in floors and in units."""
        covariance = np.linalg.pinv(fit.jac.T @ fit.jac) * max(1.0, rms / self._sigma) ** 2
        floors = units = 0.0
        for plane in self._marks.planes:
            xs, ys = np.array([*plane.corners, np.mean(plane.corners, axis=0)]).T

            def place(values: Floats, plane: PlaneMarks = plane, xs: Floats = xs, ys: Floats = ys) -> Floats:
                u, v = transform(_forward(self._projection(values, plane.id), plane), xs, ys)
                return np.concatenate([u / self._width(values, plane.id) * len(plane.units), v])

            slopes = np.empty((2 * len(xs), len(fit.x)))
            for n in range(len(fit.x)):
                step = np.zeros(len(fit.x))
                step[n] = 1e-5
                slopes[:, n] = (place(fit.x + step) - place(fit.x - step)) / 2e-5
            spread = np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", slopes, covariance, slopes), 0))
            units = max(units, float(spread[: len(xs)].max()))
            floors = max(floors, float(spread[len(xs) :].max()) / self._marks.floor_height_m)
        return floors, units


@dataclass(frozen=True, slots=True)
class _Marked:
    """One plane's marks: corners (4, 2), floors and edges (n, 3) homogeneous, px; the floors' heights (n,), m."""

    corners: Floats
    floors: Floats
    edges: Floats
    heights: Floats


def _marked(plane: PlaneMarks, heights: tuple[float, ...]) -> _Marked:
    return _Marked(
        corners=np.array(plane.corners, np.float64),
        floors=np.array([(mark.x, mark.y, 1.0) for mark in plane.floors]).reshape(-1, 3),
        edges=np.array([(mark.x, mark.y, 1.0) for mark in plane.edges]).reshape(-1, 3),
        heights=np.array([heights[mark.floor - 1] for mark in plane.floors]),
    )


def _from_lines(points: Floats, lines: Floats) -> Floats:
    """Return each point's signed distance from its line, both homogeneous (n, 3)."""
    distances: Floats = np.sum(points * lines, axis=1) / np.hypot(lines[:, 0], lines[:, 1])
    return distances


def _forward(projection: Floats, plane: PlaneMarks) -> Floats:
    """Return pixels to metres, positive in front of the camera."""
    homography: Floats = np.asarray(np.linalg.inv(projection), np.float64)
    homography *= np.sign(homography[2] @ np.array([*np.mean(plane.corners, axis=0), 1.0]))
    return homography


def _rotation(pitch: float, roll: float) -> Floats:
    """Return the world (east, up, north) to the camera (right, down, forward), (3, 3)."""
    tilt = np.array([[1, 0, 0], [0, -math.cos(pitch), math.sin(pitch)], [0, math.sin(pitch), math.cos(pitch)]])
    turn = np.array([[math.cos(roll), math.sin(roll), 0], [-math.sin(roll), math.cos(roll), 0], [0, 0, 1]])
    rotation: Floats = turn @ tilt
    return rotation


def _homography(metres: list[tuple[float, float]], pixels: tuple[tuple[float, float], ...]) -> Floats:
    """Return the homography (3, 3) that four points fix exactly."""
    rows = []
    for (u, v), (x, y) in zip(metres, pixels, strict=True):
        rows.append([u, v, 1, 0, 0, 0, -x * u, -x * v, -x])
        rows.append([0, 0, 0, u, v, 1, -y * u, -y * v, -y])
    homography: Floats = np.linalg.svd(np.array(rows))[2][-1].reshape(3, 3)
    return homography
