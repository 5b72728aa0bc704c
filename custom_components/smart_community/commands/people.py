"""`register/homes|home|save`, `grids/…` and `staff/…`: homes, the people in them, and who works here."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant

from ..errors import CallerError
from ..runtime import Runtime
from .base import Caller, Command

_ID: Final = vol.All(str, vol.Length(min=1, max=64))
# "" takes the account away.
_ACCOUNT: Final = vol.All(str, vol.Length(max=64))


async def _homes(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    words = message.get("people")
    among = None if words is None else await runtime.register.find_people(words, caller.user_id)
    page = await runtime.register.homes(
        building=message.get("building"),
        search=message.get("search"),
        among=among,
        offset=message["offset"],
        limit=message["limit"],
    )
    return page.as_dict()


async def _home(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    card = await runtime.register.home(message["home"], caller.user_id)
    return {"home": card.as_dict()}


async def _save(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    return {"home_id": await runtime.register.save_home(message["home"], caller.user_id)}


async def _grids(
    _hass: HomeAssistant, runtime: Runtime, _caller: Caller, _message: dict[str, Any]
) -> Mapping[str, Any]:
    return {"grids": [card.as_dict() for card in await runtime.register.grids()]}


async def _save_grid(
    hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]
) -> Mapping[str, Any]:
    for account in (message.get("worker"), message.get("deputy")):
        if account and await hass.auth.async_get_user(account) is None:
            raise CallerError("account_unknown", user_id=account)
    grid = await runtime.register.save_grid(
        grid_id=message.get("grid"),
        name=message.get("name"),
        worker=message.get("worker"),
        deputy=message.get("deputy"),
        by=caller.user_id,
    )
    return {"grid": asdict(grid)}


async def _staff(hass: HomeAssistant, runtime: Runtime, _caller: Caller, _message: dict[str, Any]) -> Mapping[str, Any]:
    names = {user.id: user.name or "" for user in await hass.auth.async_get_users() if not user.system_generated}
    return {
        "staff": [
            {
                "user_id": person.user_id,
                "name": names.get(person.user_id),
                "roles": sorted(role.value for role in person.roles),
                "channels": list(person.channels),
            }
            for person in await runtime.register.staff()
        ]
    }


async def _save_staff(
    hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]
) -> Mapping[str, Any]:
    user = await hass.auth.async_get_user(message["user_id"])
    if user is None or user.system_generated:
        raise CallerError("account_unknown", user_id=message["user_id"])
    person = await runtime.register.save_staff(user.id, message["roles"], message.get("channels"), caller.user_id)
    return {"user_id": person.user_id, "roles": sorted(role.value for role in person.roles)}


# Secret: Home Assistant logs the value that a schema refuses, and here it may be a person's.
COMMANDS: Final = (
    Command(
        "register/homes",
        {
            vol.Optional("building"): _ID,
            vol.Optional(vol.Secret("search")): vol.All(str, vol.Length(max=100)),
            vol.Optional(vol.Secret("people")): vol.All(str, vol.Length(min=1, max=100)),
            vol.Optional("offset", default=0): vol.All(int, vol.Range(min=0)),
            vol.Optional("limit", default=100): vol.All(int, vol.Range(min=1, max=500)),
        },
        _homes,
    ),
    Command("register/home", {vol.Required("home"): _ID}, _home),
    Command(
        "register/save",
        {
            # Read field by field by core/register_form.py, whose errors have translations.
            vol.Required(vol.Secret("home")): dict,
        },
        _save,
    ),
    Command("grids/list", {}, _grids),
    Command(
        "grids/save",
        {
            vol.Optional("grid"): _ID,
            vol.Optional("name"): vol.All(str, vol.Length(max=200)),
            vol.Optional("worker"): _ACCOUNT,
            vol.Optional("deputy"): _ACCOUNT,
        },
        _save_grid,
    ),
    Command("staff/list", {}, _staff),
    Command(
        "staff/save",
        {
            vol.Required("user_id"): _ID,
            vol.Required("roles"): [str],
            vol.Optional("channels"): [str],
        },
        _save_staff,
    ),
)
