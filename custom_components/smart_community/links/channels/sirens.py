"""Sirens, entities and devices of our protocol alike: on while an incident that asked for them has no owner, then off.

A siren is asked to sound for three minutes and asked again each minute, so that it falls silent if we are gone, and
one that could not be reached is tried again. Of each siren one thing at a time is asked, and the last word counts: a
command that waits to be sent again is dropped once the opposite is asked.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Coroutine
from enum import Enum
from math import inf
from typing import Any, Final

from homeassistant.components.siren.const import ATTR_DURATION, DOMAIN, SirenEntityFeature
from homeassistant.const import (
    ATTR_ENTITY_ID,
    ATTR_SUPPORTED_FEATURES,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
    STATE_UNAVAILABLE,
)
from homeassistant.core import Context, HomeAssistant

from ...core.channel import SIREN_AGAIN, SIREN_FOR, ChannelKind, channel_kind, target_of
from ...core.ports import CommandError, ExecuteCommand, FindDevice, HandOverError

_LOGGER = logging.getLogger(__name__)

# Seconds that an action may take: a device of ours is given 10 s to answer, and says best why it failed.
_PATIENCE: Final = 12.0
# Seconds after which a siren that would not be silent is asked again, and within which one that has begun to sound need
# not be asked for a further incident.
_SILENCE_AGAIN: Final = 5.0
_JUST_ASKED: Final = 5.0


class _Ask(Enum):
    """What is asked of a siren."""

    SOUND = 1
    TEST = 2
    SILENCE = 3


class Sirens:
    """Which incident asked for which siren, and until when (seconds of the loop) it sounds for it at least."""

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        execute: ExecuteCommand,
        find_device: FindDevice,
        is_unowned: Callable[[str], bool],
        on_outcome: Callable[[str, str | None], None],
    ) -> None:
        """`on_outcome` hears what became of asking again: the channel, and why it failed or None."""
        self._hass = hass
        self._execute = execute
        self._find_device = find_device
        self._is_unowned = is_unowned
        self._on_outcome = on_outcome
        self._asked: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._silence_timers: dict[str, asyncio.TimerHandle] = {}
        # What each siren is being asked now; by when it falls silent by itself; when it last took that it shall sound.
        self._asking: dict[str, tuple[_Ask, asyncio.Task[None]]] = {}
        self._loud_until: dict[str, float] = {}
        self._sounded: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopped = False

    def stop(self) -> None:
        """Ask no more. Nothing is switched off: what sounds is owned by nobody, and the next start goes on."""
        self._stopped = True
        for timers in (self._timers, self._silence_timers):
            for timer in timers.values():
                timer.cancel()
            timers.clear()

    async def sound(self, channel: str, incident_id: str) -> None:
        """Sound for an incident until somebody owns it. Raises HandOverError, and is asked again all the same."""
        self._asked[channel][incident_id] = self._hass.loop.time() + SIREN_FOR
        self._renew_later(channel, SIREN_AGAIN)
        if self._hass.loop.time() - self._sounded.get(channel, -inf) >= _JUST_ASKED:
            await _end_of(self._sound(channel))

    def resume(self, channel: str, incident_id: str) -> None:
        """Go on after a restart: sound if nobody owns the incident yet, once for all incidents, in a moment."""
        if self._is_unowned(incident_id):
            until = self._asked[channel][incident_id] = self._hass.loop.time() + SIREN_FOR
            # It may sound since before the restart.
            self._loud_until.setdefault(channel, until if self._entity(channel) is None else inf)
            self._renew_later(channel, 0.0)

    def again(self) -> None:
        """Ask every siren that is asked for once more, now: what stood in the way has gone."""
        for channel in [] if self._stopped else list(self._asked):
            if (timer := self._timers.pop(channel, None)) is not None:
                timer.cancel()
            self._renew(channel)

    def release(self, incident_id: str) -> None:
        """Sound no more for an incident: somebody owns it. A siren for which nobody asks any more goes off."""
        for channel, asked in list(self._asked.items()):
            if asked.pop(incident_id, None) is not None and not asked:
                self._end(channel)

    def is_asked(self, channel: str) -> bool:
        """Return whether an incident asks for a siren now."""
        return bool(self._asked.get(channel))

    async def test(self, channel: str, seconds: float) -> None:
        """Sound for so many seconds, then be silent, however this ends. Raises HandOverError, and what the action does.

        Raises HandOverError (`channel_busy`) if an incident asks for the siren, or comes to ask for it.
        """
        if self.is_asked(channel):
            raise HandOverError("channel_busy")
        asking = self._ask(channel, _Ask.TEST, lambda: self._switch_on(channel, seconds))
        try:
            await _end_of(asking)
            await asyncio.sleep(seconds)
        finally:
            silence = None if self.is_asked(channel) or _came_to_nothing(asking) else self._silence(channel)
        if silence is not None:
            await _end_of(silence)

    async def _switch_on(self, channel: str, seconds: float) -> None:
        entity_id = self._entity(channel)
        if entity_id is None:
            self._loud_until[channel] = self._hass.loop.time() + seconds
            await self._command(channel, "on", {"for": round(seconds)})
            return
        state = self._hass.states.get(entity_id)
        if state is None:
            raise HandOverError("not_registered", waiting=True)
        if state.state == STATE_UNAVAILABLE:
            raise HandOverError("channel_unavailable", waiting=True)
        data: dict[str, Any] = {ATTR_ENTITY_ID: entity_id}
        self._loud_until[channel] = inf
        if state.attributes.get(ATTR_SUPPORTED_FEATURES, 0) & SirenEntityFeature.DURATION:
            data[ATTR_DURATION] = round(seconds)
            self._loud_until[channel] = self._hass.loop.time() + seconds
        await self._hass.services.async_call(DOMAIN, SERVICE_TURN_ON, data, blocking=True, context=Context())

    async def _switch_off(self, channel: str) -> None:
        entity_id = self._entity(channel)
        if entity_id is None:
            await self._command(channel, "off", {})
            return
        state = self._hass.states.get(entity_id)
        if state is not None and state.state == STATE_UNAVAILABLE:
            # Home Assistant would skip it without a word.
            raise HandOverError("channel_unavailable")
        data = {ATTR_ENTITY_ID: entity_id}
        await self._hass.services.async_call(DOMAIN, SERVICE_TURN_OFF, data, blocking=True, context=Context())

    def _entity(self, channel: str) -> str | None:
        """Return the entity behind a siren, None for a device that speaks our protocol."""
        if channel_kind(channel) is ChannelKind.SIREN:
            return channel
        device = self._find_device(target_of(channel))
        return device.points.main if device is not None and device.points is not None else None

    async def _command(self, channel: str, command: str, arguments: dict[str, Any]) -> None:
        try:
            await self._execute(target_of(channel), command, arguments)
        except CommandError as error:
            raise HandOverError(error.code) from error

    # Asking again.

    def _renew_later(self, channel: str, delay: float) -> None:
        if channel not in self._timers and not self._stopped:
            self._timers[channel] = self._hass.loop.call_later(delay, self._renew, channel)

    def _renew(self, channel: str) -> None:
        self._timers.pop(channel, None)
        asked, now = self._asked[channel], self._hass.loop.time()
        for incident_id, until in list(asked.items()):
            if self._is_unowned(incident_id):
                asked[incident_id] = now + SIREN_FOR
            elif until <= now:
                # Pressed again although somebody owns it: that sounds once.
                del asked[incident_id]
        if not asked:
            self._end(channel)
            return
        self._renew_later(channel, SIREN_AGAIN)
        if any(self._is_unowned(incident_id) for incident_id in asked):
            self._sound(channel).add_done_callback(lambda task: self._report(channel, task))

    def _end(self, channel: str) -> None:
        del self._asked[channel]
        if (timer := self._timers.pop(channel, None)) is not None:
            timer.cancel()
        self._silence(channel)

    def _sound(self, channel: str) -> asyncio.Task[None]:
        async def sound() -> None:
            await self._switch_on(channel, SIREN_FOR)
            self._sounded[channel] = self._hass.loop.time()

        return self._ask(channel, _Ask.SOUND, sound)

    def _silence(self, channel: str, patience: float = _SILENCE_AGAIN) -> asyncio.Task[None]:
        """Ask a siren to be silent, and again until it is, or falls silent by itself, or is wanted."""
        self._sounded.pop(channel, None)

        async def silence() -> None:
            await self._switch_off(channel)
            self._loud_until.pop(channel, None)

        def ended(task: asyncio.Task[None]) -> None:
            self._report(channel, task)
            if task.cancelled() or self._stopped or self.is_asked(channel) or channel in self._silence_timers:
                return
            if self._hass.loop.time() < self._loud_until.get(channel, 0.0):
                self._silence_timers[channel] = self._hass.loop.call_later(
                    patience, self._silence, channel, min(2 * patience, SIREN_AGAIN)
                )

        task = self._ask(channel, _Ask.SILENCE, silence)
        task.add_done_callback(ended)
        return task

    def _ask(self, channel: str, what: _Ask, work: Callable[[], Coroutine[Any, Any, None]]) -> asyncio.Task[None]:
        """Return the asking for `what` that is under way, or begin it in place of whatever else is asked."""
        if (timer := self._silence_timers.pop(channel, None)) is not None:
            timer.cancel()
        before = self._asking.get(channel)
        if before is not None:
            if before[0] is what and not before[1].done():
                return before[1]
            before[1].cancel()

        async def ask() -> None:
            async with asyncio.timeout(_PATIENCE):
                if before is not None:
                    await asyncio.wait({before[1]}, timeout=1.0)
                await work()

        def ended(task: asyncio.Task[None]) -> None:
            self._tasks.discard(task)
            if (now := self._asking.get(channel)) is not None and now[1] is task:
                del self._asking[channel]

        task = asyncio.Task(ask(), loop=self._hass.loop, eager_start=True)
        if not task.done():
            self._tasks.add(task)
            self._asking[channel] = what, task
        task.add_done_callback(ended)
        return task

    def _report(self, channel: str, task: asyncio.Task[None]) -> None:
        """Say what became of asking; what was dropped for the opposite says nothing of the siren."""
        if task.cancelled():
            return
        failure, error = task.exception(), None
        if isinstance(failure, HandOverError):
            error = failure.code
        elif isinstance(failure, TimeoutError):
            error = "channel_timeout"
        elif failure is not None:
            # A siren is anybody's code, and its own words might name somebody.
            _LOGGER.warning("A siren failed with %s", type(failure).__name__)
            error = "channel_failed"
        self._on_outcome(channel, error)


def _came_to_nothing(asking: asyncio.Task[None]) -> bool:
    """Return whether it is known that a siren was not reached."""
    return asking.done() and not asking.cancelled() and isinstance(asking.exception(), HandOverError)


async def _end_of(asking: asyncio.Task[None]) -> None:
    """Wait for an asking, which goes on if the caller gives up. Raises what it raises; HandOverError if dropped."""
    await asyncio.wait({asking})
    if asking.cancelled():
        raise HandOverError("channel_busy")
    asking.result()
