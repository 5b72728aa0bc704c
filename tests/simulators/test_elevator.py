"""The simulated elevator keeps its own door safe: whatever we do or fail to do, it lets go."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from simulators.elevator import LONGEST_HOLD, Elevator
from simulators.elevator_car import MODES, Mode, Pace
from simulators.link import Arrival

QUICK = Pace(floor=0.01, door=0.01, open=0.05)
PATIENT = Pace(floor=0.01, door=0.01, open=60.0)


class Box:
    """One elevator whose messages are kept."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.news = asyncio.Event()
        self.elevator = Elevator("elevator-1", self._send, pace=QUICK)

    def _send(self, leaf: str, payload: bytes, _retain: bool) -> bool:
        self.sent.append((leaf, json.loads(payload) if payload.startswith(b"{") else {"": payload.decode()}))
        self.news.set()
        return True

    def command(
        self, name: str, arguments: dict[str, object] | None = None, *, ident: str = "c", late: float = 0.0
    ) -> dict[str, Any] | None:
        expires = datetime.now(UTC) + timedelta(seconds=3 - late)
        body = {"id": ident, "command": name, "expires": expires.isoformat(), **(arguments or {})}
        before = len(self.sent)
        self.elevator.receive("command", Arrival("t", json.dumps(body).encode(), retained=False, at=0.0))
        return next((body for leaf, body in self.sent[before:] if leaf == "result"), None)

    def hold(self, seconds: object, *, ident: str = "c", late: float = 0.0) -> dict[str, Any] | None:
        return self.command("hold_door", {"for": seconds}, ident=ident, late=late)

    async def answered(self) -> None:
        async with asyncio.timeout(60):
            while not any(leaf == "result" for leaf, _ in self.sent):
                self.news.clear()
                await self.news.wait()

    async def until(self, **wanted: object) -> dict[str, Any]:
        async with asyncio.timeout(60):
            while not (wanted.items() <= self.elevator.state.items()):
                self.news.clear()
                await self.news.wait()
        return self.elevator.state


@pytest.fixture
async def box() -> AsyncIterator[Box]:
    box = Box()
    box.elevator.car.start()
    box.elevator.announcement()
    yield box
    await box.elevator.stop()


async def opened(box: Box, floor: str = "1") -> None:
    box.elevator.car.call(floor)
    await box.until(door="open", floor=floor, moving=False)


async def test_it_travels_with_its_door_closed_and_opens_at_the_landing(box: Box) -> None:
    box.elevator.car.call("4")
    await box.until(moving=True)
    assert box.elevator.state["door"] == "closed"
    await box.until(door="open", floor="4", level=True, moving=False)
    await box.until(door="closed")
    states = [body for leaf, body in box.sent if leaf == "state"]
    assert not any(state["moving"] and state["door"] != "closed" for state in states)


async def test_a_held_door_stays_open_and_is_free_again_by_itself(box: Box) -> None:
    await opened(box)
    assert box.hold(0.3) == {"id": "c", "ok": True}
    box.elevator.car.call("5")
    await box.until(hold=False)
    assert {body["door"] for leaf, body in box.sent if leaf == "state" and body["hold"]} == {"open"}
    await box.until(floor="5")
    assert [one.what for one in box.elevator.happened] == ["held", "free"]


async def test_asked_again_it_holds_on(box: Box) -> None:
    await opened(box)
    ends: list[float] = []
    for number in range(4):
        assert box.hold(5, ident=str(number)) == {"id": str(number), "ok": True}
        assert box.elevator.expires_at is not None
        ends.append(box.elevator.expires_at)
    assert ends == sorted(set(ends))
    assert [one.what for one in box.elevator.happened] == ["held"]


async def test_the_closing_door_opens_again(box: Box) -> None:
    box.elevator.car.pace = Pace(floor=0.01, door=0.2, open=0.05)
    await opened(box)
    await box.until(door="closing")
    # The box refuses what is not an open door; the contact itself does what a finger on the button does.
    assert box.hold(1) == {"id": "c", "ok": False, "error": "door_not_open"}
    box.elevator.car.close_contact(True)  # noqa: FBT003
    await box.until(door="open")


@pytest.mark.parametrize("seconds", [LONGEST_HOLD + 0.1, 0, -1, "10", None])
async def test_no_hold_is_longer_than_ten_seconds(box: Box, seconds: object) -> None:
    await opened(box)
    assert box.hold(seconds) == {"id": "c", "ok": False, "error": "invalid_for"}
    assert not box.elevator.held


@pytest.mark.parametrize("mode", MODES)
async def test_no_mode_of_the_controller_leaves_it_held_or_takes_a_hold(box: Box, mode: Mode) -> None:
    await opened(box)
    box.hold(10)
    assert box.elevator.held
    box.elevator.set_mode(mode, on=True)
    assert not box.elevator.held
    assert (await box.until(hold=False))[mode] is True
    assert box.hold(10, ident="d") == {"id": "d", "ok": False, "error": mode}


async def test_a_late_command_is_not_executed(box: Box) -> None:
    await opened(box)
    assert box.hold(10, late=4) == {"id": "c", "ok": False, "error": "expired"}
    assert not box.elevator.held


async def test_the_key_lets_go_and_no_hold_is_taken_until_the_door_has_closed(box: Box) -> None:
    await opened(box)
    box.hold(10)
    await box.elevator.turn_key()
    assert not box.elevator.held
    assert box.hold(10, ident="d") == {"id": "d", "ok": False, "error": "key"}
    assert next(body["type"] for leaf, body in box.sent if leaf == "event") == "key_release"
    await box.until(door="closed")
    await opened(box, "2")
    assert box.hold(10, ident="e") == {"id": "e", "ok": True}
    box.elevator.pause()


async def test_the_last_will_of_the_community_lets_go(box: Box) -> None:
    await opened(box)
    box.hold(10)
    box.elevator.hear_heartbeat(b'{"at":null}', retained=False)
    assert not box.elevator.held


async def test_without_the_broker_it_lets_go(box: Box) -> None:
    await opened(box)
    box.hold(10)
    box.elevator.pause()
    assert not box.elevator.held


async def test_a_relay_that_never_answers(box: Box) -> None:
    await opened(box)
    box.elevator.dead = True
    assert box.hold(10) is None
    assert not box.elevator.held


async def test_a_slow_relay_answers_when_it_has_switched(box: Box) -> None:
    box.elevator.car.pace = PATIENT
    await opened(box)
    box.elevator.relay_delay = 0.05
    assert box.hold(10) is None
    assert not box.elevator.held
    await box.until(hold=True)
    await box.answered()
    assert ("result", {"id": "c", "ok": True}) in box.sent
    assert box.command("release_door", ident="d") == {"id": "d", "ok": True}


@pytest.mark.parametrize("how", ["told", "key", "fire", "broker"])
async def test_a_slow_relay_does_not_close_after_it_was_to_let_go(box: Box, how: str) -> None:
    box.elevator.car.pace = PATIENT
    await opened(box)
    box.elevator.relay_delay = 60.0
    assert box.hold(10) is None
    match how:
        case "told":
            box.command("release_door", ident="d")
            assert ("result", {"id": "d", "ok": True}) in box.sent
        case "key":
            await box.elevator.turn_key()
        case "fire":
            box.elevator.set_mode("fire", on=True)
        case _:
            box.elevator.pause()
    assert ("result", {"id": "c", "ok": False, "error": "released"}) in box.sent
    # It sends the event of its key again and again.
    box.elevator.pause()
    assert not box.elevator._switching
    assert not box.elevator.held


async def test_a_slow_relay_looks_again_before_it_closes(box: Box) -> None:
    await opened(box)
    box.elevator.relay_delay = 0.3
    assert box.hold(10) is None
    await box.answered()
    # The door of this car stands open for a twentieth of a second.
    assert ("result", {"id": "c", "ok": False, "error": "door_not_open"}) in box.sent
    assert "held" not in [one.what for one in box.elevator.happened]


async def test_what_a_slow_relay_is_told_twice_it_does_once(box: Box) -> None:
    box.elevator.car.pace = PATIENT
    await opened(box)
    box.elevator.relay_delay = 0.05
    assert (box.hold(10), box.hold(10)) == (None, None)
    await box.until(hold=True)
    await box.answered()
    assert box.hold(10) == {"id": "c", "ok": True}
    assert [one.what for one in box.elevator.happened] == ["held"]


async def test_letting_go_is_never_too_late(box: Box) -> None:
    await opened(box)
    box.hold(10)
    assert box.command("release_door", ident="d", late=3600) == {"id": "d", "ok": True}
    assert not box.elevator.held


async def test_what_is_not_wired_is_not_said(box: Box) -> None:
    box.elevator.unwired = {"door", "fire"}
    box.elevator.car.call("2")
    await box.until(floor="2")
    state = [body for leaf, body in box.sent if leaf == "state"][-1]
    assert not {"door", "fire"} & state.keys()


async def test_it_speaks_what_it_is_told_to(box: Box) -> None:
    assert box.command("announce", {"text": "请将车推出轿厢", "language": "zh-Hans"}) == {"id": "c", "ok": True}
    assert [(one.what, one.detail) for one in box.elevator.happened] == [("said", "zh-Hans: 请将车推出轿厢")]


async def test_whoever_calls_while_the_door_opens_is_not_forgotten(box: Box) -> None:
    box.elevator.car.pace = PATIENT
    box.elevator.car.call("3")
    await box.until(door="opening", floor="3")
    box.elevator.car.call("2")
    await box.until(door="open", floor="2")
