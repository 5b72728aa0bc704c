"""Commands to devices: a result, or an error; never a wait without end."""

import asyncio
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from custom_components.smart_community.core.ports import CommandError
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.links.devices import commands
from custom_components.smart_community.links.devices.commands import Commands
from custom_components.smart_community.links.devices.protocol import CommandResult

NOW: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)


class Link:
    """Sends commands to nobody."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str, datetime, dict[str, Any]]] = []
        self.asked_twice = asyncio.Event()
        self.connected = True
        self.answers: list[CommandResult] = []
        self.commands = Commands(self.send, lambda: Instant(NOW, 0.0))

    def send(self, device: str, command_id: str, name: str, expires: datetime, **arguments: Any) -> bool:
        if not self.connected:
            return False
        self.sent.append((device, command_id, name, expires, arguments))
        if len(self.sent) == 2:
            self.asked_twice.set()
        return True

    def answer(self, *, ok: bool = True, device: str | None = None) -> None:
        of, ident, *_ = self.sent[-1]
        self.commands.take(CommandResult(device or of, ident, ok, None if ok else "no_power"))


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in."""


@pytest.fixture
def link(monkeypatch: pytest.MonkeyPatch) -> Link:
    monkeypatch.setattr(commands, "_RESULT_WITHIN", 0.02)
    return Link()


async def test_it_returns_with_the_result_and_says_when_it_is_worth_nothing_any_more(link: Link) -> None:
    task = asyncio.create_task(link.commands.execute("siren-1", "on", {"for": 180}))
    await asyncio.sleep(0)
    ((device, _, name, expires, arguments),) = link.sent
    assert (device, name, arguments) == ("siren-1", "on", {"for": 180})
    assert 0 < (expires - NOW).total_seconds() <= 10
    link.answer()
    await task
    assert not link.commands._waiting


async def test_a_device_that_says_no_is_believed(link: Link) -> None:
    task = asyncio.create_task(link.commands.execute("siren-1", "on", {}))
    await asyncio.sleep(0)
    link.answer(ok=False)
    with pytest.raises(CommandError, match="refused"):
        await task


async def test_a_silent_device_is_asked_twice_with_one_id_and_given_up(link: Link) -> None:
    with pytest.raises(CommandError, match="no_result"):
        await link.commands.execute("siren-1", "on", {})
    first, second = link.sent
    assert first == second
    assert not link.commands._waiting


async def test_the_answer_to_the_second_asking_counts(link: Link) -> None:
    task = asyncio.create_task(link.commands.execute("siren-1", "on", {}))
    await asyncio.wait_for(link.asked_twice.wait(), 5)
    link.answer()
    await task


async def test_the_result_of_another_device_or_command_is_not_taken_for_ours(link: Link) -> None:
    task = asyncio.create_task(link.commands.execute("siren-1", "on", {}))
    await asyncio.sleep(0)
    link.answer(device="siren-2")
    link.commands.take(CommandResult("siren-1", "another", ok=True))
    with pytest.raises(CommandError, match="no_result"):
        await task
    link.answer()


async def test_without_a_connection_it_fails_at_once(link: Link) -> None:
    link.connected = False
    with pytest.raises(CommandError, match="not_connected"):
        await link.commands.execute("siren-1", "on", {})


async def test_a_result_that_comes_twice_changes_nothing(link: Link) -> None:
    task = asyncio.create_task(link.commands.execute("siren-1", "on", {}))
    await asyncio.sleep(0)
    link.answer()
    link.answer(ok=False)
    await task
