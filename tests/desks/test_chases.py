"""The sentences of `domain.md` that need a desk: owners, further presses, and kills at any moment."""

import logging
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custom_components.smart_community.core.delivery import Audience, DeliveryState, Recipient
from custom_components.smart_community.core.incident import Change, Kind, Resolution, State
from custom_components.smart_community.core.plan import ResponsePlan, Step
from custom_components.smart_community.core.response import BURST
from custom_components.smart_community.desks.saving import PATIENCE

from .world import HandLoop, World

STAFF = [
    Recipient("user:anna", Audience.DUTY_ROOM, ("mobile_app", "notify.anna"), "anna"),
    Recipient("user:bo", Audience.GRID_WORKER, ("notify.bo",), "bo"),
    Recipient("user:cai", Audience.COMMUNITY_OFFICE, ("mobile_app",), "cai"),
]
PLANS = st.sampled_from(
    [
        None,
        (Step(0.0, ("duty_room",)), Step(30.0, ("grid_worker",)), Step(90.0, ("everyone_on_duty",))),
        (Step(0.0, ("user:left",)), Step(60.0, ("everyone_on_duty",), ("all",))),
        (Step(0.0, ("everyone_on_duty",)),),
    ]
)
AWAY = st.sets(st.sampled_from([one.id for one in STAFF]), max_size=2)
WAITS = st.sampled_from([0.0, 1.0, 16.0, 61.0, 400.0])


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: this desk knows none."""


@pytest.fixture(autouse=True)
def _heard(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


def begun(steps: tuple[Step, ...] | None) -> World:
    world = World(HandLoop(), recipients=STAFF)
    if steps is not None:
        world.plans["help"] = ResponsePlan("help", Kind.HELP, None, steps, 300.0, 900.0, version=1)
    world.say("bed", 1)
    return world


def restarted(world: World, written: int) -> World:
    """Kill the process, and start it anew from what is on disk."""
    world.store.die(written)
    world.loop.cancel_all()
    new = World(world.loop, world.disk, world.recipients)
    new.plans, new.off_duty, new.utc_is_off_by = world.plans, world.off_duty, world.utc_is_off_by
    new.load()
    new.tick()
    return new


def over(world: World) -> None:
    assert world.loop.faults == []
    world.loop.cancel_all()
    world.loop.close()


SETTINGS = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SETTINGS
@given(PLANS, st.booleans(), st.lists(st.integers(1, 2), max_size=4), st.booleans())
def test_two_acknowledgements_at_once_give_one_owner(
    steps: tuple[Step, ...] | None, hangs: bool, moves: list[int], killed: bool
) -> None:
    world = begun(steps)
    incident_id = world.incident.id
    world.store.hangs = hangs
    both = [world.begin(world.desk.acknowledge(incident_id, person)) for person in ("anna", "bo")]
    for most in moves:
        world.store.settle(most)
        world.loop.turn()
    if killed:
        world = restarted(world, 1)
        both = [world.begin(world.desk.acknowledge(incident_id, person)) for person in ("bo", "anna")]
    world.loop.wait(PATIENCE)
    world.store.resume()
    world.wait(1)
    assert {task.result().acknowledged_by for task in both} == {world.incident.acknowledged_by}
    assert [entry.what for entry in world.incident.timeline].count(Change.ACKNOWLEDGED) == 1
    assert world.disk.incident(incident_id).acknowledged_by == world.incident.acknowledged_by
    over(world)


@SETTINGS
@given(PLANS, AWAY, st.lists(st.tuples(WAITS, st.booleans(), st.booleans()), min_size=1, max_size=5))
def test_a_further_press_pages_again_and_opens_no_second_incident(
    steps: tuple[Step, ...] | None, away: set[str], presses: list[tuple[float, bool, bool]]
) -> None:
    world = begun(steps)
    world.off_duty = away
    first = world.incident.id
    paged_at: float | None = None
    for seq, (seconds, acknowledged, killed) in enumerate(presses, start=2):
        world.wait(seconds)
        if acknowledged and world.incident.state is State.OPEN:
            world.ask(world.desk.acknowledge(first, "anna"))
            paged_at = None
        if killed:
            world = restarted(world, 0)
        before = set(world.ledger())
        message = world.say("bath" if seq % 2 else "bed", seq)
        assert message.confirmed
        new = set(world.ledger()) - before
        if paged_at is not None and world.loop.seconds - paged_at < BURST:
            assert not new, "one burst of presses is one call each"
            continue
        paged_at = world.loop.seconds
        assert new, "somebody is on duty, and the plan comes to everyone"
        assert min(key[0] for key in new) > max(key[0] for key in before)
    assert world.incident.id == first
    assert len(world.disk.incidents) == 1
    assert [entry.what for entry in world.incident.timeline].count(Change.AGAIN) == len(presses)
    over(world)


@SETTINGS
@given(st.floats(1.0, 900.0), st.sampled_from(["acknowledge", "resolve"]), st.booleans(), st.booleans())
def test_a_child_is_chased_step_by_step_once_somebody_has_taken_the_older_one(
    held_for: float, how: str, killed: bool, killed_later: bool
) -> None:
    world = begun(None)
    world.loop.seconds += 10.0
    world.say("bed", 2, "fall")
    older, child = world.incidents
    plan = child.plan
    assert plan is not None
    world.wait(1)
    for _ in range(round(held_for)):
        world.wait(1)
    assert world.desk.active[child.id].level == 1
    if how == "acknowledge":
        world.ask(world.desk.acknowledge(older.id, "anna"))
    else:
        world.ask(world.desk.resolve(older.id, "anna", Resolution.REAL))
        world.tick()
    if killed:
        world = restarted(world, 0)
    world.tick()
    taken = world.loop.seconds
    for second in range(1, round(plan.steps[-1].after) + 1):
        world.wait(1)
        due = max(number for number, step in enumerate(plan.steps, start=1) if step.after <= second)
        assert world.desk.active[child.id].level == due, (second, "each step waits for its own time, and no longer")
        if killed_later and second == 100:
            world = restarted(world, 0)
    last = [push for push in world.phones.pushes if push.incident == child.id and push.delivery.step == plan.last]
    assert {push.recipient.id for push in last} == {one.id for one in STAFF}
    assert world.loop.seconds - taken <= plan.steps[-1].after
    # It is never silent after that, either.
    rung = len(world.phones.pushes)
    world.wait(plan.repeat_every)
    assert len(world.phones.pushes) > rung
    over(world)


ACTS = st.one_of(
    st.tuples(st.just("wait"), WAITS),
    st.tuples(st.just("kill"), st.integers(0, 3)),
    st.tuples(st.just("jump"), st.sampled_from([-3600.0, 0.0, 3600.0])),
    st.tuples(st.just("away"), AWAY),
    st.tuples(st.just("broken"), st.sets(st.sampled_from(["mobile_app", "notify.anna", "notify.bo"]))),
    st.tuples(st.just("press"), st.just(0)),
)


@SETTINGS
@given(PLANS, st.lists(ACTS, max_size=12))
def test_whatever_happens_it_is_chased_to_its_end_and_nobody_is_told_twice_for_one_step(
    steps: tuple[Step, ...] | None, acts: list[tuple[str, object]]
) -> None:
    """Kills while a plan with several steps runs: each hand-over that was confirmed happens once, none is lost."""
    world = begun(steps)
    presses, confirmed = 1, Counter[object]()
    pushes = []
    for what, how in acts:
        match what, how:
            case "wait", float():
                world.wait(how)
            case "kill", int():
                pushes += world.phones.pushes
                world = restarted(world, how)
            case "jump", float():
                world.utc_is_off_by = how
                world.tick()
            case "away", set():
                world.off_duty = how
            case "broken", set():
                world.phones.broken.clear()
                for channel in how:
                    world.phones.refuse(channel)
            case "press", _:
                presses += 1
                world.say("bed", presses)
    pushes += world.phones.pushes
    confirmed.update((push.incident, push.delivery.key) for push in pushes)
    assert all(count == 1 for count in confirmed.values()), "a commit answers at once here, so nothing is sent again"
    incident = world.incident
    assert incident == world.disk.incident(incident.id)
    assert {key for _, key in world.disk.deliveries} == set(world.ledger())
    everyone_is_reached_by_now(world)
    world.ask(world.desk.resolve(incident.id, "anna", Resolution.REAL))
    world.wait(2000)
    assert all(one.state is not DeliveryState.QUEUED for one in world.disk.deliveries.values())
    over(world)


def everyone_is_reached_by_now(world: World) -> None:
    """Wait as long as the plan may be silent: then everyone on duty with a working channel has been told anew."""
    before = len(world.phones.pushes)
    world.off_duty = set()
    world.phones.broken.clear()
    for _ in range(8):
        world.wait(100)
    told = {push.recipient.id for push in world.phones.pushes[before:]}
    assert told >= {one.id for one in STAFF}
