"""One scene watched, by ours or by the usual recipe: a piece of the measurement that is kept as one JSON file."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal

import cv2
import falling_objects.tracing
import falling_objects.watcher
import numpy as np
from falling_objects.model import Fall, FallState, WatchSettings
from falling_objects.tracing import candidates, start_of

import simulators.facade
from simulators.facade import FacadeScene, calibration, truth, watch

from .matching import can_be_found, match
from .recipe import Recipe

type Who = Literal["ours", "theirs"]
type Json = dict[str, Any]

MARKS_ERROR_PX: Final = 3.0
_POINTS_KEPT: Final = 400


@dataclass(frozen=True, slots=True)
class Task:
    """A scene, and who is to watch it; `part` is what it is for: recall or idle."""

    scene: FacadeScene
    who: Who
    part: str

    def file(self, folder: Path) -> Path:
        """Return where its piece is kept: another scene or other code has another name."""
        return folder / f"{self.part}-{self.who}-{self.scene.key()}-{code_key(self.who)}.json"


def code_key(who: Who) -> str:
    """Return a short name for the code that decides a piece: the generator, and who watches."""
    files = sorted(Path(simulators.facade.__file__).parent.glob("*.py"))
    files += [Path(__file__), Path(__file__).with_name("matching.py"), Path(__file__).with_name("recipe.py")][
        : 2 if who == "ours" else 3
    ]
    if who == "ours":
        loaded = [module for name, module in sys.modules.items() if name.startswith("falling_objects.")]
        files += sorted(Path(module.__file__) for module in loaded if module.__file__)
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:10]


def run(task: Task, file: Path) -> Json:
    """Return the piece: from its file if it is there, else watched now and kept in it."""
    if file.is_file():
        kept: Json = json.loads(file.read_text(encoding="utf-8"))
        return kept
    cv2.setNumThreads(1)
    alarms = _ours(task.scene) if task.who == "ours" else _theirs(task.scene)
    drops = truth(task.scene)
    height = task.scene.size[1]
    floor_m = calibration(task.scene).floors.height
    for alarm in alarms:
        track = np.array(alarm.pop("seen"), dtype=np.float64).reshape(-1, 3)
        # What it followed afterwards is no matter: the alarm is right if what raised it was a fall.
        raised = alarm["confirmed"] or alarm["suspected"]
        found = match(track[track[:, 0] <= raised], drops, height)
        alarm["drop"] = None if found is None else found.drop
        alarm["track"] = track[:: max(1, len(track) // _POINTS_KEPT)].round(3).tolist()
    piece: Json = {
        "part": task.part,
        "who": task.who,
        "scene": asdict(task.scene),
        "drops": [
            {**asdict(drop), "points": None, "can_be_found": can_be_found(drop, floor_m)} for drop in drops
        ],
        "alarms": alarms,
    }  # fmt: skip
    piece = json.loads(json.dumps(piece))
    file.parent.mkdir(parents=True, exist_ok=True)
    # A run that is stopped while it writes leaves nothing that looks whole.
    part = file.with_suffix(".part")
    part.write_text(json.dumps(piece), encoding="utf-8")
    part.replace(file)
    return piece


def _theirs(scene: FacadeScene) -> list[Json]:
    recipe = Recipe(calibration(scene))
    for frame in watch(scene):
        recipe.take(frame.luma, frame.at)
    return [
        {"suspected": track.alarm_at, "confirmed": track.alarm_at, "confidence": 1.0, "seen": track.points}
        for track in recipe.alarms
    ]


def _ours(scene: FacadeScene) -> list[Json]:
    watcher = falling_objects.watcher.FacadeWatcher(calibration(scene), WatchSettings(), scene.fps)
    falls: dict[int, dict[str, float]] = {}
    last: dict[int, Fall] = {}
    at = 0.0
    for frame in watch(scene):
        at = frame.at
        for news in watcher.take(frame):
            told = falls.setdefault(news.id, {"confidence": 0.0})
            told.setdefault(news.state.value, at)
            told["confidence"] = max(told["confidence"], news.confidence)
            last[news.id] = news
    return [_told(scene, falls[number], fall) for number, fall in last.items()]


def _told(scene: FacadeScene, times: Mapping[str, float], fall: Fall) -> Json:
    told: Json = {
        "suspected": min(times.get(FallState.SUSPECTED, np.inf), times.get(FallState.CONFIRMED, np.inf)),
        "confirmed": times.get(FallState.CONFIRMED),
        "confidence": times["confidence"],
        "kind": fall.kind.value,
        "speed_mps": fall.speed_mps,
        "fall_m": fall.fall_m,
        "size_m": fall.size_m,
        "seen": [(point.at, point.x, point.y) for point in fall.points if point.seen],
    }
    if fall.state is FallState.ENDED and FallState.CONFIRMED not in times and FallState.SUSPECTED not in times:
        told["suspected"] = times[FallState.ENDED]
    if scene.drops and FallState.CONFIRMED in times:
        told["traced"] = _traced(fall, scene, 0.0)
        told["traced_by_marks"] = _traced(fall, scene, MARKS_ERROR_PX)
    return told


def _traced(fall: Fall, scene: FacadeScene, marks_error_px: float) -> Json | None:
    """Return where the fall began and the candidate homes; None where the marks were refused."""
    try:
        facade = calibration(scene, marks_error_px)
    except ValueError:
        return None
    start = start_of(fall, facade)
    homes: Sequence[falling_objects.tracing.Candidate] = candidates(start, facade)
    return {
        "start": asdict(start),
        "homes": [{"name": home.name, "floor": home.floor, "p": home.probability} for home in homes],
    }
