"""Which cameras can be relied on, out of what Frigate says and when it last said it. Pure; time is an argument."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from ...core.response import Instant
from ...core.sighting import CameraHealth, CameraTrouble
from .errors import FrigateProblem
from .model import CameraStats, FrigateConfig, Stats

# Statistics are asked for every 10 s; older ones than this say nothing of a camera.
STATS_GOOD_FOR: Final = 30.0  # seconds
# Frigate publishes its statistics every minute, whatever its cameras see.
SILENT_AFTER: Final = 180.0  # seconds
# Frigate's websocket, back within this, was a hiccup: as it opens it tells what is in view, and so what has left.
HICCUP: Final = 3.0  # seconds
_NO_PICTURE: Final = 0.1  # pictures a second: Frigate's own bound of "unusable"
# It answers, and lets us know nothing: its word on the stream, once a minute, would not keep a camera up.
_SHUT_OUT: Final = frozenset({FrigateProblem.LOGIN_REFUSED, FrigateProblem.FORBIDDEN})


@dataclass(slots=True)
class FrigateHealth:
    """What is known of one Frigate; whoever listens and asks writes it here. Times are monotonic seconds.

    `forgives`: for how long a stream that closed is still believed in; 0 where nobody says again what was missed.
    """

    forgives: float = HICCUP
    config: FrigateConfig | None = None
    stats: Stats | None = None
    stats_at: float | None = None
    # Why the last call failed; None: it did not.
    refused: FrigateProblem | None = None
    answered: bool = False
    stream_open: bool = False
    # Why the stream does not open, if it was told.
    stream_refused: FrigateProblem | None = None
    stream_changed_at: float | None = None
    heard_at: float | None = None
    # What it said of itself; None: nothing.
    available: bool | None = None
    _known: dict[str, CameraHealth] = field(default_factory=dict)

    def take_stats(self, stats: Stats, now: float) -> None:
        """Take statistics that were asked for."""
        self.stats, self.stats_at = stats, now

    def doubt(self, stats: Stats) -> None:
        """Take statistics that were told: others may publish at a broker too, so they make no camera any better."""
        if self.stats is not None:
            worse = {name: said for name, said in stats.cameras.items() if _trouble_of(said) is not None}
            self.stats = replace(self.stats, cameras={**self.stats.cameras, **worse})

    def stream_is(self, now: float, *, is_open: bool, refused: FrigateProblem | None = None) -> None:
        """Take that the stream is open, or is not."""
        if is_open is not self.stream_open or self.stream_changed_at is None:
            self.stream_changed_at = now
        if is_open:
            self.heard_at = now
        else:
            # A broker may say it again before it says that we listen.
            self.available = None
            if not self.forgives:
                # What was missed may be anything: no camera is up again before Frigate has been asked.
                self.stats_at = None
        self.stream_open, self.stream_refused = is_open, refused

    def problem(self, now: float) -> FrigateProblem | None:
        """Return what is wrong with Frigate as a whole; None if nothing is, or nothing is known yet."""
        if self.refused is not None:
            return self.refused
        if not self.answered or self._hears(now):
            return None
        return self.stream_refused or FrigateProblem.NO_EVENTS

    def connected(self, now: float) -> bool:
        """Return whether Frigate answers and its events come."""
        return self.answered and self.refused is None and self._hears(now)

    def cameras(self, names: Iterable[str], now: Instant) -> Mapping[str, CameraHealth]:
        """Return the health of these cameras, which are those watched over from now on."""
        known = {name: self.camera(name, now) for name in names}
        self._known = known
        return known

    def camera(self, name: str, now: Instant) -> CameraHealth:
        """Return the health of a camera; `at` is when it last changed, or now if it is not watched over."""
        trouble = self._trouble(name, now.monotonic)
        before = self._known.get(name)
        same = before is not None and before.reason is trouble
        at: datetime = before.at if same and before is not None else now.utc
        return CameraHealth(name, trouble is None, trouble, at)

    def _trouble(self, name: str, now: float) -> CameraTrouble | None:
        says_gone = self.available is False or self.stream_refused is FrigateProblem.UNREACHABLE
        gone = not self.answered or says_gone or (self.refused is not None and not self.stream_open)
        if gone or self.refused in _SHUT_OUT:
            return CameraTrouble.FRIGATE_GONE
        if self.config is not None:
            setup = self.config.cameras.get(name)
            if setup is None:
                return CameraTrouble.UNKNOWN
            if not setup.enabled:
                return CameraTrouble.DISABLED
        if not self._hears(now) or self.stats is None or self.stats_at is None or now - self.stats_at > STATS_GOOD_FOR:
            return CameraTrouble.STALE
        return _trouble_of(self.stats.cameras.get(name))

    @property
    def listens(self) -> bool:
        """Whether the stream stands, and Frigate has not said that it is gone."""
        return self.stream_open and self.available is not False

    def _hears(self, now: float) -> bool:
        """Return whether events come, as far as one can tell from outside."""
        if not self.listens:
            since = self.stream_changed_at
            return self.available is not False and since is not None and now - since < self.forgives
        return self.heard_at is not None and now - self.heard_at <= SILENT_AFTER


def _trouble_of(stats: CameraStats | None) -> CameraTrouble | None:
    if stats is None or stats.running is False:
        return CameraTrouble.OFFLINE
    if stats.detection_enabled is False:
        return CameraTrouble.DISABLED
    if stats.camera_fps < _NO_PICTURE:
        return CameraTrouble.STALE
    # Pictures come, and nobody looks at them.
    frozen = stats.process_fps is not None and stats.process_fps < _NO_PICTURE
    return CameraTrouble.STALE if frozen else None
