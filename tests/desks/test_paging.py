"""Paging: who is told, over what, in which order with the disk, and what becomes of it when something fails."""

import asyncio
import logging
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

import pytest

from custom_components.smart_community.core.delivery import RECEIPT_WITHIN, Audience, Delivery, DeliveryState, Recipient
from custom_components.smart_community.core.incident import ACTS_FROM_MEMORY, Kind, Resolution
from custom_components.smart_community.core.ports import StoreError, StoreFailure
from custom_components.smart_community.core.response import ASK_AGAIN_AFTER, LEVELS, REPEAT_EVERY
from custom_components.smart_community.desks.paging import STARTING_FOR
from custom_components.smart_community.desks.saving import PATIENCE

from .world import HandLoop, World

GRID: Final = Recipient("user:grid", Audience.GRID_WORKER, ("mobile_app", "notify.grid", "script.call"), "grid")
DUTY: Final = Recipient("user:duty", Audience.DUTY_ROOM, ("notify.duty",), "duty")
FAMILY: Final = Recipient("contact:h1:0", Audience.EMERGENCY_CONTACT, ("script.sms",), None, "100 0000 0001")
OFFICE: Final = Recipient("user:office", Audience.COMMUNITY_OFFICE, ("notify.office",), "office")
AT_ONCE: Final = [("user:grid", "mobile_app"), ("user:duty", "notify.duty"), ("contact:h1:0", "script.sms")]
QUEUED, HANDED, RECEIVED, SEEN, FAILED = (
    *(DeliveryState.QUEUED, DeliveryState.HANDED_OVER, DeliveryState.RECEIVED, DeliveryState.SEEN),
    DeliveryState.FAILED,
)


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
    assert (world.phones.rung, seen) == (AT_ONCE, [QUEUED] * 3)
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
    world.phones.hanging.update({"mobile_app", "notify.duty", "script.sms"})
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
    assert world.phones.rung[3:] == [("user:grid", "notify.grid")]
    world.wait(RECEIPT_WITHIN)
    assert world.phones.rung[4:] == [("user:grid", "script.call")]
    world.wait(RECEIPT_WITHIN)
    assert len(world.phones.rung) == 5
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


def test_all_channels_dead_is_shown_and_ends(world: World) -> None:
    for channel in ("mobile_app", "notify.grid", "script.call", "notify.duty", "script.sms", "notify.office"):
        world.phones.refuse(channel)
    world.say("bed", 1)
    assert world.phones.rung == []
    assert set(world.ledger().values()) == {FAILED}
    assert len(world.ledger()) == 5
    world.wait(LEVELS[0][0])
    assert world.incident.level == 2
    assert len([key for key in world.ledger() if key[1] == 2]) == 6


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
    assert world.ledger() == {(1, 1, "user:a", "none"): FAILED}


# The chase.


def test_each_level_tells_more_people_and_it_repeats(world: World) -> None:
    world.say("bed", 1)
    for after, level in LEVELS:
        world.loop.wait(after - (world.loop.seconds - 1000.0))
        world.tick()
        assert world.incident.level == level
    steps = {key[1] for key in world.ledger() if key[2] == OFFICE.id}
    assert steps == {2, 3, 4}
    for number in (2, 3, 4):
        world.wait(REPEAT_EVERY)
        assert {key[2] for key in world.ledger() if key[:2] == (number, 4)} == {
            one.id for one in (GRID, DUTY, FAMILY, OFFICE)
        }


def test_an_acknowledgement_stops_the_chase_and_clears_every_phone(world: World) -> None:
    world.say("bed", 1)
    world.ask(world.desk.acknowledge(world.incident.id, "grid"))
    assert sorted(world.phones.cleared) == sorted((world.incident.id, *one, False) for one in AT_ONCE)
    world.wait(RECEIPT_WITHIN + 1)
    world.wait(REPEAT_EVERY)
    assert world.phones.rung == AT_ONCE


def test_a_press_after_the_acknowledgement_is_chased_like_the_first(world: World) -> None:
    world.say("bed", 1)
    world.ask(world.desk.acknowledge(world.incident.id, "grid"))
    world.say("bed", 2)
    assert world.phones.rung == AT_ONCE * 2
    world.wait(RECEIPT_WITHIN)
    assert world.phones.rung[6:] == [("user:grid", "notify.grid")]


def test_an_owner_who_does_nothing_is_asked_alone_over_all_channels(world: World) -> None:
    world.say("bed", 1)
    world.ask(world.desk.acknowledge(world.incident.id, "grid"))
    world.phones.refuse("mobile_app")
    world.wait(ASK_AGAIN_AFTER)
    assert world.phones.rung[3:] == [("user:grid", "notify.grid")]


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
        assert [one.recipient for one in standing] == [GRID.id, DUTY.id, FAMILY.id]
    assert world.phones.rung == AT_ONCE
    assert [note.action for note in world.disk.journal] == ["incident_opened"]


def test_a_rule_that_comes_first_spares_the_plan(world: World) -> None:
    world.say("bed", 1)
    world.ask(world.desk.dispatch(world.incident.id, (Audience.COMMUNITY_OFFICE,), "automation", step=2))
    world.wait(LEVELS[0][0])
    assert world.incident.level == 2
    assert [key[:2] for key in world.ledger() if key[2] == OFFICE.id] == [(1, 2)]


def test_two_rules_at_once_tell_nobody_twice(world: World) -> None:
    world.say("bed", 1)
    office = (Audience.COMMUNITY_OFFICE,)

    async def both() -> None:
        asked = (world.desk.dispatch(world.incident.id, office, "automation", text="Come") for _ in range(2))
        await asyncio.gather(*asked)

    world.ask(both())
    assert world.phones.rung.count(("user:office", "notify.office")) == 1
    assert world.phones.pushes[-1].delivery.text == "Come"
    assert [note.action for note in world.disk.journal] == ["incident_opened", "incident_dispatched"]


def test_a_dispatch_that_is_not_on_disk_tells_nobody_unless_people_come_first(world: World) -> None:
    other = world.ask(world.desk.open(Kind.OTHER, by="test"))
    world.say("bed", 1)
    (help_alarm,) = [one for one in world.incidents if one.kind is Kind.HELP]
    world.store.failure = StoreFailure.FULL
    with pytest.raises(StoreError):
        world.ask(world.desk.dispatch(other.id, (Audience.COMMUNITY_OFFICE,), "automation"))
    assert ("user:office", "notify.office") not in world.phones.rung
    world.ask(world.desk.dispatch(help_alarm.id, (Audience.COMMUNITY_OFFICE,), "automation"))
    assert ("user:office", "notify.office") in world.phones.rung


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
