"""What is in the air before a facade: rain and snow, birds, insects, leaves, a drone."""

from typing import Final

import numpy as np

from .geometry import depth_code
from .kernels import BODY, BOX, GLOW, STREAK
from .stage import NEAREST_M, NOTHING, Marks, Places, Stage, rows, smear

# A flake that is smaller than this is a short streak, which costs less to draw than a moving disc.
_ROUND_FROM_PX: Final = 1.2
# How fast a drone goes between its stops, how strongly it speeds up, how long it hovers; swaying adds a little.
_CRUISES_MPS: Final = (1.5, 4.7)
_SPEEDS_UP_MPS2: Final = 2.0
_HOVERS_S: Final = (1.5, 5.0)


class Drizzle:
    """Rain or snow: particles in the air before the camera, each falling at its own steady speed."""

    def __init__(self, stage: Stage, rng: np.random.Generator, *, snow: bool) -> None:
        self._stage, self._snow = stage, snow
        count = int(rng.integers(500, 1800)) if snow else int(rng.integers(900, 3000))
        u, v, z = stage.camera.place
        # The air that the camera looks through: half of it within 6 m, where each one shows, half up to 22 m away.
        far = (rng.random(count) < 0.5)[:, None]  # noqa: PLR2004 - half
        self._low = np.where(far, [u - 14.0, v, max(1.0, z - 22.0)], [u - 5.0, v, max(1.0, z - 6.5)])
        self._span = np.where(far, [28.0, 26.0, 0.0], [10.0, 8.0, 0.0])
        self._span[:, 2] = z - 0.8 - self._low[:, 2]
        self._from = rng.random((count, 3)) * self._span
        self._speed = rng.uniform(0.8, 1.6, count) if snow else rng.uniform(5.0, 9.0, count)
        self._wind = np.array([rng.normal(0, 1.2), rng.normal(0, 0.6)])
        self._phase = rng.uniform(0, 2 * np.pi, count)
        self._half = rng.uniform(0.003, 0.009, count) if snow else rng.uniform(0.0008, 0.0025, count)
        # A drop shows the sky, a flake is white; by night they shine in the lamps or the camera's own infrared.
        look = stage.painting.surfaces
        self._luma = min(250.0, look.sky * (1.0 if snow else 0.95) if stage.by_day else stage.lamp * 2.2)
        self._strength = 1.0 if snow else 0.8

    def marks(self, at: float, shutter: float) -> Marks:
        """Return what of it is in the picture."""
        there = self._places(at)
        # A particle that starts again at the top while the shutter is open would be drawn across the picture.
        then = there + shutter * np.stack(
            [np.full(len(there), self._wind[0]), -self._speed, np.full(len(there), self._wind[1])], axis=1
        )
        camera = self._stage.camera
        first, last = camera.project(there), camera.project(then)
        width, height = camera.size
        near = np.minimum(first[:, 2], last[:, 2])
        seen = (near > NEAREST_M) & (np.abs(first[:, 0] - width / 2) < width / 2 + 40)
        seen &= (np.maximum(first[:, 1], last[:, 1]) > 0) & (np.minimum(first[:, 1], last[:, 1]) < height)
        size = self._half * camera.focal_px / np.maximum(near, NEAREST_M)
        # What covers less than a thirtieth of a pixel's width nobody sees.
        seen &= size > 0.03  # noqa: PLR2004
        if not seen.any():
            return NOTHING
        size, away = size[seen], near[seen]
        soft = np.minimum(6.0, 2.5 / away)
        # The longer the streak, the less of the shutter's time it was at one place.
        length = np.hypot(*(last[seen, :2] - first[seen, :2]).T)
        small = size < _ROUND_FROM_PX if self._snow else np.ones(len(size), dtype=np.bool_)
        there_for = (
            np.clip(2 * size / (length + 2 * size), 0, 1) if self._snow else np.clip(12.0 / (length + 1), 0.12, 1)
        )
        alpha = np.where(small, np.clip(self._strength * size / np.maximum(0.5, size) * there_for, 0, 0.8), 1.0)
        return rows(
            first[seen, :2],
            last[seen, :2],
            shape=np.where(small, STREAK, BODY),
            half=np.where(small, np.maximum(0.3, size), size),
            luma=self._luma,
            alpha=alpha,
            soft=np.where(small, np.minimum(2.0, soft * 0.3), soft),
        )

    def _places(self, at: float) -> Places:
        moved = self._from.copy()
        moved[:, 0] += self._wind[0] * at
        moved[:, 1] -= self._speed * at
        moved[:, 2] += self._wind[1] * at
        if self._snow:
            moved[:, 0] += 0.25 * np.sin(1.9 * at + self._phase)
            moved[:, 2] += 0.2 * np.cos(1.6 * at + 2 * self._phase)
        wrapped: Places = self._low + np.mod(moved, self._span)
        return wrapped


class Flock:
    """Birds: some cross the picture, some dive, some come down to a balcony and go again."""

    def __init__(self, stage: Stage, rng: np.random.Generator) -> None:
        self._stage = stage
        count = max(2, int(stage.seconds / rng.uniform(4.0, 12.0)))
        self._begins = np.sort(rng.uniform(0, stage.seconds, count))
        wide, high = stage.building.width_m, stage.building.height_m
        self._from = np.stack(
            [
                rng.uniform(-0.2, 1.2, count) * wide,
                rng.uniform(0.15, 1.05, count) * high,
                rng.uniform(1.0, 0.7 * stage.camera.place[2], count),
            ],
            axis=1,
        )
        heading, pace = rng.choice([-1.0, 1.0], count), rng.uniform(5.0, 14.0, count)
        self._speed = np.stack([heading * pace, rng.normal(0, 1.0, count), rng.normal(0, 0.8, count)], axis=1)
        dives = rng.random(count) < 0.35  # noqa: PLR2004 - a third of them
        self._speed[dives, 0] *= 0.25
        self._speed[dives, 1] = -rng.uniform(3.0, 11.0, int(dives.sum()))
        self._beat = np.where(dives, 0.0, rng.uniform(4.0, 8.0, count))
        self._turn = rng.normal(0, 1.2, (count, 3))
        self._half = rng.uniform(0.06, 0.16, count)
        self._luma = stage.lamp * rng.uniform(0.15, 1.1, count)
        self._lasts = rng.uniform(3.0, 6.0, count)

    def marks(self, at: float, shutter: float) -> Marks:
        """Return bodies and wings of the birds that are about."""
        now = (self._begins <= at) & (at < self._begins + self._lasts)
        if not now.any():
            return NOTHING
        camera = self._stage.camera

        def way(when: float) -> Places:
            age = (when - self._begins[now])[:, None]
            bob = np.sin(2 * np.pi * self._beat[now] * age[:, 0])
            place: Places = self._from[now] + self._speed[now] * age + 0.5 * self._turn[now] * np.sin(0.9 * age) * age
            place[:, 1] += 0.05 * bob
            return place

        first, last, away = smear(camera, way, at, shutter)
        scale = camera.focal_px / np.maximum(away, NEAREST_M)
        half = self._half[now] * scale
        heading = np.arctan2(last[:, 1] - first[:, 1], last[:, 0] - first[:, 0])
        age = at - self._begins[now]
        flap = np.sin(2 * np.pi * self._beat[now] * age)
        depth = np.array([depth_code(float(z)) for z in way(at)[:, 2]])
        luma = self._luma[now]
        body = rows(first, last, shape=BODY, half=half, flat=half * 0.45, angle=heading, luma=luma, depth=depth)
        wing = np.stack([np.zeros_like(half), -half * (0.9 * flap)], axis=1)
        reach = 0.4 * half + 1.1 * half * np.abs(flap)
        wings = rows(
            first + wing * 0.6, last + wing * 0.6, shape=BODY, half=np.maximum(0.3, half * 0.35), flat=reach,
            angle=heading, luma=luma, alpha=0.9, depth=depth,
        )  # fmt: skip
        return np.concatenate([body, wings])[np.tile(away > NEAREST_M, 2)]


class Insects:
    """Insects near the lens: large, blurred, quick and without a direction."""

    def __init__(self, stage: Stage, rng: np.random.Generator) -> None:
        self._stage = stage
        count = max(2, int(stage.seconds / (rng.uniform(3.0, 9.0) if stage.by_day else rng.uniform(1.5, 5.0))))
        self._begins = rng.uniform(0, stage.seconds, count)
        self._lasts = rng.uniform(0.3, 2.0, count)
        width, height = stage.camera.size
        self._from = rng.random((count, 2)) * [width, height]
        self._speed = rng.normal(0, 0.45 * height, (count, 2))
        self._wobble = rng.uniform(5, 0.05 * height, count)
        self._rate = rng.uniform(4, 18, (count, 2))
        self._half = rng.uniform(2.0, 14.0, count) * height / 1080
        shine = rng.uniform(0.2, 0.9, count) if stage.by_day else rng.uniform(1.5, 4.0, count)
        self._luma = np.minimum(250.0, stage.lamp * shine)
        self._alpha = rng.uniform(0.2, 0.8, count)

    def marks(self, at: float, shutter: float) -> Marks:
        """Return those that are about."""
        now = (self._begins <= at) & (at < self._begins + self._lasts)
        if not now.any():
            return NOTHING

        def way(when: float) -> Places:
            age = (when - self._begins[now])[:, None]
            wobble: Places = self._wobble[now, None] * np.sin(self._rate[now] * age)
            return self._from[now] + self._speed[now] * age + wobble

        return rows(
            way(at), way(at + shutter), shape=BODY, half=self._half[now], luma=self._luma[now],
            alpha=self._alpha[now], soft=self._half[now] * 0.8,
        )  # fmt: skip


class Leaves:
    """Leaves in the wind: torn off at the height of trees, or carried up, blown sideways more than they sink."""

    def __init__(self, stage: Stage, rng: np.random.Generator) -> None:
        self._stage = stage
        count = max(3, int(stage.seconds / rng.uniform(1.0, 5.0)))
        self._begins = rng.uniform(-4, stage.seconds, count)
        self._lasts = rng.uniform(3.0, 7.0, count)
        wind = float(rng.choice([-1.0, 1.0]) * rng.uniform(1.5, 5.0))
        high = np.where(rng.random(count) < 0.75, rng.uniform(4, 12, count), rng.uniform(8, 30, count))  # noqa: PLR2004
        self._from = np.stack(
            [
                rng.uniform(-0.3, 1.3, count) * stage.building.width_m,
                high,
                rng.uniform(0.1, 0.7, count) * stage.camera.place[2],
            ],
            axis=1,
        )
        self._speed = np.stack(
            [wind * rng.uniform(0.5, 1.4, count), -rng.uniform(0.2, 1.3, count), rng.normal(0, 0.4, count)], axis=1
        )
        self._swing = rng.uniform(0.1, 0.5, count)
        self._rate = rng.uniform(2.0, 6.0, count)
        self._phase = rng.uniform(0, 2 * np.pi, count)
        self._half = rng.uniform(0.025, 0.07, count)
        self._luma = stage.lamp * rng.uniform(0.25, 1.0, count)

    def marks(self, at: float, shutter: float) -> Marks:
        """Return those in the air."""
        now = (self._begins <= at) & (at < self._begins + self._lasts)
        if not now.any():
            return NOTHING
        camera = self._stage.camera

        def way(when: float) -> Places:
            age = (when - self._begins[now])[:, None]
            place: Places = self._from[now] + self._speed[now] * age
            turn = self._rate[now] * age[:, 0] + self._phase[now]
            place[:, 0] += self._swing[now] * np.sin(turn)
            place[:, 1] += 0.5 * self._swing[now] * np.sin(2 * turn)
            return place

        first, last, away = smear(camera, way, at, shutter)
        half = self._half[now] * camera.focal_px / np.maximum(away, NEAREST_M)
        turned = 0.3 + 0.7 * np.abs(np.cos(2.1 * self._rate[now] * at + self._phase[now]))
        depth = np.array([depth_code(float(z)) for z in way(at)[:, 2]])
        leaves = rows(
            first, last, shape=BODY, half=half, flat=half * turned, angle=self._rate[now] * at, luma=self._luma[now],
            depth=depth,
        )  # fmt: skip
        return leaves[away > NEAREST_M]


class Drone:
    """A drone: hovers, climbs and sinks at 1–5 m/s, speeding up by less than 3 m/s²; by night its lights blink."""

    def __init__(self, stage: Stage, rng: np.random.Generator) -> None:
        self._stage = stage
        # Enough stops for the shortest hovers.
        legs = int((stage.seconds + _HOVERS_S[1]) / _HOVERS_S[0]) + 1
        wide, high = stage.building.width_m, stage.building.height_m
        self._stops = np.stack(
            [
                rng.uniform(0.0, 1.0, legs + 1) * wide,
                rng.uniform(0.2, 0.95, legs + 1) * high,
                rng.uniform(2.0, 0.5 * stage.camera.place[2], legs + 1),
            ],
            axis=1,
        )
        way = np.linalg.norm(np.diff(self._stops, axis=0), axis=1)
        # Eased by 3s² - 2s³, the fastest is 1.5 and the strongest speeding up 6 times the way over the time(s).
        self._flies = np.maximum(1.5 * way / rng.uniform(*_CRUISES_MPS, legs), np.sqrt(6 * way / _SPEEDS_UP_MPS2))
        self._hovers = rng.uniform(*_HOVERS_S, legs)
        # The scene begins somewhere in its first leg.
        ends = np.cumsum(self._hovers + self._flies)
        self._ends = ends - rng.uniform(0.0, float(ends[0]))
        self._half = float(rng.uniform(0.12, 0.25))
        self._luma = stage.lamp * float(rng.uniform(0.2, 0.9))

    def way(self, at: float) -> Places:
        """Return where it is, (1, 3) m: at each stop it hovers, then it goes on to the next."""
        leg = min(int(np.searchsorted(self._ends, at, side="right")), len(self._ends) - 1)
        done = np.clip(1 - (self._ends[leg] - at) / self._flies[leg], 0.0, 1.0)
        ease = done * done * (3 - 2 * done)
        place: Places = self._stops[leg] * (1 - ease) + self._stops[leg + 1] * ease
        hover = np.array([0.05 * np.sin(3 * at), 0.04 * np.sin(4.3 * at), 0.0])
        here: Places = (place + hover)[None]
        return here

    def marks(self, at: float, shutter: float) -> Marks:
        """Return its body and arms, and its lights by night."""
        first, last, away = smear(self._stage.camera, self.way, at, shutter)
        half = self._half * self._stage.camera.focal_px / max(float(away[0]), NEAREST_M)
        depth = depth_code(float(self.way(at)[0, 2]))
        parts = [
            rows(first, last, shape=BOX, half=half, flat=max(0.5, half * 0.18), luma=self._luma, depth=depth),
            rows(first, last, shape=BODY, half=half * 0.4, flat=half * 0.3, luma=self._luma, depth=depth),
        ]
        if not self._stage.by_day and int(at * 2) % 2 == 0:
            parts.append(rows(first, last, shape=GLOW, half=max(2.0, half), luma=150.0, depth=depth))
        return np.concatenate(parts)
