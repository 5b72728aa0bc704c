"""Routes of faces and of exports."""

import asyncio
import time
from typing import TYPE_CHECKING

from aiohttp import web

from .answers import Answer, body_of, failure, invalid, success, told
from .site import Version

if TYPE_CHECKING:
    from .server import SimulatedFrigate

NOT_FOUND = 404
JPEG_BEGINS = b"\xff\xd8"


def library_answers(frigate: SimulatedFrigate) -> list[Answer]:
    """Return the routes."""
    faces, exports = _Faces(frigate), _Exports(frigate)
    return [
        Answer("GET", "/faces", faces.list, admin=True),
        Answer("POST", "/faces/{name}/create", faces.create, admin=True),
        Answer("POST", "/faces/{name}/register", faces.register, admin=True),
        Answer("POST", "/faces/recognize", faces.recognize, admin=True),
        Answer("POST", "/faces/{name}/delete", faces.delete, admin=True),
        Answer("GET", "/exports", exports.list),
        Answer("GET", "/exports/{export_id}", exports.get),
        Answer("POST", "/export/{camera_name}/start/{start_time}/end/{end_time}", exports.start),
        Answer("DELETE", "/export/{event_id}", exports.delete, admin=True, versions=(Version.V0_17,)),
        Answer("POST", "/exports/delete", exports.delete_many, admin=True, versions=(Version.V0_18,)),
    ]


class _Faces:
    def __init__(self, frigate: SimulatedFrigate) -> None:
        self._frigate = frigate

    async def list(self, _: web.Request) -> web.Response:
        return told(self._frigate.records.faces)

    async def create(self, request: web.Request) -> web.Response:
        self._frigate.records.faces.setdefault(request.match_info["name"], [])
        # It did, and says that it did not.
        return told({"success": False, "message": "Successfully created face folder."})

    async def register(self, request: web.Request) -> web.Response:
        picture = await _uploaded(request)
        if picture is None:
            return invalid(("body", "file"), "Field required", "missing")
        if not picture.startswith(JPEG_BEGINS):
            return failure("Failed to process image: no face was detected.", 400)
        name = request.match_info["name"]
        self._frigate.records.faces.setdefault(name, []).append(f"{name}-{time.time()}.webp")
        return success("Successfully registered face.")

    async def recognize(self, request: web.Request) -> web.Response:
        picture = await _uploaded(request)
        if picture is None:
            return invalid(("body", "file"), "Field required", "missing")
        names = sorted(name for name, files in self._frigate.records.faces.items() if files)
        if not names:
            return told({"success": False, "message": "No face was recognized."})
        return told({"success": True, "score": 0.92, "face_name": names[0]})

    async def delete(self, request: web.Request) -> web.Response:
        name, body = request.match_info["name"], await body_of(request)
        given = body.get("ids")
        if not isinstance(given, list):
            return invalid(("body", "ids"), "Field required", "missing")
        files = self._frigate.records.faces.get(name, [])
        left = [one for one in files if one not in given]
        self._frigate.records.faces[name] = left
        if not left:
            self._frigate.records.faces.pop(name)
        return success("Successfully deleted faces.")


class _Exports:
    def __init__(self, frigate: SimulatedFrigate) -> None:
        self._frigate = frigate

    async def list(self, _: web.Request) -> web.Response:
        return told(list(self._frigate.records.exports.values()))

    async def get(self, request: web.Request) -> web.Response:
        export = self._frigate.records.exports.get(request.match_info["export_id"])
        return failure("Export not found", NOT_FOUND) if export is None else told(export)

    async def start(self, request: web.Request) -> web.Response:
        camera = request.match_info["camera_name"]
        if camera not in self._frigate.watcher.eyes:
            return failure(f"{camera} is not a valid camera.", NOT_FOUND)
        try:
            start, end = float(request.match_info["start_time"]), float(request.match_info["end_time"])
        except ValueError:
            return invalid(("path", "start_time"), "Input should be a valid number", "float_parsing")
        if end <= start or start > time.time():
            return failure("No recordings found for time range", 400)
        body = await body_of(request)
        export_id = f"{camera}_{self._frigate.watcher.make_id(time.time())[-6:]}"
        video = f"/media/frigate/exports/{export_id}.mp4"
        export = {
            "id": export_id,
            "camera": camera,
            "name": body.get("name") or f"{camera} {start:.0f} {end:.0f}",
            "date": time.time(),
            "video_path": video,
            "thumb_path": f"/media/frigate/clips/export/{export_id}.webp",
            "in_progress": True,
        }
        more: dict[str, object] = {"export_id": export_id}
        if self._frigate.version is Version.V0_18:
            export["export_case_id"] = None
            more["status"] = "queued"
        self._frigate.records.exports[export_id] = export
        self._frigate.start_export(export_id, camera, start, end)
        return success("Starting export of recording.", **more)

    async def delete(self, request: web.Request) -> web.Response:
        if self._frigate.records.exports.pop(request.match_info["event_id"], None) is None:
            return failure("Export not found.", NOT_FOUND)
        return success("Successfully deleted export.")

    async def delete_many(self, request: web.Request) -> web.Response:
        ids = (await body_of(request)).get("ids")
        if not isinstance(ids, list):
            return invalid(("body", "ids"), "Field required", "missing")
        for one in ids:
            self._frigate.records.exports.pop(one, None)
        return success("Successfully deleted exports.")


async def _uploaded(request: web.Request) -> bytes | None:
    """Return the file of a form, None if there is none."""
    if not request.content_type.startswith("multipart/"):
        return None
    form = await request.post()
    file = form.get("file")
    if not isinstance(file, web.FileField):
        return None
    return await asyncio.to_thread(file.file.read)
