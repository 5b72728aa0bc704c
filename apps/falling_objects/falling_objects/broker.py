"""A camera's connection to the community's broker: paho, MQTT 3.1.1, QoS 1, a last will, and its thread kept apart."""

import asyncio
import contextlib
import logging
import socket
import ssl
from collections.abc import Callable
from typing import Final

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from .settings import CameraSettings, MqttSettings

KEEP_ALIVE: Final = 30
RECONNECT_AFTER, RECONNECT_AT_MOST = 1, 30
GOODBYE_WITHIN: Final = 2.0  # seconds
_LOG: Final = logging.getLogger(__name__)


class BrokerLink:
    """One connection for one device. The callbacks are called in the event loop in which it was opened."""

    def __init__(
        self,
        settings: MqttSettings,
        camera: CameraSettings,
        online: Callable[[], None],
        heard: Callable[[str, bytes], None],
    ) -> None:
        """Describe it; `open` connects. `heard` gets the last part of a topic, and what came there."""
        self._settings, self._camera = settings, camera
        self._online_hook, self._heard = online, heard
        self._topic = f"smart_community/{settings.site}/device/{camera.device}/"
        self._client: Client | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.online = False
        self.problem: str | None = None

    def open(self) -> None:
        """Begin to connect, and come back by itself after every break."""
        self._loop = asyncio.get_running_loop()
        settings, camera = self._settings, self._camera
        client = Client(CallbackAPIVersion.VERSION2, client_id=f"falling-objects-{camera.device}", clean_session=True)
        if camera.password is not None:
            client.username_pw_set(camera.device, camera.password)
        else:
            client.username_pw_set(settings.username or "", settings.password)
        client.reconnect_delay_set(RECONNECT_AFTER, RECONNECT_AT_MOST)
        if settings.tls:
            client.tls_set_context(ssl.create_default_context(cafile=settings.ca))
        client.will_set(f"{self._topic}availability", b"offline", qos=1, retain=True)
        self._attach(client)
        self._client = client
        client.connect_async(settings.host, settings.port, keepalive=KEEP_ALIVE)
        client.loop_start()

    async def close(self) -> None:
        """Say goodbye to the broker and end the thread. What was published before goes out first, if it can."""
        client, self._client = self._client, None
        if client is None:
            return
        with contextlib.suppress(ValueError, RuntimeError):
            last = client.publish(f"{self._topic}availability", b"offline", qos=1, retain=True)
            await asyncio.to_thread(last.wait_for_publish, GOODBYE_WITHIN)
        client.disconnect()
        await asyncio.to_thread(client.loop_stop)

    def publish(self, leaf: str, payload: bytes, *, retain: bool) -> bool:
        """Publish, if connected; return whether paho took it."""
        if self._client is None or not self.online:
            return False
        self._client.publish(f"{self._topic}{leaf}", payload, qos=1, retain=retain)
        return True

    def _attach(self, client: Client) -> None:
        def opened(_c: Client, _u: object, connection: object) -> None:
            # Without it a small message waits up to 40 ms for the acknowledgement of the one before.
            if isinstance(connection, socket.socket):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def connected(_c: Client, _u: object, _f: ConnectFlags, reason: ReasonCode, _p: Properties | None) -> None:
            if reason.is_failure:
                self._hand_over(lambda: self._refused(str(reason)))
            else:
                client.subscribe([(f"{self._topic}ack", 1), (f"{self._topic}command", 1)])

        def subscribed(_c: Client, _u: object, _m: int, reasons: list[ReasonCode], _p: Properties | None) -> None:
            if any(reason.is_failure for reason in reasons):
                # What we send would never be acknowledged.
                self._hand_over(lambda: self._refused(f"subscribing: {reasons[0]}"))
            else:
                self._hand_over(self._came)

        def disconnected(_c: Client, _u: object, _f: DisconnectFlags, _r: ReasonCode, _p: Properties | None) -> None:
            self._hand_over(self._went)

        def arrived(_c: Client, _u: object, message: MQTTMessage) -> None:
            leaf, payload = message.topic.removeprefix(self._topic), bytes(message.payload)
            self._hand_over(lambda: self._heard(leaf, payload))

        client.on_socket_open = opened
        client.on_connect = connected
        client.on_subscribe = subscribed
        client.on_disconnect = disconnected
        client.on_message = arrived

    def _hand_over(self, call: Callable[[], None]) -> None:
        # A loop that has closed wants nothing more.
        with contextlib.suppress(RuntimeError):
            if self._loop is not None:
                self._loop.call_soon_threadsafe(call)

    def _came(self) -> None:
        self.online, self.problem = True, None
        self._online_hook()

    def _went(self) -> None:
        self.online = False

    def _refused(self, reason: str) -> None:
        if self.problem != reason:
            _LOG.warning("%s: the broker says: %s", self._camera.name, reason)
        self.problem = reason
