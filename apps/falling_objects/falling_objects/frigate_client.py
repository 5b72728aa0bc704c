"""Calls to Frigate's REST interface: the login, kept fresh, and the four calls that a fall needs.

Port 8971 asks for a login, port 5000 does not. A bearer token is never refreshed by Frigate: we log in again before its
end, and once after a 401.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

import aiohttp
from yarl import URL

from .settings import FrigateSettings

LABEL: Final = "falling_object"
PATIENCE: Final = 10.0  # seconds for a whole call
LARGEST: Final = 4 * 1024 * 1024  # bytes of an answer
LONGEST_SUB_LABEL: Final = 100
_COOKIE: Final = "frigate_token"
_SPARE: Final = 300.0  # seconds before its end a token is not used any more, and a tenth of a short one's life
_LIFE_UNKNOWN: Final = 3600.0
_OK, _REDIRECT, _UNAUTHORIZED, _NOT_FOUND = 200, 300, 401, 404


class FrigateProblem(StrEnum):
    """Why a call failed. `unknown`: it may have been done all the same."""

    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"
    LOGIN_REFUSED = "login_refused"
    REFUSED = "refused"
    NOT_FOUND = "not_found"
    MALFORMED = "malformed"


class FrigateError(Exception):
    """A call did not do what it was for. `detail`: the status and Frigate's own words, for the log."""

    def __init__(self, problem: FrigateProblem, detail: str = "") -> None:
        """Keep why."""
        super().__init__(f"{problem.value} {detail}".strip())
        self.problem = problem
        self.detail = detail


class FrigateClient:
    """One Frigate. `session` keeps no cookies and is closed by whoever made it; `now` gives UTC seconds."""

    def __init__(self, session: aiohttp.ClientSession, settings: FrigateSettings, now: Callable[[], float]) -> None:
        """Prepare; nothing is sent before the first call."""
        self._session, self._settings, self._now = session, settings, now
        self._token: str | None = None
        self._good_until = 0.0

    async def create(self, camera: str, sub_label: str, score: float, box: list[float] | None, pre_roll: int) -> str:
        """Open an event that we shall end; return its id.

        `box`: x, y, width, height as shares of the picture. `pre_roll`: whole seconds that it begins before now; a
        Frigate older than 0.18 takes the cameras' own `pre_capture`. Raises FrigateError.
        """
        draw = {} if box is None else {"boxes": [{"box": box, "score": round(score * 100)}]}
        body = {
            "sub_label": sub_label[:LONGEST_SUB_LABEL],
            "score": score,
            "duration": None,
            "include_recording": True,
            "draw": draw,
            "pre_capture": pre_roll,
        }
        answer = await self._call("POST", f"/events/{_part(camera)}/{LABEL}/create", body)
        event_id = answer.get("event_id") if isinstance(answer, Mapping) else None
        if not isinstance(event_id, str) or not event_id:
            raise FrigateError(FrigateProblem.MALFORMED, "no event_id")
        return event_id

    async def end(self, event_id: str, at: float) -> None:
        """End an event at a time, UTC seconds. Raises FrigateError (not_found: it is gone)."""
        await self._call("PUT", f"/events/{_part(event_id)}/end", {"end_time": at})

    async def ours(self, camera: str, after: float) -> list[tuple[str, float, str]]:
        """Return id, start (UTC seconds) and sub label of the falling objects of a camera since `after`."""
        query: dict[str, str | float] = {"cameras": camera, "labels": LABEL, "after": after, "limit": 50}
        answer = await self._call("GET", "/events", params=query)
        if not isinstance(answer, list):
            raise FrigateError(FrigateProblem.MALFORMED, "no list of events")
        found = []
        for row in answer:
            if isinstance(row, Mapping) and isinstance(row.get("id"), str):
                start, label = row.get("start_time"), row.get("sub_label")
                at = float(start) if isinstance(start, int | float) else 0.0
                found.append((str(row["id"]), at, label if isinstance(label, str) else ""))
        return found

    async def export(self, camera: str, start: float, end: float, name: str) -> None:
        """Have Frigate keep its recording of a time, UTC seconds. Raises FrigateError."""
        path = f"/export/{_part(camera)}/start/{start:.3f}/end/{end:.3f}"
        await self._call("POST", path, {"playback": "realtime", "source": "recordings", "name": name})

    async def _call(
        self, method: str, path: str, body: object = None, params: Mapping[str, str | float] | None = None
    ) -> object:
        for again in (False, True):
            headers = await self._headers()
            status, content = await self._send(method, path, body, params, headers)
            if status == _UNAUTHORIZED and self._settings.username is not None and not again:
                self._token = None
                continue
            return _judged(status, content)
        raise FrigateError(FrigateProblem.LOGIN_REFUSED)

    async def _send(
        self,
        method: str,
        path: str,
        body: object,
        params: Mapping[str, str | float] | None,
        headers: Mapping[str, str],
    ) -> tuple[int, bytes]:
        try:
            async with self._session.request(
                method,
                URL(f"{self._settings.url}/api{path}", encoded=True),
                json=body,
                params=params,
                headers=headers,
                ssl=self._settings.verify,
                timeout=aiohttp.ClientTimeout(total=PATIENCE, connect=PATIENCE / 2),
                # A login is not carried to wherever somebody points us.
                allow_redirects=False,
            ) as response:
                return response.status, await _whole(response.content)
        except aiohttp.ClientConnectorError as error:
            raise FrigateError(FrigateProblem.UNREACHABLE, type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise FrigateError(FrigateProblem.UNKNOWN, type(error).__name__) from error

    async def _headers(self) -> dict[str, str]:
        if self._settings.username is None:
            return {"X-Cache-Bypass": "1"}
        if self._token is None or self._now() >= self._good_until:
            await self._log_in()
        return {"X-Cache-Bypass": "1", "Authorization": f"Bearer {self._token}"}

    async def _log_in(self) -> None:
        login = {"user": self._settings.username, "password": self._settings.password}
        try:
            async with self._session.post(
                URL(f"{self._settings.url}/api/login", encoded=True),
                json=login,
                ssl=self._settings.verify,
                timeout=aiohttp.ClientTimeout(total=PATIENCE),
                allow_redirects=False,
            ) as response:
                if response.status != _OK or (cookie := response.cookies.get(_COOKIE)) is None:
                    raise FrigateError(FrigateProblem.LOGIN_REFUSED, f"{response.status}")
                self._token = cookie.value
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise FrigateError(FrigateProblem.UNREACHABLE, type(error).__name__) from error
        self._good_until = self._now() + _life(self._token, self._now())


async def _whole(content: aiohttp.StreamReader) -> bytes:
    """Return an answer's body, of one that is too large the begin: one read gives only what has come so far."""
    parts = b""
    while len(parts) < LARGEST and (part := await content.read(LARGEST - len(parts))):
        parts += part
    return parts


def _judged(status: int, content: bytes) -> object:
    """Return what a good answer says. Raises FrigateError for any other."""
    if status == _NOT_FOUND:
        raise FrigateError(FrigateProblem.NOT_FOUND, _words(content))
    if status == _UNAUTHORIZED:
        raise FrigateError(FrigateProblem.LOGIN_REFUSED)
    if status >= _REDIRECT:
        raise FrigateError(FrigateProblem.REFUSED, f"{status} {_words(content)}")
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FrigateError(FrigateProblem.MALFORMED) from error
    # Some refusals come with a 200.
    if isinstance(answer, Mapping) and answer.get("success") is False:
        raise FrigateError(FrigateProblem.REFUSED, _words(content))
    return answer


def _words(content: bytes) -> str:
    """Return Frigate's own words for an error, which come in three shapes."""
    try:
        answer = json.loads(content)
    except ValueError, RecursionError:
        return ""
    if isinstance(answer, Mapping):
        answer = answer.get("message") or answer.get("detail") or ""
    return str(answer)[:200]


def _life(token: str, now: float) -> float:
    """Return for how many seconds a token may be used, by its own claim."""
    try:
        part = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        life = float(claims["exp"]) - now
    except IndexError, KeyError, TypeError, ValueError, binascii.Error:
        return _LIFE_UNKNOWN
    return max(0.0, life - min(_SPARE, life / 10))


def _part(text: str) -> str:
    """Return a text as one part of a path."""
    return URL.build(path=f"/{text.replace('/', '_')}").raw_path.removeprefix("/")
