"""`python -m simulators.facade FOLDER`: the clips of the development set, each with its truth and calibration."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from . import calibration, film, truth
from .sets import development_clips


def main(folder: Path) -> None:
    """Write NAME.mp4, NAME.truth.json and NAME.calibration.json for each clip."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, scene in development_clips().items():
        # Who reads the folder meanwhile finds the clip of before or the whole new one.
        part = folder / f"{name}.part.mp4"
        film(scene, part)
        part.replace(folder / f"{name}.mp4")
        told = {"scene": asdict(scene), "drops": [drop.as_dict() for drop in truth(scene)]}
        (folder / f"{name}.truth.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
        facade = json.dumps(calibration(scene).as_dict(), indent=1)
        (folder / f"{name}.calibration.json").write_text(facade, encoding="utf-8")
        print(name, len(told["drops"]), "drops", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
