"""The link to Frigate over real sockets: logins, `/ws`, a real broker; a Frigate that restarts, hangs, is gone."""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from custom_components.smart_community.core.ports import Clock
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.core.sighting import (
    CameraFact,
    CameraHealth,
    CameraTrouble,
    Phase,
    Reviewed,
    Sighting,
    ZoneCount,
)
from custom_components.smart_community.links.devices.broker import BrokerSettings
from custom_components.smart_community.links.frigate import link as link_module
from custom_components.smart_community.links.frigate.client import FrigateClient
from custom_components.smart_community.links.frigate.errors import FrigateError, FrigateProblem
from custom_components.smart_community.links.frigate.link import FrigateLink
from custom_components.smart_community.links.frigate.model import FrigateSettings, FrigateStatus
from custom_components.smart_community.links.frigate.stream import MqttStream
from demo.broker import COMMUNITY, FRIGATE, Broker
from simulators.frigate import ADMIN, VIEWER, SimulatedFrigate, View, camera_of

from .patience import ALIVE
from .world import eventually

WITHIN = ALIVE
CAMERA = "elevator_1"
CLIENT = "smart_community_test_frigate"
EVERY_VERSION = pytest.mark.parametrize("version", ["0.17", "0.18"])
EVERY_STREAM = pytest.mark.parametrize("events", ["ws", "mqtt"])
JPEG, MP4 = b"\xff\xd8", b"ftyp"


@pytest.fixture(autouse=True)
def _asked_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for the statistics each second, so that nobody waits for what is only a matter of time."""
    monkeypatch.setattr(link_module, "POLL_EVERY", 1.0)


def clock() -> Instant:
    return Instant(datetime.now(UTC), time.monotonic())


async def until(there: Callable[[], bool], within: float = WITHIN) -> float:
    """Wait until something is so, and return for how many seconds that was."""

    async def ask() -> bool:
        return there()

    begun = time.monotonic()
    await eventually(ask, bool, within=within, what="what the test waits for")
    return time.monotonic() - begun


@dataclass
class Listened:
    """A running link and what it has told."""

    link: FrigateLink
    facts: list[CameraFact] = field(default_factory=list)
    statuses: list[FrigateStatus] = field(default_factory=list)

    def of[T](self, kind: type[T]) -> list[T]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    def reason(self) -> CameraTrouble | None:
        return self.link.health_of(CAMERA).reason

    async def connected(self) -> None:
        await until(lambda: self.link.status.connected and self.reason() is None)


def settings_of(frigate: SimulatedFrigate, events: str, *, login: bool = True) -> FrigateSettings:
    if not login:
        return FrigateSettings(frigate.url, events=events)  # type: ignore[arg-type]  # parametrized
    return FrigateSettings(frigate.auth_url, ADMIN.name, ADMIN.password, verify_tls=False, events=events)  # type: ignore[arg-type]  # parametrized


@asynccontextmanager
async def listening(settings: FrigateSettings, broker: Broker | None = None) -> AsyncGenerator[Listened]:
    at = None if broker is None else BrokerSettings(broker.host, broker.port, COMMUNITY.username, COMMUNITY.password)
    tasks = asyncio.all_tasks()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        link = FrigateLink(session=session, settings=settings, clock=clock, broker=at, client_id=CLIENT)
        listened = Listened(link)
        link.on_fact(listened.facts.append)
        link.on_status(listened.statuses.append)
        link.watch([CAMERA])
        await link.start()
        try:
            yield listened
        finally:
            await link.stop()
    ours = [task for task in asyncio.all_tasks() - tasks if task.get_name().startswith("Frigate")]
    assert ours == []
    assert not [thread for thread in threading.enumerate() if CLIENT in thread.name]


@asynccontextmanager
async def world(
    version: str, events: str, folder: Path, *, login: bool = True
) -> AsyncGenerator[tuple[SimulatedFrigate, Listened]]:
    cameras = [camera_of(CAMERA, View.ELEVATOR), camera_of("gate_north", View.GATE)]
    if events == "ws":
        async with (
            SimulatedFrigate(version, cameras) as frigate,
            listening(settings_of(frigate, events, login=login)) as listened,
        ):
            yield frigate, listened
        return
    async with (
        Broker(folder) as broker,
        SimulatedFrigate(version, cameras, mqtt=broker.endpoint(FRIGATE)) as frigate,
        listening(settings_of(frigate, events, login=login), broker) as listened,
    ):
        yield frigate, listened


@EVERY_VERSION
@EVERY_STREAM
async def test_an_ebike_comes_through_from_its_first_frame_to_its_last(
    version: str, events: str, tmp_path: Path
) -> None:
    async with world(version, events, tmp_path) as (frigate, listened):
        await listened.connected()
        assert listened.link.status.version is not None
        assert listened.link.status.version.startswith(version)
        playing = await frigate.play("ebike", CAMERA, stay=3.0)
        await until(lambda: any(fact.phase is Phase.ENDED for fact in listened.of(Sighting)))
        await until(lambda: any(fact.count == 0 for fact in listened.of(ZoneCount)[1:]))
        seen = [fact for fact in listened.of(Sighting) if fact.id == playing.event_ids[0]]
        assert seen[0].phase is Phase.BEGAN
        assert any(fact.sub_label == "ebike" for fact in seen)
        await until(lambda: bool(listened.of(Reviewed)))
        assert all("-verified" not in name for review in listened.of(Reviewed) for name in review.objects)


@EVERY_STREAM
async def test_frigate_restarting_takes_its_cameras_away_and_gives_them_back(events: str, tmp_path: Path) -> None:
    async with world("0.18", events, tmp_path) as (frigate, listened):
        await listened.connected()
        listened.facts.clear()
        await frigate.restart(down_for=2.0)
        assert listened.of(CameraHealth)[0].reason in {CameraTrouble.FRIGATE_GONE, CameraTrouble.STALE}
        await listened.connected()


@EVERY_STREAM
async def test_a_frigate_that_is_killed_is_gone_within_seconds(events: str, tmp_path: Path, figures: list[str]) -> None:
    async with world("0.17", events, tmp_path) as (frigate, listened):
        await listened.connected()
        await frigate.go_offline()
        took = await until(lambda: listened.reason() is CameraTrouble.FRIGATE_GONE)
        figures.append(f"Frigate killed, over {events}: its cameras were gone {took:.2f} s later")
        assert took < 5
        await until(lambda: listened.link.status.problem is FrigateProblem.UNREACHABLE)
        await frigate.come_back()
        await listened.connected()


@EVERY_VERSION
async def test_a_camera_that_is_down_or_hangs_is_stale_until_it_is_back(version: str, tmp_path: Path) -> None:
    async with world(version, "ws", tmp_path) as (frigate, listened):
        await listened.connected()
        for break_it in (frigate.camera_down, frigate.stale):
            break_it(CAMERA)
            await until(lambda: listened.reason() in {CameraTrouble.STALE, CameraTrouble.OFFLINE})
            assert listened.link.status.connected
            frigate.camera_up(CAMERA)
            await until(lambda: listened.reason() is None)


async def test_a_camera_whose_detection_is_switched_off_is_known_at_once(tmp_path: Path) -> None:
    async with world("0.18", "ws", tmp_path) as (frigate, listened):
        await listened.connected()
        frigate.command(f"{CAMERA}/detect/set", "OFF")
        assert await until(lambda: listened.reason() is CameraTrouble.DISABLED) < 3


async def test_what_came_while_nobody_listened_is_told_afterwards(tmp_path: Path) -> None:
    async with world("0.17", "ws", tmp_path) as (frigate, listened):
        await listened.connected()
        await listened.link.stop()
        playing = await frigate.play("ebike", CAMERA, stay=None)
        await until(lambda: any(event_id in frigate.records.events for event_id in playing.event_ids))
        async with listening(listened.link.settings) as again:
            await until(lambda: any(fact.id in playing.event_ids for fact in again.of(Sighting)))


@EVERY_VERSION
async def test_what_ended_while_the_broker_was_away_is_told_afterwards_and_its_camera_was_not_relied_on(
    version: str, tmp_path: Path
) -> None:
    async with world(version, "mqtt", tmp_path) as (frigate, listened):
        stream = listened.link.stream
        assert isinstance(stream, MqttStream)
        await listened.connected()
        playing = await frigate.play("ebike", CAMERA, stay=None)
        await until(lambda: any(fact.id in frigate.records.events for fact in listened.of(Sighting)))
        (event_id,) = playing.event_ids
        stream._client.disconnect()
        assert await until(lambda: listened.reason() is CameraTrouble.STALE) < 2
        playing.leave()
        await until(lambda: frigate.records.events[event_id].end_time is not None)
        assert not any(fact.phase is Phase.ENDED for fact in listened.of(Sighting))
        await asyncio.get_running_loop().run_in_executor(None, stream._begin)
        await until(lambda: (event_id, Phase.ENDED) in {(fact.id, fact.phase) for fact in listened.of(Sighting)})
        assert listened.reason() is None


async def test_a_wrong_password_is_told_and_not_tried_again_and_again() -> None:
    async with SimulatedFrigate("0.18") as frigate:
        settings = replace(settings_of(frigate, "ws"), password="wrong")
        async with listening(settings) as listened:
            await until(lambda: listened.link.status.problem is FrigateProblem.LOGIN_REFUSED)
            tries = listened.link.client.session.logins
            for call in (listened.link.client.version, listened.link.client.stats, listened.link.client.profile) * 3:
                with pytest.raises(FrigateError) as met:
                    await call()
                assert met.value.code is FrigateProblem.LOGIN_REFUSED
            assert listened.link.client.session.logins == tries == 1
            assert not listened.link.status.connected


async def test_a_certificate_that_frigate_made_itself_is_named_as_what_is_wrong() -> None:
    async with SimulatedFrigate("0.18") as frigate, aiohttp.ClientSession() as session:
        client = FrigateClient(session, replace(settings_of(frigate, "ws"), verify_tls=True), clock)
        with pytest.raises(FrigateError) as met:
            await client.version()
        assert met.value.code is FrigateProblem.TLS


@asynccontextmanager
async def client_of(
    frigate: SimulatedFrigate, name: str, password: str, clock: Clock = clock
) -> AsyncGenerator[FrigateClient]:
    settings = FrigateSettings(frigate.auth_url, name, password, verify_tls=False)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield FrigateClient(session, settings, clock)


@EVERY_VERSION
async def test_the_login_is_renewed_before_it_ends_and_when_frigate_has_forgotten_it(version: str) -> None:
    hours = 0.0

    def later() -> Instant:
        now = clock()
        return Instant(now.utc + timedelta(hours=hours), now.monotonic + hours * 3600)

    async with SimulatedFrigate(version) as frigate, client_of(frigate, ADMIN.name, ADMIN.password, later) as client:
        await client.version()
        hours = 23.9
        await client.version()
        assert (frigate.doors.logins, client.session.logins) == (1, 1)
        # Its session is a day long: minutes before that, and so without a refusal.
        hours = 23.95
        await client.version()
        assert (frigate.doors.logins, client.session.logins) == (2, 2)
        # A new secret, as after a reinstallation: every token of before is met with a 401.
        frigate.doors._secret = "x" * 64
        assert (await client.version()).startswith(version)
        assert frigate.doors.logins == 3


@EVERY_VERSION
async def test_a_viewer_may_look_and_not_write(version: str) -> None:
    async with SimulatedFrigate(version) as frigate, client_of(frigate, VIEWER.name, VIEWER.password) as client:
        profile = await client.profile()
        assert (profile.role, profile.is_admin) == ("viewer", False)
        assert CAMERA in (await client.config()).cameras
        with pytest.raises(FrigateError) as met:
            await client.faces()
        assert met.value.code is FrigateProblem.FORBIDDEN
        with pytest.raises(FrigateError) as met:
            await client.create_event(CAMERA, "falling_object")
        assert met.value.code is FrigateProblem.FORBIDDEN


@EVERY_VERSION
async def test_everything_that_we_ask_of_frigate_is_answered(version: str) -> None:
    async with SimulatedFrigate(version) as frigate, client_of(frigate, ADMIN.name, ADMIN.password) as client:
        playing = await frigate.play("ebike", CAMERA, stay=2.0)
        await until(lambda: playing.over)
        (event_id, *_) = playing.event_ids
        await until(lambda: event_id in frigate.records.events)
        event = await client.event(event_id)
        assert event.camera == CAMERA
        assert event_id in {row.id for row in await client.events(cameras=[CAMERA], limit=10)}
        await client.set_sub_label(event_id, "ebike", 0.9)
        await client.set_plate(event_id, "京A12345", 0.9)
        await client.set_description(event_id, "an e-bike")
        await client.retain(event_id, keep=True)
        assert (await client.event(event_id)).retained
        await client.retain(event_id, keep=False)
        for picture in (await client.snapshot(event_id, height=200), await client.latest(CAMERA, 200)):
            assert picture.startswith(JPEG)
        assert (await client.thumbnail(event_id))[8:12] == b"WEBP"
        assert MP4 in (await client.clip(event_id))[:32]
        now = datetime.now(UTC)
        assert MP4 in (await client.recording_clip(CAMERA, now - timedelta(seconds=3), now))[:32]
        reviews = await client.reviews(cameras=[CAMERA])
        await client.review_viewed(review.id for review in reviews)
        assert all(review.viewed for review in await client.reviews(cameras=[CAMERA]))
        manual = await client.create_event(CAMERA, "falling_object", sub_label="tower 3", duration=None)
        assert (await client.event(manual)).manual
        await client.end_event(manual)
        assert (await client.event(manual)).end is not None
        await client.register_face("resident_7", await client.latest(CAMERA))
        assert "resident_7" in await client.faces()
        await client.recognize_face(await client.latest(CAMERA))
        await client.export(CAMERA, now - timedelta(seconds=3), now, "case 7")
        with pytest.raises(FrigateError) as met:
            await client.event("1.5-abcdef")
        assert met.value.code is FrigateProblem.NOT_FOUND


async def test_the_live_picture_is_a_row_of_pictures_that_ends_when_nobody_looks() -> None:
    async with SimulatedFrigate("0.18") as frigate, client_of(frigate, ADMIN.name, ADMIN.password) as client:
        stream = client.mjpeg(CAMERA, 5, 200)
        pictures = [await anext(stream) for _ in range(3)]
        assert all(picture.startswith(JPEG) for picture in pictures)
        assert frigate.feeds == 1
        await stream.aclose()
        await until(lambda: frigate.feeds == 0)


async def test_a_broker_that_lets_nothing_through_is_told_though_it_says_nothing(tmp_path: Path) -> None:
    """A wrong prefix looks the same: the subscription is taken, and no message ever comes."""
    async with Broker(tmp_path) as broker, SimulatedFrigate("0.18") as frigate:
        settings = replace(settings_of(frigate, "mqtt"), topic_prefix="elsewhere")
        async with listening(settings, broker) as listened:
            await listened.connected()
            # The minutes that it takes are not waited for.
            listened.link._health.heard_at = time.monotonic() - 1000
            await until(lambda: listened.link.status.problem is FrigateProblem.NO_EVENTS)
            assert listened.reason() is CameraTrouble.STALE
