"""Which tracks are falls, and how surely.

A fall is told by its course in metres: a parabola fitted to the whole track, robustly, has an acceleration downward
that is certain, of a size that g less drag gives (more, where a thing comes towards the camera), without much of a way
aside, over the minimum fall. A flutterer has none: it goes down steadily over the minimum fall, slowly, wavering within
bounds, never rising for long. What many do at once (rain, snow, leaves) makes each of them less believable.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .motion import (
    DRIFT,
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
    LENGTH,
    MISSES,
    SPOTS,
    WORTH,
)

type Floats = NDArray[np.float64]

_ROUNDS: Final = 4
# So many points has a course at least whose halves are compared.
_LEAST_HALVES: Final = 14
# How far a real course strays from a parabola: m, and the share of the fall.
_STRAY: Final = 0.06
_STRAY_SHARE: Final = 0.012

# So long, s, a fall is read for its acceleration.
_FREELY: Final = 1.95
# Few things that are heavy enough to do harm fall slower than this in the end, m/s.
_TERMINAL: Final = 19.0
# A course shorter than this, s, makes no surer than this.
_SURE_AFTER: Final = 1.3
_BRIEF: Final = 0.6
# A stretch in which a wavering shows, s, how many points it has at least, what the noise of a place adds to it.
_STRETCH, _LEAST_STRETCH, _BLUR = 4.0, 10, 0.3
# What wavers less than this, m, flies.
_LEAST_SWAY: Final = 0.13
# Things that flutter down side by side: an emptied basket, not yet the weather.
_TOGETHER: Final = 6
# What was hidden for longer than this, s, is known again only by more points than so many; so many are left anyhow.
_GAP, _FEW_AGAIN, _LEAST_KEPT = 0.3, 2, 4
# An acceleration, m/s², that nothing else than gravity gives.
_ALL_OF_G: Final = 8.5
# Things that fall one after another, or one that is followed twice.
_FEW: Final = 2

# What is measured of a course.
(
    FALLEN,
    LASTED,
    BENT,
    BENT_SIGMA,
    FIRST_SPEED,
    LAST_SPEED,
    ERROR,
    ASIDE,
    ASIDE_SPEED,
    SEEN,
    SHARE_SEEN,
    STRENGTH,
    SIZE,
    AREA,
    UPWARD,
    LLR,
    ASIDE_ERROR,
    SIZE_SPREAD,
    SIGN,
    LINEAR_ERROR,
    FIRST_U,
    CHANGE,
    LATE,
    TURN_ASIDE,
    SWAY,
) = range(25)
MEASURES: Final = 25


@njit(cache=True)
def parabola(t: Floats, y: Floats, s: Floats, out: Floats) -> float:
    """Fit y = c0 + c1 t + c2 t² / 2 robustly (Huber); t, y, s: float64 (n,), s the deviations of y, n >= 4.

    out: float64 (4,), written: c0, c1, c2 and the deviation of c2. Returns the mean square of error over deviation.
    """
    n = len(t)
    w = np.ones(n)
    matrix, right = np.zeros((3, 3)), np.zeros(3)
    chi = 0.0
    for _ in range(_ROUNDS):
        matrix[:] = 0.0
        right[:] = 0.0
        for i in range(n):
            f1, f2 = t[i], t[i] * t[i] / 2
            weight = w[i] / (s[i] * s[i])
            matrix[0, 0] += weight
            matrix[0, 1] += weight * f1
            matrix[0, 2] += weight * f2
            matrix[1, 2] += weight * f1 * f2
            matrix[1, 1] += weight * f1 * f1
            matrix[2, 2] += weight * f2 * f2
            right[0] += weight * y[i]
            right[1] += weight * y[i] * f1
            right[2] += weight * y[i] * f2
        matrix[1, 0], matrix[2, 0], matrix[2, 1] = matrix[0, 1], matrix[0, 2], matrix[1, 2]
        for j in range(3):
            matrix[j, j] *= 1.0 + 1e-12
        inverse = np.linalg.inv(matrix)
        c = inverse @ right
        chi = total = 0.0
        for i in range(n):
            e = abs(y[i] - c[0] - c[1] * t[i] - c[2] * t[i] * t[i] / 2) / s[i]
            w[i] = 1.0 if e < 2.0 else 2.0 / e  # noqa: PLR2004
            chi += w[i] * e * e
            total += 1.0
        out[0], out[1], out[2] = c[0], c[1], c[2]
        out[3] = np.sqrt(inverse[2, 2])
        chi /= max(1.0, total - 3)
    return chi


@njit(cache=True)
def _halves(t: Floats, v: Floats, s: Floats, out: Floats) -> None:
    """Measure how the acceleration of a course changes: float64 (n,) each; out: (MEASURES,), written in part."""
    n = len(t)
    out[CHANGE], out[LATE] = 0.0, 9.81
    if n < _LEAST_HALVES:
        return
    half = n // 2
    first, last = np.empty(4), np.empty(4)
    chi_first = parabola(t[:half] - t[:half].mean(), v[:half], s[:half], first)
    chi_last = parabola(t[half:] - t[half:].mean(), v[half:], s[half:], last)
    sure_first, sure_last = first[3] * np.sqrt(max(1.0, chi_first)), last[3] * np.sqrt(max(1.0, chi_last))
    # It may well become less by drag, and seem to become more as it comes nearer.
    less, unsure = last[2] - first[2], np.hypot(sure_first, sure_last)
    out[CHANGE] = max(less - unsure, -less - 1.5 * unsure)
    out[LATE] = -last[2] + sure_last


@njit(cache=True)
def _strays(t: Floats, y: Floats, s: Floats) -> float:
    """Return the mean square by which a course strays from the cubic that fits it best, less its noise; (n,) each."""
    n = len(t)
    matrix, right, powers = np.zeros((4, 4)), np.zeros(4), np.empty((n, 4))
    middle, half = 0.5 * (t[0] + t[-1]), 0.5 * (t[-1] - t[0])
    for i in range(n):
        x = (t[i] - middle) / half
        powers[i, 0], powers[i, 1], powers[i, 2], powers[i, 3] = 1.0, x, x * x, x * x * x
        for j in range(4):
            right[j] += powers[i, j] * y[i]
            for k in range(4):
                matrix[j, k] += powers[i, j] * powers[i, k]
    off = np.abs(y - powers @ np.linalg.solve(matrix, right))
    off = np.minimum(off, 4.0 * np.median(off))
    return float(np.mean(off * off) - _BLUR * np.mean(s * s))


@njit(cache=True)
def wavering(t: Floats, u: Floats, v: Floats, su: Floats, sv: Floats) -> float:
    """Return how far a course wavers to the sides of its way, m, in the smoothest stretch of 4 s; all float64 (n,).

    What the air carries sways and tumbles. What flies or hangs on ropes may begin and end its way at any speed, but
    goes straight, or turns as smoothly as a cubic. 0 where there is too little of it to tell.
    """
    least, start = np.inf, t[0]
    while start == t[0] or start + 0.9 * _STRETCH <= t[-1]:
        a, b = np.searchsorted(t, start), np.searchsorted(t, start + _STRETCH)
        if b - a >= _LEAST_STRETCH and t[b - 1] - t[a] > 0.7 * _STRETCH:
            _, axes = np.linalg.eigh(np.cov(np.vstack((u[a:b], v[a:b]))))
            across, along = axes[0, 1], axes[1, 1]
            aside = v[a:b] * across - u[a:b] * along
            least = min(least, max(0.0, _strays(t[a:b], aside, np.hypot(sv[a:b] * across, su[a:b] * along))))
        start += 0.5 * _STRETCH
    return float(np.sqrt(least)) if np.isfinite(least) else 0.0


@njit(cache=True)
def _reliable(at: Floats) -> int:
    """Return how many points of a course, seen at float64 (n,) s, are its own: few after a gap may be another's."""
    n = len(at)
    for few in range(1, min(_FEW_AGAIN, n - _LEAST_KEPT) + 1):
        if at[n - few] - at[n - few - 1] > _GAP:
            return n - few
    return n


@njit(cache=True)
def measure(track: Floats, history: Floats, kind: int, out: Floats) -> None:
    """Measure a track's course as that of a kind; track: (TRACK_FIELDS,), history: (HISTORY, 12), out: (MEASURES,)."""
    n = _reliable(history[: int(track[LENGTH]), H_AT])
    t = history[:n, H_AT] - 0.5 * (history[0, H_AT] + history[n - 1, H_AT])
    v, u = history[:n, H_V], history[:n, H_U]
    fallen = v[0] - v.min()
    lasted = t[n - 1] - t[0]
    stray = _STRAY + _STRAY_SHARE * max(0.0, fallen)
    sv = np.sqrt(history[:n, H_SV] ** 2 + stray * stray)
    su = np.sqrt(history[:n, H_SU] ** 2 + stray * stray)
    c = np.empty(4)
    # Later the air takes so much of g that its course is a parabola no more.
    k = n
    while kind == FALL and k > _LEAST_HALVES and t[k - 1] - t[0] > _FREELY:
        k -= 1
    chi = parabola(t[:k], v[:k], sv[:k], c)
    out[FALLEN], out[LASTED], out[FIRST_U] = fallen, lasted, u[0]
    out[BENT], out[BENT_SIGMA] = c[2], c[3] * np.sqrt(max(1.0, chi))
    out[FIRST_SPEED], out[LAST_SPEED] = c[1] + c[2] * t[0], c[1] + c[2] * t[k - 1]
    out[ERROR] = np.sqrt(chi)
    chi_u = parabola(t, u, su, c)
    # As much of its acceleration aside as is certain.
    out[TURN_ASIDE] = abs(c[2]) - 2.0 * c[3]
    _halves(t[:k], v[:k], sv[:k], out)
    out[SWAY] = wavering(t, u, v, history[:n, H_SU], history[:n, H_SV]) if kind == DRIFT else 0.0
    out[ASIDE] = abs(u[n - 1] - u[0])
    out[ASIDE_SPEED] = max(abs(c[1] + c[2] * t[0]), abs(c[1] + c[2] * t[n - 1]))
    out[ASIDE_ERROR] = np.sqrt(chi_u)
    out[SEEN] = track[SPOTS]
    out[SHARE_SEEN] = track[SPOTS] / max(1.0, track[SPOTS] + track[MISSES])
    out[STRENGTH] = np.median(history[:n, H_SNR])
    out[SIZE] = np.median(history[:n, H_ACROSS])
    out[AREA] = np.median(history[:n, H_AREA])
    out[SIZE_SPREAD] = np.std(np.log(np.maximum(history[:n, H_ACROSS], 1e-3)))
    out[SIGN] = abs(np.mean(history[:n, H_SIGN]))
    lowest, risen = v[0], 0.0
    for i in range(n):
        lowest = min(lowest, v[i])
        risen = max(risen, v[i] - lowest - 2 * history[i, H_SV])
    out[UPWARD] = risen
    out[LLR] = track[WORTH]
    out[LINEAR_ERROR] = np.sqrt(np.mean((v - np.mean(v) - t * (np.sum(t * (v - np.mean(v))) / np.sum(t * t))) ** 2))


def _sigmoid(x: float) -> float:
    return float(1.0 / (1.0 + np.exp(-np.clip(x, -30.0, 30.0))))


@dataclass(slots=True)
class Judge:
    """Turns what is measured of courses into confidences; minimum_fall is in metres."""

    minimum_fall: float
    minimum_size_px2: float = 2.0

    def confidence(self, kind: int, m: Floats, crowd: float, outside: float, busy: float = 0.0) -> float:
        """Return how sure it is that a course (MEASURES,) is a fall.

        crowd: how many others do the like at once; outside: how far from the facade's sides it began, m; busy: 0 to 1,
        as Tracker.busy has it.
        """
        return self.fall(m, crowd, outside, busy) if kind == FALL else self.drift(m, crowd, outside)

    def fall(self, m: Floats, crowd: float, outside: float, busy: float = 0.0) -> float:
        """Return the confidence of a thing that falls at g less drag."""
        down, first = -m[BENT], m[FIRST_SPEED]
        certain = down / m[BENT_SIGMA]
        speed = max(0.0, -m[LAST_SPEED])
        # What it fell before it was first seen shows in its speed.
        height = max(m[FALLEN], min(speed * speed / (2 * 9.81), 1.5 * m[FALLEN] + 1.0))
        if height < self.minimum_fall or m[SEEN] < 5 or certain < 3 or m[AREA] < self.minimum_size_px2:  # noqa: PLR2004
            return 0.0
        # The air takes of g as the square of its speed, all of it at the terminal one.
        last = m[LAST_SPEED]
        least = 9.81 * (1.0 - (first * first + first * last + last * last) / (3.0 * _TERMINAL**2)) - 0.6
        least = min(8.6, max(3.5, least))
        # What is plain to see does not begin in full flight, but in weather, or with all of g: then it was hidden.
        plain = float(np.clip((m[STRENGTH] - 12.0) / 15.0, 0.0, 1.0)) * (1.0 - 0.7 * busy)
        all_of_g = down - m[BENT_SIGMA] > _ALL_OF_G
        if all_of_g:
            plain *= 0.3
        short = float(np.clip((40.0 - m[FALLEN]) / 25.0, 0.05, 1.0))
        # So likely is a course with so many spots made up by chance, 0.25 to 1.
        chance = float(np.clip((80.0 - m[LLR]) / 40.0, 0.25, 1.0))
        # What many do at once says less of a course that is long and sure: a flake seems to fall for a few metres.
        own = (1.0 - chance) * float(np.clip((m[FALLEN] - 15.0) / 15.0, 0.0, 1.0))
        # What is thrown aside has all of g, and more where it comes nearer; a bird that dives has less.
        aside = max(0.5, chance) if all_of_g else 2.5
        # A long course is proof by itself, but where so much moves that one can be made of what is not one thing.
        long = 0.05 * min(max(0.0, m[FALLEN] - 10.0), 40.0) * (1.0 - busy)
        score = (
            0.09 * (min(m[LLR], 55.0) - 22.0)
            + 5.0 * (min(m[SHARE_SEEN], 0.9) - 0.5)
            + long
            + 0.25 * (min(certain, 14.0) - 6.0)
            - 3.0 * max(0.0, least - down - 0.5 * m[BENT_SIGMA])
            - chance * max(0.0, down - (14.5 if first > -1.0 else 12.5))
            - 14.0 * max(0.0, m[ERROR] - 0.55)
            - 1.0 * max(0.0, m[CHANGE] - 1.5)
            - 1.5 * max(0.0, 4.0 - m[LATE])
            - 4.0 * max(0.0, m[TURN_ASIDE] - 0.3)
            - 1.2 * aside * max(0.0, m[ASIDE_SPEED] - 3.2)
            - 2.0 * min(1.0, aside) * max(0.0, m[ASIDE_SPEED] - 5.5)
            - 15.0 * max(0.0, m[ASIDE_ERROR] - 0.22)
            - 6.0 * max(0.0, m[SIZE_SPREAD] - 0.42)
            - 1.5 * max(0.0, m[UPWARD] - 0.8)
            - 1.0 * max(0.0, first - 5.0)
            - max(0.0, -first - 3.0) * (0.1 + 2.4 * plain * short)
            - 6.0 * max(0.0, 1.0 - m[LASTED])
            - 1.2 * (1.0 - 0.8 * own) * np.log1p(max(0.0, crowd - _FEW))
            - 6.0 * max(0.0, outside - 1.2)
        )
        # Shorter than this many a thing seems to fall that only sets out.
        brief = m[LASTED] < _SURE_AFTER and m[FALLEN] < 1.5 * self.minimum_fall
        return min(_sigmoid(score), _BRIEF) if brief else _sigmoid(score)

    def drift(self, m: Floats, crowd: float, outside: float) -> float:
        """Return the confidence of a thing that flutters down."""
        speed = m[FALLEN] / max(m[LASTED], 1e-3)
        if m[FALLEN] < self.minimum_fall or m[SEEN] < 15 or m[LASTED] < 1.6 or m[AREA] < self.minimum_size_px2:  # noqa: PLR2004
            return 0.0
        score = (
            0.02 * (min(m[LLR], 250.0) - 130.0)
            + 5.0 * (min(m[SHARE_SEEN], 0.9) - 0.6)
            - 0.5 * max(0.0, 1.5 * self.minimum_fall - m[FALLEN])
            - 8.0 * max(0.0, 0.85 - speed)
            - 2.0 * max(0.0, speed - 3.6)
            - 2.0 * max(0.0, m[UPWARD] - 1.2)
            - 4.0 * max(0.0, m[ASIDE] / m[FALLEN] - 0.45)
            - 90.0 * max(0.0, _LEAST_SWAY - m[SWAY])
            - 1.5 * max(0.0, m[ASIDE_SPEED] - 1.7)
            - 6.0 * max(0.0, m[ERROR] - 2.3)
            - 4.0 * max(0.0, m[SIZE_SPREAD] - 0.45)
            - 3.0 * max(0.0, m[SIZE] - 1.0)
            - 2.0 * max(0.0, abs(m[FIRST_SPEED]) - 3.6)
            - 2.0 * max(0.0, abs(m[LAST_SPEED]) - 4.3)
            - 4.0 * max(0.0, abs(m[BENT]) - 0.7)
            - 1.5 * np.log1p(max(0.0, crowd - _TOGETHER))
            - 2.0 * max(0.0, outside - 1.2)
        )
        return _sigmoid(score)
