"""What the entities of an elevator share: its device, and when they are added and written."""

from collections.abc import Callable, Sequence

from homeassistant.core import callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .core.elevator import Elevator
from .core.guard_words import GuardView
from .elevators import identifier_of
from .entity import MANUFACTURER, SmartCommunityEntity
from .runtime import Runtime, SmartCommunityConfigEntry

# A device selector finds elevators by it (services.yaml, triggers.yaml, blueprints).
MODEL = "Elevator"


def elevator_device(runtime: Runtime, elevator: Elevator) -> DeviceInfo:
    """Return an elevator as a device, by the name that staff gave it: it names a place, never a person."""
    return DeviceInfo(
        identifiers={identifier_of(elevator.id)},
        name=elevator.name,
        manufacturer=MANUFACTURER,
        model=MODEL,
        via_device_id=runtime.device_id,
    )


class OfElevator(SmartCommunityEntity):
    """An entity of one elevator."""

    def __init__(self, runtime: Runtime, elevator: Elevator, description: EntityDescription) -> None:
        """Belong to the elevator."""
        super().__init__(runtime, f"elevator_{elevator.id}", description, elevator_device(runtime, elevator))
        self.elevator_id = elevator.id


class ViewEntity(OfElevator):
    """An entity that shows something of a guard's view, written when that changes."""

    # Nothing that is ever shown: the first time it is written in any case.
    _written: object = OfElevator

    def shown(self, view: GuardView) -> object:
        """Return what of the view this entity shows."""
        raise NotImplementedError

    @property
    def view(self) -> GuardView | None:
        """How the guard is, None for an elevator that was just taken out."""
        return self._runtime.guards.views.get(self.elevator_id)

    async def async_added_to_hass(self) -> None:
        """Listen to the guards."""
        await super().async_added_to_hass()
        self.async_on_remove(self._runtime.guards.on_view(self._changed))

    @callback
    def _changed(self, view: GuardView) -> None:
        if view.elevator == self.elevator_id and (shown := self.shown(view)) != self._written:
            self._written = shown
            self.async_write_ha_state()


@callback
def async_follow_elevators(
    entry: SmartCommunityConfigEntry,
    add: AddConfigEntryEntitiesCallback,
    make: Callable[[Runtime, Elevator], Sequence[OfElevator]],
) -> None:
    """Add a platform's entities for each elevator, now and later; one that is taken out takes its own with it."""
    runtime = entry.runtime_data
    names: dict[str, str] = {}

    @callback
    def changed() -> None:
        for elevator in runtime.elevators.all:
            if elevator.id not in names:
                add(make(runtime, elevator), config_subentry_id=elevator.id)
            elif names[elevator.id] != elevator.name:
                _rename(runtime, elevator)
        names.clear()
        names.update({elevator.id: elevator.name for elevator in runtime.elevators.all})

    entry.async_on_unload(runtime.elevators.on_list(changed))
    changed()


def _rename(runtime: Runtime, elevator: Elevator) -> None:
    registry = dr.async_get(runtime.hass)
    shown = registry.async_get_device_by_identifier(identifier_of(elevator.id), runtime.entry.entry_id)
    if shown is not None and shown.name != elevator.name:
        registry.async_update_device(shown.id, name=elevator.name)
