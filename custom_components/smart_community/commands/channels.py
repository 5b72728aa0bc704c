"""`channels/…`: over what people are told, how each channel is, and a test of one."""

from collections.abc import Mapping
from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant

from ..core.channel import ChannelKind, Health, channel_kind, target_of
from ..core.ports import HandOverError
from ..errors import CallerError
from ..runtime import Runtime
from ..wiring.channels import used_by
from .base import Caller, Command

# Secret: Home Assistant logs the value that a schema refuses, and here it is somebody's.
_NUMBER: Final = vol.All(str, vol.Match(r"^[0-9+() -]{3,40}$"))


async def _list(_hass: HomeAssistant, runtime: Runtime, _caller: Caller, _message: dict[str, Any]) -> Mapping[str, Any]:
    return {"channels": _rows(runtime)}


async def _test(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    channel = message["channel"]
    if channel not in used_by(runtime):
        raise CallerError("channel_not_in_use", channel=channel)
    error: str | None = None
    try:
        await runtime.channels.test(channel, caller.user_id, message.get("number", ""))
    except HandOverError as failure:
        error = failure.code
    runtime.channel_desk.used(channel, error)
    # Not the number: it is somebody's.
    await runtime.note(caller.user_id, "channel_tested", channel, ok=error is None, error=error)
    (row,) = (row for row in _rows(runtime) if row["channel"] == channel)
    return {"ok": error is None, "error": error, "channel": row}


def _rows(runtime: Runtime) -> list[dict[str, Any]]:
    """Return the channels in use as the wire shows them, in the order of their numbers."""
    desk, rows = runtime.channel_desk, []
    for channel, used in used_by(runtime).items():
        kind, health = channel_kind(channel), desk.health.get(channel)
        rows.append(
            {
                "channel": channel,
                "number": desk.numbers.get(channel),
                "kind": kind.value if kind is not None else None,
                "device": target_of(channel) if kind is ChannelKind.SIREN_DEVICE else None,
                "used_by": used,
                **(health.as_dict() if health is not None else _NOT_LOOKED_AT),
            }
        )
    return sorted(rows, key=lambda row: (row["number"] is None, row["number"]))


_NOT_LOOKED_AT: Final = {"state": Health.UNKNOWN.value, "failures": 0, "last_ok": None, "last_error": None}

COMMANDS: Final = (
    Command("channels/list", {}, _list),
    Command(
        "channels/test",
        {
            vol.Required("channel"): vol.All(str, vol.Length(min=1, max=255)),
            vol.Optional(vol.Secret("number")): _NUMBER,
        },
        _test,
    ),
)
