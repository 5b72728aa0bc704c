"""The pages and answers: the calibration of each camera, falls with their pictures and clips, the status.

A request comes with `Authorization: Bearer <token>`, or, as a Home Assistant app, from Home Assistant's own gateway,
which has checked who asks. The page for calibrating gets its token behind the # of its address.
"""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from html import escape
from pathlib import Path
from typing import Final, Protocol

from aiohttp import web
from aiohttp.typedefs import Middleware

from .outbox import StoredFall
from .settings import WebSettings
from .web_calibration import OPEN_ROUTES, CalibrationPages

# The address of the gateway of Home Assistant's apps.
INGRESS: Final = "172.30.32.2"
_ULID_LENGTH: Final = 26
_ALPHABET: Final = frozenset("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
# Whether it runs may be known to everybody.
_OPEN: Final = OPEN_ROUTES | {"health"}
_NO_STORE: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Answers(Protocol):
    """What the routes need of the house."""

    def status(self) -> Mapping[str, object]:
        """Return how everything is."""
        ...

    def fall(self, fall_id: str) -> StoredFall | None:
        """Return a fall."""
        ...

    def falls(self) -> list[StoredFall]:
        """Return the newest falls."""
        ...

    def media(self, fall_id: str, kind: str) -> Path | None:
        """Return the file of a fall's `jpg` or `mp4`; None where there is none."""
        ...


def application(settings: WebSettings, answers: Answers, pages: CalibrationPages) -> web.Application:
    """Return the application; who serves it chooses the address."""
    app = web.Application(middlewares=[_door(settings)], client_max_size=1 << 20)
    routes = _Routes(answers)
    app.add_routes(
        [
            web.get("/", routes.index),
            web.get("/health", routes.health, name="health"),
            web.get("/status", routes.status),
            web.get("/falls", routes.falls),
            web.get("/falls/{id}", routes.fall),
            web.get("/falls/{id}/picture.jpg", routes.picture),
            web.get("/falls/{id}/clip.mp4", routes.clip),
            *pages.routes(),
        ]
    )
    return app


def _door(settings: WebSettings) -> Middleware:
    """Return what lets in who may come."""

    @web.middleware
    async def door(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.match_info.route.name in _OPEN or _may(request, settings):
            return await handler(request)
        return web.json_response({"reason": "login"}, status=401, headers={"WWW-Authenticate": "Bearer", **_NO_STORE})

    return door


def _may(request: web.Request, settings: WebSettings) -> bool:
    if settings.ingress and request.remote == INGRESS:
        return True
    if not settings.token:
        return False
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(
        given.strip().encode(errors="surrogateescape"), settings.token.encode()
    )


class _Routes:
    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    async def index(self, _: web.Request) -> web.Response:
        """List the cameras: what Home Assistant's sidebar opens."""
        cameras = self._answers.status().get("cameras")
        names = list(cameras) if isinstance(cameras, Mapping) else []
        rows = "".join(f'<li><a href="cameras/{escape(name)}/calibrate">{escape(name)}</a></li>' for name in names)
        page = (
            '<!doctype html><html lang="en"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Falling objects</title>'
            f"<h1>Falling objects · 高空抛物</h1><ul>{rows}</ul></html>"
        )
        policy = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'self'", **_NO_STORE}
        return web.Response(text=page, content_type="text/html", headers=policy)

    async def health(self, _: web.Request) -> web.Response:
        return web.Response(text="ok", headers=_NO_STORE)

    async def status(self, _: web.Request) -> web.Response:
        return web.json_response(dict(self._answers.status()), headers=_NO_STORE)

    async def falls(self, _: web.Request) -> web.Response:
        return web.json_response([_told(fall) for fall in self._answers.falls()], headers=_NO_STORE)

    async def fall(self, request: web.Request) -> web.Response:
        fall = self._answers.fall(_id(request))
        if fall is None:
            raise web.HTTPNotFound
        return web.json_response(_told(fall), headers=_NO_STORE)

    async def picture(self, request: web.Request) -> web.FileResponse:
        return self._file(request, "jpg", "image/jpeg")

    async def clip(self, request: web.Request) -> web.FileResponse:
        return self._file(request, "mp4", "video/mp4")

    def _file(self, request: web.Request, kind: str, content_type: str) -> web.FileResponse:
        path = self._answers.media(_id(request), kind)
        if path is None:
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={**_NO_STORE, "Content-Type": content_type})


def _id(request: web.Request) -> str:
    """Return the id in the path; what has not an id's form is not there, and never becomes a part of a file's name."""
    fall_id = request.match_info["id"]
    if len(fall_id) != _ULID_LENGTH or not _ALPHABET.issuperset(fall_id):
        raise web.HTTPNotFound
    return fall_id


def _told(fall: StoredFall) -> dict[str, object]:
    return {
        **fall.said,
        "camera": fall.camera,
        "phase": fall.phase.value,
        "began": fall.began,
        "updated": fall.updated,
        "frigate": fall.frigate.value,
        "frigate_event": fall.frigate_event,
        "picture": fall.picture,
        "clip": fall.clip,
    }
