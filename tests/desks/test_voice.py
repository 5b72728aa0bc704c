"""The voice desk: whatever of the way is dead, a phrase is said at once, and by whom is known."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.smart_community.core.elevator import Elevator
from custom_components.smart_community.core.fault import Fault, FaultCause
from custom_components.smart_community.core.phrases import PHRASES, Phrase
from custom_components.smart_community.core.ports import CommandError
from custom_components.smart_community.core.recording import Recording
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.core.sound import Sound, SpeechError
from custom_components.smart_community.desks import voice
from custom_components.smart_community.desks.voice import Said, VoiceDesk, VoiceError

BOTH = Elevator("e1", "Elevator 1", "b1", device="elevator-1", speakers=("media_player.a", "assist_satellite.b"))
SPEAKER = Elevator("e2", "Elevator 2", speakers=("media_player.a",))
OWN = Elevator("e3", "Elevator 3", device="elevator-3", languages=("zh-Hans",))
MUTE = Elevator("e4", "Elevator 4")


@dataclass
class World:
    """Speakers that play, fail (`broken`) or hang (`hanging`), an engine and the elevators' own voices."""

    broken: set[str] = field(default_factory=set)
    hanging: set[str] = field(default_factory=set)
    engine: str = "well"
    files: bool = True
    device: str | None = None
    played: list[tuple[str, str]] = field(default_factory=list)
    announced: list[tuple[str, str, str]] = field(default_factory=list)
    recorded: list[Said] = field(default_factory=list)
    faults: set[str] = field(default_factory=set)
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)

    async def play(self, player: str, sound: Sound) -> None:
        if player in self.hanging:
            await asyncio.Event().wait()
        if player in self.broken:
            raise SpeechError("player_failed")
        self.played.append((player, sound.url))

    async def live(self, _text: str, language: str) -> Sound:
        if self.engine == "hangs":
            await asyncio.Event().wait()
        if self.engine == "dead":
            raise SpeechError("engine_failed")
        return Sound(f"/live/{language}", "audio/mpeg", "live")

    def prepared(self, phrase: Phrase, languages: Any) -> Sound:
        if not self.files:
            raise SpeechError("engine_missing")
        return Sound(f"/{phrase}/{'+'.join(languages)}", "audio/mpeg", "shipped")

    async def by_device(self, elevator_id: str, text: str, language: str) -> None:
        self.announced.append((elevator_id, text, language))
        if self.device is not None:
            raise CommandError(self.device)

    def record(self, said: Said) -> str | None:
        self.recorded.append(said)
        return "i1"

    def report(self, fault: Fault) -> None:
        assert fault.cause is FaultCause.VOICE_FAILING
        self.faults.add(fault.subject)

    def clear(self, cause: FaultCause, subject: str) -> None:
        assert cause is FaultCause.VOICE_FAILING
        self.faults.discard(subject)

    def run(self, work: Coroutine[Any, Any, object]) -> None:
        self.tasks.append(asyncio.create_task(work))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(voice, "PATIENCE", 0.02)
    monkeypatch.setattr(voice, "LIVE_PATIENCE", 0.04)
    monkeypatch.setattr(voice, "GIVES_UP", 0.08)
    return World()


@pytest.fixture
async def desk(world: World) -> AsyncGenerator[VoiceDesk]:
    elevators = {one.id: one for one in (BOTH, SPEAKER, OWN, MUTE)}
    yield VoiceDesk(
        clock=lambda: Instant(datetime(2026, 11, 23, 8, 0, tzinfo=UTC), 0.0),
        find_elevator=lambda elevator_id: elevators.get(elevator_id),  # noqa: PLW0108 - mypy wants the name
        prepared=world.prepared,
        live=world.live,
        offer=lambda recording: Sound("/talk", recording.mime, "talk", recording.seconds),
        play=world.play,
        speaks_long=lambda player: player.startswith("assist_satellite"),
        by_device=world.by_device,
        record=world.record,
        report_fault=world.report,
        clear_fault=world.clear,
        run=world.run,
    )
    # What nobody waits for any more ends with the community.
    for task in world.tasks:
        task.cancel()
    await asyncio.gather(*world.tasks, return_exceptions=True)


async def test_a_phrase_goes_to_all_speakers_at_once_and_to_nobody_else(world: World, desk: VoiceDesk) -> None:
    said = await desk.say("e1", "ebike_out")
    assert world.played == [
        ("media_player.a", "/ebike_out/zh-Hans+en"),
        ("assist_satellite.b", "/ebike_out/zh-Hans+en"),
    ]
    assert world.announced == []
    assert said.speakers == ("media_player.a", "assist_satellite.b")
    assert (said.voice, said.device, said.failed, said.incident) == ("shipped", False, (), "i1")
    assert "text" not in said.as_dict()


async def test_a_dead_engine_neither_delays_nor_mutes_a_phrase(world: World, desk: VoiceDesk) -> None:
    world.engine = "hangs"
    begun = asyncio.get_running_loop().time()
    await desk.say("e1", "ebike_out")
    assert asyncio.get_running_loop().time() - begun < voice.PATIENCE
    assert len(world.played) == 2


async def test_one_speaker_that_hangs_keeps_the_other_from_nothing(world: World, desk: VoiceDesk) -> None:
    world.hanging = {"media_player.a"}
    said = await desk.say("e1", "door_held", language="en")
    assert (said.speakers, said.failed) == (("assist_satellite.b",), ("media_player.a",))
    assert world.played == [("assist_satellite.b", "/door_held/en")]
    assert world.faults == {"e1"}


async def test_a_satellite_that_is_still_speaking_is_no_failure(world: World, desk: VoiceDesk) -> None:
    world.hanging = {"assist_satellite.b"}
    said = await desk.say("e1", "door_held")
    assert said.speakers == ("media_player.a", "assist_satellite.b")
    assert (said.failed, world.announced) == ((), [])


@pytest.mark.parametrize("dead", ["broken", "hanging"])
async def test_when_no_speaker_has_begun_the_elevator_itself_speaks(world: World, desk: VoiceDesk, dead: str) -> None:
    setattr(world, dead, {"media_player.a"})
    world.broken |= {"assist_satellite.b"}
    said = await desk.say("e1", "ebike_out")
    texts = PHRASES[Phrase.EBIKE_OUT]
    assert world.announced == [("e1", texts["zh-Hans"], "zh-Hans"), ("e1", texts["en"], "en")]
    assert (said.voice, said.device, said.speakers) == ("device", True, ())
    assert world.faults == {"e1"}


async def test_without_any_file_the_elevator_itself_speaks(world: World, desk: VoiceDesk) -> None:
    world.files = False
    assert (await desk.say("e1", "ebike_out")).voice == "device"
    assert len(world.announced) == 2


async def test_an_elevator_without_speakers_speaks_itself_in_its_languages(world: World, desk: VoiceDesk) -> None:
    said = await desk.say("e3", "help_is_coming", by="account")
    assert [language for _, _, language in world.announced] == ["zh-Hans"]
    assert (said.voice, said.by, world.faults) == ("device", "account", set())


@pytest.mark.parametrize("elevator", ["e1", "e2", "e3"])
async def test_that_nothing_could_speak_is_told_is_a_fault_and_is_over_with_the_next_that_does(
    world: World, desk: VoiceDesk, elevator: str
) -> None:
    world.broken = {"media_player.a", "assist_satellite.b"}
    world.device = "no_result"
    with pytest.raises(VoiceError, match="voice_failed"):
        await desk.say(elevator, "ebike_out")
    assert world.faults == {elevator}
    assert world.recorded == []
    world.broken, world.device = set(), None
    await desk.say(elevator, "ebike_out")
    assert world.faults == set()


async def test_a_typed_line_goes_to_the_engine_live(world: World, desk: VoiceDesk) -> None:
    said = await desk.say("e2", text="  请把车  推出来 ", by="account")
    assert (said.text, said.languages, said.voice) == ("请把车 推出来", ("zh-Hans",), "live")
    assert world.played == [("media_player.a", "/live/zh-Hans")]
    assert (await desk.say("e2", text="Out, please", language="zh-Hans")).languages == ("zh-Hans",)


@pytest.mark.parametrize("engine", ["dead", "hangs"])
async def test_a_typed_line_without_an_engine_is_said_by_the_elevator_itself(
    world: World, desk: VoiceDesk, engine: str
) -> None:
    world.engine = engine
    said = await desk.say("e1", text="Out, please")
    assert (said.voice, said.device, world.announced) == ("device", True, [("e1", "Out, please", "en")])
    with pytest.raises(VoiceError, match="voice_failed"):
        await desk.say("e2", text="Out, please")


async def test_a_recording_is_played_by_speakers_only(world: World, desk: VoiceDesk) -> None:
    recording = Recording(b"sound", "audio/wav", 2.5)
    said = await desk.talk("e1", recording, "account")
    assert (said.voice, said.text, said.seconds) == ("talk", "talk", 2.5)
    assert said.as_dict()["seconds"] == 2.5
    assert world.played == [("media_player.a", "/talk"), ("assist_satellite.b", "/talk")]
    with pytest.raises(VoiceError, match="voice_missing"):
        await desk.talk("e3", recording, "account")


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"elevator_id": "gone", "phrase": "ebike_out"}, "elevator_unknown"),
        ({"elevator_id": "e4", "phrase": "ebike_out"}, "voice_missing"),
        ({"elevator_id": "e1"}, "phrase_or_text"),
        ({"elevator_id": "e1", "phrase": "ebike_out", "text": "Out"}, "phrase_or_text"),
        ({"elevator_id": "e1", "text": " \n "}, "phrase_or_text"),
        ({"elevator_id": "e1", "phrase": "sing"}, "phrase_unknown"),
        ({"elevator_id": "e1", "text": "x" * 201}, "text_too_long"),
    ],
)
async def test_what_cannot_be_said_says_why(world: World, desk: VoiceDesk, what: dict[str, str], code: str) -> None:
    with pytest.raises(VoiceError) as refused:
        await desk.say(**what)
    assert refused.value.code == code
    assert (world.played, world.recorded) == ([], [])
