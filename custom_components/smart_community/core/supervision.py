"""When a device needs a person: figures from `domain.md`, "Help alarms" (after EN 50136 and EN 50134). Pure.

A fault is one for what a person can do about it: a dead gateway is one fault, however many devices are behind it, and
many devices with one trouble are one fault with a count.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Final

from .device import Device, DeviceKind, Source
from .fault import Fault, FaultCause, FaultKey

# How long a device of a kind may say nothing, unless it names its own time (`check_in`).
CHECKS_IN_WITHIN: Final = {DeviceKind.GATEWAY: timedelta(seconds=90)}
_OTHERWISE: Final = timedelta(hours=25)
# A device that is gone by its own word or its last will is a fault after this, in seconds: links blink.
GONE_AFTER: Final = 90.0
# One of existing entities, since its own integration may be starting.
ENTITY_GONE_AFTER: Final = 300.0
BATTERY_LOW: Final = 20.0  # %
# A battery that was low is well again above this: it must be another one, not a warmer room.
BATTERY_WELL: Final = 25.0  # %
TESTED_WITHIN: Final = timedelta(days=31)
_LISTED_BEFORE: Final = timedelta(days=7)
# What a person tests by hand, monthly. An unknown kind is taken for a help button, as its press is.
TESTED: Final = frozenset({DeviceKind.HELP_BUTTON, DeviceKind.SMOKE, DeviceKind.GAS, None})

# More devices of one building than this with one trouble are one fault; so are more than `MANY` of the community.
HANDFUL: Final = 5
MANY: Final = 20
# Subjects of faults that stand for many devices; no device's id has a colon.
EVERYWHERE: Final = "community:all"
_BUILDING: Final = "building:"
# What `faults_of` finds; faults of other causes are others' affair.
CAUSES: Final = frozenset(
    {
        FaultCause.GATEWAY_LOST,
        FaultCause.DEVICE_SILENT,
        FaultCause.BATTERY_LOW,
        FaultCause.TAMPER,
        FaultCause.NOT_TESTED,
    }
)


def is_silent(device: Device, now: datetime) -> bool:
    """Return whether a device says that it is gone, or has said nothing for longer than it may: for show, by UTC."""
    if device.online is False:
        return True
    if device.source is Source.ENTITY:
        # Its own integration knows whether it is there; an idle entity changes nothing for days.
        return False
    return device.last_seen is None or now - device.last_seen > allowed_silence(device)


def allowed_silence(device: Device) -> timedelta:
    """Return how long a device may say nothing."""
    if device.check_in is not None:
        return timedelta(seconds=device.check_in)
    return CHECKS_IN_WITHIN.get(device.kind or DeviceKind.HELP_BUTTON, _OTHERWISE)


def tested_since(device: Device) -> datetime | None:
    """Return when a device was tested last, or came to where it is if nobody has tested it there."""
    return device.last_test or device.assigned_at


def is_test_due(device: Device, now: datetime) -> bool:
    """Return whether a device has not been tested for 31 days, or for as long as it has been where it is."""
    since = tested_since(device)
    return device.assigned and device.kind in TESTED and since is not None and now - since > TESTED_WITHIN


def is_on_list(device: Device, now: datetime) -> bool:
    """Return whether a device stands on the monthly list: never tested, or its test is due within a week."""
    if not device.assigned or device.kind not in TESTED:
        return False
    return device.last_test is None or now - device.last_test > TESTED_WITHIN - _LISTED_BEFORE


class Silence:
    """How long each device has been silent, in seconds during which it could have been heard.

    Measured on a clock that nobody can set: neither NTP nor a machine that stood still makes three hundred faults. All
    times are monotonic seconds, but for `begin`.
    """

    def __init__(self) -> None:
        """Begin with nobody."""
        self._heard: dict[str, float] = {}
        self._gone: dict[str, float] = {}

    def begin(self, devices: Iterable[Device], lived_at: datetime | None, now: float) -> None:
        """Take over what was known when the community last ran (`lived_at`, UTC); the time since then does not count.

        Each device has at least `GONE_AFTER` from now to be heard again; an entity that is not there yet may be gone
        for good, with its integration.
        """
        for device in devices:
            if device.source is Source.ENTITY and device.online is not True:
                self.gone(device.id, now)
            silent = 0.0
            if lived_at is not None and device.last_seen is not None:
                silent = max(0.0, (lived_at - device.last_seen).total_seconds())
            most = max(0.0, allowed_silence(device).total_seconds() - GONE_AFTER)
            self._heard[device.id] = now - min(silent, most)

    def heard(self, device_id: str, now: float) -> None:
        """Note that a device has just said something."""
        self._heard[device_id] = now

    def gone(self, device_id: str, now: float) -> None:
        """Note that a device is gone, by its own word or its last will."""
        self._gone.setdefault(device_id, now)

    def back(self, device_id: str) -> None:
        """Note that a device is there."""
        self._gone.pop(device_id, None)

    def excuse(self, device_ids: Iterable[str], seconds: float, now: float) -> None:
        """Take back what these devices could not say: their gateway was lost, the broker was, or we stood still."""
        for device_id in device_ids:
            for since in (self._heard, self._gone):
                if device_id in since:
                    since[device_id] = min(now, since[device_id] + seconds)

    def is_fault(self, device: Device, now: float) -> bool:
        """Return whether a device has been silent, or gone, for longer than it may."""
        if (gone := self._gone.get(device.id)) is not None:
            return now - gone > (ENTITY_GONE_AFTER if device.source is Source.ENTITY else GONE_AFTER)
        if device.source is Source.ENTITY:
            return False
        # One that was never heard since it was made known counts from there.
        heard = self._heard.setdefault(device.id, now)
        return now - heard > allowed_silence(device).total_seconds()


def faults_of(
    devices: Mapping[str, Device],
    now: datetime,
    *,
    is_silent: Callable[[Device], bool],
    is_tested: Callable[[Device], bool],
    standing: AbstractSet[FaultKey],
) -> list[Fault]:
    """Return all faults of devices that belong somewhere, `standing` being those that were there before.

    `is_silent`: longer than the device may be; `is_tested`: somebody tests it this moment, so its case may be open.
    """
    gateways = {device.via for device in devices.values() if device.via is not None and device.assigned}
    supervised = [device for device in devices.values() if device.assigned or device.id in gateways]
    lost = {device.id for device in supervised if device.kind is DeviceKind.GATEWAY and is_silent(device)}
    found: dict[FaultCause, list[Device]] = defaultdict(list)
    behind: defaultdict[str, list[Device]] = defaultdict(list)
    for device in supervised:
        gateway = lost_gateway(device, devices, lost) if lost else None
        if gateway is not None:
            behind[gateway].append(device)
        elif device.id not in lost and is_silent(device):
            found[FaultCause.DEVICE_SILENT].append(device)
        if _is_low(device, standing):
            found[FaultCause.BATTERY_LOW].append(device)
        if device.tamper and not is_tested(device):
            found[FaultCause.TAMPER].append(device)
        if is_test_due(device, now):
            found[FaultCause.NOT_TESTED].append(device)
    # A gateway behind another lost one is not by itself the trouble.
    faults = [_lost(devices[gateway], behind[gateway]) for gateway in lost - {d.id for b in behind.values() for d in b}]
    for cause, concerned in found.items():
        faults.extend(grouped(cause, concerned, standing))
    return faults


def lost_gateway(device: Device, devices: Mapping[str, Device], lost: AbstractSet[str]) -> str | None:
    """Return the lost gateway farthest up the line that a device speaks through, None if all are there.

    Gateways that name each other in a circle are behind none.
    """
    found, via, passed = None, device.via, {device.id}
    while via is not None and via not in passed:
        if via in lost:
            found = via
        passed.add(via)
        gateway = devices.get(via)
        via = gateway.via if gateway is not None else None
    return None if via == device.id else found


def grouped(cause: FaultCause, devices: list[Device], standing: AbstractSet[FaultKey]) -> list[Fault]:
    """Return the faults of one cause: each device in exactly one, and what stands stays what it is.

    Up to a handful of a building are told one by one, more as one of the building; more than `MANY` of several
    buildings as one of the community.
    """
    in_building = Counter(device.place.building for device in devices)
    one_building = len(in_building) == 1 and None not in in_building
    everywhere = (cause, EVERYWHERE) in standing or (len(devices) > MANY and not one_building)

    def subject(device: Device) -> str:
        building = device.place.building
        of_building = f"{_BUILDING}{building}"
        if (cause, device.id) in standing:
            return device.id
        if building is not None and (cause, of_building) in standing:
            return of_building
        if everywhere:
            return EVERYWHERE
        return of_building if building is not None and in_building[building] > HANDFUL else device.id

    members: defaultdict[str, list[Device]] = defaultdict(list)
    for device in devices:
        members[subject(device)].append(device)
    return [
        Fault(cause, key, _building_of(those), those[0].id if key == those[0].id else None, len(those))
        for key, those in members.items()
    ]


def _is_low(device: Device, standing: AbstractSet[FaultKey]) -> bool:
    if device.battery is None:
        return False
    was_low = (FaultCause.BATTERY_LOW, device.id) in standing
    return device.battery <= BATTERY_LOW or (was_low and device.battery <= BATTERY_WELL)


def _lost(gateway: Device, behind: list[Device]) -> Fault:
    building = gateway.place.building or _building_of(behind)
    return Fault(FaultCause.GATEWAY_LOST, gateway.id, building, gateway.id, max(1, len(behind)))


def _building_of(devices: list[Device]) -> str | None:
    """Return the building that devices share, None if there is none."""
    buildings = {device.place.building for device in devices}
    return buildings.pop() if len(buildings) == 1 else None
