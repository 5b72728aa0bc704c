"""The companion's calibration page through our door: for technicians, and nothing of the companion's but that.

The page and its parts hold no data and ask for no login, as an ES module cannot send one. What they ask for does: a
token of its own, which comes behind the # of the page's address, is good for one account and one camera, and ends when
the account's log-in or role does.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Final, override

from aiohttp import web
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .access import loaded_runtime, roles_of
from .const import DOMAIN
from .core.permissions import may_call_command
from .links.falling_objects import LARGEST_MARKS, PAGE_PARTS, CompanionClient, CompanionError, CompanionProblem, Relayed
from .views import PRIVATE, CommunityView, RefusedError

# A calibration that nobody works on ends after this, and any after the longest, in seconds.
VALID_FOR: Final = 3600.0
_LONGEST: Final = 8 * 3600.0
_MOST: Final = 100
_URL: Final = f"/api/{DOMAIN}/facade/{{camera_id:[A-Za-z0-9_-]{{1,64}}}}"
_NAME: Final = "{name:[A-Za-z0-9_-]{1,64}}"
# What a page of ours may be: no other type goes through, so that nothing of it is ever taken for something else.
_TYPES: Final = frozenset(
    {"text/html", "text/css", "text/javascript", "image/svg+xml", "image/jpeg", "application/json"}
)
# Ours, whatever the companion asks for: what it sends runs under Home Assistant's own address.
_PAGE: Final[Mapping[str, str]] = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
}
_BEARER: Final = re.compile(r"Bearer ([A-Za-z0-9_-]{20,100})")
_STATUS: Final = {
    CompanionProblem.NOT_FOUND: HTTPStatus.NOT_FOUND,
    CompanionProblem.TIMEOUT: HTTPStatus.GATEWAY_TIMEOUT,
}
# What the page calls whatever keeps it from the companion.
_UNREACHABLE: Final = "unreachable"

type _Ask = Callable[[CompanionClient], Awaitable[Relayed]]


def page_path(camera_id: str, name: str) -> str:
    """Return the path of a camera's calibration page; `name`: what the companion calls it."""
    return f"/api/{DOMAIN}/facade/{camera_id}/cameras/{name}/calibrate"


@dataclass(frozen=True, slots=True)
class _Calibration:
    """Somebody calibrates a camera; times in seconds of the loop."""

    user_id: str
    refresh_token_id: str | None
    camera: str
    name: str
    began: float
    used: float


class Calibrations:
    """The calibrations that are under way, by token."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with none."""
        self._hass = hass
        self._by_token: dict[str, _Calibration] = {}

    def begin(self, user_id: str, refresh_token_id: str | None, camera: str, name: str) -> str:
        """Return the token with which an account calibrates a camera."""
        now = asyncio.get_running_loop().time()
        self._by_token = {token: one for token, one in self._by_token.items() if _is_valid(one, now)}
        while len(self._by_token) >= _MOST:
            del self._by_token[next(iter(self._by_token))]
        token = token_urlsafe(32)
        self._by_token[token] = _Calibration(user_id, refresh_token_id, camera, name, now, now)
        return token

    async def account(self, request: web.Request, camera: str, name: str) -> str | None:
        """Return who calibrates a camera with this request, None if nobody who may."""
        given = _BEARER.fullmatch(request.headers.get("Authorization", ""))
        token = given.group(1) if given is not None else ""
        one, now = self._by_token.get(token), asyncio.get_running_loop().time()
        if one is None or (one.camera, one.name) != (camera, name) or not _is_valid(one, now):
            return None
        runtime = loaded_runtime(self._hass)
        user = await self._hass.auth.async_get_user(one.user_id)
        if runtime is None or user is None or not user.is_active:
            return None
        session = one.refresh_token_id
        if session is not None and self._hass.auth.async_get_refresh_token(session) is None:
            return None
        if not may_call_command("falls/calibration", roles_of(user, runtime)):
            return None
        self._by_token[token] = replace(one, used=now)
        return one.user_id


CALIBRATIONS: Final[HassKey[Calibrations]] = HassKey("smart_community_calibrations")


class _FacadeView(CommunityView):
    # Home Assistant's own log-in is a header that a page of ours cannot send; `_account` asks for ours.
    requires_auth = False

    @override
    def refusal(self, error: RefusedError) -> web.Response:
        """Return the answer, with the page's own word for it: it says what is lost and what is not."""
        said = {"code": error.code, "reason": _UNREACHABLE}
        return self.json(said, status_code=error.status, headers=dict(PRIVATE))

    async def _account(self, request: web.Request, camera_id: str, name: str) -> str:
        """Return who calibrates a camera with this request. Raises RefusedError."""
        account = await self._hass.data[CALIBRATIONS].account(request, camera_id, name)
        if account is None:
            raise RefusedError(HTTPStatus.UNAUTHORIZED, "unauthorized")
        return account

    async def _relayed(self, camera_id: str, ask: _Ask, headers: Mapping[str, str]) -> web.Response:
        """Return the companion's answer. Raises RefusedError."""
        runtime = self.runtime()
        camera, client = runtime.cameras.get(camera_id), runtime.falling.companion.client
        if camera is None or camera.companion is None or client is None:
            raise RefusedError(HTTPStatus.NOT_FOUND, "companion_missing")
        try:
            relayed = await ask(client)
        except CompanionError as error:
            status = _STATUS.get(error.code, HTTPStatus.BAD_GATEWAY)
            raise RefusedError(status, f"companion_{error.code.value}") from error
        if relayed.content_type not in _TYPES:
            raise RefusedError(HTTPStatus.BAD_GATEWAY, "companion_malformed")
        return web.Response(
            body=relayed.body,
            status=relayed.status,
            content_type=relayed.content_type,
            charset="utf-8" if relayed.content_type.startswith("text/") else None,
            headers=headers,
        )

    async def _open(self, camera_id: str, ask: _Ask) -> web.Response:
        """Answer with what holds no data."""
        try:
            return await self._relayed(camera_id, ask, _PAGE)
        except RefusedError as error:
            return self.refusal(error)

    async def _data(self, request: web.Request, camera_id: str, name: str, ask: _Ask) -> web.Response:
        """Answer with what a technician may see."""
        try:
            await self._account(request, camera_id, name)
            return await self._relayed(camera_id, ask, PRIVATE)
        except RefusedError as error:
            return self.refusal(error)


class PageView(_FacadeView):
    """The page."""

    url = f"{_URL}/cameras/{_NAME}/calibrate"
    name = f"api:{DOMAIN}:facade_calibrate"

    async def get(self, _request: web.Request, camera_id: str, name: str) -> web.Response:
        """Answer with the page, which holds no data."""
        return await self._open(camera_id, lambda client: client.page(name))


class PartView(_FacadeView):
    """A part of the page."""

    url = f"{_URL}/pages/{{part:{PAGE_PARTS.pattern}}}"
    name = f"api:{DOMAIN}:facade_part"

    async def get(self, _request: web.Request, camera_id: str, part: str) -> web.Response:
        """Answer with a part of the page, which holds no data."""
        return await self._open(camera_id, lambda client: client.page_part(part))


class PictureView(_FacadeView):
    """What the camera shows now, as the page needs it: windows are not masked."""

    url = f"{_URL}/cameras/{_NAME}/picture.jpg"
    name = f"api:{DOMAIN}:facade_picture"

    async def get(self, request: web.Request, camera_id: str, name: str) -> web.Response:
        """Answer with the picture."""
        return await self._data(request, camera_id, name, lambda client: client.camera_picture(name))


class CalibrationView(_FacadeView):
    """The marks of a camera."""

    url = f"{_URL}/cameras/{_NAME}/calibration"
    name = f"api:{DOMAIN}:facade_calibration"

    async def get(self, request: web.Request, camera_id: str, name: str) -> web.Response:
        """Answer with the marks."""
        return await self._data(request, camera_id, name, lambda client: client.calibration(name))

    async def put(self, request: web.Request, camera_id: str, name: str) -> web.Response:
        """Have the marks saved; it is in the journal."""
        try:
            account = await self._account(request, camera_id, name)
            marks = await _marks(request)
            answer = await self._relayed(camera_id, lambda client: client.calibrate(name, marks), PRIVATE)
            if answer.status == HTTPStatus.OK:
                await self.runtime().note(account, "facade_calibrated", camera_id)
        except RefusedError as error:
            return self.refusal(error)
        return answer


class PreviewView(_FacadeView):
    """What marks would make of a camera."""

    url = f"{_URL}/cameras/{_NAME}/calibration/preview"
    name = f"api:{DOMAIN}:facade_preview"

    async def post(self, request: web.Request, camera_id: str, name: str) -> web.Response:
        """Answer with the grid that the marks give."""
        try:
            await self._account(request, camera_id, name)
            marks = await _marks(request)
            return await self._relayed(camera_id, lambda client: client.preview(name, marks), PRIVATE)
        except RefusedError as error:
            return self.refusal(error)


def _is_valid(one: _Calibration, now: float) -> bool:
    return now - one.used <= VALID_FOR and now - one.began <= _LONGEST


async def _marks(request: web.Request) -> bytes:
    """Return the body of a request. Raises RefusedError if it is too large for marks."""
    body = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > LARGEST_MARKS:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")
    return bytes(body)


@callback
def async_setup_facade_views(hass: HomeAssistant) -> None:
    """Register the views, which answer whether or not the community runs."""
    for view in (PageView, PartView, PictureView, CalibrationView, PreviewView):
        hass.http.register_view(view(hass))
    hass.data[CALIBRATIONS] = Calibrations(hass)
