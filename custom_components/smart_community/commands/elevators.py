"""`elevators/list`, `subscribe`, `hold`, `extend` and `release`: every elevator as its guard sees it, and its door."""

from collections.abc import Mapping
from typing import Any, Final

import probatio as vol
from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..const import SIGNAL_INCIDENT
from ..core.incident import Change, Incident
from ..core.permissions import may_call_command
from ..elevators import LONGEST_ASKED, all_as_wire, as_wire, hold_door, release_door
from ..runtime import Runtime
from .base import Caller, Command, caller_of

_ID: Final = vol.All(str, vol.Length(min=1, max=64))
_SECONDS: Final = vol.All(int, vol.Range(min=1, max=LONGEST_ASKED))
_ELEVATOR: Final = {vol.Required("elevator"): _ID}


async def _list(_hass: HomeAssistant, runtime: Runtime, _caller: Caller, _message: dict[str, Any]) -> Mapping[str, Any]:
    return {"elevators": all_as_wire(runtime)}


async def _subscribe(hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> None:
    connection, message_id = caller.connection, message["id"]
    waiting = False

    @callback
    def changed(*_what: object) -> None:
        # Whatever happens in one turn of the loop is one message.
        nonlocal waiting
        if not waiting:
            waiting = True
            hass.loop.call_soon(send)

    @callback
    def incident_changed(change: Change, incident: Incident) -> None:
        if incident.place.elevator is not None and change in {Change.OPENED, Change.RESOLVED}:
            changed()

    @callback
    def send() -> None:
        nonlocal waiting
        waiting = False
        # The role is asked for each message: it may have been taken away since.
        may = may_call_command("elevators/subscribe", caller_of(connection, runtime).roles)
        if may and message_id in connection.subscriptions:
            connection.send_message(websocket_api.event_message(message_id, {"elevators": all_as_wire(runtime)}))

    listening = (
        runtime.guards.on_view(changed),
        runtime.elevators.on_list(changed),
        runtime.cameras.on_health(changed),
        async_dispatcher_connect(hass, SIGNAL_INCIDENT, incident_changed),
    )

    @callback
    def stop() -> None:
        for end in listening:
            end()

    connection.subscriptions[message_id] = stop
    connection.send_result(message_id)
    send()


async def _hold(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    view = await hold_door(runtime, message["elevator"], caller.user_id, message["for"])
    return {"elevator": as_wire(runtime, view)}


async def _extend(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    view = await runtime.guards.extend(message["elevator"], message["for"], caller.user_id)
    return {"elevator": as_wire(runtime, view)}


async def _release(
    _hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]
) -> Mapping[str, Any]:
    view = await release_door(runtime, message["elevator"], caller.user_id, false_alarm=message["false_alarm"])
    return {"elevator": as_wire(runtime, view)}


COMMANDS: Final = (
    Command("elevators/list", {}, _list),
    Command("elevators/subscribe", {}, _subscribe),
    Command("elevators/hold", {**_ELEVATOR, vol.Optional("for", default=LONGEST_ASKED): _SECONDS}, _hold),
    Command("elevators/extend", {**_ELEVATOR, vol.Optional("for", default=LONGEST_ASKED): _SECONDS}, _extend),
    Command("elevators/release", {**_ELEVATOR, vol.Optional("false_alarm", default=False): bool}, _release),
)
