"""Actions on elevators: have a door held, let it go. All that a guard asks for is asked here, too."""

import asyncio
from typing import Final

import probatio as vol
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse
from homeassistant.helpers import config_validation as cv

from ..elevators import LONGEST_ASKED, elevators_named, hold_door, release_door
from ..runtime import Runtime
from .base import Action

_ELEVATORS: Final = vol.All(cv.ensure_list, [vol.All(cv.string, vol.Length(min=1, max=255))], vol.Length(min=1))


async def _hold(hass: HomeAssistant, runtime: Runtime, actor: str, call: ServiceCall) -> ServiceResponse:
    seconds = float(call.data["for"])
    for elevator_id in elevators_named(hass, runtime, call.data["elevator"]):
        await hold_door(runtime, elevator_id, actor, seconds)
    return None


async def _release(hass: HomeAssistant, runtime: Runtime, actor: str, call: ServiceCall) -> ServiceResponse:
    # All at once: none of them waits for another's answer.
    elevators = elevators_named(hass, runtime, call.data["elevator"])
    false_alarm = call.data["false_alarm"]
    await asyncio.gather(*(release_door(runtime, one, actor, false_alarm=false_alarm) for one in elevators))
    return None


ACTIONS: Final = {
    "hold_elevator": Action(
        _hold,
        {
            vol.Required("elevator"): _ELEVATORS,
            vol.Optional("for", default=LONGEST_ASKED): vol.All(vol.Coerce(int), vol.Range(min=1, max=LONGEST_ASKED)),
        },
    ),
    "release_elevator": Action(
        _release,
        {vol.Required("elevator"): _ELEVATORS, vol.Optional("false_alarm", default=False): cv.boolean},
    ),
}
