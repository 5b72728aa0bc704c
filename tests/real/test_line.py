"""The line itself: a press is on disk, its device knows, people see it, one owns it, one ends it."""

import asyncio
from typing import Any

import pytest

from demo.community import DOMAIN
from simulators.help_button import EventType
from simulators.protocol import FIRST_RESEND

from .patience import ALIVE
from .world import World, eventually, refused, story

SEEN_WITHIN = ALIVE


@pytest.mark.parametrize(("event", "kind"), [("pressed", "help"), ("long_pressed", "help"), ("fall", "fall")])
async def test_press_to_resolution(world: World, event: EventType, kind: str) -> None:
    button = world.button()
    grid_worker = world.people["grid_worker"]
    async with world.watching("duty_room") as incidents:
        press = await button.press(event)
        # On a disk that takes longer a device sends again, and people are told before the record is there (rule 1).
        in_time = await press.acked(SEEN_WITHIN) < FIRST_RESEND
        assert press.attempts == 1 or not in_time
        opened = await incidents.of_device(button.device_id, "opened", within=SEEN_WITHIN)
        assert (opened["kind"], opened["severity"], opened["state"]) == (kind, "critical", "open")
        assert "unsaved" not in opened or not in_time
        shown = await world.duty_room.call(f"{DOMAIN}/incidents/get", incident_id=opened["id"])
        assert shown["home"]["household"]
        assert shown["home"]["contacts"]

        answer = await grid_worker.call(f"{DOMAIN}/incidents/acknowledge", incident_id=opened["id"])
        assert answer["owner"]
        acknowledged = await incidents.of_device(button.device_id, "acknowledged", within=SEEN_WITHIN)
        me = await grid_worker.call(f"{DOMAIN}/me")
        assert acknowledged["acknowledged_by"] == me["user_id"]
        assert me["roles"] == ["grid_worker"]

        await world.duty_room.call(f"{DOMAIN}/incidents/resolve", incident_id=opened["id"], resolution="false_alarm")
        resolved = await incidents.of_device(button.device_id, "resolved", within=SEEN_WITHIN)
        assert (resolved["state"], resolved["resolution"]) == ("resolved", "false_alarm")
        assert story(resolved) == ["opened", "acknowledged", "resolved"]
    listed = await world.duty_room.call(f"{DOMAIN}/incidents/list", state="resolved")
    assert opened["id"] in [incident["id"] for incident in listed["incidents"]]


async def test_second_press_of_a_home_pages_again(world: World) -> None:
    button = world.button()
    async with world.watching() as incidents:
        await (await button.press()).acked(SEEN_WITHIN)
        first = await incidents.of_device(button.device_id, "opened", within=SEEN_WITHIN)
        await (await button.press()).acked(SEEN_WITHIN)
        second = await incidents.of_device(button.device_id, "again", within=SEEN_WITHIN)
        assert second["id"] == first["id"]


async def test_cancelled_is_a_note_and_test_is_no_alarm(world: World) -> None:
    button = world.button()
    async with world.watching() as incidents:
        await (await button.press("test")).acked(SEEN_WITHIN)
        assert (await world.devices())[button.device_id]["last_test"] is not None
        await (await button.press()).acked(SEEN_WITHIN)
        await (await button.press("cancelled")).acked(SEEN_WITHIN)
        cancelled = await incidents.of_device(button.device_id, "cancelled", within=SEEN_WITHIN)
        assert story(cancelled) == ["opened", "cancelled"]
        assert cancelled["state"] == "open"


async def test_two_acknowledgements_at_once_give_one_owner(world: World) -> None:
    button = world.button()
    async with world.watching() as incidents:
        await (await button.press()).acked(SEEN_WITHIN)
        opened = await incidents.of_device(button.device_id, "opened", within=SEEN_WITHIN)
    answers = await asyncio.gather(
        *(
            world.people[role].call(f"{DOMAIN}/incidents/acknowledge", incident_id=opened["id"])
            for role in ("duty_room", "grid_worker", "community_office")
        )
    )
    assert sum(answer["owner"] for answer in answers) == 1
    assert len({answer["incident"]["acknowledged_by"] for answer in answers}) == 1


async def test_roles_are_checked_on_the_wire(world: World) -> None:
    button = world.button()
    async with world.watching() as incidents:
        await (await button.press()).acked(SEEN_WITHIN)
        opened = await incidents.of_device(button.device_id, "opened", within=SEEN_WITHIN)
    auditor = world.people["auditor"]
    assert await refused(auditor.call(f"{DOMAIN}/incidents/acknowledge", incident_id=opened["id"])) == "unauthorized"
    assert await refused(auditor.call_action(DOMAIN, "acknowledge_incident", {"incident_id": opened["id"]}))
    assert await refused(world.duty_room.call(f"{DOMAIN}/devices/assign", device=button.device_id, home=None))
    assert (await world.active())[0]["state"] == "open"


async def bind_cords(world: World) -> dict[str, str]:
    """Bind entities as help buttons; return the device id of each by its entity id."""
    homes = iter(await world.free_homes(3))
    known = {device["entity_id"]: device["id"] for device in (await world.devices()).values()}
    for entity in ("input_button.cord", "input_boolean.cord", "event.radio_button"):
        if entity not in known:
            await world.technician.call_action(DOMAIN, "assign_device", {"device": entity, "home": next(homes)})
    return {device["entity_id"]: device["id"] for device in (await world.devices()).values() if device["entity_id"]}


async def pull(world: World, entity: str) -> None:
    """Press a button of another integration."""
    match entity:
        case "input_button.cord":
            await world.technician.call_action("input_button", "press", target={"entity_id": entity})
        case "input_boolean.cord":
            await world.technician.call_action("input_boolean", "turn_on", target={"entity_id": entity})
            await world.technician.call_action("input_boolean", "turn_off", target={"entity_id": entity})
        case _:
            for kind in ("initial_press", "short_release"):
                await world.technician.rest("POST", "/api/events/test_radio_button", {"kind": kind})


def pages(incident: dict[str, Any]) -> int:
    """Return how often an incident was opened or paged again."""
    return sum(entry["what"] in {"opened", "again"} for entry in incident["timeline"])


@pytest.mark.timeout(600)
async def test_entities_as_buttons_over_a_restart(world: World) -> None:
    cords = await bind_cords(world)
    assert len(cords) == 3
    async with world.watching() as incidents:
        for entity, device in cords.items():
            await pull(world, entity)
            opened = await incidents.of_device(device, "opened", within=SEEN_WITHIN)
            assert (opened["kind"], opened["place"]["home"]) == ("help", (await world.devices())[device]["home"])
    active = {incident["device"]: incident for incident in await world.active()}
    await world.duty_room.call(f"{DOMAIN}/incidents/acknowledge", incident_id=active[cords["input_button.cord"]]["id"])
    before = {incident["id"]: pages(incident) for incident in await world.active()}
    states = await world.technician.states()
    assert set(before.values()) == {1}

    await world.restart()
    await world.home_assistant.wait_running(world.technician)
    for entity in ("input_button.cord", "event.radio_button"):
        # The last press is shown again, by entities that were added after we began to watch.
        await eventually(
            world.technician.states,
            lambda seen, entity=entity: seen.get(entity, {}).get("state") == states[entity]["state"],  # type: ignore[misc]
            within=SEEN_WITHIN,
            what=f"{entity} restored",
        )
    after = {incident["id"]: incident for incident in await world.active()}
    assert {name: pages(incident) for name, incident in after.items()} == before
    assert after[active[cords["input_button.cord"]]["id"]]["state"] == "acknowledged"

    async with world.watching() as incidents:
        for entity, device in cords.items():
            await pull(world, entity)
            again = await incidents.of_device(device, "again", within=SEEN_WITHIN)
            assert pages(again) == 2
