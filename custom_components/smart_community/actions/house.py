"""Actions on the house itself: speak, install the blueprints."""

from pathlib import Path
from typing import Final

import probatio as vol
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.helpers import config_validation as cv

from ..announcing import announce
from ..blueprint_install import install
from ..runtime import Runtime
from .base import TEXT, Action


async def _announce(hass: HomeAssistant, runtime: Runtime, actor: str, call: ServiceCall) -> ServiceResponse:
    # What is said may name a person, and is not written down.
    await runtime.note(actor, "announced", "", entities=list(call.data[ATTR_ENTITY_ID]))
    await announce(hass, call.data[ATTR_ENTITY_ID], call.data["message"], call.data.get("language"))
    return None


async def _install_blueprints(hass: HomeAssistant, runtime: Runtime, actor: str, _call: ServiceCall) -> ServiceResponse:
    report: dict[str, list[str]] = await hass.async_add_executor_job(install, Path(hass.config.config_dir))
    await runtime.note(actor, "blueprints_installed", "", files=[*report["installed"]])
    return {"installed": [*report["installed"]], "unchanged": [*report["unchanged"]]}


ACTIONS: Final = {
    "announce": Action(
        _announce,
        {
            vol.Required(ATTR_ENTITY_ID): cv.entity_ids,
            vol.Required("message"): TEXT,
            vol.Optional("language"): vol.All(cv.string, vol.Length(max=20)),
        },
    ),
    "install_blueprints": Action(_install_blueprints, {}, SupportsResponse.OPTIONAL),
}
