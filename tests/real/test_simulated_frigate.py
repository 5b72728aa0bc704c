"""The simulated Frigate on real sockets: both ports, `/ws`, a real broker, films, live pictures, how it goes away."""

import asyncio
import io
import json
import secrets
import ssl
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import av
import pytest
from PIL import Image

from demo.broker import FRIGATE, Broker
from simulators.frigate import ADMIN, SimulatedFrigate
from simulators.link import Arrival, Link, Listener

from .patience import ALIVE

WITHIN = ALIVE
VERSIONS = ("0.17", "0.18")


class Ear:
    """Hears everything under `frigate/` at a broker."""

    def __init__(self) -> None:
        self.heard: list[Arrival] = []
        self._news = asyncio.Event()

    def __call__(self, arrival: Arrival) -> None:
        self.heard.append(arrival)
        self._news.set()

    async def first(self, topic: str, wanted: Callable[[bytes], bool] = lambda _: True) -> Arrival:
        """Return the first message of a topic that is wanted, of those that came and those to come."""
        async with asyncio.timeout(WITHIN):
            while True:
                for arrival in self.heard:
                    if arrival.topic == f"frigate/{topic}" and wanted(arrival.payload):
                        return arrival
                self._news.clear()
                await self._news.wait()


@asynccontextmanager
async def listening(broker: Broker) -> AsyncGenerator[Ear]:
    ear = Ear()
    link = Link(broker.endpoint(FRIGATE), f"ear-{secrets.token_hex(4)}", ["frigate/#"], Listener(ear))
    await link.open()
    try:
        yield ear
    finally:
        await link.close()


async def until(done: Callable[[], bool]) -> None:
    """Wait for what the simulation does by itself."""
    async with asyncio.timeout(WITHIN):
        while not done():  # noqa: ASYNC110 - there is nothing to wait on in a simulation's state
            await asyncio.sleep(0.05)


async def fetch(session: aiohttp.ClientSession, url: str) -> tuple[int, bytes]:
    async with session.get(url) as response:
        return response.status, await response.read()


@pytest.mark.parametrize("version", VERSIONS)
async def test_the_guarded_port_wants_tls_and_a_login(version: str) -> None:
    async with SimulatedFrigate(version) as frigate, aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await fetch(session, f"{frigate.auth_url}/api/version")
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        async with session.get(f"{frigate.auth_url}/api/version", ssl=trusting) as response:
            assert response.status == 401
        login = {"user": ADMIN.name, "password": ADMIN.password}
        async with session.post(f"{frigate.auth_url}/api/login", json=login, ssl=trusting) as response:
            bearer = {"Authorization": f"Bearer {response.cookies['frigate_token'].value}"}
        async with session.get(f"{frigate.auth_url}/api/version", ssl=trusting, headers=bearer) as response:
            assert (await response.text()).startswith(version)
        status, text = await fetch(session, f"{frigate.url}/api/version")
        assert (status, text.decode()) == (200, frigate.version.full)


@pytest.mark.parametrize("version", VERSIONS)
async def test_the_same_is_said_to_the_broker_and_on_ws(version: str, tmp_path: Path) -> None:
    async with Broker(tmp_path) as broker, listening(broker) as ear:
        async with (
            SimulatedFrigate(version, mqtt=broker.endpoint(FRIGATE)) as frigate,
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{frigate.url}/ws") as ws,
        ):
            assert (await ear.first("available")).payload == b"online"
            playing = await frigate.play("ebike", camera="elevator_1", stay=None)
            heard = await ear.first("events")
            async with asyncio.timeout(WITHIN):
                while (message := json.loads((await ws.receive()).data))["topic"] != "events":
                    pass
            assert json.loads(message["payload"]) == json.loads(heard.payload)
            sub_labelled = json.loads(
                (await ear.first("events", lambda payload: bool(json.loads(payload)["after"]["sub_label"]))).payload
            )
            assert sub_labelled["after"]["sub_label"] == ["ebike", 0.91]
            assert (await ear.first("elevator_1_car/motorcycle", lambda payload: payload == b"1")).retained is False
            picture = await ear.first("elevator_1/motorcycle/snapshot")
            assert Image.open(io.BytesIO(picture.payload)).format == "JPEG"
            assert playing.event_ids[0] == sub_labelled["after"]["id"]
        said = b"stopped" if version == "0.18" else b"offline"
        await ear.first("available", lambda payload: payload == said)


async def test_without_a_goodbye_the_broker_says_that_it_is_offline(tmp_path: Path) -> None:
    async with (
        Broker(tmp_path) as broker,
        listening(broker) as ear,
        SimulatedFrigate("0.18", mqtt=broker.endpoint(FRIGATE)) as frigate,
        aiohttp.ClientSession() as session,
    ):
        await ear.first("available", lambda payload: payload == b"online")
        await frigate.go_offline()
        await ear.first("available", lambda payload: payload == b"offline")
        with pytest.raises(aiohttp.ClientConnectionError):
            await fetch(session, f"{frigate.url}/api/version")
        ear.heard.clear()
        await frigate.come_back()
        await ear.first("available", lambda payload: payload == b"online")
        assert (await fetch(session, f"{frigate.url}/api/version"))[0] == 200


async def test_a_restart_keeps_rows_and_forgets_switches() -> None:
    async with SimulatedFrigate("0.17") as frigate, aiohttp.ClientSession() as session:
        playing = await frigate.play("ebike", camera="elevator_1", stay=None)
        await until(lambda: len(frigate.records.events) > 0)
        async with session.ws_connect(f"{frigate.url}/ws") as ws:
            await ws.send_json({"topic": "yard/detect/set", "payload": "OFF"})
            await until(lambda: not frigate.watcher.eyes["yard"].on("detect"))
        url = frigate.url
        async with session.post(f"{url}/api/restart") as response:
            assert (await response.json())["success"] is True
        await until(lambda: not frigate.up)
        await until(lambda: frigate.up)
        assert frigate.url == url
        assert (await fetch(session, f"{url}/api/events/{playing.event_ids[0]}"))[0] == 200
        assert frigate.watcher.eyes["yard"].on("detect")


async def test_pictures_and_films_over_http() -> None:
    async with SimulatedFrigate("0.17") as frigate, aiohttp.ClientSession() as session:
        playing = await frigate.play("ebike", camera="elevator_1", stay=1.5)
        await until(lambda: playing.over)
        await until(lambda: all(row.end_time is not None for row in frigate.records.events.values()))
        event = f"{frigate.url}/api/events/{playing.event_ids[0]}"
        for url, kind, size in (
            (f"{frigate.url}/api/elevator_1/latest.jpg?height=180", "JPEG", (320, 180)),
            (f"{event}/snapshot.jpg?bbox=1", "JPEG", (640, 360)),
            (f"{event}/thumbnail.webp", "WEBP", (175, 175)),
            (f"{event}/preview.gif", "GIF", (320, 180)),
        ):
            status, body = await fetch(session, url)
            image = Image.open(io.BytesIO(body))
            assert (status, image.format, image.size) == (200, kind, size), url
        status, body = await fetch(session, f"{event}/clip.mp4")
        with av.open(io.BytesIO(body), "r") as container:
            assert sum(1 for _ in container.decode(video=0)) > 15
        row = frigate.records.events[playing.event_ids[0]]
        recording = f"{frigate.url}/api/elevator_1/start/{row.start_time}/end/{row.start_time + 5}/clip.mp4"
        assert (await fetch(session, recording))[1][4:8] == b"ftyp"
        assert (await fetch(session, f"{frigate.url}/api/nowhere/latest.jpg"))[0] == 404


async def test_a_live_picture_goes_on_until_nobody_looks() -> None:
    async with SimulatedFrigate("0.17") as frigate, aiohttp.ClientSession() as session:
        async with session.get(f"{frigate.url}/api/yard?fps=5&height=180") as response:
            assert response.headers["Content-Type"] == "multipart/x-mixed-replace;boundary=frame"
            sizes = []
            for _ in range(3):
                part = await response.content.readuntil(b"\r\n\r\n--frame\r\n")
                begin, end = part.find(b"\xff\xd8"), part.rfind(b"\xff\xd9")
                sizes.append(Image.open(io.BytesIO(part[begin : end + 2])).size)
            assert sizes == [(320, 180)] * 3
            assert frigate.feeds == 1
        await until(lambda: frigate.feeds == 0)


async def test_faces_and_exports() -> None:
    async with SimulatedFrigate("0.18") as frigate, aiohttp.ClientSession() as session:
        created = await _posted(session, f"{frigate.url}/api/faces/zhang/create")
        assert created["success"] is False
        assert "Successfully" in created["message"]
        _, portrait = await fetch(session, f"{frigate.url}/api/yard/latest.jpg")
        form = aiohttp.FormData()
        form.add_field("file", portrait, filename="zhang.jpg", content_type="image/jpeg")
        assert (await _posted(session, f"{frigate.url}/api/faces/zhang/register", data=form))["success"] is True
        assert len(frigate.records.faces["zhang"]) == 1
        playing = await frigate.play("person", camera="yard", stay=0.5)
        await until(lambda: playing.over)
        start = min(row.start_time for row in frigate.records.events.values())
        path = f"export/yard/start/{start}/end/{start + 2}"
        begun = await _posted(session, f"{frigate.url}/api/{path}", json={"name": "hand-off"})
        export = frigate.records.exports[begun["export_id"]]
        await until(lambda: not export["in_progress"])
        status, film = await fetch(session, f"{frigate.url}/exports/{begun['export_id']}.mp4")
        assert (status, film[4:8]) == (200, b"ftyp")


async def _posted(session: aiohttp.ClientSession, url: str, **body: Any) -> dict[str, Any]:
    async with session.post(url, **body) as response:
        answer: dict[str, Any] = await response.json()
        return answer
