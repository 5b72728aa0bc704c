"""The options: over what contacts, groups and everybody are told, saved without a reload."""

import pytest
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from custom_components.smart_community.config_flow import options_schema
from custom_components.smart_community.const import CONF_CONTACT_CHANNELS, CONF_GROUP_CHANNELS, CONF_SIREN_CHANNELS
from custom_components.smart_community.core.delivery import Audience
from custom_components.smart_community.core.device import DeviceInfo, DeviceKind
from tests.conftest import Community
from tests.test_translations import LANGUAGES, load

CONTACT = {"name": "Zhao Meiling", "phone": "13800138000"}
OPTIONS = (CONF_CONTACT_CHANNELS, CONF_SIREN_CHANNELS, CONF_GROUP_CHANNELS)


def furnish(hass: HomeAssistant) -> None:
    """Put some things into the house that could tell somebody, and some that could not."""
    for entity_id in ("script.sms", "notify.bot", "light.kitchen", "siren.gate", "media_player.duty_room"):
        hass.states.async_set(entity_id, "off")
    for action in ("sms", "send_message", "persistent_notification"):
        hass.services.async_register("notify", action, lambda _call: None)
    hass.services.async_register("script", "sms", lambda _call: None)


async def ask(community: Community, **given: list[str]) -> ConfigFlowResult:
    """Open the options and answer; return what follows."""
    flow = community.hass.config_entries.options
    form = await flow.async_init(community.entry.entry_id)
    return await flow.async_configure(form["flow_id"], given)


async def test_what_is_there_is_offered(hass: HomeAssistant, community: Community) -> None:
    furnish(hass)
    community.link.on_fact(DeviceInfo("gate-siren", DeviceKind.SIREN, "Siren", "1.0", "42"))
    form = await hass.config_entries.options.async_init(community.entry.entry_id)
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "init")
    schema = form["data_schema"]
    assert schema is not None
    offered = {str(marker): selector.config["options"] for marker, selector in schema.schema.items()}
    assert offered == {
        CONF_CONTACT_CHANNELS: ["notify.bot", "notify.sms", "script.sms"],
        CONF_SIREN_CHANNELS: ["siren:gate-siren", "media_player.duty_room", "siren.gate"],
        CONF_GROUP_CHANNELS: ["bot:notify.bot", "bot:notify.sms"],
    }


@pytest.mark.parametrize(
    ("option", "good", "wrong"),
    [
        (CONF_CONTACT_CHANNELS, "script.sms", ["mobile_app", "light.kitchen", "sms", "siren.gate", "bot:notify.x"]),
        (CONF_SIREN_CHANNELS, "siren.gate", ["notify.bot", "siren:", "switch.siren", "mobile_app"]),
        (CONF_GROUP_CHANNELS, "bot:notify.bot", ["script.sms", "bot:script.sms", "bot:", "group"]),
    ],
)
async def test_what_is_no_channel_of_its_kind_is_said_at_its_field(
    hass: HomeAssistant, community: Community, option: str, good: str, wrong: list[str]
) -> None:
    furnish(hass)
    for name in wrong:
        result = await ask(community, **{option: [good, name]})
        code = "channel_unknown" if option == CONF_CONTACT_CHANNELS else f"{option}_unknown"
        assert (result["type"], result["errors"]) == (FlowResultType.FORM, {option: code}), name
        hass.config_entries.options.async_abort(result["flow_id"])
    assert not community.entry.options


async def test_they_are_tidied_and_hold_at_once(hass: HomeAssistant, community: Community) -> None:
    furnish(hass)
    home = await community.button("button-1")
    await community.runtime.register.save_home({"id": home, "contacts": [CONTACT]}, "test")
    runtime = community.runtime
    given = {
        CONF_CONTACT_CHANNELS: [" script.sms", "notify.sms", "script.sms", " "],
        CONF_SIREN_CHANNELS: ["siren.gate", "media_player.duty_room"],
        CONF_GROUP_CHANNELS: ["notify.bot", "bot:notify.bot"],
    }
    hass.states.async_set("tts.engine", "unknown")
    result = await ask(community, **given)
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert community.entry.options == {
        CONF_CONTACT_CHANNELS: ["script.sms", "notify.sms"],
        CONF_SIREN_CHANNELS: ["siren.gate", "media_player.duty_room"],
        CONF_GROUP_CHANNELS: ["bot:notify.bot"],
    }
    assert community.entry.runtime_data is runtime
    to = [Audience.EMERGENCY_CONTACT, Audience.SIREN, Audience.GROUP]
    recipients = {one.id.split(":")[0]: one.channels for one in runtime.directory.find_recipients(to, home)}
    assert recipients == {
        "contact": ("script.sms", "notify.sms"),
        "siren": ("siren.gate", "media_player.duty_room"),
        "group": ("bot:notify.bot",),
    }

    form = await hass.config_entries.options.async_init(community.entry.entry_id)
    schema = form["data_schema"]
    assert schema is not None
    shown = {str(marker): marker.description["suggested_value"] for marker in schema.schema}
    assert shown == dict(community.entry.options)
    await hass.config_entries.options.async_configure(form["flow_id"], {})
    assert community.entry.options == {option: [] for option in OPTIONS}


async def test_a_name_with_nothing_behind_it_is_a_warning_and_no_error(
    hass: HomeAssistant, community: Community
) -> None:
    furnish(hass)
    given = {CONF_CONTACT_CHANNELS: ["script.sms", "script.later"], CONF_SIREN_CHANNELS: ["siren:later"]}
    result = await ask(community, **given)
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "missing")
    assert result["description_placeholders"] == {"channels": "script.later, siren:later"}
    assert not community.entry.options
    result = await hass.config_entries.options.async_configure(result["flow_id"], {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert community.entry.options == {**given, CONF_GROUP_CHANNELS: []}


async def test_what_is_away_for_the_moment_is_not_missing(hass: HomeAssistant, community: Community) -> None:
    hass.states.async_set("siren.gate", "unavailable")
    result = await ask(community, **{CONF_SIREN_CHANNELS: ["siren.gate"]})
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_and_error_has_its_words(hass: HomeAssistant, language: str) -> None:
    texts = load(language)["options"]
    fields = [str(marker) for marker in options_schema(hass).schema]
    assert fields == list(OPTIONS)
    step = texts["step"]["init"]
    assert list(step["data"]) == list(step["data_description"]) == fields
    assert set(texts["step"]) == {"init", "missing"}
    assert all({"title", "description"} <= set(said) for said in texts["step"].values())
    assert set(texts["error"]) == {"channel_unknown", "siren_channels_unknown", "group_channels_unknown"}
