"""What came and went while the stream was away is told afterwards, and keeps nothing else from us. No socket."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any, Final, Literal

import pytest

from custom_components.smart_community.core.ebike_evidence import Evidence
from custom_components.smart_community.core.sighting import CameraHealth, CameraTrouble, Phase, Sighting, ZoneCount
from custom_components.smart_community.links.frigate.facts import FactReader
from tests.links.frigate.messages import NOW, read, sample
from tests.links.frigate.stand_in import Answer, say
from tests.links.frigate.world import ROW, World, linked

THING: Final = ROW["id"]
EVENT: Final = f"/api/events/{THING}"
CAR: Final = "elevator_1"
OVER: Final = {**ROW, "end_time": 1795398143.3}


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: what is tested here knows none."""


@pytest.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[World]:
    async with linked(monkeypatch) as world:
        world.link.opened()
        await world.settle()
        yield world


@pytest.fixture
async def over_mqtt(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[World]:
    async with linked(monkeypatch, "mqtt") as world:
        world.link.opened()
        await world.settle()
        yield world


def event(kind: Literal["new", "update", "end"] = "update", **changes: Any) -> dict[str, Any]:
    message = sample("0.17_events_motorcycle_update")
    return {**message, "type": kind, "after": {**message["after"], "id": THING, "camera": CAR, **changes}}


def evidence_of(world: World) -> Evidence:
    """Return what a guard makes of what was told: it believes cameras that are up, and forgets those that are not."""
    evidence, up = Evidence(), False
    for fact in world.facts:
        match fact:
            case CameraHealth(camera=camera) if camera == CAR:
                up = fact.up
                evidence = evidence if up else evidence.blinded(CAR)
            case Sighting() if up:
                evidence = evidence.saw(CAR, fact, 0.0)
            case ZoneCount(area=area) if up and area == CAR:
                evidence = evidence.counted(CAR, fact, 0.0)
            case _:
                pass
    return evidence


async def away(world: World, **answers: Any) -> None:
    """Let the stream be away for a moment; `answers`: what Frigate says when it is back."""
    world.facts.clear()
    world.link.closed(None)
    await world.settle()
    world.answers |= answers
    world.link.opened()
    await world.settle()


def phases(world: World) -> list[tuple[str, Phase]]:
    return [(seen.id, seen.phase) for seen in world.of(Sighting)]


async def test_trap_5_over_mqtt_a_count_whose_end_was_missed_is_believed_by_nobody(over_mqtt: World) -> None:
    """The e-bike that never moved was counted; it left while the broker was away, and nobody says so any more."""
    over_mqtt.link.said(f"{CAR}/ebike", b"1")
    assert evidence_of(over_mqtt).counts
    facts = list(over_mqtt.facts)
    await away(over_mqtt)
    assert over_mqtt.troubles() == [CameraTrouble.STALE, None]
    over_mqtt.facts[:0] = facts
    assert not evidence_of(over_mqtt).counts
    # One that comes then is news.
    over_mqtt.link.said(f"{CAR}/ebike", b"1")
    assert evidence_of(over_mqtt).counts


async def test_trap_5_over_mqtt_what_never_moved_and_still_stands_there_is_not_said_to_have_ended(
    over_mqtt: World,
) -> None:
    """It has no row (404): if it has left nobody can know, and one that was ended would never be seen again."""
    over_mqtt.link.said("events", event(position_changes=0, has_clip=False, has_snapshot=False))
    await away(over_mqtt)
    assert phases(over_mqtt) == []
    assert over_mqtt.link.reader.unsure == ()
    over_mqtt.link.said("events", event(position_changes=0))
    assert evidence_of(over_mqtt).tracks


async def test_trap_5_an_ebike_that_stands_there_is_counted_anew_when_frigate_has_restarted(over_mqtt: World) -> None:
    over_mqtt.link.said(f"{CAR}/ebike", b"1")
    over_mqtt.link.said("available", b"offline")
    over_mqtt.link.said("available", b"online")
    over_mqtt.link.said(f"{CAR}/ebike", b"1")
    assert [fact.count for fact in over_mqtt.of(ZoneCount)] == [1, 1]
    assert evidence_of(over_mqtt).counts


async def test_over_mqtt_the_end_that_was_missed_is_told_and_what_is_still_there_is_not_ended(
    over_mqtt: World,
) -> None:
    over_mqtt.link.said("events", event("new"))
    over_mqtt.link.said("events", event("new", id="1795398100.5-parked"))
    parked = {**ROW, "id": "1795398100.5-parked"}
    await away(over_mqtt, **{EVENT: OVER, "/api/events": [parked]})
    assert phases(over_mqtt) == [(parked["id"], Phase.CHANGED), (THING, Phase.ENDED)]
    await away(over_mqtt)
    assert (THING, Phase.ENDED) not in phases(over_mqtt)


async def test_over_mqtt_what_is_beyond_the_newest_rows_is_asked_for_before_it_is_ended(over_mqtt: World) -> None:
    over_mqtt.link.said("events", event("new"))
    await away(over_mqtt, **{EVENT: ROW})
    assert phases(over_mqtt) == []


async def test_what_is_heard_again_while_frigate_is_asked_has_not_ended(over_mqtt: World) -> None:
    over_mqtt.link.said("events", event("new"))
    over_mqtt.link.closed(None)
    over_mqtt.link.opened()
    over_mqtt.answers[EVENT] = OVER
    over_mqtt.link.said("events", event())
    over_mqtt.facts.clear()
    await over_mqtt.settle()
    assert phases(over_mqtt) == []


async def test_over_mqtt_a_camera_is_up_again_before_what_it_sees_is_told(over_mqtt: World) -> None:
    await away(over_mqtt, **{"/api/events": [ROW]})
    kinds = [type(fact) for fact in over_mqtt.facts if isinstance(fact, CameraHealth | Sighting)]
    assert kinds == [CameraHealth, CameraHealth, Sighting]
    assert evidence_of(over_mqtt).tracks


async def test_the_websocket_tells_as_it_opens_what_has_left_and_its_cameras_stay(world: World) -> None:
    world.link.said("events", event("new"))
    world.link.said("events", event("new", id="1795398100.5-parked", position_changes=0))
    world.link.said(f"{CAR}/motorcycle", b"2")
    await away(world)
    assert world.troubles() == []
    thing = {"id": "1795398100.5-parked", "label": "motorcycle", "stationary": True, "current_zones": []}
    world.link.said("camera_activity", {CAR: {"objects": [thing]}})
    assert phases(world) == [(THING, Phase.ENDED)]
    assert [fact.count for fact in world.of(ZoneCount)] == [1]
    world.facts.clear()
    world.link.said("camera_activity", {CAR: {"objects": []}})
    # That is said to whoever else connects, too: what we hear of, ends by itself.
    assert phases(world) == []


async def test_a_row_that_makes_no_sense_and_a_slow_answer_take_no_camera_away(world: World) -> None:
    """A manual event may have any label, and Frigate's database may be busy: of its cameras it says nothing."""
    odd = [{**ROW, "id": "1.5-odd", "label": label} for label in ("", "x" * 101)]
    await away(world, **{"/api/events": [*odd, ROW, 7]})
    assert phases(world) == [(THING, Phase.CHANGED)]
    for answer in (TimeoutError(), Answer(500), Answer(body=b"<html>")):
        await away(world, **{"/api/events": answer})
        assert world.link.status.connected
        assert world.link.status.cameras[CAR].up
    # It is asked for again with the next statistics.
    world.facts.clear()
    world.answers["/api/events"] = say([ROW])
    world.link._ask_soon()
    await world.settle()
    assert phases(world) == [(THING, Phase.CHANGED)]


async def test_one_end_that_cannot_be_asked_for_is_asked_for_again(over_mqtt: World) -> None:
    over_mqtt.link.said("events", event("new"))
    await away(over_mqtt, **{EVENT: TimeoutError()})
    assert phases(over_mqtt) == []
    assert over_mqtt.link.status.cameras[CAR].up
    over_mqtt.answers[EVENT] = OVER
    over_mqtt.link._ask_soon()
    await over_mqtt.settle()
    assert phases(over_mqtt) == [(THING, Phase.ENDED)]


def test_memory_does_not_grow_with_what_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_components.smart_community.links.frigate.facts._FOLLOWED", 10)
    reader = FactReader()
    for number in range(100):
        (seen,) = read("events", event(id=f"{number}.5-abcdef"), reader)
        assert isinstance(seen, Sighting)
        if not number % 7:
            reader.forget()
    reader.forget()
    assert len(reader.unsure) == 10
    assert reader.unsure[-1].id == "99.5-abcdef"
    reader.follow(replace(reader.unsure[-1], phase=Phase.ENDED, received_at=NOW))
    assert len(reader.unsure) == 9
