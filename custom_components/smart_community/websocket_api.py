"""Registers the websocket commands `smart_community/…`."""

from homeassistant.core import HomeAssistant, callback

from .commands import base, devices, incidents, journal, people

COMMANDS = (*journal.COMMANDS, *incidents.COMMANDS, *people.COMMANDS, *devices.COMMANDS)


@callback
def async_setup_commands(hass: HomeAssistant) -> None:
    """Register the commands, which answer whether or not the community runs."""
    for command in COMMANDS:
        base.register(hass, command)
