"""Event entities: incidents of the community and its buildings, and each help button."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from homeassistant.components.event import EventDeviceClass, EventEntity, EventEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .camera_entities import OfCamera, async_follow_cameras
from .const import SIGNAL_INCIDENT
from .core.camera import Camera
from .core.community import Building
from .core.device import Device, DeviceEvent, DeviceKind, HelpButtonEvent
from .core.elevator import Elevator
from .core.guard_words import Happened, Happening
from .core.incident import Change, Incident
from .core.sighting import Phase
from .desks.cameras import Seen
from .elevator_entities import OfElevator, async_follow_elevators
from .entity import (
    DeviceEntity,
    EntityKeeper,
    EventWriter,
    Makers,
    PlaceEntity,
    SmartCommunityEntity,
    shown_as,
)
from .facade_entities import FallEvent
from .runtime import Runtime, SmartCommunityConfigEntry

PARALLEL_UPDATES = 0

_SHOWN: Final = [Change.OPENED.value, Change.ACKNOWLEDGED.value, Change.ESCALATED.value, Change.RESOLVED.value]

INCIDENT: Final = EventEntityDescription(key="incident", translation_key="incident", event_types=_SHOWN)
ALARM: Final = EventEntityDescription(key="alarm_event", translation_key="alarm", event_types=_SHOWN)
HELP: Final = EventEntityDescription(
    key="help",
    translation_key="help",
    device_class=EventDeviceClass.BUTTON,
    event_types=[kind.value for kind in HelpButtonEvent],
)

GUARD: Final = EventEntityDescription(
    key="guard", translation_key="guard", event_types=[happening.value for happening in Happening]
)
DETECTION: Final = EventEntityDescription(
    key="detection", translation_key="detection", event_types=[Phase.BEGAN.value, Phase.ENDED.value]
)


async def async_setup_entry(
    _hass: HomeAssistant, entry: SmartCommunityConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the event entities."""
    writer = EventWriter(entry.runtime_data)

    def of_community(runtime: Runtime) -> Sequence[SmartCommunityEntity]:
        return [IncidentEvent(runtime, writer, INCIDENT, None)]

    def of_building(runtime: Runtime, building: Building) -> Sequence[SmartCommunityEntity]:
        return [IncidentEvent(runtime, writer, ALARM, building)]

    def of_device(runtime: Runtime, device: Device) -> Sequence[DeviceEntity]:
        return [HelpEvent(runtime, device, writer)] if shown_as(device.kind) is DeviceKind.HELP_BUTTON else []

    def of_camera(runtime: Runtime, camera: Camera) -> Sequence[OfCamera]:
        detections = [DetectionEvent(runtime, camera, writer)] if camera.frigate_name is not None else []
        falls = [FallEvent(runtime, camera, writer)] if camera.companion is not None else []
        return [*detections, *falls]

    EntityKeeper(entry, async_add_entities, Makers(of_community, of_building, of_device))
    async_follow_cameras(entry, async_add_entities, of_camera)
    async_follow_elevators(entry, async_add_entities, lambda runtime, one: [GuardEvent(runtime, one, writer)])


class IncidentEvent(PlaceEntity, EventEntity):
    """What became of the latest incident, of the whole community or of one building; never whose it is."""

    def __init__(
        self, runtime: Runtime, writer: EventWriter, description: EventEntityDescription, building: Building | None
    ) -> None:
        """Show one building's incidents, or all."""
        super().__init__(runtime, description, building)
        self._writer = writer

    async def async_added_to_hass(self) -> None:
        """Listen to incidents."""
        await super().async_added_to_hass()
        self.async_on_remove(async_dispatcher_connect(self.hass, SIGNAL_INCIDENT, self._incident_changed))

    @callback
    def _incident_changed(self, change: Change, incident: Incident) -> None:
        if change.value not in _SHOWN:
            return
        if self._building is None or incident.place.building == self._building:
            self._writer.put(partial(self._write, change, incident))

    @callback
    def _write(self, change: Change, incident: Incident) -> None:
        attributes: dict[str, Any] = {
            "incident_id": incident.id,
            "number": incident.number,
            "kind": incident.kind.value,
            "severity": incident.severity.value,
        }
        self._trigger_event(change.value, attributes)
        self.async_write_ha_state()


class HelpEvent(DeviceEntity, EventEntity):
    """What a help button did, once it is handled."""

    def __init__(self, runtime: Runtime, device: Device, writer: EventWriter) -> None:
        """Show one button's events."""
        super().__init__(runtime, device, HELP)
        self._writer = writer

    async def async_added_to_hass(self) -> None:
        """Listen to the button."""
        await super().async_added_to_hass()
        self.async_on_remove(self._runtime.on_device_event(self.device.id, self._happened))

    def shown(self, _device: Device) -> object:
        """Return None: a report of the device changes nothing of its events."""
        return None

    @callback
    def _happened(self, event: DeviceEvent) -> None:
        if event.type in self.event_types:
            self._writer.put(partial(self._write, event.type))

    @callback
    def _write(self, kind: str) -> None:
        self._trigger_event(kind)
        self.async_write_ha_state()


class DetectionEvent(OfCamera, EventEntity):
    """What came into a camera's view, or has left it: of which kind and in which zones, never who."""

    def __init__(self, runtime: Runtime, camera: Camera, writer: EventWriter) -> None:
        """Show one camera's detections."""
        super().__init__(runtime, camera, DETECTION)
        self._writer = writer

    async def async_added_to_hass(self) -> None:
        """Listen to the camera."""
        await super().async_added_to_hass()
        self.async_on_remove(self._runtime.cameras.on_seen(self._seen))

    @callback
    def _seen(self, seen: Seen) -> None:
        if seen.camera == self.camera_id:
            self._writer.put(partial(self._write, seen))

    @callback
    def _write(self, seen: Seen) -> None:
        # No sub label: it may be the name of a face or a plate.
        self._trigger_event(seen.phase.value, {"label": seen.sighting.label, "zones": list(seen.sighting.zones)})
        self.async_write_ha_state()


class GuardEvent(OfElevator, EventEntity):
    """What an elevator's guard did or saw last, and why: codes only."""

    def __init__(self, runtime: Runtime, elevator: Elevator, writer: EventWriter) -> None:
        """Show one elevator's events."""
        super().__init__(runtime, elevator, GUARD)
        self._writer = writer

    async def async_added_to_hass(self) -> None:
        """Listen to the guard."""
        await super().async_added_to_hass()
        self.async_on_remove(self._runtime.guards.on_event(self._happened))

    @callback
    def _happened(self, elevator_id: str, what: Happened) -> None:
        if elevator_id == self.elevator_id:
            self._writer.put(partial(self._write, what))

    @callback
    def _write(self, what: Happened) -> None:
        self._trigger_event(what.what.value, {} if what.reason is None else {"reason": what.reason})
        self.async_write_ha_state()
