"""Ours on a folder in FADE's format, made of a scene: what is found, and how its boxes are hit."""

import json
from pathlib import Path

import cv2
import pytest
from falling_objects.model import Fall, FallKind, FallState, Frame, TrackPoint, WatchSettings
from falling_objects.optics import Facade

from benchmarks.falls import fade_run
from simulators.facade import Drop, DropPlan, FacadeScene, Size, calibration, render, truth

SCENE = FacadeScene(1250, size=(640, 360), fps=10.0, seconds=4.0, drops=(DropPlan(Size.MEDIUM, 0.5),))
NOTE = (
    "<annotation><object><name>o</name><bndbox><xmin>{0}</xmin><ymin>{1}</ymin><xmax>{2}</xmax><ymax>{3}</ymax>"
    "</bndbox></object></annotation>"
)


class Teller:
    """A watcher that tells of one fall on the truth at the end, and of one that is none."""

    facades: list[Facade] = []  # noqa: RUF012 - what the watchers were made for

    def __init__(self, facade: Facade, settings: WatchSettings, fps_hint: float) -> None:
        Teller.facades.append(facade)
        self._settings, self._fps = settings, fps_hint

    def take(self, frame: Frame) -> tuple[Fall, ...]:
        if frame.at < 3.85:
            return ()
        seen = [point for point in truth(SCENE)[0].points if point.visible]
        on = tuple(TrackPoint(point.at, point.x, point.y, point.area, seen=True) for point in seen[::2])
        off = tuple(TrackPoint(0.1 * n, 5.0, 5.0 + n, 4.0, seen=True) for n in range(5))
        return tuple(
            Fall(n, FallKind.FALLING, FallState.CONFIRMED, 0.9, 0.0, 1.0, points, 0, (1.0, 1.0), 1.0, 9.0, 0.2)
            for n, points in enumerate((on, off))
        )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(fade_run, "FacadeWatcher", Teller)
    Teller.facades.clear()
    video = tmp_path / "scene 3" / "Video 1"
    (video / "JPEGImages").mkdir(parents=True)
    (video / "Annotations").mkdir()
    drop: Drop = truth(SCENE)[0]
    places = {point.at: point for point in drop.points if point.visible}
    for index, frame in enumerate(render(SCENE), 1):
        cv2.imwrite(str(video / "JPEGImages" / f"frame{index}.jpg"), frame.luma)
        if (point := places.get(frame.at)) is not None:
            box = (int(max(0, point.x - 3)), int(max(0, point.y - 3)), int(point.x + 4), int(point.y + 4))
            (video / "Annotations" / f"frame{index}.xml").write_text(NOTE.format(*box))
    return tmp_path


def test_clips_are_watched_and_boxes_counted(folder: Path) -> None:
    told = fade_run.measure(folder, fps=10.0).figures()
    assert (told["fade_clips"], told["fade_clips_with_falls"], told["fade_clips_found_pct"]) == (1, 1, 100.0)
    assert told["fade_false_alarms"] == 1
    assert told["fade_clips_calibrated"] == 0
    assert 40 < told["fade_recall_pct"] < 60
    assert Teller.facades[0].camera_size == (640, 360)
    # Looking up from the foot: what is higher in the picture is higher on the wall.
    _, low = Teller.facades[0].planes[0].to_metres(320.0, 300.0)
    _, high = Teller.facades[0].planes[0].to_metres(320.0, 60.0)
    assert 0 < float(low) < float(high) < 200


def test_a_calibration_beside_the_clip_is_taken(folder: Path) -> None:
    (folder / "scene 3" / "calibration.json").write_text(json.dumps(calibration(SCENE).as_dict()))
    assert fade_run.measure(folder, fps=10.0).calibrated == 1
    assert Teller.facades[0] == calibration(SCENE)
