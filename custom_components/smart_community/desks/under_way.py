"""What a desk has begun and not ended yet. Used on the event loop only."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, Final

from ..core.incident import IncidentError
from ..core.ports import StoreError

_LOGGER = logging.getLogger(__name__)

_ENDS_WITHIN: Final = 5.0  # seconds


def attempt(*works: Callable[[], object]) -> None:
    """Do each piece of work; one that fails is logged, and keeps no other from its turn."""
    for work in works:
        try:
            work()
        except Exception:
            _LOGGER.exception("The response desk failed at a step")


class UnderWay:
    """The tasks of a desk: kept until they end, and what goes wrong in one is logged."""

    def __init__(self) -> None:
        """Begin with none."""
        self._tasks: set[asyncio.Task[Any]] = set()
        self._loop = asyncio.get_running_loop()

    def run[T](self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin a piece of work: eagerly, so that up to the first wait it runs now; most need no second turn."""
        task = asyncio.Task(work, loop=self._loop, eager_start=True)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def whole[T](self, work: Coroutine[Any, Any, T]) -> T:
        """Return what `work` returns; a caller cancelled meanwhile (an automation restarts) leaves no half of it."""
        return await asyncio.shield(self.run(work))

    async def end(self) -> None:
        """Let what is under way end, for a moment."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_ENDS_WITHIN)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        # What a request may run into is its caller's to tell.
        if error is not None and not isinstance(error, StoreError | IncidentError):
            _LOGGER.error("The response desk failed at a step", exc_info=error)
