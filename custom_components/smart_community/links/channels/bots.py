"""Group bots: what happens within one turn goes out as one message, since they take 20 a minute and no more."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from ...core.channel import BOT_EVERY
from ...core.ports import HandOverError

# Seconds that the bot behind it may take.
_PATIENCE: Final = 10.0

# Sends so many lines as one message; raises HandOverError, and whatever a notify action raises.
type SendLines = Callable[[str, list[str]], Awaitable[None]]


@dataclass(slots=True)
class _Turn:
    """What goes out together: a line for each incident, however often it asks, and who waits for the outcome."""

    done: asyncio.Future[None]
    lines: dict[str, str] = field(default_factory=dict)


class Bots:
    """Gives each bot its turns: the first message goes at once, the next with all that came until then."""

    def __init__(self, send: SendLines) -> None:
        """`send` is given the channel and its lines."""
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._waiting: dict[str, _Turn] = {}
        # Monotonic seconds from which each may send again.
        self._free_at: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def put(self, channel: str, incident_id: str, line: str) -> None:
        """Return once the message that holds this line was taken. Raises HandOverError, or what the bot raised.

        Cancelled, it takes nobody else's line back.
        """
        turn = self._waiting.get(channel)
        if turn is None:
            turn = self._waiting[channel] = _Turn(self._loop.create_future())
            self._loop.call_at(max(self._loop.time(), self._free_at.get(channel, 0.0)), self._begin, channel)
        turn.lines[incident_id] = line
        await asyncio.shield(turn.done)

    def _begin(self, channel: str) -> None:
        turn = self._waiting.pop(channel)
        self._free_at[channel] = self._loop.time() + BOT_EVERY
        task = asyncio.Task(self._tell(channel, turn), loop=self._loop, eager_start=True)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell(self, channel: str, turn: _Turn) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._send(channel, list(turn.lines.values()))
        except TimeoutError:
            self._fail(turn, HandOverError("channel_timeout"))
        except Exception as error:  # noqa: BLE001 - a bot is anybody's code: each who waits is told what it raised
            self._fail(turn, error)
        else:
            turn.done.set_result(None)

    @staticmethod
    def _fail(turn: _Turn, error: Exception) -> None:
        turn.done.set_exception(error)
        # Taken note of: those who wait may have given up.
        turn.done.exception()
