"""A camera as a device of the community's protocol, version 1: what it says, how often again, what it is told.

Nothing here is connected or reads a clock: a transport publishes, and the time is passed in.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Protocol

from . import __version__
from .outbox import StoredEvent

KIND: Final = "facade_camera"
MAX_PAYLOAD: Final = 4096  # bytes
FIRST_RESEND, LONGEST_RESEND = 2.0, 30.0  # seconds
# What the community has not acknowledged is sent on and on; a burst after an outage is not sent all at once.
BURST: Final = 20
LONGEST_WAIT: Final = 120.0  # seconds
# An unchanged state is said again after so long, seconds.
STATE_EVERY: Final = 300.0

type Json = Mapping[str, object]


class Transport(Protocol):
    """Publishes at QoS 1; returns False, and queues nothing, while it is not connected."""

    def publish(self, leaf: str, payload: bytes, *, retain: bool) -> bool:
        """Publish below the device's own topic."""
        ...


@dataclass(slots=True)
class _Waiting:
    event: StoredEvent
    due: float
    delays: Iterator[float]
    tries: int = 0


def resend_delays(first: float = FIRST_RESEND, longest: float = LONGEST_RESEND) -> Iterator[float]:
    """Yield, without end, the seconds to wait before each resending: 2, 4, 8, 16, 30, 30 and so on."""
    delay = first
    while True:
        yield min(delay, longest)
        delay = min(delay * 2, longest)


def encode(message: Json) -> bytes:
    """Return a message as compact JSON."""
    return json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()


def within_limit(message: Json, key: str = "candidates", limit: int = MAX_PAYLOAD - 256) -> dict[str, object]:
    """Return `message` with as many of the list `key` as fit into `limit` bytes; the rest of the payload needs some."""
    result = dict(message)
    rows = result.get(key)
    while isinstance(rows, Sequence) and rows and len(encode(result)) > limit:
        rows = rows[:-1]
        result[key] = rows
    return result


class FacadeDevice:
    """One camera's voice. Times are UTC seconds.

    `acknowledged` is told (boot, seq) of an event that the community has; `command` is told a command's name and
    returns why it was not done, None if it was.
    """

    def __init__(
        self,
        name: str,
        model: str,
        transport: Transport,
        acknowledged: Callable[[str, int], None],
        command: Callable[[str], str | None],
    ) -> None:
        """Begin unheard."""
        self.name = name
        self._info = {"kind": KIND, "model": model, "firmware": __version__, "serial": name}
        self._transport, self._acknowledged, self._command = transport, acknowledged, command
        self._waiting: dict[tuple[str, int], _Waiting] = {}
        self._state: Json | None = None
        self._said: Json | None = None
        self._said_at = 0.0

    @property
    def unacknowledged(self) -> int:
        """How many events the community does not have."""
        return len(self._waiting)

    def connected(self, now: float) -> None:
        """Introduce the camera, and send what waits at once."""
        self._transport.publish("info", encode(self._info), retain=True)
        self._transport.publish("availability", b"online", retain=True)
        self._said = None
        self._say_state(now)
        for number, waiting in enumerate(self._waiting.values()):
            waiting.delays, waiting.tries = resend_delays(), 0
            waiting.due = now + number // BURST
        self.tick(now)

    def state(self, state: Json, now: float) -> None:
        """Take the camera's state, and say it if it is another."""
        self._state = state
        self._say_state(now)

    def send(self, event: StoredEvent, now: float) -> None:
        """Send an event until it is acknowledged."""
        waiting = _Waiting(event, now, resend_delays())
        self._waiting[event.boot, event.seq] = waiting
        self._publish(waiting, now)

    def tick(self, now: float) -> None:
        """Send again what is due."""
        # Our clock may be set back; nothing waits for longer than this.
        due = [waiting for waiting in self._waiting.values() if not now < waiting.due <= now + LONGEST_WAIT]
        # What was never sent goes before what is sent again.
        due.sort(key=lambda waiting: waiting.tries)
        for waiting in due[:BURST]:
            self._publish(waiting, now)
        self._say_state(now)

    def heard(self, leaf: str, payload: bytes, now: float) -> None:
        """Take what came for the camera; what is malformed is passed over."""
        message = _decoded(payload)
        if message is None:
            return
        if leaf == "ack":
            boot, seq = message.get("boot", ""), message.get("seq")
            if isinstance(boot, str) and isinstance(seq, int) and self._waiting.pop((boot, seq), None) is not None:
                self._acknowledged(boot, seq)
        elif leaf == "command":
            self._obey(message, now)

    def goodbye(self) -> None:
        """Say that the camera goes."""
        self._transport.publish("availability", b"offline", retain=True)

    def _obey(self, message: Json, now: float) -> None:
        ident, command, expires = message.get("id"), message.get("command"), message.get("expires")
        if not (isinstance(ident, str) and isinstance(command, str) and isinstance(expires, str)):
            return
        try:
            until = datetime.fromisoformat(expires)
        except ValueError:
            return
        if until.tzinfo is None:
            return
        error: str | None
        if until <= datetime.fromtimestamp(now, UTC):
            # It may have waited in the broker while we were away.
            error = "expired"
        elif command != "self_test":
            error = "unknown_command"
        else:
            error = self._command(command)
        result: dict[str, object] = {"id": ident, "ok": error is None}
        if error is not None:
            result["error"] = error
        self._transport.publish("result", encode(result), retain=False)

    def _publish(self, waiting: _Waiting, now: float) -> None:
        event = waiting.event
        at = datetime.fromtimestamp(event.at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        payload = encode({"boot": event.boot, "seq": event.seq, "at": at, **event.body})
        self._transport.publish("event", payload, retain=False)
        waiting.due = now + next(waiting.delays)
        waiting.tries += 1

    def _say_state(self, now: float) -> None:
        if self._state is None or (self._state == self._said and abs(now - self._said_at) < STATE_EVERY):
            return
        if self._transport.publish("state", encode(self._state), retain=True):
            self._said, self._said_at = self._state, now


def _decoded(payload: bytes) -> Json | None:
    """Return the JSON object of a payload; None for anything else."""
    if len(payload) > MAX_PAYLOAD:
        return None
    try:
        message = json.loads(payload)
    except ValueError, RecursionError:
        return None
    return message if isinstance(message, dict) else None
