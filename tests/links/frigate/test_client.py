"""The client: what an answer means, and what may be sent again. No socket."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from ssl import SSLError
from typing import Any

import aiohttp
import pytest

from custom_components.smart_community.links.frigate.client import LARGEST_UPLOAD, FrigateClient
from custom_components.smart_community.links.frigate.errors import FrigateError, FrigateProblem
from custom_components.smart_community.links.frigate.fields import moment_of
from custom_components.smart_community.links.frigate.mjpeg import Frames
from custom_components.smart_community.links.frigate.session import LARGEST_JSON
from tests.links.frigate.messages import NOW, Watch, sample
from tests.links.frigate.stand_in import OPEN, SETTINGS, Answer, StandInConnections, say

EVENT = "1795398134.323384-tdqwjl"
JPEG = b"\xff\xd8picture\xff\xd9"


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: what is tested here knows none."""


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_components.smart_community.links.frigate.session._AGAIN_AFTER", 0)


def client_of(connections: StandInConnections, watch: Watch | None = None, settings: Any = SETTINGS) -> FrigateClient:
    return FrigateClient(connections, settings, watch or Watch())  # type: ignore[arg-type]  # a stand-in


async def code_of(client: FrigateClient) -> FrigateProblem:
    with pytest.raises(FrigateError) as met:
        await client.stats()
    return met.value.code


# Errors.


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, FrigateProblem.REFUSED),
        (403, FrigateProblem.FORBIDDEN),
        (404, FrigateProblem.NOT_FOUND),
        (422, FrigateProblem.REFUSED),
        (429, FrigateProblem.REFUSED),
        (500, FrigateProblem.REFUSED),
        (502, FrigateProblem.UNREACHABLE),
        (503, FrigateProblem.UNREACHABLE),
        (302, FrigateProblem.REFUSED),
    ],
)
async def test_a_status_is_one_of_our_codes(status: int, code: FrigateProblem) -> None:
    connections = StandInConnections(lambda _asked: say({"success": False, "message": "no"}, status))
    assert await code_of(client_of(connections)) is code
    assert all(answer.closed for answer in connections.given)


@pytest.mark.parametrize(
    "body",
    [
        {"success": False, "message": "Event of zhang_wei not found"},
        {"detail": "Event of zhang_wei not found"},
        {"detail": [{"loc": ["body"], "msg": "Event of zhang_wei not found"}]},
        "Event of zhang_wei not found",
    ],
)
async def test_an_error_is_understood_in_each_of_its_shapes_and_names_nobody_in_logs(body: object) -> None:
    connections = StandInConnections(lambda _asked: say(body, 404))
    with pytest.raises(FrigateError) as met:
        await client_of(connections).event(EVENT)
    assert met.value.detail == "Event of zhang_wei not found"
    assert str(met.value) == "not_found"
    assert "zhang_wei" not in repr(met.value)


@pytest.mark.parametrize(
    ("raised", "code", "tries"),
    [
        (TimeoutError(), FrigateProblem.TIMEOUT, 1),
        (aiohttp.ConnectionTimeoutError(), FrigateProblem.UNREACHABLE, 2),
        (ConnectionRefusedError(), FrigateProblem.UNREACHABLE, 2),
        (aiohttp.ServerDisconnectedError(), FrigateProblem.UNREACHABLE, 2),
        (aiohttp.ClientPayloadError(), FrigateProblem.UNREACHABLE, 2),
        (SSLError(), FrigateProblem.TLS, 1),
        (aiohttp.InvalidURL("x"), FrigateProblem.MALFORMED, 1),
    ],
)
async def test_what_aiohttp_raises_is_one_of_our_codes(raised: Exception, code: FrigateProblem, tries: int) -> None:
    connections = StandInConnections(lambda _asked: raised)
    assert await code_of(client_of(connections, settings=OPEN)) is code
    assert len(connections.calls) == tries


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{", b'"text"', b"\xff\xfe", b'{"cameras": []}'])
async def test_an_answer_that_is_none_of_frigate_s_is_malformed(body: bytes) -> None:
    assert await code_of(client_of(StandInConnections(lambda _asked: Answer(body=body)))) is FrigateProblem.MALFORMED


async def test_an_answer_without_end_is_cut_off() -> None:
    connections = StandInConnections(lambda _asked: Answer(parts=[b" " * 1024 * 1024] * 17))
    assert await code_of(client_of(connections)) is FrigateProblem.MALFORMED
    assert connections.given[-1].closed


# What may be sent again.


async def test_what_would_make_two_is_sent_once_though_the_link_breaks() -> None:
    connections = StandInConnections(lambda _asked: aiohttp.ServerDisconnectedError())
    client = client_of(connections, settings=OPEN)
    later = NOW + timedelta(minutes=1)
    for call in (
        client.create_event("gate_in", "falling_object"),
        client.export("gate_in", NOW, later, "case 7"),
        client.register_face("resident_7", JPEG),
    ):
        with pytest.raises(FrigateError):
            await call
    assert len(connections.calls) == 3


@pytest.mark.parametrize(
    "make",
    [
        lambda client: client.end_event(EVENT),
        lambda client: client.set_sub_label(EVENT, "ebike", 0.9),
        lambda client: client.retain(EVENT, keep=True),
        lambda client: client.retain(EVENT, keep=False),
        lambda client: client.review_viewed(["1.5-abcdef"]),
        lambda client: client.snapshot(EVENT),
    ],
)
async def test_what_may_be_done_twice_is_sent_again_once(make: Callable[[FrigateClient], Awaitable[object]]) -> None:
    broken = iter([True, False])
    connections = StandInConnections(
        lambda _asked: aiohttp.ServerDisconnectedError() if next(broken) else say({"success": True})
    )
    await make(client_of(connections, settings=OPEN))
    assert len(connections.calls) == 2


async def test_answers_that_must_be_fresh_pass_by_frigate_s_own_memory_of_them() -> None:
    connections = StandInConnections(lambda _asked: say(sample("0.17_stats")))
    await client_of(connections).stats()
    assert connections.calls[0].headers["X-Cache-Bypass"] == "1"


async def test_a_login_is_never_carried_elsewhere() -> None:
    connections = StandInConnections(lambda _asked: Answer(302))
    with pytest.raises(FrigateError):
        await client_of(connections).version()
    assert all(asked.options["allow_redirects"] is False for asked in connections.asked)
    assert all(asked.options["ssl"] is True for asked in connections.asked)


# What is sent.


async def test_each_call_asks_for_what_it_is_named_after() -> None:
    connections = StandInConnections(lambda _asked: say({"success": True, "event_id": "1.5-a", "export_id": "gate_x"}))
    client, later = client_of(connections, settings=OPEN), NOW + timedelta(seconds=30)
    await client.create_event(
        "gate_in", "falling_object", sub_label="tower 3", duration=5, boxes=[{"box": [0, 0, 1, 1]}]
    )
    await client.end_event(EVENT, NOW)
    await client.set_sub_label(EVENT, "ebike", 0.9)
    await client.set_plate(EVENT, "京A12345", 0.9)
    await client.set_attributes(EVENT, ["yes"])
    await client.set_description(EVENT, "an e-bike")
    await client.retain(EVENT, keep=True)
    await client.review_viewed(["1.5-a"])
    await client.set_config({"lpr": {"enabled": True}}, topic="config/lpr")
    await client.delete_face("resident_7", ["a.webp"])
    assert await client.export("gate_in", NOW, later, "case 7") == "gate_x"
    assert [(asked.method, asked.path) for asked in connections.calls] == [
        ("POST", "/api/events/gate_in/falling_object/create"),
        ("PUT", f"/api/events/{EVENT}/end"),
        ("POST", f"/api/events/{EVENT}/sub_label"),
        ("POST", f"/api/events/{EVENT}/recognized_license_plate"),
        ("POST", f"/api/events/{EVENT}/attributes"),
        ("POST", f"/api/events/{EVENT}/description"),
        ("POST", f"/api/events/{EVENT}/retain"),
        ("POST", "/api/reviews/viewed"),
        ("PUT", "/api/config/set"),
        ("POST", "/api/faces/resident_7/delete"),
        ("POST", "/api/export/gate_in/start/1795420800.000/end/1795420830.000"),
    ]
    bodies = [asked.json for asked in connections.calls]
    assert bodies[0]["draw"] == {"boxes": [{"box": [0, 0, 1, 1]}]}
    assert bodies[3] == {"recognizedLicensePlate": "京A12345", "recognizedLicensePlateScore": 0.9}


async def test_pictures_and_clips_are_the_bytes_that_frigate_sent() -> None:
    connections = StandInConnections(lambda _asked: Answer(body=JPEG))
    client = client_of(connections, settings=OPEN)
    assert await client.snapshot(EVENT, crop=True, height=300) == JPEG
    assert await client.thumbnail(EVENT) == await client.clip(EVENT) == await client.preview(EVENT) == JPEG
    assert await client.latest("gate_in", 720) == JPEG
    assert await client.recording_clip("gate_in", NOW, NOW + timedelta(seconds=5)) == JPEG
    assert connections.calls[0].params == {"crop": 1, "bbox": 0, "height": 300}


async def test_a_picture_that_is_too_large_for_one_is_not_taken_and_a_clip_may_be() -> None:
    answer = Answer(parts=[bytes(LARGEST_JSON), b"x"])
    client = client_of(StandInConnections(lambda _asked: answer), settings=OPEN)
    for call in (client.snapshot(EVENT), client.thumbnail(EVENT), client.latest("gate_in", 720)):
        with pytest.raises(FrigateError) as met:
            await call
        assert met.value.code is FrigateProblem.MALFORMED
    assert len(await client.clip(EVENT)) == LARGEST_JSON + 1


async def test_events_and_reviews_are_asked_for_by_their_filters() -> None:
    connections = StandInConnections(lambda _asked: say([]))
    client = client_of(connections, settings=OPEN)
    await client.events(cameras=["a", "b"], labels=["bicycle"], after=NOW, in_progress=True, plate="京A12345", limit=5)
    await client.reviews(cameras=["a"], severity="alert", viewed=False)
    assert connections.calls[0].params == {
        "cameras": "a,b",
        "labels": "bicycle",
        "after": NOW.timestamp(),
        "limit": 5,
        "in_progress": 1,
        "recognized_license_plate": "京A12345",
    }
    assert connections.calls[1].params == {"limit": 100, "reviewed": 0, "cameras": "a", "severity": "alert"}


async def test_a_review_s_times_are_understood_as_text_too() -> None:
    said = {"id": "1.5-a", "camera": "gate_in", "severity": "alert", "start_time": "2026-11-23T08:00:00+00:00"}
    connections = StandInConnections(
        lambda _asked: say([{**said, "end_time": None, "data": {"objects": ["car-verified"]}}])
    )
    (review,) = await client_of(connections).reviews()
    assert (review.start, review.end, review.objects) == (NOW, None, ("car",))
    assert moment_of("2026-11-23T16:00:00+08:00") == moment_of("2026-11-23T08:00:00") == NOW


async def test_who_we_are_and_what_we_may_is_what_the_profile_says() -> None:
    said = {"username": "community", "role": "viewer", "allowed_cameras": ["gate_in"]}
    profile = await client_of(StandInConnections(lambda _asked: say(said))).profile()
    assert (profile.is_admin, profile.cameras) == (False, frozenset({"gate_in"}))
    assert "community" not in repr(profile)
    assert (await client_of(StandInConnections(lambda _asked: say({**said, "role": "admin"}))).profile()).is_admin


async def test_faces_are_counted_and_recognized() -> None:
    client = client_of(StandInConnections(lambda _asked: say({"resident_7": ["a.webp", "b.webp"], "train": []})))
    assert await client.faces() == {"resident_7": 2, "train": 0}
    client = client_of(StandInConnections(lambda _asked: say({"success": True, "face_name": "unknown", "score": 0.2})))
    assert (await client.recognize_face(JPEG)).name is None


@pytest.mark.parametrize("bad", ["", ".", "..", "a/../b", "a\\b", "a?b", "a#b", "x" * 201])
async def test_what_would_lead_elsewhere_is_not_sent(bad: str) -> None:
    connections = StandInConnections()
    for call in (client_of(connections).snapshot(bad), client_of(connections).latest(bad)):
        with pytest.raises(FrigateError) as met:
            await call
        assert met.value.code is FrigateProblem.REFUSED
    assert connections.asked == []


async def test_what_is_too_large_or_makes_no_sense_is_not_sent() -> None:
    connections = StandInConnections()
    client = client_of(connections)
    for call in (
        client.register_face("resident_7", b"x" * (LARGEST_UPLOAD + 1)),
        client.recognize_face(b""),
        client.set_sub_label(EVENT, "x" * 101),
        client.recording_clip("gate_in", NOW, NOW),
        client.export("gate_in", NOW, NOW + timedelta(days=2), "a"),
    ):
        with pytest.raises(FrigateError):
            await call
    assert connections.asked == []


async def test_settings_show_no_secret() -> None:
    shown = repr(SETTINGS)
    assert "opens nothing" not in shown
    assert "frigate.invalid" not in shown


# The live picture.


@pytest.mark.parametrize("size", [1, 7, 64, 4096])
async def test_frames_are_whole_however_the_stream_is_cut(size: int) -> None:
    frames = [b"\xff\xd8" + bytes([number]) * 50 + b"\xff\xd9" for number in range(4)]
    stream = b"".join(b"--frame\r\nContent-Type: image/jpeg\r\n\r\n" + frame + b"\r\n\r\n" for frame in frames)
    stream += b"--frame"
    parts = [stream[at : at + size] for at in range(0, len(stream), size)]
    connections = StandInConnections(lambda _asked: Answer(parts=parts))
    seen = [frame async for frame in client_of(connections, settings=OPEN).mjpeg("elevator_1")]
    assert seen == frames
    assert connections.given[-1].closed


async def test_a_live_picture_ends_when_nobody_looks() -> None:
    part = b"--frame\r\n\r\n" + JPEG + b"\r\n--frame"
    connections = StandInConnections(lambda _asked: Answer(parts=[part] * 3))
    stream = client_of(connections, settings=OPEN).mjpeg("elevator_1")
    assert await anext(stream) == JPEG
    await stream.aclose()
    assert connections.given[-1].closed


def test_a_stream_without_pictures_fills_no_memory() -> None:
    frames = Frames()
    for _ in range(20):
        assert list(frames.take(b"x" * 1024 * 1024)) == []
    assert len(frames._rest) <= 9 * 1024 * 1024
