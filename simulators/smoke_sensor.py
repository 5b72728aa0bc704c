"""Simulated smoke and gas sensors: they tell their alarm by an event and by their state, as real ones do."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from .help_button import HelpButton, Press, utc_now

type SensorKind = Literal["smoke", "gas"]


class Sensor(HelpButton):
    """One smoke or gas sensor; it sends and resends its events as a help button does."""

    def __init__(
        self,
        device_id: str,
        send: Callable[[str, bytes, bool], bool],
        *,
        now: Callable[[], datetime] = utc_now,
        kind: SensorKind = "smoke",
        via: str | None = None,
    ) -> None:
        """Make a sensor; `via` is its gateway's device id."""
        super().__init__(device_id, send, now=now)
        self.info |= {"kind": kind, "model": f"Simulated {kind} sensor"}
        if via is not None:
            self.info["via"] = via
        self.state = {"alarm": False, "battery": 96, "tamper": False}

    async def alarm(self) -> Press:
        """Smell smoke or gas."""
        self.set_state(alarm=True)
        return await self.press("alarm")

    async def clear(self) -> Press:
        """Smell nothing any more."""
        self.set_state(alarm=False)
        return await self.press("clear")


def sensor_of(device_id: str, send: Callable[[str, bytes, bool], bool], *, now: Callable[[], datetime]) -> Sensor:
    """Make the sensor that a device id names: `gas-…` a gas sensor, any other a smoke sensor, behind `gateway-1`."""
    kind: SensorKind = "gas" if device_id.startswith("gas-") else "smoke"
    return Sensor(device_id, send, now=now, kind=kind, via="gateway-1")
