"""Where clips are made: one at a time, by a process of its own, and again after a restart what was not finished."""

import asyncio
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

LONGEST: Final = 180.0  # seconds for one clip
TRIES: Final = 3
AGAIN_AFTER: Final = 30.0  # seconds
_LOG: Final = logging.getLogger(__name__)


class Studio:
    """Makes the clips of the jobs in a folder. `done` is told the id of a fall whose clip is there."""

    def __init__(self, folder: Path, done: Callable[[str], None]) -> None:
        """Begin with nothing to do."""
        self._folder, self._done = folder, done
        self._jobs: asyncio.Queue[Path] = asyncio.Queue()
        self._failures: dict[Path, int] = {}

    def add(self, job: Path) -> None:
        """Make the clip of a job, after those that wait."""
        self._jobs.put_nowait(job)

    def recover(self) -> None:
        """Take up the jobs that an earlier run left, and delete what nobody can use any more."""
        for part in self._folder.glob("*.part"):
            part.unlink(missing_ok=True)
        for packets in self._folder.glob("*.mkv"):
            if not packets.with_suffix(".job").exists():
                packets.unlink(missing_ok=True)
        for job in sorted(self._folder.glob("*.job")):
            self.add(job)

    async def run(self) -> None:
        """Make clips until cancelled."""
        while True:
            job = await self._jobs.get()
            try:
                why = await self._make(job)
            except OSError as error:
                why = f"{type(error).__name__}: {error.strerror}"
            if why is None:
                self._clear(job)
                self._done(job.stem)
                continue
            failures = self._failures[job] = self._failures.get(job, 0) + 1
            _LOG.warning("the clip of %s was not made (%d of %d): %s", job.stem, failures, TRIES, why)
            if failures >= TRIES:
                # Unmasked packets are not kept because nobody can mask them.
                self._clear(job)
            else:
                asyncio.get_running_loop().call_later(AGAIN_AFTER, self.add, job)

    async def _make(self, job: Path) -> str | None:
        """Make one clip; return why not, or None."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            f"{__package__}.clips",
            str(job),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(LONGEST):
                _, said = await process.communicate()
        except TimeoutError:
            return "it took too long"
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode == 0:
            return None
        last = said.decode(errors="replace").strip().splitlines()
        return last[-1][:200] if last else f"code {process.returncode}"

    def _clear(self, job: Path) -> None:
        self._failures.pop(job, None)
        try:
            job.with_suffix(".mkv").unlink(missing_ok=True)
            job.unlink(missing_ok=True)
        except OSError as error:
            _LOG.error("the packets of %s could not be deleted: %s", job.stem, error)
