"""The blueprint for falling objects as a real automation: what it does, and what it leaves alone."""

from typing import Any, Final

import pytest
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.smart_community.const import DOMAIN, SIGNAL_FALL
from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.falling import Fall, FallClass, FallHeard, FallPhase
from custom_components.smart_community.core.incident import Incident, Kind
from custom_components.smart_community.core.people import Role
from tests.blueprints import use
from tests.conftest import Community
from tests.people import account

SPEAKER: Final = "media_player.yard"
LAMP: Final = "light.facade"
LIT: Final = "light.yard"
CAMERA: Final = "camera-of-facade-3"


@pytest.fixture
def asked(hass: HomeAssistant, community: Community) -> dict[str, list[ServiceCall]]:
    """Return what is asked of speakers and lights; one lamp is off, the other on."""
    hass.states.async_set(LAMP, "off")
    hass.states.async_set(LIT, "on")
    return {
        "announce": async_mock_service(hass, DOMAIN, "announce"),
        "on": async_mock_service(hass, "homeassistant", "turn_on"),
        "off": async_mock_service(hass, "homeassistant", "turn_off"),
    }


@pytest.fixture
async def told(hass: HomeAssistant, community: Community) -> list[ServiceCall]:
    """Let the grid worker, whom no plan of a fall calls at once, have a channel; return what comes over it."""
    calls: list[ServiceCall] = async_mock_service(hass, "notify", "grid")
    async_mock_service(hass, "notify", "duty")
    # Whom the plan calls at once: without anybody there it goes on to its next step.
    duty, _ = await account(hass, Role.DUTY_ROOM)
    await community.runtime.register.save_staff(duty.id, [Role.DUTY_ROOM], ["notify.duty"], "test")
    user, _ = await account(hass, Role.GRID_WORKER)
    await community.runtime.register.save_staff(user.id, [Role.GRID_WORKER], ["notify.grid"], "test")
    return calls


async def falls(
    hass: HomeAssistant,
    community: Community,
    *,
    kind: FallClass = FallClass.FALLING,
    confidence: float = 0.95,
    camera: str = CAMERA,
) -> Incident:
    """Let something fall: its incident is open."""
    incident = await community.runtime.response.open(
        Kind.FALLING_OBJECT, by="test", place=Place(camera=camera), device="facade-3"
    )
    now = dt_util.utcnow()
    fall = Fall(
        id="01KB7000000000000000000000",
        device="facade-3",
        camera=camera,
        kind=kind,
        phase=FallPhase.CONFIRMED,
        confidence=confidence,
        at=now,
        updated_at=now,
        subject="01KB7000000000000000000000",
    )
    async_dispatcher_send(hass, SIGNAL_FALL, FallHeard(fall, fall.phase, incident.id, opened=True))
    await hass.async_block_till_done(wait_background_tasks=False)
    return incident


def step(hass: HomeAssistant) -> tuple[list[dict[str, Any]], list[ServiceCall]]:
    """Return a step of somebody's own, and the calls of it."""
    data = {"incident": "{{ trigger.incident_id }}"}
    return [{"action": "test.fell", "data": data}], async_mock_service(hass, "test", "fell")


async def test_those_below_are_warned_people_told_and_the_facade_lit(
    hass: HomeAssistant, community: Community, asked: dict[str, list[ServiceCall]], told: list[ServiceCall]
) -> None:
    hass.states.async_set("sun.sun", "below_horizon")
    own, done = step(hass)
    inputs = {
        "cameras": [CAMERA],
        "speakers": [SPEAKER],
        "text": "请远离楼下。",
        "lights": [LAMP, LIT],
        "light_for": {"seconds": 0},
        "recipients": ["duty_room", "grid_worker"],
        "at_fall": own,
    }
    await use(hass, "falling_object_alarm", inputs)
    incident = await falls(hass, community)
    await community.settle(lambda: told and asked["off"])
    assert [call.data for call in asked["announce"]] == [{"entity_id": [SPEAKER], "message": "请远离楼下。"}]
    # What was on before stays on.
    assert [call.data["entity_id"] for call in asked["on"]] == [[LAMP]]
    assert [call.data["entity_id"] for call in asked["off"]] == [[LAMP]]
    assert [call.data for call in done] == [{"incident": incident.id}]
    assert len(told) == 1


async def test_by_day_nothing_is_lit_and_without_speakers_nothing_said(
    hass: HomeAssistant, community: Community, asked: dict[str, list[ServiceCall]]
) -> None:
    hass.states.async_set("sun.sun", "above_horizon")
    own, done = step(hass)
    await use(hass, "falling_object_alarm", {"lights": [LAMP], "at_fall": own})
    await falls(hass, community)
    assert len(done) == 1
    assert asked == {"announce": [], "on": [], "off": []}


@pytest.mark.parametrize(
    "fall",
    [{"kind": FallClass.FLUTTERING}, {"confidence": 0.75}, {"camera": "another"}],
    ids=["flutters", "unsure", "elsewhere"],
)
async def test_what_was_not_chosen_is_left_alone(
    hass: HomeAssistant, community: Community, asked: dict[str, list[ServiceCall]], fall: dict[str, Any]
) -> None:
    own, done = step(hass)
    await use(hass, "falling_object_alarm", {"cameras": [CAMERA], "speakers": [SPEAKER], "at_fall": own})
    await falls(hass, community, **fall)
    assert done == []
    assert asked["announce"] == []


async def test_what_flutters_can_be_chosen(
    hass: HomeAssistant, community: Community, asked: dict[str, list[ServiceCall]]
) -> None:
    own, done = step(hass)
    await use(hass, "falling_object_alarm", {"kinds": ["falling", "fluttering"], "at_fall": own})
    await falls(hass, community, kind=FallClass.FLUTTERING)
    assert len(done) == 1
