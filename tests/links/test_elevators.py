"""The link to the elevators: over protocol and entities it says the same, and no door is held for long."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE
from homeassistant.core import Context, HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError

from custom_components.smart_community.core.device import DeviceAvailability, DeviceEvent, DeviceState, Malformed
from custom_components.smart_community.core.elevator import (
    CarReported,
    CarSighting,
    CarState,
    Door,
    Elevator,
    ElevatorFact,
    ElevatorOnline,
    ElevatorPoints,
    KeyReleased,
    MissingPoint,
)
from custom_components.smart_community.core.ports import CommandError
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.links.elevators import SILENT_AFTER, ElevatorLink

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SPOKEN = Elevator("e1", "One", "b1", "lift-1")
POINTS = ElevatorPoints(
    hold="switch.relay",
    door="binary_sensor.door",
    level="binary_sensor.level",
    fire="binary_sensor.fire",
    floor="sensor.floor",
    key="event.key",
)
ADOPTED = Elevator("e2", "Two", "b1", None, POINTS)
OPEN = CarState(at=NOW, floor="3", door=Door.OPEN, level=True, moving=False, fire=False)


class World:
    """The link, what it said, and what it sent."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.monotonic = 0.0
        self.facts: list[ElevatorFact] = []
        self.sent: list[tuple[str, str, dict[str, Any], float | None, int]] = []
        self.refusal: str | None = None
        self.switched: list[str] = []
        self.contexts: list[Context] = []
        self.switch_fails = False
        self.news = asyncio.Event()
        self.link = ElevatorLink(hass, clock=lambda: Instant(NOW, self.monotonic), send=self._send)
        self.link.subscribe(self.facts.append)
        for name in ("turn_on", "turn_off"):
            hass.services.async_register("switch", name, self._switch)

    async def _send(
        self, device: str, name: str, arguments: Mapping[str, Any], *, within: float | None = None, tries: int = 2
    ) -> None:
        self.sent.append((device, name, dict(arguments), within, tries))
        if self.refusal is not None:
            raise CommandError(self.refusal)

    async def _switch(self, call: ServiceCall) -> None:
        assert call.context.user_id is None
        if self.switch_fails:
            raise HomeAssistantError
        self.switched.append(call.service)
        self.contexts.append(call.context)
        state = STATE_ON if call.service == "turn_on" else STATE_OFF
        self.hass.states.async_set("switch.relay", state, context=call.context)
        self.news.set()

    def show(self, **states: str) -> None:
        for name, state in states.items():
            entity_id = POINTS.as_dict()[name]
            self.hass.states.async_set(entity_id, state)

    async def until_switched(self, *wanted: str) -> None:
        async with asyncio.timeout(60):
            while tuple(self.switched) != wanted:
                self.news.clear()
                await self.news.wait()

    def event(self, kind: str, seq: int = 1, said: datetime | None = None, **details: object) -> DeviceEvent:
        return DeviceEvent("lift-1", "b", seq, kind, NOW, said, details)


@pytest.fixture
async def world(hass: HomeAssistant) -> AsyncIterator[World]:
    world = World(hass)
    yield world
    await world.link.stop()
    await hass.async_block_till_done(wait_background_tasks=True)


# Over our protocol.


def test_a_state_becomes_a_fact_of_the_elevator(world: World) -> None:
    world.link.configure([SPOKEN])
    world.link.take_fact(DeviceState("lift-1", NOW, car=OPEN))
    assert world.facts == [ElevatorOnline("e1", True, NOW), CarReported("e1", OPEN)]  # noqa: FBT003
    assert world.link.car("e1") == OPEN
    assert world.link.online("e1")


def test_what_the_broker_had_kept_is_no_sign_that_the_elevator_is_there(world: World) -> None:
    world.link.configure([SPOKEN])
    world.link.take_fact(DeviceAvailability("lift-1", NOW, online=True, retained=True))
    world.link.take_fact(DeviceState("lift-1", NOW, car=OPEN, retained=True))
    assert not world.link.online("e1")
    assert world.link.car("e1") is None
    # It does say which points there are.
    assert MissingPoint.DOOR not in world.link.missing("e1")
    world.link.take_fact(DeviceAvailability("lift-1", NOW, online=True))
    world.link.take_event(world.event("sighting", label="ebike", score=0.9))
    assert world.link.online("e1")
    assert world.link.car("e1") is None
    assert not [fact for fact in world.facts if isinstance(fact, CarReported)]


@pytest.mark.parametrize("how", ["availability", "silence", "broker"])
async def test_how_a_car_stood_before_it_was_gone_says_nothing_of_now(world: World, how: str) -> None:
    world.link.configure([SPOKEN])
    world.link.take_fact(DeviceState("lift-1", NOW, car=OPEN))
    match how:
        case "availability":
            world.link.take_fact(DeviceAvailability("lift-1", NOW, online=False))
        case "silence":
            world.monotonic = SILENT_AFTER + 1
            await world.link.look()
        case _:
            world.link.link_changed(connected=False)
    world.link.take_fact(DeviceAvailability("lift-1", NOW, online=True))
    assert world.link.online("e1")
    assert world.link.car("e1") is None
    assert world.link.promises("e1").hold
    world.link.take_fact(DeviceState("lift-1", NOW, car=OPEN))
    assert world.link.car("e1") == OPEN


def test_one_that_was_heard_before_it_was_set_up_is_known_at_once(world: World) -> None:
    world.link.take_fact(DeviceState("lift-1", NOW, car=OPEN))
    assert not world.facts
    world.link.configure([SPOKEN])
    assert world.link.car("e1") == OPEN
    assert world.link.of_device("lift-1") == SPOKEN


def test_a_point_that_a_state_leaves_out_is_one_that_nobody_knows(world: World) -> None:
    world.link.configure([SPOKEN])
    world.link.take_fact(DeviceState("lift-1", NOW, car=OPEN))
    world.link.take_fact(DeviceState("lift-1", NOW, car=CarState(at=NOW, door=Door.OPEN)))
    car = world.link.car("e1")
    assert car is not None
    assert car.level is None
    assert not car.stands_open


def test_a_state_that_cannot_be_understood_takes_back_what_was_said_before(world: World) -> None:
    world.link.configure([SPOKEN])
    world.link.take_fact(DeviceState("lift-1", NOW, car=OPEN))
    world.link.take_fact(Malformed("smart_community/x/device/lift-1/event", "no", "lift-1"))
    assert world.link.car("e1") == OPEN
    world.link.take_fact(Malformed("smart_community/x/device/lift-1/state", "no", "lift-1"))
    assert world.link.car("e1") == CarState(at=NOW)


async def test_one_that_falls_silent_is_gone(world: World) -> None:
    world.link.configure([SPOKEN])
    world.link.take_fact(DeviceState("lift-1", NOW, car=OPEN))
    world.monotonic = SILENT_AFTER
    await world.link.look()
    assert world.link.online("e1")
    world.monotonic += 1
    await world.link.look()
    assert not world.link.online("e1")
    assert world.facts[-1] == ElevatorOnline("e1", False, NOW)  # noqa: FBT003


def test_without_the_broker_it_is_gone_at_once(world: World) -> None:
    world.link.configure([SPOKEN])
    world.link.take_fact(DeviceState("lift-1", NOW, car=OPEN))
    world.link.link_changed(connected=False)
    assert not world.link.online("e1")
    world.link.take_fact(DeviceAvailability("lift-1", NOW, online=True))
    assert world.link.online("e1")
    world.link.take_fact(DeviceAvailability("lift-1", NOW, online=False))
    assert not world.link.online("e1")


def test_the_key_is_told_once_however_often_it_is_sent(world: World) -> None:
    world.link.configure([SPOKEN])
    for _ in range(2):
        world.link.take_event(world.event("key_release"))
    world.link.take_event(world.event("entrapment", 2))
    assert [fact for fact in world.facts if isinstance(fact, KeyReleased)] == [KeyReleased("e1", NOW)]


def test_a_sighting_of_its_own_camera(world: World) -> None:
    world.link.configure([SPOKEN])
    world.link.take_event(world.event("sighting", label="ebike", score=0.91, camera="c", frame=17))
    assert world.facts[-1] == CarSighting("e1", "ebike", 0.91, "c", "17", NOW)


@pytest.mark.parametrize("details", [{}, {"label": "ebike"}, {"label": "ebike", "score": 2}, {"label": 1, "score": 1}])
def test_a_sighting_that_says_nothing_is_read_over(world: World, details: dict[str, Any]) -> None:
    world.link.configure([SPOKEN])
    world.link.take_event(world.event("sighting", **details))
    assert not [fact for fact in world.facts if isinstance(fact, CarSighting)]


def test_news_that_waited_at_the_broker_says_nothing_of_now(world: World) -> None:
    world.link.configure([SPOKEN])
    old = world.event("sighting", said=NOW - timedelta(seconds=11), label="ebike", score=0.9)
    world.link.take_event(old)
    assert not world.facts


def test_a_key_is_never_old_news_whatever_the_clock_of_the_box_says(world: World) -> None:
    world.link.configure([SPOKEN])
    world.link.take_event(world.event("key_release", said=NOW - timedelta(days=9000)))
    assert world.facts == [KeyReleased("e1", NOW)]


@pytest.mark.parametrize("after", [replace(SPOKEN, device="lift-9"), None])
async def test_a_door_that_is_held_by_a_device_which_is_the_elevators_no_more_is_let_go(
    world: World, after: Elevator | None
) -> None:
    world.link.configure([SPOKEN])
    await world.link.hold("e1", 10)
    world.link.configure([after] if after is not None else [])
    await world.hass.async_block_till_done(wait_background_tasks=True)
    assert [(device, name) for device, name, *_ in world.sent] == [("lift-1", "hold_door"), ("lift-1", "release_door")]
    assert world.link.releases("e1") == 1


async def test_a_device_that_does_not_answer_as_it_leaves_lets_go_by_itself(world: World) -> None:
    world.link.configure([SPOKEN])
    await world.link.hold("e1", 10)
    world.refusal = "no_result"
    world.link.configure([])
    await world.hass.async_block_till_done(wait_background_tasks=True)
    assert world.sent[-1][:2] == ("lift-1", "release_door")


async def test_a_door_held_by_a_device_that_stays_is_not_let_go_as_its_elevator_is_renamed(world: World) -> None:
    world.link.configure([SPOKEN])
    await world.link.hold("e1", 10)
    world.link.configure([replace(SPOKEN, name="Another name")])
    await world.hass.async_block_till_done(wait_background_tasks=True)
    assert [name for _, name, *_ in world.sent] == ["hold_door"]


async def test_each_time_we_let_go_is_counted(world: World) -> None:
    world.show(hold=STATE_OFF, door=STATE_ON)
    world.link.configure([SPOKEN, ADOPTED])
    for elevator_id in ("e1", "e2"):
        await world.link.release(elevator_id)
        assert world.link.releases(elevator_id) == 1


async def test_a_hold_is_asked_for_at_most_ten_seconds_and_must_be_executed_at_once(world: World) -> None:
    world.link.configure([SPOKEN])
    await world.link.hold("e1", 60)
    assert world.sent == [("lift-1", "hold_door", {"for": 10.0}, 3.0, 1)]
    await world.link.release("e1")
    assert world.sent[1][:2] == ("lift-1", "release_door")


async def test_as_it_ends_it_lets_go_of_what_it_holds_and_of_nothing_else(world: World) -> None:
    other = replace(SPOKEN, id="e3", name="Three", device="lift-3")
    world.link.configure([SPOKEN, other])
    await world.link.hold("e1", 10)
    world.refusal = "no_result"
    await world.link.stop()
    assert [(device, name) for device, name, *_ in world.sent] == [("lift-1", "hold_door"), ("lift-1", "release_door")]


@pytest.mark.parametrize("elevator_id", ["e2", "nobody"])
async def test_what_speaks_no_protocol_is_not_spoken_to(world: World, elevator_id: str) -> None:
    world.link.configure([ADOPTED])
    with pytest.raises(CommandError, match="not_connected"):
        await world.link.announce(elevator_id, "hello", "en")


def test_a_listener_that_fails_keeps_nothing_from_the_next(world: World, caplog: pytest.LogCaptureFixture) -> None:
    later: list[ElevatorFact] = []

    def fails(_fact: ElevatorFact) -> None:
        raise RuntimeError

    world.link.subscribe(fails)
    world.link.subscribe(later.append)
    world.link.configure([SPOKEN])
    world.link.take_fact(DeviceState("lift-1", NOW, car=OPEN))
    assert len(later) == len(world.facts)
    caplog.clear()


# Over entities.


async def test_an_adopted_elevator_says_the_same(world: World) -> None:
    world.show(hold=STATE_OFF, door=STATE_ON, level=STATE_ON, fire=STATE_OFF, floor="3")
    world.link.configure([ADOPTED])
    assert world.link.car("e2") == CarState(at=NOW, floor="3", door=Door.OPEN, level=True, hold=False, fire=False)
    assert world.link.online("e2")
    assert world.link.promises("e2").hold
    world.show(door=STATE_OFF)
    await world.hass.async_block_till_done()
    car = world.link.car("e2")
    assert car is not None
    assert car.door is Door.CLOSED
    assert not car.stands_open


@pytest.mark.parametrize("state", [door.value for door in Door])
async def test_a_door_may_say_what_it_does(world: World, state: str) -> None:
    world.show(hold=STATE_OFF, door=state)
    world.link.configure([ADOPTED])
    car = world.link.car("e2")
    assert car is not None
    assert car.door == state


async def test_a_point_that_is_not_there_is_one_that_nobody_knows(world: World) -> None:
    world.show(hold=STATE_OFF, door=STATE_ON, level=STATE_ON, fire=STATE_OFF)
    world.link.configure([ADOPTED])
    world.show(fire=STATE_UNAVAILABLE)
    await world.hass.async_block_till_done()
    car = world.link.car("e2")
    assert car is not None
    assert car.fire is None
    assert world.link.online("e2")
    world.show(door=STATE_UNAVAILABLE)
    await world.hass.async_block_till_done()
    assert not world.link.online("e2")


async def test_its_key_lets_go(world: World) -> None:
    world.show(hold=STATE_OFF, door=STATE_ON, key="2026-11-23T07:00:00+00:00")
    world.link.configure([ADOPTED])
    world.show(key="2026-11-23T08:00:00+00:00")
    await world.hass.async_block_till_done()
    assert [fact for fact in world.facts if isinstance(fact, KeyReleased)] == [KeyReleased("e2", NOW)]


async def test_the_relay_is_switched_on_and_off(world: World) -> None:
    world.show(hold=STATE_OFF, door=STATE_ON)
    world.link.configure([ADOPTED])
    await world.link.hold("e2", 10)
    await world.link.release("e2")
    assert world.switched == ["turn_on", "turn_off"]


async def test_a_relay_that_nobody_asks_again_for_is_switched_off(world: World) -> None:
    world.show(hold=STATE_OFF, door=STATE_ON)
    world.link.configure([ADOPTED])
    await world.link.hold("e2", 0.05)
    await world.until_switched("turn_on", "turn_off")


async def test_that_our_own_timer_let_go_is_counted(world: World) -> None:
    world.show(hold=STATE_OFF, door=STATE_ON)
    world.link.configure([ADOPTED])
    await world.link.hold("e2", 0.05)
    await world.until_switched("turn_on", "turn_off")
    assert world.link.releases("e2") == 1


async def test_a_relay_that_opens_by_itself_was_let_go_by_nobody(world: World) -> None:
    world.show(hold=STATE_OFF, door=STATE_ON)
    world.link.configure([ADOPTED])
    for _ in range(3):
        await world.link.hold("e2", 10, alone=True)
    world.show(hold=STATE_OFF)
    await world.hass.async_block_till_done()
    assert world.link.releases("e2") == 0
    car = world.link.car("e2")
    assert car is not None
    assert car.hold is False


@pytest.mark.parametrize("how", ["template", "call", "script", "automation", "person"])
async def test_a_relay_that_home_assistant_switched_off_did_not_open_by_itself(world: World, how: str) -> None:
    """Whatever does it after a delay is gone when Home Assistant is."""
    world.show(hold=STATE_OFF, door=STATE_ON)
    world.link.configure([ADOPTED])
    hass = world.hass

    def of_another_entity(call: ServiceCall) -> None:
        hass.states.async_set("switch.relay", STATE_OFF, context=call.context)

    hass.services.async_register("script", "let_go", of_another_entity)

    async def switches_off(how: str) -> None:
        match how:
            case "template":
                # What the relay's own *on* is made of.
                context = world.contexts[-1]
                await hass.services.async_call("switch", "turn_off", {}, blocking=True, context=context)
            case "call":
                await hass.services.async_call("switch", "turn_off", {"entity_id": "switch.relay"}, blocking=True)
            case "script":
                await hass.services.async_call("script", "let_go", {}, blocking=True)
            case "automation":
                hass.states.async_set("switch.relay", STATE_OFF, context=Context(parent_id="its run"))
            case _:
                hass.states.async_set("switch.relay", STATE_OFF, context=Context(user_id="somebody"))
        await hass.async_block_till_done()

    await world.link.hold("e2", 10, alone=True)
    await switches_off(how)
    assert world.link.releases("e2") > 0
    await world.link.release("e2")
    before = world.link.releases("e2")
    # In a hold of the guard this is not looked at.
    await world.link.hold("e2", 10)
    await switches_off(how)
    assert world.link.releases("e2") == before


async def test_as_it_ends_the_relay_is_switched_off(world: World) -> None:
    world.show(hold=STATE_OFF, door=STATE_ON)
    world.link.configure([ADOPTED])
    await world.link.hold("e2", 10)
    await world.link.stop()
    assert world.switched == ["turn_on", "turn_off"]


async def test_a_relay_that_was_left_on_is_switched_off_and_never_taken_up(world: World) -> None:
    world.show(hold=STATE_ON, door=STATE_ON)
    world.link.configure([ADOPTED])
    await world.until_switched("turn_off")


@pytest.mark.parametrize("state", [None, STATE_UNAVAILABLE])
async def test_a_relay_that_is_not_there_promises_nothing(world: World, state: str | None) -> None:
    if state is not None:
        world.show(hold=state)
    world.link.configure([ADOPTED])
    with pytest.raises(CommandError, match="not_connected"):
        await world.link.hold("e2", 10)


async def test_a_relay_that_refuses_promises_nothing(world: World) -> None:
    world.show(hold=STATE_OFF, door=STATE_ON)
    world.switch_fails = True
    world.link.configure([ADOPTED])
    with pytest.raises(CommandError, match="refused"):
        await world.link.hold("e2", 10)


async def test_configured_anew_what_has_not_changed_is_left_alone(world: World) -> None:
    world.show(hold=STATE_OFF, door=STATE_ON)
    told: list[int] = []
    world.link.on_list(lambda: told.append(1))
    world.link.configure([ADOPTED])
    await world.link.hold("e2", 10)
    world.link.configure([ADOPTED, SPOKEN])
    assert world.switched == ["turn_on"]
    world.link.configure([SPOKEN])
    await world.until_switched("turn_on", "turn_off")
    assert world.link.all == (SPOKEN,)
    assert len(told) == 3
    assert MissingPoint.DOOR in world.link.missing("e1")
