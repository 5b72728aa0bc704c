"""Spots become tracks, in metres on a plane and with real times.

Two kinds of motion are followed side by side, each by its own Kalman filter: a *fall* accelerates downward, by g at
most and less as the air takes it; a *drift* goes its way slowly and wavers. A track is worth the logarithm of how much
likelier its spots are under its motion than by chance, where chance is the clutter of each place: spots among leaves
prove little. Tracks begin with three spots that fit; they live through gaps as a balcony or a tree makes them.
"""

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
    H_TALL,
    H_U,
    H_V,
    H_X,
    H_Y,
    HISTORY,
    HISTORY_FIELDS,
    KIND,
    LAST,
    LENGTH,
    LOOKED,
    LOOKED_V,
    MISSED,
    MISSES,
    NONE,
    NUMBER,
    ON,
    RISEN,
    SPOTS,
    TOLD,
    TRACED,
    TRACK_FIELDS,
    TU,
    TV,
    TW,
    UU,
    VV,
    WORTH,
    WW,
    alike,
    begin,
    choose,
    fit,
    misfit,
    miss,
    possible,
    predict,
    take,
)
from .placing import ACROSS, CLUTTER, PLANE, SPOT_FIELDS, SU, SV, U, V
from .seeing import AREA, HEIGHT, SIGN, SNR, X, Y

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

MAX_TRACKS: Final = 112
RECENT: Final = 32
# A balcony or a tree hides a thing for so long, s.
_GAP: Final = 0.7
# Tracks that begin in a picture; spots in one beyond which much moves at once.
_SEEDS: Final = 16
_MANY: Final = 60
_LOST: Final = -4.0
# A drift that has come down less than this, m, since the last look at it, s, hangs or lies.
_LOOK_AGAIN: Final = 1.6
_PROGRESS: Final = 0.8


@njit(cache=True)
def _extend(tracks: Floats, histories: Floats, spots: Floats, at: float, used: NDArray[np.uint8]) -> None:
    """Give every track the spot that fits it best, the worthiest first; used: uint8 (spots, 3) by kind, written.

    Each first gets its choice of what looks like it: two that cross, or a flake before a bag, do not change places.
    """
    order = np.argsort(-tracks[:, WORTH])
    given = tracks[:, KIND] == NONE
    for turn in range(2):
        for o in order:
            if given[o]:
                continue
            track, kind = tracks[o], int(tracks[o, KIND])
            predict(track, at)
            chosen, best = choose(track, spots, used[:, kind], turn == 0)
            if chosen >= 0:
                used[chosen, kind] = 1
                given[o] = True
                take(track, histories[o], spots[chosen], at, best)
            elif turn == 1:
                miss(track)


@njit(cache=True)
def _grow(  # noqa: PLR0913, PLR0917
    track: Floats,
    history: Floats,
    kind: int,
    recent: Floats,
    slots: Ints,
    counts: Ints,
    times: Floats,
    back: int,
    first: int,
) -> None:
    """Make a track of a spot `back` pictures ago and of what fits it in each picture since."""
    begin(track, kind, recent[slots[back], first], times[back])
    take(track, history, recent[slots[back], first], times[back], 0.0)
    for f in range(back - 1, -1, -1):
        predict(track, times[f])
        best, chosen = -np.inf, -1
        for i in range(counts[f]):
            worth = fit(track, recent[slots[f], i])
            if worth > best:
                best, chosen = worth, i
        if chosen >= 0:
            take(track, history, recent[slots[f], chosen], times[f], best)
        else:
            miss(track)


@njit(cache=True)
def _twin(track: Floats, other: Floats) -> bool:
    """Tell whether two tracks follow the same thing."""
    if track[KIND] != other[KIND] or track[ON] != other[ON]:
        return False
    reach_v = 0.35 + 0.03 * abs(track[TW]) + 2.0 * np.sqrt(track[VV])
    reach_u = 0.35 + 2.0 * np.sqrt(track[UU])
    if abs(track[TV] - other[TV]) > reach_v or abs(track[TU] - other[TU]) > reach_u:
        return False
    # Two that cross are in one place, but do not go the same way.
    unsure = 2.0 * np.sqrt(track[WW] + other[WW])
    return bool(abs(track[TW] - other[TW]) < 1.5 + 0.1 * abs(track[TW]) + unsure)


@njit(cache=True)
def _seed(  # noqa: C901, PLR0912, PLR0913, PLR0917
    kind: int,
    mid: int,
    far: int,
    tracks: Floats,
    histories: Floats,
    recent: Floats,
    slots: Ints,
    counts: Ints,
    times: Floats,
    used: NDArray[np.uint8],
    numbers: Ints,
) -> None:
    """Begin tracks from the newest spots with one mid and one far pictures ago; numbers: int64 (1,), the next one."""
    born = 0
    dt2, dt1 = times[0] - times[mid], times[mid] - times[far]
    work, work_history = np.empty(TRACK_FIELDS), np.empty((HISTORY, HISTORY_FIELDS))
    for k in range(counts[0]):
        if used[k, kind]:
            continue
        c = recent[slots[0], k]
        best, first = 9.0, -1
        for j in range(counts[mid]):
            b = recent[slots[mid], j]
            if not possible(kind, c, b, dt2):
                continue
            for i in range(counts[far]):
                a = recent[slots[far], i]
                if not possible(kind, b, a, dt1):
                    continue
                fallen, seen = a[V] - c[V], c[Y] - a[Y]
                if kind == FALL and (seen < 2.0 or fallen < 0.25):  # noqa: PLR2004
                    continue
                if kind == DRIFT and (seen < 1.0 or fallen < 0.15):  # noqa: PLR2004
                    continue
                worse = misfit(kind, a, b, c, dt1, dt2)
                if worse < best:
                    best, first = worse, i
        if first < 0:
            continue
        _grow(work, work_history, kind, recent, slots, counts, times, far, first)
        if work[SPOTS] < 3 or work[WORTH] < -2 or work[MISSED] > 0:  # noqa: PLR2004
            continue
        free = -1
        for t in range(len(tracks)):
            if tracks[t, KIND] == NONE:
                if free < 0:
                    free = t
            elif _twin(work, tracks[t]) and tracks[t, LAST] > times[far]:
                free = -2
                break
        if free == -1:
            free = int(np.argmin(tracks[:, WORTH]))
            if tracks[free, WORTH] >= work[WORTH] or tracks[free, TOLD] > 0:
                continue
        if free < 0:
            continue
        tracks[free] = work
        histories[free, : int(work[LENGTH])] = work_history[: int(work[LENGTH])]
        tracks[free, NUMBER] = numbers[0]
        numbers[0] += 1
        born += 1
        used[k, kind] = 1
        if born >= _SEEDS:
            return


@njit(cache=True)
def _tidy(tracks: Floats, at: float) -> None:
    """Drop tracks that are over, and the lesser of two that follow the same thing."""
    for t in range(len(tracks)):
        track = tracks[t]
        if track[KIND] == NONE:
            continue
        over = at - track[LAST] > _GAP or track[WORTH] < _LOST
        if at - track[LOOKED] > _LOOK_AGAIN:
            over = over or track[LOOKED_V] - track[TV] < _PROGRESS
            track[LOOKED], track[LOOKED_V] = at, track[TV]
        seen, missed = track[SPOTS], track[MISSES]
        sparse = seen + missed > 20 and seen < 0.28 * (seen + missed)  # noqa: PLR2004
        rising = track[TW] > 6.0 if track[KIND] == FALL else track[RISEN] > 3.0  # noqa: PLR2004
        if over or sparse or rising:
            track[KIND] = NONE
    for t in range(len(tracks)):
        for s in range(t + 1, len(tracks)):
            if tracks[t, KIND] == NONE or tracks[s, KIND] != tracks[t, KIND]:
                continue
            if not _twin(tracks[t], tracks[s]) or not _twin(tracks[s], tracks[t]):
                continue
            # What was told of goes on; of two that were, both do.
            less = s if (tracks[t, TOLD], tracks[t, WORTH]) >= (tracks[s, TOLD], tracks[s, WORTH]) else t
            if tracks[less, TOLD] == 0:
                tracks[less, KIND] = NONE


@njit(cache=True)
def step(  # noqa: PLR0913, PLR0917
    tracks: Floats,
    histories: Floats,
    recent: Floats,
    slots: Ints,
    counts: Ints,
    times: Floats,
    known: int,
    strides: Ints,
    numbers: Ints,
) -> None:
    """Follow one picture.

    tracks: float64 (MAX_TRACKS, TRACK_FIELDS), histories: float64 (MAX_TRACKS, HISTORY, 12), both changed. recent:
    float64 (RECENT, most spots, 15), spots by slot; slots, counts: int64 (RECENT,), times: float64 (RECENT,): each
    picture's slot, how many spots it has and its time, the newest first, of which `known` are filled. strides: int64
    (n, 3): the kind of a seed, how many pictures back its middle and its first spot are.
    """
    used = np.zeros((counts[0], 3), np.uint8)
    _extend(tracks, histories, recent[slots[0], : counts[0]], times[0], used)
    for s in range(len(strides)):
        if strides[s, 2] < known:
            kind, mid, far = strides[s, 0], strides[s, 1], strides[s, 2]
            _seed(kind, mid, far, tracks, histories, recent, slots, counts, times, used, numbers)
    _tidy(tracks, times[0])


@njit(cache=True)
def trace_back(
    track: Floats, history: Floats, recent: Floats, slots: Ints, counts: Ints, times: Floats, known: int
) -> int:
    """Put before a track's history what led to its first spot, however it moved; return how many spots that are.

    A thing that is let go comes from nowhere; a bird or an insect was on its way before. Arguments as of step.
    """
    track[TRACED] = 1.0
    n = int(track[LENGTH])
    last = min(n - 1, 4)
    span = history[last, H_AT] - history[0, H_AT]
    if span <= 0:
        return 0
    v, u, at = history[0, H_V], history[0, H_U], history[0, H_AT]
    speed_v, speed_u = (history[last, H_V] - v) / span, (history[last, H_U] - u) / span
    found = np.empty((RECENT, HISTORY_FIELDS))
    count = 0
    for f in range(known):
        dt = at - times[f]
        if dt <= 1e-6:  # noqa: PLR2004
            continue
        if dt > _GAP / 2:
            break
        # It may turn as sharply as a thing in the air can.
        reach = 0.15 + 0.25 * np.hypot(speed_v, speed_u) * dt + 12.0 * dt * dt
        best, chosen = np.inf, -1
        for i in range(counts[f]):
            s = recent[slots[f], i]
            away = np.hypot(s[V] - v + speed_v * dt, s[U] - u + speed_u * dt)
            if s[PLANE] == track[ON] and alike(track, s) and away < reach + 2 * max(s[SV], s[SU]) and away < best:
                best, chosen = away, i
        if chosen < 0:
            continue
        s = recent[slots[f], chosen]
        part = min(1.0, dt / 0.15)
        speed_v += part * ((v - s[V]) / dt - speed_v)
        speed_u += part * ((u - s[U]) / dt - speed_u)
        v, u, at = s[V], s[U], times[f]
        h = found[count]
        h[H_AT], h[H_X], h[H_Y], h[H_AREA], h[H_U], h[H_V] = at, s[X], s[Y], s[AREA], u, v
        h[H_SU], h[H_SV], h[H_SNR], h[H_ACROSS] = s[SU], s[SV], s[SNR], s[ACROSS]
        h[H_SIGN], h[H_TALL] = s[SIGN], s[HEIGHT]
        count += 1
    count = min(count, HISTORY - n)
    for i in range(n - 1, -1, -1):
        history[i + count] = history[i]
    for i in range(count):
        history[count - 1 - i] = found[i]
    track[LENGTH] = n + count
    return count


class Tracker:
    """The tracks of one camera."""

    def __init__(self, most_spots: int) -> None:
        self.tracks: Floats = np.zeros((MAX_TRACKS, TRACK_FIELDS))
        self.histories: Floats = np.zeros((MAX_TRACKS, HISTORY, HISTORY_FIELDS))
        self._recent: Floats = np.zeros((RECENT, most_spots, SPOT_FIELDS))
        self._slots: Ints = np.arange(RECENT)
        self._counts: Ints = np.zeros(RECENT, np.int64)
        self._times: Floats = np.zeros(RECENT)
        self._known = 0
        self._numbers: Ints = np.ones(1, np.int64)

    def take(self, spots: Floats, at: float) -> None:
        """Follow the spots (n, 15) of the picture of a time."""
        for column in (self._slots, self._counts, self._times):
            column[:] = np.roll(column, 1)
        most = self._recent.shape[1]
        # What is least to be expected there comes first, and where there are too many it alone.
        spots = spots[np.argsort(spots[:, CLUTTER])[:most]]
        self._recent[self._slots[0], : len(spots)] = spots
        self._counts[0], self._times[0] = len(spots), at
        self._known = min(self._known + 1, RECENT)
        step(
            self.tracks,
            self.histories,
            self._recent,
            self._slots,
            self._counts,
            self._times,
            self._known,
            self._strides(),
            self._numbers,
        )

    def busy(self) -> float:
        """Return how much moves of late, 0 to 1: at 1 a long course can be made of what does not belong together."""
        spots = float(self._counts[: self._known].mean()) if self._known else 0.0
        most: int = self._recent.shape[1]
        return min(1.0, max(0.0, (spots - _MANY) / (most - _MANY)))

    def trace_back(self, index: int) -> int:
        """Put before a track's history what led to it within the last second; return how many spots that are."""
        return int(
            trace_back(
                self.tracks[index],
                self.histories[index],
                self._recent,
                self._slots,
                self._counts,
                self._times,
                self._known,
            )
        )

    def _strides(self) -> Ints:
        """Return the pictures to seed from: neighbours for fast things, about 0.1 and 0.2 s apart for slow ones."""
        ages = self._times[0] - self._times[: self._known]
        chosen: list[tuple[int, int, int]] = []

        def add(kind: int, mid: float, far: float) -> None:
            pair = (kind, int(np.argmin(np.abs(ages - mid))), int(np.argmin(np.abs(ages - far))))
            if 0 < pair[1] < pair[2] and pair not in chosen:
                chosen.append(pair)

        if self._known > 2:  # noqa: PLR2004
            chosen.append((FALL, 1, 2))
        # Where much moves at once, gaps are no reason to look further.
        if self._known > 3 and self._counts[0] < _MANY:  # noqa: PLR2004
            chosen.extend(((FALL, 1, 3), (FALL, 2, 3)))
            add(FALL, 0.12, 0.24)
        add(FALL, 0.2, 0.4)
        add(DRIFT, 0.16, 0.32)
        add(DRIFT, 0.24, 0.48)
        return np.array(chosen, np.int64).reshape(len(chosen), 3)
