"""What every command shares: who may call it, and how it answers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant

from ..access import loaded_runtime, roles_of
from ..const import DOMAIN
from ..core.people import Role
from ..core.permissions import may_call_command
from ..errors import EXPECTED, told
from ..runtime import Runtime

# A page of a list, unless the caller wants less.
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, with which roles, on which connection."""

    user_id: str
    name: str
    roles: frozenset[Role]
    connection: websocket_api.ActiveConnection


# What is sent back; None: a subscription, which has answered by itself before its first event.
type Answer = Awaitable[Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name after `smart_community/`, what it takes, and what it does."""

    name: str
    schema: Mapping[Any, Any]
    handle: Callable[[HomeAssistant, Runtime, Caller, dict[str, Any]], Answer]


def caller_of(connection: websocket_api.ActiveConnection, runtime: Runtime) -> Caller:
    """Return who is on a connection, with the roles of this moment."""
    user = connection.user
    return Caller(user.id, user.name or "", roles_of(user, runtime), connection)


def register(hass: HomeAssistant, command: Command) -> None:
    """Register a command: the role is checked, then it runs, then its answer or its error is sent."""
    kind = f"{DOMAIN}/{command.name}"

    @websocket_api.async_response
    async def handle(hass: HomeAssistant, connection: websocket_api.ActiveConnection, message: dict[str, Any]) -> None:
        runtime = loaded_runtime(hass)
        if runtime is None:
            # Without a register nobody but an administrator has a role.
            if connection.user.is_admin:
                send_error(connection, message["id"], "not_loaded", {})
            else:
                send_error(connection, message["id"], websocket_api.ERR_UNAUTHORIZED, {})
            return
        caller = caller_of(connection, runtime)
        if not may_call_command(command.name, caller.roles):
            send_error(connection, message["id"], websocket_api.ERR_UNAUTHORIZED, {})
            return
        try:
            answer = await command.handle(hass, runtime, caller, message)
        except EXPECTED as error:
            what = told(error)
            send_error(connection, message["id"], what.code, what.placeholders)
        else:
            # None: it has answered by itself, before its first event.
            if answer is not None:
                connection.send_result(message["id"], answer)

    schema = websocket_api.BASE_COMMAND_MESSAGE_SCHEMA.extend({"type": kind, **command.schema})
    websocket_api.async_register_command(hass, kind, handle, schema)


def send_error(
    connection: websocket_api.ActiveConnection, message_id: int, code: str, placeholders: dict[str, str]
) -> None:
    """Send an error with its translation."""
    connection.send_error(
        message_id,
        code,
        code.replace("_", " "),
        translation_key=code,
        translation_domain=DOMAIN,
        translation_placeholders=placeholders,
    )
