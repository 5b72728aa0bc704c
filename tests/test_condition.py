"""The conditions: whether anybody could come, and whether an incident still waits."""

from typing import Any

import probatio as vol
import pytest
from homeassistant.components import automation
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import condition
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.incident import Kind
from custom_components.smart_community.core.people import Role
from tests.conftest import Community
from tests.people import account

ON_DUTY, IS_OPEN = (f"{DOMAIN}.{name}" for name in ("someone_on_duty", "incident_is_open"))


async def holds(hass: HomeAssistant, name: str, options: dict[str, Any], variables: dict[str, Any]) -> bool:
    """Return whether a condition holds, made as Home Assistant makes it."""
    config = await condition.async_validate_condition_config(hass, {"condition": name, "options": options})
    test = await condition.async_from_config(hass, config)
    return bool(test.async_check(variables=variables))


async def staff(community: Community, role: Role) -> None:
    user, _ = await account(community.hass, role)
    await community.runtime.register.save_staff(user.id, [role], None, "test")


async def test_someone_is_on_duty_once_anybody_has_the_role(hass: HomeAssistant, community: Community) -> None:
    async def seen() -> list[bool]:
        asked: list[dict[str, Any]] = [{}, {"role": "grid_worker"}, {"role": "duty_room"}]
        return [await holds(hass, ON_DUTY, options, {}) for options in asked]

    assert await seen() == [False, False, False]
    await staff(community, Role.AUDITOR)
    assert await seen() == [False, False, False]
    await staff(community, Role.GRID_WORKER)
    assert await seen() == [True, True, False]
    await staff(community, Role.DUTY_ROOM)
    assert await seen() == [True, True, True]
    assert await hass.config_entries.async_unload(community.entry.entry_id)
    assert await seen() == [False, False, False]


async def test_an_incident_is_open_until_somebody_acknowledges(hass: HomeAssistant, community: Community) -> None:
    incident = await community.runtime.response.open(Kind.OTHER, by="test")
    of_trigger = {"trigger": {"incident_id": incident.id}}
    named: dict[str, Any] = {"incident_id": incident.id}
    template = {"incident_id": "{{ which }}"}

    async def seen() -> list[bool]:
        return [
            await holds(hass, IS_OPEN, {}, of_trigger),
            await holds(hass, IS_OPEN, named, {}),
            await holds(hass, IS_OPEN, template, {"which": incident.id}),
        ]

    assert await seen() == [True] * 3
    assert not await holds(hass, IS_OPEN, {}, {})
    assert not await holds(hass, IS_OPEN, {}, {"trigger": None})
    assert not await holds(hass, IS_OPEN, named | {"incident_id": "another"}, of_trigger)
    await community.runtime.response.acknowledge(incident.id, "worker")
    assert await seen() == [False] * 3


async def test_a_rule_goes_on_only_while_nobody_has_acknowledged(hass: HomeAssistant, community: Community) -> None:
    told: list[ServiceCall] = async_mock_service(hass, "test", "hand_on")
    rule = {
        "alias": "rule",
        "mode": "parallel",
        "triggers": [{"trigger": f"{DOMAIN}.incident_{what}"} for what in ("opened", "acknowledged")],
        "actions": [{"condition": IS_OPEN}, {"action": "test.hand_on"}],
    }
    assert await async_setup_component(hass, automation.DOMAIN, {automation.DOMAIN: [rule]})
    await hass.async_block_till_done()
    incident = await community.runtime.response.open(Kind.OTHER, by="test")
    await hass.async_block_till_done()
    assert len(told) == 1
    await community.runtime.response.acknowledge(incident.id, "worker")
    await hass.async_block_till_done()
    assert len(told) == 1


@pytest.mark.parametrize(
    ("name", "options"),
    [(ON_DUTY, {"role": "emergency_contact"}), (ON_DUTY, {"who": "x"}), (IS_OPEN, {"number": 1})],
)
async def test_what_makes_no_sense_is_refused_when_the_rule_is_saved(
    hass: HomeAssistant, name: str, options: dict[str, Any]
) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    with pytest.raises(vol.Invalid):
        await condition.async_validate_condition_config(hass, {"condition": name, "options": options})
