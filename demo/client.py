"""A client of Home Assistant's own REST and websocket interfaces: what a browser or an app uses, nothing else."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import aiohttp

# What JSON gives; those who ask for it know its shape.
type Json = Any
# What is filled into a form: as it stands, or after a look at the form.
type Answers = Mapping[str, Json] | Callable[[Json], Mapping[str, Json]]

ANSWER_WITHIN = 60.0
# Access tokens live for 30 minutes.
RENEW_AFTER = 25 * 60


class RestError(Exception):
    """Home Assistant answered a request with an error status."""

    def __init__(self, method: str, path: str, status: int, body: str) -> None:
        """Keep what was asked and answered."""
        super().__init__(f"{method} {path} → {status}: {body[:500]}")
        self.status = status
        self.body = body


class CommandError(Exception):
    """Home Assistant refused a websocket command; `code` says why (unauthorized, not_found, invalid_format …)."""

    def __init__(self, command: str, code: str, message: str) -> None:
        """Keep what was asked and answered."""
        super().__init__(f"{command} → {code}: {message}")
        self.command = command
        self.code = code
        self.message = message


class LoginError(Exception):
    """The name or password was refused, or the token."""


class FlowError(Exception):
    """A config flow did not end in an entry; `errors` are the form's (field or `base` → key)."""

    def __init__(self, handler: str, result: Mapping[str, Json]) -> None:
        """Keep the last answer of the flow."""
        self.result = dict(result)
        self.errors: dict[str, str] = result.get("errors") or {}
        shown = {key: result[key] for key in ("type", "step_id", "errors", "reason") if result.get(key)}
        super().__init__(f"config flow {handler} ended with {shown}")


class Subscription:
    """The events of one subscription, in order. `arrived_at` is the monotonic time of the one returned last."""

    def __init__(self, client: HomeAssistantClient, number: int) -> None:
        """Belong to a client's command `number`."""
        self._client = client
        self._number = number
        self._events: asyncio.Queue[tuple[float, Json] | Exception] = asyncio.Queue()
        self.arrived_at = 0.0

    def put(self, event: Json) -> None:
        """Take an event from the connection."""
        self._events.put_nowait((time.monotonic(), event))

    def fail(self, error: Exception) -> None:
        """Have the reader told that the connection is gone."""
        self._events.put_nowait(error)

    async def get(self, within: float | None = ANSWER_WITHIN) -> Json:
        """Return the next event; raises TimeoutError if none comes `within` seconds, ConnectionError if none can."""
        async with asyncio.timeout(within):
            item = await self._events.get()
        if isinstance(item, Exception):
            raise item
        self.arrived_at, event = item
        return event

    async def until(self, wanted: Callable[[Json], bool], within: float = ANSWER_WITHIN) -> Json:
        """Return the next event that is `wanted`, dropping those before it; raises as `get`."""
        async with asyncio.timeout(within):
            while not wanted(event := await self.get(within)):
                continue
        return event

    async def __aiter__(self) -> AsyncIterator[Json]:
        """Iterate over the events as they come, until the connection ends."""
        while True:
            try:
                yield await self.get(None)
            except ConnectionError:
                return

    async def close(self) -> None:
        """Have no more events sent."""
        await self._client.unsubscribe(self._number)


class HomeAssistantClient:
    """One account at one Home Assistant; an asynchronous context manager that connects the websocket.

    Made by `login`, or with a token that somebody else made.
    """

    def __init__(self, url: str, access_token: str, *, refresh_token: str | None = None) -> None:
        """Speak to `url` with a token; with a refresh token the access token is renewed when it is old."""
        self.url = url.rstrip("/")
        self._access_token = access_token
        self._refresh_token = refresh_token
        self._token_at = time.monotonic()
        self._session: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._number = 0
        self._answers: dict[int, tuple[str, asyncio.Future[Json]]] = {}
        self._subscriptions: dict[int, Subscription] = {}

    @classmethod
    async def login(cls, url: str, username: str, password: str) -> HomeAssistantClient:
        """Return a client for an account, logged in through the login form. Raises LoginError."""
        url = url.rstrip("/")
        async with aiohttp.ClientSession() as session:
            start = {"client_id": f"{url}/", "handler": ["homeassistant", None], "redirect_uri": f"{url}/"}
            flow = await _request(session, "POST", f"{url}/auth/login_flow", json=start)
            form = {"username": username, "password": password, "client_id": f"{url}/"}
            result = await _request(session, "POST", f"{url}/auth/login_flow/{flow['flow_id']}", json=form)
        if result["type"] != "create_entry":
            message = f"{username} was refused: {result.get('errors') or result}"
            raise LoginError(message)
        return await cls.from_code(url, result["result"])

    @classmethod
    async def from_code(cls, url: str, code: str) -> HomeAssistantClient:
        """Return a client for an authorization code, as a login or the onboarding gives it."""
        async with aiohttp.ClientSession() as session:
            form = {"grant_type": "authorization_code", "code": code, "client_id": f"{url}/"}
            tokens = await _request(session, "POST", f"{url}/auth/token", data=form)
        return cls(url, tokens["access_token"], refresh_token=tokens["refresh_token"])

    async def __aenter__(self) -> Self:
        """Connect."""
        await self.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Disconnect."""
        await self.close()

    @property
    def connected(self) -> bool:
        """Return whether the websocket is up."""
        return self._socket is not None and not self._socket.closed

    async def token(self) -> str:
        """Return an access token that is still good for some minutes."""
        if self._refresh_token is not None and time.monotonic() - self._token_at > RENEW_AFTER:
            form = {"grant_type": "refresh_token", "refresh_token": self._refresh_token, "client_id": f"{self.url}/"}
            tokens = await _request(self._http(), "POST", f"{self.url}/auth/token", data=form)
            self._access_token, self._token_at = tokens["access_token"], time.monotonic()
        return self._access_token

    async def connect(self) -> None:
        """Connect and authenticate the websocket, anew if it was connected. Raises LoginError or aiohttp's errors."""
        await self._disconnect()
        self._socket = await self._http().ws_connect(f"{self.url}/api/websocket", max_msg_size=0, heartbeat=30)
        await self._socket.receive_json(timeout=ANSWER_WITHIN)
        await self._socket.send_json({"type": "auth", "access_token": await self.token()})
        answer = await self._socket.receive_json(timeout=ANSWER_WITHIN)
        if answer["type"] != "auth_ok":
            await self._disconnect()
            raise LoginError(answer.get("message", answer["type"]))
        self._reader = asyncio.create_task(self._read(self._socket), name="home assistant websocket")

    async def close(self) -> None:
        """End the websocket and all connections. The client can be connected again."""
        await self._disconnect()
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def rest(self, method: str, path: str, json: Json = None) -> Json:
        """Send a request to `path` (such as `/api/config`); return the JSON or text. Raises RestError."""
        headers = {"Authorization": f"Bearer {await self.token()}"}
        return await _request(self._http(), method, f"{self.url}{path}", json=json, headers=headers)

    async def fetch(self, url: str) -> bytes:
        """Return what is at a signed path, as a browser shows it in a page. Raises RestError."""
        async with self._http().get(f"{self.url}{url}") as response:
            if response.status >= HTTPStatus.BAD_REQUEST:
                raise RestError("GET", response.url.path, response.status, await response.text())
            return await response.read()

    async def call(self, command: str, /, **fields: Json) -> Json:
        """Send a websocket command and return its result. Raises CommandError, or ConnectionError."""
        _, answer = await self._send(command, fields)
        return await answer

    async def subscribe(self, command: str, /, **fields: Json) -> Subscription:
        """Send a command that subscribes, and return its events. Raises CommandError, or ConnectionError."""
        number, answer = await self._send(command, fields, events=True)
        try:
            await answer
        except BaseException:
            self._subscriptions.pop(number, None)
            raise
        return self._subscriptions[number]

    async def unsubscribe(self, number: int) -> None:
        """End a subscription."""
        if self._subscriptions.pop(number, None) is not None and self.connected:
            await self.call("unsubscribe_events", subscription=number)

    async def call_action(
        self,
        domain: str,
        action: str,
        data: Mapping[str, Json] | None = None,
        *,
        return_response: bool = False,
        target: Mapping[str, Json] | None = None,
    ) -> Json:
        """Perform an action and wait until it is done; return its data if asked to. Raises CommandError."""
        fields: dict[str, Json] = {"domain": domain, "service": action, "service_data": dict(data or {})}
        if target is not None:
            fields["target"] = dict(target)
        result = await self.call("call_service", **fields, return_response=return_response)
        return result["response"] if return_response else None

    async def states(self) -> dict[str, Json]:
        """Return every state, by entity id."""
        return {state["entity_id"]: state for state in await self.call("get_states")}

    async def config_entries(self, domain: str) -> list[dict[str, Json]]:
        """Return the config entries of an integration."""
        entries: list[dict[str, Json]] = await self.call("config_entries/get", domain=domain)
        return entries

    async def run_config_flow(self, handler: str, steps: Sequence[Answers]) -> dict[str, Json]:
        """Fill in the forms of a config flow, one step each; return the last answer, with the entry.

        Raises FlowError when a form comes back with errors, or the flow ends otherwise or wants more steps.
        """
        return await self._run_flow(handler, {"handler": handler, "show_advanced_options": False}, steps)

    async def run_reconfigure_flow(self, handler: str, entry_id: str, steps: Sequence[Answers]) -> Json:
        """Fill in the forms of an entry's reconfigure flow; return its last answer (type `abort` when it worked)."""
        return await self._run_flow(handler, {"handler": handler, "entry_id": entry_id}, steps, done="abort")

    async def run_options_flow(self, entry_id: str, steps: Sequence[Answers]) -> dict[str, Json]:
        """Fill in the forms of an entry's options; return the last answer, with the options. Raises FlowError."""
        path = "/api/config/config_entries/options/flow"
        return await self._run_flow(entry_id, {"handler": entry_id}, steps, path=path)

    async def _run_flow(
        self,
        handler: str,
        start: Json,
        steps: Sequence[Answers],
        *,
        done: str = "create_entry",
        path: str = "/api/config/config_entries/flow",
    ) -> dict[str, Json]:
        result: dict[str, Json] = await self.rest("POST", path, start)
        for step in steps:
            if result["type"] != "form":
                raise FlowError(handler, result)
            result = await self.rest(
                "POST", f"{path}/{result['flow_id']}", dict(step(result) if callable(step) else step)
            )
            if result.get("errors"):
                await self.rest("DELETE", f"{path}/{result['flow_id']}")
                raise FlowError(handler, result)
        if result["type"] != done:
            raise FlowError(handler, result)
        return result

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN))
        return self._session

    async def _send(
        self, command: str, fields: Mapping[str, Json], *, events: bool = False
    ) -> tuple[int, asyncio.Future[Json]]:
        if self._socket is None or self._socket.closed:
            message = f"not connected: {command}"
            raise ConnectionError(message)
        self._number += 1
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._answers[self._number] = (command, answer)
        number = self._number
        if events:
            # Before the answer: its first event may come right behind.
            self._subscriptions[number] = Subscription(self, number)
        await self._socket.send_json({"id": number, "type": command, **fields})
        return number, answer

    async def _read(self, connection: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in connection:
            if frame.type is not aiohttp.WSMsgType.TEXT:
                continue
            message = frame.json()
            for single in message if isinstance(message, list) else [message]:
                self._take(single)
        self._fail(ConnectionError("Home Assistant closed the connection"))

    def _take(self, message: dict[str, Json]) -> None:
        if message["type"] == "event":
            subscription = self._subscriptions.get(message["id"])
            if subscription is not None:
                subscription.put(message["event"])
        elif message["type"] in ("result", "pong"):
            command, answer = self._answers.pop(message["id"], ("", None))
            if answer is None or answer.done():
                return
            if message.get("success", True):
                answer.set_result(message.get("result"))
            else:
                error = message["error"]
                answer.set_exception(CommandError(command, error["code"], error["message"]))

    def _fail(self, error: Exception) -> None:
        for _, answer in self._answers.values():
            if not answer.done():
                answer.set_exception(error)
        for subscription in self._subscriptions.values():
            subscription.fail(error)
        self._answers.clear()
        self._subscriptions.clear()

    async def _disconnect(self) -> None:
        reader, self._reader = self._reader, None
        connection, self._socket = self._socket, None
        if connection is not None:
            await connection.close()
        if reader is not None:
            reader.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await reader
        self._fail(ConnectionError("the client closed the connection"))


async def _request(session: aiohttp.ClientSession, method: str, url: str, **options: Json) -> Json:
    """Send a request; return the JSON or text. Raises RestError for a status of 400 or more."""
    async with session.request(method, url, **options) as response:
        if response.status >= HTTPStatus.BAD_REQUEST:
            raise RestError(method, response.url.path, response.status, await response.text())
        if response.content_type == "application/json":
            return await response.json()
        return await response.text()
