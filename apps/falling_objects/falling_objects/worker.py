"""A process that watches some cameras: a thread each, one core for all of them."""

import gc
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import av
import numpy as np

from .eye import Eye
from .messages import FromWorker, Load, Said, SetLevel, Stop, ToWorker, Watched
from .model import Frame, WatchSettings
from .optics import Facade, FloorGrid, Plane
from .outbox import Phase
from .report import report_of
from .selftest import SelfTest
from .watcher import FacadeWatcher

TELL_EVERY: Final = 1.0  # seconds
_WARM_UP_RATE: Final = 25  # frames a second
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


def run(connection: Connection, cameras: Sequence[Watched]) -> None:
    """Watch until told to stop, or until the other side is gone."""
    # A Ctrl-C and a service manager reach the whole group; who started us says when it ends.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    av.logging.set_level(av.logging.PANIC)
    lock = threading.Lock()

    def send(message: FromWorker) -> None:
        with lock:
            try:
                connection.send(message)
            except OSError:
                # Nobody listens any more; the main thread is about to find out.
                stop.set()

    stop = threading.Event()
    warm_up()
    # What is there now stays: to look for what can go then takes a moment, not half a second.
    gc.collect()
    gc.freeze()
    eyes = {watched.camera.name: Eye(watched, send, time.monotonic, time.time) for watched in cameras}
    for name, eye in eyes.items():
        threading.Thread(target=partial(_watch, eye, name, stop, send), name=name[:15], daemon=True).start()
    told, used, waited = time.monotonic(), time.process_time(), _waited()
    while not stop.is_set():
        try:
            # Whoever started us may be killed: the end of its pipe is our end, too.
            if connection.poll(max(0.0, told + TELL_EVERY - time.monotonic())):
                _obey(connection.recv(), eyes, stop)
        except EOFError, OSError:
            stop.set()
        now = time.monotonic()
        if now - told >= TELL_EVERY:
            used_now, waited_now = time.process_time(), _waited()
            send(Load((used_now - used) / (now - told), max(0.0, waited_now - waited) / (now - told), _memory()))
            told, used, waited = now, used_now, waited_now
            for eye in eyes.values():
                send(eye.health())
    # A thread may wait for a camera for some seconds more; there is nothing of it to save.
    os._exit(0)


def warm_up() -> None:
    """Have everything compiled before the first picture comes: the first time that takes half a minute."""
    side, height = 640, 30.0
    scale = (height + 4.0) / side
    homography = np.array([[scale, 0.0, 0.0], [0.0, -scale, height + 2.0], [0.0, 0.0, 1.0]])
    outline = ((40.0, 0.0), (600.0, 0.0), (600.0, 639.0), (40.0, 639.0))
    facade = Facade(
        (side, side),
        (Plane(0, homography, outline, scale * side, height),),
        FloorGrid(tuple(3.0 * floor for floor in range(11))),
    )
    chance = np.random.default_rng(0)
    test = SelfTest(facade, 0.0, random.Random(0))  # noqa: S311 - where it falls
    watcher = FacadeWatcher(facade, WatchSettings())
    number = 0
    while not test.over(at := number / _WARM_UP_RATE):
        luma = chance.integers(95, 105, (side, side), np.uint8)
        for fall in watcher.take(test.paint(Frame(luma, at))):
            report_of("0" * 26, fall, facade, Phase.SUSPECTED)
        number += 1


def _watch(eye: Eye, name: str, stop: threading.Event, send: Callable[[FromWorker], None]) -> None:
    """Watch one camera; what goes wrong with it is told and tried again, and touches no other."""
    while not stop.is_set():
        try:
            eye.run(stop)
        except Exception as error:  # noqa: BLE001 - a thread that ends in silence is a camera that nobody watches
            send(Said(name, f"failed: {type(error).__name__}: {error}"))
        else:
            return
        if stop.wait(5.0):
            return


def _obey(message: ToWorker, eyes: dict[str, Eye], stop: threading.Event) -> None:
    match message:
        case Stop():
            stop.set()
        case SetLevel(level):
            for eye in eyes.values():
                eye.level = level
        case _:
            if (asked := eyes.get(message.camera)) is not None:
                asked.commands.put(message)


def _waited() -> float:
    """Return for how long this process's threads were ready and had no processor, seconds; 0 where nobody counts."""
    nanoseconds = 0
    for path in Path("/proc/self/task").glob("*/schedstat"):
        try:
            nanoseconds += int(path.read_text(encoding="ascii").split()[1])
        except OSError, IndexError:
            # The thread ended meanwhile, or the kernel does not count.
            continue
    return nanoseconds / 1e9


def _memory() -> float:
    """Return the resident memory of this process, MiB."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE / (1 << 20)
