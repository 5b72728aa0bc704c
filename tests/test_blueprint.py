"""The blueprint for help alarms: taken by Home Assistant's own importer, and run beside the built-in plan."""

from pathlib import Path
from typing import Any, Final

import pytest
from homeassistant.components import automation
from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_mock_service
from pytest_homeassistant_custom_component.test_util.aiohttp import AiohttpClientMocker
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_community.const import CONF_CONTACT_CHANNELS, DOMAIN
from custom_components.smart_community.core.incident import State
from custom_components.smart_community.core.people import Role
from tests.blueprints import BLUEPRINTS, load
from tests.conftest import Community
from tests.doc_pages import ROOT
from tests.people import account, person

NAME: Final = f"{DOMAIN}/help_alarm_response.yaml"
SOURCE: Final = ROOT / "blueprints" / "automation" / NAME
# Each audience of the blueprint, and the notify action over which it is told here.
CHANNELS: Final = {"grid_worker": "grid", "duty_room": "duty", "emergency_contact": "family"}
CONTACT: Final = {"name": "Zhao Meiling", "phone": "13800138000", "relation": "daughter"}


async def test_home_assistants_own_importer_takes_it(
    hass: HomeAssistant, community: Community, hass_ws_client: WebSocketGenerator, aioclient_mock: AiohttpClientMocker
) -> None:
    text = SOURCE.read_text(encoding="utf-8")
    assert await async_setup_component(hass, automation.DOMAIN, {})
    technician = await person(community, hass_ws_client, Role.TECHNICIAN)
    url = load(SOURCE).metadata["source_url"]
    raw = url.replace("github.com", "raw.githubusercontent.com").replace("/blob/", "/")
    aioclient_mock.get(raw, text=text)
    answer = await technician.send({"type": "blueprint/import", "url": url})
    assert answer["success"], answer
    imported = answer["result"]
    assert (imported["raw_data"], imported["validation_errors"], imported["exists"]) == (text, None, False)
    saving = {"domain": "automation", "path": imported["suggested_filename"], "yaml": text, "source_url": url}
    assert (await technician.send({"type": "blueprint/save", **saving}))["success"]
    listed = (await technician.send({"type": "blueprint/list", "domain": "automation"}))["result"]
    (saved,) = [said for path, said in listed.items() if path == f"{imported['suggested_filename']}.yaml"]
    assert saved["metadata"]["source_url"] == url


async def test_installing_puts_it_there_and_replaces_what_was_changed(
    hass: HomeAssistant, community: Community
) -> None:
    async def install() -> Any:
        return await hass.services.async_call(DOMAIN, "install_blueprints", blocking=True, return_response=True)

    name = f"automation/{NAME}"
    names = [f"automation/{DOMAIN}/{path.name}" for path in BLUEPRINTS]
    assert await install() == {"installed": names, "unchanged": []}
    assert await install() == {"installed": [], "unchanged": names}
    installed = Path(hass.config.path("blueprints", name))
    assert installed.read_bytes() == SOURCE.read_bytes()
    installed.write_text("somebody's own", encoding="utf-8")
    assert await install() == {"installed": [name], "unchanged": [other for other in names if other != name]}
    assert installed.read_bytes() == SOURCE.read_bytes()


# The run.


@pytest.fixture
async def told(hass: HomeAssistant, community: Community) -> dict[str, list[ServiceCall]]:
    """Return who was told: each audience has one person, who has a channel of his own."""
    calls = {audience: async_mock_service(hass, "notify", name) for audience, name in CHANNELS.items()}
    for role in (Role.GRID_WORKER, Role.DUTY_ROOM):
        user, _ = await account(hass, role)
        await community.runtime.register.save_staff(user.id, [role], [f"notify.{CHANNELS[role]}"], "test")
    channel = f"notify.{CHANNELS['emergency_contact']}"
    hass.config_entries.async_update_entry(community.entry, options={CONF_CONTACT_CHANNELS: [channel]})
    await hass.async_block_till_done()
    return calls


async def use(hass: HomeAssistant, inputs: dict[str, Any]) -> None:
    """Install the blueprint and make one automation of it."""
    await hass.services.async_call(DOMAIN, "install_blueprints", blocking=True)
    rule = {"id": "response", "alias": "Response", "use_blueprint": {"path": NAME, "input": inputs}}
    assert await async_setup_component(hass, automation.DOMAIN, {automation.DOMAIN: [rule]})
    await hass.async_block_till_done()
    assert NAME in await async_get_blueprints(hass).async_get_blueprints()
    state = hass.states.get("automation.response")
    assert state is not None
    assert state.state == "on"


def counts(told: dict[str, list[ServiceCall]]) -> dict[str, int]:
    return {audience: len(calls) for audience, calls in told.items()}


async def press(hass: HomeAssistant, community: Community, told: dict[str, list[ServiceCall]]) -> str:
    """Press the button of a home with a contact; return the incident once the rule has run."""
    runtime = community.entry.runtime_data
    home = await runtime.register.save_home(
        {"building": "3", "unit": "1", "number": "101", "contacts": [CONTACT]}, "test"
    )
    runtime.link.announce("button-1")
    await hass.services.async_call(DOMAIN, "assign_device", {"device": "button-1", "home": home}, blocking=True)
    runtime.link.press("button-1", 1)
    await community.settle(lambda: all(told.values()))
    await hass.async_block_till_done()
    (incident,) = runtime.response.active.values()
    return str(incident.id)


async def test_the_blueprint_and_the_plan_together_page_nobody_twice(
    hass: HomeAssistant, community: Community, told: dict[str, list[ServiceCall]]
) -> None:
    steps = {name: async_mock_service(hass, "test", name) for name in ("light", "unlock")}
    await use(
        hass,
        {
            "at_opening": [{"action": "test.light", "data": {"number": "{{ trigger.number }}"}}],
            "at_acknowledgement": [{"action": "test.unlock", "data": {"incident": "{{ trigger.incident_id }}"}}],
        },
    )
    incident_id = await press(hass, community, told)
    assert counts(told) == dict.fromkeys(CHANNELS, 1)
    assert [call.data for call in steps["light"]] == [{"number": 1}]
    assert steps["unlock"] == []

    runtime = community.entry.runtime_data
    await runtime.response.acknowledge(incident_id, "worker")
    await hass.async_block_till_done()
    assert runtime.response.active[incident_id].state is State.ACKNOWLEDGED
    assert [call.data for call in steps["unlock"]] == [{"incident": incident_id}]
    assert (counts(told), len(steps["light"])) == (dict.fromkeys(CHANNELS, 1), 1)


async def test_the_blueprint_tells_whom_the_plan_does_not(
    hass: HomeAssistant, community: Community, told: dict[str, list[ServiceCall]]
) -> None:
    office = async_mock_service(hass, "notify", "office")
    user, _ = await account(hass, "office")
    runtime = community.entry.runtime_data
    await runtime.register.save_staff(user.id, [Role.COMMUNITY_OFFICE], ["notify.office"], "test")
    await use(hass, {"recipients": ["community_office", "duty_room"]})
    incident_id = await press(hass, community, told)
    await community.settle(lambda: office)
    assert counts(told) == dict.fromkeys(CHANNELS, 1)
    assert len(office) == 1
    assert {key[:2] for key in runtime.pager.ledger(incident_id)} == {(1, 1)}


async def test_other_kinds_are_left_alone(
    hass: HomeAssistant, community: Community, told: dict[str, list[ServiceCall]]
) -> None:
    light = async_mock_service(hass, "test", "light")
    await use(hass, {"kinds": ["gas"], "at_opening": [{"action": "test.light"}]})
    await press(hass, community, told)
    assert light == []
