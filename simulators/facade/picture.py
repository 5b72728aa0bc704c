"""From a scene to its pictures and their truth."""

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache, partial
from typing import Final

import cv2
import numpy as np
from falling_objects.model import Frame
from numpy.typing import NDArray

from .changes import NEUTRAL, Clouds, Exposure, Shake, Windows
from .drops import Body, Drop, let_fall, truth_of
from .geometry import Building, Pinhole, choose_building, choose_camera
from .kernels import MARK_COLUMNS, draw, expose, restore, shade, shift
from .movers import MOVERS
from .painting import Painting, brightness, paint, surfaces_of
from .scene import Distractor, FacadeScene, Light
from .stage import Mover, Stage

type Luma = NDArray[np.uint8]

_BANK_ROWS, _BANK_COLUMNS, _BANK_SIGMA = 192, 320, 24.0
_LOST_SHARE: Final = 0.02
# Streams of chance, so that a further distractor does not change the building.
_BUILDING, _LOOK, _PAINT, _DROPS, _TIMES, _NOISE, _CHANGES, _MOVERS = range(8)
# Noise at a luma of 0 and what is added to it at 256, luma steps; shutter times, s: by light, least and most.
_NOISE_OF: Final[dict[Light, tuple[float, float, float]]] = {
    "day": (0.9, 1.7, 1.2), "night": (2.0, 3.6, 2.0), "ir": (1.8, 3.2, 1.5),
}  # fmt: skip
_SHUTTER_OF: Final[dict[Light, tuple[float, float]]] = {
    "day": (1 / 1000, 1 / 200), "night": (1 / 50, 1 / 30), "ir": (1 / 60, 1 / 30),
}  # fmt: skip


def chance(seed: int, stream: int, more: int = 0) -> np.random.Generator:
    """Return a generator of chance for one purpose of one scene."""
    return np.random.default_rng([seed, stream, more])


class World:
    """A scene made ready: building, camera, still picture, bodies, when each picture is taken."""

    def __init__(self, scene: FacadeScene) -> None:
        self.scene = scene
        rng = chance(scene.seed, _BUILDING)
        self.building: Building = choose_building(rng)
        self.camera: Pinhole = choose_camera(rng, self.building, scene.size)
        self.look = surfaces_of(scene.light, chance(scene.seed, _LOOK))
        self.painting: Painting = self._painted(scene.light)
        rng = chance(scene.seed, _TIMES)
        low, high = _SHUTTER_OF[scene.light]
        self.shutter = float(np.exp(rng.uniform(np.log(low), np.log(high))))
        self.readout = float(rng.uniform(0.010, 0.025))
        low, high, self.noise_slope = _NOISE_OF[scene.light]
        self.noise_floor = float(rng.uniform(low, high))
        stamps = np.arange(int(scene.seconds * scene.fps)) / scene.fps
        if scene.jitter:
            stamps = stamps + rng.uniform(0, 1, len(stamps)) * min(scene.jitter, 0.45 / scene.fps)
            stamps = stamps[rng.random(len(stamps)) > _LOST_SHARE]
        self.stamps: NDArray[np.float64] = stamps
        self.bodies: tuple[Body, ...] = tuple(
            let_fall(plan, self.building, self.camera, self.look.wall, chance(scene.seed, _DROPS, index))
            for index, plan in enumerate(scene.drops)
        )
        rng = chance(scene.seed, _CHANGES)
        switches = Distractor.IR_SWITCH in scene.distractors
        self.switches_at = float(rng.uniform(0.3, 0.7) * scene.seconds) if switches else None
        self.shake = Shake(rng, scene.shake)

    def _painted(self, light: Light) -> Painting:
        look = self.look if light == self.scene.light else surfaces_of(light, chance(self.scene.seed, _LOOK))
        return paint(self.building, self.camera, light, chance(self.scene.seed, _PAINT), look)

    def other_painting(self) -> Painting:
        """Return the same tower after the camera switched: to infrared, or from it to daylight."""
        return self._painted("day" if self.scene.light == "ir" else "ir")

    def opens(self, body: Body, stamps: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return when the rows in which a body is are exposed, for frames whose first row is exposed at `stamps`."""
        rows = self.camera.project(body.where(stamps))[:, 1] / self.scene.size[1]
        later = stamps + np.clip(rows, 0, 1) * self.readout
        # It falls on while the shutter comes down: once more is near enough.
        rows = self.camera.project(body.where(later))[:, 1] / self.scene.size[1]
        return stamps + np.clip(rows, 0, 1) * self.readout

    def shine(self, body: Body, at: float) -> float:
        """Return how strongly a body is lit where it is."""
        height = float(body.where(np.array([at]))[0, 1])
        return float(brightness(self.scene.light, self.building, height))


@lru_cache(maxsize=4)
def world(scene: FacadeScene) -> World:
    """Return the scene made ready; kept for the next who asks."""
    return World(scene)


@lru_cache(maxsize=4)
def noise_bank(size: tuple[int, int]) -> NDArray[np.int8]:
    """Return noise of a standard deviation of 24, a little softened as sensors' pictures are, larger than the size."""
    rng = np.random.default_rng(20_261_123)
    shape = (size[1] + _BANK_ROWS, size[0] + _BANK_COLUMNS)
    raw = cv2.GaussianBlur(rng.standard_normal(shape, dtype=np.float32), (0, 0), 0.45)
    bank: NDArray[np.int8] = np.clip(np.rint(raw * (_BANK_SIGMA / raw.std())), -127, 127).astype(np.int8)
    return bank


def render(scene: FacadeScene, since: float = 0.0, until: float = math.inf) -> Iterator[Frame]:
    """Yield the pictures from `since` to before `until` (s), luma (h, w) uint8, as the sensor has them.

    Begun later, all is where it would be, and only the noise is another.
    """
    place = world(scene)
    painting = place.painting
    windows, exposure, clouds = _changes(place)
    movers = _movers(place, painting)
    noise = chance(scene.seed, _NOISE)
    bank = noise_bank(scene.size)
    still = painting.luma.copy()
    canvas, moved = still.copy(), np.empty_like(still)
    switched = False
    brighter = 1.0
    shaded = False
    unit = 1024 / _BANK_SIGMA
    for at in place.stamps[(place.stamps >= since) & (place.stamps < until)].tolist():
        if place.switches_at is not None and at >= place.switches_at and not switched:
            switched = True
            other = place.other_painting()
            brighter = other.surfaces.wall / painting.surfaces.wall
            still[:] = other.luma
            canvas[:] = still
        changed = windows.apply(at, still)
        shadow = clouds.at(at) if clouds is not None else None
        if shadow is not None:
            shade(still, *shadow, canvas)
        elif shaded:
            canvas[:] = still
        else:
            for top, bottom, left, right in changed:
                canvas[top:bottom, left:right] = still[top:bottom, left:right]
        shaded = shadow is not None
        marks = _marks(place, movers, at, brighter)
        boxes = np.empty((len(marks), 4), dtype=np.int32)
        if len(marks):
            draw(canvas, painting.depth, marks, boxes)
        source = canvas
        if scene.shake:
            shift(canvas, *place.shake.at(at), *place.shake.at(at + place.readout), moved)
            source = moved
        out = np.empty_like(still)
        sign = 1 if noise.random() < 0.5 else -1  # noqa: PLR2004 - a coin
        expose(
            source, bank, int(noise.integers(_BANK_ROWS)), int(noise.integers(_BANK_COLUMNS)), exposure.gain(at),
            int(sign * place.noise_floor * unit), int(sign * place.noise_slope * unit), out,
        )  # fmt: skip
        if len(marks) and not shaded:
            restore(canvas, still, boxes)
        yield Frame(out, at)


def _changes(place: World) -> tuple[Windows, Exposure, Clouds | None]:
    """Return what changes the whole picture, from its beginning."""
    scene, kinds = place.scene, frozenset(place.scene.distractors)
    rng = chance(scene.seed, _CHANGES, 1)
    windows = Windows(place.painting, rng, scene.seconds, kinds, scene.light)
    exposure = Exposure(rng, scene.seconds, kinds, place.switches_at)
    return windows, exposure, Clouds(rng, scene.seconds, scene.size) if Distractor.CLOUDS in kinds else None


def _movers(place: World, painting: Painting) -> list[Mover]:
    scene = place.scene
    stage = Stage(place.building, place.camera, painting, scene.light, scene.seconds, place.look.wall * 1.25)
    return [
        MOVERS[kind](stage, chance(scene.seed, _MOVERS, index))
        for index, kind in enumerate(Distractor)
        if kind in scene.distractors and kind in MOVERS
    ]


def _marks(place: World, movers: list[Mover], at: float, brighter: float) -> NDArray[np.float32]:
    """Return all marks of a picture, (n, 12), the bodies first: what is near the lens covers them."""
    found = []
    for body in place.bodies:
        if body.release_at - 1.0 < at < body.ends_at + 1.0:
            opens = float(place.opens(body, np.array([at]))[0])
            mark = body.mark(place.camera, opens, place.shutter, brighter * place.shine(body, opens))
            if mark is not None:
                found.append(mark[None])
    found += [mover.marks(at, place.shutter) for mover in movers]
    return np.concatenate(found) if found else np.empty((0, MARK_COLUMNS), dtype=np.float32)


def truth(scene: FacadeScene) -> tuple[Drop, ...]:
    """Return what falls in the scene, each with its place in every picture in which it is in the air."""
    place = world(scene)
    _, exposure, _ = _changes(place)

    def lit(body: Body, at: float) -> tuple[float, float]:
        return place.shine(body, at), exposure.gain(at) / NEUTRAL

    return tuple(
        _with_shake(
            place,
            truth_of(
                index, body, place.camera, place.painting, place.look.wall, place.building.floor_m,
                place.opens(body, place.stamps), place.stamps, place.shutter, partial(lit, body),
            ),
        )
        for index, body in enumerate(place.bodies)
    )  # fmt: skip


def _with_shake(place: World, drop: Drop) -> Drop:
    """Return the drop as the swaying camera had it."""
    if not place.scene.shake:
        return drop
    height = place.scene.size[1]
    points = []
    for point in drop.points:
        first, last = place.shake.at(point.at), place.shake.at(point.at + place.readout)
        part = min(1.0, max(0.0, point.y / height))
        dx, dy = (a + (b - a) * part for a, b in zip(first, last, strict=True))
        points.append(replace(point, x=point.x + dx, y=point.y + dy))
    return replace(drop, points=tuple(points))
