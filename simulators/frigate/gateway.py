"""The gateway in front: who may come in, the cache, `/ws`, and the files of exports."""

import asyncio
import contextlib
import json
from functools import partial
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web
from aiohttp.typedefs import Handler, Middleware

from .answers import LARGEST_BODY, VISITOR, Answer, Cache, detail, failure, gateway_page
from .auth import ANONYMOUS, COOKIE, Visitor
from .publishing import Listening
from .system_routes import not_authorized

if TYPE_CHECKING:
    from .server import SimulatedFrigate

OPEN_PATHS = ("/api/login", "/api/logout")
HEARTBEAT = 30


def application(frigate: SimulatedFrigate, *, guarded: bool) -> web.Application:
    """Return what answers on one port; `guarded`: it asks for a login."""
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[_door(frigate, guarded=guarded)])
    cache = Cache()
    for answer in frigate.answers():
        app.router.add_route(answer.method, f"/api{answer.path}", _served(answer, cache))
    app.router.add_get("/ws", partial(_listen_in, frigate))
    app.router.add_get("/exports/{file}", partial(_export_file, frigate))
    return app


def _door(frigate: SimulatedFrigate, *, guarded: bool) -> Middleware:
    @web.middleware
    async def door(request: web.Request, handler: Handler) -> web.StreamResponse:
        visitor: Visitor | None = ANONYMOUS
        if guarded:
            visitor = frigate.doors.whose(_token(request))
            if visitor is None and request.path not in OPEN_PATHS:
                return gateway_page(401, "Authorization Required")
        request[VISITOR] = visitor or Visitor("", "viewer", ())
        camera = request.match_info.get("camera_name")
        if camera in frigate.watcher.eyes and not request[VISITOR].sees(camera):
            allowed = list(request[VISITOR].cameras or ())
            return detail(f"Access denied to camera '{camera}'. Allowed: {allowed}", 403)
        try:
            return await handler(request)
        except web.HTTPNotFound:
            return detail("Not Found", 404)
        except web.HTTPMethodNotAllowed:
            return detail("Method Not Allowed", 405)
        except web.HTTPRequestEntityTooLarge:
            return gateway_page(413, "Request Entity Too Large")

    return door


def _served(answer: Answer, cache: Cache) -> Handler:
    async def serve(request: web.Request) -> web.StreamResponse:
        visitor = request[VISITOR]
        if answer.admin and not visitor.admin:
            return not_authorized(visitor.role)
        return await cache.answer(request, visitor, answer.handler)

    return serve


async def _listen_in(frigate: SimulatedFrigate, request: web.Request) -> web.StreamResponse:
    """Serve `/ws`: everything that is published, and what is set from there."""
    ws = web.WebSocketResponse(heartbeat=HEARTBEAT)
    await ws.prepare(request)
    listening = Listening(ws, request[VISITOR].cameras)
    frigate.publisher.listening.append(listening)
    sending = asyncio.create_task(_send(listening))
    try:
        async for message in ws:
            if message.type is WSMsgType.TEXT:
                _heard(frigate, listening, request[VISITOR], message.data)
    finally:
        frigate.publisher.listening.remove(listening)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
    return ws


def _heard(frigate: SimulatedFrigate, listening: Listening, visitor: Visitor, text: str) -> None:
    try:
        message = json.loads(text)
        topic, payload = str(message["topic"]), message.get("payload", message.get("message", ""))
    except ValueError, KeyError, TypeError:
        return
    if topic == "onConnect":
        activity = {name: {"motion": eye.motion_at is not None} for name, eye in frigate.watcher.eyes.items()}
        hello = {"topic": "camera_activity", "payload": json.dumps(activity)}
        listening.waiting.put_nowait(json.dumps(hello))
    elif visitor.admin:
        frigate.command(topic, str(payload))


async def _send(listening: Listening) -> None:
    with contextlib.suppress(ConnectionError):
        while True:
            await listening.socket.send_str(await listening.waiting.get())


async def _export_file(frigate: SimulatedFrigate, request: web.Request) -> web.StreamResponse:
    export_id = request.match_info["file"].removesuffix(".mp4")
    export = frigate.records.exports.get(export_id)
    if export is None or export["in_progress"]:
        return failure("Export not found", 404)
    return web.Response(body=frigate.shelf.get(("export", export_id), bytes), content_type="video/mp4")


def _token(request: web.Request) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token
    return request.cookies.get(COOKIE)
