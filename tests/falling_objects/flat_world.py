"""A wall that is looked at squarely, a tenth of a metre a pixel: what moves on it is written in metres."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from falling_objects.deciding import Judge
from falling_objects.model import Fall, FallKind, Frame, WatchSettings
from falling_objects.optics import Facade, FloorGrid, Plane
from falling_objects.placing import Places
from falling_objects.seeing import BLOB_FIELDS
from falling_objects.telling import Teller
from falling_objects.tracking import Tracker
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Way = Callable[[float], tuple[float, float] | None]

SCALE = 0.1
WIDTH, HEIGHT = 320, 600
G = 9.81


def flat_facade() -> Facade:
    """Return a facade 32 m wide and 60 m high that fills the picture."""
    homography = np.array([[SCALE, 0.0, 0.0], [0.0, -SCALE, HEIGHT * SCALE], [0.0, 0.0, 1.0]])
    outline = ((0.0, 0.0), (float(WIDTH), 0.0), (float(WIDTH), float(HEIGHT)), (0.0, float(HEIGHT)))
    plane = Plane(0, homography, outline, WIDTH * SCALE, HEIGHT * SCALE)
    return Facade((WIDTH, HEIGHT), (plane,), FloorGrid(tuple(3.0 * n for n in range(21))))


def falling(u: float, v: float, begins: float, terminal: float = 40.0, aside: float = 0.0) -> Way:
    """Return the way of a thing let go at (u, v) m, under quadratic drag with this terminal speed (m/s)."""

    def way(at: float) -> tuple[float, float] | None:
        age = at - begins
        if age < 0:
            return None
        fallen = terminal**2 / G * np.log(np.cosh(G * age / terminal))
        return None if fallen > v else (u + aside * age, v - float(fallen))

    return way


def steady(u: float, v: float, begins: float, speed_u: float, speed_v: float, bend: float = 0.0) -> Way:
    """Return the way of a thing that goes at a speed (m/s, upward positive), bent by an acceleration (m/s²)."""

    def way(at: float) -> tuple[float, float] | None:
        age = at - begins
        here = (u + speed_u * age, v + speed_v * age + bend * age * age / 2)
        return here if age >= 0 and 0 <= here[0] <= WIDTH * SCALE and 0 <= here[1] <= HEIGHT * SCALE else None

    return way


def times(
    seconds: float, fps: float, rng: np.random.Generator, lost: float = 0.0, jitter: float = 0.0
) -> Iterator[float]:
    """Yield rising times of frames, a share of them lost, each off by up to `jitter` of a step."""
    for n in range(int(seconds * fps)):
        if rng.random() >= lost:
            yield (n + jitter * rng.uniform(-0.5, 0.5)) / fps


def told(ways: Iterable[Way], stamps: Iterable[float], rng: np.random.Generator, found: float = 0.95) -> list[Fall]:
    """Return what is told of things that are found with this probability, to a third of a pixel."""
    facade = flat_facade()
    tracker, places = Tracker(100), Places(facade)
    teller = Teller(facade, WatchSettings(), Judge(6.0))
    ways, before = list(ways), 0.0
    news: list[Fall] = []
    for at in stamps:
        here = [place for way in ways if (place := way(at)) is not None and rng.random() < found]
        blobs = np.zeros((max(1, len(here)), BLOB_FIELDS))
        for row, (u, v) in zip(blobs, here, strict=False):
            x, y = u / SCALE + rng.normal(0, 0.3), (HEIGHT * SCALE - v) / SCALE + rng.normal(0, 0.3)
            row[:] = (x, y, 9.0, 200.0, 20.0, 3.0, 3.0, 1.0)
        tracker.take(places.of(blobs, len(here), max(1e-3, at - before)), at)
        news.extend(teller.tell(tracker, at))
        before = at
    return news


def numbers(news: Iterable[Fall], kind: FallKind) -> set[int]:
    """Return the numbers of the falls that were ever told of as this kind."""
    return {fall.id for fall in news if fall.kind is kind}


class Wall:
    """Pictures of a wall with windows, grain and things that move on it."""

    def __init__(self, seed: int, grain: float = 2.0) -> None:
        self.rng = np.random.default_rng(seed)
        wall = np.full((HEIGHT, WIDTH), 130.0)
        for y in range(8, HEIGHT - 20, 30):
            for x in range(8, WIDTH - 14, 28):
                wall[y : y + 18, x : x + 12] = 60.0
        self.wall = wall
        # Drawing as much chance for each picture would be most of what a test costs: it is cut out of a larger bank.
        self.bank = grain * self.rng.standard_normal((HEIGHT + 200, WIDTH + 300))

    def frame(
        self, at: float, ways: Iterable[Way] = (), luma: float = 220.0, shift: int = 0, gain: float | Floats = 1.0
    ) -> Frame:
        """Return the picture of a time: things are 3 x 3 px, the wall moved by `shift` px, brightened by a gain."""
        picture = np.roll(self.wall, shift, axis=1).copy() if shift else self.wall.copy()
        for way in ways:
            place = way(at)
            if place is not None:
                x, y = round(place[0] / SCALE), round((HEIGHT * SCALE - place[1]) / SCALE)
                picture[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2] = luma
        top, left = int(self.rng.integers(200)), int(self.rng.integers(300))
        picture = gain * picture + self.rng.choice((-1, 1)) * self.bank[top : top + HEIGHT, left : left + WIDTH]
        return Frame(np.clip(picture, 0, 255).astype(np.uint8), at)
