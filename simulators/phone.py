"""A simulated companion app: one phone of one account, over Home Assistant's real local push channel.

Like the real app it registers once, keeps a websocket open, confirms what comes over it, and sends what is tapped to
its webhook. When the connection breaks it comes back by itself; what was sent meanwhile is lost to it, as it is to
a real phone that is reached by local push only.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Self

import aiohttp

from .companion_app import (
    ACTION_EVENT,
    RECEIVED_EVENT,
    Button,
    Deed,
    Happening,
    Json,
    Maker,
    Push,
    Screen,
    parse_push,
    receipt,
    reconnect_delays,
    registration,
    tap_event,
)

ANSWER_WITHIN = 10.0
HEARTBEAT = 15.0
CHANNEL = 1

type Token = str | Callable[[], Awaitable[str]]


class PhoneError(Exception):
    """Home Assistant refused something that the app asked of it, or could not be reached."""


class Phone:
    """One phone; an asynchronous context manager. `name` is the device's name, `token` the account's."""

    def __init__(
        self,
        url: str,
        token: Token,
        name: str,
        *,
        maker: Maker = "Google",
        receipts: bool = True,
        on_deed: Callable[[Deed], None] = lambda _: None,
    ) -> None:
        """Describe it; `open` registers and connects it.

        `receipts=False` is an Android phone whose app does not say what it has received. `on_deed` hears of
        everything that happens on it, in the event loop.
        """
        self.name = name
        self.maker: Maker = maker
        self.webhook_id = ""
        self.screen = Screen()
        self.pushes: list[Push] = []
        self.errors: list[str] = []
        # Asleep its connection stands and nothing comes of what is pushed, as on a phone whose maker saves power.
        self.asleep = False
        self._url = url.rstrip("/")
        self._token = token
        self._receipts = receipts
        self._on_deed = on_deed
        self._session: aiohttp.ClientSession | None = None
        self._running: asyncio.Task[None] | None = None
        self._sending: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self._online = False
        self._read = 0

    async def __aenter__(self) -> Self:
        """Register and connect."""
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Switch it off."""
        await self.close()

    @property
    def online(self) -> bool:
        """Return whether Home Assistant can push to it now."""
        return self._online

    async def open(self, *, within: float = ANSWER_WITHIN) -> None:
        """Register and wait until pushes can come. Registering a name again replaces the phone that had it.

        Raises PhoneError if Home Assistant refuses it, TimeoutError if it does not answer `within` seconds.
        """
        if self._running is not None:
            message = f"the phone {self.name} is on already"
            raise PhoneError(message)
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN))
        try:
            self.webhook_id = await self._register()
            self._running = asyncio.create_task(self._stay_connected(), name=f"phone {self.name}")
            await self.wait_online(within)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Switch it off: nothing more is received or sent. Doing so twice is harmless."""
        tasks = [*self._sending, *([self._running] if self._running else [])]
        self._running = None
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None
        self._set_online(online=False)
        for error in ended:
            # What breaks a connection is caught where it happens: this is a fault of the phone itself.
            if isinstance(error, Exception):
                raise error

    async def wait_online(self, within: float) -> None:
        """Wait until pushes can come; raises TimeoutError if they cannot `within` seconds."""
        await self._until(lambda: self._online or None, within, "it was not connected")

    async def next(self, within: float) -> Push:
        """Return the next push, each once, in the order in which they came; raises TimeoutError."""

        def look() -> Push | None:
            return self.pushes[self._read] if self._read < len(self.pushes) else None

        push = await self._until(look, within, "it got no further push")
        self._read += 1
        return push

    async def tagged(self, tag: str, within: float) -> Push:
        """Return the last push with a tag, also one that came before, as soon as there is one; raises TimeoutError."""
        otherwise = f"it got no push with the tag {tag}"
        return await self._until(
            lambda: next((push for push in reversed(self.pushes) if push.tag == tag), None), within, otherwise
        )

    async def cleared(self, tag: str, within: float) -> float:
        """Wait until Home Assistant has cleared what it showed with a tag; return when (monotonic seconds)."""
        return await self._until(lambda: self.screen.cleared_at(tag), within, f"{tag} was not cleared")

    async def tap(self, push: Push, button: str) -> float:
        """Tap a button, named by its title, its id, or a part of its id; return when (monotonic seconds).

        It returns when Home Assistant has the event. Raises KeyError if there is no such button, PhoneError if
        Home Assistant did not take it: the push stays on the screen then.
        """
        tapped = push.button(button)
        at = time.monotonic()
        await self.fire(ACTION_EVENT, tap_event(push, tapped, self.name, self.maker, self.webhook_id))
        self.screen.dismiss(push)
        self._happened("tapped", at, push.tag, push, tapped)
        return at

    async def fire(self, event_type: str, data: Mapping[str, Json]) -> None:
        """Fire any event through the webhook, also one that no honest app would; raises PhoneError."""
        body = {"type": "fire_event", "data": {"event_type": event_type, "event_data": dict(data)}}
        try:
            async with self._http().post(f"{self._url}/api/webhook/{self.webhook_id}", json=body) as response:
                # An unknown webhook is answered by an empty 200, so that nobody finds out which there are.
                if response.status == HTTPStatus.OK and response.content_type == "application/json":
                    return
                message = f"the webhook of {self.name} was answered {response.status} {await response.text()!r}"
        except (aiohttp.ClientError, TimeoutError) as error:
            message = f"the webhook of {self.name} was not reached: {error!r}"
            raise PhoneError(message) from error
        raise PhoneError(message)

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            message = f"the phone {self.name} is off"
            raise PhoneError(message)
        return self._session

    async def _register(self) -> str:
        headers = {"Authorization": f"Bearer {await self._access_token()}"}
        body = registration(self.name, self.maker)
        url = f"{self._url}/api/mobile_app/registrations"
        try:
            async with self._http().post(url, json=body, headers=headers) as response:
                if response.status == HTTPStatus.CREATED:
                    return str((await response.json())["webhook_id"])
                message = f"{self.name} could not register: {response.status} {await response.text()}"
        except aiohttp.ClientError as error:
            message = f"{self.name} could not register: {error!r}"
            raise PhoneError(message) from error
        raise PhoneError(message)

    async def _access_token(self) -> str:
        if isinstance(self._token, str):
            return self._token
        try:
            return await self._token()
        except Exception as error:
            # The account's own client makes it, and its errors are its own.
            message = f"{self.name} has no token: {error!r}"
            raise PhoneError(message) from error

    # The push channel.

    async def _stay_connected(self) -> None:
        """Connect, again and again with growing pauses; a connection that stood begins with the first pause anew."""
        delays = reconnect_delays()
        while True:
            try:
                await self._listen()
            except (aiohttp.ClientError, PhoneError, TimeoutError, OSError, ValueError, TypeError) as error:
                # ValueError and TypeError: a server that is going down may end in the middle of a frame.
                self.errors.append(repr(error))
            if self._online:
                self._set_online(online=False)
                delays = reconnect_delays()
            await asyncio.sleep(next(delays))

    async def _listen(self) -> None:
        """Keep one connection until it ends."""
        async with self._http().ws_connect(f"{self._url}/api/websocket", heartbeat=HEARTBEAT) as socket:
            await socket.receive_json(timeout=ANSWER_WITHIN)
            await socket.send_json({"type": "auth", "access_token": await self._access_token()})
            answer = await socket.receive_json(timeout=ANSWER_WITHIN)
            if answer["type"] != "auth_ok":
                raise PhoneError(answer.get("message", answer["type"]))
            channel = {"type": "mobile_app/push_notification_channel", "support_confirm": True}
            await socket.send_json({"id": CHANNEL, "webhook_id": self.webhook_id, **channel})
            answer = await socket.receive_json(timeout=ANSWER_WITHIN)
            if not answer["success"]:
                # Also just after a restart, when the app's integration has not been started yet.
                raise PhoneError(answer["error"]["message"])
            self._set_online(online=True)
            number = CHANNEL
            async for frame in socket:
                at = time.monotonic()
                message = frame.json()
                if message["type"] == "event" and not self.asleep:
                    number += 1
                    await self._receive(socket, number, message["event"], at)

    async def _receive(
        self, socket: aiohttp.ClientWebSocketResponse, number: int, event: Mapping[str, Json], at: float
    ) -> None:
        push = parse_push(event, at)
        shown_before = self.screen.find(push.tag)
        what = self.screen.take(push)
        if what == "push":
            self.pushes.append(push)
        if (confirm_id := event.get("hass_confirm_id")) is not None:
            confirmation = {"type": "mobile_app/push_notification_confirm", "confirm_id": confirm_id}
            await socket.send_json({"id": number, "webhook_id": self.webhook_id, **confirmation})
        data = receipt(push, self.name, self.maker, self.webhook_id) if self._receipts else None
        if data is not None:
            self._in_background(self._send_receipt(data))
        self._happened(what, at, push.tag, push if what == "push" else shown_before)

    async def _send_receipt(self, data: Mapping[str, Json]) -> None:
        try:
            await self.fire(RECEIVED_EVENT, data)
        except PhoneError as error:
            # The app only logs it: there is no second attempt.
            self.errors.append(repr(error))

    def _in_background(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    # What happened, and waiting for it.

    def _set_online(self, *, online: bool) -> None:
        if online != self._online:
            self._online = online
            self._happened("online" if online else "offline", time.monotonic())

    def _happened(
        self, what: Happening, at: float, tag: str | None = None, push: Push | None = None, button: Button | None = None
    ) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
        self._on_deed(Deed(at, self.name, what, tag, push, button))

    async def _until[T](self, look: Callable[[], T | None], within: float, otherwise: str) -> T:
        """Return what `look` finds, looking at every change; raises TimeoutError after `within` seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                while (found := look()) is None:
                    await self._changed.wait()
                return found
        message = f"phone {self.name}: {otherwise} within {within:g} s; the last errors: {self.errors[-3:]}"
        raise TimeoutError(message)
