"""Shows the dashboards' script to browsers: one file is loaded with Home Assistant's own pages, and loads the rest."""

import hashlib
import logging
from pathlib import Path
from typing import Final

from homeassistant.components import frontend
from homeassistant.components.http import StaticPathConfig
from homeassistant.core import HomeAssistant

from .const import DOMAIN

_LOGGER = logging.getLogger(__name__)

FOLDER: Final = Path(__file__).parent / "www"
URL: Final = f"/{DOMAIN}_static"
_SCRIPT: Final = "main.js"


async def async_setup_frontend(hass: HomeAssistant) -> None:
    """Serve the script and have every page load it, where there are pages. Nothing of it is stored.

    A missing file is a line in the log: no alarm may depend on a screen.
    """
    if "frontend" not in hass.config.components:
        return
    try:
        version = await hass.async_add_executor_job(_version)
    except OSError as error:
        _LOGGER.error("The duty room's screen is missing from this installation, reinstall it: %s", error)
        return
    await hass.http.async_register_static_paths([StaticPathConfig(URL, str(FOLDER), cache_headers=True)])
    # Browsers keep the files; a new one has another address. Those that it loads are named by their content.
    frontend.add_extra_js_url(hass, f"{URL}/{_SCRIPT}?v={version}")


def _version() -> str:
    return hashlib.sha256((FOLDER / _SCRIPT).read_bytes()).hexdigest()[:12]
