"""The voice in a car over a real Home Assistant: its players fetch what they are told to play; people speak into it."""

import io
import time
import wave
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest_asyncio

from demo.broker import Broker
from demo.client import HomeAssistantClient
from demo.community import DOMAIN, open_owner, set_up_integration
from demo.home_assistant import HomeAssistant
from demo.subentries import add_subentry

from .patience import ALIVE, STALLS
from .world import eventually

PLAYER = "media_player.bedroom"
# Seconds from the end of a recording to the car.
HEARD_AFTER = 2.0


@pytest_asyncio.fixture(loop_scope="session")
async def owner(tmp_path: Path) -> AsyncGenerator[HomeAssistantClient]:
    """Run a community whose elevator has a speaker: a player of Home Assistant's own demo, which keeps its address."""
    async with AsyncExitStack() as stack:
        broker = await stack.enter_async_context(Broker(tmp_path / "broker"))
        home_assistant = HomeAssistant(tmp_path / "config", extra_configuration="demo:\n")
        stack.push_async_callback(home_assistant.stop)
        await home_assistant.start()
        owner = await open_owner(home_assistant, "en")
        try:
            await set_up_integration(owner, broker)
            # Where speakers fetch what they play: the first thing to check in a house whose cars are silent.
            await owner.call("config/core/update", internal_url=owner.url)
            yield owner
        finally:
            await owner.close()


def recorded(seconds: int) -> bytes:
    """Return what a browser records of a quiet room: mono WAV of 16 kHz."""
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(bytes(seconds * 32_000))
    return target.getvalue()


async def played(owner: HomeAssistantClient) -> str:
    """Return the address that the player was told to play last."""

    async def look() -> str:
        state: dict[str, Any] = (await owner.states())[PLAYER]
        return str(state["attributes"].get("media_content_id", ""))

    return await eventually(look, lambda address: "/api/" in address, within=ALIVE, what="something to play")


async def test_a_car_speaks_and_is_spoken_into(owner: HomeAssistantClient, figures: list[str]) -> None:
    elevator = await add_subentry(owner, "elevator", {"name": "Elevator 1", "speakers": [PLAYER], "points": {}})
    said = (await owner.call(f"{DOMAIN}/elevators/say", elevator=elevator, phrase="ebike_out"))["said"]
    assert (said["speakers"], said["failed"]) == ([PLAYER], [])
    async with aiohttp.ClientSession() as speaker:
        async with speaker.get(await played(owner)) as heard:
            assert (heard.status, heard.content_type) == (200, "audio/mpeg")
            assert len(await heard.read()) > 40_000
        recording = recorded(2)
        let_go = time.monotonic()
        headers = {"Authorization": f"Bearer {await owner.token()}", "Content-Type": "audio/wav"}
        url = f"{owner.url}/api/{DOMAIN}/elevators/{elevator}/talk"
        async with speaker.post(url, data=recording, headers=headers) as answer:
            assert (answer.status, (await answer.json())["said"]["voice"]) == (200, "talk")
        address = await eventually(
            lambda: played(owner), lambda address: "/talk/" in address, within=ALIVE, what="the recording"
        )
        took = time.monotonic() - let_go
        figures.append(f"spoken into the car → played there {took:.2f} s (promised: {HEARD_AFTER:g})")
        assert took < HEARD_AFTER + STALLS
        async with speaker.get(address) as heard:
            assert (heard.status, await heard.read()) == (200, recording)
        async with speaker.get(address.partition("?")[0]) as heard:
            assert heard.status == 401
