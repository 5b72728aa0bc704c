"""The flows: what is asked, what is refused and where it says so, and what ends up in the entry."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock, Mock, patch

import certifi
import pytest
from homeassistant.config_entries import SOURCE_USER, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_community.config_flow import propose_site
from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.phrase import last_group
from custom_components.smart_community.links.devices.broker import BrokerError, BrokerSettings, LinkProblem
from custom_components.smart_community.settings import settings_of

PACKAGE = "custom_components.smart_community"
CERTIFICATE = re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", certifi.contents(), re.DOTALL)[0]

SITE = {"site_name": "Green Garden", "site": "green_garden"}
BROKER = {"host": "broker.lan", "port": 1883, "username": "community", "password": "old secret", "tls": False}
ENTRY = {"role": "community", **SITE, **BROKER, "ca_certificate": None}

FIELD_OF_PROBLEM = [
    (LinkProblem.LOGIN_REFUSED, "password"),
    (LinkProblem.UNREACHABLE, "host"),
    (LinkProblem.TLS, "tls"),
    (LinkProblem.NOT_ALLOWED, "username"),
    (LinkProblem.TOO_OLD, "base"),
]

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")


@pytest.fixture
def try_login() -> Iterator[Mock]:
    """Replace the trial login by one that works."""
    with patch(f"{PACKAGE}.config_flow.try_login") as trial:
        yield trial


@pytest.fixture(autouse=True)
def setup_entry() -> Iterator[AsyncMock]:
    """Replace the running community by one that does nothing."""
    with (
        patch(f"{PACKAGE}.async_setup_entry", AsyncMock(return_value=True)) as setup,
        patch(f"{PACKAGE}.async_unload_entry", AsyncMock(return_value=True)),
    ):
        yield setup


@pytest.fixture(autouse=True)
def folder(hass: HomeAssistant, tmp_path: Path) -> Path:
    """Give Home Assistant a folder of its own: the key file is written there."""
    hass.config.config_dir = str(tmp_path)
    return tmp_path


@pytest.fixture
def entry(hass: HomeAssistant) -> MockConfigEntry:
    """Return the entry of a community that is set up."""
    entry = MockConfigEntry(domain=DOMAIN, title="Green Garden", unique_id="green_garden", data=ENTRY)
    entry.add_to_hass(hass)
    return entry


async def begin(hass: HomeAssistant) -> ConfigFlowResult:
    return await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})


async def go_on(hass: HomeAssistant, form: ConfigFlowResult, answers: dict[str, Any]) -> ConfigFlowResult:
    result = await hass.config_entries.flow.async_configure(form["flow_id"], answers)
    await hass.async_block_till_done()
    return result


async def finish(hass: HomeAssistant, form: ConfigFlowResult, answers: dict[str, Any]) -> ConfigFlowResult:
    """Answer the broker's form, then show that the phrase is written down."""
    form = await go_on(hass, form, answers)
    assert (form["type"], form["step_id"], form["errors"]) == (FlowResultType.FORM, "phrase", {})
    placeholders = form["description_placeholders"]
    assert placeholders is not None
    return await go_on(hass, form, {"last_group": last_group(placeholders["phrase"])})


def prefilled(form: ConfigFlowResult) -> dict[str, Any]:
    """Return what the form proposes, by field."""
    schema = form["data_schema"]
    assert schema is not None
    return {str(key): key.description["suggested_value"] for key in schema.schema if key.description}


async def test_a_community_is_set_up(hass: HomeAssistant, try_login: Mock, setup_entry: AsyncMock) -> None:
    form = await begin(hass)
    assert (form["type"], form["step_id"], form["errors"]) == (FlowResultType.FORM, "user", {})

    form = await go_on(hass, form, {"site_name": " Green Garden ", "site": "green_garden"})
    assert (form["type"], form["step_id"], form["errors"]) == (FlowResultType.FORM, "broker", {})
    assert form["description_placeholders"] == {"site": "green_garden"}

    result = await finish(hass, form, BROKER)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    created = result["result"]
    assert (created.title, created.unique_id, created.version) == ("Green Garden", "green_garden", 1)
    assert dict(created.data) == ENTRY
    try_login.assert_called_once_with(settings_of(ENTRY), "green_garden")
    setup_entry.assert_awaited_once()


async def test_a_broker_without_login_and_with_its_own_authority(hass: HomeAssistant, try_login: Mock) -> None:
    form = await go_on(hass, await begin(hass), SITE)
    answers = {"host": " broker.lan ", "port": 8883, "username": " ", "password": "stray", "tls": True}
    result = await finish(hass, form, {**answers, "ca_certificate": f"\n{CERTIFICATE}\n"})

    assert result["type"] is FlowResultType.CREATE_ENTRY
    expected = BrokerSettings(host="broker.lan", port=8883, tls=True, ca_certificate=CERTIFICATE)
    assert try_login.call_args.args[0] == expected
    assert settings_of(result["data"]) == expected


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("Green Garden", {"site_name": "Green Garden", "site": "green_garden"}),
        ("绿园小区", {"site_name": "绿园小区", "site": "community"}),
        ("Home", {"site": "community"}),
        ("", {"site": "community"}),
    ],
)
async def test_the_community_is_prefilled_from_the_location(
    hass: HomeAssistant, location: str, expected: dict[str, str]
) -> None:
    hass.config.location_name = location
    assert prefilled(await begin(hass)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Green Garden", "green_garden"),
        ("Résidence Les Érables 3", "residence_les_erables_3"),
        ("绿园小区", "community"),
        ("绿园 Garden", "community"),
        ("Парк", "community"),
        ("42", "community"),
        ("!?", "community"),
        ("", "community"),
        ("a" * 63 + " b", "a" * 63),
        ("a" * 100, "a" * 64),
    ],
)
def test_a_short_name_is_proposed_for_latin_names_only(name: str, expected: str) -> None:
    assert propose_site(name) == expected


@pytest.mark.parametrize("site", ["Green", "green garden", "绿园", "a/b", "a+", "#", "a" * 65, "a\nb"])
async def test_a_bad_short_name_is_refused(hass: HomeAssistant, site: str) -> None:
    form = await go_on(hass, await begin(hass), {"site_name": "Green Garden", "site": site})
    assert (form["step_id"], form["errors"]) == ("user", {"site": "site_invalid"})
    assert prefilled(form) == {"site_name": "Green Garden", "site": site}


@pytest.mark.parametrize("site", ["a", "a" * 64, "green-garden_2", "0"])
async def test_a_good_short_name_is_taken(hass: HomeAssistant, site: str) -> None:
    form = await go_on(hass, await begin(hass), {"site_name": "Green Garden", "site": site})
    assert form["step_id"] == "broker"


@pytest.mark.parametrize("answers", [{}, {"site": ""}, {"site": "  "}])
async def test_an_empty_short_name_comes_back_made_from_the_name(hass: HomeAssistant, answers: dict[str, str]) -> None:
    form = await go_on(hass, await begin(hass), {"site_name": "Green Garden", **answers})
    assert (form["step_id"], form["errors"]) == ("user", {"site": "site_missing"})
    assert prefilled(form) == SITE


async def test_a_community_has_a_name(hass: HomeAssistant) -> None:
    form = await go_on(hass, await begin(hass), {"site_name": "  ", "site": "green_garden"})
    assert (form["step_id"], form["errors"]) == ("user", {"site_name": "site_name_missing"})


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"broker": "mqtt.lan", "port": 1884, "username": "ha", "password": "x"}, {"host": "mqtt.lan", "port": 1884}),
        ({"broker": "mqtt.lan"}, {"host": "mqtt.lan"}),
        ({"broker": "mqtt.lan", "port": 443, "transport": "websockets"}, {"host": "mqtt.lan"}),
        ({"broker": ""}, {}),
        ({"broker": 7, "port": "x"}, {}),
        ({}, {}),
    ],
)
async def test_host_and_port_come_from_home_assistants_mqtt_entry(
    hass: HomeAssistant, data: dict[str, Any], expected: dict[str, Any]
) -> None:
    MockConfigEntry(domain="mqtt", data=data).add_to_hass(hass)
    assert prefilled(await go_on(hass, await begin(hass), SITE)) == expected


async def test_without_an_mqtt_entry_the_broker_is_not_prefilled(hass: HomeAssistant) -> None:
    assert prefilled(await go_on(hass, await begin(hass), SITE)) == {}


@pytest.mark.parametrize(("problem", "field"), FIELD_OF_PROBLEM)
async def test_a_failed_trial_says_so_under_its_field_and_can_be_repeated(
    hass: HomeAssistant, try_login: Mock, setup_entry: AsyncMock, problem: LinkProblem, field: str
) -> None:
    form = await go_on(hass, await begin(hass), SITE)
    try_login.side_effect = BrokerError(problem)
    form = await go_on(hass, form, BROKER)
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "broker")
    assert form["errors"] == {field: problem.value}
    assert prefilled(form)["host"] == "broker.lan"
    assert not hass.config_entries.async_entries(DOMAIN)
    setup_entry.assert_not_awaited()

    try_login.side_effect = None
    assert (await finish(hass, form, BROKER))["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    "text",
    [
        "no certificate",
        "证书",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        CERTIFICATE.replace("-----END CERTIFICATE-----", ""),
    ],
)
async def test_a_broken_certificate_is_refused_before_anything_is_sent(
    hass: HomeAssistant, try_login: Mock, text: str
) -> None:
    form = await go_on(hass, await begin(hass), SITE)
    form = await go_on(hass, form, {**BROKER, "tls": True, "ca_certificate": text})
    assert form["errors"] == {"ca_certificate": "certificate_invalid"}
    assert prefilled(form)["ca_certificate"] == text
    try_login.assert_not_called()


async def test_a_certificate_without_tls_is_refused_before_the_password_goes_out(
    hass: HomeAssistant, try_login: Mock
) -> None:
    form = await go_on(hass, await begin(hass), SITE)
    form = await go_on(hass, form, {**BROKER, "ca_certificate": CERTIFICATE})
    assert form["errors"] == {"tls": "tls_off"}
    try_login.assert_not_called()


@pytest.mark.parametrize("port", [0, 65536, "x"])
async def test_a_port_that_is_none_is_refused(hass: HomeAssistant, port: Any) -> None:
    form = await go_on(hass, await begin(hass), SITE)
    with pytest.raises(InvalidData):
        await go_on(hass, form, {**BROKER, "port": port})


async def test_there_is_one_community_an_instance(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    result = await begin(hass)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "single_instance_allowed")


async def test_a_flow_left_open_does_not_block_the_next(hass: HomeAssistant, try_login: Mock) -> None:
    await go_on(hass, await begin(hass), SITE)
    form = await go_on(hass, await begin(hass), SITE)
    assert (await finish(hass, form, BROKER))["type"] is FlowResultType.CREATE_ENTRY
    assert not hass.config_entries.flow.async_progress_by_handler(DOMAIN)


async def test_reconfigure_shows_what_is_set_but_never_the_password(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    form = await entry.start_reconfigure_flow(hass)
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "reconfigure")
    assert form["description_placeholders"] == {"site": "green_garden"}
    assert prefilled(form) == {"host": "broker.lan", "port": 1883, "username": "community", "tls": False}


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ({"username": "community"}, ("community", "old secret")),
        ({"username": "community", "password": ""}, ("community", "old secret")),
        ({"username": "other", "password": "new secret"}, ("other", "new secret")),
        ({"username": "community", "password": " spaced "}, ("community", " spaced ")),
        ({}, (None, None)),
    ],
)
async def test_reconfigure_moves_to_another_broker(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    try_login: Mock,
    setup_entry: AsyncMock,
    login: dict[str, str],
    expected: tuple[str | None, str | None],
) -> None:
    form = await entry.start_reconfigure_flow(hass)
    result = await go_on(hass, form, {"host": "new.lan", "port": 8883, "tls": True, **login})

    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    assert result.get("translation_domain") is None, "our own text is shown"
    moved = {"host": "new.lan", "port": 8883, "tls": True, "username": expected[0], "password": expected[1]}
    assert dict(entry.data) == {**ENTRY, **moved}
    assert (entry.unique_id, entry.title) == ("green_garden", "Green Garden")
    try_login.assert_called_once_with(settings_of(entry.data), "green_garden")
    setup_entry.assert_awaited_once()


@pytest.mark.parametrize(("problem", "field"), FIELD_OF_PROBLEM)
async def test_a_failed_reconfigure_changes_nothing(
    hass: HomeAssistant, entry: MockConfigEntry, try_login: Mock, problem: LinkProblem, field: str
) -> None:
    try_login.side_effect = BrokerError(problem)
    form = await entry.start_reconfigure_flow(hass)
    form = await go_on(hass, form, {**BROKER, "host": "new.lan"})
    assert (form["step_id"], form["errors"]) == ("reconfigure", {field: problem.value})
    assert prefilled(form)["host"] == "new.lan"
    assert dict(entry.data) == ENTRY


async def test_reauth_with_a_wrong_then_the_right_password(
    hass: HomeAssistant, entry: MockConfigEntry, try_login: Mock, setup_entry: AsyncMock
) -> None:
    form = await entry.start_reauth_flow(hass)
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "reauth_confirm")
    assert form["description_placeholders"] == {
        "site": "green_garden",
        "host": "broker.lan",
        "port": "1883",
        "name": "Green Garden",
    }
    assert prefilled(form) == {"username": "community"}

    try_login.side_effect = BrokerError(LinkProblem.LOGIN_REFUSED)
    form = await go_on(hass, form, {"username": "community", "password": "wrong"})
    assert (form["step_id"], form["errors"]) == ("reauth_confirm", {"password": "login_refused"})
    assert dict(entry.data) == ENTRY

    try_login.side_effect = None
    result = await go_on(hass, form, {"username": " community2 ", "password": " right "})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reauth_successful")
    assert result.get("translation_domain") is None, "our own text is shown"
    assert dict(entry.data) == {**ENTRY, "username": "community2", "password": " right "}
    assert try_login.call_args.args == (settings_of(entry.data), "green_garden")
    setup_entry.assert_awaited_once()


@pytest.mark.parametrize(("problem", "field"), FIELD_OF_PROBLEM)
async def test_reauth_shows_under_the_form_what_has_no_field_in_it(
    hass: HomeAssistant, entry: MockConfigEntry, try_login: Mock, problem: LinkProblem, field: str
) -> None:
    try_login.side_effect = BrokerError(problem)
    form = await go_on(hass, await entry.start_reauth_flow(hass), {"username": "community", "password": "x"})
    assert form["errors"] == {field if field in {"username", "password"} else "base": problem.value}
