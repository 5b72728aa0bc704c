"""Speakers: media players that say a text through a speech engine."""

from collections.abc import Sequence
from typing import Any, Final

from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import Context, HomeAssistant

from ...core.ports import HandOverError

MEDIA_PLAYER: Final = "media_player"
_SPEECH: Final = "tts"


def has_engine(hass: HomeAssistant) -> bool:
    """Return whether there is a speech engine at all."""
    return bool(hass.states.async_entity_ids(_SPEECH))


async def speak(hass: HomeAssistant, players: Sequence[str], message: str, language: str | None = None) -> None:
    """Say a text on media players; returns once they play it. Raises HandOverError, and what the engine raises."""
    engines = sorted(hass.states.async_entity_ids(_SPEECH))
    if not engines:
        raise HandOverError("speech_engine_missing")
    data: dict[str, Any] = {
        ATTR_ENTITY_ID: engines[0],
        "media_player_entity_id": list(players),
        "message": message,
    }
    if language is not None:
        data["language"] = language
    # Under a context of our own: whoever caused it was checked against our roles, not against these entities.
    await hass.services.async_call(_SPEECH, "speak", data, blocking=True, context=Context())
