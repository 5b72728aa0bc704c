"""Speaking in a room: media players through a speech engine, assist satellites by themselves."""

import asyncio
from collections.abc import Awaitable, Iterable
from typing import Final

from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import Context, HomeAssistant, split_entity_id

from .errors import CallerError
from .links.channels.speakers import MEDIA_PLAYER, has_engine, speak

SATELLITE: Final = "assist_satellite"


async def announce(hass: HomeAssistant, entities: Iterable[str], message: str, language: str | None) -> None:
    """Speak on all of them at once. Raises CallerError for what cannot speak, HomeAssistantError from what failed."""
    by_kind: dict[str, list[str]] = {}
    for entity_id in entities:
        by_kind.setdefault(split_entity_id(entity_id)[0], []).append(entity_id)
        if hass.states.get(entity_id) is None:
            raise CallerError("entity_unknown", entity=entity_id)
    for kind, named in by_kind.items():
        if kind not in {MEDIA_PLAYER, SATELLITE}:
            raise CallerError("entity_cannot_speak", entity=named[0])
    if MEDIA_PLAYER in by_kind and not has_engine(hass):
        raise CallerError("speech_engine_missing")
    speaking: list[Awaitable[object]] = []
    if satellites := by_kind.get(SATELLITE):
        # Under a context of our own: the caller's rights were checked against our roles, not against these entities.
        said = {ATTR_ENTITY_ID: satellites, "message": message}
        speaking.append(hass.services.async_call(SATELLITE, "announce", said, blocking=True, context=Context()))
    if players := by_kind.get(MEDIA_PLAYER):
        speaking.append(speak(hass, players, message, language))
    await asyncio.gather(*speaking)
