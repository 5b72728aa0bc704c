"""Pictures over HTTP: a camera's still and live picture, and what an incident has.

Every request is checked for the roles of its account, which the signature of a path carries, and is in the journal:
Home Assistant's own views of cameras ask for neither, which is why our camera entity is off by default.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from aiohttp import ClientError, web
from homeassistant.auth.models import User
from homeassistant.components.http import KEY_HASS_REFRESH_TOKEN_ID, KEY_HASS_USER
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .access import loaded_runtime, roles_of
from .camera_pictures import NoPictureError, Picture, frames_of, still_of
from .const import DOMAIN
from .core.media import MediaError, MediaProblem
from .core.people import Role
from .core.permissions import may_call_command, sees_camera, sees_pictures_of
from .core.ports import StoreError
from .core.report import is_opened_by
from .desks.cameras import UnknownCameraError
from .runtime import Runtime
from .views import PRIVATE, CommunityView, RefusedError

_LOGGER = logging.getLogger(__name__)

# So long a signed path opens, and so long one look at the stills of a camera is one line in the journal.
SIGNED_FOR: Final = timedelta(minutes=5)
# A live picture that nobody closes, on a wall or in a forgotten tab: it ends, and the screen asks again.
LONGEST_LIVE: Final = 600.0  # seconds
# Whose role was taken away while he looks sees nothing more after this, in seconds.
_ASK_AGAIN: Final = 5.0
# More live pictures at once than this would take the machine's network from the alarms.
MOST_LIVE: Final = 24
# And so many an account: one wall of screens must not shut the duty room out.
MOST_LIVE_OF_ONE: Final = 8
# Who does not take a picture for so long looks no more, in seconds.
_TAKES_WITHIN: Final = 10.0
_BOUNDARY: Final = "smartcommunity"


class Looks:
    """Which account looks at which camera: a live picture once when it begins, stills once in five minutes."""

    def __init__(self) -> None:
        """Begin with nobody looking."""
        self._until: dict[tuple[str, str], float] = {}
        self.live = Counter[str]()

    @contextmanager
    def looking(self, user_id: str) -> Iterator[None]:
        """Count a live picture of an account until it ends. Raises RefusedError if as many are shown as may be."""
        if self.live.total() >= MOST_LIVE or self.live[user_id] >= MOST_LIVE_OF_ONE:
            raise RefusedError(HTTPStatus.SERVICE_UNAVAILABLE, "too_many_live")
        self.live[user_id] += 1
        try:
            yield
        finally:
            self.live[user_id] -= 1
            self.live += Counter()  # without those who look no more

    async def note(self, runtime: Runtime, user_id: str, camera: str, way: str, *, always: bool = False) -> None:
        """Write a look into the journal, unless one of these minutes has it."""
        now = asyncio.get_running_loop().time()
        self._until = {key: until for key, until in self._until.items() if until > now}
        if always or (user_id, camera) not in self._until:
            self._until[user_id, camera] = now + SIGNED_FOR.total_seconds()
            await runtime.note(user_id, "camera_viewed", camera, way=way)


LOOKS: Final[HassKey[Looks]] = HassKey("smart_community_looks")


class _PictureView(CommunityView):
    requires_auth = True

    def __init__(self, hass: HomeAssistant, looks: Looks) -> None:
        """Keep where the looks are counted."""
        super().__init__(hass)
        self._looks = looks


class CameraStillView(_PictureView):
    """What a camera shows now, as one picture."""

    url = f"/api/{DOMAIN}/cameras/{{camera_id}}/latest.jpg"
    name = f"api:{DOMAIN}:camera_still"

    async def get(self, request: web.Request, camera_id: str) -> web.Response:
        """Answer with the picture (200), or say why not (401, 403, 404, 502, 503)."""
        try:
            runtime = self.runtime()
            user = _viewer(runtime, request, camera_id)
            await self._looks.note(runtime, user.id, camera_id, "still")
            picture = await _shown(runtime, camera_id)
        except RefusedError as error:
            return self.refusal(error)
        return web.Response(body=picture.data, content_type=picture.mime, headers=PRIVATE)


class CameraLiveView(_PictureView):
    """What a camera shows, as it goes on: pictures one after the other (multipart/x-mixed-replace)."""

    url = f"/api/{DOMAIN}/cameras/{{camera_id}}/live"
    name = f"api:{DOMAIN}:camera_live"

    async def get(self, request: web.Request, camera_id: str) -> web.StreamResponse:
        """Answer with pictures until the caller goes, ten minutes are over, or he may no longer look."""
        try:
            runtime = self.runtime()
            user = _viewer(runtime, request, camera_id)
            # Counted before anything is waited for: whoever asks meanwhile is counted, too.
            with self._looks.looking(user.id):
                first = await _shown(runtime, camera_id)
                await self._looks.note(runtime, user.id, camera_id, "live", always=True)
                return await self._live(runtime, request, camera_id, first)
        except RefusedError as error:
            return self.refusal(error)

    async def _live(self, runtime: Runtime, request: web.Request, camera_id: str, first: Picture) -> web.StreamResponse:
        headers = {**PRIVATE, "Content-Type": f"multipart/x-mixed-replace;boundary={_BOUNDARY}"}
        response = web.StreamResponse(headers=headers)
        try:
            async with asyncio.timeout(LONGEST_LIVE):
                await response.prepare(request)
                await response.write(f"--{_BOUNDARY}\r\n".encode())
                await _send(response, first)
                await self._relay(runtime, request, response, camera_id)
        except (ConnectionResetError, ClientError, TimeoutError, NoPictureError, UnknownCameraError) as error:
            _LOGGER.debug("A live picture ended: %s", type(error).__name__)
        return response

    async def _relay(
        self, runtime: Runtime, request: web.Request, response: web.StreamResponse, camera_id: str
    ) -> None:
        loop = asyncio.get_running_loop()
        ask_at = loop.time() + _ASK_AGAIN
        async with aclosing(frames_of(runtime, camera_id)) as pictures:
            async for picture in pictures:
                if loaded_runtime(self._hass) is not runtime:
                    return
                if loop.time() >= ask_at:
                    ask_at = loop.time() + _ASK_AGAIN
                    if not await self._may_go_on(runtime, request, camera_id):
                        return
                await _send(response, picture)

    async def _may_go_on(self, runtime: Runtime, request: web.Request, camera_id: str) -> bool:
        """Return whether the account is still there, still logged in, and may still look; not as it was at first."""
        user = await self._hass.auth.async_get_user(_user(request).id)
        token = request.get(KEY_HASS_REFRESH_TOKEN_ID)
        if token is not None and self._hass.auth.async_get_refresh_token(token) is None:
            return False
        return user is not None and may_view(runtime, user, camera_id)


class IncidentMediaView(_PictureView):
    """A picture, clip or sound of an incident."""

    url = f"/api/{DOMAIN}/incidents/{{incident_id}}/media/{{number:\\d{{1,6}}}}"
    name = f"api:{DOMAIN}:incident_media"

    async def get(self, request: web.Request, incident_id: str, number: str) -> web.Response:
        """Answer with it (200), or say why not (401, 403, 404, 410, 503); each time it is in the journal before."""
        try:
            runtime = self.runtime()
            user = _user(request)
            await self._check(runtime, user, incident_id)
            media, data = await runtime.media.open(incident_id, int(number))
            await runtime.note(user.id, "incident_media_viewed", incident_id, n=media.number, kind=media.kind.value)
        except RefusedError as error:
            return self.refusal(error)
        except MediaError as error:
            gone = error.code == MediaProblem.GONE
            return self.refusal(RefusedError(HTTPStatus.GONE if gone else HTTPStatus.NOT_FOUND, error.code))
        except StoreError:
            # A locked vault, too: what is sealed cannot be shown now.
            return self.refusal(RefusedError(HTTPStatus.SERVICE_UNAVAILABLE, "store_failed"))
        return web.Response(body=data, content_type=media.mime, headers=PRIVATE)

    @staticmethod
    async def _check(runtime: Runtime, user: User, incident_id: str) -> None:
        roles = roles_of(user, runtime) if user.is_active else frozenset[Role]()
        if not may_call_command("incidents/media", roles):
            raise RefusedError(HTTPStatus.FORBIDDEN, "unauthorized")
        incident = await runtime.find_incident(incident_id)
        if incident is None:
            raise RefusedError(HTTPStatus.NOT_FOUND, "incident_unknown")
        is_own = is_opened_by(incident, user.id)
        if not sees_pictures_of(roles, is_active=incident.is_active, is_own=is_own):
            raise RefusedError(HTTPStatus.FORBIDDEN, "unauthorized")


def may_view(runtime: Runtime, user: User, camera_id: str) -> bool:
    """Return whether an account may look through a camera now (docs/cameras.md, "Who may look")."""
    roles = roles_of(user, runtime) if user.is_active else frozenset[Role]()
    there = in_incident(runtime, camera_id, user.id)
    return may_call_command("cameras/view", roles) and sees_camera(roles, in_incident=there)


def in_incident(runtime: Runtime, camera_id: str, user_id: str) -> bool:
    """Return whether an active incident is where a camera looks, at the camera or in its elevator.

    One that the account has opened itself is none.
    """
    camera = runtime.cameras.get(camera_id)
    elevator = None if camera is None else camera.place.elevator
    return any(
        (incident.place.camera == camera_id or (elevator is not None and incident.place.elevator == elevator))
        and not is_opened_by(incident, user_id)
        for incident in runtime.response.active.values()
    )


def _user(request: web.Request) -> User:
    user: User = request[KEY_HASS_USER]
    return user


def _viewer(runtime: Runtime, request: web.Request, camera_id: str) -> User:
    user = _user(request)
    if not may_view(runtime, user, camera_id):
        raise RefusedError(HTTPStatus.FORBIDDEN, "unauthorized")
    if runtime.cameras.get(camera_id) is None:
        raise RefusedError(HTTPStatus.NOT_FOUND, UnknownCameraError.code)
    return user


async def _shown(runtime: Runtime, camera_id: str) -> Picture:
    try:
        return await still_of(runtime, camera_id)
    except NoPictureError as error:
        raise RefusedError(HTTPStatus.BAD_GATEWAY, error.code) from error


async def _send(response: web.StreamResponse, picture: Picture) -> None:
    head = f"Content-Type: {picture.mime}\r\nContent-Length: {len(picture.data)}\r\n\r\n"
    # The boundary right behind it: a browser shows a picture when the next one begins.
    async with asyncio.timeout(_TAKES_WITHIN):
        await response.write(head.encode() + picture.data + f"\r\n--{_BOUNDARY}\r\n".encode())


@callback
def async_setup_views(hass: HomeAssistant) -> None:
    """Register the views, which answer whether or not the community runs."""
    looks = Looks()
    for view in (CameraStillView, CameraLiveView, IncidentMediaView):
        hass.http.register_view(view(hass, looks))
    hass.data[LOOKS] = looks
