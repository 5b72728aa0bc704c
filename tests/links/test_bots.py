"""Group bots: one message at once, then what happened meanwhile together, never more than they take."""

import asyncio
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from custom_components.smart_community.core.ports import HandOverError
from custom_components.smart_community.links.channels import bots
from custom_components.smart_community.links.channels.bots import Bots

GROUP = "bot:notify.group"


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in."""


@pytest.fixture(autouse=True)
def _hurried() -> Iterator[None]:
    with patch.object(bots, "BOT_EVERY", 0.05):
        yield


class Group:
    """A chat that a bot writes to."""

    def __init__(self) -> None:
        self.messages: list[tuple[float, str, list[str]]] = []
        self.raises: Exception | None = None
        self.hangs = False
        self.bots = Bots(self.send)

    async def send(self, channel: str, lines: list[str]) -> None:
        self.messages.append((asyncio.get_running_loop().time(), channel, lines))
        if self.hangs:
            await asyncio.Event().wait()
        if self.raises is not None:
            raise self.raises


async def test_the_first_goes_at_once_and_the_rest_together() -> None:
    group = Group()
    await group.bots.put(GROUP, "i1", "one")
    await asyncio.gather(*(group.bots.put(GROUP, f"i{number}", f"line {number}") for number in range(2, 40)))
    assert [lines for _, _, lines in group.messages] == [["one"], [f"line {number}" for number in range(2, 40)]]
    first, second = (at for at, _, _ in group.messages)
    assert second - first >= 0.045


async def test_an_incident_is_one_line_however_often_it_asks() -> None:
    group = Group()
    await group.bots.put(GROUP, "i1", "one")
    await asyncio.gather(group.bots.put(GROUP, "i2", "two"), group.bots.put(GROUP, "i2", "two again"))
    assert group.messages[-1][2] == ["two again"]


async def test_no_bot_is_given_more_than_its_turns() -> None:
    group = Group()
    loop = asyncio.get_running_loop()
    began = loop.time()
    for number in range(6):
        await group.bots.put(GROUP, f"i{number}", "line")
    assert len(group.messages) == 6
    assert loop.time() - began >= 5 * 0.045
    assert len({at for at, _, _ in group.messages}) == 6


async def test_each_bot_has_its_own_turns() -> None:
    group = Group()
    with patch.object(bots, "BOT_EVERY", 3600.0):
        await group.bots.put(GROUP, "i1", "one")
        async with asyncio.timeout(60):
            await group.bots.put("bot:notify.other", "i1", "one")


@pytest.mark.parametrize("error", [HandOverError("not_registered", waiting=True), ValueError("anything")])
async def test_each_who_waits_is_told_why_it_failed_and_the_next_turn_works(error: Exception) -> None:
    group = Group()
    group.raises = error
    answers = await asyncio.gather(
        *(group.bots.put(GROUP, f"i{number}", "line") for number in range(3)), return_exceptions=True
    )
    assert answers == [error] * 3
    group.raises = None
    await group.bots.put(GROUP, "i4", "line")


async def test_a_bot_that_hangs_is_given_up() -> None:
    group = Group()
    group.hangs = True
    with patch.object(bots, "_PATIENCE", 0.02), pytest.raises(HandOverError, match="channel_timeout"):
        await group.bots.put(GROUP, "i1", "line")


async def test_who_gives_up_takes_nobody_elses_line_back() -> None:
    group = Group()
    await group.bots.put(GROUP, "i1", "one")
    impatient = asyncio.create_task(group.bots.put(GROUP, "i2", "two"))
    patient = asyncio.create_task(group.bots.put(GROUP, "i3", "three"))
    await asyncio.sleep(0)
    impatient.cancel()
    await patient
    assert group.messages[-1][2] == ["two", "three"]
