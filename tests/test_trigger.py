"""The triggers: when they fire, what a rule then knows, and what it never does."""

from typing import Any

import probatio as vol
import pytest
from homeassistant.components import automation
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers.trigger import async_validate_trigger_config
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.community import NOWHERE
from custom_components.smart_community.core.incident import Incident, Kind, Resolution, Severity
from tests.conftest import Community

OPENED, ACKNOWLEDGED, RESOLVED = (f"{DOMAIN}.incident_{what}" for what in ("opened", "acknowledged", "resolved"))


async def rules(hass: HomeAssistant, **triggers: dict[str, Any]) -> list[ServiceCall]:
    """Set up a rule for each trigger, under its name; the list grows with what they are told."""
    told: list[ServiceCall] = async_mock_service(hass, "test", "hand_on")
    config = [
        {
            "id": name,
            "alias": name,
            "triggers": [trigger],
            "actions": [{"action": "test.hand_on", "data": {"rule": name, "trigger": "{{ trigger }}"}}],
        }
        for name, trigger in triggers.items()
    ]
    assert await async_setup_component(hass, automation.DOMAIN, {automation.DOMAIN: config})
    await hass.async_block_till_done()
    return told


def fired(told: list[ServiceCall]) -> list[str]:
    """Return the rules that ran since the last look, by name."""
    names = sorted(call.data["rule"] for call in told)
    told.clear()
    return names


async def opened(
    community: Community, kind: Kind, home: str | None = None, severity: Severity | None = None
) -> Incident:
    """Open an incident and let the rules run."""
    place = await community.runtime.directory.place_of_home(home) if home else NOWHERE
    assert place is not None
    incident = await community.runtime.response.open(kind, by="test", place=place, severity=severity)
    await community.hass.async_block_till_done()
    return incident


async def test_each_fires_once_for_its_change_and_carries_ids_and_places_only(
    hass: HomeAssistant, community: Community
) -> None:
    told = await rules(
        hass, opened={"trigger": OPENED}, acknowledged={"trigger": ACKNOWLEDGED}, resolved={"trigger": RESOLVED}
    )
    await community.duty_room()
    home = await community.button("button-1")
    community.link.press("button-1", 1)
    await community.settle(lambda: told)
    (incident,) = community.runtime.response.active.values()
    (call,) = told
    told.clear()
    given = {key: value for key, value in call.data["trigger"].items() if key not in {"id", "idx", "alias"}}
    assert given == {
        "platform": OPENED,
        "description": "opened incident 1",
        "incident_id": incident.id,
        "number": 1,
        "kind": "help",
        "severity": "critical",
        "building": incident.place.building,
        "building_name": "3",
        "device": "button-1",
        "elevator": None,
        "elevator_device": None,
        "level": 1,
    }
    assert home not in str(call.data)
    assert call.context.user_id is None

    community.link.press("button-1", 2)
    await community.settle(lambda: len(community.runtime.response.active[incident.id].timeline) == 2)
    assert fired(told) == []
    await community.runtime.response.acknowledge(incident.id, "worker")
    await hass.async_block_till_done()
    assert "worker" not in str(told[0].data)
    assert fired(told) == ["acknowledged"]
    await community.runtime.response.take_over(incident.id, "another worker")
    await community.runtime.response.note(incident.id, "worker", "tea was had")
    await community.runtime.response.resolve(incident.id, "worker", Resolution.REAL, "all is well")
    await hass.async_block_till_done()
    assert {"worker", "tea", "well"}.isdisjoint(str(told[0].data).split())
    assert fired(told) == ["resolved"]


async def test_who_resolves_at_once_has_acknowledged_too(hass: HomeAssistant, community: Community) -> None:
    told = await rules(hass, acknowledged={"trigger": ACKNOWLEDGED}, resolved={"trigger": RESOLVED})
    incident = await opened(community, Kind.OTHER)
    await community.runtime.response.resolve(incident.id, "worker", Resolution.TEST)
    await hass.async_block_till_done()
    assert [call.data["rule"] for call in told] == ["acknowledged", "resolved"]


async def test_each_option_narrows_and_none_means_all(hass: HomeAssistant, community: Community) -> None:
    home = await community.home("101")
    other = await community.home("101", building="4")
    here = await community.runtime.directory.place_of_home(home)
    assert here is not None
    told = await rules(
        hass,
        any={"trigger": OPENED},
        empty={"trigger": OPENED, "options": {"kinds": [], "severities": []}},
        kinds={"trigger": OPENED, "options": {"kinds": ["help", "fall"]}},
        one_kind={"trigger": OPENED, "options": {"kinds": "fall"}},
        severities={"trigger": OPENED, "options": {"severities": ["critical"]}},
        building={"trigger": OPENED, "options": {"building": here.building}},
        all_of_them={
            "trigger": OPENED,
            "options": {"kinds": ["help"], "severities": ["critical"], "building": here.building},
        },
    )
    await opened(community, Kind.HELP, home)
    assert fired(told) == ["all_of_them", "any", "building", "empty", "kinds", "severities"]
    await opened(community, Kind.HELP, other)
    assert fired(told) == ["any", "empty", "kinds", "severities"]
    await opened(community, Kind.FALL, home, Severity.HIGH)
    assert fired(told) == ["any", "building", "empty", "kinds", "one_kind"]
    await opened(community, Kind.OTHER)
    assert fired(told) == ["any", "empty"]


async def test_a_rule_outlives_a_reload_of_the_community(hass: HomeAssistant, community: Community) -> None:
    told = await rules(hass, opened={"trigger": OPENED})
    assert await hass.config_entries.async_reload(community.entry.entry_id)
    await hass.async_block_till_done()
    await community.entry.runtime_data.response.open(Kind.OTHER, by="test")
    await hass.async_block_till_done()
    assert fired(told) == ["opened"]


async def test_a_rule_that_is_turned_off_is_not_told(hass: HomeAssistant, community: Community) -> None:
    told = await rules(hass, opened={"trigger": OPENED})
    await hass.services.async_call(automation.DOMAIN, "turn_off", {"entity_id": "automation.opened"}, blocking=True)
    await opened(community, Kind.OTHER)
    assert fired(told) == []


@pytest.mark.parametrize(
    "options",
    [{"kinds": ["boredom"]}, {"severities": ["extreme"]}, {"home": "h"}, {"building": ["a", "b"]}],
    ids=lambda options: next(iter(options)),
)
async def test_what_makes_no_sense_is_refused_when_the_rule_is_saved(
    hass: HomeAssistant, options: dict[str, Any]
) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    with pytest.raises(vol.Invalid):
        await async_validate_trigger_config(hass, [{"platform": OPENED, "options": options}])
