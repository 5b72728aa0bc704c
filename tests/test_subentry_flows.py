"""The forms of Frigate and of cameras: nothing is saved that does not work, or that the law refuses."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any
from unittest.mock import AsyncMock, patch

import pytest
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigSubentry,
    SubentryFlowContext,
    SubentryFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_community.const import CAMERA, COMPANION, FRIGATE
from custom_components.smart_community.core.camera import REFUSED_ROOMS, CameraRoom
from custom_components.smart_community.core.device import Device, DeviceKind
from custom_components.smart_community.flows.camera import propose_sign
from custom_components.smart_community.links.falling_objects import (
    CompanionError,
    CompanionProblem,
    CompanionSettings,
)
from custom_components.smart_community.links.frigate.errors import FrigateError, FrigateProblem
from custom_components.smart_community.links.frigate.model import CameraSetup, FrigateConfig
from tests.cameras import a_camera, add_camera
from tests.test_translations import LANGUAGES, load

PACKAGE = "custom_components.smart_community"
ANSWERS = {
    "url": "https://frigate.invalid:8971/",
    "username": "community",
    "password": " opens nothing ",
    "verify_tls": False,
    "events": "mqtt",
    "topic_prefix": "frigate",
}
CAMERA_ANSWERS = {
    "name": "Elevator 1",
    "frigate_name": "elevator_1",
    "purpose": "elevator_car",
    "room": "elevator",
    "sign_text": "Video is recorded here",
    "sign_place": "beside the door",
    "retention_days": 30,
}

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")


def config(**changes: Any) -> FrigateConfig:
    camera = CameraSetup(
        "elevator_1",
        enabled=True,
        detect=True,
        record=True,
        snapshots=True,
        zones=(),
        labels=("person",),
        width=640,
        height=360,
        fps=5.0,
    )
    fields: dict[str, Any] = {"topic_prefix": "frigate", "mqtt": True, "version": "0.17", "raw": {}}
    return FrigateConfig(cameras={"elevator_1": camera}, **(fields | changes))


@pytest.fixture(autouse=True)
def setup_entry() -> Iterator[None]:
    """Replace the running community by one that does nothing."""
    with patch(f"{PACKAGE}.async_setup_entry", AsyncMock(return_value=True)):
        yield


@pytest.fixture
def client() -> Iterator[AsyncMock]:
    """Replace the client of the trial login by one whose Frigate takes it."""
    client = AsyncMock()
    client.config.return_value = config()
    with patch(f"{PACKAGE}.flows.frigate.FrigateClient", return_value=client) as made:
        client.made = made
        yield client


async def begin(hass: HomeAssistant, entry: MockConfigEntry, kind: str) -> SubentryFlowResult:
    return await hass.config_entries.subentries.async_init((entry.entry_id, kind), context={"source": SOURCE_USER})


async def again(hass: HomeAssistant, entry: MockConfigEntry, kind: str, subentry: str) -> SubentryFlowResult:
    context = SubentryFlowContext(source=SOURCE_RECONFIGURE, subentry_id=subentry)
    return await hass.config_entries.subentries.async_init((entry.entry_id, kind), context=context)


async def go_on(hass: HomeAssistant, form: SubentryFlowResult, answers: dict[str, Any]) -> SubentryFlowResult:
    return await hass.config_entries.subentries.async_configure(form["flow_id"], answers)


def shown(form: SubentryFlowResult) -> dict[str, Any]:
    schema = form["data_schema"]
    assert schema is not None
    return {str(key): key.description["suggested_value"] for key in schema.schema if key.description}


async def frigate_of(hass: HomeAssistant, entry: MockConfigEntry) -> ConfigSubentry:
    form = await begin(hass, entry, FRIGATE)
    assert (await go_on(hass, form, ANSWERS))["type"] is FlowResultType.CREATE_ENTRY
    subentry: ConfigSubentry
    (subentry,) = entry.get_subentries_of_type(FRIGATE)
    return subentry


# Frigate.


async def test_frigate_is_saved_once_it_has_taken_the_login(
    hass: HomeAssistant, entry: MockConfigEntry, client: AsyncMock
) -> None:
    subentry = await frigate_of(hass, entry)
    assert subentry.title == "Frigate"
    # A password may begin or end with a space.
    assert dict(subentry.data) == ANSWERS | {"url": "https://frigate.invalid:8971"}
    client.profile.assert_awaited_once()
    settings = client.made.call_args.args[1]
    assert (settings.password, settings.verify_tls, settings.events) == (" opens nothing ", False, "mqtt")


@pytest.mark.parametrize("problem", [p for p in FrigateProblem if p is not FrigateProblem.NO_EVENTS])
async def test_frigate_is_not_saved_while_anything_is_wrong_and_each_trouble_has_its_words(
    hass: HomeAssistant, entry: MockConfigEntry, client: AsyncMock, problem: FrigateProblem
) -> None:
    client.profile.side_effect = FrigateError(problem, "words of Frigate's, which may name a person")
    form = await go_on(hass, await begin(hass, entry, FRIGATE), ANSWERS)
    assert form["type"] is FlowResultType.FORM
    ((field, error),) = (form["errors"] or {}).items()
    assert field in ANSWERS
    for language in LANGUAGES:
        assert error in load(language)["config_subentries"]["frigate"]["error"]
    assert entry.get_subentries_of_type(FRIGATE) == []
    client.profile.side_effect = None
    assert (await go_on(hass, form, ANSWERS))["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    ("answers", "said", "errors"),
    [
        ({"url": "frigate.invalid"}, {}, {"url": "url_invalid"}),
        ({"url": "ftp://frigate.invalid"}, {}, {"url": "url_invalid"}),
        ({"url": "http://me:secret@frigate.invalid"}, {}, {"url": "url_invalid"}),
        ({"url": "http://:secret@frigate.invalid"}, {}, {"url": "url_invalid"}),
        ({"url": "http://frigate.invalid?token=secret"}, {}, {"url": "url_invalid"}),
        ({"url": "http://frigate.invalid#secret"}, {}, {"url": "url_invalid"}),
        ({"url": "http://["}, {}, {"url": "url_invalid"}),
        ({}, {"mqtt": False}, {"events": "frigate_no_mqtt"}),
        ({}, {"topic_prefix": "other"}, {"topic_prefix": "frigate_other_prefix"}),
    ],
)
async def test_what_could_never_bring_an_event_is_not_saved(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    client: AsyncMock,
    answers: dict[str, Any],
    said: dict[str, Any],
    errors: dict[str, str],
) -> None:
    client.config.return_value = config(**said)
    form = await go_on(hass, await begin(hass, entry, FRIGATE), ANSWERS | answers)
    assert form["errors"] == errors
    assert set(errors.values()) <= set(load("en")["config_subentries"]["frigate"]["error"])


async def test_over_its_own_websocket_it_needs_no_broker(
    hass: HomeAssistant, entry: MockConfigEntry, client: AsyncMock
) -> None:
    client.config.return_value = config(mqtt=False, topic_prefix="other")
    form = await go_on(hass, await begin(hass, entry, FRIGATE), ANSWERS | {"events": "ws"})
    assert form["type"] is FlowResultType.CREATE_ENTRY


async def test_a_community_has_one_frigate(hass: HomeAssistant, entry: MockConfigEntry, client: AsyncMock) -> None:
    await frigate_of(hass, entry)
    form = await begin(hass, entry, FRIGATE)
    assert (form["type"], form["reason"]) == (FlowResultType.ABORT, "frigate_there")


async def test_a_password_is_never_shown_again_and_stays_unless_another_is_typed(
    hass: HomeAssistant, entry: MockConfigEntry, client: AsyncMock
) -> None:
    subentry = await frigate_of(hass, entry)
    form = await again(hass, entry, FRIGATE, subentry.subentry_id)
    assert "password" not in shown(form)
    assert shown(form)["username"] == "community"
    answers = {key: value for key, value in ANSWERS.items() if key != "password"}
    done = await go_on(hass, form, answers | {"topic_prefix": "frigate/"})
    assert (done["type"], done["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    assert entry.subentries[subentry.subentry_id].data["password"] == " opens nothing "
    # Without a name it would mean nothing.
    form = await again(hass, entry, FRIGATE, subentry.subentry_id)
    await go_on(hass, form, {key: value for key, value in answers.items() if key != "username"})
    assert entry.subentries[subentry.subentry_id].data["password"] is None


# Cameras.


async def test_a_camera_is_saved_as_it_was_described(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    hass.config.language = "zh-Hans"
    form = await begin(hass, entry, CAMERA)
    assert shown(form)["sign_text"].startswith("您已进入")
    done = await go_on(hass, form, CAMERA_ANSWERS)
    assert done["type"] is FlowResultType.CREATE_ENTRY
    (subentry,) = entry.get_subentries_of_type(CAMERA)
    assert (subentry.title, dict(subentry.data)) == ("Elevator 1", a_camera().as_stored())


@pytest.mark.parametrize("room", sorted(REFUSED_ROOMS))
async def test_a_room_that_the_law_closes_to_cameras_is_refused_in_words_that_say_why(
    hass: HomeAssistant, entry: MockConfigEntry, room: CameraRoom
) -> None:
    form = await go_on(hass, await begin(hass, entry, CAMERA), CAMERA_ANSWERS | {"room": room.value})
    assert form["errors"] == {"room": f"room_refused_{room.value}"}
    for language, article in (("en", "article 8"), ("zh-Hans", "第八条")):
        assert article in load(language)["config_subentries"]["camera"]["error"][f"room_refused_{room.value}"]
    assert entry.get_subentries_of_type(CAMERA) == []
    # As it is changed, too.
    add_camera(hass, entry)
    form = await go_on(hass, await again(hass, entry, CAMERA, "cam1"), CAMERA_ANSWERS | {"room": room.value})
    assert form["errors"] == {"room": f"room_refused_{room.value}"}
    assert entry.subentries["cam1"].data["room"] == "elevator"


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({"name": "Toilet"}, {"name": "name_refused"}),
        ({"name": "  "}, {"name": "name_missing"}),
        ({"frigate_name": " "}, {"frigate_name": "source_missing"}),
        ({"entity": "camera.hall"}, {"entity": "source_twice"}),
        ({"retention_days": 29}, {"retention_days": "retention_too_short"}),
        ({"retention_days": 91}, {"retention_reason": "retention_reason_missing"}),
    ],
)
async def test_what_is_wrong_with_a_camera_is_said_at_its_field(
    hass: HomeAssistant, entry: MockConfigEntry, answers: dict[str, Any], errors: dict[str, str]
) -> None:
    form = await go_on(hass, await begin(hass, entry, CAMERA), CAMERA_ANSWERS | answers)
    assert form["errors"] == errors
    assert set(errors.values()) <= set(load("en")["config_subentries"]["camera"]["error"])
    assert (await go_on(hass, form, CAMERA_ANSWERS))["type"] is FlowResultType.CREATE_ENTRY


async def test_more_than_ninety_days_are_taken_with_a_reason(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    answers = CAMERA_ANSWERS | {"retention_days": 180, "retention_reason": "court order 17"}
    assert (await go_on(hass, await begin(hass, entry, CAMERA), answers))["type"] is FlowResultType.CREATE_ENTRY
    (subentry,) = entry.get_subentries_of_type(CAMERA)
    assert (subentry.data["retention_days"], subentry.data["retention_reason"]) == (180, "court order 17")


async def test_one_source_is_one_camera(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    add_camera(hass, entry)
    form = await go_on(hass, await begin(hass, entry, CAMERA), CAMERA_ANSWERS)
    assert form["errors"] == {"frigate_name": "already_there"}
    answers = {key: value for key, value in CAMERA_ANSWERS.items() if key != "frigate_name"}
    for result in (FlowResultType.CREATE_ENTRY, FlowResultType.FORM):
        form = await go_on(hass, await begin(hass, entry, CAMERA), answers | {"entity": "camera.hall"})
        assert form["type"] is result
    # Itself is no other.
    form = await go_on(hass, await again(hass, entry, CAMERA, "cam1"), CAMERA_ANSWERS | {"name": "Elevator 2"})
    assert (form["type"], entry.subentries["cam1"].title) == (FlowResultType.ABORT, "Elevator 2")


@pytest.mark.parametrize("answers", [{"purpose": "other"}, {"room": "sauna"}, {"entity": "light.hall"}])
async def test_what_is_not_in_the_lists_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry, answers: dict[str, Any]
) -> None:
    with pytest.raises(InvalidData):
        await go_on(hass, await begin(hass, entry, CAMERA), CAMERA_ANSWERS | answers)


async def test_the_form_offers_frigates_cameras_where_it_answers(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    def offered(form: SubentryFlowResult, field: str = "frigate_name") -> list[str]:
        schema = form["data_schema"]
        assert schema is not None
        return list(schema.schema[field].config["options"])

    runtime = AsyncMock()
    runtime.directory.buildings = {}
    runtime.supervision.devices = {"f": Device("facade-3", 1, kind=DeviceKind.FACADE_CAMERA), "b": Device("button", 2)}
    runtime.frigate.client.config.return_value = config()
    entry.runtime_data = runtime
    assert offered(await begin(hass, entry, CAMERA)) == ["elevator_1"]
    assert offered(await begin(hass, entry, CAMERA), "companion") == ["facade-3"]
    runtime.frigate.client.config.side_effect = FrigateError(FrigateProblem.UNREACHABLE)
    assert offered(await begin(hass, entry, CAMERA)) == []
    runtime.frigate.client = None
    assert offered(await begin(hass, entry, CAMERA)) == []


def test_a_sign_is_proposed_in_the_communitys_language() -> None:
    assert "Green Garden" in propose_sign("en-GB", "Green Garden")
    assert "30天" in propose_sign("zh-Hans", "绿园")
    assert propose_sign("de", "").startswith("Video is recorded")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_field_of_a_subentrys_form_is_named(
    hass: HomeAssistant, entry: MockConfigEntry, language: str, client: AsyncMock
) -> None:
    for kind in (FRIGATE, CAMERA):
        texts = load(language)["config_subentries"][kind]
        schema = (await begin(hass, entry, kind))["data_schema"]
        assert schema is not None
        fields = {str(key) for key in schema.schema}
        for step in ("user", "reconfigure"):
            assert set(texts["step"][step]["data"]) == fields
            assert set(texts["step"][step]["data_description"]) <= fields
    refused = {f"room_refused_{room.value}" for room in REFUSED_ROOMS}
    assert refused <= set(load(language)["config_subentries"][CAMERA]["error"])


async def test_a_subentry_of_another_version_breaks_no_form(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    other = ConfigSubentry(data=MappingProxyType({}), subentry_type=CAMERA, title="?", unique_id=None)
    hass.config_entries.async_add_subentry(entry, other)
    form = await go_on(hass, await begin(hass, entry, CAMERA), CAMERA_ANSWERS)
    assert form["type"] is FlowResultType.CREATE_ENTRY


# The companion that watches facades.

COMPANION_ANSWERS = {
    "url": "http://companion.invalid:8126/",
    "token": "sixteen characters",
    "verify_tls": True,
    "gate": 0.8,
    "keep_labelled": False,
}


@pytest.fixture
def companion() -> Iterator[AsyncMock]:
    """Replace the client of the trial by one whose companion answers."""
    client = AsyncMock()
    with patch(f"{PACKAGE}.flows.companion.CompanionClient", return_value=client) as made:
        client.made = made
        yield client


async def test_the_companion_is_saved_once_it_has_taken_the_token(
    hass: HomeAssistant, entry: MockConfigEntry, companion: AsyncMock
) -> None:
    form = await begin(hass, entry, COMPANION)
    assert (await go_on(hass, form, COMPANION_ANSWERS))["type"] is FlowResultType.CREATE_ENTRY
    companion.status.assert_awaited_once()
    (subentry,) = entry.get_subentries_of_type(COMPANION)
    assert dict(subentry.data) == COMPANION_ANSWERS | {"url": "http://companion.invalid:8126"}
    assert CompanionSettings.from_stored(subentry.data) == companion.made.call_args.args[1]
    # There is one; it can be changed, and its token stays if none is typed.
    assert (await begin(hass, entry, COMPANION))["reason"] == "companion_there"
    form = await again(hass, entry, COMPANION, subentry.subentry_id)
    assert "token" not in shown(form)
    answers = {key: value for key, value in COMPANION_ANSWERS.items() if key != "token"} | {"gate": 0.9}
    assert (await go_on(hass, form, answers))["reason"] == "reconfigure_successful"
    (subentry,) = entry.get_subentries_of_type(COMPANION)
    assert (subentry.data["token"], subentry.data["gate"]) == ("sixteen characters", 0.9)


@pytest.mark.parametrize("problem", CompanionProblem)
async def test_the_companion_is_not_saved_while_anything_is_wrong(
    hass: HomeAssistant, entry: MockConfigEntry, companion: AsyncMock, problem: CompanionProblem
) -> None:
    companion.status.side_effect = CompanionError(problem)
    form = await go_on(hass, await begin(hass, entry, COMPANION), COMPANION_ANSWERS)
    ((field, error),) = (form["errors"] or {}).items()
    assert field in COMPANION_ANSWERS
    for language in LANGUAGES:
        assert error in load(language)["config_subentries"]["companion"]["error"]
    assert entry.get_subentries_of_type(COMPANION) == []


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({"url": "companion.invalid"}, {"url": "url_invalid"}),
        ({"url": "http://me:secret@companion.invalid"}, {"url": "url_invalid"}),
        ({"token": ""}, {"token": "companion_token_missing"}),
    ],
)
async def test_what_is_no_companion(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    companion: AsyncMock,
    answers: dict[str, Any],
    errors: dict[str, str],
) -> None:
    form = await go_on(hass, await begin(hass, entry, COMPANION), COMPANION_ANSWERS | answers)
    assert form["errors"] == errors
    for language in LANGUAGES:
        assert set(errors.values()) <= load(language)["config_subentries"]["companion"]["error"].keys()


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({"companion": "facade-3"}, {"companion": "companion_without_facade"}),
        ({"purpose": "facade", "room": "facade", "companion": "Facade 3"}, {"companion": "companion_invalid"}),
        ({"purpose": "facade", "room": "facade", "companion": "facade-3"}, {}),
    ],
)
async def test_only_a_facade_has_a_companion(
    hass: HomeAssistant, entry: MockConfigEntry, answers: dict[str, Any], errors: dict[str, str]
) -> None:
    form = await go_on(hass, await begin(hass, entry, CAMERA), CAMERA_ANSWERS | answers)
    if errors:
        assert form["errors"] == errors
        for language in LANGUAGES:
            assert set(errors.values()) <= load(language)["config_subentries"]["camera"]["error"].keys()
    else:
        (subentry,) = entry.get_subentries_of_type(CAMERA)
        assert subentry.data["companion"] == "facade-3"
        form = await go_on(
            hass, await begin(hass, entry, CAMERA), CAMERA_ANSWERS | answers | {"frigate_name": "another"}
        )
        assert form["errors"] == {"companion": "already_there"}
