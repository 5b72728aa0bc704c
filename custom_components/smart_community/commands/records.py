"""`incidents/call_back`, `incidents/export` and `shift/handover/…`: what goes into the record, and what leaves."""

from collections.abc import Mapping
from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv

from ..core.handover import Handover
from ..core.incident import CallOutcome, Incident
from ..desks.active import UnknownIncidentError
from ..desks.records import HandoverPage
from ..errors import CallerError
from ..incident_export import LANGUAGES, export
from ..incident_lookup import find_active, wire
from ..runtime import Runtime
from .base import Caller, Command

_ID: Final = vol.All(str, vol.Length(min=1, max=64))
_LONGEST_NOTE: Final = 1000  # characters, as of a note in an incident
_LONGEST_HANDOVER: Final = 10_000  # characters


async def _call_back(
    _hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]
) -> Mapping[str, Any]:
    incident_id = message["incident_id"]
    await find_active(runtime, incident_id)
    note = _checked(message.get("note", ""), _LONGEST_NOTE) or None
    outcome = CallOutcome(message["outcome"])
    incident = await runtime.response.call_back(incident_id, caller.user_id, outcome, note)
    return {"incident": await wire(runtime, incident)}


async def _export(hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    incident = await runtime.find_incident(message["incident_id"])
    if incident is None:
        raise UnknownIncidentError(message["incident_id"])
    exported = await export(hass, runtime, incident, caller.user_id, caller.roles, message.get("language"))
    return {"json": exported.text, "html": exported.html, "sha256": exported.sha256}


async def _page(hass: HomeAssistant, runtime: Runtime, caller: Caller, _message: dict[str, Any]) -> Mapping[str, Any]:
    page = await runtime.records.handovers.page(caller.user_id)
    accounts = {one.acknowledged_by for one in (*page.open, *page.faults, *page.resolved)}
    accounts |= {account for one in page.handovers for account in (one.author, one.accepted_by)}
    accounts |= {account for duty in page.next_shift for account in duty.people}
    users = await hass.auth.async_get_users()
    return _as_dict(page) | {"people": {user.id: user.name for user in users if user.id in accounts and user.name}}


async def _save(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    note = _checked(message["note"], _LONGEST_HANDOVER)
    return {"handover": (await runtime.records.handovers.save(note, caller.user_id)).as_dict()}


async def _give(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    note = message.get("note")
    if note is not None:
        _checked(note, _LONGEST_HANDOVER)
    return {"handover": (await runtime.records.handovers.give(caller.user_id, note)).as_dict()}


async def _accept(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    handover, taken = await runtime.records.handovers.accept(
        message["handover_id"], caller.user_id, take_over=message["take_over"]
    )
    return {"handover": handover.as_dict(), "taken_over": [incident.id for incident in taken]}


def _as_dict(page: HandoverPage) -> dict[str, Any]:
    return {
        "since": page.since.isoformat(),
        "draft": page.draft.as_dict() if page.draft else None,
        "waiting": [_given(one, (*page.open, *page.faults)) for one in page.waiting],
        "accepted": [one.as_dict() for one in page.accepted],
        "open": [_brief(incident) for incident in page.open],
        "faults": [_brief(incident) for incident in page.faults],
        "resolved": [_brief(incident) for incident in page.resolved],
        "resolved_total": page.resolved_total,
        "next_shift": [duty.as_dict() for duty in page.next_shift],
    }


def _given(handover: Handover, active: tuple[Incident, ...]) -> dict[str, Any]:
    """Return a hand-over that waits, with the incidents that its author owns at this moment."""
    owned = [incident.id for incident in active if incident.acknowledged_by == handover.author]
    return handover.as_dict() | {"still_owned": owned}


def _brief(incident: Incident) -> dict[str, Any]:
    """Return an incident without its timeline and deliveries: a night's worth of them fits one page."""
    left_out = {"timeline", "deliveries", "media"}
    return {key: value for key, value in incident.as_dict().items() if key not in left_out}


def _checked(text: str, longest: int) -> str:
    if len(text) > longest:
        raise CallerError("text_too_long", limit=str(longest))
    return text


# Secret: Home Assistant logs the value that a schema refuses, and here it may tell of a person.
COMMANDS: Final = (
    Command(
        "incidents/call_back",
        {
            vol.Required("incident_id"): _ID,
            vol.Required("outcome"): vol.In([outcome.value for outcome in CallOutcome]),
            vol.Optional(vol.Secret("note")): cv.string,
        },
        _call_back,
    ),
    Command(
        "incidents/export",
        {vol.Required("incident_id"): _ID, vol.Optional("language"): vol.In(LANGUAGES)},
        _export,
    ),
    Command("shift/handover/get", {}, _page),
    Command("shift/handover/save", {vol.Required(vol.Secret("note")): cv.string}, _save),
    Command("shift/handover/give", {vol.Optional(vol.Secret("note")): cv.string}, _give),
    Command(
        "shift/handover/accept",
        {vol.Required("handover_id"): _ID, vol.Optional("take_over", default=False): bool},
        _accept,
    ),
)
