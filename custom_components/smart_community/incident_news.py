"""Tells the rest of Home Assistant what has become of incidents: screens and entities, and the bus for reading only."""

from asyncio import TimerHandle
from collections.abc import Mapping
from typing import Final

from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send

from .const import EVENT_INCIDENT, SIGNAL_INCIDENT
from .core.incident import Change, Incident

_SOON: Final = 0.1  # seconds


class IncidentNews:
    """What is said of incidents; no person and no home goes on the bus."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with nothing to say."""
        self._hass = hass
        self._told: set[str] = set()
        self._timer: TimerHandle | None = None

    @callback
    def changed(self, change: Change, incident: Incident) -> None:
        """Say that an incident has changed."""
        async_dispatcher_send(self._hass, SIGNAL_INCIDENT, change, incident)
        if change is Change.SAVED:
            return
        self._hass.bus.async_fire_internal(
            EVENT_INCIDENT,
            {
                "incident_id": incident.id,
                "number": incident.number,
                "change": change.value,
                "kind": incident.kind.value,
                "severity": incident.severity.value,
                "state": incident.state.value,
                "building": incident.place.building,
            },
            context=Context(),
        )

    @callback
    def deliveries_changed(self, incident_id: str, active: Mapping[str, Incident]) -> None:
        """Say soon, and once for all that happens until then, that people were told: outcomes come in handfuls."""
        if not self._told:
            self._timer = self._hass.loop.call_later(_SOON, self._say_told, active)
        self._told.add(incident_id)

    @callback
    def stop(self) -> None:
        """Say nothing any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _say_told(self, active: Mapping[str, Incident]) -> None:
        told, self._told = self._told, set()
        for incident_id in told:
            if (incident := active.get(incident_id)) is not None:
                async_dispatcher_send(self._hass, SIGNAL_INCIDENT, Change.DELIVERIES, incident)
