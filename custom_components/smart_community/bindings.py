"""Giving a device to a home or a building: one of our protocol by its id, one made of entities by an entity's id."""

from collections.abc import Mapping
from typing import Final

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.core import HomeAssistant, split_entity_id, valid_entity_id
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import get_device_class

from .const import DOMAIN
from .core.community import NOWHERE, Place
from .core.device import Device, DeviceKind, Points, Source
from .desks.supervision import UnknownDeviceError
from .errors import CallerError
from .links.entities import MAIN_POINTS, bound_device_id
from .runtime import Runtime

# What a binary sensor or sensor is by its device class: the kind of device, and the point that it is of it.
_BY_CLASS: Final[Mapping[tuple[str, str], tuple[DeviceKind, str]]] = {
    ("binary_sensor", BinarySensorDeviceClass.SMOKE): (DeviceKind.SMOKE, "alarm"),
    ("binary_sensor", BinarySensorDeviceClass.GAS): (DeviceKind.GAS, "alarm"),
    ("binary_sensor", BinarySensorDeviceClass.CO): (DeviceKind.GAS, "alarm"),
    ("binary_sensor", BinarySensorDeviceClass.MOTION): (DeviceKind.MOTION, "active"),
    ("binary_sensor", BinarySensorDeviceClass.OCCUPANCY): (DeviceKind.MOTION, "active"),
    ("binary_sensor", BinarySensorDeviceClass.DOOR): (DeviceKind.DOOR, "open"),
    ("binary_sensor", BinarySensorDeviceClass.OPENING): (DeviceKind.DOOR, "open"),
    ("sensor", SensorDeviceClass.WATER): (DeviceKind.WATER_METER, "total"),
}
_BY_POINT: Final = {
    "press": DeviceKind.HELP_BUTTON,
    "active": DeviceKind.MOTION,
    "open": DeviceKind.DOOR,
    "total": DeviceKind.WATER_METER,
    "siren": DeviceKind.SIREN,
}


async def assign(
    hass: HomeAssistant,
    runtime: Runtime,
    device: str,
    home: str | None,
    actor: str,
    points: Mapping[str, str] | None = None,
    *,
    building: str | None = None,
) -> Device:
    """Give a device to a home or a building, or take it back (neither), and return it.

    `device`: a device id, or an entity id, which becomes the main point of a device whose kind its device class tells
    (a help button, if that tells nothing). Raises CallerError, UnknownDeviceError, StoreError.
    """
    place = await _place(runtime, home, building)
    known = runtime.supervision.find(device)
    if known is None and valid_entity_id(device):
        _, point = _told_by(hass, device)
        points = {**({} if MAIN_POINTS & (points or {}).keys() else {point: device}), **(points or {})}
        device = _device_of(runtime, device)
        known = runtime.supervision.find(device)
    if points:
        wanted = {**(known.points.as_dict() if known and known.points else {}), **points}
        if known is not None and known.source is Source.MQTT:
            raise CallerError("device_not_of_entities", device=device)
        bound, kind = _checked(hass, wanted)
        return await runtime.supervision.bind(device, bound, kind, place, actor)
    if known is None:
        raise UnknownDeviceError(device)
    return await runtime.supervision.assign(device, place, actor)


async def _place(runtime: Runtime, home: str | None, building: str | None) -> Place:
    if home is not None:
        found = await runtime.directory.place_of_home(home)
        if found is None:
            raise CallerError("home_unknown", home=home)
        # Before its first press: the people to tell are kept for homes that have a device.
        await runtime.directory.prepare_contacts([home])
        return found
    if building is None:
        return NOWHERE
    if building not in runtime.directory.buildings:
        raise CallerError("building_unknown", building=building)
    return Place(building=building)


def _told_by(hass: HomeAssistant, entity_id: str) -> tuple[DeviceKind, str]:
    """Return the kind of device that an entity is by itself, and the point that it is of it."""
    domain = split_entity_id(entity_id)[0]
    if domain == "siren":
        return DeviceKind.SIREN, "siren"
    if hass.states.get(entity_id) is None and er.async_get(hass).async_get(entity_id) is None:
        return DeviceKind.HELP_BUTTON, "press"
    device_class = get_device_class(hass, entity_id)
    return _BY_CLASS.get((domain, device_class or ""), (DeviceKind.HELP_BUTTON, "press"))


def _device_of(runtime: Runtime, entity_id: str) -> str:
    """Return the id of the device that the entity is the main point of, or of the one that it will be."""
    for device in runtime.supervision.devices.values():
        if device.points is not None and device.points.main == entity_id:
            return device.id
    # An entity may have got the name that another had when it was bound.
    device_id = bound_device_id(entity_id)
    while runtime.supervision.find(device_id) is not None:
        device_id = bound_device_id(device_id)
    return device_id


def _checked(hass: HomeAssistant, wanted: Mapping[str, str]) -> tuple[Points, DeviceKind]:
    registry = er.async_get(hass)
    main = [point for point in wanted if point in MAIN_POINTS]
    if len(main) != 1:
        raise CallerError("point_missing", point=", ".join(sorted(MAIN_POINTS)))
    kind = _BY_POINT.get(main[0]) or _told_by(hass, wanted[main[0]])[0]
    if kind not in {DeviceKind.SMOKE, DeviceKind.GAS} and main[0] == "alarm":
        raise CallerError("entity_not_smoke_or_gas", entity=wanted["alarm"])
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
    return Points(**wanted), kind
