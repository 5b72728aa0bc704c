"""Smart Community: safety and services of a residential community, on Home Assistant and Frigate."""

from homeassistant.const import EVENT_HOMEASSISTANT_STOP, Platform
from homeassistant.core import Event, HomeAssistant
from homeassistant.exceptions import ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.typing import ConfigType

from . import issues
from .camera_platform import async_watch_cameras
from .const import CONF_SITE, DOMAIN
from .core.ports import StoreError
from .entity import register_community
from .facade_views import async_setup_facade_views
from .frontend import async_setup_frontend
from .http_views import async_setup_views
from .links.devices.broker import forget_session
from .rule_runs import async_watch_rule_runs
from .runtime import Runtime, SmartCommunityConfigEntry, broker_client_id
from .services import async_setup_services
from .settings import settings_of
from .voice_views import async_setup_voice_views
from .websocket_api import async_setup_commands

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CALENDAR,
    Platform.EVENT,
    Platform.IMAGE,
    Platform.SENSOR,
    Platform.SIREN,
    Platform.SWITCH,
]


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Register actions, websocket commands and the screen, which are there whether or not the community runs."""
    async_watch_rule_runs(hass)
    async_setup_services(hass)
    async_setup_commands(hass)
    async_setup_views(hass)
    async_setup_facade_views(hass)
    async_setup_voice_views(hass)
    await async_setup_frontend(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: SmartCommunityConfigEntry) -> bool:
    """Start the community: first the alarm path, then what shows it."""
    runtime = entry.runtime_data = Runtime(hass, entry)

    async def stop(_event: Event | None = None) -> None:
        await runtime.stop()

    entry.async_on_unload(hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, stop))
    try:
        try:
            await runtime.start()
        except StoreError as error:
            issues.report_store(hass, error.failure)
            raise ConfigEntryNotReady(
                translation_domain=DOMAIN,
                translation_key="database_in_use",
                translation_placeholders={"folder": hass.config.config_dir},
            ) from error
        runtime.device_id = register_community(entry, dr.async_get(hass))
        await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
        async_watch_cameras(hass, entry)
    except BaseException:
        await runtime.stop()
        raise
    return True


async def async_unload_entry(hass: HomeAssistant, entry: SmartCommunityConfigEntry) -> bool:
    """Take down what shows the community, then the community."""
    platforms = [*PLATFORMS, *entry.runtime_data.later_platforms]
    unloaded = await hass.config_entries.async_unload_platforms(entry, platforms)
    if unloaded:
        await entry.runtime_data.stop()
        issues.forget(hass)
    return unloaded


async def async_remove_entry(hass: HomeAssistant, entry: SmartCommunityConfigEntry) -> None:
    """Clear the repair issues and our session at the broker, which would go on queueing for nobody.

    The database stays in the configuration folder: it is the community's record.
    """
    issues.forget(hass)
    issues.forget_replaced(hass)
    client_id = await broker_client_id(hass)
    await hass.async_add_executor_job(forget_session, settings_of(entry.data), entry.data[CONF_SITE], client_id)
