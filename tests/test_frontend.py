"""The script of the dashboards: it is there, every page loads it where there are pages, and nothing needs it."""

import re
from collections.abc import AsyncGenerator
from pathlib import Path
from unittest.mock import AsyncMock, patch

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from custom_components.smart_community import frontend
from custom_components.smart_community.const import DOMAIN

# Bytes that every page of Home Assistant loads for us.
MOST_AT_ONCE = 200_000
REGISTER = "custom_components.smart_community.frontend.frontend.add_extra_js_url"


@pytest.fixture
async def served(hass: HomeAssistant) -> AsyncGenerator[AsyncMock]:
    """Return the stand-in for what serves files."""
    assert await async_setup_component(hass, "http", {})
    with patch.object(hass.http, "async_register_static_paths", AsyncMock()) as served:
        yield served


async def test_every_page_loads_the_script(hass: HomeAssistant, served: AsyncMock) -> None:
    hass.config.components.add("frontend")
    with patch(REGISTER) as register:
        assert await async_setup_component(hass, DOMAIN, {})
    ((_, url), _) = register.call_args
    address, version = url.split("?v=")
    (path,) = served.call_args.args[0]
    assert address == f"{path.url_path}/main.js"
    assert (Path(path.path) / "main.js").is_file()
    assert len(version) == 12


async def test_without_pages_there_is_nothing_to_load_it(hass: HomeAssistant, served: AsyncMock) -> None:
    with patch(REGISTER) as register:
        assert await async_setup_component(hass, DOMAIN, {})
    register.assert_not_called()
    served.assert_not_called()


async def test_no_alarm_depends_on_the_screen(
    hass: HomeAssistant, served: AsyncMock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hass.config.components.add("frontend")
    with patch(REGISTER) as register, patch.object(frontend, "FOLDER", tmp_path):
        assert await async_setup_component(hass, DOMAIN, {})
    register.assert_not_called()
    assert "screen is missing" in caplog.text
    assert hass.services.has_service(DOMAIN, "acknowledge_incident")


def test_whatever_the_script_loads_later_is_there_and_nothing_else_is() -> None:
    folder = frontend.FOLDER
    found, asked = set[str](), {"main.js"}
    while asked:
        name = asked.pop()
        found.add(name)
        asked |= set(re.findall(r'"\./([\w-]+\.js)"', (folder / name).read_text(encoding="utf-8"))) - found
    assert found == {path.name for path in folder.glob("*.js")}
    # What every page loads stays small: the staff's pages come when somebody opens their dashboard.
    at_once = sum((folder / name).stat().st_size for name in found if not name.startswith("staff-pages"))
    assert at_once < MOST_AT_ONCE


def test_a_new_script_has_a_new_address(tmp_path: Path) -> None:
    script = tmp_path / "main.js"
    with patch.object(frontend, "FOLDER", tmp_path):
        script.write_text("one")
        before = frontend._version()
        script.write_text("two")
        assert frontend._version() != before
