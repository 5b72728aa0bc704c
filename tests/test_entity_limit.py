"""Home Assistant's limit on the entities of one entry: what is spared before it is reached, and who is told."""

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.entity_registry import RegistryEntryDisabler
from homeassistant.helpers.issue_registry import IssueSeverity

from custom_components.smart_community import entity_limit
from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.issues import ENTITIES_ISSUE, forget, report_entities
from tests.conftest import Community, StandInLink, settle
from tests.test_entities_of_community import OF_BUTTON, entity_id

SPARED = {"binary_sensor.tamper", "sensor.last_test"}


async def disabled(community: Community, button: str) -> set[str]:
    """Wait for a button's entities, and return the keys of those that are disabled."""
    hass, registry = community.hass, er.async_get(community.hass)

    def found() -> dict[str, er.RegistryEntry]:
        ids = {key: entity_id(hass, key, f"device_{button}") for key in OF_BUTTON}
        return {key: registry.entities[one] for key, one in ids.items() if one is not None}

    await settle(hass, lambda: len(found()) == len(OF_BUTTON))
    assert {entry.disabled_by for entry in found().values()} <= {None, RegistryEntryDisabler.INTEGRATION}
    return {key for key, entry in found().items() if entry.disabled}


async def test_beyond_half_the_limit_a_new_button_has_only_what_automations_need(
    hass: HomeAssistant, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    await community.button("button-1", "101")
    assert await disabled(community, "button-1") == set()
    monkeypatch.setattr(entity_limit, "_SPARE_FROM", len(OF_BUTTON))
    await community.button("button-2", "102")
    assert await disabled(community, "button-2") == SPARED
    # What was there stays as it is, also over a restart; and so does what a person has enabled.
    wanted = entity_id(hass, "binary_sensor.tamper", "device_button-2")
    assert wanted is not None
    er.async_get(hass).async_update_entity(wanted, disabled_by=None)
    monkeypatch.setattr("custom_components.smart_community.runtime.DeviceLink", StandInLink)
    assert await hass.config_entries.async_reload(community.entry.entry_id)
    assert await disabled(community, "button-1") == set()
    assert await disabled(community, "button-2") == {"sensor.last_test"}


async def test_a_technician_is_told_before_the_first_entity_is_left_out(
    hass: HomeAssistant, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    def issue() -> ir.IssueEntry | None:
        return ir.async_get(hass).async_get_issue(DOMAIN, ENTITIES_ISSUE)

    await community.button("button-1", "101")
    await disabled(community, "button-1")
    assert issue() is None
    monkeypatch.setattr(entity_limit, "_TELL_FROM", 5)
    monkeypatch.setattr("custom_components.smart_community.runtime.DeviceLink", StandInLink)
    assert await hass.config_entries.async_reload(community.entry.entry_id)
    await settle(hass, lambda: issue() is not None)
    shown = issue()
    assert shown is not None
    assert shown.severity is IssueSeverity.WARNING
    assert shown.translation_placeholders is not None
    assert shown.translation_placeholders["most"] == "10000"
    assert int(shown.translation_placeholders["count"]) > 5

    report_entities(hass, 10_000, 10_000)
    shown = issue()
    assert shown is not None
    assert shown.severity is IssueSeverity.ERROR
    report_entities(hass, None, 10_000)
    assert issue() is None
    report_entities(hass, 9_000, 10_000)
    forget(hass)
    assert issue() is None
