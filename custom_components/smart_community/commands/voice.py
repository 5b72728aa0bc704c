"""`elevators/phrases`, `elevators/say` and `elevators/two_way`: staff speak into a car."""

from collections.abc import Mapping
from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv

from ..core.permissions import may_say_words
from ..core.phrases import LANGUAGES, LONGEST_TEXT, PHRASES, Phrase
from ..core.sound import SpeechError
from ..desks.voice import VoiceError
from ..errors import CallerError
from ..runtime import Runtime
from ..wiring.voice import others_incidents_in
from .base import Caller, Command

_ID: Final = vol.All(str, vol.Length(min=1, max=64))


async def _phrases(
    _hass: HomeAssistant, runtime: Runtime, _caller: Caller, _message: dict[str, Any]
) -> Mapping[str, Any]:
    shown = []
    for phrase, texts in PHRASES.items():
        sounds, voices = {}, {}
        for language in texts:
            try:
                sound = runtime.voice.phrases.sound(phrase, (language,))
            except SpeechError:
                # Its file is missing; the elevator's own voice says it.
                continue
            sounds[language], voices[language] = sound.url, sound.voice
        shown.append({"key": phrase.value, "texts": dict(texts), "sounds": sounds, "voices": voices})
    return {"phrases": shown, "languages": list(LANGUAGES), "longest_text": LONGEST_TEXT}


async def _say(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    elevator = message["elevator"]
    in_incident = bool(others_incidents_in(runtime, elevator, caller.user_id))
    if "text" in message and not may_say_words(caller.roles, in_incident=in_incident):
        raise CallerError("unauthorized")
    said = await runtime.voice.say(
        elevator,
        message.get("phrase"),
        text=message.get("text"),
        language=message.get("language"),
        by=caller.user_id,
    )
    return {"said": said.as_dict()}


async def _two_way(
    _hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]
) -> Mapping[str, Any]:
    elevator = runtime.elevators.get(message["elevator"])
    if elevator is None:
        raise VoiceError("elevator_unknown", elevator=message["elevator"])
    if elevator.two_way is not None:
        await runtime.note(caller.user_id, "two_way_opened", elevator.id)
    return {"url": elevator.two_way}


# Secret: Home Assistant logs the value that a schema refuses, and here it may name a person.
COMMANDS: Final = (
    Command("elevators/phrases", {}, _phrases),
    Command(
        "elevators/say",
        {
            vol.Required("elevator"): _ID,
            vol.Optional("phrase"): vol.In([phrase.value for phrase in Phrase]),
            vol.Optional(vol.Secret("text")): cv.string,
            vol.Optional("language"): vol.In(LANGUAGES),
        },
        _say,
    ),
    Command("elevators/two_way", {vol.Required("elevator"): _ID}, _two_way),
)
