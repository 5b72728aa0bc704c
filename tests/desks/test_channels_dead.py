"""All channels dead, at the desk: the sirens are asked within a second, and the screen hears that nobody was told."""

import logging
from collections.abc import Iterator
from typing import Final

import pytest

from custom_components.smart_community.core.channel import STARTING_FOR
from custom_components.smart_community.core.delivery import Audience, DeliveryState, Recipient
from custom_components.smart_community.core.fault import FaultCause
from custom_components.smart_community.core.incident import Change, Kind
from custom_components.smart_community.core.plan import ResponsePlan, Step
from tests.desks.world import HandLoop, World

GRID: Final = Recipient("user:grid", Audience.GRID_WORKER, ("mobile_app", "notify.grid"), "grid")
FAMILY: Final = Recipient("contact:h1:0", Audience.EMERGENCY_CONTACT, ("script.sms",))
SIRENS: Final = Recipient("siren:community", Audience.SIREN, ("siren.gate", "siren:hall"))
GROUP: Final = Recipient("group:1", Audience.GROUP, ("bot:notify.group",))
STEPS: Final = (Step(0.0, (Audience.GRID_WORKER, Audience.EMERGENCY_CONTACT)),)
# Staff wrote a plan that knows no sirens.
PLAN: Final = ResponsePlan("help", Kind.HELP, None, STEPS, 300.0, 900.0)
SOUNDED: Final = [("siren:community", "siren.gate"), ("siren:community", "siren:hall")]


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: this desk knows none."""


@pytest.fixture
def loop(caplog: pytest.LogCaptureFixture) -> Iterator[HandLoop]:
    loop = HandLoop()
    yield loop
    loop.cancel_all()
    loop.close()
    assert loop.faults == []
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.fixture
def world(loop: HandLoop) -> World:
    world = World(loop, recipients=[GRID, FAMILY, SIRENS, GROUP])
    world.plans[PLAN.id] = PLAN
    world.wait(STARTING_FOR)
    return world


def dead(world: World, *channels: str) -> None:
    for channel in channels:
        world.phones.refuse(channel)


def sounded(world: World) -> list[tuple[str, str]]:
    return [rung for rung in world.phones.rung if rung[0] == SIRENS.id]


def test_the_sirens_sound_within_a_second_and_the_screen_is_told(world: World) -> None:
    dead(world, "mobile_app", "notify.grid", "script.sms")
    world.say("bed", 1)
    world.wait(1)
    assert sounded(world) == SOUNDED
    assert Change.NOBODY_TOLD in [change for change, _ in world.published]
    assert FaultCause.NOBODY_TOLD in {fault.cause for fault in world.faults}
    world.wait(1)
    assert sounded(world) == SOUNDED, "asked once; the siren's own link goes on asking"


def test_one_that_still_rings_keeps_them_silent(world: World) -> None:
    dead(world, "mobile_app", "script.sms")
    world.say("bed", 1)
    world.wait(5)
    assert sounded(world) == []


def test_a_channel_that_hangs_holds_the_sirens_up_no_longer_than_its_limit(world: World) -> None:
    dead(world, "mobile_app", "notify.grid")
    world.phones.hanging.add("script.sms")
    world.say("bed", 1)
    world.wait(5)
    assert sounded(world) == []
    # The link gives it up; here that is a channel that has failed.
    world.phones.hanging.clear()
    world.loop.do(
        world.pager._outcome,
        [(under, world.incident) for under in world.pager._under.values()],
        DeliveryState.FAILED,
        "x",
    )
    world.wait(1)
    assert sounded(world) == SOUNDED


def test_each_incident_has_its_siren_however_many_there_are(world: World) -> None:
    dead(world, "mobile_app", "notify.grid", "script.sms")
    opened = [world.ask(world.desk.open(Kind.HELP, by="test", device=f"d{number}")) for number in range(12)]
    # What is told to people in a storm is gathered, and so fails a little later.
    for _ in range(10):
        world.wait(1)
    asked = {push.incident for push in world.phones.pushes if push.recipient.id == SIRENS.id}
    assert asked == {incident.id for incident in opened}
    assert {push.count for push in world.phones.pushes if push.recipient.id == SIRENS.id} == {1}
