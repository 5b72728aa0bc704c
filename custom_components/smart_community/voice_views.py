"""Sounds over HTTP: the phrases that a car plays, and push to talk.

A prepared phrase holds no person and is given to whoever asks, since a speaker has no account. What somebody speaks is
taken only from who may, is played from an address that is signed, works for two minutes and is never guessed, and is
kept nowhere but with the incident.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from aiohttp import web
from homeassistant.auth.models import User
from homeassistant.components.http import KEY_HASS_USER
from homeassistant.core import HomeAssistant, callback

from .access import loaded_runtime, roles_of
from .const import DOMAIN
from .core.people import Role
from .core.permissions import may_talk
from .core.recording import LARGEST, Recording, RecordingError, checked
from .desks.voice import VoiceError
from .links.speech import SOUND_URL, TALK_URL
from .runtime import Runtime
from .views import PRIVATE, CommunityView, RefusedError
from .wiring.voice import is_of, keep_recording, others_incidents_in

_KEPT: Final = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
_STATUS: Final[Mapping[str, HTTPStatus]] = {
    "recording_format": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "recording_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "elevator_unknown": HTTPStatus.NOT_FOUND,
    "voice_missing": HTTPStatus.CONFLICT,
    "voice_failed": HTTPStatus.BAD_GATEWAY,
}


class PhraseView(CommunityView):
    """The sound of a prepared phrase."""

    url = SOUND_URL
    name = f"api:{DOMAIN}:sound"
    requires_auth = False

    async def get(self, request: web.Request, name: str) -> web.Response:
        """Answer with the sound (200, 206), or 404."""
        runtime = loaded_runtime(self._hass)
        data = runtime.voice.phrases.served(name) if runtime is not None else None
        if data is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        return _sound(request, data, "audio/mpeg", _KEPT)

    head = get


class RecordingView(CommunityView):
    """What somebody has spoken, for the speaker that is to play it."""

    url = TALK_URL
    name = f"api:{DOMAIN}:talk_sound"
    requires_auth = True

    async def get(self, request: web.Request, name: str) -> web.Response:
        """Answer with the recording (200, 206), or 404: it was too long ago, or never was."""
        runtime = loaded_runtime(self._hass)
        recording = runtime.voice.recordings.served(name) if runtime is not None else None
        if runtime is None or recording is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        answer = _sound(request, recording.data, recording.mime, PRIVATE)
        if request.method == "GET" and _has_end(answer, len(recording.data)):
            runtime.voice.recordings.fetched(name)
        return answer

    head = get


class TalkView(CommunityView):
    """Push to talk: a browser's recording goes to the car's speakers."""

    url = f"/api/{DOMAIN}/elevators/{{elevator_id}}/talk"
    name = f"api:{DOMAIN}:talk"
    requires_auth = True

    async def post(self, request: web.Request, elevator_id: str) -> web.Response:
        """Play the body of the request in the car; answer with what was done, or say why not."""
        try:
            runtime = self.runtime()
            user = _speaker(runtime, request[KEY_HASS_USER], elevator_id)
            recording = await self._recording(request)
            said = await runtime.voice.desk.talk(elevator_id, recording, user.id)
        except RefusedError as error:
            return self.refusal(error)
        except (RecordingError, VoiceError) as error:
            return self.refusal(RefusedError(_STATUS.get(error.code, HTTPStatus.BAD_REQUEST), error.code))
        if said.incident is not None:
            # Kept after it is heard, and whatever becomes of the request.
            runtime.routines.run(keep_recording(runtime, said.incident, said.at, recording))
        return self.json({"said": said.as_dict()}, headers=dict(PRIVATE))

    async def _recording(self, request: web.Request) -> Recording:
        """Return what was sent. Raises RecordingError; what is too large is not read to its end."""
        if (request.content_length or 0) > LARGEST:
            raise RecordingError("recording_too_large")
        data = bytearray()
        async for chunk in request.content.iter_any():
            data += chunk
            if len(data) > LARGEST:
                raise RecordingError("recording_too_large")
        # A file made for it takes long to read; the alarms are on the loop.
        said = request.headers.get("Content-Type", "")
        return await self._hass.async_add_executor_job(checked, bytes(data), said)


def _speaker(runtime: Runtime, user: User, elevator_id: str) -> User:
    roles = roles_of(user, runtime) if user.is_active else frozenset[Role]()
    is_own = any(is_of(incident, user.id) for incident in others_incidents_in(runtime, elevator_id, user.id))
    if not may_talk(roles, is_own=is_own):
        raise RefusedError(HTTPStatus.FORBIDDEN, "unauthorized")
    return user


def _sound(request: web.Request, data: bytes, mime: str, headers: Mapping[str, str]) -> web.Response:
    """Return a sound, or the part of it that a player asks for."""
    headers = {**headers, "Accept-Ranges": "bytes"}
    try:
        wanted = request.http_range
    except ValueError:
        return web.Response(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
    if wanted.start is None and wanted.stop is None:
        return web.Response(body=data, content_type=mime, headers=headers)
    start, stop, _ = wanted.indices(len(data))
    if start >= stop:
        return web.Response(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(data)}"
    return web.Response(status=HTTPStatus.PARTIAL_CONTENT, body=data[start:stop], content_type=mime, headers=headers)


def _has_end(answer: web.Response, size: int) -> bool:
    """Return whether an answer of `_sound` has the last byte: who got that has fetched all of it, or soon will have."""
    wanted = answer.headers.get("Content-Range", "")
    return answer.status == HTTPStatus.OK or wanted.endswith(f"-{size - 1}/{size}")


@callback
def async_setup_voice_views(hass: HomeAssistant) -> None:
    """Register the views, which answer whether or not the community runs."""
    for view in (PhraseView, RecordingView, TalkView):
        hass.http.register_view(view(hass))
