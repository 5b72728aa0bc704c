"""The shipped blueprint in the newest Home Assistant: saved as its importer saves it, run beside the built-in plan."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio

from demo.community import DOMAIN, OWNER_ROLE
from demo.home_assistant import HomeAssistant
from demo.phones import SMS_SCRIPT

from .test_phones import QUIET_FOR, SEEN_WITHIN, Json, Town, messages, pushed, tag_of

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

SOURCE: Final = Path(__file__).parents[2] / "blueprints" / "automation" / DOMAIN / "help_alarm_response.yaml"
RULE: Final = "help_alarm_response"
STEP_EVENT: Final = "test_blueprint_step"
RULES: Final = "\nautomation: !include automations.yaml\n"


def step(name: str) -> list[Json]:
    """Return a step of somebody's own, which says that it was done."""
    return [{"event": STEP_EVENT, "event_data": {"step": name, "incident_id": "{{ trigger.incident_id }}"}}]


class TownWithRules(Town):
    """A community with phones, whose automations are kept in a file as the editor does."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        config = folder / "config"
        config.mkdir(parents=True, exist_ok=True)
        (config / "automations.yaml").write_text("[]\n", encoding="utf-8")
        self.home_assistant = HomeAssistant(config, extra_configuration=SMS_SCRIPT + RULES)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Town]:
    async with TownWithRules(tmp_path_factory.mktemp("town")) as town:
        yield town


async def test_it_is_saved_by_home_assistant_and_tells_nobody_twice(town: Town) -> None:
    owner = town.people[OWNER_ROLE]
    text = SOURCE.read_text(encoding="utf-8")
    path = f"{DOMAIN}/help_alarm_response"
    await owner.call("blueprint/save", domain="automation", path=path, yaml=text)
    saved = (await owner.call("blueprint/list", domain="automation"))[f"{path}.yaml"]
    assert saved["metadata"]["source_url"].endswith(SOURCE.name)
    inputs = {
        "recipients": ["grid_worker", "duty_room", "emergency_contact", "community_office"],
        "at_opening": step("opened"),
        "at_acknowledgement": step("acknowledged"),
    }
    rule = {"alias": "Help alarm", "use_blueprint": {"path": f"{path}.yaml", "input": inputs}}
    await owner.rest("POST", f"/api/config/automation/config/{RULE}", json=rule)

    async def running() -> list[str]:
        return [state["state"] for state in (await owner.states()).values() if state["attributes"].get("id") == RULE]

    await town.until(running, lambda states: states == ["on"], what="the automation runs")
    steps = await owner.subscribe("subscribe_events", event_type=STEP_EVENT)
    sms = await messages(town)

    incident, _ = await town.press()
    pushes = await pushed(town, incident)
    done = await steps.get(SEEN_WITHIN)
    assert done["data"] == {"step": "opened", "incident_id": incident["id"]}
    told = [(one["recipient"], one["step"]) for one in (await town.incident(incident["id"]))["deliveries"]]
    assert len(told) == len(set(told))
    assert {number for _, number in told} == {1}
    contacts = [recipient for recipient, _ in told if recipient.startswith("contact:")]
    numbers = [(await sms.get(SEEN_WITHIN))["data"]["number"] for _ in contacts]
    assert len(numbers) == len(set(numbers)) > 0
    await asyncio.sleep(QUIET_FOR)
    for role, phone in town.phones.items():
        assert sum(push.tag == tag_of(incident) for push in phone.pushes) == 1, role
    with pytest.raises(TimeoutError):
        await sms.get(QUIET_FOR)

    await town.phones["grid_worker"].tap(pushes["grid_worker"], "ack")
    done = await steps.get(SEEN_WITHIN)
    assert done["data"] == {"step": "acknowledged", "incident_id": incident["id"]}
    await town.phones["community_office"].cleared(tag_of(incident), SEEN_WITHIN)
    await steps.close()
    await sms.close()


ZONE: Final = "binary_sensor.lobby_1_no_parking_motorcycle_occupancy"


async def use(town: Town, name: str, inputs: Json) -> None:
    """Save a blueprint as its importer does, and make a rule of it that runs."""
    owner = town.people[OWNER_ROLE]
    path = f"{DOMAIN}/{name}"
    text = SOURCE.with_name(f"{name}.yaml").read_text(encoding="utf-8")
    await owner.call("blueprint/save", domain="automation", path=path, yaml=text)
    rule = {"alias": name, "use_blueprint": {"path": f"{path}.yaml", "input": inputs}}
    await owner.rest("POST", f"/api/config/automation/config/{name}", json=rule)

    async def running() -> list[str]:
        return [state["state"] for state in (await owner.states()).values() if state["attributes"].get("id") == name]

    await town.until(running, lambda states: states == ["on"], what=f"{name} runs")


async def test_those_for_elevators_and_lobbies_run_on_it(town: Town) -> None:
    owner = town.people[OWNER_ROLE]
    await owner.rest("POST", f"/api/states/{ZONE}", json={"state": "off"})
    parked = [{"event": STEP_EVENT, "event_data": {"step": "parked", "incident_id": "{{ incident_id }}"}}]
    await use(town, "ebike_in_elevator", {"text": "Please take it out.", "hold": 30, "at_detection": step("seen")})
    await use(town, "elevator_entrapment", {"at_opening": step("shut in"), "at_end": step("freed")})
    await use(town, "ebike_parked_in_lobby", {"occupancy": [ZONE], "dwell": {"seconds": 1}, "at_alarm": parked})
    steps = await owner.subscribe("subscribe_events", event_type=STEP_EVENT)

    await owner.rest("POST", f"/api/states/{ZONE}", json={"state": "on"})
    done = (await steps.get(SEEN_WITHIN))["data"]
    assert done["step"] == "parked"
    incident = await town.incident(done["incident_id"])
    assert (incident["kind"], incident["state"]) == ("ebike", "open")

    data = {"kind": "entrapment", "text": "between two floors"}
    await owner.call("call_service", domain=DOMAIN, service="open_incident", service_data=data, return_response=True)
    done = (await steps.get(SEEN_WITHIN))["data"]
    assert done["step"] == "shut in"
    assert (await town.incident(done["incident_id"]))["kind"] == "entrapment"
    ended = {"incident_id": done["incident_id"], "resolution": "test"}
    await owner.call("call_service", domain=DOMAIN, service="resolve_incident", service_data=ended)
    done = (await steps.get(SEEN_WITHIN))["data"]
    assert done == {"step": "freed", "incident_id": ended["incident_id"]}
    await steps.close()
