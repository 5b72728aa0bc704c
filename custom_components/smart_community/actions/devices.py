"""Actions on devices: give one to a home or a building, begin and end a walk test."""

from typing import Final

import probatio as vol
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.helpers import config_validation as cv

from ..bindings import assign
from ..errors import CallerError
from ..runtime import Runtime
from ..walk_tests import report_as_dict, start_test
from .base import ID, Action


async def _assign_device(hass: HomeAssistant, runtime: Runtime, actor: str, call: ServiceCall) -> ServiceResponse:
    home, building = call.data.get("home"), call.data.get("building")
    if home is None and building is None:
        raise CallerError("place_missing")
    await assign(hass, runtime, call.data["device"], home, actor, building=building)
    return None


async def _start(_hass: HomeAssistant, runtime: Runtime, actor: str, call: ServiceCall) -> ServiceResponse:
    run = await start_test(
        runtime,
        actor,
        building=call.data.get("building"),
        devices=call.data.get("devices"),
        minutes=call.data["minutes"],
    )
    return {"test_id": run.id, "expected": [*runtime.tests.list_of(run)]}


async def _stop(_hass: HomeAssistant, runtime: Runtime, actor: str, call: ServiceCall) -> ServiceResponse:
    return report_as_dict(runtime, await runtime.tests.stop(call.data["test_id"], actor))


ACTIONS: Final = {
    "assign_device": Action(
        _assign_device,
        {
            vol.Required("device"): vol.All(cv.string, vol.Length(min=1, max=255)),
            vol.Optional("home"): ID,
            vol.Optional("building"): ID,
        },
    ),
    "start_walk_test": Action(
        _start,
        {
            vol.Optional("building"): ID,
            vol.Optional("devices"): vol.All(cv.ensure_list, [ID], vol.Length(min=1, max=1000)),
            vol.Optional("minutes", default=30): vol.All(vol.Coerce(int), vol.Range(min=1, max=30)),
        },
        SupportsResponse.OPTIONAL,
    ),
    "stop_walk_test": Action(_stop, {vol.Required("test_id"): ID}, SupportsResponse.OPTIONAL),
}
