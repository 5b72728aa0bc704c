"""Time and memory: decoding, ours, MOG2 and the usual recipe on the same stream, in one thread of one process.

Times are of the thread's processor time, so that what else runs on the machine does not count.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
from falling_objects.model import Frame, WatchSettings
from falling_objects.watcher import FacadeWatcher

from benchmarks.result import percentile
from simulators.facade import FacadeScene, calibration, film

from .process import decoded
from .recipe import Recipe

# Pictures until a background is learnt and everything is compiled.
_WARM: Final = 60
_RECIPE_FRAMES: Final = 150
_MS: Final = 1000.0


@dataclass(frozen=True, slots=True)
class Costs:
    """Processor time a picture, ms (means; of ours also the 95th percentile), and memory held, MiB."""

    decoding: float
    watching: float
    watching_p95: float
    half_size: float
    subtracting: float
    recipe: float
    memory_one: float
    memory_a_further: float
    recipe_memory: float


def measure(scene: FacadeScene, folder: Path, seconds_of_memory: float = 8.0) -> Costs:
    """Film the scene and measure; the film stays in the folder."""
    path = folder / f"speed-{scene.key()}-veryfast.mp4"
    folder.mkdir(parents=True, exist_ok=True)
    if not path.is_file():
        film(scene, path, preset="veryfast")
    cv2.setNumThreads(1)
    frames = int(seconds_of_memory * scene.fps)
    facade = path.with_suffix(".json")
    facade.write_text(json.dumps(calibration(scene).as_dict()), encoding="utf-8")
    one, three = (_in_own_process(path, facade, cameras, frames) for cameras in (1, 3))
    decoding = _decoding(path)
    watching = _watching(path, scene, WatchSettings())
    recipe = Recipe(calibration(scene))
    subtracting = _timed(path, lambda frame: recipe.subtract(frame.luma), _RECIPE_FRAMES)
    recipe = Recipe(calibration(scene))
    return Costs(
        decoding=_mean(decoding),
        watching=_mean(watching),
        watching_p95=percentile(watching, 95),
        half_size=_mean(_watching(path, scene, WatchSettings(half_size=True))),
        subtracting=_mean(subtracting),
        recipe=_mean(_timed(path, lambda frame: recipe.take(frame.luma, frame.at), _RECIPE_FRAMES)),
        memory_one=one,
        memory_a_further=(three - one) / 2,
        recipe_memory=_in_own_process(path, facade, 1, _RECIPE_FRAMES, "recipe"),
    )


def _decoding(path: Path) -> list[float]:
    costs, before = [], time.thread_time()
    for _ in decoded(path):
        now = time.thread_time()
        costs.append((now - before) * _MS)
        before = now
    return costs[_WARM:]


def _timed(path: Path, take: Callable[[Frame], object], frames: int | None = None) -> list[float]:
    costs = []
    for index, frame in enumerate(decoded(path)):
        before = time.thread_time()
        take(frame)
        costs.append((time.thread_time() - before) * _MS)
        if frames is not None and index >= _WARM + frames:
            break
    return costs[_WARM:]


def _watching(path: Path, scene: FacadeScene, settings: WatchSettings) -> list[float]:
    return _timed(path, FacadeWatcher(calibration(scene), settings, scene.fps).take)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _in_own_process(path: Path, facade: Path, cameras: int, frames: int, *kind: str) -> float:
    """Return the memory, MiB, that a process holds that does nothing but watch."""
    command = [sys.executable, "-m", f"{__package__}.process", str(path), str(facade), str(cameras), str(frames), *kind]
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=_environment())
    return float(told.stdout)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
