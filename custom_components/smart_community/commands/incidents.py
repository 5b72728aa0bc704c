"""`incidents/…`: the open incidents as they change, and what a person does about them."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

import probatio as vol
from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..access import loaded_runtime
from ..const import SIGNAL_INCIDENT
from ..core.incident import Change, Incident, Resolution, State
from ..core.people import Role
from ..core.permissions import may_call_command, reads_words_of, sees_people_of
from ..core.ports import StoreError
from ..core.report import is_opened_by, without_words
from ..desks.active import UnknownIncidentError
from ..desks.response import ResponseDesk
from ..errors import CallerError
from ..incident_lookup import find_active, home_of, names_in, story_of, wire, wire_active, wire_all
from ..runtime import Runtime
from ..store import incidents as stored_incidents
from .base import MOST_ROWS, Caller, Command, caller_of

_LOGGER = logging.getLogger(__name__)

_ID: Final = vol.All(str, vol.Length(min=1, max=64))
_TEXT: Final = vol.All(cv.string, vol.Length(min=1))
_LONGEST_TEXT: Final = 1000  # characters
_INCIDENT: Final = {vol.Required("incident_id"): _ID}
# What `state` may also be: everything that is not resolved.
_ACTIVE: Final = "active"


async def _subscribe(hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> None:
    connection, message_id = caller.connection, message["id"]

    @callback
    def incident_changed(change: Change, incident: Incident) -> None:
        # The role is asked for each message: it may have been taken away since.
        now = loaded_runtime(hass)
        if now is None or not may_call_command("incidents/subscribe", roles := caller_of(connection, now).roles):
            return
        readable = _readable(incident, roles)
        if incident.is_active:
            send(change, wire_active(now, readable))
        else:
            now.routines.run(send_ended(now, change, readable))

    def send(change: Change, shown: Mapping[str, Any]) -> None:
        event = {"type": "change", "change": change.value, "incident": shown}
        connection.send_message(websocket_api.event_message(message_id, event))

    async def send_ended(now: Runtime, change: Change, incident: Incident) -> None:
        shown = await wire(now, incident)
        if message_id in connection.subscriptions:
            send(change, shown)

    connection.subscriptions[message_id] = async_dispatcher_connect(hass, SIGNAL_INCIDENT, incident_changed)
    connection.send_result(message_id)
    incidents = [wire_active(runtime, _readable(incident, caller.roles)) for incident in by_urgency(runtime)]
    connection.send_message(websocket_api.event_message(message_id, {"type": "snapshot", "incidents": incidents}))


def _readable(incident: Incident, roles: AbstractSet[Role]) -> Incident:
    """Return the incident as someone with these roles reads it: perhaps without what staff have written."""
    return incident if reads_words_of(roles, is_active=incident.is_active) else without_words(incident)


async def _list(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    wanted = message.get("state")
    if wanted == _ACTIVE:
        active = [_readable(incident, caller.roles) for incident in by_urgency(runtime)]
        return {"incidents": [wire_active(runtime, incident) for incident in active]}
    found = await runtime.database.read(
        lambda connection: stored_incidents.page(
            connection,
            runtime.database.vault,
            state=State(wanted) if wanted else None,
            before=message.get("before"),
            limit=message["limit"],
        )
    )
    # Memory is ahead of the disk while the store fails.
    newest = [runtime.response.active.get(incident.id, incident) for incident in found]
    # What was written into one that has ended is read one by one, by incidents/get, which is in the journal.
    shown = [_readable(one, caller.roles) if one.is_active else without_words(one) for one in newest]
    return {"incidents": await wire_all(runtime, shown)}


async def _get(hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    incident = await runtime.find_incident(message["incident_id"])
    if incident is None:
        raise UnknownIncidentError(message["incident_id"])
    readable = _readable(incident, caller.roles)
    if not incident.is_active and readable != without_words(incident):
        await runtime.note(caller.user_id, "incident_words_viewed", incident.id)
    shown = await wire(runtime, readable)
    answer: dict[str, Any] = {"incident": shown, "story": await story_of(runtime, readable)}
    home = incident.place.home
    is_own = is_opened_by(incident, caller.user_id)
    if home is not None and sees_people_of(caller.roles, is_active=incident.is_active, is_own=is_own):
        await runtime.note(caller.user_id, "home_viewed", home, incident=incident.id)
        try:
            answer["home"] = await home_of(runtime, home)
        except StoreError as error:
            # The register cannot be read, which is a repair issue; what is known of the incident is shown all the same.
            _LOGGER.debug("An incident is shown without its home: %s", error)
            answer["home"] = None
    answer["people"] = await names_in(hass, shown, answer.get("home"))
    return answer


def by_urgency(runtime: Runtime) -> list[Incident]:
    """Return the active incidents, most urgent first: not yet acknowledged, severity, then the oldest."""
    order = {"critical": 0, "high": 1, "normal": 2}
    return sorted(
        runtime.response.active.values(),
        key=lambda incident: (incident.state is not State.OPEN, order[incident.severity], incident.opened_at),
    )


type Step = Callable[[ResponseDesk, str, str], Awaitable[Incident]]


def _step(name: str, do: Step) -> Command:
    async def handle(
        _hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]
    ) -> Mapping[str, Any]:
        await find_active(runtime, message["incident_id"])
        incident = await do(runtime.response, message["incident_id"], caller.user_id)
        return {"incident": await wire(runtime, incident), "owner": incident.acknowledged_by == caller.user_id}

    return Command(f"incidents/{name}", _INCIDENT, handle)


async def _resolve(
    _hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]
) -> Mapping[str, Any]:
    incident_id = message["incident_id"]
    await find_active(runtime, incident_id)
    note = _checked(message.get("note", "")) or None
    incident = await runtime.response.resolve(incident_id, caller.user_id, Resolution(message["resolution"]), note)
    return {"incident": await wire(runtime, incident)}


async def _note(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    await find_active(runtime, message["incident_id"])
    incident = await runtime.response.note(message["incident_id"], caller.user_id, _checked(message["text"]))
    return {"incident": await wire(runtime, incident)}


def _checked(text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise CallerError("text_too_long", limit=str(_LONGEST_TEXT))
    return text


# Secret: Home Assistant logs the value that a schema refuses, and here it may tell of a person.
COMMANDS: Final = (
    Command("incidents/subscribe", {}, _subscribe),
    Command(
        "incidents/list",
        {
            vol.Optional("state"): vol.In([_ACTIVE, *(state.value for state in State)]),
            vol.Optional("limit", default=50): vol.All(int, vol.Range(min=1, max=MOST_ROWS)),
            vol.Optional("before"): vol.All(int, vol.Range(min=1)),
        },
        _list,
    ),
    Command("incidents/get", _INCIDENT, _get),
    _step("acknowledge", ResponseDesk.acknowledge),
    _step("take_over", ResponseDesk.take_over),
    _step("en_route", ResponseDesk.en_route),
    _step("on_site", ResponseDesk.on_site),
    Command(
        "incidents/resolve",
        {
            **_INCIDENT,
            vol.Required("resolution"): vol.In([resolution.value for resolution in Resolution]),
            vol.Optional(vol.Secret("note")): cv.string,
        },
        _resolve,
    ),
    Command("incidents/note", {**_INCIDENT, vol.Required(vol.Secret("text")): _TEXT}, _note),
)
