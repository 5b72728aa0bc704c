"""`scripts/demo do camera-down`, `camera-up`, `frigate-down`, `frigate-up`: what the community notices, and when."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .cameras import CAMERAS, FAILING
from .client import HomeAssistantClient, Json
from .community import DOMAIN, OWNER_ROLE
from .control import RunningDemo, playing
from .scenarios import ScenarioError, Table

# A camera is stale when the statistics, polled every 10 s, say so; Frigate's goodbye is heard at once.
NOTICED_WITHIN: Final = 45.0
POLL: Final = 0.1
# What the one camera that goes is called, in whichever language the community was made.
NAMES: Final = {name for camera in CAMERAS if camera.frigate_name == FAILING for name in camera.names.values()}


@dataclass(frozen=True, slots=True)
class Turn:
    """What happens, and of which cameras the community should then say that they are up or not."""

    words: str
    wanted: bool
    all_cameras: bool


TURNS: Final = {
    "camera-down": Turn("its stream ends: no picture comes any more", wanted=False, all_cameras=False),
    "camera-up": Turn("its stream comes again", wanted=True, all_cameras=False),
    "frigate-down": Turn("ends without a goodbye", wanted=False, all_cameras=True),
    "frigate-up": Turn("is there again", wanted=True, all_cameras=True),
}


async def play_turn(name: str, demo: RunningDemo) -> None:
    """Play one of them and print its table. Raises ScenarioError when the community does not notice in time."""
    turn, table = TURNS[name], Table()
    async with await HomeAssistantClient.login(demo.url, OWNER_ROLE, demo.accounts[OWNER_ROLE]) as technician:
        zero = time.monotonic()
        async with playing(demo, name) as lines:
            async for line in lines:
                zero = float(line["at"])
        table.add(zero, "frigate" if turn.all_cameras else FAILING, turn.words)
        try:
            for camera in await _noticed(technician, turn):
                trouble = f"not up ({camera['trouble']})" if not camera["up"] else "up"
                table.add(time.monotonic(), "community", f"says that {camera['name']} is {trouble}")
        finally:
            print(table.text(zero), flush=True)


async def _noticed(technician: HomeAssistantClient, turn: Turn) -> list[Json]:
    """Return the cameras that are meant, once the community says of all of them what it should."""

    def meant(camera: Json) -> bool:
        return turn.all_cameras or camera["name"] in NAMES

    return await _until(technician, meant, lambda camera: bool(camera["up"]) is turn.wanted)


async def _until(
    technician: HomeAssistantClient, meant: Callable[[Json], bool], done: Callable[[Json], bool]
) -> list[Json]:
    deadline = time.monotonic() + NOTICED_WITHIN
    while True:
        cameras = [one for one in (await technician.call(f"{DOMAIN}/cameras/list"))["cameras"] if meant(one)]
        if cameras and all(done(one) for one in cameras):
            return cameras
        if time.monotonic() > deadline:
            late = ", ".join(one["name"] for one in cameras if not done(one))
            message = f"the community did not notice within {NOTICED_WITHIN:g} s: {late or 'it has no such camera'}"
            raise ScenarioError(message)
        await asyncio.sleep(POLL)
