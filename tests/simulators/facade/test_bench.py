"""The bench: tracks held against the truth, figures, pieces that are kept, the usual recipe, the table's options."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from falling_objects.model import Fall, FallKind, FallState, Frame, StartEstimate, TrackPoint, WatchSettings
from falling_objects.optics import Facade

from benchmarks import facade
from benchmarks.falls import figures, matching, piece, sheets
from benchmarks.falls.recipe import Recipe
from benchmarks.falls.speed import Costs
from simulators.facade import Distractor, Drop, DropPlan, FacadeScene, Size, calibration, truth, watch
from simulators.facade.picture import world

SCENE = FacadeScene(1200, size=(960, 540), seconds=7.0, drops=(DropPlan(Size.LARGE, 2.5),))


def track_of(drop: Drop, off: float = 0.0) -> np.ndarray:
    return np.array([(point.at, point.x + off, point.y) for point in drop.points if point.visible])


def test_a_track_on_a_fall_is_that_fall_and_one_beside_it_is_not() -> None:
    drops = truth(replace(SCENE, drops=(DropPlan(Size.LARGE, 0.5), DropPlan(Size.SMALL, 0.7))))
    for drop in drops:
        found = matching.match(track_of(drop), drops, 540)
        assert found is not None
        assert (found.drop, found.share) == (drop.id, 1.0)
        assert matching.match(track_of(drop, 120.0), [drop], 540) is None
        late = track_of(drop) + np.array([20.0, 0.0, 0.0])
        assert matching.match(late, drops, 540) is None


def test_what_the_picture_hardly_shows_nobody_is_asked_to_find() -> None:
    (drop,) = truth(SCENE)
    assert matching.can_be_found(drop, 2.9)
    assert not matching.can_be_found(replace(drop, metres=7.0), 2.9)
    hidden = tuple(replace(point, visible=n < 3) for n, point in enumerate(drop.points))
    assert not matching.can_be_found(replace(drop, points=hidden), 2.9)


class Oracle:
    """A watcher that knows the truth: finds each fall when it is over, and cries wolf once."""

    taken = 0

    def __init__(self, facade: Facade, settings: WatchSettings, fps_hint: float = 25) -> None:
        self._settings, self._fps, self._facade = settings, fps_hint, facade
        self._left = list(truth(SCENE))

    def take(self, frame: Frame) -> tuple[Fall, ...]:
        Oracle.taken += 1
        if frame.at == 1.0:
            return (self._fall(99, [TrackPoint(0.2 * n, 9.0, 9.0 + n, 4.0, seen=True) for n in range(5)]),)
        over = [drop for drop in self._left if drop.points[-1].at < frame.at]
        self._left = [drop for drop in self._left if drop not in over]
        return tuple(
            self._fall(drop.id, [TrackPoint(p.at, p.x, p.y, p.area, seen=True) for p in drop.points if p.visible])
            for drop in over
        )

    def _fall(self, number: int, points: list[TrackPoint]) -> Fall:
        return Fall(
            number, FallKind.FALLING, FallState.CONFIRMED, 0.9, points[0].at, points[-1].at, tuple(points), 0,
            (1.0, 1.0), 10.0, 20.0, 0.3, StartEstimate(0, 1.0, 1.0, 1.0, 1.0, 0.0),
        )  # fmt: skip


@pytest.fixture
def oracle(monkeypatch: pytest.MonkeyPatch) -> type[Oracle]:
    monkeypatch.setattr("falling_objects.watcher.FacadeWatcher", Oracle)
    Oracle.taken = 0
    return Oracle


def test_a_piece_is_watched_once_and_kept(tmp_path: Path, oracle: type[Oracle]) -> None:
    task = piece.Task(SCENE, "ours", "recall")
    file = task.file(tmp_path)
    first = piece.run(task, file)
    watched = oracle.taken
    assert watched == len(world(SCENE).stamps)
    assert piece.run(task, file) == first == json.loads(file.read_text())
    assert oracle.taken == watched
    assert [(alarm["drop"], alarm["confirmed"] is not None) for alarm in first["alarms"]] == [(None, True), (0, True)]
    assert first["alarms"][1]["traced"]["homes"]
    assert first["drops"][0]["can_be_found"]
    assert piece.Task(replace(SCENE, seed=1201), "ours", "recall").file(tmp_path) != file
    assert sheets.scene_of(first["scene"]) == SCENE


def test_sheets_and_curve_are_drawn(tmp_path: Path, oracle: type[Oracle]) -> None:
    task = piece.Task(SCENE, "ours", "recall")
    told = piece.run(task, task.file(tmp_path))
    assert oracle.taken
    sheets.sheet_of_false(figures.false_alarms([told]), tmp_path / "false.png")
    sheets.sheet_of_misses([(told, told["drops"][0])], tmp_path / "missed.png")
    sheets.draw_curve(figures.curve([told], []), (0.5, 0.5), tmp_path / "curve.png")
    assert all((tmp_path / name).stat().st_size > 2000 for name in ("false.png", "missed.png", "curve.png"))


def drop_row(number: int, size_px2: float, kind: str = "falling") -> dict[str, Any]:
    return {"id": number, "kind": kind, "size_px2": size_px2, "can_be_found": True, "two_floors_at": 5.0, "floor": 9,
            "unit": 1}  # fmt: skip


def alarm_row(drop: int | None, confirmed: float | None, p: float = 0.8, floor: int = 9) -> dict[str, Any]:
    homes = [{"name": "02", "floor": floor, "p": p}, {"name": "02", "floor": 10, "p": 1 - p}]
    return {"drop": drop, "suspected": 5.2, "confirmed": confirmed, "confidence": 0.9, "kind": "falling",
            "traced": {"homes": homes}}  # fmt: skip


def piece_row(light: str, drops: list[dict[str, Any]], alarms: list[dict[str, Any]]) -> dict[str, Any]:
    return {"scene": {"light": light, "seconds": 1800.0}, "drops": drops, "alarms": alarms}


def test_figures_count_what_they_say() -> None:
    day = piece_row(
        "day", [drop_row(0, 20), drop_row(1, 8), drop_row(2, 13), drop_row(3, 3)],
        [alarm_row(0, 6.0), alarm_row(1, None), alarm_row(None, 7.0), alarm_row(2, 5.5, floor=8), alarm_row(0, 8.0)],
    )  # fmt: skip
    infrared = piece_row("ir", [drop_row(0, 20, "fluttering")], [])
    told = figures.recall([day, infrared])
    assert told["recall_day_12px2_pct"] == 100.0
    assert told["recall_day_6to12px2_pct"] == 0.0
    assert told["recall_night_fluttering_pct"] == 0.0
    assert told["recall_day_fluttering_pct"] == "—"
    wolf = figures.crying_wolf([day], [day])
    assert (wolf["false_alarms"], wolf["false_alarms_a_camera_and_day"], wolf["doubled_alarms"]) == (1, 48.0, 1)
    traced = figures.tracing([day])
    assert (traced["floor_exact_falling_pct"], traced["floor_within_1_falling_pct"]) == (50.0, 100.0)
    assert traced["unit_falling_pct"] == 100.0
    assert figures.delays([day])["confirmed_median_s"] == pytest.approx(0.5)
    rows = figures.reliability([day])
    assert [row.said for row in rows] == pytest.approx([0.2, 0.8])
    assert [(row.right, row.count) for row in rows] == [(0.0, 2), (0.5, 2)]
    assert [row[1:] for row in figures.curve([day, infrared], [])][-1] == (0.75, 0.75)
    assert len(figures.misses([day])) == 2


def test_what_hid_a_fall_is_counted() -> None:
    def seen(number: int, contrast: float, metres: float) -> dict[str, Any]:
        return {**drop_row(number, 20), "contrast": contrast, "metres": metres}

    dry = piece_row("night", [seen(0, -12, 15), seen(1, 45, 50)], [alarm_row(0, None), alarm_row(1, 6.0)])
    wet = piece_row("ir", [seen(0, 30, 25), {**seen(1, 30, 25), "kind": "fluttering"}], [])
    dry["scene"]["distractors"], wet["scene"]["distractors"] = ["trees"], ["rain", "trees"]
    rows = {name: (found, of) for name, found, of in figures.circumstances([dry, wet], "night")}
    assert rows == {
        "all": (1, 3), "dry": (1, 2), "rain or snow": (0, 1), "rain": (0, 1), "trees": (1, 3), "dry, 12px2": (1, 2),
        "under 20 steps": (0, 1), "40 steps and more": (1, 1),
        "under 20 m": (0, 1), "to 35 m": (0, 1), "35 m and more": (1, 1),
    }  # fmt: skip
    assert figures.circumstances([dry, wet], "day") == []
    assert figures.unfollowed([dry, wet]) == 2


def test_the_usual_recipe_finds_a_large_thing_in_a_calm_scene() -> None:
    recipe = Recipe(calibration(SCENE))
    for frame in watch(SCENE):
        recipe.take(frame.luma, frame.at)
    found = [matching.match(np.array(track.points), truth(SCENE), 540) for track in recipe.alarms]
    assert any(hit is not None for hit in found)


def test_options_and_what_is_to_be_watched(tmp_path: Path) -> None:
    options = facade.parse(["--quick", "--cache", str(tmp_path), "--seed", "1000"])
    few = list(facade.tasks(options))
    every = list(facade.tasks(facade.parse([])))
    assert len(few) < len(every) / 4
    assert {task.scene.light for task in few} == {"day", "night", "ir"}
    assert sum(task.scene.seconds for task in every if (task.who, task.part) == ("ours", "idle")) >= 4 * 3600
    assert len({task.file(tmp_path) for task in every}) == len(every)
    assert asdict(few[0].scene)["seed"] > 1000


def test_a_run_draws_its_table_from_pieces(
    tmp_path: Path, oracle: type[Oracle], monkeypatch: pytest.MonkeyPatch
) -> None:
    options = facade.parse(["--quick", "--cache", str(tmp_path), "--pictures", str(tmp_path), "--jobs", "1"])
    idle = replace(SCENE, drops=(), seconds=2.0, distractors=(Distractor.BIRDS,))
    todo = [piece.Task(SCENE, "ours", "recall"), piece.Task(idle, "ours", "idle"), piece.Task(idle, "theirs", "idle")]
    for task in todo:
        piece.run(task, task.file(tmp_path))
    assert oracle.taken
    monkeypatch.setattr(facade, "tasks", lambda _options: iter(todo))
    monkeypatch.setattr(facade, "measure_costs", lambda *_: Costs(4.0, 1.0, 1.5, 0.5, 30.0, 35.0, 100, 20, 150))
    result = facade._measured(options)
    assert result.ours["share_of_decoding"] == 0.25
    assert result.ratio["mog2_to_watching"] == 30.0
    assert result.counts["falls_day_12px2"] == 1
    assert (result.ours["false_alarms_falling"], result.ours["false_alarms_fluttering"]) == (2, 0)
    assert result.ours["recall_day_12px2_pct_of_their_scenes"] == "—"
    assert any("of what falls" in note and "all" in note for note in result.notes)
    assert (tmp_path / "falls-curve.png").is_file()
    assert "facade" in result.table()
