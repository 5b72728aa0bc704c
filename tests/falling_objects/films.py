"""Small films, facades and falls for the tests of what surrounds the watcher."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from falling_objects.model import Fall, FallKind, FallState, TrackPoint
from falling_objects.optics import Facade, FloorGrid, Plane, Unit

RATE = 25


def film(
    path: Path,
    seconds: float = 2.0,
    size: tuple[int, int] = (320, 240),
    codec: str = "libx264",
    pixels: str = "yuv420p",
    group: int = 25,
) -> Path:
    """Write a film of noise that stands still, with a bright square that sinks 2 px a frame."""
    width, height = size
    back = np.random.default_rng(1).integers(60, 160, (height, width), np.uint8)
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=RATE)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, pixels
        stream.codec_context.gop_size = group
        stream.codec_context.thread_count = 1
        quiet = {"x265-params": "log-level=none:pools=1"} if codec == "libx265" else {}
        stream.options = {"preset": "ultrafast", "tune": "zerolatency", **quiet}
        for number in range(round(seconds * RATE)):
            luma = back.copy()
            luma[10 + 2 * number : 20 + 2 * number, 150:160] = 250
            frame = VideoFrame.from_ndarray(np.stack([luma] * 3, axis=-1), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def facade(size: tuple[int, int] = (320, 240), floors: int = 10) -> Facade:
    """Return a facade seen straight on: 0.125 m a pixel, its foot at the picture's lower edge."""
    width, height = size
    side = floors * 3.0 / height
    homography = np.array([[side, 0.0, 0.0], [0.0, -side, floors * 3.0], [0.0, 0.0, 1.0]])
    outline = ((0.0, 0.0), (width - 1.0, 0.0), (width - 1.0, height - 1.0), (0.0, height - 1.0))
    wide = width * side
    units = tuple(Unit(f"0{n + 1}", 0, n * wide / 4, (n + 1) * wide / 4, "3", "1") for n in range(4))
    grid = FloorGrid(tuple(3.0 * n for n in range(floors + 1)))
    return Facade(size, (Plane(0, homography, outline, wide, floors * 3.0),), grid, units)


def fall(
    state: FallState = FallState.CONFIRMED,
    *,
    ident: int = 1,
    confidence: float = 0.95,
    begin: float = 0.4,
    kind: FallKind = FallKind.FALLING,
) -> Fall:
    """Return a fall from the height of the 8th floor, seen for 1.2 s on `facade()`."""
    points = []
    for number in range(30):
        since = number / RATE
        y = (30.0 - (24.0 - 4.905 * since**2)) / 0.125
        points.append(TrackPoint(begin + since, 155.0, y, 16.0, seen=True))
    return Fall(
        ident,
        kind,
        state,
        confidence,
        begin,
        points[-1].at,
        tuple(points),
        0,
        (155 * 0.125, 24.0),
        11.5,
        7.0,
        0.5,
    )
