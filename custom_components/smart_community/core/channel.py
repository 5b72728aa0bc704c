"""Channels: of what kind each is, how long it may take, whether it is well, and what happens when all are dead. Pure.

A channel is named by one string: `mobile_app` (every phone of the recipient's account), `notify.…` (an entity or an
action), `script.…` (SMS, voice), `media_player.…` (speaks), `siren.…` (an entity), `siren:<device id>` (a siren of the
device protocol) and `bot:notify.…` (a group chat).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final


class ChannelKind(StrEnum):
    """What stands behind a channel's name."""

    MOBILE_APP = "mobile_app"
    NOTIFY = "notify"
    SCRIPT = "script"
    MEDIA_PLAYER = "media_player"
    SIREN = "siren"
    SIREN_DEVICE = "siren_device"
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a channel may take, in seconds.

    `hand_over`: until it has taken a push, else it failed. `receipt`: from then on without a receipt, until the
    recipient's next channel is tried as well; None: nothing follows, its word is all there is.
    """

    hand_over: float
    receipt: float | None


# "Sent" is never "seen": a phone gives a receipt within seconds or is asleep, and a notify action gives none at all.
_PUSH: Final = Limits(10.0, 15.0)
LIMITS: Final[Mapping[ChannelKind, Limits]] = {
    ChannelKind.MOBILE_APP: _PUSH,
    ChannelKind.NOTIFY: _PUSH,
    # A voice call rings 25 s before anybody picks up, and the script may end only when it does.
    ChannelKind.SCRIPT: Limits(30.0, 30.0),
    # The speech has to be made first, and a room may be empty: whoever has another channel is told over that as well.
    ChannelKind.MEDIA_PLAYER: Limits(20.0, 15.0),
    # A siren is heard or it is not; a device of ours answers a command within seconds, or is asked again once.
    ChannelKind.SIREN: Limits(10.0, None),
    ChannelKind.SIREN_DEVICE: Limits(12.0, None),
    # A message may wait for its turn (BOT_EVERY), and nobody in particular has to read it.
    ChannelKind.BOT: Limits(20.0, None),
}
# Group bots take 20 messages a minute (platform.md, "Notifications"): one every 3 s, and a little air.
BOT_EVERY: Final = 3.2
# For how long a siren is asked to sound, and how often it is asked again while nobody owns the incident, in seconds:
# two lost commands are survived, and a siren that has lost us falls silent by itself.
SIREN_FOR: Final = 180.0
SIREN_AGAIN: Final = 60.0
# Seconds after a start within which a channel that does not exist yet is waited for, not failed.
STARTING_FOR: Final = 60.0
# How often every channel in use is looked at without costing anybody anything, in seconds.
CHECK_EVERY: Final = 60.0

_PATTERNS: Final[Mapping[ChannelKind, re.Pattern[str]]] = {
    ChannelKind.MOBILE_APP: re.compile(r"mobile_app"),
    ChannelKind.NOTIFY: re.compile(r"notify\.[0-9a-z_]+"),
    ChannelKind.SCRIPT: re.compile(r"script\.[0-9a-z_]+"),
    ChannelKind.MEDIA_PLAYER: re.compile(r"media_player\.[0-9a-z_]+"),
    ChannelKind.SIREN: re.compile(r"siren\.[0-9a-z_]+"),
    ChannelKind.SIREN_DEVICE: re.compile(r"siren:[a-z0-9_-]{1,64}"),
    ChannelKind.BOT: re.compile(r"bot:notify\.[0-9a-z_]+"),
}
# Over what each can be told. A contact has no account here, so no companion app; a group is only ever a bot.
FOR_STAFF: Final = frozenset({ChannelKind.MOBILE_APP, ChannelKind.NOTIFY, ChannelKind.SCRIPT, ChannelKind.MEDIA_PLAYER})
FOR_CONTACTS: Final = frozenset({ChannelKind.NOTIFY, ChannelKind.SCRIPT})
FOR_SIRENS: Final = frozenset({ChannelKind.SIREN, ChannelKind.SIREN_DEVICE, ChannelKind.MEDIA_PLAYER})
FOR_GROUPS: Final = frozenset({ChannelKind.BOT})


@lru_cache(maxsize=1024)
def channel_kind(channel: str) -> ChannelKind | None:
    """Return of what kind a channel is, None if it is no channel's name."""
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.fullmatch(channel)), None)


def target_of(channel: str) -> str:
    """Return what a channel's name points at: the entity or action of a bot, the device of a siren, else itself."""
    return channel.partition(":")[2] or channel


def limits_of(channel: str) -> Limits:
    """Return how long a channel may take; what is no channel fails at once, so the shortest will do."""
    kind = channel_kind(channel)
    return _PUSH if kind is None else LIMITS[kind]


# Health.


class Health(StrEnum):
    """How a channel is, as far as is known."""

    UNKNOWN = "unknown"
    OK = "ok"
    FAILING = "failing"


# So many hand-overs in a row that came to nothing: one alone may be a wrong number, or a moment without a network.
FAILS_AFTER: Final = 2
# What a look at the channel finds, and so what a later look may take back.
SEEN_BY_LOOKING: Final = frozenset(
    {"not_registered", "channel_unavailable", "channel_unknown", "device_unknown", "device_offline"}
    | {"speech_engine_missing", "no_phone"}
)
# What says something of one recipient, or of somebody else's use, and nothing of the channel.
_NOT_THE_CHANNEL: Final = frozenset(
    {"no_phone", "no_number", "no_channel", "recipient_gone", "phone_not_connected", "channel_busy"}
)


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """How a channel is. `failures`: hand-overs in a row that came to nothing; `last_error`: why the last one did."""

    channel: str
    state: Health = Health.UNKNOWN
    failures: int = 0
    last_ok: datetime | None = None
    last_error: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as the wire shows it."""
        return {
            "state": self.state.value,
            "failures": self.failures,
            "last_ok": self.last_ok.isoformat() if self.last_ok else None,
            "last_error": self.last_error,
        }


def after_hand_over(health: ChannelHealth, error: str | None, at: datetime) -> ChannelHealth:
    """Return how a channel is after it was used; `error` None: it took what it was given.

    A success ends any failure. What is plain to see (there is no such action, the entity is gone) fails it at once,
    anything else the second time in a row; what concerns only the recipient says nothing.
    """
    if error is None:
        return replace(health, state=Health.OK, failures=0, last_ok=at, last_error=None)
    if error in _NOT_THE_CHANNEL:
        return health
    failures = health.failures + 1
    failing = error in SEEN_BY_LOOKING or failures >= FAILS_AFTER or health.state is Health.FAILING
    return replace(health, state=Health.FAILING if failing else health.state, failures=failures, last_error=error)


def after_check(health: ChannelHealth, error: str | None) -> ChannelHealth:
    """Return how a channel is after it was looked at; `error` None: nothing is seen to be wrong.

    A look proves only what it can see: a channel that failed in use stays failing until a use succeeds. A channel
    that never worked and has nobody behind it yet (`no_phone`) is not set up, which is no failure.
    """
    if error is None:
        if health.state is Health.FAILING and health.last_error in SEEN_BY_LOOKING:
            return replace(health, state=Health.OK if health.last_ok else Health.UNKNOWN, failures=0, last_error=None)
        if health.state is Health.UNKNOWN and health.failures == 0:
            return replace(health, last_error=None)
        return health
    if error == "no_phone" and health.last_ok is None:
        return replace(health, last_error=error)
    if health.state is Health.FAILING and health.last_error not in SEEN_BY_LOOKING:
        return health
    return replace(health, state=Health.FAILING, last_error=error)


# The same channel, told from others without a word about whose it is.


def numbered(known: Mapping[str, int], channels: Iterable[str]) -> dict[str, int]:
    """Return a number for each channel: the one it has, else the next; a number once given is never another's."""
    numbers = dict(known)
    for channel in channels:
        if channel not in numbers:
            numbers[channel] = max(numbers.values(), default=0) + 1
    return numbers
