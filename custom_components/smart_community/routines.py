"""What the runtime does beside its desks: background work, again and again, until it stops."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .core.ports import StoreError

_LOGGER = logging.getLogger(__name__)


class Routines:
    """Background tasks of one config entry, and the timers that begin them again."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Begin with none."""
        self._hass = hass
        self._entry = entry
        self._timers: list[asyncio.TimerHandle] = []
        self._stopped = False

    def run(self, work: Coroutine[Any, Any, object]) -> None:
        """Run `work` beside everything else; it is cancelled with the entry."""
        self._entry.async_create_background_task(self._hass, work, "smart_community")

    def every(self, seconds: float, work: Callable[[], Any]) -> None:
        """Do `work` now, and again each time so many seconds after it ended."""

        async def run() -> None:
            await self.attempt(work)
            if not self._stopped:
                self._timers[position] = self._hass.loop.call_later(seconds, begin)

        def begin() -> None:
            self.run(run())

        position = len(self._timers)
        self._timers.append(self._hass.loop.call_soon(begin))  # type: ignore[arg-type]  # a Handle is cancelled alike

    def stop(self) -> None:
        """Begin nothing any more."""
        self._stopped = True
        for timer in self._timers:
            timer.cancel()

    @staticmethod
    async def attempt(work: Callable[[], Any]) -> None:
        """Do `work`; what the store refuses is put off to the next time, and what fails is logged and tried then."""
        try:
            await work()
        except StoreError as error:
            _LOGGER.debug("Put off: %s", error)
        except Exception:
            _LOGGER.exception("A routine failed; it is tried again at its next time")
