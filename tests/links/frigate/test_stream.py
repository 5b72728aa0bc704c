"""The streams: over Frigate's websocket and over the broker, with stand-ins for both. No socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from unittest.mock import Mock

import aiohttp
import pytest
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.reasoncodes import ReasonCode

from custom_components.smart_community.links.devices.broker import BrokerSettings
from custom_components.smart_community.links.frigate import stream as stream_module
from custom_components.smart_community.links.frigate.errors import FrigateError, FrigateProblem
from custom_components.smart_community.links.frigate.link import FrigateLink
from custom_components.smart_community.links.frigate.model import FrigateSettings
from custom_components.smart_community.links.frigate.stream import MqttStream, WebsocketStream
from tests.links.frigate.messages import Watch, sample
from tests.links.frigate.stand_in import SETTINGS, StandInConnections

BROKER = BrokerSettings("broker.invalid", 1883, "community", "opens nothing")
OVER_MQTT = FrigateSettings("http://frigate.invalid:5000", topic_prefix="cameras/frigate", events="mqtt")
SUCCESS = ReasonCode(PacketTypes.CONNACK, "Success")
GRANTED = ReasonCode(PacketTypes.SUBACK, "Granted QoS 0")
DENIED = ReasonCode(PacketTypes.SUBACK, "Not authorized")


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: what is tested here knows none."""


# The websocket.


class Socket:
    """A websocket that says what a test has put into it, and then ends."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts
        self.sent: list[str] = []
        self.closed = False

    async def send_str(self, text: str) -> None:
        self.sent.append(text)

    async def close(self) -> None:
        self.closed = True

    async def __aiter__(self) -> AsyncIterator[aiohttp.WSMessage]:
        for text in self.texts:
            yield aiohttp.WSMessage(aiohttp.WSMsgType.TEXT, text, None)


async def listen(sockets: list[Socket | FrigateError], monkeypatch: pytest.MonkeyPatch) -> tuple[Mock, list[float]]:
    """Return what a listener heard of these sockets, one after the other, and how long was waited between them."""
    done, waits, listener = asyncio.Event(), list[float](), Mock()

    class Session:
        async def listen(self) -> Any:
            if not sockets:
                done.set()
                await asyncio.Event().wait()
            socket = sockets.pop(0)
            if isinstance(socket, FrigateError):
                raise socket
            return socket

    async def pause(seconds: float) -> None:
        if seconds:
            waits.append(seconds)

    monkeypatch.setattr("custom_components.smart_community.links.frigate.stream.asyncio.sleep", pause)
    stream = WebsocketStream(Session(), listener)  # type: ignore[arg-type]  # a stand-in
    await stream.start()
    await done.wait()
    await stream.stop()
    return listener, waits


async def test_the_websocket_says_what_the_broker_says_and_asks_what_is_in_view(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    payload = json.dumps(sample("0.17_events_person_new"))
    socket = Socket(json.dumps({"topic": "events", "payload": payload}), "{", "[]", '{"topic": 7}')
    listener, _ = await listen([socket], monkeypatch)
    listener.opened.assert_called_once_with()
    listener.said.assert_called_once_with("events", payload)
    listener.closed.assert_called_once_with(None)
    assert json.loads(socket.sent[0])["topic"] == "onConnect"
    assert socket.closed


async def test_the_websocket_is_tried_again_more_and_more_slowly_and_a_refused_login_slowest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone = [FrigateError(FrigateProblem.UNREACHABLE) for _ in range(6)]
    refused = FrigateError(FrigateProblem.LOGIN_REFUSED)
    listener, waits = await listen([*gone, refused, Socket(), *gone[:1]], monkeypatch)
    assert waits == [1.0, 2.0, 4.0, 8.0, 10, 10, 60.0, 0.5, 1.0]
    assert listener.closed.call_args_list[6].args == (FrigateProblem.LOGIN_REFUSED,)


async def test_the_websocket_logs_in_again_on_a_401() -> None:
    connections = StandInConnections()
    socket = Socket()
    refused = aiohttp.WSServerHandshakeError(Mock(), (), status=401)
    connect = Mock(side_effect=[refused, socket])

    async def ws_connect(*arguments: Any, **options: Any) -> Any:
        return connect(*arguments, **options)

    connections.ws_connect = ws_connect  # type: ignore[attr-defined]  # a stand-in
    link = FrigateLink(session=connections, settings=SETTINGS, clock=Watch())  # type: ignore[arg-type]  # a stand-in
    opened: object = await link.client.session.listen()
    assert opened is socket
    assert connections.logins == 2
    assert str(connect.call_args.args[0]) == "wss://frigate.invalid:8971/ws"
    assert connect.call_args.kwargs["headers"]["Authorization"].startswith("Bearer ")


# The broker.


@pytest.fixture
def paho(monkeypatch: pytest.MonkeyPatch) -> Mock:
    client = Mock()
    monkeypatch.setattr("custom_components.smart_community.links.frigate.stream.mqtt.Client", Mock(return_value=client))
    return client


async def mqtt_stream(listener: Mock) -> MqttStream:
    stream = MqttStream(BROKER, "smart_community_x_frigate", OVER_MQTT.topic_prefix, listener)
    await stream.start()
    return stream


async def test_the_broker_is_asked_for_what_is_read_with_a_clean_session_and_not_for_pictures(paho: Mock) -> None:
    listener = Mock()
    stream = await mqtt_stream(listener)
    assert paho.connect_async.call_args.kwargs == {"clean_start": True}
    paho.on_connect(paho, None, None, SUCCESS, None)
    topics = {topic for topic, _qos in paho.subscribe.call_args.args[0]}
    assert "cameras/frigate/events" in topics
    assert all(topic.startswith("cameras/frigate/") and not topic.endswith(("#", "snapshot")) for topic in topics)
    paho.on_subscribe(paho, None, 1, [GRANTED], None)
    await asyncio.sleep(0)
    listener.opened.assert_called_once_with()
    await stream.stop()
    paho.loop_stop.assert_called_once_with()


def message(topic: str, payload: object, *, retain: bool = False) -> Mock:
    return Mock(topic=f"cameras/frigate/{topic}", payload=str(payload).encode(), retain=retain)


async def test_what_the_broker_brings_is_told_in_order_without_the_prefix(paho: Mock) -> None:
    listener = Mock()
    stream = await mqtt_stream(listener)
    for number in range(120):
        paho.on_message(paho, None, message("cabin/bicycle", number))
    for _ in range(5):
        await asyncio.sleep(0)
    assert [call.args for call in listener.said.call_args_list] == [
        ("cabin/bicycle", str(number).encode()) for number in range(120)
    ]
    await stream.stop()
    paho.on_disconnect(paho, None, None, SUCCESS, None)
    await asyncio.sleep(0)
    listener.closed.assert_not_called()


async def test_what_waits_has_a_bound_and_what_is_dropped_is_counted(
    paho: Mock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "_MOST_WAITING", 10)
    listener = Mock()
    stream = await mqtt_stream(listener)
    for number in range(25):
        paho.on_message(paho, None, message("stats", number))
    await asyncio.sleep(0)
    assert stream.dropped == 15
    assert listener.said.call_count == 10
    assert listener.said.call_args.args == ("stats", b"24")
    await stream.stop()


async def test_of_what_a_broker_has_kept_only_what_frigate_has_it_keep_is_heard(paho: Mock) -> None:
    """A count that somebody left there once would be an e-bike in every car, each time we connect."""
    listener = Mock()
    stream = await mqtt_stream(listener)
    for topic, payload in (
        ("elevator_1/ebike", 1),
        ("events", "{}"),
        ("stats", "{}"),
        ("available", "online"),
        ("elevator_1/detect/state", "ON"),
    ):
        paho.on_message(paho, None, message(topic, payload, retain=True))
    await asyncio.sleep(0)
    assert [call.args[0] for call in listener.said.call_args_list] == ["available", "elevator_1/detect/state"]
    await stream.stop()


async def test_certificates_that_cannot_be_read_are_told_and_tried_again(
    paho: Mock, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, listener = asyncio.get_running_loop(), Mock()
    tries, told = [PermissionError(), OSError(), Mock()], asyncio.Event()
    monkeypatch.setattr(BrokerSettings, "make_tls_context", Mock(side_effect=tries))
    monkeypatch.setattr(stream_module, "_SLOWEST_RETRY", 0)
    paho.loop_start.side_effect = lambda: loop.call_soon_threadsafe(told.set)
    stream = MqttStream(replace(BROKER, tls=True), "smart_community_x_frigate", OVER_MQTT.topic_prefix, listener)
    await stream.start()
    listener.closed.assert_called_once_with(FrigateProblem.NO_EVENTS)
    await told.wait()
    assert listener.closed.call_count == 2
    paho.connect_async.assert_called_once()
    await stream.stop()
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("Frigate")]


async def test_a_stream_that_ends_while_it_is_tried_again_leaves_no_task_and_no_thread(
    paho: Mock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BrokerSettings, "make_tls_context", Mock(side_effect=OSError))
    stream = MqttStream(replace(BROKER, tls=True), "smart_community_x_frigate", OVER_MQTT.topic_prefix, Mock())
    await stream.start()
    await stream.stop()
    stream._begin()
    paho.loop_start.assert_not_called()
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("Frigate")]


async def test_a_broker_that_forbids_or_refuses_is_a_stream_without_events(paho: Mock) -> None:
    listener = Mock()
    stream = await mqtt_stream(listener)
    paho.on_subscribe(paho, None, 1, [GRANTED, DENIED], None)
    paho.on_connect(paho, None, None, ReasonCode(PacketTypes.CONNACK, "Bad user name or password"), None)
    paho.on_connect_fail(paho, None)
    paho.on_disconnect(paho, None, None, SUCCESS, None)
    await asyncio.sleep(0)
    assert [call.args for call in listener.closed.call_args_list] == [
        (FrigateProblem.NO_EVENTS,),
        (FrigateProblem.NO_EVENTS,),
        (None,),
        (None,),
    ]
    await stream.stop()


async def test_a_link_over_mqtt_listens_at_the_community_s_broker(paho: Mock) -> None:
    link = FrigateLink(
        session=StandInConnections(),  # type: ignore[arg-type]  # a stand-in
        settings=OVER_MQTT,
        clock=Watch(),
        broker=BROKER,
        client_id="smart_community_x_frigate",
    )
    assert isinstance(link.stream, MqttStream)
    paho.username_pw_set.assert_called_once_with("community", "opens nothing")
