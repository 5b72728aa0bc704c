"""Frigate's REST interface, typed. Every call raises FrigateError, and nothing else.

What writes (manual events, sub labels, plates, attributes, faces, configuration), and the list of faces, needs a login
with the role *admin*; `profile` says which one we have. Ids, cameras and names are checked before they become a path.
"""

import re
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, Literal
from urllib.parse import quote

import aiohttp

from ...core.ports import Clock
from . import answers
from .errors import FrigateError, FrigateProblem
from .fields import json_of, mapping_of, names_of, text_of
from .mjpeg import Frames
from .model import EventRow, FaceMatch, FrigateConfig, FrigateSettings, Profile, ReviewRow, Stats
from .session import LARGEST_MEDIA, Call, FrigateSession

LARGEST_UPLOAD: Final = 20_000_000  # bytes: more is cut off by Frigate's own front
# Frigate makes a folder of it without looking; ours is an opaque id anyway.
FACE_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LONGEST: Final = 100  # characters of a sub label or a plate
_WHOLE_DAY: Final = 86_400.0


class FrigateClient:
    """One Frigate. `session` should keep no cookies; whoever made it closes it."""

    def __init__(self, session: aiohttp.ClientSession, settings: FrigateSettings, clock: Clock) -> None:
        """Prepare; nothing is sent before the first call."""
        self.session = FrigateSession(session, settings, clock)
        self._clock = clock

    # What Frigate is, and how it does.

    async def version(self) -> str:
        """Return Frigate's version ("0.17.2-…")."""
        return answers.version_of(await self._get("/version"))

    async def profile(self) -> Profile:
        """Return who we are, our role and the cameras that we may see: the best proof of a login."""
        return answers.profile_of(await self._get("/profile"))

    async def config(self) -> FrigateConfig:
        """Return the running configuration."""
        return answers.config_of(await self._get("/config"))

    async def stats(self) -> Stats:
        """Return how Frigate and its cameras do, as of now."""
        return answers.stats_of(answers.object_of(await self._get("/stats")))

    async def schema(self) -> Mapping[str, Any]:
        """Return the JSON schema of the configuration."""
        return answers.object_of(await self._get("/config/schema.json"))

    async def set_config(self, changes: Mapping[str, Any], *, restarts: bool = False, topic: str | None = None) -> None:
        """Change the configuration; `topic`: which part takes it over at once. Known plates on 0.17: at a restart."""
        body = {"config_data": dict(changes), "requires_restart": int(restarts), "update_topic": topic}
        await self._do(Call("PUT", "/config/set", json=body, repeats=True))

    # Tracked objects and reviews.

    async def events(  # noqa: PLR0913 - each is a filter of Frigate's
        self,
        *,
        cameras: Iterable[str] = (),
        labels: Iterable[str] = (),
        sub_labels: Iterable[str] = (),
        zones: Iterable[str] = (),
        after: datetime | None = None,
        before: datetime | None = None,
        limit: int = 100,
        has_clip: bool | None = None,
        in_progress: bool | None = None,
        plate: str | None = None,
    ) -> list[EventRow]:
        """Return tracked objects, newest first. What never moved is not among them, though its events are told of."""
        found = {"cameras": cameras, "labels": labels, "sub_labels": sub_labels, "zones": zones}
        params: dict[str, str | int | float] = {key: text for key, names in found.items() if (text := ",".join(names))}
        params |= _range(after, before) | {"limit": limit}
        for key, flag in (("has_clip", has_clip), ("in_progress", in_progress)):
            if flag is not None:
                params[key] = int(flag)
        if plate is not None:
            params["recognized_license_plate"] = plate
        return _rows(answers.list_of(await self._get("/events", params)), answers.event_of)

    async def event(self, event_id: str) -> EventRow:
        """Return one tracked object; not_found if it never moved, or is gone."""
        return answers.event_of(answers.object_of(await self._get(f"/events/{_part(event_id)}")))

    async def reviews(
        self,
        *,
        cameras: Iterable[str] = (),
        severity: Literal["alert", "detection"] | None = None,
        after: datetime | None = None,
        before: datetime | None = None,
        limit: int = 100,
        viewed: bool = True,
    ) -> list[ReviewRow]:
        """Return review items, newest first; `viewed`: those that somebody has looked at, too."""
        params: dict[str, str | int | float] = {"limit": limit, "reviewed": int(viewed), **_range(after, before)}
        if names := ",".join(cameras):
            params["cameras"] = names
        if severity is not None:
            params["severity"] = severity
        return _rows(answers.list_of(await self._get("/review", params)), answers.review_of)

    async def review_viewed(self, ids: Iterable[str]) -> None:
        """Mark review items as looked at."""
        await self._do(Call("POST", "/reviews/viewed", json={"ids": list(ids)}, repeats=True))

    async def create_event(
        self,
        camera: str,
        label: str,
        *,
        sub_label: str | None = None,
        score: float = 0.0,
        duration: int | None = 30,
        record: bool = True,
        boxes: Sequence[Mapping[str, Any]] = (),
    ) -> str:
        """Make a manual event of `duration` seconds and return its id; None: until `end_event`, which is the caller's.

        It is never told of among the events, only as a review (whose id is another), and not at all where recording or
        review alerts are off. Sent once: nobody knows whether a call without an answer made one.
        """
        body = {
            "sub_label": sub_label,
            "score": score,
            "duration": duration,
            "include_recording": record,
            "draw": {"boxes": [dict(box) for box in boxes]} if boxes else {},
        }
        said = await self._do(Call("POST", f"/events/{_part(camera)}/{_part(label)}/create", json=body))
        event_id = text_of(said.get("event_id"))
        if not event_id:
            raise FrigateError(FrigateProblem.MALFORMED)
        return event_id

    async def end_event(self, event_id: str, at: datetime | None = None) -> None:
        """End a manual event, now or at a moment."""
        body = {"end_time": at.timestamp()} if at is not None else {}
        await self._do(Call("PUT", f"/events/{_part(event_id)}/end", json=body, repeats=True))

    async def set_sub_label(self, event_id: str, sub_label: str, score: float | None = None) -> None:
        """Give a tracked object its sub label (≤ 100 characters; "" takes it away); `score` over 0, to 1."""
        body = {"subLabel": _short(sub_label), "subLabelScore": score}
        await self._do(Call("POST", f"/events/{_part(event_id)}/sub_label", json=body, repeats=True))

    async def set_plate(self, event_id: str, plate: str, score: float | None = None) -> None:
        """Give a tracked object its plate; `score` over 0, to 1."""
        body = {"recognizedLicensePlate": _short(plate), "recognizedLicensePlateScore": score}
        path = f"/events/{_part(event_id)}/recognized_license_plate"
        await self._do(Call("POST", path, json=body, repeats=True))

    async def set_attributes(self, event_id: str, attributes: Iterable[str]) -> None:
        """Give a tracked object the attributes of its classification models, all of them."""
        body = {"attributes": list(attributes)}
        await self._do(Call("POST", f"/events/{_part(event_id)}/attributes", json=body, repeats=True))

    async def set_description(self, event_id: str, description: str) -> None:
        """Give a tracked object its description."""
        body = {"description": description}
        await self._do(Call("POST", f"/events/{_part(event_id)}/description", json=body, repeats=True))

    async def retain(self, event_id: str, *, keep: bool) -> None:
        """Keep a tracked object for good, or no longer."""
        await self._do(Call("POST" if keep else "DELETE", f"/events/{_part(event_id)}/retain", repeats=True))

    # Pictures and clips.

    async def snapshot(
        self, event_id: str, *, crop: bool = False, box: bool = False, height: int | None = None
    ) -> bytes:
        """Return a tracked object's best picture (JPEG); `box`: with its box drawn."""
        params: dict[str, str | int | float] = {"crop": int(crop), "bbox": int(box)}
        if height is not None:
            params["height"] = height
        return await self._picture(f"/events/{_part(event_id)}/snapshot.jpg", params)

    async def thumbnail(self, event_id: str) -> bytes:
        """Return a tracked object's small picture (WebP)."""
        return await self._picture(f"/events/{_part(event_id)}/thumbnail.webp")

    async def clip(self, event_id: str) -> bytes:
        """Return a tracked object's clip (MP4, at most 256 MiB)."""
        return await self._media(f"/events/{_part(event_id)}/clip.mp4")

    async def preview(self, event_id: str) -> bytes:
        """Return a tracked object's preview (GIF)."""
        return await self._media(f"/events/{_part(event_id)}/preview.gif")

    async def latest(self, camera: str, height: int | None = None) -> bytes:
        """Return what a camera sees now (JPEG)."""
        return await self._picture(f"/{_part(camera)}/latest.jpg", {"height": height} if height is not None else None)

    async def recording_clip(self, camera: str, start: datetime, end: datetime) -> bytes:
        """Return a part of the recording (MP4, at most 256 MiB)."""
        return await self._media(f"/{_part(camera)}/{_span(start, end)}/clip.mp4")

    async def recordings_missing(self, cameras: Iterable[str], after: datetime, before: datetime) -> list[Any]:
        """Return when nothing was recorded; Frigate answers with an error of its own unless all three are sent."""
        params: dict[str, str | int | float] = {"cameras": ",".join(cameras), **_range(after, before)}
        return answers.list_of(await self._get("/recordings/unavailable", params))

    async def export(self, camera: str, start: datetime, end: datetime, name: str) -> str:
        """Have a part of the recording exported and return the export's id ("" if Frigate names none); sent once."""
        said = await self._do(Call("POST", f"/export/{_part(camera)}/{_span(start, end)}", json={"name": name[:256]}))
        return text_of(said.get("export_id"))

    async def mjpeg(self, camera: str, fps: int = 5, height: int = 360) -> AsyncGenerator[bytes]:
        """Yield pictures (JPEG) of what a camera sees, as they come, until the caller stops."""
        call = Call("GET", f"/{_part(camera)}", {"fps": fps, "height": height})
        async with self.session.open(call, endless=True) as response:
            frames = Frames()
            async for part in response.content.iter_any():
                for frame in frames.take(part):
                    yield frame

    # Faces.

    async def faces(self) -> Mapping[str, int]:
        """Return the faces that Frigate knows, each with the number of its pictures. Needs the role *admin*."""
        said = answers.object_of(await self._get("/faces"))
        return {name: len(names_of(pictures)) for name, pictures in said.items()}

    async def create_face(self, name: str) -> None:
        """Make room for a face. Frigate says `success: false` when it has done it, so only its status counts."""
        await self.session.call(Call("POST", f"/faces/{_face(name)}/create", repeats=True))

    async def register_face(self, name: str, jpeg: bytes) -> None:
        """Add a picture to a face; `name` is an opaque id, [A-Za-z0-9_-]{1,64}. Sent once."""
        await self._do(Call("POST", f"/faces/{_face(name)}/register", upload=_small(jpeg)))

    async def delete_face(self, name: str, pictures: Iterable[str]) -> None:
        """Delete pictures of a face; with its last one the face is forgotten."""
        await self._do(Call("POST", f"/faces/{_face(name)}/delete", json={"ids": list(pictures)}, repeats=True))

    async def recognize_face(self, jpeg: bytes) -> FaceMatch:
        """Return whom Frigate takes a face for."""
        return answers.face_of(await self.session.call(Call("POST", "/faces/recognize", upload=_small(jpeg))))

    # How it is sent.

    async def _get(self, path: str, params: Mapping[str, str | int | float] | None = None) -> bytes:
        return await self.session.call(Call("GET", path, params, fresh=True))

    async def _picture(self, path: str, params: Mapping[str, str | int | float] | None = None) -> bytes:
        # Many look at once: what is larger than an answer in JSON may be is no picture.
        return await self.session.call(Call("GET", path, params))

    async def _media(self, path: str) -> bytes:
        return await self.session.call(Call("GET", path, largest=LARGEST_MEDIA))

    async def _do(self, call: Call) -> Mapping[str, Any]:
        body = await self.session.call(call)
        said = mapping_of(json_of(body))
        if said.get("success") is False:
            raise FrigateError(FrigateProblem.REFUSED, answers.detail_of(body))
        return said


def _rows[T](found: list[Any], read: Callable[[object], T]) -> list[T]:
    rows = []
    for row in found:
        # One that makes no sense, as a manual event with a strange label may, keeps no other from us.
        with suppress(FrigateError):
            rows.append(read(row))
    return rows


def _part(value: str) -> str:
    """Return a value as one part of a path; what would lead elsewhere is refused."""
    if not value or value in {".", ".."} or len(value) > 200 or any(letter in value for letter in "/\\?#\0"):  # noqa: PLR2004 - longer than any id
        raise FrigateError(FrigateProblem.REFUSED)
    return quote(value, safe="")


def _face(name: str) -> str:
    if not FACE_NAME.fullmatch(name):
        raise FrigateError(FrigateProblem.REFUSED)
    return name


def _small(picture: bytes) -> bytes:
    if not 0 < len(picture) <= LARGEST_UPLOAD:
        raise FrigateError(FrigateProblem.REFUSED)
    return picture


def _short(text: str) -> str:
    if len(text) > _LONGEST:
        raise FrigateError(FrigateProblem.REFUSED)
    return text


def _span(start: datetime, end: datetime) -> str:
    if not 0 < (end - start).total_seconds() <= _WHOLE_DAY:
        raise FrigateError(FrigateProblem.REFUSED)
    return f"start/{start.timestamp():.3f}/end/{end.timestamp():.3f}"


def _range(after: datetime | None, before: datetime | None) -> dict[str, str | int | float]:
    return {key: moment.timestamp() for key, moment in (("after", after), ("before", before)) if moment is not None}
