"""The companion that watches facades, over HTTP: how it does, what it keeps of a fall, and its calibration pages.

`apps/falling_objects` is its other half. Every call raises CompanionError, and nothing else.
"""

import json
import re
import ssl
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final, Self

import aiohttp
from yarl import URL

from ..core.fall_news import FALL_ID
from ..core.falling import DEFAULT_GATE
from ..core.media import MOST_BYTES

_PATIENCE: Final = 15.0  # seconds for a call
_MEDIA_PATIENCE: Final = 60.0  # seconds
_CONNECT_WITHIN: Final = 5.0  # seconds
_LARGEST_JSON: Final = 1024 * 1024  # bytes
LARGEST_MARKS: Final = 256 * 1024  # bytes: what the companion takes of a calibration
_LARGEST_PICTURE: Final = 16 * 1024 * 1024  # bytes: 4K as JPEG
_CAMERA: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
# What the calibration page is made of: it holds no data (`pages/` of the companion).
PAGE_PARTS: Final = re.compile(r"[a-z]{1,32}\.(?:css|js|svg)")
_JPEG: Final = b"\xff\xd8\xff"
_MP4: Final = b"ftyp"


class CompanionProblem(StrEnum):
    """Why a call failed; also the end of its words in the form."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TLS = "tls"
    LOGIN_REFUSED = "login_refused"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    MALFORMED = "malformed"


class CompanionError(Exception):
    """A call failed; `code` says why."""

    def __init__(self, code: CompanionProblem) -> None:
        """Keep why; what the companion said is not kept, since it may hold anything."""
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanionSettings:
    """Where the companion answers, and what the community makes of its news.

    `gate`: a confirmed fall with less confidence tells nobody. `keep_labelled`: masked pictures of falls that somebody
    has judged may be kept as examples, if he says so.
    """

    url: str
    token: str = field(repr=False)
    verify_tls: bool = True
    gate: float = DEFAULT_GATE
    keep_labelled: bool = False

    @classmethod
    def from_stored(cls, data: Mapping[str, Any]) -> Self:
        """Return the settings of a subentry. Raises KeyError, TypeError or ValueError if they are none of ours."""
        return cls(
            url=data["url"],
            token=data["token"],
            verify_tls=bool(data.get("verify_tls", True)),
            gate=float(data.get("gate", DEFAULT_GATE)),
            keep_labelled=bool(data.get("keep_labelled", False)),
        )

    def as_stored(self) -> dict[str, Any]:
        """Return what its subentry holds."""
        return {
            "url": self.url,
            "token": self.token,
            "verify_tls": self.verify_tls,
            "gate": self.gate,
            "keep_labelled": self.keep_labelled,
        }


@dataclass(frozen=True, slots=True)
class CompanionStatus:
    """How the companion does. `cameras`: by the name that it calls each, the device that it is."""

    level: str
    cameras: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Relayed:
    """An answer that goes on to a browser: of its headers only what it is."""

    status: int
    body: bytes
    content_type: str


class CompanionClient:
    """One companion. `session` should keep no cookies; whoever made it closes it."""

    def __init__(self, session: aiohttp.ClientSession, settings: CompanionSettings) -> None:
        """Prepare; nothing is sent before the first call."""
        self._session = session
        self.settings = settings
        self._base = URL(settings.url.rstrip("/") + "/")

    async def status(self) -> CompanionStatus:
        """Return how it does; the best proof that it is one, and takes our token."""
        said = await self._object("status")
        cameras = said.get("cameras")
        if not isinstance(cameras, Mapping):
            raise CompanionError(CompanionProblem.MALFORMED)
        devices: dict[str, str] = {}
        for name, one in cameras.items():
            device = one.get("device") if isinstance(one, Mapping) else None
            if _CAMERA.fullmatch(str(name)):
                # Unless it is told otherwise, a camera is the device of its own name.
                devices[str(name)] = device if isinstance(device, str) else str(name)
        return CompanionStatus(str(said.get("level", "")), devices)

    async def name_of(self, device: str) -> str:
        """Return what it calls the camera that is a device. Raises CompanionError (not_found)."""
        status = await self.status()
        for name, one in status.cameras.items():
            if one == device:
                return name
        raise CompanionError(CompanionProblem.NOT_FOUND)

    async def fall(self, fall_id: str) -> Mapping[str, Any]:
        """Return what it keeps of a fall."""
        return await self._object(f"falls/{_fall(fall_id)}")

    async def picture(self, fall_id: str) -> bytes:
        """Return the picture of a fall with its track, windows masked (JPEG)."""
        data = await self._get(f"falls/{_fall(fall_id)}/picture.jpg", MOST_BYTES, _MEDIA_PATIENCE)
        if not data.startswith(_JPEG):
            raise CompanionError(CompanionProblem.MALFORMED)
        return data

    async def clip(self, fall_id: str) -> bytes:
        """Return the clip of a fall, windows masked (MP4)."""
        data = await self._get(f"falls/{_fall(fall_id)}/clip.mp4", MOST_BYTES, _MEDIA_PATIENCE)
        if data[4:8] != _MP4:
            raise CompanionError(CompanionProblem.MALFORMED)
        return data

    # The calibration page, and what it asks for: as they are, for a browser.

    async def page(self, camera: str) -> Relayed:
        """Return the calibration page of a camera by the name that it has there."""
        return await self._relay("GET", f"cameras/{_camera(camera)}/calibrate")

    async def page_part(self, part: str) -> Relayed:
        """Return a part of that page."""
        if not PAGE_PARTS.fullmatch(part):
            raise CompanionError(CompanionProblem.NOT_FOUND)
        return await self._relay("GET", f"pages/{part}")

    async def camera_picture(self, camera: str) -> Relayed:
        """Return what a camera shows now, unmasked: whoever calibrates has to see the edges of windows."""
        return await self._relay("GET", f"cameras/{_camera(camera)}/picture.jpg")

    async def calibration(self, camera: str) -> Relayed:
        """Return the marks of a camera."""
        return await self._relay("GET", f"cameras/{_camera(camera)}/calibration")

    async def calibrate(self, camera: str, marks: bytes) -> Relayed:
        """Have the marks of a camera saved."""
        return await self._relay("PUT", f"cameras/{_camera(camera)}/calibration", marks)

    async def preview(self, camera: str, marks: bytes) -> Relayed:
        """Return what marks would make of a camera."""
        return await self._relay("POST", f"cameras/{_camera(camera)}/calibration/preview", marks)

    async def _object(self, path: str) -> Mapping[str, Any]:
        async with _as_companion_errors(), self._call("GET", path, None, _PATIENCE) as answer:
            _check(answer.status)
            return _json(await _read(answer, _LARGEST_JSON))

    async def _get(self, path: str, largest: int, patience: float) -> bytes:
        async with _as_companion_errors(), self._call("GET", path, None, patience) as answer:
            _check(answer.status)
            return await _read(answer, largest)

    async def _relay(self, method: str, path: str, body: bytes | None = None) -> Relayed:
        async with _as_companion_errors(), self._call(method, path, body, _PATIENCE) as answer:
            if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
                # Ours to mend, not the browser's.
                raise CompanionError(CompanionProblem.LOGIN_REFUSED)
            data = await _read(answer, _LARGEST_PICTURE)
            return Relayed(answer.status, data, answer.content_type)

    def _call(
        self, method: str, path: str, body: bytes | None, patience: float
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        headers = {"Authorization": f"Bearer {self.settings.token}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        return self._session.request(
            method,
            self._base.join(URL(path)),
            data=body,
            headers=headers,
            # A redirect would carry the token elsewhere.
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=patience, sock_connect=_CONNECT_WITHIN),
        )


class _as_companion_errors:  # noqa: N801 - used as a context manager
    """Turn what the network raises into CompanionError."""

    async def __aenter__(self) -> None:
        """Begin."""

    async def __aexit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Raise what went wrong as one of ours."""
        match error:
            case None | CompanionError():
                return
            case TimeoutError():
                raise CompanionError(CompanionProblem.TIMEOUT) from error
            case aiohttp.ClientSSLError() | ssl.SSLError():
                raise CompanionError(CompanionProblem.TLS) from error
            case aiohttp.ClientError() | OSError():
                raise CompanionError(CompanionProblem.UNREACHABLE) from error


def _check(status: int) -> None:
    if status == HTTPStatus.OK:
        return
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise CompanionError(CompanionProblem.LOGIN_REFUSED)
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise CompanionError(CompanionProblem.NOT_FOUND)
    raise CompanionError(CompanionProblem.REFUSED)


async def _read(answer: aiohttp.ClientResponse, largest: int) -> bytes:
    """Return a body of at most so many bytes; more is no answer of a companion's."""
    data = bytearray()
    async for chunk in answer.content.iter_chunked(64 * 1024):
        data += chunk
        if len(data) > largest:
            raise CompanionError(CompanionProblem.MALFORMED)
    return bytes(data)


def _json(body: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise CompanionError(CompanionProblem.MALFORMED) from error
    if not isinstance(said, dict):
        raise CompanionError(CompanionProblem.MALFORMED)
    return said


def _fall(fall_id: str) -> str:
    if not FALL_ID.fullmatch(fall_id):
        raise CompanionError(CompanionProblem.NOT_FOUND)
    return fall_id


def _camera(name: str) -> str:
    if not _CAMERA.fullmatch(name):
        raise CompanionError(CompanionProblem.NOT_FOUND)
    return name
