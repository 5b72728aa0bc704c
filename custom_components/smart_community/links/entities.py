"""Devices made of existing entities: their states become the same facts that our protocol brings.

`press` is an entity whose state is the time of its last event (event, button, input_button, scene …) or one that is
on while pressed (binary_sensor, input_boolean, switch). `alarm`, `active`, `open` and `siren` are on or off; `total` is
a volume.
"""

import hashlib
import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from homeassistant.const import (
    ATTR_UNIT_OF_MEASUREMENT,
    STATE_OFF,
    STATE_ON,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
    UnitOfVolume,
)
from homeassistant.core import CALLBACK_TYPE, CoreState, Event, EventStateChangedData, HomeAssistant, State, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import VolumeConverter

from ..core.device import (
    Device,
    DeviceAvailability,
    DeviceEvent,
    DeviceState,
    HelpButtonEvent,
    Points,
    SensorEvent,
)
from ..core.ports import Clock, EventReceipt

# Event types with which a button says that it was let go: half of a press that was told before.
_LET_GO: Final = ("_end", "release", "released")
# The points that make a device the one it is: whether they are available says whether it is there.
MAIN_POINTS: Final = frozenset({"press", "alarm", "active", "open", "total", "siren"})
_EPOCH = dt_util.utc_from_timestamp(0)
# By how much the first press after the clock was set back may be older than the moment at which we hear of it.
_SETTLES: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NoReceipt:
    """An entity hears no acknowledgement: what it shows is its own integration's affair."""

    def confirm(self) -> None:
        """Nobody is told."""

    def release(self) -> None:
        """Nobody is told."""


class EntityLink:
    """Watches the entities that devices are bound to."""

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        clock: Clock,
        on_fact: Callable[[object], None],
        on_event: Callable[[DeviceEvent, EventReceipt], None],
        on_renamed: Callable[[str, Points], None],
    ) -> None:
        """`on_renamed` hears of a device whose entities have other ids now."""
        self._hass = hass
        self._clock = clock
        self._on_fact = on_fact
        self._on_event = on_event
        self._on_renamed = on_renamed
        self._points: dict[str, Points] = {}
        self._bound_at: dict[str, datetime | None] = {}
        self._bound: dict[str, list[tuple[str, str]]] = {}
        self._watching_since = clock().utc
        self._last_press: dict[str, str] = {}
        self._unwatch: CALLBACK_TYPE | None = None
        self._unlisten = hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._registry_updated)

    @callback
    def watch(self, devices: Iterable[Device]) -> None:
        """Watch the points of these devices, and no others; report what they show now."""
        watched = [device for device in devices if device.points is not None]
        points = {device.id: device.points for device in watched if device.points is not None}
        if points == self._points:
            return
        self._points = points
        self._bound_at = {device.id: device.bound_at for device in watched}
        bound: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for device_id, of_device in points.items():
            for point, entity_id in of_device.as_dict().items():
                bound[entity_id].append((device_id, point))
        self._bound = dict(bound)
        self._last_press = {entity_id: last for entity_id, last in self._last_press.items() if entity_id in bound}
        if self._unwatch is not None:
            self._unwatch()
        self._unwatch = async_track_state_change_event(self._hass, list(self._bound), self._changed)
        for entity_id, users in self._bound.items():
            state = self._hass.states.get(entity_id)
            # At a start its integration may not have added it yet: that is not a silent device.
            if state is None:
                continue
            self._last_press.setdefault(entity_id, state.state)
            for device_id, point in users:
                self._report(device_id, point, state)

    def watches(self, device: Device) -> bool:
        """Return whether exactly the points that a device has are watched."""
        return self._points.get(device.id) == device.points

    @callback
    def catch_up(self, watched_until: datetime | None) -> None:
        """Report what was pressed since anybody watched last (UTC); one that was heard then counts once all the same.

        None: nobody knows when that was, and nothing counts.
        """
        if watched_until is None:
            return
        for entity_id, users in self._bound.items():
            state = self._hass.states.get(entity_id)
            pressed = self._missed(state) if state is not None else None
            for device_id, point in users if pressed is not None else ():
                since = max(watched_until, self._bound_at.get(device_id) or watched_until)
                if point == "press" and pressed is not None and pressed[1] > since:
                    self._on_event(entity_event(device_id, *pressed, self._clock().utc), NoReceipt())

    @callback
    def stop(self) -> None:
        """Watch nothing any more."""
        self._unlisten()
        if self._unwatch is not None:
            self._unwatch()
            self._unwatch = None

    @callback
    def _changed(self, event: Event[EventStateChangedData]) -> None:
        entity_id, old, new = event.data["entity_id"], event.data["old_state"], event.data["new_state"]
        if (now := self._clock().utc) < self._watching_since:
            # The clock was set back: nothing that is pressed from here on is older than our watch.
            self._watching_since = now - _SETTLES
        # Asked once a change, however many devices share the entity: the answer is remembered.
        last = self._last_press.get(entity_id)
        pressed = self._pressed(entity_id, old, new) if new is not None else None
        alarm = _alarm(last, new) if new is not None else None
        for device_id, point in self._bound.get(entity_id, ()):
            if point == "press" and pressed is not None:
                self._on_event(entity_event(device_id, pressed[0], pressed[1], self._clock().utc), NoReceipt())
            elif point == "alarm" and alarm is not None and new is not None:
                self._on_event(entity_event(device_id, alarm, new.last_changed, self._clock().utc), NoReceipt())
            self._report(device_id, point, new)

    def _pressed(self, entity_id: str, old: State | None, new: State) -> tuple[HelpButtonEvent, datetime] | None:
        """Return how and when it was pressed, None if this change of state is no press."""
        last = self._last_press.get(entity_id)
        if new.state in {STATE_UNAVAILABLE, STATE_UNKNOWN}:
            return None
        self._last_press[entity_id] = new.state
        if new.state in {STATE_ON, STATE_OFF}:
            # From unavailable to on is a press too if it was off before: a cord pulled while nobody could hear it.
            pressed = new.state == STATE_ON and last == STATE_OFF
            return (HelpButtonEvent.PRESSED, new.last_changed) if pressed else None
        at = _moment(new.state)
        # Restored at a start, an event shows its last press again: not the first state, and no older than our watch.
        if at is None or old is None or new.state == last or at < self._watching_since:
            return None
        return _kind_of_press(new, at)

    def _missed(self, state: State) -> tuple[HelpButtonEvent, datetime] | None:
        """Return how and when an entity was pressed last, as far as its state tells."""
        if state.state == STATE_ON:
            # At a start of Home Assistant every state is new; at a reload of ours it is as old as it is.
            return (HelpButtonEvent.PRESSED, state.last_changed) if self._hass.state is CoreState.running else None
        at = _moment(state.state)
        return _kind_of_press(state, at) if at is not None else None

    def _report(self, device_id: str, point: str, state: State | None) -> None:
        now = self._clock().utc
        if point in MAIN_POINTS:
            # An event entity that was never pressed is unknown, and there all the same.
            online = state is not None and state.state != STATE_UNAVAILABLE
            self._on_fact(DeviceAvailability(device_id, now, online))
        if state is None or state.state in {STATE_UNAVAILABLE, STATE_UNKNOWN}:
            return
        is_on = state.state == STATE_ON
        match point:
            case "alarm":
                self._on_fact(DeviceState(device_id, now, alarm=is_on))
            case "active" | "open" | "siren":
                self._on_fact(DeviceState(device_id, now, active=is_on))
            case "total":
                self._on_fact(DeviceState(device_id, now, total=_cubic_metres(state)))
            case "battery":
                self._on_fact(DeviceState(device_id, now, battery=_battery(state.state)))
            case "tamper":
                self._on_fact(DeviceState(device_id, now, tamper=is_on))

    @callback
    def _registry_updated(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        data = event.data
        if data["action"] != "update" or "old_entity_id" not in data:
            return
        old, new = data["old_entity_id"], data["entity_id"]
        renamed: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for device_id, point in self._bound.get(old, ()):
            renamed[device_id][point] = new
        for device_id, points in renamed.items():
            self._on_renamed(device_id, replace(self._points[device_id], **points))


def bound_device_id(entity_id: str) -> str:
    """Return the device id of a device made of an entity: stable, its own, and of the protocol's form.

    It names nobody: an entity's id often says whose it is, and a device's id stands in events and traces.
    """
    return f"entity-{hashlib.sha256(entity_id.encode()).hexdigest()[:16]}"


def entity_event(device_id: str, kind: str, at: datetime, received_at: datetime) -> DeviceEvent:
    """Return the event of an entity's change; its time is its sequence number, so it counts once."""
    return DeviceEvent(device_id, "entity", (at - _EPOCH) // timedelta(microseconds=1), kind, received_at, at)


def _kind_of_press(state: State, at: datetime) -> tuple[HelpButtonEvent, datetime] | None:
    """Return how an entity was pressed at a moment, None if it was let go."""
    kind = str(state.attributes.get("event_type", ""))
    if kind.endswith(_LET_GO):
        return None
    return (HelpButtonEvent.LONG_PRESSED if "long" in kind else HelpButtonEvent.PRESSED), at


def _alarm(last: str | None, new: State) -> SensorEvent | None:
    """Return what a sensor's change of state says; one that is on when it is first seen says so by its state."""
    if last == STATE_OFF and new.state == STATE_ON:
        return SensorEvent.ALARM
    return SensorEvent.CLEAR if last == STATE_ON and new.state == STATE_OFF else None


def _cubic_metres(state: State) -> float | None:
    """Return a volume in m³, None for what is none; without a unit it is taken for m³."""
    unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT, UnitOfVolume.CUBIC_METERS)
    try:
        volume = float(state.state)
    except ValueError:
        return None
    if not math.isfinite(volume) or unit not in VolumeConverter.VALID_UNITS:
        return None
    return VolumeConverter.convert(volume, unit, UnitOfVolume.CUBIC_METERS)


def _moment(state: str) -> datetime | None:
    """Return the moment that a state names; None for what is none, or has no time zone (a date helper, a number)."""
    try:
        at = dt_util.parse_datetime(state)
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


def _battery(state: str) -> float | None:
    """Return the charge in %, None for what is not a number (`binary_sensor`s of low batteries say on and off)."""
    if state in {STATE_ON, STATE_OFF}:
        return 0.0 if state == STATE_ON else 100.0
    try:
        charge = float(state)
    except ValueError:
        return None
    return None if math.isnan(charge) else min(100.0, max(0.0, charge))
