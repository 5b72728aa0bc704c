"""The access list that we ship, in the Mosquitto that volunteers run: a device speaks and hears for itself alone."""

import asyncio
import secrets
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from pathlib import Path

import paho.mqtt.client as mqtt
import pytest
import pytest_asyncio
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.reasoncodes import ReasonCode

from demo.broker import COMMUNITY, Broker, Login
from simulators.help_button import HelpButtons

from .patience import ALIVE

WITHIN = ALIVE
OWN, OTHER = "button-0001", "button-0002"
PASSWORDS = {OWN: "own", OTHER: "other"}
SAID = ("info", "availability", "state", "event", "result")
HEARD = ("ack", "command")
PREFIX = "smart_community/demo"
EVERY_TOPIC = [
    *(f"{PREFIX}/device/{device}/{leaf}" for device in PASSWORDS for leaf in (*SAID, *HEARD)),
    f"{PREFIX}/heartbeat",
]


class Client:
    """One connection by MQTT 5, which says of each message whether the broker took it."""

    def __init__(self, broker: Broker, login: Login) -> None:
        """Connect; raises ConnectionRefusedError with the broker's reason if the login is refused."""
        self.heard: set[str] = set()
        self._answers: dict[int, ReasonCode] = {}
        self._changed = threading.Condition()
        self._connected: ReasonCode | None = None
        client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=f"acl-{secrets.token_hex(6)}", protocol=mqtt.MQTTv5)
        client.username_pw_set(login.username, login.password)
        client.on_connect = self._on_connect
        client.on_publish = self._on_answer
        client.on_subscribe = self._on_subscribe
        client.on_message = self._on_message
        client.connect(broker.host, broker.port)
        client.loop_start()
        self._client = client
        self._until(lambda: self._connected is not None)
        assert self._connected is not None
        if self._connected.is_failure:
            self.close()
            raise ConnectionRefusedError(str(self._connected))

    def close(self) -> None:
        """Disconnect."""
        self._client.disconnect()
        self._client.loop_stop()

    def may_say(self, topic: str) -> bool:
        """Publish something and return whether the broker took it."""
        message = self._client.publish(topic, b"{}", qos=1)
        self._until(lambda: message.mid in self._answers)
        return not self._answers[message.mid].is_failure

    def listen(self, *topics: str) -> None:
        """Subscribe; Mosquitto lets everybody, and judges each message."""
        _, mid = self._client.subscribe([(topic, 1) for topic in topics])
        assert mid is not None
        self._until(lambda: mid in self._answers)

    def hears(self, topic: str) -> None:
        """Wait until something came on a topic."""
        self._until(lambda: topic in self.heard)

    def _until(self, wanted: object) -> None:
        assert callable(wanted)
        with self._changed:
            assert self._changed.wait_for(wanted, WITHIN), f"not within {WITHIN:g} s; heard: {self.heard}"

    def _on_connect(self, _c: object, _u: object, _f: object, reason: ReasonCode, _p: object) -> None:
        with self._changed:
            self._connected = self._connected or reason
            self._changed.notify_all()

    def _on_answer(self, _c: object, _u: object, mid: int, reason: ReasonCode, _p: object) -> None:
        with self._changed:
            self._answers[mid] = reason
            self._changed.notify_all()

    def _on_subscribe(self, _c: object, _u: object, mid: int, reasons: list[ReasonCode], _p: object) -> None:
        self._on_answer(None, None, mid, reasons[0], None)

    def _on_message(self, _c: object, _u: object, message: mqtt.MQTTMessage) -> None:
        with self._changed:
            self.heard.add(message.topic)
            self._changed.notify_all()


@pytest_asyncio.fixture(loop_scope="session")
async def broker(tmp_path: Path) -> AsyncGenerator[Broker]:
    async with Broker(tmp_path / "broker", devices=PASSWORDS) as broker:
        yield broker


@contextmanager
def logged_in(broker: Broker, name: str) -> Iterator[Client]:
    """Log a device in as itself, or the community."""
    login = COMMUNITY if name == COMMUNITY.username else Login(name, PASSWORDS[name])
    client = Client(broker, login)
    try:
        yield client
    finally:
        client.close()


async def test_device_says_only_what_is_its_own(broker: Broker) -> None:
    def check() -> None:
        with logged_in(broker, COMMUNITY.username) as community, logged_in(broker, OWN) as device:
            community.listen(f"{PREFIX}/#")
            taken = {topic for topic in EVERY_TOPIC if device.may_say(topic)}
            own = {f"{PREFIX}/device/{OWN}/{leaf}" for leaf in SAID}
            assert taken == own
            for topic in own:
                community.hears(topic)
            assert community.heard == own
            for topic in ("homeassistant/x", f"smart_community/other/device/{OWN}/event", f"{PREFIX}/device/{OWN}"):
                assert not device.may_say(topic)

    await asyncio.to_thread(check)


async def test_device_hears_only_what_is_for_it(broker: Broker) -> None:
    def check() -> None:
        with logged_in(broker, COMMUNITY.username) as community, logged_in(broker, OWN) as device:
            device.listen("#", f"{PREFIX}/#", f"{PREFIX}/device/+/ack", *EVERY_TOPIC)
            last = f"{PREFIX}/device/{OWN}/command"
            for topic in [*(topic for topic in EVERY_TOPIC if topic != last), last]:
                assert community.may_say(topic)
            # One connection hears in the order in which it was said: after the last, nothing more is under way.
            device.hears(last)
            assert device.heard == {f"{PREFIX}/device/{OWN}/ack", last, f"{PREFIX}/heartbeat"}

    await asyncio.to_thread(check)


async def test_community_stays_in_its_site(broker: Broker) -> None:
    def check() -> None:
        with logged_in(broker, COMMUNITY.username) as community:
            assert not community.may_say("homeassistant/x")
            assert not community.may_say("smart_community/other/heartbeat")

    await asyncio.to_thread(check)


@pytest.mark.parametrize("login", [Login(OWN, "wrong"), Login("nobody", "own"), Login("", "")], ids=repr)
async def test_nobody_else_logs_in(broker: Broker, login: Login) -> None:
    with pytest.raises(ConnectionRefusedError):
        await asyncio.to_thread(Client, broker, login)


async def test_simulated_button_works_as_itself(broker: Broker) -> None:
    async with HelpButtons(broker.device_endpoint(OWN), [OWN], as_device=True) as buttons:
        press = await buttons[OWN].press()

        def acknowledge() -> None:
            with logged_in(broker, COMMUNITY.username) as community:
                body = f'{{"boot": "{press.boot}", "seq": {press.seq}}}'
                community._client.publish(f"{PREFIX}/device/{OWN}/ack", body, qos=1).wait_for_publish(WITHIN)

        await asyncio.to_thread(acknowledge)
        await press.acked(WITHIN)
