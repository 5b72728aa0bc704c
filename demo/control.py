"""How `scripts/demo do …` finds the running demo and tells it something: a state file and a unix socket."""

import asyncio
import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from simulators.link import Endpoint
from simulators.phone import PhoneError

from .client import Json
from .phones import Line, Phones

CONNECT_WITHIN = 5.0
LONGEST_PAUSE = 120.0


class NoDemoError(Exception):
    """No demo of this user is running."""


@dataclass(frozen=True, slots=True)
class RunningDemo:
    """What a running demo says about itself, for those who play into it."""

    pid: int
    config_dir: str
    url: str
    control: str
    host: str
    port: int
    prefix: str
    username: str
    password: str
    accounts: dict[str, str]
    phones: list[str] = field(default_factory=list)

    @property
    def endpoint(self) -> Endpoint:
        """Return the login that may speak for any simulated device."""
        return Endpoint(self.host, self.port, self.prefix, self.username, self.password)

    @classmethod
    def find(cls, config_dir: Path | None = None) -> Self:
        """Return the demo that runs, or the one that runs on a folder.

        Raises NoDemoError when none does (one that has died and left its file is none), or when several do and no
        folder says which.
        """
        demos = [demo for path in sorted(_state_folder().glob(_state_name("*"))) if (demo := cls._load(path))]
        if config_dir is not None:
            demos = [demo for demo in demos if demo.config_dir == str(config_dir.absolute())]
        if not demos:
            message = "no demo is running: start one with scripts/demo"
            raise NoDemoError(message)
        if len(demos) > 1:
            folders = ", ".join(demo.config_dir for demo in demos)
            message = f"several demos are running: name one with --config-dir before `do` ({folders})"
            raise NoDemoError(message)
        return demos[0]

    @classmethod
    def _load(cls, path: Path) -> Self | None:
        try:
            if path.stat().st_uid != os.getuid():
                return None
            demo = cls(**json.loads(path.read_text(encoding="utf-8")))
            os.kill(demo.pid, 0)
        except OSError, ValueError, TypeError:
            return None
        # The process id may be somebody else's by now; the socket is a running demo's own.
        return demo if Path(demo.control).is_socket() else None

    @property
    def _path(self) -> Path:
        return _state_folder() / _state_name(str(self.pid))

    def save(self) -> None:
        """Write the state file, readable by this user only."""
        descriptor, name = tempfile.mkstemp(dir=self._path.parent, prefix=".smart-community-demo-")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
        Path(name).replace(self._path)

    def forget(self) -> None:
        """Remove the state file."""
        self._path.unlink(missing_ok=True)


def _state_folder() -> Path:
    """Return where the running demos of this user note themselves."""
    return Path(os.environ.get("XDG_RUNTIME_DIR") or "/tmp")  # noqa: S108


def _state_name(pid: str) -> str:
    return f"smart-community-demo-{os.getuid()}-{pid}.json"


type Tell = Callable[[dict[str, object]], Awaitable[None]]
# Plays what the request asks for into the running demo, and yields what happens.
type Scene = Callable[[Mapping[str, Json]], AsyncGenerator[Line]]


class ControlServer:
    """Listens in the running demo; an asynchronous context manager.

    One request a connection, one JSON object a line:

    - `{"command": "broker_down", "seconds": 10}` is answered by `{"event": "stopped", "at": monotonic}` and later
      `{"event": "started", "at": monotonic}`;
    - `{"command": "watch_phones"}` by `{"event": "watching"}` and then whatever the phones do (`phones.Line`), until
      the connection is closed;
    - `{"command": "tap", "phone": role, "tag": …, "button": …}` by `{"event": "tapped", "at": monotonic}`;
    - what one of `scenes` is called is answered by the lines that it yields, until it ends or the connection is closed;
    - what cannot be done by `{"error": …}`.
    """

    def __init__(
        self,
        stop_broker: Callable[[], Awaitable[None]],
        start_broker: Callable[[], Awaitable[None]],
        phones: Phones | None = None,
        scenes: Mapping[str, Scene] | None = None,
    ) -> None:
        """Know how the broker is stopped and started, the phones if there are any, and what else can be played."""
        self._stop_broker = stop_broker
        self._start_broker = start_broker
        self._phones = phones
        self._scenes = dict(scenes or {})
        # A folder of our own: nobody else can come in, and the path is short enough for a socket.
        self._folder = Path(tempfile.mkdtemp(prefix="smart-community-demo-control-"))
        self._server: asyncio.Server | None = None
        self._one_at_a_time = asyncio.Lock()
        self._serving: set[asyncio.Task[None]] = set()

    @property
    def path(self) -> str:
        """Return the path of the socket."""
        return str(self._folder / "socket")

    async def __aenter__(self) -> Self:
        """Listen."""
        self._server = await asyncio.start_unix_server(self._accept, self.path)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Listen no more; what is under way is dropped, so a broker that is stopped stays so."""
        if self._server is not None:
            self._server.close()
            self._server.close_clients()
        for serving in self._serving:
            serving.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._serving.add(serving)
        serving.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def tell(message: dict[str, object]) -> None:
            # Who asked may have gone: the broker is started again all the same.
            with contextlib.suppress(ConnectionError):
                writer.write(json.dumps(message).encode() + b"\n")
                await writer.drain()

        try:
            request = json.loads(await reader.readline())
            seconds = min(float(request.get("seconds", 10)), LONGEST_PAUSE)
        except ValueError, AttributeError:
            await tell({"error": "one JSON object a line"})
        else:
            match request.get("command"), self._phones:
                case "broker_down", _:
                    await self._pause_broker(seconds, tell)
                case str() as name, _ if name in self._scenes:
                    await _play(self._scenes[name](request), reader, tell)
                case "watch_phones" | "tap", None:
                    await tell({"error": "this demo has no phones: start it with --phones"})
                case "watch_phones", Phones() as phones:
                    await _show_phones(phones, reader, tell)
                case "tap", Phones() as phones:
                    await _tap(phones, request, tell)
                case _:
                    await tell({"error": "unknown command"})
        finally:
            writer.close()

    async def _pause_broker(self, seconds: float, tell: Tell) -> None:
        async with self._one_at_a_time:
            await self._stop_broker()
            await tell({"event": "stopped", "at": time.monotonic()})
            await asyncio.sleep(seconds)
            await self._start_broker()
            await tell({"event": "started", "at": time.monotonic()})


async def _play(lines: AsyncGenerator[Line], reader: asyncio.StreamReader, tell: Tell) -> None:
    """Tell what a scene yields until it ends, or whoever asked has gone."""

    async def telling() -> None:
        async with contextlib.aclosing(lines):
            try:
                async for line in lines:
                    await tell(line)
            except (KeyError, LookupError, RuntimeError, TimeoutError, ValueError) as error:
                await tell({"error": f"not played: {type(error).__name__} {error}"})

    gone, playing = asyncio.ensure_future(reader.read()), asyncio.ensure_future(telling())
    try:
        await asyncio.wait({gone, playing}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)


async def _show_phones(phones: Phones, reader: asyncio.StreamReader, tell: Tell) -> None:
    """Tell what the phones do until whoever asked has gone."""
    gone = asyncio.ensure_future(reader.read())
    try:
        with phones.watched() as lines:
            await tell({"event": "watching"})
            telling = asyncio.ensure_future(_pass_on(lines, tell))
            try:
                await asyncio.wait({gone, telling}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                telling.cancel()
    finally:
        gone.cancel()


async def _pass_on(lines: asyncio.Queue[Line], tell: Tell) -> None:
    while True:
        await tell(await lines.get())


async def _tap(phones: Phones, request: dict[str, str], tell: Tell) -> None:
    try:
        at = await phones.tap(request["phone"], request["tag"], request["button"])
    except (KeyError, PhoneError) as error:
        await tell({"error": f"not tapped: {error}"})
    else:
        await tell({"event": "tapped", "at": at})


async def broker_down(demo: RunningDemo, seconds: float) -> AsyncGenerator[tuple[str, float]]:
    """Have the demo's broker stopped for so many seconds; yield `stopped` and `started` with their monotonic times.

    Raises ConnectionError if the demo ends meanwhile.
    """
    async with _asked(demo, command="broker_down", seconds=seconds) as answers:
        async for message in answers:
            yield message["event"], message["at"]
            if message["event"] == "started":
                return
    reason = "the demo ended while its broker was down"
    raise ConnectionError(reason)


async def tap(demo: RunningDemo, phone: str, tag: str, button: str) -> float:
    """Have a phone of the demo tap a button; return when. Raises ConnectionError that says why it could not."""
    async with _asked(demo, command="tap", phone=phone, tag=tag, button=button) as answers:
        return float((await _first(answers))["at"])


@contextlib.asynccontextmanager
async def watching_phones(demo: RunningDemo) -> AsyncGenerator[AsyncGenerator[Line]]:
    """Return what the phones of the demo do from now on. Raises ConnectionError if it has none."""
    async with _asked(demo, command="watch_phones") as answers:
        await _first(answers)
        yield answers


async def _first(answers: AsyncGenerator[Line]) -> Line:
    async for answer in answers:
        return answer
    reason = "the demo ended"
    raise ConnectionError(reason)


@contextlib.asynccontextmanager
async def playing(demo: RunningDemo, scene: str, **request: object) -> AsyncGenerator[AsyncGenerator[Line]]:
    """Have the demo play a scene; return what it tells of it. It ends with this."""
    async with _asked(demo, command=scene, **request) as answers:
        yield answers


@contextlib.asynccontextmanager
async def _asked(demo: RunningDemo, **request: object) -> AsyncGenerator[AsyncGenerator[Line]]:
    """Ask the demo; return its answers, of which an error is raised as ConnectionError."""
    async with asyncio.timeout(CONNECT_WITHIN):
        reader, writer = await asyncio.open_unix_connection(demo.control)

    async def answers() -> AsyncGenerator[Line]:
        while line := await reader.readline():
            message: Line = json.loads(line)
            if "error" in message:
                raise ConnectionError(message["error"])
            yield message

    try:
        writer.write(json.dumps(request).encode() + b"\n")
        await writer.drain()
        async with contextlib.aclosing(answers()) as messages:
            yield messages
    finally:
        writer.close()
