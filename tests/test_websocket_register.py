"""The websocket commands about homes, staff, devices and the journal."""

from typing import Any

import pytest
from homeassistant.auth.const import GROUP_ID_READ_ONLY
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
from sqlalchemy import text

from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.device import DeviceAvailability, DeviceState, Malformed
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.diagnostics import figures
from tests.conftest import Community
from tests.people import Person, account, logged, person

HOME: dict[str, Any] = {
    "building": "东楼",
    "unit": "2",
    "number": "1202",
    "floor": 12,
    "household": "李华",
    "note": "hard of hearing",
    "access": "key safe by the door",
    "key_safe": "left of the door, code with the duty room",
    "residents": [
        {
            "name": "Li Hua",
            "birth_year": 1941,
            "care": ["over_80", "lives_alone"],
            "guardian": "Li Na",
            "language": "Shanghainese",
            "note": "hard of hearing",
        },
    ],
    "contacts": [{"name": "Li Na", "phone": "138 0000 0000", "relation": "daughter"}],
}


@pytest.fixture
async def technician(community: Community, hass_ws_client: WebSocketGenerator) -> Person:
    """Return an administrator, logged in."""
    return await person(community, hass_ws_client, Role.TECHNICIAN)


def translation(error: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Return what is told to whom, once it is sure that it has its words."""
    assert error["translation_domain"] == DOMAIN
    assert error["translation_key"] == error["code"]
    return error["code"], error["translation_placeholders"]


# Homes.


async def test_a_home_is_saved_listed_and_shown(community: Community, technician: Person) -> None:
    home_id = (await technician.result("register/save", home=HOME))["home_id"]
    listed = await technician.result("register/homes")
    (building,) = listed["buildings"]
    assert building == {"id": building["id"], "name": "东楼"}
    assert listed == {
        "homes": [
            {
                "id": home_id,
                "building": building["id"],
                "building_name": "东楼",
                "unit": "2",
                "number": "1202",
                "floor": 12,
                "grid": None,
                "devices": [],
            }
        ],
        "total": 1,
        "buildings": [building],
    }
    shown = await technician.result("register/home", home=home_id)
    (resident,) = shown["home"]["residents"]
    assert shown == {
        "home": {
            **HOME,
            "id": home_id,
            "building": building["id"],
            "building_name": "东楼",
            "grid": None,
            "status": "active",
            "residents": [{**HOME["residents"][0], "id": resident["id"]}],
            "consents": [],
        }
    }

    assert (await technician.result("register/save", home={"id": home_id, "note": ""}))["home_id"] == home_id
    shown = await technician.result("register/home", home=home_id)
    assert (shown["home"]["note"], shown["home"]["household"]) == ("", "李华")
    actions = [entry["action"] for entry in (await technician.result("journal/list"))["entries"]]
    assert actions == ["journal_viewed", "home_viewed", "home_saved", "home_viewed", "home_saved"]


async def test_homes_are_searched_by_door_and_paged(community: Community, technician: Person) -> None:
    for number in ("101", "102", "201"):
        await community.home(number)
    await community.home("101", building="4")

    async def listed(**wanted: Any) -> tuple[list[str], int]:
        page = await technician.result("register/homes", **wanted)
        return [home["number"] for home in page["homes"]], page["total"]

    assert await listed() == (["101", "102", "201", "101"], 4)
    assert await listed(search="10") == (["101", "102", "101"], 3)
    assert await listed(search="Li Hua") == ([], 0)
    assert await listed(limit=2, offset=1) == (["102", "201"], 4)
    (third, fourth) = (await technician.result("register/homes"))["buildings"]
    assert await listed(building=fourth["id"]) == (["101"], 1)
    assert await listed(building=third["id"], limit=1) == (["101"], 3)


async def test_what_the_register_refuses_is_told_in_words_and_never_logged(
    community: Community, technician: Person, caplog: pytest.LogCaptureFixture
) -> None:
    home_id = (await technician.result("register/save", home=HOME))["home_id"]
    phone = {"name": "planted", "phone": "call planted"}
    for change, told in (
        ({"building": ""}, ("missing_value", {"field": "building"})),
        ({"note": "planted" * 300}, ("too_long", {"field": "note"})),
        ({"household": ["planted"]}, ("wrong_type", {"field": "household"})),
        ({"floor": "planted"}, ("not_a_number", {"field": "floor"})),
        ({"floor": 300}, ("out_of_range", {"field": "floor"})),
        ({"number": "3月2日"}, ("looks_like_date", {"field": "number"})),
        ({"household": "planted\0"}, ("unreadable_character", {"field": "household"})),
        ({"contacts": [phone]}, ("not_a_phone", {"field": "contact_1_phone"})),
        ({"contacts": [{"name": "planted"}]}, ("missing_value", {"field": "contact_1_phone"})),
        ({"contacts": [{}] * 11}, ("too_many_contacts", {"limit": "10"})),
        ({"residents": [{}] * 21}, ("too_many_residents", {"limit": "20"})),
        ({"id": home_id, "residents": [{"id": "01ABC", "name": "planted"}]}, ("resident_unknown", {})),
        ({"residents": [{"birth_year": 41}]}, ("not_a_year", {"field": "resident_1_birth_year"})),
        ({"residents": [{"care": ["planted"]}]}, ("unknown_care", {"field": "resident_1_care"})),
        ({"residents": [{"colour": "planted"}]}, ("field_unknown", {"field": "resident_1_colour"})),
        ({"residents": "planted"}, ("wrong_type", {"field": "residents"})),
        ({"grid": "01ABC"}, ("grid_unknown", {})),
        ({"colour": "planted"}, ("field_unknown", {"field": "colour"})),
        ({}, ("home_exists", {"home": home_id})),
        ({"id": "01ABC"}, ("home_unknown", {"home": "01ABC"})),
    ):
        error = await technician.error("register/save", home={**HOME, **change})
        assert translation(error) == told
        assert "planted" not in str(error)
    error = await technician.error("register/home", home="01ABC")
    assert translation(error) == ("home_unknown", {"home": "01ABC"})
    assert (await technician.result("register/homes"))["total"] == 1
    assert "planted" not in logged(caplog)


# Staff.


async def test_staff_are_given_roles_and_lose_them(
    hass: HomeAssistant, community: Community, technician: Person
) -> None:
    user, _ = await account(hass, "Wang Wei")
    roles = ["grid_worker", "duty_room"]
    saved = await technician.result("staff/save", user_id=user.id, roles=roles, channels=["notify.wang"])
    assert saved == {"user_id": user.id, "roles": sorted(roles)}
    shown = {"user_id": user.id, "name": "Wang Wei", "roles": sorted(roles), "channels": ["notify.wang"]}
    assert (await technician.result("staff/list"))["staff"] == [shown]

    await technician.result("staff/save", user_id=user.id, roles=["auditor"])
    (kept,) = (await technician.result("staff/list"))["staff"]
    assert (kept["roles"], kept["channels"]) == (["auditor"], ["notify.wang"])
    await technician.result("staff/save", user_id=user.id, roles=[])
    assert (await technician.result("staff/list"))["staff"] == []


async def test_staff_that_cannot_be_are_refused_in_words(
    hass: HomeAssistant, community: Community, technician: Person
) -> None:
    user, _ = await account(hass, "Wang Wei")
    service = await hass.auth.async_create_system_user("an app", group_ids=[GROUP_ID_READ_ONLY])
    for user_id, roles, told in (
        ("nobody", ["auditor"], ("account_unknown", {"user_id": "nobody"})),
        (service.id, ["portal"], ("account_unknown", {"user_id": service.id})),
        (user.id, ["technician"], ("role_unknown", {})),
        (user.id, ["emperor"], ("role_unknown", {})),
    ):
        error = await technician.error("staff/save", user_id=user_id, roles=roles)
        assert translation(error) == told
    error = await technician.error("staff/save", user_id=user.id, roles=[], channels=["c"] * 21)
    assert translation(error) == ("too_many_channels", {"limit": "20"})
    assert community.runtime.directory.staff == {}


# Devices.


async def test_devices_are_listed_with_what_they_report(community: Community, technician: Person) -> None:
    home = await community.button("button-1")
    at = community.runtime.clock().utc
    for fact in (
        DeviceAvailability("button-1", at, online=True),
        DeviceState("button-1", at, battery=81, tamper=False, rssi=-70),
        Malformed("a/topic", "not JSON", "button-1"),
        Malformed("a/topic", "not JSON", "button-1"),
        Malformed("a/topic", "not JSON", "never-heard-of"),
        Malformed("another/topic", "no device"),
    ):
        community.link.on_fact(fact)
    receipt = community.link.press("button-1", 1, "test")
    community.link.press("button-2", 1)
    await community.settle(lambda: receipt.confirmed)

    listed = (await technician.result("devices/list"))["devices"]
    seen = {key: listed[0].pop(key) for key in ("last_seen", "last_event_at", "last_test", "assigned_at")}
    assert all(seen.values())
    assert listed[0] == {
        "id": "button-1",
        "kind": "help_button",
        "number": 1,
        "model": "Button One",
        "firmware": "1.0",
        "serial": "42",
        "via": None,
        "check_in": None,
        "home": home,
        "building": next(iter(community.runtime.directory.buildings)),
        "source": "mqtt",
        "entity_id": None,
        "points": None,
        "online": True,
        "battery": 81,
        "tamper": False,
        "rssi": -70,
        "alarm": None,
        "active": None,
        "total": None,
        "last_event": "test",
        "malformed": 2,
    }
    assert (listed[1]["id"], listed[1]["home"], listed[1]["last_event"]) == ("button-2", None, "pressed")
    assert len(listed) == 2

    async def ids(*, unassigned: bool) -> list[str]:
        return [device["id"] for device in (await technician.result("devices/list", unassigned=unassigned))["devices"]]

    assert (await ids(unassigned=True), await ids(unassigned=False)) == (["button-2"], ["button-1"])
    assert figures(community.runtime)["link"]["malformed"] == 4


async def test_a_device_is_assigned_bound_and_taken_back(
    hass: HomeAssistant, community: Community, technician: Person
) -> None:
    home = await community.home()
    community.link.announce("button-1")
    assert (await technician.result("devices/assign", device="button-1", home=home))["device"]["home"] == home
    assert (await technician.result("devices/assign", device="button-1", home=None))["device"]["home"] is None

    hass.states.async_set("binary_sensor.cord", "off")
    hass.states.async_set("sensor.cord_battery", "55")
    points = {"press": "binary_sensor.cord", "battery": "sensor.cord_battery"}
    bound = (await technician.result("devices/assign", device="cord-1", home=home, points=points))["device"]
    assert (bound["id"], bound["source"], bound["points"], bound["home"]) == ("cord-1", "entity", points, home)
    (homes,) = (await technician.result("register/homes"))["homes"]
    assert homes["devices"] == ["cord-1"]
    await hass.async_block_till_done()
    assert community.runtime.supervision.devices["cord-1"].battery == 55

    for fields, told in (
        ({"device": "button-1", "points": points}, ("device_not_of_entities", {"device": "button-1"})),
        (
            {"device": "cord-2", "points": {"battery": "sensor.cord_battery"}},
            ("point_missing", {"point": "active, alarm, open, press, siren, total"}),
        ),
        ({"device": "cord-2"}, ("device_unknown", {"device": "cord-2"})),
        (
            {"device": "cord-1", "points": {"tamper": "binary_sensor.lid"}},
            ("entity_unknown", {"entity": "binary_sensor.lid"}),
        ),
    ):
        assert translation(await technician.error("devices/assign", home=home, **fields)) == told


# The journal.


async def test_the_journal_is_paged_and_each_look_is_in_it(
    community: Community, hass_ws_client: WebSocketGenerator
) -> None:
    auditor = await person(community, hass_ws_client, Role.AUDITOR)
    for number in ("101", "102", "103"):
        await community.home(number)
    page = await auditor.result("journal/list", limit=2)
    assert [entry["action"] for entry in page["entries"]] == ["journal_viewed", "home_saved"]
    assert (page["entries"][0]["actor"], page["broken_at"]) == (auditor.user.id, None)
    older = await auditor.result("journal/list", before=page["entries"][-1]["seq"])
    assert [entry["seq"] for entry in older["entries"]] == [3, 2, 1]
    assert older["broken_at"] is None
    assert (await auditor.result("journal/list", before=1))["entries"] == []


async def test_an_entry_that_was_changed_afterwards_is_found(community: Community, technician: Person) -> None:
    for number in ("101", "102", "103"):
        await community.home(number)
    assert (await technician.result("journal/list"))["broken_at"] is None
    await community.runtime.database.bulk(
        lambda connection: connection.execute(text("UPDATE journal SET actor = 'nobody' WHERE seq = 2"))
    )
    assert (await technician.result("journal/list"))["broken_at"] == 2
