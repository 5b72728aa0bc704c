"""Giving a device to a home: one of our protocol by its id, or one made of existing entities by an entity's id."""

from collections.abc import Mapping

from homeassistant.core import HomeAssistant, valid_entity_id
from homeassistant.helpers import entity_registry as er

from .const import DOMAIN
from .core.community import NOWHERE
from .core.device import Device, Points, Source
from .desks.supervision import UnknownDeviceError
from .errors import CallerError
from .links.entities import bound_device_id
from .runtime import Runtime


async def assign(
    hass: HomeAssistant,
    runtime: Runtime,
    device: str,
    home: str | None,
    actor: str,
    points: Mapping[str, str] | None = None,
) -> Device:
    """Give a device to a home, or take it back (`home` None), and return it.

    `device`: a device id, or an entity id, which becomes the `press` point of a help button. Raises CallerError,
    UnknownDeviceError, StoreError.
    """
    place = NOWHERE
    if home is not None:
        found = await runtime.place_of_home(home)
        if found is None:
            raise CallerError("home_unknown", home=home)
        place = found
        # Before its first press: the people to tell are kept for homes that have a device.
        await runtime.prepare_contacts(home)
    known = runtime.supervision.find(device)
    if known is None and valid_entity_id(device):
        points = {"press": device, **(points or {})}
        device = _device_of(runtime, device)
        known = runtime.supervision.find(device)
    if points:
        wanted = {**(known.points.as_dict() if known and known.points else {}), **points}
        if known is not None and known.source is Source.MQTT:
            raise CallerError("device_not_of_entities", device=device)
        return await runtime.supervision.bind(device, _checked(hass, wanted), place, actor)
    if known is None:
        raise UnknownDeviceError(device)
    return await runtime.supervision.assign(device, place, actor)


def _device_of(runtime: Runtime, entity_id: str) -> str:
    """Return the id of the device that the entity is the `press` point of, or of the one that it will be."""
    for device in runtime.supervision.devices.values():
        if device.points is not None and device.points.press == entity_id:
            return device.id
    # An entity may have got the name that another had when it was bound.
    device_id = bound_device_id(entity_id)
    while runtime.supervision.find(device_id) is not None:
        device_id = bound_device_id(device_id)
    return device_id


def _checked(hass: HomeAssistant, wanted: Mapping[str, str]) -> Points:
    registry = er.async_get(hass)
    if "press" not in wanted:
        raise CallerError("point_missing", point="press")
    for entity_id in wanted.values():
        registered = registry.async_get(entity_id)
        if registered is None and hass.states.get(entity_id) is None:
            raise CallerError("entity_unknown", entity=entity_id)
        if registered is not None and registered.platform == DOMAIN:
            # A button bound to its own event would press itself for ever.
            raise CallerError("entity_is_ours", entity=entity_id)
        if registered is not None and registered.disabled:
            # It would never say anything, and nobody would know.
            raise CallerError("entity_disabled", entity=entity_id)
    return Points(**wanted)
