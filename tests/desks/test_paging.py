"""Paging: who is told, over what, in which order with the disk, and what becomes of it when something fails."""

import asyncio
import logging
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

import pytest

from custom_components.smart_community.core.alarm import Alarm
from custom_components.smart_community.core.channel import STARTING_FOR, limits_of
from custom_components.smart_community.core.delivery import Audience, Delivery, DeliveryState, Recipient
from custom_components.smart_community.core.incident import ACTS_FROM_MEMORY, Change, Kind, NoSuchStepError, Resolution
from custom_components.smart_community.core.plan import DEFAULT_PLANS, ResponsePlan, Step
from custom_components.smart_community.core.ports import IncidentChange, StoreError, StoreFailure
from custom_components.smart_community.core.response import BURST, TRY_AGAIN_AFTER
from custom_components.smart_community.desks.saving import PATIENCE

from .world import HandLoop, World

GRID: Final = Recipient("user:grid", Audience.GRID_WORKER, ("mobile_app", "notify.grid", "script.call"), "grid")
DUTY: Final = Recipient("user:duty", Audience.DUTY_ROOM, ("notify.duty",), "duty")
FAMILY: Final = Recipient("contact:h1:0", Audience.EMERGENCY_CONTACT, ("script.sms",), None, "100 0000 0001")
OFFICE: Final = Recipient("user:office", Audience.COMMUNITY_OFFICE, ("notify.office",), "office")
AT_ONCE: Final = [
    *(("user:grid", "mobile_app"), ("user:duty", "notify.duty")),
    *(("user:office", "notify.office"), ("contact:h1:0", "script.sms")),
]
PLAN: Final = DEFAULT_PLANS[Kind.HELP]
RECEIPT_WITHIN: Final = limits_of("mobile_app").receipt or 0.0
CALL_WITHIN: Final = limits_of("script.call").receipt or 0.0
QUEUED, HANDED, RECEIVED, SEEN, FAILED = (
    *(DeliveryState.QUEUED, DeliveryState.HANDED_OVER, DeliveryState.RECEIVED, DeliveryState.SEEN),
    DeliveryState.FAILED,
)
NOT_NEEDED: Final = DeliveryState.NOT_NEEDED


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
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert set(errors) <= {"A channel failed"}


@pytest.fixture
def world(loop: HandLoop) -> World:
    return World(loop, recipients=[GRID, DUTY, FAMILY, OFFICE])


def states(world: World, recipient: Recipient) -> dict[str, DeliveryState]:
    """Return what became of telling somebody, by channel; of the last step in which he was told over it."""
    return {channel: state for (_, _, who, channel), state in world.ledger().items() if who == recipient.id}


def on_disk(world: World) -> dict[Any, DeliveryState]:
    """Return what the disk says of the deliveries of the one incident."""
    assert len({incident for incident, _ in world.disk.deliveries}) == 1
    return {key: delivery.state for (_, key), delivery in world.disk.deliveries.items()}


def restarted(world: World) -> World:
    """Kill the process, then start it anew from what is on disk."""
    world.store.die(0)
    world.loop.cancel_all()
    new = World(world.loop, world.disk, world.recipients)
    new.load()
    return new


# The order: disk, then channel, then disk.


def test_queued_is_on_disk_before_anything_is_sent_and_the_outcome_after(world: World) -> None:
    seen: list[DeliveryState] = []

    def before(delivery: Delivery) -> None:
        seen.append(world.disk.deliveries[delivery.incident, delivery.key].state)

    world.phones.before = before
    world.say("bed", 1)
    assert (world.phones.rung, seen) == (AT_ONCE, [QUEUED] * len(AT_ONCE))
    assert set(on_disk(world).values()) == {HANDED}
    assert on_disk(world) == world.ledger()
    assert set(world.deliveries_shown) == {world.incident.id}


def test_nobody_is_told_while_the_disk_has_not_answered(world: World) -> None:
    world.store.hangs = True
    world.say("bed", 1)
    world.loop.wait(PATIENCE / 2)
    assert world.phones.rung == []
    world.store.resume()
    assert world.phones.rung == AT_ONCE


def test_the_queue_goes_to_the_disk_with_the_incident_in_one_commit(world: World) -> None:
    world.say("bed", 1)
    first = world.store.commits[0]
    assert sum(isinstance(record, Delivery) for record in first) == len(AT_ONCE)


def test_if_the_disk_fails_people_are_told_from_memory_of_what_cannot_wait(world: World) -> None:
    world.store.failure = StoreFailure.FULL
    world.say("bed", 1)
    assert world.phones.rung == AT_ONCE
    with pytest.raises(StoreError):
        world.ask(world.desk.open(Kind.OTHER, by="test"))
    assert Kind.OTHER not in ACTS_FROM_MEMORY
    assert world.phones.rung == AT_ONCE
    world.store.failure = None
    world.tick()
    world.tick()
    assert on_disk(world) == world.ledger()
    assert set(on_disk(world).values()) == {HANDED}


def test_if_the_disk_hangs_people_are_told_after_two_seconds_and_once(world: World) -> None:
    world.store.hangs = True
    world.say("bed", 1)
    world.loop.wait(PATIENCE)
    assert world.phones.rung == AT_ONCE
    world.store.resume()
    world.wait(1)
    assert world.phones.rung == AT_ONCE
    assert set(on_disk(world).values()) == {HANDED}


def test_what_was_queued_when_the_process_ended_is_sent_again_under_the_same_nonce(world: World) -> None:
    world.phones.hanging.update({"mobile_app", "notify.duty", "notify.office", "script.sms"})
    world.say("bed", 1)
    first = {push.recipient.id: push.delivery for push in world.phones.pushes}
    assert set(on_disk(world).values()) == {QUEUED}
    new = restarted(world)
    new.tick()
    assert sorted(new.phones.rung) == sorted(AT_ONCE)
    for push in new.phones.pushes:
        assert (push.delivery.nonce, push.delivery.key) == (first[push.recipient.id].nonce, push.delivery.key)
    new.wait(1)
    assert len(new.phones.rung) == len(AT_ONCE)


def test_what_was_handed_over_is_not_sent_again_and_is_followed_up(world: World) -> None:
    world.say("bed", 1)
    new = restarted(world)
    new.tick()
    assert new.phones.rung == []
    new.wait(RECEIPT_WITHIN)
    assert new.phones.rung == [("user:grid", "notify.grid")]


def test_what_had_failed_when_the_process_ended_goes_over_the_next_channel(world: World) -> None:
    world.phones.refuse("mobile_app")
    world.store.refuses = lambda record: isinstance(record, Delivery) and record.channel == "notify.grid"
    world.say("bed", 1)
    new = restarted(world)
    new.tick()
    new.wait(1)
    assert ("user:grid", "notify.grid") in new.phones.rung


# Receipts and further channels.


def test_without_a_receipt_in_time_the_next_channel_is_tried_as_well(world: World) -> None:
    world.say("bed", 1)
    world.wait(RECEIPT_WITHIN - 1)
    assert world.phones.rung == AT_ONCE
    world.wait(1)
    assert world.phones.rung[4:] == [("user:grid", "notify.grid")]
    world.wait(RECEIPT_WITHIN)
    assert world.phones.rung[5:] == [("user:grid", "script.call")]
    world.wait(CALL_WITHIN - 1)
    assert len(world.phones.rung) == 6
    nonces = [push.delivery.nonce for push in world.phones.pushes]
    assert len(nonces) == len(set(nonces))


def test_a_receipt_keeps_the_next_channel_quiet_and_is_on_disk(world: World) -> None:
    world.say("bed", 1)
    world.loop.do(world.pager.receipt, world.incident.id, GRID.id, RECEIVED, "mobile_app")
    world.wait(RECEIPT_WITHIN)
    assert world.phones.rung == AT_ONCE
    assert states(world, GRID) == {"mobile_app": RECEIVED}
    assert on_disk(world) == world.ledger()


def test_a_receipt_that_comes_late_counts_and_one_of_somebody_else_does_not(world: World) -> None:
    world.say("bed", 1)
    world.loop.do(world.pager.receipt, world.incident.id, "user:stranger", SEEN)
    world.wait(RECEIPT_WITHIN)
    world.loop.do(world.pager.receipt, world.incident.id, GRID.id, SEEN, "mobile_app")
    assert states(world, GRID) == {"mobile_app": SEEN, "notify.grid": HANDED}
    world.loop.do(world.pager.receipt, world.incident.id, GRID.id, RECEIVED, "mobile_app")
    assert states(world, GRID)["mobile_app"] is SEEN


def test_a_channel_that_fails_is_followed_by_the_next_at_once(world: World) -> None:
    world.phones.refuse("mobile_app")
    world.say("bed", 1)
    assert ("user:grid", "notify.grid") in world.phones.rung
    assert states(world, GRID) == {"mobile_app": FAILED, "notify.grid": HANDED}
    errors = [one.error for one in world.pager.ledger(world.incident.id).values()]
    assert errors.count("not_registered") == 1


def kill_all_channels(world: World) -> None:
    for channel in {channel for one in world.recipients for channel in one.channels}:
        world.phones.refuse(channel)


def test_all_channels_dead_runs_through_the_plan_at_once_and_is_tried_again_soon(world: World) -> None:
    kill_all_channels(world)
    world.say("bed", 1)
    rounds: dict[int, float] = {}
    for second in range(1, 500):
        world.wait(1)
        assert second < 5 or world.incident.level == PLAN.last
        rounds.setdefault(max(key[0] for key in world.ledger()), second)
    assert world.phones.rung == []
    assert set(world.ledger().values()) == {FAILED}
    told_nobody = [entry.text for entry in world.incident.timeline if entry.what is Change.NOBODY_TOLD]
    assert told_nobody == ["1", "2", "3", "4"]
    assert {fault.cause.value for fault in world.faults} == {"nobody_told"}
    # A network that is gone for a minute must not cost five.
    waits = [round(after - before) for before, after in pairwise(rounds.values())]
    assert waits[1:] == [2 * TRY_AGAIN_AFTER, 4 * TRY_AGAIN_AFTER, 8 * TRY_AGAIN_AFTER]
    world.phones.broken.clear()
    world.wait(PLAN.repeat_every)
    assert {one.id for one in world.recipients} == {who for who, _ in world.phones.rung}


def test_a_dead_channel_of_one_holds_no_step_up_and_hurries_none(world: World) -> None:
    for channel in GRID.channels:
        world.phones.refuse(channel)
    world.say("bed", 1)
    world.wait(30)
    assert world.incident.level == 1
    assert set(states(world, GRID).values()) == {FAILED}


@pytest.mark.parametrize("fault", ["raises", "hangs"])
def test_one_bad_channel_holds_nobody_up(world: World, fault: str) -> None:
    if fault == "raises":
        world.phones.broken["mobile_app"] = ZeroDivisionError("somebody's code")
    else:
        world.phones.hanging.add("mobile_app")
    world.say("bed", 1)
    assert {("user:duty", "notify.duty"), ("contact:h1:0", "script.sms")} <= set(world.phones.rung)
    assert states(world, DUTY) == {"notify.duty": HANDED}
    if fault == "raises":
        assert states(world, GRID) == {"mobile_app": FAILED, "notify.grid": HANDED}
    world.say("sofa", 1)
    assert world.phones.rung.count(("user:duty", "notify.duty")) == 2


def test_a_channel_that_is_not_there_yet_is_waited_for_after_a_start(world: World) -> None:
    world.phones.refuse("mobile_app", waiting=True)
    world.say("bed", 1)
    world.wait(20)
    assert states(world, GRID) == {"mobile_app": QUEUED}
    del world.phones.broken["mobile_app"]
    world.wait(1)
    assert states(world, GRID) == {"mobile_app": HANDED}


def test_what_is_not_there_after_a_minute_has_failed(world: World) -> None:
    world.phones.refuse("mobile_app", waiting=True)
    world.say("bed", 1)
    world.loop.wait(STARTING_FOR)
    world.tick()
    assert states(world, GRID)["mobile_app"] is FAILED
    assert ("user:grid", "notify.grid") in world.phones.rung


def test_somebody_without_a_channel_is_shown_as_not_told(loop: HandLoop) -> None:
    world = World(loop, recipients=[Recipient("user:a", Audience.DUTY_ROOM, (), "a")])
    world.say("bed", 1)
    assert world.phones.rung == []
    assert world.ledger() == {(1, step, "user:a", "none"): FAILED for step in range(1, PLAN.last + 1)}
    assert world.faults


# The chase.


def test_each_level_tells_more_people_and_it_repeats(world: World) -> None:
    world.say("bed", 1)
    for level, planned in enumerate(PLAN.steps, start=1):
        world.loop.wait(planned.after - (world.loop.seconds - 1000.0))
        world.tick()
        assert world.incident.level == level
    everybody = {one.id for one in world.recipients}
    for step in range(1, PLAN.last + 1):
        assert {key[2] for key in world.ledger() if key[:2] == (1, step)} == everybody
    for number in (2, 3, 4):
        world.wait(PLAN.repeat_every)
        assert {key[2] for key in world.ledger() if key[:2] == (number, 4)} == everybody


def test_the_last_step_uses_every_channel_at_once(world: World) -> None:
    world.say("bed", 1)
    world.loop.do(world.pager.receipt, world.incident.id, GRID.id, RECEIVED)
    world.wait(PLAN.steps[-1].after)
    last = [push for push in world.phones.pushes if push.delivery.step == PLAN.last]
    assert [push.delivery.channel for push in last if push.recipient.id == GRID.id] == list(GRID.channels)
    assert {push.at for push in last} == {world.loop.seconds}


def test_an_acknowledgement_stops_the_chase_and_clears_every_phone(world: World) -> None:
    world.say("bed", 1)
    world.ask(world.desk.acknowledge(world.incident.id, "grid"))
    assert sorted(world.phones.cleared) == sorted((world.incident.id, *one, False) for one in AT_ONCE)
    world.wait(RECEIPT_WITHIN + 1)
    world.wait(PLAN.repeat_every)
    assert world.phones.rung == AT_ONCE


def test_a_press_after_the_acknowledgement_is_chased_like_the_first(world: World) -> None:
    world.say("bed", 1)
    world.ask(world.desk.acknowledge(world.incident.id, "grid"))
    world.say("bed", 2)
    assert world.phones.rung == AT_ONCE * 2
    world.wait(RECEIPT_WITHIN)
    assert world.phones.rung[2 * len(AT_ONCE) :] == [("user:grid", "notify.grid")]


def test_an_owner_who_does_nothing_is_asked_alone_over_all_channels(world: World) -> None:
    world.say("bed", 1)
    world.ask(world.desk.acknowledge(world.incident.id, "grid"))
    world.phones.refuse("mobile_app")
    world.wait(PLAN.ask_again_after)
    assert world.phones.rung[len(AT_ONCE) :] == [("user:grid", "notify.grid")]


def test_the_ledger_of_what_has_ended_is_on_disk_only(world: World) -> None:
    world.say("bed", 1)
    incident_id = world.incident.id
    world.ask(world.desk.resolve(incident_id, "grid", Resolution.REAL))
    assert world.pager.ledger(incident_id) == {}
    assert len(world.disk.deliveries) == len(AT_ONCE)
    assert len(world.phones.cleared) == len(AT_ONCE)


def test_an_answer_is_proved_by_recipient_and_nonce(world: World) -> None:
    world.say("bed", 1)
    world.say("sofa", 1)
    bed, sofa = world.incidents
    (nonce,) = [one.nonce for one in world.pager.ledger(bed.id).values() if one.recipient == GRID.id]
    assert world.pager.answered(bed.id, GRID.id, nonce)
    assert not world.pager.answered(bed.id, DUTY.id, nonce)
    assert not world.pager.answered(sofa.id, GRID.id, nonce)
    assert not world.pager.answered(bed.id, GRID.id, "made up")


# Rules.


EVERYBODY: Final = (Audience.GRID_WORKER, Audience.DUTY_ROOM, Audience.EMERGENCY_CONTACT)


def test_a_rule_and_the_plan_together_tell_nobody_twice(world: World) -> None:
    world.say("bed", 1)
    incident_id = world.incident.id
    for step in (1, None, 1):
        standing = world.ask(world.desk.dispatch(incident_id, EVERYBODY, "automation", step=step))
        assert [one.recipient for one in standing] == [GRID.id, DUTY.id, OFFICE.id, FAMILY.id]
    assert world.phones.rung == AT_ONCE
    assert [note.action for note in world.disk.journal] == ["incident_opened"]


def test_a_rule_that_comes_first_spares_the_plan(world: World) -> None:
    world.say("bed", 1)
    world.ask(world.desk.dispatch(world.incident.id, (Audience.COMMUNITY_OFFICE,), "automation", step=2))
    world.wait(PLAN.steps[1].after)
    assert world.incident.level == 2
    assert [key[:2] for key in world.ledger() if key[2] == OFFICE.id] == [(1, 1), (1, 2)]


def test_two_rules_at_once_tell_nobody_twice(world: World) -> None:
    world.say("bed", 1)
    office = (Audience.COMMUNITY_OFFICE,)

    async def both() -> None:
        asked = (world.desk.dispatch(world.incident.id, office, "automation", step=2, text="Come") for _ in range(2))
        await asyncio.gather(*asked)

    world.ask(both())
    assert world.phones.rung.count(("user:office", "notify.office")) == 2
    assert world.phones.pushes[-1].delivery.text == "Come"
    assert [note.action for note in world.disk.journal] == ["incident_opened", "incident_dispatched"]


def test_a_dispatch_that_is_not_on_disk_tells_nobody_unless_people_come_first(world: World) -> None:
    other = world.ask(world.desk.open(Kind.OTHER, by="test"))
    world.say("bed", 1)
    (help_alarm,) = [one for one in world.incidents if one.kind is Kind.HELP]
    world.store.failure = StoreFailure.FULL
    with pytest.raises(StoreError):
        world.ask(world.desk.dispatch(other.id, (Audience.COMMUNITY_OFFICE,), "automation"))
    before = world.phones.rung.count(("user:office", "notify.office"))
    world.ask(world.desk.dispatch(help_alarm.id, (Audience.COMMUNITY_OFFICE,), "automation", step=3))
    assert world.phones.rung.count(("user:office", "notify.office")) == before + 1


# Bursts.


def test_presses_while_a_call_is_under_way_share_it_and_hold_no_other_home_up(world: World) -> None:
    world.recipients = [FAMILY, DUTY]
    world.phones.slow["script.sms"] = world.loop.create_future()
    for seq in range(1, 41):
        world.say("bed", seq)
        world.wait(1)
    calls = [push for push in world.phones.pushes if push.recipient.id == FAMILY.id]
    assert len(calls) == 1
    rounds = [state for (_, step, who, _), state in world.ledger().items() if who == FAMILY.id and step == 1]
    assert rounds.count(QUEUED) == len(rounds) > 2
    assert [entry.what for entry in world.incident.timeline].count(Change.AGAIN) == 39
    world.phones.slow.pop("script.sms").set_result(None)
    world.wait(1)
    assert set(states(world, FAMILY).values()) == {HANDED}
    assert on_disk(world) == world.ledger()
    # It has ended, so the next press is a call of its own.
    world.wait(BURST)
    world.say("bed", 99)
    assert len([push for push in world.phones.pushes if push.recipient.id == FAMILY.id]) == 2


@pytest.mark.parametrize("outcome", ["fails", "taken", "killed"])
def test_what_shares_a_call_comes_to_what_the_call_comes_to(world: World, outcome: str) -> None:
    world.recipients = [GRID]
    slow = world.phones.slow["mobile_app"] = world.loop.create_future()
    world.say("bed", 1)
    world.say("bed", 2)
    assert world.phones.rung == [("user:grid", "mobile_app")]
    if outcome == "fails":
        slow.set_exception(ZeroDivisionError())
        world.wait(1)
        assert {state for (*_, channel), state in world.ledger().items() if channel == "mobile_app"} == {FAILED}
        # Whoever presses is followed up in each round.
        assert {key[0] for key in world.ledger() if key[3] == "notify.grid"} == {1, 2}
    elif outcome == "taken":
        world.ask(world.desk.acknowledge(world.incident.id, "duty"))
        # A press after that is no part of a call of before.
        world.say("bed", 3)
        assert world.phones.rung == [("user:grid", "mobile_app")] * 2
        slow.set_result(None)
        world.wait(1)
        assert set(world.ledger().values()) == {HANDED}
        assert on_disk(world) == world.ledger()
    else:
        new = restarted(world)
        new.tick()
        new.wait(1)
        assert set(new.ledger().values()) == {HANDED}


def test_what_nothing_can_follow_is_not_looked_at_each_second(loop: HandLoop) -> None:
    siren = Recipient("siren:community", Audience.SIREN, ("siren.gate",))
    world = World(loop, recipients=[DUTY, siren])
    world.say("bed", 1)
    for _ in range(40):
        world.wait(PLAN.repeat_every)
    world.wait(RECEIPT_WITHIN)
    assert len(world.ledger()) > 60
    assert world.pager._under == {}


def test_how_far_a_chase_came_is_asked_of_its_newest_rounds_alone(loop: HandLoop) -> None:
    nobody = Recipient("contact:h1:0", Audience.EMERGENCY_CONTACT, ())
    world = World(loop, recipients=[DUTY, nobody])
    world.say("bed", 1)
    for _ in range(40):
        world.wait(PLAN.repeat_every)
    asked: list[Delivery] = []

    def is_left(delivery: Delivery) -> bool:
        asked.append(delivery)
        return False

    class Whole(dict[Any, Delivery]):
        """A ledger through which nobody may go from end to end."""

        def items(self) -> Any:
            raise AssertionError

    world.phones.refuse("notify.duty")
    world.wait(PLAN.repeat_every)
    ledgers, incident = world.pager.ledgers, world.incident
    ledgers._by_incident[incident.id] = Whole(ledgers.of(incident.id))
    assert ledgers.reach(incident, is_left).in_vain >= 1
    rounds = {delivery.round for delivery in asked}
    assert max(rounds) - min(rounds) <= 1


# Storms.


def test_a_storm_is_one_push_with_the_count_and_drops_nothing(loop: HandLoop) -> None:
    world = World(loop, recipients=[DUTY])
    started = loop.seconds
    for number in range(40):
        world.ask(world.desk.open(Kind.HELP, by="test", device=f"button-{number}"))
        loop.wait(0.1)
    for _ in range(4):
        world.wait(1)
    alone = [push for push in world.phones.pushes if push.count == 1]
    gathered = [push for push in world.phones.pushes if push.count > 1]
    assert len(alone) - 5 <= 1
    assert gathered[-1].count >= 34
    times = [push.at for push in world.phones.pushes[5:]]
    assert all(after - before >= 2.0 - 1e-6 for before, after in pairwise(times))
    assert times[-1] - started < 8
    assert len(world.disk.deliveries) == 40
    assert {one.state for one in world.disk.deliveries.values()} == {HANDED}


def test_a_storm_is_taken_back_once_the_last_of_it_is_owned(loop: HandLoop) -> None:
    world = World(loop, recipients=[DUTY])
    for number in range(8):
        world.ask(world.desk.open(Kind.HELP, by="test", device=f"button-{number}"))
    world.wait(2)
    gathered = [incident.id for incident in world.incidents[5:]]
    for incident_id in gathered:
        assert not any(cleared[3] for cleared in world.phones.cleared)
        world.ask(world.desk.acknowledge(incident_id, "duty"))
    assert [cleared[3] for cleared in world.phones.cleared].count(True) == 1


def test_the_receipt_of_a_storm_is_that_of_all_in_it(loop: HandLoop) -> None:
    world = World(loop, recipients=[DUTY])
    for number in range(8):
        world.ask(world.desk.open(Kind.HELP, by="test", device=f"button-{number}"))
    world.wait(2)
    world.loop.do(world.pager.storm_receipt, DUTY.id, "notify.duty")
    # The sixth had nothing to wait for, and went by itself.
    assert [one.state for one in world.disk.deliveries.values()].count(RECEIVED) == 2


def test_a_storm_from_before_a_restart_is_taken_back_once_the_last_of_it_is_owned(loop: HandLoop) -> None:
    world = World(loop, recipients=[DUTY])
    for number in range(8):
        world.ask(world.desk.open(Kind.HELP, by="test", device=f"button-{number}"))
    world.wait(2)
    new = restarted(world)
    new.tick()
    for incident in new.incidents:
        assert not any(cleared[3] for cleared in new.phones.cleared)
        new.ask(new.desk.acknowledge(incident.id, "duty"))
    assert [cleared[3] for cleared in new.phones.cleared].count(True) == 1


# What is not needed any more.


def test_a_gathered_push_whose_incident_is_taken_does_not_go_out(loop: HandLoop) -> None:
    world = World(loop, recipients=[DUTY])
    for number in range(8):
        world.ask(world.desk.open(Kind.HELP, by="test", device=f"button-{number}"))
    *_, seventh, eighth = world.incidents
    world.ask(world.desk.acknowledge(seventh.id, "duty"))
    world.wait(3)
    assert {push.incident for push in world.phones.pushes} == {one.id for one in world.incidents} - {seventh.id}
    assert [one.state for one in world.pager.ledger(seventh.id).values()] == [NOT_NEEDED]
    assert [one.state for one in world.pager.ledger(eighth.id).values()] == [HANDED]
    assert [one.state for one in world.disk.deliveries.values()].count(NOT_NEEDED) == 1


def test_nothing_goes_out_if_all_that_was_gathered_is_taken(loop: HandLoop) -> None:
    world = World(loop, recipients=[DUTY])
    for number in range(8):
        world.ask(world.desk.open(Kind.HELP, by="test", device=f"button-{number}"))
    pushes = len(world.phones.pushes)
    for incident in world.incidents:
        world.ask(world.desk.resolve(incident.id, "duty", Resolution.TEST))
    world.wait(3)
    assert len(world.phones.pushes) == pushes


def test_a_push_that_waits_for_its_channel_is_dropped_when_somebody_takes_the_incident(world: World) -> None:
    world.phones.refuse("mobile_app", waiting=True)
    world.say("bed", 1)
    world.ask(world.desk.acknowledge(world.incident.id, "duty"))
    del world.phones.broken["mobile_app"]
    world.wait(5)
    assert ("user:grid", "mobile_app") not in world.phones.rung
    assert states(world, GRID) == {"mobile_app": NOT_NEEDED}
    assert on_disk(world) == world.ledger()


def test_what_was_queued_when_the_process_ended_is_not_sent_if_somebody_has_the_incident(world: World) -> None:
    world.phones.hanging.update({"mobile_app", "notify.duty", "notify.office", "script.sms"})
    world.say("bed", 1)
    world.ask(world.desk.acknowledge(world.incident.id, "duty"))
    assert set(on_disk(world).values()) == {QUEUED}, "it is going out, and what becomes of it is not known"
    new = restarted(world)
    new.tick()
    assert new.phones.rung == []
    assert set(new.ledger().values()) == {NOT_NEEDED}


def test_a_press_after_the_acknowledgement_is_sent_after_a_restart_even_if_utc_was_set_back(world: World) -> None:
    world.say("bed", 1)
    world.ask(world.desk.acknowledge(world.incident.id, "duty"))
    world.utc_is_off_by = -3600.0
    world.phones.hanging.add("mobile_app")
    world.say("bed", 2)
    new = restarted(world)
    new.utc_is_off_by = -3600.0
    new.tick()
    assert new.phones.rung == [("user:grid", "mobile_app")]


def test_a_push_that_went_out_while_somebody_took_the_incident_is_cleared_after_it_arrived(world: World) -> None:
    landed: asyncio.Future[None] = world.loop.create_future()
    world.phones.slow["mobile_app"] = landed
    world.say("bed", 1)
    world.ask(world.desk.acknowledge(world.incident.id, "duty"))
    before = world.phones.cleared.count((world.incident.id, GRID.id, "mobile_app", False))
    landed.set_result(None)
    world.loop.turn()
    assert world.phones.cleared.count((world.incident.id, GRID.id, "mobile_app", False)) == before + 1
    assert states(world, GRID) == {"mobile_app": HANDED}


def test_a_next_channel_that_is_being_written_down_is_not_used_once_somebody_has_it(world: World) -> None:
    world.say("bed", 1)
    world.wait(RECEIPT_WITHIN - 1)
    world.store.hangs = True
    taking = world.begin(world.desk.acknowledge(world.incident.id, "duty"))
    world.wait(1)
    world.store.resume()
    assert taking.done()
    assert ("user:grid", "notify.grid") not in world.phones.rung
    assert states(world, GRID) == {"mobile_app": HANDED, "notify.grid": NOT_NEEDED}


# Rules and steps.


def test_a_rule_for_step_1_joins_the_newest_round_of_that_step_and_pages_nobody_twice(world: World) -> None:
    world.say("bed", 1)
    world.say("bed", 2)
    world.wait(PLAN.steps[2].after)
    world.say("bed", 3)
    rung = len(world.phones.rung)
    standing = world.ask(world.desk.dispatch(world.incident.id, EVERYBODY, "automation", step=1))
    assert {(one.round, one.step) for one in standing} == {(2, 1)}
    assert len(world.phones.rung) == rung


def test_a_rule_cannot_ask_for_a_step_that_the_plan_does_not_have(world: World) -> None:
    world.say("bed", 1)
    world.ask(world.desk.dispatch(world.incident.id, EVERYBODY, "automation", step=PLAN.last))
    with pytest.raises(NoSuchStepError):
        world.ask(world.desk.dispatch(world.incident.id, EVERYBODY, "automation", step=PLAN.last + 1))


# Plans.


def a_plan(*steps: Step, kind: Kind = Kind.HELP, version: int = 1) -> ResponsePlan:
    return ResponsePlan(kind.value, kind, None, steps, repeat_every=120.0, ask_again_after=240.0, version=version)


def test_an_incident_keeps_the_plan_that_it_opened_under(world: World) -> None:
    short = world.plans["help"] = a_plan(Step(0.0, ("duty_room",)), Step(10.0, ("everyone_on_duty",)))
    world.say("bed", 1)
    world.plans["help"] = a_plan(Step(0.0, ("community_office",)), version=2)
    world.wait(10)
    assert world.incident.level == 2
    new = restarted(world)
    new.tick()
    assert new.incident.plan == short
    new.wait(120)
    assert {key[:2] for key in new.ledger() if key[2] == GRID.id} == {(1, 2), (2, 2)}
    opened = new.ask(new.desk.open(Kind.HELP, by="anna", device="other"))
    assert opened.plan is not None
    assert opened.plan.version == 0, "this process was told of no saved plan"


def test_the_channels_of_a_step_are_tried_first_and_then_his_own(world: World) -> None:
    world.plans["help"] = a_plan(Step(0.0, ("grid_worker", "emergency_contact"), ("script.call",)))
    world.phones.refuse("script.call")
    world.say("bed", 1)
    assert world.phones.rung == [("user:grid", "mobile_app"), ("contact:h1:0", "script.sms")]


def test_all_sirens_sound_at_once(loop: HandLoop) -> None:
    siren = Recipient("siren:community", Audience.SIREN, ("siren.gate", "siren.hall", "media_player.lobby"))
    world = World(loop, recipients=[DUTY, siren])
    world.plans["help"] = a_plan(Step(0.0, ("duty_room", "siren")))
    world.phones.refuse("siren.gate")
    world.say("bed", 1)
    assert [channel for who, channel in world.phones.rung if who == siren.id] == ["siren.hall", "media_player.lobby"]
    world.ask(world.desk.acknowledge(world.incident.id, "duty"))
    assert {channel for _, who, channel, _ in world.phones.cleared if who == siren.id} == {
        *("siren.hall", "media_player.lobby"),
    }


def test_who_is_named_is_told_on_duty_or_not(world: World) -> None:
    world.off_duty = {GRID.id, DUTY.id}
    world.plans["help"] = a_plan(Step(0.0, (GRID.id,)), Step(60.0, ("everyone_on_duty",)))
    world.say("bed", 1)
    assert world.phones.rung == [("user:grid", "mobile_app")]


# Nobody.


def test_an_empty_roster_is_a_fault_and_whoever_comes_is_told_within_the_second(world: World) -> None:
    world.off_duty = {one.id for one in world.recipients}
    world.say("bed", 1)
    assert world.incident.level == PLAN.last
    assert world.phones.rung == []
    assert {(fault.cause.value, fault.subject, fault.building) for fault in world.faults} == {
        ("nobody_told", "help", "b1")
    }
    world.wait(30)
    world.off_duty.discard(OFFICE.id)
    world.wait(1)
    assert world.phones.rung == [("user:office", "notify.office")]
    world.wait(1)
    assert len(world.phones.rung) == 1


def test_whoever_comes_is_told_after_a_restart_as_well(world: World) -> None:
    world.off_duty = {one.id for one in world.recipients}
    world.say("bed", 1)
    new = restarted(world)
    new.tick()
    assert new.phones.rung == [*AT_ONCE[:1], *new.phones.rung[1:]]
    assert {who for who, _ in new.phones.rung} == {one.id for one in world.recipients}


def test_the_steps_that_had_nobody_go_to_the_disk_with_the_press_in_one_commit(world: World) -> None:
    world.off_duty = {GRID.id, DUTY.id, OFFICE.id, FAMILY.id}
    world.say("bed", 1)
    changes = [record for record in world.store.commits[0] if isinstance(record, IncidentChange)]
    assert [entry.what for entry in changes[0].after.timeline].count(Change.NOBODY_TOLD) == PLAN.last
    assert world.disk.incident(world.incident.id).level == PLAN.last


def test_that_nobody_was_told_of_nobody_being_told_is_not_told_on_and_on(loop: HandLoop) -> None:
    world = World(loop, recipients=[])
    alarm = Alarm(Kind.DEVICE_FAULT, "system", world.clock().utc, cause="nobody_told", subject="help")
    world.ask(world.desk.take_alarm(alarm))
    assert world.faults == []


def test_an_owner_who_has_gone_off_duty_is_asked_all_the_same(world: World) -> None:
    world.say("bed", 1)
    world.ask(world.desk.acknowledge(world.incident.id, "grid"))
    world.off_duty = {GRID.id}
    world.wait(PLAN.ask_again_after)
    assert world.phones.rung[len(AT_ONCE) :] == [("user:grid", "mobile_app")]
    world.wait(PLAN.ask_again_after)
    asked = {push.recipient.id for push in world.phones.pushes if push.delivery.round == 3}
    assert asked == {GRID.id, DUTY.id, OFFICE.id}
