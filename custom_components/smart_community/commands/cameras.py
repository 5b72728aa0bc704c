"""`cameras/…` and `incidents/media`: which cameras there are, a look through one, and the pictures of an incident."""

from collections.abc import Mapping
from typing import Any, Final

import probatio as vol
from homeassistant.components.http.auth import async_sign_path
from homeassistant.core import HomeAssistant

from ..const import DOMAIN
from ..core.camera import Camera
from ..core.media import Media
from ..core.permissions import sees_camera, sees_pictures_of
from ..core.report import is_opened_by
from ..desks.active import UnknownIncidentError
from ..errors import CallerError
from ..http_views import LOOKS, SIGNED_FOR, in_incident
from ..runtime import Runtime
from .base import Caller, Command

_ID: Final = vol.All(str, vol.Length(min=1, max=64))
_URL: Final = f"/api/{DOMAIN}"


async def _list(_hass: HomeAssistant, runtime: Runtime, _caller: Caller, _message: dict[str, Any]) -> Mapping[str, Any]:
    return {"cameras": [shown(runtime, camera) for camera in runtime.cameras.all]}


def shown(runtime: Runtime, camera: Camera) -> dict[str, Any]:
    """Return a camera as the wire shows it; `trouble`: why it cannot be relied on (core/sighting.py), or None."""
    health = runtime.cameras.health(camera.id)
    place: dict[str, str | None] = {**camera.place.as_dict()}
    building = camera.place.building
    if building is not None:
        place["building_name"] = runtime.directory.building_name(building)
    return {
        "id": camera.id,
        "name": camera.name,
        "purpose": camera.purpose.value,
        "place": place,
        "up": health.up,
        "trouble": None if health.reason is None else health.reason.value,
        "sign_text": camera.sign_text,
        "sign_place": camera.sign_place,
        "retention_days": camera.retention_days,
        "elevator": camera.place.elevator,
        "facade": _facade(runtime, camera),
    }


def _facade(runtime: Runtime, camera: Camera) -> Mapping[str, Any] | None:
    """Return how a camera sees its facade, None if nothing watches it; nulls while it cannot be heard."""
    if camera.companion is None:
        return None
    state = runtime.falling.desk.state(camera.id)
    self_test = None if state is None else state.self_test
    tested_at = None if state is None else state.self_test_at
    return {
        "companion": camera.companion,
        "view": None if state is None else state.view.value,
        "fps": None if state is None else state.fps,
        "lag": None if state is None else state.lag,
        "degraded": None if state is None else state.degraded.value,
        "calibrated": None if state is None else state.calibrated,
        "self_test": None if self_test is None else self_test.value,
        "self_test_at": None if tested_at is None else tested_at.isoformat(),
    }


async def _view(hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    camera_id = message["camera"]
    # Who may not look is told so whether or not there is such a camera.
    if not sees_camera(caller.roles, in_incident=in_incident(runtime, camera_id, caller.user_id)):
        raise CallerError("unauthorized")
    camera = runtime.cameras.known(camera_id)
    await hass.data[LOOKS].note(runtime, caller.user_id, camera.id, "asked", always=True)
    path = f"{_URL}/cameras/{camera.id}"
    return {
        "still": _signed(hass, caller, f"{path}/latest.jpg"),
        "live": _signed(hass, caller, f"{path}/live"),
        "valid_for": int(SIGNED_FOR.total_seconds()),
    }


async def _media(hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    incident_id = message["incident_id"]
    incident = await runtime.find_incident(incident_id)
    if incident is None:
        raise UnknownIncidentError(incident_id)
    is_own = is_opened_by(incident, caller.user_id)
    if not sees_pictures_of(caller.roles, is_active=incident.is_active, is_own=is_own):
        raise CallerError("unauthorized")
    media = await runtime.media.of(incident_id)
    return {"media": [_listed(hass, runtime, caller, one) for one in media]}


def _listed(hass: HomeAssistant, runtime: Runtime, caller: Caller, media: Media) -> dict[str, Any]:
    camera = runtime.cameras.get(media.camera or "")
    path = f"{_URL}/incidents/{media.incident}/media/{media.number}"
    return media.as_dict() | {
        "url": None if media.lost is not None else _signed(hass, caller, path),
        "name": None if camera is None else camera.name,
    }


def _signed(hass: HomeAssistant, caller: Caller, path: str) -> str:
    # With the caller's own token: the views see who looks, and a log-out closes what was signed.
    return async_sign_path(hass, path, SIGNED_FOR, refresh_token_id=caller.connection.refresh_token_id)


COMMANDS: Final = (
    Command("cameras/list", {}, _list),
    Command("cameras/view", {vol.Required("camera"): _ID}, _view),
    Command("incidents/media", {vol.Required("incident_id"): _ID}, _media),
)
