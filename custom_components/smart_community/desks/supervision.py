"""The supervision desk: every device that was ever heard of, what it reports, and which home it belongs to."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from ..core.community import NOWHERE, Place
from ..core.device import (
    Device,
    DeviceAvailability,
    DeviceEvent,
    DeviceInfo,
    DeviceKind,
    DeviceState,
    HelpButtonEvent,
    Malformed,
    Points,
    Source,
)
from ..core.journal import Note
from ..core.ports import Clock, Commit, Record, StoreError
from ..core.supervision import Silence

_LOGGER = logging.getLogger(__name__)

# Somebody with a broker login could invent devices without end: beyond these, strangers are counted, not listed.
MOST_UNASSIGNED: Final = 2000
# Seconds between two log lines about malformed messages.
_LOG_EVERY: Final = 60.0


class UnknownDeviceError(Exception):
    """No device with this id was ever heard of."""

    code = "device_unknown"


@dataclass(frozen=True, slots=True)
class Counts:
    """Messages that made no sense, by device and in all; and strangers beyond what is listed."""

    malformed: int = 0
    strangers: int = 0


class SupervisionDesk:
    """The directory of devices. Used on the event loop only."""

    def __init__(
        self,
        *,
        clock: Clock,
        commit: Commit,
        on_change: Callable[[Device], None],
        on_alarm: Callable[[Device], None],
    ) -> None:
        """`on_change` is called with each device that is new or has changed.

        `on_alarm`: with each whose alarm has begun or ended by what it reports; its event may have been missed.
        """
        self._clock = clock
        self._commit = commit
        self._on_change = on_change
        self._on_alarm = on_alarm
        self.silence = Silence()
        self._devices: dict[str, Device] = {}
        self._next_number = 1
        self._unassigned = 0
        # Devices whose latest report is not on disk; what a device is and where it belongs is never among it.
        self._dirty: set[str] = set()
        # Devices whose new place is on its way to the disk: a report written behind it would take it back.
        self._writing: set[str] = set()
        # Where devices are that are an elevator or a camera of ours: its subentry says so, and not a person here.
        self._seats: Mapping[str, Place] = {}
        self._logged_at: float | None = None
        self.counts = Counts()

    @property
    def devices(self) -> Mapping[str, Device]:
        """Every device by its id; not to be changed."""
        return self._devices

    def load(self, devices: Iterable[Device]) -> None:
        """Take over what the store remembers."""
        now = self._clock().utc
        for device in devices:
            if device.assigned and device.assigned_at is None:
                # It was there before this was kept: a month from now at the latest it must be tested.
                self._devices[device.id] = replace(device, assigned_at=now)
                self._dirty.add(device.id)
            else:
                self._devices[device.id] = self._seated(device)
        self._next_number = max((device.number for device in self._devices.values()), default=0) + 1
        self._unassigned = sum(not device.assigned for device in self._devices.values())

    def find(self, device_id: str) -> Device | None:
        """Return a device, or None."""
        return self._devices.get(device_id)

    def note_event(self, event: DeviceEvent) -> Device:
        """Note what a device did and return the device; a stranger becomes an unassigned device."""
        self._heard(event.device)
        device = replace(
            self._known(event.device),
            last_seen=event.received_at,
            last_event=event.type,
            last_event_at=event.received_at,
            online=True,
        )
        if event.type == HelpButtonEvent.TEST:
            device = replace(device, last_test=event.received_at)
        return self._put(device)

    def take_fact(self, fact: object) -> None:
        """Note what a device says of itself; facts of other kinds are not ours."""
        match fact:
            case DeviceInfo():
                self._put(
                    replace(
                        self._known(fact.device),
                        kind=fact.kind,
                        model=fact.model,
                        firmware=fact.firmware,
                        serial=fact.serial,
                        via=fact.via,
                        check_in=fact.check_in,
                    )
                )
            case DeviceState():
                self._take_state(fact)
            case DeviceAvailability():
                device = self._known(fact.device)
                if not fact.online:
                    self.silence.gone(fact.device, self._clock().monotonic)
                elif fact.retained:
                    self.silence.back(fact.device)
                else:
                    self._heard(fact.device)
                last_seen = _last_seen(device, fact) if fact.online else device.last_seen
                self._put(replace(device, online=fact.online, last_seen=last_seen))
            case Malformed():
                self._count_malformed(fact)

    def note_test(self, device_id: str, at: datetime) -> None:
        """Note that a device was tested: whatever it did, somebody was testing it."""
        if (device := self._devices.get(device_id)) is not None:
            self._put(replace(device, last_test=at))

    async def assign(self, device_id: str, place: Place, by: str) -> Device:
        """Give a device to a home or a building, or take it back (`NOWHERE`). Raises UnknownDeviceError, StoreError."""
        device = self.find(device_id)
        if device is None:
            raise UnknownDeviceError(device_id)
        at = self._clock().utc
        since = device.assigned_at if place == device.place else at
        assigned = replace(device, place=place, assigned_at=since if place != NOWHERE else None)
        action = "device_assigned" if assigned.assigned else "device_unassigned"
        await self._write(assigned, Note(at, by, action, device_id, _where(place)))
        # What was reported meanwhile stays.
        return self._put(replace(self._devices[device_id], place=place, assigned_at=assigned.assigned_at))

    async def bind(self, device_id: str, points: Points, kind: DeviceKind, place: Place, by: str) -> Device:
        """Make a device of existing entities, or bind it anew. Raises StoreError."""
        at = self._clock().utc
        known = self.find(device_id) or Device(device_id, self._take_number())

        def bound(device: Device) -> Device:
            since = device.assigned_at if place == device.place else at
            return replace(
                device,
                source=Source.ENTITY,
                kind=kind,
                place=place,
                points=points,
                bound_at=at,
                assigned_at=since if place != NOWHERE else None,
            )

        details: dict[str, Any] = {"points": points.as_dict(), **_where(place)}
        await self._write(bound(known), Note(at, by, "device_bound", device_id, details))
        # What was reported meanwhile stays.
        return self._put(bound(self._devices.get(device_id, known)))

    def follow(self, device_id: str, points: Points) -> None:
        """Follow entities that are named otherwise now: heard at once, and written with the next reports."""
        device = self._devices.get(device_id)
        if device is not None:
            self._put(replace(device, points=points))

    def move(self, places: Mapping[str, Place]) -> None:
        """Follow the register: `places` holds the place of each home id that still exists."""
        for device in list(self._devices.values()):
            home = device.place.home
            if home is not None:
                place = places.get(home, Place(home=home))
                if place != device.place:
                    self._put(replace(device, place=place), report=False)

    def seat(self, seats: Mapping[str, Place]) -> None:
        """Follow the elevators and cameras that are set up: `seats` holds the place of each device that is one."""
        left, self._seats = self._seats.keys() - seats.keys(), dict(seats)
        for device_id in left & self._devices.keys():
            device = self._devices[device_id]
            self._put(replace(device, place=replace(device.place, elevator=None, camera=None)))
        for device_id in seats.keys() & self._devices.keys():
            self._put(self._seated(self._devices[device_id]))

    async def flush(self) -> None:
        """Write what devices reported since the last time; a failure is left to the next time."""
        dirty = self._dirty - self._writing
        self._dirty -= dirty
        records: list[Record] = [self._devices[device_id] for device_id in sorted(dirty)]
        if not records:
            return
        try:
            await self._commit(records)
        except StoreError as error:
            self._dirty |= dirty
            _LOGGER.debug("The devices' reports are not on disk yet: %s", error)

    def _take_state(self, fact: DeviceState) -> None:
        if not fact.retained:
            self.silence.heard(fact.device, self._clock().monotonic)
        device = self._known(fact.device)
        now = self._put(
            replace(
                device,
                last_seen=_last_seen(device, fact),
                battery=device.battery if fact.battery is None else fact.battery,
                tamper=device.tamper if fact.tamper is None else fact.tamper,
                rssi=device.rssi if fact.rssi is None else fact.rssi,
                alarm=device.alarm if fact.alarm is None else fact.alarm,
                active=device.active if fact.active is None else fact.active,
                total=device.total if fact.total is None else fact.total,
            )
        )
        if bool(now.alarm) is not bool(device.alarm):
            self._on_alarm(now)

    def _heard(self, device_id: str) -> None:
        now = self._clock().monotonic
        self.silence.heard(device_id, now)
        self.silence.back(device_id)

    def _known(self, device_id: str) -> Device:
        """Return the device; a stranger gets the next number, unless there are too many strangers."""
        device = self._devices.get(device_id)
        if device is not None:
            return device
        if self._unassigned >= MOST_UNASSIGNED:
            self.counts = replace(self.counts, strangers=self.counts.strangers + 1)
            return Device(device_id, 0)
        return self._seated(Device(device_id, self._take_number()))

    def _seated(self, device: Device) -> Device:
        """Return a device where its elevator or its camera is; any other as it was."""
        seat = self._seats.get(device.id)
        if seat is None or seat == device.place:
            return device
        return replace(device, place=seat, assigned_at=device.assigned_at or self._clock().utc)

    def _take_number(self) -> int:
        number, self._next_number = self._next_number, self._next_number + 1
        return number

    def _put(self, device: Device, *, report: bool = True) -> Device:
        if device.number == 0:
            return device
        before = self._devices.get(device.id)
        if before == device:
            return device
        self._unassigned += (not device.assigned) - (before is not None and not before.assigned)
        self._devices[device.id] = device
        if report:
            self._dirty.add(device.id)
        self._on_change(device)
        return device

    async def _write(self, device: Device, note: Note) -> None:
        self._writing.add(device.id)
        try:
            await self._commit([device, note])
        except StoreError:
            # Should a hanging commit succeed after all, the next report puts back what the caller was told.
            self._dirty |= self._devices.keys() & {device.id}
            raise
        finally:
            self._writing.discard(device.id)

    def _count_malformed(self, fact: Malformed) -> None:
        self.counts = replace(self.counts, malformed=self.counts.malformed + 1)
        if fact.device is not None and (device := self._devices.get(fact.device)) is not None:
            self._put(replace(device, malformed=device.malformed + 1), report=False)
        now = self._clock().monotonic
        if self._logged_at is None or now - self._logged_at >= _LOG_EVERY:
            self._logged_at = now
            _LOGGER.warning(
                "A message on %s made no sense: %s (%d such messages so far; more are counted, not logged)",
                fact.topic,
                fact.reason,
                self.counts.malformed,
            )


def _where(place: Place) -> dict[str, str]:
    """Return a place as the journal names it: the home, else the building."""
    if place.home is not None:
        return {"home": place.home}
    return {"building": place.building} if place.building is not None else {}


def _last_seen(device: Device, fact: DeviceState | DeviceAvailability) -> datetime | None:
    """Return when the device was last heard, `fact` included; of a stranger, the broker's memory is all there is."""
    return device.last_seen if fact.retained and device.last_seen is not None else fact.at
