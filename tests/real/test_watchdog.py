"""The second device: a siren with its own watchdog sounds when the server is gone, and not during a planned restart."""

import asyncio

import pytest

from simulators.watchdog import MISSED, USUAL_EVERY, WatchdogSiren

from .patience import ALIVE
from .world import World, eventually

# Three missed heartbeats, and what a poll and a slow machine take.
SOUNDS_WITHIN = MISSED * USUAL_EVERY + 15.0
BACK_WITHIN = ALIVE


@pytest.mark.timeout(900)
async def test_a_planned_restart_is_none_of_its_business_and_a_dead_server_is(world: World) -> None:
    async with WatchdogSiren(world.broker.endpoint()) as siren:

        async def sounds() -> bool:
            return siren.sounds

        sounded = asyncio.create_task(eventually(sounds, bool, within=600.0, what="the siren sounds"))
        try:
            await world.heartbeats.until(lambda beat: beat["at"] is not None, within=BACK_WITHIN)
            await world.restart()
            assert not sounded.done(), "it sounded during a planned restart"
            await world.home_assistant.kill()
            async with asyncio.timeout(SOUNDS_WITHIN):
                await sounded
        finally:
            sounded.cancel()
            await world.mend()
        await eventually(sounds, lambda on: not on, within=BACK_WITHIN, what="the siren is silent again")
