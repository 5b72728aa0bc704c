"""The link: what the stream says and what is asked become facts and a status; it ends without a trace. No socket."""

import asyncio
import json
from collections.abc import AsyncGenerator

import pytest

from custom_components.smart_community.core.sighting import CameraFact, CameraTrouble, Phase, Sighting, ZoneCount
from custom_components.smart_community.links.frigate.errors import FrigateProblem
from tests.links.frigate.messages import VERSIONS, capture, sample
from tests.links.frigate.stand_in import say
from tests.links.frigate.world import ROW, World, linked


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: what is tested here knows none."""


@pytest.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[World]:
    async with linked(monkeypatch) as world:
        yield world


async def test_it_is_connected_once_frigate_answers_and_its_stream_stands(world: World) -> None:
    world.link.opened()
    await world.settle()
    status = world.link.status
    assert (status.connected, status.problem, status.version) == (True, None, "0.17.2-rig")
    assert status.cameras["elevator_1"].up
    assert (world.troubles()[0], world.troubles()[-1]) == (CameraTrouble.FRIGATE_GONE, None)
    assert world.link.profile is not None
    assert world.link.profile.is_admin
    assert world.link.config is not None
    assert world.link.config.areas == {"elevator_1", "gate_in", "cabin", "gate_lane"}


async def test_when_the_stream_ends_and_frigate_does_not_answer_its_cameras_are_gone_at_once(world: World) -> None:
    world.link.opened()
    await world.settle()
    world.answers["/api/stats"] = ConnectionRefusedError()
    world.link.closed(None)
    await world.settle()
    assert world.troubles()[-1] is CameraTrouble.FRIGATE_GONE
    assert world.link.status.problem is FrigateProblem.UNREACHABLE
    assert not world.link.status.connected


async def test_when_frigate_says_that_it_stops_its_cameras_are_gone_before_it_is_asked(world: World) -> None:
    world.link.opened()
    await world.settle()
    asked = len(world.connections.calls)
    world.link.said("available", b"stopped")
    assert len(world.connections.calls) == asked
    assert world.troubles()[-1] is CameraTrouble.FRIGATE_GONE


async def test_it_comes_back_by_itself_and_tells_what_is_in_view_by_now(world: World) -> None:
    world.link.opened()
    await world.settle()
    world.answers["/api/stats"] = ConnectionRefusedError()
    world.link.closed(None)
    await world.settle()
    world.answers |= {"/api/stats": sample("0.17_stats"), "/api/events": [ROW]}
    world.facts.clear()
    world.link.opened()
    await world.settle()
    (seen,) = [fact for fact in world.facts if isinstance(fact, Sighting)]
    assert (seen.id, seen.phase, seen.sub_label) == (ROW["id"], Phase.CHANGED, "ebike")
    assert world.troubles() == [None]
    (asked,) = [asked for asked in world.connections.calls[-3:] if asked.path == "/api/events"]
    assert asked.params["in_progress"] == 1


async def test_a_manual_event_in_progress_is_no_sighting(world: World) -> None:
    world.answers["/api/events"] = [{**ROW, "data": {"type": "api"}}]
    world.link.opened()
    await world.settle()
    assert not [fact for fact in world.facts if isinstance(fact, Sighting)]


async def test_a_camera_whose_pictures_stand_still_is_stale(world: World) -> None:
    world.link.opened()
    await world.settle()
    stats = sample("0.17_stats")
    stats["cameras"]["elevator_1"]["camera_fps"] = 0.0
    world.link.said("stats", json.dumps(stats))
    assert world.troubles()[-1] is CameraTrouble.STALE
    assert world.link.status.connected
    # Whoever else may publish at a broker cannot make it good again: Frigate is asked.
    world.link.said("stats", json.dumps(sample("0.17_stats")))
    assert world.troubles()[-1] is CameraTrouble.STALE
    world.link.opened()
    await world.settle()
    assert world.troubles()[-1] is None


async def test_a_switch_makes_us_ask_what_is_so(world: World) -> None:
    world.link.opened()
    await world.settle()
    world.answers["/api/config"] = {"cameras": {"elevator_1": {"enabled": False}}}
    world.watch.seconds += 1
    world.link.said("elevator_1/enabled/state", b"ON")
    await world.settle()
    assert world.troubles()[-1] is CameraTrouble.DISABLED


async def test_messages_make_us_ask_at_most_once_a_second_and_not_at_all_for_a_camera_that_nobody_knows(
    world: World,
) -> None:
    world.link.opened()
    await world.settle()
    world.watch.seconds += 1
    asked = len(world.connections.calls)
    for _ in range(50):
        world.link.said("elevator_1/detect/state", b"ON")
        world.link.said("available", b"online")
        await world.settle()
    # Who we are, how it is set up, how it does, what is in view: once.
    assert len(world.connections.calls) == asked + 4
    # What was said in between is asked for in its turn.
    assert world.link._later is not None
    world.link._later.cancel()
    world.link._ask_now()
    await world.settle()
    assert len(world.connections.calls) == asked + 8
    world.watch.seconds += 1
    world.link.said("forged/detect/state", b"ON")
    await world.settle()
    assert len(world.connections.calls) == asked + 8


async def test_a_refused_login_is_what_it_says(world: World) -> None:
    world.answers["/api/stats"] = say({"message": "Login failed"}, 401)
    world.link.closed(FrigateProblem.LOGIN_REFUSED)
    await world.settle()
    assert world.link.status.problem is FrigateProblem.LOGIN_REFUSED
    asked = len(world.connections.calls)
    world.link.closed(FrigateProblem.LOGIN_REFUSED)
    await world.settle()
    # Frigate counts those that fail.
    assert len(world.connections.calls) == asked


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_whole_capture_comes_through_as_facts(world: World, version: str) -> None:
    world.link.opened()
    await world.settle()
    for message in capture(version):
        world.link.said(message["topic"].removeprefix("frigate/"), message["payload"].encode())
    labels = {fact.label for fact in world.facts if isinstance(fact, Sighting)}
    assert "motorcycle" in labels
    assert {fact.area for fact in world.facts if isinstance(fact, ZoneCount)} == world.link.config.areas  # type: ignore[union-attr]  # read above


async def test_a_listener_that_fails_keeps_nothing_from_the_others(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[CameraFact] = []

    def fail(_fact: CameraFact) -> None:
        raise ValueError

    world.link.on_fact(fail)
    stop = world.link.on_fact(heard.append)
    world.link.said("cabin/bicycle", b"1")
    assert len(heard) == 1
    assert "could not take" in caplog.text
    stop()
    world.link.said("cabin/bicycle", b"2")
    assert len(heard) == 1


async def test_once_stopped_nothing_is_told_and_no_task_is_left(world: World) -> None:
    world.link.opened()
    await world.settle()
    await world.link.stop()
    told = len(world.facts)
    world.link.opened()
    world.link.said("cabin/bicycle", b"1")
    world.link.closed(None)
    assert len(world.facts) == told
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("Frigate")]
