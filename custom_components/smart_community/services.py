"""The actions `smart_community.*`: each checks who asks, hands over to a desk, and answers."""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import probatio as vol
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.helpers import config_validation as cv

from .access import authorize_action
from .announcing import announce
from .bindings import assign
from .blueprint_install import install
from .const import DOMAIN
from .core.community import NOWHERE, Place
from .core.delivery import Audience
from .core.incident import Kind, Resolution, Severity
from .core.response import LAST_LEVEL
from .errors import CallerError, as_action_errors
from .incident_lookup import find_active
from .runtime import Runtime

_TEXT: Final = vol.All(cv.string, vol.Length(max=1000))
_ID: Final = vol.All(cv.string, vol.Length(min=1, max=64))
# A sheet of 50,000 homes is about this large; more is a mistake.
_LARGEST_SHEET: Final = 32 * 1024 * 1024

type Handler = Callable[[HomeAssistant, Runtime, str, ServiceCall], Awaitable[ServiceResponse]]


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions, which exist whether or not the community runs."""
    for name, (handler, schema, response) in _ACTIONS.items():
        hass.services.async_register(
            DOMAIN, name, partial(_call, hass, handler), schema=vol.Schema(schema), supports_response=response
        )


async def _call(hass: HomeAssistant, handler: Handler, call: ServiceCall) -> ServiceResponse:
    runtime, actor = await authorize_action(hass, call.context, call.service)
    with as_action_errors():
        return await handler(hass, runtime, actor, call)


async def _open_incident(_hass: HomeAssistant, runtime: Runtime, actor: str, call: ServiceCall) -> ServiceResponse:
    data = call.data
    place = await _place(runtime, data)
    if place.home is not None:
        await runtime.prepare_contacts(place.home)
    incident = await runtime.response.open(
        Kind(data["kind"]),
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
    if incident.place.home is not None:
        await runtime.prepare_contacts(incident.place.home)
    audience = [Audience(group) for group in call.data["to"]]
    standing = await runtime.response.dispatch(
        incident_id, audience, actor, step=call.data.get("step"), text=call.data.get("message")
    )
    return {"deliveries": [delivery.as_dict() for delivery in standing]}


async def _announce(hass: HomeAssistant, _runtime: Runtime, _actor: str, call: ServiceCall) -> ServiceResponse:
    await announce(hass, call.data[ATTR_ENTITY_ID], call.data["message"], call.data.get("language"))
    return None


async def _install_blueprints(
    hass: HomeAssistant, _runtime: Runtime, _actor: str, _call: ServiceCall
) -> ServiceResponse:
    report: dict[str, list[str]] = await hass.async_add_executor_job(install, Path(hass.config.config_dir))
    return {"installed": [*report["installed"]], "unchanged": [*report["unchanged"]]}


async def _assign_device(hass: HomeAssistant, runtime: Runtime, actor: str, call: ServiceCall) -> ServiceResponse:
    await assign(hass, runtime, call.data["device"], call.data["home"], actor)
    return None


async def _import_register(hass: HomeAssistant, runtime: Runtime, actor: str, call: ServiceCall) -> ServiceResponse:
    path = Path(hass.config.path(call.data["file"]))
    sheet = await hass.async_add_executor_job(_read_sheet, hass, path)
    report = await runtime.register.import_sheet(sheet, dry_run=call.data["dry_run"], by=actor)
    return report.as_dict()


def _read_sheet(hass: HomeAssistant, path: Path) -> str:
    """Read a sheet from a folder that Home Assistant may read; blocks."""
    try:
        resolved = path.resolve()
        if resolved.suffix.lower() != ".csv":
            # An error that quotes a heading must not become a way to read other files of the configuration.
            raise CallerError("file_not_csv", file=path.name)
        inside = resolved.is_relative_to(Path(hass.config.config_dir).resolve())
        if not inside and not hass.config.is_allowed_path(str(resolved)):
            raise CallerError("file_not_allowed", file=path.name)
        if resolved.stat().st_size > _LARGEST_SHEET:
            raise CallerError("file_too_large", file=path.name)
        return resolved.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CallerError("file_not_utf8", file=path.name) from error
    except (OSError, ValueError) as error:
        # ValueError: no path has a zero character in it.
        raise CallerError("file_unreadable", file=path.name) from error


async def _place(runtime: Runtime, data: dict[str, Any]) -> Place:
    if (home := data.get("home")) is not None:
        place = await runtime.place_of_home(home)
        if place is None:
            raise CallerError("home_unknown", home=home)
        return place
    if (building := data.get("building")) is not None:
        if building not in runtime.buildings:
            raise CallerError("building_unknown", building=building)
        return Place(building=building)
    if (device_id := data.get("device")) is not None:
        device = runtime.supervision.find(device_id)
        return device.place if device is not None else NOWHERE
    return NOWHERE


_ACTIONS: Final[dict[str, tuple[Handler, dict[Any, Any], SupportsResponse]]] = {
    "open_incident": (
        _open_incident,
        {
            vol.Required("kind"): vol.In([kind.value for kind in Kind]),
            vol.Optional("severity"): vol.In([severity.value for severity in Severity]),
            vol.Optional("building"): _ID,
            vol.Optional("home"): _ID,
            vol.Optional("device"): _ID,
            vol.Optional("text"): _TEXT,
        },
        SupportsResponse.OPTIONAL,
    ),
    "acknowledge_incident": (_acknowledge, {vol.Required("incident_id"): _ID}, SupportsResponse.NONE),
    "resolve_incident": (
        _resolve,
        {
            vol.Required("incident_id"): _ID,
            vol.Required("resolution"): vol.In([resolution.value for resolution in Resolution]),
            vol.Optional("note"): _TEXT,
        },
        SupportsResponse.NONE,
    ),
    "dispatch": (
        _dispatch,
        {
            vol.Required("incident_id"): _ID,
            vol.Required("to"): vol.All(cv.ensure_list, [vol.In([group.value for group in Audience])]),
            vol.Optional("message"): _TEXT,
            vol.Optional("step"): vol.All(vol.Coerce(int), vol.Range(min=1, max=LAST_LEVEL)),
        },
        SupportsResponse.OPTIONAL,
    ),
    "announce": (
        _announce,
        {
            vol.Required(ATTR_ENTITY_ID): cv.entity_ids,
            vol.Required("message"): _TEXT,
            vol.Optional("language"): vol.All(cv.string, vol.Length(max=20)),
        },
        SupportsResponse.NONE,
    ),
    "install_blueprints": (_install_blueprints, {}, SupportsResponse.OPTIONAL),
    "assign_device": (
        _assign_device,
        {vol.Required("device"): vol.All(cv.string, vol.Length(min=1, max=255)), vol.Required("home"): _ID},
        SupportsResponse.NONE,
    ),
    "import_register": (
        _import_register,
        {vol.Required("file"): cv.string, vol.Optional("dry_run", default=False): cv.boolean},
        SupportsResponse.OPTIONAL,
    ),
}
