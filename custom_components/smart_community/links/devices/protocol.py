"""The device protocol, version 1: topics, and payloads turned into typed facts. Pure; nothing it reads raises.

`docs/device-protocol.md` is its other half: what a device must do.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from ...core.device import (
    ENTRAPMENT,
    DeviceAvailability,
    DeviceEvent,
    DeviceInfo,
    DeviceKind,
    DeviceState,
    EventKey,
    Malformed,
)
from ...core.elevator import CarState, Door, Inhibitor
from ...core.facade import SELF_TEST, Degraded, FacadeState, SelfTest, View

LARGEST_PAYLOAD: Final = 4096  # bytes
LONGEST_TEXT: Final = 128  # characters of model, firmware, serial
LONGEST_FLOOR: Final = 16  # characters of what a landing is called
_LARGEST_TOTAL: Final = 1e9  # m³
_HIGHEST_FLOOR: Final = 1000  # of those that are numbers
_LARGEST_SEQ: Final = 2**53  # what every JSON reader keeps exact
_DAY: Final = 86_400
HEARTBEAT_EVERY: Final = 10  # seconds
LONGEST_PAUSE: Final = 600  # seconds

SLUG: Final = re.compile(r"[a-z0-9_-]{1,64}")
_TOPIC = re.compile(r"device/([a-z0-9_-]{1,64})/(info|availability|state|event|result)")

# What an elevator's state has that is true or false; and all by which a state is known to be an elevator's.
_FLAGS: Final = ("level", "moving", "hold", *Inhibitor)
_OF_CAR: Final = frozenset({"floor", "door", *_FLAGS})
# All by which a state is known to be a facade camera's.
_OF_FACADE: Final = frozenset({"fps", "lag", "blind", "degraded", "calibrated", SELF_TEST, f"{SELF_TEST}_at"})

SUBTOPICS: Final = ("event", "result", "info", "availability", "state")
RETAINED: Final = frozenset({"info", "availability", "state"})


@dataclass(frozen=True, slots=True)
class CommandResult:
    """A device's answer to a command."""

    device: str
    command_id: str
    ok: bool
    error: str | None = None


type Fact = DeviceInfo | DeviceAvailability | DeviceState | DeviceEvent | CommandResult | Malformed


class _InvalidError(ValueError):
    """What is wrong, in words a technician can act on, without the value itself."""


def prefix(site: str) -> str:
    """Return the community's topic prefix."""
    return f"smart_community/{site}"


def subscriptions(site: str) -> list[tuple[str, int]]:
    """Return the topic filters of everything that devices say, each with its QoS.

    What is retained comes anew at each subscription and needs no queue: a broker's default queue of 1,000 messages
    would drop the rest of some 330 devices at every connection, and fill up with states while we are away.
    """
    return [(f"{prefix(site)}/device/+/{subtopic}", int(subtopic not in RETAINED)) for subtopic in SUBTOPICS]


def heartbeat_topic(site: str) -> str:
    """Return where we say that we are there."""
    return f"{prefix(site)}/heartbeat"


def heartbeat(at: datetime | None, pause: int | None = None) -> bytes:
    """Return the heartbeat; `at` None is the last will, `pause` (s) announces a planned restart."""
    if at is None:
        return _encode({"at": None})
    beat: dict[str, Any] = {"at": at.isoformat(), "every": HEARTBEAT_EVERY}
    if pause is not None:
        beat["pause"] = min(pause, LONGEST_PAUSE)
    return _encode(beat)


def ack(site: str, key: EventKey) -> tuple[str, bytes]:
    """Return topic and payload that tell a device: this event is on disk."""
    device, boot, seq = key
    return f"{prefix(site)}/device/{device}/ack", _encode({"boot": boot, "seq": seq})


def command(
    site: str, device: str, command_id: str, name: str, expires: datetime, arguments: Mapping[str, Any]
) -> tuple[str, bytes]:
    """Return topic and payload of a command, which the device does not execute after `expires`."""
    body = {**arguments, "id": command_id, "command": name, "expires": expires.isoformat()}
    return f"{prefix(site)}/device/{device}/command", _encode(body)


def parse(site: str, topic: str, payload: bytes, received_at: datetime) -> Fact | None:
    """Return what a message says, `Malformed` if it says nothing sensible, None for a cleared retained message."""
    start = f"{prefix(site)}/"
    match = _TOPIC.fullmatch(topic[len(start) :]) if topic.startswith(start) else None
    if match is None:
        return Malformed(topic[:200], "the topic is not of the protocol, or the device id is not [a-z0-9_-]{1,64}")
    device, subtopic = match.groups()
    if not payload and subtopic in {"info", "availability", "state"}:
        return None
    try:
        return _PARSERS[subtopic](device, payload, received_at)
    except _InvalidError as error:
        return Malformed(topic, str(error), device)


def _parse_info(device: str, payload: bytes, _received_at: datetime) -> DeviceInfo:
    body = _object(payload)
    kind = body.get("kind")
    if not isinstance(kind, str) or kind not in set(DeviceKind):
        message = "`kind` is none of the protocol's kinds"
        raise _InvalidError(message)
    via = _optional(body, "via", str)
    if via is not None and not SLUG.fullmatch(via):
        message = "`via` is not a device id"
        raise _InvalidError(message)
    return DeviceInfo(
        device=device,
        kind=DeviceKind(kind),
        model=_text(body, "model"),
        firmware=_text(body, "firmware"),
        serial=_text(body, "serial"),
        via=via,
        check_in=_whole(body, "check_in", 1, 31 * _DAY),
    )


def _parse_availability(device: str, payload: bytes, received_at: datetime) -> DeviceAvailability:
    if payload not in {b"online", b"offline"}:
        message = "availability is neither `online` nor `offline`"
        raise _InvalidError(message)
    return DeviceAvailability(device, received_at, payload == b"online")


def _parse_state(device: str, payload: bytes, received_at: datetime) -> DeviceState:
    body = _object(payload)
    return DeviceState(
        device=device,
        at=received_at,
        battery=_number(body, "battery", 0, 100),
        tamper=_optional(body, "tamper", bool),
        rssi=_number(body, "rssi", -200, 50),
        alarm=_first(_optional(body, "alarm", bool), _optional(body, ENTRAPMENT, bool)),
        active=_first(*(_optional(body, name, bool) for name in ("active", "open", "on"))),
        total=_number(body, "total", 0, _LARGEST_TOTAL),
        car=_car(body, received_at),
        facade=_facade(body, received_at),
    )


def _facade(body: Mapping[str, Any], received_at: datetime) -> FacadeState | None:
    """Return what a facade camera says of what it sees, None if nothing of it is in the state."""
    if not _OF_FACADE & body.keys():
        return None
    view, degraded = _word(body, "blind", View), _word(body, "degraded", Degraded)
    return FacadeState(
        at=received_at,
        fps=_number(body, "fps", 0, 1000),
        lag=_number(body, "lag", 0, _DAY),
        view=View.CLEAR if view is None else view,
        degraded=Degraded.NONE if degraded is None else degraded,
        calibrated=_optional(body, "calibrated", bool),
        self_test=_word(body, SELF_TEST, SelfTest),
        self_test_at=_advisory_time(body.get(f"{SELF_TEST}_at")),
    )


def _word[W: StrEnum](body: Mapping[str, Any], name: str, words: type[W]) -> W | None:
    word = _optional(body, name, str)
    if word is not None and word not in set(words):
        message = f"`{name}` is none of {', '.join(words)}"
        raise _InvalidError(message)
    return words(word) if word is not None else None


def _car(body: Mapping[str, Any], received_at: datetime) -> CarState | None:
    """Return what an elevator says of its car, None if nothing of it is in the state."""
    if not _OF_CAR & body.keys():
        return None
    door = _optional(body, "door", str)
    if door is not None and door not in set(Door):
        message = f"`door` is none of {', '.join(Door)}"
        raise _InvalidError(message)
    return CarState(
        at=received_at,
        floor=_floor(body),
        door=Door(door) if door is not None else None,
        **{name: _optional(body, name, bool) for name in _FLAGS},
    )


def _floor(body: Mapping[str, Any]) -> str | None:
    """Return what the landing is called ("1", "B2", "夹层"); a number is taken as it is written."""
    floor = body.get("floor")
    if isinstance(floor, int) and not isinstance(floor, bool):
        floor = str(floor) if abs(floor) < _HIGHEST_FLOOR else ""
    if floor is None:
        return None
    if not isinstance(floor, str) or not floor.isprintable() or not 0 < len(floor) <= LONGEST_FLOOR:
        message = f"`floor` is no text of 1 to {LONGEST_FLOOR} characters"
        raise _InvalidError(message)
    return floor


def _parse_event(device: str, payload: bytes, received_at: datetime) -> DeviceEvent:
    body = _object(payload)
    seq = _whole(body, "seq", 0, _LARGEST_SEQ)
    if seq is None:
        message = "`seq` is missing"
        raise _InvalidError(message)
    boot = _optional(body, "boot", str) or ""
    if not boot.isprintable():
        # It goes back in the ack as it came, so it cannot be cleaned as other text is.
        message = "`boot` holds characters that are no text"
        raise _InvalidError(message)
    kind = _optional(body, "type", str)
    if not kind or not SLUG.fullmatch(kind):
        message = "`type` is missing or not [a-z0-9_-]{1,64}"
        raise _InvalidError(message)
    if len(boot) > LONGEST_TEXT:
        message = f"`boot` is longer than {LONGEST_TEXT} characters"
        raise _InvalidError(message)
    details = {name: value for name, value in body.items() if name not in {"boot", "seq", "type", "at"}}
    return DeviceEvent(device, boot, seq, kind, received_at, _advisory_time(body.get("at")), details)


def _parse_result(device: str, payload: bytes, _received_at: datetime) -> CommandResult:
    body = _object(payload)
    command_id, ok = _optional(body, "id", str), _optional(body, "ok", bool)
    if not command_id or ok is None:
        message = "`id` or `ok` is missing"
        raise _InvalidError(message)
    return CommandResult(device, command_id[:LONGEST_TEXT], ok, _text(body, "error") or None)


_PARSERS: Final[Mapping[str, Callable[[str, bytes, datetime], Fact]]] = {
    "info": _parse_info,
    "availability": _parse_availability,
    "state": _parse_state,
    "event": _parse_event,
    "result": _parse_result,
}


def _object(payload: bytes) -> dict[str, Any]:
    if len(payload) > LARGEST_PAYLOAD:
        message = f"the payload is larger than {LARGEST_PAYLOAD} bytes"
        raise _InvalidError(message)
    try:
        body = json.loads(payload)
    except (ValueError, RecursionError) as error:
        message = "the payload is not JSON"
        raise _InvalidError(message) from error
    if not isinstance(body, dict):
        message = "the payload is not a JSON object"
        raise _InvalidError(message)
    return body


def _optional[T](body: Mapping[str, Any], name: str, kind: type[T]) -> T | None:
    value = body.get(name)
    if value is not None and not isinstance(value, kind):
        message = f"`{name}` is not of type {kind.__name__}"
        raise _InvalidError(message)
    return value


def _first(*values: bool | None) -> bool | None:
    """Return the first of them that is known: each kind of device has its own word for what it reports."""
    return next((value for value in values if value is not None), None)


def _text(body: Mapping[str, Any], name: str) -> str:
    value = _optional(body, name, str) or ""
    if len(value) > LONGEST_TEXT:
        message = f"`{name}` is longer than {LONGEST_TEXT} characters"
        raise _InvalidError(message)
    # Text that no database or screen takes: lone surrogates out of JSON escapes, control characters.
    return "".join(character for character in value if character.isprintable())


def _number(body: Mapping[str, Any], name: str, least: float, most: float) -> float | None:
    value = body.get(name)
    if value is None:
        return None
    # A bool is an int in Python.
    if isinstance(value, bool) or not isinstance(value, int | float):
        message = f"`{name}` is not a number"
        raise _InvalidError(message)
    # NaN and 1e999, which JSON readers take, are between nothing; a whole number of 400 digits is no float at all.
    if not least <= value <= most:
        message = f"`{name}` is not between {least} and {most}"
        raise _InvalidError(message)
    return float(value)


def _whole(body: Mapping[str, Any], name: str, least: int, most: int) -> int | None:
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        message = f"`{name}` is not a whole number between {least} and {most}"
        raise _InvalidError(message)
    return value


def _advisory_time(value: object) -> datetime | None:
    """Return the device's own time if it is one; it is advisory, so a bad one spoils nothing."""
    if not isinstance(value, str):
        return None
    try:
        said = datetime.fromisoformat(value)
        return said.astimezone(UTC) if said.tzinfo else None
    except ValueError, OverflowError:
        return None


def _encode(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, separators=(",", ":")).encode()
