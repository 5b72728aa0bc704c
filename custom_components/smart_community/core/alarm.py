"""An alarm: what a device, a person or a rule reports. It opens an incident, or joins the one that is active. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from .community import NOWHERE, Place
from .device import ENTRAPMENT, Device, DeviceKind, SensorEvent
from .falling import joined
from .incident import OPENED_BY, Change, Incident, Kind, Severity, again, cleared, merge_key, opened

# Which incident each event of a kind of device opens; the other events open none. What has not said its kind yet is
# taken for a help button: a press must not be lost to an `info` that comes late.
_OPENED_BY: Final[Mapping[DeviceKind | None, Mapping[str, Kind]]] = {
    None: OPENED_BY,
    DeviceKind.HELP_BUTTON: OPENED_BY,
    DeviceKind.SMOKE: {SensorEvent.ALARM: Kind.SMOKE},
    DeviceKind.GAS: {SensorEvent.ALARM: Kind.GAS},
    DeviceKind.ELEVATOR: {ENTRAPMENT: Kind.ENTRAPMENT},
}
# Which incident the state `alarm` of a kind of device means, should its event have been missed.
_MEANT_BY_STATE: Final[Mapping[DeviceKind | None, Kind]] = {
    DeviceKind.SMOKE: Kind.SMOKE,
    DeviceKind.GAS: Kind.GAS,
    DeviceKind.ELEVATOR: Kind.ENTRAPMENT,
}
# How a timeline names an alarm that was seen in a device's state, not told by an event.
BY_STATE: Final = "alarm_state"


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is reported, when (UTC), and by whom: an account, a device id, "automation" or "system"."""

    kind: Kind
    by: str
    at: datetime
    place: Place = NOWHERE
    device: str | None = None
    severity: Severity | None = None
    text: str | None = None
    # Of a fault (core/fault.py).
    cause: str | None = None
    subject: str | None = None
    # Read off a device's state: it opens, and adds nothing to what is open.
    is_state: bool = False
    # A further object that came down where another did: a line in what is open, which pages nobody anew.
    is_further: bool = False

    @property
    def merge_key(self) -> str:
        """The key under which an incident that this alarm joins is active."""
        return merge_key(self.kind, self.place, self.device, self.cause, self.subject)

    def joins(self, incident: Incident) -> Incident:
        """Return the active incident after this further alarm; as it was, if this tells nothing that it does not."""
        if self.is_state or self._was_seen(incident):
            return incident
        if self.is_further:
            return joined(incident, self.at, self.by, self.text or "", self.severity or incident.severity)
        return again(incident, self.at, self.by, self.text)

    def _was_seen(self, incident: Incident) -> bool:
        """Return whether the state of the same device opened it before its event came: one alarm, one page."""
        told = [one for one in incident.timeline if one.what in {Change.OPENED, Change.AGAIN, Change.CLEARED}]
        return self.device is not None and [(one.by, one.text) for one in told] == [(self.device, BY_STATE)]

    def opens(self, incident_id: str, number: int) -> Incident:
        """Return the incident that this alarm opens."""
        return opened(
            incident_id,
            number,
            self.kind,
            self.at,
            severity=self.severity,
            place=self.place,
            device=self.device,
            by=self.by,
            # What is further there is the first here.
            text=None if self.is_further else self.text,
            cause=self.cause,
            subject=self.subject,
        )


def alarm_by_event(device: Device, event_type: str, at: datetime) -> Alarm | None:
    """Return the alarm that an event of a device means, None if it means none."""
    kind = _OPENED_BY.get(device.kind, {}).get(event_type)
    return Alarm(kind, device.id, at, place_of(device), device.id, text=event_type) if kind is not None else None


def alarm_by_state(device: Device, at: datetime) -> Alarm | None:
    """Return the alarm that a device's state `alarm` means, None if it is off or means none."""
    kind = _MEANT_BY_STATE.get(device.kind) if device.alarm else None
    if kind is None:
        return None
    return Alarm(kind, device.id, at, place_of(device), device.id, text=BY_STATE, is_state=True)


def over_key(device: Device) -> str | None:
    """Return the merge key of the incident that a device's *clear*, or its state, says is over; None if of none."""
    kind = _MEANT_BY_STATE.get(device.kind)
    return merge_key(kind, place_of(device), device.id) if kind is not None else None


def over(incident: Incident, device: Device, at: datetime) -> Incident:
    """Return the incident after a device said that it is over: a note, once, and never an end (`interfaces.md`)."""
    for entry in reversed(incident.timeline):
        if entry.by == device.id and entry.what is Change.CLEARED:
            return incident
        if entry.what in {Change.OPENED, Change.AGAIN}:
            break
    return cleared(incident, at, device.id)


def place_of(device: Device) -> Place:
    """Return where an alarm of a device is: where the device is; an elevator nobody has set up is itself a place."""
    if device.kind is not DeviceKind.ELEVATOR or device.place.elevator is not None:
        return device.place
    return replace(device.place, elevator=device.id)
