"""Elevators in Home Assistant: entities, actions, trigger, condition, screen; from an e-bike to the door."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.components import automation
from homeassistant.core import Context, HomeAssistant, ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_mock_service
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.commissioning import Commissioning
from custom_components.smart_community.core.device import DeviceState
from custom_components.smart_community.core.elevator import Door, Elevator, ElevatorPoints
from custom_components.smart_community.core.fault import FaultCause
from custom_components.smart_community.core.guard_words import Permit, WhyNot
from custom_components.smart_community.core.incident import Kind, Resolution
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.phrases import Phrase
from custom_components.smart_community.core.sighting import Phase
from custom_components.smart_community.store import journal
from tests.cameras import StandInLink, a_sighting, add_camera
from tests.conftest import Community
from tests.core.guards import OPEN
from tests.elevator_world import set_up
from tests.people import person
from tests.test_docs import OF_EBIKE

LIFT = Elevator("lift1", "Building 1, elevator 2", device="lift-1", cameras=("cam1",))
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
RECORD = Commissioning("c1", LIFT.id, LIFT.name, "Firm", "TS-1", date(2026, 11, 1), "p", NOON, "u", (), NOON, "u")


@dataclass
class Car:
    """One elevator with a camera, and what it was told."""

    community: Community
    said: list[str]
    frames: float = 0.0

    @property
    def commands(self) -> list[str]:
        """What the elevator was told, in this order."""
        return [name for device, name, _ in self.community.link.commands.sent if device == "lift-1"]

    async def says(self, **changes: Any) -> None:
        """Let the car report itself."""
        car = self.community.runtime.elevators.car(LIFT.id) or OPEN
        self.community.link.on_fact(DeviceState("lift-1", NOON, car=replace(car, **changes)))
        await self.community.hass.async_block_till_done()

    async def sees(self, times: int = 2, **fields: Any) -> None:
        """Let Frigate tell of an e-bike on so many frames."""
        for _ in range(times):
            self.frames += 0.2
            at = datetime.fromtimestamp(NOON.timestamp() + self.frames, UTC)
            self.community.runtime.frigate._publish(a_sighting(**{"label": "ebike", "frame_at": at, **fields}))
        await self.community.hass.async_block_till_done()

    async def held(self) -> None:
        """Wait until the elevator is told to hold."""
        await self.community.settle(lambda: self.commands[-1:] == ["hold_door"])

    def state(self, platform: str, key: str) -> str:
        """Return the state of one of its entities."""
        unique_id = f"{self.community.entry.entry_id}_elevator_{LIFT.id}_{key}"
        entity_id = er.async_get(self.community.hass).async_get_entity_id(platform, DOMAIN, unique_id)
        assert entity_id is not None, (platform, key)
        state = self.community.hass.states.get(entity_id)
        assert state is not None, entity_id
        return state.state

    def entity(self, platform: str, key: str) -> str:
        """Return the id of one of its entities."""
        unique_id = f"{self.community.entry.entry_id}_elevator_{LIFT.id}_{key}"
        return er.async_get(self.community.hass).async_get_entity_id(platform, DOMAIN, unique_id) or ""

    def device(self) -> dr.DeviceEntry:
        """Return its device in the registry."""
        registry, entry = dr.async_get(self.community.hass), self.community.entry
        device = registry.async_get_device_by_identifier((DOMAIN, f"elevator_{LIFT.id}"), entry.entry_id)
        assert device is not None
        return device

    async def notes(self) -> list[str]:
        """Return what the journal says was done with the door."""
        found = await self.community.runtime.database.read(lambda c: journal.entries_after(c, 0, 1000))
        return [one.note.action for one in found if one.note.action.startswith("elevator_")]


@pytest.fixture
async def car(hass: HomeAssistant, community: Community) -> AsyncIterator[Car]:
    """Return an elevator that is commissioned and stands open; its camera sees."""
    runtime, said = community.runtime, list[str]()

    async def say(_elevator: str, phrase: str | None = None, **_how: Any) -> None:
        said.append(str(phrase))

    runtime.frigate.link = StandInLink()  # type: ignore[assignment]
    no_cameras = patch("custom_components.smart_community.camera_platform.async_setup_component", return_value=False)
    voice = patch.object(type(runtime.voice), "say", lambda _self, *what, **how: say(*what, **how))
    record = patch.object(runtime.commissioning, "of", lambda _elevator: RECORD)
    permit = patch.object(runtime.guards, "_permit_of", lambda _elevator: Permit(holds=True))
    with no_cameras, voice, record, permit:
        add_camera(hass, community.entry)
        await set_up(hass, community, LIFT)
        await hass.async_block_till_done()
        car = Car(community, said)
        await car.says()
        yield car
        runtime.frigate.link = None
        await runtime.guards.stop()


async def test_an_e_bike_is_spoken_to_alarmed_held_and_let_go_from_a_phone(
    community: Community, car: Car, hass_ws_client: WebSocketGenerator
) -> None:
    await community.duty_room()
    staff = await person(community, hass_ws_client, Role.DUTY_ROOM)
    assert car.state("sensor", "guard") == "clear"
    await car.sees()
    await car.held()
    (incident,) = community.runtime.response.active.values()
    assert (incident.kind, incident.place.elevator, incident.unsaved) == (Kind.EBIKE, LIFT.id, False)
    assert await community.runtime.find_incident(incident.id)
    assert car.said == [Phrase.EBIKE_OUT]
    await car.says(hold=True)
    shown = {key: car.state(*key) for key in (("sensor", "guard"), ("binary_sensor", "ebike"), ("switch", "door_hold"))}
    assert list(shown.values()) == ["holding", "on", "on"]

    (view,) = (await staff.result("elevators/list"))["elevators"]
    assert (view["state"], view["door"], view["incident"]) == ("holding", "open", incident.id)
    assert view["camera"] == {"id": "cam1", "up": True}
    assert view["hold_ends_at"] > view["hold_until"]
    extended = (await staff.result("elevators/extend", elevator=LIFT.id))["elevator"]
    assert extended["extended"]
    released = (await staff.result("elevators/release", elevator=LIFT.id, false_alarm=True))["elevator"]
    assert released["hold_until"] is None
    assert "release_door" in car.commands
    assert not community.runtime.response.active
    ended = await community.runtime.find_incident(incident.id)
    assert ended is not None
    assert ended.resolution is Resolution.FALSE_ALARM
    assert community.runtime.guards.view(LIFT.id).false_alarms == 1
    notes = await car.notes()
    assert {"elevator_held", "elevator_hold_asked", "elevator_released", "elevator_false_alarm"} <= set(notes)


async def test_with_fire_service_on_there_is_voice_and_alarm_only(community: Community, car: Car) -> None:
    await car.says(fire=True)
    assert car.state("binary_sensor", "fire_service") == "on"
    assert car.state("sensor", "guard") == "inhibited"
    await car.sees()
    await community.settle(lambda: community.runtime.response.active)
    assert car.said == [Phrase.EBIKE_OUT]
    assert "hold_door" not in car.commands


async def test_a_rule_hears_of_it_and_asks_and_lets_go(hass: HomeAssistant, community: Community, car: Car) -> None:
    told: list[ServiceCall] = async_mock_service(hass, "test", "hand_on")
    device = car.device()
    is_held = {"condition": f"{DOMAIN}.door_is_held", "options": {"elevators": [device.id]}}

    def rule(name: str, options: dict[str, Any]) -> dict[str, Any]:
        trigger = {"trigger": f"{DOMAIN}.ebike_detected", "options": options}
        data = {"rule": name, "trigger": "{{ trigger }}"}
        return {"alias": name, "triggers": [trigger], "actions": [{"action": "test.hand_on", "data": data}]}

    tap = {
        "alias": "tap",
        "triggers": [{"trigger": "event", "event_type": "tap"}],
        "conditions": [is_held],
        "actions": [{"action": "test.hand_on", "data": {"rule": "tap"}}],
    }
    rules = [rule("any", {}), rule("this", {"elevators": [device.id]}), rule("other", {"elevators": ["other"]}), tap]
    assert await async_setup_component(hass, automation.DOMAIN, {automation.DOMAIN: rules})
    await hass.async_block_till_done()
    hass.bus.async_fire("tap")
    await hass.async_block_till_done()
    assert not told
    await car.sees()
    await car.held()
    await hass.async_block_till_done()
    assert sorted(call.data["rule"] for call in told) == ["any", "this"]
    variables = told[0].data["trigger"]
    (incident,) = community.runtime.response.active.values()
    assert (variables["elevator"], variables["incident_id"]) == (LIFT.id, incident.id)
    assert (variables["kind"], variables["device"]) == ("ebike", "lift-1")
    of_every_trigger = {"id", "idx", "alias", "platform", "description"}
    assert set(variables) - of_every_trigger == set(OF_EBIKE)
    assert variables["elevator_device"] == device.id
    hass.bus.async_fire("tap")
    await hass.async_block_till_done()
    assert told[-1].data["rule"] == "tap"
    await hass.services.async_call(DOMAIN, "release_elevator", {"elevator": device.id}, blocking=True)
    assert car.commands[-1] == "release_door"
    # What a person or a rule has let go, a rule does not take back.
    with pytest.raises(ServiceValidationError) as refused:
        await hass.services.async_call(DOMAIN, "hold_elevator", {"elevator": LIFT.id, "for": 20}, blocking=True)
    assert refused.value.translation_key == "hold_barred"
    with pytest.raises(ServiceValidationError) as unknown:
        await hass.services.async_call(DOMAIN, "hold_elevator", {"elevator": "no such"}, blocking=True)
    assert unknown.value.translation_key == "elevator_unknown"


async def test_a_rule_holds_no_door_of_a_car_in_which_no_two_sightings_agree_on_an_e_bike(
    hass: HomeAssistant, car: Car
) -> None:
    with pytest.raises(ServiceValidationError) as refused:
        await hass.services.async_call(DOMAIN, "hold_elevator", {"elevator": LIFT.id}, blocking=True)
    assert refused.value.translation_key == "hold_not_agreed"
    await car.sees(1)
    with pytest.raises(ServiceValidationError) as refused:
        await hass.services.async_call(
            "switch", "turn_on", {"entity_id": car.entity("switch", "door_hold")}, blocking=True
        )
    assert refused.value.translation_key == "hold_not_agreed"
    assert "hold_door" not in car.commands
    await car.sees(1)
    await car.held()
    await hass.services.async_call(DOMAIN, "hold_elevator", {"elevator": LIFT.id}, blocking=True)


async def test_an_elevator_of_another_name_goes_on_being_guarded(
    hass: HomeAssistant, community: Community, car: Car
) -> None:
    guards = community.runtime.guards
    await car.sees()
    await car.held()
    await car.says(hold=True)
    await set_up(hass, community, replace(LIFT, name="Renamed", languages=("en",)))
    assert guards.view(LIFT.id).online
    assert car.state("sensor", "guard") == "holding"
    assert "release_door" not in car.commands
    await car.says(door=Door.CLOSED, hold=False)
    assert car.state("binary_sensor", "door") == "off"


async def test_a_guard_that_begins_anew_is_told_what_is_known_of_its_elevator(
    hass: HomeAssistant, community: Community, car: Car
) -> None:
    guards = community.runtime.guards
    await set_up(hass, community, replace(LIFT, cameras=()))
    assert (guards.view(LIFT.id).online, guards.view(LIFT.id).door) == (True, Door.OPEN)
    await set_up(hass, community, LIFT)
    await car.sees()
    await car.held()
    points = ElevatorPoints(hold="switch.r", door="binary_sensor.d", level="binary_sensor.l", fire="binary_sensor.f")
    for entity_id in ("switch.r", "binary_sensor.f"):
        hass.states.async_set(entity_id, "off")
    for entity_id in ("binary_sensor.d", "binary_sensor.l"):
        hass.states.async_set(entity_id, "on")
    adopted = Elevator("lift2", "Two", points=points)
    await set_up(hass, community, adopted)
    assert guards.view("lift2").online
    points = replace(points, overload="binary_sensor.o")
    hass.states.async_set("binary_sensor.o", "off")
    await set_up(hass, community, replace(adopted, points=points))
    await hass.async_block_till_done()
    assert (guards.view("lift2").online, guards.view("lift2").hindrances) == (True, ())
    hass.states.async_set("binary_sensor.d", "off")
    await hass.async_block_till_done()
    assert guards.view("lift2").door is Door.CLOSED


async def test_each_entity_shows_what_the_car_says_and_the_switch_asks_the_guard(
    hass: HomeAssistant, community: Community, car: Car, hass_ws_client: WebSocketGenerator
) -> None:
    staff = await person(community, hass_ws_client, Role.DUTY_ROOM)
    await car.says(floor="B2", door=Door.CLOSED)
    assert car.state("sensor", "floor") == "B2"
    assert car.state("binary_sensor", "door") == "off"
    switch = {"entity_id": car.entity("switch", "door_hold")}
    with pytest.raises(ServiceValidationError) as refused:
        await hass.services.async_call("switch", "turn_on", switch, blocking=True)
    assert refused.value.translation_key == "hold_riding"
    await car.says(door=Door.OPEN)
    by_staff = Context(user_id=staff.user.id)
    await hass.services.async_call("switch", "turn_on", switch, blocking=True, context=by_staff)
    assert car.state("switch", "door_hold") == "on"
    assert car.said == [Phrase.DOOR_HELD]
    await hass.services.async_call(
        "button", "press", {"entity_id": car.entity("button", "release_door")}, blocking=True
    )
    assert car.state("switch", "door_hold") == "off"
    assert car.commands[-1] == "release_door"
    await community.settle(lambda: car.state("event", "guard") != "unknown")
    device = car.device()
    assert device.name == LIFT.name
    of_lift = er.async_entries_for_device(er.async_get(hass), device.id)
    assert {one.config_subentry_id for one in of_lift} == {LIFT.id}
    assert len(of_lift) == 8


async def test_a_subscription_begins_with_all_and_tells_of_each_change(
    community: Community, car: Car, hass_ws_client: WebSocketGenerator
) -> None:
    staff = await person(community, hass_ws_client, Role.DUTY_ROOM)
    await staff.ask("elevators/subscribe")
    (view,) = (await staff.event())["elevators"]
    assert view["state"] == "clear"
    await car.says(floor="7")
    (view,) = (await staff.event())["elevators"]
    assert view["floor"] == "7"


async def test_two_false_alarms_are_a_task_that_only_a_technician_ends(
    hass: HomeAssistant, with_faults: None, community: Community, car: Car, hass_ws_client: WebSocketGenerator
) -> None:
    clerk = await person(community, hass_ws_client, Role.DUTY_ROOM)
    technician = await person(community, hass_ws_client, Role.TECHNICIAN)
    runtime = community.runtime
    for number in (1, 2):
        await car.sees(id=f"track-{number}")
        await community.settle(lambda: any(one.kind is Kind.EBIKE for one in runtime.response.active.values()))
        await clerk.result("elevators/release", elevator=LIFT.id, false_alarm=True)
        await car.says(door=Door.CLOSED)
        runtime.frigate._publish(a_sighting(id=f"track-{number}", phase=Phase.ENDED))
        await car.says(door=Door.CLOSED)
        await car.says(door=Door.OPEN)

    def task() -> Any:
        active = community.entry.runtime_data.response.active.values()
        return next((one for one in active if one.cause == FaultCause.GUARD_FALSE_ALARMS), None)

    await community.settle(task)
    assert car.state("sensor", "guard") == "voice_only"
    # The word of anybody else does not arm it again, and the task is back at once.
    first = task()
    await runtime.response.resolve(first.id, clerk.user.id, Resolution.REAL)
    await community.settle(lambda: task() and task().id != first.id)
    assert car.state("sensor", "guard") == "voice_only"
    # Nor does a restart, for that is where it is read from.
    runtime.frigate.link = None
    assert await hass.config_entries.async_reload(community.entry.entry_id)
    await hass.async_block_till_done()
    again = community.entry.runtime_data
    assert WhyNot.FALSE_ALARMS in again.guards.view(LIFT.id).why_not
    second = task()
    await again.response.resolve(second.id, clerk.user.id, Resolution.REAL)
    await community.settle(lambda: task() and task().id != second.id)
    await again.response.resolve(task().id, technician.user.id, Resolution.REAL)
    await community.settle(lambda: WhyNot.FALSE_ALARMS not in again.guards.view(LIFT.id).why_not)
    assert task() is None


async def test_an_entrapment_is_told_calmly_and_is_one_incident(community: Community, car: Car) -> None:
    await community.duty_room()
    await car.says(entrapment=True, door=Door.CLOSED, level=False)
    await community.settle(lambda: community.runtime.response.active)
    (incident,) = community.runtime.response.active.values()
    assert (incident.kind, incident.place.elevator) == (Kind.ENTRAPMENT, LIFT.id)
    assert car.said == [Phrase.ENTRAPMENT_STAY_CALM]
    await community.runtime.response.acknowledge(incident.id, "anna")
    await community.settle(lambda: car.said[-1] == Phrase.HELP_IS_COMING)
