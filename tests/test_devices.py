"""Devices other than help buttons, tests of devices, and faults: through the whole integration, as people meet them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.components.siren import DOMAIN as SIREN
from homeassistant.components.switch import DOMAIN as SWITCH
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, Unauthorized
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.device import (
    Device,
    DeviceAvailability,
    DeviceInfo,
    DeviceKind,
    DeviceState,
)
from custom_components.smart_community.core.fault import Fault, FaultCause
from custom_components.smart_community.core.incident import Incident, Kind
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.permissions import may_call_command
from custom_components.smart_community.runtime import Runtime
from tests.conftest import Community, settle
from tests.people import Person, account, person
from tests.test_entities_of_community import entity_id, shown


async def placed(community: Community, device: str, kind: DeviceKind, *, in_home: bool = False) -> Device:
    """Announce a device and give it to a home, or to that home's building."""
    home = await community.home()
    community.link.on_fact(DeviceInfo(device, kind, "One", "1.0", "42"))
    place = await community.runtime.directory.place_of_home(home)
    assert place is not None
    if not in_home:
        place = type(place)(building=place.building)
    return await community.runtime.supervision.assign(device, place, "test")


async def entity(community: Community, key: str, device: str) -> str:
    """Wait for an entity of a device, and return its id."""
    hass = community.hass
    await community.settle(lambda: (found := entity_id(hass, key, f"device_{device}")) and hass.states.get(found))
    found = entity_id(hass, key, f"device_{device}")
    assert found is not None
    return found


def alarms(runtime: Runtime) -> list[Incident]:
    """Return what is active, without the faults."""
    return [one for one in runtime.response.active.values() if one.kind is not Kind.DEVICE_FAULT]


def words(incident: Incident) -> list[str]:
    """Return the timeline in words, without the chase."""
    chase = {"escalated", "nobody_told"}
    return [entry.what.value for entry in incident.timeline if entry.what.value not in chase]


@pytest.fixture
async def technician(community: Community, hass_ws_client: WebSocketGenerator) -> Person:
    return await person(community, hass_ws_client, Role.TECHNICIAN)


# Entities.


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        (DeviceKind.SMOKE, {"alarm": True}, {"binary_sensor.smoke": STATE_ON}),
        (DeviceKind.GAS, {"alarm": False}, {"binary_sensor.gas": STATE_OFF}),
        (DeviceKind.MOTION, {"active": True}, {"binary_sensor.motion": STATE_ON}),
        (DeviceKind.DOOR, {"active": False}, {"binary_sensor.door": STATE_OFF}),
        (DeviceKind.WATER_METER, {"total": 12.5}, {"sensor.water": "12.5"}),
        (DeviceKind.SIREN, {"active": True}, {"siren.siren": STATE_ON}),
        (DeviceKind.GATEWAY, {}, {}),
    ],
)
async def test_each_kind_of_device_has_its_entities(
    hass: HomeAssistant, community: Community, kind: DeviceKind, said: Mapping[str, Any], expected: dict[str, str]
) -> None:
    device = await placed(community, "d-1", kind)
    await entity(community, "binary_sensor.connectivity", "d-1")
    for key in expected:
        await entity(community, key, "d-1")
    tested = {"binary_sensor.tamper", "sensor.battery", "sensor.last_test"}
    own = {
        DeviceKind.SMOKE: tested,
        DeviceKind.GAS: tested,
        DeviceKind.MOTION: {"sensor.battery"},
        DeviceKind.DOOR: {"sensor.battery"},
    }
    there = {
        f"{one.domain}.{one.unique_id.rpartition('_device_d-1_')[2]}"
        for one in er.async_entries_for_config_entry(er.async_get(hass), community.entry.entry_id)
        if "_device_d-1_" in one.unique_id
    }
    assert there == {*expected, "binary_sensor.connectivity", *own.get(kind, ())}
    at = community.runtime.clock().utc
    community.link.on_fact(DeviceState("d-1", at, **said))
    community.link.on_fact(DeviceAvailability("d-1", at, online=True))
    await community.settle(lambda: shown(hass, "binary_sensor.connectivity", "device_d-1").state == STATE_ON)
    for key, state in expected.items():
        assert shown(hass, key, "device_d-1").state == state
    registered = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, "device_d-1"), community.entry.entry_id)
    assert registered is not None
    assert f"{device.number:04d}" in (registered.name or "")


async def test_a_device_that_turns_out_to_be_another_kind_gets_the_entities_of_that_kind(
    hass: HomeAssistant, community: Community
) -> None:
    home = await community.home()
    community.link.press("d-1", 1)
    place = await community.runtime.directory.place_of_home(home)
    assert place is not None
    await community.runtime.supervision.assign("d-1", place, "test")
    await entity(community, "event.help", "d-1")
    community.link.on_fact(DeviceInfo("d-1", DeviceKind.SMOKE))
    await entity(community, "binary_sensor.smoke", "d-1")
    await community.settle(lambda: entity_id(hass, "event.help", "device_d-1") is None)


# Alarms.


async def test_smoke_in_a_home_opens_an_incident_clear_is_noted_and_it_stays_open(community: Community) -> None:
    device = await placed(community, "smoke-1", DeviceKind.SMOKE, in_home=True)
    receipt = community.link.press("smoke-1", 1, "alarm")
    community.link.on_fact(DeviceState("smoke-1", community.runtime.clock().utc, alarm=True))
    await community.settle(lambda: receipt.confirmed)
    (incident,) = alarms(community.runtime)
    assert (incident.kind, incident.place, words(incident)) == (Kind.SMOKE, device.place, ["opened"])
    receipt = community.link.press("smoke-1", 2, "clear")
    community.link.on_fact(DeviceState("smoke-1", community.runtime.clock().utc, alarm=False))
    await community.settle(lambda: receipt.confirmed)
    (incident,) = alarms(community.runtime)
    assert words(incident) == ["opened", "cleared"]


async def test_smoke_in_a_staircase_whose_event_was_missed_opens_an_incident_of_the_building(
    community: Community,
) -> None:
    await placed(community, "smoke-1", DeviceKind.SMOKE)
    (building,) = community.runtime.directory.buildings
    community.link.on_fact(DeviceState("smoke-1", community.runtime.clock().utc, alarm=True, retained=True))
    await community.settle(lambda: alarms(community.runtime))
    (incident,) = alarms(community.runtime)
    assert (incident.kind, incident.place.as_dict()) == (Kind.SMOKE, {"building": building})
    late = community.link.press("smoke-1", 7, "alarm")
    await community.settle(lambda: late.confirmed)
    (incident,) = alarms(community.runtime)
    assert words(incident) == ["opened"]


async def test_smoke_and_a_press_in_one_home_are_linked(community: Community, technician: Person) -> None:
    home = await community.button("button-1")
    place = await community.runtime.directory.place_of_home(home)
    assert place is not None
    community.link.on_fact(DeviceInfo("smoke-1", DeviceKind.SMOKE))
    await community.runtime.supervision.assign("smoke-1", place, "test")
    community.link.press("button-1", 1)
    await community.settle(lambda: alarms(community.runtime))
    community.link.press("smoke-1", 1, "alarm")
    await community.settle(lambda: all(one.linked for one in alarms(community.runtime)))
    first, second = alarms(community.runtime)
    listed = (await technician.result("incidents/list", state="active"))["incidents"]
    assert {one["id"]: one["linked"] for one in listed} == {first.id: [second.id], second.id: [first.id]}
    await community.settle(lambda: not community.runtime.saver.backlog)
    kept = await community.runtime.database.read(
        lambda connection: connection.exec_driver_sql("SELECT linked FROM incidents ORDER BY number").scalars().all()
    )
    assert kept == [f'["{second.id}"]', f'["{first.id}"]']


async def test_existing_entities_become_sensors_by_their_class(
    hass: HomeAssistant, community: Community, technician: Person
) -> None:
    home = await community.home()
    (building,) = community.runtime.directory.buildings
    for entity_id_, device_class, kind in (
        ("binary_sensor.kitchen", "smoke", "smoke"),
        ("binary_sensor.boiler", "carbon_monoxide", "gas"),
        ("binary_sensor.hall", "motion", "motion"),
        ("binary_sensor.front", "door", "door"),
        ("sensor.meter", "water", "water_meter"),
        ("binary_sensor.cord", "", "help_button"),
    ):
        hass.states.async_set(entity_id_, STATE_OFF, {"device_class": device_class})
        answer = await technician.result("devices/assign", device=entity_id_, home=home)
        assert (answer["device"]["kind"], answer["device"]["entity_id"]) == (kind, entity_id_)
    hass.states.async_set("siren.yard", STATE_OFF)
    answer = await technician.result("devices/assign", device="siren.yard", building=building)
    assert (answer["device"]["kind"], answer["device"]["home"], answer["device"]["building"]) == (
        "siren", None, building,
    )  # fmt: skip
    error = await technician.error("devices/assign", device="d-2", home=home, points={"alarm": "binary_sensor.cord"})
    assert error["code"] == "entity_not_smoke_or_gas"
    hass.states.async_set("binary_sensor.kitchen", STATE_ON, {"device_class": "smoke"})
    await community.settle(lambda: alarms(community.runtime))
    (incident,) = alarms(community.runtime)
    assert (incident.kind, incident.place.home) == (Kind.SMOKE, home)


async def test_a_device_goes_to_a_building_that_there_is(community: Community, technician: Person) -> None:
    await placed(community, "siren-1", DeviceKind.SIREN)
    error = await technician.error("devices/assign", device="siren-1", building="elsewhere")
    assert error["code"] == "building_unknown"
    taken = await technician.result("devices/assign", device="siren-1", home=None)
    assert (taken["device"]["building"], taken["device"]["assigned_at"]) == (None, None)
    answer = await technician.act("assign_device", device="siren-1")
    assert answer["error"]["translation_key"] == "place_missing"


async def test_where_a_device_is_and_what_it_last_said_survives_a_restart(
    hass: HomeAssistant, community: Community
) -> None:
    before = await placed(community, "smoke-1", DeviceKind.SMOKE)
    community.link.on_fact(DeviceState("smoke-1", community.runtime.clock().utc, alarm=True))
    await community.settle(lambda: alarms(community.runtime))
    (incident,) = alarms(community.runtime)
    assert await hass.config_entries.async_reload(community.entry.entry_id)
    runtime: Runtime = community.entry.runtime_data
    after = runtime.supervision.devices["smoke-1"]
    assert (after.place, after.assigned_at, after.alarm) == (before.place, before.assigned_at, True)
    # The broker repeats it: that is no new alarm.
    assert isinstance(runtime.link, type(community.link))
    runtime.link.on_fact(DeviceState("smoke-1", runtime.clock().utc, alarm=True, retained=True))
    await hass.async_block_till_done()
    assert [(one.id, words(one)) for one in alarms(runtime)] == [(incident.id, ["opened"])]


# A siren of the protocol.


async def test_a_siren_is_switched_by_responders_and_rules_and_by_nobody_else(
    hass: HomeAssistant, community: Community
) -> None:
    commands = community.link.commands
    await placed(community, "siren-1", DeviceKind.SIREN)
    siren = await entity(community, "siren.siren", "siren-1")
    assert shown(hass, "siren.siren", "device_siren-1").state == STATE_UNKNOWN

    async def switch(service: str, context: Context, **data: Any) -> None:
        await hass.services.async_call(SIREN, service, {"entity_id": siren, **data}, blocking=True, context=context)

    await switch("turn_on", Context(), duration=20)
    for role in Role:
        user, _ = await account(hass, role.value, admin=role is Role.TECHNICIAN)
        if role is not Role.TECHNICIAN:
            await community.runtime.register.save_staff(user.id, [role], None, "test")
        if role in {Role.AUDITOR, Role.PORTAL}:
            with pytest.raises(Unauthorized):
                await switch("turn_on", Context(user_id=user.id))
        else:
            await switch("turn_off", Context(user_id=user.id))
    stranger, _ = await account(hass, "stranger")
    with pytest.raises(Unauthorized):
        await switch("turn_off", Context(user_id=stranger.id))
    assert commands.sent == [("siren-1", "on", {"for": 20}), *[("siren-1", "off", {})] * 4]
    for code in ("not_connected", "no_result", "refused"):
        commands.broken = code
        with pytest.raises(HomeAssistantError) as told:
            await switch("turn_on", Context())
        assert told.value.translation_key == f"siren_{code}"
    noted = [action for action in await journal(community) if action.startswith("siren_")]
    assert noted == ["siren_on", *["siren_off"] * 4, *["siren_on"] * 3], "it may sound, whatever it answers"


# Test mode and walk test.


async def test_what_a_device_under_test_does_opens_nothing_and_another_ones_alarm_goes_out_in_full(
    community: Community, technician: Person
) -> None:
    await community.button("button-1", "101")
    await community.button("button-2", "102")
    test = (await technician.result("walk_test/start", devices=["button-1"]))["test"]
    assert [line["device"] for line in test["expected"]] == ["button-1"]
    assert (test["list"], test["expected"][0]["tested_at"]) == (True, None)
    assert 1790 <= test["seconds_left"] <= 1800
    await technician.result("walk_test/subscribe")
    assert [one["id"] for one in (await technician.event())["running"]] == [test["id"]]
    tested = [community.link.press("button-1", seq, kind) for seq, kind in enumerate(("pressed", "fall", "test"))]
    real = community.link.press("button-2", 1)
    await community.settle(lambda: all(receipt.confirmed for receipt in [*tested, real]))
    (incident,) = alarms(community.runtime)
    assert incident.device == "button-2"
    assert (await technician.event())["running"][0]["expected"][0]["tested_at"] is not None
    assert community.runtime.supervision.devices["button-1"].last_test is not None
    report = (await technician.result("walk_test/stop", test_id=test["id"]))["report"]
    assert (report["left"], report["ended_by"]) == ([], technician.user.id)
    now = community.link.press("button-1", 9)
    await community.settle(lambda: now.confirmed)
    assert len(alarms(community.runtime)) == 2
    actions = await journal(community)
    assert [action for action in actions if "test" in action] == [
        "walk_test_started", *["device_tested"] * 3, "walk_test_ended",
    ]  # fmt: skip


async def journal(community: Community) -> list[str]:
    await community.settle(lambda: not community.runtime.saver.backlog)
    return await community.runtime.database.read(
        lambda connection: [*connection.exec_driver_sql("SELECT action FROM journal ORDER BY seq").scalars()]
    )


async def test_a_walk_test_says_who_is_left(community: Community, technician: Person) -> None:
    for number in range(1, 4):
        await community.button(f"button-{number}", f"10{number}")
    (building,) = community.runtime.directory.buildings
    answer = await technician.act("start_walk_test", respond=True, building=building)
    started = answer["result"]["response"]
    assert started["expected"] == ["button-1", "button-2", "button-3"]
    pressed = community.link.press("button-2", 1)
    await community.settle(lambda: pressed.confirmed)
    answer = await technician.act("stop_walk_test", respond=True, test_id=started["test_id"])
    assert answer["result"]["response"]["left"] == ["button-1", "button-3"]
    listed = await technician.result("walk_test/get")
    assert (listed["running"], listed["finished"][0]["left"]) == ([], ["button-1", "button-3"])
    assert (await technician.error("walk_test/stop", test_id=started["test_id"]))["code"] == "test_unknown"
    for fields, code in (
        ({"building": "elsewhere"}, "building_unknown"),
        ({"devices": ["never-heard"]}, "device_not_assigned"),
    ):
        assert (await technician.error("walk_test/start", **fields))["code"] == code


async def test_test_mode_is_a_switch_of_the_community_and_of_each_building(
    hass: HomeAssistant, community: Community
) -> None:
    await community.button("button-1")
    (building,) = community.runtime.directory.buildings
    of = f"building_{building}"
    await community.settle(lambda: entity_id(hass, "switch.test_mode", of))

    async def switch(service: str, of: str, context: Context | None = None) -> None:
        data = {"entity_id": entity_id(hass, "switch.test_mode", of)}
        await hass.services.async_call(SWITCH, service, data, blocking=True, context=context or Context())

    await switch("turn_on", of)
    await switch("turn_on", of)
    await community.settle(lambda: shown(hass, "switch.test_mode", of).state == STATE_ON)
    assert shown(hass, "switch.test_mode").state == STATE_OFF
    # What a voice assistant does "in one second" has no account, so none may switch it unless somebody says so.
    assert await async_setup_component(hass, "homeassistant", {})
    assert not async_should_expose(hass, "conversation", entity_id(hass, "switch.test_mode", of) or "")
    (run,) = community.runtime.tests.running
    assert (run.by, run.building, run.is_walk) == ("automation", building, False)
    await switch("turn_off", of)
    await community.settle(lambda: shown(hass, "switch.test_mode", of).state == STATE_OFF)
    assert community.runtime.tests.running == []
    for role, allowed in ((Role.DUTY_ROOM, True), (Role.COMMUNITY_OFFICE, True), (Role.GRID_WORKER, False)):
        user, _ = await account(hass, role.value)
        await community.runtime.register.save_staff(user.id, [role], None, "test")
        context = Context(user_id=user.id)
        if allowed:
            await switch("turn_on", "community", context)
            await switch("turn_off", "community", context)
        else:
            with pytest.raises(Unauthorized):
                await switch("turn_on", "community", context)


async def test_a_test_survives_a_restart_with_what_it_had_left(hass: HomeAssistant, community: Community) -> None:
    await community.button("button-1")
    run = await community.runtime.tests.start("anna", timedelta(minutes=10), is_walk=True)
    pressed = community.link.press("button-1", 1)
    await community.settle(lambda: pressed.confirmed)
    await community.runtime.tests.tick()
    assert await hass.config_entries.async_reload(community.entry.entry_id)
    runtime: Runtime = community.entry.runtime_data
    (again,) = runtime.tests.running
    assert (again.id, set(again.tested), again.is_walk) == (run.id, {"button-1"}, True)
    assert 590 <= runtime.tests.seconds_left(again) <= 600
    assert runtime.tests.is_tested(runtime.supervision.devices["button-1"])


async def test_smoke_that_is_still_there_when_the_test_ends_opens_its_incident(community: Community) -> None:
    await placed(community, "smoke-1", DeviceKind.SMOKE)
    run = await community.runtime.tests.start("anna")
    community.link.on_fact(DeviceState("smoke-1", community.runtime.clock().utc, alarm=True))
    assert alarms(community.runtime) == []
    await community.runtime.tests.stop(run.id, "anna")
    await community.settle(lambda: alarms(community.runtime))
    assert [one.kind for one in alarms(community.runtime)] == [Kind.SMOKE]


async def test_the_monthly_list(community: Community, technician: Person) -> None:
    await community.button("button-1")
    (due,) = (await technician.result("devices/tests_due"))["devices"]
    assert (due["id"], due["overdue"]) == ("button-1", False)
    tested = community.link.press("button-1", 1, "test")
    await community.settle(lambda: tested.confirmed)
    assert (await technician.result("devices/tests_due"))["devices"] == []


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.DUTY_ROOM, Role.GRID_WORKER, Role.AUDITOR])
async def test_in_which_home_a_tested_device_is_stands_in_the_lists_of_those_who_may_list_devices(
    community: Community, hass_ws_client: WebSocketGenerator, role: Role
) -> None:
    home = await community.button("button-1")
    who = await person(community, hass_ws_client, role)
    await who.ask("walk_test/subscribe")
    await who.event()
    first = await community.runtime.tests.start("test", is_walk=True)
    seen = [(await who.event())["running"][0]["expected"][0]]
    await community.runtime.tests.stop(first.id, "test")
    await community.runtime.tests.start("test", is_walk=True)
    tests = await who.result("walk_test/get")
    seen += [tests[of][0]["expected"][0] for of in ("running", "finished")]
    if role is not Role.AUDITOR:
        seen += (await who.result("devices/tests_due"))["devices"]
    assert {line["number"] for line in seen} == {1}
    assert {line["home"] for line in seen} == {home if may_call_command("devices/list", {role}) else None}


# Faults.


@pytest.mark.usefixtures("with_faults")
async def test_a_low_battery_is_an_incident_and_a_new_battery_a_note(community: Community, technician: Person) -> None:
    await community.button("button-1")
    at = community.runtime.clock().utc
    community.link.on_fact(DeviceState("button-1", at, battery=12))
    community.runtime.faults.report(Fault(FaultCause.BATTERY_LOW, "button-1", "b1", "button-1"))

    def of_battery() -> list[Incident]:
        return [one for one in community.runtime.response.active.values() if one.cause == "battery_low"]

    await community.settle(of_battery)
    listed = (await technician.result("incidents/list", state="active"))["incidents"]
    (shown_,) = (one for one in listed if one["cause"] == "battery_low")
    assert (shown_["kind"], shown_["subject"], shown_["severity"]) == ("device_fault", "button-1", "normal")
    kept = await community.runtime.database.read(
        lambda connection: connection.exec_driver_sql("SELECT cause, subject FROM incidents").all()
    )
    assert ("battery_low", "button-1") in kept


@pytest.mark.usefixtures("with_faults")
async def test_a_fault_that_is_open_is_one_after_a_restart(hass: HomeAssistant, community: Community) -> None:
    fault = Fault(FaultCause.ROSTER_GAP, "duty_room")
    community.runtime.faults.report(fault)

    def gaps(runtime: Runtime) -> list[Incident]:
        return [one for one in runtime.response.active.values() if one.cause == "roster_gap"]

    await community.settle(lambda: gaps(community.runtime))
    assert await hass.config_entries.async_reload(community.entry.entry_id)
    runtime: Runtime = community.entry.runtime_data
    runtime.faults.report(fault)
    await settle(hass, lambda: runtime.faults.present)
    (gap,) = gaps(runtime)
    assert "again" not in words(gap)
