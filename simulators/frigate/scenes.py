"""What may happen in front of a camera: who comes in, on which path, and what Frigate makes of it.

A path is in seconds and in pixels of 640 × 360; a point is where the middle of the lower edge of the box is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .site import HEIGHT, WIDTH, Box

LEAVES_WITHIN = 2.0
CLASSIFIER = "ebike_type"


class Figure(StrEnum):
    """What is drawn."""

    PERSON = "person"
    EBIKE = "ebike"
    COVERED_EBIKE = "covered_ebike"
    BICYCLE = "bicycle"
    PUSHCHAIR = "pushchair"
    WHEELCHAIR = "wheelchair"
    TROLLEY = "trolley"
    CAR = "car"


class SceneError(Exception):
    """There is no such scene, or it cannot be played in front of this camera."""


@dataclass(frozen=True, slots=True)
class Point:
    """Where something is, so many seconds after it came."""

    at: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Classification:
    """What a custom model says of an object: its name, what it sets, and how sure it is (0 to 1)."""

    model: str
    value: str
    score: float
    attribute: bool = False


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate as it was read; `known` is the name that Frigate's own list gives to it."""

    text: str
    score: float
    known: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """One thing in front of a camera. Without a label it is drawn and not detected.

    `still`: it stood there before the camera woke, so it never changes its position.
    """

    figure: Figure
    size: tuple[int, int]
    path: tuple[Point, ...]
    label: str | None = None
    score: float = 0.85
    classification: Classification | None = None
    face: tuple[str, float] | None = None
    plate: Plate | None = None
    still: bool = False

    def box(self, seconds: float) -> Box:
        """Return its box so many seconds after it came, cut at the picture's edges."""
        x, y = self.place(seconds)
        width, height = self.size
        left, top = round(x - width / 2), round(y - height)
        return max(left, 0), max(top, 0), min(left + width, WIDTH), min(round(y), HEIGHT)

    def place(self, seconds: float) -> tuple[float, float]:
        """Return where the middle of its lower edge is."""
        before = self.path[0]
        for point in self.path:
            if point.at >= seconds:
                span = point.at - before.at
                share = (seconds - before.at) / span if span > 0 else 1.0
                return before.x + (point.x - before.x) * share, before.y + (point.y - before.y) * share
            before = point
        return before.x, before.y

    def leaving(self, seconds: float) -> Actor:
        """Return it on its way back out of the picture, from where it is after so many seconds."""
        x, y = self.place(seconds)
        way = (Point(0.0, x, y), Point(LEAVES_WITHIN, self.path[0].x, self.path[0].y))
        return Actor(self.figure, self.size, way, self.label, self.score, self.classification, self.face, self.plate)


def _in(x: float, y: float, *, begin: float = 0.0, come_from: float = -90.0) -> tuple[Point, ...]:
    """Return the way in from the left edge, as somebody pushes something through a door: 1.6 s."""
    return Point(begin, come_from, y - 6), Point(begin + 0.8, (come_from + x) / 2, y - 3), Point(begin + 1.6, x, y)


def _pushed(figure: Figure, label: str | None, score: float, said: Classification | None) -> list[Actor]:
    """Return something on wheels and who pushes it; the person comes half a second behind."""
    sizes = {
        Figure.PUSHCHAIR: (120, 150),
        Figure.WHEELCHAIR: (140, 170),
        Figure.TROLLEY: (130, 130),
        Figure.BICYCLE: (210, 140),
    }
    size = sizes.get(figure, (220, 160))
    thing = Actor(figure, size, _in(330, 335), label, score, said)
    # Within reach of the handle.
    who = Actor(Figure.PERSON, (90, 225), _in(302 - size[0] / 2, 325, begin=0.4, come_from=-60.0), "person", 0.88)
    return [thing] if figure is Figure.WHEELCHAIR else [thing, who]


def _said(value: str, score: float) -> Classification:
    return Classification(CLASSIFIER, value, score)


def _ebike() -> list[Actor]:
    return _pushed(Figure.EBIKE, "motorcycle", 0.85, _said("ebike", 0.91))


def _covered() -> list[Actor]:
    return _pushed(Figure.COVERED_EBIKE, "motorcycle", 0.66, _said("ebike", 0.63))


def _standing() -> list[Actor]:
    return [
        Actor(Figure.EBIKE, (220, 160), (Point(0.0, 330, 335),), "motorcycle", 0.85, _said("ebike", 0.91), still=True)
    ]


def _person() -> list[Actor]:
    return [Actor(Figure.PERSON, (90, 225), _in(320, 330, come_from=-60.0), "person", 0.88)]


def _faced(name: str, score: float) -> list[Actor]:
    way = _in(320, 330, come_from=-60.0)
    return [Actor(Figure.PERSON, (90, 225), way, "person", 0.88, face=(name, score))]


def _car() -> list[Actor]:
    plate = Plate("京A12345", 0.93, "resident_A_101")
    return [Actor(Figure.CAR, (280, 170), _in(320, 330, come_from=-180.0), "car", 0.9, plate=plate)]


SCENES: Mapping[str, Callable[[], Sequence[Actor]]] = {
    "ebike": _ebike,
    "covered_ebike": _covered,
    "standing_ebike": _standing,
    "bicycle": lambda: _pushed(Figure.BICYCLE, "bicycle", 0.84, _said("bicycle", 0.93)),
    "pushchair": lambda: _pushed(Figure.PUSHCHAIR, "bicycle", 0.58, _said("pushchair", 0.88)),
    "wheelchair": lambda: _pushed(Figure.WHEELCHAIR, "motorcycle", 0.55, _said("wheelchair", 0.9)),
    "trolley": lambda: _pushed(Figure.TROLLEY, "bicycle", 0.52, _said("trolley", 0.86)),
    "person": _person,
    "face": lambda: _faced("zhang_wei", 0.95),
    # Below Frigate's own threshold, and told all the same.
    "unsure_face": lambda: _faced("zhang_wei", 0.31),
    "car": _car,
}


def scene(name: str, *, label: str | None = None) -> Sequence[Actor]:
    """Return who comes in; `label` replaces what Frigate's model calls the thing, and then nothing is classified.

    That is how a model with a label of its own (such as `ebike`) speaks. Raises SceneError.
    """
    if (make := SCENES.get(name)) is None:
        message = f"there is no scene {name}: {', '.join(SCENES)}"
        raise SceneError(message)
    first, *others = make()
    if label is not None:
        first = Actor(first.figure, first.size, first.path, label, first.score, still=first.still)
    return [first, *others]
