"""Who is addressed: on duty, the home's own grid worker, and never nobody of everyone."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from custom_components.smart_community.core.delivery import Audience, Recipient
from custom_components.smart_community.core.people import Contact, Grid, Role, Staff
from custom_components.smart_community.recipients import Known, find_recipients, people_on_duty

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
STAFF = {
    user_id: Staff(user_id, frozenset(roles))
    for user_id, roles in {
        "worker": {Role.GRID_WORKER},
        "deputy": {Role.GRID_WORKER},
        "third": {Role.GRID_WORKER},
        "duty": {Role.DUTY_ROOM},
        "office": {Role.COMMUNITY_OFFICE, Role.DUTY_ROOM},
        "auditor": {Role.AUDITOR},
    }.items()
}
GRID = Grid("g", "East", "worker", "deputy")


def found(
    *targets: str, on: Mapping[Role, set[str]] | None = None, grid: Grid | None = None, home: str | None = "h"
) -> list[str]:
    """Return who is addressed, `on` being the rosters that there are."""
    known = Known(
        STAFF, home, (Contact("Li Na", "1"),), grid, ("script.sms",), ("siren.yard", "siren:s1"), ("bot:notify.a",) * 2
    )
    return [recipient.id for recipient in find_recipients(targets, known, roster(on or {}), AT)]


class roster:  # noqa: N801 - reads as a function
    def __init__(self, on: Mapping[Role, set[str]]) -> None:
        self._on = on

    def __call__(self, role: Role, at: datetime) -> frozenset[str] | None:
        assert at == AT
        return frozenset(self._on[role]) if role in self._on else None


def users(*names: str) -> list[str]:
    return [f"user:{name}" for name in names]


def test_without_a_roster_whoever_has_the_role_is_on_duty() -> None:
    assert found("duty_room") == users("duty", "office")
    assert found("everyone_on_duty") == users("worker", "deputy", "third", "duty", "office")


def test_with_a_roster_those_are_told_who_are_on_duty() -> None:
    on = {Role.DUTY_ROOM: {"office", "auditor", "gone"}}
    assert found("duty_room", on=on) == users("office")
    assert found("everyone_on_duty", on=on) == users("worker", "deputy", "third", "office")
    # He is on duty for the office, whatever the duty room's roster says.
    assert found("everyone_on_duty", on={Role.DUTY_ROOM: {"duty"}}) == users(
        "worker", "deputy", "third", "duty", "office"
    )


def test_a_gap_tells_nobody_so_that_the_next_step_is_due_at_once() -> None:
    empty: dict[Role, set[str]] = {role: set() for role in (Role.DUTY_ROOM, Role.GRID_WORKER, Role.COMMUNITY_OFFICE)}
    for target in ("duty_room", "grid_worker", "community_office"):
        assert found(target, on=empty) == []
    assert not people_on_duty(STAFF, Audience.EVERYONE_ON_DUTY, roster(empty), AT)


def test_nobody_is_forgotten_when_all_rosters_are_empty() -> None:
    empty: dict[Role, set[str]] = {role: set() for role in (Role.DUTY_ROOM, Role.GRID_WORKER, Role.COMMUNITY_OFFICE)}
    assert found("everyone_on_duty", on=empty) == users("worker", "deputy", "third", "duty", "office")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (None, ["worker"]),
        ({"worker", "third"}, ["worker"]),
        ({"deputy", "third"}, ["deputy"]),
        ({"third"}, ["third"]),
        (set(), []),
    ],
)
def test_a_home_has_its_own_grid_worker_then_his_deputy_then_whoever_is_on_duty(
    on: set[str] | None, expected: list[str]
) -> None:
    rosters = {} if on is None else {Role.GRID_WORKER: on}
    assert found("grid_worker", on=rosters, grid=GRID) == users(*expected)


def test_a_grid_whose_people_have_left_is_answered_for_by_all() -> None:
    assert found("grid_worker", grid=Grid("g", "East", "gone", "duty")) == users("worker", "deputy", "third")
    assert found("grid_worker", grid=Grid("g", "East")) == users("worker", "deputy", "third")
    assert found("grid_worker") == users("worker", "deputy", "third")


def test_a_person_named_by_his_account_is_told_on_duty_or_not_and_nobody_twice() -> None:
    on = {Role.DUTY_ROOM: {"duty"}}
    assert found("duty_room", "user:duty", "user:office", "user:gone", on=on) == users("duty", "office")
    assert found(*Audience, on=on)[-1] == "user:auditor"


def test_contacts_sirens_and_groups_have_the_channels_of_the_options() -> None:
    known = Known(STAFF, "h", (Contact("Li Na", "1"),), None, ("script.sms",), ("siren.yard",), ("bot:notify.a", "b"))
    targets = ("emergency_contact", "siren", "group")
    assert find_recipients(targets, known, roster({}), AT) == [
        Recipient("contact:h:0", Audience.EMERGENCY_CONTACT, ("script.sms",), None, "1"),
        Recipient("siren:community", Audience.SIREN, ("siren.yard",)),
        Recipient("group:1", Audience.GROUP, ("bot:notify.a",)),
        Recipient("group:2", Audience.GROUP, ("b",)),
    ]
    assert find_recipients(targets, Known(STAFF), roster({}), AT) == []
    assert found("emergency_contact", home=None) == []
