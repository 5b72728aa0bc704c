"""Scripts as channels: SMS and voice calls are wired there."""

import asyncio
from collections.abc import Mapping
from contextvars import Context as Variables
from typing import Any, Final

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers.entity_component import DATA_INSTANCES
from homeassistant.helpers.script import Script

from ...core.ports import HandOverError
from .checks import script_action

DOMAIN: Final = "script"


class Scripts:
    """Runs scripts, each as often at once as its mode lets it: one call too many it would drop without a word."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with nothing running."""
        self._hass = hass
        self._places: dict[str, tuple[int, asyncio.Semaphore]] = {}
        self._running: set[asyncio.Task[None]] = set()

    async def run(self, entity_id: str, variables: Mapping[str, Any]) -> None:
        """Return once the script has ended. Cancelled, it lets the script go on: it may be in the middle of a call.

        Raises HandOverError, and whatever the script raises.
        """
        action = self._action(entity_id)
        if action is None:
            raise HandOverError("not_registered", waiting=True)
        most = self._most_at_once(entity_id)
        places = self._places.get(entity_id)
        if places is None or places[0] != most:
            places = self._places[entity_id] = most, asyncio.Semaphore(most)
        await places[1].acquire()
        # Not in the caller's: a rule that dispatches from within this very script is no recursion of it.
        task = asyncio.Task(
            self._call(entity_id, action, variables, places[1]),
            loop=self._hass.loop,
            eager_start=True,
            context=Variables(),
        )
        self._running.add(task)
        task.add_done_callback(self._ended)
        await asyncio.shield(task)

    async def _call(self, entity_id: str, action: str, variables: Mapping[str, Any], place: asyncio.Semaphore) -> None:
        try:
            state = self._hass.states.get(entity_id)
            if state is not None and self._is_full(state.attributes):
                # Run by somebody else besides us.
                raise HandOverError("channel_busy")
            script = self._script(entity_id)
            if script is None:
                await self._hass.services.async_call(DOMAIN, action, dict(variables), blocking=True, context=Context())
            else:
                # Not by its action: the call, with a person's number in it, would be an event that the recorder keeps,
                # and a trace that is written to the disk.
                await script.async_run({"this": state.as_dict() if state else None, **variables}, Context())
        finally:
            place.release()

    def _action(self, entity_id: str) -> str | None:
        """Return the action of a script, which keeps its name when its entity is renamed; None if there is none."""
        name = script_action(self._hass, entity_id)
        return name if self._hass.services.has_service(DOMAIN, name) else None

    def _script(self, entity_id: str) -> Script | None:
        """Return what a script's entity runs; None if there is an action alone, or a script that is not valid."""
        component = self._hass.data.get(DATA_INSTANCES, {}).get(DOMAIN)
        script = getattr(component.get_entity(entity_id), "script", None) if component is not None else None
        return script if isinstance(script, Script) else None

    def _most_at_once(self, entity_id: str) -> int:
        state = self._hass.states.get(entity_id)
        # `single` and `restart` have no maximum: one at a time, or a second call would end the first.
        return int(state.attributes.get("max", 1)) if state is not None else 1

    @staticmethod
    def _is_full(attributes: Mapping[str, Any]) -> bool:
        most = attributes.get("max", 1)
        return attributes.get("mode") != "restart" and int(attributes.get("current", 0)) >= int(most)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            # Taken note of: whoever waited was told, and after 10 s nobody waits any more.
            task.exception()
