"""What is seen of an e-bike, when messages are lost: what has left, what comes after it, and a stream that reopens."""

from dataclasses import replace

import pytest

from custom_components.smart_community.core.ebike_evidence import (
    COUNTED_FOR,
    UNHEARD_FOR,
    Evidence,
    Grade,
)
from custom_components.smart_community.core.elevator import Door
from custom_components.smart_community.core.guard_words import Eyes, LetGo, Saw
from custom_components.smart_community.core.sighting import Phase, Sighting

from .guards import CAMERA, World, classified, count, sighting

LATER = 1000.0


def seen(*facts: Sighting, now: float = LATER) -> Evidence:
    evidence = Evidence()
    for fact in facts:
        evidence = evidence.saw(CAMERA, fact, now)
    return evidence


ENDED = replace(sighting(frame=9), phase=Phase.ENDED)


@pytest.mark.parametrize("score", [0.0, 0.65, 0.9])
def test_what_was_counted_and_has_left_is_nothing_though_its_0_is_still_on_the_way(score: float) -> None:
    evidence = seen(sighting(frame=1, score=score)).counted(CAMERA, count(1), LATER)
    evidence = evidence.saw(CAMERA, ENDED, LATER + 20)
    for now in (LATER + 20, LATER + 20 + COUNTED_FOR, LATER + 2 * UNHEARD_FOR):
        assert evidence.passed(now).grade is Grade.NOTHING
        assert not evidence.passed(now).agreed(now)
    # After its 0 a count is again one of somebody else.
    evidence = evidence.counted(CAMERA, count(0), LATER + 21).counted(CAMERA, count(1), LATER + 30)
    assert evidence.grade is Grade.SURE
    assert evidence.agreed(LATER + 30 + COUNTED_FOR)


def test_what_was_only_classified_and_falls_silent_leaves_no_count_that_means_an_e_bike() -> None:
    evidence = Evidence().classified(CAMERA, classified("ebike", 0.6), LATER).counted(CAMERA, count(1), LATER)
    evidence = evidence.passed(LATER + UNHEARD_FOR)
    assert not evidence.tracks
    assert evidence.grade is Grade.NOTHING
    assert not evidence.agreed(LATER + UNHEARD_FOR)


def test_the_count_of_what_has_left_is_no_second_look_at_what_comes_after_it() -> None:
    evidence = seen(sighting(frame=1)).counted(CAMERA, count(1), LATER).saw(CAMERA, ENDED, LATER)
    evidence = evidence.saw(CAMERA, sighting("t2", 10), LATER + 10)
    assert not evidence.agreed(LATER + 10)
    assert evidence.saw(CAMERA, sighting("t2", 10.2), LATER + 10.2).agreed(LATER + 10.2)
    # Its 0 comes after all, and a count that is its own.
    evidence = evidence.counted(CAMERA, count(0), LATER + 11).saw(CAMERA, sighting("t3", 12), LATER + 12)
    assert evidence.counted(CAMERA, count(1), LATER + 12).agreed(LATER + 12)


def test_a_count_of_before_it_had_to_be_looked_at_anew_is_no_look() -> None:
    evidence = seen(sighting(frame=1)).counted(CAMERA, count(1), LATER)
    assert evidence.agreed(LATER)
    evidence = evidence.asks_anew().saw(CAMERA, sighting(frame=2), LATER + 1)
    assert not evidence.agreed(LATER + 1)
    assert evidence.counted(CAMERA, count(1), LATER + 1).agreed(LATER + 1)


def test_a_camera_whose_stream_reopens_begins_with_nothing() -> None:
    evidence = seen(sighting(frame=1), sighting(frame=2)).counted(CAMERA, count(1), LATER)
    assert evidence.agreed(LATER)
    evidence = evidence.blinded(CAMERA)
    assert (evidence.tracks, evidence.counts, evidence.followed) == ({}, {}, frozenset())
    # It is still there: what the stream then tells is heard, as two looks that are new.
    evidence = evidence.saw(CAMERA, sighting(frame=2), LATER + 3)
    assert not evidence.agreed(LATER + 3)
    assert evidence.counted(CAMERA, count(1), LATER + 3).agreed(LATER + 3)


def test_an_end_that_was_lost_while_the_stream_was_away_lets_go_and_the_next_one_is_another() -> None:
    world = World().ready()
    world.see(2)
    world.take(Saw(CAMERA, count(1)))
    assert world.holding
    world.take(Eyes(CAMERA, up=False), Eyes(CAMERA, up=True))
    assert world.reasons() == ["camera"]
    world.wait(40)
    assert world.guard.episode is None
    world.see(2, track="t2")
    assert world.holding
    assert len(world.incidents()) == 2


@pytest.mark.parametrize("let_go", [True, False])
def test_a_new_one_after_the_door_has_closed_and_opened_is_another_though_nobody_said_that_the_first_left(
    let_go: bool,
) -> None:
    world = World().ready()
    world.see(2)
    world.take(Saw(CAMERA, count(1)))
    if let_go:
        world.take(LetGo())
    world.wait(150)
    world.car(door=Door.CLOSED)
    world.wait(3600)
    world.car(door=Door.OPENING)
    world.car(door=Door.OPEN)
    before = len(world.spoken())
    world.see(2, track="t2")
    assert len(world.spoken()) > before
    assert [act.track for act in world.incidents()] == ["t1", "t2"]
    assert world.guard.episode is not None
    assert world.guard.episode.incident == "incident-2"


def test_one_that_rides_along_stays_the_same() -> None:
    world = World().ready()
    world.see(2)
    for _ in range(3):
        world.car(door=Door.CLOSED)
        world.wait(60)
        world.car(door=Door.OPEN)
        world.see(2)
    assert len(world.incidents()) == 1
    assert world.guard.episodes == 1
