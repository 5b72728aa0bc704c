"""What the rooms hand each other: `runtime.py` fills these, so that no room knows its neighbour."""

from asyncio import Future
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from .alarm import Alarm
from .delivery import Delivery, Recipient, Target
from .device import Device, DeviceEvent
from .falling import Fall
from .fault import Fault, FaultCause
from .incident import Change, Incident, Kind
from .journal import Note
from .media import Media
from .people import Role, Staff
from .phrases import Phrase
from .plan import PlanVersion
from .response import Instant
from .walk_test import TestRun


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
type Record = (
    DeviceEvent | Device | IncidentChange | Delivery | Note | Staff | Probe | TestRuns | PlanVersion | Media | Fall
)


@dataclass(frozen=True, slots=True)
class TestRuns:
    """The tests that run, all of them, to be written."""

    runs: tuple[TestRun, ...]

    # Not a test, whatever a test runner makes of the name.
    __test__ = False


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


class ObserveTest(Protocol):
    """Take what a device under test did as a test."""

    def __call__(self, device: Device, event: DeviceEvent) -> Note | None:
        """Return the note to be written with the event, or None: the device is not under test."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a device's event does beyond being written: `records` go to the disk with it.

    `alarm`: what it reports; else `step` changes the incident under the merge key `key`, if there is one.
    """

    records: tuple[Record, ...] = ()
    alarm: Alarm | None = None
    key: str = ""
    step: Callable[[Incident], Incident] | None = None


class JudgeEvent(Protocol):
    """Take an event that is judged by a desk of its own."""

    def __call__(self, device: Device, event: DeviceEvent) -> Judged | None:
        """Return what it does, None if it is an event as any other."""


class FindDevice(Protocol):
    """Look up a device by its id."""

    def __call__(self, device_id: str) -> Device | None:
        """Return the device, or None if it was never heard of."""


class ReportFault(Protocol):
    """Say that something keeps alarms from people: it becomes an incident of kind `device_fault`."""

    def __call__(self, fault: Fault) -> None:
        """Report a fault, as often as one likes: it is one incident until it has gone and come back."""


class ClearFault(Protocol):
    """Say that a fault has gone: it gets a note, and stays for a person to resolve."""

    def __call__(self, cause: FaultCause, subject: str) -> None:
        """Clear a fault, as often as one likes, also one that was never reported."""


class PublishIncident(Protocol):
    """Tell the rest of the house what has become of an incident."""

    def __call__(self, change: Change, incident: Incident) -> None:
        """Show the change; called once it is on disk, or acted on from memory."""


class FindRecipients(Protocol):
    """Look up who is addressed now."""

    def __call__(self, audience: Sequence[Target], home: str | None) -> list[Recipient]:
        """Return who is addressed, in order; the contacts of `home`, if they are asked for. Nobody twice.

        A person named by his account is meant whether or not he is on duty, as long as he has a role.
        """


class OnDuty(Protocol):
    """Look up who of a role is on duty."""

    def __call__(self, role: Role, at: datetime) -> frozenset[str] | None:
        """Return the accounts; None: the role has no roster, so whoever has it. An empty set is a gap."""


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


class CommandError(Exception):
    """A device did not do what it was told; `code` says why: not_connected, no_result, refused."""

    def __init__(self, code: str) -> None:
        """Keep why."""
        super().__init__(code)
        self.code = code


class ExecuteCommand(Protocol):
    """Have a device do something."""

    async def __call__(self, device: str, name: str, arguments: Mapping[str, Any]) -> None:
        """Return once the device has said that it did it; raises CommandError."""


class HoldDoor(Protocol):
    """Ask an elevator for its door to be held for so many seconds, 10 at most; it lets go by itself after."""

    async def __call__(self, elevator_id: str, for_s: float, /) -> None:
        """Return once it has said that it does. Raises CommandError."""


class ReleaseDoor(Protocol):
    """Let an elevator's door go."""

    async def __call__(self, elevator_id: str, /) -> None:
        """Return once it has said that it does. Raises CommandError: it lets go by itself then."""


class SayPhrase(Protocol):
    """Say a prepared phrase in an elevator."""

    async def __call__(self, elevator_id: str, phrase: Phrase, /) -> None:
        """Return once it is said, or cannot be; that it cannot is told as a fault by who speaks."""


class OpenElevatorIncident(Protocol):
    """Open an incident in an elevator, or page the active one again."""

    async def __call__(self, elevator_id: str, kind: Kind, /) -> tuple[str | None, bool]:
        """Return its id, None if nobody could open one, and whether it is on disk; after 2 s at the latest."""


class TakePicture(Protocol):
    """Keep a picture of what a camera (its id) sees, or saw as a track of Frigate's, with an incident."""

    async def __call__(self, incident_id: str, camera: str, track: str | None, /) -> None:
        """Return once it is kept, or cannot be; the journal says so."""


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
    IN_USE = "in_use"
    ERROR = "error"


class StoreError(Exception):
    """The store could not write or read; nothing of the request is on disk."""

    def __init__(self, failure: StoreFailure, reason: str = "") -> None:
        """Keep the kind of failure, and the database's own words without any value."""
        super().__init__(f"{failure}: {reason}" if reason else failure.value)
        self.failure = failure


type ReportStore = Callable[[StoreFailure | None], None]
