"""The companion's client: what is asked, what is taken for an answer, and what never leaves."""

import json
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import aiohttp
import pytest

from custom_components.smart_community.links import falling_objects
from custom_components.smart_community.links.falling_objects import (
    CompanionClient,
    CompanionError,
    CompanionProblem,
    CompanionSettings,
    Relayed,
)
from tests.falls import CLIP, FALL, PICTURE

SETTINGS = CompanionSettings(url="http://companion.invalid:8126/below/", token="opens nothing")


@dataclass
class Body:
    data: bytes

    async def iter_chunked(self, size: int) -> AsyncIterator[bytes]:
        for start in range(0, len(self.data), size):
            yield self.data[start : start + size]


@dataclass
class Answer:
    """An answer of the network, as aiohttp gives it."""

    body: bytes = b"{}"
    status: int = 200
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    error: Exception | None = None

    @property
    def content(self) -> Body:
        return Body(self.body)

    async def __aenter__(self) -> Self:
        if self.error is not None:
            raise self.error
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End nothing."""


@dataclass
class Network:
    """Takes the place of the session."""

    answer: Answer = field(default_factory=Answer)
    asked: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def request(self, method: str, url: Any, **how: Any) -> Answer:
        self.asked.append((method, str(url), how))
        return self.answer


def client(**answer: Any) -> tuple[CompanionClient, Network]:
    network = Network(Answer(**answer))
    return CompanionClient(network, SETTINGS), network  # type: ignore[arg-type]


async def problem(ask: Any) -> CompanionProblem:
    with pytest.raises(CompanionError) as caught:
        await ask
    return caught.value.code


async def test_the_status_names_the_device_of_each_camera() -> None:
    cameras = {"gate": {"device": "facade-3"}, "yard": {}, "../x": {"device": "y"}, "odd": 7}
    companion, network = client(body=json.dumps({"level": "full", "cameras": cameras}).encode())
    status = await companion.status()
    assert (status.level, dict(status.cameras)) == ("full", {"gate": "facade-3", "yard": "yard", "odd": "odd"})
    assert await companion.name_of("facade-3") == "gate"
    assert await problem(companion.name_of("nobody")) is CompanionProblem.NOT_FOUND
    method, url, how = network.asked[0]
    assert (method, url) == ("GET", "http://companion.invalid:8126/below/status")
    assert how["headers"] == {"Authorization": "Bearer opens nothing"}
    # A redirect would carry the token elsewhere.
    assert how["allow_redirects"] is False
    assert "opens nothing" not in repr(SETTINGS)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"status": 401}, CompanionProblem.LOGIN_REFUSED),
        ({"status": 403}, CompanionProblem.LOGIN_REFUSED),
        ({"status": 404}, CompanionProblem.NOT_FOUND),
        ({"status": 302}, CompanionProblem.REFUSED),
        ({"status": 500}, CompanionProblem.REFUSED),
        ({"body": b"<html>"}, CompanionProblem.MALFORMED),
        ({"body": b"[]"}, CompanionProblem.MALFORMED),
        ({"body": b"{}"}, CompanionProblem.MALFORMED),
        ({"body": b"[" * 100_000}, CompanionProblem.MALFORMED),
        ({"body": b"\xff" * 20}, CompanionProblem.MALFORMED),
        ({"body": b" " * 2_000_000}, CompanionProblem.MALFORMED),
        ({"error": TimeoutError()}, CompanionProblem.TIMEOUT),
        ({"error": ssl.SSLError()}, CompanionProblem.TLS),
        ({"error": aiohttp.ClientConnectionError()}, CompanionProblem.UNREACHABLE),
        ({"error": OSError()}, CompanionProblem.UNREACHABLE),
    ],
)
async def test_each_trouble_is_told_as_what_it_is(answer: dict[str, Any], expected: CompanionProblem) -> None:
    companion, _ = client(**answer)
    assert await problem(companion.status()) is expected


async def test_only_pictures_are_taken_for_pictures_and_only_clips_for_clips() -> None:
    companion, network = client(body=PICTURE)
    assert await companion.picture(FALL) == PICTURE
    assert network.asked[0][1].endswith(f"/falls/{FALL}/picture.jpg")
    assert await problem(companion.clip(FALL)) is CompanionProblem.MALFORMED
    companion, _ = client(body=CLIP)
    assert await companion.clip(FALL) == CLIP
    assert await problem(companion.picture(FALL)) is CompanionProblem.MALFORMED


async def test_nothing_of_a_path_is_made_of_what_is_no_name() -> None:
    companion, network = client(body=PICTURE)
    for ask in (
        companion.picture("../status"),
        companion.fall("x" * 100),
        companion.page("a/b"),
        companion.page_part("../status"),
        companion.calibration("%2e%2e"),
    ):
        assert await problem(ask) is CompanionProblem.NOT_FOUND
    assert network.asked == []


async def test_what_is_too_large_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(falling_objects, "MOST_BYTES", 100_000)
    companion, _ = client(body=PICTURE + b" " * 200_000)
    assert await problem(companion.picture(FALL)) is CompanionProblem.MALFORMED


async def test_the_pages_are_relayed_as_they_are_but_for_their_headers() -> None:
    headers = {"Content-Security-Policy": "default-src *", "Set-Cookie": "a=b", "Server": "x"}
    companion, network = client(body=b"<p>", content_type="text/html", headers=headers)
    page = await companion.page("gate")
    assert page == Relayed(200, b"<p>", "text/html")
    await companion.page_part("stage.js")
    await companion.camera_picture("gate")
    await companion.calibration("gate")
    await companion.calibrate("gate", b"{}")
    await companion.preview("gate", b"{}")
    below = "http://companion.invalid:8126/below/"
    assert [(method, url.removeprefix(below)) for method, url, _ in network.asked] == [
        ("GET", "cameras/gate/calibrate"),
        ("GET", "pages/stage.js"),
        ("GET", "cameras/gate/picture.jpg"),
        ("GET", "cameras/gate/calibration"),
        ("PUT", "cameras/gate/calibration"),
        ("POST", "cameras/gate/calibration/preview"),
    ]
    assert network.asked[-1][2]["headers"]["Content-Type"] == "application/json"
    # What it refuses goes on to the page; that it does not know us does not.
    companion, _ = client(status=422, body=b'{"ok": false}')
    assert (await companion.calibrate("gate", b"{}")).status == 422
    companion, _ = client(status=401)
    assert await problem(companion.calibration("gate")) is CompanionProblem.LOGIN_REFUSED


def test_settings_are_stored_and_read() -> None:
    assert CompanionSettings.from_stored(SETTINGS.as_stored()) == SETTINGS
    with pytest.raises(KeyError):
        CompanionSettings.from_stored({"url": "x"})
