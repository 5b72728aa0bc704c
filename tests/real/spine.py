"""Bare processes of the spine, as a test drives them: started, heard, stopped, killed."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from demo.broker import COMMUNITY, Broker
from demo.kills import DATABASE
from demo.processes import ProcessError, wait_until

from .patience import ALIVE
from .spine_process import Settings

PROGRAM = Path(__file__).with_name("spine_process.py")
# A start of the nursery imports all that the processes need; a start of a process is a fork.
NURSERY_WITHIN = READY_WITHIN = GONE_WITHIN = ALIVE
POLL = 0.002

type Told = dict[str, Any]


def settings(
    broker: Broker, folder: Path, buttons: list[str], *, resolves: bool = False, chases: bool = False, hang: str = ""
) -> Settings:
    """Return what a process is to do that has its database in `folder`."""
    return Settings(
        path=str(folder / DATABASE),
        host=broker.host,
        port=broker.port,
        site=broker.site,
        username=COMMUNITY.username,
        password=COMMUNITY.password,
        client_id="smart_community_bare",
        buttons=buttons,
        resolves=resolves,
        chases=chases,
        hang=hang,
    )


class Nursery:
    """The program that forks the processes; an asynchronous context manager, after which none of them is left."""

    def __init__(self, log: Path) -> None:
        """Write what the processes log into `log`."""
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._told: list[Told] = []
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Start it."""
        setpriv = shutil.which("setpriv")
        command = [*([setpriv, "--pdeathsig", "KILL"] if setpriv else []), sys.executable, "-P", str(PROGRAM)]
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        self._reader = asyncio.create_task(self._read(self._process))
        return self

    async def __aexit__(self, *_: object) -> None:
        """End it, and with it all that it forked."""
        assert self._process is not None
        assert self._reader is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        await asyncio.wait_for(self._process.wait(), GONE_WITHIN)
        await self._reader

    async def fork(self, settings: Settings) -> int:
        """Start one process and return its id."""
        assert self._process is not None
        assert self._process.stdin is not None
        known = len(self._told)
        self._process.stdin.write(json.dumps(asdict(settings)).encode() + b"\n")
        told = await self.until(lambda told: told["say"] == "started", since=known, within=NURSERY_WITHIN)
        return int(told["pid"])

    async def until(self, wanted: Callable[[Told], bool], *, since: int = 0, within: float = READY_WITHIN) -> Told:
        """Return the first thing told, from number `since` on, that is wanted. Raises TimeoutError."""
        async with asyncio.timeout(within):
            while True:
                for told in self._told[since:]:
                    if wanted(told):
                        return told
                since = len(self._told)
                self._changed.clear()
                await self._changed.wait()

    @property
    def told(self) -> list[Told]:
        """All that the processes told so far."""
        return self._told

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            self._told.append(json.loads(line))
            self._changed.set()


class BareSpine:
    """One spine on one database: it is started, killed and started again by forks of the nursery."""

    def __init__(self, nursery: Nursery, settings: Settings) -> None:
        """Describe it."""
        self._nursery = nursery
        self._settings = settings
        self.pid = 0
        self._since = 0

    async def start(self) -> None:
        """Fork a process; `wait_ready` waits for it."""
        self._since = len(self._nursery.told)
        self.pid = await self._nursery.fork(self._settings)

    async def wait_ready(self) -> None:
        """Wait until it has loaded what is on disk and is connected to the broker. Raises ProcessError."""
        try:
            await self.until(lambda told: told["say"] == "link" and told["connected"], within=READY_WITHIN)
        except TimeoutError as error:
            message = f"process {self.pid} was not ready within {READY_WITHIN:g} s; running: {self.running}"
            raise ProcessError(message) from error

    async def until(self, wanted: Callable[[Told], bool], *, within: float) -> Told:
        """Return the first thing that this process has told, or tells, that is wanted. Raises TimeoutError."""
        return await self._nursery.until(
            lambda told: told["pid"] == self.pid and wanted(told), since=self._since, within=within
        )

    @property
    def database(self) -> Path:
        """Its file."""
        return Path(self._settings.path)

    @property
    def running(self) -> bool:
        """Whether the process exists."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    async def kill(self) -> None:
        """End it with SIGKILL and wait until it is gone."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """End it with SIGTERM, as a service manager does, and wait until it is gone."""
        await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)
        if not await wait_until(lambda: not self.running, within=GONE_WITHIN, every=POLL):
            message = f"process {self.pid} did not end within {GONE_WITHIN:g} s of {number.name}"
            raise ProcessError(message)
