"""What time a frame is of: the camera's time stamps on an axis that only rises, and how late we are with it.

Never a count of frames: cameras drop some, vary their rate, and set their clocks.
"""

from dataclasses import dataclass
from typing import Final

# Between two frames the camera's clock and ours may differ by so much; beyond it the camera's was set, or wrapped.
STEP: Final = 2.0  # seconds
# Without a time stamp, and at a step back, a frame follows the last one by at least this.
SHORTEST: Final = 0.001  # seconds
# A camera's clock may run slower than ours by so much and is not taken for late, seconds a second.
DRIFT: Final = 2e-4
# Seconds: frames later than the first are decoded, but not looked at, until they come sooner than the second.
LATE, LATE_NO_MORE = 0.6, 0.3
# So late, or late for so long, nothing is decoded before a key frame that comes in time. Seconds.
FAR_BEHIND, LATE_FOR, IN_TIME = 2.5, 1.0, 0.1


@dataclass(frozen=True, slots=True)
class Placed:
    """A frame's stream time in seconds from 0, how late it came in seconds, and whether the clock was set."""

    at: float
    lag: float
    stepped: bool


class Timeline:
    """Places frames one after the other; one for each connection to a camera."""

    def __init__(self, begin: float = 0.0) -> None:
        """Begin at the stream time `begin` (seconds)."""
        self._begin = begin
        self._offset: float | None = None
        self._at = begin
        self._arrived = 0.0
        self._ahead = 0.0
        self._lag = 0.0
        self._first = True

    @property
    def at(self) -> float:
        """The stream time of the last frame, seconds."""
        return self._at

    def place(self, stamp: float | None, now: float, *, waited: bool = False) -> Placed:
        """Place a frame with the time stamp `stamp` (seconds; None: it has none) that is here at `now` (monotonic).

        `waited`: we had to wait for it, so nothing is left behind it: however late it is, we are not the reason.
        """
        if self._first:
            self._first = False
            self._offset = None if stamp is None else self._begin - stamp
            self._arrived, self._ahead = now, now - self._begin
            return Placed(self._at, 0.0, stepped=False)
        since = now - self._arrived
        self._arrived = now
        stepped = False
        if stamp is None:
            at = self._at + max(since, SHORTEST)
        else:
            at = stamp + self._offset if self._offset is not None else self._at + max(since, SHORTEST)
            # A burst after a pause of ours is late, not a step: its stamps move on by little while we wait. Who was
            # late may catch up.
            if not self._at < at < self._at + max(since, 0.0) + self._lag + STEP:
                at, stepped = self._at + min(max(since, SHORTEST), STEP), True
            self._offset = at - stamp
        self._at = at
        self._ahead = now - at if waited else min(self._ahead + since * DRIFT, now - at)
        lag = now - at - self._ahead
        self._lag = max(0.0, lag)
        return Placed(at, lag, stepped)

    def of_stamp(self, stamp: float) -> float:
        """Return the stream time of a packet that is not decoded yet, by its time stamp (seconds)."""
        return stamp + (self._offset if self._offset is not None else self._begin - stamp)

    def monotonic_of(self, at: float) -> float:
        """Return when a moment of the stream was, as early as frames come here, in monotonic seconds."""
        return at + self._ahead


class Lateness:
    """What a late stream loses. Who decoded on and on might be late for ever, and look at nothing, or here and there.

    `behind`: so late that nothing is to be decoded before a key frame that comes in time; then it begins anew.
    """

    def __init__(self) -> None:
        """Begin in time."""
        self._since: float | None = None
        self.behind = False

    def looks(self, lag: float, now: float) -> bool:
        """Take the lag (s) of a frame at `now` (monotonic, s); return whether it is to be looked at."""
        if lag <= LATE_NO_MORE:
            self._since = None
        elif lag > LATE and self._since is None:
            self._since = now
        if self._since is not None:
            self.behind = lag > FAR_BEHIND or now - self._since > LATE_FOR
        return self._since is None
