"""What is told of tracks: each fall once, from its first alert to its end, under one number."""

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .deciding import AREA, BENT, FALLEN, FIRST_SPEED, FIRST_U, LASTED, MEASURES, SIZE, Judge, measure
from .model import Fall, FallKind, FallState, TrackPoint, WatchSettings
from .motion import (
    BORN,
    DRIFT,
    FALL,
    H_AREA,
    H_AT,
    H_U,
    H_V,
    H_X,
    H_Y,
    KIND,
    LAST,
    LENGTH,
    LOWEST,
    NONE,
    NUMBER,
    ON,
    SPOTS,
    TOLD,
    TOP,
    TRACED,
    TU,
    TV,
    TW,
    WORTH,
)
from .optics import Facade
from .tracking import Tracker

type Floats = NDArray[np.float64]

# A fall that is not seen for so long is over, s; until then what begins where it would be by now is the same, m.
_OVER, _DRIFTS_OVER = 1.8, 3.0
_LOST: Final = 0.3
_SAME_ASIDE: Final = 2.5
_SAME_PX: Final = 14.0
# What speeds up by more than this, m/s², is carried by no air.
_NO_DRIFT: Final = 4.0
# What falls faster than this, m/s, is in full flight.
_FLIES: Final = 4.0
# How long what others did counts as the crowd of a track, s.
_CROWD: Final = 3.0
# Snow and leaves come for longer, s, and sink further than laundry and twigs swing, m; what is so much smaller is
# nothing of the kind.
_WEATHER, _SUNK, _AS_LARGE = 10.0, 2.0, 0.5
_COUNTED: Final = 6
# As sure as this, a track may be a fall of its own; more than so many others at once make each less sure.
_PEER, _PEERS = 0.2, 2
# Nearer than this, m, two tracks follow one thing; what was seen earlier, s, has fallen at most so fast since, m/s.
_PEER_AWAY, _PEER_APART, _PEER_FALLS = 2.0, 0.15, 20.0
_LEAST_SPOTS: Final = 5
_LEAST_WORTH: Final = 6.0
# So much surer must another track of the same thing be to speak for it.
_SURER: Final = 0.3
# A fall is confirmed while it lasts when it has lasted so long, s, or after three times the minimum.
_CONFIRMED_AFTER: Final = 1.9
# What drifts is watched longer, s: whether it wavers; if it is lost before, so long at least.
_DRIFTS_AFTER, _DRIFTS_LEAST = 4.0, 3.0


@dataclass(slots=True)
class _Told:
    """A fall that was told of: its number, the tracks that spoke for it, what is known of it."""

    number: int
    state: FallState
    kind: int
    plane: int
    track: int
    last: float
    sure: float
    speed: float
    measured: Floats
    history: Floats
    earlier: Floats
    # The surest that it was: what stirs where it lands does not unsay it.
    surest: float = 0.0

    def over(self, at: float) -> bool:
        """Tell whether it has not been seen for too long; what drifts is longer behind a tree."""
        return at - self.last > (_OVER if self.kind == FALL else _DRIFTS_OVER)

    def whole(self) -> Floats:
        """Return its history (n, 12), with what an earlier track had."""
        before = self.earlier[self.earlier[:, H_AT] < self.history[0, H_AT]]
        return np.concatenate((before, self.history))


@dataclass(slots=True)
class Teller:
    """Watches the tracks and tells the news of falls."""

    facade: Facade
    settings: WatchSettings
    judge: Judge
    _told: list[_Told] = field(default_factory=list)
    _next: int = 1
    # When, kind, number, speed, area of what was on its way and how far it had come down, a row each.
    _passed: Floats = field(default_factory=lambda: np.zeros((0, 6)))
    _noted: dict[int, float] = field(default_factory=dict)
    _judged: dict[int, float] = field(default_factory=dict)
    # What might be falls as well: when and where it was last seen (s, u and v in m), by number.
    _peers: dict[int, tuple[float, float, float]] = field(default_factory=dict)

    def tell(self, tracker: Tracker, at: float) -> tuple[Fall, ...]:
        """Return what is new at a time."""
        tracks = tracker.tracks
        self._remember(tracker, at)
        fallen = tracks[:, TOP] - tracks[:, LOWEST]
        likely = np.maximum(fallen, np.minimum(tracks[:, TW] ** 2 / 19.6, 1.5 * fallen + 1))
        ready = (
            (tracks[:, KIND] != NONE)
            & (tracks[:, LAST] == at)
            & (tracks[:, SPOTS] >= _LEAST_SPOTS)
            & (tracks[:, WORTH] >= _LEAST_WORTH)
            & ((likely >= self.judge.minimum_fall) | (tracks[:, TOLD] > 0))
        )
        news = [self._judge(tracker, int(index), at) for index in np.flatnonzero(ready)]
        return tuple(fall for fall in news if fall is not None) + self._landed(at) + self._finish(at)

    def measures(self, tracker: Tracker, index: int, kind: int) -> Floats:
        """Return what is measured of a track's course as that of a kind, float64 (MEASURES,)."""
        out = np.zeros(MEASURES)
        measure(tracker.tracks[index], tracker.histories[index], kind, out)
        return out

    def crowd(self, kind: int, number: int, speed: float, area: float, at: float) -> float:
        """Return how many other tracks did the like within the last seconds, and were no smaller (px²) by far.

        speed is in m/s, downward. Of what drifts any speed is alike, as flakes go at different ones with the wind.
        """
        when, of, other, fast, large, fallen = self._passed.T
        like = (of == kind) & (other != number) & (large > _AS_LARGE * area)
        if kind == FALL:
            like &= (at - when < _CROWD) & (np.abs(fast - speed) < 0.35 * max(speed, 1.0))
        else:
            like &= (at - when < _WEATHER) & (fallen > _SUNK)
        return float(len(np.unique(other[like])))

    def _remember(self, tracker: Tracker, at: float) -> None:
        tracks = tracker.tracks
        if len(self._passed) and at - self._passed[0, 0] > _WEATHER + 1:
            self._passed = self._passed[at - self._passed[:, 0] <= _WEATHER]
            self._noted = {number: when for number, when in self._noted.items() if at - when <= _CROWD}
            self._judged = {number: when for number, when in self._judged.items() if at - when <= _CROWD}
        kept = np.flatnonzero((tracks[:, KIND] != NONE) & (tracks[:, SPOTS] >= _COUNTED) & (tracks[:, LAST] == at))
        fresh = [i for i in kept if at - self._noted.get(int(tracks[i, NUMBER]), -np.inf) >= 0.5]  # noqa: PLR2004
        if fresh:
            self._noted |= {int(tracks[i, NUMBER]): at for i in fresh}
            lengths = [int(tracks[i, LENGTH]) for i in fresh]
            areas = [
                np.median(tracker.histories[i, max(0, n - 9) : n, H_AREA]) for i, n in zip(fresh, lengths, strict=True)
            ]
            rows = [
                (at, tracks[i, KIND], tracks[i, NUMBER], -tracks[i, TW], area, tracks[i, TOP] - tracks[i, LOWEST])
                for i, area in zip(fresh, areas, strict=True)
            ]
            self._passed = np.concatenate((self._passed, np.array(rows)))

    def _judge(self, tracker: Tracker, index: int, at: float) -> Fall | None:
        track = tracker.tracks[index]
        number = int(track[NUMBER])
        # A long course says little new from picture to picture.
        told = next((item for item in self._told if item.track == number), None)
        if at - self._judged.get(number, -np.inf) < 0.05 + 0.04 * (at - track[BORN]):
            if told is not None:
                told.last, told.speed = at, float(track[TW])
                told.history = tracker.histories[index, : int(track[LENGTH])].copy()
            return None
        self._judged[number] = at
        kind, measured, sure = self._weigh(tracker, index, at)
        if told is None and sure < self.settings.suspect_confidence:
            return None
        if told is None and track[TRACED] == 0 and tracker.trace_back(index):
            # What came before may be the arm that let go: the surer of both.
            kind, measured, sure = max((kind, measured, sure), self._weigh(tracker, index, at), key=_sureness)
        history = tracker.histories[index, : int(track[LENGTH])].copy()
        plane = self.facade.planes[int(track[ON])].id
        speed = float(track[TW])
        if told is None:
            told = self._same(plane, history, float(measured[FIRST_SPEED]))
            if told is None:
                told = _Told(
                    self._next, FallState.ENDED, kind, plane, number, at, sure, speed, measured, history, history[:0]
                )
                self._next += 1
                self._told.append(told)
            elif at - told.last < _LOST and sure < told.sure + _SURER:
                # What speaks for it goes on to.
                return None
            else:
                told.earlier = told.whole()
        track[TOLD] = 1
        before = (told.state, told.kind)
        told.kind, told.track, told.last, told.sure, told.speed = kind, number, at, sure, speed
        told.measured, told.history = measured, history
        told.surest = max(told.surest, sure)
        certain = sure >= self.settings.confirm_confidence
        long = measured[LASTED] >= _CONFIRMED_AFTER or measured[FALLEN] >= 3 * self.judge.minimum_fall
        if kind != FALL:
            long = measured[LASTED] >= _DRIFTS_AFTER
        if (certain and long) or told.state is FallState.CONFIRMED:
            told.state = FallState.CONFIRMED
        else:
            told.state = FallState.SUSPECTED
        return self._fall(told) if (told.state, told.kind) != before else None

    def _weigh(self, tracker: Tracker, index: int, at: float) -> tuple[int, Floats, float]:
        """Return what a track's course is most like, its measures, and how sure that is."""
        track = tracker.tracks[index]
        kind, speed = int(track[KIND]), float(-track[TW])
        measured = self.measures(tracker, index, kind)
        # The wider gate of what drifts keeps a thing where the narrower has lost it: its course tells what it is.
        if kind == DRIFT and -measured[BENT] > _NO_DRIFT:
            kind, measured = FALL, self.measures(tracker, index, FALL)
        plane = self.facade.planes[int(track[ON])]
        outside = max(-measured[FIRST_U], measured[FIRST_U] - plane.width_m, 0.0)
        number = int(track[NUMBER])
        sure = self.judge.confidence(
            kind, measured, self.crowd(kind, number, speed, float(measured[AREA]), at), outside, tracker.busy()
        )
        # Two things fall at once, or three; the sparks of fireworks are dozens.
        if sure > _PEER and kind == FALL:
            self._peers = {other: seen for other, seen in self._peers.items() if at - seen[0] < _CROWD}
            self._peers[number] = (at, float(track[TU]), float(track[TV]))
            many = self._others(tracker.histories[index, : int(track[LENGTH])], number)
            sure /= 1.0 + 0.5 * max(0, many - _PEERS) ** 2
        return kind, measured, sure

    def _others(self, history: Floats, number: int) -> int:
        """Return how many other things might be falling; what went where this one was then was a track of the same."""
        others = np.array([seen for other, seen in self._peers.items() if other != number]).reshape(-1, 3)
        when = others[:, 0]
        away = np.hypot(
            np.interp(when, history[:, H_AT], history[:, H_U]) - others[:, 1],
            np.interp(when, history[:, H_AT], history[:, H_V]) - others[:, 2],
        )
        during = (when >= history[0, H_AT]) & (when <= history[-1, H_AT])
        things: list[Floats] = []
        for other in others[~during | (away > _PEER_AWAY)]:
            if not any(_one_thing(other, thing) for thing in things):
                things.append(other)
        return len(things)

    def _same(self, plane: int, history: Floats, first_speed: float) -> _Told | None:
        """Return the fall that a track's history (n, 12) belongs to, if there is one; its first speed is in m/s up."""
        for told in self._told:
            if told.plane != plane:
                continue
            mine, theirs = history[:, H_AT], told.history[:, H_AT]
            both = (theirs >= mine[0]) & (theirs <= mine[-1])
            if both.any():
                dx = np.interp(theirs[both], mine, history[:, H_X]) - told.history[both, H_X]
                dy = np.interp(theirs[both], mine, history[:, H_Y]) - told.history[both, H_Y]
                if np.median(np.hypot(dx, dy)) < _SAME_PX:
                    return told
            dt = mine[0] - told.last
            if -_LOST < dt < _DRIFTS_OVER:
                # Between falling freely on and having been stopped in the air.
                last_u, last_v = told.history[-1, H_U], told.history[-1, H_V]
                lowest = last_v + (min(told.speed, 0.0) - 6.0 * max(dt, 0.0)) * max(dt, 0.0) - 3.0
                aside = _SAME_ASIDE + 2.0 * max(dt, 0.0)
                if lowest <= history[0, H_V] <= last_v + 1.5 and abs(history[0, H_U] - last_u) < aside:
                    # In full flight it does not come to rest in the air: what is let go there is another.
                    rests = told.kind == FALL and told.speed < -_FLIES and first_speed > 0.4 * told.speed
                    if not rests:
                        return told
        return None

    def _landed(self, at: float) -> tuple[Fall, ...]:
        """Confirm what was as sure as it gets when it was last seen, but too short for more."""
        landed = [
            told
            for told in self._told
            if told.state is FallState.SUSPECTED
            and at - told.last > _LOST
            and (told.surest if told.kind == FALL else told.sure) >= self.settings.confirm_confidence
            and (told.kind == FALL or told.measured[LASTED] >= _DRIFTS_LEAST)
        ]
        for told in landed:
            told.state = FallState.CONFIRMED
        return tuple(self._fall(told) for told in landed)

    def _finish(self, at: float) -> tuple[Fall, ...]:
        over = [told for told in self._told if told.over(at)]
        self._told = [told for told in self._told if not told.over(at)]
        return tuple(replace(self._fall(told), state=FallState.ENDED, updated_at=at) for told in over)

    def _fall(self, told: _Told) -> Fall:
        history = told.whole()
        falls = told.kind == FALL
        return Fall(
            id=told.number,
            kind=FallKind.FALLING if falls else FallKind.FLUTTERING,
            state=told.state,
            confidence=told.sure,
            started_at=float(history[0, H_AT]),
            updated_at=float(history[-1, H_AT]),
            points=points_of(history),
            plane=told.plane,
            top=(float(history[0, H_U]), float(history[0, H_V])),
            speed_mps=-told.speed,
            fall_m=max(float(told.measured[FALLEN]), float(history[0, H_V] - history[-1, H_V])),
            size_m=float(told.measured[SIZE]),
        )


def _sureness(weighed: tuple[int, Floats, float]) -> float:
    return weighed[2]


def _one_thing(a: Floats, b: Floats) -> bool:
    """Tell whether two tracks, last seen at (s, u, v), followed one thing."""
    apart = abs(float(a[0] - b[0]))
    return apart < _PEER_APART and float(np.hypot(a[1] - b[1], a[2] - b[2])) < _PEER_AWAY + _PEER_FALLS * apart


def points_of(history: Floats) -> tuple[TrackPoint, ...]:
    """Return a track's history (n, 12) as points, with those that fill its gaps at the usual step marked unseen."""
    times = history[:, H_AT]
    steps = np.diff(times)
    usual = float(np.median(steps)) if len(steps) else 1.0
    missing = np.maximum(np.rint(steps / usual).astype(np.int64) - 1, 0)
    points: list[TrackPoint] = []
    for i, (at, x, y, area) in enumerate(history[:, (H_AT, H_X, H_Y, H_AREA)].tolist()):
        gap = int(missing[i - 1]) if i else 0
        for k in range(1, gap + 1):
            before, part = points[-k], k / (gap + 1)
            points.append(
                TrackPoint(
                    before.at + (at - before.at) * part,
                    before.x + (x - before.x) * part,
                    before.y + (y - before.y) * part,
                    before.area,
                    seen=False,
                )
            )
        points.append(TrackPoint(at, x, y, area, seen=True))
    return tuple(points)
