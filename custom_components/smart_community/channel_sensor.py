"""The binary sensors of the channels: one for each in use, named by its number and kind, never by whose it is."""

from collections.abc import Iterable
from typing import Final, override

from homeassistant.components.binary_sensor import DOMAIN as BINARY_SENSOR
from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import slugify

from .const import DOMAIN
from .core.channel import ChannelHealth, Health, channel_kind
from .entity import SmartCommunityEntity, community_device
from .links.channels.wording import load_phrases
from .runtime import Runtime, SmartCommunityConfigEntry

CHANNEL: Final = BinarySensorEntityDescription(
    key="channel",
    translation_key="channel",
    device_class=BinarySensorDeviceClass.PROBLEM,
    entity_category=EntityCategory.DIAGNOSTIC,
)


class ChannelBinarySensor(SmartCommunityEntity, BinarySensorEntity):
    """Whether a channel is failing; unknown until it was used or tested once."""

    def __init__(self, runtime: Runtime, health: ChannelHealth, kind: str) -> None:
        """Take the channel's number for its name; `kind` is what it is, in words."""
        super().__init__(runtime, f"channel_{slugify(health.channel)}", CHANNEL, community_device(runtime.entry))
        number = runtime.channel_desk.numbers[health.channel]
        self._attr_translation_placeholders = {"number": str(number), "kind": kind}
        self._health = health

    @property
    def is_on(self) -> bool | None:
        """Return whether it is failing."""
        return None if self._health.state is Health.UNKNOWN else self._health.state is Health.FAILING

    @property
    @override
    def extra_state_attributes(self) -> dict[str, str | None]:
        """Return why it failed last."""
        return {"last_error": self._health.last_error}

    @callback
    def update(self, health: ChannelHealth) -> None:
        """Take how the channel is now."""
        shown = (self.is_on, self._health.last_error)
        self._health = health
        if self.hass is not None and self.enabled and shown != (self.is_on, health.last_error):
            self.async_write_ha_state()


async def async_add_channels(
    hass: HomeAssistant, entry: SmartCommunityConfigEntry, add: AddConfigEntryEntitiesCallback
) -> None:
    """Add a sensor for each channel in use, and go on as they come and go."""
    runtime, phrases = entry.runtime_data, await load_phrases(hass)
    shown: dict[str, ChannelBinarySensor] = {}

    @callback
    def changed(channel: str, health: ChannelHealth | None) -> None:
        known = shown.get(channel)
        if health is None:
            shown.pop(channel, None)
            _forget(hass, runtime, channel)
        elif known is not None:
            known.update(health)
        else:
            kind = phrases.option("channel_kind", channel_kind(channel) or "")
            shown[channel] = ChannelBinarySensor(runtime, health, kind)
            add([shown[channel]])

    await runtime.channel_desk.look()
    for channel, health in runtime.channel_desk.health.items():
        changed(channel, health)
    _forget_all_but(hass, runtime, shown)
    entry.async_on_unload(runtime.channel_desk.listen(changed))


def _unique_id(runtime: Runtime, channel: str) -> str:
    return f"{runtime.entry.entry_id}_channel_{slugify(channel)}_{CHANNEL.key}"


def _forget(hass: HomeAssistant, runtime: Runtime, channel: str) -> None:
    registry = er.async_get(hass)
    if (entity_id := registry.async_get_entity_id(BINARY_SENSOR, DOMAIN, _unique_id(runtime, channel))) is not None:
        registry.async_remove(entity_id)


def _forget_all_but(hass: HomeAssistant, runtime: Runtime, shown: Iterable[str]) -> None:
    """Remove the sensors of channels that went out of use while nobody looked."""
    registry, kept = er.async_get(hass), {_unique_id(runtime, channel) for channel in shown}
    for entity in er.async_entries_for_config_entry(registry, runtime.entry.entry_id):
        of_channel = entity.unique_id.startswith(f"{runtime.entry.entry_id}_channel_")
        if of_channel and entity.unique_id not in kept:
            registry.async_remove(entity.entity_id)
