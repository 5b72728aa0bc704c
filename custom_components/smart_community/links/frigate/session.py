"""Calls to Frigate: the login, which is kept fresh, and what an answer means.

Port 8971 asks for a login, port 5000 does not. A bearer token is never refreshed by Frigate, so we log in again before
it ends; the cookie's own expiry is worth nothing.
"""

import asyncio
import base64
import binascii
import contextlib
import json
import ssl
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
from yarl import URL

from ...core.ports import Clock
from .answers import detail_of
from .errors import FrigateError, FrigateProblem
from .fields import json_of, mapping_of, number_of
from .model import FrigateSettings

_COOKIE: Final = "frigate_token"
_PATIENCE: Final = 10.0  # seconds for a whole call
_CONNECT_WITHIN: Final = 5.0  # seconds
_MEDIA_PATIENCE: Final = 60.0  # seconds
_AGAIN_AFTER: Final = 0.5  # seconds
# A token is not used in the last part of its life, and a tenth of a short one.
_SPARE: Final = 300.0  # seconds
# Frigate counts logins that fail, and shuts out whoever goes on.
_REFUSED_FOR: Final = 60.0  # seconds
_LIFE_UNKNOWN: Final = 3600.0  # seconds, of a token that does not say
LARGEST_JSON: Final = 16 * 1024 * 1024  # bytes
LARGEST_MEDIA: Final = 256 * 1024 * 1024  # bytes
# nginx stands in front of Frigate and answers for it while it starts.
_NOT_THERE: Final = frozenset({502, 503, 504})
# Too many that were refused are a refusal, too.
_LOGIN_REFUSED: Final = frozenset({400, 401, 403, 422, 429})
_READS: Final = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `repeats`: doing it twice does no harm, so it may be sent again if it is not known to have arrived."""

    method: str
    path: str
    params: Mapping[str, str | int | float] | None = None
    # A password, or what is said of a person.
    json: Any = field(default=None, repr=False)
    upload: bytes | None = field(default=None, repr=False)
    fresh: bool = False
    repeats: bool = False
    largest: int = LARGEST_JSON

    @property
    def may_repeat(self) -> bool:
        """Whether it may be sent again."""
        return self.repeats or self.method in _READS

    @property
    def patience(self) -> float:
        """For how long it may take, in seconds."""
        return _MEDIA_PATIENCE if self.largest > LARGEST_JSON or self.upload is not None else _PATIENCE


class FrigateSession:
    """One login to one Frigate. `connections` should keep no cookies; it is closed by whoever made it."""

    def __init__(self, connections: aiohttp.ClientSession, settings: FrigateSettings, clock: Clock) -> None:
        """Prepare; nothing is sent before the first call."""
        self._connections = connections
        self._settings = settings
        self._clock = clock
        self._base = URL(settings.url.rstrip("/"))
        self._token: str | None = None
        # Monotonic seconds.
        self._good_until = 0.0
        # Until then Frigate is not asked again for a login that it has refused; new settings are a new session.
        self._refused_until = 0.0
        self._logging_in = asyncio.Lock()
        self.logins = 0

    async def call(self, call: Call) -> bytes:
        """Return the answer's body. Raises FrigateError."""
        for attempt in range(2):
            try:
                async with self.open(call) as response:
                    return await _body_of(response, call.largest)
            except FrigateError as error:
                if error.code is not FrigateProblem.UNREACHABLE or not call.may_repeat or attempt:
                    raise
            await asyncio.sleep(_AGAIN_AFTER)
        raise FrigateError(FrigateProblem.UNREACHABLE)

    @contextlib.asynccontextmanager
    async def open(self, call: Call, *, endless: bool = False) -> AsyncIterator[aiohttp.ClientResponse]:
        """Send a call and return the good response, its body unread; `endless`: one that never ends (a live picture).

        Raises FrigateError, whatever goes wrong until the caller is done with the response.
        """
        patience = aiohttp.ClientTimeout(
            total=None if endless else call.patience, connect=_CONNECT_WITHIN, sock_read=_PATIENCE
        )
        async with _troubles():
            response = await self._send(call, patience)
            try:
                if response.status >= 400:  # noqa: PLR2004 - the first of HTTP's errors
                    raise FrigateError(_code_of(response.status), detail_of(await _body_of(response, LARGEST_JSON)))
                if response.status >= 300:  # noqa: PLR2004 - Frigate's interface sends nobody elsewhere
                    raise FrigateError(FrigateProblem.REFUSED)
                yield response
            finally:
                response.close()

    async def listen(self) -> aiohttp.ClientWebSocketResponse:
        """Open Frigate's websocket. Raises FrigateError."""
        url = self._base / "ws"
        async with _troubles():
            for attempt in range(2):
                try:
                    return await self._connections.ws_connect(
                        url.with_scheme("wss" if url.scheme == "https" else "ws"),
                        headers=await self._headers(),
                        ssl=self._tls(),
                        heartbeat=_PATIENCE,
                        max_msg_size=LARGEST_JSON,
                        timeout=aiohttp.ClientWSTimeout(ws_close=1.0),
                    )
                except aiohttp.WSServerHandshakeError as error:
                    if error.status == 401 and not attempt:  # noqa: PLR2004 - the login is over
                        self._good_until = 0.0
                        continue
                    raise FrigateError(_code_of(error.status)) from error
        raise FrigateError(FrigateProblem.LOGIN_REFUSED)

    async def log_in(self) -> None:
        """Log in anew. Raises FrigateError (login_refused)."""
        async with self._logging_in, _troubles():
            await self._log_in()

    async def _send(self, call: Call, patience: aiohttp.ClientTimeout) -> aiohttp.ClientResponse:
        headers = await self._headers()
        response = await self._request(call, headers, patience)
        if response.status == 401 and self._settings.username is not None:  # noqa: PLR2004 - the login is over
            response.close()
            await self._log_in_unless(headers.get("Authorization"))
            response = await self._request(call, await self._headers(), patience)
        return response

    async def _request(
        self, call: Call, headers: dict[str, str], patience: aiohttp.ClientTimeout
    ) -> aiohttp.ClientResponse:
        if call.fresh:
            # Answers in JSON are kept for 5 s per user otherwise.
            headers = {**headers, "X-Cache-Bypass": "1"}
        return await self._connections.request(
            call.method,
            URL(f"{self._base}/api{call.path}", encoded=True),
            params=call.params,
            json=call.json,
            data=_form(call.upload) if call.upload is not None else None,
            headers=headers,
            ssl=self._tls(),
            timeout=patience,
            # A login is not carried to wherever somebody points us.
            allow_redirects=False,
        )

    async def _headers(self) -> dict[str, str]:
        if self._settings.username is None:
            return {}
        if self._token is None or self._clock().monotonic >= self._good_until:
            async with self._logging_in:
                # Somebody else may have logged in while we waited.
                if self._token is None or self._clock().monotonic >= self._good_until:
                    await self._log_in()
        return {"Authorization": f"Bearer {self._token}"}

    async def _log_in_unless(self, refused: str | None) -> None:
        """Log in again, unless the token that was refused is not the one that we have by now."""
        async with self._logging_in:
            if f"Bearer {self._token}" == refused:
                await self._log_in()

    async def _log_in(self) -> None:
        self._token = None
        now = self._clock().monotonic
        if now < self._refused_until:
            raise FrigateError(FrigateProblem.LOGIN_REFUSED)
        call = Call("POST", "/login", json={"user": self._settings.username, "password": self._settings.password or ""})
        patience = aiohttp.ClientTimeout(total=_PATIENCE, connect=_CONNECT_WITHIN)
        response = await self._request(call, {}, patience)
        try:
            self.logins += 1
            if response.status in _LOGIN_REFUSED:
                self._refused_until = now + _REFUSED_FOR
                raise FrigateError(FrigateProblem.LOGIN_REFUSED)
            if response.status != 200:  # noqa: PLR2004 - HTTP's OK
                raise FrigateError(_code_of(response.status))
            cookie = response.cookies.get(_COOKIE)
            if cookie is None or not cookie.value.isascii() or not cookie.value:
                raise FrigateError(FrigateProblem.MALFORMED)
            self._token = cookie.value
            self._good_until = self._clock().monotonic + _life_of(cookie.value, self._clock().utc.timestamp())
        finally:
            response.close()

    def _tls(self) -> bool:
        # aiohttp's own words: True checks the certificate.
        return self._settings.verify_tls


def _life_of(token: str, now: float) -> float:
    """Return for how many seconds a token may be used, out of its claims `exp` and `iat`.

    Its life is measured by Frigate's own clock where it says when it began, so that a wrong clock on either side does
    no harm.
    """
    parts = token.split(".")
    try:
        body = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)) if len(parts) == 3 else b""  # noqa: PLR2004 - of a JWT
    except binascii.Error, ValueError:
        body = b""
    claims = mapping_of(json_of(body))
    ends = number_of(claims.get("exp"))
    if ends <= 0:
        return _LIFE_UNKNOWN
    life = ends - number_of(claims.get("iat"), now)
    return max(life - min(_SPARE, life / 10), 0.0) if life > 0 else 0.0


def _form(picture: bytes) -> aiohttp.FormData:
    form = aiohttp.FormData()
    form.add_field("file", picture, filename="picture.jpg", content_type="image/jpeg")
    return form


def _code_of(status: int) -> FrigateProblem:
    if status in _NOT_THERE:
        return FrigateProblem.UNREACHABLE
    return {
        401: FrigateProblem.LOGIN_REFUSED,
        403: FrigateProblem.FORBIDDEN,
        404: FrigateProblem.NOT_FOUND,
    }.get(status, FrigateProblem.REFUSED)


async def _body_of(response: aiohttp.ClientResponse, largest: int) -> bytes:
    body = bytearray()
    async for part in response.content.iter_any():
        body += part
        if len(body) > largest:
            raise FrigateError(FrigateProblem.MALFORMED)
    return bytes(body)


@contextlib.asynccontextmanager
async def _troubles() -> AsyncIterator[None]:
    """Turn what aiohttp raises into FrigateError; its own texts hold addresses."""
    try:
        yield
    except aiohttp.ConnectionTimeoutError as error:
        raise FrigateError(FrigateProblem.UNREACHABLE) from error
    except TimeoutError as error:
        raise FrigateError(FrigateProblem.TIMEOUT) from error
    except (aiohttp.ClientSSLError, ssl.SSLError) as error:
        raise FrigateError(FrigateProblem.TLS) from error
    except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, OSError) as error:
        raise FrigateError(FrigateProblem.UNREACHABLE) from error
    except (aiohttp.ClientError, json.JSONDecodeError, ValueError) as error:
        raise FrigateError(FrigateProblem.MALFORMED) from error
