"""Routes of pictures and films, all drawn."""

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from aiohttp import web

from .answers import Answer, failure, invalid, told
from .media import THUMBNAIL_HEIGHT, encode, gif, jpeg, mp4, picture
from .picture import Shot
from .records import EventRow
from .site import FPS, Box

if TYPE_CHECKING:
    from .server import SimulatedFrigate

KINDS = {"jpg": ("JPEG", "image/jpeg"), "webp": ("WEBP", "image/webp"), "png": ("PNG", "image/png")}
NOT_FOUND = 404
# Films hold what was recorded around an event, and are never longer than this.
LONGEST_FILM = 60.0
SHORTEST_FILM = 4.0
FEED_FPS = 5


def media_answers(frigate: SimulatedFrigate) -> list[Answer]:
    """Return the routes; the feed of a camera is last, since its path fits everything."""
    routes = _Media(frigate)
    return [
        Answer("GET", "/events/{event_id}/snapshot.jpg", routes.snapshot),
        Answer("GET", "/events/{event_id}/thumbnail.{extension}", routes.thumbnail),
        Answer("GET", "/events/{event_id}/clip.mp4", routes.clip),
        Answer("GET", "/events/{event_id}/preview.gif", routes.preview),
        Answer("GET", "/{camera_name}/latest.{extension}", routes.latest),
        Answer("GET", "/{camera_name}/start/{start_ts}/end/{end_ts}/clip.mp4", routes.recording),
        Answer("GET", "/{camera_name}/recordings/{frame_time}/snapshot.{format}", routes.moment),
        Answer("GET", "/{camera_name}", routes.feed),
    ]


class _Media:
    def __init__(self, frigate: SimulatedFrigate) -> None:
        self._frigate = frigate

    async def snapshot(self, request: web.Request) -> web.StreamResponse:
        row = self._row(request)
        if row is None or row.shot is None or not row.has_snapshot:
            return failure("Event not found" if row is None else "Snapshot not available", NOT_FOUND)
        shot, box = row.shot, _box_of(row)
        height, outlined = _whole(request, "height"), request.query.get("bbox") == "1"
        crop = box if request.query.get("crop") == "1" else None

        def make() -> bytes:
            image = picture(shot, box=box if outlined else None, crop=crop, height=height)
            return encode(image, "JPEG", height=height, quality=_whole(request, "quality") or 70)

        headers = {"Cache-Control": "private, max-age=31536000" if row.end_time else "no-cache"}
        return await self._file(("snapshot", row.id, shot, height, outlined, crop), make, "image/jpeg", headers)

    async def thumbnail(self, request: web.Request) -> web.StreamResponse:
        row, extension = self._row(request), request.match_info["extension"]
        if row is None or row.shot is None:
            return told("Event not found", NOT_FOUND)
        if extension not in KINDS:
            return invalid(("path", "extension"), "Input should be 'webp', 'png', 'jpg' or 'jpeg'", "enum")
        kind, content_type = KINDS[extension]
        shot, box = row.shot, _box_of(row)

        def make() -> bytes:
            return encode(picture(shot, crop=box), kind, height=THUMBNAIL_HEIGHT)

        return await self._file(("thumbnail", row.id, shot, kind), make, content_type)

    async def clip(self, request: web.Request) -> web.StreamResponse:
        row = self._row(request)
        if row is None:
            return failure("Event not found", NOT_FOUND)
        if not row.has_clip:
            return failure("Clip not available", NOT_FOUND)
        padding = float(_whole(request, "padding") or 0)
        start, end = row.start_time - padding, (row.end_time or time.time()) + padding
        return await self._film(row.camera, start, end)

    async def preview(self, request: web.Request) -> web.StreamResponse:
        row = self._row(request)
        if row is None:
            return failure("Event not found", NOT_FOUND)
        shots = self._frigate.shots(row.camera, row.start_time, row.start_time + SHORTEST_FILM)
        return await self._file(("gif", row.id), lambda: gif(shots), "image/gif")

    async def latest(self, request: web.Request) -> web.StreamResponse:
        camera, extension = request.match_info["camera_name"], request.match_info["extension"]
        if extension not in KINDS:
            return invalid(("path", "extension"), "Input should be 'webp', 'png', 'jpg' or 'jpeg'", "enum")
        eye = self._frigate.watcher.eyes.get(camera)
        if eye is None:
            return failure("Camera not found", NOT_FOUND)
        kind, content_type = KINDS[extension]
        shot = self._frigate.shot(camera)
        height, boxed = _whole(request, "height"), request.query.get("bbox") == "1"
        tracked = [one.tracked for one in eye.cast if one.tracked is not None]
        box = tracked[0].box if boxed and tracked else None
        made = await asyncio.to_thread(lambda: encode(picture(shot, box=box, height=height), kind, height=height))
        headers = {"Cache-Control": "no-store", "X-Frame-Time": str(shot.at)}
        return web.Response(body=made, content_type=content_type, headers=headers)

    async def recording(self, request: web.Request) -> web.StreamResponse:
        camera = request.match_info["camera_name"]
        start, end = _number(request.match_info["start_ts"]), _number(request.match_info["end_ts"])
        if start is None or end is None:
            return invalid(("path", "start_ts"), "Input should be a valid number", "float_parsing")
        if camera not in self._frigate.watcher.eyes or end <= start or start > time.time():
            return failure("No recordings found for the specified time range", 400)
        return await self._film(camera, start, end)

    async def moment(self, request: web.Request) -> web.StreamResponse:
        camera, at = request.match_info["camera_name"], _number(request.match_info["frame_time"])
        extension = request.match_info["format"]
        if extension not in KINDS or at is None:
            return invalid(("path", "format"), "Input should be 'png' or 'jpg'", "enum")
        if camera not in self._frigate.watcher.eyes or at > time.time():
            return failure(f"Recording not found at {at}", NOT_FOUND)
        shot = self._frigate.shots(camera, at, at)[0]
        kind, content_type = KINDS[extension]
        height = _whole(request, "height")
        return await self._file(
            ("moment", shot, kind, height),
            lambda: encode(picture(shot, height=height), kind, height=height),
            content_type,
        )

    async def feed(self, request: web.Request) -> web.StreamResponse:
        """Send JPEG after JPEG, as `multipart/x-mixed-replace`, until the other side has gone; no length is said."""
        camera = request.match_info["camera_name"]
        if camera not in self._frigate.watcher.eyes:
            return failure("Camera not found", NOT_FOUND)
        fps = min(max(_whole(request, "fps") or 3, 1), FEED_FPS)
        height = _whole(request, "height") or 360
        response = web.StreamResponse(headers={"Content-Type": "multipart/x-mixed-replace;boundary=frame"})
        await response.prepare(request)
        with self._frigate.feeding():
            while self._frigate.up:
                shot = self._frigate.shot(camera)
                frame = await asyncio.to_thread(jpeg, shot, height=height)
                await response.write(b"--frame\r\nContent-Type: image/jpeg\r\n\r\n" + frame + b"\r\n\r\n")
                await asyncio.sleep(1 / fps)
        return response

    async def _film(self, camera: str, start: float, end: float) -> web.StreamResponse:
        end = min(max(end, start + SHORTEST_FILM), start + LONGEST_FILM)
        shots = self._frigate.shots(camera, start, end)
        return await self._file(("film", camera, round(start, 1), round(end, 1)), lambda: mp4(shots), "video/mp4")

    async def _file(
        self, name: object, make: Callable[[], bytes], content_type: str, headers: dict[str, str] | None = None
    ) -> web.Response:
        made = await asyncio.to_thread(self._frigate.shelf.get, name, make)
        return web.Response(body=made, content_type=content_type, headers=headers)

    def _row(self, request: web.Request) -> EventRow | None:
        return self._frigate.records.events.get(request.match_info["event_id"])


def film_times(start: float, end: float) -> list[float]:
    """Return the moments of a film, five a second."""
    return [start + number / FPS for number in range(max(1, round((end - start) * FPS)))]


def nearest(shots: list[Shot], at: float) -> Shot | None:
    """Return the shot that was taken then, within a frame."""
    best = min(shots, key=lambda shot: abs(shot.at - at), default=None)
    return best if best is not None and abs(best.at - at) <= 1 / FPS else None


def _box_of(row: EventRow) -> Box | None:
    if "box" not in row.data:
        return None
    left, top, width, height = row.data["box"]
    return round(left * 640), round(top * 360), round((left + width) * 640), round((top + height) * 360)


def _whole(request: web.Request, name: str) -> int | None:
    text = request.query.get(name, "")
    return int(text) if text.isdecimal() else None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
