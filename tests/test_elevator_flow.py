"""The form of an elevator: a device or points, each once, and what is wrong said at its field in both languages."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import AsyncMock, patch

import pytest
from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER, SubentryFlowResult
from homeassistant.const import STATE_OFF
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_community.const import DOMAIN, ELEVATOR
from custom_components.smart_community.core.elevator import Elevator, ElevatorPoints, MissingPoint
from tests.cameras import add_camera
from tests.test_translations import LANGUAGES, load

SPOKEN = {"name": "Building 1, elevator 1", "device": "lift-1", "points": {}}
POINTS = {"hold": "switch.relay", "door": "binary_sensor.door", "fire": "binary_sensor.fire"}

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")


@pytest.fixture(autouse=True)
def setup_entry() -> Iterator[None]:
    """Replace the running community by one that does nothing."""
    with patch("custom_components.smart_community.async_setup_entry", AsyncMock(return_value=True)):
        yield


@pytest.fixture
def entry(hass: HomeAssistant) -> MockConfigEntry:
    """Return the entry of a community, with the entities of an adopted elevator beside it."""
    entry = MockConfigEntry(domain=DOMAIN, data={"site": "garden", "site_name": "Garden"})
    entry.add_to_hass(hass)
    for entity_id in POINTS.values():
        hass.states.async_set(entity_id, STATE_OFF)
    return entry


async def add(hass: HomeAssistant, entry: MockConfigEntry, **answers: Any) -> SubentryFlowResult:
    form = await hass.config_entries.subentries.async_init((entry.entry_id, ELEVATOR), context={"source": SOURCE_USER})
    assert form["type"] is FlowResultType.FORM
    return await hass.config_entries.subentries.async_configure(form["flow_id"], answers)


def elevators(entry: MockConfigEntry) -> list[Elevator]:
    return [
        Elevator.from_data(one.subentry_id, {"name": one.title, **one.data})
        for one in entry.get_subentries_of_type(ELEVATOR)
    ]


def refused(result: SubentryFlowResult, field: str, error: str) -> None:
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {field: error}
    for language in LANGUAGES:
        assert error in load(language)["config_subentries"]["elevator"]["error"]


async def test_one_that_speaks_the_protocol(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    camera = add_camera(hass, entry)
    result = await add(hass, entry, **SPOKEN, cameras=[camera], languages=["zh-Hans"])
    assert result["type"] is FlowResultType.CREATE_ENTRY
    (elevator,) = elevators(entry)
    assert elevator == Elevator(
        elevator.id, "Building 1, elevator 1", device="lift-1", cameras=(camera,), languages=("zh-Hans",)
    )


async def test_one_that_is_made_of_entities(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    result = await add(hass, entry, name=" Two ", points=POINTS)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    (elevator,) = elevators(entry)
    assert elevator.name == "Two"
    assert elevator.adopted
    assert elevator.points == ElevatorPoints(**POINTS)


async def test_one_that_only_sees(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    result = await add(hass, entry, name="Three", cameras=[add_camera(hass, entry)], points={})
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    ("answers", "field", "error"),
    [
        ({"name": " ", "device": "lift-1", "points": {}}, "name", "elevator_name_missing"),
        ({"name": "One", "points": {}}, "device", "elevator_without_points"),
        ({"name": "One", "device": "Lift 1", "points": {}}, "device", "elevator_device_invalid"),
        ({"name": "One", "device": "lift-1", "points": POINTS}, "device", "elevator_device_and_points"),
        ({"name": "One", "points": {"hold": "switch.nowhere"}}, "base", "elevator_entity_unknown"),
        (
            {"name": "One", "device": "x", "speakers": ["media_player.nowhere"], "points": {}},
            "base",
            "elevator_entity_unknown",
        ),
    ],
)
async def test_what_is_wrong_is_said_at_its_field(
    hass: HomeAssistant, entry: MockConfigEntry, answers: dict[str, Any], field: str, error: str
) -> None:
    refused(await add(hass, entry, **answers), field, error)
    assert elevators(entry) == []


@pytest.mark.parametrize(
    ("answers", "field", "error"),
    [
        ({**SPOKEN, "device": "lift-2"}, "name", "elevator_name_taken"),
        ({**SPOKEN, "name": "Other"}, "device", "elevator_device_taken"),
        ({**SPOKEN, "name": "Other", "device": "lift-2", "cameras": ["cam1"]}, "cameras", "elevator_camera_taken"),
    ],
)
async def test_nothing_is_two_elevators(
    hass: HomeAssistant, entry: MockConfigEntry, answers: dict[str, Any], field: str, error: str
) -> None:
    add_camera(hass, entry)
    await add(hass, entry, **SPOKEN, cameras=["cam1"])
    refused(await add(hass, entry, **answers), field, error)


async def test_a_helper_whose_timer_would_be_home_assistant_is_no_relay(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    hass.states.async_set("input_boolean.relay", STATE_OFF)
    with pytest.raises(InvalidData):
        await add(hass, entry, name="One", points={**POINTS, "hold": "input_boolean.relay"})
    assert elevators(entry) == []


async def test_a_relay_has_one_guard(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await add(hass, entry, name="One", points=POINTS)
    result = await add(hass, entry, name="Two", points={"hold": "switch.relay"})
    refused(result, "base", "elevator_relay_taken")
    assert result["description_placeholders"] == {"entity": "switch.relay"}


async def test_an_elevator_is_not_made_of_its_own_guard(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    ours = er.async_get(hass).async_get_or_create("switch", DOMAIN, "e1_door_hold")
    refused(await add(hass, entry, name="One", points={"hold": ours.entity_id}), "base", "elevator_entity_is_ours")


async def test_a_disabled_entity_would_never_say_anything(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    off = er.async_get(hass).async_get_or_create(
        "binary_sensor", "other", "door", disabled_by=er.RegistryEntryDisabler.USER
    )
    refused(await add(hass, entry, name="One", points={"door": off.entity_id}), "base", "elevator_entity_disabled")


async def test_it_is_changed_without_being_in_its_own_way(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    add_camera(hass, entry)
    await add(hass, entry, **SPOKEN, cameras=["cam1"])
    (before,) = elevators(entry)
    form = await hass.config_entries.subentries.async_init(
        (entry.entry_id, ELEVATOR), context={"source": SOURCE_RECONFIGURE, "subentry_id": before.id}
    )
    changed = {**SPOKEN, "cameras": ["cam1"], "two_way": "https://camera.invalid/talk"}
    result = await hass.config_entries.subentries.async_configure(form["flow_id"], changed)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    (after,) = elevators(entry)
    assert (after.id, after.device, after.two_way) == (before.id, "lift-1", "https://camera.invalid/talk")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_missing_point_has_its_words(language: str) -> None:
    words = load(language)["selector"]["missing_point"]["options"]
    assert set(words) == {point.value for point in MissingPoint}
