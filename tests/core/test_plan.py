"""Response plans: whom each change of an incident tells, and in which round and step."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

import pytest

from custom_components.smart_community.core import incident as life
from custom_components.smart_community.core.delivery import Audience
from custom_components.smart_community.core.incident import Incident, Kind, Resolution
from custom_components.smart_community.core.plan import DEFAULT_PLANS, Page, page_for
from custom_components.smart_community.core.response import LAST_LEVEL, Instant, Marks, advanced

AT: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
GRID, DUTY, OFFICE = Audience.GRID_WORKER, Audience.DUTY_ROOM, Audience.COMMUNITY_OFFICE
CONTACT, EVERYONE = Audience.EMERGENCY_CONTACT, Audience.EVERYONE_ON_DUTY
PERSON_IN_NEED: Final = (Kind.HELP, Kind.FALL, Kind.SMOKE, Kind.GAS, Kind.WELFARE)


def opened(kind: Kind = Kind.HELP) -> Incident:
    return life.opened("i", 1, kind, AT, by="button-1")


def page(incident: Incident, reached: int = 1) -> Page | None:
    """Return whom the latest change pages."""
    return page_for(incident, incident.timeline[-1], DEFAULT_PLANS[incident.kind], reached)


def test_every_kind_has_a_plan_that_tells_somebody_at_every_step_and_never_fewer() -> None:
    assert set(DEFAULT_PLANS) == set(Kind)
    for kind, plan in DEFAULT_PLANS.items():
        steps = [set(plan.audience(step)) for step in range(1, LAST_LEVEL + 1)]
        assert all(steps)
        assert plan.audience(LAST_LEVEL + 5) == plan.audience(LAST_LEVEL)
        assert EVERYONE in steps[-1]
        staff = [step | {GRID, DUTY, OFFICE} if EVERYONE in step else step for step in steps]
        assert all(step <= following for step, following in pairwise(staff)), kind


@pytest.mark.parametrize("kind", PERSON_IN_NEED)
def test_a_person_in_need_has_grid_worker_duty_room_and_family_at_once(kind: Kind) -> None:
    assert page(opened(kind)) == Page(1, 1, (GRID, DUTY, CONTACT))


@pytest.mark.parametrize("kind", sorted(set(Kind) - set(PERSON_IN_NEED)))
def test_anything_else_is_the_duty_rooms_first(kind: Kind) -> None:
    assert page(opened(kind)) == Page(1, 1, (DUTY,))


def test_a_further_press_begins_a_round_at_the_step_reached() -> None:
    escalated = life.escalated(opened(), AT, 2)
    assert page(life.again(escalated, AT, "button-1"), 3) == Page(4, 2, (GRID, DUTY, CONTACT, OFFICE))


def test_a_press_after_the_acknowledgement_pages_everybody_again() -> None:
    owned = life.acknowledged(opened(), AT, "worker")
    assert page(life.again(owned, AT, "button-1")) == Page(2, 1, (GRID, DUTY, CONTACT))


def test_an_escalation_is_a_step_of_the_same_round_and_a_repeat_a_round() -> None:
    incident = opened()
    for level in (2, 3, 4):
        incident = life.escalated(incident, AT, level)
        assert page(incident, 2) == Page(2, level, DEFAULT_PLANS[Kind.HELP].audience(level))
    for reached in (2, 3, 4):
        incident = life.escalated(incident, AT, 4)
        assert page(incident, reached) == Page(reached + 1, 4, DEFAULT_PLANS[Kind.HELP].audience(4))


def test_an_owner_who_does_nothing_is_asked_alone() -> None:
    asked = life.asked_again(life.acknowledged(opened(), AT, "worker"), AT)
    assert page(asked, 2) == Page(3, 1, (), owner="worker")


def test_what_staff_do_pages_nobody() -> None:
    incident = life.acknowledged(opened(), AT, "a")
    assert page(incident) is None
    for step in (life.taken_over, life.en_route, life.on_site):
        incident = step(incident, AT, "b")
        assert page(incident) is None
    assert page(life.noted(incident, AT, "a", "tea")) is None
    assert page(life.cancelled(incident, AT, "button-1")) is None
    assert page(life.resolved(incident, AT, "a", Resolution.REAL)) is None


def test_it_pages_for_ever_while_nobody_acknowledges_and_each_page_is_new() -> None:
    incident, marks, reached = opened(), Marks(0, 0), 1
    pages = [(1, 1)]
    for second in range(1, 6 * 3600):
        now = Instant(AT + timedelta(seconds=second), float(second))
        if (after := advanced(incident, marks, now)) is None:
            continue
        incident, marks = after, Marks(0, float(second))
        paged = page(incident, reached)
        assert paged is not None
        assert paged.audience
        reached = paged.round
        pages.append((paged.round, paged.step))
    assert len(pages) == len(set(pages))
    # Levels at 60, 180 and 300 s, then every 300 s until the end of the sixth hour.
    assert len(pages) == 1 + 3 + (6 * 3600 - 1) // 300 - 1
