"""The companion that watches facades: a real process with its workers, RTSP, Mosquitto, a simulated Frigate, a disk.

Most tests share one companion, before which something falls when a test says so; each of them also holds alone.
"""

import asyncio
import io
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import mean

import av
import pytest
import pytest_asyncio
from PIL import Image

from demo.broker import Broker
from demo.processes import wait_until
from simulators.frigate import SimulatedFrigate
from simulators.frigate.records import EventRow
from simulators.rtsp import Fault, Film, RtspServer, read_film

from .disk import filled, small_disk
from .facade import APP, WITHIN, Companion, Ear, Json, compile_once, demanding, film_of, listening, repeated, scene_of

SCENE = scene_of()
DISK_KIB = 16 * 1024
SAMPLES = 20
# What comes too late is not looked at (a promise): if the machine stood still while it fell, it falls again.
FALLS = 3
FALL_WITHIN = 40.0
# A clip is masked picture by picture; on a slow machine that lasts.
CLIP_WITHIN = 240.0

# The first time the companion compiles, and a film is made.
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def compiled() -> Path:
    return compile_once()


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    return read_film(film_of(SCENE, tmp_path_factory.mktemp("films")))


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Film:
    return read_film(film_of(scene_of(4.0, None), tmp_path_factory.mktemp("films")))


def camera(server: RtspServer, name: str = "f3", **more: object) -> Json:
    return {"name": name, "url": server.url, "password": "device-secret", "hardware": "none", **more}


async def eventually(done: Callable[[], object], *, within: float = 60.0) -> None:
    assert await wait_until(lambda: bool(done()), within=within)


@dataclass
class Yard:
    """A companion with one camera, on a disk of its own, and all that it speaks to."""

    companion: Companion
    server: RtspServer
    film: Film
    ear: Ear
    frigate: SimulatedFrigate
    disk: Path

    async def drop(self) -> str:
        """Have something fall; return its id once the first news is there."""
        before = {one["fall"] for one in self.ear.falls()}

        def new() -> set[str]:
            return {str(one["fall"]) for one in self.ear.falls()} - before

        for _ in range(FALLS):
            self.server.show(self.film)
            if await wait_until(lambda: bool(new()), within=FALL_WITHIN):
                return new().pop()
        message = f"{FALLS} falls, and none was told"
        raise AssertionError(message)

    async def told(self, fall: str, phase: str, *, clip: bool | None = None) -> Json:
        """Return the first news of a fall in a phase, or those with its clip, or without."""
        return (
            await self.ear.until(
                lambda: [one for one in self.ear.falls(phase=phase, of=fall) if clip in (None, one["clip"])],
                within=CLIP_WITHIN if clip else WITHIN,
            )
        )[0]

    def manual(self) -> list[EventRow]:
        """Return Frigate's events of falls."""
        return [row for row in self.frigate.records.events.values() if row.label == "falling_object"]

    def manual_of(self, news: Json) -> EventRow:
        """Return Frigate's event of a fall."""
        return next(row for row in self.manual() if row.id == news["frigate_event"])


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared_yard(
    tmp_path_factory: pytest.TempPathFactory, compiled: Path, film: Film, quiet: Film
) -> AsyncGenerator[Yard]:
    folder = tmp_path_factory.mktemp("yard")
    with small_disk(folder / "disk", DISK_KIB) as disk:
        async with (
            Broker(folder / "broker", devices={"f3": "device-secret"}) as broker,
            listening(broker) as ear,
            SimulatedFrigate("0.18") as frigate,
            RtspServer(quiet) as server,
        ):
            cameras = [camera(server, frigate="facade_3")]
            mqtt = {"host": broker.host, "port": broker.port, "site": broker.site}
            companion = Companion(
                disk, cameras, compiled, mqtt=mqtt, frigate={"url": frigate.url}, self_test_nightly=False
            )
            companion.calibrate(SCENE, error_px=3.0)
            async with companion:
                yield Yard(companion, server, film, ear, frigate, disk)
            await ear.until(lambda: ear.availability["f3"] == "offline")
            assert companion.process.exit_code == 0


@pytest_asyncio.fixture(loop_scope="session")
async def yard(shared_yard: Yard) -> Yard:
    await shared_yard.companion.watching()
    return shared_yard


async def test_a_fall_reaches_the_community_frigate_and_the_screen(yard: Yard, figures: list[str]) -> None:
    ear, companion = yard.ear, yard.companion
    fall = await yard.drop()
    ended = await yard.told(fall, "ended")
    # What is not acknowledged soon enough comes again.
    news = sorted({one["seq"]: one for one in ear.falls(of=fall)}.values(), key=lambda one: int(one["seq"]))
    assert news[-1]["phase"] == "ended"
    assert "confirmed" in [one["phase"] for one in news]
    assert ear.infos["f3"]["kind"] == "facade_camera"
    assert ear.availability["f3"] == "online"
    assert ear.states["f3"]["calibrated"] is True
    assert 2 <= len(ended["candidates"]) <= 12
    assert ended["class"] == "falling"
    # The news that comes with the clip names Frigate's event, too.
    told = await yard.told(fall, "ended", clip=True)
    row = yard.manual_of(told)
    # It is ended by us; its recording is asked for.
    await eventually(lambda: row.end_time is not None)
    assert (row.camera, row.has_clip) == ("facade_3", True)
    assert row.sub_label is not None
    assert row.sub_label.endswith("F")
    status, picture = await companion.ask(f"/falls/{fall}/picture.jpg")
    assert status == 200
    assert Image.open(io.BytesIO(picture)).size == (1280, 720)
    status, clip = await companion.ask(f"/falls/{fall}/clip.mp4")
    assert status == 200
    with av.open(io.BytesIO(clip)) as source:
        seconds = float(source.streams.video[0].duration or 0) * float(source.streams.video[0].time_base or 0)
    # Pre-roll, the fall, and what comes after it.
    assert 6.0 < seconds < 20.0
    # No packets are left that are not masked, and nothing that another user of the machine could read.
    assert not list((companion.data / "falls").glob("*.mkv"))
    assert [path for path in companion.data.rglob("*") if path.is_file() and path.stat().st_mode & 0o077] == [
        companion.data / "calibrations" / "f3.json"
    ]
    sure = next(one["confidence"] for one in news if one["phase"] == "confirmed")
    figures.append(
        f"falling objects: floor {ended['floor']} ± {ended['floor_sd']}, confirmed at {sure}, "
        f"clip of {seconds:.1f} s in {len(clip) / 1024:.0f} KiB"
    )


async def test_a_self_test_is_played_and_found_on_command(yard: Yard) -> None:
    ear, before = yard.ear, {one["fall"] for one in yard.ear.falls()}
    passed = False
    for ident in (f"t{number}" for number in range(FALLS)):
        known = [one["seq"] for _, one in ear.events]
        expires = (datetime.now(UTC) + timedelta(seconds=WITHIN)).isoformat()
        ear.command("f3", {"id": ident, "command": "self_test", "expires": expires})
        done = partial(ear.results.__contains__, {"id": ident, "ok": True})
        await ear.until(done)

        def told(known: list[int] = known) -> list[Json]:
            return [one for _, one in ear.events if one["type"] == "self_test" and one["seq"] not in known]

        if passed := (await ear.until(told))[0]["passed"] is True:
            break
    assert passed
    await ear.until(lambda: ear.states["f3"]["self_test"] == "passed")
    assert {one["fall"] for one in ear.falls()} == before


async def test_what_frigate_does_not_take_is_kept_until_it_does(yard: Yard) -> None:
    await yard.frigate.go_offline()
    try:
        fall = await yard.drop()
        await yard.told(fall, "ended")
        await yard.companion.until(lambda status: status["frigate"] == "unreachable")
    finally:
        await yard.frigate.come_back()
    told = (await yard.ear.until(lambda: [one for one in yard.ear.falls(of=fall) if "frigate_event" in one]))[0]
    await eventually(lambda: yard.manual_of(told).end_time is not None)
    await yard.companion.until(lambda status: status["frigate"] == "ok")
    # The clip, too: what is still made of it would free space on a disk that the next test fills.
    await yard.told(fall, "ended", clip=True)


async def test_a_full_disk_costs_the_picture_and_never_the_news(yard: Yard) -> None:
    with filled(yard.disk):
        without = await yard.drop()
        assert (await yard.told(without, "ended"))["clip"] is False
        assert yard.companion.process.running
    fall = await yard.drop()
    await yard.told(fall, "ended", clip=True)
    status, _ = await yard.companion.ask(f"/falls/{fall}/picture.jpg")
    assert status == 200


async def test_a_worker_that_is_killed_in_an_event_begins_again_and_the_event_is_ended(yard: Yard) -> None:
    fall = await yard.drop()
    await yard.told(fall, "confirmed")
    (worker,) = _workers(yard.companion.process.pid or 0)
    os.kill(worker, signal.SIGKILL)
    await yard.told(fall, "ended")
    told = (await yard.ear.until(lambda: [one for one in yard.ear.falls(of=fall) if "frigate_event" in one]))[0]
    await eventually(lambda: yard.manual_of(told).end_time is not None)
    await eventually(lambda: _workers(yard.companion.process.pid or 0) - {worker})
    await yard.companion.watching()


async def test_killed_in_an_event_it_is_ended_after_the_restart_and_nothing_is_told_twice(yard: Yard) -> None:
    ear, companion = yard.ear, yard.companion
    ear.acknowledges = False
    fall = await yard.drop()
    await yard.told(fall, "confirmed")
    before = len(yard.manual())
    workers = _workers(companion.process.pid or 0)
    assert workers
    os.kill(companion.process.pid or 0, signal.SIGKILL)
    await eventually(lambda: companion.process.exit_code is not None)
    # Who watched for it ends, too: nobody would hear them.
    await eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))
    await ear.until(lambda: ear.availability["f3"] == "offline")
    heard = {(one["boot"], one["seq"]) for one in ear.falls(of=fall)}
    ear.events.clear()
    ear.acknowledges = True
    await companion.start()
    await yard.told(fall, "ended")
    # What was not acknowledged came again under its own number.
    assert heard & {(one["boot"], one["seq"]) for one in ear.falls(of=fall)}
    told = (await ear.until(lambda: [one for one in ear.falls(of=fall) if "frigate_event" in one]))[0]
    await eventually(lambda: yard.manual_of(told).end_time is not None)
    assert len(yard.manual()) <= before + 1
    await companion.until(lambda status: status["unacknowledged"] == 0)


async def test_no_server_however_hostile_hurts_another_camera(tmp_path: Path, compiled: Path, film: Film) -> None:
    faults = [fault for fault in Fault if fault is not Fault.NONE]
    servers = {fault: RtspServer(film, fault=fault) for fault in faults}
    async with RtspServer(film) as good:
        try:
            for server in servers.values():
                await server.start()
            cameras = [camera(good), *(camera(server, fault.value) for fault, server in servers.items())]
            companion = Companion(tmp_path / "c", cameras, compiled, workers=1)
            companion.calibrate(SCENE)
            async with companion:
                await companion.until(lambda status: status["cameras"]["f3"]["looked"] > 5)
                before = good.connections
                # Each has answered at least once, some several times.
                await eventually(lambda: all(server.connections for server in servers.values()))
                pids = _workers(companion.process.pid or 0)
                told = (Fault.SILENT, Fault.GARBAGE, Fault.LOGIN, Fault.HUGE_LENGTH, Fault.REDIRECT)
                status = await companion.until(
                    lambda now: (
                        now["cameras"]["f3"]["looked"] > 2
                        and all(now["cameras"][fault.value]["trouble"] is not None for fault in told)
                        and now["cameras"]["login"]["trouble"] == "refused"
                    )
                )
                assert good.connections == before
                assert _workers(companion.process.pid or 0) == pids
                for fault in told:
                    assert status["cameras"][fault.value]["blind"] == "no_picture"
                for server in servers.values():
                    server.fault = Fault.NONE
                # Mended, each is seen again; a slow machine does not see all of them at once.
                mended: set[str] = set()

                def seen_again(now: Json) -> bool:
                    mended.update(name for name, one in now["cameras"].items() if one["trouble"] is None)
                    return len(mended) == len(cameras)

                await companion.until(seen_again, within=150.0)
                # Whoever watches eleven dies: two begin again in its place.
                os.kill(pids.pop(), signal.SIGKILL)
                await companion.until(lambda now: len(now["workers"]) == 2)
                await companion.until(lambda now: now["cameras"]["f3"]["looked"] > 2)
        finally:
            for server in servers.values():
                await server.stop()


async def test_sixteen_cameras_on_two_cores_degrade_evenly(
    tmp_path: Path, compiled: Path, tmp_path_factory: pytest.TempPathFactory, figures: list[str]
) -> None:
    scene = demanding()
    path = repeated(film_of(scene, tmp_path_factory.mktemp("films")), 120)
    cameras = [{"name": f"f{n}", "url": str(path), "loop": True, "hardware": "none"} for n in range(16)]
    companion = Companion(tmp_path / "c", cameras, compiled, workers=2)
    companion.calibrate(scene)
    steps = [None, "half_size", "half_rate"]
    levels: list[int] = []

    def least(now: Json) -> bool:
        told = {steps.index(one["degraded"]) for one in now["cameras"].values()}
        # Less of all, never of one: while a step is passed on they are one step apart.
        assert max(told) - min(told) <= 1
        levels.append(min(told))
        return levels[-1] == 2

    async with companion:
        await companion.until(lambda now: all(one["size"] for one in now["cameras"].values()))
        await companion.until(least, within=120.0)
        assert levels == sorted(levels)
        looked = dict.fromkeys(companion.cameras, 0.0)
        for _ in range(SAMPLES):
            await asyncio.sleep(1.0)
            status = await companion.status()
            assert least(status)
            for name, one in status["cameras"].items():
                looked[name] += one["looked"] / SAMPLES
        memory = sum(worker["memory_mib"] for worker in status["workers"]) / 16
        figures.append(
            f"falling objects: 16 cameras 1080p50 on 2 cores: {min(looked.values()):.1f} to {max(looked.values()):.1f} "
            f"frames a second looked at, {memory:.0f} MiB a camera"
        )
        for worker in status["workers"]:
            # Whatever else the machine does takes as much from each of a worker's cameras: none goes short for others.
            shares = [looked[name] for name in worker["cameras"]]
            assert min(shares) > mean(shares) / 3, shares


async def test_wrong_settings_end_it_with_each_line_and_reason(tmp_path: Path) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text("wrokers: 2\nweb:\n  token: short\ncameras:\n  - name: A\n    url: ftp://x\n", encoding="utf-8")
    command = [sys.executable, "-m", "falling_objects", str(settings)]
    process = await asyncio.create_subprocess_exec(
        *command, env={**os.environ, "PYTHONPATH": str(APP)}, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    assert process.returncode == 2
    lines = said.decode().splitlines()
    assert [line.split(": ")[1] for line in lines] == ["line 1", "line 3", "line 5", "line 6"]
    assert "did you mean workers?" in lines[0]


def _workers(pid: int) -> set[int]:
    """Return the processes with which a companion watches."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_text(encoding="utf-8")
        except OSError:
            # It ended meanwhile.
            continue
        if parent == pid and "spawn_main" in command:
            found.add(int(folder.name))
    return found
