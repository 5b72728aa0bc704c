"""Registers the websocket commands `smart_community/…`."""

from homeassistant.core import HomeAssistant, callback

from .commands import (
    base,
    cameras,
    channels,
    commissioning,
    devices,
    elevators,
    falls,
    households,
    incidents,
    journal,
    people,
    plans,
    records,
    roster,
    sheets,
    voice,
)

COMMANDS = (
    *channels.COMMANDS,
    *cameras.COMMANDS,
    *journal.COMMANDS,
    *incidents.COMMANDS,
    *people.COMMANDS,
    *sheets.COMMANDS,
    *households.COMMANDS,
    *plans.COMMANDS,
    *devices.COMMANDS,
    *elevators.COMMANDS,
    *falls.COMMANDS,
    *records.COMMANDS,
    *roster.COMMANDS,
    *voice.COMMANDS,
    *commissioning.COMMANDS,
)


@callback
def async_setup_commands(hass: HomeAssistant) -> None:
    """Register the commands, which answer whether or not the community runs."""
    for command in COMMANDS:
        base.register(hass, command)
