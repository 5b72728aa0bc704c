"""What every answer of the simulated Frigate is made of: the table of routes, roles, errors, and the cache in front.

Errors come in three shapes, as Frigate's do: an object with `success` and `message`, an object with `detail`, and a
bare JSON text.
"""

import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from aiohttp import web

from .auth import Visitor
from .site import Version

CACHED_FOR = 5.0
# nginx refuses more.
LARGEST_BODY = 20 * 1024 * 1024
NOT_CACHED = ("/api/stats", "/api/version", "/api/login", "/api/logout", "/api/vod")
VISITOR = web.RequestKey("visitor", Visitor)

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Answer:
    """One route by its path in the OpenAPI document; `admin`: only that role may; `versions`: where it exists."""

    method: str
    path: str
    handler: Handler
    admin: bool = False
    versions: tuple[Version, ...] = tuple(Version)


def told(content: object, status: int = 200) -> web.Response:
    """Answer with JSON."""
    return web.json_response(content, status=status)


def success(message: str, **more: object) -> web.Response:
    """Answer that it was done."""
    return told({"success": True, "message": message, **more})


def failure(message: str, status: int) -> web.Response:
    """Answer that it was not done, in the shape of most of Frigate's answers."""
    return told({"success": False, "message": message}, status)


def detail(message: object, status: int) -> web.Response:
    """Answer that it was not done, in the shape of Frigate's framework."""
    return told({"detail": message}, status)


def invalid(place: tuple[str, ...], message: str, kind: str = "value_error") -> web.Response:
    """Answer that a field is wrong."""
    return detail([{"loc": list(place), "msg": message, "type": kind}], 422)


def gateway_page(status: int, reason: str) -> web.Response:
    """Answer as the gateway in front does when Frigate itself never heard of the request."""
    line = f"{status} {reason}"
    page = (
        f"<html>\r\n<head><title>{line}</title></head>\r\n<body>\r\n<center><h1>{line}</h1></center>\r\n"
        "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    )
    return web.Response(text=page, status=status, content_type="text/html")


async def body_of(request: web.Request) -> dict[str, object]:
    """Return the JSON object that was sent, empty if nothing was. Raises web.HTTPUnprocessableEntity."""
    text = await request.text()
    if not text.strip():
        return {}
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        problem = [{"loc": ["body"], "msg": "Input should be a valid dictionary", "type": "dict_type"}]
        raise web.HTTPUnprocessableEntity(text=json.dumps({"detail": problem}), content_type="application/json")
    return body


@dataclass(slots=True)
class Cached:
    """One answer that is given again until it is too old; `at` is monotonic."""

    at: float
    body: bytes
    content_type: str


@dataclass(slots=True)
class Cache:
    """The gateway's cache of JSON answers, each kept 5 s for each user."""

    now: Callable[[], float] = time.monotonic
    answers: dict[tuple[str, str], Cached] = field(default_factory=dict)

    async def answer(self, request: web.Request, visitor: Visitor, handler: Handler) -> web.StreamResponse:
        """Answer from the cache if it has it and nobody asks to go round it (`X-Cache-Bypass`)."""
        if request.method != "GET" or request.path.startswith(NOT_CACHED):
            return await handler(request)
        key = (visitor.name, request.path_qs)
        bypass = request.headers.get("X-Cache-Bypass", "0") not in ("", "0")
        known = self.answers.get(key)
        if known is not None and not bypass and self.now() - known.at < CACHED_FOR:
            headers = {"X-Cache-Status": "HIT"}
            return web.Response(body=known.body, content_type=known.content_type, headers=headers)
        response = await handler(request)
        if not isinstance(response, web.Response) or response.status != HTTPStatus.OK:
            return response
        if response.content_type == "application/json" and isinstance(response.body, bytes):
            self.answers[key] = Cached(self.now(), response.body, response.content_type)
            response.headers["X-Cache-Status"] = "BYPASS" if bypass else "MISS"
        return response


def visitor_of(request: web.Request) -> Visitor:
    """Return who asks."""
    return request[VISITOR]


def query_of(request: web.Request) -> Mapping[str, str]:
    """Return the query."""
    return request.query
