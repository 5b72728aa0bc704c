"""The two motions that tracks have, and how a spot fits them: Kalman filters of height and of the way aside."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .placing import ACROSS, CLUTTER, PLANE, SU, SV, U, V
from .seeing import AREA, HEIGHT, SIGN, SIGNAL, SNR, X, Y

type Floats = NDArray[np.float64]

HISTORY: Final = 512

# What a track may be: nothing, a fall, a drift.
NONE, FALL, DRIFT = 0, 1, 2
# Columns of a track: its kind, number, when it began and was last seen, the time of its state; height, its speed and
# acceleration upward with their covariance; u and its speed with theirs; worth, spots, pictures missed in a row and
# in all, length of its history, plane, height where it began, lowest and highest since; whether it was told of, when
# and where it was last looked at, whether it was traced back; the logarithm of its signal and the sign of its contrast,
# means of its last spots.
(
    KIND,
    NUMBER,
    BORN,
    LAST,
    AT,
    TV,
    TW,
    TA,
    VV,
    VW,
    VA,
    WW,
    WA,
    AA,
    TU,
    TP,
    UU,
    UP,
    PP,
    WORTH,
    SPOTS,
    MISSED,
    MISSES,
    LENGTH,
    ON,
    TOP,
    LOWEST,
    RISEN,
    TOLD,
    LOOKED,
    LOOKED_V,
    TRACED,
    LIGHT,
    SHADE,
) = range(34)
TRACK_FIELDS: Final = 34
# Columns of a track's history: time, x, y, area, u, v, their deviations, signal over noise, side across (m), sign.
H_AT, H_X, H_Y, H_AREA, H_U, H_V, H_SU, H_SV, H_SNR, H_ACROSS, H_SIGN, H_TALL = range(12)
HISTORY_FIELDS: Final = 12

# A thing in view is found in a picture with this probability.
_FOUND: Final = 0.45
_MISS: Final = float(np.log(1 - _FOUND))
_GATE: Final = 13.0
_MOST_WORTH: Final = 4.0
_NEW: Final = -6.0
# The logarithm of a thing's signal wanders so far from picture to picture, a standard deviation; what was lighter, or
# darker, than all that was behind it stays so, with so much over one half of a chance.
_FLICKERS: Final = 0.6
_SAME_SHADE: Final = 0.4
# What is this many times brighter or fainter than a thing was is more likely another.
_UNLIKE: Final = float(np.log(3.0))
# The same for two spots, of which neither is a mean.
_UNLIKE_SPOTS: Final = 5.0


@njit(cache=True)
def begin(track: Floats, kind: int, spot: Floats, at: float) -> None:
    """Set a track (TRACK_FIELDS,) to what is known of a thing seen once."""
    track[:] = 0.0
    track[KIND], track[BORN], track[LAST], track[AT] = kind, at, at, at
    track[TV], track[TU] = spot[V], spot[U]
    track[VV], track[UU] = spot[SV] ** 2, spot[SU] ** 2
    if kind == FALL:
        track[TW], track[WW] = -6.0, 64.0
        track[TA], track[AA] = -9.0, 16.0
        track[PP] = 6.0
    else:
        track[TW], track[WW] = -1.5, 4.0
        track[PP] = 2.5
    track[WORTH] = _NEW
    track[ON] = spot[PLANE]
    track[TOP] = track[LOWEST] = track[LOOKED_V] = spot[V]
    track[LOOKED] = at
    track[LIGHT] = np.log(max(spot[SIGNAL], 1.0))
    track[SHADE] = spot[SIGN]


@njit(cache=True)
def predict(track: Floats, at: float) -> None:
    """Move a track's state to a time."""
    dt = at - track[AT]
    if dt <= 0:
        return
    half = dt * dt / 2
    if track[KIND] == FALL:
        noise_a, noise_w, noise_p = 16.0 * dt, 0.15 * dt, 1.5 * dt
    else:
        noise_a, noise_w, noise_p = 0.0, 5.0 * dt, 6.0 * dt
    track[TV] += track[TW] * dt + track[TA] * half
    track[TW] += track[TA] * dt
    vv, vw, va, ww, wa, aa = track[VV], track[VW], track[VA], track[WW], track[WA], track[AA]
    track[VV] = vv + 2 * dt * vw + 2 * half * va + dt * dt * ww + 2 * dt * half * wa + half * half * aa
    track[VW] = vw + dt * va + dt * ww + (dt * dt + half) * wa + half * dt * aa
    track[VA] = va + dt * wa + half * aa
    track[WW] = ww + 2 * dt * wa + dt * dt * aa + noise_w
    track[WA] = wa + dt * aa
    track[AA] = aa + noise_a
    track[VV] += noise_w * dt * dt / 3
    track[TU] += track[TP] * dt
    track[UU] += 2 * dt * track[UP] + dt * dt * track[PP] + noise_p * dt * dt / 3
    track[UP] += dt * track[PP]
    track[PP] += noise_p
    track[AT] = at


@njit(cache=True)
def fit(track: Floats, spot: Floats) -> float:
    """Return how much likelier a spot is as this track's next than by chance (log), -inf outside of its gate."""
    sv, su = track[VV] + spot[SV] ** 2, track[UU] + spot[SU] ** 2
    dv, du = spot[V] - track[TV], spot[U] - track[TU]
    distance = dv * dv / sv + du * du / su
    if distance > _GATE or spot[PLANE] != track[ON]:
        return -np.inf
    brighter = (np.log(max(spot[SIGNAL], 1.0)) - track[LIGHT]) / _FLICKERS
    looks = np.exp(-brighter * brighter / 2) / (np.sqrt(2 * np.pi) * _FLICKERS)
    looks *= 0.5 + _SAME_SHADE * spot[SIGN] * track[SHADE]
    density = looks * np.exp(-distance / 2) / (2 * np.pi * np.sqrt(sv * su))
    worth: float = min(np.log(_FOUND * density / spot[CLUTTER]), _MOST_WORTH)
    return worth


@njit(cache=True)
def alike(track: Floats, spot: Floats) -> bool:
    """Tell whether a spot is about as bright as this track's were."""
    return bool(abs(np.log(max(spot[SIGNAL], 1.0)) - track[LIGHT]) < _UNLIKE)


@njit(cache=True)
def choose(track: Floats, spots: Floats, used: NDArray[np.uint8], only_alike: bool) -> tuple[int, float]:  # noqa: FBT001 - numba
    """Return which of the spots (n, 15) that are not used, uint8 (n,), fits a track best, and its worth; -1: none."""
    best, chosen = -np.inf, -1
    for i in range(len(spots)):
        if used[i] or abs(spots[i, V] - track[TV]) > 6.0 or abs(spots[i, U] - track[TU]) > 4.0:  # noqa: PLR2004
            continue
        if only_alike and not alike(track, spots[i]):
            continue
        worth = fit(track, spots[i])
        if worth > best:
            best, chosen = worth, i
    return chosen, best


@njit(cache=True)
def take(track: Floats, history: Floats, spot: Floats, at: float, worth: float) -> None:
    """Give a track a spot: its state, its worth and its history (HISTORY, 12), which is thinned when full."""
    s = track[VV] + spot[SV] ** 2
    kv, kw, ka = track[VV] / s, track[VW] / s, track[VA] / s
    e = spot[V] - track[TV]
    track[TV] += kv * e
    track[TW] += kw * e
    track[TA] += ka * e
    vv, vw, va = track[VV], track[VW], track[VA]
    track[VV] -= kv * vv
    track[VW] -= kv * vw
    track[VA] -= kv * va
    track[WW] -= kw * vw
    track[WA] -= kw * va
    track[AA] -= ka * va
    s = track[UU] + spot[SU] ** 2
    ku, kp = track[UU] / s, track[UP] / s
    e = spot[U] - track[TU]
    track[TU] += ku * e
    track[TP] += kp * e
    uu, up = track[UU], track[UP]
    track[UU] -= ku * uu
    track[UP] -= ku * up
    track[PP] -= kp * up
    part = 1.0 / min(track[SPOTS] + 1.0, 8.0)
    track[LIGHT] += part * (np.log(max(spot[SIGNAL], 1.0)) - track[LIGHT])
    track[SHADE] += part * (spot[SIGN] - track[SHADE])
    track[WORTH] += worth
    track[SPOTS] += 1
    track[MISSED] = 0
    track[LAST] = at
    track[RISEN] = max(track[RISEN], spot[V] - track[LOWEST])
    track[LOWEST] = min(track[LOWEST], spot[V])
    n = int(track[LENGTH])
    if n == HISTORY:
        n = HISTORY // 2
        for i in range(1, n):
            history[i] = history[2 * i]
    h = history[n]
    h[H_AT], h[H_X], h[H_Y], h[H_AREA], h[H_U], h[H_V] = at, spot[X], spot[Y], spot[AREA], spot[U], spot[V]
    h[H_SU], h[H_SV], h[H_SNR], h[H_ACROSS] = spot[SU], spot[SV], spot[SNR], spot[ACROSS]
    h[H_SIGN], h[H_TALL] = spot[SIGN], spot[HEIGHT]
    track[LENGTH] = n + 1


@njit(cache=True)
def miss(track: Floats) -> None:
    """Tell a track that a picture had no spot for it."""
    track[MISSED] += 1
    track[MISSES] += 1
    track[WORTH] += _MISS


@njit(cache=True)
def possible(kind: int, near: Floats, far: Floats, dt: float) -> bool:
    """Tell whether a thing may have come from a spot (far) to another (near) in dt seconds."""
    slack_v, slack_u = 2.5 * (near[SV] + far[SV]), 2.5 * (near[SU] + far[SU])
    fallen, aside = far[V] - near[V], abs(far[U] - near[U])
    if near[PLANE] != far[PLANE]:
        return False
    if not 1 / _UNLIKE_SPOTS < near[SIGNAL] / far[SIGNAL] < _UNLIKE_SPOTS:
        return False
    if kind == FALL:
        return bool(-slack_v < fallen < 42.0 * dt + slack_v and aside < 7.0 * dt + slack_u)
    return bool(-1.5 * dt - slack_v < fallen < 6.0 * dt + slack_v and aside < 4.0 * dt + slack_u)


@njit(cache=True)
def misfit(kind: int, a: Floats, b: Floats, c: Floats, dt1: float, dt2: float) -> float:
    """Return how badly three spots (a first) fit one motion, in variances; dt1 from a to b, dt2 from b to c."""
    middle = dt1 / (dt1 + dt2)
    bend = b[V] - a[V] - middle * (c[V] - a[V])
    arch = dt1 * dt2 / 2
    noise = b[SV] ** 2 + ((1 - middle) * a[SV]) ** 2 + (middle * c[SV]) ** 2
    aside = b[U] - a[U] - middle * (c[U] - a[U])
    noise_u = b[SU] ** 2 + ((1 - middle) * a[SU]) ** 2 + (middle * c[SU]) ** 2
    if kind == FALL:
        # Under an acceleration of -8 ± 5 m/s² the middle lies above the chord.
        return float((bend - 8.0 * arch) ** 2 / (noise + (5.0 * arch) ** 2) + aside**2 / (noise_u + (2.0 * arch) ** 2))
    return float(bend**2 / (noise + (6.0 * arch) ** 2) + aside**2 / (noise_u + (6.0 * arch) ** 2))
