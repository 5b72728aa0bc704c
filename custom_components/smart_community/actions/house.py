"""Actions on the house itself: speak, install the blueprints."""

from pathlib import Path
from typing import Final

import probatio as vol
from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.helpers import config_validation as cv

from ..announcing import announce_to
from ..blueprint_install import install
from ..core.phrases import Phrase
from ..runtime import Runtime
from .base import ID, TEXT, Action


async def _announce(hass: HomeAssistant, runtime: Runtime, actor: str, call: ServiceCall) -> ServiceResponse:
    entities, devices = call.data.get(ATTR_ENTITY_ID, []), call.data.get(ATTR_DEVICE_ID, [])
    # What is said may name a person, and is not written down.
    await runtime.note(actor, "announced", "", entities=list(entities), devices=list(devices))
    await announce_to(
        hass,
        runtime,
        entities,
        devices,
        message=call.data.get("message"),
        phrase=call.data.get("phrase"),
        language=call.data.get("language"),
        by=actor,
    )
    return None


async def _install_blueprints(hass: HomeAssistant, runtime: Runtime, actor: str, _call: ServiceCall) -> ServiceResponse:
    report: dict[str, list[str]] = await hass.async_add_executor_job(install, Path(hass.config.config_dir))
    await runtime.note(actor, "blueprints_installed", "", files=[*report["installed"]])
    return {"installed": [*report["installed"]], "unchanged": [*report["unchanged"]]}


ACTIONS: Final = {
    "announce": Action(
        _announce,
        {
            vol.Optional(ATTR_ENTITY_ID): cv.entity_ids,
            vol.Optional(ATTR_DEVICE_ID): vol.All(cv.ensure_list, [ID], vol.Length(max=100)),
            vol.Optional("message"): TEXT,
            vol.Optional("phrase"): vol.In([phrase.value for phrase in Phrase]),
            vol.Optional("language"): vol.All(cv.string, vol.Length(max=20)),
        },
    ),
    "install_blueprints": Action(_install_blueprints, {}, SupportsResponse.OPTIONAL),
}
