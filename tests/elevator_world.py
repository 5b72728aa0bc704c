"""Elevators for the unit suite: real subentries of the community's entry, with ids that a test knows."""

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant

from custom_components.smart_community.core.elevator import Elevator
from tests.conftest import Community


async def set_up(hass: HomeAssistant, community: Community, *elevators: Elevator) -> None:
    """Have these elevators, each a subentry whose id is the elevator's; one that is there is changed."""
    for elevator in elevators:
        if (there := community.entry.subentries.get(elevator.id)) is not None:
            hass.config_entries.async_update_subentry(community.entry, there, data=elevator.as_data())
            continue
        subentry = ConfigSubentry(
            data=elevator.as_data(),  # type: ignore[arg-type]  # it is frozen there
            subentry_id=elevator.id,
            subentry_type="elevator",
            title=elevator.name,
            unique_id=None,
        )
        hass.config_entries.async_add_subentry(community.entry, subentry)
    await community.settle(lambda: all(community.runtime.elevators.get(one.id) == one for one in elevators))
