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
