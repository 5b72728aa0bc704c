"""The time of frames: it rises, whatever the camera says, and what is late is known to be."""

import math

import pytest
from falling_objects.timeline import DRIFT, Timeline
from hypothesis import given
from hypothesis import strategies as st

STAMPS = st.none() | st.floats(-1e6, 1e6)


@given(st.lists(st.tuples(STAMPS, st.floats(0, 3)), min_size=1, max_size=40))
def test_time_always_rises_and_lag_is_never_less_than_nothing(frames: list[tuple[float | None, float]]) -> None:
    timeline, now, last = Timeline(5.0), 100.0, -math.inf
    for stamp, pause in frames:
        now += pause
        placed = timeline.place(stamp, now)
        assert placed.at > last
        assert placed.lag >= -1e-9
        last = placed.at


def test_the_camera_s_own_stamps_are_kept() -> None:
    timeline = Timeline()
    # A variable rate, with a frame lost; the network holds some back.
    for stamp, late in ((1000.0, 0.0), (1000.04, 0.1), (1000.12, 0.02), (1000.32, 0.0)):
        placed = timeline.place(stamp, 50.0 + stamp - 1000.0 + late)
        assert math.isclose(placed.at, stamp - 1000.0, abs_tol=1e-9)
        assert not placed.stepped
    assert timeline.monotonic_of(0.32) - 50.32 < 1e-3


def test_what_comes_late_is_late_and_no_step() -> None:
    timeline = Timeline()
    timeline.place(0.0, 10.0)
    # We were away for 5 s; the frames of that time come at once.
    lags = [timeline.place(number / 25, 15.0 + number / 1000).lag for number in range(1, 100)]
    assert 4.9 < lags[0] < 5.0
    assert lags[-1] < lags[0] - 3


def test_a_network_that_becomes_slower_does_not_make_us_late() -> None:
    timeline = Timeline()
    for number in range(100):
        slow = 0.0 if number < 50 else 1.5
        placed = timeline.place(number / 25, number / 25 + slow, waited=True)
    assert placed.lag == 0.0
    # What we then do not read in time is late again.
    assert timeline.place(4.0, 4.0 + 1.5 + 0.8).lag > 0.75


def test_a_clock_that_is_set_is_a_step_and_time_goes_on() -> None:
    for jump in (3600.0, -3600.0):
        timeline = Timeline()
        for number in range(10):
            timeline.place(number / 25, number / 25)
        placed = timeline.place(10 / 25 + jump, 10 / 25)
        assert placed.stepped
        assert math.isclose(placed.at, 0.4, abs_tol=1e-3)
        after = timeline.place(11 / 25 + jump, 11 / 25)
        assert not after.stepped
        assert math.isclose(after.at, 0.44, abs_tol=1e-3)


def test_a_slow_clock_is_not_taken_for_a_lag() -> None:
    timeline, lag = Timeline(), 0.0
    for second in range(36_000):
        lag = timeline.place(second * (1 - DRIFT / 2), float(second)).lag
    assert lag < 0.01


def test_a_frame_without_a_stamp_follows_the_clock() -> None:
    timeline = Timeline()
    timeline.place(None, 7.0)
    assert math.isclose(timeline.place(None, 7.04).at, 0.04)


def test_who_was_late_and_catches_up_at_once_has_no_clock_that_was_set() -> None:
    timeline = Timeline()
    timeline.place(0.0, 100.0)
    # Three seconds pass for each of the film's tenths; then what lies between is passed over.
    late = timeline.place(0.1, 103.1)
    assert late.lag == pytest.approx(3.0, abs=0.01)
    placed = timeline.place(3.2, 103.2)
    assert placed.at == pytest.approx(3.2)
    assert not placed.stepped
    assert placed.lag == pytest.approx(0.0, abs=0.01)
    assert timeline.place(9.0, 103.3).stepped
