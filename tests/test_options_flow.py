"""The options: over what emergency contacts are told, saved without a reload."""

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from custom_components.smart_community.config_flow import options_schema
from custom_components.smart_community.const import CONF_CONTACT_CHANNELS
from custom_components.smart_community.core.delivery import Audience
from tests.conftest import Community
from tests.test_translations import LANGUAGES, load

CONTACT = {"name": "Zhao Meiling", "phone": "13800138000"}


async def test_channels_are_offered_typed_checked_and_hold_at_once(hass: HomeAssistant, community: Community) -> None:
    hass.states.async_set("script.sms", "off")
    hass.states.async_set("notify.bot", "unknown")
    hass.states.async_set("light.kitchen", "on")
    home = await community.button("button-1")
    await community.runtime.register.save_home({"id": home, "contacts": [CONTACT]}, "test")
    runtime = community.runtime

    form = await hass.config_entries.options.async_init(community.entry.entry_id)
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "init")
    schema = form["data_schema"]
    assert schema is not None
    (selector,) = schema.schema.values()
    assert selector.config["options"] == ["notify.bot", "script.sms"]

    for wrong in ("mobile_app", "light.kitchen", "sms"):
        form = await hass.config_entries.options.async_configure(
            form["flow_id"], {CONF_CONTACT_CHANNELS: ["script.sms", wrong]}
        )
        assert form["errors"] == {CONF_CONTACT_CHANNELS: "channel_unknown"}

    result = await hass.config_entries.options.async_configure(
        form["flow_id"], {CONF_CONTACT_CHANNELS: [" script.sms", "notify.typed", "script.sms"]}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert community.entry.options == {CONF_CONTACT_CHANNELS: ["script.sms", "notify.typed"]}
    assert community.entry.runtime_data is runtime
    (contact,) = runtime.find_recipients([Audience.EMERGENCY_CONTACT], home)
    assert contact.channels == ("script.sms", "notify.typed")

    form = await hass.config_entries.options.async_init(community.entry.entry_id)
    schema = form["data_schema"]
    assert schema is not None
    (marker,) = schema.schema
    assert marker.description["suggested_value"] == ["script.sms", "notify.typed"]
    await hass.config_entries.options.async_configure(form["flow_id"], {})
    assert community.entry.options == {CONF_CONTACT_CHANNELS: []}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_and_error_has_its_words(hass: HomeAssistant, language: str) -> None:
    texts = load(language)["options"]
    fields = [str(marker) for marker in options_schema(hass).schema]
    step = texts["step"]["init"]
    assert list(step["data"]) == list(step["data_description"]) == fields
    assert {"title", "description"} <= set(step)
    assert set(texts["error"]) == {"channel_unknown"}
