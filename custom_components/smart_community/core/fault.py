"""Faults: what keeps an alarm from a person, and must be taken by one. Pure.

Supervision as EN 50136 and EN 50134 ask of alarm paths (`domain.md`, "Help alarms"): each fault is an incident of kind
`device_fault`, one for each cause and subject, however many devices are behind it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from .alarm import Alarm
from .community import Place
from .incident import Change, Incident, Kind, Severity, State


class FaultCause(StrEnum):
    """What is wrong."""

    GATEWAY_LOST = "gateway_lost"
    DEVICE_SILENT = "device_silent"
    BATTERY_LOW = "battery_low"
    TAMPER = "tamper"
    NOT_TESTED = "not_tested"
    CHANNEL_FAILING = "channel_failing"
    SIREN_FAILING = "siren_failing"
    ROSTER_GAP = "roster_gap"
    NOBODY_TOLD = "nobody_told"
    REGISTER_LOCKED = "register_locked"
    BROKER_LOST = "broker_lost"
    DATABASE_FAILING = "database_failing"
    JOURNAL_BROKEN = "journal_broken"
    CAMERA_UNSIGNED = "camera_unsigned"
    CAMERA_LOST = "camera_lost"
    FRIGATE_LOST = "frigate_lost"
    VOICE_FAILING = "voice_failing"
    GUARD_FALSE_ALARMS = "guard_false_alarms"
    GUARD_RELAY = "guard_relay"
    GUARD_CONTRADICTION = "guard_contradiction"
    FACADE_BLIND = "facade_blind"
    FACADE_SELF_TEST = "facade_self_test"


# The key under which a fault is one fault: its cause and its subject.
type FaultKey = tuple[FaultCause, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `subject`: what it is about, an opaque id (a device, a channel, a role, a kind); `count`: devices."""

    cause: FaultCause
    subject: str
    building: str | None = None
    device: str | None = None
    count: int = 1

    @property
    def key(self) -> FaultKey:
        """The key under which this is one fault."""
        return (self.cause, self.subject)


# The alarm path itself is cut, or alarms reach nobody: more urgent than a device that needs care.
_HIGH: Final = frozenset(
    {
        FaultCause.GATEWAY_LOST,
        FaultCause.CHANNEL_FAILING,
        FaultCause.SIREN_FAILING,
        FaultCause.NOBODY_TOLD,
        FaultCause.BROKER_LOST,
        FaultCause.DATABASE_FAILING,
        # Without its eyes the elevator guard lets go, and nothing that a camera sees comes to anybody.
        FaultCause.FRIGATE_LOST,
        # A door may be kept from its elevator, or not let go.
        FaultCause.GUARD_RELAY,
    }
)
SEVERITY: Final[Mapping[FaultCause, Severity]] = {
    cause: Severity.HIGH if cause in _HIGH else Severity.NORMAL for cause in FaultCause
}
# Somebody must look even if it lasted a moment: an opened case, an alarm that nobody was told of.
_NEEDS_A_LOOK: Final = frozenset(
    {
        FaultCause.TAMPER,
        FaultCause.NOBODY_TOLD,
        FaultCause.JOURNAL_BROKEN,
        FaultCause.GUARD_FALSE_ALARMS,
        FaultCause.GUARD_RELAY,
        FaultCause.GUARD_CONTRADICTION,
    }
)
# These happen and are over: nobody ever says that they went away.
MOMENTARY: Final = frozenset({FaultCause.NOBODY_TOLD})

# A fault counts as gone once it has stayed away so long: one that comes and goes is one, and is not told each time.
SETTLES_AFTER: Final = 60.0  # seconds
# What lasted no longer than this and nobody has acknowledged is ended by the system.
BRIEF: Final = timedelta(seconds=60)
# A fault that a person resolved although it is still there is told again after this.
REMINDS_AFTER: Final = timedelta(hours=24)

_SAID: Final = frozenset({Change.OPENED, Change.AGAIN})


class Act(StrEnum):
    """What is to be done about a fault."""

    RAISE = "raise"
    CLEAR = "clear"
    END = "end"
    WAIT = "wait"
    NOTHING = "nothing"


def alarm_of(fault: Fault, at: datetime) -> Alarm:
    """Return the alarm with which a fault opens its incident, or is told again."""
    return Alarm(
        Kind.DEVICE_FAULT,
        "system",
        at,
        Place(building=fault.building),
        fault.device,
        SEVERITY[fault.cause],
        str(fault.count) if fault.count > 1 else None,
        cause=fault.cause.value,
        subject=fault.subject,
    )


def due(fault: Fault, standing: Incident | None, resolved_at: datetime | None, now: datetime) -> Act:
    """Return what to do about a fault that is there.

    `standing`: its active incident; `resolved_at`: when a person resolved it although it was there, None if nobody did.
    """
    if standing is None:
        return Act.NOTHING if resolved_at is not None and now - resolved_at < REMINDS_AFTER else Act.RAISE
    # Twice as many devices as were told of is news.
    return Act.RAISE if is_cleared(standing) or fault.count >= 2 * _count_said(standing) else Act.NOTHING


def due_when_gone(cause: FaultCause, standing: Incident | None, gone_for: float, now: datetime) -> Act:
    """Return what to do about a fault that has been gone for so many seconds; `standing`: its active incident.

    It gets a note and stays for a person to resolve; a brief one that nobody has acknowledged is ended.
    """
    if gone_for < SETTLES_AFTER:
        return Act.WAIT
    if standing is None or is_cleared(standing):
        return Act.NOTHING
    lasted = now - timedelta(seconds=gone_for) - _said_at(standing)
    brief = lasted <= BRIEF and standing.state is State.OPEN and cause not in _NEEDS_A_LOOK
    return Act.END if brief else Act.CLEAR


def is_cleared(incident: Incident) -> bool:
    """Return whether the latest that is known of a fault is that it went away by itself."""
    for entry in reversed(incident.timeline):
        if entry.what is Change.CLEARED:
            return True
        if entry.what in _SAID:
            return False
    return False


def _count_said(incident: Incident) -> int:
    for entry in reversed(incident.timeline):
        if entry.what in _SAID:
            return int(entry.text) if entry.text is not None and entry.text.isdecimal() else 1
    return 1


def _said_at(incident: Incident) -> datetime:
    for entry in reversed(incident.timeline):
        if entry.what in _SAID:
            return entry.at
    return incident.opened_at
