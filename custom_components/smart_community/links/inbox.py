"""From another thread to the event loop: in order, in one call a batch, and never so much at once that it stalls."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import Final

_LOGGER = logging.getLogger(__name__)

# Items that one turn of the event loop takes at the most.
MOST_A_TURN: Final = 50


class Inbox[T]:
    """Items that arrive on one other thread. Made and closed on the event loop; `take` is called there."""

    def __init__(self, take: Callable[[T], None], *, most_waiting: int | None = None) -> None:
        """`most_waiting`: of more that wait the oldest are dropped; None: nothing is ever dropped."""
        self._take = take
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[T] = deque(maxlen=most_waiting)
        # Set on the other thread, cleared on the loop: a lost race costs one empty turn, never an item.
        self._draining = False
        self._closed = False
        # Items that were dropped because more came than could be taken.
        self.dropped = 0

    def put(self, item: T) -> None:
        """Have an item taken on the event loop; called on the other thread."""
        if len(self._waiting) == self._waiting.maxlen:
            self.dropped += 1
        self._waiting.append(item)
        if not self._draining:
            self._draining = True
            self.hand_over(self._drain)

    def hand_over(self, function: Callable[..., None], *arguments: object) -> None:
        """Have a function called on the event loop, before what waits for a turn; called on the other thread."""
        try:
            self._loop.call_soon_threadsafe(function, *arguments)
        except RuntimeError:
            _LOGGER.debug("Nothing is handed over any more: the event loop is closed")

    def close(self) -> None:
        """Take nothing any more."""
        self._closed = True
        self._waiting.clear()

    def _drain(self) -> None:
        self._draining = False
        if self._closed:
            return
        for _ in range(min(len(self._waiting), MOST_A_TURN)):
            try:
                self._take(self._waiting.popleft())
            except Exception:
                # A fault of ours must not hold up those behind it.
                _LOGGER.exception("What another thread has brought could not be taken")
        if self._waiting and not self._draining:
            self._draining = True
            self._loop.call_soon(self._drain)
