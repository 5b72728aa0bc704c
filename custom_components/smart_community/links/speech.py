"""Speech: the sounds of the prepared phrases, the community's speech engine, and what plays them in a car.

A phrase is rendered ahead by the community's own engine and kept as a file; until it is, and whenever that fails, the
file that came with the integration is played. Nothing on the way from a phrase to a speaker asks an engine.
"""

import asyncio
import hashlib
import json
import logging
import mimetypes
import secrets
from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from homeassistant.components.http.auth import async_sign_path
from homeassistant.components.media_player import async_process_play_media_url
from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE
from homeassistant.core import Context, HomeAssistant, split_entity_id
from homeassistant.exceptions import HomeAssistantError

from ..core.phrases import LANGUAGES, PHRASES, TALK, Phrase, engine_language, rendering_key
from ..core.recording import Recording
from ..core.sound import Mp3, Sound, SoundError, SpeechError, joined

if TYPE_CHECKING:
    from homeassistant.components.tts import ResultStream

_LOGGER = logging.getLogger(__name__)

SHIPPED: Final = Path(__file__).parents[1] / "sounds"
FOLDER: Final = "smart_community_speech"
SOUND_URL: Final = "/api/smart_community/sounds/{name}"
TALK_URL: Final = "/api/smart_community/talk/{name}"
_TALK: Final = TALK_URL.partition("{")[0]
MEDIA_PLAYER: Final = "media_player"
SATELLITE: Final = "assist_satellite"

# How long an engine may take for one phrase ahead of need, and until it begins with a typed line, in seconds.
RENDER_WITHIN: Final = 60.0
BEGIN_WITHIN: Final = 6.0
# What an engine gives for a phrase that is no phrase, in seconds.
_SHORTEST: Final = 0.5
_LONGEST: Final = 60.0
# A recording is played at once or not at all, in seconds.
TALK_LASTS: Final = 120.0
# Its address is in the player's state, for whoever sees that: once fetched, it is kept for the other speakers only.
FETCHED_LASTS: Final = 15.0
_TTS: Final = "tts"


class Phrases:
    """The prepared phrases as sounds, in memory; the community's own renderings are files as well. They name nobody."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with none; `load` reads them."""
        self._hass = hass
        self._folder = Path(hass.config.path(FOLDER))
        self._shipped: dict[tuple[Phrase, str], Mp3] = {}
        self._rendered: dict[tuple[Phrase, str], Mp3] = {}
        # The engine that made each of them, as `_engine_key` names it.
        self._made_by: dict[tuple[Phrase, str], str] = {}
        self._served: dict[str, bytes] = {}

    async def load(self) -> None:
        """Read what was shipped and what was rendered before."""
        self._shipped, self._rendered, self._made_by = await self._hass.async_add_executor_job(_read, self._folder)

    def sound(self, phrase: Phrase, languages: Sequence[str]) -> Sound:
        """Return a phrase said in these languages, one after the other. Raises SpeechError if its file is missing."""
        wanted = [(phrase, language) for language in languages]
        whole, voice = None, "engine"
        if all(key in self._rendered for key in wanted):
            whole = joined([self._rendered[key] for key in wanted])
        if whole is None and all(key in self._shipped for key in wanted):
            whole, voice = joined([self._shipped[key] for key in wanted]), "shipped"
        if whole is None:
            raise SpeechError("engine_missing")
        digest = hashlib.sha256(whole.frames).hexdigest()[:8]
        name = f"{phrase}.{'_'.join(languages)}.{digest}.mp3"
        self._served[name] = whole.frames
        return Sound(SOUND_URL.format(name=name), "audio/mpeg", voice, round(whole.seconds, 1))

    def served(self, name: str) -> bytes | None:
        """Return what is played under a name, or None if nothing is."""
        return self._served.get(name)

    async def render(self) -> int:
        """Have the community's engine render what it has not; return how many are new.

        A phrase that it refuses stays as it was. The files of an engine that is gone stay in use.
        """
        made = 0
        for phrase in PHRASES:
            for language in LANGUAGES:
                try:
                    made += await self._render(phrase, language)
                except SpeechError as error:
                    if error.code != "engine_missing":
                        _LOGGER.warning("The speech engine did not render %s in %s", phrase, language)
        return made

    async def _render(self, phrase: Phrase, language: str) -> bool:
        engine, spoken = engine_for(self._hass, language)
        made_by = _engine_key(engine, spoken)
        if self._made_by.get((phrase, language)) == made_by:
            return False
        stream = open_stream(self._hass, engine, spoken, PHRASES[phrase][language])
        try:
            async with asyncio.timeout(RENDER_WITHIN):
                data = b"".join([chunk async for chunk in stream.async_stream_result()])
            sound = Mp3.parse(data)
        except Exception as error:  # an engine is anybody's, and raises anything
            raise SpeechError("engine_failed") from error
        if not _SHORTEST <= sound.seconds <= _LONGEST:
            raise SpeechError("engine_failed")
        self._rendered[phrase, language], self._made_by[phrase, language] = sound, made_by
        await self._hass.async_add_executor_job(_write, self._folder, phrase, language, made_by, sound.frames)
        return True


class Recordings:
    """What is on its way to a speaker: in memory only, for two minutes, each under a name that nobody guesses.

    Once it was fetched, for 15 s: by then each speaker of a car has it.
    """

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with none."""
        self._hass = hass
        self._waiting: dict[str, tuple[Recording, float]] = {}

    def offer(self, recording: Recording, voice: str = TALK) -> Sound:
        """Return the recording as a sound whose address is signed, and works as long as it is kept."""
        self.forget_old()
        name = f"{secrets.token_urlsafe(16)}.{recording.suffix}"
        self._waiting[name] = (recording, self._hass.loop.time() + TALK_LASTS)
        return Sound(TALK_URL.format(name=name), recording.mime, voice, recording.seconds)

    def served(self, name: str) -> Recording | None:
        """Return a recording that is still to be played, or None."""
        self.forget_old()
        found = self._waiting.get(name)
        return None if found is None else found[0]

    def fetched(self, name: str) -> None:
        """Keep a recording that a player has fetched to its end for a moment only, and no longer than before."""
        if (kept := self._waiting.get(name)) is not None:
            self._waiting[name] = (kept[0], min(kept[1], self._hass.loop.time() + FETCHED_LASTS))

    def forget_old(self) -> None:
        """Forget what is too old to be played."""
        now = self._hass.loop.time()
        self._waiting = {name: kept for name, kept in self._waiting.items() if kept[1] > now}


def engine_for(hass: HomeAssistant, language: str) -> tuple[str, str]:
    """Return the first engine (by its id) that speaks one of our languages, and what it calls it. Or SpeechError."""
    if _TTS not in hass.config.components:
        raise SpeechError("engine_missing")
    from homeassistant.components.tts.helper import get_engine_instance  # noqa: PLC0415 - needs what a house without speech has not

    for engine in sorted(hass.states.async_entity_ids(_TTS)):
        state, instance = hass.states.get(engine), get_engine_instance(hass, engine)
        if instance is None or (state is not None and state.state == STATE_UNAVAILABLE):
            continue
        spoken = engine_language(language, instance.supported_languages or ())
        if spoken is not None:
            return engine, spoken
    raise SpeechError("engine_missing")


def open_stream(hass: HomeAssistant, engine: str, spoken: str, text: str) -> ResultStream:
    """Return what an engine makes of a text, as it makes it. Raises SpeechError.

    Given as a stream of words, since Home Assistant would log the beginning of a text that fails and keep its sound.
    """
    from homeassistant.components.tts import async_create_stream  # noqa: PLC0415 - as above

    async def words() -> AsyncGenerator[str]:
        yield text

    try:
        stream = async_create_stream(hass, engine, spoken)
    except HomeAssistantError as error:
        raise SpeechError("engine_failed") from error
    stream.async_set_message_stream(words())
    return stream


async def live(hass: HomeAssistant, recordings: Recordings, text: str, language: str) -> Sound:
    """Return a typed line as a sound, once the engine has begun with it; after 6 s at the latest, SpeechError."""
    engine, spoken = engine_for(hass, language)
    try:
        async with asyncio.timeout(BEGIN_WITHIN):
            if (whole := await spoken_whole(hass, engine, spoken, text)) is not None:
                return recordings.offer(whole, "live")
            stream = open_stream(hass, engine, spoken, text)
            async for _chunk in stream.async_stream_result():
                return Sound(stream.url, stream.content_type, "live")
    except Exception as error:  # an engine is anybody's, and raises anything
        raise SpeechError("engine_failed") from error
    raise SpeechError("engine_failed")


async def spoken_whole(hass: HomeAssistant, engine: str, spoken: str, text: str) -> Recording | None:
    """Return what an engine makes of a text as a whole, None if it gives it piece by piece. Raises what it raises.

    Asked past Home Assistant's manager, which would log a text that the engine makes nothing of.
    """
    from homeassistant.components.tts import TextToSpeechEntity  # noqa: PLC0415 - as in `engine_for`
    from homeassistant.components.tts.helper import get_engine_instance  # noqa: PLC0415

    instance = get_engine_instance(hass, engine)
    if not isinstance(instance, TextToSpeechEntity) or instance.async_supports_streaming_input():
        return None
    options = dict(instance.default_options or {})
    extension, data = await instance.async_internal_get_tts_audio(text, spoken, options)
    if extension is None or not data:
        raise SpeechError("engine_failed")
    mime, _ = mimetypes.guess_type(f"a.{extension}")
    return Recording(data, mime or "audio/mpeg", None)


async def play(hass: HomeAssistant, player: str, sound: Sound) -> None:
    """Have a media player or an assist satellite play a sound over whatever it plays. Raises SpeechError.

    A media player returns once it was told; a satellite once it has played it.
    """
    state = hass.states.get(player)
    if state is None or state.state == STATE_UNAVAILABLE:
        raise SpeechError("player_unavailable")
    domain = split_entity_id(player)[0]
    # Under a context of our own: whoever caused it was checked against our roles, not against these entities.
    try:
        url = _address(hass, sound)
        if domain == SATELLITE:
            data = {ATTR_ENTITY_ID: player, "media_id": url, "preannounce": False}
            await hass.services.async_call(SATELLITE, "announce", data, blocking=True, context=Context())
        else:
            said = {ATTR_ENTITY_ID: player, "media_content_id": url, "media_content_type": "music", "announce": True}
            await hass.services.async_call(MEDIA_PLAYER, "play_media", said, blocking=True, context=Context())
    except Exception as error:  # a player is anybody's, and raises anything
        raise SpeechError("player_failed") from error


def _address(hass: HomeAssistant, sound: Sound) -> str:
    """Return a whole address for a device outside of Home Assistant; that of a recording is signed, for two minutes."""
    if sound.url.startswith(_TALK):
        path = async_sign_path(hass, sound.url, timedelta(seconds=TALK_LASTS), use_content_user=True)
    elif sound.voice == "live":
        path = sound.url
    else:
        # With something after a question mark it is not signed: some players take no long address.
        path = f"{sound.url}?v=1"
    return async_process_play_media_url(hass, path)


def _engine_key(engine: str, spoken: str) -> str:
    return hashlib.sha256(f"{engine}|{spoken}".encode()).hexdigest()[:8]


# In an executor.

type _Sounds = dict[tuple[Phrase, str], Mp3]


def _read(folder: Path) -> tuple[_Sounds, _Sounds, dict[tuple[Phrase, str], str]]:
    shipped: _Sounds = {}
    rendered: _Sounds = {}
    made_by: dict[tuple[Phrase, str], str] = {}
    words: Mapping[str, str] = json.loads((SHIPPED / "sounds.json").read_text(encoding="utf-8"))
    for phrase in PHRASES:
        for language in LANGUAGES:
            name = f"{phrase}.{language}.mp3"
            key = rendering_key(phrase, language)
            if words.get(name) == key and (sound := _parsed(SHIPPED / name)) is not None:
                shipped[phrase, language] = sound
            for path in sorted(folder.glob(f"{phrase}.{language}.{key}.*.mp3")):
                if (sound := _parsed(path)) is not None:
                    rendered[phrase, language] = sound
                    made_by[phrase, language] = path.name.split(".")[3]
    return shipped, rendered, made_by


def _parsed(path: Path) -> Mp3 | None:
    try:
        return Mp3.parse(path.read_bytes())
    except (OSError, SoundError) as error:
        _LOGGER.error("The sound %s cannot be played: %r", path.name, error)
        return None


def _write(folder: Path, phrase: Phrase, language: str, made_by: str, data: bytes) -> None:
    """Keep a rendering; those of other words, or of another engine, go."""
    name = f"{phrase}.{language}.{rendering_key(phrase, language)}.{made_by}.mp3"
    try:
        folder.mkdir(exist_ok=True)
        partial = folder / f"{name}.partial"
        partial.write_bytes(data)
        partial.replace(folder / name)
        for path in folder.glob(f"{phrase}.{language}.*.mp3"):
            if path.name != name:
                path.unlink()
    except OSError as error:
        # It is in memory, and rendered again after the next start.
        _LOGGER.warning("A rendered phrase could not be kept: %s", error)
