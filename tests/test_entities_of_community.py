"""The entities of the community, its buildings and its help buttons: what they show, and what they never show."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from unittest.mock import PropertyMock, patch

import pytest
from homeassistant.const import MATCH_ALL, STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.core import Event, HomeAssistant, State, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.entity_platform import EntityPlatform, async_get_platforms
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_capture_events
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_community import sensor
from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.device import (
    Device,
    DeviceAvailability,
    DeviceState,
    HelpButtonEvent,
    Malformed,
)
from custom_components.smart_community.core.incident import Kind, Resolution
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.ports import StoreError, StoreFailure
from custom_components.smart_community.desks.supervision import SupervisionDesk
from custom_components.smart_community.entity import SummaryEntity
from custom_components.smart_community.links.devices.broker import LinkProblem, LinkStatus
from tests.conftest import Community, Receipt, settle
from tests.people import logged, person

# By platform and the end of the unique id: what the English and the Chinese user read.
OF_COMMUNITY = {
    "event.incident": ("Test Community Incident", "Test Community 报警动态"),
    "binary_sensor.alarm": ("Test Community Alarm", "Test Community 报警"),
    "binary_sensor.broker": ("Test Community MQTT broker", "Test Community MQTT 服务器"),
    "binary_sensor.database": ("Test Community Database", "Test Community 数据库"),
    "sensor.open_incidents": ("Test Community Open incidents", "Test Community 未办结报警"),
    "sensor.unacknowledged_incidents": ("Test Community Unacknowledged incidents", "Test Community 待接警报警"),
    "sensor.on_duty": ("Test Community On duty", "Test Community 在岗人数"),
    "switch.test_mode": ("Test Community Test mode", "Test Community 测试模式"),
    "calendar.roster": ("Test Community Roster", "Test Community 排班"),
    "sensor.time_to_acknowledge": ("Test Community Time to acknowledge", "Test Community 接警用时"),
    "sensor.fall_precision": ("Test Community Falls that were real", "Test Community 高空抛物报警准确率"),
}
OF_BUILDING = {
    "event.alarm_event": ("Building 3 Alarm", "3号楼 报警动态"),
    "binary_sensor.alarm": ("Building 3 Alarm", "3号楼 报警"),
    "sensor.silent_devices": ("Building 3 Silent devices", "3号楼 失联设备"),
    "switch.test_mode": ("Building 3 Test mode", "3号楼 测试模式"),
}
OF_BUTTON = {
    "event.help": ("Help button 0001 Help", "求助按钮 0001 求助"),
    "binary_sensor.connectivity": ("Help button 0001 Connectivity", "求助按钮 0001 在线状态"),
    "binary_sensor.tamper": ("Help button 0001 Tamper", "求助按钮 0001 防拆"),
    "sensor.battery": ("Help button 0001 Battery", "求助按钮 0001 电量"),
    "sensor.last_test": ("Help button 0001 Last test", "求助按钮 0001 上次测试"),
}


@pytest.fixture(params=["en", "zh-Hans"])
def language(request: pytest.FixtureRequest, hass: HomeAssistant) -> str:
    """Set the language of Home Assistant, before the community is set up."""
    hass.config.language = request.param
    return hass.config.language


def entity_id(hass: HomeAssistant, key: str, unique_id: str) -> str | None:
    """Return the entity with a key such as "event.help" of what `unique_id` names; None until it is there."""
    platform, end = key.split(".")
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    return er.async_get(hass).async_get_entity_id(platform, DOMAIN, f"{entry.entry_id}_{unique_id}_{end}")


def shown(hass: HomeAssistant, key: str, unique_id: str = "community") -> State:
    """Return the state of an entity that is there."""
    found = entity_id(hass, key, unique_id)
    assert found is not None, key
    state = hass.states.get(found)
    assert state is not None, key
    return state


async def added(community: Community, number: int = 1) -> str:
    """Give a home a help button, wait for its entities, and return its building's part of their unique ids."""
    await community.button(f"button-{number}", str(100 + number))
    (building,) = community.runtime.directory.buildings
    keys = [(key, f"device_button-{number}") for key in OF_BUTTON]
    keys += [(key, f"building_{building}") for key in OF_BUILDING]
    hass = community.hass
    await community.settle(lambda: all((found := entity_id(hass, *key)) and hass.states.get(found) for key in keys))
    return f"building_{building}"


async def done(community: Community, receipt: Receipt) -> None:
    """Wait until a device is told that its event is on disk."""
    await community.settle(lambda: receipt.confirmed)


# What there is.


async def test_there_are_the_entities_that_the_interfaces_name(
    hass: HomeAssistant, language: str, community: Community
) -> None:
    building = await added(community)
    expected = {
        (key, of): names[language != "en"]
        for of, table in (("community", OF_COMMUNITY), (building, OF_BUILDING), ("device_button-1", OF_BUTTON))
        for key, names in table.items()
    }
    names = {key: shown(hass, *key).name for key in expected}
    # Home Assistant's own words, which it fetches: not part of its package for other languages.
    names.pop(("sensor.battery", "device_button-1"))
    expected.pop(("sensor.battery", "device_button-1"))
    assert names == expected

    entities = er.async_entries_for_config_entry(er.async_get(hass), community.entry.entry_id)
    assert len(entities) == len(expected) + 1
    assert all(entity.has_entity_name and entity.disabled_by is None for entity in entities)


async def test_devices_are_named_by_number_and_hang_on_the_community(
    hass: HomeAssistant, language: str, community: Community
) -> None:
    building = await added(community)
    registry = dr.async_get(hass)

    def device(identifier: str) -> dr.DeviceEntry:
        found = registry.async_get_device_by_identifier((DOMAIN, identifier), community.entry.entry_id)
        assert found is not None
        return found

    root = device(community.entry.entry_id)
    assert (root.name, root.entry_type) == ("Test Community", dr.DeviceEntryType.SERVICE)
    button = device("device_button-1")
    assert button.name == {"en": "Help button 0001", "zh-Hans": "求助按钮 0001"}[language]
    assert (button.model, button.sw_version, button.via_device_id) == ("Button One", "1.0", root.id)
    assert (button.suggested_area, button.area_id) == (None, None)
    assert device(building).name == {"en": "Building 3", "zh-Hans": "3号楼"}[language]
    assert device(building).via_device_id == root.id


async def test_entities_are_added_in_small_chunks_and_the_alarm_path_does_not_wait(
    hass: HomeAssistant, community: Community
) -> None:
    for number in range(1, 31):
        await community.button(f"button-{number}", str(number))
    assert await hass.config_entries.async_unload(community.entry.entry_id)

    sizes: defaultdict[str, list[int]] = defaultdict(list)
    schedule = EntityPlatform._async_schedule_add_entities_for_entry

    def count(platform: EntityPlatform, entities: list[Any], *args: Any, **kwargs: Any) -> None:
        sizes[platform.domain].append(len(entities))
        schedule(platform, entities, *args, **kwargs)

    with patch.object(EntityPlatform, "_async_schedule_add_entities_for_entry", count):
        assert await hass.config_entries.async_setup(community.entry.entry_id)
        runtime = community.entry.runtime_data
        runtime.link.press("button-30", 1)
        await settle(hass, lambda: runtime.response.active)
        await settle(hass, lambda: entity_id(hass, "event.help", "device_button-30"))
    assert {domain: sum(many) for domain, many in sizes.items()} == {
        "event": 1 + 1 + 30,
        "binary_sensor": 3 + 1 + 60,
        "sensor": 5 + 1 + 60,
        "switch": 1 + 1,
        "calendar": 1,
    }
    assert all(0 < many <= 25 for of_platform in sizes.values() for many in of_platform)


async def test_a_button_that_is_taken_back_is_shown_no_more_until_it_is_given_again(
    hass: HomeAssistant, community: Community
) -> None:
    await added(community)
    home = community.runtime.supervision.devices["button-1"].place
    await community.runtime.supervision.assign("button-1", type(home)(), "test")
    await community.settle(lambda: entity_id(hass, "event.help", "device_button-1") is None)
    assert not [state for state in hass.states.async_all() if "help_button" in state.entity_id]

    await community.runtime.supervision.assign("button-1", home, "test")
    await community.settle(lambda: entity_id(hass, "event.help", "device_button-1"))
    community.link.press("button-1", 1)
    await community.settle(lambda: shown(hass, "event.help", "device_button-1").state != STATE_UNKNOWN)


async def test_a_button_that_is_taken_back_and_given_at_once_is_still_heard(
    hass: HomeAssistant, community: Community
) -> None:
    await added(community)
    home = community.runtime.supervision.devices["button-1"].place
    await community.runtime.supervision.assign("button-1", type(home)(), "test")
    await community.runtime.supervision.assign("button-1", home, "test")
    await hass.async_block_till_done()
    await community.settle(lambda: entity_id(hass, "event.help", "device_button-1"))
    community.link.press("button-1", 1)
    await community.settle(lambda: shown(hass, "event.help", "device_button-1").state != STATE_UNKNOWN)


# What they show.


async def test_incidents_are_counted_shown_and_timed(hass: HomeAssistant, community: Community) -> None:
    await community.duty_room()
    building = await added(community)
    await community.home("101", building="4")
    other = f"building_{next(each for each in community.runtime.directory.buildings if each not in building)}"
    await community.settle(lambda: entity_id(hass, "binary_sensor.alarm", other))

    def alarms() -> list[str]:
        return [shown(hass, "binary_sensor.alarm", of).state for of in ("community", building, other)]

    def counts() -> list[str]:
        return [shown(hass, f"sensor.{which}_incidents").state for which in ("open", "unacknowledged")]

    assert (alarms(), counts()) == ([STATE_OFF] * 3, ["0", "0"])
    assert shown(hass, "event.incident").state == STATE_UNKNOWN
    community.link.press("button-1", 1)
    await community.settle(lambda: counts() == ["1", "1"] and STATE_ON in alarms())
    assert alarms() == [STATE_ON, STATE_ON, STATE_OFF]
    (incident,) = community.runtime.response.active.values()
    said = {
        "event_type": "opened",
        "incident_id": incident.id,
        "number": 1,
        "kind": "help",
        "severity": "critical",
    }
    for key, of in (("event.incident", "community"), ("event.alarm_event", building)):
        attributes = shown(hass, key, of).attributes
        assert {name: attributes[name] for name in said} == said
        assert attributes.keys() - said.keys() == {"event_types", "friendly_name"}
    assert shown(hass, "event.alarm_event", other).state == STATE_UNKNOWN

    assert shown(hass, "sensor.time_to_acknowledge").state == STATE_UNKNOWN
    owned = await community.runtime.response.acknowledge(incident.id, "worker")
    await community.settle(lambda: counts() == ["1", "0"])
    assert owned.acknowledged_at is not None
    seconds = (owned.acknowledged_at - owned.opened_at).total_seconds()
    assert float(shown(hass, "sensor.time_to_acknowledge").state) == pytest.approx(seconds, abs=0.001)
    assert shown(hass, "event.incident").attributes["event_type"] == "acknowledged"

    await community.runtime.response.note(incident.id, "worker", "on the way")
    await community.runtime.response.resolve(incident.id, "worker", Resolution.REAL)
    await community.settle(lambda: counts() == ["0", "0"] and STATE_ON not in alarms())
    assert shown(hass, "event.alarm_event", building).attributes["event_type"] == "resolved"


async def test_each_event_of_a_button_is_shown_once_it_is_handled(hass: HomeAssistant, community: Community) -> None:
    await added(community)
    states: list[str] = []
    for seq, kind in enumerate([*HelpButtonEvent, "of_another_version"]):
        await done(community, community.link.press("button-1", seq, kind))
        state = shown(hass, "event.help", "device_button-1")
        states.append(f"{state.attributes['event_type']} {state.state}")
    assert [state.split()[0] for state in states] == [*HelpButtonEvent, "test"]
    assert len(set(states)) == len(HelpButtonEvent)
    again = community.link.press("button-1", 0)
    await hass.async_block_till_done()
    assert again.confirmed
    assert shown(hass, "event.help", "device_button-1").attributes["event_type"] == "test"


async def test_a_button_shows_what_it_reports(hass: HomeAssistant, community: Community) -> None:
    building = await added(community)
    at = community.runtime.clock().utc

    def states() -> list[str]:
        return [shown(hass, key, "device_button-1").state for key in list(OF_BUTTON)[1:]]

    def silent() -> str:
        return shown(hass, "sensor.silent_devices", building).state

    await community.settle(lambda: silent() == "1")
    assert states() == [STATE_UNKNOWN] * 4
    community.link.on_fact(DeviceState("button-1", at, battery=81.4, tamper=True))
    community.link.on_fact(DeviceAvailability("button-1", at, online=True))
    receipt = community.link.press("button-1", 1, "test")
    await community.settle(lambda: receipt.confirmed and silent() == "0")
    assert states()[:3] == [STATE_ON, STATE_ON, "81.4"]
    assert states()[3].startswith(at.strftime("%Y-%m-%dT"))

    community.link.on_fact(DeviceAvailability("button-1", at, online=False))
    await community.settle(lambda: silent() == "1")
    assert states()[0] == STATE_OFF


async def test_the_link_and_the_database_are_shown(hass: HomeAssistant, community: Community) -> None:
    def states() -> tuple[str, str]:
        return shown(hass, "binary_sensor.broker").state, shown(hass, "binary_sensor.database").state

    # The first heartbeat's write is through: nothing on its way can take back what follows.
    await community.settle(lambda: community.link.beats and entity_id(hass, "binary_sensor.broker", "community"))
    assert states() == (STATE_ON, STATE_OFF)
    community.link.on_status(LinkStatus(connected=False, problem=LinkProblem.UNREACHABLE))
    with patch.object(community.runtime.saver, "_commit", side_effect=StoreError(StoreFailure.FULL)):
        with pytest.raises(StoreError):
            await community.runtime.saver.write([])
        await community.settle(lambda: states() == (STATE_OFF, STATE_ON))
    community.link.on_status(LinkStatus(connected=True, problem=None))
    await community.runtime.saver.write([])
    await community.settle(lambda: states() == (STATE_ON, STATE_OFF))


async def test_one_pass_over_all_buildings_looks_at_each_device_once(hass: HomeAssistant, community: Community) -> None:
    await added(community, 1)
    await community.runtime.register.save_home({"building": "4", "unit": "1", "number": "1"}, "test")
    in_3, in_4 = community.runtime.directory.buildings
    place = Place(building=in_4)
    for number in (2, 3):
        community.link.announce(f"button-{number}")
        await community.runtime.supervision.assign(f"button-{number}", place, "test")
        community.link.on_fact(DeviceAvailability(f"button-{number}", dt_util.utcnow(), online=number == 3))
    key = "sensor.silent_devices"
    await community.settle(lambda: (found := entity_id(hass, key, f"building_{in_4}")) and hass.states.get(found))
    await community.settle(lambda: shown(hass, key, f"building_{in_4}").state == "1")
    community.link.on_fact(DeviceAvailability("button-1", dt_util.utcnow(), online=True))
    await community.settle(lambda: shown(hass, key, f"building_{in_3}").state == "0")
    ids = {entity_id(hass, key, f"building_{building}") for building in (in_3, in_4)}
    (platform,) = (found for found in async_get_platforms(hass, DOMAIN) if found.domain == "sensor")
    sensors = [platform.entities[found] for found in ids if found is not None]
    devices = community.runtime.supervision.devices
    with patch.object(SupervisionDesk, "devices", new_callable=PropertyMock, return_value=devices) as looked_at:
        assert {one.summary() for one in sensors if isinstance(one, SummaryEntity)} == {0, 1}
        assert looked_at.call_count == 1
    # And what changes later is seen.
    community.link.on_fact(DeviceAvailability("button-3", dt_util.utcnow(), online=False))
    await community.settle(lambda: shown(hass, key, f"building_{in_4}").state == "2")


async def test_a_device_whose_entities_cannot_be_made_keeps_no_other_from_being_shown(
    hass: HomeAssistant, community: Community, caplog: pytest.LogCaptureFixture
) -> None:
    made = sensor.DeviceSensor.__init__

    def broken(self: Any, runtime: Any, device: Device, description: Any) -> None:
        if device.id == "button-1":
            message = "a fault of ours"
            raise ValueError(message)
        made(self, runtime, device, description)

    with patch.object(sensor.DeviceSensor, "__init__", broken):
        await community.button("button-1", "101")
        await hass.async_block_till_done()
        await added(community, 2)
    await added(community, 3)
    assert entity_id(hass, "sensor.battery", "device_button-1") is None
    assert "cannot be made" in caplog.text


async def test_a_burst_writes_each_summary_at_most_every_100_ms(hass: HomeAssistant, community: Community) -> None:
    await community.duty_room()
    await added(community)
    await community.settle(lambda: shown(hass, "sensor.open_incidents"))
    counted = shown(hass, "sensor.open_incidents").entity_id
    written = 0

    @callback
    def note(event: Event[Any]) -> None:
        nonlocal written
        written += event.data["entity_id"] == counted

    hass.bus.async_listen("state_changed", note)
    events = async_capture_events(hass, "smart_community_incident")
    began = hass.loop.time()
    opening = community.runtime.response.open
    await asyncio.gather(*(opening(Kind.OTHER, by="test", device=f"d{number}") for number in range(60)))
    await community.settle(lambda: shown(hass, "sensor.open_incidents").state == "60")
    assert len(events) == 60
    # One that was due when the burst began, and a timer may fire a clock tick early.
    assert 1 <= written <= (hass.loop.time() - began) / 0.098 + 2


# What they never show.

PLANTED = {
    "household": "Planted 王桂兰",
    "note": "planted-note: lives alone",
    "access": "planted-access: under the mat",
    "contacts": [{"name": "planted-contact 王小明", "phone": "139 7777 1234", "relation": "planted-relation"}],
}
# Not the bare middle of the number: an id may hold it by chance.
FORBIDDEN = ("planted", "王", "7777 1234", "77771234")


def everything(hass: HomeAssistant) -> Iterator[object]:
    """Yield all that any logged-in account can read without asking us."""
    yield from (state.as_dict() for state in hass.states.async_all())
    yield from (entity.extended_dict for entity in er.async_get(hass).entities.values())
    yield from (device.dict_repr for device in dr.async_get(hass).devices)
    yield from (issue.to_json() for issue in ir.async_get(hass).issues.values())


async def test_no_person_is_in_any_state_name_event_or_log(
    hass: HomeAssistant,
    community: Community,
    hass_ws_client: WebSocketGenerator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    events: list[Event[Any]] = []
    hass.bus.async_listen(MATCH_ALL, callback(lambda event: events.append(event)))  # noqa: PLW0108 - no built-in is a callback
    community_office = await person(community, hass_ws_client, Role.COMMUNITY_OFFICE)
    home = {"building": "3", "unit": "1", "number": "101", **PLANTED}
    home_id = (await community_office.result("register/save", home=home))["home_id"]
    community.link.announce("button-1")
    await community_office.result("devices/assign", device="button-1", home=home_id)
    await community.settle(lambda: entity_id(hass, "event.help", "device_button-1"))

    for seq, kind in enumerate(HelpButtonEvent):
        await done(community, community.link.press("button-1", seq, kind))
    community.link.on_fact(Malformed("smart_community/test/device/button-1/state", "not JSON", "button-1"))
    for incident_id in list(community.runtime.response.active):
        incident = {"incident_id": incident_id}
        shown_home = (await community_office.result("incidents/get", **incident))["home"]
        assert shown_home["household"] == PLANTED["household"]
        await community_office.result("incidents/acknowledge", **incident)
        await community_office.result("incidents/note", **incident, text="planted: 王桂兰 is well")
        await community_office.result("incidents/resolve", **incident, resolution="real", note="planted: 王桂兰")
    await community_office.error("register/save", home={**home, "floor": "planted"})
    await community_office.error("register/save", home={**home, "household": ["planted"]})
    await community_office.error("register/homes", search="planted", limit=0)
    await community.settle(lambda: shown(hass, "sensor.open_incidents").state == "0")

    seen = [json.dumps(each, default=str, ensure_ascii=False) for each in everything(hass)]
    seen += [json.dumps(event.as_dict(), default=str, ensure_ascii=False) for event in events]
    assert len(seen) > 50
    assert any("event.help_button_0001_help" in each for each in seen)
    leaks = [each for each in seen if any(word in each for word in FORBIDDEN) or home_id in each]
    assert leaks == []
    assert not [word for word in (*FORBIDDEN, community_office.user.id) if word in logged(caplog)]
