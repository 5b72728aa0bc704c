"""Sensors: how many incidents, how fast they are acknowledged, which devices are silent, what devices report."""

from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import PERCENTAGE, EntityCategory, UnitOfTime, UnitOfVolume
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.event import async_track_time_interval

from .camera_entities import async_follow_cameras
from .const import SIGNAL_INCIDENT
from .core.community import Building
from .core.delivery import Audience
from .core.device import Device, DeviceKind
from .core.incident import Change, Incident, State
from .core.supervision import is_silent
from .elevator_entities import async_follow_elevators
from .elevator_sensors import sensors_of
from .entity import DeviceEntity, EntityKeeper, Makers, SummaryEntity, shown_as
from .facade_entities import facade_sensors_of
from .runtime import Runtime, SmartCommunityConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class SummaryDescription(SensorEntityDescription):
    """A figure of the whole community."""

    value: Callable[[Runtime], float | None]


@dataclass(frozen=True, kw_only=True)
class DeviceDescription(SensorEntityDescription):
    """One thing that devices of some kinds report."""

    kinds: AbstractSet[DeviceKind]
    value: Callable[[Device], float | datetime | None]


def _precision(runtime: Runtime) -> float | None:
    share = runtime.falling.verdicts.precision
    return None if share is None else round(100 * share, 1)


COMMUNITY: Final = (
    SummaryDescription(
        key="open_incidents",
        translation_key="open_incidents",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda runtime: len(runtime.response.active),
    ),
    SummaryDescription(
        key="unacknowledged_incidents",
        translation_key="unacknowledged_incidents",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda runtime: sum(incident.state is State.OPEN for incident in runtime.response.active.values()),
    ),
    SummaryDescription(
        key="on_duty",
        translation_key="on_duty",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda runtime: len(runtime.directory.on_duty_now(Audience.EVERYONE_ON_DUTY)),
    ),
    SummaryDescription(
        key="fall_precision",
        translation_key="fall_precision",
        native_unit_of_measurement=PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=0,
        value=_precision,
    ),
)
BUILDING: Final = SensorEntityDescription(
    key="silent_devices",
    translation_key="silent_devices",
    state_class=SensorStateClass.MEASUREMENT,
)
TIME_TO_ACKNOWLEDGE: Final = SensorEntityDescription(
    key="time_to_acknowledge",
    translation_key="time_to_acknowledge",
    device_class=SensorDeviceClass.DURATION,
    native_unit_of_measurement=UnitOfTime.SECONDS,
    state_class=SensorStateClass.MEASUREMENT,
    suggested_display_precision=0,
)
_TESTED: Final = frozenset({DeviceKind.HELP_BUTTON, DeviceKind.SMOKE, DeviceKind.GAS})
DEVICE: Final = (
    DeviceDescription(
        key="battery",
        device_class=SensorDeviceClass.BATTERY,
        native_unit_of_measurement=PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        suggested_display_precision=0,
        kinds=_TESTED | {DeviceKind.MOTION, DeviceKind.DOOR},
        value=lambda device: device.battery,
    ),
    DeviceDescription(
        key="last_test",
        translation_key="last_test",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        kinds=_TESTED,
        value=lambda device: device.last_test,
    ),
    DeviceDescription(
        key="water",
        translation_key="water",
        device_class=SensorDeviceClass.WATER,
        native_unit_of_measurement=UnitOfVolume.CUBIC_METERS,
        state_class=SensorStateClass.TOTAL_INCREASING,
        kinds={DeviceKind.WATER_METER},
        value=lambda device: device.total,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant, entry: SmartCommunityConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the sensors."""

    def of_community(runtime: Runtime) -> Sequence[SummarySensor | TimeToAcknowledge]:
        counts = [SummarySensor(runtime, description, None) for description in COMMUNITY]
        return [*counts, TimeToAcknowledge(runtime)]

    silence = SilenceByBuilding(entry.runtime_data)

    def of_building(runtime: Runtime, building: Building) -> Sequence[SummaryEntity]:
        return [SilentDevices(runtime, silence, building)]

    def of_device(runtime: Runtime, device: Device) -> Sequence[DeviceEntity]:
        kind = shown_as(device.kind)
        return [DeviceSensor(runtime, device, description) for description in DEVICE if kind in description.kinds]

    keeper = EntityKeeper(entry, async_add_entities, Makers(of_community, of_building, of_device))
    async_follow_elevators(entry, async_add_entities, sensors_of)
    async_follow_cameras(entry, async_add_entities, facade_sensors_of)
    entry.async_on_unload(async_dispatcher_connect(hass, SIGNAL_INCIDENT, keeper.summarize))
    entry.async_on_unload(entry.runtime_data.roster.on_change(keeper.summarize))
    entry.async_on_unload(entry.runtime_data.falling.verdicts.on_change(keeper.summarize))
    # Silence is the lack of a message: somebody must look.
    entry.async_on_unload(async_track_time_interval(hass, keeper.summarize, timedelta(minutes=1)))


class SummarySensor(SummaryEntity, SensorEntity):
    """A figure of the community."""

    entity_description: SummaryDescription

    @override
    def summary(self) -> float | None:
        """Return the figure."""
        return self.entity_description.value(self._runtime)

    @property
    @override
    def native_value(self) -> float | None:
        """Return the figure."""
        return self.summary()


class SilenceByBuilding:
    """How many devices of each building are silent: counted once for all sensors that ask in one turn of the loop."""

    def __init__(self, runtime: Runtime) -> None:
        """Count nothing before somebody asks."""
        self._runtime = runtime
        self._counted: Counter[str | None] | None = None

    def of(self, building: str | None) -> int:
        """Return how many devices of a building are silent."""
        if self._counted is None:
            now = self._runtime.clock().utc
            devices = self._runtime.supervision.devices.values()
            self._counted = Counter(one.place.building for one in devices if one.assigned and is_silent(one, now))
            self._runtime.hass.loop.call_soon(self._forget)
        return self._counted[building]

    def _forget(self) -> None:
        self._counted = None


class SilentDevices(SummaryEntity, SensorEntity):
    """How many devices of a building are silent."""

    def __init__(self, runtime: Runtime, silence: SilenceByBuilding, building: Building) -> None:
        """Ask the count that all buildings share."""
        super().__init__(runtime, BUILDING, building)
        self._silence = silence

    @override
    def summary(self) -> int:
        """Return the count."""
        return self._silence.of(self._building)

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


class DeviceSensor(DeviceEntity, SensorEntity):
    """Something that a device reports."""

    entity_description: DeviceDescription

    @override
    def shown(self, device: Device) -> float | datetime | None:
        """Return the value that the device gives."""
        return self.entity_description.value(device)

    @property
    @override
    def native_value(self) -> float | datetime | None:
        """Return the value."""
        return self.shown(self.device)
