"""What changes the whole picture or the still one: lights, televisions, curtains, clouds, exposure, infrared, sway."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .painting import Painting
from .scene import Distractor, Light

type Luma = NDArray[np.uint8]

# The camera's gain that leaves the picture as it is.
NEUTRAL: Final = 256
_SWITCH_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class _Event:
    """A window takes another luma from `at` on; within `lasts` s, column by column from one side (a curtain)."""

    at: float
    pane: int
    luma: float
    lasts: float


class Windows:
    """Lights that are switched, curtains that are drawn, televisions that flicker."""

    def __init__(
        self, painting: Painting, rng: np.random.Generator, seconds: float, kinds: frozenset[Distractor], light: Light
    ) -> None:
        self._panes = painting.panes
        look = painting.surfaces
        events: list[_Event] = []
        if not self._panes:
            kinds = frozenset()
        if Distractor.LIGHTS in kinds:
            events += [
                _Event(
                    float(rng.uniform(0, seconds)), int(rng.integers(len(self._panes))),
                    float(rng.uniform(*look.lit) if rng.random() < 0.5 else look.window), 0.0,  # noqa: PLR2004
                )
                for _ in range(max(2, int(seconds / rng.uniform(1.5, 8.0))))
            ]  # fmt: skip
        if Distractor.CURTAINS in kinds:
            events += [
                _Event(
                    float(rng.uniform(0, seconds)), int(rng.integers(len(self._panes))),
                    float(rng.uniform(0.5, 1.3)) * look.wall, float(rng.uniform(0.8, 2.5)),
                )
                for _ in range(max(1, int(seconds / rng.uniform(4.0, 12.0))))
            ]  # fmt: skip
        self._events = sorted(events, key=lambda event: event.at)
        self._flickering: list[int] = []
        if Distractor.LIGHTS in kinds and light != "day":
            lit = [index for index, pane in enumerate(self._panes) if pane.lit]
            self._flickering = [int(index) for index in rng.permutation(lit)[:4]]
        self._flicker = rng.uniform(60, 200, (max(1, int(seconds * 4) + 2), max(1, len(self._flickering))))
        self._shown = -1
        self._next = 0
        self._running: list[_Event] = []

    def apply(self, at: float, still: Luma) -> list[tuple[int, int, int, int]]:
        """Bring the still picture up to `at` (s); return the boxes that changed."""
        changed: list[tuple[int, int, int, int]] = []
        while self._next < len(self._events) and self._events[self._next].at <= at:
            self._running.append(self._events[self._next])
            self._next += 1
        for event in self._running:
            pane = self._panes[event.pane]
            columns = pane.own.shape[1]
            part = 1.0 if event.lasts <= 0 else min(1.0, (at - event.at) / event.lasts)
            own = pane.own & (np.arange(columns) < part * columns)
            self._fill(still, pane.box, own, event.luma)
            changed.append(pane.box)
        self._running = [event for event in self._running if at < event.at + event.lasts]
        tick = int(at * 4)
        if self._flickering and tick != self._shown:
            self._shown = tick
            for place, index in enumerate(self._flickering):
                pane = self._panes[index]
                self._fill(still, pane.box, pane.own, float(self._flicker[tick % len(self._flicker), place]))
                changed.append(pane.box)
        return changed

    @staticmethod
    def _fill(still: Luma, box: tuple[int, int, int, int], own: NDArray[np.bool_], luma: float) -> None:
        top, bottom, left, right = box
        still[top:bottom, left:right][own] = int(luma)


class Clouds:
    """Shadows of clouds: soft edges that move over the facade, now and then."""

    def __init__(self, rng: np.random.Generator, seconds: float, size: tuple[int, int]) -> None:
        self._size = size
        count = max(1, int(seconds / rng.uniform(12.0, 40.0)))
        self._begins = np.sort(rng.uniform(0, seconds, count))
        self._lasts = rng.uniform(3.0, 12.0, count)
        self._comes = np.arange(count) % 2 == 0
        self._dark = int(rng.integers(150, 225))
        self._angle = float(rng.uniform(-0.5, 0.5))
        self._width = float(rng.uniform(60.0, 420.0))

    def at(self, at: float) -> tuple[float, float, float, float, int] | None:
        """Return across, down, edge, width and darkness of the shadow for kernels.shade; None for full light."""
        past = np.flatnonzero(self._begins <= at)
        if not past.size:
            return None
        index = int(past[-1])
        across, down = float(np.cos(self._angle)), float(np.sin(self._angle))
        corners = [across * x + down * y for x in (0, self._size[0]) for y in (0, self._size[1])]
        first, last = min(corners) - self._width, max(corners)
        part = min(1.0, (at - float(self._begins[index])) / float(self._lasts[index]))
        if self._comes[index]:
            return across, down, first + part * (last - first), self._width, self._dark
        if part >= 1.0:
            return None
        return across, down, last - part * (last - first), self._width, self._dark


class Exposure:
    """The camera's gain: automatic exposure in steps, and the blink when the filter for infrared moves."""

    def __init__(
        self, rng: np.random.Generator, seconds: float, kinds: frozenset[Distractor], switches_at: float | None
    ) -> None:
        count = max(1, int(seconds / rng.uniform(8.0, 25.0))) if Distractor.EXPOSURE in kinds else 0
        self._begins = np.sort(rng.uniform(0, seconds, count))
        self._lasts = rng.choice([0.0, 0.25, 0.8], count)
        self._level = np.concatenate([[1.0], rng.uniform(0.72, 1.3, count)])
        self._switches_at = switches_at

    def gain(self, at: float) -> int:
        """Return the gain at a time (s), 256 being the picture as it is."""
        past = int(np.searchsorted(self._begins, at, side="right"))
        gain = float(self._level[past])
        if past:
            lasts = float(self._lasts[past - 1])
            part = 1.0 if lasts <= 0 else min(1.0, (at - float(self._begins[past - 1])) / lasts)
            gain = float(self._level[past - 1]) + part * (gain - float(self._level[past - 1]))
        if self._switches_at is not None:
            after = at - self._switches_at
            if -_SWITCH_S < after < 0:
                gain *= 0.35
            elif 0 <= after < 2 * _SWITCH_S:
                gain *= 1.0 + 0.8 * (1.0 - after / (2 * _SWITCH_S))
        return int(gain * NEUTRAL)


class Shake:
    """The camera's sway: gusts in which it swings at some hertz, by so many px (a standard deviation)."""

    def __init__(self, rng: np.random.Generator, px: float) -> None:
        self._px = px
        self._rates = rng.uniform(0.6, 7.0, (2, 3))
        self._phases = rng.uniform(0, 2 * np.pi, (2, 3))
        self._gust, self._start = float(rng.uniform(0.05, 0.15)), float(rng.uniform(0, 2 * np.pi))

    def at(self, at: float) -> tuple[float, float]:
        """Return how far the picture is off, x and y in px, at a time (s)."""
        if not self._px:
            return 0.0, 0.0
        strength = self._px * (0.25 + 0.75 * np.sin(2 * np.pi * self._gust * at + self._start) ** 2)
        swing = np.sin(2 * np.pi * self._rates * at + self._phases).sum(axis=1) / np.sqrt(1.5)
        return float(strength * swing[0]), float(strength * swing[1] * 0.7)
