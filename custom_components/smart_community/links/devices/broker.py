"""The broker's address and login, and a trial login before they are saved."""

import contextlib
import ssl
import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from uuid import uuid4

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.reasoncodes import ReasonCode

from . import protocol

_PATIENCE: Final = 10.0  # seconds for a whole trial login
_ECHO_WITHIN: Final = 3.0  # seconds for our own message to come back

_LOGIN_REFUSED: Final = frozenset({"Bad user name or password", "Not authorized", "Bad authentication method"})
_TOO_OLD: Final = frozenset({"Unsupported protocol version"})


class LinkProblem(StrEnum):
    """What keeps us from the broker; each is an error of the config flow and a repair issue `broker_…`."""

    UNREACHABLE = "unreachable"
    LOGIN_REFUSED = "login_refused"
    TLS = "tls"
    TOO_OLD = "too_old"
    NOT_ALLOWED = "not_allowed"
    TWIN = "twin"


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """Whether the broker is reached, and what stands in the way."""

    connected: bool
    problem: LinkProblem | None


@dataclass(frozen=True, slots=True)
class BrokerSettings:
    """Where the broker is and who we are to it. `ca_certificate`: PEM text, for a broker with its own authority."""

    host: str
    port: int
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: bool = False
    ca_certificate: str | None = None

    def make_tls_context(self) -> ssl.SSLContext:
        """Return a context that checks the broker's name and certificate; reads files, so not on the event loop."""
        return ssl.create_default_context(cadata=self.ca_certificate or None)


class BrokerError(Exception):
    """The trial login failed."""

    def __init__(self, problem: LinkProblem) -> None:
        """Keep what stands in the way."""
        super().__init__(problem.value)
        self.problem = problem


def problem_of(reason: ReasonCode) -> LinkProblem | None:
    """Return what a broker's reason means for us; None if it is no failure."""
    if not reason.is_failure:
        return None
    if str(reason) in _LOGIN_REFUSED:
        return LinkProblem.LOGIN_REFUSED
    if str(reason) in _TOO_OLD:
        return LinkProblem.TOO_OLD
    return LinkProblem.UNREACHABLE


def try_login(settings: BrokerSettings, site: str) -> None:
    """Log in once and subscribe to what devices say; blocks up to 10 s. Raises BrokerError."""
    answers: dict[str, Any] = {}
    # Where nobody listens but us. Mosquitto's access list lets anyone subscribe and then delivers nothing in silence:
    # only a message that comes back proves that we may hear and speak.
    echo, _ = protocol.ack(site, (f"trial-{uuid4().hex[:12]}", "", 0))
    client = mqtt.Client(
        # A session of its own: the trial must not take over a running link's.
        CallbackAPIVersion.VERSION2,
        client_id=f"smart_community_trial_{uuid4().hex[:12]}",
        protocol=mqtt.MQTTv5,
    )
    client.username_pw_set(settings.username, settings.password)

    def on_connect(_client: object, _data: object, _flags: object, reason: ReasonCode, _properties: object) -> None:
        answers["connect"] = problem_of(reason)

    def on_subscribe(_client: object, _data: object, _mid: int, reasons: list[ReasonCode], _properties: object) -> None:
        answers["subscribe"] = LinkProblem.NOT_ALLOWED if any(reason.is_failure for reason in reasons) else None

    def on_publish(_client: object, _data: object, _mid: int, reason: ReasonCode, _properties: object) -> None:
        if reason.is_failure:
            answers["echo"] = LinkProblem.NOT_ALLOWED

    def on_message(_client: object, _data: object, message: mqtt.MQTTMessage) -> None:
        if message.topic == echo:
            answers["echo"] = None

    client.on_connect = on_connect
    client.on_subscribe = on_subscribe
    client.on_publish = on_publish
    client.on_message = on_message
    deadline = time.monotonic() + _PATIENCE
    try:
        if settings.tls:
            client.tls_set_context(settings.make_tls_context())
        client.connect_timeout = _PATIENCE / 2
        client.connect(settings.host, settings.port, clean_start=True)
        _wait(client, answers, "connect", deadline)
        client.subscribe([*protocol.subscriptions(site), (echo, 1)])
        _wait(client, answers, "subscribe", deadline)
        client.publish(echo, b"{}", qos=1)
        _wait(client, answers, "echo", time.monotonic() + _ECHO_WITHIN, LinkProblem.NOT_ALLOWED)
    except ssl.SSLError as error:
        raise BrokerError(LinkProblem.TLS) from error
    except (OSError, ValueError) as error:
        raise BrokerError(LinkProblem.UNREACHABLE) from error
    finally:
        with contextlib.suppress(OSError, ValueError):
            client.disconnect()


def forget_session(settings: BrokerSettings, site: str, client_id: str) -> None:
    """Let the broker drop our session and our last heartbeat; blocks up to 10 s. A broker that is gone keeps them."""
    answers: dict[str, Any] = {}
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=client_id, protocol=mqtt.MQTTv5)
    client.username_pw_set(settings.username, settings.password)

    def on_connect(_client: object, _data: object, _flags: object, reason: ReasonCode, _properties: object) -> None:
        answers["connect"] = problem_of(reason)

    def on_publish(_client: object, _data: object, _mid: int, _reason: ReasonCode, _properties: object) -> None:
        answers["publish"] = None

    client.on_connect = on_connect
    client.on_publish = on_publish
    deadline = time.monotonic() + _PATIENCE
    with contextlib.suppress(OSError, ValueError, BrokerError):
        if settings.tls:
            client.tls_set_context(settings.make_tls_context())
        client.connect_timeout = _PATIENCE / 2
        # Clean, and without an expiry: the session ends with this connection.
        client.connect(settings.host, settings.port, clean_start=True)
        _wait(client, answers, "connect", deadline)
        client.publish(protocol.heartbeat_topic(site), b"", qos=1, retain=True)
        _wait(client, answers, "publish", deadline)
        client.disconnect()


def _wait(
    client: mqtt.Client,
    answers: dict[str, Any],
    what: str,
    deadline: float,
    silence: LinkProblem = LinkProblem.UNREACHABLE,
) -> None:
    while what not in answers:
        if time.monotonic() > deadline or client.loop(timeout=0.2) != mqtt.MQTT_ERR_SUCCESS:
            break
    problem = answers.get(what, silence)
    if problem is not None:
        raise BrokerError(problem)
