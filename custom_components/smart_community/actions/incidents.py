"""Actions on incidents: open, acknowledge, resolve, tell more people."""

from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.helpers import config_validation as cv

from ..core.alarm import place_of
from ..core.answer_token import DIGITS
from ..core.community import NOWHERE, Place
from ..core.delivery import Audience
from ..core.incident import ACTS_FROM_MEMORY, Kind, Resolution, Severity
from ..core.plan import MOST_STEPS
from ..errors import CallerError
from ..incident_lookup import find_active
from ..runtime import Runtime
from .base import ID, TEXT, Action
from .from_memory import place_now, prepare_contacts

# Typed on a telephone, so perhaps with the # that ends it; a template makes a number of it, and drops a 0 in front.
_TOKEN: Final = vol.All(cv.string, lambda token: token.strip().rstrip("#").zfill(DIGITS), vol.Length(max=64))

# Sirens, groups and persons by name are a plan's alone.
_DISPATCHED: Final = [
    group.value for group in Audience if group not in {Audience.SIREN, Audience.GROUP, Audience.PERSON}
]


async def _open_incident(_hass: HomeAssistant, runtime: Runtime, actor: str, call: ServiceCall) -> ServiceResponse:
    data = call.data
    kind = Kind(data["kind"])
    place = await _place(runtime, data, urgent=kind in ACTS_FROM_MEMORY)
    await prepare_contacts(runtime, place.home)
    incident = await runtime.response.open(
        kind,
        by=actor,
        severity=Severity(data["severity"]) if "severity" in data else None,
        place=place,
        device=data.get("device"),
        text=data.get("text"),
    )
    return {"incident_id": incident.id}


async def _acknowledge(_hass: HomeAssistant, runtime: Runtime, actor: str, call: ServiceCall) -> ServiceResponse:
    incident_id = call.data["incident_id"]
    await find_active(runtime, incident_id)
    if (token := call.data.get("token")) is not None:
        await runtime.answers.answered_by_call(incident_id, token, actor)
    else:
        await runtime.response.acknowledge(incident_id, actor)
    return None


async def _resolve(_hass: HomeAssistant, runtime: Runtime, actor: str, call: ServiceCall) -> ServiceResponse:
    incident_id = call.data["incident_id"]
    await find_active(runtime, incident_id)
    await runtime.response.resolve(incident_id, actor, Resolution(call.data["resolution"]), call.data.get("note"))
    return None


async def _dispatch(_hass: HomeAssistant, runtime: Runtime, actor: str, call: ServiceCall) -> ServiceResponse:
    incident_id = call.data["incident_id"]
    incident = await find_active(runtime, incident_id)
    await prepare_contacts(runtime, incident.place.home)
    audience = [Audience(group) for group in call.data["to"]]
    standing = await runtime.response.dispatch(
        incident_id, audience, actor, step=call.data.get("step"), text=call.data.get("message")
    )
    return {"deliveries": [delivery.as_dict() for delivery in standing]}


async def _place(runtime: Runtime, data: dict[str, Any], *, urgent: bool) -> Place:
    if (home := data.get("home")) is not None:
        if urgent:
            place = await place_now(runtime, home, data.get("building"))
        else:
            place = await runtime.directory.place_of_home(home)
        if place is None:
            raise CallerError("home_unknown", home=home)
        if data.get("building", place.building) != place.building:
            raise CallerError("home_not_in_building", home=home, building=data["building"])
        return place
    if (building := data.get("building")) is not None:
        if building not in runtime.directory.buildings and not (urgent and runtime.register_lost):
            raise CallerError("building_unknown", building=building)
        return Place(building=building)
    if (device_id := data.get("device")) is not None:
        device = runtime.supervision.find(device_id)
        return place_of(device) if device is not None else NOWHERE
    return NOWHERE


ACTIONS: Final = {
    "open_incident": Action(
        _open_incident,
        {
            vol.Required("kind"): vol.In([kind.value for kind in Kind]),
            vol.Optional("severity"): vol.In([severity.value for severity in Severity]),
            vol.Optional("building"): ID,
            vol.Optional("home"): ID,
            vol.Optional("device"): ID,
            vol.Optional("text"): TEXT,
        },
        SupportsResponse.OPTIONAL,
    ),
    "acknowledge_incident": Action(_acknowledge, {vol.Required("incident_id"): ID, vol.Optional("token"): _TOKEN}),
    "resolve_incident": Action(
        _resolve,
        {
            vol.Required("incident_id"): ID,
            vol.Required("resolution"): vol.In([resolution.value for resolution in Resolution]),
            vol.Optional("note"): TEXT,
        },
    ),
    "dispatch": Action(
        _dispatch,
        {
            vol.Required("incident_id"): ID,
            vol.Required("to"): vol.All(cv.ensure_list, [vol.In(_DISPATCHED)]),
            vol.Optional("message"): TEXT,
            vol.Optional("step"): vol.All(vol.Coerce(int), vol.Range(min=1, max=MOST_STEPS)),
        },
        SupportsResponse.OPTIONAL,
    ),
}
