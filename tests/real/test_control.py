"""The socket over which `scripts/demo do …` speaks to the running demo."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from demo.control import ControlServer, RunningDemo, broker_down, tap, watching_phones
from demo.phones import Line, Phones
from simulators.phone import PhoneError


class FakePhones(Phones):
    """Phones without Home Assistant: `tell` is what they do."""

    def __init__(self) -> None:
        self.printed: list[str] = []
        super().__init__("http://nowhere", {}, "technician", self.printed.append)

    async def tap(self, phone: str, tag: str, button: str) -> float:
        if phone == "off":
            raise PhoneError(phone)
        if (phone, tag, button) != ("grid_worker", "t1", "ack"):
            raise KeyError(tag)
        return 7.5

    def tell(self, line: Line) -> None:
        self._tell(line)


@asynccontextmanager
async def control(phones: Phones | None) -> AsyncGenerator[RunningDemo]:
    async def nothing() -> None:
        pass

    async with ControlServer(nothing, nothing, phones) as server:
        yield RunningDemo(1, "", "", server.path, "", 0, "", "", "", {})


async def ask(demo: RunningDemo, request: bytes) -> dict[str, Any]:
    reader, writer = await asyncio.open_unix_connection(demo.control)
    writer.write(request + b"\n")
    answer: dict[str, Any] = json.loads(await reader.readline())
    writer.close()
    return answer


async def test_those_who_watch_are_told() -> None:
    line: Line = {"event": "sms", "who": "SMS 100 **** 0012", "at": 1.0, "text": "Help #12"}
    phones = FakePhones()
    async with control(phones) as demo:
        async with watching_phones(demo) as one, watching_phones(demo) as other:
            phones.tell(line)
            assert await anext(one) == await anext(other) == line
        phones.tell(line)
    assert phones.printed == ["SMS 100 **** 0012: Help #12"] * 2


async def test_a_tap_goes_out_or_says_why_not() -> None:
    async with control(FakePhones()) as demo:
        assert await tap(demo, "grid_worker", "t1", "ack") == 7.5
        for phone in ("off", "nobody"):
            with pytest.raises(ConnectionError, match="not tapped"):
                await tap(demo, phone, "t1", "ack")


async def test_broker_down_and_up() -> None:
    async with control(None) as demo:
        assert [event async for event, _ in broker_down(demo, 0)] == ["stopped", "started"]


@pytest.mark.parametrize("request_", [b"", b"x", b"[]", b'{"command": "x"}', b'{"command": "tap"}'])
async def test_nonsense_is_refused(request_: bytes) -> None:
    async with control(FakePhones()) as demo:
        assert "error" in await ask(demo, request_)


async def test_a_demo_without_phones_says_so() -> None:
    async with control(None) as demo:
        with pytest.raises(ConnectionError, match="--phones"):
            async with watching_phones(demo):
                pass
        with pytest.raises(ConnectionError, match="--phones"):
            await tap(demo, "grid_worker", "t1", "ack")
