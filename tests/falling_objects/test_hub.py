"""The group of workers with processes of the test's own: who dies, hangs or cannot be started, and what is told."""

import asyncio
import multiprocessing
import os
from collections.abc import AsyncGenerator, Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import pytest_asyncio
from falling_objects import hub as hubs
from falling_objects.hub import BEGINS_WITHIN, SILENT_AFTER, Hub
from falling_objects.messages import WORKER_DIED, FromWorker, Health, Load, Said, Watched
from falling_objects.settings import CameraSettings


def camera(name: str) -> Watched:
    settings = CameraSettings(name, "rtsp://h/", name, None, None, "none", None, 2.0, 0.85, True, 5.0, False)  # noqa: FBT003
    return Watched(settings, None, Path())


class Process:
    """A worker's process that does nothing by itself; `end` is its end of the pipe."""

    made: list[Process]
    refused: int
    pid = None
    exitcode = -9

    def __init__(self, target: object, args: tuple[Connection, list[Watched]], **_: object) -> None:
        assert target is not None
        self.end = Connection(os.dup(args[0].fileno()))
        self.names = [one.camera.name for one in args[1]]
        self.killed = False

    def start(self) -> None:
        if Process.refused:
            Process.refused -= 1
            self.end.close()
            raise BlockingIOError(11, "Resource temporarily unavailable")
        Process.made.append(self)

    def join(self, _: float | None = None) -> None:
        pass

    def kill(self) -> None:
        self.killed = True
        self.end.close()

    def is_alive(self) -> bool:
        return False


class Context:
    """What `multiprocessing.get_context` returns."""

    Process = Process
    Pipe = staticmethod(multiprocessing.Pipe)


class World:
    """A hub with three cameras in one worker; `heard` is what it passed on, `now` seconds are added to its time."""

    def __init__(self) -> None:
        self.heard: list[FromWorker] = []
        self.hub = Hub([camera(name) for name in "abc"], 1, self.heard.append)
        self.hub._begin(["a", "b", "c"])

    async def until(self, done: Callable[[], bool]) -> None:
        for _ in range(100_000):
            if done():
                return
            await asyncio.sleep(0)
        raise AssertionError

    def parts(self) -> list[list[str]]:
        return [process.names for process in Process.made]


@pytest_asyncio.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[World]:
    Process.made, Process.refused = [], 0
    monkeypatch.setattr(multiprocessing, "get_context", lambda _: Context)
    monkeypatch.setattr(hubs, "RESTART_AFTER", (0.0,))
    world = World()
    yield world
    await world.hub.stop()
    for process in Process.made:
        process.end.close()


async def test_who_dies_is_told_and_begins_again_in_two(world: World) -> None:
    Process.made[0].end.close()
    await world.until(lambda: len(Process.made) == 3)
    assert world.parts() == [["a", "b", "c"], ["a", "b"], ["c"]]
    told = [(one.camera, one.trouble, one.blind) for one in world.heard if isinstance(one, Health)]
    assert told == [(name, WORKER_DIED, "no_picture") for name in "abc"]


async def test_who_cannot_be_started_is_started_later(world: World) -> None:
    Process.refused = 3
    Process.made[0].end.close()
    await world.until(lambda: len(Process.made) == 3)
    assert sorted(world.parts()[1:]) == [["a", "b"], ["c"]]


async def test_who_hangs_is_ended_and_begins_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    (process,) = Process.made
    began = at = world.hub._loop.time()
    with monkeypatch.context() as patch:
        patch.setattr(world.hub._loop, "time", lambda: at)
        # It compiles, or waits for a slow disk.
        at = began + BEGINS_WITHIN - 10
        world.hub.govern()
        assert not process.killed
        process.end.send(Load(0.1, 0.0, 80.0))
        process.end.send(Said("a", "here"))
        await world.until(lambda: bool(world.heard))
        at += SILENT_AFTER - 1
        world.hub.govern()
        assert not process.killed
        at += 2
        world.hub.govern()
        assert process.killed
    await world.until(lambda: any(isinstance(one, Health) for one in world.heard))
