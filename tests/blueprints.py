"""The blueprints that we ship, as Home Assistant reads them."""

from pathlib import Path
from typing import Any, Final

from homeassistant.components import automation
from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import yaml as yaml_util

from custom_components.smart_community.const import DOMAIN

from .doc_pages import ROOT

BLUEPRINTS: Final = sorted((ROOT / "blueprints" / "automation" / DOMAIN).glob("*.yaml"))


def load(source: Path) -> Blueprint:
    """Return a blueprint; raises what Home Assistant says is wrong with it."""
    data = yaml_util.parse_yaml(source.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return Blueprint(data, expected_domain="automation", schema=AUTOMATION_BLUEPRINT_SCHEMA)


async def use(hass: HomeAssistant, name: str, inputs: dict[str, Any]) -> None:
    """Install the blueprints and make one automation of that one, which runs."""
    await hass.services.async_call(DOMAIN, "install_blueprints", blocking=True)
    path = f"{DOMAIN}/{name}.yaml"
    rule = {"id": "rule", "alias": "Rule", "use_blueprint": {"path": path, "input": inputs}}
    assert await async_setup_component(hass, automation.DOMAIN, {automation.DOMAIN: [rule]})
    await hass.async_block_till_done()
    assert path in await async_get_blueprints(hass).async_get_blueprints()
    state = hass.states.get("automation.rule")
    assert state is not None
    assert state.state == "on"
