"""The calibration page and what it asks for. Who may ask is decided by the application that these routes are added to.

Routes named in OPEN_ROUTES serve the page itself, which holds no data; all others need the application's login.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Final, Protocol

from aiohttp import web

from .calibration import RefusedError, Solution, solve
from .calibration_store import CalibrationStore, Saved
from .checked import UnreadableError
from .drift import Drift
from .drifting import reference_of
from .marks import Marks, marks_from_dict
from .optics import Facade

OPEN_ROUTES: Final = frozenset({"calibrate", "calibrate-part"})
_LONGEST_BODY: Final = 256 * 1024
_TYPES: Final = {"css": "text/css", "js": "text/javascript", "html": "text/html", "svg": "image/svg+xml"}
_PARTS: Final = frozenset(
    {"calibrate.css", "calibrate.js", "form.js", "grid.js", "icon.svg", "marking.js", "stage.js", "words.js"}
)
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_LOG: Final = logging.getLogger(__name__)

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Cameras(Protocol):
    """What the page needs of the cameras."""

    def knows(self, camera: str) -> bool:
        """Tell whether there is such a camera."""
        ...

    async def picture(self, camera: str) -> bytes | None:
        """Return its picture now, a JPEG at full size; None while there is none."""
        ...

    def drift(self, camera: str) -> Drift | None:
        """Return what the last check against the calibration's picture found."""
        ...

    async def calibrated(self, camera: str, facade: Facade) -> None:
        """Take up the facade that was saved just now."""
        ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class CalibrationPages:
    """The page's routes over the cameras and the store; `now` gives the time in UTC."""

    cameras: Cameras
    store: CalibrationStore
    now: Callable[[], datetime] = _utc_now

    def routes(self) -> list[web.RouteDef]:
        """Return the routes to add to an application."""
        return [
            web.get("/cameras/{camera}/calibrate", self._page, name="calibrate"),
            web.get("/pages/{part}", self._part, name="calibrate-part"),
            web.get("/cameras/{camera}/picture.jpg", self._picture, name="calibrate-picture"),
            web.get("/cameras/{camera}/calibration", self._get, name="calibration"),
            web.put("/cameras/{camera}/calibration", self._put),
            web.post("/cameras/{camera}/calibration/preview", self._preview, name="calibration-preview"),
        ]

    async def _page(self, request: web.Request) -> web.Response:
        self._camera(request)
        return _page_part("calibrate.html")

    async def _part(self, request: web.Request) -> web.Response:
        part = request.match_info["part"]
        if part not in _PARTS:
            raise web.HTTPNotFound
        return _page_part(part)

    async def _picture(self, request: web.Request) -> web.Response:
        picture = await self.cameras.picture(self._camera(request))
        if picture is None:
            return _answer({"reason": "no_picture"}, 503)
        return web.Response(body=picture, content_type="image/jpeg", headers={**_HEADERS, "Cache-Control": "no-store"})

    async def _get(self, request: web.Request) -> web.Response:
        camera = self._camera(request)
        try:
            saved = await asyncio.to_thread(self.store.load, camera)
        except UnreadableError as error:
            # The page begins anew; what is damaged stays until it is written over.
            _LOG.warning("The calibration of %s cannot be read: %s", camera, error)
            return _answer({"camera": camera, "saved": None, "damaged": True, "drift": None})
        return _answer({"camera": camera, "saved": _saved(saved), "damaged": False, "drift": self._drift(camera)})

    async def _preview(self, request: web.Request) -> web.Response:
        self._camera(request)
        marks = await _marks(request)
        try:
            return _answer(_shown(await asyncio.to_thread(solve, marks)))
        except RefusedError as error:
            return _answer(_refused(error))

    async def _put(self, request: web.Request) -> web.Response:
        camera = self._camera(request)
        marks = await _marks(request)
        try:
            solution = await asyncio.to_thread(solve, marks)
        except RefusedError as error:
            return _answer(_refused(error), 422)
        picture = await self.cameras.picture(camera)
        reference = None if picture is None else await asyncio.to_thread(reference_of, picture)
        at = self.now().isoformat(timespec="seconds").replace("+00:00", "Z")
        try:
            saved = await asyncio.to_thread(self.store.save, camera, marks, solution, reference, at)
        except OSError as error:
            _LOG.error("The calibration of %s could not be written: %s", camera, error)
            return _answer({"ok": False, "reason": "not_written"}, 507)
        await self.cameras.calibrated(camera, saved.facade)
        return _answer({**_shown(solution), "saved_at": saved.saved_at})

    def _camera(self, request: web.Request) -> str:
        camera = request.match_info["camera"]
        if not self.cameras.knows(camera):
            raise web.HTTPNotFound
        return camera

    def _drift(self, camera: str) -> dict[str, object] | None:
        drift = self.cameras.drift(camera)
        return None if drift is None else asdict(drift)


async def _marks(request: web.Request) -> Marks:
    """Read the marks of a request. Raises what answers 400 or 413 with the place and the reason."""
    if request.content_length is not None and request.content_length > _LONGEST_BODY:
        raise web.HTTPRequestEntityTooLarge(_LONGEST_BODY, request.content_length)
    if request.content_type != "application/json":
        raise _bad("body", "not_json")
    body = await request.content.read(_LONGEST_BODY + 1)
    while len(body) <= _LONGEST_BODY and (more := await request.content.read(_LONGEST_BODY + 1 - len(body))):
        body += more
    if len(body) > _LONGEST_BODY:
        raise web.HTTPRequestEntityTooLarge(_LONGEST_BODY, len(body))
    try:
        return marks_from_dict(json.loads(body))
    except UnreadableError as error:
        raise _bad(error.where, error.reason) from error
    except (ValueError, RecursionError) as error:
        raise _bad("body", "not_json") from error


def _bad(where: str, reason: str) -> web.HTTPBadRequest:
    text = json.dumps({"ok": False, "where": where, "reason": reason})
    return web.HTTPBadRequest(text=text, content_type="application/json")


def _answer(data: Mapping[str, object], status: int = 200) -> web.Response:
    return web.json_response(data, status=status, headers={**_HEADERS, "Cache-Control": "no-store"})


def _page_part(name: str) -> web.Response:
    text = files(__package__).joinpath("pages", name).read_text(encoding="utf-8")
    # No stale part beside a newer one after an update.
    headers = {**_HEADERS, "Cache-Control": "no-cache"}
    return web.Response(text=text, content_type=_TYPES[name.rpartition(".")[2]], charset="utf-8", headers=headers)


def _refused(error: RefusedError) -> dict[str, object]:
    return {"ok": False, "reason": error.reason, "plane": error.plane, "kind": error.kind, "index": error.index}


def _saved(saved: Saved | None) -> dict[str, object] | None:
    return None if saved is None else {"marks": saved.marks.as_dict(), "saved_at": saved.saved_at}


def _shown(solution: Solution) -> dict[str, object]:
    """Return what the page draws: lines in px, errors, and what turns a pixel into a home."""
    return {
        "ok": True,
        "rms_px": round(solution.rms_px, 2),
        "floor_sd": round(solution.floor_sd, 3),
        "unit_sd": round(solution.unit_sd, 3),
        "errors": [asdict(error) for error in solution.errors],
        "heights": solution.facade.floors.heights,
        "planes": [
            {
                "id": plane.id,
                "width_m": round(plane.width_m, 2),
                "homography": plane.homography.tolist(),
                "inverse": plane.inverse.tolist(),
                "edges": [0.0, *(unit.u1 for unit in solution.facade.units if unit.plane == plane.id)],
            }
            for plane in solution.facade.planes
        ],
    }
