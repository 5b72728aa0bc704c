"""Response plans: the defaults of `domain.md`, what staff may write, and what a plan says of people it cannot reach."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core import incident as life
from custom_components.smart_community.core import plan as plan_module
from custom_components.smart_community.core.channel import FOR_STAFF, channel_kind
from custom_components.smart_community.core.delivery import Audience, Recipient, Target
from custom_components.smart_community.core.incident import Kind
from custom_components.smart_community.core.plan import (
    DEFAULT_PLANS,
    EVERY_CHANNEL,
    EVERYONE_WITHIN,
    MOST_CHANNELS,
    MOST_STEPS,
    MOST_TARGETS,
    TARGETS,
    URGENT,
    Gap,
    PlanError,
    ResponsePlan,
    Step,
    check,
    nobody,
    plan_id,
    plan_of,
)

from .chases import START, plans

GRID, DUTY, OFFICE = Audience.GRID_WORKER, Audience.DUTY_ROOM, Audience.COMMUNITY_OFFICE
CONTACT, EVERYONE = Audience.EMERGENCY_CONTACT, Audience.EVERYONE_ON_DUTY
PERSON_IN_NEED: Final = (Kind.HELP, Kind.FALL, Kind.SMOKE, Kind.GAS, Kind.WELFARE)
HELP: Final = DEFAULT_PLANS[Kind.HELP]


def is_channel(channel: str) -> bool:
    return channel_kind(channel) in FOR_STAFF


def reason(plan: ResponsePlan) -> tuple[str, int | None] | None:
    """Return why a plan is refused, None if it is not."""
    try:
        check(plan, is_channel)
    except PlanError as error:
        return error.reason, error.step
    return None


# The defaults.


def test_every_kind_has_a_plan_that_staff_could_have_written_and_that_never_tells_fewer() -> None:
    assert set(DEFAULT_PLANS) == set(Kind)
    for kind, plan in DEFAULT_PLANS.items():
        assert reason(plan) is None
        assert (plan.id, plan.kind, plan.severity, plan.version) == (kind.value, kind, None, 0)
        steps = [set(step.to) for step in plan.steps]
        assert plan.step(plan.last + 5) is plan.steps[-1]
        staff = [step | {GRID, DUTY, OFFICE} if EVERYONE in step else step for step in steps]
        assert all(step <= following for step, following in pairwise(staff)), kind
        assert EVERYONE in plan.steps[-1].to


def test_the_levels_are_those_of_the_domain_60_180_and_300_seconds() -> None:
    assert {tuple(step.after for step in plan.steps) for plan in DEFAULT_PLANS.values()} == {(0.0, 60.0, 180.0, 300.0)}
    assert {plan.repeat_every for plan in DEFAULT_PLANS.values()} == {300.0}


@pytest.mark.parametrize("kind", PERSON_IN_NEED)
def test_office_duty_room_grid_worker_and_family_are_told_at_once_of_a_person_in_need(kind: Kind) -> None:
    assert set(DEFAULT_PLANS[kind].steps[0].to) == {GRID, DUTY, OFFICE, CONTACT}


@pytest.mark.parametrize("kind", sorted(set(Kind) - set(PERSON_IN_NEED)))
def test_anything_else_is_the_duty_rooms_first(kind: Kind) -> None:
    assert DEFAULT_PLANS[kind].steps[0].to == (DUTY,)


@pytest.mark.parametrize("kind", [Kind.HELP, Kind.FALL, Kind.SMOKE, Kind.GAS])
def test_after_five_minutes_the_siren_sounds_and_every_channel_is_used(kind: Kind) -> None:
    loud = [step for step in DEFAULT_PLANS[kind].steps if Audience.SIREN in step.to]
    assert [(step.after, step.at_once) for step in loud] == [(300.0, True)]


# What staff may write.


def of_kind(kind: Kind, *steps: Step, repeat_every: float = 300.0, ask_again_after: float = 900.0) -> ResponsePlan:
    return ResponsePlan(plan_id(kind, None), kind, None, steps, repeat_every, ask_again_after)


FIRST: Final = Step(0.0, (DUTY,))
LAST: Final = Step(300.0, (EVERYONE,))


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (of_kind(Kind.OTHER, FIRST), None),
        (of_kind(Kind.OTHER, Step(0.0, ("user:anna", CONTACT), ("notify.sms", EVERY_CHANNEL))), None),
        (of_kind(Kind.OTHER), ("no_step", None)),
        (of_kind(Kind.OTHER, *(Step(float(n), (DUTY,)) for n in range(MOST_STEPS + 1))), ("too_many_steps", None)),
        (of_kind(Kind.OTHER, Step(5.0, (DUTY,))), ("first_step_late", 1)),
        (of_kind(Kind.OTHER, FIRST, FIRST), ("delays_not_ascending", 2)),
        (of_kind(Kind.OTHER, FIRST, LAST, Step(299.0, (DUTY,))), ("delays_not_ascending", 3)),
        (of_kind(Kind.OTHER, FIRST, Step(3601.0, (DUTY,))), ("step_too_late", 2)),
        (of_kind(Kind.OTHER, FIRST, Step(float("nan"), (DUTY,))), ("step_too_late", 2)),
        (of_kind(Kind.OTHER, Step(0.0, ())), ("nobody_named", 1)),
        (of_kind(Kind.OTHER, FIRST, Step(9.0, (DUTY, DUTY))), ("named_twice", 2)),
        (of_kind(Kind.OTHER, Step(0.0, (DUTY,), ("notify.a", "notify.a"))), ("named_twice", 1)),
        (of_kind(Kind.OTHER, Step(0.0, tuple(f"user:{n}" for n in range(MOST_TARGETS + 1)))), ("step_too_long", 1)),
        (
            of_kind(Kind.OTHER, Step(0.0, (DUTY,), tuple(f"notify.n{n}" for n in range(MOST_CHANNELS + 1)))),
            ("step_too_long", 1),
        ),
        (of_kind(Kind.OTHER, Step(0.0, ("anna",))), ("target_unknown", 1)),
        (of_kind(Kind.OTHER, Step(0.0, ("user:",))), ("target_unknown", 1)),
        (of_kind(Kind.OTHER, Step(0.0, (Audience.PERSON,))), ("target_unknown", 1)),
        (of_kind(Kind.OTHER, Step(0.0, (DUTY,), ("light.hall",))), ("channel_unknown", 1)),
        (of_kind(Kind.OTHER, Step(0.0, (DUTY,), ("siren.gate",))), ("channel_unknown", 1)),
        (of_kind(Kind.OTHER, FIRST, repeat_every=0.0), ("repeat_every_out_of_bounds", None)),
        (of_kind(Kind.OTHER, FIRST, repeat_every=1e9), ("repeat_every_out_of_bounds", None)),
        (of_kind(Kind.OTHER, FIRST, repeat_every=float("nan")), ("repeat_every_out_of_bounds", None)),
        (of_kind(Kind.OTHER, FIRST, ask_again_after=1e9), ("ask_again_after_out_of_bounds", None)),
        *((of_kind(kind, FIRST, LAST), None) for kind in sorted(URGENT)),
        *((of_kind(kind, FIRST), ("everyone_too_late", None)) for kind in sorted(URGENT)),
        (of_kind(Kind.HELP, FIRST, replace(LAST, after=301.0)), ("everyone_too_late", None)),
        (of_kind(Kind.HELP, FIRST, LAST, Step(600.0, (DUTY,))), ("everyone_not_repeated", 3)),
        (of_kind(Kind.HELP, FIRST, LAST, repeat_every=601.0), ("repeat_every_out_of_bounds", None)),
        (of_kind(Kind.HELP, FIRST, LAST, ask_again_after=7200.0), ("ask_again_after_out_of_bounds", None)),
    ],
)
def test_a_plan_that_could_leave_somebody_alone_is_refused(plan: ResponsePlan, why: tuple[str, int | None]) -> None:
    assert reason(plan) == why


@given(plans(), st.sampled_from(sorted(URGENT)))
def test_whoever_edits_a_plan_everyone_on_duty_is_told_of_a_person_in_danger_within_300_s(
    drawn: ResponsePlan, kind: Kind
) -> None:
    plan = replace(drawn, kind=kind)
    if reason(plan) is None:
        assert any(EVERYONE in step.to and step.after <= EVERYONE_WITHIN for step in plan.steps)
        assert EVERYONE in plan.steps[-1].to
        assert 0 < plan.repeat_every <= 600


@given(plans())
def test_a_plan_is_read_back_as_it_was_written(plan: ResponsePlan) -> None:
    assert ResponsePlan.from_dict(json.loads(json.dumps(plan.as_dict()))) == plan


# Which plan holds.


def test_an_incident_from_before_there_were_plans_has_the_default_of_its_kind() -> None:
    old = life.opened("i", 1, Kind.SMOKE, START)
    assert plan_of(old) is DEFAULT_PLANS[Kind.SMOKE]
    assert old.as_dict()["plan"] is None
    frozen = replace(old, plan=replace(HELP, version=3))
    assert plan_of(frozen).version == 3
    assert frozen.as_dict()["plan"] == {"id": "help", "version": 3, "steps": 4}


# Over what.


def test_a_steps_channels_come_before_a_recipients_own_and_suit_him() -> None:
    step = Step(0.0, (DUTY,), ("script.call", "mobile_app"))
    anna = Recipient("user:anna", DUTY, ("mobile_app", "notify.anna"), "anna")
    family = Recipient("contact:h1:0", CONTACT, ("script.sms",), None, "100")
    siren = Recipient("siren:community", Audience.SIREN, ("siren.gate",))
    assert step.channels_of(anna) == ("script.call", "mobile_app", "notify.anna")
    assert step.channels_of(family) == ("script.call", "script.sms")
    assert step.channels_of(siren) == ("siren.gate",)
    assert Step(0.0, (DUTY,), (EVERY_CHANNEL,)).channels_of(anna) == anna.channels


# Who is not there.


def test_targets_that_tell_nobody_now_are_named() -> None:
    def find(to: Sequence[Target], _home: str | None) -> list[Recipient]:
        if to == (DUTY,):
            return [Recipient("user:a", DUTY, (), "a")]
        return [Recipient("user:b", OFFICE, ("mobile_app",), "b")] if to == (OFFICE,) else []

    plan = of_kind(Kind.OTHER, Step(0.0, (DUTY, OFFICE, CONTACT)), Step(60.0, (GRID, "user:left")))
    assert nobody(plan, find) == [
        *(Gap(1, DUTY, "no_channel"), Gap(2, GRID, "nobody_now"), Gap(2, "user:left", "left")),
    ]
    assert Gap(2, "user:left", "left").as_dict() == {"step": 2, "target": "user:left", "why": "left"}


def test_what_a_plan_may_name_is_every_audience_but_the_role_of_a_person() -> None:
    assert set(TARGETS) == set(Audience) - {Audience.PERSON}


def test_every_reason_for_which_a_plan_is_refused_is_explained() -> None:
    source = Path(plan_module.__file__)
    page = source.parents[3] / "docs" / "response-plans.md"
    reasons = set(re.findall(r'PlanError\("(\w+)"', source.read_text(encoding="utf-8")))
    reasons |= {"repeat_every_out_of_bounds", "ask_again_after_out_of_bounds"}
    told = page.read_text(encoding="utf-8")
    assert reasons == set(re.findall(r"^\| `(\w+)` \| [^|]*\|$", told.partition("| reason |")[2], re.MULTILINE))
    for figure in (MOST_STEPS, MOST_TARGETS, MOST_CHANNELS, int(EVERYONE_WITHIN)):
        assert f" {figure} " in told
