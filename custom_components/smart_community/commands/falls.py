"""`falls/…`: objects that fell, from where that may have been, what people say of it, and the way to calibrate."""

from collections.abc import Mapping
from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant

from ..core.fall_trace import NO_TRACE
from ..core.fall_verdict import FallVerdict, Verdict
from ..core.falling import Fall
from ..core.incident import Incident, Kind
from ..core.permissions import sees_candidates_of
from ..desks.active import UnknownIncidentError
from ..errors import CallerError
from ..facade_views import CALIBRATIONS, VALID_FOR, page_path
from ..links.falling_objects import CompanionError, CompanionProblem
from ..runtime import Runtime
from ..store import falls as stored
from ..store.vault import VaultLockedError
from .base import MOST_ROWS, Caller, Command

_ID: Final = vol.All(str, vol.Length(min=1, max=64))


async def _get(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    incident, falls = await _falls_of(runtime, caller, message["incident"])
    if not runtime.database.vault.is_open:
        # Nobody is shown a list of homes with nothing in it.
        raise VaultLockedError
    await runtime.note(caller.user_id, "fall_candidates_viewed", incident.id)
    said = await runtime.falling.verdicts.of([fall.id for fall in falls])
    settings = runtime.falling.companion.settings
    first = said.get(incident.subject or "")
    camera = runtime.cameras.get(incident.place.camera or "")
    return {
        "camera": incident.place.camera,
        "camera_name": camera.name if camera is not None else None,
        "may_keep": settings is not None and settings.keep_labelled,
        "verdict": None if first is None else first.as_dict(),
        "falls": [_whole(fall, said.get(fall.id)) for fall in falls],
    }


async def _list(_hass: HomeAssistant, runtime: Runtime, _caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    newest = sorted(runtime.falling.desk.falls.values(), key=lambda fall: fall.at, reverse=True)[: message["limit"]]
    said = await runtime.falling.verdicts.of([fall.id for fall in newest])
    subjects = sorted({fall.subject for fall in newest if fall.in_incident})
    incidents = await runtime.database.read(lambda connection: stored.incidents_of(connection, subjects))
    return {
        "falls": [
            _short(fall)
            | {
                "incident": incidents.get(fall.subject),
                "camera_name": camera.name if (camera := runtime.cameras.get(fall.camera)) is not None else None,
                "verdict": said[fall.id].verdict.value if fall.id in said else None,
            }
            for fall in newest
        ]
    }


async def _verdict(
    _hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]
) -> Mapping[str, Any]:
    incident, falls = await _falls_of(runtime, caller, message["incident"])
    wanted = message.get("fall") or incident.subject
    fall = next((one for one in falls if one.id == wanted), None)
    if fall is None:
        raise CallerError("fall_unknown")
    said = await runtime.falling.verdicts.give(
        incident.id, fall, Verdict(message["verdict"]), caller.user_id, keep=message["keep"]
    )
    return {"verdict": said.as_dict()}


async def _precision(
    _hass: HomeAssistant, runtime: Runtime, _caller: Caller, _message: dict[str, Any]
) -> Mapping[str, Any]:
    verdicts = runtime.falling.verdicts
    return {
        "weeks": [
            {"week": f"{week:%G-W%V}", "from": week.isoformat(), **figures.as_dict()}
            for week, figures in verdicts.weeks()
        ],
        "last_28_days": verdicts.last_days().as_dict(),
    }


async def _calibration(
    hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]
) -> Mapping[str, Any]:
    camera = runtime.cameras.known(message["camera"])
    client = runtime.falling.companion.client
    if client is None or camera.companion is None:
        raise CallerError("companion_missing")
    try:
        name = await client.name_of(camera.companion)
    except CompanionError as error:
        if error.code is CompanionProblem.NOT_FOUND:
            raise CallerError("companion_missing") from error
        raise CallerError("companion_silent") from error
    token = hass.data[CALIBRATIONS].begin(caller.user_id, caller.connection.refresh_token_id, camera.id, name)
    await runtime.note(caller.user_id, "facade_calibration_opened", camera.id)
    return {"url": f"{page_path(camera.id, name)}#token={token}", "valid_for": int(VALID_FOR)}


async def _falls_of(runtime: Runtime, caller: Caller, incident_id: str) -> tuple[Incident, list[Fall]]:
    """Return an incident and its falls with their traces. Raises UnknownIncidentError, CallerError, StoreError."""
    incident = await runtime.find_incident(incident_id)
    if incident is None:
        raise UnknownIncidentError(incident_id)
    if not sees_candidates_of(caller.roles, is_active=incident.is_active):
        raise CallerError("unauthorized")
    subject = incident.subject
    if incident.kind is not Kind.FALLING_OBJECT or subject is None:
        return incident, []
    vault = runtime.database.vault
    return incident, await runtime.database.read(lambda c: stored.of_subject(c, vault, subject))


def _short(fall: Fall) -> dict[str, Any]:
    return {
        "fall": fall.id,
        "camera": fall.camera,
        "at": fall.at.isoformat(),
        "phase": fall.phase.value,
        "class": fall.kind.value,
        "confidence": round(fall.confidence, 3),
    }


def _whole(fall: Fall, verdict: FallVerdict | None) -> dict[str, Any]:
    return (
        _short(fall)
        | (fall.trace or NO_TRACE).as_dict()
        | {
            "updated": fall.updated_at.isoformat(),
            "picture": fall.picture,
            "clip": fall.clip,
            "unmasked_only": fall.unmasked_only,
            "verdict": None if verdict is None else verdict.as_dict(),
        }
    )


COMMANDS: Final = (
    Command("falls/get", {vol.Required("incident"): _ID}, _get),
    Command("falls/list", {vol.Optional("limit", default=50): vol.All(int, vol.Range(min=1, max=MOST_ROWS))}, _list),
    Command(
        "falls/verdict",
        {
            vol.Required("incident"): _ID,
            vol.Required("verdict"): vol.In([verdict.value for verdict in Verdict]),
            vol.Optional("keep", default=False): bool,
            vol.Optional("fall"): _ID,
        },
        _verdict,
    ),
    Command("falls/precision", {}, _precision),
    Command("falls/calibration", {vol.Required("camera"): _ID}, _calibration),
)
