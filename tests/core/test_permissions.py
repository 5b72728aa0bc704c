"""Who may call what, as the table says it."""

import pytest

from custom_components.smart_community.core.people import ASSIGNABLE_ROLES, Role
from custom_components.smart_community.core.permissions import (
    ACTIONS,
    COMMANDS,
    ENTITIES,
    SEES_PEOPLE_OF_OPEN_INCIDENTS,
    may_call_action,
    may_call_command,
    may_use_entity,
    sees_candidates_of,
)

CHANGES_AN_INCIDENT = ["acknowledge", "take_over", "en_route", "on_site", "resolve", "note"]


@pytest.mark.parametrize("name", [*ACTIONS, "not_an_action"])
def test_nobody_without_a_role_may_call_an_action(name: str) -> None:
    assert not may_call_action(name, frozenset())


@pytest.mark.parametrize("name", [*COMMANDS, "not/a_command"])
def test_nobody_without_a_role_may_call_a_command(name: str) -> None:
    assert not may_call_command(name, frozenset())


def test_what_is_not_in_the_table_is_nobodys() -> None:
    assert not may_call_action("open_everything", set(Role))
    assert not may_call_command("open/everything", set(Role))


def test_a_technician_may_call_everything() -> None:
    assert all(may_call_action(name, {Role.TECHNICIAN}) for name in ACTIONS)
    assert all(may_call_command(name, {Role.TECHNICIAN}) for name in COMMANDS)


def test_the_portals_account_may_only_ask_who_it_is() -> None:
    assert [name for name in COMMANDS if may_call_command(name, {Role.PORTAL})] == ["me"]
    assert not any(may_call_action(name, {Role.PORTAL}) for name in ACTIONS)
    assert not any(may_use_entity(name, {Role.PORTAL}) for name in ENTITIES)


def test_an_auditor_sees_and_changes_nothing() -> None:
    may = {name for name in COMMANDS if may_call_command(name, {Role.AUDITOR})}
    assert may == {
        *("me", "incidents/subscribe", "incidents/list", "incidents/get", "incidents/export"),
        *("journal/list", "journal/search", "journal/verify", "walk_test/get", "walk_test/subscribe"),
        *("cameras/list", "elevators/list", "elevators/subscribe", "elevators/phrases"),
        *("commissioning/get", "commissioning/list", "commissioning/page", "falls/list", "falls/precision"),
    }
    assert {name for name in ACTIONS if may_call_action(name, {Role.AUDITOR})} <= {"verify_journal"}
    assert not any(may_use_entity(name, {Role.AUDITOR}) for name in ENTITIES)
    assert Role.AUDITOR not in SEES_PEOPLE_OF_OPEN_INCIDENTS


def test_who_holds_doors_for_a_test_and_lets_the_guard_do_so_is_a_technician() -> None:
    for name in ("commissioning/record", "commissioning/finish"):
        assert {role for role in Role if may_call_command(name, {role})} == {Role.TECHNICIAN}


def test_candidate_homes_are_for_who_answers_and_for_a_grid_worker_while_he_does() -> None:
    for is_active in (True, False):
        sees = {role for role in Role if sees_candidates_of({role}, is_active=is_active)}
        expected = {Role.TECHNICIAN, Role.DUTY_ROOM, Role.COMMUNITY_OFFICE}
        assert sees == (expected | {Role.GRID_WORKER} if is_active else expected)
    assert {role for role in Role if may_call_command("falls/calibration", {role})} == {Role.TECHNICIAN}


@pytest.mark.parametrize("role", [Role.DUTY_ROOM, Role.GRID_WORKER, Role.COMMUNITY_OFFICE])
def test_who_responds_may_do_all_of_an_incident(role: Role) -> None:
    assert all(may_call_command(f"incidents/{name}", {role}) for name in CHANGES_AN_INCIDENT)
    assert all(may_call_action(name, {role}) for name in ("open_incident", "acknowledge_incident", "resolve_incident"))
    assert role in SEES_PEOPLE_OF_OPEN_INCIDENTS


def test_the_register_is_read_by_the_duty_room_and_written_by_the_office_alone() -> None:
    def allowed(command: str) -> set[Role]:
        return {role for role in Role if may_call_command(command, {role})}

    assert allowed("register/home") == {Role.TECHNICIAN, Role.COMMUNITY_OFFICE, Role.DUTY_ROOM}
    assert allowed("register/save") == {Role.TECHNICIAN, Role.COMMUNITY_OFFICE}
    assert allowed("staff/save") == {Role.TECHNICIAN}
    assert allowed("journal/list") == {Role.TECHNICIAN, Role.AUDITOR}


def test_one_role_that_may_is_enough() -> None:
    assert may_call_command("journal/list", {Role.GRID_WORKER, Role.AUDITOR})


def test_nobody_is_made_a_technician_by_the_register() -> None:
    assert set(Role) - {Role.TECHNICIAN} == ASSIGNABLE_ROLES
