"""A pen that draws into a box in shares of its width and height, so that figures scale and turn round."""

from collections.abc import Sequence

from PIL import ImageDraw

from .site import Box

# Drawn at twice the size and scaled down: edges are smooth then.
SCALE = 2

type Colour = tuple[int, int, int]
type Spot = tuple[float, float]


class Pen:
    """Draws into `box` (pixels of 640 × 360); 0, 0 is its upper left corner and 1, 1 its lower right one."""

    def __init__(self, canvas: ImageDraw.ImageDraw, box: Box, *, facing: int = 1) -> None:
        """Begin; `facing` -1 draws mirrored."""
        self._canvas = canvas
        self._left, self._top = box[0] * SCALE, box[1] * SCALE
        self._width, self._height = (box[2] - box[0]) * SCALE, (box[3] - box[1]) * SCALE
        self._facing = facing
        self.unit = self._height / 100

    def spot(self, x: float, y: float) -> Spot:
        """Return where a place is on the canvas."""
        share = x if self._facing > 0 else 1 - x
        return self._left + share * self._width, self._top + y * self._height

    def line(self, spots: Sequence[Spot], colour: Colour, thick: float) -> None:
        """Draw a line with round ends; `thick` in hundredths of the height."""
        places = [self.spot(*spot) for spot in spots]
        width = max(1, round(thick * self.unit))
        self._canvas.line(places, fill=colour, width=width, joint="curve")
        for x, y in (places[0], places[-1]):
            radius = width / 2
            self._canvas.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)

    def shape(self, spots: Sequence[Spot], colour: Colour, edge: Colour | None = None) -> None:
        """Fill a polygon."""
        self._canvas.polygon([self.spot(*spot) for spot in spots], fill=colour, outline=edge, width=SCALE)

    def disc(self, x: float, y: float, radius: float, colour: Colour, flat: float = 1.0) -> None:
        """Fill a circle; `radius` in hundredths of the height, `flat` squeezes it upright."""
        centre_x, centre_y = self.spot(x, y)
        wide, high = radius * self.unit, radius * self.unit * flat
        self._canvas.ellipse((centre_x - wide, centre_y - high, centre_x + wide, centre_y + high), fill=colour)

    def ring(self, x: float, y: float, radius: float, colour: Colour, thick: float) -> None:
        """Draw a circle's line."""
        centre_x, centre_y = self.spot(x, y)
        wide = radius * self.unit
        box = (centre_x - wide, centre_y - wide, centre_x + wide, centre_y + wide)
        self._canvas.ellipse(box, outline=colour, width=max(1, round(thick * self.unit)))

    def block(
        self, left: float, top: float, right: float, bottom: float, colour: Colour, edge: Colour | None = None
    ) -> None:
        """Fill a rectangle."""
        self.shape([(left, top), (right, top), (right, bottom), (left, bottom)], colour, edge)

    def soft(self, left: float, top: float, right: float, bottom: float, colour: Colour, radius: float) -> None:
        """Fill a rectangle with round corners."""
        one, other = self.spot(left, top), self.spot(right, bottom)
        box = (min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))
        self._canvas.rounded_rectangle(box, radius * self.unit, fill=colour)

    def stroke(self, begin: Spot, end: Spot, colour: Colour) -> None:
        """Draw a thin line between two places of the canvas itself."""
        self._canvas.line([begin, end], fill=colour, width=SCALE)
