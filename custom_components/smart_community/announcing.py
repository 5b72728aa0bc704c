"""Speaking in a room: media players through a speech engine, assist satellites by themselves."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import Context, HomeAssistant, split_entity_id

from .errors import CallerError

MEDIA_PLAYER: Final = "media_player"
SATELLITE: Final = "assist_satellite"
_SPEECH: Final = "tts"


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
    calls: list[tuple[str, str, dict[str, Any]]] = []
    if satellites := by_kind.get(SATELLITE):
        calls.append((SATELLITE, "announce", {ATTR_ENTITY_ID: satellites, "message": message}))
    if players := by_kind.get(MEDIA_PLAYER):
        engines = sorted(hass.states.async_entity_ids(_SPEECH))
        if not engines:
            raise CallerError("speech_engine_missing")
        data: dict[str, Any] = {
            ATTR_ENTITY_ID: engines[0],
            "media_player_entity_id": players,
            "message": message,
        }
        if language is not None:
            data["language"] = language
        calls.append((_SPEECH, "speak", data))
    # Under a context of our own: the caller's rights were checked against our roles, not against these entities.
    await asyncio.gather(
        *(
            hass.services.async_call(domain, name, data, blocking=True, context=Context())
            for domain, name, data in calls
        )
    )
