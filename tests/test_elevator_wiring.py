"""Elevators in the running community: where they are, of whose entities they are, and what precedes records."""

from datetime import UTC, datetime
from types import MappingProxyType

import pytest
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from custom_components.smart_community.const import ELEVATOR
from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.device import DeviceInfo, DeviceKind, DeviceState
from custom_components.smart_community.core.elevator import (
    CarReported,
    CarState,
    Door,
    Elevator,
    ElevatorFact,
    ElevatorPoints,
    KeyReleased,
)
from custom_components.smart_community.core.incident import Kind
from custom_components.smart_community.links.devices.broker import LinkProblem, LinkStatus
from tests.conftest import Community
from tests.elevator_world import set_up

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LIFT = Elevator("lift1", "Building 1, elevator 1", building="b1", device="lift-1")
OPEN = CarState(at=NOW, door=Door.OPEN, level=True, moving=False, fire=False)


def announce(community: Community) -> None:
    community.link.on_fact(DeviceInfo("lift-1", DeviceKind.ELEVATOR))


async def test_a_device_is_where_its_elevator_is_and_nobody_need_assign_it(
    hass: HomeAssistant, community: Community
) -> None:
    announce(community)
    devices = community.runtime.supervision.devices
    assert not devices["lift-1"].assigned
    await set_up(hass, community, LIFT)
    assert devices["lift-1"].place == Place(building="b1", elevator="lift1")
    assert devices["lift-1"].assigned
    hass.config_entries.async_remove_subentry(community.entry, "lift1")
    await community.settle(lambda: community.runtime.elevators.all == ())
    assert devices["lift-1"].place == Place(building="b1")


async def test_one_that_announces_itself_later_is_there_as_well(hass: HomeAssistant, community: Community) -> None:
    await set_up(hass, community, LIFT)
    announce(community)
    assert community.runtime.supervision.devices["lift-1"].place == Place(building="b1", elevator="lift1")


async def test_somebody_trapped_is_an_alarm_of_the_elevator_by_its_name_here(
    hass: HomeAssistant, community: Community
) -> None:
    await set_up(hass, community, LIFT)
    announce(community)
    community.link.press("lift-1", 1, "entrapment")
    await community.settle(lambda: community.runtime.response.active)
    (incident,) = community.runtime.response.active.values()
    assert incident.kind is Kind.ENTRAPMENT
    assert incident.place == Place(building="b1", elevator="lift1")


async def test_the_key_is_heard_before_it_is_on_record(hass: HomeAssistant, community: Community) -> None:
    await set_up(hass, community, LIFT)
    facts: list[ElevatorFact] = []
    community.runtime.elevators.subscribe(facts.append)
    receipt = community.link.press("lift-1", 1, "key_release")
    assert [fact for fact in facts if isinstance(fact, KeyReleased)]
    assert not receipt.confirmed
    await community.settle(lambda: receipt.confirmed)


async def test_the_key_is_heard_whatever_becomes_of_its_record(
    hass: HomeAssistant, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_up(hass, community, LIFT)
    facts: list[ElevatorFact] = []
    community.runtime.elevators.subscribe(facts.append)

    def fails(*_what: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(community.runtime.response, "take_event", fails)
    with pytest.raises(RuntimeError):
        community.link.press("lift-1", 1, "key_release")
    assert [fact for fact in facts if isinstance(fact, KeyReleased)]


async def test_without_the_broker_no_elevator_is_there(hass: HomeAssistant, community: Community) -> None:
    await set_up(hass, community, LIFT)
    community.link.on_fact(DeviceState("lift-1", NOW, car=OPEN))
    assert community.runtime.elevators.online("lift1")
    community.link.on_status(LinkStatus(connected=False, problem=LinkProblem.UNREACHABLE))
    assert not community.runtime.elevators.online("lift1")


async def test_entities_that_are_renamed_are_followed(hass: HomeAssistant, community: Community) -> None:
    door = er.async_get(hass).async_get_or_create("binary_sensor", "other", "door", suggested_object_id="door")
    hass.states.async_set(door.entity_id, STATE_OFF)
    hass.states.async_set("switch.relay", STATE_OFF)
    points = ElevatorPoints(hold="switch.relay", door=door.entity_id)
    await set_up(hass, community, Elevator("lift2", "Two", points=points, speakers=("media_player.car",)))
    er.async_get(hass).async_update_entity(door.entity_id, new_entity_id="binary_sensor.car_door")
    hass.states.async_set("binary_sensor.car_door", STATE_ON)
    wanted = ElevatorPoints(hold="switch.relay", door="binary_sensor.car_door")

    def followed() -> bool:
        elevator = community.runtime.elevators.get("lift2")
        return elevator is not None and elevator.points == wanted

    await community.settle(followed)
    car = community.runtime.elevators.car("lift2")
    assert car is not None
    assert car.door is Door.OPEN


async def test_one_that_cannot_be_read_is_left_out_and_keeps_no_other_from_working(
    hass: HomeAssistant, community: Community
) -> None:
    broken = ConfigSubentry(
        data=MappingProxyType({"points": 7}), subentry_id="x", subentry_type=ELEVATOR, title="X", unique_id=None
    )
    hass.config_entries.async_add_subentry(community.entry, broken)
    await set_up(hass, community, LIFT)
    assert community.runtime.elevators.all == (LIFT,)


async def test_what_a_device_says_comes_to_the_list_of_devices_and_to_the_elevators(
    hass: HomeAssistant, community: Community
) -> None:
    await set_up(hass, community, LIFT)
    facts: list[ElevatorFact] = []
    community.runtime.elevators.subscribe(facts.append)
    community.link.on_fact(DeviceState("lift-1", NOW, battery=50, car=OPEN))
    assert CarReported("lift1", OPEN) in facts
    assert community.runtime.supervision.devices["lift-1"].battery == 50
