"""The actions `smart_community.*`: each checks who asks, hands over to a desk, and answers."""

from functools import partial
from typing import Final

import probatio as vol
from homeassistant.core import HomeAssistant, callback

from .actions import devices, elevators, frigate, house, incidents, records, register, vault
from .const import DOMAIN

ACTIONS: Final = {
    **incidents.ACTIONS,
    **register.ACTIONS,
    **devices.ACTIONS,
    **elevators.ACTIONS,
    **house.ACTIONS,
    **records.ACTIONS,
    **frigate.ACTIONS,
    **vault.ACTIONS,
}


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions, which exist whether or not the community runs."""
    for name, action in ACTIONS.items():
        hass.services.async_register(
            DOMAIN,
            name,
            partial(action.call, hass),
            schema=vol.Schema(action.schema),
            supports_response=action.response,
        )
