"""What a config entry holds of the broker."""

from collections.abc import Mapping
from typing import Any

from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT, CONF_USERNAME

from .const import CONF_CA_CERTIFICATE, CONF_TLS
from .links.devices.broker import BrokerSettings


def settings_of(data: Mapping[str, Any]) -> BrokerSettings:
    """Return the broker's settings that a config entry's data holds."""
    return BrokerSettings(
        host=data[CONF_HOST],
        port=data[CONF_PORT],
        username=data.get(CONF_USERNAME),
        password=data.get(CONF_PASSWORD),
        tls=data.get(CONF_TLS, False),
        ca_certificate=data.get(CONF_CA_CERTIFICATE),
    )
