"""The demo's Frigate and its eight cameras: set up through their forms, taken away and brought back with `do`."""

import os
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from demo.broker import Broker
from demo.camera_scenarios import TURNS, play_turn
from demo.cameras import CAMERAS, FAILING, camera_scenes, make_cameras, make_frigate
from demo.client import CommandError, HomeAssistantClient
from demo.community import DOMAIN, OWNER_ROLE, demo_accounts, open_owner, set_up_integration
from demo.control import ControlServer, RunningDemo, playing
from demo.home_assistant import HomeAssistant
from demo.processes import free_port
from simulators.frigate import SimulatedFrigate

from .leftovers import Leftovers
from .logs import check_log
from .patience import ALIVE
from .world import eventually

WITHIN = ALIVE


@dataclass(slots=True)
class Eyes:
    """A community with the demo's cameras, and how `do` finds it."""

    owner: HomeAssistantClient
    broker: Broker
    frigate: SimulatedFrigate
    ids: dict[str, str]
    demo: RunningDemo

    async def cameras(self) -> dict[str, dict[str, Any]]:
        """Return what the community says of each camera, by its id."""
        listed = await self.owner.call(f"{DOMAIN}/cameras/list")
        return {camera["id"]: camera for camera in listed["cameras"]}

    async def up(self) -> bool:
        """Return whether all are up."""
        cameras = await self.cameras()
        return len(cameras) == len(CAMERAS) and all(camera["up"] for camera in cameras.values())


async def _nothing() -> None:
    """Stop or start no broker."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def eyes(leftovers: Leftovers, tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Eyes]:
    folder: Path = tmp_path_factory.mktemp("eyes")
    home_assistant = HomeAssistant(folder / "config")
    async with AsyncExitStack() as stack:
        broker = await stack.enter_async_context(Broker(folder / "broker"))
        stack.push_async_callback(home_assistant.stop)
        await home_assistant.start()
        frigate = make_frigate(broker, free_port(), free_port())
        stack.push_async_callback(frigate.stop)
        await frigate.start()
        owner = await open_owner(home_assistant, "en")
        stack.push_async_callback(owner.close)
        await set_up_integration(owner, broker)
        ids = await make_cameras(owner, frigate, language="en", progress=lambda _: None)
        control = await stack.enter_async_context(ControlServer(_nothing, _nothing, scenes=camera_scenes(frigate)))
        accounts = {OWNER_ROLE: demo_accounts("en")[OWNER_ROLE].password}
        demo = RunningDemo(os.getpid(), "", home_assistant.url, control.path, "", 0, "", "", "", accounts)
        yield Eyes(owner, broker, frigate, ids, demo)
    check_log(home_assistant.process.log)


async def test_all_eight_are_set_up_and_up(eyes: Eyes) -> None:
    await eventually(eyes.up, bool, within=WITHIN, what="eight cameras are up")
    assert set(eyes.ids) == {camera.frigate_name for camera in CAMERAS}
    assert set(eyes.ids.values()) == set(await eyes.cameras())


async def test_what_is_set_up_already_is_left_as_it_is(eyes: Eyes) -> None:
    assert await make_cameras(eyes.owner, eyes.frigate, language="en", progress=lambda _: None) == eyes.ids


async def test_the_community_looks_through_a_camera(eyes: Eyes) -> None:
    view = await eyes.owner.call(f"{DOMAIN}/cameras/view", camera=eyes.ids["yard"])
    assert (await eyes.owner.fetch(view["still"])).startswith(b"\xff\xd8")


async def test_our_example_is_what_frigate_says_but_for_what_somebody_forgot(eyes: Eyes) -> None:
    answer = await eyes.owner.call_action(DOMAIN, "render_frigate_config", {}, return_response=True)
    assert [one["path"] for one in answer["differences"]] == ["mqtt.stats_interval"]


@pytest.mark.parametrize("name", list(TURNS))
async def test_each_turn_is_noticed(eyes: Eyes, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    await play_turn(name, eyes.demo)
    lines = capsys.readouterr().out.splitlines()
    said = [line for line in lines if "community" in line]
    assert len(said) == (len(CAMERAS) if TURNS[name].all_cameras else 1)
    assert eyes.frigate.up is (name != "frigate-down")
    cameras = await eyes.cameras()
    assert cameras[eyes.ids[FAILING]]["up"] is TURNS[name].wanted


async def test_a_frigate_that_has_moved_is_found_again(eyes: Eyes) -> None:
    await eyes.frigate.stop()
    moved = make_frigate(eyes.broker, free_port(), free_port())
    async with moved:
        again = await make_cameras(eyes.owner, moved, language="en", progress=lambda _: None, moved=True)
        assert again == eyes.ids
        await eventually(eyes.up, bool, within=WITHIN, what="eight cameras are up where Frigate is now")


async def test_what_cannot_be_played_says_why(eyes: Eyes) -> None:
    eyes.frigate.watcher.eyes.pop(FAILING)
    with pytest.raises(ConnectionError, match="not played"):
        async with playing(eyes.demo, "camera-down") as lines:
            await anext(lines)
    with pytest.raises(CommandError):
        await eyes.owner.call(f"{DOMAIN}/cameras/view", camera="nowhere")
