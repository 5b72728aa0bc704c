"""Draws what a camera sees: the place, who is in it, and the line that a recorder puts over it."""

from datetime import UTC, datetime
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from .figures import draw_figure
from .pen import SCALE
from .picture import CarLook, Shot
from .places import draw_place
from .site import HEIGHT, WIDTH, View

PLACES_KEPT = 24
# Doors are drawn in this many steps, so that few pictures of the place are needed.
DOOR_STEPS = 10


def draw(shot: Shot, *, large: bool = False) -> Image.Image:
    """Return the picture of a shot, 640 × 360, or 1280 × 720 when it is asked for large."""
    look = CarLook(round(shot.car.doors * DOOR_STEPS) / DOOR_STEPS, shot.car.floor)
    if shot.view is not View.ELEVATOR:
        look = CarLook()
    image = _place(shot.view, look).copy()
    canvas = ImageDraw.Draw(image)
    for thing in shot.things:
        draw_figure(canvas, thing)
    if not large:
        image = image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    _write_over(image, shot, SCALE if large else 1)
    return image


@lru_cache(maxsize=PLACES_KEPT)
def _place(view: View, look: CarLook) -> Image.Image:
    return draw_place(view, look)


@lru_cache(maxsize=2)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _write_over(image: Image.Image, shot: Shot, scale: int) -> None:
    """Write the time (UTC) and the camera's name, white with a dark edge as recorders do."""
    pen = ImageDraw.Draw(image)
    at = datetime.fromtimestamp(shot.at, UTC)
    for (x, y), text, anchor in (
        ((8, 6), f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 100_000} UTC", "la"),
        ((WIDTH - 8, HEIGHT - 6), shot.camera, "rd"),
    ):
        pen.text(
            (x * scale, y * scale),
            text,
            fill=(255, 255, 255),
            font=_font(15 * scale),
            anchor=anchor,
            stroke_width=scale,
            stroke_fill=(20, 20, 20),
        )
