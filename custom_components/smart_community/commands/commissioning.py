"""`commissioning/…`: the checklist of an elevator is gone through, kept, shown and printed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util

from ..const import CONF_SITE_NAME, DOMAIN
from ..core.commissioning import Commissioning, CommissioningError, Item, Result, how, may_be_left_out
from ..core.commissioning_page import page_copy, printable
from ..core.printed import Setting
from ..core.report import canonical, fingerprint
from ..incident_export import LANGUAGES
from ..links.channels.wording import Phrases
from ..runtime import Runtime
from .base import Caller, Command

_ID: Final = vol.All(str, vol.Length(min=1, max=64))


async def _get(hass: HomeAssistant, runtime: Runtime, _caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    elevator = runtime.elevators.get(message["elevator"])
    if elevator is None:
        raise CommissioningError("elevator_unknown", elevator=message["elevator"])
    standing = runtime.commissioning.standing(elevator.id)
    car = runtime.elevators.car(elevator.id)
    shown = [one for one in (standing.in_force, standing.draft) if one is not None]
    return {
        "in_force": standing.in_force.as_dict() if standing.in_force else None,
        "draft": standing.draft.as_dict() if standing.draft else None,
        "items": [
            {
                "item": item.value,
                "how": how(item).value,
                "may_be_left_out": may_be_left_out(item, elevator, car),
                "seen_at": standing.seen[item].isoformat() if item in standing.seen else None,
            }
            for item in Item
        ],
        "people": await _names(hass, shown),
    }


async def _list(hass: HomeAssistant, runtime: Runtime, _caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    records = await runtime.commissioning.listed(message.get("elevator"))
    shown = [{key: value for key, value in one.as_dict().items() if key != "checks"} for one in records]
    return {"commissionings": shown, "people": await _names(hass, records)}


async def _start(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    day: date = message["date"]
    draft = await runtime.commissioning.start(
        message["elevator"], firm=message["firm"], licence=message["licence"], day=day, by=caller.user_id
    )
    return {"draft": draft.as_dict()}


async def _record(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    elevator, item, note = message["elevator"], Item(message["item"]), message.get("note", "")
    if (result := message.get("result")) is not None:
        draft = await runtime.commissioning.tell(elevator, item, Result(result), note, caller.user_id)
    else:
        draft = await runtime.commissioning.drive(elevator, item, note, caller.user_id)
    check = draft.check_of(item)
    return {"draft": draft.as_dict(), "check": check.as_dict() if check else None}


async def _finish(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    return {"record": (await runtime.commissioning.finish(message["elevator"], caller.user_id)).as_dict()}


async def _page(hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    record = await runtime.commissioning.find(message["commissioning_id"])
    site = runtime.entry.data.get(CONF_SITE_NAME, runtime.site)
    copy = page_copy(record, site, await _names(hass, [record]))
    sha256 = fingerprint(canonical(copy))
    language = message.get("language") or hass.config.language
    options = await async_get_translations(hass, language, "selector", (DOMAIN,))
    words = Phrases(language, options, {})
    setting = Setting(language, words, dt_util.get_default_time_zone(), hass.config.time_zone)
    await runtime.note(caller.user_id, "commissioning_printed", record.id, sha256=sha256)
    return {"html": printable(copy, sha256, setting), "sha256": sha256}


async def _names(hass: HomeAssistant, records: Iterable[Commissioning]) -> dict[str, str]:
    """Return the names of the accounts in some records."""
    accounts = {
        account
        for record in records
        for account in (record.started_by, record.finished_by, *(check.by for check in record.checks))
    }
    return {user.id: user.name for user in await hass.auth.async_get_users() if user.id in accounts and user.name}


# Secret: Home Assistant logs the value that a schema refuses, and a note may name whoever helped.
COMMANDS: Final = (
    Command("commissioning/get", {vol.Required("elevator"): _ID}, _get),
    Command("commissioning/list", {vol.Optional("elevator"): _ID}, _list),
    Command(
        "commissioning/start",
        {
            vol.Required("elevator"): _ID,
            vol.Required(vol.Secret("firm")): cv.string,
            vol.Required(vol.Secret("licence")): cv.string,
            vol.Required("date"): cv.date,
        },
        _start,
    ),
    Command(
        "commissioning/record",
        {
            vol.Required("elevator"): _ID,
            vol.Required("item"): vol.In([item.value for item in Item]),
            vol.Optional("result"): vol.In([result.value for result in Result]),
            vol.Optional(vol.Secret("note")): cv.string,
        },
        _record,
    ),
    Command("commissioning/finish", {vol.Required("elevator"): _ID}, _finish),
    Command(
        "commissioning/page",
        {vol.Required("commissioning_id"): _ID, vol.Optional("language"): vol.In(LANGUAGES)},
        _page,
    ),
)
