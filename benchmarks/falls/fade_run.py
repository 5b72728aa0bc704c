"""Ours on FADE, where a person has it: which clips with a fall raised an alarm, and how its boxes were hit."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from falling_objects.fade import Box, FadeClip, clips
from falling_objects.model import FallState, TrackPoint, WatchSettings
from falling_objects.optics import Facade, FloorGrid, Plane, facade_from_dict
from falling_objects.watcher import FacadeWatcher

from simulators.facade.geometry import Pinhole

# Where nothing else is known: the clips were taken by a camera at the foot that looked up by 30°, 45° or 60°.
_ELEVATION, _AWAY_M, _WIDE_M, _HIGH_M, _FLOOR_M = 45.0, 25.0, 60.0, 99.0, 3.0
_FOCAL_OF_WIDTH: Final = 0.8
_CALIBRATION: Final = "calibration.json"
# A box of a few px is hit by a point this near to its edge.
_SLACK_PX: Final = 4.0


@dataclass(slots=True)
class Tally:
    """What was counted over the clips."""

    clips: int = 0
    with_falls: int = 0
    found: int = 0
    false_alarms: int = 0
    boxes: int = 0
    boxes_hit: int = 0
    points: int = 0
    points_right: int = 0
    calibrated: int = 0

    def figures(self) -> Mapping[str, float | int]:
        """Return the shares, %, F being of points and boxes."""
        precision = self.points_right / max(1, self.points)
        recall = self.boxes_hit / max(1, self.boxes)
        return {
            "fade_clips": self.clips,
            "fade_clips_with_falls": self.with_falls,
            "fade_clips_calibrated": self.calibrated,
            "fade_clips_found_pct": 100.0 * self.found / max(1, self.with_falls),
            "fade_false_alarms": self.false_alarms,
            "fade_precision_pct": 100.0 * precision,
            "fade_recall_pct": 100.0 * recall,
            "fade_f_pct": 200.0 * precision * recall / max(1e-9, precision + recall),
        }


def nominal(size: tuple[int, int]) -> Facade:
    """Return the facade that is assumed for a clip without a calibration, `size` (width, height) px."""
    camera = Pinhole(size, (_WIDE_M / 2, 3.0, _AWAY_M), 0.0, float(np.radians(_ELEVATION)), 0.0,
                     _FOCAL_OF_WIDTH * size[0])  # fmt: skip
    homography = camera.to_plane()
    middle = homography @ np.array([size[0] / 2, size[1] / 2, 1.0])
    edge = ((0.0, 0.0), (size[0] - 1.0, 0.0), (size[0] - 1.0, size[1] - 1.0), (0.0, size[1] - 1.0))
    plane = Plane(0, homography * np.sign(middle[2]), edge, _WIDE_M, _HIGH_M, camera.place)
    floors = FloorGrid(tuple(n * _FLOOR_M for n in range(round(_HIGH_M / _FLOOR_M) + 1)))
    return Facade(size, (plane,), floors)


def measure(folder: Path, fps: float) -> Tally:
    """Watch every clip under the folder; raises UnreadableFadeError for what is not as the format has it."""
    tally = Tally()
    for clip in clips(folder, fps):
        tally.clips += 1
        _watch(clip, folder, tally)
        print(f"fade: {tally.clips} clips, {tally.found} of {tally.with_falls} falls found", flush=True)
    return tally


def _watch(clip: FadeClip, folder: Path, tally: Tally) -> None:
    boxes = clip.boxes()
    watcher: FacadeWatcher | None = None
    told: dict[int, tuple[TrackPoint, ...]] = {}
    for frame in clip.frames():
        if watcher is None:
            size = (frame.luma.shape[1], frame.luma.shape[0])
            beside = (folder / clip.name / _CALIBRATION, (folder / clip.name).parent / _CALIBRATION)
            file = next((path for path in beside if path.is_file()), None)
            tally.calibrated += file is not None
            facade = nominal(size) if file is None else facade_from_dict(json.loads(file.read_text("utf-8")))
            watcher = FacadeWatcher(facade, WatchSettings(), clip.fps)
        for news in watcher.take(frame):
            if news.state is FallState.CONFIRMED or news.id in told:
                told[news.id] = news.points
    _count(boxes, told, clip.fps, tally)


def _count(
    boxes: tuple[tuple[Box, ...], ...], told: Mapping[int, tuple[TrackPoint, ...]], fps: float, tally: Tally
) -> None:
    hit: set[tuple[int, int]] = set()
    right_alarms = 0
    for points in told.values():
        right = 0
        for point in points:
            if not point.seen:
                continue
            index = round(point.at * fps)
            near = [n for n, box in enumerate(boxes[index] if index < len(boxes) else ()) if _inside(point, box)]
            hit |= {(index, n) for n in near}
            right += bool(near)
            tally.points += 1
        tally.points_right += right
        right_alarms += right > 0
    falls = any(boxes)
    tally.with_falls += falls
    tally.found += falls and right_alarms > 0
    tally.false_alarms += len(told) - right_alarms
    tally.boxes += sum(map(len, boxes))
    tally.boxes_hit += len(hit)


def _inside(point: TrackPoint, box: Box) -> bool:
    return (
        box.left - _SLACK_PX <= point.x <= box.right + _SLACK_PX
        and box.top - _SLACK_PX <= point.y <= box.bottom + _SLACK_PX
    )
