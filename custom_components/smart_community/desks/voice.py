"""The voice desk: speaks in elevators, whatever of the way there is dead, and has it written down.

A phrase goes to all speakers of the car at once, each with its own patience; if none of them has begun after a second,
the elevator's own voice says it. No engine is asked for a phrase, so that a dead one neither delays nor mutes it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol

from ..core.elevator import Elevator
from ..core.fault import Fault, FaultCause
from ..core.phrases import LONGEST_TEXT, PHRASES, TALK, Phrase, language_of, languages_said, our_language
from ..core.ports import ClearFault, Clock, CommandError, ReportFault
from ..core.recording import Recording
from ..core.sound import Sound, SpeechError

# A speaker that has not begun after this is not waited for: the elevator's own voice speaks, too. In seconds.
PATIENCE: Final = 1.0
# So long a typed line may take before the elevator's own voice says it.
LIVE_PATIENCE: Final = 2.5
# And so long is anything waited for at all.
GIVES_UP: Final = 8.0


class VoiceError(Exception):
    """Something was not said; `code` is a translation key under `exceptions`."""

    def __init__(self, code: str, **placeholders: str) -> None:
        """Keep what to tell the caller."""
        super().__init__(code)
        self.code = code
        self.placeholders = placeholders


@dataclass(frozen=True, slots=True)
class Said:
    """What was said. `text`: the code that a timeline holds, or the words of a person; it is not in `as_dict`.

    `voice`: engine, shipped, live, talk or device; `speakers` play it, `failed` do not; `device`: its own voice spoke.
    """

    at: datetime
    elevator: str
    by: str
    text: str
    languages: tuple[str, ...]
    voice: str
    phrase: Phrase | None = None
    speakers: tuple[str, ...] = ()
    device: bool = False
    failed: tuple[str, ...] = ()
    seconds: float | None = None
    incident: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return what was said as the wire shows it, without the words."""
        shown: dict[str, Any] = {
            "at": self.at.isoformat(),
            "elevator": self.elevator,
            "phrase": self.phrase.value if self.phrase else None,
            "languages": list(self.languages),
            "voice": self.voice,
            "speakers": list(self.speakers),
            "device": self.device,
            "failed": list(self.failed),
            "incident": self.incident,
        }
        return shown | ({"seconds": self.seconds} if self.voice == TALK else {})


class FindElevator(Protocol):
    """Look up an elevator by its id."""

    def __call__(self, elevator_id: str) -> Elevator | None:
        """Return the elevator, or None."""


class PlaySound(Protocol):
    """Have a player play a sound."""

    async def __call__(self, player: str, sound: Sound) -> None:
        """Return once it plays, or has played it. Raises SpeechError."""


class SpeakByDevice(Protocol):
    """Have an elevator speak itself."""

    async def __call__(self, elevator_id: str, text: str, language: str) -> None:
        """Return once it has said that it does. Raises CommandError."""


class VoiceDesk:
    """Speaks in elevators. Used on the event loop only."""

    def __init__(  # noqa: PLR0913 - what the runtime hands it
        self,
        *,
        clock: Clock,
        find_elevator: FindElevator,
        prepared: Callable[[Phrase, Sequence[str]], Sound],
        live: Callable[[str, str], Awaitable[Sound]],
        offer: Callable[[Recording], Sound],
        play: PlaySound,
        speaks_long: Callable[[str], bool],
        by_device: SpeakByDevice,
        record: Callable[[Said], str | None],
        report_fault: ReportFault,
        clear_fault: ClearFault,
        run: Callable[[Coroutine[Any, Any, object]], None],
    ) -> None:
        """Take what speaks: `prepared` and `live` return a phrase and a typed line as a sound, or raise SpeechError.

        `speaks_long`: such a player returns only once it has played all of it. `record` has what was said written down
        and returns in which incident. `run`: goes on with what nobody waits for any more.
        """
        self._clock = clock
        self._find = find_elevator
        self._prepared = prepared
        self._live = live
        self._offer = offer
        self._play = play
        self._speaks_long = speaks_long
        self._by_device = by_device
        self._record = record
        self._report_fault = report_fault
        self._clear_fault = clear_fault
        self._run = run

    async def say(
        self,
        elevator_id: str,
        phrase: str | None = None,
        *,
        text: str | None = None,
        language: str | None = None,
        by: str = "system",
    ) -> Said:
        """Say a prepared phrase (its key), or else a text, in an elevator; return once it speaks.

        Raises VoiceError: elevator_unknown, phrase_unknown, phrase_or_text, text_too_long, voice_missing, voice_failed.
        """
        elevator = self._elevator(elevator_id)
        at = self._clock().utc
        if phrase is not None and text is None:
            if phrase not in set(Phrase):
                raise VoiceError("phrase_unknown", phrase=phrase)
            said = await self._say_phrase(elevator, Phrase(phrase), language, by, at)
        elif text is not None and phrase is None:
            said = await self._say_text(elevator, text, language, by, at)
        else:
            raise VoiceError("phrase_or_text")
        return self._written(said)

    async def talk(self, elevator_id: str, recording: Recording, by: str) -> Said:
        """Play what somebody has spoken; return once it plays. Raises VoiceError as `say`."""
        elevator = self._elevator(elevator_id)
        if not elevator.speakers:
            raise VoiceError("voice_missing", elevator=elevator.name)
        said = Said(self._clock().utc, elevator.id, by, TALK, (), TALK, seconds=recording.seconds)
        said = await self._spoken(elevator, said, self._offer(recording), words=())
        return self._written(said)

    def _elevator(self, elevator_id: str) -> Elevator:
        elevator = self._find(elevator_id)
        if elevator is None:
            raise VoiceError("elevator_unknown", elevator=elevator_id)
        if elevator.device is None and not elevator.speakers:
            raise VoiceError("voice_missing", elevator=elevator.name)
        return elevator

    async def _say_phrase(
        self, elevator: Elevator, phrase: Phrase, language: str | None, by: str, at: datetime
    ) -> Said:
        languages = languages_said(elevator.languages, language)
        said = Said(at, elevator.id, by, phrase.value, languages, "device", phrase)
        words = tuple((PHRASES[phrase][one], one) for one in languages)
        try:
            sound = self._prepared(phrase, languages)
        except SpeechError:
            return await self._spoken(elevator, said, None, words)
        return await self._spoken(elevator, replace(said, voice=sound.voice), sound, words)

    async def _say_text(self, elevator: Elevator, text: str, language: str | None, by: str, at: datetime) -> Said:
        text = " ".join(text.split())
        if not text:
            raise VoiceError("phrase_or_text")
        if len(text) > LONGEST_TEXT:
            raise VoiceError("text_too_long", limit=str(LONGEST_TEXT))
        spoken_in = (language and our_language(language)) or language_of(text)
        said = Said(at, elevator.id, by, text, (spoken_in,), "live")
        sound = None
        if elevator.speakers:
            try:
                async with asyncio.timeout(LIVE_PATIENCE if elevator.device is not None else GIVES_UP):
                    sound = await self._live(text, spoken_in)
            except SpeechError, TimeoutError:
                sound = None
        said = said if sound is not None else replace(said, voice="device")
        return await self._spoken(elevator, said, sound, ((text, spoken_in),))

    async def _spoken(
        self, elevator: Elevator, said: Said, sound: Sound | None, words: tuple[tuple[str, str], ...]
    ) -> Said:
        """Return what was said, by whom: speakers first, the elevator itself if none has begun. Or VoiceError."""
        playing = {} if sound is None else {one: self._begin(one, sound) for one in elevator.speakers}
        if playing:
            await asyncio.wait(playing.values(), timeout=PATIENCE)
        device = False
        if not self._sounding(playing) and elevator.device is not None and words:
            device = await self._device_says(elevator, words)
        if not device and not self._sounding(playing) and any(not task.done() for task in playing.values()):
            # Nothing else is left but a speaker that is slow.
            await asyncio.wait(playing.values(), timeout=GIVES_UP - PATIENCE)
        sounding = self._sounding(playing)
        failed = tuple(one for one in elevator.speakers if one not in sounding)
        for task in playing.values():
            self._run(_heard_out(task))
        self._tell(elevator, dead=bool(failed) or not (sounding or device))
        if not sounding and not device:
            raise VoiceError("voice_failed", elevator=elevator.name)
        voice = said.voice if sounding else "device"
        return replace(said, voice=voice, speakers=tuple(sounding), device=device, failed=failed)

    def _begin(self, player: str, sound: Sound) -> asyncio.Task[None]:
        async def play() -> None:
            long = self._speaks_long(player)
            try:
                async with asyncio.timeout(None if long else GIVES_UP):
                    await self._play(player, sound)
            except TimeoutError as error:
                raise SpeechError("too_slow") from error

        return asyncio.create_task(play())

    def _sounding(self, playing: dict[str, asyncio.Task[None]]) -> list[str]:
        """Return the players that have begun: told and content, or such as return only at the end and go on."""
        return [
            player
            for player, task in playing.items()
            if (task.exception() is None if task.done() else self._speaks_long(player))
        ]

    async def _device_says(self, elevator: Elevator, words: Iterable[tuple[str, str]]) -> bool:
        # Begun in order, so that they leave in order; the second is not kept waiting for the answer to the first.
        begun = [self._by_device(elevator.id, text, language) for text, language in words]
        outcomes = await asyncio.gather(*begun, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException) and not isinstance(outcome, CommandError):
                raise outcome
        return any(outcome is None for outcome in outcomes)

    def _tell(self, elevator: Elevator, *, dead: bool) -> None:
        if dead:
            self._report_fault(Fault(FaultCause.VOICE_FAILING, elevator.id, elevator.building))
        else:
            self._clear_fault(FaultCause.VOICE_FAILING, elevator.id)

    def _written(self, said: Said) -> Said:
        return replace(said, incident=self._record(said))


async def _heard_out(task: asyncio.Task[None]) -> None:
    """Wait for a player that nobody waits for any more: what it could not say has been taken account of."""
    try:
        await task
    except SpeechError:
        return
