"""The parts of the device protocol, version 1, that need no connection: pure functions, one place for their rules."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

MAX_PAYLOAD = 4096
FIRST_RESEND = 2.0
LONGEST_RESEND = 30.0


def resend_delays(first: float = FIRST_RESEND, longest: float = LONGEST_RESEND) -> Iterator[float]:
    """Yield, without end, the seconds to wait before each resending: 2, 4, 8, 16, 30, 30 and so on."""
    delay = first
    while True:
        yield min(delay, longest)
        delay = min(delay * 2, longest)


def encode(message: Mapping[str, object]) -> bytes:
    """Return `message` as the compact JSON that devices send."""
    return json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()


def decode(payload: bytes) -> dict[str, object] | None:
    """Return the JSON object in `payload`; None if it is none, or larger than the protocol allows."""
    if len(payload) > MAX_PAYLOAD:
        return None
    try:
        message = json.loads(payload)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the community to one device."""

    id: str
    command: str
    expires: datetime
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Result:
    """What the device answers; `error` is None if it was executed."""

    id: str
    error: str | None

    def encode(self) -> bytes:
        """Return it as it goes over the wire."""
        message: dict[str, object] = {"id": self.id, "ok": self.error is None}
        if self.error is not None:
            message["error"] = self.error
        return encode(message)


def parse_command(payload: bytes) -> Command | None:
    """Return the command in `payload`, or None if it is malformed (a time without a zone is malformed)."""
    message = decode(payload)
    if message is None:
        return None
    ident, command, expires = message.pop("id", None), message.pop("command", None), message.pop("expires", None)
    if not (isinstance(ident, str) and isinstance(command, str) and isinstance(expires, str)):
        return None
    try:
        at = datetime.fromisoformat(expires)
    except ValueError:
        return None
    return Command(ident, command, at, message) if at.tzinfo is not None else None


def judge(command: Command, now: datetime, supported: Mapping[str, Mapping[str, Collection[object]]]) -> str | None:
    """Return why `command` must not be executed at `now`, or None if it may.

    `supported` maps each command to its fields and the values each may have. An expired command is refused whatever
    it asks for: it may have waited in the broker while the device was away.
    """
    if command.expires.astimezone(UTC) <= now:
        return "expired"
    fields = supported.get(command.command)
    if fields is None:
        return "unknown_command"
    for name, values in fields.items():
        if command.fields.get(name) not in values:
            return f"invalid_{name}"
    return None
