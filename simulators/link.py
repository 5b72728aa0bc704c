"""One MQTT connection of simulated devices, usable from asyncio.

paho runs its own thread. What it hears is collected and handed to the event loop with one `call_soon_threadsafe` for
as many callbacks as came together, so that a burst of acknowledgements does not wake the loop once each.
"""

import asyncio
import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, MQTTMessageInfo
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

KEEP_ALIVE = 30
RECONNECT_AFTER = 1
RECONNECT_AT_MOST = 4


class LinkError(Exception):
    """The broker could not be reached, refused the login, or did not answer in time."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the broker is, the topic prefix of the community (`smart_community/{site}`), and one login."""

    host: str
    port: int
    prefix: str
    username: str
    password: str
    ca: Path | None = None

    def topic(self, device_id: str, leaf: str) -> str:
        """Return the topic `leaf` (info, event, ack …) of one device; `+` stands for every device."""
        return f"{self.prefix}/device/{device_id}/{leaf}"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message as it came; `at` is the monotonic time in seconds at which paho's thread had it."""

    topic: str
    payload: bytes
    retained: bool
    at: float


@dataclass(frozen=True, slots=True)
class Will:
    """What the broker says for us, retained, when the connection breaks without a goodbye."""

    topic: str
    payload: bytes


class Handover:
    """Takes calls from any thread and makes them in the event loop, all that wait at once."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Make the handover into `loop`."""
        self._loop = loop
        self._lock = threading.Lock()
        self._waiting: list[Callable[[], None]] = []

    def put(self, call: Callable[[], None]) -> None:
        """Have `call` made in the loop, after all that were put before."""
        with self._lock:
            self._waiting.append(call)
            first = len(self._waiting) == 1
        if first:
            # A loop that has closed wants nothing more: what still arrives then has nobody to go to.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._take)

    def _take(self) -> None:
        with self._lock:
            calls, self._waiting = self._waiting, []
        for call in calls:
            call()


@dataclass(frozen=True, slots=True)
class Listener:
    """What a link calls, in the event loop.

    `online` and `offline` are called at each change; online means connected *and* subscribed, so that an
    acknowledgement of what is sent from then on cannot be missed.
    """

    message: Callable[[Arrival], None]
    online: Callable[[], None] = lambda: None
    offline: Callable[[], None] = lambda: None


class Link:
    """One connection: subscribes, receives, publishes at QoS 1, and comes back by itself after a break."""

    def __init__(
        self,
        endpoint: Endpoint,
        client_id: str,
        subscriptions: Sequence[str],
        listener: Listener,
        *,
        will: Will | None = None,
    ) -> None:
        """Describe the connection; `open` makes it."""
        self._endpoint = endpoint
        self._client_id = client_id
        self._subscriptions = list(subscriptions)
        self._listener = listener
        self._will = will
        self._client: Client | None = None
        self._first: asyncio.Future[None] | None = None
        self._confirmations: dict[int, asyncio.Future[None]] = {}
        self.online = False

    async def open(self, *, within: float = 60.0) -> None:
        """Connect and subscribe.

        Raises LinkError when the login is refused or nothing answered `within` seconds; nothing is left running then.
        """
        if self._client is not None:
            message = "this link is already open"
            raise LinkError(message)
        loop = asyncio.get_running_loop()
        self._first = loop.create_future()
        self._client = self._make_client(Handover(loop))
        self._client.connect_async(self._endpoint.host, self._endpoint.port, keepalive=KEEP_ALIVE)
        self._client.loop_start()
        try:
            async with asyncio.timeout(within):
                await self._first
        except BaseException as error:
            await self.close()
            if isinstance(error, TimeoutError):
                place = f"{self._endpoint.host}:{self._endpoint.port}"
                message = f"no broker answered at {place} within {within:g} s"
                raise LinkError(message) from error
            raise

    async def close(self) -> None:
        """Say goodbye and end the thread; the last will is not published. Closing twice is harmless."""
        client, self._client = self._client, None
        if client is None:
            return
        client.disconnect()
        await asyncio.to_thread(client.loop_stop)
        self._gone()

    async def vanish(self) -> None:
        """Break the connection without a goodbye, as a device whose battery is pulled: the last will goes out."""
        client, self._client = self._client, None
        if client is None:
            return
        connection = client.socket()
        if isinstance(connection, socket.socket):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        await asyncio.to_thread(client.loop_stop)
        self._gone()

    def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> MQTTMessageInfo | None:
        """Send at QoS 1 if online, and return paho's handle; offline nothing is queued and None is returned."""
        if self._client is None or not self.online:
            return None
        return self._client.publish(topic, payload, qos=1, retain=retain)

    async def publish_confirmed(self, messages: Sequence[tuple[str, bytes, bool]], *, within: float = 60.0) -> None:
        """Send (topic, payload, retain) each and wait until the broker has taken all of them.

        Raises LinkError when it has not `within` seconds, or when the link is not online.
        """
        waiting = []
        for topic, payload, retain in messages:
            info = self.publish(topic, payload, retain=retain)
            if info is None:
                message = f"not online, nothing sent to {topic}"
                raise LinkError(message)
            confirmation = asyncio.get_running_loop().create_future()
            # The thread's report of this id is handed over through the loop, so it cannot come before this line.
            self._confirmations[info.mid] = confirmation
            waiting.append(confirmation)
        try:
            async with asyncio.timeout(within):
                await asyncio.gather(*waiting)
        except TimeoutError as error:
            message = f"the broker took not all of {len(waiting)} messages within {within:g} s"
            raise LinkError(message) from error

    def _make_client(self, handover: Handover) -> Client:
        client = Client(CallbackAPIVersion.VERSION2, client_id=self._client_id, clean_session=True)
        client.username_pw_set(self._endpoint.username, self._endpoint.password)
        client.reconnect_delay_set(RECONNECT_AFTER, RECONNECT_AT_MOST)
        # One connection may stand for hundreds of devices, each of which has a window of its own in the real world.
        client.max_inflight_messages_set(0)
        if self._endpoint.ca is not None:
            client.tls_set_context(ssl.create_default_context(cafile=self._endpoint.ca))
        if self._will is not None:
            client.will_set(self._will.topic, self._will.payload, qos=1, retain=True)
        self._attach(client, handover)
        return client

    def _attach(self, client: Client, handover: Handover) -> None:
        """Have paho's thread hand everything it hears to the loop."""

        def opened(_c: Client, _u: object, connection: object) -> None:
            # Without it an acknowledgement waits up to 40 ms for the kernel's delayed TCP acknowledgement.
            if isinstance(connection, socket.socket):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def connected(_c: Client, _u: object, _f: ConnectFlags, reason: ReasonCode, _p: Properties | None) -> None:
            if reason.is_failure:
                handover.put(lambda: self._refused(str(reason)))
            else:
                client.subscribe([(topic, 1) for topic in self._subscriptions])

        def subscribed(_c: Client, _u: object, _m: int, _r: list[ReasonCode], _p: Properties | None) -> None:
            handover.put(lambda: self._came(client))

        def disconnected(_c: Client, _u: object, _f: DisconnectFlags, _r: ReasonCode, _p: Properties | None) -> None:
            handover.put(lambda: self._went(client))

        def arrived(_c: Client, _u: object, message: MQTTMessage) -> None:
            arrival = Arrival(message.topic, message.payload, message.retain, time.monotonic())
            handover.put(lambda: self._listener.message(arrival))

        def published(_c: Client, _u: object, mid: int, _r: ReasonCode, _p: Properties) -> None:
            handover.put(lambda: self._confirm(mid))

        client.on_socket_open = opened
        client.on_connect = connected
        client.on_subscribe = subscribed
        client.on_disconnect = disconnected
        client.on_message = arrived
        client.on_publish = published

    def _came(self, client: Client) -> None:
        if client is not self._client:
            return
        self.online = True
        if self._first is not None and not self._first.done():
            self._first.set_result(None)
        self._listener.online()

    def _went(self, client: Client) -> None:
        if client is self._client:
            self._gone()

    def _gone(self) -> None:
        if self.online:
            self.online = False
            self._listener.offline()

    def _refused(self, reason: str) -> None:
        if self._first is not None and not self._first.done():
            self._first.set_exception(LinkError(f"the broker refused the login: {reason}"))

    def _confirm(self, mid: int) -> None:
        confirmation = self._confirmations.pop(mid, None)
        if confirmation is not None and not confirmation.done():
            confirmation.set_result(None)
