"""Sirens of the device protocol, to be switched by people and rules; alarms reach them as a channel of the plan."""

from collections.abc import Sequence
from typing import Any, Final, override

from homeassistant.components.siren import (
    ATTR_DURATION,
    SirenEntity,
    SirenEntityDescription,
    SirenEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .access import authorize_entity
from .const import DOMAIN
from .core.community import Building
from .core.device import Device, DeviceKind, Source
from .core.ports import CommandError
from .entity import DeviceEntity, EntityKeeper, Makers, SmartCommunityEntity
from .runtime import Runtime, SmartCommunityConfigEntry

PARALLEL_UPDATES = 0

# Seconds that a siren sounds unless somebody says otherwise: it falls silent by itself should we be gone.
_SOUNDS_FOR: Final = 180
_ENTITY: Final = "siren.siren"

SIREN: Final = SirenEntityDescription(key="siren", translation_key="siren")


async def async_setup_entry(
    _hass: HomeAssistant, entry: SmartCommunityConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the sirens."""

    def of_community(_runtime: Runtime) -> Sequence[SmartCommunityEntity]:
        return []

    def of_building(_runtime: Runtime, _building: Building) -> Sequence[SmartCommunityEntity]:
        return []

    def of_device(runtime: Runtime, device: Device) -> Sequence[DeviceEntity]:
        # One that is made of an entity has that entity.
        ours = device.kind is DeviceKind.SIREN and device.source is Source.MQTT
        return [Siren(runtime, device, SIREN)] if ours else []

    EntityKeeper(entry, async_add_entities, Makers(of_community, of_building, of_device))


class Siren(DeviceEntity, SirenEntity):
    """One siren: on is what it reports, not what it was asked."""

    _attr_supported_features = SirenEntityFeature.TURN_ON | SirenEntityFeature.TURN_OFF | SirenEntityFeature.DURATION

    @override
    def shown(self, device: Device) -> bool | None:
        """Return whether it sounds."""
        return device.active

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it sounds."""
        return self.device.active

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Sound for a time, three minutes unless said."""
        await self._command("on", {"for": round(kwargs.get(ATTR_DURATION, _SOUNDS_FOR))})

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Be silent."""
        await self._command("off", {})

    async def _command(self, name: str, arguments: dict[str, Any]) -> None:
        actor = await authorize_entity(self.hass, self._runtime, self._context, _ENTITY)
        if (link := self._runtime.link) is None:
            raise _failed("not_connected")
        # Before it is done: a siren that answers nothing may sound all the same.
        await self._runtime.note(actor, f"siren_{name}", self.device.id, **arguments)
        try:
            await link.commands.execute(self.device.id, name, arguments)
        except CommandError as error:
            raise _failed(error.code) from error


def _failed(code: str) -> HomeAssistantError:
    return HomeAssistantError(translation_domain=DOMAIN, translation_key=f"siren_{code}")
