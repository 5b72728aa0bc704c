"""The usual recipe, to be measured beside ours: OpenCV's MOG2, contours, a Kalman filter a track (as SORT has it).

Set up as it is commonly described for falling objects: full size, shadows off, a median against noise, only contours
on the facade; a track is an alarm once it was seen often enough and went down two floors, more down than sideways.
"""

from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
from falling_objects.optics import Facade
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

type Luma = NDArray[np.uint8]
type Point = tuple[float, float, float]

_HISTORY: Final = 250
_THRESHOLD: Final = 25.0
_LEAST_PX2, _MOST_PX2 = 4.0, 4000.0
# A picture with more contours than this is rain, a switched lamp or a bump: the recipe keeps the largest.
_CONTOURS: Final = 60
_GATE_PX: Final = 60.0
_FORGOTTEN: Final = 5
_LEAST_HITS: Final = 5
_STEEP: Final = 1.5
_SETTLING: Final = 50


@dataclass(slots=True)
class Track:
    """A thing that is followed: state (x, y, vx, vy) in px and px a frame, its covariance, where it was seen."""

    state: NDArray[np.float64]
    spread: NDArray[np.float64]
    points: list[Point] = field(default_factory=list)
    missed: int = 0
    alarm_at: float | None = None


def _motion() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return how a state goes on, its noise, what is seen of it, and the noise of that."""
    step = np.eye(4)
    step[0, 2] = step[1, 3] = 1.0
    return step, np.diag([1.0, 1.0, 4.0, 4.0]), np.eye(2, 4), np.diag([2.0, 2.0])


class Recipe:
    """One camera watched by the usual recipe."""

    def __init__(self, facade: Facade) -> None:
        self._facade = facade
        self._model = cv2.createBackgroundSubtractorMOG2(_HISTORY, _THRESHOLD, detectShadows=False)
        width, height = facade.camera_size
        self._where = np.zeros((height, width), dtype=np.uint8)
        for plane in facade.planes:
            cv2.fillPoly(self._where, [np.array(plane.outline).round().astype(np.int32)], 255)
        self._tracks: list[Track] = []
        self._frames = 0
        self.alarms: list[Track] = []

    def subtract(self, luma: Luma) -> Luma:
        """Return what MOG2 takes for moving, (h, w) uint8: the part that its own time is measured of."""
        return np.asarray(self._model.apply(luma), dtype=np.uint8)

    def take(self, luma: Luma, at: float) -> None:
        """Look at the next picture; what becomes an alarm is added to `alarms`."""
        moving = cv2.bitwise_and(cv2.medianBlur(self.subtract(luma), 3), self._where)
        self._frames += 1
        if self._frames <= _SETTLING:
            return
        contours, _ = cv2.findContours(moving, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        boxes = sorted((cv2.boundingRect(contour) for contour in contours), key=lambda box: -box[2] * box[3])
        places = np.array(
            [(x + (w - 1) / 2, y + (h - 1) / 2) for x, y, w, h in boxes if _LEAST_PX2 <= w * h <= _MOST_PX2][:_CONTOURS]
        ).reshape(-1, 2)
        self._follow(places, at)

    def _follow(self, places: NDArray[np.float64], at: float) -> None:
        step, wander, sees, blur = _motion()
        for track in self._tracks:
            track.state = step @ track.state
            track.spread = step @ track.spread @ step.T + wander
        taken: set[int] = set()
        if self._tracks and len(places):
            foreseen = np.array([track.state[:2] for track in self._tracks])
            away = np.linalg.norm(foreseen[:, None] - places[None], axis=2)
            for row, column in zip(*linear_sum_assignment(np.minimum(away, 4 * _GATE_PX)), strict=True):
                if away[row, column] > _GATE_PX:
                    continue
                track = self._tracks[row]
                gain = track.spread @ sees.T @ np.linalg.inv(sees @ track.spread @ sees.T + blur)
                track.state = track.state + gain @ (places[column] - sees @ track.state)
                track.spread = (np.eye(4) - gain @ sees) @ track.spread
                track.points.append((at, float(places[column][0]), float(places[column][1])))
                track.missed = -1
                taken.add(int(column))
        for track in self._tracks:
            track.missed += 1
        for index, place in enumerate(places):
            if index not in taken:
                state = np.array([place[0], place[1], 0.0, 0.0])
                self._tracks.append(
                    Track(state, np.diag([2.0, 2.0, 400.0, 400.0]), [(at, float(place[0]), float(place[1]))])
                )
        for track in self._tracks:
            if track.alarm_at is None and track.missed == 0 and self._falls(track):
                track.alarm_at = at
                self.alarms.append(track)
        self._tracks = [track for track in self._tracks if track.missed < _FORGOTTEN]

    def _falls(self, track: Track) -> bool:
        if len(track.points) < _LEAST_HITS:
            return False
        (_, x0, y0), (_, x1, y1) = track.points[0], track.points[-1]
        if y1 - y0 < _STEEP * abs(x1 - x0):
            return False
        plane = self._facade.planes[0]
        _, metres = plane.to_metres(np.array([x0, x1]), np.array([y0, y1]))
        return bool(metres[0] - metres[1] >= 2 * self._facade.floors.height)
