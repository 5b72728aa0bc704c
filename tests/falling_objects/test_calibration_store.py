"""Calibrations on the disk: whole or not at all, and nobody's name leaves the folder."""

from pathlib import Path

import pytest
from falling_objects.calibration import solve
from falling_objects.calibration_store import CalibrationStore
from falling_objects.checked import UnreadableError

from .facade_world import Wall, eye_before, marks_of

MARKS = marks_of(eye_before(20, 25), (Wall(-12, 25, 0.0, 24),), (4, 20), lines=(12,))
SOLUTION = solve(MARKS)
AT = "2026-11-23T13:55:00Z"


def test_what_is_saved_is_read_back(tmp_path: Path) -> None:
    store = CalibrationStore(tmp_path / "calibration")
    assert store.load("yard-1") is None
    assert store.picture("yard-1") is None
    saved = store.save("yard-1", MARKS, SOLUTION, b"a picture", AT)
    assert store.load("yard-1") == saved
    assert saved.facade == SOLUTION.facade
    assert saved.marks == MARKS
    assert store.picture("yard-1") == b"a picture"
    assert store.load("yard-2") is None


def test_a_calibration_without_a_picture_takes_the_old_picture_away(tmp_path: Path) -> None:
    store = CalibrationStore(tmp_path)
    store.save("yard-1", MARKS, SOLUTION, b"a picture", AT)
    store.save("yard-1", MARKS, SOLUTION, None, AT)
    assert store.picture("yard-1") is None


def test_a_save_that_was_cut_leaves_the_old_one(tmp_path: Path) -> None:
    store = CalibrationStore(tmp_path)
    saved = store.save("yard-1", MARKS, SOLUTION, b"a picture", AT)
    (tmp_path / "yard-1.json.part").write_text('{"version": 1, "ma')
    assert store.load("yard-1") == saved


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 9}', '{"version": 1, "marks": {"version": 1}}', "\x00"])
def test_a_damaged_file_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "yard-1.json").write_text(text)
    with pytest.raises(UnreadableError):
        CalibrationStore(tmp_path).load("yard-1")


@pytest.mark.parametrize("camera", ["../secrets", "a/b", "", ".", "-x", "a" * 65, "Hof\n", "hof\x00"])
def test_a_name_that_leaves_the_folder_is_no_camera(tmp_path: Path, camera: str) -> None:
    with pytest.raises(UnreadableError):
        CalibrationStore(tmp_path).load(camera)
