"""Frigate's events as they come: over MQTT (a second client, with a clean session), or over its own websocket.

Both hand topics without Frigate's prefix to the same listener, on the event loop, so that nobody behind them can tell
which it was.
"""

import asyncio
import logging
import sys
import threading
from typing import Final, Protocol

import aiohttp
import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.reasoncodes import ReasonCode

from ..devices.broker import BrokerSettings, LinkProblem, problem_of
from ..inbox import MOST_A_TURN, Inbox
from .errors import FrigateError, FrigateProblem
from .facts import LARGEST_PAYLOAD, TOPICS
from .fields import mapping_of
from .session import FrigateSession

_LOGGER = logging.getLogger(__name__)

_KEEPALIVE: Final = 30  # seconds
_SLOWEST_RETRY: Final = 10  # seconds
_FIRST_RETRY: Final = 0.5  # seconds
# A refused login is not tried as often: Frigate counts those that fail, and shuts whoever goes on.
_REFUSED_RETRY: Final = 60.0  # seconds
# Messages that wait for a turn of the event loop; older ones are dropped beyond it.
_MOST_WAITING: Final = 5_000
# All that Frigate has its broker keep. Anything else that is kept was said by another, or by a Frigate of long ago.
_KEPT: Final = ("available", "/state")

_PROBLEMS: Final = {
    LinkProblem.LOGIN_REFUSED: FrigateProblem.NO_EVENTS,
    LinkProblem.NOT_ALLOWED: FrigateProblem.NO_EVENTS,
}


class Listener(Protocol):
    """Whoever hears the stream."""

    def opened(self) -> None:
        """Hear that the stream stands: what was said before may have been missed."""

    def said(self, topic: str, payload: object) -> None:
        """Hear a message."""

    def closed(self, problem: FrigateProblem | None) -> None:
        """Hear that the stream has ended, or did not come to stand; it is tried again by itself."""


class Stream(Protocol):
    """A stream of messages."""

    @property
    def dropped(self) -> int:
        """Messages that were dropped because more came than could be read."""

    async def start(self) -> None:
        """Begin, and go on trying until `stop`."""

    async def stop(self) -> None:
        """End it; nothing of it is left running."""


class WebsocketStream:
    """Frigate's own websocket."""

    def __init__(self, session: FrigateSession, listener: Listener) -> None:
        """Prepare; nothing is opened before `start`."""
        self._session = session
        self._listener = listener
        self._task: asyncio.Task[None] | None = None

    @property
    def dropped(self) -> int:
        """None: what is not read yet, Frigate has not sent."""
        return 0

    async def start(self) -> None:
        """Begin, and go on trying until `stop`."""
        self._task = asyncio.create_task(self._run(), name="Frigate's websocket")

    async def stop(self) -> None:
        """End it."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        wait = _FIRST_RETRY
        while True:
            problem: FrigateProblem | None = None
            try:
                socket = await self._session.listen()
            except FrigateError as error:
                problem = error.code
                wait = _REFUSED_RETRY if problem is FrigateProblem.LOGIN_REFUSED else min(wait * 2, _SLOWEST_RETRY)
            else:
                wait = _FIRST_RETRY
                try:
                    await self._hear(socket)
                except Exception:
                    # A fault of ours must not end the stream for good.
                    _LOGGER.exception("What Frigate's websocket said could not be handled")
                finally:
                    await socket.close()
            self._listener.closed(problem)
            await asyncio.sleep(wait)

    async def _hear(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._listener.opened()
        try:
            # Frigate then tells what every camera sees now: of what stands still nothing else would come.
            await socket.send_str('{"topic": "onConnect", "payload": ""}')
        except (aiohttp.ClientError, OSError) as error:
            _LOGGER.debug("Frigate's websocket closed as it opened: %s", type(error).__name__)
            return
        heard = 0
        async for message in socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            self._take(message)
            heard += 1
            if heard % MOST_A_TURN == 0:
                # What is buffered comes without a pause of its own.
                await asyncio.sleep(0)

    def _take(self, message: aiohttp.WSMessage) -> None:
        try:
            said = mapping_of(message.json())
        except ValueError, RecursionError:
            said = {}
        topic = said.get("topic")
        if isinstance(topic, str):
            self._listener.said(topic, said.get("payload"))


class MqttStream:
    """Frigate's messages at the broker. paho runs a thread; what arrives there is handed to the loop once a batch."""

    def __init__(self, broker: BrokerSettings, client_id: str, prefix: str, listener: Listener) -> None:
        """Prepare; nothing is opened before `start`."""
        self._broker = broker
        self._prefix = prefix
        self._listener = listener
        self._loop = asyncio.get_running_loop()
        self._inbox = Inbox[tuple[str, bytes]](lambda said: listener.said(*said), most_waiting=_MOST_WAITING)
        self._stopped = False
        self._again: asyncio.Task[None] | None = None
        # A thread that begins while another ends would be left running.
        self._one_at_a_time = threading.Lock()
        # A clean session: what was seen while we were away is no news, and its place at the broker is for alarms.
        client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=client_id, protocol=mqtt.MQTTv5)
        client.reconnect_delay_set(min_delay=1, max_delay=_SLOWEST_RETRY)
        client.username_pw_set(broker.username, broker.password)
        client.on_connect = self._connected_there
        client.on_connect_fail = self._failed_there
        client.on_disconnect = self._disconnected_there
        client.on_subscribe = self._subscribed_there
        client.on_message = self._message_there
        self._client = client

    async def start(self) -> None:
        """Begin, and go on trying until `stop`."""
        if not await self._try_to_begin():
            self._again = asyncio.create_task(self._begin_again(), name="Frigate's messages at the broker")

    async def stop(self) -> None:
        """Disconnect and end the thread."""
        self._stopped = True
        self._inbox.close()
        if self._again is not None:
            self._again.cancel()
            await asyncio.gather(self._again, return_exceptions=True)
        await self._loop.run_in_executor(None, self._end)

    @property
    def dropped(self) -> int:
        """Messages that were dropped because more came than could be read."""
        return self._inbox.dropped

    async def _try_to_begin(self) -> bool:
        try:
            await self._loop.run_in_executor(None, self._begin)
        except (OSError, ValueError) as error:
            # Certificates that cannot be read or make no sense; paho itself tries again by itself.
            _LOGGER.debug("The broker cannot be asked for Frigate's messages: %s", type(error).__name__)
            self._listener.closed(FrigateProblem.NO_EVENTS)
            return False
        return True

    async def _begin_again(self) -> None:
        while True:
            await asyncio.sleep(_SLOWEST_RETRY)
            if await self._try_to_begin():
                return

    # In an executor: paho and the TLS library read files and look up names.

    def _begin(self) -> None:
        with self._one_at_a_time:
            if self._stopped:
                return
            if self._broker.tls:
                self._client.tls_set_context(self._broker.make_tls_context())
            self._client.connect_async(self._broker.host, self._broker.port, _KEEPALIVE, clean_start=True)
            self._client.loop_start()

    def _end(self) -> None:
        with self._one_at_a_time:
            self._client.disconnect()
            self._client.loop_stop()

    # On paho's thread: hand over, nothing else.

    def _connected_there(
        self, client: mqtt.Client, _data: object, _flags: object, reason: ReasonCode, _p: object
    ) -> None:
        problem = problem_of(reason)
        if problem is None:
            client.subscribe([(f"{self._prefix}/{topic}", 0) for topic in TOPICS])
        else:
            self._inbox.hand_over(self._listener.closed, _PROBLEMS.get(problem))

    def _subscribed_there(
        self, _client: object, _data: object, _mid: int, reasons: list[ReasonCode], _properties: object
    ) -> None:
        if any(reason.is_failure for reason in reasons):
            self._inbox.hand_over(self._listener.closed, FrigateProblem.NO_EVENTS)
        else:
            self._inbox.hand_over(self._listener.opened)

    def _failed_there(self, _client: object, _data: object) -> None:
        _LOGGER.debug("The broker is not reached for Frigate's messages: %s", type(sys.exception()).__name__)
        self._inbox.hand_over(self._listener.closed, None)

    def _disconnected_there(self, _client: object, _data: object, _flags: object, _reason: object, _p: object) -> None:
        if not self._stopped:
            self._inbox.hand_over(self._listener.closed, None)

    def _message_there(self, _client: object, _data: object, message: mqtt.MQTTMessage) -> None:
        try:
            topic = message.topic.removeprefix(f"{self._prefix}/")
        except UnicodeDecodeError:
            return
        if len(message.payload) <= LARGEST_PAYLOAD and (not message.retain or topic.endswith(_KEPT)):
            self._inbox.put((topic, message.payload))
