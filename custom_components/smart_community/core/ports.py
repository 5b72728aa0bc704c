"""What the rooms hand each other: `runtime.py` fills these, so that no room knows its neighbour."""

from asyncio import Future
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from .delivery import Audience, Delivery, Recipient
from .device import Device, DeviceEvent
from .incident import Change, Incident
from .journal import Note
from .people import Staff
from .response import Instant


@dataclass(frozen=True, slots=True)
class IncidentChange:
    """An incident to be written: timeline entries that `before` has are on disk already."""

    before: Incident | None
    after: Incident


@dataclass(frozen=True, slots=True)
class Probe:
    """A write that proves that the store still writes; the heartbeat follows it."""

    at: datetime


# What the alarm path can write; the store has one repository for each.
type Record = DeviceEvent | Device | IncidentChange | Delivery | Note | Staff | Probe


class Clock(Protocol):
    """The time, passed in."""

    def __call__(self) -> Instant:
        """Return this moment on both clocks."""


class QueueCommit(Protocol):
    """Queue records for the next commit: all or none of them, with whatever else arrives meanwhile."""

    def __call__(self, records: Sequence[Record]) -> Future[None]:
        """Return a future that is done when the records are on disk, or holds the `StoreError`."""


class Commit(Protocol):
    """Write records, all or none."""

    def __call__(self, records: Sequence[Record]) -> Awaitable[None]:
        """Wait until the records are on disk; raises StoreError, at the latest after 2 s."""


class FindDevice(Protocol):
    """Look up a device by its id."""

    def __call__(self, device_id: str) -> Device | None:
        """Return the device, or None if it was never heard of."""


class PublishIncident(Protocol):
    """Tell the rest of the house what has become of an incident."""

    def __call__(self, change: Change, incident: Incident) -> None:
        """Show the change; called once it is on disk, or acted on from memory."""


class FindRecipients(Protocol):
    """Look up who is addressed now."""

    def __call__(self, audience: Sequence[Audience], home: str | None) -> list[Recipient]:
        """Return who is addressed, in order; the contacts of `home`, if they are asked for. Nobody twice."""


class HandOverError(Exception):
    """A channel did not take a push; `code` says why. `waiting`: it does not exist yet, and may soon."""

    def __init__(self, code: str, *, waiting: bool = False) -> None:
        """Keep why."""
        super().__init__(code)
        self.code = code
        self.waiting = waiting


class HandOver(Protocol):
    """Give a push to a channel."""

    async def __call__(self, incident: Incident, delivery: Delivery, recipient: Recipient, count: int) -> None:
        """Return once the channel has taken it; `count` > 1: it speaks for so many incidents. Raises HandOverError."""


class Recall(Protocol):
    """Take a push back from a phone: somebody owns the incident."""

    async def __call__(self, incident: Incident, delivery: Delivery, recipient: Recipient, *, gathered: bool) -> None:
        """Clear what was shown of the incident, or (`gathered`) of all that went as one push. Raises nothing.

        A channel that cannot does nothing.
        """


class EventReceipt(Protocol):
    """What a link wants to hear about an event that it handed in."""

    def confirm(self) -> None:
        """Tell the device: its event is on disk."""

    def release(self) -> None:
        """Tell the transport that the message need not come again, whatever became of it."""


class StoreFailure(StrEnum):
    """Why the store does not write; each is a repair issue `database_…`."""

    FULL = "full"
    LOCKED = "locked"
    CORRUPT = "corrupt"
    READ_ONLY = "read_only"
    NEWER = "newer"
    HANGING = "hanging"
    ERROR = "error"


class StoreError(Exception):
    """The store could not write or read; nothing of the request is on disk."""

    def __init__(self, failure: StoreFailure, reason: str = "") -> None:
        """Keep the kind of failure, and the database's own words without any value."""
        super().__init__(f"{failure}: {reason}" if reason else failure.value)
        self.failure = failure


type ReportStore = Callable[[StoreFailure | None], None]
