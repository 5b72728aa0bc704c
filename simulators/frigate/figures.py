"""The figures: people, and what they bring along. Each is drawn into its own box, its front to the right."""

import math
from collections.abc import Callable, Mapping

from PIL import ImageDraw, ImageFont

from .pen import SCALE, Colour, Pen
from .picture import Thing
from .scenes import Figure

BLACK: Colour = (26, 26, 30)
TYRE: Colour = (36, 37, 40)
STEEL: Colour = (150, 156, 164)
SKIN: Colour = (222, 178, 146)
HAIR: Colour = (34, 28, 28)
STEPS_A_SECOND = 1.8


def draw_figure(canvas: ImageDraw.ImageDraw, thing: Thing) -> None:
    """Draw a thing where it is, with its shadow on the floor."""
    pen = Pen(canvas, thing.whole, facing=thing.facing)
    left, _, right, bottom = thing.whole
    shadow = (left * SCALE, (bottom - 7) * SCALE, right * SCALE, (bottom + 5) * SCALE)
    canvas.ellipse(shadow, fill=(82, 80, 78))
    FIGURES[thing.figure](pen, thing)
    if thing.plate is not None:
        _plate(canvas, pen, thing.plate)


def _person(pen: Pen, thing: Thing) -> None:
    swing = math.sin(thing.stride * STEPS_A_SECOND * math.tau) * 0.2 if thing.stride else 0.05
    jacket, sleeve, trousers = (52, 84, 138), (43, 71, 118), (58, 60, 68)
    for way, colour in ((-swing, (48, 50, 57)), (swing, trousers)):
        foot = 0.5 + way * 1.3
        pen.line([(0.5, 0.52), (0.5 + way * 0.7, 0.74), (foot, 0.95)], colour, 8)
        pen.soft(foot - 0.09, 0.94, foot + 0.17, 0.995, BLACK, 2.2)
    pen.line([(0.36, 0.24), (0.3 - swing * 0.6, 0.42), (0.34 - swing, 0.53)], sleeve, 6)
    pen.soft(0.28, 0.165, 0.72, 0.56, jacket, 7)
    pen.line([(0.5, 0.18), (0.5, 0.55)], (80, 114, 168), 1)
    pen.line([(0.64, 0.24), (0.74 + swing * 0.5, 0.38), (0.92, 0.42 + swing * 0.1)], sleeve, 6)
    pen.disc(0.93, 0.425, 2.6, SKIN)
    pen.block(0.44, 0.13, 0.57, 0.19, SKIN)
    pen.disc(0.51, 0.088, 7.2, SKIN, flat=1.12)
    pen.shape([(0.31, 0.09), (0.35, 0.02), (0.52, -0.002), (0.68, 0.025), (0.7, 0.06), (0.5, 0.055), (0.4, 0.12)], HAIR)
    pen.disc(0.63, 0.087, 0.8, BLACK)


def _wheel(pen: Pen, x: float, y: float, radius: float, *, tyre: float, spokes: int) -> None:
    pen.ring(x, y, radius, TYRE, tyre)
    pen.ring(x, y, radius - tyre + 0.6, STEEL, 1)
    middle, turn = pen.spot(x, y), (radius - tyre) * pen.unit
    for number in range(spokes):
        angle = math.tau * number / spokes
        end = middle[0] + math.cos(angle) * turn, middle[1] + math.sin(angle) * turn
        pen.stroke(middle, end, STEEL)
    pen.disc(x, y, radius * 0.16, STEEL)


def _scooter_wheels(pen: Pen) -> None:
    for x in (0.17, 0.83):
        pen.disc(x, 0.84, 16, TYRE)
        pen.disc(x, 0.84, 10, (120, 124, 130))
        pen.disc(x, 0.84, 7.5, (176, 180, 186))
        pen.disc(x, 0.84, 3, (70, 72, 76))


def _ebike(pen: Pen, _: Thing) -> None:
    """Draw an electric scooter as they stand in every yard: step-through, seat with box, apron, basket, mirrors."""
    red, dark, light = (196, 44, 46), (150, 30, 34), (232, 92, 86)
    _scooter_wheels(pen)
    pen.line([(0.83, 0.84), (0.745, 0.36)], (92, 95, 102), 4)
    # Tail over the rear wheel, footboard, apron before the knees.
    pen.shape(
        [(0.02, 0.56), (0.14, 0.47), (0.44, 0.48), (0.47, 0.6), (0.42, 0.8), (0.34, 0.82), (0.27, 0.66), (0.1, 0.64)],
        red,
    )
    pen.shape([(0.38, 0.74), (0.7, 0.74), (0.72, 0.84), (0.36, 0.86)], dark)
    pen.shape([(0.66, 0.36), (0.78, 0.32), (0.86, 0.62), (0.74, 0.82), (0.66, 0.82)], red)
    pen.shape([(0.71, 0.38), (0.77, 0.36), (0.82, 0.6), (0.74, 0.66)], light)
    pen.shape([(0.71, 0.68), (0.83, 0.6), (0.97, 0.68), (0.98, 0.73), (0.84, 0.7), (0.74, 0.74)], dark)
    # The battery under the seat, with its lightning.
    pen.block(0.29, 0.55, 0.43, 0.74, (52, 54, 60))
    pen.shape([(0.37, 0.57), (0.32, 0.66), (0.36, 0.66), (0.34, 0.73), (0.41, 0.63), (0.37, 0.63)], (250, 214, 60))
    pen.soft(0.08, 0.4, 0.46, 0.485, BLACK, 4)
    pen.soft(-0.01, 0.28, 0.13, 0.44, (60, 62, 68), 4)
    pen.block(0.0, 0.5, 0.045, 0.56, (255, 60, 40))
    # Bars, mirrors, lamp, basket.
    pen.line([(0.745, 0.36), (0.71, 0.2)], (70, 72, 78), 4)
    pen.line([(0.58, 0.23), (0.72, 0.19), (0.78, 0.2)], BLACK, 4)
    pen.line([(0.68, 0.2), (0.65, 0.06)], (70, 72, 78), 1.6)
    pen.disc(0.645, 0.045, 5, (70, 72, 78))
    pen.disc(0.645, 0.045, 3.6, (188, 206, 220))
    pen.shape([(0.76, 0.22), (0.97, 0.22), (0.93, 0.42), (0.79, 0.42)], (120, 124, 130))
    for share in (0.25, 0.5, 0.75):
        pen.line([(0.76 + 0.21 * share, 0.22), (0.79 + 0.14 * share, 0.42)], (70, 72, 78), 1)
    pen.line([(0.77, 0.32), (0.95, 0.32)], (70, 72, 78), 1)
    pen.disc(0.83, 0.49, 5, (255, 240, 176))


def _covered_ebike(pen: Pen, _: Thing) -> None:
    """Draw the same under a rain cover: only its wheels and its outline tell."""
    _scooter_wheels(pen)
    cover, fold = (104, 122, 148), (80, 96, 120)
    outline = [
        (0.0, 0.34),
        (0.1, 0.28),
        (0.42, 0.38),
        (0.58, 0.22),
        (0.64, 0.03),
        (0.72, 0.02),
        (0.97, 0.2),
        (0.99, 0.42),
    ]
    pen.shape(
        [*outline, (0.94, 0.76), (0.8, 0.7), (0.66, 0.86), (0.4, 0.9), (0.26, 0.74), (0.08, 0.78), (0.02, 0.6)], cover
    )
    for way in (
        [(0.62, 0.2), (0.52, 0.86)],
        [(0.72, 0.05), (0.8, 0.68)],
        [(0.2, 0.34), (0.16, 0.74)],
        [(0.4, 0.4), (0.36, 0.84)],
    ):
        pen.line(way, fold, 1.4)
    pen.line([(0.04, 0.62), (0.5, 0.56), (0.96, 0.6)], (60, 74, 96), 1.6)


def _bicycle(pen: Pen, _: Thing) -> None:
    green = (38, 120, 84)
    for x in (0.2, 0.8):
        _wheel(pen, x, 0.68, 31, tyre=2.4, spokes=14)
    rear, crank, seat, head, front = (0.2, 0.68), (0.45, 0.7), (0.37, 0.28), (0.7, 0.27), (0.8, 0.68)
    for way in ([rear, crank], [rear, seat], [crank, seat], [seat, head], [crank, head], [head, front]):
        pen.line(way, green, 2.6)
    pen.line([seat, (0.345, 0.17)], STEEL, 2)
    pen.soft(0.27, 0.13, 0.43, 0.175, BLACK, 2)
    pen.line([head, (0.69, 0.12), (0.78, 0.1), (0.81, 0.14)], STEEL, 2.2)
    pen.ring(0.45, 0.7, 8, (80, 82, 88), 1.6)
    pen.line([(0.41, 0.8), (0.49, 0.6)], BLACK, 2)
    pen.block(0.38, 0.79, 0.44, 0.82, BLACK)
    pen.block(0.46, 0.58, 0.52, 0.61, BLACK)


def _pushchair(pen: Pen, _: Thing) -> None:
    cloth, dark = (126, 84, 156), (96, 62, 122)
    for x, radius in ((0.22, 10), (0.82, 8.5)):
        _wheel(pen, x, 0.91, radius, tyre=3, spokes=6)
    pen.line([(0.02, 0.22), (0.12, 0.2), (0.74, 0.82), (0.82, 0.91)], (70, 72, 78), 2.6)
    pen.line([(0.22, 0.91), (0.66, 0.5)], (70, 72, 78), 2.6)
    pen.shape([(0.26, 0.42), (0.3, 0.68), (0.6, 0.76), (0.86, 0.7), (0.84, 0.62), (0.62, 0.6), (0.44, 0.42)], cloth)
    pen.disc(0.5, 0.47, 7.5, SKIN)
    pen.shape([(0.4, 0.44), (0.46, 0.38), (0.56, 0.4), (0.5, 0.43)], HAIR)
    pen.shape([(0.44, 0.56), (0.6, 0.54), (0.84, 0.62), (0.82, 0.68), (0.56, 0.7)], (240, 208, 92))
    # The hood.
    pen.shape([(0.26, 0.46), (0.2, 0.3), (0.26, 0.16), (0.42, 0.08), (0.6, 0.12), (0.7, 0.26), (0.46, 0.36)], cloth)
    for way in ([(0.27, 0.45), (0.3, 0.13)], [(0.3, 0.43), (0.5, 0.1)]):
        pen.line(way, dark, 1.6)
    pen.shape([(0.26, 0.74), (0.64, 0.78), (0.6, 0.86), (0.32, 0.84)], (70, 72, 78))


def _wheelchair(pen: Pen, _: Thing) -> None:
    pen.line([(0.1, 0.22), (0.2, 0.2), (0.26, 0.62)], (70, 72, 78), 2.4)
    # Who sits in it: head, back, thighs, shins, feet on the rest.
    pen.shape([(0.28, 0.24), (0.5, 0.22), (0.56, 0.58), (0.3, 0.6)], (150, 70, 70))
    pen.line([(0.42, 0.57), (0.76, 0.58)], (64, 66, 84), 9)
    pen.line([(0.76, 0.58), (0.84, 0.86)], (64, 66, 84), 7)
    pen.soft(0.8, 0.86, 0.99, 0.92, BLACK, 2)
    pen.line([(0.44, 0.3), (0.5, 0.46), (0.66, 0.5)], (128, 58, 58), 5.5)
    pen.disc(0.68, 0.5, 3, SKIN)
    pen.disc(0.42, 0.115, 9.5, SKIN, flat=1.1)
    pen.shape([(0.3, 0.14), (0.3, 0.05), (0.42, 0.0), (0.54, 0.04), (0.53, 0.08), (0.4, 0.1)], (92, 92, 98))
    pen.line([(0.24, 0.62), (0.72, 0.64)], (70, 72, 78), 2.4)
    pen.line([(0.72, 0.64), (0.82, 0.9), (0.97, 0.93)], (70, 72, 78), 2.2)
    _wheel(pen, 0.34, 0.75, 24, tyre=2.6, spokes=12)
    pen.ring(0.34, 0.75, 20, STEEL, 1.2)
    _wheel(pen, 0.78, 0.93, 7, tyre=2.4, spokes=5)


def _trolley(pen: Pen, _: Thing) -> None:
    for x in (0.22, 0.84):
        pen.disc(x, 0.92, 8, TYRE)
        pen.disc(x, 0.92, 4, STEEL)
    pen.line([(0.02, 0.12), (0.1, 0.1), (0.13, 0.82)], (60, 96, 160), 3.4)
    pen.block(0.1, 0.8, 0.99, 0.86, (60, 96, 160))
    for left, top, right, bottom, colour in (
        (0.18, 0.5, 0.56, 0.8, (196, 158, 108)),
        (0.57, 0.54, 0.95, 0.8, (182, 142, 92)),
        (0.28, 0.22, 0.7, 0.5, (206, 170, 120)),
    ):
        pen.block(left, top, right, bottom, colour, edge=(140, 106, 66))
        middle = (left + right) / 2
        pen.block(middle - 0.02, top, middle + 0.02, bottom, (226, 206, 160))


def _car(pen: Pen, _: Thing) -> None:
    """Draw a car that comes towards the camera."""
    paint, dark = (226, 228, 232), (178, 182, 190)
    for left in (0.06, 0.78):
        pen.soft(left, 0.68, left + 0.16, 1.0, TYRE, 6)
    pen.shape([(0.2, 0.42), (0.28, 0.06), (0.72, 0.06), (0.8, 0.42)], paint, edge=dark)
    pen.shape([(0.25, 0.4), (0.31, 0.12), (0.69, 0.12), (0.75, 0.4)], (66, 84, 104))
    pen.shape([(0.3, 0.38), (0.36, 0.14), (0.5, 0.14), (0.4, 0.38)], (104, 126, 148))
    pen.soft(0.03, 0.4, 0.97, 0.88, paint, 10)
    pen.soft(0.28, 0.54, 0.72, 0.68, (52, 54, 60), 4)
    for left in (0.06, 0.76):
        pen.soft(left, 0.5, left + 0.18, 0.64, (255, 248, 214), 6)
    pen.soft(0.05, 0.74, 0.95, 0.9, dark, 6)
    for x in (0.1, 0.9):
        pen.soft(x - 0.05, 0.3, x + 0.05, 0.4, paint, 3)


def _plate(canvas: ImageDraw.ImageDraw, pen: Pen, text: str) -> None:
    """Put a blue plate on it; the character of the province is in no font that is sure to be there."""
    pen.soft(0.33, 0.75, 0.67, 0.88, (24, 70, 170), 2)
    font = ImageFont.load_default(round(11 * pen.unit))
    canvas.text(pen.spot(0.5, 0.815), f"{text[1:2]}·{text[2:]}", fill=(250, 250, 250), font=font, anchor="mm")


FIGURES: Mapping[Figure, Callable[[Pen, Thing], None]] = {
    Figure.PERSON: _person,
    Figure.EBIKE: _ebike,
    Figure.COVERED_EBIKE: _covered_ebike,
    Figure.BICYCLE: _bicycle,
    Figure.PUSHCHAIR: _pushchair,
    Figure.WHEELCHAIR: _wheelchair,
    Figure.TROLLEY: _trolley,
    Figure.CAR: _car,
}
