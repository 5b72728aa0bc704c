"""Triggers for rule writers: an incident opened, acknowledged, resolved; an e-bike in an elevator; an object falling.

Variables carry ids and places, no person.
"""

from typing import Any, Final, cast, override

import probatio as vol
from homeassistant.const import CONF_OPTIONS
from homeassistant.core import CALLBACK_TYPE, Context, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.trigger import Trigger, TriggerActionRunner, TriggerConfig, TriggerNotTriggeredReporter
from homeassistant.helpers.typing import ConfigType

from .access import loaded_runtime
from .camera_entities import camera_device_of
from .const import SIGNAL_FALL, SIGNAL_GUARD, SIGNAL_INCIDENT
from .core.falling import Fall, FallClass, FallHeard
from .core.guard_words import Happened, Happening
from .core.incident import Change, Incident, Kind, Severity
from .elevators import device_of, meant

CONF_KINDS: Final = "kinds"
CONF_SEVERITIES: Final = "severities"
CONF_BUILDING: Final = "building"
CONF_ELEVATORS: Final = "elevators"
CONF_CAMERAS: Final = "cameras"
CONF_CONFIDENCE: Final = "minimum_confidence"

_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_OPTIONS, default=dict): {
            vol.Optional(CONF_KINDS, default=list): vol.All(cv.ensure_list, [vol.In([kind.value for kind in Kind])]),
            vol.Optional(CONF_SEVERITIES, default=list): vol.All(
                cv.ensure_list, [vol.In([severity.value for severity in Severity])]
            ),
            vol.Optional(CONF_BUILDING): cv.string,
        }
    }
)


_EBIKE_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_OPTIONS, default=dict): {
            vol.Optional(CONF_ELEVATORS, default=list): vol.All(cv.ensure_list, [cv.string])
        }
    }
)


_FALL_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_OPTIONS, default=dict): {
            vol.Optional(CONF_CAMERAS, default=list): vol.All(cv.ensure_list, [cv.string]),
            vol.Optional(CONF_KINDS, default=list): vol.All(cv.ensure_list, [vol.In([one.value for one in FallClass])]),
            vol.Optional(CONF_CONFIDENCE, default=0.0): vol.All(vol.Coerce(float), vol.Range(min=0, max=1)),
        }
    }
)


class IncidentTrigger(Trigger):
    """Fires when something happens to an incident of the wanted kinds, severities and building."""

    change: Change

    @override
    @classmethod
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        """Check the options."""
        return cast("ConfigType", _SCHEMA(config))

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Keep the options; an empty list means any."""
        super().__init__(hass, config)
        options: dict[str, Any] = config.options or {}
        self._kinds = frozenset(options.get(CONF_KINDS, ()))
        self._severities = frozenset(options.get(CONF_SEVERITIES, ()))
        self._building: str | None = options.get(CONF_BUILDING) or None

    @override
    async def async_attach_runner(
        self, run_action: TriggerActionRunner, did_not_trigger: TriggerNotTriggeredReporter | None = None
    ) -> CALLBACK_TYPE:
        """Listen to incidents, from now on and across reloads of the community."""

        @callback
        def incident_changed(change: Change, incident: Incident) -> None:
            variables = variables_of(self._hass, incident)
            if change is self.change and self._wants(incident, variables):
                run_action(variables, f"{change.value} incident {incident.number}", Context())

        return async_dispatcher_connect(self._hass, SIGNAL_INCIDENT, incident_changed)

    def _wants(self, incident: Incident, variables: dict[str, Any]) -> bool:
        return (
            (not self._kinds or incident.kind.value in self._kinds)
            and (not self._severities or incident.severity.value in self._severities)
            and (self._building is None or self._building in {variables["building"], variables["building_name"]})
        )


def variables_of(hass: HomeAssistant, incident: Incident) -> dict[str, Any]:
    """Return what a rule may know: actions find the home from `incident_id`."""
    runtime = loaded_runtime(hass)
    building = runtime.directory.buildings.get(incident.place.building or "") if runtime is not None else None
    return {
        "incident_id": incident.id,
        "number": incident.number,
        "kind": incident.kind.value,
        "severity": incident.severity.value,
        "building": incident.place.building,
        "building_name": building.name if building is not None else None,
        "device": incident.device,
        "elevator": incident.place.elevator,
        "elevator_device": device_of(hass, incident.place.elevator),
        "level": incident.level,
    }


class OpenedTrigger(IncidentTrigger):
    """An incident was opened."""

    change = Change.OPENED


class AcknowledgedTrigger(IncidentTrigger):
    """Somebody has taken an incident."""

    change = Change.ACKNOWLEDGED


class EscalatedTrigger(IncidentTrigger):
    """Nobody has acknowledged in time, and more people are told."""

    change = Change.ESCALATED


class ResolvedTrigger(IncidentTrigger):
    """An incident has ended."""

    change = Change.RESOLVED


class EbikeTrigger(Trigger):
    """Two sightings agree on an e-bike in one of the wanted elevators, and its incident is open; any, if none is named.

    It fires whether or not the door can be held.
    """

    @override
    @classmethod
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        """Check the options."""
        return cast("ConfigType", _EBIKE_SCHEMA(config))

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Keep the options; an empty list means any."""
        super().__init__(hass, config)
        options: dict[str, Any] = config.options or {}
        self._elevators = frozenset(options.get(CONF_ELEVATORS, ()))

    @override
    async def async_attach_runner(
        self, run_action: TriggerActionRunner, did_not_trigger: TriggerNotTriggeredReporter | None = None
    ) -> CALLBACK_TYPE:
        """Listen to the guards, from now on and across reloads of the community."""

        @callback
        def happened(elevator_id: str, what: Happened) -> None:
            if what.what is not Happening.DETECTED:
                return
            if not self._elevators or not self._elevators.isdisjoint(meant(self._hass, elevator_id)):
                run_action(ebike_variables(self._hass, elevator_id), "e-bike in an elevator", Context())

        return async_dispatcher_connect(self._hass, SIGNAL_GUARD, happened)


def ebike_variables(hass: HomeAssistant, elevator_id: str) -> dict[str, Any]:
    """Return what a rule may know of an e-bike in an elevator."""
    runtime = loaded_runtime(hass)
    elevator = runtime.elevators.get(elevator_id) if runtime is not None else None
    if runtime is None or elevator is None:
        return {"elevator": elevator_id, "elevator_device": device_of(hass, elevator_id)}
    incident_id = runtime.guards.views[elevator_id].incident
    incident = runtime.response.active.get(incident_id or "")
    building = runtime.directory.buildings.get(elevator.building or "")
    return {
        "elevator": elevator_id,
        "elevator_name": elevator.name,
        "elevator_device": device_of(hass, elevator_id),
        "incident_id": incident_id,
        "number": incident.number if incident is not None else None,
        "kind": Kind.EBIKE.value,
        "severity": incident.severity.value if incident is not None else None,
        "building": elevator.building,
        "building_name": building.name if building is not None else None,
        "device": elevator.device,
    }


class FallTrigger(Trigger):
    """An object is coming down before one of the wanted cameras, and its incident is open; any, if none is named.

    It fires for further objects of the same incident, too, and not for what is told after an outage.
    """

    @override
    @classmethod
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        """Check the options."""
        return cast("ConfigType", _FALL_SCHEMA(config))

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Keep the options; an empty list means any."""
        super().__init__(hass, config)
        options: dict[str, Any] = config.options or {}
        self._cameras = frozenset(options.get(CONF_CAMERAS, ()))
        self._kinds = frozenset(options.get(CONF_KINDS, ()))
        self._least: float = options.get(CONF_CONFIDENCE, 0.0)

    @override
    async def async_attach_runner(
        self, run_action: TriggerActionRunner, did_not_trigger: TriggerNotTriggeredReporter | None = None
    ) -> CALLBACK_TYPE:
        """Listen to the cameras, from now on and across reloads of the community."""

        @callback
        def heard(what: FallHeard) -> None:
            if what.opened and what.is_news and self._wants(what.fall):
                run_action(fall_variables(self._hass, what), "an object is falling", Context())

        return async_dispatcher_connect(self._hass, SIGNAL_FALL, heard)

    def _wants(self, fall: Fall) -> bool:
        meant = {fall.camera, camera_device_of(self._hass, fall.camera)}
        return (
            (not self._cameras or not self._cameras.isdisjoint(meant))
            and (not self._kinds or fall.kind.value in self._kinds)
            and fall.confidence >= self._least
        )


def fall_variables(hass: HomeAssistant, heard: FallHeard) -> dict[str, Any]:
    """Return what a rule may know of a falling object: no floor and no home."""
    runtime, fall = loaded_runtime(hass), heard.fall
    camera = runtime.cameras.get(fall.camera) if runtime is not None else None
    incident = runtime.response.active.get(heard.incident or "") if runtime is not None else None
    place = camera.place.building if camera is not None else None
    building = runtime.directory.buildings.get(place or "") if runtime is not None else None
    return {
        "camera": fall.camera,
        "camera_name": camera.name if camera is not None else None,
        "camera_device": camera_device_of(hass, fall.camera),
        "incident_id": heard.incident,
        "number": incident.number if incident is not None else None,
        "kind": Kind.FALLING_OBJECT.value,
        "severity": incident.severity.value if incident is not None else None,
        "building": place,
        "building_name": building.name if building is not None else None,
        "device": fall.device,
        "class": fall.kind.value,
        "confidence": round(fall.confidence, 2),
    }


TRIGGERS: Final[dict[str, type[Trigger]]] = {
    "incident_opened": OpenedTrigger,
    "incident_acknowledged": AcknowledgedTrigger,
    "incident_escalated": EscalatedTrigger,
    "incident_resolved": ResolvedTrigger,
    "ebike_detected": EbikeTrigger,
    "falling_object": FallTrigger,
}


async def async_get_triggers(_hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers of Smart Community."""
    return TRIGGERS
