"""The delivery ledger: who was told of an incident, over what, and what became of it. Pure.

Keyed by round, step, recipient and channel, so that nobody is paged twice for one step, however many rules ask. A
*round* begins with the opening, with each further press and with each repeat; a *step* is one of the plan's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from .channel import limits_of


class Audience(StrEnum):
    """Whom a step of a plan, or a rule, can address."""

    GRID_WORKER = "grid_worker"
    DUTY_ROOM = "duty_room"
    COMMUNITY_OFFICE = "community_office"
    EMERGENCY_CONTACT = "emergency_contact"
    EVERYONE_ON_DUTY = "everyone_on_duty"
    # Loud enough to wake the neighbours, and the groups that nobody in particular reads; only a plan addresses these.
    SIREN = "siren"
    GROUP = "group"
    # Only ever the role of a recipient: one whom a plan names by his account.
    PERSON = "person"


class DeliveryState(StrEnum):
    """What became of a delivery. Only a person's acknowledgement ends a chase, never one of these."""

    QUEUED = "queued"
    HANDED_OVER = "handed_over"
    RECEIVED = "received"
    SEEN = "seen"
    FAILED = "failed"
    # Somebody took the incident before it went out.
    NOT_NEEDED = "not_needed"


# What a later word may not take back: a receipt that comes after a failure counts, not the other way round.
_RANK: Final[Mapping[DeliveryState, int]] = {
    DeliveryState.QUEUED: 0,
    DeliveryState.FAILED: 1,
    DeliveryState.NOT_NEEDED: 1,
    DeliveryState.HANDED_OVER: 2,
    DeliveryState.RECEIVED: 3,
    DeliveryState.SEEN: 4,
}

# Whom a step of a plan addresses: the value of an `Audience`, or `user:<account>`.
type Target = str

# In this order: round, step, recipient, channel.
type DeliveryKey = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone who can be told. `id` is opaque: `user:<account>` or `contact:<home>:<position>`.

    `channels` are tried in order; `address` is a phone number, for channels that need one, and is never written.
    """

    id: str
    role: Audience
    channels: tuple[str, ...]
    user_id: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One way in which one recipient is told once. `nonce` proves that an answer is to this one."""

    incident: str
    recipient: str
    role: Audience
    round: int
    step: int
    channel: str
    at: datetime
    nonce: str
    state: DeliveryState = DeliveryState.QUEUED
    error: str | None = None
    # What a rule wants said instead of the usual words.
    text: str | None = None
    # The states before this one, each with its time, oldest first.
    history: tuple[tuple[DeliveryState, datetime], ...] = ()

    @property
    def key(self) -> DeliveryKey:
        """The key under which a delivery stands once in an incident's ledger."""
        return (self.round, self.step, self.recipient, self.channel)

    @property
    def times(self) -> dict[DeliveryState, datetime]:
        """When it came to each state that is known of it, in the order in which it did."""
        return {**dict(self.history), self.state: self.at}

    def as_dict(self) -> dict[str, Any]:
        """Return the delivery as the wire shows it; the nonce stays here."""
        wire: dict[str, Any] = {
            "recipient": self.recipient,
            "role": self.role.value,
            "round": self.round,
            "step": self.step,
            "channel": self.channel,
            "state": self.state.value,
            "at": self.at.isoformat(),
            "times": {state.value: at.isoformat() for state, at in self.times.items()},
        }
        if self.error is not None:
            wire["error"] = self.error
        return wire


# A recipient with no channel at all: the screen shows that nobody could tell him.
NO_CHANNEL: Final = "none"

type Ledger = Mapping[DeliveryKey, Delivery]


def turned(delivery: Delivery, state: DeliveryState, at: datetime, error: str | None = None) -> Delivery:
    """Return the delivery in a later state; a word that says less than what is known changes nothing."""
    if _RANK[state] <= _RANK[delivery.state]:
        return delivery
    return replace(
        delivery, state=state, at=at, error=error, history=(*delivery.history, (delivery.state, delivery.at))
    )


def history_before(
    state: DeliveryState, times: Mapping[DeliveryState, datetime | None]
) -> tuple[tuple[DeliveryState, datetime], ...]:
    """Return the states that a delivery had before `state`, from when it came to each (None: never, or not known)."""
    earlier = sorted(DeliveryState, key=_RANK.__getitem__)
    return tuple((other, at) for other in earlier if other is not state and (at := times.get(other)) is not None)


def addressed(  # noqa: PLR0913 - what every delivery of a step shares
    incident: str,
    ledger: Ledger,
    recipients: Iterable[Recipient],
    *,
    round_number: int,
    step: int,
    at: datetime,
    nonces: Mapping[str, str],
    at_once: bool = False,
    text: str | None = None,
) -> list[Delivery]:
    """Return what must be queued so that each recipient is told once in this round and step, over the first channel.

    `at_once`: over all his channels; sirens always are. Whoever stands in the ledger for this round and step already,
    in whatever role, is not told again. `nonces` holds one for each recipient's id; `text`, what is said instead of
    the usual words.
    """
    told = {
        recipient for (number, of_step, recipient, _), _ in ledger.items() if (number, of_step) == (round_number, step)
    }
    queued: list[Delivery] = []
    for recipient in recipients:
        if recipient.id in told:
            continue
        told.add(recipient.id)
        most = None if at_once or recipient.role is Audience.SIREN else 1
        for channel in recipient.channels[:most] or (NO_CHANNEL,):
            delivery = Delivery(
                incident, recipient.id, recipient.role, round_number, step, channel, at, nonces[recipient.id], text=text
            )
            if channel == NO_CHANNEL:
                delivery = replace(delivery, state=DeliveryState.FAILED, error="no_channel")
            queued.append(delivery)
    return queued


def next_channel(delivery: Delivery, ledger: Ledger, channels: Sequence[str], at: datetime) -> Delivery | None:
    """Return the delivery over the channel after this one, None if it is the last or that one is tried already."""
    if delivery.channel not in channels:
        return None
    position = channels.index(delivery.channel) + 1
    if position >= len(channels):
        return None
    following = replace(delivery, channel=channels[position], at=at, state=DeliveryState.QUEUED, error=None, history=())
    return None if following.key in ledger else following


def overdue(delivery: Delivery, waited: float) -> bool:
    """Return whether the next channel is due: it failed, or gave no receipt within its limit (`waited`, seconds)."""
    if delivery.state is DeliveryState.FAILED:
        return True
    limit = limits_of(delivery.channel).receipt
    return delivery.state is DeliveryState.HANDED_OVER and limit is not None and waited >= limit
