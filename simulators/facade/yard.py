"""What moves on a facade and around it: laundry, twigs, a cleaning gondola, the light of cars, fireworks."""

import numpy as np

from .geometry import IN_FRONT, SKY, depth_code
from .kernels import BODY, BOX, GLOW, STREAK
from .stage import NOTHING, Marks, Places, Stage, rows


class Fireworks:
    """Fireworks behind the building: bursts whose sparks sink, and a flash that lights the facade."""

    def __init__(self, stage: Stage, rng: np.random.Generator) -> None:
        width, height = stage.camera.size
        self._size = (width, height)
        count = max(2, int(stage.seconds / rng.uniform(3.0, 8.0)))
        self._begins = rng.uniform(0, stage.seconds, count)
        self._middle = np.stack([rng.uniform(0, width, count), rng.uniform(-0.1, 0.3, count) * height], axis=1)
        self._directions = rng.normal(0, 1, (count, 40, 2))
        self._directions /= np.linalg.norm(self._directions, axis=2, keepdims=True)
        self._directions *= rng.uniform(0.5, 1.0, (count, 40, 1)) * height * 0.16
        self._bright = rng.uniform(60, 200, count)

    def marks(self, at: float, shutter: float) -> Marks:
        """Return sparks and flashes."""
        found = [NOTHING]
        for index in np.flatnonzero((self._begins <= at) & (at < self._begins + 2.2)):
            age = at - self._begins[index]
            fade = float(np.exp(-age * 1.4))
            places = [
                self._middle[index]
                + self._directions[index] * (1 - np.exp(-2.2 * when)) / 1.0
                + [0.0, 0.04 * self._size[1] * when * when]
                for when in (age, age + shutter)
            ]
            found.append(
                rows(places[0], places[1], shape=STREAK, half=0.8, luma=min(250.0, 60 + self._bright[index]),
                     alpha=0.9 * fade, depth=SKY)
            )  # fmt: skip
            flash = self._bright[index] * 0.12 * float(np.exp(-age * 5))
            if flash > 1:
                middle = self._middle[index : index + 1]
                found.append(rows(middle, middle, shape=GLOW, half=self._size[0] * 0.28, luma=flash))
        return np.concatenate(found)


class Headlights:
    """Cars that turn in the yard: their light sweeps over the lowest floors."""

    def __init__(self, stage: Stage, rng: np.random.Generator) -> None:
        self._size = stage.camera.size
        count = max(1, int(stage.seconds / rng.uniform(8.0, 20.0)))
        self._begins = rng.uniform(0, stage.seconds, count)
        self._lasts = rng.uniform(1.5, 4.0, count)
        self._heading = rng.choice([-1.0, 1.0], count)
        self._line = rng.uniform(0.72, 1.02, count) * self._size[1]
        self._bright = rng.uniform(25, 90, count)

    def marks(self, at: float, shutter: float) -> Marks:
        """Return the light of those that turn."""
        del shutter  # a light that is hundreds of pixels wide shows no smear
        now = (self._begins <= at) & (at < self._begins + self._lasts)
        if not now.any():
            return NOTHING
        part = (at - self._begins[now]) / self._lasts[now]
        x = np.where(self._heading[now] > 0, part * 1.4 - 0.2, 1.2 - part * 1.4) * self._size[0]
        place = np.stack([x, self._line[now] - 40 * np.sin(np.pi * part)], axis=1)
        strength = self._bright[now] * np.sin(np.pi * part)
        return rows(
            place, place, shape=GLOW, half=self._size[0] * 0.11, flat=self._size[1] * 0.09, luma=strength,
        )  # fmt: skip


class Swaying:
    """Laundry on balconies and twigs of the trees: they hang where they are and move in the wind."""

    def __init__(self, stage: Stage, rng: np.random.Generator, *, twigs: bool) -> None:
        if twigs:
            places, sizes = _twigs(stage, rng)
            self._luma = stage.painting.surfaces.tree * rng.uniform(0.6, 1.9, len(places))
            self._depth = np.full(len(places), float(IN_FRONT))
        else:
            places, sizes = _laundry(stage, rng)
            self._luma = stage.lamp * rng.uniform(0.25, 1.25, len(places))
            self._depth = np.full(len(places), depth_code(stage.building.balcony_m * 0.8))
        self._places, self._sizes, self._twigs = places, sizes, twigs
        self._rate = 2 * np.pi * rng.uniform(0.3, 1.6, len(places))
        self._phase = rng.uniform(0, 2 * np.pi, len(places))
        self._gust = float(rng.uniform(0.06, 0.25))

    def marks(self, at: float, shutter: float) -> Marks:
        """Return where they have swung to."""
        del shutter  # they move far less than a pixel in it
        if not len(self._places):
            return NOTHING
        # Wind comes in gusts of some ten seconds.
        wind = 0.4 + 0.6 * np.sin(2 * np.pi * self._gust * at + self._places[:, 0] / 300) ** 2
        swing = wind * np.sin(self._rate * at + self._phase)
        size = self._sizes
        here = self._places + np.stack([0.45 * size[:, 0] * swing, 0.12 * size[:, 0] * np.abs(swing)], axis=1)
        return rows(
            here, here, shape=BODY if self._twigs else BOX, half=size[:, 0] * (1 - 0.25 * np.abs(swing)),
            flat=size[:, 1], angle=0.25 * swing, luma=np.minimum(250.0, self._luma * (1 + 0.12 * swing)),
            depth=self._depth,
        )  # fmt: skip


def _twigs(stage: Stage, rng: np.random.Generator) -> tuple[Places, Places]:
    places = [
        (x + radius * np.sqrt(r) * np.cos(a), y + radius * np.sqrt(r) * np.sin(a), radius * size)
        for x, y, radius in stage.painting.crowns
        for r, a, size in zip(rng.random(70), rng.uniform(0, 2 * np.pi, 70), rng.uniform(0.02, 0.06, 70), strict=True)
    ]
    table = np.array(places).reshape(-1, 3)
    return table[:, :2], np.stack([np.maximum(1.5, table[:, 2]), np.maximum(1.0, 0.7 * table[:, 2])], axis=1)


def _laundry(stage: Stage, rng: np.random.Generator) -> tuple[Places, Places]:
    building, camera = stage.building, stage.camera
    count = int(rng.integers(10, 60))
    points = np.stack(
        [
            (rng.integers(0, building.units, count) + rng.uniform(0.08, 0.5, count)) * building.unit_m,
            rng.integers(2, building.floors, count) * building.floor_m + rng.uniform(1.5, 2.1, count),
            np.full(count, building.balcony_m * 0.8),
        ],
        axis=1,
    )
    seen = camera.project(points)
    scale = camera.focal_px / seen[:, 2]
    halves = np.stack([rng.uniform(0.12, 0.4, count) * scale, rng.uniform(0.25, 0.5, count) * scale * 0.6], axis=1)
    return seen[:, :2], halves


class Gondola:
    """A cleaning gondola on two ropes: goes up and down at 0.1–0.4 m/s, people in it move."""

    def __init__(self, stage: Stage, rng: np.random.Generator) -> None:
        self._stage = stage
        self._u = float(rng.uniform(0.15, 0.7)) * stage.building.width_m
        self._long = float(rng.uniform(3.0, 6.0))
        self._top = float(rng.uniform(0.4, 0.9)) * stage.building.height_m
        self._speed = float(rng.uniform(0.1, 0.4))
        self._down = float(rng.uniform(6.0, 20.0))
        self._off = stage.building.balcony_m + 0.6

    def marks(self, at: float, shutter: float) -> Marks:
        """Return cage, ropes and two people."""
        del shutter  # slower than a pixel in it
        # It goes, and stands twice as long for the work to be done.
        cycle = self._down / self._speed
        part = (at % (3 * cycle)) / cycle
        v = max(6.0, self._top - self._down * min(1.0, part))
        points = np.array([
            (self._u, v, self._off), (self._u + self._long, v, self._off), (self._u, v + 1.1, self._off),
            (self._u, self._stage.building.height_m, 0.5),
            (self._u + self._long, self._stage.building.height_m, 0.5),
            (self._u + self._long * (0.3 + 0.15 * np.sin(0.9 * at)), v + 1.4 + 0.1 * np.sin(2.1 * at), self._off),
            (self._u + self._long * (0.7 + 0.1 * np.sin(0.6 * at)), v + 1.4 + 0.1 * np.sin(1.7 * at), self._off),
        ])  # fmt: skip
        seen = self._stage.camera.project(points)
        xy, depth, lamp = seen[:, :2], depth_code(self._off), self._stage.lamp
        scale = self._stage.camera.focal_px / max(1.0, float(seen[0, 2]))
        middle = (xy[0] + xy[1])[None] / 2
        return np.concatenate([
            rows(xy[[0, 1]], xy[[3, 4]], shape=STREAK, half=0.4, luma=lamp * 0.3, alpha=0.6, depth=depth),
            rows(middle, middle, shape=BOX, half=float(np.hypot(*(xy[1] - xy[0]))) / 2,
                 flat=max(1.0, float(xy[0, 1] - xy[2, 1]) / 2),
                 angle=float(np.arctan2(xy[1, 1] - xy[0, 1], xy[1, 0] - xy[0, 0])), luma=lamp * 0.9, depth=depth),
            rows(xy[5:], xy[5:], shape=BODY, half=0.25 * scale, flat=0.4 * scale, luma=lamp * 0.4, depth=depth),
        ])  # fmt: skip
