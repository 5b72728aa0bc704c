"""Pictures and films as bytes: JPEG and WebP by Pillow, MP4 by PyAV, made when first asked for and then kept."""

import io
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from .drawing import draw
from .pen import SCALE
from .picture import Shot
from .site import FPS, HEIGHT, WIDTH, Box

if TYPE_CHECKING:
    from av import VideoStream

KEPT = 64
# Frigate's own: as high as a thumbnail is, how good a snapshot is.
THUMBNAIL_HEIGHT = 175
SNAPSHOT_QUALITY = 70
MARGIN = 24


def jpeg(shot: Shot, *, height: int | None = None, quality: int = SNAPSHOT_QUALITY, box: Box | None = None) -> bytes:
    """Return a shot as JPEG, scaled to `height` pixels; `box` is outlined."""
    return encode(picture(shot, box=box, height=height), "JPEG", height=height, quality=quality)


def picture(shot: Shot, *, box: Box | None = None, crop: Box | None = None, height: int | None = None) -> Image.Image:
    """Return a shot as a picture: `box` outlined, `crop` cut out with a margin; large if more `height` is wanted."""
    scale = SCALE if height is not None and height > HEIGHT else 1
    image = draw(shot, large=scale > 1)
    if box is not None:
        ImageDraw.Draw(image).rectangle([edge * scale for edge in box], outline=(0, 200, 80), width=2 * scale)
    if crop is None:
        return image
    left, top, right, bottom = _square(crop)
    return image.crop((left * scale, top * scale, right * scale, bottom * scale))


def encode(image: Image.Image, kind: str, *, height: int | None = None, quality: int = SNAPSHOT_QUALITY) -> bytes:
    """Return a picture as JPEG, WEBP or PNG."""
    if height is not None and height != image.height and height > 0:
        image = image.resize((max(1, round(image.width * height / image.height)), height), Image.Resampling.BILINEAR)
    file = io.BytesIO()
    image.save(file, kind, quality=max(1, min(quality, 95)))
    return file.getvalue()


def gif(shots: Sequence[Shot]) -> bytes:
    """Return shots as a small moving GIF."""
    frames = [draw(shot).resize((WIDTH // 2, HEIGHT // 2)) for shot in shots[::2] or shots]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=2000 // FPS, loop=0)
    return file.getvalue()


def mp4(shots: Sequence[Shot]) -> bytes:
    """Return shots as an MP4 (H.264) of five pictures a second that a browser plays from its first byte."""
    import av  # noqa: PLC0415 - its libraries are large, and most runs of the simulator show no film

    file = io.BytesIO()
    with av.open(file, "w", format="mp4", options={"movflags": "frag_keyframe+empty_moov"}) as container:
        stream: VideoStream = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "crf": "26"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number, shot in enumerate(shots):
            frame = av.VideoFrame.from_ndarray(np.asarray(draw(shot)), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return file.getvalue()


class Shelf:
    """Keeps the newest of what was made, by name; several threads may ask."""

    def __init__(self) -> None:
        """Begin empty."""
        self._made: OrderedDict[object, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: object, make: Callable[[], bytes]) -> bytes:
        """Return what has this name, made now if it is not there."""
        with self._lock:
            if name not in self._made:
                self._made[name] = make()
                while len(self._made) > KEPT:
                    self._made.popitem(last=False)
            self._made.move_to_end(name)
            return self._made[name]


def _square(box: Box) -> Box:
    """Return a square around a box, within the picture."""
    side = min(max(box[2] - box[0], box[3] - box[1]) + MARGIN, HEIGHT)
    left = min(max((box[0] + box[2] - side) // 2, 0), WIDTH - side)
    top = min(max((box[1] + box[3] - side) // 2, 0), HEIGHT - side)
    return left, top, left + side, top + side
