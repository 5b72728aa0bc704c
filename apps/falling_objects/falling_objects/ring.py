"""The last seconds of a stream as they came, so that a clip can begin before anybody knew that it would be wanted."""

from collections import deque
from collections.abc import Sequence
from typing import Final

from .sources import Passed

LARGEST: Final = 32 * 1024 * 1024  # bytes


class Ring:
    """Keeps at least `seconds` of packets, from a key frame on, and never more than `largest` bytes.

    While `hold` is set to a stream time, nothing from then on is let go (but for `largest`).
    """

    def __init__(self, seconds: float, largest: int = LARGEST) -> None:
        """Begin empty."""
        self._seconds, self._largest = seconds, largest
        self._packets: deque[Passed] = deque()
        self._keys: deque[float] = deque()
        self._size = 0
        self.hold: float | None = None

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return self._size

    def clear(self) -> None:
        """Forget everything: what comes next does not follow from it."""
        self._packets.clear()
        self._keys.clear()
        self._size = 0

    def append(self, packet: Passed) -> None:
        """Keep a packet, and let go of what is too old."""
        if not self._packets and not packet.key:
            # Nothing can be decoded from it.
            return
        self._packets.append(packet)
        self._size += len(packet.data)
        if packet.key:
            self._keys.append(packet.at)
        wanted = packet.at - self._seconds
        if self.hold is not None:
            wanted = min(wanted, self.hold)
        while len(self._keys) > 1 and self._keys[1] <= wanted:
            self._drop_group()
        while self._size > self._largest:
            if len(self._keys) < 2:  # noqa: PLR2004 - the group that is being filled and one before it
                self.clear()
                return
            self._drop_group()

    def since(self, at: float) -> Sequence[Passed]:
        """Return the packets from the last key frame at or before `at` (seconds of the stream) on, or all there are."""
        begin = max((key for key in self._keys if key <= at), default=None)
        if begin is None:
            return tuple(self._packets)
        return tuple(packet for packet in self._packets if packet.at >= begin)

    def _drop_group(self) -> None:
        self._keys.popleft()
        until = self._keys[0]
        while self._packets and not (self._packets[0].key and self._packets[0].at >= until):
            self._size -= len(self._packets.popleft().data)
