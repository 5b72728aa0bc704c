"""Speaking in a room: players through a speech engine, satellites by themselves, and what cannot speak."""

from typing import Any

import pytest
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.people import Role
from tests.conftest import Community
from tests.people import account

PLAYER, SATELLITE, ENGINE = "media_player.duty_room", "assist_satellite.hall", "tts.cloud"


@pytest.fixture
async def room(hass: HomeAssistant, community: Community) -> Community:
    """Return a community with a player, a satellite, and two speech engines."""
    for entity_id in (PLAYER, SATELLITE, "light.hall", ENGINE, "tts.other"):
        hass.states.async_set(entity_id, "idle")
    return community


async def announce(hass: HomeAssistant, entities: list[str], context: Context | None = None, **data: Any) -> None:
    told = {"entity_id": entities, "message": "Alarm in building 3", **data}
    await hass.services.async_call(DOMAIN, "announce", told, blocking=True, context=context)


@pytest.mark.usefixtures("room")
async def test_players_speak_through_the_first_engine_and_satellites_by_themselves(hass: HomeAssistant) -> None:
    spoken = async_mock_service(hass, "tts", "speak")
    announced = async_mock_service(hass, "assist_satellite", "announce")
    await announce(hass, [PLAYER, SATELLITE], language="zh-CN")
    assert [call.data for call in spoken] == [
        {
            "entity_id": ENGINE,
            "media_player_entity_id": [PLAYER],
            "message": "Alarm in building 3",
            "language": "zh-CN",
        }
    ]
    assert [call.data for call in announced] == [{"entity_id": [SATELLITE], "message": "Alarm in building 3"}]
    await announce(hass, [PLAYER])
    assert "language" not in spoken[1].data
    assert len(announced) == 1


async def test_they_speak_under_a_context_of_our_own(hass: HomeAssistant, room: Community) -> None:
    spoken = async_mock_service(hass, "tts", "speak")
    user, _ = await account(hass, "worker")
    await room.runtime.register.save_staff(user.id, [Role.GRID_WORKER], None, "test")
    context = Context(user_id=user.id)
    await announce(hass, [PLAYER], context)
    (call,) = spoken
    assert call.context.user_id is None
    assert call.context.id != context.id


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize(
    ("entities", "code"),
    [(["light.hall"], "entity_cannot_speak"), ([PLAYER, "media_player.gone"], "entity_unknown")],
)
async def test_what_cannot_speak_is_told_and_nothing_is_said(
    hass: HomeAssistant, entities: list[str], code: str
) -> None:
    spoken = async_mock_service(hass, "tts", "speak")
    with pytest.raises(ServiceValidationError) as refused:
        await announce(hass, [PLAYER, *entities])
    assert (refused.value.translation_key, refused.value.translation_placeholders) == (code, {"entity": entities[-1]})
    assert spoken == []


@pytest.mark.usefixtures("room")
async def test_without_a_speech_engine_players_cannot_speak_and_satellites_can(hass: HomeAssistant) -> None:
    for engine in hass.states.async_entity_ids("tts"):
        hass.states.async_remove(engine)
    announced = async_mock_service(hass, "assist_satellite", "announce")
    with pytest.raises(ServiceValidationError) as refused:
        await announce(hass, [PLAYER])
    assert refused.value.translation_key == "speech_engine_missing"
    await announce(hass, [SATELLITE])
    assert len(announced) == 1


@pytest.mark.usefixtures("room")
async def test_one_that_fails_keeps_none_of_the_others_quiet(hass: HomeAssistant) -> None:
    async_mock_service(hass, "tts", "speak", raise_exception=HomeAssistantError("the cloud is gone"))
    announced = async_mock_service(hass, "assist_satellite", "announce")
    with pytest.raises(HomeAssistantError):
        await announce(hass, [PLAYER, SATELLITE])
    assert len(announced) == 1
