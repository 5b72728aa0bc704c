"""Diagnostics may be posted in public: planted secrets must not be found in what is downloaded."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import AsyncMock, Mock, patch

import pytest
from homeassistant.components.diagnostics import DOMAIN as DIAGNOSTICS
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.smart_community import issues
from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.links.devices.broker import LinkProblem, LinkStatus
from custom_components.smart_community.store.files import Found

PACKAGE = "custom_components.smart_community"
# Each of them contains a word that is found nowhere else.
SECRETS = {
    "site_name": "planted-name 绿园小区",
    "site": "planted-site",
    "host": "planted-host.example",
    "username": "planted-username",
    "password": "planted-password",
    "ca_certificate": "planted-certificate",
}
DATA = {"role": "community", "port": 8883, "tls": True, **SECRETS}

pytestmark = pytest.mark.usefixtures("enable_custom_integrations", "socket_enabled")


@pytest.fixture(autouse=True)
def setup_entry() -> Iterator[None]:
    """Replace the running community by one that does nothing."""
    with (
        patch(f"{PACKAGE}.async_setup_entry", AsyncMock(return_value=True)),
        patch(f"{PACKAGE}.async_unload_entry", AsyncMock(return_value=True)),
        patch(f"{PACKAGE}.diagnostics.figures", Mock(return_value={"link": {"messages": 7}})),
    ):
        yield


@pytest.fixture
async def entry(hass: HomeAssistant) -> MockConfigEntry:
    """Return the entry of a community that runs, and everything in it is secret."""
    assert await async_setup_component(hass, DIAGNOSTICS, {})
    entry = MockConfigEntry(domain=DOMAIN, title=SECRETS["site_name"], unique_id=SECRETS["site"], data=DATA)
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    entry.runtime_data = Mock()
    await hass.async_block_till_done()
    return entry


async def download(client: ClientSessionGenerator, entry: MockConfigEntry) -> tuple[str, dict[str, object]]:
    """Return the file as a technician gets it, and our own part of it."""
    session = await client()
    response = await session.get(f"/api/diagnostics/config_entry/{entry.entry_id}")
    assert response.status == 200
    whole = await response.json()
    return await response.text() + str(response.headers), whole["data"]


async def test_the_settings_are_shown_without_what_is_secret(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, entry: MockConfigEntry
) -> None:
    for problem in LinkProblem:
        issues.report_broker(hass, entry, LinkStatus(connected=False, problem=problem))
    issues.report_found(hass, Found.REPLACED_BY_COPY, Path("/planted-folder/smart_community.db"))

    text, ours = await download(hass_client, entry)
    assert "planted" not in text
    assert "绿园" not in text
    assert "\\u7eff" not in text
    assert ours == {
        "entry": {
            "state": "loaded",
            "version": "1.1",
            "data": {"role": "community", "port": 8883, "tls": True, **dict.fromkeys(SECRETS, "**REDACTED**")},
        },
        "running": {"link": {"messages": 7}},
    }


async def test_what_is_not_set_is_seen_as_such(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(entry, data={**DATA, "username": None, "ca_certificate": None})
    _, ours = await download(hass_client, entry)
    settings = ours["entry"]
    assert isinstance(settings, dict)
    assert (settings["data"]["username"], settings["data"]["ca_certificate"]) == (None, None)


async def test_there_are_diagnostics_of_a_community_that_does_not_run(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, entry: MockConfigEntry
) -> None:
    assert await hass.config_entries.async_unload(entry.entry_id)
    text, ours = await download(hass_client, entry)
    assert "planted" not in text
    assert ours["running"] is None
