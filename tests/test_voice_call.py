"""An answer by telephone, whole: the script is given a token, a webhook brings it back, and the alarm is taken."""

import asyncio
import json
from http import HTTPStatus
from typing import Any, Final
from unittest.mock import patch

import pytest
from homeassistant.components import automation
from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.components.trace.const import DATA_TRACE
from homeassistant.const import EVENT_CALL_SERVICE
from homeassistant.core import Event, HomeAssistant, ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_capture_events, async_mock_service
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.smart_community.const import CONF_CONTACT_CHANNELS, DOMAIN
from custom_components.smart_community.core.incident import Incident, Kind, Resolution, State
from custom_components.smart_community.core.people import Role
from tests.conftest import Community
from tests.people import person

NAME: Final = f"{DOMAIN}/voice_call_answer.yaml"
WEBHOOK: Final = "a-long-id-that-nobody-guesses"
CONTACT: Final = {"name": "Zhao Meiling", "phone": "13800138000", "relation": "daughter"}
# The community's own script: it dials, and gives the telephone system what it must bring back.
SCRIPT: Final = {
    "mode": "parallel",
    "max": 10,
    "sequence": [
        {
            "action": "test.dial",
            "data": {name: f"{{{{ {name} }}}}" for name in ("number", "text", "incident_id", "token", "test")},
        }
    ],
}


@pytest.fixture
async def dialled(hass: HomeAssistant, community: Community) -> list[ServiceCall]:
    """Return the calls that the telephone system was asked for."""
    calls: list[ServiceCall] = async_mock_service(hass, "test", "dial")
    assert await async_setup_component(hass, "script", {"script": {"call": SCRIPT}})
    hass.config_entries.async_update_entry(community.entry, options={CONF_CONTACT_CHANNELS: ["script.call"]})
    await hass.async_block_till_done()
    return calls


async def alarm(community: Community, dialled: list[ServiceCall]) -> tuple[Incident, dict[str, Any]]:
    """Press the button of a home with a contact; return the incident and what the script was given."""
    home = await community.button("button-1")
    await community.runtime.register.save_home({"id": home, "contacts": [CONTACT]}, "test")
    community.link.press("button-1", 1)
    await community.settle(lambda: dialled)
    (incident,) = community.runtime.response.active.values()
    return incident, dialled[0].data


async def answer(hass: HomeAssistant, incident_id: str, token: object) -> None:
    """Call the action as an automation does: without a user."""
    await hass.services.async_call(
        DOMAIN, "acknowledge_incident", {"incident_id": incident_id, "token": token}, blocking=True
    )


async def refusal(hass: HomeAssistant, incident_id: str, token: object) -> str | None:
    """Return why an answer is refused."""
    with pytest.raises(ServiceValidationError) as refused:
        await answer(hass, incident_id, token)
    return refused.value.translation_key


def state(community: Community, incident: Incident) -> tuple[State, str | None]:
    now = community.runtime.response.active[incident.id]
    return now.state, now.acknowledged_by


async def test_the_call_carries_a_token_and_no_event_of_ours_carries_the_number(
    hass: HomeAssistant, community: Community, dialled: list[ServiceCall]
) -> None:
    events = async_capture_events(hass, EVENT_CALL_SERVICE)
    incident, given = await alarm(community, dialled)
    assert (given["number"], given["incident_id"], given["test"]) == (13800138000, incident.id, False)
    assert given["text"] == f"Help alarm #{incident.number}, Building 3"
    assert len(str(given["token"]).zfill(8)) == 8
    ours: list[Event[Any]] = [event for event in events if event.data["domain"] != "test"]
    assert not [event for event in ours if CONTACT["phone"] in str(event.data)]
    assert not [event for event in ours if event.data["domain"] == "script"]
    traces: Any = hass.data[DATA_TRACE]
    kept = traces.get("script.call", {}).values()
    assert not [trace for trace in kept if CONTACT["phone"] in json.dumps(trace.as_dict(), default=str)]


async def test_who_was_called_owns_the_alarm_and_the_token_counts_once(
    hass: HomeAssistant, community: Community, dialled: list[ServiceCall], hass_ws_client: WebSocketGenerator
) -> None:
    incident, given = await alarm(community, dialled)
    recipient = f"contact:{incident.place.home}:0"
    # A telephone system sends what ended the entry, too.
    await answer(hass, incident.id, f"{str(given['token']).zfill(8)}#")
    assert state(community, incident) == (State.ACKNOWLEDGED, recipient)
    (delivery,) = community.runtime.pager.ledger(incident.id).values()
    assert delivery.state == "seen"

    assert await refusal(hass, incident.id, given["token"]) == "token_refused"
    auditor = await person(community, hass_ws_client, Role.AUDITOR)
    entries = (await auditor.result("journal/list"))["entries"]
    said = [(entry["actor"], entry["action"]) for entry in reversed(entries) if entry["subject"] == incident.id]
    assert (recipient, "incident_acknowledged") in said
    assert said[-2:] == [("automation", "answered_by_call"), ("automation", "answer_refused")]


async def test_a_token_is_good_for_its_own_alarm_only(
    hass: HomeAssistant, community: Community, dialled: list[ServiceCall]
) -> None:
    incident, given = await alarm(community, dialled)
    other = await community.runtime.response.open(incident.kind, by="test")
    with pytest.raises(ServiceValidationError):
        await answer(hass, other.id, given["token"])
    assert community.runtime.response.active[other.id].state is State.OPEN


async def test_wrong_tokens_are_refused_and_after_five_even_the_right_one_waits(
    hass: HomeAssistant, community: Community, dialled: list[ServiceCall]
) -> None:
    incident, given = await alarm(community, dialled)
    right = str(given["token"]).zfill(8)
    wrong = f"{(int(right) + 1) % 10**8:08d}"
    for _ in range(5):
        assert await refusal(hass, incident.id, wrong) == "token_refused"
    assert await refusal(hass, incident.id, right) == "token_locked"
    assert state(community, incident) == (State.OPEN, None)
    clock = community.runtime.answers._clock
    with patch.object(community.runtime.answers, "_clock", lambda: type(clock())(clock().utc, clock().monotonic + 61)):
        await answer(hass, incident.id, right)
    assert state(community, incident)[0] is State.ACKNOWLEDGED


async def test_of_two_who_answer_at_once_one_token_counts_once(
    hass: HomeAssistant, community: Community, dialled: list[ServiceCall]
) -> None:
    incident, given = await alarm(community, dialled)
    outcomes = await asyncio.gather(
        *(answer(hass, incident.id, given["token"]) for _ in range(3)), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        *("NoneType", "ServiceValidationError", "ServiceValidationError"),
    ]


async def test_a_token_ends_with_its_alarm(
    hass: HomeAssistant, community: Community, dialled: list[ServiceCall]
) -> None:
    incident, given = await alarm(community, dialled)
    await community.runtime.response.resolve(incident.id, "test", Resolution.TEST)
    with pytest.raises(ServiceValidationError):
        await answer(hass, incident.id, given["token"])


async def test_who_has_lost_his_role_answers_no_call(
    hass: HomeAssistant, community: Community, dialled: list[ServiceCall], hass_ws_client: WebSocketGenerator
) -> None:
    worker = await person(community, hass_ws_client, Role.GRID_WORKER)
    await community.runtime.register.save_staff(worker.user.id, [Role.GRID_WORKER], ["script.call"], "test")
    incident = await community.runtime.response.open(Kind.FALL, by="test")
    await community.settle(lambda: dialled)
    token = dialled[0].data["token"]
    await community.runtime.register.save_staff(worker.user.id, [Role.AUDITOR], None, "test")
    with pytest.raises(ServiceValidationError):
        await answer(hass, incident.id, token)
    await community.runtime.register.save_staff(worker.user.id, [Role.GRID_WORKER], ["script.call"], "test")
    await answer(hass, incident.id, token)
    assert state(community, incident) == (State.ACKNOWLEDGED, worker.user.id)


@pytest.mark.parametrize("form", [False, True], ids=["json", "form"])
async def test_the_blueprint_takes_what_a_telephone_system_brings_back(
    hass: HomeAssistant,
    community: Community,
    dialled: list[ServiceCall],
    hass_client_no_auth: ClientSessionGenerator,
    form: bool,
) -> None:
    refused = async_mock_service(hass, "test", "refused")
    assert await async_setup_component(hass, "webhook", {})
    await hass.services.async_call(DOMAIN, "install_blueprints", blocking=True)
    inputs = {"webhook_id": WEBHOOK, "local_only": False, "on_refusal": [{"action": "test.refused"}]}
    rule = {"id": "answer", "alias": "Answer", "use_blueprint": {"path": NAME, "input": inputs}}
    assert await async_setup_component(hass, automation.DOMAIN, {automation.DOMAIN: [rule]})
    await hass.async_block_till_done()
    assert NAME in await async_get_blueprints(hass).async_get_blueprints()
    telephone = await hass_client_no_auth()
    incident, given = await alarm(community, dialled)

    async def bring(**what: str) -> None:
        told = {"data": what} if form else {"json": what}
        response = await telephone.post(f"/api/webhook/{WEBHOOK}", **told)
        assert response.status == HTTPStatus.OK
        await hass.async_block_till_done()

    right = str(given["token"]).zfill(8)
    await bring(incident_id=incident.id, token=f"{(int(right) + 1) % 10**8:08d}")
    await bring(token="")
    assert (state(community, incident)[0], len(refused)) == (State.OPEN, 2)
    await bring(incident_id=incident.id, token=right)
    assert state(community, incident) == (State.ACKNOWLEDGED, f"contact:{incident.place.home}:0")
    assert len(refused) == 2
