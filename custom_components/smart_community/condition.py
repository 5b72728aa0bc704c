"""Conditions for rule writers: is anyone on duty, is the incident still open, is a door held."""

from typing import Any, Final, Unpack, cast, override

import probatio as vol
from homeassistant.const import CONF_OPTIONS
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.condition import Condition, ConditionCheckParams, ConditionConfig
from homeassistant.helpers.template import Template
from homeassistant.helpers.typing import ConfigType

from .access import loaded_runtime
from .core.delivery import Audience
from .core.incident import State
from .elevators import meant

CONF_ROLE: Final = "role"
CONF_INCIDENT: Final = "incident_id"
CONF_ELEVATORS: Final = "elevators"

# Who can be on duty: a household's own contacts are not.
ON_DUTY: Final = (
    Audience.EVERYONE_ON_DUTY,
    Audience.DUTY_ROOM,
    Audience.GRID_WORKER,
    Audience.COMMUNITY_OFFICE,
)

_ON_DUTY_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_OPTIONS, default=dict): {
            vol.Optional(CONF_ROLE, default=Audience.EVERYONE_ON_DUTY.value): vol.In([role.value for role in ON_DUTY])
        }
    }
)
_IS_OPEN_SCHEMA: Final = vol.Schema(
    {vol.Required(CONF_OPTIONS, default=dict): {vol.Optional(CONF_INCIDENT): cv.template}}
)


_IS_HELD_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_OPTIONS, default=dict): {
            vol.Optional(CONF_ELEVATORS, default=list): vol.All(cv.ensure_list, [cv.string])
        }
    }
)


class SomeoneOnDuty(Condition):
    """Whether anybody with the role could come now."""

    @override
    @classmethod
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        """Check the options."""
        return cast("ConfigType", _ON_DUTY_SCHEMA(config))

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Keep the role."""
        super().__init__(hass, config)
        self._role = Audience((config.options or {}).get(CONF_ROLE, Audience.EVERYONE_ON_DUTY))

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        runtime = loaded_runtime(self._hass)
        return runtime is not None and bool(runtime.directory.on_duty_now(self._role))


class IncidentIsOpen(Condition):
    """Whether nobody has acknowledged the incident yet: the trigger's own, unless another is named."""

    @override
    @classmethod
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        """Check the options."""
        return cast("ConfigType", _IS_OPEN_SCHEMA(config))

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Keep which incident is meant."""
        super().__init__(hass, config)
        self._incident: Template | None = (config.options or {}).get(CONF_INCIDENT)

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        variables: dict[str, Any] = dict(kwargs.get("variables") or {})
        if self._incident is not None:
            incident_id = str(self._incident.async_render(variables, parse_result=False)).strip()
        else:
            incident_id = str((variables.get("trigger") or {}).get(CONF_INCIDENT, ""))
        runtime = loaded_runtime(self._hass)
        incident = runtime.response.active.get(incident_id) if runtime is not None else None
        return incident is not None and incident.state is State.OPEN


class DoorIsHeld(Condition):
    """Whether the community holds the door of one of the elevators; of any, if none is named."""

    @override
    @classmethod
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        """Check the options."""
        return cast("ConfigType", _IS_HELD_SCHEMA(config))

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Keep which elevators are meant."""
        super().__init__(hass, config)
        self._elevators = frozenset((config.options or {}).get(CONF_ELEVATORS, ()))

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        runtime = loaded_runtime(self._hass)
        if runtime is None:
            return False
        held = [elevator for elevator in runtime.guards.views if runtime.guards.is_held(elevator)]
        return any(not self._elevators or not self._elevators.isdisjoint(meant(self._hass, one)) for one in held)


CONDITIONS: Final[dict[str, type[Condition]]] = {
    "someone_on_duty": SomeoneOnDuty,
    "incident_is_open": IncidentIsOpen,
    "door_is_held": DoorIsHeld,
}


async def async_get_conditions(_hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions of Smart Community."""
    return CONDITIONS
