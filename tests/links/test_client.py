"""The link to the devices, with a stand-in for paho's client: no socket, and its thread only where one is tested."""

import asyncio
import json
import threading
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from typing import Any
from unittest.mock import patch

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.reasoncodes import ReasonCode

from custom_components.smart_community.core.device import (
    DeviceAvailability,
    DeviceEvent,
    DeviceInfo,
    DeviceKind,
    DeviceState,
    Malformed,
)
from custom_components.smart_community.core.ports import EventReceipt
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.links.devices.broker import BrokerSettings, LinkProblem, LinkStatus
from custom_components.smart_community.links.devices.client import DeviceLink

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
PREFIX = "smart_community/test/device/button-1"
SUCCESS = ReasonCode(PacketTypes.CONNACK, "Success")
CONNECTED = LinkStatus(connected=True, problem=None)
# What paho reports when a connection ends without a word of the broker: also right after a refused login.
LOST = ReasonCode(PacketTypes.DISCONNECT, "Unspecified error")


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: the link knows none."""


class StandInClient:
    """paho's client as the link uses it; a test calls the callbacks, on a thread of its own where it matters."""

    made: list[StandInClient] = []  # noqa: RUF012 - emptied by the fixture

    def __init__(self, _api: object, *, client_id: str, protocol: int, manual_ack: bool) -> None:
        self.made.append(self)
        self.identity = (client_id, protocol, manual_ack)
        self.published: list[tuple[str, dict[str, Any], bool]] = []
        self.acknowledged: list[int] = []
        self.subscribed: list[tuple[str, int]] = []
        self.will: tuple[str, bytes, bool] | None = None
        self.connect: dict[str, Any] = {}
        self.login: tuple[str | None, str | None] | None = None
        self.disconnected = False
        self.on_connect: Any = None
        self.on_connect_fail: Any = None
        self.on_disconnect: Any = None
        self.on_message: Any = None
        self.on_publish: Any = None
        self.on_subscribe: Any = None
        self.on_socket_open: Any = None
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def reconnect_delay_set(self, min_delay: int, max_delay: int) -> None:
        assert min_delay <= max_delay <= 10, "an alarm path is not left without a try for longer"

    def username_pw_set(self, username: str | None, password: str | None) -> None:
        self.login = (username, password)

    def will_set(self, topic: str, payload: bytes, *, qos: int, retain: bool) -> None:
        assert qos == 1
        self.will = (topic, payload, retain)

    def connect_async(self, host: str, port: int, keepalive: int, **options: Any) -> None:
        self.connect = {"host": host, "port": port, "keepalive": keepalive, **options}

    def subscribe(self, topics: list[tuple[str, int]]) -> None:
        self.subscribed += topics

    def publish(self, topic: str, payload: bytes, qos: int, *, retain: bool = False) -> None:
        assert qos == 1
        self.published.append((topic, json.loads(payload), retain))

    def ack(self, mid: int, qos: int) -> None:
        assert qos == 1
        self.acknowledged.append(mid)

    def tls_set_context(self, context: object) -> None:
        """Take what only a good certificate makes."""

    def loop_start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="paho stand-in")
        self._thread.start()

    def disconnect(self) -> None:
        self.disconnected = True

    def loop_stop(self) -> None:
        assert self.disconnected
        self._work.put(None)
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            work()

    async def there(self, work: Callable[[], None]) -> None:
        """Run `work` on the client's thread; what it hands over has begun on the loop when this returns."""
        done: Future[None] = Future()

        def run() -> None:
            work()
            done.set_result(None)

        self._work.put(run)
        await asyncio.wrap_future(done)
        await turn()

    # What a broker would do.

    def connected(self, reason: ReasonCode = SUCCESS) -> None:
        self.on_connect(self, None, {}, reason, None)

    def refused(self, name: str) -> None:
        """Refuse the connection; paho then closes it and says so."""
        self.connected(ReasonCode(PacketTypes.CONNACK, name))
        self.lost()

    def lost(self, reason: ReasonCode = LOST) -> None:
        self.on_disconnect(self, None, {}, reason, None)

    def taken_over(self) -> None:
        self.lost(ReasonCode(PacketTypes.DISCONNECT, "Session taken over"))

    def say(self, subtopic: str, body: object, mid: int = 1, *, retain: bool = False, topic: bytes = b"") -> None:
        message = mqtt.MQTTMessage(mid, topic or f"{PREFIX}/{subtopic}".encode())
        message.payload = body if isinstance(body, bytes) else json.dumps(body).encode()
        message.qos = 1
        message.retain = retain
        self.on_message(self, None, message)

    def press(self, seq: int, mid: int | None = None) -> None:
        self.say("event", {"boot": "b", "seq": seq, "type": "pressed"}, seq if mid is None else mid)


@dataclass
class Heard:
    """What the house hears of the link, and the clock that it has."""

    now: Instant = field(default_factory=lambda: Instant(NOW, 1000.0))
    facts: list[Any] = field(default_factory=list)
    events: list[DeviceEvent] = field(default_factory=list)
    receipts: list[EventReceipt] = field(default_factory=list)
    statuses: list[LinkStatus] = field(default_factory=list)
    fails_on: object = None

    def fact(self, fact: object) -> None:
        if self.fails_on is not None and isinstance(fact, DeviceState) and fact.battery == self.fails_on:
            message = "a fault of the desk"
            raise RuntimeError(message)
        self.facts.append(fact)

    def event(self, event: DeviceEvent, receipt: EventReceipt) -> None:
        if event.seq == self.fails_on:
            message = "a fault of the desk"
            raise RuntimeError(message)
        self.events.append(event)
        self.receipts.append(receipt)

    def wait(self, seconds: float) -> None:
        self.now = Instant(self.now.utc + timedelta(seconds=seconds), self.now.monotonic + seconds)


@dataclass
class Line:
    """A link that was started, what it is connected with, and who listens."""

    link: DeviceLink
    client: StandInClient
    heard: Heard


def make_link(heard: Heard, settings: BrokerSettings | None = None) -> DeviceLink:
    return DeviceLink(
        settings=settings or BrokerSettings("broker.invalid", 1883, "community", "opens nothing"),
        site="test",
        client_id="smart_community_1",
        clock=lambda: heard.now,
        on_fact=heard.fact,
        on_event=heard.event,
        on_status=heard.statuses.append,
    )


@pytest.fixture
async def line() -> AsyncGenerator[Line]:
    heard = Heard()
    StandInClient.made = []
    with patch("paho.mqtt.client.Client", StandInClient):
        link = make_link(heard)
        await link.start()
        (client,) = StandInClient.made
        yield Line(link, client, heard)
        await link.stop()


@pytest.fixture
async def connected(line: Line) -> Line:
    line.client.connected()
    await turn()
    return line


async def turn() -> None:
    """Let the event loop do what was handed over to it."""
    await asyncio.sleep(0)


async def test_the_session_is_kept_and_nothing_is_acknowledged_by_itself(line: Line) -> None:
    assert line.client.identity == ("smart_community_1", mqtt.MQTTv5, True)
    assert line.client.login == ("community", "opens nothing")
    assert (line.client.connect["host"], line.client.connect["clean_start"]) == ("broker.invalid", False)
    assert line.client.connect["properties"].SessionExpiryInterval == 0xFFFFFFFF
    assert line.client.will == ("smart_community/test/heartbeat", b'{"at":null}', True)
    assert line.link.status == LinkStatus(connected=False, problem=None)


async def test_a_connection_subscribes_to_all_that_devices_say_and_is_reported_once(line: Line) -> None:
    await line.client.there(line.client.connected)
    assert line.heard.statuses == [CONNECTED]
    assert line.client.subscribed == [
        ("smart_community/test/device/+/event", 1),
        ("smart_community/test/device/+/result", 1),
        ("smart_community/test/device/+/info", 0),
        ("smart_community/test/device/+/availability", 0),
        ("smart_community/test/device/+/state", 0),
    ]
    assert line.link.counts.connections == 1


async def test_a_burst_is_handed_over_with_one_call_a_batch_in_order_and_never_stalls_the_loop(connected: Line) -> None:
    loop = asyncio.get_running_loop()
    with patch.object(loop, "call_soon_threadsafe", wraps=loop.call_soon_threadsafe) as handed_over:
        # Called on this thread, so that the loop cannot take from the batch while it comes in.
        for seq in range(200):
            connected.client.press(seq)
        assert handed_over.call_count == 1
        assert connected.heard.events == []
        turns = []
        while len(connected.heard.events) < 200:
            await turn()
            turns.append(len(connected.heard.events))
            assert len(turns) < 10
        assert handed_over.call_count == 1
        connected.client.press(200)
        assert handed_over.call_count == 2
    await turn()
    assert [event.seq for event in connected.heard.events] == list(range(201))
    assert turns[:4] == [50, 100, 150, 200], "between the turns others have theirs"


async def test_a_burst_from_its_own_thread_arrives_whole_and_in_order(connected: Line) -> None:
    def burst() -> None:
        for seq in range(500):
            connected.client.press(seq)

    await connected.client.there(burst)
    for _ in range(20):
        await turn()
    assert [event.seq for event in connected.heard.events] == list(range(500))
    assert connected.link.counts.events == connected.link.counts.messages == 500


async def test_an_event_is_acknowledged_to_the_broker_when_it_is_released_and_not_before(connected: Line) -> None:
    connected.client.press(1, mid=77)
    await turn()
    (receipt,) = connected.heard.receipts
    assert connected.client.acknowledged == []
    receipt.confirm()
    assert connected.client.acknowledged == [], "the device is told by our ack, the broker by its own"
    assert connected.client.published == [(f"{PREFIX}/ack", {"boot": "b", "seq": 1}, False)]
    receipt.release()
    assert connected.client.acknowledged == [77]


async def test_thirty_stuck_events_hold_back_no_other_message(connected: Line) -> None:
    for seq in range(30):
        connected.client.press(seq)
    connected.client.say("state", {"battery": 50}, mid=900)
    await turn()
    assert connected.client.acknowledged == [900]
    for receipt in connected.heard.receipts:
        receipt.release()
    assert connected.client.acknowledged == [900, *range(30)]


@pytest.mark.parametrize(
    ("subtopic", "body", "fact"),
    [
        ("state", {"battery": 50}, DeviceState("button-1", NOW, battery=50.0)),
        ("info", {"kind": "help_button"}, DeviceInfo("button-1", DeviceKind.HELP_BUTTON)),
        ("availability", b"offline", DeviceAvailability("button-1", NOW, online=False)),
        ("event", b"{", Malformed(f"{PREFIX}/event", "the payload is not JSON", "button-1")),
        ("state", b"x" * 5000, Malformed(f"{PREFIX}/state", "the payload is larger than 4096 bytes", "button-1")),
        ("info", b"", None),
    ],
)
async def test_state_info_and_malformed_are_acknowledged_at_once(
    connected: Line, subtopic: str, body: object, fact: object
) -> None:
    connected.client.say(subtopic, body, mid=5)
    await turn()
    assert connected.client.acknowledged == [5]
    assert connected.heard.facts == ([] if fact is None else [fact])
    assert connected.link.counts.malformed == isinstance(fact, Malformed)


async def test_a_command_is_answered_by_the_result_of_its_device(connected: Line) -> None:
    task = asyncio.create_task(connected.link.commands.execute("button-1", "on", {"for": 180}))
    await turn()
    ((topic, body, retained),) = connected.client.published
    assert (topic, body["command"], body["for"], retained) == (f"{PREFIX}/command", "on", 180, False)
    assert datetime.fromisoformat(body["expires"]) > NOW
    assert not task.done()
    connected.client.say("result", {"id": body["id"], "ok": True}, mid=5)
    await turn()
    await task
    assert connected.client.acknowledged == [5]


@pytest.mark.parametrize("topic", [b"smart_community/test/device/button-1/unknown", b"\xff\xfe", b"x"])
async def test_a_message_on_an_unknown_topic_is_acknowledged_and_malformed(connected: Line, topic: bytes) -> None:
    connected.client.say("", {}, mid=5, topic=topic)
    await turn()
    assert connected.client.acknowledged == [5]
    (fact,) = connected.heard.facts
    assert isinstance(fact, Malformed)


async def test_what_the_broker_repeats_from_its_memory_is_marked_so(connected: Line) -> None:
    connected.client.say("state", {"battery": 50}, retain=True)
    connected.client.say("availability", b"online", retain=True)
    connected.client.say("state", {"battery": 49})
    await turn()
    assert [fact.retained for fact in connected.heard.facts] == [True, True, False]


@pytest.mark.parametrize("broken", [2, 50.0])
async def test_a_fault_of_ours_at_one_message_holds_up_none_behind_it(
    connected: Line, caplog: pytest.LogCaptureFixture, broken: float
) -> None:
    connected.heard.fails_on = broken
    connected.client.press(1)
    connected.client.press(2)
    connected.client.say("state", {"battery": 50}, mid=3)
    connected.client.press(4)
    await turn()
    assert [event.seq for event in connected.heard.events] == ([1, 4] if broken == 2 else [1, 2, 4])
    assert set(connected.client.acknowledged) == ({2, 3} if broken == 2 else {3}), "what failed does not fill the line"
    assert "could not be handled" in caplog.text


async def test_a_receipt_of_an_earlier_connection_is_not_acknowledged_on_the_new_one(connected: Line) -> None:
    connected.client.press(1, mid=7)
    await turn()
    connected.client.lost()
    connected.client.connected()
    connected.client.press(2, mid=7)
    await turn()
    old, new = connected.heard.receipts
    old.release()
    assert connected.client.acknowledged == [], "7 is another message now, which nobody has stored"
    old.confirm()
    assert connected.client.published == [(f"{PREFIX}/ack", {"boot": "b", "seq": 1}, False)]
    new.release()
    assert connected.client.acknowledged == [7]


async def test_without_a_connection_nothing_is_sent(connected: Line) -> None:
    connected.client.press(1)
    await turn()
    connected.client.lost()
    await turn()
    (receipt,) = connected.heard.receipts
    receipt.confirm()
    receipt.release()
    connected.link.beat(NOW)
    assert not connected.link.send("button-1", "c1", "signal", NOW, pattern="sent")
    assert (connected.client.published, connected.client.acknowledged) == ([], [])


async def test_heartbeats_and_commands_go_out_while_connected(connected: Line) -> None:
    connected.link.beat(NOW)
    assert connected.link.send("button-1", "c1", "signal", NOW, pattern="sent")
    beat, command = connected.client.published
    assert beat == ("smart_community/test/heartbeat", {"at": "2026-11-23T08:00:00+00:00", "every": 10}, True)
    assert command[0] == f"{PREFIX}/command"
    assert command[1] == {"pattern": "sent", "id": "c1", "command": "signal", "expires": "2026-11-23T08:00:00+00:00"}


async def test_a_lost_connection_and_its_return_are_reported(connected: Line) -> None:
    connected.client.lost()
    connected.client.on_connect_fail(connected.client, None)
    connected.client.connected()
    await turn()
    unreachable = LinkStatus(connected=False, problem=LinkProblem.UNREACHABLE)
    assert connected.heard.statuses == [CONNECTED, unreachable, CONNECTED]


@pytest.mark.parametrize(
    ("reason", "problem"),
    [
        ("Bad user name or password", LinkProblem.LOGIN_REFUSED),
        ("Not authorized", LinkProblem.LOGIN_REFUSED),
        ("Unsupported protocol version", LinkProblem.TOO_OLD),
        ("Server unavailable", LinkProblem.UNREACHABLE),
    ],
)
async def test_a_refused_connection_is_reported_for_what_it_is_and_stays_so(
    line: Line, reason: str, problem: LinkProblem
) -> None:
    for _ in range(3):
        line.client.refused(reason)
        await turn()
    assert line.heard.statuses == [LinkStatus(connected=False, problem=problem)]
    assert line.client.subscribed == []


async def test_a_broker_that_goes_away_after_it_refused_us_is_unreachable(line: Line) -> None:
    line.client.refused("Not authorized")
    line.client.on_connect_fail(line.client, None)
    line.client.connected()
    line.client.lost()
    await turn()
    assert [status.problem for status in line.heard.statuses] == [
        *(LinkProblem.LOGIN_REFUSED, LinkProblem.UNREACHABLE, None, LinkProblem.UNREACHABLE)
    ]


async def test_a_denied_subscription_is_no_silent_connection(connected: Line) -> None:
    granted, denied = ReasonCode(PacketTypes.SUBACK, "Granted QoS 1"), ReasonCode(PacketTypes.SUBACK, "Not authorized")
    connected.client.on_subscribe(connected.client, None, 1, [granted] * 5, None)
    await turn()
    assert connected.heard.statuses == [CONNECTED]
    connected.client.on_subscribe(connected.client, None, 1, [granted, denied], None)
    await turn()
    assert connected.link.status == LinkStatus(connected=True, problem=LinkProblem.NOT_ALLOWED)
    connected.link.beat(NOW)
    assert connected.link.status.problem is LinkProblem.NOT_ALLOWED, "that we may speak is not that we may listen"
    connected.client.lost()
    connected.client.connected()
    await turn()
    assert connected.link.status == CONNECTED


async def test_a_denied_publish_is_reported_and_so_is_its_end(connected: Line) -> None:
    for name in ("Not authorized", "Success"):
        connected.client.on_publish(connected.client, None, 1, ReasonCode(PacketTypes.PUBACK, name), None)
        await turn()
    assert [status.problem for status in connected.heard.statuses] == [None, LinkProblem.NOT_ALLOWED, None]


async def test_three_takeovers_in_five_minutes_are_a_twin(connected: Line) -> None:
    for _ in range(3):
        connected.heard.wait(100)
        connected.client.taken_over()
        connected.client.connected()
        await turn()
    unreachable = LinkStatus(connected=False, problem=LinkProblem.UNREACHABLE)
    assert connected.heard.statuses == [
        *(CONNECTED, unreachable, CONNECTED, unreachable, CONNECTED),
        LinkStatus(connected=False, problem=LinkProblem.TWIN),
        LinkStatus(connected=True, problem=LinkProblem.TWIN),
    ]


async def test_takeovers_further_apart_are_our_own_reconnections(connected: Line) -> None:
    for _ in range(6):
        connected.heard.wait(151)
        connected.client.taken_over()
        connected.client.connected()
        await turn()
    assert LinkProblem.TWIN not in {status.problem for status in connected.heard.statuses}


async def test_a_twin_is_found_though_the_broker_says_nothing(connected: Line) -> None:
    # Mosquitto 2.0 closes the connection of the one without a word, and takes it at once when it comes back.
    for _ in range(4):
        connected.heard.wait(1)
        connected.client.lost()
        connected.heard.wait(1)
        connected.client.connected()
        await turn()
    assert connected.link.status == LinkStatus(connected=True, problem=LinkProblem.TWIN)


@pytest.mark.parametrize(
    ("stood_s", "away_s", "reason"),
    [(60, 1, "Unspecified error"), (1, 10, "Unspecified error"), (1, 1, "Keep alive timeout")],
    ids=["a broker that is restarted", "a network that comes and goes", "a link that falls silent"],
)
async def test_other_losses_are_no_twin(connected: Line, stood_s: int, away_s: int, reason: str) -> None:
    for _ in range(6):
        connected.heard.wait(stood_s)
        connected.client.lost(ReasonCode(PacketTypes.DISCONNECT, reason))
        connected.heard.wait(away_s)
        connected.client.connected()
        await turn()
    assert LinkProblem.TWIN not in {status.problem for status in connected.heard.statuses}


async def test_a_twin_that_is_gone_is_a_problem_no_longer(connected: Line) -> None:
    for _ in range(3):
        connected.client.taken_over()
        connected.client.connected()
    await turn()
    assert connected.link.status == LinkStatus(connected=True, problem=LinkProblem.TWIN)
    connected.heard.wait(299)
    connected.link.beat(NOW)
    assert connected.link.status.problem is LinkProblem.TWIN
    connected.heard.wait(2)
    connected.link.beat(NOW)
    assert connected.link.status == CONNECTED
    assert connected.heard.statuses[-1] == CONNECTED
    assert connected.link.counts.connections == 4, "a heartbeat is no connection"


async def test_after_stop_nothing_is_handed_over_and_no_thread_is_left(connected: Line) -> None:
    assert "paho stand-in" in {thread.name for thread in threading.enumerate()}
    connected.client.press(1)
    statuses = list(connected.heard.statuses)
    await connected.link.stop(300)
    assert "paho stand-in" not in {thread.name for thread in threading.enumerate()}
    assert connected.client.disconnected
    ((_, beat, retained),) = connected.client.published
    assert (beat["pause"], retained) == (300, True)
    connected.client.press(2)
    connected.client.say("state", {"battery": 50})
    connected.client.lost()
    connected.client.connected()
    connected.client.on_connect_fail(connected.client, None)
    for _ in range(3):
        await turn()
    assert [event.seq for event in connected.heard.events] in ([], [1])
    assert (connected.heard.facts, connected.heard.statuses) == ([], statuses)
    assert connected.client.acknowledged == [], "the broker keeps what nobody has stored"


async def test_a_heartbeat_after_stop_does_not_take_the_pause_back(connected: Line) -> None:
    await connected.link.stop(300)
    connected.link.beat(NOW)
    assert [beat.get("pause") for _, beat, _ in connected.client.published] == [300]


async def test_paho_survives_an_event_loop_that_is_closed(connected: Line) -> None:
    with patch.object(asyncio.get_running_loop(), "call_soon_threadsafe", side_effect=RuntimeError("closed")):
        connected.client.press(1)
        connected.client.lost()
    assert connected.heard.events == []


async def test_a_certificate_that_is_none_is_reported_and_raises_nothing() -> None:
    heard = Heard()
    StandInClient.made = []
    with patch("paho.mqtt.client.Client", StandInClient):
        link = make_link(heard, BrokerSettings("broker.invalid", 8883, tls=True, ca_certificate="no certificate"))
        await link.start()
        assert heard.statuses == [LinkStatus(connected=False, problem=LinkProblem.TLS)]
        await link.stop()
