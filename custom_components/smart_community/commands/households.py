"""`register/consent|pause|resume|leave|household_export|erase`: what one household may ask for."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant

from ..core.consent import Purpose
from ..core.people import HouseholdStatus
from ..runtime import Runtime
from .base import Caller, Command

_ID: Final = vol.All(str, vol.Length(min=1, max=64))
_HOME: Final = {vol.Required("home"): _ID}


async def _consent(
    _hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]
) -> Mapping[str, Any]:
    consent = await runtime.register.households.consent(
        message["home"],
        message["purpose"],
        caller.user_id,
        given=message["given"],
        text_version=message["text_version"],
        note=message["note"],
    )
    return {"consent": consent.as_dict()}


async def _set_status(
    status: HouseholdStatus, _hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]
) -> Mapping[str, Any]:
    devices = await runtime.register.households.set_status(message["home"], status, caller.user_id)
    return {"status": status.value, "devices": list(devices)}


async def _export(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    return await runtime.register.households.export(message["home"], caller.user_id)


async def _erase(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    return await runtime.register.households.erase(message["home"], caller.user_id)


COMMANDS: Final = (
    Command(
        "register/consent",
        {
            **_HOME,
            vol.Required("purpose"): vol.Coerce(Purpose),
            vol.Required("given"): bool,
            vol.Required("text_version"): vol.All(str, vol.Length(max=200)),
            vol.Optional(vol.Secret("note"), default=""): str,
        },
        _consent,
    ),
    Command("register/pause", _HOME, partial(_set_status, HouseholdStatus.PAUSED)),
    Command("register/resume", _HOME, partial(_set_status, HouseholdStatus.ACTIVE)),
    Command("register/leave", _HOME, partial(_set_status, HouseholdStatus.LEFT)),
    Command("register/household_export", _HOME, _export),
    Command("register/erase", _HOME, _erase),
)
