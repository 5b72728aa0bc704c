"""The link to the elevators, connected to the devices, to the guard and to the subentries that describe them."""

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import Event, callback
from homeassistant.helpers import entity_registry as er

from ..const import ELEVATOR
from ..core.community import Place
from ..core.elevator import Elevator
from ..core.ports import CommandError
from ..links.elevators import ElevatorLink

if TYPE_CHECKING:
    from ..runtime import Runtime

_LOGGER = logging.getLogger(__name__)

# Seconds between two looks at who has fallen silent.
_LOOK_EVERY: Final = 5.0


def build_elevators(runtime: Runtime) -> ElevatorLink:
    """Return the link to the elevators; it has none before it is configured."""

    async def send(
        device: str, name: str, arguments: Mapping[str, Any], *, within: float | None = None, tries: int = 2
    ) -> None:
        # The link is made at the start.
        if runtime.link is None:
            raise CommandError("not_connected")
        await runtime.link.commands.execute(device, name, arguments, within=within, tries=tries)

    return ElevatorLink(runtime.hass, clock=runtime.clock, send=send)


async def start_elevators(runtime: Runtime) -> None:
    """Notice elevators that fall silent, a broker that is gone, and entities that get another name."""
    runtime.routines.every(_LOOK_EVERY, runtime.elevators.look)
    link = runtime.elevators
    unload = runtime.entry.async_on_unload
    unload(runtime.on_status(lambda: link.link_changed(connected=runtime.link_status.connected)))
    unload(link.on_list(lambda: seat(runtime)))

    @callback
    def renamed(event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        data = event.data
        if data["action"] == "update" and "old_entity_id" in data:
            _follow(runtime, data["old_entity_id"], data["entity_id"])

    unload(runtime.hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, renamed))
    seat(runtime)


def elevators_of(runtime: Runtime) -> list[Elevator]:
    """Return the elevators of the entry; one whose data are none of ours is left out, and logged."""
    elevators: list[Elevator] = []
    for subentry in runtime.entry.get_subentries_of_type(ELEVATOR):
        try:
            elevators.append(Elevator.from_data(subentry.subentry_id, {"name": subentry.title, **subentry.data}))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            _LOGGER.error("The elevator %s cannot be read and is left out: %r", subentry.subentry_id, error)
    return elevators


@callback
def take_fact(runtime: Runtime, fact: object) -> None:
    """Give what a device says of itself to all who care for it, whatever the one makes of it."""
    try:
        runtime.supervision.take_fact(fact)
    finally:
        try:
            runtime.elevators.take_fact(fact)
        finally:
            runtime.falling.desk.take_fact(fact)


@callback
def seat(runtime: Runtime) -> None:
    """Tell the list of devices which elevator or camera a device is, so that what it reports has a place."""
    elevators = {
        one.device: Place(building=one.building, elevator=one.id) for one in runtime.elevators.all if one.device
    }
    cameras = {device: camera.place for device, camera in runtime.falling.desk.cameras.items()}
    runtime.supervision.seat(cameras | elevators)


def _follow(runtime: Runtime, old: str, new: str) -> None:
    """Follow an entity that is named otherwise now; a point under another name is commissioned again all the same."""
    for subentry in list(runtime.entry.get_subentries_of_type(ELEVATOR)):
        if (data := _renamed(subentry, old, new)) is not None:
            runtime.hass.config_entries.async_update_subentry(runtime.entry, subentry, data=data)
            runtime.routines.run(runtime.note("system", "elevator_entity_renamed", subentry.subentry_id))


def _renamed(subentry: ConfigSubentry, old: str, new: str) -> dict[str, Any] | None:
    """Return a subentry's data with an entity's new name, None if it does not use that entity."""
    points, speakers = subentry.data.get("points") or {}, subentry.data.get("speakers") or []
    if old not in {*points.values(), *speakers}:
        return None
    return {
        **subentry.data,
        "points": {name: new if entity_id == old else entity_id for name, entity_id in points.items()},
        "speakers": [new if entity_id == old else entity_id for entity_id in speakers],
    }
