"""Binary sensors: whether there is an alarm, and whether what carries it is well."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .camera_entities import OfCamera, async_follow_cameras
from .channel_sensor import async_add_channels
from .const import SIGNAL_INCIDENT
from .core.camera import Camera
from .core.community import Building
from .core.device import Device, DeviceKind
from .elevator_entities import async_follow_elevators
from .elevator_sensors import binary_sensors_of
from .entity import SHOWN, DeviceEntity, EntityKeeper, Makers, SummaryEntity, shown_as
from .runtime import Runtime, SmartCommunityConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class SummaryDescription(BinarySensorEntityDescription):
    """A summary: `is_on` is told the building's id, None for the whole community."""

    is_on: Callable[[Runtime, str | None], bool]


@dataclass(frozen=True, kw_only=True)
class DeviceDescription(BinarySensorEntityDescription):
    """One thing that devices of some kinds report."""

    kinds: AbstractSet[DeviceKind]
    is_on: Callable[[Device], bool | None]


def _alarm(runtime: Runtime, building: str | None) -> bool:
    return any(building is None or incident.place.building == building for incident in runtime.response.active.values())


def _has_alarm(device: Device) -> bool | None:
    return device.alarm


def _is_active(device: Device) -> bool | None:
    return device.active


ALARM: Final = SummaryDescription(
    key="alarm", translation_key="alarm", device_class=BinarySensorDeviceClass.SAFETY, is_on=_alarm
)
COMMUNITY: Final = (
    ALARM,
    SummaryDescription(
        key="broker",
        translation_key="broker",
        device_class=BinarySensorDeviceClass.CONNECTIVITY,
        entity_category=EntityCategory.DIAGNOSTIC,
        is_on=lambda runtime, _building: runtime.link_status.connected,
    ),
    SummaryDescription(
        key="database",
        translation_key="database",
        device_class=BinarySensorDeviceClass.PROBLEM,
        entity_category=EntityCategory.DIAGNOSTIC,
        is_on=lambda runtime, _building: runtime.saver.failure is not None,
    ),
)
DEVICE: Final = (
    *(
        DeviceDescription(
            key=key,
            translation_key=key,
            device_class=device_class,
            kinds={kind},
            is_on=is_on,
        )
        for key, device_class, kind, is_on in (
            ("smoke", BinarySensorDeviceClass.SMOKE, DeviceKind.SMOKE, _has_alarm),
            ("gas", BinarySensorDeviceClass.GAS, DeviceKind.GAS, _has_alarm),
            ("motion", BinarySensorDeviceClass.MOTION, DeviceKind.MOTION, _is_active),
            ("door", BinarySensorDeviceClass.DOOR, DeviceKind.DOOR, _is_active),
        )
    ),
    DeviceDescription(
        key="connectivity",
        translation_key="connectivity",
        device_class=BinarySensorDeviceClass.CONNECTIVITY,
        entity_category=EntityCategory.DIAGNOSTIC,
        kinds=SHOWN,
        is_on=lambda device: device.online,
    ),
    DeviceDescription(
        key="tamper",
        translation_key="tamper",
        device_class=BinarySensorDeviceClass.TAMPER,
        entity_category=EntityCategory.DIAGNOSTIC,
        kinds={DeviceKind.HELP_BUTTON, DeviceKind.SMOKE, DeviceKind.GAS},
        is_on=lambda device: device.tamper,
    ),
)

CAMERA: Final = BinarySensorEntityDescription(
    key="connectivity",
    translation_key="connectivity",
    device_class=BinarySensorDeviceClass.CONNECTIVITY,
    entity_category=EntityCategory.DIAGNOSTIC,
)


async def async_setup_entry(
    hass: HomeAssistant, entry: SmartCommunityConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the binary sensors."""

    def of_community(runtime: Runtime) -> Sequence[SummaryEntity]:
        return [SummaryBinarySensor(runtime, description, None) for description in COMMUNITY]

    def of_building(runtime: Runtime, building: Building) -> Sequence[SummaryEntity]:
        return [SummaryBinarySensor(runtime, ALARM, building)]

    def of_device(runtime: Runtime, device: Device) -> Sequence[DeviceEntity]:
        kind = shown_as(device.kind)
        return [DeviceBinarySensor(runtime, device, description) for description in DEVICE if kind in description.kinds]

    keeper = EntityKeeper(entry, async_add_entities, Makers(of_community, of_building, of_device))
    entry.async_on_unload(async_dispatcher_connect(hass, SIGNAL_INCIDENT, keeper.summarize))
    await async_add_channels(hass, entry, async_add_entities)
    async_follow_elevators(entry, async_add_entities, binary_sensors_of)
    async_follow_cameras(entry, async_add_entities, lambda runtime, camera: [CameraConnectivity(runtime, camera)])


class SummaryBinarySensor(SummaryEntity, BinarySensorEntity):
    """Something about the community or a building."""

    entity_description: SummaryDescription

    def summary(self) -> bool:
        """Return the state."""
        return self.entity_description.is_on(self._runtime, self._building)

    @property
    def is_on(self) -> bool:
        """Return the state."""
        return self.summary()


class DeviceBinarySensor(DeviceEntity, BinarySensorEntity):
    """Something that a device reports."""

    entity_description: DeviceDescription

    def shown(self, device: Device) -> bool | None:
        """Return the state that the device gives."""
        return self.entity_description.is_on(device)

    @property
    def is_on(self) -> bool | None:
        """Return the state."""
        return self.shown(self.device)


class CameraConnectivity(OfCamera, BinarySensorEntity):
    """Whether a camera sees: its picture moves, and whatever reads it is there."""

    def __init__(self, runtime: Runtime, camera: Camera) -> None:
        """Show one camera."""
        super().__init__(runtime, camera, CAMERA)

    async def async_added_to_hass(self) -> None:
        """Listen to the camera."""
        await super().async_added_to_hass()
        self.async_on_remove(self._runtime.cameras.on_health(self._health_changed))

    @property
    def is_on(self) -> bool | None:
        """Return the state, None for a camera that was just taken out."""
        if self._runtime.cameras.get(self.camera_id) is None:
            return None
        return self._runtime.cameras.health(self.camera_id).up

    @callback
    def _health_changed(self, camera_id: str) -> None:
        if camera_id == self.camera_id:
            self.async_write_ha_state()
