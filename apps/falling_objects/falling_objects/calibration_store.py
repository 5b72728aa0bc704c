"""Keeps each camera's calibration: its marks, the facade made of them, and the picture that it was made on."""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .calibration import Solution
from .checked import UnreadableError, mapping, number, text
from .marks import Marks, marks_from_dict
from .optics import Facade

VERSION: Final = 1
CAMERA: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class Saved:
    """A calibration as it lies on the disk; `saved_at` is UTC, RFC 3339."""

    marks: Marks
    facade: Facade
    rms_px: float
    floor_sd: float
    saved_at: str


class CalibrationStore:
    """One folder with a file of JSON and a picture for each camera."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, camera: str, marks: Marks, solution: Solution, picture: bytes | None, saved_at: str) -> Saved:
        """Keep a calibration; `picture` (JPEG) is what drift is told from. Raises OSError where the disk refuses."""
        saved = Saved(marks, solution.facade, solution.rms_px, solution.floor_sd, saved_at)
        data = {
            "version": VERSION,
            "marks": marks.as_dict(),
            "facade": solution.facade.as_dict(),
            "rms_px": solution.rms_px,
            "floor_sd": solution.floor_sd,
            "saved_at": saved_at,
        }
        self._folder.mkdir(parents=True, exist_ok=True)
        # The picture first: a calibration never stands beside the picture of an older one.
        if picture is None:
            self._path(camera, "jpg").unlink(missing_ok=True)
        else:
            _write(self._path(camera, "jpg"), picture)
        _write(self._path(camera, "json"), json.dumps(data, indent=1, ensure_ascii=False).encode())
        return saved

    def load(self, camera: str) -> Saved | None:
        """Return what was kept, None if nothing. Raises UnreadableError for a file that is damaged."""
        try:
            raw = self._path(camera, "json").read_bytes()
        except FileNotFoundError:
            return None
        try:
            data = mapping(json.loads(raw), "calibration")
        except ValueError as error:
            raise UnreadableError("calibration", "not_json") from error
        if data.get("version") != VERSION:
            raise UnreadableError("version", "unknown_version")
        return Saved(
            marks=marks_from_dict(data.get("marks")),
            facade=Facade.from_dict(data.get("facade")),
            rms_px=number(data.get("rms_px"), "rms_px", 0),
            floor_sd=number(data.get("floor_sd"), "floor_sd", 0),
            saved_at=text(data.get("saved_at"), "saved_at"),
        )

    def picture(self, camera: str) -> bytes | None:
        """Return the picture (JPEG) that the calibration was made on, if it was kept."""
        try:
            return self._path(camera, "jpg").read_bytes()
        except FileNotFoundError:
            return None

    def _path(self, camera: str, kind: str) -> Path:
        # A name is a part of a path here: what could leave the folder is no camera.
        if CAMERA.fullmatch(camera) is None:
            raise UnreadableError("camera", "bad_name")
        return self._folder / f"{camera}.{kind}"


def _write(path: Path, data: bytes) -> None:
    """Write so that a cut in the power leaves the old file or the new one, never half of it."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
