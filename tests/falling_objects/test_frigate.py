"""Frigate's desk with a Frigate of the test's own: one event a fall, whatever it answers, and when."""

import asyncio
import json
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Self, cast
from unittest.mock import Mock

import aiohttp
import pytest
from aiohttp.base_protocol import BaseProtocol
from falling_objects.clips import POST_ROLL
from falling_objects.frigate import FrigateDesk, sub_label
from falling_objects.frigate_client import LARGEST, FrigateClient, FrigateError, FrigateProblem
from falling_objects.outbox import FRIGATE_GIVES_UP, FrigateState, Outbox, Phase, StoredFall
from falling_objects.settings import FrigateSettings

BEGAN = 1_000_000.0
SAID = {"floor": 15, "floor_sd": 1.2, "confidence": 0.91234, "box": [0.1, 0.2, 0.05, 0.6]}


class FakeFrigate:
    """Keeps what it is told; `fails` is raised by the next calls, before (or, if unknown, after) they are done."""

    def __init__(self) -> None:
        self.events: dict[str, dict[str, object]] = {}
        self.exports: list[tuple[str, float, float]] = []
        self.fails: list[FrigateProblem] = []
        self.now = BEGAN
        self.calls = 0

    def _maybe_fail(self) -> None:
        if self.fails:
            raise FrigateError(self.fails.pop(0))

    async def create(self, camera: str, sub_label: str, score: float, box: list[float] | None, pre_roll: int) -> str:
        self.calls += 1
        done = bool(self.fails) and self.fails[0] is FrigateProblem.UNKNOWN
        if not done:
            self._maybe_fail()
        event = f"e{len(self.events)}"
        self.events[event] = {
            "camera": camera,
            "sub": sub_label,
            "score": score,
            "box": box,
            "start": self.now - pre_roll,
            "end": None,
        }
        if done:
            self._maybe_fail()
        return event

    async def end(self, event_id: str, at: float) -> None:
        self._maybe_fail()
        if event_id not in self.events:
            raise FrigateError(FrigateProblem.NOT_FOUND)
        self.events[event_id]["end"] = at

    async def ours(self, camera: str, after: float) -> list[tuple[str, float, str]]:
        self._maybe_fail()
        return [
            (ident, float(str(event["start"])), str(event["sub"]))
            for ident, event in self.events.items()
            if event["camera"] == camera and float(str(event["start"])) >= after
        ]

    async def export(self, camera: str, start: float, end: float, name: str) -> None:
        assert name.startswith("falling_object ")
        self.exports.append((camera, start, end))
        self._maybe_fail()


class World:
    """A desk over an outbox with one fall."""

    def __init__(self, outbox: Outbox) -> None:
        self.outbox, self.frigate = outbox, FakeFrigate()
        self.desk = self.new_desk()

    def new_desk(self) -> FrigateDesk:
        return FrigateDesk(self.frigate, self.outbox, {"f3": ("facade_3", 5.0)})

    def fall(self, phase: Phase = Phase.CONFIRMED, ident: str = "A", camera: str = "f3") -> StoredFall:
        fall = StoredFall(
            ident, camera, phase, BEGAN, BEGAN + 3, SAID, FrigateState.WANTED, None, None, picture=True, clip=False
        )
        self.outbox.take_in(fall, None, BEGAN)
        return fall

    async def at(self, seconds: float) -> list[str]:
        self.frigate.now = BEGAN + seconds
        return [fall.id for fall in await self.desk.work(BEGAN + seconds)]

    @property
    def state(self) -> str:
        stored = self.outbox.fall("A")
        assert stored is not None
        return stored.frigate.value


@pytest.fixture
def world(tmp_path: Path) -> Generator[World]:
    with Outbox(tmp_path / "outbox.db", "boot") as outbox:
        yield World(outbox)


async def test_an_event_is_opened_and_ended(world: World) -> None:
    world.fall()
    assert await world.at(1.2) == ["A"]
    (event,) = world.frigate.events.values()
    assert (event["camera"], event["sub"], event["score"]) == ("facade_3", "14-16F", 0.912)
    assert event["box"] == [0.1, 0.2, 0.05, 0.6]
    assert event["end"] is None
    assert await world.at(2.0) == []
    world.fall(Phase.ENDED)
    await world.at(4.0)
    assert event["end"] == BEGAN + 3 + POST_ROLL
    assert world.state == "ended"
    assert world.desk.wait(BEGAN + 5) > 1e9
    assert world.frigate.exports == []


async def test_what_is_refused_is_kept_and_tried_again_ever_more_seldom(world: World) -> None:
    world.fall()
    world.frigate.fails = [FrigateProblem.REFUSED, FrigateProblem.LOGIN_REFUSED, FrigateProblem.UNREACHABLE]
    tried = []
    for tenth in range(200):
        calls = world.frigate.calls
        await world.at(tenth / 10)
        if world.frigate.calls > calls:
            tried.append(tenth / 10)
    assert tried == [0.0, 1.0, 3.0, 7.0]
    assert world.state == "opened"
    assert world.desk.problem is None
    assert len(world.frigate.events) == 1


async def test_a_clock_that_is_set_back_holds_nothing_up(world: World) -> None:
    world.fall()
    world.frigate.fails = [FrigateProblem.UNREACHABLE]
    await world.at(3600.0)
    await world.at(0.0)
    assert world.state == "opened"


async def test_what_comes_late_has_its_time_in_its_name_and_its_recording_kept(world: World) -> None:
    world.fall(Phase.ENDED)
    world.frigate.fails = [FrigateProblem.UNREACHABLE] * 6
    for second in range(200):
        await world.at(float(second))
    (event,) = world.frigate.events.values()
    assert event["sub"] == "14-16F 13:46:40Z"
    # The event begins with the fall where Frigate can do that, and the time is kept where it cannot.
    assert float(str(event["start"])) <= BEGAN - 5
    assert world.frigate.exports == [("facade_3", BEGAN - 5, BEGAN + 3 + POST_ROLL)]
    assert world.state == "ended"
    assert float(str(event["end"])) >= BEGAN + 60


@pytest.mark.parametrize("killed", [True, False])
async def test_an_event_whose_answer_was_lost_is_not_opened_twice(world: World, killed: bool) -> None:
    world.fall()
    world.frigate.fails = [FrigateProblem.UNKNOWN]
    await world.at(1.0)
    assert world.state == "asked"
    if killed:
        world.desk = world.new_desk()
    assert await world.at(3.0) == ["A"]
    assert list(world.frigate.events) == ["e0"]
    assert world.state == "opened"


async def test_if_it_was_not_opened_it_is_opened_then(world: World) -> None:
    world.fall()
    world.outbox.frigate("A", FrigateState.ASKED, BEGAN)
    # Somebody else's falling object, and one that is known to be another fall's.
    world.frigate.events["old"] = {"camera": "facade_3", "sub": "", "start": BEGAN - 500, "end": None}
    world.fall(ident="B")
    world.outbox.frigate("B", FrigateState.OPENED, BEGAN, "known")
    world.frigate.events["known"] = {"camera": "facade_3", "sub": "", "start": BEGAN, "end": None}
    await world.at(1.0)
    assert set(world.frigate.events) == {"old", "known", "e2"}


async def test_an_event_that_is_gone_is_no_reason_to_go_on(world: World) -> None:
    world.fall()
    await world.at(1.0)
    world.frigate.events.clear()
    world.fall(Phase.ENDED)
    await world.at(5.0)
    assert world.state == "ended"


async def test_a_week_later_and_without_a_camera_in_frigate_it_is_given_up(world: World) -> None:
    world.fall()
    await world.at(FRIGATE_GIVES_UP + 1)
    assert world.state == "given_up"
    world.fall(ident="B", camera="nowhere")
    await world.at(0.0)
    assert world.frigate.calls == 0


def test_the_floors_are_named_as_they_are_known(world: World) -> None:
    fall = world.fall()
    assert sub_label(fall, BEGAN) == "14-16F"
    assert sub_label(replace(fall, said={"floor": 2, "floor_sd": 3.0}), BEGAN) == "1-5F"
    assert sub_label(replace(fall, said={"floor": 9, "floor_sd": 0.2}), BEGAN) == "9F"
    assert sub_label(replace(fall, said={}), BEGAN) == "?F"


class Answer:
    """An answer of 200 whose body comes in pieces, as over a network; a session that gives nothing else."""

    status = 200

    def __init__(self, *pieces: bytes) -> None:
        loop = asyncio.get_running_loop()
        protocol = BaseProtocol(loop)
        protocol.transport = Mock()
        self.content = aiohttp.StreamReader(protocol, 2**26, loop=loop)
        for piece in pieces:
            loop.call_soon(self.content.feed_data, piece)
        loop.call_soon(self.content.feed_eof)

    def request(self, *_: object, **__: object) -> Self:
        return self

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass


async def test_an_answer_that_comes_in_pieces_is_read_whole_and_an_endless_one_is_not() -> None:
    rows = json.dumps([{"id": f"e{number}", "start_time": BEGAN, "sub_label": "14F"} for number in range(50)]).encode()
    settings = FrigateSettings("http://frigate:5000", None, None, verify=True)

    def client(*pieces: bytes) -> FrigateClient:
        return FrigateClient(cast("aiohttp.ClientSession", Answer(*pieces)), settings, lambda: BEGAN)

    assert len(await client(rows[:700], rows[700:1400], rows[1400:]).ours("f3", BEGAN)) == 50
    with pytest.raises(FrigateError) as caught:
        await client(*[b" " * 2**20] * (LARGEST // 2**20 + 3)).ours("f3", BEGAN)
    assert caught.value.problem is FrigateProblem.MALFORMED
