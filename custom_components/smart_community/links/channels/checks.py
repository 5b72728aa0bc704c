"""A look at a channel that costs nobody anything: is its action there, its entity, its phone, its device."""

from collections.abc import Iterable

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from ...core.channel import ChannelKind, channel_kind, target_of
from ...core.device import Device, DeviceKind
from ...core.ports import FindDevice
from . import companion_app as app
from .speakers import has_engine

# Not an action that tells: it needs an entity to tell with.
NO_CHANNEL = "notify.send_message"


def what_is_wrong(hass: HomeAssistant, channel: str, accounts: Iterable[str], find_device: FindDevice) -> str | None:
    """Return what can be seen to be wrong with a channel, None if nothing is. `accounts`: who is told over the app.

    The codes are those of `core.channel.SEEN_BY_LOOKING`.
    """
    target = target_of(channel)
    match channel_kind(channel):
        case None:
            wrong: str | None = "channel_unknown"
        case ChannelKind.MOBILE_APP:
            wrong = _phones(hass, accounts)
        case ChannelKind.SIREN_DEVICE:
            wrong = _siren(hass, find_device(target))
        case ChannelKind.SCRIPT:
            there = hass.services.has_service("script", script_action(hass, target))
            wrong = _unavailable(hass, target) if there else "not_registered"
        case ChannelKind.NOTIFY | ChannelKind.BOT:
            wrong = _notify(hass, target)
        case ChannelKind.MEDIA_PLAYER:
            wrong = _entity(hass, target) if has_engine(hass) else "speech_engine_missing"
        case ChannelKind.SIREN:
            wrong = _entity(hass, target)
    return wrong


def script_action(hass: HomeAssistant, entity_id: str) -> str:
    """Return the name of a script's action, which it keeps when its entity is renamed."""
    entry = er.async_get(hass).async_get(entity_id)
    return entry.unique_id if entry is not None else entity_id.partition(".")[2]


def _phones(hass: HomeAssistant, accounts: Iterable[str]) -> str | None:
    phones = [phone for account in accounts for phone in app.phones_of(hass, account)]
    if not phones:
        return "no_phone"
    return None if any(phone.loaded for phone in phones) else "not_registered"


def _siren(hass: HomeAssistant, device: Device | None) -> str | None:
    if device is None or device.kind is not DeviceKind.SIREN:
        return "device_unknown"
    if device.points is not None and device.points.main is not None:
        return _entity(hass, device.points.main)
    return "device_offline" if device.online is False else None


def _entity(hass: HomeAssistant, entity_id: str) -> str | None:
    return "not_registered" if hass.states.get(entity_id) is None else _unavailable(hass, entity_id)


def _notify(hass: HomeAssistant, target: str) -> str | None:
    if target == NO_CHANNEL:
        return "channel_unknown"
    if hass.states.get(target) is not None:
        return _unavailable(hass, target)
    return None if hass.services.has_service("notify", target.partition(".")[2]) else "not_registered"


def _unavailable(hass: HomeAssistant, entity_id: str) -> str | None:
    state = hass.states.get(entity_id)
    return "channel_unavailable" if state is not None and state.state == STATE_UNAVAILABLE else None
