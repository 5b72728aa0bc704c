"""Frames out of cameras and files: PyAV, luma only, the camera's own time stamps, and everything that can go wrong.

A stream that we are late with is caught up, never followed ever later: its frames are first not looked at, then not
decoded. What a source says is data: it can end, lie and stall, and costs at most its own time.
"""

import gc
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

import av
from av.codec.hwaccel import HWAccel, hwdevices_available
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from .luma import luma_of
from .model import Frame
from .timeline import IN_TIME, Lateness, Timeline

OPEN_WITHIN: Final = 10.0  # seconds
# Seconds without a packet. ffmpeg may take three times as long to give an RTSP connection up.
READ_WITHIN: Final = 4.0
BACK_OFF: Final = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # seconds
# A connection that gave pictures for so long ends the series of failures, seconds.
WELL_AFTER: Final = 20.0
# Who waits so long for a packet has read all there was, seconds.
EDGE: Final = 0.01
SMALLEST, LARGEST = 64, 8192  # px, of either side
# Pictures between an error and the next whole picture are made up by the decoder; some cameras send few whole ones.
MISTRUST: Final = 6.0  # seconds
MOST_ERRORS: Final = 250  # in a row, without one good picture
_PROTOCOLS: Final = {
    "rtsp": "rtsp,rtp,tcp",
    "rtsps": "rtsps,rtsp,rtp,tls,tcp",
    "http": "http,tcp",
    "https": "https,http,tls,tcp",
    "tcp": "tcp",
    "file": "file",
}
_DEVICES: Final = {"cuda": "/dev/nvidia0", "qsv": "/dev/dri/renderD128", "vaapi": "/dev/dri/renderD128"}


class TroubleKind(StrEnum):
    """What is wrong with a source; each is also a word of the status."""

    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    ENDED = "ended"
    NO_VIDEO = "no_video"
    CORRUPT = "corrupt"
    CHANGED = "changed"
    CLOCK = "clock"
    BEHIND = "behind"
    OUT_OF_MEMORY = "out_of_memory"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something went wrong at stream time `at` (seconds). `over`: the connection is gone and is made anew.

    `detail` is for a person and never holds a password.
    """

    kind: TroubleKind
    at: float
    over: bool
    detail: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One decoded picture. `frame` is None where it must not be looked at: late, or made up after an error.

    `lag` is in seconds; `arrived` is monotonic. `video` is the decoder's picture in colour.
    """

    frame: Frame | None
    video: VideoFrame
    at: float
    lag: float
    arrived: float


@dataclass(frozen=True, slots=True)
class Passed:
    """A packet as it came, for the pre-roll; times in seconds of the stream, decoding and presentation."""

    data: bytes
    at: float
    shown_at: float
    key: bool


class Waiter(Protocol):
    """Waits; a `threading.Event` is one."""

    def wait(self, timeout: float | None = None) -> bool:
        """Wait `timeout` seconds, or less; return whether we are to end."""


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """How to read a source. `live`: a file is played at its own pace, as a camera; `loop`: and again at its end."""

    hardware: str = "none"
    live: bool = True
    loop: bool = False
    open_within: float = OPEN_WITHIN
    read_within: float = READ_WITHIN


@dataclass(slots=True)
class Hooks:
    """What a source calls in its own thread: `packet` for each packet before it is decoded, `opened` with the stream.

    `closing` is called while the stream can still be used, for the last time.
    """

    packet: Callable[[Passed], None] = lambda _: None
    opened: Callable[[VideoStream], None] = lambda _: None
    closing: Callable[[], None] = lambda: None


def open_source(
    url: str,
    settings: SourceSettings,
    clock: Callable[[], float],
    stop: Waiter,
) -> Iterator[Frame | Trouble]:
    """Yield the frames of a source and its troubles until `stop`, or the end of a file that does not loop.

    `clock` gives monotonic seconds. Frames that came late or were damaged are left out.
    """
    for item in pictures(url, settings, clock, stop):
        if isinstance(item, Trouble):
            yield item
        elif item.frame is not None:
            yield item.frame


def pictures(
    url: str, settings: SourceSettings, clock: Callable[[], float], stop: Waiter, hooks: Hooks | None = None
) -> Generator[Picture | Trouble]:
    """Yield as `open_source` does, every picture with what is known of it; reconnects with back-off."""
    hooks = hooks or Hooks()
    begin, failures, hardware = 0.0, 0, settings.hardware
    while not stop.wait(0):
        began = clock()
        connection = Connection(url, settings, clock, hooks, begin)
        yield from connection.run(stop)
        if not connection.seen:
            # A graphics card that is not there, or is busy, may be why.
            settings = replace(settings, hardware=hardware if settings.hardware == "none" else "none")
        if stop.wait(0) or (_is_file(url) and connection.finished and not settings.loop):
            return
        failures = 0 if clock() - began > WELL_AFTER or connection.finished else failures + 1
        # Who only ever ends at once is asked no more often than this.
        pause = BACK_OFF[min(failures, len(BACK_OFF)) - 1] if failures else BACK_OFF[0] - (clock() - began)
        if stop.wait(max(0.0, pause)):
            return
        # Time goes on while nobody is there: the watcher must not join what was before to what comes.
        begin = connection.at + max(clock() - connection.last, 0.04)
        # PyAV's objects hold each other, and with them many megabytes of pictures.
        del connection
        gc.collect()


class Connection:
    """One connection to a source, or one pass through a file."""

    def __init__(
        self, url: str, settings: SourceSettings, clock: Callable[[], float], hooks: Hooks, begin: float
    ) -> None:
        """Prepare; `begin` is the stream time of its first frame, in seconds."""
        self._url, self._settings, self._clock, self._hooks = url, settings, clock, hooks
        self._timeline = Timeline(begin)
        self._size: tuple[int, int] | None = None
        self._mistrusted_until = -1.0
        self._errors = 0
        self._lateness = Lateness()
        self._waited = False
        self._first_stamp: float | None = None
        self.at, self.last = begin, clock()
        self.finished = False

    @property
    def seen(self) -> bool:
        """Whether it gave a picture."""
        return self._size is not None

    def run(self, stop: Waiter) -> Iterator[Picture | Trouble]:
        """Yield until the connection ends; the last is then a Trouble, unless `stop` ended it."""
        try:
            container = self._open()
        except (FFmpegError, OSError, ValueError, MemoryError) as error:
            yield self._over(error)
            return
        with container:
            if not container.streams.video:
                yield Trouble(TroubleKind.NO_VIDEO, self.at, over=True)
                return
            stream = container.streams.video[0]
            try:
                # More threads only hold more pictures: there are as many cameras as cores, and more.
                stream.codec_context.thread_count = 1
                # An error is told, not covered up by a guess: a guess moves.
                stream.codec_context.options = {"err_detect": "explode", "max_pixels": str(LARGEST * LARGEST // 2)}
                self._hooks.opened(stream)
                yield from self._demux(container, stream, stop)
            except (FFmpegError, OSError, ValueError, MemoryError) as error:
                yield self._over(error)
                return
            finally:
                self._hooks.closing()
        if not stop.wait(0):
            self.finished = True
            yield Trouble(TroubleKind.ENDED, self.at, over=True)

    def _open(self) -> InputContainer:
        scheme = _scheme(self._url)
        options = {"protocol_whitelist": _PROTOCOLS[scheme], "probesize": "1000000", "analyzeduration": "2000000"}
        if scheme in ("rtsp", "rtsps"):
            # Over TCP a lost packet is sent again; over UDP it is a torn picture, and torn pictures move.
            options |= {
                "rtsp_transport": "tcp",
                "allowed_media_types": "video",
                "timeout": str(round(self._settings.read_within * 1e6)),
            }
        return av.open(
            self._url.removeprefix("file://"),
            options=options,
            timeout=(self._settings.open_within, self._settings.read_within),
            hwaccel=_hardware(self._settings.hardware),
        )

    def _demux(self, container: InputContainer, stream: VideoStream, stop: Waiter) -> Iterator[Picture | Trouble]:
        base = float(stream.time_base or 0) or 1 / 90_000
        packets = container.demux(stream)
        from_file = _is_file(self._url)
        while True:
            asked = 0.0 if from_file else self._clock()
            packet = next(packets, None)
            if packet is None or stop.wait(0):
                return
            self._waited = not from_file and self._clock() - asked > EDGE
            if packet.size:
                self._pass_on(packet, base)
                if not self._wanted(packet, base):
                    continue
            elif packet.dts is not None:
                continue
            yield from self._decode(packet, base, stop)
            if self._errors > MOST_ERRORS:
                yield Trouble(TroubleKind.CORRUPT, self.at, over=True, detail="nothing but errors")
                return

    def _pass_on(self, packet: Packet[VideoStream], base: float) -> None:
        stamp = packet.dts if packet.dts is not None else packet.pts
        if stamp is None:
            return
        pts = packet.pts if packet.pts is not None else stamp
        if self._size is None and self._first_stamp is None:
            self._first_stamp = pts * base
        # Before the first picture nothing is placed yet; it will be the first packet's.
        ahead = self._timeline.of_stamp if self._size is not None else self._before_the_first
        self._hooks.packet(Passed(bytes(packet), ahead(stamp * base), ahead(pts * base), packet.is_keyframe))

    def _before_the_first(self, stamp: float) -> float:
        return self._timeline.at + stamp - (self._first_stamp or 0.0)

    def _wanted(self, packet: Packet[VideoStream], base: float) -> bool:
        """Return whether a packet is decoded: far behind only from the first key frame on that comes in time."""
        if self._lateness.behind:
            if not packet.is_keyframe or self._is_late(packet, base):
                return False
            self._lateness = Lateness()
        return True

    def _is_late(self, packet: Packet[VideoStream], base: float) -> bool:
        """Return whether there is later to be had than this packet."""
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is None or self._waited:
            return False
        due = self._timeline.monotonic_of(self._timeline.of_stamp(stamp * base))
        return self._clock() - due > IN_TIME

    def _decode(self, packet: Packet[VideoStream], base: float, stop: Waiter) -> Iterator[Picture | Trouble]:
        damaged = packet.is_corrupt
        try:
            videos = packet.decode()
        except MemoryError:
            raise
        except (FFmpegError, ValueError) as error:
            self._errors += 1
            if self._mistrusted_until < self.at:
                yield Trouble(TroubleKind.CORRUPT, self.at, over=False, detail=_words(error))
            self._mistrusted_until = self.at + MISTRUST
            return
        for video in videos:
            if not isinstance(video, VideoFrame):
                continue
            self._errors = 0
            yield from self._picture(video, base, stop, damaged=damaged or video.is_corrupt)

    def _picture(self, video: VideoFrame, base: float, stop: Waiter, *, damaged: bool) -> Iterator[Picture | Trouble]:
        stamp = None if video.pts is None else video.pts * float(video.time_base or base)
        if self._settings.live and _is_file(self._url):
            self._keep_pace(stamp, stop)
        now = self._clock()
        placed = self._timeline.place(stamp, now, waited=self._waited)
        self.at, self.last = placed.at, now
        if placed.stepped:
            yield Trouble(TroubleKind.CLOCK, placed.at, over=False)
        size = (video.width, video.height)
        if not all(SMALLEST <= side <= LARGEST for side in size):
            yield Trouble(TroubleKind.CORRUPT, placed.at, over=False, detail=f"a picture of {size[0]} × {size[1]}")
            return
        if size != self._size:
            if self._size is not None:
                yield Trouble(TroubleKind.CHANGED, placed.at, over=False, detail=f"{size[0]} × {size[1]}")
            self._size = size
        if damaged:
            self._mistrusted_until = placed.at + MISTRUST
        elif video.key_frame:
            self._mistrusted_until = -1.0
        frame = None
        lag = placed.lag if self._settings.live else 0.0
        if self._lateness.looks(lag, now) and placed.at > self._mistrusted_until:
            frame = Frame(luma_of(video), placed.at)
        if self._lateness.behind:
            yield Trouble(TroubleKind.BEHIND, placed.at, over=False, detail=f"{lag:.1f} s")
        yield Picture(frame, video, placed.at, lag, now)

    def _keep_pace(self, stamp: float | None, stop: Waiter) -> None:
        """Wait until a file's next picture is due."""
        if stamp is None or self._size is None:
            return
        wait = self._timeline.monotonic_of(self._timeline.of_stamp(stamp)) - self._clock()
        if 0 < wait < READ_WITHIN:
            stop.wait(wait)

    def _over(self, error: Exception) -> Trouble:
        if isinstance(error, MemoryError):
            return Trouble(TroubleKind.OUT_OF_MEMORY, self.at, over=True)
        return Trouble(_kind_of(error), self.at, over=True, detail=_words(error))


def _hardware(wanted: str) -> HWAccel | None:
    """Return the decoder of the machine that is wanted; `auto`: the first whose device is there, else none."""
    if wanted == "none":
        return None
    if wanted != "auto":
        return HWAccel(device_type=wanted, allow_software_fallback=True)
    for name in hwdevices_available():
        device = _DEVICES.get(name)
        if device is not None and Path(device).exists():
            return HWAccel(device_type=name, allow_software_fallback=True)
    return None


def _scheme(url: str) -> str:
    scheme = urlsplit(url).scheme
    return scheme if scheme in _PROTOCOLS else "file"


def _is_file(url: str) -> bool:
    return _scheme(url) == "file"


def _kind_of(error: Exception) -> TroubleKind:
    name = type(error).__name__
    if name in ("ExitError", "TimeoutError") or "timed out" in str(error):
        return TroubleKind.TIMEOUT
    if name.startswith("HTTP"):
        return TroubleKind.REFUSED
    if isinstance(error, av.error.InvalidDataError):
        return TroubleKind.CORRUPT
    if isinstance(error, av.error.EOFError):
        return TroubleKind.ENDED
    return TroubleKind.UNREACHABLE


def _words(error: Exception) -> str:
    """Return what a library says of a failure, without the address in it, which may hold a password."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return str(said)[:120]
