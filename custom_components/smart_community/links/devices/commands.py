"""Commands to devices: each is answered by a result, or it failed."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, Final, Protocol

from ...core.ports import Clock, CommandError
from .protocol import CommandResult

# Seconds to wait for a result before the command is sent again, which a device takes for one and the same.
_RESULT_WITHIN: Final = 5.0
_TRIES: Final = 2


class SendCommand(Protocol):
    """Publish one command."""

    def __call__(self, device: str, command_id: str, name: str, expires: datetime, **arguments: Any) -> bool:
        """Return whether there was a connection to send it over."""


class Commands:
    """Sends commands and hears their results. Used on the event loop only."""

    def __init__(self, send: SendCommand, clock: Clock) -> None:
        """Begin with none under way."""
        self._send = send
        self._clock = clock
        self._waiting: dict[tuple[str, str], asyncio.Future[CommandResult]] = {}

    async def execute(
        self,
        device: str,
        name: str,
        arguments: Mapping[str, Any],
        *,
        within: float | None = None,
        tries: int = _TRIES,
    ) -> None:
        """Return once the device has said that it did it; it is asked `tries` times, each `within` s (5 s).

        It is not executed later than that. Raises CommandError: `not_connected` (we, to the broker), `no_result` (the
        device is silent), `refused`.
        """
        if within is None:
            within = _RESULT_WITHIN
        command_id = token_hex(8)
        expires = self._clock().utc + timedelta(seconds=within * tries)
        answer = self._waiting[device, command_id] = asyncio.get_running_loop().create_future()
        try:
            for _ in range(tries):
                if not self._send(device, command_id, name, expires, **arguments):
                    raise CommandError("not_connected")
                done, _waiting = await asyncio.wait({answer}, timeout=within)
                if done:
                    if not answer.result().ok:
                        raise CommandError("refused")
                    return
            raise CommandError("no_result")
        finally:
            del self._waiting[device, command_id]

    def take(self, result: CommandResult) -> None:
        """Hand a result to whoever waits for it; one that nobody waits for is too late, or nobody's."""
        answer = self._waiting.get((result.device, result.command_id))
        if answer is not None and not answer.done():
            answer.set_result(result)
