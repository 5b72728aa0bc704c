"""The places that the cameras look at, drawn without anybody in them."""

from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw, ImageFont

from .pen import SCALE, Colour, Pen
from .picture import CarLook
from .site import HEIGHT, WIDTH, View

ALL = (0, 0, WIDTH, HEIGHT)
LEAF: Colour = (74, 118, 66)
DARK_LEAF: Colour = (56, 96, 54)
STEEL: Colour = (168, 172, 178)
LIT: Colour = (250, 96, 60)


def draw_place(view: View, look: CarLook) -> Image.Image:
    """Return the place at twice the size of the picture."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), (120, 124, 130))
    canvas = ImageDraw.Draw(image)
    PLACES[view](canvas, Pen(canvas, ALL), look)
    return image


def _words(canvas: ImageDraw.ImageDraw, pen: Pen, x: float, y: float, text: str, size: int, colour: Colour) -> None:
    canvas.text(pen.spot(x, y), text, fill=colour, font=ImageFont.load_default(size * SCALE), anchor="mm")


def _elevator(canvas: ImageDraw.ImageDraw, pen: Pen, look: CarLook) -> None:
    """Draw a car from the upper corner opposite its control panel: the doorway is in the left wall."""
    # Back wall of brushed panels, ceiling, floor.
    pen.block(0.2, 0.09, 0.86, 0.66, (184, 188, 194))
    for number in range(1, 4):
        x = 0.2 + 0.165 * number
        pen.line([(x, 0.09), (x, 0.66)], (150, 154, 160), 0.5)
    pen.shape([(0.53, 0.14), (0.69, 0.14), (0.69, 0.46), (0.53, 0.46)], (206, 216, 224), edge=(140, 146, 152))
    pen.shape([(0.55, 0.42), (0.62, 0.15), (0.65, 0.15), (0.58, 0.45)], (226, 234, 240))
    pen.line([(0.21, 0.5), (0.85, 0.5)], (106, 110, 118), 1.6)
    pen.shape([(0.0, 0.0), (1.0, 0.0), (0.86, 0.09), (0.2, 0.09)], (222, 224, 226))
    for left, right in ((0.3, 0.48), (0.58, 0.76)):
        pen.shape([(left, 0.025), (right, 0.025), (right - 0.01, 0.07), (left + 0.015, 0.07)], (255, 253, 240))
    pen.shape([(0.0, 1.0), (0.2, 0.66), (0.86, 0.66), (1.0, 1.0)], (128, 122, 116))
    for number in range(1, 6):
        share = number / 6
        pen.line([(0.2 + 0.66 * share, 0.66), (share, 1.0)], (112, 106, 100), 0.4)
    for y, left, right in ((0.74, 0.152, 0.894), (0.85, 0.088, 0.938)):
        pen.line([(left, y), (right, y)], (112, 106, 100), 0.4)
    _doorway(pen, look.doors)
    _panel(canvas, pen, look)


def _doorway(pen: Pen, doors: float) -> None:
    """Draw the left wall: its doorway onto the landing, and the two leaves that close it."""
    pen.shape([(0.0, 0.0), (0.2, 0.09), (0.2, 0.66), (0.0, 1.0)], (158, 162, 168))
    # The opening, nearer edge first; what is behind it is the landing, lit and tiled.
    near, far = 0.01, 0.175

    def edge(x: float, share: float) -> tuple[float, float]:
        """Return a place on the wall at a share of its height, between the opening's lintel and its sill."""
        top, bottom = 0.12 + x * 0.28, 0.99 - x * 1.7
        return x, top + (bottom - top) * share

    pen.shape([edge(near, 0), edge(far, 0), edge(far, 1), edge(near, 1)], (236, 226, 204))
    pen.shape([edge(near, 0.72), edge(far, 0.72), edge(far, 1), edge(near, 1)], (198, 182, 156))
    pen.shape([edge(0.06, 0.2), edge(0.13, 0.2), edge(0.13, 0.72), edge(0.06, 0.72)], (150, 116, 84))
    pen.disc(0.118, 0.44, 0.8, (230, 210, 120))
    pen.line([edge(near, 0), edge(far, 0), edge(far, 1)], (96, 100, 106), 1.2)
    middle = (near + far) / 2
    shut = 1 - min(max(doors, 0.0), 1.0)
    if shut > 0:
        for begin, way in ((near, 1), (far, -1)):
            inner = begin + way * (middle - near) * shut
            left, right = min(begin, inner), max(begin, inner)
            leaf = [edge(left, 0), edge(right, 0), edge(right, 1), edge(left, 1)]
            pen.shape(leaf, (140, 146, 154), edge=(92, 96, 104))


def _panel(canvas: ImageDraw.ImageDraw, pen: Pen, look: CarLook) -> None:
    """Draw the right wall with the buttons, and the indicator over the back wall."""
    pen.shape([(1.0, 0.0), (0.86, 0.09), (0.86, 0.66), (1.0, 1.0)], (150, 154, 160))
    pen.shape([(0.9, 0.2), (0.96, 0.17), (0.96, 0.72), (0.9, 0.65)], (96, 100, 108))
    for row in range(6):
        for column in range(2):
            pen.disc(0.917 + 0.026 * column, 0.29 + 0.058 * row + 0.006 * column, 1.5, (238, 232, 210))
    pen.disc(0.93, 0.66, 1.9, (250, 206, 60))
    pen.soft(0.235, 0.12, 0.335, 0.22, (24, 24, 28), 1.5)
    _words(canvas, pen, 0.285, 0.17, look.floor, 24, LIT)
    # The sign that is asked for: no e-bikes.
    pen.disc(0.42, 0.28, 7, (214, 44, 44))
    pen.disc(0.42, 0.28, 5.6, (250, 250, 250))
    for x in (0.397, 0.443):
        pen.ring(x, 0.3, 1.7, (30, 30, 34), 0.6)
    pen.line([(0.397, 0.3), (0.425, 0.29), (0.443, 0.3), (0.437, 0.25)], (30, 30, 34), 0.7)
    pen.line([(0.395, 0.325), (0.447, 0.238)], (214, 44, 44), 1.3)


def _gate(canvas: ImageDraw.ImageDraw, pen: Pen, _: CarLook) -> None:
    _sky(pen, 0.42)
    _trees(pen, (0.04, 0.13, 0.9, 0.98), 0.34)
    pen.block(0.0, 0.42, 1.0, 0.5, (150, 140, 124))
    pen.shape([(0.0, 1.0), (0.16, 0.5), (0.84, 0.5), (1.0, 1.0)], (92, 94, 98))
    for y in (0.54, 0.64, 0.78):
        pen.shape([(0.495, y), (0.505, y), (0.507, y + 0.06), (0.493, y + 0.06)], (232, 230, 220))
    # The booth, and the barrier before the street.
    pen.block(0.68, 0.2, 0.88, 0.56, (214, 206, 190), edge=(150, 140, 124))
    pen.block(0.7, 0.27, 0.86, 0.42, (120, 156, 180))
    pen.shape([(0.66, 0.2), (0.9, 0.2), (0.88, 0.15), (0.68, 0.15)], (128, 62, 54))
    pen.block(0.625, 0.44, 0.655, 0.62, (240, 190, 40))
    for number in range(9):
        left = 0.16 + number * 0.053
        colour: Colour = (208, 48, 48) if number % 2 == 0 else (246, 246, 246)
        pen.block(left, 0.465, left + 0.053, 0.49, colour)
    pen.block(0.3, 0.08, 0.6, 0.16, (40, 92, 70))
    _words(canvas, pen, 0.45, 0.12, "MORNING  LIGHT", 14, (250, 250, 250))


def _door(canvas: ImageDraw.ImageDraw, pen: Pen, _: CarLook) -> None:
    """Draw the walkers' gate: a door of bars in a wall, the street behind it, its reader and its bell beside it."""
    _sky(pen, 0.5)
    _trees(pen, (0.4, 0.5, 0.62), 0.42)
    pen.block(0.0, 0.5, 1.0, 1.0, (176, 170, 160))
    for y in (0.62, 0.76, 0.9):
        pen.line([(0.0, y), (1.0, y)], (156, 150, 140), 0.5)
    for left, right in ((0.0, 0.33), (0.67, 1.0)):
        pen.block(left, 0.08, right, 0.56, (178, 112, 88))
        for row in range(6):
            y = 0.08 + 0.08 * row
            pen.line([(left, y), (right, y)], (156, 94, 72), 0.5)
            for brick in range(5):
                x = left + (brick + 0.5 * (row % 2)) * 0.066
                pen.line([(x, y), (x, y + 0.08)], (156, 94, 72), 0.5)
    pen.block(0.33, 0.06, 0.35, 0.57, (62, 66, 74))
    pen.block(0.65, 0.06, 0.67, 0.57, (62, 66, 74))
    for number in range(13):
        x = 0.36 + number * 0.0235
        pen.line([(x, 0.08), (x, 0.56)], (62, 66, 74), 1.1)
    for y in (0.1, 0.32, 0.54):
        pen.line([(0.35, y), (0.65, y)], (62, 66, 74), 1.6)
    pen.soft(0.7, 0.26, 0.76, 0.44, (40, 42, 48), 1.5)
    pen.block(0.71, 0.28, 0.75, 0.34, (120, 190, 220))
    pen.disc(0.73, 0.4, 2, (90, 200, 120))
    pen.block(0.08, 0.18, 0.26, 0.27, (40, 92, 70))
    _words(canvas, pen, 0.17, 0.225, "SOUTH GATE", 11, (250, 250, 250))


def _facade(_: ImageDraw.ImageDraw, pen: Pen, __: CarLook) -> None:
    """Draw a tower from its foot: the higher, the narrower."""
    _sky(pen, 1.0)
    pen.shape([(0.1, 1.0), (0.3, 0.03), (0.7, 0.03), (0.9, 1.0)], (206, 190, 168), edge=(150, 134, 112))
    top, floors = 0.05, 11
    for number in range(floors):
        begin = top + 0.93 * (number / floors) ** 1.25
        end = top + 0.93 * ((number + 1) / floors) ** 1.25
        left, right = 0.3 - 0.2 * begin, 0.7 + 0.2 * begin
        pen.line([(left, end), (right, end)], (170, 154, 132), 0.6)
        for window in range(6):
            step = (right - left) / 6
            at, high = left + step * window, end - begin
            glass: Colour = (96, 118, 138) if (number * 5 + window * 3) % 7 else (240, 214, 140)
            pen.block(
                at + step * 0.18, begin + high * 0.2, at + step * 0.82, begin + high * 0.72, glass, edge=(236, 232, 224)
            )
            if window in (1, 4):
                pen.block(
                    at + step * 0.1,
                    begin + high * 0.6,
                    at + step * 0.9,
                    begin + high * 0.9,
                    (232, 226, 214),
                    edge=(170, 154, 132),
                )


def _lobby(canvas: ImageDraw.ImageDraw, pen: Pen, _: CarLook) -> None:
    pen.block(0.0, 0.0, 1.0, 0.56, (226, 218, 204))
    pen.shape([(0.0, 1.0), (0.0, 0.56), (1.0, 0.56), (1.0, 1.0)], (170, 164, 156))
    for number in range(-4, 12):
        pen.line([(0.5 + (number - 4) * 0.075, 0.56), (0.5 + (number - 4) * 0.24, 1.0)], (150, 144, 136), 0.4)
    for y in (0.62, 0.7, 0.82):
        pen.line([(0.0, y), (1.0, y)], (150, 144, 136), 0.4)
    # The door to the yard, two elevators, letter boxes, the notice.
    pen.block(0.04, 0.1, 0.26, 0.57, (190, 214, 226), edge=(90, 94, 100))
    pen.block(0.05, 0.4, 0.25, 0.57, LEAF)
    pen.line([(0.15, 0.1), (0.15, 0.57)], (90, 94, 100), 1)
    for left in (0.4, 0.58):
        pen.block(left, 0.14, left + 0.14, 0.57, STEEL, edge=(96, 100, 106))
        pen.line([(left + 0.07, 0.14), (left + 0.07, 0.57)], (96, 100, 106), 0.7)
        pen.block(left + 0.045, 0.085, left + 0.095, 0.125, (26, 26, 30))
        _words(canvas, pen, left + 0.07, 0.104, "1", 11, LIT)
    for row in range(4):
        for column in range(4):
            left, top = 0.79 + column * 0.045, 0.18 + row * 0.07
            pen.block(left, top, left + 0.04, top + 0.06, (132, 140, 150), edge=(96, 100, 106))
    pen.block(0.29, 0.2, 0.37, 0.36, (250, 250, 246), edge=(200, 48, 48))
    pen.ring(0.33, 0.25, 5, (200, 48, 48), 1.2)
    pen.line([(0.312, 0.28), (0.348, 0.22)], (200, 48, 48), 1)
    _words(canvas, pen, 0.33, 0.325, "NO E-BIKES", 6, (60, 60, 64))


def _yard(_: ImageDraw.ImageDraw, pen: Pen, __: CarLook) -> None:
    _sky(pen, 0.36)
    for left, right, colour in (
        (0.03, 0.26, (206, 190, 168)),
        (0.3, 0.58, (196, 178, 156)),
        (0.66, 0.95, (208, 196, 178)),
    ):
        pen.block(left, 0.05, right, 0.4, colour)
        for row in range(5):
            for column in range(5):
                x = left + 0.02 + column * (right - left - 0.03) / 5
                pen.block(x, 0.08 + row * 0.06, x + 0.025, 0.115 + row * 0.06, (110, 132, 150))
    pen.block(0.0, 0.38, 1.0, 1.0, (122, 152, 92))
    pen.shape([(0.34, 0.38), (0.5, 0.38), (0.86, 1.0), (0.2, 1.0)], (196, 188, 174))
    pen.shape([(0.0, 0.6), (1.0, 0.56), (1.0, 0.68), (0.0, 0.74)], (196, 188, 174))
    _trees(pen, (0.1, 0.24, 0.72, 0.9), 0.46)
    pen.block(0.74, 0.7, 0.92, 0.725, (132, 92, 58))
    pen.block(0.74, 0.62, 0.92, 0.65, (132, 92, 58))
    for x in (0.76, 0.9):
        pen.block(x - 0.006, 0.64, x + 0.006, 0.8, (70, 70, 74))
    pen.line([(0.28, 0.86), (0.28, 0.3)], (70, 72, 78), 1.2)
    pen.disc(0.28, 0.29, 3, (252, 244, 206))


def _sky(pen: Pen, down_to: float) -> None:
    for number in range(12):
        share = number / 12
        colour = (round(150 + 60 * share), round(186 + 36 * share), round(216 + 18 * share))
        pen.block(0.0, down_to * share, 1.0, down_to * (share + 1 / 12) + 0.01, colour)


def _trees(pen: Pen, places: tuple[float, ...], foot: float) -> None:
    for number, x in enumerate(places):
        high = 0.2 + 0.04 * (number % 3)
        pen.block(x - 0.008, foot - high * 0.4, x + 0.008, foot + 0.06, (96, 72, 50))
        pen.disc(x, foot - high * 0.6, 11, DARK_LEAF)
        pen.disc(x + 0.02, foot - high * 0.75, 8.5, LEAF)


PLACES: Mapping[View, Callable[[ImageDraw.ImageDraw, Pen, CarLook], None]] = {
    View.ELEVATOR: _elevator,
    View.GATE: _gate,
    View.DOOR: _door,
    View.FACADE: _facade,
    View.LOBBY: _lobby,
    View.YARD: _yard,
}
