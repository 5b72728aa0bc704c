"""`devices/…` and `walk_test/…`: every device that was heard of, where it belongs, and whether it was tested."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

import probatio as vol
from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv

from ..bindings import assign
from ..core.device import Device, Points
from ..core.permissions import may_call_command
from ..core.supervision import is_on_list, is_test_due, tested_since
from ..runtime import Runtime
from ..walk_tests import report_as_dict, start_test, test_as_dict
from .base import Caller, Command, caller_of

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
        hass,
        runtime,
        message["device"],
        message.get("home"),
        caller.user_id,
        points=message.get("points"),
        building=message.get("building"),
    )
    return {"device": as_dict(device)}


async def _tests_due(
    _hass: HomeAssistant, runtime: Runtime, caller: Caller, _message: dict[str, Any]
) -> Mapping[str, Any]:
    now = runtime.clock().utc
    hidden = _hidden_from(caller)
    due = [device for device in runtime.supervision.devices.values() if is_on_list(device, now)]
    due.sort(key=lambda device: tested_since(device) or now)
    return {"devices": [as_dict(device) | hidden | {"overdue": is_test_due(device, now)} for device in due]}


async def _start(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    run = await start_test(
        runtime,
        caller.user_id,
        building=message.get("building"),
        devices=message.get("devices"),
        minutes=message["minutes"],
        is_walk=message["list"],
    )
    return {"test": test_as_dict(runtime, run)}


async def _stop(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    return {"report": report_as_dict(runtime, await runtime.tests.stop(message["test_id"], caller.user_id))}


async def _get_tests(
    _hass: HomeAssistant, runtime: Runtime, caller: Caller, _message: dict[str, Any]
) -> Mapping[str, Any]:
    return _tests(runtime, caller)


async def _subscribe_tests(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> None:
    connection, message_id = caller.connection, message["id"]

    @callback
    def send() -> None:
        # The role is asked for each message: it may have been taken away since.
        now = caller_of(connection, runtime)
        if may_call_command("walk_test/subscribe", now.roles):
            connection.send_message(websocket_api.event_message(message_id, _tests(runtime, now)))

    connection.subscriptions[message_id] = runtime.tests.on_change(send)
    connection.send_result(message_id)
    send()


def _tests(runtime: Runtime, caller: Caller) -> dict[str, Any]:
    hidden = _hidden_from(caller)

    def shown(test: dict[str, Any]) -> dict[str, Any]:
        return test | {"expected": [line | hidden for line in test["expected"]]}

    return {
        "running": [shown(test_as_dict(runtime, run)) for run in runtime.tests.running],
        "finished": [shown(report_as_dict(runtime, report)) for report in runtime.tests.finished],
    }


def _hidden_from(caller: Caller) -> dict[str, None]:
    """Return what takes the place of a device's home for those who test it by its number, and need no more."""
    return {} if may_call_command("devices/list", caller.roles) else {"home": None}


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
        "building": device.place.building,
        "assigned_at": device.assigned_at.isoformat() if device.assigned_at else None,
        "source": device.source.value,
        "entity_id": device.points.main if device.points else None,
        "points": device.points.as_dict() if device.points else None,
        "online": device.online,
        "battery": device.battery,
        "tamper": device.tamper,
        "rssi": device.rssi,
        "alarm": device.alarm,
        "active": device.active,
        "total": device.total,
        "last_seen": device.last_seen.isoformat() if device.last_seen else None,
        "last_event": device.last_event,
        "last_event_at": device.last_event_at.isoformat() if device.last_event_at else None,
        "last_test": device.last_test.isoformat() if device.last_test else None,
        "malformed": device.malformed,
    }


_SCOPE: Final = {
    vol.Optional("building"): _ID,
    vol.Optional("devices"): vol.All([_ID], vol.Length(min=1, max=1000)),
    vol.Optional("minutes", default=30): vol.All(int, vol.Range(min=1, max=30)),
}

COMMANDS: Final = (
    Command("devices/list", {vol.Optional("unassigned"): bool}, _list),
    Command(
        "devices/assign",
        {
            vol.Required("device"): _ID,
            vol.Optional("home"): vol.Any(None, _ID),
            vol.Optional("building"): vol.Any(None, _ID),
            vol.Optional("points"): {vol.Optional(point.name): cv.entity_id for point in fields(Points)},
        },
        _assign,
    ),
    Command("devices/tests_due", {}, _tests_due),
    Command("walk_test/get", {}, _get_tests),
    Command("walk_test/subscribe", {}, _subscribe_tests),
    Command("walk_test/start", {**_SCOPE, vol.Optional("list", default=True): bool}, _start),
    Command("walk_test/stop", {vol.Required("test_id"): _ID}, _stop),
)
