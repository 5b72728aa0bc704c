"""Our own MQTT client: a fixed client id, a persistent session, and acknowledgement by hand.

paho runs its thread; whatever arrives there is handed to the event loop in one call a batch.
"""

import asyncio
import logging
import socket
import ssl
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from ...core.device import DeviceAvailability, DeviceEvent, DeviceState, Malformed
from ...core.ports import Clock
from ..inbox import Inbox
from . import protocol
from .broker import BrokerSettings, LinkProblem, LinkStatus, problem_of
from .commands import Commands

_LOGGER = logging.getLogger(__name__)

_KEEPALIVE: Final = 30  # seconds
_SLOWEST_RETRY: Final = 10  # seconds: an alarm path is never longer without a try than this
_FOR_EVER: Final = 0xFFFFFFFF  # session expiry of MQTT 5
_TAKEN_OVER: Final = "Session taken over"
# As many takeovers within this time mean a twin with our client id, not a reconnect after a lost link.
_TAKEOVERS_OF_A_TWIN: Final = 3
_TAKEOVER_WINDOW: Final = 300.0  # seconds
# Mosquitto 2.0 takes over without a word. But only in a fight for the session does a connection end again within
# this time of its beginning, and stand again as soon after that (seconds; paho waits one before it tries).
_SHORT_CONNECTION: Final = 30.0
_BACK_AT_ONCE: Final = 3.0
_SILENCE: Final = "Keep alive timeout"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One event's message: `confirm` tells its device, `release` tells the broker."""

    link: DeviceLink
    event: DeviceEvent
    mid: int
    qos: int
    connection: int

    def confirm(self) -> None:
        """Publish the device's ack: its event is on disk."""
        self.link.confirm(self.event)

    def release(self) -> None:
        """Tell the broker that it need not send the message again."""
        self.link.release(self)


@dataclass(frozen=True, slots=True)
class _Message:
    topic: str
    payload: bytes
    mid: int
    qos: int
    connection: int
    retained: bool


@dataclass(slots=True)
class Counts:
    """What the link has seen since it started."""

    messages: int = 0
    events: int = 0
    malformed: int = 0
    connections: int = 0
    takeovers: deque[float] = field(default_factory=lambda: deque(maxlen=_TAKEOVERS_OF_A_TWIN))


class DeviceLink:
    """The link to every device that speaks our protocol. Used on the event loop; `on_…` are called there."""

    def __init__(
        self,
        *,
        settings: BrokerSettings,
        site: str,
        client_id: str,
        clock: Clock,
        on_fact: Callable[[protocol.Fact], None],
        on_event: Callable[[DeviceEvent, Receipt], None],
        on_status: Callable[[LinkStatus], None],
    ) -> None:
        """Prepare; nothing is opened before `start`."""
        self._settings = settings
        self._site = site
        self._clock = clock
        self._on_fact = on_fact
        self._on_event = on_event
        self._on_status = on_status
        self._loop = asyncio.get_running_loop()
        # Without a bound: what is dropped here would be an alarm.
        self._inbox = Inbox(self._take_or_drop)
        self._connection = 0
        self._connected = False
        self._problem: LinkProblem | None = None
        self._stopped = False
        # What the broker's access list forbids us: to publish, to subscribe.
        self._refused = False
        self._unheard = False
        # Of the connection that is about to be lost, the broker has said why it refuses it.
        self._told_why = False
        # Monotonic seconds; `_dropped_at` is None unless a connection was cut short and no try has failed since.
        self._connected_at = 0.0
        self._dropped_at: float | None = None
        self.counts = Counts()
        self.commands = Commands(self.send, clock)
        client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=client_id, protocol=mqtt.MQTTv5, manual_ack=True)
        client.reconnect_delay_set(min_delay=1, max_delay=_SLOWEST_RETRY)
        client.username_pw_set(settings.username, settings.password)
        client.will_set(protocol.heartbeat_topic(site), protocol.heartbeat(None), qos=1, retain=True)
        client.on_connect = self._connected_there
        client.on_connect_fail = self._failed_there
        client.on_disconnect = self._disconnected_there
        client.on_message = self._message_there
        client.on_publish = self._published_there
        client.on_subscribe = self._subscribed_there
        client.on_socket_open = _send_at_once
        self._client = client

    @property
    def status(self) -> LinkStatus:
        """Whether the broker is reached, and what stands in the way."""
        return LinkStatus(self._connected, self._problem)

    async def start(self) -> None:
        """Begin to connect, and go on trying until `stop`; a refused login is reported, not raised."""
        try:
            await self._loop.run_in_executor(None, self._begin)
        except ssl.SSLError, ValueError:
            # The certificate was good when it was saved; the other link (entities) must start all the same.
            self._set_status(False, LinkProblem.TLS)  # noqa: FBT003

    async def stop(self, pause: int | None = None) -> None:
        """Say that we pause (s), disconnect cleanly, and end the thread; the broker keeps our session."""
        self.beat(self._clock().utc, pause)
        # From here on no beat may take the pause back.
        self._stopped = True
        self._inbox.close()
        await self._loop.run_in_executor(None, self._end)

    def confirm(self, event: DeviceEvent) -> None:
        """Publish the ack of an event; without a connection nothing is sent, and the device asks again."""
        if self._connected:
            topic, payload = protocol.ack(self._site, event.key)
            self._client.publish(topic, payload, qos=1)

    def release(self, receipt: Receipt) -> None:
        """Acknowledge a message to the broker, if it came over the connection that still stands."""
        self._acknowledge(receipt.mid, receipt.qos, receipt.connection)

    def send(self, device: str, command_id: str, name: str, expires: datetime, **arguments: Any) -> bool:
        """Send a command; False if there is no connection (it is not kept for later)."""
        if not self._connected:
            return False
        topic, payload = protocol.command(self._site, device, command_id, name, expires, arguments)
        self._client.publish(topic, payload, qos=1)
        return True

    def beat(self, at: datetime, pause: int | None = None) -> None:
        """Publish the heartbeat, retained; devices without a clock take their time from it."""
        if self._connected and not self._stopped:
            # A twin that is gone is no problem any more, though nothing else happens.
            self._set_status(True, None)  # noqa: FBT003
            self._client.publish(
                protocol.heartbeat_topic(self._site), protocol.heartbeat(at, pause), qos=1, retain=True
            )

    # In an executor: paho and the TLS library read files and look up names.

    def _begin(self) -> None:
        if self._settings.tls:
            self._client.tls_set_context(self._settings.make_tls_context())
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  # paho types it not
        properties.SessionExpiryInterval = _FOR_EVER
        self._client.connect_async(
            self._settings.host, self._settings.port, _KEEPALIVE, clean_start=False, properties=properties
        )
        self._client.loop_start()

    def _end(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    # On paho's thread: hand over, nothing else.

    def _connected_there(self, _client: object, _data: object, _flags: object, reason: ReasonCode, _p: object) -> None:
        if not reason.is_failure:
            self._connection += 1
            self._unheard = False
            self.counts.connections += 1
            self._client.subscribe(protocol.subscriptions(self._site))
        self._told_why = reason.is_failure
        self._inbox.hand_over(self._set_status, not reason.is_failure, problem_of(reason))

    def _failed_there(self, _client: object, _data: object) -> None:
        # paho calls this while it handles what went wrong.
        problem = LinkProblem.TLS if isinstance(sys.exception(), ssl.SSLError) else LinkProblem.UNREACHABLE
        self._inbox.hand_over(self._cut_short, None)
        self._inbox.hand_over(self._set_status, False, problem)  # noqa: FBT003

    def _disconnected_there(
        self, _client: object, _data: object, _flags: object, reason: ReasonCode, _p: object
    ) -> None:
        told_why, self._told_why = self._told_why, False
        if str(reason) == _TAKEN_OVER:
            self._inbox.hand_over(self._taken_over)
        elif not (self._stopped or told_why):
            self._inbox.hand_over(self._cut_short, None if str(reason) == _SILENCE else self._clock().monotonic)
            self._inbox.hand_over(self._set_status, False, problem_of(reason) or LinkProblem.UNREACHABLE)  # noqa: FBT003

    def _published_there(self, _client: object, _data: object, _mid: int, reason: ReasonCode, _p: object) -> None:
        # The heartbeat finds it out within seconds: the broker's access list no longer lets us speak.
        if reason.is_failure is not self._refused:
            self._refused = reason.is_failure
            self._inbox.hand_over(self._set_status, True, None)  # noqa: FBT003

    def _subscribed_there(
        self, _client: object, _data: object, _mid: int, reasons: list[ReasonCode], _p: object
    ) -> None:
        if any(reason.is_failure for reason in reasons):
            self._unheard = True
            self._inbox.hand_over(self._set_status, True, None)  # noqa: FBT003

    def _message_there(self, _client: object, _data: object, message: mqtt.MQTTMessage) -> None:
        try:
            topic = message.topic
        except UnicodeDecodeError:
            topic = ""
        self._inbox.put(_Message(topic, message.payload, message.mid, message.qos, self._connection, message.retain))

    # On the event loop.

    def _take_or_drop(self, message: _Message) -> None:
        try:
            self._take(message)
        except Exception:
            # A fault of ours: unacknowledged, it would mute every button.
            _LOGGER.exception("A message on %s could not be handled", message.topic)
            self._acknowledge(message.mid, message.qos, message.connection)

    def _take(self, message: _Message) -> None:
        self.counts.messages += 1
        fact = protocol.parse(self._site, message.topic, message.payload, self._clock().utc)
        if isinstance(fact, DeviceEvent):
            self.counts.events += 1
            self._on_event(fact, Receipt(self, fact, message.mid, message.qos, message.connection))
            return
        self._acknowledge(message.mid, message.qos, message.connection)
        if isinstance(fact, protocol.CommandResult):
            self.commands.take(fact)
        elif isinstance(fact, Malformed):
            self.counts.malformed += 1
        elif isinstance(fact, DeviceState | DeviceAvailability) and message.retained:
            fact = replace(fact, retained=True)
        if fact is not None:
            self._on_fact(fact)

    def _acknowledge(self, mid: int, qos: int, connection: int) -> None:
        # Message ids start anew with a connection: an old one could acknowledge what nobody has stored yet.
        if connection == self._connection and self._connected:
            self._client.ack(mid, qos)

    def _set_status(self, connected: bool, problem: LinkProblem | None) -> None:  # noqa: FBT001 - set from paho's callbacks
        if self._stopped:
            return
        if connected:
            if not self._connected:
                self._stands_again(self._clock().monotonic)
            problem = LinkProblem.TWIN if self._has_twin() else self._forbidden()
        if (connected, problem) != (self._connected, self._problem):
            self._connected, self._problem = connected, problem
            self._on_status(self.status)

    def _forbidden(self) -> LinkProblem | None:
        return LinkProblem.NOT_ALLOWED if self._refused or self._unheard else None

    def _cut_short(self, at: float | None) -> None:
        is_short = at is not None and at - self._connected_at <= _SHORT_CONNECTION
        self._dropped_at = at if is_short else None

    def _stands_again(self, now: float) -> None:
        if self._dropped_at is not None and now - self._dropped_at <= _BACK_AT_ONCE:
            self.counts.takeovers.append(now)
        self._connected_at, self._dropped_at = now, None

    def _taken_over(self) -> None:
        self.counts.takeovers.append(self._clock().monotonic)
        self._set_status(False, LinkProblem.TWIN if self._has_twin() else LinkProblem.UNREACHABLE)  # noqa: FBT003

    def _has_twin(self) -> bool:
        takeovers = self.counts.takeovers
        return len(takeovers) == _TAKEOVERS_OF_A_TWIN and self._clock().monotonic - takeovers[0] <= _TAKEOVER_WINDOW


def _send_at_once(_client: object, _data: object, connection: mqtt.SocketLike) -> None:
    # Nagle's algorithm holds an ack back for 40 ms, until the broker has acknowledged the packet before it.
    if isinstance(connection, socket.socket):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
