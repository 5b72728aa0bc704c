"""From a track to homes: where it began, how sure that is, and that it is never one name."""

import math
from dataclasses import replace

import numpy as np
import pytest
from falling_objects.calibration import solve
from falling_objects.model import Fall, FallKind, StartEstimate, TrackPoint
from falling_objects.optics import Facade, FloorGrid
from falling_objects.pose import camera_of
from falling_objects.tracing import Candidate, candidates, likely_floors, start_of
from hypothesis import given, settings
from hypothesis import strategies as st

from .facade_world import FLOOR_M, Wall, eye_before, fall_seen, flight, marks_of

WALL = Wall(-13, 26, 0.1, 26)
EYE = eye_before(24, 26)
FACADE = solve(marks_of(EYE, (WALL,), (3, 24), lines=(10, 18), measured=True)).facade


def drop(
    seed: int, *, thrown: bool = False, kind: FallKind = FallKind.FALLING, late: float = 0.15
) -> tuple[Fall, tuple[float, float, float]]:
    """Let something fall from a window or balcony at random; return its fall and where it left the hand."""
    rng = np.random.default_rng(seed)
    floor = int(rng.integers(9, 24))
    start = (rng.uniform(2, 24), (floor - 1) * FLOOR_M + rng.uniform(0.9, 1.8), rng.uniform(0.3, 2.0))
    speed = (rng.normal(0, 0.3), rng.normal(0, 0.3), abs(rng.normal(0.3, 0.2)))
    if thrown:
        speed = (rng.normal(0, 1.2), rng.uniform(-0.5, 2.0), rng.uniform(1.0, 4.0))
    terminal = rng.uniform(1.2, 2.8) if kind is FallKind.FLUTTERING else rng.uniform(18, 60)
    times = np.arange(rng.uniform(0, 2 * late), 1.9, 0.04, dtype=np.float64)
    path = flight(start, speed, terminal, times)
    return fall_seen(EYE, WALL, path, times + 100, rng=rng, kind=kind), start


def home_of(place: tuple[float, float, float]) -> str:
    return f"{int(place[1] // FLOOR_M) + 1}{int(place[0] // 6.5) + 1:02d}"


@pytest.mark.parametrize("thrown", [False, True])
def test_a_fall_is_traced_to_its_floor_and_its_column(thrown: bool) -> None:
    exact = near = column = 0
    for seed in range(25):
        fall, place = drop(seed, thrown=thrown)
        start = start_of(fall, FACADE)
        first = candidates(start, FACADE)[0]
        floor = int(place[1] // FLOOR_M) + 1
        exact += first.floor == floor
        near += abs(first.floor - floor) <= 1
        column += first.name == f"{int(place[0] // 6.5) + 1:02d}"
    assert exact >= 21
    assert near == 25
    assert column >= 23


def test_a_calibration_from_marks_with_three_pixels_of_error_traces_within_one_floor() -> None:
    for seed in range(12):
        rng = np.random.default_rng(seed)
        facade = solve(marks_of(EYE, (WALL,), (3, 24), lines=(12,), measured=seed % 2 == 0, rng=rng, error_px=3)).facade
        fall, place = drop(seed + 70, thrown=seed % 3 == 0)
        first = candidates(start_of(fall, facade), facade)[0]
        assert abs(first.floor - int(place[1] // FLOOR_M) - 1) <= 1


def test_what_flutters_is_traced_within_a_floor() -> None:
    near = 0
    for seed in range(12):
        fall, place = drop(seed, kind=FallKind.FLUTTERING, late=0.3)
        near += abs(candidates(start_of(fall, FACADE), FACADE)[0].floor - int(place[1] // FLOOR_M) - 1) <= 1
    assert near >= 11


def test_what_was_first_seen_floors_below_is_followed_back() -> None:
    rng = np.random.default_rng(3)
    start = (13.0, 20 * FLOOR_M + 1.3, 1.2)
    times = np.arange(0.9, 2.4, 0.04, dtype=np.float64)
    fall = fall_seen(EYE, WALL, flight(start, (0, 0, 0.2), 40, times), times, rng=rng)
    seen_first = fall.top[1]
    estimate = start_of(fall, FACADE)
    assert seen_first < start[1] - 1.2 * FLOOR_M
    assert estimate.v == pytest.approx(start[1], abs=2.5 * estimate.sv)
    assert abs(estimate.v - start[1]) < FLOOR_M


def test_the_deviations_are_those_that_starts_have() -> None:
    off = []
    for seed in range(30):
        fall, place = drop(seed + 500, thrown=seed % 2 == 0)
        start = start_of(fall, FACADE)
        off.append(((start.u - place[0]) / start.su, (start.v - place[1]) / start.sv))
    across, up = np.sqrt(np.mean(np.square(off), axis=0))
    assert 0.3 < across < 1.6
    assert 0.3 < up < 1.6


def test_what_is_said_to_be_likely_is_so() -> None:
    said: list[float] = []
    right: list[bool] = []
    for seed in range(60):
        fall, place = drop(seed + 1000, thrown=seed % 3 == 0)
        for candidate in candidates(start_of(fall, FACADE), FACADE):
            said.append(candidate.probability)
            right.append(candidate.home == home_of(place))
    shares, hits = np.array(said), np.array(right)
    for low, high in ((0.0, 0.2), (0.5, 0.85), (0.85, 1.0)):
        there = (shares >= low) & (shares < high)
        # Three deviations of a share among so many.
        room = 3 * math.sqrt(0.25 / max(int(there.sum()), 1)) if high < 1 else 0.12
        assert hits[there].mean() == pytest.approx(shares[there].mean(), abs=max(room, 0.12))


STARTS = st.builds(
    StartEstimate,
    plane=st.just(0),
    u=st.floats(-5, 31),
    v=st.floats(-5, 80),
    su=st.floats(0.01, 8),
    sv=st.floats(0.01, 20),
    rho=st.floats(-0.95, 0.95),
    unseen=st.floats(0, 1),
)


@settings(deadline=None, max_examples=150)
@given(STARTS, st.integers(2, 12))
def test_probabilities_are_a_share_of_one_and_never_one_name(start: StartEstimate, limit: int) -> None:
    found = candidates(start, FACADE, limit)
    total = sum(candidate.probability for candidate in found)
    assert 0 <= total <= 1
    assert len(found) <= limit
    assert len(found) != 1
    assert all(0 <= candidate.probability <= 0.99 for candidate in found)
    assert [candidate.probability for candidate in found] == sorted(
        (candidate.probability for candidate in found), reverse=True
    )
    assert len({(candidate.name, candidate.floor) for candidate in found}) == len(found)


def test_a_sure_start_still_names_a_second_home() -> None:
    found = candidates(StartEstimate(0, 3.2, 11.5 * FLOOR_M, 1e-6, 1e-6, 0.0), FACADE)
    assert found[0].home == "1201"
    assert found[0].probability <= 0.99
    assert len(found) >= 2


def test_between_two_columns_both_are_as_likely() -> None:
    found = candidates(StartEstimate(0, 6.5, 12 * FLOOR_M + 1.35, 0.4, 0.2, 0.0), FACADE)
    assert {found[0].home, found[1].home} == {"1301", "1302"}
    assert found[0].probability == pytest.approx(found[1].probability, rel=0.05)


def test_high_above_the_roof_no_home_is_likely() -> None:
    assert sum(candidate.probability for candidate in candidates(StartEstimate(0, 5, 90, 0.5, 0.5, 0), FACADE)) < 0.2


def test_a_start_at_the_edge_of_a_plane_may_be_the_next_ones() -> None:
    walls = (Wall(-12, 25, 0.3, 12), Wall(-12 + 12 * math.cos(0.3), 25 + 12 * math.sin(0.3), -0.3, 12))
    facade = solve(marks_of(EYE, walls, (3, 24), lines=(12,), units=2, measured=True)).facade
    names = tuple(replace(unit, name=f"{unit.plane}{unit.name}") for unit in facade.units)
    facade = Facade(facade.camera_size, facade.planes, facade.floors, names)
    found = candidates(StartEstimate(0, facade.planes[0].width_m, 12 * FLOOR_M + 1.3, 0.5, 0.3, 0.0), facade)
    assert {candidate.name for candidate in found[:2]} == {"002", "101"}
    assert found[1].probability > 0.3


def test_what_may_have_fluttered_down_unseen_has_candidates_above() -> None:
    seen = StartEstimate(0, 3.2, 9 * FLOOR_M + 1.35, 0.3, 0.4, 0.0)
    above = [
        sum(candidate.probability for candidate in candidates(start, FACADE) if candidate.floor > 11)
        for start in (seen, replace(seen, unseen=0.3))
    ]
    assert above[0] < 0.02
    assert above[1] > 0.1
    fluttering, _ = drop(4, kind=FallKind.FLUTTERING)
    falling, _ = drop(4)
    assert start_of(fluttering, FACADE).unseen > start_of(falling, FACADE).unseen == 0


def test_two_points_are_too_few_to_follow_back() -> None:
    fall, _ = drop(1)
    start = start_of(replace(fall, points=fall.points[:2]), FACADE)
    assert (start.u, start.v) == fall.top
    assert start.sv > FLOOR_M


def test_points_that_were_only_predicted_do_not_count() -> None:
    fall, place = drop(2)
    astray = tuple(TrackPoint(point.at + 0.02, 0.0, 0.0, 0.0, seen=False) for point in fall.points)
    start = start_of(replace(fall, points=tuple(sorted((*fall.points, *astray), key=lambda one: one.at))), FACADE)
    assert start.v == pytest.approx(place[1], abs=FLOOR_M)


def test_where_the_camera_is_not_known_the_plane_tells() -> None:
    plane = FACADE.planes[0]
    assert camera_of(replace(plane, camera=None), FACADE.camera_size) == pytest.approx(plane.camera, rel=0.1, abs=1.5)
    assert camera_of(plane, FACADE.camera_size) == plane.camera


def test_the_floors_that_are_told() -> None:
    def one(floor: int, probability: float) -> Candidate:
        return Candidate("3", "1", floor, f"{floor}", None, probability)

    assert likely_floors((one(15, 0.6), one(16, 0.3), one(14, 0.08), one(20, 0.001))) == (15, 16)
    assert likely_floors((one(15, 0.6), one(16, 0.2), one(14, 0.15), one(20, 0.001))) == (14, 16)
    assert likely_floors(()) is None


def test_floors_are_told_by_their_names() -> None:
    names = tuple(f"{n}" for n in (1, 2, 3, *range(5, 26)))
    facade = Facade(FACADE.camera_size, FACADE.planes, FloorGrid(FACADE.floors.heights, names), FACADE.units)
    first = candidates(StartEstimate(0, 3.2, 11 * FLOOR_M + 1.3, 0.2, 0.2, 0.0), facade)[0]
    assert (first.floor, first.floor_name, first.home) == (12, "13", "1301")
