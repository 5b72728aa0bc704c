"""A help button made of existing entities: their states become the same facts that our protocol brings.

`press` is an entity whose state is the time of its last event (event, button, input_button, scene …) or one that is
on while pressed (binary_sensor, input_boolean, switch).
"""

import hashlib
import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import CALLBACK_TYPE, Event, EventStateChangedData, HomeAssistant, State, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util import dt as dt_util

from ..core.device import (
    Device,
    DeviceAvailability,
    DeviceEvent,
    DeviceState,
    HelpButtonEvent,
    Points,
)
from ..core.ports import Clock, EventReceipt

# Event types with which a button says that it was let go: half of a press that was told before.
_LET_GO: Final = ("_end", "release", "released")
_EPOCH = dt_util.utc_from_timestamp(0)


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
        self._bound: dict[str, list[tuple[str, str]]] = {}
        self._watching_since = clock().utc
        self._last_press: dict[str, str] = {}
        self._unwatch: CALLBACK_TYPE | None = None
        self._unlisten = hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._registry_updated)

    @callback
    def watch(self, devices: Iterable[Device]) -> None:
        """Watch the points of these devices, and no others; report what they show now."""
        points = {device.id: device.points for device in devices if device.points is not None}
        if points == self._points:
            return
        self._points = points
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
        # Asked once a change, however many devices share the entity: the answer is remembered.
        pressed = self._pressed(entity_id, old, new) if new is not None else None
        for device_id, point in self._bound.get(entity_id, ()):
            if point == "press" and pressed is not None:
                self._on_event(pressed_event(device_id, pressed[0], pressed[1], self._clock().utc), NoReceipt())
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
        kind = str(new.attributes.get("event_type", ""))
        if kind.endswith(_LET_GO):
            return None
        return (HelpButtonEvent.LONG_PRESSED if "long" in kind else HelpButtonEvent.PRESSED), at

    def _report(self, device_id: str, point: str, state: State | None) -> None:
        now = self._clock().utc
        known = state is not None and state.state not in {STATE_UNAVAILABLE, STATE_UNKNOWN}
        match point:
            case "press":
                # An event entity that was never pressed is unknown, and there all the same.
                online = state is not None and state.state != STATE_UNAVAILABLE
                self._on_fact(DeviceAvailability(device_id, now, online))
            case "battery" if known and state is not None:
                self._on_fact(DeviceState(device_id, now, battery=_battery(state.state)))
            case "tamper" if known and state is not None:
                self._on_fact(DeviceState(device_id, now, tamper=state.state == STATE_ON))

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
    """Return the device id of a help button made of an entity: stable, its own, and of the protocol's form.

    It names nobody: an entity's id often says whose it is, and a device's id stands in events and traces.
    """
    return f"entity-{hashlib.sha256(entity_id.encode()).hexdigest()[:16]}"


def pressed_event(device_id: str, kind: HelpButtonEvent, at: datetime, received_at: datetime) -> DeviceEvent:
    """Return the event of an entity's press; its time is its sequence number, so it counts once."""
    return DeviceEvent(device_id, "entity", (at - _EPOCH) // timedelta(microseconds=1), kind, received_at, at)


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
