"""When a device is silent: figures from `domain.md`, "Help alarms", supervision."""

from datetime import datetime, timedelta
from typing import Final

from .device import Device, DeviceKind, Source

# How long a device of a kind may say nothing, unless it names its own time (`check_in`).
CHECKS_IN_WITHIN: Final = {DeviceKind.GATEWAY: timedelta(seconds=90)}
_OTHERWISE: Final = timedelta(hours=25)


def is_silent(device: Device, now: datetime) -> bool:
    """Return whether a device says that it is gone, or has said nothing for longer than it may."""
    if device.online is False:
        return True
    if device.source is Source.ENTITY:
        # Its own integration knows whether it is there; an idle entity changes nothing for days.
        return False
    if device.last_seen is None:
        return True
    if device.check_in is not None:
        return now - device.last_seen > timedelta(seconds=device.check_in)
    return now - device.last_seen > CHECKS_IN_WITHIN.get(device.kind or DeviceKind.HELP_BUTTON, _OTHERWISE)
