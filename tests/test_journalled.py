"""The journal holds who saw, searched, changed and exported what: every action and command, or there is a reason.

Called as `test_access.py` calls them, by somebody who may do everything.
"""

from typing import Any, Final

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_community.core.incident import Kind
from custom_components.smart_community.core.journal import Entry
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.permissions import ACTIONS, COMMANDS
from custom_components.smart_community.store import journal as stored_journal
from tests.people import Person, account, person
from tests.test_access import World, world

__all__ = ["world"]

# What changes nothing, shows nobody of a home, and leaves the house for nobody.
NOT_JOURNALLED: Final = {
    "command me": "who one is oneself",
    "command incidents/subscribe": "alarms without people; a home is looked at by incidents/get, which is journalled",
    "command incidents/list": "as incidents/subscribe",
    "command register/homes": "doors and devices, nobody's name",
    "command register/import/upload": "a part of a sheet that is not read yet",
    "command register/import/rows": "what became of the rows of one's own import, by line and door",
    "command register/undo_import": "asked for as a dry run, which changes nothing",
    "command grids/list": "grids and who of the staff answers for them",
    "command staff/list": "colleagues and their roles",
    "command plans/list": "whom a step tells, by role",
    "command channels/list": "channels by name",
    "command cameras/list": "cameras by name, without a picture",
    "command falls/list": "that something fell, without a home, a floor or a picture",
    "command falls/precision": "how often the cameras were right, in figures",
    "command elevators/list": "doors and floors, nobody in them",
    "command elevators/subscribe": "as elevators/list",
    "command elevators/phrases": "words that are the same for everybody",
    "command elevators/two_way": "an address of a camera's own talk, which we do not open",
    "command commissioning/get": "a record of a machine; whose account is in it is opaque",
    "command commissioning/list": "as commissioning/get",
    "command incidents/media": "that there are pictures; each is journalled when it is fetched",
    "command devices/list": "devices by number",
    "command devices/tests_due": "devices by number",
    "command walk_test/get": "devices by number",
    "command walk_test/subscribe": "devices by number",
}


async def written(world: World, actor: str, after: int) -> list[Entry]:
    """Return what an account has written into the journal after an entry."""
    found = await world.community.runtime.database.read(lambda c: stored_journal.entries_after(c, after, 1000))
    return [entry for entry in found if entry.note.actor == actor]


async def last(world: World) -> int:
    return (await world.community.runtime.database.read(stored_journal.head)).seq


async def asked_for(world: World, what: str, who: Person) -> dict[str, Any]:
    """Return what to send along, so that there is somebody to see or to tell."""
    runtime = world.community.runtime
    match what:
        case "command incidents/get":
            place = await runtime.directory.place_of_home(await world.community.home("909"))
            assert place is not None
            return {"incident_id": (await runtime.response.open(Kind.HELP, by="test", place=place)).id}
        case "command shift/handover/get":
            await runtime.records.handovers.give("somebody who leaves", "All quiet")
            return {}
        case "action dispatch":
            return {**await world.incident(), "to": ["grid_worker"]}
    return await world.arguments(what, who.user.id)


async def is_silent(world: World, what: str, who: Person) -> bool:
    """Do it, and return whether the journal says nothing about it."""
    arguments = await asked_for(world, what, who)
    kind, name = what.split()
    before = await last(world)
    answer = await (who.act(name, **arguments) if kind == "action" else who.ask(name, **arguments))
    assert answer["success"], (what, answer)
    # An import goes on after its answer, a line of the journal beside it, and a slow disk takes what waits later.
    runtime = world.community.runtime
    await world.community.hass.async_block_till_done(wait_background_tasks=True)
    await world.community.settle(lambda: not runtime.register.sheets.importing and not runtime.saver.backlog)
    return not await written(world, who.user.id, before)


async def test_every_action_and_command_is_in_the_journal_or_has_a_reason_not_to_be(
    hass: HomeAssistant, world: World, hass_ws_client: WebSocketGenerator
) -> None:
    everything = [Role.TECHNICIAN, Role.DUTY_ROOM, Role.COMMUNITY_OFFICE, Role.AUDITOR]
    who = await person(world.community, hass_ws_client, *everything)
    worker, _ = await account(hass, "a grid worker")
    await world.community.runtime.register.save_staff(worker.id, [Role.GRID_WORKER], None, "test")
    names = [*(f"action {name}" for name in ACTIONS), *(f"command {name}" for name in COMMANDS)]
    silent = {what for what in names if await is_silent(world, what, who)}
    assert silent == set(NOT_JOURNALLED)
