"""Tracks and what is told of them, in metres: what falls is told of once, what does not fall never."""

import numpy as np
import pytest
from falling_objects.model import FallKind, FallState
from falling_objects.motion import FALL, TRACK_FIELDS, TV, TW, VV, begin, choose, predict
from falling_objects.placing import CLUTTER, Places, V
from falling_objects.seeing import BLOB_FIELDS, SIGN, SIGNAL, SNR, X, Y
from hypothesis import given, settings
from hypothesis import strategies as st

from .flat_world import HEIGHT, SCALE, WIDTH, Way, falling, flat_facade, numbers, steady, times, told

TALL = HEIGHT * SCALE
seeds = st.integers(0, 2**31)


@settings(max_examples=12, deadline=None)
@given(
    seed=seeds, u=st.floats(4, 28), v=st.floats(20, 55), terminal=st.floats(18, 60), fps=st.sampled_from([12.5, 25.0])
)
def test_a_fall_is_told_once_at_any_rate(seed: int, u: float, v: float, terminal: float, fps: float) -> None:
    rng = np.random.default_rng(seed)
    news = told([falling(u, v, 1.0, terminal)], times(8.0, fps, rng), rng)
    assert len(numbers(news, FallKind.FALLING)) == 1
    assert len({fall.id for fall in news}) == 1
    assert [fall.state for fall in news][-1] is FallState.ENDED
    assert FallState.CONFIRMED in {fall.state for fall in news}


@settings(max_examples=10, deadline=None)
@given(seed=seeds, v=st.floats(25, 55), lost=st.floats(0, 0.3), jitter=st.floats(0, 0.6))
def test_lost_frames_and_wavering_stamps_change_nothing(seed: int, v: float, lost: float, jitter: float) -> None:
    rng = np.random.default_rng(seed)
    news = told([falling(12.0, v, 1.0)], times(8.0, 25.0, rng, lost, jitter), rng)
    assert len(numbers(news, FallKind.FALLING)) == 1


@settings(max_examples=10, deadline=None)
@given(seed=seeds, apart=st.floats(4, 20), late=st.floats(0, 0.6))
def test_two_at_once_are_two(seed: int, apart: float, late: float) -> None:
    rng = np.random.default_rng(seed)
    ways = [falling(5.0, 50.0, 1.0), falling(5.0 + apart, 45.0, 1.0 + late)]
    news = told(ways, times(8.0, 25.0, rng), rng)
    assert len(numbers(news, FallKind.FALLING)) == 2


@settings(max_examples=15, deadline=None)
@given(seed=seeds, speed=st.floats(0.5, 25), bend=st.floats(-1, 9), aside=st.floats(-5, 5))
def test_what_rises_is_never_a_fall(seed: int, speed: float, bend: float, aside: float) -> None:
    rng = np.random.default_rng(seed)
    news = told([steady(16.0, 2.0, 1.0, aside, speed, max(bend, -speed / 4))], times(6.0, 25.0, rng), rng)
    assert news == []


@settings(max_examples=8, deadline=None)
@given(seed=seeds, speed=st.floats(5, 14), count=st.integers(1, 30), wind=st.floats(-3, 3))
def test_rain_of_one_speed_is_never_a_fall(seed: int, speed: float, count: int, wind: float) -> None:
    rng = np.random.default_rng(seed)
    ways: list[Way] = [
        steady(rng.uniform(0, 32), TALL, rng.uniform(0, 6), wind, -speed * rng.uniform(0.9, 1.1)) for _ in range(count)
    ]
    news = told(ways, times(8.0, 25.0, rng), rng)
    assert numbers(news, FallKind.FALLING) == set()


@settings(max_examples=8, deadline=None)
@given(seed=seeds, sink=st.floats(1.2, 2.8), sway=st.floats(0.35, 0.6), rate=st.floats(0.35, 0.9))
def test_what_wavers_down_flutters(seed: int, sink: float, sway: float, rate: float) -> None:
    rng = np.random.default_rng(seed)

    def way(at: float) -> tuple[float, float] | None:
        age = at - 1.0
        v = 40.0 - sink * age
        return None if age < 0 or v < 0 else (16.0 + sway * float(np.sin(2 * np.pi * rate * age)), v)

    news = told([way], times(12.0, 25.0, rng), rng)
    assert numbers(news, FallKind.FLUTTERING)
    assert numbers(news, FallKind.FALLING) == set()
    assert len({fall.id for fall in news}) == 1


@settings(max_examples=6, deadline=None)
@given(seed=seeds, down=st.floats(10, 30), aside=st.floats(-10, 10), lasts=st.floats(9, 14))
def test_a_drone_is_never_confirmed(seed: int, down: float, aside: float, lasts: float) -> None:
    rng = np.random.default_rng(seed)

    def way(at: float) -> tuple[float, float] | None:
        part = float(np.clip((at - 1.0) / lasts, 0, 1))
        ease = part * part * (3 - 2 * part)
        return 16.0 + aside * ease + 0.05 * float(np.sin(3 * at)), 40.0 - down * ease + 0.04 * float(np.sin(4.3 * at))

    news = told([way], times(18.0, 25.0, rng), rng)
    assert all(fall.state is not FallState.CONFIRMED for fall in news)


def test_a_track_prefers_what_looks_like_it() -> None:
    track, spots = np.zeros(TRACK_FIELDS), np.zeros((2, 15))
    spots[:, 8:12] = (3.0, 20.0, 0.1, 0.1)
    spots[:, CLUTTER] = 1e-3
    spots[:, SIGNAL] = (1200.0, 4000.0)
    begin(track, FALL, spots[1], 1.0)
    predict(track, 1.04)
    spots[0, V], spots[1, V] = track[TV], track[TV] - 1.2
    unused = np.zeros(2, np.uint8)
    assert choose(track, spots, unused, only_alike=False)[0] == 0
    assert choose(track, spots, unused, only_alike=True)[0] == 1
    assert choose(track, spots, np.ones(2, np.uint8), only_alike=False)[0] == -1


def test_what_looks_like_the_rain_proves_less_than_what_does_not() -> None:
    places, rng = Places(flat_facade()), np.random.default_rng(7)
    for _ in range(50):
        rain = np.zeros((40, BLOB_FIELDS))
        rain[:, [X, Y]] = rng.uniform((0, 0), (WIDTH, HEIGHT), (40, 2))
        rain[:, [SIGNAL, SNR, SIGN]] = np.column_stack((rng.lognormal(5, 0.4, 40), np.full(40, 9.0), np.ones(40)))
        places.of(rain, 40, 0.04)
    # One lighter than the wall as drops are, one darker, one far brighter: chance makes few of the last two.
    others = np.zeros((3, BLOB_FIELDS))
    others[:, [X, Y, SNR]] = (160.0, 300.0, 9.0)
    others[:, SIGNAL], others[:, SIGN] = (150.0, 150.0, 5000.0), (1.0, -1.0, 1.0)
    like, darker, brighter = places.of(others, 3, 0.04)[:, CLUTTER]
    assert like > 20 * darker
    assert like > 20 * brighter


def test_one_let_go_where_another_just_fell_past_is_another() -> None:
    rng = np.random.default_rng(8)
    hidden = falling(12.0, 50.0, 1.0)

    def first(at: float) -> tuple[float, float] | None:
        place = hidden(at)
        return place if place is not None and place[1] > 30.0 else None

    news = told([first, falling(12.0, 30.5, 3.6)], times(9.0, 25.0, rng), rng, found=1.0)
    assert len(numbers(news, FallKind.FALLING)) == 2


def test_behind_a_balcony_it_stays_one_fall() -> None:
    rng = np.random.default_rng(4)
    whole = falling(12.0, 50.0, 1.0)

    def way(at: float) -> tuple[float, float] | None:
        return None if 2.3 < at < 2.8 else whole(at)

    news = told([way], times(8.0, 25.0, rng), rng, found=1.0)
    last = news[-1]
    assert {fall.id for fall in news} == {1}
    assert any(not point.seen for point in last.points)
    assert [point.at for point in last.points] == sorted(point.at for point in last.points)
    assert last.fall_m > 35


def test_a_fall_of_less_than_two_floors_is_none() -> None:
    rng = np.random.default_rng(5)
    whole = falling(12.0, 50.0, 1.0)

    def way(at: float) -> tuple[float, float] | None:
        place = whole(at)
        return place if place is not None and place[1] > 45.5 else None

    assert told([way], times(6.0, 25.0, rng), rng) == []


def test_what_is_told_is_where_it_was() -> None:
    rng = np.random.default_rng(6)
    news = told([falling(12.0, 50.0, 1.0)], times(8.0, 25.0, rng), rng, found=1.0)
    first, last = news[0], news[-1]
    assert first.updated_at == pytest.approx(1.0 + np.sqrt(2 * 6 / 9.81), abs=0.35)
    assert first.top[0] == pytest.approx(12.0, abs=0.3)
    assert first.top[1] == pytest.approx(50.0, abs=0.8)
    assert last.speed_mps == pytest.approx(28.0, abs=3.0)
    assert last.plane == 0


def test_a_state_moves_by_its_own_speed() -> None:
    track, spot = np.zeros(TRACK_FIELDS), np.zeros(15)
    spot[8:12] = (3.0, 20.0, 0.1, 0.1)
    begin(track, FALL, spot, 1.0)
    before = track.copy()
    predict(track, 1.5)
    # Its acceleration is -9 m/s² to begin with.
    assert track[TW] == pytest.approx(before[TW] - 4.5)
    assert track[TV] == pytest.approx(before[TV] + 0.5 * before[TW] - 9.0 * 0.125)
    assert track[VV] > before[VV]
