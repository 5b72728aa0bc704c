"""The blueprints for elevators and lobbies, each as a real automation: what they do, and what they leave alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed, async_mock_service

from custom_components.smart_community.const import DOMAIN, SIGNAL_GUARD
from custom_components.smart_community.core.community import NOWHERE, Place
from custom_components.smart_community.core.elevator import Elevator
from custom_components.smart_community.core.guard_words import Happened, Happening
from custom_components.smart_community.core.incident import Incident, Kind, Resolution
from custom_components.smart_community.core.people import Role
from tests.blueprints import use
from tests.conftest import Community
from tests.elevator_world import set_up
from tests.people import account

EAST: Final = Elevator(id="east", name="East", device="elevator-east")
WEST: Final = Elevator(id="west", name="West", device="elevator-west")
STEP: Final = {"incident": "{{ trigger.incident_id }}"}
SPEAKER: Final = "media_player.lobby"
ZONE: Final = "binary_sensor.lobby_1_no_parking_motorcycle_occupancy"
COUNT: Final = "sensor.lobby_1_no_parking_motorcycle_count"


@pytest.fixture
async def devices(hass: HomeAssistant, community: Community) -> dict[str, str]:
    """Set two elevators up, and return the devices that they are."""
    await set_up(hass, community, EAST, WEST)
    found = {}

    def there() -> bool:
        for one in (EAST, WEST):
            identifier = (DOMAIN, f"elevator_{one.id}")
            device = dr.async_get(hass).async_get_device_by_identifier(identifier, community.entry.entry_id)
            if device is not None:
                found[one.id] = device.id
        return len(found) == 2

    await community.settle(there)
    return found


@pytest.fixture
async def told(hass: HomeAssistant, community: Community) -> list[ServiceCall]:
    """Let the grid worker, whom no plan of an e-bike calls at once, have a channel; return what comes over it."""
    calls: list[ServiceCall] = async_mock_service(hass, "notify", "grid")
    user, _ = await account(hass, Role.GRID_WORKER)
    await community.runtime.register.save_staff(user.id, [Role.GRID_WORKER], ["notify.grid"], "test")
    return calls


@pytest.fixture
def asked(hass: HomeAssistant, community: Community) -> dict[str, list[ServiceCall]]:
    """Return what is asked of elevators and speakers."""
    return {name: async_mock_service(hass, DOMAIN, name) for name in ("hold_elevator", "announce")}


def step(hass: HomeAssistant, name: str) -> tuple[list[dict[str, Any]], list[ServiceCall]]:
    """Return a step of somebody's own, and the calls of it."""
    return [{"action": f"test.{name}", "data": STEP}], async_mock_service(hass, "test", name)


async def detect(hass: HomeAssistant, community: Community, elevator: Elevator) -> Incident:
    """Let the guard of an elevator say that it has seen an e-bike; its incident is on disk by then."""
    place = Place(elevator=elevator.id)
    incident = await community.runtime.response.open(Kind.EBIKE, by="test", place=place, device=elevator.device)
    views = community.runtime.guards.views
    assert elevator.id in views
    async_dispatcher_send(hass, SIGNAL_GUARD, elevator.id, Happened(Happening.DETECTED))
    await hass.async_block_till_done()
    return incident


async def later(hass: HomeAssistant, seconds: float) -> None:
    """Let what waits for no longer than that go on."""
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=seconds))
    await hass.async_block_till_done()


async def until(hass: HomeAssistant, done: Callable[[], object], seconds: float = 0) -> None:
    """Turn the loop until `done`, and let what waits for no longer than `seconds` go on; a rule may wait on."""
    end = hass.loop.time() + 10
    while not done():
        assert hass.loop.time() < end, "it did not happen in time"
        if seconds:
            async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=seconds))
        step = hass.loop.create_future()
        hass.loop.call_later(0.01, step.set_result, None)
        await step


# An e-bike in an elevator.


async def test_an_e_bike_is_held_for_spoken_to_and_steps_of_ones_own_are_done(
    hass: HomeAssistant, community: Community, devices: dict[str, str], asked: dict[str, list[ServiceCall]]
) -> None:
    seen, saw = step(hass, "seen")
    over, was_over = step(hass, "over")
    inputs = {"elevators": [devices["east"]], "text": "请推出。", "hold": 30, "at_detection": seen, "at_end": over}
    await use(hass, "ebike_in_elevator", inputs)

    incident = await detect(hass, community, EAST)
    assert [call.data for call in asked["hold_elevator"]] == [{"elevator": "east", "for": 30}]
    assert [call.data for call in asked["announce"]] == [{"device_id": devices["east"], "message": "请推出。"}]
    assert len(saw) == 1
    assert was_over == []

    await community.runtime.response.resolve(incident.id, "duty", Resolution.REAL)
    await hass.async_block_till_done()
    assert [call.data for call in was_over] == [{"incident": incident.id}]
    assert len(saw) == 1


async def test_another_elevator_is_left_alone(
    hass: HomeAssistant, community: Community, devices: dict[str, str], asked: dict[str, list[ServiceCall]]
) -> None:
    over, was_over = step(hass, "over")
    await use(hass, "ebike_in_elevator", {"elevators": [devices["east"]], "text": "!", "at_end": over})
    incident = await detect(hass, community, WEST)
    await community.runtime.response.resolve(incident.id, "duty", Resolution.REAL)
    await hass.async_block_till_done()
    assert asked == {"hold_elevator": [], "announce": []}
    assert was_over == []


async def test_without_any_chosen_all_are_meant_and_nothing_is_added_that_was_not_wanted(
    hass: HomeAssistant, community: Community, devices: dict[str, str], asked: dict[str, list[ServiceCall]]
) -> None:
    seen, saw = step(hass, "seen")
    await use(hass, "ebike_in_elevator", {"hold": 0, "at_detection": seen})
    await detect(hass, community, EAST)
    await detect(hass, community, WEST)
    assert len(saw) == 2
    assert asked == {"hold_elevator": [], "announce": []}


async def test_a_hold_that_is_refused_keeps_nothing_else_from_being_done(
    hass: HomeAssistant, community: Community, devices: dict[str, str], told: list[ServiceCall]
) -> None:
    # Nothing is mocked: without commissioning no door is held, and what speaks is not connected.
    seen, saw = step(hass, "seen")
    await use(hass, "ebike_in_elevator", {"text": "!", "at_detection": seen, "recipients": ["grid_worker"]})
    await detect(hass, community, EAST)
    await community.settle(lambda: told)
    assert len(saw) == 1


async def test_it_tells_whom_the_plan_does_not_and_nobody_twice(
    hass: HomeAssistant,
    community: Community,
    devices: dict[str, str],
    asked: dict[str, list[ServiceCall]],
    told: list[ServiceCall],
) -> None:
    await use(hass, "ebike_in_elevator", {"recipients": ["duty_room", "grid_worker"]})
    await detect(hass, community, EAST)
    await community.settle(lambda: told)
    assert len(told) == 1


# People who are shut in.


async def shut_in(hass: HomeAssistant, community: Community, place: Place) -> Incident:
    incident = await community.runtime.response.open(Kind.ENTRAPMENT, by="test", place=place)
    await hass.async_block_till_done()
    return incident


async def test_whoever_is_shut_in_is_spoken_to_until_somebody_has_taken_the_alarm(
    hass: HomeAssistant,
    community: Community,
    devices: dict[str, str],
    asked: dict[str, list[ServiceCall]],
) -> None:
    opening, opened = step(hass, "opening")
    taking, taken = step(hass, "taking")
    ending, ended = step(hass, "ending")
    inputs = {"every": 30, "at_opening": opening, "at_acknowledgement": taking, "at_end": ending}
    await use(hass, "elevator_entrapment", {"elevators": [devices["east"]], **inputs})

    incident = await community.runtime.response.open(Kind.ENTRAPMENT, by="test", place=Place(elevator="east"))
    await until(hass, lambda: opened)
    # At once the guard speaks by itself.
    assert asked["announce"] == []
    await until(hass, lambda: len(asked["announce"]) >= 3, seconds=31)
    said = {"device_id": devices["east"], "phrase": "entrapment_stay_calm"}
    assert all(call.data == said for call in asked["announce"])
    assert (len(opened), len(taken), len(ended)) == (1, 0, 0)

    await community.runtime.response.acknowledge(incident.id, "worker")
    await until(hass, lambda: taken)
    often = len(asked["announce"])
    await later(hass, 31)
    assert len(asked["announce"]) == often
    await community.runtime.response.resolve(incident.id, "worker", Resolution.REAL)
    await hass.async_block_till_done()
    assert (len(opened), len(taken), len(ended)) == (1, 1, 1)


@pytest.mark.parametrize("place", [Place(elevator="west"), NOWHERE], ids=["another elevator", "nobody knows where"])
async def test_whoever_is_shut_in_elsewhere_is_left_to_another_rule(
    hass: HomeAssistant,
    community: Community,
    devices: dict[str, str],
    asked: dict[str, list[ServiceCall]],
    place: Place,
) -> None:
    opening, opened = step(hass, "opening")
    await use(hass, "elevator_entrapment", {"elevators": [devices["east"]], "at_opening": opening})
    await shut_in(hass, community, place)
    await later(hass, 61)
    assert opened == []
    assert asked["announce"] == []


async def test_an_alarm_without_an_elevator_is_told_and_nobody_is_spoken_to(
    hass: HomeAssistant, community: Community, asked: dict[str, list[ServiceCall]], told: list[ServiceCall]
) -> None:
    await use(hass, "elevator_entrapment", {"recipients": ["grid_worker"]})
    await shut_in(hass, community, NOWHERE)
    await community.settle(lambda: told)
    assert asked["announce"] == []


# An e-bike that is parked.


def ebikes(community: Community) -> list[Incident]:
    return [incident for incident in community.runtime.response.active.values() if incident.kind is Kind.EBIKE]


@pytest.mark.parametrize("case", [("occupancy", ZONE, "off", "on"), ("counts", COUNT, "0", "2")])
async def test_an_e_bike_that_stands_too_long_is_an_alarm_and_one_that_passes_is_none(
    hass: HomeAssistant,
    community: Community,
    asked: dict[str, list[ServiceCall]],
    told: list[ServiceCall],
    case: tuple[str, str, str, str],
) -> None:
    which, entity, empty, taken = case
    await community.home()
    (building,) = community.runtime.directory.buildings
    alarm: list[ServiceCall] = async_mock_service(hass, "test", "alarm")
    hass.states.async_set(entity, empty)
    await use(
        hass,
        "ebike_parked_in_lobby",
        {
            which: [entity],
            "dwell": {"minutes": 2},
            "building": building,
            "speakers": [SPEAKER],
            "recipients": ["grid_worker"],
            "at_alarm": [{"action": "test.alarm", "data": {"incident": "{{ incident_id }}"}}],
        },
    )
    hass.states.async_set(entity, taken)
    await later(hass, 90)
    hass.states.async_set(entity, empty)
    await later(hass, 90)
    assert ebikes(community) == []

    hass.states.async_set(entity, taken)
    await later(hass, 121)
    await community.settle(lambda: told)
    (incident,) = ebikes(community)
    assert (incident.place, incident.device) == (Place(building=building), entity)
    assert [call.data for call in alarm] == [{"incident": incident.id}]
    (said,) = asked["announce"]
    assert said.data == {"entity_id": [SPEAKER], "message": "请勿在大堂和楼道停放电动自行车，请立即移走。"}


async def test_a_lobby_without_speaker_and_building_is_an_alarm_all_the_same(
    hass: HomeAssistant,
    community: Community,
    asked: dict[str, list[ServiceCall]],
) -> None:
    entity = f"binary_sensor.{'long_' * 14}zone"
    hass.states.async_set(entity, "off")
    await use(hass, "ebike_parked_in_lobby", {"occupancy": [entity], "dwell": {"seconds": 10}, "recipients": []})
    hass.states.async_set(entity, "on")
    await later(hass, 11)
    await community.settle(lambda: ebikes(community))
    assert asked["announce"] == []
