"""The generator: the same scene gives the same pixels, and its truth is what is on them."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from simulators.facade import (
    AREA_PX2,
    Codec,
    Distractor,
    Drop,
    DropPlan,
    FacadeScene,
    Light,
    Size,
    calibration,
    film,
    render,
    truth,
    watch,
)
from simulators.facade.air import Drone
from simulators.facade.calibrated import marks_of
from simulators.facade.drops import truth_of
from simulators.facade.picture import world
from simulators.facade.sets import DEVELOPMENT, HOLD_OUT, idle_scenes, recall_scenes
from simulators.facade.stage import Stage

SMALL = (960, 540)
DAY = FacadeScene(1100, size=SMALL, seconds=4.0)


def lumas(scene: FacadeScene) -> list[np.ndarray]:
    return [frame.luma for frame in render(scene)]


def test_the_same_scene_gives_the_same_pixels() -> None:
    scene = replace(DAY, seconds=0.4, distractors=tuple(Distractor), drops=(DropPlan(Size.LARGE, 0.1),), shake=1.0)
    first = lumas(scene)
    world.cache_clear()
    second = lumas(scene)
    assert len(first) == 10
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, other)
    assert (lumas(replace(scene, seed=1101))[0] != first[0]).mean() > 0.5


@pytest.mark.parametrize(
    ("light", "shake", "size", "near"),
    [("day", 0.0, Size.LARGE, 0.6), ("day", 1.5, Size.MEDIUM, 1.0), ("night", 0.0, Size.LARGE, 1.5)],
)
def test_the_truth_lies_on_what_is_drawn(light: Light, shake: float, size: Size, near: float) -> None:
    scene = replace(DAY, seed=1103, light=light, shake=shake, drops=(DropPlan(size, 0.5),))
    # The noise is the same in both, so what differs is the thing alone.
    empty = lumas(replace(scene, drops=()))
    shown = {point.at: point for point in truth(scene)[0].points if point.visible}
    checked = 0
    for frame, without in zip(render(scene), empty, strict=True):
        difference = np.abs(frame.luma.astype(float) - without)
        point = shown.get(frame.at)
        if point is None or difference.sum() < 60:
            continue
        rows, columns = np.mgrid[0 : SMALL[1], 0 : SMALL[0]]
        x, y = (np.average(grid, weights=difference) for grid in (columns, rows))
        # In part behind a balcony it shows only a side of itself.
        reach = near + np.sqrt(point.area / np.pi) * 0.8
        assert np.hypot(x - point.x, y - point.y) < reach, (frame.at, x, y, point)
        checked += 1
    assert checked > 20


def test_what_is_as_bright_as_what_is_behind_it_is_not_shown() -> None:
    scene = replace(DAY, seed=1103, drops=(DropPlan(Size.LARGE, 0.5),))
    place = world(scene)
    (body,) = place.bodies

    def shown(reflects: float, gain: float = 1.0) -> Drop:
        white = replace(place.painting, luma=np.full_like(place.painting.luma, 220))
        stamps = place.stamps
        return truth_of(
            0, replace(body, reflects=reflects), place.camera, white, 130.0, 3.0, place.opens(body, stamps), stamps,
            place.shutter, lambda _at: (1.0, gain),
        )  # fmt: skip

    assert sum(point.visible for point in shown(150.0).points) > 20
    assert not any(point.visible for point in shown(221.0).points)
    # Both are white once the camera lets in more light than it can tell apart.
    assert not any(point.visible for point in shown(245.0, gain=1.3).points)
    assert (shown(221.0).metres, shown(221.0).size_px2) == (0.0, 0.0)
    assert shown(150.0).metres > 10


def test_what_is_seen_to_fall_falls_as_heavy_things_do() -> None:
    scene = replace(DAY, seed=1104, drops=(DropPlan(Size.LARGE, 0.5),))
    drop = truth(scene)[0]
    place = world(scene)
    body = place.bodies[0]
    at = np.array([1.0])
    fallen = drop.v - body.where(at + drop.release_at)[0, 1]
    assert 4.0 < fallen < 5.2
    two_floors = body.where(np.array([drop.two_floors_at]))[0, 1]
    assert drop.v - two_floors == pytest.approx(2 * place.building.floor_m, abs=0.05)


@pytest.mark.parametrize("size", list(AREA_PX2))
def test_sizes_are_what_they_are_called(size: Size) -> None:
    for seed in range(1110, 1114):
        scene = replace(DAY, seed=seed, size=(1920, 1080), drops=(DropPlan(size, 0.5),), seconds=6.0)
        low, high = AREA_PX2[size]
        # Hidden or not, the median moves a little.
        assert low * 0.7 <= truth(scene)[0].size_px2 <= high * 1.4


def test_begun_later_all_is_where_it_would_be() -> None:
    kinds = (Distractor.BIRDS, Distractor.LEAVES, Distractor.LAUNDRY, Distractor.LIGHTS, Distractor.CURTAINS)
    scene = replace(DAY, distractors=kinds, drops=(DropPlan(Size.LARGE, 1.0),))
    whole = {frame.at: frame.luma for frame in render(scene)}
    later = next(iter(render(scene, since=2.0)))
    difference = np.abs(whole[later.at].astype(int) - later.luma)
    # Two draws of the noise: nothing differs by more than that.
    assert later.at == pytest.approx(2.0)
    assert difference.max() < 30


@pytest.mark.parametrize("kind", list(Distractor))
def test_each_distractor_is_to_be_seen(kind: Distractor) -> None:
    scene = replace(DAY, seed=1120, light="night", seconds=24.0, fps=4.0, size=(640, 360))
    seen = 0
    for one, other in zip(render(scene), render(replace(scene, distractors=(kind,))), strict=True):
        seen = max(seen, int(np.abs(one.luma.astype(int) - other.luma).max()))
    # A tower without trees before it has none that sway.
    crowns = world(scene).painting.crowns
    assert seen > 3 or (kind is Distractor.TREES and not crowns)


def test_a_drone_flies_as_drones_do() -> None:
    place, step = world(replace(DAY, size=(640, 360))), 0.02
    fastest = []
    for seed in range(40):
        stage = Stage(place.building, place.camera, place.painting, "day", 60.0, 100.0)
        drone = Drone(stage, np.random.default_rng(seed))
        places = np.concatenate([drone.way(float(at)) for at in np.arange(0, 60, step)])
        speed = np.diff(places, axis=0) / step
        pace = np.linalg.norm(speed, axis=1)
        assert pace.max() < 5.0
        assert np.linalg.norm(np.diff(speed, axis=0) / step, axis=1).max() < 3.0
        # In a minute it hovers at least once for a second and a half, but for how it sways, and flies somewhere.
        assert (pace < 0.25).sum() * step >= 1.4
        fastest.append(pace.max())
        # It stays before the tower: not in its wall, not behind the camera.
        assert places[:, 1].min() > 0.15 * place.building.height_m
        assert 1.9 < places[:, 2].min() <= places[:, 2].max() < 0.6 * place.camera.place[2]
    assert min(fastest) > 1.0
    assert max(fastest) > 4.0


def test_the_calibration_is_the_cameras() -> None:
    scene = replace(DAY, drops=(DropPlan(Size.MEDIUM, 0.5), DropPlan(Size.FLUTTER, 0.6)))
    facade, place = calibration(scene), world(scene)
    u, v = np.meshgrid(np.linspace(1, place.building.width_m - 1, 5), np.linspace(12, place.building.height_m, 5))
    seen = place.camera.project(np.stack([u.ravel(), v.ravel(), np.zeros(25)], axis=1))
    x, y = facade.to_pixels(0, u.ravel(), v.ravel())
    np.testing.assert_allclose(np.stack([x, y], axis=1), seen[:, :2], atol=1e-6)
    for drop in truth(scene):
        assert int(facade.floor_of(drop.v)) == drop.floor
        unit = facade.unit_at(0, drop.u)
        assert unit is not None
        assert unit.name == f"{drop.unit + 1:02d}"


@pytest.mark.parametrize("seed", [1130, 1131])
def test_marks_that_are_off_give_a_calibration_that_is_near(seed: int) -> None:
    scene = replace(DAY, seed=seed, size=(1920, 1080))
    exact, near = calibration(scene), calibration(scene, 3.0)
    assert len(marks_of(scene, 3.0).planes[0].edges) == world(scene).building.units - 1
    middle, high = exact.planes[0].width_m / 2, exact.planes[0].height_m
    x, y = exact.to_pixels(0, np.full(4, middle), np.linspace(0.3, 0.9, 4) * high)
    _, v = near.planes[0].to_metres(x, y)
    np.testing.assert_allclose(v, np.linspace(0.3, 0.9, 4) * high, atol=2.5)


@pytest.mark.parametrize("codec", ["h264", "hevc"])
def test_through_a_codec_it_is_the_same_scene(codec: Codec) -> None:
    scene = replace(DAY, size=(640, 360), seconds=0.6, codec=codec, jitter=0.008)
    raw, coded = list(render(scene)), list(watch(scene))
    assert [frame.at for frame in coded] == pytest.approx([frame.at for frame in raw], abs=1e-4)
    for one, other in zip(raw, coded, strict=True):
        assert np.abs(one.luma.astype(int) - other.luma).mean() < 5


def test_stamps_of_a_poor_link_rise_and_some_frames_are_lost() -> None:
    scene = replace(DAY, seconds=60.0, jitter=0.008)
    stamps = world(scene).stamps
    assert 1400 < len(stamps) < 1500
    assert all(later > earlier for earlier, later in pairwise(stamps))


def test_a_film_can_be_written_only_with_a_codec(tmp_path: Path) -> None:
    film(replace(DAY, seconds=0.4, codec="h264"), tmp_path / "clip.mp4")
    assert (tmp_path / "clip.mp4").stat().st_size > 1000
    with pytest.raises(ValueError, match="without a codec"):
        film(DAY, tmp_path / "none.mp4")


def test_the_hold_out_shares_no_seed_with_what_is_developed_on() -> None:
    seeds = {
        base: {scene.seed for scene in (*recall_scenes(base), *idle_scenes(base))} for base in (DEVELOPMENT, HOLD_OUT)
    }
    assert not seeds[DEVELOPMENT] & seeds[HOLD_OUT]
    assert min(seeds[HOLD_OUT]) > HOLD_OUT


def test_the_idle_hours_are_what_is_said_of_them() -> None:
    scenes = list(idle_scenes(HOLD_OUT))
    assert sum(scene.seconds for scene in scenes) >= 4 * 3600
    assert sum(scene.codec is not None for scene in scenes) >= len(scenes) / 4
    assert {kind for scene in scenes for kind in scene.distractors} == set(Distractor)
    assert not any(scene.drops for scene in scenes)
    lights = [scene.light for scene in scenes]
    assert lights.count("night") + lights.count("ir") > len(lights) / 2
