"""Measures Home Assistant from the inside, for `scripts/bench` only; it is never shipped.

The websocket command `bench_probe/report` answers with what `Meter` has seen; `reset` starts a new measurement.
`bench_probe/told` answers with what the action `notify.bench_sink` got.
"""

from typing import Any

import probatio as vol
from homeassistant.components import websocket_api
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.entity_platform import async_get_platforms
from homeassistant.helpers.typing import ConfigType

from .meter import Meter
from .sink import Sink

DOMAIN = "bench_probe"
MEASURED = "smart_community"

CONFIG_SCHEMA = cv.empty_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Begin to measure, and answer who asks."""
    meter = Meter(hass.loop)
    running_at: list[float] = []

    @callback
    def is_running(_event: Event) -> None:
        running_at.append(hass.loop.time())

    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STARTED, is_running)

    @websocket_api.websocket_command(
        {vol.Required("type"): f"{DOMAIN}/report", vol.Optional("reset", default=False): bool}
    )
    @callback
    def report(hass: HomeAssistant, connection: websocket_api.ActiveConnection, message: dict[str, Any]) -> None:
        entities = sum(len(platform.entities) for platform in async_get_platforms(hass, MEASURED))
        connection.send_result(
            message["id"],
            {"running_at": running_at[0] if running_at else None, "entities": entities, **meter.report()},
        )
        if message["reset"]:
            meter.reset()

    websocket_api.async_register_command(hass, report)
    Sink(hass).register()
    meter.start()
    return True
