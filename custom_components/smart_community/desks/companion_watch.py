"""Asks the companion that watches facades how it does, so that a technician hears when its address does not answer.

Alarms do not need that address, they come by the broker: pictures, clips and the calibration page do.
"""

from collections.abc import Callable
from typing import Final

from ..core.ports import Clock
from ..links.falling_objects import CompanionClient, CompanionError, CompanionProblem

LOOK_EVERY: Final = 60.0  # seconds
# What restarts, or is updated, is back by then.
TOLD_AFTER: Final = 600.0  # seconds


class CompanionWatch:
    """How long the companion has not answered. Used on the event loop only."""

    def __init__(
        self,
        *,
        clock: Clock,
        client: Callable[[], CompanionClient | None],
        report: Callable[[CompanionProblem | None], None],
    ) -> None:
        """`report` takes what has lasted for ten minutes, and None while nothing has."""
        self._clock = clock
        self._client = client
        self._report = report
        # Since when it has not answered, in monotonic seconds.
        self._since: float | None = None

    async def look(self) -> None:
        """Ask once; called every minute."""
        problem = await self._ask()
        now = self._clock().monotonic
        if problem is None:
            self._since = None
        elif self._since is None:
            self._since = now
        lasts = self._since is not None and now - self._since >= TOLD_AFTER
        self._report(problem if lasts else None)

    async def _ask(self) -> CompanionProblem | None:
        if (client := self._client()) is None:
            return None
        try:
            await client.status()
        except CompanionError as error:
            return error.code
        return None
