"""Sirens: on while an incident that asked for them has no owner, asked again, then off; entities and devices alike."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.smart_community.core.device import Device, DeviceKind, Points, Source
from custom_components.smart_community.core.ports import CommandError, HandOverError
from custom_components.smart_community.links.channels import sirens
from custom_components.smart_community.links.channels.sirens import Sirens
from tests.conftest import settle

GATE, HALL = "siren:gate", "siren.hall"
BOUND = Device("bound", 1, Source.ENTITY, DeviceKind.SIREN, points=Points(siren="siren.bound"))


class World:
    """Sirens of both kinds, and the incidents that nobody owns."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.unowned: set[str] = set()
        self.commands: list[tuple[str, str, Mapping[str, Any]]] = []
        self.broken: str | None = None
        self.outcomes: list[tuple[str, str | None]] = []
        # Whether devices give no answer, and what was given up before one came.
        self.silent_device = False
        self.dropped: list[str] = []
        self.on = async_mock_service(hass, "siren", "turn_on")
        self.off = async_mock_service(hass, "siren", "turn_off")
        hass.states.async_set(HALL, "off", {"supported_features": 3})
        self.sirens = Sirens(
            hass,
            execute=self.execute,
            find_device=lambda device_id: BOUND if device_id == "bound" else None,
            is_unowned=self.unowned.__contains__,
            on_outcome=lambda channel, error: self.outcomes.append((channel, error)),
        )

    async def execute(self, device: str, name: str, arguments: Mapping[str, Any]) -> None:
        self.commands.append((device, name, dict(arguments)))
        if self.silent_device:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self.dropped.append(name)
                raise
        if self.broken is not None:
            raise CommandError(self.broken)

    async def sound(self, channel: str, incident: str = "i1") -> None:
        self.unowned.add(incident)
        await self.sirens.sound(channel, incident)

    def own(self, incident: str = "i1") -> None:
        self.unowned.discard(incident)
        self.sirens.release(incident)

    async def until(self, done: Callable[[], object]) -> None:
        await settle(self.hass, done)


@pytest.fixture
def hurried() -> Iterator[None]:
    """Let a minute be a moment."""
    with patch.object(sirens, "SIREN_AGAIN", 0.02), patch.object(sirens, "SIREN_FOR", 60.0):
        yield


@pytest.fixture
def world(hass: HomeAssistant) -> Iterator[World]:
    world = World(hass)
    yield world
    world.sirens.stop()


async def test_a_device_sounds_for_three_minutes_and_is_silent_once_somebody_owns_it(world: World) -> None:
    await world.sound(GATE)
    assert world.commands == [("gate", "on", {"for": 180})]
    world.own()
    await world.until(lambda: len(world.commands) == 2)
    assert world.commands[1] == ("gate", "off", {})
    assert world.outcomes == [(GATE, None)]
    world.own()
    assert len(world.commands) == 2


async def test_an_entity_is_switched_by_its_actions_with_a_duration_if_it_takes_one(world: World) -> None:
    await world.sound(HALL)
    world.hass.states.async_set("siren.timed", "off", {"supported_features": 19})
    await world.sound("siren.timed")
    assert [call.data for call in world.on] == [
        {"entity_id": HALL},
        {"entity_id": "siren.timed", "duration": 180},
    ]
    assert all(call.context.user_id is None for call in world.on)
    world.own()
    await world.until(lambda: len(world.off) == 2)
    assert {call.data["entity_id"] for call in world.off} == {HALL, "siren.timed"}


async def test_a_device_that_is_made_of_an_entity_is_that_entity(world: World) -> None:
    world.hass.states.async_set("siren.bound", "off", {"supported_features": 3})
    await world.sound("siren:bound")
    world.own()
    await world.until(lambda: world.off)
    assert (world.on[0].data, world.off[0].data, world.commands) == (
        *({"entity_id": "siren.bound"}, {"entity_id": "siren.bound"}, []),
    )


@pytest.mark.usefixtures("hurried")
async def test_it_is_asked_again_while_nobody_owns_the_incident(world: World) -> None:
    await world.sound(GATE)
    await world.until(lambda: len(world.commands) >= 4)
    assert {name for _, name, _ in world.commands} == {"on"}
    world.own()
    await world.until(lambda: world.commands[-1][1] == "off")
    said = len(world.commands)
    await asyncio.sleep(0.06)
    assert len(world.commands) == said


async def test_it_goes_off_only_when_all_who_asked_are_owned(world: World) -> None:
    await world.sound(GATE, "i1")
    await world.sound(GATE, "i2")
    world.own("i1")
    await world.hass.async_block_till_done()
    assert {name for _, name, _ in world.commands} == {"on"}
    world.own("i2")
    await world.until(lambda: world.commands[-1][1] == "off")


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("code", ["not_connected", "no_result", "refused"])
async def test_one_that_fails_says_why_and_is_asked_again_until_it_sounds(world: World, code: str) -> None:
    world.broken = code
    with pytest.raises(HandOverError, match=code):
        await world.sound(GATE)
    await world.until(lambda: (GATE, code) in world.outcomes)
    world.broken = None
    await world.until(lambda: world.outcomes[-1] == (GATE, None))
    world.own()
    await world.until(lambda: world.commands[-1][1] == "off")


async def test_an_entity_that_is_not_there_or_away_is_waited_for(world: World) -> None:
    with pytest.raises(HandOverError, match="not_registered") as missing:
        await world.sound("siren.missing")
    world.hass.states.async_set(HALL, "unavailable")
    with pytest.raises(HandOverError, match="channel_unavailable") as away:
        await world.sound(HALL)
    assert missing.value.waiting
    assert away.value.waiting
    assert not world.on


@pytest.mark.usefixtures("hurried")
async def test_a_siren_that_raises_or_hangs_when_asked_again_is_a_failure_and_no_more(world: World) -> None:
    await world.sound(HALL)

    async def fail(_call: ServiceCall) -> None:
        raise HomeAssistantError("anything")

    async def hang(_call: ServiceCall) -> None:
        await asyncio.Event().wait()

    world.hass.services.async_register("siren", "turn_on", fail)
    await world.until(lambda: (HALL, "channel_failed") in world.outcomes)
    with patch.object(sirens, "_PATIENCE", 0.01):
        world.hass.services.async_register("siren", "turn_on", hang)
        await settle(world.hass, lambda: (HALL, "channel_timeout") in world.outcomes)


@pytest.mark.usefixtures("hurried")
async def test_a_press_after_the_acknowledgement_sounds_once_and_is_not_asked_again(world: World) -> None:
    await world.sirens.sound(GATE, "owned")
    await asyncio.sleep(0.08)
    assert world.commands == [("gate", "on", {"for": 60})]
    with patch.object(sirens, "SIREN_FOR", 0.0):
        await world.sirens.sound(GATE, "owned")
        await world.until(lambda: world.commands[-1][1] == "off")


async def test_after_a_restart_it_goes_on_for_what_nobody_owns(world: World) -> None:
    world.unowned.add("i1")
    world.sirens.resume(GATE, "i1")
    world.sirens.resume(GATE, "owned")
    await world.until(lambda: world.commands)
    assert world.commands == [("gate", "on", {"for": 180})]
    world.own()
    await world.until(lambda: world.commands[-1][1] == "off")


async def test_stopping_switches_nothing_off(world: World) -> None:
    await world.sound(GATE)
    world.sirens.stop()
    await world.hass.async_block_till_done()
    assert {name for _, name, _ in world.commands} == {"on"}


async def test_once_there_is_a_connection_what_is_asked_for_is_asked_again_at_once(world: World) -> None:
    world.broken = "not_connected"
    world.unowned.add("i1")
    world.sirens.resume(GATE, "i1")
    await world.until(lambda: world.outcomes)
    world.broken = None
    world.sirens.again()
    await world.until(lambda: world.outcomes == [(GATE, "not_connected"), (GATE, None)])
    assert len(world.commands) == 2
    world.own()
    world.sirens.again()
    await world.until(lambda: len(world.commands) == 3)
    assert world.commands[-1][1] == "off"


async def test_after_a_restart_a_siren_is_asked_once_for_all_incidents(world: World) -> None:
    ids = [f"i{number}" for number in range(2000)]
    world.unowned.update(ids)
    for incident in ids:
        for channel in (GATE, HALL):
            world.sirens.resume(channel, incident)
            world.sirens.resume(channel, incident)
    assert not world.commands, "the start is not held up"
    await world.until(lambda: world.commands and world.on)
    await world.hass.async_block_till_done()
    assert (len(world.commands), len(world.on)) == (1, 1)
    for incident in ids[1:]:
        world.own(incident)
    await world.hass.async_block_till_done()
    assert {name for _, name, _ in world.commands} == {"on"}
    world.own(ids[0])
    await world.until(lambda: world.commands[-1][1] == "off")


async def test_what_sounds_already_need_not_be_asked_for_each_incident(world: World) -> None:
    for number in range(300):
        await world.sound(GATE, f"i{number}")
    assert world.commands == [("gate", "on", {"for": 180})]
    with patch.object(sirens, "_JUST_ASKED", 0.0):
        await world.sound(GATE, "later")
    assert len(world.commands) == 2


async def test_incidents_that_ask_at_once_share_one_command_and_its_failure(world: World) -> None:
    world.silent_device = True
    with patch.object(sirens, "_PATIENCE", 0.05):
        asked = await asyncio.gather(*(world.sound(GATE, f"i{number}") for number in range(9)), return_exceptions=True)
    assert {type(error) for error in asked} == {TimeoutError}
    assert len(world.commands) == 1
    # It failed, so the next one asks anew.
    world.silent_device = False
    await world.sound(GATE, "i10")
    assert [name for _, name, _ in world.commands] == ["on", "on"]


async def test_a_siren_is_not_switched_on_after_somebody_has_taken_the_incident(world: World) -> None:
    """A command without an answer is sent again after a while: not once the siren shall be silent."""
    world.silent_device = True
    asked = asyncio.create_task(world.sound(GATE))
    await world.until(lambda: world.commands)
    world.silent_device = False
    world.own()
    with pytest.raises(HandOverError, match="channel_busy"):
        await asked
    await world.until(lambda: world.commands[-1][1] == "off")
    assert world.dropped == ["on"]
    await world.hass.async_block_till_done()
    assert [name for _, name, _ in world.commands] == ["on", "off"]


async def test_a_siren_is_not_switched_off_by_an_old_command_after_a_new_alarm(world: World) -> None:
    await world.sound(GATE, "i1")
    world.silent_device = True
    world.own("i1")
    await world.until(lambda: world.commands[-1][1] == "off")
    world.silent_device = False
    await world.sound(GATE, "i2")
    assert world.dropped == ["off"]
    assert [name for _, name, _ in world.commands] == ["on", "off", "on"]


async def test_a_siren_that_would_not_be_silent_is_asked_until_it_is(world: World) -> None:
    await world.sound(HALL)
    failures = 3

    async def off(_call: ServiceCall) -> None:
        nonlocal failures
        if failures > 0:
            failures -= 1
            raise HomeAssistantError("anything")

    world.hass.services.async_register("siren", "turn_off", off)
    with patch.object(sirens, "SIREN_AGAIN", 0.02):
        world.own()
        await world.until(lambda: world.outcomes)
        (timer,) = world.sirens._silence_timers.values()
        assert 0 < timer.when() - world.hass.loop.time() <= 5.0
        for _ in range(3):
            world.sirens._silence(HALL, 0.01)
            await world.until(lambda: failures == 0 or world.sirens._silence_timers)
        await world.until(lambda: world.outcomes[-1] == (HALL, None))
    await world.hass.async_block_till_done()
    assert world.sirens._silence_timers == {}
    assert HALL not in world.sirens._loud_until


async def test_a_siren_that_is_away_when_it_shall_be_silent_is_asked_once_it_is_back(world: World) -> None:
    await world.sound(HALL)
    world.hass.states.async_set(HALL, "unavailable")
    with patch.object(sirens, "SIREN_AGAIN", 0.01), patch.object(sirens, "_SILENCE_AGAIN", 0.01):
        world.own()
        await world.until(lambda: (HALL, "channel_unavailable") in world.outcomes)
        assert not world.off
        world.sirens._silence(HALL, 0.01)
        world.hass.states.async_set(HALL, "on", {"supported_features": 3})
        await world.until(lambda: world.off)


async def test_a_new_alarm_ends_the_asking_for_silence(world: World) -> None:
    await world.sound(HALL)
    world.hass.states.async_set(HALL, "unavailable")
    world.own()
    await world.until(lambda: world.sirens._silence_timers)
    world.hass.states.async_set(HALL, "on", {"supported_features": 3})
    await world.sound(HALL, "i2")
    assert world.sirens._silence_timers == {}
    assert not world.off


@pytest.mark.parametrize("cut", [False, True])
async def test_a_test_of_a_siren_ends_in_silence_even_if_it_is_cut_short(world: World, cut: bool) -> None:
    testing = asyncio.create_task(world.sirens.test(HALL, 30.0 if cut else 0.01))
    await world.until(lambda: world.on)
    if cut:
        await asyncio.sleep(0)
        testing.cancel()
    await asyncio.wait({testing})
    await world.until(lambda: world.off)
    assert testing.cancelled() is cut


async def test_an_alarm_during_a_test_of_a_siren_goes_on_sounding(world: World) -> None:
    testing = asyncio.create_task(world.sirens.test(GATE, 0.05))
    await world.until(lambda: world.commands)
    await world.sound(GATE)
    await testing
    await world.hass.async_block_till_done()
    assert world.commands == [("gate", "on", {"for": 0}), ("gate", "on", {"for": 180})]
    with pytest.raises(HandOverError, match="channel_busy"):
        await world.sirens.test(GATE, 0.01)


async def test_after_the_stop_no_timer_is_left_whatever_still_sounds(world: World) -> None:
    world.sirens.stop()
    await world.sound(GATE)
    world.sirens.resume(GATE, "i1")
    world.sirens.again()
    world.hass.states.async_set(HALL, "on", {"supported_features": 3})
    await world.sound(HALL, "i2")
    world.hass.states.async_set(HALL, "unavailable")
    world.own("i2")
    await world.until(lambda: (HALL, "channel_unavailable") in world.outcomes)
    await world.hass.async_block_till_done()
    assert (world.sirens._timers, world.sirens._silence_timers) == ({}, {})
