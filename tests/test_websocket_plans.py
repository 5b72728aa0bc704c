"""`plans/…` over the real websocket, on a real store: what staff save is frozen into the next incident."""

from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_community.core.incident import Kind
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.plan import DEFAULT_PLANS, TARGETS
from custom_components.smart_community.store import incidents as stored_incidents
from custom_components.smart_community.store import journal as stored_journal
from custom_components.smart_community.store import plans as stored_plans
from tests.conftest import Community
from tests.people import Person, person

STEPS: Final[list[dict[str, Any]]] = [
    {"after": 0, "to": ["duty_room", "user:left"], "channels": ["notify.sms"]},
    {"after": 120, "to": ["everyone_on_duty", "siren"], "channels": ["all"]},
]
PLAN: Final[dict[str, Any]] = {"kind": "help", "steps": STEPS, "repeat_every": 120, "ask_again_after": 600}
EDITORS: Final = [Role.TECHNICIAN, Role.COMMUNITY_OFFICE]


@pytest.fixture
async def office(community: Community, hass_ws_client: WebSocketGenerator) -> Person:
    return await person(community, hass_ws_client, Role.COMMUNITY_OFFICE)


@pytest.mark.parametrize("role", list(Role))
async def test_each_role_edits_plans_or_is_refused(
    community: Community, hass_ws_client: WebSocketGenerator, role: Role
) -> None:
    who = await person(community, hass_ws_client, role)
    answers = [
        await who.ask("plans/list"),
        await who.ask("plans/save", **PLAN),
        await who.ask("plans/reset", kind="help"),
    ]
    assert [answer["success"] for answer in answers] == [role in EDITORS] * 3
    if role not in EDITORS:
        assert {answer["error"]["code"] for answer in answers} == {"unauthorized"}
        assert community.runtime.plans.plans()[0]["default"]


async def test_every_kind_is_listed_with_its_plan(office: Person) -> None:
    answer = await office.result("plans/list")
    assert {plan["kind"] for plan in answer["plans"]} == {kind.value for kind in Kind}
    assert answer["targets"] == [target.value for target in TARGETS]
    (plan,) = (plan for plan in answer["plans"] if plan["kind"] == "help")
    assert (plan["version"], plan["default"], plan["at"], plan["by"]) == (0, True, None, None)
    assert [step["after"] for step in plan["steps"]] == [0, 60, 180, 300]
    assert {warning["why"] for warning in plan["warnings"]} <= {"nobody_now", "no_channel"}


async def test_what_is_saved_is_frozen_into_the_next_incident_and_survives_a_restart(
    community: Community, office: Person
) -> None:
    before = await community.runtime.response.open(Kind.HELP, by="test", device="first")
    answer = await office.result("plans/save", **PLAN, version=0)
    assert {(one["step"], one["target"], one["why"]) for one in answer["warnings"]} >= {(1, "user:left", "left")}
    assert (answer["plan"]["version"], answer["plan"]["by"]) == (1, office.user.id)
    after = await community.runtime.response.open(Kind.HELP, by="test", device="second")
    assert before.plan == DEFAULT_PLANS[Kind.HELP]
    assert after.plan is not None
    assert (after.plan.version, after.plan.steps[1].at_once) == (1, True)
    shown = await office.result("incidents/get", incident_id=after.id)
    assert shown["incident"]["plan"] == {"id": "help", "version": 1, "steps": 2}

    database = community.runtime.database
    stored = await database.read(lambda c: stored_incidents.find(c, database.vault, after.id))
    assert stored is not None
    assert stored.plan == after.plan
    (version,) = await database.read(stored_plans.load)
    assert version.plan == after.plan
    await community.hass.config_entries.async_reload(community.entry.entry_id)
    await community.hass.async_block_till_done()
    assert community.runtime.response.active[after.id].plan == after.plan
    third = await community.runtime.response.open(Kind.HELP, by="test", device="third")
    assert third.plan == after.plan


async def test_saving_and_putting_back_are_in_the_journal(community: Community, office: Person) -> None:
    await office.result("plans/save", **PLAN)
    await office.result("plans/reset", kind="help", version=1)
    entries = await community.runtime.database.read(lambda c: stored_journal.page(c, before=None, limit=10))
    told = [(one.note.actor, one.note.action, one.note.subject, dict(one.note.details)) for one in entries]
    assert (office.user.id, "plan_saved", "help", {"version": 1}) in told
    assert (office.user.id, "plan_reset", "help", {"version": 2}) in told


async def test_what_a_plan_must_not_be_is_told_with_the_step(office: Person) -> None:
    error = await office.error("plans/save", **{**PLAN, "steps": STEPS[:1]})
    assert (error["code"], error["translation_placeholders"]) == (
        *("plan_invalid", {"reason": "everyone_too_late", "step": ""}),
    )
    late = [STEPS[0], {**STEPS[1], "after": 0}]
    error = await office.error("plans/save", **{**PLAN, "steps": late})
    assert error["translation_placeholders"] == {"reason": "delays_not_ascending", "step": "2"}


async def test_of_two_who_edit_one_plan_the_second_is_told(office: Person) -> None:
    await office.result("plans/save", **PLAN, version=0)
    assert (await office.error("plans/save", **PLAN, version=0))["code"] == "plan_changed"
    assert (await office.error("plans/reset", kind="help", version=0))["code"] == "plan_changed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "tea"},
        {"severity": "very"},
        {"steps": "all"},
        {"steps": [{"to": ["duty_room"]}]},
        {"steps": [{"after": -1, "to": ["duty_room"]}]},
        {"steps": [{"after": True, "to": "duty_room"}]},
        {"steps": [STEPS[0]] * 1000},
        {"steps": [{"after": 0, "to": ["x" * 300]}]},
        {"repeat_every": "often"},
        {"ask_again_after": -5},
        {"version": -1},
    ],
)
async def test_what_is_no_plan_at_all_is_refused(office: Person, wrong: dict[str, Any]) -> None:
    assert (await office.error("plans/save", **{**PLAN, **wrong}))["code"] == "invalid_format"


async def test_a_plan_that_cannot_be_read_back_leaves_the_default(community: Community, office: Person) -> None:
    await office.result("plans/save", **PLAN)
    assert stored_plans.read_plan({"id": "help", "kind": "a kind of a later version"}) is None
    assert stored_plans.read_plan(None) is None
