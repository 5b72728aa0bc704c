"""`python -m demo.facade_films FOLDER DATA CAMERA`: what the demo's facade camera sees, with and without a fall.

Writes the camera's calibration into the companion's folder DATA first, then the films into FOLDER, unless they are
there: they follow from the scene, and making them takes a while.
"""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from falling_objects.calibration import solve
from falling_objects.calibration_store import CalibrationStore
from falling_objects.marks import Marks, UnitNames

from simulators.facade import DropPlan, FacadeScene, Size, film
from simulators.facade.calibrated import marks_of

from .facade import FALLS_AT, FILMS, SECONDS

QUIET: Final = FacadeScene(1203, (1280, 720), seconds=SECONDS, codec="h264", bitrate=2_500_000)
FALL: Final = replace(QUIET, drops=(DropPlan(Size.LARGE, FALLS_AT),))
BUILDING: Final = "3"


def marks() -> Marks:
    """Return what a volunteer has marked on the picture, with the names that the demo's homes have."""
    marked = marks_of(QUIET, error_px=2.0)
    (plane,) = marked.planes
    names = tuple(UnitNames(name.name, BUILDING, name.unit, "{unit}-{floor}{name}") for name in plane.units)
    return replace(marked, planes=(replace(plane, units=names),))


def main(folder: Path, data: Path, camera: str) -> None:
    """Write what is missing."""
    store = CalibrationStore(data / "calibrations")
    if store.load(camera) is None:
        marked = marks()
        store.save(camera, marked, solve(marked), None, datetime.now(UTC).isoformat(timespec="seconds"))
    folder.mkdir(parents=True, exist_ok=True)
    for name, scene in zip(FILMS, (QUIET, FALL), strict=True):
        if not (folder / name).exists():
            part = folder / f"part-{name}"
            film(scene, part)
            part.replace(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
