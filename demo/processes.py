"""Child processes that are ready when we go on, and gone when we leave."""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

POLL = 0.05
LOOPBACK = "127.0.0.1"


class ProcessError(Exception):
    """A process ended by itself, or was not ready in time; the message has the end of its log."""


def free_port() -> int:
    """Return a TCP port of the loopback address that nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def port_is_free(port: int) -> bool:
    """Return whether a server could listen on `port` of the loopback address now."""
    with socket.socket() as probe:
        # As servers do: a connection that has ended and only lingers is no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


async def wait_until(condition: Callable[[], bool], *, within: float | None = None, every: float = POLL) -> bool:
    """Look `every` so many seconds whether `condition` holds; return whether it did `within` so many (None: ever)."""
    deadline = None if within is None else time.monotonic() + within
    while not condition():
        if deadline is not None and time.monotonic() > deadline:
            return False
        await asyncio.sleep(every)
    return True


class ManagedProcess:
    """A child in a process group of its own, so that a Ctrl-C in the terminal reaches us first and all of it ends.

    On Linux it also ends when we are killed and can end nothing ourselves; so `start` must be called in the main
    thread (the kernel watches the thread that started it).
    """

    def __init__(
        self, name: str, command: Sequence[str], *, log: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        """Describe the process; its standard output and error are appended to `log`."""
        self.name = name
        self.log = log
        setpriv = shutil.which("setpriv")
        self._command = [*([setpriv, "--pdeathsig", "TERM"] if setpriv else []), *command]
        self._environment = None if environment is None else dict(environment)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        """Return whether it runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """Return the id of the process that was started last."""
        return None if self._process is None else self._process.pid

    @property
    def exit_code(self) -> int | None:
        """Return how the process that was started last ended; None while it runs, or before a start."""
        return None if self._process is None else self._process.poll()

    def start(self) -> None:
        """Start it; raises ProcessError if it runs already."""
        if self.running:
            message = f"{self.name} is running already"
            raise ProcessError(message)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment,
                start_new_session=True,
            )

    async def ready(self, probe: Callable[[], Awaitable[bool]], *, within: float) -> None:
        """Ask `probe` until it says yes.

        Raises ProcessError at once when the process has ended, and when the answer is still no after `within` seconds.
        """
        deadline = time.monotonic() + within
        while not await probe():
            if not self.running:
                message = f"{self.name} ended with code {self.exit_code} while starting\n{self.tail()}"
                raise ProcessError(message)
            if time.monotonic() > deadline:
                message = f"{self.name} was not ready within {within:g} s\n{self.tail()}"
                raise ProcessError(message)
            await asyncio.sleep(POLL)

    async def ended(self) -> int:
        """Wait until the process ends by itself; return its exit code (negative: the signal that ended it)."""
        await wait_until(lambda: self.exit_code is not None, every=POLL * 4)
        return self.exit_code or 0

    async def stop(self, *, within: float) -> None:
        """Ask the whole group to end (SIGTERM); after `within` seconds end it (SIGKILL). Harmless if it has ended."""
        self.signal(signal.SIGTERM)
        await wait_until(lambda: not self.running, within=within)
        await self.kill()

    async def kill(self) -> None:
        """End the whole group at once (SIGKILL) and wait until it is gone."""
        self.signal(signal.SIGKILL)
        await wait_until(lambda: not self.running, every=POLL / 10)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the group. Members that outlive their leader get it too."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def tail(self, lines: int = 30) -> str:
        """Return the last lines of the log."""
        try:
            text = self.log.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""
        return "\n".join(text.splitlines()[-lines:])
