"""The voice in an elevator, as staff use it: phrases, typed lines, push to talk, the record of it, and `announce`."""

import logging
import threading
from collections.abc import AsyncGenerator
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import AsyncMock, Mock, patch

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_mock_service
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.smart_community import voice_views
from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.elevator import Elevator
from custom_components.smart_community.core.incident import Change, Incident, Kind
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.phrases import CHINESE, PHRASES, Phrase
from custom_components.smart_community.core.recording import Recording, checked
from custom_components.smart_community.core.report import without_words
from custom_components.smart_community.core.sound import SpeechError
from custom_components.smart_community.links import speech
from tests.conftest import Community
from tests.core.test_recording import wav
from tests.elevator_world import set_up
from tests.people import account, person

PLAYER = "media_player.car_1"
SHIPPED = Path(speech.SHIPPED)


@pytest.fixture
async def car(hass: HomeAssistant, community: Community) -> Elevator:
    """Return an elevator with a speaker and a voice of its own."""
    hass.config.internal_url = "http://house.test:8123"
    hass.states.async_set(PLAYER, "idle")
    elevator = Elevator("car-1", "Elevator 1", device="elevator-1", speakers=(PLAYER,), two_way="https://talk.test/1")
    await set_up(hass, community, elevator)
    return elevator


@pytest.fixture
async def device(hass: HomeAssistant, community: Community, car: Elevator) -> str:
    """Return the id of the elevator's device in Home Assistant's registry."""
    made = dr.async_get(hass).async_get_or_create(
        config_entry_id=community.entry.entry_id,
        config_subentry_id=car.id,
        identifiers={(DOMAIN, f"elevator_{car.id}")},
    )
    return made.id


async def an_incident(community: Community, kind: Kind = Kind.EBIKE) -> Incident:
    return await community.runtime.response.open(kind, by="system", place=Place(elevator="car-1"))


def said_in(community: Community, incident_id: str) -> list[tuple[str | None, str | None]]:
    timeline = community.runtime.response.active[incident_id].timeline
    return [(entry.by, entry.text) for entry in timeline if entry.what is Change.SAID]


async def test_a_phrase_is_played_and_written_into_the_incident(
    hass: HomeAssistant, community: Community, car: Elevator, hass_ws_client: WebSocketGenerator
) -> None:
    played = async_mock_service(hass, "media_player", "play_media")
    incident = await an_incident(community)
    duty = await person(community, hass_ws_client, Role.DUTY_ROOM)
    answer = await duty.ask("elevators/say", elevator=car.id, phrase="ebike_please_leave")
    said = answer["result"]["said"]
    assert (said["phrase"], said["speakers"], said["device"]) == ("ebike_please_leave", [PLAYER], False)
    assert (said["languages"], said["voice"], said["incident"]) == (["zh-Hans", "en"], "shipped", incident.id)
    (call,) = played
    assert call.data["announce"] is True
    url = call.data["media_content_id"]
    assert url.startswith("http://house.test:8123/api/smart_community/sounds/ebike_please_leave.zh-Hans_en.")
    assert call.context.user_id is None
    await community.settle(lambda: said_in(community, incident.id) == [(duty.user.id, "ebike_please_leave")])


async def test_a_sound_is_served_to_a_speaker_without_an_account(
    hass: HomeAssistant,
    community: Community,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    duty = await person(community, hass_ws_client, Role.AUDITOR)
    listed = (await duty.ask("elevators/phrases"))["result"]
    assert [one["key"] for one in listed["phrases"]] == [phrase.value for phrase in Phrase]
    assert listed["longest_text"] == 200
    client = await hass_client_no_auth()
    url = listed["phrases"][0]["sounds"]["en"]
    whole = await client.get(url)
    assert (whole.status, whole.content_type) == (HTTPStatus.OK, "audio/mpeg")
    data = await whole.read()
    assert data == (SHIPPED / "ebike_out.en.mp3").read_bytes()
    part = await client.get(url, headers={"Range": "bytes=10-19"})
    assert (part.status, await part.read()) == (HTTPStatus.PARTIAL_CONTENT, data[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(data)}"
    beyond = await client.get(url, headers={"Range": f"bytes={len(data)}-"})
    assert beyond.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    head = await client.head(url)
    assert (head.status, head.headers["Content-Length"]) == (HTTPStatus.OK, str(len(data)))
    assert (await client.get("/api/smart_community/sounds/other.mp3")).status == HTTPStatus.NOT_FOUND
    outside = await client.get("/api/smart_community/sounds/..%2f..%2fsecrets.yaml")
    assert outside.status in {HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST}


async def test_what_was_said_before_its_incident_was_there_is_written_into_it(
    hass: HomeAssistant, community: Community, car: Elevator
) -> None:
    async_mock_service(hass, "media_player", "play_media")
    said = await community.runtime.voice.say(car.id, "ebike_out")
    assert said.incident is None
    await community.runtime.voice.say(car.id, "door_held", language="en")
    other = await community.runtime.response.open(Kind.EBIKE, by="system", place=Place(elevator="car-2"))
    incident = await an_incident(community)
    await community.settle(lambda: len(said_in(community, incident.id)) == 2)
    assert said_in(community, incident.id) == [("system", "ebike_out"), ("system", "door_held")]
    assert said_in(community, other.id) == []


async def test_a_dead_speaker_leaves_it_to_the_elevators_own_voice(
    hass: HomeAssistant, community: Community, car: Elevator
) -> None:
    async_mock_service(hass, "media_player", "play_media", raise_exception=HomeAssistantError("gone"))
    said = await community.runtime.voice.say(car.id, "ebike_out", language="zh-CN")
    assert (said.voice, said.failed) == ("device", (PLAYER,))
    (command,) = community.link.commands.sent
    assert command == ("elevator-1", "announce", {"text": PHRASES[Phrase.EBIKE_OUT][CHINESE], "language": "zh-Hans"})
    hass.states.async_set(PLAYER, "unavailable")
    assert (await community.runtime.voice.say(car.id, "ebike_out")).failed == (PLAYER,)


async def test_a_typed_line_is_rendered_live_and_its_words_stay_with_those_who_respond(
    hass: HomeAssistant,
    community: Community,
    car: Elevator,
    hass_ws_client: WebSocketGenerator,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    played = async_mock_service(hass, "media_player", "play_media")
    streams: list[tuple[str, str, str]] = []

    def open_stream(_hass: HomeAssistant, engine: str, spoken: str, text: str) -> Any:
        streams.append((engine, spoken, text))
        return SimpleNamespace(
            url="/api/tts_proxy/abc.mp3", content_type="audio/mpeg", async_stream_result=lambda: _chunks(b"sound")
        )

    monkeypatch.setattr(speech, "engine_for", lambda _hass, language: ("tts.house", f"engine-{language}"))
    monkeypatch.setattr(speech, "spoken_whole", AsyncMock(return_value=None))
    monkeypatch.setattr(speech, "open_stream", open_stream)
    incident = await an_incident(community)
    duty = await person(community, hass_ws_client, Role.DUTY_ROOM)
    answer = await duty.ask("elevators/say", elevator=car.id, text="Mrs Wang, please wait")
    assert answer["result"]["said"]["voice"] == "live"
    assert "Wang" not in str(answer)
    assert streams == [("tts.house", "engine-en", "Mrs Wang, please wait")]
    assert played[0].data["media_content_id"] == "http://house.test:8123/api/tts_proxy/abc.mp3"
    await community.settle(lambda: said_in(community, incident.id) == [(duty.user.id, "Mrs Wang, please wait")])
    await community.runtime.voice.say(car.id, "ebike_out")
    await community.settle(lambda: len(said_in(community, incident.id)) == 2)
    # Whoever may not read the words of staff still sees that something was said, and which phrase.
    shown = without_words(community.runtime.response.active[incident.id]).timeline
    assert [entry.text for entry in shown if entry.what is Change.SAID] == [None, "ebike_out"]
    # Home Assistant's own websocket logs what it receives where somebody has asked for that.
    assert "Wang" not in "".join(record.getMessage() for record in caplog.records if record.levelno > logging.DEBUG)


async def _chunks(*chunks: bytes) -> AsyncGenerator[bytes]:
    for chunk in chunks:
        yield chunk


async def test_phrases_are_rendered_ahead_by_the_communitys_engine_and_kept(
    hass: HomeAssistant, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    phrases = community.runtime.voice.phrases
    sound = (SHIPPED / "door_held.en.mp3").read_bytes()
    asked: list[str] = []
    broken = False

    def open_stream(_hass: HomeAssistant, engine: str, _spoken: str, text: str) -> Any:
        asked.append(text)
        if broken:
            raise SpeechError("engine_failed")
        return SimpleNamespace(async_stream_result=lambda: _chunks(sound[:4000], sound[4000:]))

    engine = ["tts.house"]
    monkeypatch.setattr(speech, "engine_for", lambda _hass, language: (engine[0], language))
    monkeypatch.setattr(speech, "open_stream", open_stream)
    assert await phrases.render() == len(PHRASES) * 2
    assert phrases.sound(Phrase.EBIKE_OUT, ("zh-Hans", "en")).voice == "engine"
    folder = Path(hass.config.path(speech.FOLDER))
    kept = sorted(path.name for path in folder.iterdir())
    assert len(kept) == len(PHRASES) * 2
    # Nothing is asked twice; another engine renders anew; one that fails takes nothing away.
    asked.clear()
    assert await phrases.render() == 0
    assert asked == []
    engine[0], broken = "tts.other", True
    assert await phrases.render() == 0
    assert phrases.sound(Phrase.EBIKE_OUT, ("en",)).voice == "engine"
    broken = False
    assert await phrases.render() == len(PHRASES) * 2
    assert len(list(folder.iterdir())) == len(PHRASES) * 2
    # And a restart finds them, whatever became of the engine; a file that is broken is left out.
    next(folder.glob("door_held.en.*")).write_bytes(b"nothing")
    again = speech.Phrases(hass)
    await again.load()
    assert again.sound(Phrase.EBIKE_OUT, ("zh-Hans", "en")).voice == "engine"
    assert again.sound(Phrase.DOOR_HELD, ("en",)).voice == "shipped"


async def test_without_an_engine_nothing_is_rendered_and_shipped_sounds_are_played(
    community: Community,
) -> None:
    assert await community.runtime.voice.phrases.render() == 0
    assert community.runtime.voice.phrases.sound(Phrase.EBIKE_OUT, ("en",)).voice == "shipped"


async def test_push_to_talk_is_played_kept_and_written_down(
    hass: HomeAssistant,
    community: Community,
    car: Elevator,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    played = async_mock_service(hass, "media_player", "play_media")
    incident = await an_incident(community)
    add = AsyncMock()
    monkeypatch.setattr(community.runtime, "media", SimpleNamespace(add=add), raising=False)
    client = await hass_client()
    recorded = wav(1.5)
    let_go = hass.loop.time()
    answer = await client.post(
        f"/api/smart_community/elevators/{car.id}/talk", data=recorded, headers={"Content-Type": "audio/wav"}
    )
    assert answer.status == HTTPStatus.OK
    said = (await answer.json())["said"]
    assert (said["voice"], said["seconds"], said["incident"]) == ("talk", 1.5, incident.id)
    assert (len(played), hass.loop.time() - let_go < 2) == (1, True)
    url = played[0].data["media_content_id"].removeprefix("http://house.test:8123")
    assert "authSig=" in url
    stranger = await hass_client_no_auth()
    heard = await stranger.get(url)
    assert (heard.status, heard.content_type, await heard.read()) == (HTTPStatus.OK, "audio/wav", recorded)
    assert (await stranger.get(url.partition("?")[0])).status == HTTPStatus.UNAUTHORIZED
    await community.settle(lambda: add.await_count == 1)
    assert add.await_args is not None
    assert add.await_args.args[0] == incident.id
    assert add.await_args.args[4:] == (recorded, "audio/wav")
    await community.settle(lambda: [text for _, text in said_in(community, incident.id)] == ["talk"])
    monkeypatch.setattr(speech, "TALK_LASTS", -1.0)
    community.runtime.voice.recordings.forget_old()
    later = hass.loop.time() + 1000
    monkeypatch.setattr(hass.loop, "time", lambda: later)
    assert community.runtime.voice.recordings.served(url.rpartition("/")[2].partition("?")[0]) is None


@pytest.mark.parametrize(
    ("elevator", "data", "kind", "status", "code"),
    [
        ("car-1", b"<html>", "text/html", HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "recording_format"),
        ("car-1", b"<html>", "audio/wav", HTTPStatus.BAD_REQUEST, "recording_unreadable"),
        ("car-1", bytes(1_000_001), "audio/wav", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "recording_too_large"),
        ("car-1", wav(40, 8_000), "audio/wav", HTTPStatus.BAD_REQUEST, "recording_too_long"),
        ("gone", wav(1), "audio/wav", HTTPStatus.NOT_FOUND, "elevator_unknown"),
        ("car-2", wav(1), "audio/wav", HTTPStatus.CONFLICT, "voice_missing"),
    ],
)
async def test_what_is_not_played_says_why(  # noqa: PLR0917 - the case and the fixtures
    hass: HomeAssistant,
    community: Community,
    car: Elevator,
    hass_client: ClientSessionGenerator,
    elevator: str,
    data: bytes,
    kind: str,
    status: HTTPStatus,
    code: str,
) -> None:
    await set_up(hass, community, car, Elevator("car-2", "Elevator 2", device="elevator-2"))
    client = await hass_client()
    answer = await client.post(
        f"/api/smart_community/elevators/{elevator}/talk", data=data, headers={"Content-Type": kind}
    )
    assert (answer.status, (await answer.json())["code"]) == (status, code)


async def test_who_may_speak_into_a_car(
    hass: HomeAssistant, community: Community, car: Elevator, hass_client: ClientSessionGenerator
) -> None:
    async_mock_service(hass, "media_player", "play_media")
    url = f"/api/smart_community/elevators/{car.id}/talk"
    headers = {"Content-Type": "audio/wav"}
    for role in (None, *Role):
        user, token = await account(hass, f"somebody {role}")
        if role is Role.TECHNICIAN or role is Role.PORTAL:
            continue
        if role is not None:
            await community.runtime.register.save_staff(user.id, [role], None, "test")
        client = await hass_client(token)
        answer = await client.post(url, data=wav(1), headers=headers)
        assert (role, answer.status) == (role, HTTPStatus.OK if role is Role.DUTY_ROOM else HTTPStatus.FORBIDDEN)
        if role is Role.GRID_WORKER:
            # Not by opening one himself.
            own = await community.runtime.response.open(Kind.OTHER, by=user.id, place=Place(elevator=car.id))
            await community.runtime.response.acknowledge(own.id, user.id)
            assert (await client.post(url, data=wav(1), headers=headers)).status == HTTPStatus.FORBIDDEN
            # In another's that he goes to he may.
            incident = await an_incident(community)
            assert (await client.post(url, data=wav(1), headers=headers)).status == HTTPStatus.FORBIDDEN
            await community.runtime.response.en_route(incident.id, user.id)
            assert (await client.post(url, data=wav(1), headers=headers)).status == HTTPStatus.OK
            await community.runtime.response.take_over(incident.id, "somebody else")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PORTAL])
@pytest.mark.parametrize("matter", ["nothing", "opened_himself", "of_another"])
@pytest.mark.parametrize("way", ["command", "by_device", "by_speaker"])
async def test_who_may_have_words_of_his_own_said_in_a_car(  # noqa: PLR0917 - the case and the fixtures
    hass: HomeAssistant,
    community: Community,
    car: Elevator,
    device: str,
    hass_ws_client: WebSocketGenerator,
    monkeypatch: pytest.MonkeyPatch,
    role: Role,
    matter: str,
    way: str,
) -> None:
    who = await person(community, hass_ws_client, role)
    if matter != "nothing":
        by = who.user.id if matter == "opened_himself" else "system"
        await community.runtime.response.open(Kind.OTHER, by=by, place=Place(elevator=car.id))
    community.link.commands.sent.clear()
    spoken = async_mock_service(hass, "tts", "speak")
    hass.states.async_set("tts.house", "idle")
    monkeypatch.setattr(speech, "engine_for", Mock(side_effect=SpeechError("engine_missing")))
    may = role in {Role.TECHNICIAN, Role.DUTY_ROOM} or (
        matter == "of_another" and role in {Role.GRID_WORKER, Role.COMMUNITY_OFFICE}
    )
    if way == "command":
        answer = await who.ask("elevators/say", elevator=car.id, text="Get out")
        assert may or answer["error"]["code"] == "unauthorized"
    else:
        target: dict[str, Any] = {"device_id": device} if way == "by_device" else {"entity_id": PLAYER}
        answer = await who.act("announce", message="Get out", **target)
        assert may or answer["error"]["translation_key"] == "unauthorized"
    assert answer["success"] is may
    assert bool(community.link.commands.sent or spoken) is may
    # A prepared phrase may be said by all who respond, at any time.
    async_mock_service(hass, "media_player", "play_media")
    answer = await who.ask("elevators/say", elevator=car.id, phrase="door_held")
    assert answer["success"] is (role is not Role.AUDITOR)


async def test_a_rule_may_have_words_said_in_a_car(hass: HomeAssistant, community: Community, device: str) -> None:
    data = {"device_id": device, "message": "Out"}
    await hass.services.async_call(DOMAIN, "announce", data, blocking=True)
    assert [sent[1:] for sent in community.link.commands.sent] == [("announce", {"text": "Out", "language": "en"})]


async def test_what_a_speaker_has_fetched_is_heard_by_nobody_else_for_long(
    hass: HomeAssistant,
    community: Community,
    car: Elevator,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    played = async_mock_service(hass, "media_player", "play_media")
    client = await hass_client()
    url = f"/api/smart_community/elevators/{car.id}/talk"
    await client.post(url, data=wav(1), headers={"Content-Type": "audio/wav"})
    address = played[0].data["media_content_id"].removeprefix("http://house.test:8123")
    speaker = await hass_client_no_auth()
    now = hass.loop.time
    # A player that asks what it is, or for its beginning, has not fetched it.
    assert (await speaker.head(address)).status == HTTPStatus.OK
    assert (await speaker.get(address, headers={"Range": "bytes=0-99"})).status == HTTPStatus.PARTIAL_CONTENT
    monkeypatch.setattr(hass.loop, "time", lambda: now() + speech.FETCHED_LASTS + 1)
    assert (await speaker.get(address, headers={"Range": "bytes=100-"})).status == HTTPStatus.PARTIAL_CONTENT
    # The car's other speakers still get it, and nobody makes it last by asking.
    monkeypatch.setattr(hass.loop, "time", lambda: now() + 2 * speech.FETCHED_LASTS)
    assert (await speaker.get(address)).status == HTTPStatus.OK
    monkeypatch.setattr(hass.loop, "time", lambda: now() + 2 * speech.FETCHED_LASTS + 2)
    assert (await speaker.get(address)).status == HTTPStatus.NOT_FOUND


async def test_a_recording_is_read_where_it_keeps_nothing_waiting(
    hass: HomeAssistant, community: Community, car: Elevator, hass_client: ClientSessionGenerator
) -> None:
    async_mock_service(hass, "media_player", "play_media")
    client = await hass_client()
    threads: list[int] = []

    def read(data: bytes, said: str) -> Recording:
        threads.append(threading.get_ident())
        return checked(data, said)

    with patch.object(voice_views, "checked", read):
        url = f"/api/smart_community/elevators/{car.id}/talk"
        answer = await client.post(url, data=wav(1), headers={"Content-Type": "audio/wav"})
    assert answer.status == HTTPStatus.OK
    assert threads
    assert threading.get_ident() not in threads


async def test_two_way_talk_is_opened_where_it_is_set_up(
    hass: HomeAssistant, community: Community, car: Elevator, hass_ws_client: WebSocketGenerator
) -> None:
    duty = await person(community, hass_ws_client, Role.DUTY_ROOM)
    assert (await duty.ask("elevators/two_way", elevator=car.id))["result"] == {"url": "https://talk.test/1"}
    await set_up(hass, community, Elevator("car-1", "Elevator 1", speakers=(PLAYER,)))
    assert (await duty.ask("elevators/two_way", elevator=car.id))["result"] == {"url": None}
    refused = await duty.ask("elevators/two_way", elevator="gone")
    assert refused["error"]["translation_key"] == "elevator_unknown"


async def test_announce_speaks_in_elevators_and_rooms(hass: HomeAssistant, device: str) -> None:
    played = async_mock_service(hass, "media_player", "play_media")
    data: dict[str, Any] = {"device_id": device, "entity_id": PLAYER, "phrase": "ebike_out", "language": "en"}
    await hass.services.async_call(DOMAIN, "announce", data, blocking=True)
    assert len(played) == 2
    assert all("/sounds/ebike_out.en." in call.data["media_content_id"] for call in played)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"message": "Out"}, "target_missing"),
        ({"entity_id": PLAYER}, "phrase_or_text"),
        ({"entity_id": PLAYER, "message": "Out", "phrase": "ebike_out"}, "phrase_or_text"),
        ({"device_id": "no such device", "message": "Out"}, "elevator_unknown"),
    ],
)
async def test_announce_says_what_is_missing(
    hass: HomeAssistant, community: Community, data: dict[str, Any], code: str
) -> None:
    hass.states.async_set(PLAYER, "idle")
    with pytest.raises(ServiceValidationError) as refused:
        await hass.services.async_call(DOMAIN, "announce", data, blocking=True)
    assert refused.value.translation_key == code
    assert community.runtime.clock().utc <= dt_util.utcnow()
