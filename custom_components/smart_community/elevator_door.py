"""What a person or a rule does with an elevator's door through an entity: hold it, let it go."""

from typing import Any, Final, override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.const import EntityCategory

from .access import authorize_entity
from .core.elevator import Elevator
from .core.guard_words import GuardView
from .elevator_entities import OfElevator, ViewEntity
from .elevators import hold_door, release_door
from .errors import as_action_errors
from .runtime import Runtime

# With a category they are not exposed to voice assistants unless somebody does so: what those do has no account.
DOOR_HOLD: Final = SwitchEntityDescription(
    key="door_hold", translation_key="door_hold", entity_category=EntityCategory.CONFIG
)
RELEASE_DOOR: Final = ButtonEntityDescription(
    key="release_door", translation_key="release_door", entity_category=EntityCategory.CONFIG
)


class DoorHold(ViewEntity, SwitchEntity):
    """Whether we hold the door now; on asks for 120 s, with all that a guard asks for."""

    def __init__(self, runtime: Runtime, elevator: Elevator) -> None:
        """Belong to the elevator."""
        super().__init__(runtime, elevator, DOOR_HOLD)

    @override
    def shown(self, view: GuardView) -> bool:
        """Return whether it is held."""
        return view.held

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it is held."""
        return view.held if (view := self.view) is not None else None

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Have the door held."""
        actor = await authorize_entity(self.hass, self._runtime, self._context, "switch.door_hold")
        with as_action_errors():
            await hold_door(self._runtime, self.elevator_id, actor)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Let the door go."""
        actor = await authorize_entity(self.hass, self._runtime, self._context, "switch.door_hold")
        with as_action_errors():
            await release_door(self._runtime, self.elevator_id, actor)


class ReleaseDoor(OfElevator, ButtonEntity):
    """Lets the door go, whether or not we hold it."""

    def __init__(self, runtime: Runtime, elevator: Elevator) -> None:
        """Belong to the elevator."""
        super().__init__(runtime, elevator, RELEASE_DOOR)

    @override
    async def async_press(self) -> None:
        """Let the door go."""
        actor = await authorize_entity(self.hass, self._runtime, self._context, "button.release_door")
        with as_action_errors():
            await release_door(self._runtime, self.elevator_id, actor)
