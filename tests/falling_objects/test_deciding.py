"""What is measured of courses, and how sure it makes."""

import numpy as np
import pytest
from falling_objects.deciding import (
    BENT,
    ERROR,
    FALLEN,
    FIRST_SPEED,
    LAST_SPEED,
    MEASURES,
    UPWARD,
    Judge,
    measure,
    parabola,
    wavering,
)
from falling_objects.motion import (
    FALL,
    H_ACROSS,
    H_AREA,
    H_AT,
    H_SIGN,
    H_SNR,
    H_SU,
    H_SV,
    H_U,
    H_V,
    HISTORY,
    HISTORY_FIELDS,
    LENGTH,
    SPOTS,
    TRACK_FIELDS,
    WORTH,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


def course(t: Floats, v: Floats, u: Floats) -> Floats:
    track, history = np.zeros(TRACK_FIELDS), np.zeros((HISTORY, HISTORY_FIELDS))
    n = len(t)
    track[LENGTH] = track[SPOTS] = n
    track[WORTH] = 4.0 * n
    history[:n, H_AT], history[:n, H_V], history[:n, H_U] = t, v, u
    history[:n, H_SU] = history[:n, H_SV] = 0.05
    history[:n, H_SNR], history[:n, H_ACROSS], history[:n, H_AREA], history[:n, H_SIGN] = 20.0, 0.3, 9.0, 1.0
    out = np.zeros(MEASURES)
    measure(track, history, FALL, out)
    return out


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**31), c=st.tuples(*[st.floats(-20, 20)] * 3), n=st.integers(6, 80))
def test_the_parabola_is_that_of_least_squares(seed: int, c: tuple[float, float, float], n: int) -> None:
    rng = np.random.default_rng(seed)
    t = np.sort(rng.uniform(-1, 1, n))
    y = c[0] + c[1] * t + c[2] * t * t / 2 + rng.uniform(-0.05, 0.05, n)
    out = np.zeros(4)
    # Within 1.5 deviations of the truth nothing is an outlier, so that the plain fit is the robust one.
    parabola(t, y, np.full(n, 0.5), out)
    plain = np.polynomial.polynomial.polyfit(t, y, 2)
    assert out[:3] == pytest.approx([plain[0], plain[1], 2 * plain[2]], abs=1e-4, rel=1e-4)


def test_an_outlier_bends_it_little() -> None:
    t = np.linspace(-1, 1, 40)
    y = 3 - 5 * t - 9.81 * t * t / 2
    y[30] += 8.0
    out = np.zeros(4)
    parabola(t, y, np.full(40, 0.1), out)
    assert out[2] == pytest.approx(-9.81, abs=0.6)


def test_a_fall_is_measured() -> None:
    t = np.arange(0, 1.6, 0.04, dtype=np.float64)
    m = course(t, 50 - 9.81 * t * t / 2, np.full(len(t), 7.0))
    assert m[BENT] == pytest.approx(-9.81, abs=0.01)
    assert m[FIRST_SPEED] == pytest.approx(0.0, abs=0.01)
    assert m[LAST_SPEED] == pytest.approx(-9.81 * t[-1], abs=0.01)
    assert m[FALLEN] == pytest.approx(9.81 * t[-1] ** 2 / 2)
    assert m[ERROR] < 0.01
    assert m[UPWARD] == 0.0


def test_confidence_asks_for_all_of_it() -> None:
    judge = Judge(6.0)
    t = np.arange(0, 1.6, 0.04, dtype=np.float64)
    still = np.full(len(t), 7.0)
    falls = course(t, 50 - 9.81 * t * t / 2, still)
    assert judge.confidence(FALL, falls, 0.0, 0.0) > 0.95
    assert judge.confidence(FALL, falls, 0.0, 6.0) < 0.3
    short = course(t[:20], 50 - 9.81 * t[:20] ** 2 / 2, still[:20])
    assert judge.confidence(FALL, short, 0.0, 0.0) == 0.0
    # A person throws as far with all of g; a bird that dives on its way has less.
    thrown = course(t, 50 - 9.81 * t * t / 2, 6.0 * t)
    assert judge.confidence(FALL, thrown, 0.0, 0.0) > 0.85
    dives = course(t, 50 - 2.0 * t - 7.5 * t * t / 2, 6.0 * t)
    assert judge.confidence(FALL, dives, 0.0, 0.0) < 0.2
    steady = course(t, 50 - 9.0 * t, still)
    assert judge.confidence(FALL, steady, 0.0, 0.0) == 0.0
    begun = t[:28]
    # Out of nothing in full flight: with all of g it was hidden until then.
    hidden = course(begun, 50 - 9.0 * begun - 9.81 * begun * begun / 2, still[:28])
    assert judge.confidence(FALL, hidden, 0.0, 0.0) > 0.85
    in_full_flight = course(begun, 50 - 9.0 * begun - 7.5 * begun * begun / 2, still[:28])
    assert judge.confidence(FALL, in_full_flight, 0.0, 0.0) < 0.7


@settings(max_examples=25, deadline=None)
@given(terminal=st.floats(18, 60), seed=st.integers(0, 2**31))
def test_a_long_fall_stays_one_as_the_air_takes_its_part(terminal: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    t = np.arange(0, 4.0, 0.04, dtype=np.float64)
    way = 90 - terminal**2 / 9.81 * np.log(np.cosh(9.81 * t / terminal)) + rng.normal(0, 0.04, len(t))
    judge = Judge(6.0)
    for n in (50, 70, len(t)):
        assert judge.confidence(FALL, course(t[:n], way[:n], np.full(n, 7.0)), 0.0, 0.0) > 0.85


def test_what_turns_round_in_the_air_does_not_fall() -> None:
    t = np.arange(0, 2.0, 0.04, dtype=np.float64)
    bird = course(t, 50 - 9.81 * t * t / 2, 7.0 + 3.0 * t - 1.7 * t * t)
    assert Judge(6.0).confidence(FALL, bird, 0.0, 0.0) < 0.5


def waver(t: Floats, u: Floats, v: Floats) -> float:
    noise = np.full(len(t), 0.03)
    return float(wavering(t, u, v, noise, noise))


@settings(max_examples=25, deadline=None)
@given(lasts=st.floats(2, 10), hovers=st.floats(0, 6), down=st.floats(5, 40), aside=st.floats(-30, 30))
def test_what_flies_goes_smoothly(lasts: float, hovers: float, down: float, aside: float) -> None:
    t = np.arange(0, lasts + hovers, 0.04, dtype=np.float64)
    done = np.minimum(1.0, t / lasts)
    ease = done**2 * (3 - 2 * done)
    assert waver(t, aside * ease + 0.05 * np.sin(3 * t), -down * ease + 0.04 * np.sin(4.3 * t)) < 0.08


@settings(max_examples=25, deadline=None)
@given(lasts=st.floats(5, 20), sway=st.floats(0.4, 0.9), rate=st.floats(0.4, 0.9), begins=st.floats(0, 6))
def test_what_the_air_carries_wavers(lasts: float, sway: float, rate: float, begins: float) -> None:
    t = np.arange(0, lasts, 0.04, dtype=np.float64)
    assert waver(t, sway * np.sin(2 * np.pi * rate * t + begins), -2.0 * t) > 0.12


def test_too_short_a_course_says_nothing_of_wavering() -> None:
    t = np.arange(0, 2.0, 0.04, dtype=np.float64)
    assert waver(t, np.sin(9 * t), -t) == 0


@pytest.mark.parametrize("few", [1, 2])
def test_few_spots_after_a_gap_are_not_yet_its_own(few: int) -> None:
    t = np.arange(0, 1.2, 0.04, dtype=np.float64)
    late: Floats = t[-1] + 0.5 + 0.04 * np.arange(few)
    whole = course(t, 40 - 4.9 * t * t, np.full(len(t), 5.0))
    more = course(np.append(t, late), np.append(40 - 4.9 * t * t, np.full(few, 12.0)), np.full(len(t) + few, 5.0))
    assert more[FALLEN] == whole[FALLEN]
    assert more[BENT] == whole[BENT]
    again: Floats = np.append(t, t[-1] + 0.5 + 0.04 * np.arange(few + 2))
    assert course(again, 40 - 4.9 * again * again, np.full(len(again), 5.0))[FALLEN] > whole[FALLEN] + 4
