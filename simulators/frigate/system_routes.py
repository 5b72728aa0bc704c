"""Routes about Frigate itself: who one is, version, configuration, health, restart."""

from typing import TYPE_CHECKING

from aiohttp import web

from .answers import Answer, body_of, detail, failure, gateway_page, invalid, success, told, visitor_of
from .auth import COOKIE

if TYPE_CHECKING:
    from .server import SimulatedFrigate


def system_answers(frigate: SimulatedFrigate) -> list[Answer]:
    """Return the routes."""
    return [
        Answer("GET", "/", _alive),
        Answer("GET", "/version", lambda _: _text(frigate.version.full)),
        Answer("GET", "/stats", lambda _: _told(frigate.stats())),
        Answer("GET", "/config", lambda _: _told(frigate.config())),
        Answer("PUT", "/config/set", lambda request: _set_config(frigate, request), admin=True),
        Answer("GET", "/profile", lambda request: _profile(frigate, request)),
        Answer("POST", "/login", lambda request: _login(frigate, request)),
        Answer("GET", "/logout", _logout),
        Answer("POST", "/restart", lambda _: _restart(frigate), admin=True),
        Answer("GET", "/labels", lambda request: _labels(frigate, request)),
        Answer("GET", "/sub_labels", lambda _: _sub_labels(frigate)),
        Answer("GET", "/recognized_license_plates", lambda _: _plates(frigate)),
        Answer("GET", "/go2rtc/streams", lambda _: _told(frigate.streams()), admin=True),
    ]


async def _alive(_: web.Request) -> web.Response:
    return await _text("Frigate is running. Alive and healthy!")


async def _text(text: str) -> web.Response:
    return web.Response(text=text)


async def _told(content: object) -> web.Response:
    return told(content)


async def _profile(frigate: SimulatedFrigate, request: web.Request) -> web.Response:
    visitor = visitor_of(request)
    allowed = [camera.name for camera in frigate.cameras if visitor.sees(camera.name)]
    return told({"username": visitor.name, "role": visitor.role, "allowed_cameras": allowed})


async def _login(frigate: SimulatedFrigate, request: web.Request) -> web.Response:
    body = await body_of(request)
    for name in ("user", "password"):
        if name not in body:
            return invalid(("body", name), "Field required", "missing")
    if frigate.doors.too_many():
        return gateway_page(429, "Too Many Requests")
    token = frigate.doors.log_in(body["user"], body["password"])
    if token is None:
        return told({"message": "Login failed"}, 401)
    response = web.Response(body=b"")
    # The cookie's own expiry is a moment far away from the token's: whoever believes it is wrong.
    response.set_cookie(COOKIE, token, httponly=True, expires=str(frigate.doors.session_seconds), samesite="Lax")
    return response


async def _logout(_: web.Request) -> web.Response:
    response = web.Response(status=303, headers={"Location": "/login"})
    response.del_cookie(COOKIE)
    return response


async def _restart(frigate: SimulatedFrigate) -> web.Response:
    frigate.restart_soon()
    return success("Restarting (this can take up to one minute)...")


async def _set_config(frigate: SimulatedFrigate, request: web.Request) -> web.Response:
    body = await body_of(request)
    frigate.config_changes.append({"query": dict(request.query), "body": body})
    if not request.query and not body.get("config_data"):
        return failure("No configuration data provided", 400)
    return success("Config successfully updated, restart to apply")


async def _labels(frigate: SimulatedFrigate, request: web.Request) -> web.Response:
    camera = request.query.get("camera")
    rows = frigate.records.events.values()
    return told(sorted({row.label for row in rows if camera in (None, "", row.camera)}))


async def _sub_labels(frigate: SimulatedFrigate) -> web.Response:
    rows = frigate.records.events.values()
    return told(sorted({row.sub_label for row in rows if row.sub_label is not None}))


async def _plates(frigate: SimulatedFrigate) -> web.Response:
    rows = frigate.records.events.values()
    plates = {row.data.get("recognized_license_plate") for row in rows}
    return told(sorted(str(plate) for plate in plates if plate))


def not_authorized(role: str) -> web.Response:
    """Answer that the role is not enough."""
    return detail(f"Role {role} not authorized. Required: admin", 403)
