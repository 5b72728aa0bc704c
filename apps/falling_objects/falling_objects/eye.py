"""One camera in its thread: pictures in, news of falls out, and what belongs to each: picture, packets, self-test."""

import io
import queue
import random
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final

from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from . import clips
from .masking import Shown
from .messages import (
    AskPicture,
    AskSelfTest,
    FallNews,
    FromWorker,
    Health,
    Level,
    PacketsKept,
    PictureTaken,
    Said,
    SelfTestDone,
    SetFacade,
    Watched,
)
from .model import Fall, FallKind, Frame, WatchSettings
from .optics import Facade
from .outbox import Phase, ulid
from .report import Report, phase_of, report_of
from .ring import Ring
from .selftest import SelfTest, SelfTestError
from .sources import Hooks, Passed, Picture, SourceSettings, Trouble, TroubleKind, Waiter, pictures
from .watcher import FacadeWatcher

# Without a packet, or a picture, for so long a camera has none, seconds. Uncalibrated only whole pictures are decoded.
NO_PACKET_AFTER: Final = 5.0
NO_PICTURE_AFTER: Final = 15.0
SUSPECT: Final = 0.5
# The same facade in a picture of another size, if its sides have nearly the same ratio.
_SAME_RATIO: Final = 0.02
_WINDOW: Final = 5.0  # seconds over which rates are told
# A trouble is written to the log again after so long, seconds.
_SAID_AGAIN: Final = 300.0

type EyeCommand = SetFacade | AskPicture | AskSelfTest


@dataclass(slots=True)
class _Known:
    """A fall that is under way; its report, the facade and picture size it was seen on, the picture it is drawn on."""

    id: str
    report: Report
    began: float
    facade: Facade
    size: tuple[int, int]
    video: VideoFrame | None = None
    clip_at: float | None = None


@dataclass(slots=True)
class _Rates:
    """Counts of the last seconds, by monotonic time."""

    came: list[float] = field(default_factory=list)
    looked: list[float] = field(default_factory=list)

    def trim(self, now: float) -> None:
        self.came = [at for at in self.came if now - at <= _WINDOW]
        self.looked = [at for at in self.looked if now - at <= _WINDOW]


class Eye:
    """Watches one camera. `send` may be called from its thread; `clock` is monotonic, `wall` UTC, both in seconds."""

    def __init__(
        self,
        watched: Watched,
        send: Callable[[FromWorker], None],
        clock: Callable[[], float],
        wall: Callable[[], float],
    ) -> None:
        """Prepare; `run` watches."""
        self._camera, self._facade, self._folder = watched.camera, watched.facade, watched.folder
        self._send, self._clock, self._wall = send, clock, wall
        self.commands: queue.SimpleQueue[EyeCommand] = queue.SimpleQueue()
        self.level = Level.FULL
        self._half = False
        self._watcher: FacadeWatcher | None = None
        self._size: tuple[int, int] | None = None
        self._fits = True
        self._stream: VideoStream | None = None
        self._ring = Ring(self._camera.pre_roll + clips.POST_ROLL + 3.0)
        self._falls: dict[int, _Known] = {}
        self._pending: list[_Known] = []
        self._test: SelfTest | None = None
        self._last: Picture | None = None
        self._skip = False
        self._trouble: str | None = "connecting"
        self._trouble_said: dict[str, float] = {}
        self._rates = _Rates()
        self._blind: str | None = None
        self._lag = 0.0
        self._packet_at = clock()
        self._lock = threading.Lock()

    def run(self, stop: Waiter) -> None:
        """Watch until `stop`, or the end of a file that does not loop. After an error it may be called again."""
        camera = self._camera
        # The stream's time begins anew: nothing that was known by the old one fits any more.
        self._watcher = self._size = None
        settings = SourceSettings(camera.hardware, live=True, loop=camera.loop)
        hooks = Hooks(self._keep, self._opened, self._closing)
        with closing(pictures(camera.url, settings, self._clock, stop, hooks)) as items:
            for item in items:
                if isinstance(item, Trouble):
                    self._troubled(item)
                else:
                    self._see(item)
                self._obey()

    def health(self) -> Health:
        """Return how it is; from any thread."""
        now = self._clock()
        with self._lock:
            self._rates.trim(now)
            came, looked = len(self._rates.came) / _WINDOW, len(self._rates.looked) / _WINDOW
            silent = (
                self._last is None
                or now - self._last.arrived > NO_PICTURE_AFTER
                or now - self._packet_at > NO_PACKET_AFTER
            )
            trouble = (self._trouble or TroubleKind.TIMEOUT.value) if silent else None
        blind = "no_picture" if silent else self._blind if self._fits else "moved"
        calibrated = self._facade is not None
        return Health(self._camera.name, came, looked, self._lag, self.level, self._size, trouble, blind, calibrated)

    def _keep(self, packet: Passed) -> None:
        self._packet_at = self._clock()
        self._ring.append(packet)

    def _opened(self, stream: VideoStream) -> None:
        self._stream = stream
        # Without a calibration nothing is looked at: a whole picture now and then is enough.
        stream.codec_context.skip_frame = "DEFAULT" if self._facade is not None else "NONKEY"

    def _closing(self) -> None:
        self._give_up()
        if self._test is not None:
            self._test_over("no picture")
        for known in list(self._pending):
            self._keep_packets(known)
        self._ring.clear()
        self._stream = None

    def _troubled(self, trouble: Trouble) -> None:
        self._trouble = trouble.kind.value
        now = self._clock()
        if now - self._trouble_said.get(trouble.kind, -_SAID_AGAIN) >= _SAID_AGAIN:
            self._trouble_said[trouble.kind] = now
            self._send(Said(self._camera.name, f"{trouble.kind.value} {trouble.detail}".strip()))

    def _see(self, picture: Picture) -> None:
        with self._lock:
            self._last, self._lag = picture, picture.lag
            self._rates.came.append(picture.arrived)
        size = (picture.video.width, picture.video.height)
        half = self.level >= Level.HALF_SIZE
        # A torn picture may have any size.
        if picture.frame is not None and (size != self._size or half != self._half):
            self._size, self._half = size, half
            self._begin_watching()
        if picture.frame is not None and self._watcher is not None:
            self._look(self._watcher, picture.frame, picture)
        while self._pending and picture.at >= (self._pending[0].clip_at or 0.0):
            self._keep_packets(self._pending[0])
        if self._test is not None and self._test.over(picture.at):
            self._test_over("" if self._test.passed else "not seen")

    def _look(self, watcher: FacadeWatcher, frame: Frame, picture: Picture) -> None:
        if self.level is Level.HALF_RATE:
            self._skip = not self._skip
            if self._skip:
                return
        if self._test is not None:
            frame = self._test.paint(frame)
        news = watcher.take(frame)
        with self._lock:
            self._rates.looked.append(picture.arrived)
            seen = watcher.health()
        self._blind = None if seen.blind is None else seen.blind.value
        for fall in news:
            if self._test is None or not self._test.is_ours(fall):
                self._tell(fall, watcher.facade, picture)

    def _tell(self, fall: Fall, facade: Facade, picture: Picture) -> None:
        """Tell a fall's news, with its picture."""
        if fall.kind is FallKind.FLUTTERING and not self._camera.fluttering:
            return
        known = self._falls.get(fall.id)
        phase = phase_of(fall, min(SUSPECT, self._camera.confidence))
        if known is None and phase.over:
            return
        fall_id = ulid(self._wall()) if known is None else known.id
        report = report_of(fall_id, fall, facade, phase)
        if known is None:
            size = (picture.video.width, picture.video.height)
            known = _Known(fall_id, report, self._utc(fall.started_at, picture), facade, size)
            self._falls[fall.id] = known
            self._ring.hold = min(fall.started_at, self._ring.hold or fall.started_at) - self._camera.pre_roll
        known.report = report
        if phase is not Phase.ENDED or known.video is None:
            known.video = picture.video
        self._say(known, self._utc(fall.updated_at, picture))
        if phase.over:
            del self._falls[fall.id]
            known.video = None
            if phase is Phase.ENDED:
                known.clip_at = fall.updated_at + clips.POST_ROLL
                self._pending.append(known)
            self._release()

    def _say(self, known: _Known, updated: float) -> None:
        """Send the news, its picture written first: who is told of it may look at once."""
        drawn = False
        if known.video is not None and known.report.phase is not Phase.WITHDRAWN:
            try:
                shown = Shown.of(known.report.fall, known.facade, known.size)
                clips.write_whole(self._folder / f"{known.id}.jpg", clips.picture(known.video, shown))
                drawn = True
            except (OSError, ValueError) as error:
                self._send(Said(self._camera.name, f"the picture of {known.id} was not kept: {error}"))
        report = known.report
        self._send(
            FallNews(self._camera.name, known.id, report.phase, known.began, updated, report.body, picture=drawn)
        )

    def _keep_packets(self, known: _Known) -> None:
        """Write what was kept of a fall, and the job that makes a clip of it."""
        if known in self._pending:
            self._pending.remove(known)
        fall, name = known.report.fall, self._camera.name
        path = self._folder / f"{known.id}.mkv"
        if self._stream is None:
            self._send(PacketsKept(name, known.id, None, "the stream was over"))
            self._release()
            return
        shown = Shown.of(fall, known.facade, known.size)
        try:
            begins = clips.keep_packets(path, self._stream, self._ring.since(fall.started_at - self._camera.pre_roll))
            job = self._folder / f"{known.id}.job"
            clips.Job(str(path), str(self._folder / f"{known.id}.mp4"), begins, shown).write(job)
        except (clips.ClipError, OSError) as error:
            path.unlink(missing_ok=True)
            self._send(PacketsKept(name, known.id, None, str(error)))
        else:
            self._send(PacketsKept(name, known.id, job))
        self._release()

    def _release(self) -> None:
        """Let the ring go on, but for what somebody still waits for."""
        begins = [known.report.fall.started_at for known in (*self._falls.values(), *self._pending)]
        self._ring.hold = min(begins) - self._camera.pre_roll if begins else None

    def _give_up(self) -> None:
        """End what is under way: no more is seen of it. What was confirmed keeps its clip, as far as it goes."""
        for known in self._falls.values():
            over = Phase.WITHDRAWN if known.report.phase is Phase.SUSPECTED else Phase.ENDED
            body = {**known.report.body, "phase": over.value}
            self._send(FallNews(self._camera.name, known.id, over, known.began, self._wall(), body, picture=False))
            known.video = None
            if over is Phase.ENDED:
                known.clip_at = known.report.fall.updated_at + clips.POST_ROLL
                self._pending.append(known)
        self._falls.clear()
        self._release()

    def _begin_watching(self) -> None:
        """Make the watcher for this picture size and level; what was under way is ended."""
        self._give_up()
        self._watcher = None
        if self._facade is None or self._size is None:
            return
        width, height = self._size
        own_width, own_height = self._facade.camera_size
        self._fits = abs(width * own_height / (height * own_width) - 1) <= _SAME_RATIO
        if not self._fits:
            return
        camera = self._camera
        settings = WatchSettings(
            minimum_fall_m=camera.minimum_fall,
            minimum_size_px2=camera.minimum_size,
            suspect_confidence=min(SUSPECT, camera.confidence),
            confirm_confidence=camera.confidence,
            half_size=self._half,
        )
        facade = self._facade if self._facade.camera_size == self._size else self._facade.scaled(width, height)
        self._watcher = FacadeWatcher(facade, settings)

    def _obey(self) -> None:
        """Do what the other side asked for."""
        while not self.commands.empty():
            command = self.commands.get_nowait()
            match command:
                case SetFacade(_, facade):
                    self._facade = facade
                    if self._stream is not None:
                        self._stream.codec_context.skip_frame = "DEFAULT" if facade is not None else "NONKEY"
                    self._begin_watching()
                case AskPicture(_, request):
                    self._send(PictureTaken(self._camera.name, request, self._jpeg()))
                case AskSelfTest():
                    self._begin_test()

    def _jpeg(self) -> bytes | None:
        last = self._last
        if last is None or self._clock() - last.arrived > NO_PICTURE_AFTER:
            return None
        file = io.BytesIO()
        image: Image.Image = last.video.to_image()  # type: ignore[no-untyped-call]
        image.save(file, "JPEG", quality=88)
        return file.getvalue()

    def _begin_test(self) -> None:
        if self._test is not None:
            return
        if self._watcher is None or self._last is None:
            self._send(SelfTestDone(self._camera.name, passed=False, why="not watching"))
            return
        try:
            self._test = SelfTest(self._watcher.facade, self._last.at, random.Random())  # noqa: S311 - where it falls
        except SelfTestError as error:
            self._send(SelfTestDone(self._camera.name, passed=False, why=str(error)))

    def _test_over(self, why: str) -> None:
        self._test = None
        self._send(SelfTestDone(self._camera.name, passed=not why, why=why))

    def _utc(self, at: float, picture: Picture) -> float:
        """Return when a moment of the stream was, UTC seconds."""
        return self._wall() - (self._clock() - picture.arrived) - picture.lag - (picture.at - at)
