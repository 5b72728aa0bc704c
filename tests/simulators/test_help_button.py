"""A simulated button, with nothing but its timers: what it sends, when, and what it makes of the answers."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from simulators import help_button
from simulators.help_button import HelpButton, HelpButtons
from simulators.link import Arrival, Endpoint

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
HURRIED = [0.01, 0.02, 0.04]


class Wire:
    """Where the button's messages go."""

    def __init__(self) -> None:
        self.online = True
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.changed = asyncio.Event()

    def send(self, leaf: str, payload: bytes, retain: bool) -> bool:  # noqa: ARG002
        if self.online:
            self.sent.append((leaf, json.loads(payload)))
            self.changed.set()
        return self.online

    def events(self) -> list[tuple[str, int]]:
        return [(message["boot"], message["seq"]) for leaf, message in self.sent if leaf == "event"]

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not condition():
                self.changed.clear()
                await self.changed.wait()


@pytest.fixture
async def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    monkeypatch.setattr(help_button, "resend_delays", lambda: iter([*HURRIED, 60.0]))
    return Wire()


@pytest.fixture
async def button(wire: Wire) -> AsyncIterator[HelpButton]:
    boots = iter(["b1", "b2"])
    button = HelpButton("button-0001", wire.send, now=lambda: NOW, new_boot=lambda: next(boots))
    yield button
    button.pause()


def arrival(**message: object) -> Arrival:
    return Arrival("t", json.dumps(message).encode(), retained=False, at=123.0)


async def test_it_resends_until_acknowledged(wire: Wire, button: HelpButton) -> None:
    press = await button.press()
    await wire.until(lambda: len(wire.events()) == 3)
    assert set(wire.events()) == {("b1", 1)}
    assert press.latency is None

    button.receive("ack", arrival(boot="b1", seq=1))
    assert press.acked_at == 123.0
    assert await press.acked(0) == 123.0 - press.pressed_at
    assert press.attempts == 3
    assert button._timers == {}, "it would be sent again after its acknowledgement"


async def test_waiting_for_an_acknowledgement_ends(button: HelpButton) -> None:
    press = await button.press()
    with pytest.raises(TimeoutError, match="button-0001"):
        await press.acked(0.01)


@pytest.mark.parametrize(
    "message",
    [{"boot": "b0", "seq": 1}, {"boot": "b1", "seq": 2}, {"boot": "b1", "seq": "1"}, {"boot": 1, "seq": 1}, {"seq": 1}],
)
async def test_an_acknowledgement_of_something_else_is_none(button: HelpButton, message: dict[str, object]) -> None:
    press = await button.press()
    button.receive("ack", arrival(**message))
    assert press.acked_at is None
    assert button.unacked == [press]


async def test_a_press_without_a_connection_goes_out_with_it(wire: Wire, button: HelpButton) -> None:
    wire.online = False
    press = await button.press()
    assert press.attempts == 0

    wire.online = True
    button.resume()
    assert wire.events() == [("b1", 1)]


async def test_a_power_up_changes_the_boot_and_keeps_what_is_unacknowledged(wire: Wire, button: HelpButton) -> None:
    before = await button.press()
    button.power_cycle()
    after = await button.press("fall")
    assert wire.events() == [("b1", 1), ("b1", 1), ("b2", 1)]

    button.receive("ack", arrival(boot="b2", seq=1))
    assert after.acked_at is not None
    assert button.unacked == [before]


async def test_an_expired_command_is_answered_and_not_executed(wire: Wire, button: HelpButton) -> None:
    button.receive("command", arrival(id="c1", command="signal", pattern="sent", expires="2026-11-23T03:59:59Z"))
    assert button.executed == []
    assert wire.sent == [("result", {"id": "c1", "ok": False, "error": "expired"})]


async def test_a_command_that_comes_twice_is_executed_once(wire: Wire, button: HelpButton) -> None:
    for _ in range(2):
        button.receive("command", arrival(id="c1", command="signal", pattern="sent", expires="2026-11-23T04:00:05Z"))
    assert [command.fields["pattern"] for command in button.executed] == ["sent"]
    assert wire.sent == [("result", {"id": "c1", "ok": True})] * 2


async def test_malformed_messages_are_counted_and_harmless(button: HelpButton) -> None:
    press = await button.press()
    for leaf in ("ack", "command"):
        button.receive(leaf, Arrival("t", b"\x00nonsense", retained=False, at=0.0))
    assert button.malformed == 2
    assert press.acked_at is None


def test_a_device_logs_in_under_its_own_name() -> None:
    endpoint = Endpoint("127.0.0.1", 1, "smart_community/demo", "button-0001", "secret")
    with pytest.raises(ValueError, match="login name"):
        HelpButtons(endpoint, ["button-0002"], as_device=True)
