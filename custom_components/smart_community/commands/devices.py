"""`devices/…`: every device that was heard of, and which home it belongs to."""

from collections.abc import Mapping
from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv

from ..bindings import assign
from ..core.device import Device
from ..runtime import Runtime
from .base import Caller, Command

_ID: Final = vol.All(str, vol.Length(min=1, max=255))


async def _list(_hass: HomeAssistant, runtime: Runtime, _caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    wanted = message.get("unassigned")
    devices = runtime.supervision.devices.values()
    return {
        "devices": [as_dict(device) for device in devices if wanted is None or device.assigned is not wanted],
        "strangers": runtime.supervision.counts.strangers,
    }


async def _assign(hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    device = await assign(
        hass, runtime, message["device"], message["home"], caller.user_id, points=message.get("points")
    )
    return {"device": as_dict(device)}


def as_dict(device: Device) -> dict[str, Any]:
    """Return a device as the wire shows it."""
    return {
        "id": device.id,
        "kind": device.kind.value if device.kind else None,
        "number": device.number,
        "model": device.model,
        "firmware": device.firmware,
        "serial": device.serial,
        "via": device.via,
        "check_in": device.check_in,
        "home": device.place.home,
        "source": device.source.value,
        "entity_id": device.points.press if device.points else None,
        "points": device.points.as_dict() if device.points else None,
        "online": device.online,
        "battery": device.battery,
        "tamper": device.tamper,
        "rssi": device.rssi,
        "last_seen": device.last_seen.isoformat() if device.last_seen else None,
        "last_event": device.last_event,
        "last_event_at": device.last_event_at.isoformat() if device.last_event_at else None,
        "last_test": device.last_test.isoformat() if device.last_test else None,
        "malformed": device.malformed,
    }


COMMANDS: Final = (
    Command("devices/list", {vol.Optional("unassigned"): bool}, _list),
    Command(
        "devices/assign",
        {
            vol.Required("device"): _ID,
            vol.Required("home"): vol.Any(None, _ID),
            vol.Optional("points"): {
                vol.Optional("press"): cv.entity_id,
                vol.Optional("battery"): cv.entity_id,
                vol.Optional("tamper"): cv.entity_id,
            },
        },
        _assign,
    ),
)
