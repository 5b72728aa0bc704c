"""The group of processes that watch: one a core, cameras dealt out evenly, one that dies hurting as few as can be.

A worker that ends by itself, or says nothing any more, is started again. If it had several cameras they are parted into
two workers: a stream that brings its decoder down soon sits alone, and ends nobody else.
"""

import asyncio
import logging
import multiprocessing
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Final

from . import worker
from .governor import Governor, Strain
from .messages import (
    WORKER_DIED,
    AskPicture,
    AskSelfTest,
    FromWorker,
    Health,
    Level,
    Load,
    PictureTaken,
    SetFacade,
    SetLevel,
    Stop,
    Watched,
)
from .optics import Facade

RESTART_AFTER: Final = (0.5, 2.0, 5.0, 15.0, 30.0)  # seconds
WELL_AFTER: Final = 60.0  # seconds
STOP_WITHIN: Final = 3.0
# A worker speaks every second, once it has begun; after so long in silence it hangs. Seconds.
SILENT_AFTER: Final = 60.0
BEGINS_WITHIN: Final = 300.0
PICTURE_WITHIN: Final = 4.0
_LOG: Final = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Worker:
    """One process with its cameras' names; `silent_at` is when it hangs, unless it is heard before (loop time)."""

    cameras: list[str]
    process: SpawnProcess
    connection: Connection
    began: float
    silent_at: float
    load: Load | None = None


class Hub:
    """Runs the workers in the running event loop. `heard` gets what they say, but for loads and pictures."""

    def __init__(self, cameras: Sequence[Watched], workers: int | None, heard: Callable[[FromWorker], None]) -> None:
        """Prepare; `start` begins."""
        self._cameras = {watched.camera.name: watched for watched in cameras}
        self._number = min(len(cameras), workers or os.cpu_count() or 1)
        self._heard = heard
        self._workers: list[_Worker] = []
        self._loop = asyncio.get_running_loop()
        self._governor = Governor(self._loop.time())
        self._health: dict[str, Health] = {}
        self._requests: dict[int, asyncio.Future[bytes | None]] = {}
        self._request = 0
        self._failures: dict[str, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._compiling: SpawnProcess | None = None

    @property
    def level(self) -> Level:
        """How much is looked at."""
        return self._governor.level

    def loads(self) -> list[tuple[list[str], Load]]:
        """Return each worker's cameras and load, of those that have told it."""
        return [(one.cameras, one.load) for one in self._workers if one.load is not None]

    def pids(self) -> list[int]:
        """Return the workers' process ids."""
        return [one.process.pid for one in self._workers if one.process.pid is not None]

    async def start(self) -> None:
        """Start the workers, once all that they run is compiled: by one process, whose memory goes with it."""
        self._compiling = multiprocessing.get_context("spawn").Process(
            target=worker.warm_up, name="compiler", daemon=True
        )
        self._compiling.start()
        await asyncio.to_thread(self._compiling.join)
        if self._stopping:
            return
        names = list(self._cameras)
        for number in range(self._number):
            self._begin(names[number :: self._number])

    async def stop(self) -> None:
        """End them all."""
        self._stopping = True
        if self._compiling is not None and self._compiling.is_alive():
            self._compiling.kill()
        for task in self._tasks:
            task.cancel()
        for one in self._workers:
            self._tell(one, Stop())
        for one in self._workers:
            await asyncio.to_thread(one.process.join, STOP_WITHIN)
            if one.process.is_alive():
                one.process.kill()
                await asyncio.to_thread(one.process.join, STOP_WITHIN)
            self._part_with(one)
        self._workers.clear()

    async def picture(self, camera: str) -> bytes | None:
        """Return a camera's picture, JPEG; None where there is none."""
        owner = self._owner(camera)
        if owner is None:
            return None
        self._request += 1
        request = self._request
        future: asyncio.Future[bytes | None] = self._loop.create_future()
        self._requests[request] = future
        self._tell(owner, AskPicture(camera, request))
        try:
            async with asyncio.timeout(PICTURE_WITHIN):
                return await future
        except TimeoutError:
            return None
        finally:
            self._requests.pop(request, None)

    def calibrate(self, camera: str, facade: Facade | None) -> None:
        """Have a camera watch a facade."""
        self._cameras[camera] = replace(self._cameras[camera], facade=facade)
        if (owner := self._owner(camera)) is not None:
            self._tell(owner, SetFacade(camera, facade))

    def self_test(self, camera: str) -> bool:
        """Begin a self-test; return False where nobody watches the camera now."""
        owner = self._owner(camera)
        return owner is not None and self._tell(owner, AskSelfTest(camera))

    def govern(self) -> None:
        """Look how hard it is, and say how much is to be looked at; end who hangs. Once a second."""
        for one in self._workers:
            if self._loop.time() > one.silent_at:
                _LOG.error("the process of %s says nothing any more, and is ended", ", ".join(one.cameras))
                # Its pipe's end tells the rest.
                one.process.kill()
        loads = [one.load for one in self._workers if one.load is not None]
        strain = Strain(
            max((load.busy for load in loads), default=0.0),
            max((load.waited for load in loads), default=0.0),
            max((one.lag for one in self._health.values()), default=0.0),
        )
        before = self._governor.level
        level = self._governor.judge(strain, self._loop.time())
        if level is not before:
            _LOG.warning("every camera is now looked at: %s (%s)", level.name, strain)
            for one in self._workers:
                self._tell(one, SetLevel(level))

    def _begin(self, names: list[str]) -> None:
        """Start a worker with these cameras."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=worker.run, args=(theirs, [self._cameras[name] for name in names]), name="facades", daemon=True
        )
        process.start()
        theirs.close()
        now = self._loop.time()
        one = _Worker(names, process, ours, now, now + BEGINS_WITHIN)
        self._workers.append(one)
        self._loop.add_reader(ours.fileno(), self._hear, one)
        self._governor.settle(self._loop.time())
        self._tell(one, SetLevel(self._governor.level))

    def _hear(self, one: _Worker) -> None:
        try:
            message: FromWorker = one.connection.recv()
        except EOFError, OSError:
            self._lost(one)
            return
        one.silent_at = self._loop.time() + SILENT_AFTER
        match message:
            case Load():
                one.load = message
            case PictureTaken(_, request, jpeg):
                if (future := self._requests.get(request)) is not None and not future.done():
                    future.set_result(jpeg)
            case _:
                if isinstance(message, Health):
                    self._health[message.camera] = message
                self._heard(message)

    def _lost(self, one: _Worker) -> None:
        """Tell that a lost worker's cameras have no picture, and start it again, in two if it had several."""
        self._part_with(one)
        if one in self._workers:
            self._workers.remove(one)
        if self._stopping:
            return
        one.process.join(0.2)
        _LOG.error("the process of %s ended by itself (%s)", ", ".join(one.cameras), one.process.exitcode)
        for name in one.cameras:
            lost = Health(name, 0.0, 0.0, 0.0, self.level, None, WORKER_DIED, "no_picture", calibrated=False)
            known = self._cameras[name].facade is not None
            self._heard(replace(lost, calibrated=known))
        half = (len(one.cameras) + 1) // 2
        for names in (one.cameras[:half], one.cameras[half:]):
            if names:
                self._later(names, one.began)

    def _later(self, names: list[str], began: float) -> None:
        key = ",".join(names)
        failures = 0 if self._loop.time() - began > WELL_AFTER else self._failures.get(key, 0)
        self._failures[key] = failures + 1

        async def begin() -> None:
            await asyncio.sleep(RESTART_AFTER[min(failures, len(RESTART_AFTER) - 1)])
            try:
                self._begin(names)
            except OSError as error:
                _LOG.error("the process of %s could not be started: %s", key, error)
                self._later(names, self._loop.time())

        task = self._loop.create_task(begin())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _part_with(self, one: _Worker) -> None:
        if not one.connection.closed:
            self._loop.remove_reader(one.connection.fileno())
            one.connection.close()

    def _owner(self, camera: str) -> _Worker | None:
        return next((one for one in self._workers if camera in one.cameras), None)

    def _tell(self, one: _Worker, message: SetLevel | SetFacade | AskPicture | AskSelfTest | Stop) -> bool:
        try:
            one.connection.send(message)
        except OSError:
            # Its end is about to be heard.
            return False
        return True
