"""The response desk, with a store that does what it is told and a clock moved by hand."""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest

from custom_components.smart_community.core.community import NOWHERE, Place
from custom_components.smart_community.core.device import DeviceKind
from custom_components.smart_community.core.incident import (
    ACTS_FROM_MEMORY,
    Incident,
    IncidentResolvedError,
    Kind,
    Resolution,
    Severity,
    State,
)
from custom_components.smart_community.core.ports import IncidentChange, StoreError, StoreFailure
from custom_components.smart_community.core.response import Instant, Reach
from custom_components.smart_community.core.seen import SeenEvents
from custom_components.smart_community.desks.active import UnknownIncidentError
from custom_components.smart_community.desks.response import TICK
from custom_components.smart_community.desks.saving import PATIENCE

from .world import BUTTONS, HOME_1, HOME_2, START, HandLoop, World

FAILURES = [failure for failure in StoreFailure if failure is not StoreFailure.HANGING]
# An e-bike's alarm acts from memory, too; it is no less urgent for that (core/incident.py).
CAN_WAIT = sorted(set(Kind) - ACTS_FROM_MEMORY - {Kind.EBIKE})


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: this desk knows none."""


@pytest.fixture
def world(caplog: pytest.LogCaptureFixture) -> Iterator[World]:
    loop = HandLoop()
    yield World(loop)
    loop.cancel_all()
    loop.close()
    assert loop.faults == []
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def words(incident: Incident) -> list[str]:
    return [entry.what.value for entry in incident.timeline]


def restarted(world: World, *, written: int = 0) -> World:
    """Kill the process, then start it anew from what is on disk."""
    world.store.die(written)
    world.loop.cancel_all()
    new = World(world.loop, world.disk)
    new.load()
    return new


# A press, while the store works.


def test_a_press_is_on_disk_then_acknowledged_and_one_incident(world: World) -> None:
    message = world.say("bed", 1)
    assert message.heard == (1, 1)
    incident = world.incident
    assert (incident.kind, incident.severity, incident.place, incident.device) == (
        *(Kind.HELP, Severity.CRITICAL, HOME_1, "bed"),
    )
    assert (incident.number, incident.state, incident.unsaved) == (1, State.OPEN, False)
    assert world.disk.active() == [incident]
    assert world.changes == ["opened"]
    assert [note.action for note in world.disk.journal] == ["incident_opened"]
    assert world.shown == [message.event]


def test_nothing_is_told_before_the_disk(world: World) -> None:
    world.store.hangs = True
    message = world.say("bed", 1)
    world.loop.wait(PATIENCE / 2)
    assert (message.heard, world.incidents, world.changes, world.shown) == ((0, 0), [], [], [])
    world.store.resume()
    assert (message.heard, world.changes, len(world.shown)) == ((1, 1), ["opened"], 1)


def test_a_second_press_pages_again_and_opens_no_second_incident(world: World) -> None:
    world.say("bed", 1)
    world.loop.wait(1)
    assert world.say("bath", 1).heard == (1, 1)
    assert words(world.incident) == words(world.disk.incident(world.incident.id)) == ["opened", "again"]
    assert [entry.by for entry in world.incident.timeline] == ["bed", "bath"]
    assert world.changes == ["opened", "again"]


def test_two_homes_and_two_kinds_are_incidents_of_their_own(world: World) -> None:
    world.say("bed", 1)
    world.say("sofa", 1)
    world.say("bed", 2, "fall")
    assert [(i.number, i.kind, i.place.home) for i in world.incidents] == [
        *((1, Kind.HELP, "h1"), (2, Kind.HELP, "h2"), (3, Kind.FALL, "h1"))
    ]


def test_a_press_after_the_end_opens_a_new_incident(world: World) -> None:
    world.say("bed", 1)
    first = world.incident
    world.ask(world.desk.resolve(first.id, "anna", Resolution.REAL))
    world.say("bed", 2)
    assert (world.incident.number, world.incident.id == first.id) == (2, False)


def test_an_event_seen_before_is_acknowledged_again_and_does_nothing_more(world: World) -> None:
    world.say("bed", 7)
    again = world.say("bed", 7)
    assert (again.heard, world.changes) == ((1, 1), ["opened"])
    assert world.say("bed", 6).heard == (1, 1), "a lower number is a press that came late"
    assert words(world.incident) == ["opened", "again"]


def test_an_event_seen_30_days_ago_is_forgotten_and_one_seen_since_is_not(world: World) -> None:
    world.say("bed", 1)
    world.ask(world.desk.resolve(world.incident.id, "anna", Resolution.TEST))
    world.loop.wait(30 * 86_400)
    world.desk.forget_old_events(world.clock())
    world.say("bed", 1)
    assert world.incidents == []
    world.loop.wait(1)
    world.desk.forget_old_events(world.clock())
    world.say("bed", 1)
    assert len(world.incidents) == 1


def test_a_message_that_comes_twice_before_the_disk_is_one_press_and_both_are_released(world: World) -> None:
    world.store.hangs = True
    first = world.say("bed", 1)
    second = world.say("bed", 1)
    world.store.resume()
    assert (first.heard, second.heard) == ((0, 1), (1, 1)), "one ack, by way of the latest message"
    assert world.changes == ["opened"]


def test_a_test_press_is_recorded_and_opens_nothing(world: World) -> None:
    message = world.say("bed", 1, "test")
    assert (message.heard, world.incidents, world.changes) == ((1, 1), [], [])
    assert message.event.key in world.disk.events


@pytest.mark.parametrize("kind", ["pressed", "long_pressed", "fall"])
def test_an_unassigned_or_unknown_device_opens_nothing_but_is_recorded(world: World, kind: str) -> None:
    for device in ("spare", "stranger"):
        message = world.say(device, 1, kind)
        assert (message.heard, world.incidents) == ((1, 1), [])
        assert message.event.key in world.disk.events
    assert [event.device for event in world.noted] == ["spare", "stranger"], "it is how a volunteer finds the button"


def test_while_the_register_is_lost_any_button_opens_an_incident_without_a_place(world: World) -> None:
    world.register_is_lost = True
    for device in ("spare", "stranger"):
        assert world.say(device, 1).heard == (1, 1)
    assert [(i.place, i.device) for i in world.incidents] == [(NOWHERE, "spare"), (NOWHERE, "stranger")]
    world.say("spare", 2)
    assert len(world.incidents) == 2


def test_a_device_of_another_kind_that_says_pressed_is_no_help_button(world: World) -> None:
    world.register_is_lost = True
    world.devices["sofa"] = replace(BUTTONS["sofa"], kind=DeviceKind.GATE)
    world.devices["spare"] = replace(BUTTONS["spare"], kind=DeviceKind.SIREN)
    assert [world.say(device, 1).heard for device in ("sofa", "spare")] == [(1, 1), (1, 1)]
    assert world.incidents == []


def test_cancelled_is_noted_and_never_closes(world: World) -> None:
    world.say("bed", 1)
    message = world.say("bed", 2, "cancelled")
    assert (message.heard, world.incident.state) == ((1, 1), State.OPEN)
    assert words(world.disk.incident(world.incident.id)) == ["opened", "cancelled"]


def test_cancelled_right_after_its_press_waits_for_it(world: World) -> None:
    """Both come at once when they were said while we were away: the press is still on its way to the disk."""
    world.store.hangs = True
    press, cancelled = world.say("bed", 1), world.say("bed", 2, "cancelled")
    world.store.resume()
    assert (press.heard, cancelled.heard) == ((1, 1), (1, 1))
    assert words(world.disk.incident(world.incident.id)) == ["opened", "cancelled"]
    world.store.hangs = True
    fall, cancelled = world.say("bed", 3, "fall"), world.say("bed", 4, "cancelled")
    world.loop.wait(PATIENCE)
    assert (fall.heard, cancelled.heard) == ((0, 1), (0, 1)), "released together"
    world.store.resume()
    assert [words(i) for i in world.disk.active()] == [["opened", "cancelled", "linked"], ["opened", "cancelled"]]


def test_cancelled_on_nothing_open_is_recorded_and_opens_nothing(world: World) -> None:
    message = world.say("bed", 1, "cancelled")
    assert (message.heard, world.incidents, world.changes) == ((1, 1), [], [])
    world.ask(world.desk.open(Kind.WELFARE, by="anna", place=HOME_1))
    world.say("bed", 2, "cancelled")
    assert words(world.incident) == ["opened"], "a concern of staff is not the button's to cancel"


# A person.


def test_two_acknowledgements_at_once_give_one_owner(world: World) -> None:
    world.say("bed", 1)
    incident_id = world.incident.id
    world.store.hangs = True
    both = [world.begin(world.desk.acknowledge(incident_id, person)) for person in ("anna", "bo")]
    world.store.resume()
    assert [task.result().acknowledged_by for task in both] == ["anna", "anna"]
    assert words(world.disk.incident(incident_id)) == ["opened", "acknowledged"]
    assert world.changes == ["opened", "acknowledged"]


def test_two_acknowledgements_at_once_give_one_owner_though_the_store_hangs(world: World) -> None:
    world.say("bed", 1)
    incident_id = world.incident.id
    world.store.hangs = True
    both = [world.begin(world.desk.acknowledge(incident_id, person)) for person in ("anna", "bo")]
    world.loop.wait(PATIENCE)
    assert [task.result().acknowledged_by for task in both] == ["anna", "anna"]
    world.store.resume()
    assert words(world.disk.incident(incident_id)) == ["opened", "acknowledged"]


def test_the_life_of_an_incident_is_on_disk_step_by_step(world: World) -> None:
    world.say("bed", 1)
    incident_id = world.incident.id
    for step in (
        world.desk.acknowledge(incident_id, "anna"),
        world.desk.en_route(incident_id, "anna"),
        world.desk.take_over(incident_id, "bo"),
        world.desk.on_site(incident_id, "bo"),
        world.desk.note(incident_id, "bo", "a key was needed"),
        world.desk.resolve(incident_id, "bo", Resolution.REAL, "well again"),
    ):
        world.loop.wait(1)
        answer = world.ask(step)
        assert world.disk.incident(incident_id) == answer
    assert words(answer) == ["opened", "acknowledged", "en_route", "taken_over", "on_site", "note", "resolved"]
    assert world.changes == words(answer)
    assert [note.actor for note in world.disk.journal] == ["bed", "anna", "anna", "bo", "bo", "bo", "bo"]
    assert world.incidents == []


def test_an_incident_that_is_over_or_never_was_is_unknown(world: World) -> None:
    world.say("bed", 1)
    incident_id = world.incident.id
    world.store.hangs = True
    first = world.begin(world.desk.resolve(incident_id, "anna", Resolution.REAL))
    second = world.begin(world.desk.resolve(incident_id, "bo", Resolution.TEST))
    world.store.resume()
    assert first.result().resolution is Resolution.REAL
    assert isinstance(second.exception(), IncidentResolvedError)
    for name in (incident_id, "no such"):
        with pytest.raises(UnknownIncidentError):
            world.ask(world.desk.acknowledge(name, "bo"))


def test_opened_by_hand_it_merges_like_a_press(world: World) -> None:
    opened = world.ask(
        world.desk.open(Kind.HELP, by="anna", severity=Severity.NORMAL, place=HOME_1, text="called by telephone")
    )
    assert (opened.severity, opened.timeline[0].text) == (Severity.NORMAL, "called by telephone")
    world.say("bed", 1)
    assert words(world.incident) == ["opened", "again"]
    building = Place(building="b1")
    assert world.ask(world.desk.open(Kind.OTHER, by="anna", place=building)).number == 2
    assert world.ask(world.desk.open(Kind.OTHER, by="bo", place=building)).number == 2


def test_a_request_that_is_cancelled_midway_leaves_memory_and_disk_the_same(world: World) -> None:
    """An automation in mode restart is cancelled while it waits for the disk."""
    world.store.hangs = True
    opening = world.begin(world.desk.open(Kind.OTHER, by="automation", place=HOME_1))
    opening.cancel()
    world.store.resume()
    assert opening.cancelled()
    assert [i.id for i in world.incidents] == [i.id for i in world.disk.active()]
    assert world.ask(world.desk.open(Kind.OTHER, by="automation", place=HOME_1)).number == 1
    assert len(world.disk.active()) == 1
    world.store.hangs = True
    owning = world.begin(world.desk.acknowledge(world.incident.id, "anna"))
    owning.cancel()
    world.store.resume()
    assert world.disk.active() == world.incidents
    assert world.incident.acknowledged_by == "anna"


# Rule 1 of the house: commit, then act, but never silent.


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("kind", ["pressed", "fall"])
def test_if_the_commit_fails_a_press_acts_from_memory_at_once(world: World, failure: StoreFailure, kind: str) -> None:
    world.store.failure = failure
    message = world.say("bed", 1, kind)
    assert world.incident.unsaved
    assert world.changes == ["opened"]
    assert message.heard == (0, 1), "the device is not told, and asks again; the broker is"
    assert world.reports == [failure]
    assert world.shown == [message.event]
    # The store takes it in the end.
    world.store.failure = None
    world.tick()
    assert not world.incident.unsaved
    assert message.heard == (1, 1)
    assert world.changes == ["opened", "saved"]
    assert world.disk.active() == world.incidents
    assert world.reports == [failure, None]


def test_if_the_commit_hangs_a_press_acts_from_memory_after_two_seconds(world: World) -> None:
    world.store.hangs = True
    message = world.say("bed", 1)
    world.loop.wait(PATIENCE - 0.01)
    assert (world.incidents, message.heard) == ([], (0, 0))
    world.loop.wait(0.01)
    assert (world.incident.unsaved, message.heard) == (True, (0, 1))
    world.store.resume()
    assert (world.incident.unsaved, message.heard) == (False, (1, 1))
    assert world.disk.active() == world.incidents


def test_a_resend_of_an_unsaved_press_is_released_and_does_nothing_more(world: World) -> None:
    world.store.failure = StoreFailure.FULL
    first = world.say("bed", 1)
    resends = []
    for _ in range(5):
        world.loop.wait(8)
        resends.append(world.say("bed", 1))
    assert [message.heard for message in resends] == [(0, 1)] * 5
    assert world.changes == ["opened"]
    world.store.failure = None
    world.tick()
    assert [message.confirmed for message in (first, *resends)] == [0, 0, 0, 0, 0, 1]
    assert [message.released for message in (first, *resends)] == [1] * 6, "each number is the broker's again, once"
    assert words(world.disk.incident(world.incident.id)) == ["opened"]
    assert world.say("bed", 1).heard == (1, 1)


def test_thirty_stuck_messages_at_once_are_all_released_and_the_next_good_one_works(world: World) -> None:
    for number in range(30):
        name = f"button-{number}"
        world.devices[name] = replace(
            BUTTONS["bed"], id=name, number=number + 10, place=replace(HOME_1, home=f"home-{number % 20}")
        )
    world.store.hangs = True
    kinds = ["pressed", "test", "cancelled", "fall", "pressed"]
    stuck = [world.say(f"button-{number}", 1, kinds[number % 5]) for number in range(30)]
    stuck.append(world.say("stranger", 1))
    world.loop.wait(PATIENCE)
    assert [message.heard for message in stuck] == [(0, 1)] * 31
    assert {i.unsaved for i in world.incidents} == {True}
    world.loop.wait(60)
    good = world.say("sofa", 1)
    assert good.heard == (0, 1), "nobody waits for a store that is known to hang"
    assert world.incidents[-1].place == HOME_2
    world.store.resume()
    assert good.heard == (1, 1)
    assert {i.unsaved for i in world.incidents} == {False}
    assert world.disk.active() == world.incidents
    assert world.say("sofa", 2).heard == (1, 1)
    # What could wait was not kept: its devices ask again.
    assert [world.say(f"button-{number}", 1, kinds[number % 5]).heard for number in range(30)] == [(1, 1)] * 30


def test_what_a_later_success_confirms_comes_in_the_order_of_what_happened(world: World) -> None:
    world.store.failure = StoreFailure.FULL
    messages = [world.say("bed", 1), world.say("sofa", 1), world.say("bath", 1), world.say("bed", 2, "fall")]
    owned = world.ask(world.desk.acknowledge(world.incidents[0].id, "anna"))
    assert (owned.unsaved, owned.acknowledged_by) == (True, "anna")
    world.store.failure = None
    world.tick()
    assert list(world.disk.events) == [message.event.key for message in messages]
    assert [message.heard for message in messages] == [(1, 1)] * 4
    assert [note.action for note in world.disk.journal] == [
        *["incident_opened", "incident_opened", "incident_again", "incident_opened", "incident_linked"],
        "incident_acknowledged",
    ]
    assert world.disk.active() == world.incidents


def test_unsaved_ends_only_when_all_of_it_is_saved(world: World) -> None:
    world.store.hangs = True
    world.say("bed", 1)
    world.loop.wait(PATIENCE)
    world.say("bed", 2)
    world.store.settle()
    # What hung is on disk, what waited behind it hangs in its turn.
    world.loop.turn()
    assert world.incident.unsaved
    world.store.resume()
    assert not world.incident.unsaved
    assert world.changes == ["opened", "again", "saved"]


def test_an_incident_that_began_and_ended_in_memory_is_on_disk_in_the_end(world: World) -> None:
    world.store.failure = StoreFailure.FULL
    message = world.say("bed", 1)
    incident_id = world.incident.id
    over = world.ask(world.desk.resolve(incident_id, "anna", Resolution.REAL))
    assert (over.state, over.unsaved, world.incidents) == (State.RESOLVED, True, [])
    world.say("bed", 2)
    assert world.incident.number == 2
    world.store.failure = None
    world.tick()
    assert message.heard == (1, 1)
    assert world.disk.incident(incident_id) == replace(over, unsaved=False)
    assert world.disk.active() == world.incidents


def test_a_lock_that_ends_while_more_happens_puts_no_older_state_on_disk(world: World) -> None:
    """A backup holds the file: the opening fails in the end, the acknowledgement after it must not be undone."""
    world.store.hangs = True
    world.say("bed", 1)
    world.loop.wait(PATIENCE)
    world.ask(world.desk.acknowledge(world.incident.id, "anna"))
    world.store.resume(StoreFailure.LOCKED)
    world.tick()
    assert world.disk.active() == world.incidents
    assert world.disk.active()[0].acknowledged_by == "anna"


@pytest.mark.parametrize("kind", CAN_WAIT)
def test_a_kind_that_can_wait_raises_and_changes_nothing_if_the_store_fails(world: World, kind: Kind) -> None:
    opened = world.ask(world.desk.open(kind, by="anna", place=HOME_1))
    world.store.failure = StoreFailure.FULL
    for request in (
        world.desk.open(kind, by="anna", place=HOME_2),
        world.desk.open(kind, by="anna", place=HOME_1),
        world.desk.acknowledge(opened.id, "anna"),
        world.desk.resolve(opened.id, "anna", Resolution.REAL),
    ):
        with pytest.raises(StoreError) as error:
            world.ask(request)
        assert error.value.failure is StoreFailure.FULL
    assert (world.incidents, world.changes) == ([opened], ["opened"])
    world.store.failure = None
    world.tick()
    assert world.disk.active() == [opened]
    assert world.ask(world.desk.acknowledge(opened.id, "bo")).acknowledged_by == "bo"


def test_a_kind_that_can_wait_applies_if_the_hanging_commit_succeeds_later(world: World) -> None:
    world.store.hangs = True
    opening = world.begin(world.desk.open(Kind.WELFARE, by="anna", place=HOME_1))
    world.loop.wait(PATIENCE)
    assert isinstance(opening.exception(), StoreError)
    assert (world.incidents, world.changes) == ([], [])
    world.store.resume()
    assert world.disk.active() == world.incidents
    assert (world.incident.unsaved, world.changes) == (False, ["opened"])


def test_a_kind_that_can_wait_is_not_changed_while_it_is_in_doubt_what_became_of_the_last_change(world: World) -> None:
    """A second try may neither open a second incident nor undo what turns out to have succeeded."""
    world.store.hangs = True
    opening = world.begin(world.desk.open(Kind.WELFARE, by="anna", place=HOME_1))
    world.loop.wait(PATIENCE)
    again = world.begin(world.desk.open(Kind.WELFARE, by="anna", place=HOME_1))
    assert isinstance(opening.exception(), StoreError)
    assert isinstance(again.exception(), StoreError)
    world.store.resume()
    assert len(world.disk.active()) == len(world.incidents) == 1
    world.store.hangs = True
    ending = world.begin(world.desk.resolve(world.incident.id, "anna", Resolution.REAL))
    waiting = world.begin(world.desk.acknowledge(world.incident.id, "bo"))
    world.loop.wait(PATIENCE)
    assert isinstance(ending.exception(), StoreError)
    assert isinstance(waiting.exception(), StoreError)
    world.store.resume()
    assert (world.disk.active(), world.incidents) == ([], [])
    assert world.changes == ["opened", "acknowledged", "resolved"]


def test_an_event_that_can_wait_is_released_after_two_seconds_and_confirmed_if_written_late(world: World) -> None:
    world.store.hangs = True
    message = world.say("bed", 1, "test")
    world.loop.wait(PATIENCE)
    assert (message.heard, world.shown) == ((0, 1), [])
    resend = world.say("bed", 1, "test")
    assert resend.heard == (0, 1)
    world.store.resume()
    assert message.heard == (1, 1)
    assert world.say("bed", 1, "test").heard == (1, 1)
    assert len(world.disk.events) == 1


def test_one_poisoned_record_does_not_keep_the_others_from_the_disk(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.store.refuses = lambda record: isinstance(record, IncidentChange) and record.after.place == HOME_2
    bad = world.say("sofa", 1)
    good = world.say("bed", 1)
    for second in range(30):
        world.wait(TICK)
        if second % 10 == 0:
            world.say("spare", second, "test")
    assert (good.heard, bad.heard) == ((1, 1), (0, 1))
    assert [i.place for i in world.disk.active()] == [HOME_1]
    assert [(i.place, i.unsaved) for i in world.incidents] == [(HOME_2, True), (HOME_1, False)]
    assert (world.saver.backlog, world.saver.failure) == (0, None)
    assert "given up" in caplog.text
    caplog.clear()


@pytest.mark.parametrize("part", ["_note_event", "_publish"])
def test_a_fault_of_ours_at_one_press_is_logged_and_the_message_released(
    world: World, caplog: pytest.LogCaptureFixture, part: str
) -> None:
    owner = world.desk._alarms if part == "_note_event" else world.desk
    with patch.object(owner, part, side_effect=RuntimeError("a fault of an entity")):
        message = world.say("bed", 1)
    assert message.released == 1, "or in the end it would mute every button"
    assert "The response desk failed at a step" in caplog.text
    caplog.clear()
    again = world.say("bed", 1)
    assert (again.heard, world.incident.kind) == ((1, 1), Kind.HELP)


# The one timer.


@pytest.mark.parametrize("part", ["flush", "pager", "delivery", "incident"])
def test_what_fails_each_second_keeps_nothing_else_from_its_turn(
    world: World, caplog: pytest.LogCaptureFixture, part: str
) -> None:
    world.say("bed", 1)
    world.say("sofa", 1)
    first, second = world.incidents
    due, find = world.desk._incidents.due, world.pager._find_incident

    def broken_due(incident: Incident, now: Instant, reach: Reach) -> Incident | None:
        if incident.id == first.id:
            raise RuntimeError(part)
        return due(incident, now, reach)

    looked_at: list[str] = []

    def broken_find(incident_id: str) -> Incident | None:
        looked_at.append(incident_id)
        if incident_id == first.id:
            raise RuntimeError(part)
        return find(incident_id)

    broken: dict[str, AbstractContextManager[object]] = {
        "flush": patch.object(world.saver, "flush", side_effect=RuntimeError),
        "pager": patch.object(world.pager, "tick", side_effect=RuntimeError),
        "delivery": patch.object(world.pager, "_find_incident", broken_find),
        "incident": patch.object(world.desk._incidents, "due", broken_due),
    }
    with broken[part]:
        world.wait(61)
    assert world.incidents[1].level == second.level + 1
    assert part != "delivery" or second.id in looked_at
    assert "failed at a step" in caplog.text
    caplog.clear()


def test_it_escalates_at_60_180_and_300_seconds_and_each_step_is_on_disk(world: World) -> None:
    world.say("bed", 1)
    reached: dict[int, int] = {}
    for second in range(1, 901):
        world.wait(TICK)
        if len(world.published) > len(reached) + 1:
            reached[second] = world.incident.level
    assert reached == {60: 2, 180: 3, 300: 4, 600: 4, 900: 4}
    assert world.disk.active() == world.incidents
    assert world.changes == ["opened"] + ["escalated"] * 5


def test_an_acknowledgement_stops_the_escalation_and_its_silence_is_asked_about(world: World) -> None:
    world.say("bed", 1)
    world.wait(61)
    world.ask(world.desk.acknowledge(world.incident.id, "anna"))
    for _ in range(899):
        world.wait(TICK)
    assert world.changes == ["opened", "escalated", "acknowledged"]
    world.wait(TICK)
    assert world.changes[-1] == "asked_again"
    world.ask(world.desk.resolve(world.incident.id, "anna", Resolution.REAL))
    world.wait(100_000)
    assert world.changes[-1] == "resolved"


def test_its_own_timer_runs_each_second_until_stop(world: World) -> None:
    world.say("bed", 1)
    world.loop.do(world.desk.start)
    for _ in range(60):
        world.loop.wait(TICK)
    assert world.changes == ["opened", "escalated"]
    world.loop.run_until_complete(world.desk.stop())
    for _ in range(300):
        world.loop.wait(TICK)
    assert world.changes == ["opened", "escalated"]


def test_what_is_overdue_after_a_start_is_done_at_once_and_one_by_one(world: World) -> None:
    world.say("bed", 1)
    world.say("sofa", 1)
    world.loop.wait(200)
    world = restarted(world)
    assert [i.number for i in world.incidents] == [1, 2]
    world.loop.do(world.desk.start)
    assert [(change.value, i.number, i.level) for change, i in world.published] == [
        *(("escalated", 1, 2), ("escalated", 2, 2), ("escalated", 1, 3), ("escalated", 2, 3))
    ]
    assert [i.level for i in world.incidents] == [3, 3]
    world.loop.run_until_complete(world.desk.stop())


def test_after_a_start_with_a_clock_that_is_behind_it_still_escalates(world: World) -> None:
    world.say("bed", 1)
    world = restarted(world)
    world.utc_is_off_by = -86_400 * 365
    for _ in range(60):
        world.wait(TICK)
    assert world.incident.level == 2


def test_a_step_that_cannot_be_saved_stays_due_for_a_kind_that_can_wait(world: World) -> None:
    world.ask(world.desk.open(Kind.WELFARE, by="anna", place=HOME_1))
    world.store.hangs = True
    for _ in range(100):
        world.wait(TICK)
    assert world.changes == ["opened"]
    assert len(world.store.pending) == 1, "it does not queue one more each second"
    world.store.resume()
    assert (world.changes, world.incident.level) == (["opened", "escalated"], 2)
    world.wait(100)
    assert (world.incident.level, world.disk.active()) == (3, world.incidents)


def test_a_help_alarm_escalates_from_memory_while_the_store_is_gone(world: World) -> None:
    world.store.failure = StoreFailure.FULL
    world.say("bed", 1)
    for _ in range(300):
        world.wait(TICK)
    assert (world.incident.level, world.incident.unsaved) == (4, True)
    world.store.failure = None
    world.wait(TICK)
    assert world.disk.active() == world.incidents
    assert not world.incident.unsaved


# Starts, ends and what the disk remembers.


def test_a_start_takes_over_what_is_open_and_goes_on_counting(world: World) -> None:
    world.say("bed", 1)
    world.say("sofa", 1)
    world.ask(world.desk.resolve(world.incidents[1].id, "anna", Resolution.TEST))
    before = world.incidents
    world = restarted(world)
    assert world.incidents == before
    assert world.say("bed", 1).heard == (1, 1)
    assert world.changes == [], "seen before the restart"
    world.say("bed", 2)
    world.say("sofa", 2)
    assert [(i.number, words(i)) for i in world.incidents] == [(1, ["opened", "again"]), (3, ["opened"])]


@pytest.mark.parametrize("written", [0, 1])
def test_a_press_that_was_killed_on_its_way_is_one_incident_after_the_resend(world: World, written: int) -> None:
    world.store.hangs = True
    message = world.say("bed", 1)
    assert message.confirmed == 0
    world = restarted(world, written=written)
    assert world.say("bed", 1).heard == (1, 1)
    assert (len(world.incidents), words(world.incident)) == (1, ["opened"])
    assert world.disk.active() == world.incidents


def test_stop_ends_what_is_under_way_and_writes_what_waits(world: World) -> None:
    world.store.failure = StoreFailure.LOCKED
    waiting = world.say("bed", 1)
    world.store.failure = None
    world.loop.run_until_complete(world.desk.stop())
    world.loop.turn()
    assert waiting.heard == (1, 1)
    assert len(world.disk.active()) == 1


def test_two_incidents_of_one_home_and_kind_out_of_a_broken_store_can_both_be_ended(world: World) -> None:
    world.say("bed", 1)
    twin = replace(world.incident, id="twin", number=2)
    world.desk.load([world.incident, twin], SeenEvents(), 2)
    world.wait(60)
    world.wait(TICK)
    assert [i.level for i in world.incidents] == [2, 2], "both are chased"
    world.say("bath", 1)
    assert sum(words(i).count("again") for i in world.incidents) == 1
    first, second = (i.id for i in world.incidents)
    assert world.ask(world.desk.resolve(second, "anna", Resolution.DUPLICATE)).id == second
    world.say("bath", 2)
    assert words(world.incident)[-1] == "again"
    assert world.ask(world.desk.resolve(first, "anna", Resolution.REAL)).id == first
    assert world.incidents == []


def test_times_are_those_of_the_press_not_of_the_disk(world: World) -> None:
    world.store.hangs = True
    world.say("bed", 1)
    world.loop.wait(PATIENCE)
    world.store.resume()
    assert world.incident.opened_at == START
    assert world.disk.active()[0].opened_at == START
    assert world.clock().utc == START + timedelta(seconds=PATIENCE)
