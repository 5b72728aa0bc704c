"""Scenes as streams: through a codec in memory, or into a file."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
from av.codec.context import CodecContext
from av.video.codeccontext import VideoCodecContext
from falling_objects.model import Frame
from numpy.typing import NDArray

from .picture import render
from .scene import Codec, FacadeScene

type Luma = NDArray[np.uint8]

_CLOCK: Final = 90_000
_ENCODERS: Final[dict[Codec, str]] = {"h264": "libx264", "hevc": "libx265"}
_GREY: Final = 128


def _set_up(coded: VideoCodecContext, scene: FacadeScene, codec: Codec, preset: str = "ultrafast") -> None:
    """Encode as small cameras do: no look-ahead, no pictures from the future, a bit rate that is kept to."""
    coded.width, coded.height = scene.size
    coded.pix_fmt = "yuv420p"
    coded.bit_rate = scene.bitrate
    coded.gop_size = int(2 * scene.fps)
    coded.time_base = Fraction(1, _CLOCK)
    coded.framerate = Fraction(scene.fps).limit_denominator(1001)
    coded.thread_count = 1
    cap = scene.bitrate // 1000
    coded.options = {"preset": preset, "tune": "zerolatency"}
    if codec == "h264":
        coded.options |= {"maxrate": f"{cap}k", "bufsize": f"{cap}k", "x264-params": "sliced-threads=0"}
    else:
        limits = f"vbv-maxrate={cap}:vbv-bufsize={cap}:pools=1:frame-threads=1:log-level=none"
        coded.options |= {"x265-params": limits}


def _coded_frames(frames: Iterable[Frame], size: tuple[int, int]) -> Iterator[av.VideoFrame]:
    width, height = size
    planes = np.full((height * 3 // 2, width), _GREY, dtype=np.uint8)
    for picture in frames:
        planes[:height] = picture.luma
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts, frame.time_base = round(picture.at * _CLOCK), Fraction(1, _CLOCK)
        yield frame


def packets(scene: FacadeScene, codec: Codec) -> Iterator[av.Packet[Any]]:
    """Yield the scene's coded packets in their order."""
    encoder = CodecContext.create(_ENCODERS[codec], "w")
    assert isinstance(encoder, VideoCodecContext)
    _set_up(encoder, scene, codec)
    for frame in _coded_frames(render(scene), scene.size):
        yield from encoder.encode(frame)
    yield from encoder.encode(None)


def watch(scene: FacadeScene) -> Iterator[Frame]:
    """Yield the pictures as one who receives the stream has them: through its codec if it has one."""
    if scene.codec is None:
        yield from render(scene)
        return
    decoder = CodecContext.create(scene.codec, "r")
    assert isinstance(decoder, VideoCodecContext)
    decoder.thread_count = 1
    width = scene.size[0]
    for packet in packets(scene, scene.codec):
        for frame in decoder.decode(packet):
            yield Frame(luma_of(frame, width), (frame.pts or 0) / _CLOCK)
    for frame in decoder.decode(None):
        yield Frame(luma_of(frame, width), (frame.pts or 0) / _CLOCK)


def luma_of(frame: av.VideoFrame, width: int) -> Luma:
    """Return the luma plane of a decoded 8-bit frame, (h, w), without a copy; it holds as long as the frame does."""
    plane = frame.planes[0]
    return np.frombuffer(plane, dtype=np.uint8).reshape(-1, plane.line_size)[: frame.height, :width]


def film(scene: FacadeScene, path: Path, preset: str = "ultrafast") -> None:
    """Write the scene to a file whose container its suffix names; it must have a codec.

    Encoded `ultrafast` it is quick to make; a camera's stream takes as long to decode as one encoded `veryfast`, with
    arithmetic coding and a deblocking filter.
    """
    if scene.codec is None:
        message = "a scene without a codec has no file"
        raise ValueError(message)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(_ENCODERS[scene.codec], rate=Fraction(scene.fps).limit_denominator(1001))
        context = stream.codec_context
        assert isinstance(context, VideoCodecContext)
        _set_up(context, scene, scene.codec, preset)
        for frame in _coded_frames(render(scene), scene.size):
            container.mux(context.encode(frame))
        container.mux(context.encode(None))
