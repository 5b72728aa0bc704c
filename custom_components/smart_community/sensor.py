"""Sensors: how many incidents, how fast they are acknowledged, which devices are silent, what a button reports."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import PERCENTAGE, EntityCategory, UnitOfTime
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.event import async_track_time_interval

from .const import SIGNAL_INCIDENT
from .core.community import Building
from .core.device import Device
from .core.incident import Change, Incident, State
from .core.supervision import is_silent
from .entity import EntityKeeper, HelpButtonEntity, Makers, SummaryEntity
from .runtime import Runtime, SmartCommunityConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class SummaryDescription(SensorEntityDescription):
    """A count: `value` is told the building's id, None for the whole community."""

    value: Callable[[Runtime, str | None], int]


@dataclass(frozen=True, kw_only=True)
class ButtonDescription(SensorEntityDescription):
    """One thing that a help button reports of itself."""

    value: Callable[[Device], float | datetime | None]


def _silent_devices(runtime: Runtime, building: str | None) -> int:
    now = runtime.clock().utc
    return sum(
        device.assigned and is_silent(device, now)
        for device in runtime.supervision.devices.values()
        if building is None or device.place.building == building
    )


COMMUNITY: Final = (
    SummaryDescription(
        key="open_incidents",
        translation_key="open_incidents",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda runtime, _building: len(runtime.response.active),
    ),
    SummaryDescription(
        key="unacknowledged_incidents",
        translation_key="unacknowledged_incidents",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda runtime, _building: sum(
            incident.state is State.OPEN for incident in runtime.response.active.values()
        ),
    ),
)
BUILDING: Final = SummaryDescription(
    key="silent_devices",
    translation_key="silent_devices",
    state_class=SensorStateClass.MEASUREMENT,
    value=_silent_devices,
)
TIME_TO_ACKNOWLEDGE: Final = SensorEntityDescription(
    key="time_to_acknowledge",
    translation_key="time_to_acknowledge",
    device_class=SensorDeviceClass.DURATION,
    native_unit_of_measurement=UnitOfTime.SECONDS,
    state_class=SensorStateClass.MEASUREMENT,
    suggested_display_precision=0,
)
HELP_BUTTON: Final = (
    ButtonDescription(
        key="battery",
        device_class=SensorDeviceClass.BATTERY,
        native_unit_of_measurement=PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        suggested_display_precision=0,
        value=lambda device: device.battery,
    ),
    ButtonDescription(
        key="last_test",
        translation_key="last_test",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda device: device.last_test,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant, entry: SmartCommunityConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the sensors."""

    def of_community(runtime: Runtime) -> Sequence[SummarySensor | TimeToAcknowledge]:
        counts = [SummarySensor(runtime, description, None) for description in COMMUNITY]
        return [*counts, TimeToAcknowledge(runtime)]

    def of_building(runtime: Runtime, building: Building) -> Sequence[SummaryEntity]:
        return [SummarySensor(runtime, BUILDING, building)]

    def of_help_button(runtime: Runtime, device: Device) -> Sequence[HelpButtonEntity]:
        return [HelpButtonSensor(runtime, device, description) for description in HELP_BUTTON]

    keeper = EntityKeeper(entry, async_add_entities, Makers(of_community, of_building, of_help_button))
    entry.async_on_unload(async_dispatcher_connect(hass, SIGNAL_INCIDENT, keeper.summarize))
    # Silence is the lack of a message: somebody must look.
    entry.async_on_unload(async_track_time_interval(hass, keeper.summarize, timedelta(minutes=1)))


class SummarySensor(SummaryEntity, SensorEntity):
    """A count of the community or a building."""

    entity_description: SummaryDescription

    @override
    def summary(self) -> int:
        """Return the count."""
        return self.entity_description.value(self._runtime, self._building)

    @property
    @override
    def native_value(self) -> int:
        """Return the count."""
        return self.summary()


class TimeToAcknowledge(SummaryEntity, SensorEntity):
    """Seconds from opening to acknowledgement of the incident acknowledged last."""

    def __init__(self, runtime: Runtime) -> None:
        """Begin without a value: nothing was acknowledged since the start."""
        super().__init__(runtime, TIME_TO_ACKNOWLEDGE, None)

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to incidents."""
        await super().async_added_to_hass()
        self.async_on_remove(async_dispatcher_connect(self.hass, SIGNAL_INCIDENT, self._incident_changed))

    @override
    def summary(self) -> object:
        """Return the seconds, None before the first acknowledgement."""
        return self._attr_native_value

    @callback
    def _incident_changed(self, change: Change, incident: Incident) -> None:
        if change is Change.ACKNOWLEDGED and incident.acknowledged_at is not None:
            self._attr_native_value = (incident.acknowledged_at - incident.opened_at).total_seconds()


class HelpButtonSensor(HelpButtonEntity, SensorEntity):
    """Something that a help button reports of itself."""

    entity_description: ButtonDescription

    @override
    def shown(self, device: Device) -> float | datetime | None:
        """Return the value that the device gives."""
        return self.entity_description.value(device)

    @property
    @override
    def native_value(self) -> float | datetime | None:
        """Return the value."""
        return self.shown(self.device)
