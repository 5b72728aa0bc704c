"""A help button made of existing entities says the same as one of our protocol, and no more often."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from custom_components.smart_community.core.device import (
    Device,
    DeviceAvailability,
    DeviceEvent,
    DeviceKind,
    DeviceState,
    HelpButtonEvent,
    Points,
    Source,
)
from custom_components.smart_community.core.ports import EventReceipt
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.links.devices.protocol import SLUG
from custom_components.smart_community.links.entities import EntityLink, bound_device_id, entity_event

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
BUTTON = "event.bedroom_button"
CORD = "binary_sensor.bathroom_cord"


def after(seconds: float) -> str:
    """Return the state that an event entity shows for an event so long after the start of our watch."""
    return (START + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")


def button(
    press: str, battery: str | None = None, tamper: str | None = None, *, device_id: str | None = None
) -> Device:
    return Device(
        device_id or bound_device_id(press),
        1,
        Source.ENTITY,
        DeviceKind.HELP_BUTTON,
        points=Points(press, battery=battery, tamper=tamper),
    )


@dataclass
class World:
    """Home Assistant's states, the link that watches them, and what it says."""

    hass: HomeAssistant
    link: EntityLink = field(init=False)
    events: list[DeviceEvent] = field(default_factory=list)
    facts: list[object] = field(default_factory=list)
    renamed: list[tuple[str, Points]] = field(default_factory=list)
    now: datetime = START

    def __post_init__(self) -> None:
        self.link = EntityLink(
            self.hass,
            clock=lambda: Instant(self.now, 0.0),
            on_fact=self.facts.append,
            on_event=self._event,
            on_renamed=lambda device, points: self.renamed.append((device, points)),
        )

    def _event(self, event: DeviceEvent, receipt: EventReceipt) -> None:
        self.events.append(event)
        # As the response desk will: an entity hears neither.
        receipt.confirm()
        receipt.release()

    def show(self, entity_id: str, state: str, event_type: str | None = None) -> None:
        """Let another integration write the state of its entity."""
        self.hass.states.async_set(entity_id, state, {} if event_type is None else {"event_type": event_type})

    async def presses(self) -> list[str]:
        """Return what was pressed since the last time this was asked."""
        await self.hass.async_block_till_done()
        pressed = [event.type for event in self.events]
        self.events.clear()
        return pressed

    def reported(self, kind: type) -> list[object]:
        return [fact for fact in self.facts if isinstance(fact, kind)]


@pytest.fixture
def world(hass: HomeAssistant) -> Iterator[World]:
    world = World(hass)
    yield world
    world.link.stop()


# Entities whose state is the time of their last event.


async def test_a_new_timestamp_is_one_press(world: World) -> None:
    world.show(BUTTON, STATE_UNKNOWN)
    world.link.watch([button(BUTTON)])
    world.show(BUTTON, after(5), "press")
    await world.hass.async_block_till_done()
    (event,) = world.events
    assert (event.device, event.type, event.boot) == (bound_device_id(BUTTON), "pressed", "entity")
    assert event.said_at == START + timedelta(seconds=5)
    assert await world.presses() == ["pressed"]
    world.show(BUTTON, after(9), "press")
    assert await world.presses() == ["pressed"]


async def test_a_restored_event_timestamp_is_not_a_new_press(world: World) -> None:
    """At a start, the other integration comes up after us and shows the last press of yesterday."""
    world.link.watch([button(BUTTON)])
    world.show(BUTTON, after(-86_400), "press")
    assert await world.presses() == []
    world.show(BUTTON, after(3), "press")
    assert await world.presses() == ["pressed"]


async def test_a_timestamp_that_comes_back_by_way_of_unavailable_is_not_a_new_press(world: World) -> None:
    world.link.watch([button(BUTTON)])
    world.show(BUTTON, STATE_UNAVAILABLE)
    world.show(BUTTON, after(-60), "press")
    assert await world.presses() == []


async def test_unavailable_and_the_same_timestamp_again_is_no_press(world: World) -> None:
    world.show(BUTTON, after(-60), "press")
    world.link.watch([button(BUTTON)])
    world.show(BUTTON, after(5), "press")
    assert await world.presses() == ["pressed"]
    for gone in (STATE_UNAVAILABLE, STATE_UNKNOWN):
        world.show(BUTTON, gone)
        world.show(BUTTON, after(5), "press")
        assert await world.presses() == []
    world.show(BUTTON, STATE_UNAVAILABLE)
    world.show(BUTTON, after(8), "press")
    assert await world.presses() == ["pressed"], "pressed while its integration was away"


async def test_a_clock_that_is_set_back_loses_no_press(world: World) -> None:
    """The box boots an hour ahead, then the time is put right: what is pressed from there on is pressed."""
    world.show(BUTTON, STATE_UNKNOWN)
    world.link.watch([button(BUTTON)])
    world.now = START + timedelta(seconds=-3600 + 5.01)
    world.show(BUTTON, after(-3600 + 5), "press")
    assert await world.presses() == ["pressed"]
    # What an integration restores later is still no press.
    world.show(BUTTON, STATE_UNAVAILABLE)
    world.show(BUTTON, after(-7200), "press")
    assert await world.presses() == []


async def test_what_was_pressed_while_nobody_watched_is_a_press(world: World) -> None:
    """As during a reload: the last moment that is known to have been watched was 30 s before."""
    lived_at = START + timedelta(seconds=-30)
    pressed, held, old, bound, let_go = (f"event.{name}" for name in ("pressed", "held", "old", "bound", "let_go"))
    world.show(pressed, after(-3), "press")
    world.show(held, after(-2), "long_press")
    world.show(old, after(-60), "press")
    world.show(bound, after(-20), "press")
    world.show(let_go, after(-3), "long_release")
    world.link.watch([button(entity_id) for entity_id in (pressed, held, old, let_go)])
    world.link.watch(
        [
            *(button(entity_id) for entity_id in (pressed, held, old, let_go)),
            replace(button(bound), bound_at=START + timedelta(seconds=-10)),
        ]
    )
    assert await world.presses() == []
    world.link.catch_up(None)
    assert await world.presses() == [], "nobody knows until when it was watched"
    world.link.catch_up(lived_at)
    assert [event.said_at for event in world.events] == [START + timedelta(seconds=at) for at in (-3, -2)]
    assert await world.presses() == ["pressed", "long_pressed"]


async def test_a_cord_that_was_pulled_while_nobody_watched_is_a_press(world: World) -> None:
    lived_at = dt_util.utcnow() - timedelta(seconds=30)
    world.show(CORD, STATE_ON)
    world.link.watch([button(CORD)])
    world.link.catch_up(lived_at)
    assert await world.presses() == ["pressed"]
    world.hass.set_state(CoreState.starting)
    world.link.catch_up(lived_at)
    assert await world.presses() == [], "at a start of Home Assistant every state is new"


async def test_what_an_entity_shows_when_it_is_bound_is_no_press(world: World) -> None:
    world.show(BUTTON, after(30), "press")
    world.link.watch([button(BUTTON)])
    assert await world.presses() == []
    world.show(BUTTON, STATE_UNAVAILABLE)
    world.show(BUTTON, after(30), "press")
    assert await world.presses() == []


async def test_a_change_of_attributes_alone_is_no_press(world: World) -> None:
    world.show(BUTTON, after(-5), "press")
    world.link.watch([button(BUTTON)])
    world.show(BUTTON, after(1), "press")
    world.show(BUTTON, after(1), "double_press")
    assert await world.presses() == ["pressed"]


@pytest.mark.parametrize("let_go", ["release", "long_release", "button_released", "hold_end", "multi_press_end"])
async def test_letting_go_is_no_press(world: World, let_go: str) -> None:
    world.show(BUTTON, STATE_UNKNOWN)
    world.link.watch([button(BUTTON)])
    world.show(BUTTON, after(1), let_go)
    assert await world.presses() == []
    world.show(BUTTON, after(2), "press")
    assert await world.presses() == ["pressed"]


@pytest.mark.parametrize("kind", ["long_press", "button_long_pressed", "long"])
async def test_a_long_press_is_one(world: World, kind: str) -> None:
    world.show(BUTTON, STATE_UNKNOWN)
    world.link.watch([button(BUTTON)])
    world.show(BUTTON, after(1), kind)
    assert await world.presses() == ["long_pressed"]


@pytest.mark.parametrize("entity_id", ["button.call", "input_button.call", "scene.call"])
async def test_a_button_a_helper_and_a_scene_press_as_well(world: World, entity_id: str) -> None:
    world.show(entity_id, STATE_UNKNOWN)
    world.link.watch([button(entity_id)])
    world.show(entity_id, after(1))
    assert await world.presses() == ["pressed"]


@pytest.mark.parametrize(
    "state",
    ["2026-11-23 08:00:09", "20261123", "1234", "2026-13-40 25:61:61", "single", "12:30", "-5", "2026-11-23", ""],
)
async def test_a_state_that_is_no_moment_is_no_press_and_no_fault(
    world: World, caplog: pytest.LogCaptureFixture, state: str
) -> None:
    world.show("sensor.odd", "idle")
    world.link.watch([button("sensor.odd")])
    world.show("sensor.odd", state)
    assert await world.presses() == []
    assert "Error" not in caplog.text
    assert len(world.reported(DeviceAvailability)) == 2


# Entities that are on while pressed.


async def test_off_to_on_is_one_press_and_back_to_off_none(world: World) -> None:
    world.show(CORD, STATE_OFF)
    world.link.watch([button(CORD)])
    world.show(CORD, STATE_ON)
    assert await world.presses() == ["pressed"]
    world.show(CORD, STATE_OFF)
    assert await world.presses() == []
    world.show(CORD, STATE_ON)
    assert await world.presses() == ["pressed"]


@pytest.mark.parametrize("gone", [STATE_UNAVAILABLE, STATE_UNKNOWN])
async def test_on_after_unavailable_is_a_press_if_it_was_off_before(world: World, gone: str) -> None:
    """A cord was pulled while nobody could hear it."""
    world.show(CORD, STATE_OFF)
    world.link.watch([button(CORD)])
    world.show(CORD, gone)
    world.show(CORD, STATE_ON)
    assert await world.presses() == ["pressed"]
    world.show(CORD, gone)
    world.show(CORD, STATE_ON)
    assert await world.presses() == [], "it is still the same pull"


@pytest.mark.parametrize("before", [None, STATE_UNAVAILABLE, STATE_UNKNOWN])
async def test_a_first_state_of_on_is_no_press(world: World, before: str | None) -> None:
    if before is not None:
        world.show(CORD, before)
    world.link.watch([button(CORD)])
    world.show(CORD, STATE_ON)
    assert await world.presses() == []
    world.show(CORD, STATE_OFF)
    world.show(CORD, STATE_ON)
    assert await world.presses() == ["pressed"]


async def test_a_cord_that_is_pulled_when_it_is_bound_is_no_press_until_it_is_pulled_again(world: World) -> None:
    world.show(CORD, STATE_ON)
    world.link.watch([button(CORD)])
    world.show(CORD, STATE_UNAVAILABLE)
    world.show(CORD, STATE_ON)
    assert await world.presses() == []


async def test_each_press_has_its_own_key_and_the_same_press_the_same(world: World) -> None:
    world.show(BUTTON, STATE_UNKNOWN)
    world.link.watch([button(BUTTON)])
    for seconds in (1, 2, 3):
        world.show(BUTTON, after(seconds), "press")
        world.show(BUTTON, STATE_UNAVAILABLE)
        await world.hass.async_block_till_done()
    keys = [event.key for event in world.events]
    assert len(set(keys)) == 3
    at = START + timedelta(seconds=3)
    assert entity_event(bound_device_id(BUTTON), HelpButtonEvent.PRESSED, at, START).key == keys[-1]
    assert all(0 <= seq < 2**53 for _, _, seq in keys)


# More than one point, device or name.


async def test_battery_and_tamper_are_reported_as_a_device_reports_them(world: World) -> None:
    battery, tamper = "sensor.bedroom_battery", "binary_sensor.bedroom_tamper"
    world.show(battery, "81")
    world.link.watch([button(BUTTON, battery, tamper)])
    device = bound_device_id(BUTTON)
    assert world.reported(DeviceState) == [DeviceState(device, START, battery=81.0)]
    world.facts.clear()
    world.show(battery, "79.5")
    world.show(tamper, STATE_ON)
    world.show(tamper, STATE_OFF)
    world.show(battery, STATE_UNAVAILABLE)
    world.show(tamper, STATE_UNKNOWN)
    assert await world.presses() == [], "neither is a press"
    assert world.facts == [
        DeviceState(device, START, battery=79.5),
        DeviceState(device, START, tamper=True),
        DeviceState(device, START, tamper=False),
    ]


@pytest.mark.parametrize(
    ("state", "battery"),
    [("0", 0.0), ("120", 100.0), ("-3", 0.0), (STATE_ON, 0.0), (STATE_OFF, 100.0), ("low", None), ("nan", None)],
)
async def test_a_battery_is_a_figure_between_0_and_100_or_not_known(
    world: World, state: str, battery: float | None
) -> None:
    world.show("sensor.battery", state)
    world.link.watch([button(BUTTON, "sensor.battery")])
    assert world.facts == [DeviceState(bound_device_id(BUTTON), START, battery=battery)]


async def test_a_button_is_there_unless_its_entity_is_unavailable_or_gone(world: World) -> None:
    world.link.watch([button(BUTTON)])
    assert world.facts == [], "at a start its integration may not have added it yet"
    for state in (STATE_UNKNOWN, after(1), STATE_UNAVAILABLE, after(1)):
        world.show(BUTTON, state)
    world.hass.states.async_remove(BUTTON)
    await world.hass.async_block_till_done()
    online = [fact.online for fact in world.facts if isinstance(fact, DeviceAvailability)]
    assert online == [True, True, False, True, False]


async def test_two_devices_on_one_entity_are_both_pressed(world: World) -> None:
    world.show(BUTTON, STATE_UNKNOWN)
    world.show(CORD, STATE_OFF)
    world.link.watch([button(BUTTON, device_id="bed"), button(BUTTON, device_id="sofa")])
    world.show(BUTTON, after(1), "press")
    await world.hass.async_block_till_done()
    assert [event.device for event in world.events] == ["bed", "sofa"]
    world.events.clear()
    world.link.watch([button(CORD, device_id="bed"), button(CORD, device_id="sofa")])
    world.show(CORD, STATE_ON)
    await world.hass.async_block_till_done()
    assert [event.device for event in world.events] == ["bed", "sofa"]


async def test_an_entity_that_was_let_go_of_and_bound_anew_is_not_judged_by_what_it_showed_before(world: World) -> None:
    world.show(CORD, STATE_OFF)
    world.show(BUTTON, after(1))
    both = [button(CORD), button(BUTTON)]
    world.link.watch(both)
    world.link.watch([])
    world.show(CORD, STATE_ON)
    world.show(BUTTON, after(2))
    world.link.watch(both)
    for entity_id, state in ((CORD, STATE_ON), (BUTTON, after(2))):
        world.show(entity_id, STATE_UNAVAILABLE)
        world.show(entity_id, state)
    assert await world.presses() == []


async def test_nothing_is_heard_of_an_entity_that_is_bound_no_longer(world: World) -> None:
    world.show(CORD, STATE_OFF)
    world.link.watch([button(CORD)])
    world.link.watch([])
    world.facts.clear()
    world.show(CORD, STATE_ON)
    assert await world.presses() == []
    assert world.facts == []


async def test_a_renamed_entity_is_followed(world: World, entity_registry: er.EntityRegistry) -> None:
    entry = entity_registry.async_get_or_create("event", "zigbee", "0x1", suggested_object_id="bedroom_button")
    assert entry.entity_id == BUTTON
    world.show(BUTTON, STATE_UNKNOWN)
    known = button(BUTTON, "sensor.battery")
    world.link.watch([known])
    entity_registry.async_update_entity(BUTTON, new_entity_id="event.kitchen_button")
    await world.hass.async_block_till_done()
    assert world.renamed == [(known.id, Points("event.kitchen_button", battery="sensor.battery"))]
    # What the desk does with it.
    world.show("event.kitchen_button", STATE_UNKNOWN)
    world.link.watch([replace(known, points=world.renamed[0][1])])
    world.show("event.kitchen_button", after(1), "press")
    await world.hass.async_block_till_done()
    assert [event.device for event in world.events] == [known.id], "it stays the same device"


async def test_an_entity_that_is_two_points_of_a_device_is_renamed_in_both(
    world: World, entity_registry: er.EntityRegistry
) -> None:
    entity_registry.async_get_or_create("binary_sensor", "zigbee", "0x1", suggested_object_id="bathroom_cord")
    world.link.watch([button(CORD, tamper=CORD), button(CORD, device_id="sofa")])
    entity_registry.async_update_entity(CORD, new_entity_id="binary_sensor.cord")
    await world.hass.async_block_till_done()
    assert world.renamed == [
        (bound_device_id(CORD), Points("binary_sensor.cord", tamper="binary_sensor.cord")),
        ("sofa", Points("binary_sensor.cord")),
    ]


async def test_a_rename_of_what_is_not_bound_and_any_other_change_are_not_ours(
    world: World, entity_registry: er.EntityRegistry
) -> None:
    entity_registry.async_get_or_create("event", "zigbee", "0x1", suggested_object_id="bedroom_button")
    entity_registry.async_get_or_create("event", "zigbee", "0x2", suggested_object_id="other")
    world.link.watch([button(BUTTON)])
    entity_registry.async_update_entity("event.other", new_entity_id="event.another")
    entity_registry.async_update_entity(BUTTON, name="Bell")
    await world.hass.async_block_till_done()
    assert world.renamed == []


async def test_after_stop_nothing_is_heard(world: World, entity_registry: er.EntityRegistry) -> None:
    entity_registry.async_get_or_create("event", "zigbee", "0x1", suggested_object_id="bedroom_button")
    world.show(BUTTON, STATE_UNKNOWN)
    world.link.watch([button(BUTTON)])
    world.facts.clear()
    world.link.stop()
    world.show(BUTTON, after(1), "press")
    entity_registry.async_update_entity(BUTTON, new_entity_id="event.kitchen_button")
    assert await world.presses() == []
    assert (world.facts, world.renamed) == ([], [])


@pytest.mark.parametrize("entity_id", [BUTTON, "event." + "a" * 58, "event." + "a" * 59, "event." + "b" * 200])
def test_the_device_id_of_an_entity_is_of_the_protocols_form(entity_id: str) -> None:
    assert SLUG.fullmatch(bound_device_id(entity_id))


def test_two_long_names_that_begin_alike_are_two_devices() -> None:
    first, second = ("event." + "a" * 60 + end for end in ("_left", "_right"))
    assert bound_device_id(first) != bound_device_id(second)
    assert bound_device_id(first) == bound_device_id(first)


# Sensors: what they show is their state, and its change is an event.

SMOKE = "binary_sensor.kitchen_smoke"


def sensor(kind: DeviceKind, **points: str) -> Device:
    return Device("sensor", 1, Source.ENTITY, kind, points=Points(**points))


async def test_smoke_is_an_event_and_a_state_and_so_is_its_end(world: World) -> None:
    world.show(SMOKE, STATE_OFF)
    world.link.watch([sensor(DeviceKind.SMOKE, alarm=SMOKE)])
    world.show(SMOKE, STATE_ON)
    assert await world.presses() == ["alarm"]
    world.show(SMOKE, STATE_OFF)
    assert await world.presses() == ["clear"]
    states = [fact.alarm for fact in world.reported(DeviceState) if isinstance(fact, DeviceState)]
    assert states == [False, True, False]


async def test_smoke_that_is_there_when_the_sensor_is_first_seen_is_told_by_its_state(world: World) -> None:
    world.show(SMOKE, STATE_ON)
    world.link.watch([sensor(DeviceKind.SMOKE, alarm=SMOKE)])
    assert await world.presses() == []
    assert world.reported(DeviceState) == [DeviceState("sensor", START, alarm=True)]


async def test_smoke_that_came_while_the_sensor_was_unavailable_is_an_event(world: World) -> None:
    world.show(SMOKE, STATE_OFF)
    world.link.watch([sensor(DeviceKind.SMOKE, alarm=SMOKE)])
    world.show(SMOKE, STATE_UNAVAILABLE)
    world.show(SMOKE, STATE_ON)
    assert await world.presses() == ["alarm"]


@pytest.mark.parametrize(
    ("kind", "point", "shown", "expected"),
    [
        (DeviceKind.MOTION, "active", STATE_ON, {"active": True}),
        (DeviceKind.DOOR, "open", STATE_OFF, {"active": False}),
        (DeviceKind.SIREN, "siren", STATE_ON, {"active": True}),
        (DeviceKind.WATER_METER, "total", "12.5", {"total": 12.5}),
        (DeviceKind.WATER_METER, "total", "nan", {"total": None}),
        (DeviceKind.WATER_METER, "total", "much", {"total": None}),
    ],
)
async def test_motion_a_door_a_siren_and_a_water_meter_are_what_they_show(
    world: World, kind: DeviceKind, point: str, shown: str, expected: dict[str, Any]
) -> None:
    world.show("sensor.other", shown)
    world.link.watch([sensor(kind, **{point: "sensor.other"})])
    assert world.reported(DeviceState) == [DeviceState("sensor", START, **expected)]
    assert world.reported(DeviceAvailability) == [DeviceAvailability("sensor", START, online=True)]
    world.show("sensor.other", STATE_UNAVAILABLE)
    await world.hass.async_block_till_done()
    assert world.reported(DeviceAvailability)[-1] == DeviceAvailability("sensor", START, online=False)
    assert world.events == []


@pytest.mark.parametrize(("unit", "total"), [("L", 2.0), ("m³", 2000.0), ("kWh", None)])
async def test_a_water_meter_counts_in_cubic_metres_whatever_its_unit(
    world: World, unit: str, total: float | None
) -> None:
    world.hass.states.async_set("sensor.water", "2000", {"unit_of_measurement": unit})
    world.link.watch([sensor(DeviceKind.WATER_METER, total="sensor.water")])
    assert world.reported(DeviceState) == [DeviceState("sensor", START, total=total)]
