"""A siren over the real broker: it sounds when nobody can be told, says whether it did, and is silent once owned."""

from collections.abc import AsyncGenerator

import pytest_asyncio

from demo.community import DOMAIN, set_channels
from simulators.siren import SimulatedSiren, Siren

from .patience import ALIVE
from .world import World, eventually

NAME = "siren-hall"
# Nobody has a phone here: every channel is dead at once, and the desk looks each second.
SOUNDS_WITHIN = ALIVE


@pytest_asyncio.fixture(loop_scope="session")
async def siren(world: World) -> AsyncGenerator[Siren]:
    """Return the one siren of the community, which has none afterwards."""
    async with SimulatedSiren(world.broker.endpoint(), NAME) as simulated:
        await set_channels(world.technician, sirens=[f"siren:{NAME}"])
        yield simulated.siren
        await world.resolve_all()
        await set_channels(world.technician)
        await _state(world, None)


async def _sounds(siren: Siren, wanted: bool) -> None:
    async def look() -> bool:
        return siren.on

    await eventually(look, lambda on: on is wanted, within=SOUNDS_WITHIN, what="the siren")


async def _state(world: World, wanted: str | None) -> None:
    async def look() -> str | None:
        rows = (await world.technician.call(f"{DOMAIN}/channels/list"))["channels"]
        return next((row["state"] for row in rows if row["channel"] == f"siren:{NAME}"), None)

    await eventually(look, lambda state: state == wanted, within=SOUNDS_WITHIN, what="the channel")


async def test_when_nobody_can_be_told_the_siren_sounds_until_somebody_owns_it(world: World, siren: Siren) -> None:
    button = world.button()
    async with world.watching() as incidents:
        await (await button.press()).acked(SOUNDS_WITHIN)
        opened = await incidents.of_device(button.device_id, "opened", within=SOUNDS_WITHIN)
        await incidents.of_device(button.device_id, "nobody_told", within=SOUNDS_WITHIN)
        await _sounds(siren, wanted=True)
        assert siren.executed[0].fields["for"] == 180
        await _state(world, "ok")
        await world.duty_room.call(f"{DOMAIN}/incidents/acknowledge", incident_id=opened["id"])
        await _sounds(siren, wanted=False)
        assert siren.executed[-1].command == "off"


async def test_it_sounds_again_after_a_restart_while_nobody_owns_the_incident(world: World, siren: Siren) -> None:
    button = world.button()
    await (await button.press()).acked(SOUNDS_WITHIN)
    await _sounds(siren, wanted=True)
    told = len(siren.executed)
    await world.reload()

    async def look() -> int:
        return len(siren.executed)

    await eventually(look, lambda count: count > told, within=SOUNDS_WITHIN, what="asked again")
    assert siren.on
    await world.resolve_all()
    await _sounds(siren, wanted=False)


async def test_a_test_sounds_for_a_moment_and_one_that_refuses_says_so(world: World, siren: Siren) -> None:
    channel = f"siren:{NAME}"
    answer = await world.technician.call(f"{DOMAIN}/channels/test", channel=channel)
    assert (answer["ok"], answer["channel"]["state"]) == (True, "ok")
    assert [command.command for command in siren.executed] == ["on", "off"]
    siren.broken = "no_power"
    for _ in range(2):
        answer = await world.technician.call(f"{DOMAIN}/channels/test", channel=channel)
        assert (answer["ok"], answer["error"]) == (False, "refused")
    await world.repair("siren_failing")
    siren.broken = None
    answer = await world.technician.call(f"{DOMAIN}/channels/test", channel=channel)
    assert answer["ok"]
    await world.no_repairs()
