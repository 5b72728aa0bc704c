"""Clips and pictures of a fall: the packets as they came are kept at once, and made into a masked film in peace.

The film is made by a process of its own (`python -m falling_objects.clips JOB`): it may take its time, a stream that
brings a decoder down takes only itself, and after a power cut it is begun again from what is on disk. The packets are
deleted once the film is there: what is kept is masked.
"""

import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final, Self

import av
import numpy as np
from av.error import FFmpegError
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from .masking import Shown, block_of, corridor, draw_on, masked
from .model import TrackPoint
from .sources import Passed
from .timeline import STEP

TICKS: Final = 90_000  # of a second
# What a clip has before and after the fall: `pre_roll` is a camera's setting.
POST_ROLL: Final = 2.5  # seconds
LONGEST: Final = 60.0  # seconds
_USUAL: Final = 0.04  # seconds from one packet to the next
_QUALITY: Final = "24"  # x264's constant rate factor
_MARK: Final = 3  # px, how thick the box around the thing is
_BRIGHT, _NEUTRAL = 235, 128
_INK: Final = 90  # what is fainter of a letter's edge is left out


class ClipError(Exception):
    """A clip could not be made; the text says why."""


@dataclass(frozen=True, slots=True)
class Job:
    """A film to be made of `packets` (a file), which begins at the stream time `begins`, into `film`."""

    packets: str
    film: str
    begins: float
    shown: Shown

    def write(self, path: Path) -> None:
        """Write it to disk so that it is there whole or not at all. Raises OSError."""
        write_whole(path, json.dumps(asdict(self)).encode())

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what `write` wrote. Raises ClipError."""
        try:
            data = json.loads(path.read_bytes())
            drawn = data["shown"]
            shown = Shown(
                (int(drawn["size"][0]), int(drawn["size"][1])),
                tuple(TrackPoint(**point) for point in drawn["points"]),
                float(drawn["radius"]),
                tuple((tuple(begin), tuple(end), str(name)) for begin, end, name in drawn["floors"]),
                tuple((float(x), float(y)) for x, y in drawn["start"]),
            )
            return cls(str(data["packets"]), str(data["film"]), float(data["begins"]), shown)
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            raise ClipError("not_a_job") from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut. Raises OSError."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def keep_packets(path: Path, template: VideoStream, packets: Sequence[Passed]) -> float:
    """Write packets as they came into a Matroska file; return the stream time (s) at which it begins.

    Raises ClipError, OSError (a full disk); nothing is left of the file then.
    """
    if not packets:
        raise ClipError("no_packets")
    begins = packets[0].at
    memory = io.BytesIO()
    try:
        with av.open(memory, "w", format="matroska") as out:
            stream = out.add_stream_from_template(template, opaque=False)
            for at, kept in _in_step(packets):
                packet = Packet(kept.data)
                packet.stream = stream
                packet.time_base = Fraction(1, TICKS)
                packet.dts = round((at - begins) * TICKS)
                packet.pts = max(round((at + kept.shown_at - kept.at - begins) * TICKS), packet.dts)
                packet.is_keyframe = kept.key
                out.mux(packet)
    except (FFmpegError, ValueError) as error:
        raise ClipError(str(error)[:200]) from error
    write_whole(path, memory.getvalue())
    return begins


def _in_step(packets: Sequence[Passed]) -> Iterator[tuple[float, Passed]]:
    """Yield packets with their times, without the steps of a camera whose clock was set: a film takes none back."""
    at = last = packets[0].at
    for kept in packets:
        since = kept.at - last
        at += since if 0.0 <= since <= STEP else _USUAL
        last = kept.at
        yield at, kept


def picture(video: VideoFrame, shown: Shown) -> bytes:
    """Return a JPEG of a picture, masked but for the fall's own way, with track, floors and start drawn."""
    planes = _planes(video)
    keep = corridor(shown)
    hidden = masked(planes, keep, block_of(video.width))
    image: Image.Image = _frame_of(hidden).to_image()  # type: ignore[no-untyped-call]
    draw_on(image, shown, track=True)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=85)
    return file.getvalue()


def make(job: Job) -> None:
    """Make the film of a job: MP4, H.264, masked, with floors, start and a box that goes along.

    Raises ClipError, OSError.
    """
    film = Path(job.film)
    # An earlier run may have been killed and its child not: each has a file of its own.
    part = film.with_name(f"{film.name}.{os.getpid()}.part")
    try:
        with av.open(job.packets, options={"protocol_whitelist": "file"}) as source:
            _film(source, part, job)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(film)
    except (FFmpegError, ValueError, IndexError) as error:
        raise ClipError(str(error)[:200]) from error
    finally:
        part.unlink(missing_ok=True)


def _film(source: av.container.InputContainer, part: Path, job: Job) -> None:
    """Decode, mask and encode, one picture at a time."""
    reader = source.streams.video[0]
    reader.codec_context.thread_count = 1
    reader.codec_context.options = {"err_detect": "explode"}
    width, height = job.shown.size
    painter = _Painter(job.shown)
    written = 0
    with av.open(str(part), "w", format="mp4", options={"movflags": "faststart"}) as out:
        stream = out.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = width // 2 * 2, height // 2 * 2, "yuv420p"
        stream.codec_context.time_base = Fraction(1, TICKS)
        stream.options = {"preset": "veryfast", "crf": _QUALITY}
        stream.codec_context.thread_count = 1
        last = -1
        for packet in source.demux(reader):
            try:
                videos = packet.decode()
            except FFmpegError, ValueError:
                # What came torn stays torn: the film goes on with the next whole picture.
                continue
            for video in videos:
                if video.time is None or (video.width, video.height) != (width, height) or video.time > LONGEST:
                    continue
                frame = painter.paint(video, job.begins + video.time)
                frame.pts = max(round(video.time * TICKS), last + 1)
                frame.time_base = Fraction(1, TICKS)
                last = frame.pts
                out.mux(stream.encode(frame))
                written += 1
        out.mux(stream.encode(None))
    if not written:
        raise ClipError("no_picture")


class _Painter:
    """Masks one picture after the other; what stays the same is drawn once."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._keep = corridor(shown)
        width, height = shown.size
        self._block = block_of(width)
        drawn = Image.new("RGB", (width // 2 * 2, height // 2 * 2))
        draw_on(drawn, shown, track=False)
        overlay = VideoFrame.from_ndarray(np.asarray(drawn), format="rgb24").reformat(format="yuv420p")
        self._lines = _planes(overlay)
        where = np.asarray(drawn).max(axis=2) > _INK
        self._where = [where, where[::2, ::2], where[::2, ::2]]

    def paint(self, video: VideoFrame, at: float) -> VideoFrame:
        """Return the picture of a stream time (s) as it may be seen."""
        planes = masked(_planes(video), self._keep, self._block)
        planes = [
            np.where(where, line, plane) for plane, line, where in zip(planes, self._lines, self._where, strict=True)
        ]
        if (place := self._shown.at(at)) is not None:
            self._box(planes, place)
        return _frame_of(planes)

    def _box(self, planes: Sequence[np.ndarray], place: tuple[float, float]) -> None:
        """Draw a white box around the thing."""
        half = round(self._shown.radius)
        height, width = planes[0].shape
        x, y = round(place[0]), round(place[1])
        left, right = max(0, x - half), min(width, x + half)
        top, bottom = max(0, y - half), min(height, y + half)
        if left >= right or top >= bottom:
            return
        inner = (slice(top + _MARK, bottom - _MARK), slice(left + _MARK, right - _MARK))
        for number, plane in enumerate(planes):
            step = 1 if number == 0 else 2
            kept = plane[inner[0].start // step : inner[0].stop // step, inner[1].start // step : inner[1].stop // step]
            kept = kept.copy()
            plane[top // step : bottom // step, left // step : right // step] = _BRIGHT if number == 0 else _NEUTRAL
            if kept.size:
                plane[
                    inner[0].start // step : inner[0].stop // step, inner[1].start // step : inner[1].stop // step
                ] = kept


def _planes(video: VideoFrame) -> list[np.ndarray]:
    """Return Y, U and V of a picture as 4:2:0, cut to even sides: (h, w), (h / 2, w / 2) twice, uint8."""
    if video.format.name != "yuv420p":
        video = video.reformat(format="yuv420p")
    width, height = video.width // 2 * 2, video.height // 2 * 2
    planes = []
    for plane, step in zip(video.planes, (1, 2, 2), strict=True):
        rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
        planes.append(rows[: height // step, : width // step])
    return planes


def _frame_of(planes: Sequence[np.ndarray]) -> VideoFrame:
    """Return a yuv420p picture of its planes."""
    height, width = planes[0].shape
    frame = VideoFrame(width, height, "yuv420p")
    for plane, content in zip(frame.planes, planes, strict=True):
        rows = np.zeros((content.shape[0], plane.line_size), np.uint8)
        rows[:, : content.shape[1]] = content
        plane.update(rows.tobytes())
    return frame


def main(arguments: Sequence[str]) -> int:
    """Make the film of the job whose file is named; return the exit code."""
    av.logging.set_level(av.logging.PANIC)
    try:
        make(Job.read(Path(arguments[0])))
    except (ClipError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - our parent logs it
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
