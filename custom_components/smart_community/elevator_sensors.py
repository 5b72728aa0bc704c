"""What an elevator shows: is an e-bike in it, its door, firefighters, its floor, how its guard is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.components.sensor import SensorDeviceClass, SensorEntity, SensorEntityDescription

from .core.elevator import Door, Elevator
from .core.guard_words import GuardState, GuardView
from .elevator_entities import ViewEntity
from .runtime import Runtime


@dataclass(frozen=True, kw_only=True)
class OnOff(BinarySensorEntityDescription):
    """Something of an elevator that is so or is not."""

    is_on: Callable[[GuardView], bool | None]


@dataclass(frozen=True, kw_only=True)
class Word(SensorEntityDescription):
    """Something of an elevator that is said in a word."""

    value: Callable[[GuardView], str | None]


def _open(view: GuardView) -> bool | None:
    return None if view.door is None else view.door is not Door.CLOSED


def _fire_service(view: GuardView) -> bool | None:
    if view.fire or view.firefighter:
        return True
    return None if view.fire is None and view.firefighter is None else False


ON_OFF: Final = (
    OnOff(key="ebike", translation_key="ebike", is_on=lambda view: view.ebike),
    OnOff(key="door", translation_key="door", device_class=BinarySensorDeviceClass.DOOR, is_on=_open),
    OnOff(key="fire_service", translation_key="fire_service", is_on=_fire_service),
)
WORDS: Final = (
    Word(key="floor", translation_key="floor", value=lambda view: view.floor),
    Word(
        key="guard",
        translation_key="guard",
        device_class=SensorDeviceClass.ENUM,
        options=[state.value for state in GuardState],
        value=lambda view: view.state.value,
    ),
)


class ElevatorBinarySensor(ViewEntity, BinarySensorEntity):
    """Something of an elevator that is so or is not; unknown while it cannot be heard."""

    entity_description: OnOff

    @override
    def shown(self, view: GuardView) -> bool | None:
        """Return the state."""
        return self.entity_description.is_on(view)

    @property
    @override
    def is_on(self) -> bool | None:
        """Return the state."""
        return self.shown(view) if (view := self.view) is not None else None


class ElevatorSensor(ViewEntity, SensorEntity):
    """Something of an elevator that is said in a word."""

    entity_description: Word

    @override
    def shown(self, view: GuardView) -> str | None:
        """Return the word."""
        return self.entity_description.value(view)

    @property
    @override
    def native_value(self) -> str | None:
        """Return the word."""
        return self.shown(view) if (view := self.view) is not None else None


def binary_sensors_of(runtime: Runtime, elevator: Elevator) -> Sequence[ElevatorBinarySensor]:
    """Return the binary sensors of an elevator."""
    return [ElevatorBinarySensor(runtime, elevator, description) for description in ON_OFF]


def sensors_of(runtime: Runtime, elevator: Elevator) -> Sequence[ElevatorSensor]:
    """Return the sensors of an elevator."""
    return [ElevatorSensor(runtime, elevator, description) for description in WORDS]
