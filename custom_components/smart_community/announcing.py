"""Speaking in rooms and elevators: players through a speech engine, satellites by themselves, elevators as they can."""

import asyncio
from collections.abc import Awaitable, Iterable, Sequence
from typing import Final

from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import Context, HomeAssistant, split_entity_id

from .access import AUTOMATION, roles_of
from .core.people import Role
from .core.permissions import may_say_words
from .core.phrases import LANGUAGES, PHRASES, Phrase, languages_said
from .core.sound import SpeechError
from .elevators import elevators_named
from .errors import CallerError
from .links.channels.speakers import MEDIA_PLAYER, has_engine, speak
from .links.speech import play
from .runtime import Runtime
from .wiring.voice import others_incidents_in

SATELLITE: Final = "assist_satellite"


async def announce_to(  # noqa: PLR0913 - what an action takes
    hass: HomeAssistant,
    runtime: Runtime,
    entities: Sequence[str],
    devices: Sequence[str],
    *,
    message: str | None,
    phrase: str | None,
    language: str | None,
    by: str,
) -> None:
    """Say a message, or a prepared phrase (its key), on all entities and in all elevators (devices) at once.

    Raises CallerError and VoiceError for what cannot speak, and for whoever may not have his own words said in one of
    these elevators; HomeAssistantError from what failed, which keeps none of the others quiet.
    """
    if not entities and not devices:
        raise CallerError("target_missing")
    if (message is None) == (phrase is None):
        raise CallerError("phrase_or_text")
    elevators = elevators_named(hass, runtime, devices)
    if message is not None:
        # A car's speaker is the car, whatever it is called by.
        cars = [
            one.id for one in runtime.elevators.all if one.id in elevators or not set(entities).isdisjoint(one.speakers)
        ]
        await _check_words(hass, runtime, cars, by)
    if entities:
        _check(hass, entities)
    said = [runtime.voice.say(one, phrase, text=message, language=language, by=by) for one in elevators]
    speaking: list[Awaitable[object]] = [*said]
    if entities and phrase is not None:
        speaking.append(_play(hass, runtime, entities, Phrase(phrase), language))
    elif entities and message is not None:
        speaking.append(announce(hass, entities, message, language))
    outcomes = await asyncio.gather(*speaking, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome


async def announce(hass: HomeAssistant, entities: Iterable[str], message: str, language: str | None) -> None:
    """Speak on all of them at once. Raises CallerError for what cannot speak, HomeAssistantError from what failed."""
    by_kind = _check(hass, entities)
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


async def _play(
    hass: HomeAssistant, runtime: Runtime, entities: Sequence[str], phrase: Phrase, language: str | None
) -> None:
    """Play a prepared phrase in a room, which needs no engine; without its file it is said as a message."""
    languages = languages_said(LANGUAGES, language)
    try:
        sound = runtime.voice.phrases.sound(phrase, languages)
    except SpeechError:
        await announce(hass, entities, PHRASES[phrase][languages[0]], None)
        return
    outcomes = await asyncio.gather(*(play(hass, one, sound) for one in entities), return_exceptions=True)
    for entity_id, outcome in zip(entities, outcomes, strict=True):
        if isinstance(outcome, SpeechError):
            raise CallerError("entity_did_not_speak", entity=entity_id) from outcome
        if isinstance(outcome, BaseException):
            raise outcome


async def _check_words(hass: HomeAssistant, runtime: Runtime, elevators: Iterable[str], by: str) -> None:
    """Raise CallerError if an account may not have words of its own said in one of the elevators; a rule may."""
    if by == AUTOMATION:
        return
    user = await hass.auth.async_get_user(by)
    roles = frozenset[Role]() if user is None else roles_of(user, runtime)
    for elevator in elevators:
        if not may_say_words(roles, in_incident=bool(others_incidents_in(runtime, elevator, by))):
            raise CallerError("unauthorized")


def _check(hass: HomeAssistant, entities: Iterable[str]) -> dict[str, list[str]]:
    """Return the entities by their kind. Raises CallerError for what is none, or cannot speak."""
    by_kind: dict[str, list[str]] = {}
    for entity_id in entities:
        by_kind.setdefault(split_entity_id(entity_id)[0], []).append(entity_id)
        if hass.states.get(entity_id) is None:
            raise CallerError("entity_unknown", entity=entity_id)
    for kind, named in by_kind.items():
        if kind not in {MEDIA_PLAYER, SATELLITE}:
            raise CallerError("entity_cannot_speak", entity=named[0])
    return by_kind
