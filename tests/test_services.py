"""The actions: what they do, on whose behalf, and what their caller is told when it cannot be done."""

import asyncio
from pathlib import Path
from typing import Any
from unittest.mock import patch

import probatio as vol
import pytest
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_capture_events
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_community.actions import register
from custom_components.smart_community.const import DOMAIN, EVENT_INCIDENT
from custom_components.smart_community.core.incident import Change, Incident, Kind, Severity, State
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.ports import StoreError, StoreFailure
from custom_components.smart_community.core.register_export import Format, Headings, write_sheet
from custom_components.smart_community.rule_runs import MOST_RUNS, RULE_RUNS
from custom_components.smart_community.store import journal as stored_journal
from tests.conftest import Community
from tests.people import a_rule, account, person

SHEET = "building,unit,home,household\n3,1,101,Li Hua\n3,1,102,\n"


async def act(hass: HomeAssistant, action: str, context: Context | None = None, **data: Any) -> dict[str, Any]:
    """Call one of our actions and return what it answers."""
    responds = action in {"open_incident", "import_register"}
    answer = await hass.services.async_call(
        DOMAIN, action, data, blocking=True, context=context, return_response=responds
    )
    return dict(answer or {})


async def refusal(hass: HomeAssistant, action: str, **data: Any) -> tuple[str | None, dict[str, str] | None]:
    """Call one of our actions, which refuses, and return code and placeholders."""
    with pytest.raises(ServiceValidationError) as raised:
        await act(hass, action, **data)
    assert raised.value.translation_domain == DOMAIN
    return raised.value.translation_key, raised.value.translation_placeholders


async def opened(community: Community, **data: Any) -> Incident:
    """Open an incident by the action and return it."""
    answer = await act(community.hass, "open_incident", **data)
    assert answer.keys() == {"incident_id"}
    return community.runtime.response.active[answer["incident_id"]]


# Incidents.


async def test_an_incident_is_opened_where_it_happened(hass: HomeAssistant, community: Community) -> None:
    home = await community.button("button-1")
    (building,) = community.runtime.directory.buildings

    alone = await opened(community, kind="other")
    assert (alone.kind, alone.severity, alone.place.as_dict()) == (Kind.OTHER, Severity.NORMAL, {})
    assert (alone.timeline[0].by, alone.timeline[0].text) == ("automation", None)

    at_home = await opened(community, kind="welfare", home=home, severity="critical", text="the bread is still outside")
    assert at_home.place.as_dict() == {"building": building, "unit": "1", "home": home}
    assert (at_home.severity, at_home.timeline[0].text) == (Severity.CRITICAL, "the bread is still outside")

    in_building = await opened(community, kind="falling_object", building=building)
    assert (in_building.place.as_dict(), in_building.severity) == ({"building": building}, Severity.HIGH)

    of_button = await opened(community, kind="device_fault", device="button-1")
    assert (of_button.place.home, of_button.device) == (home, "button-1")
    stranger = await opened(community, kind="device_fault", device="never-seen")
    assert (stranger.place.as_dict(), stranger.device) == ({}, "never-seen")


async def test_a_second_one_of_the_same_home_pages_again_and_is_the_same(
    hass: HomeAssistant, community: Community
) -> None:
    await community.duty_room()
    home = await community.home()
    first = await opened(community, kind="help", home=home)
    again = await opened(community, kind="help", home=home, text="calls again")
    assert again.id == first.id
    assert [(entry.what, entry.text) for entry in again.timeline[1:]] == [(Change.AGAIN, "calls again")]


@pytest.mark.parametrize("how", ["fails", "hangs"])
async def test_an_automation_opens_a_help_alarm_though_the_register_cannot_be_read(
    hass: HomeAssistant, community: Community, how: str
) -> None:
    home = await community.button("button-1")
    (building,) = community.runtime.directory.buildings
    other = await community.home("102")
    standing = await opened(community, kind="other", home=other)
    never = asyncio.Event()

    async def read(_query: object) -> object:
        if how == "hangs":
            await never.wait()
        raise StoreError(StoreFailure.CORRUPT)

    with (
        patch.object(community.runtime.database, "read", read),
        patch("custom_components.smart_community.actions.from_memory.PATIENCE", 0.01),
    ):
        known = await opened(community, kind="help", home=home)
        assert known.place.as_dict() == {"building": building, "unit": "1", "home": home}
        named = await opened(community, kind="gas", home=other, building=building)
        assert named.place.as_dict() == {"building": building, "home": other}
        # Who can be told is, though not the contacts of a home whose household cannot be read.
        community.runtime.directory.contacts.pop(other, None)
        await act(hass, "dispatch", incident_id=standing.id, to=["everyone_on_duty"])
        if how == "fails":
            with pytest.raises(HomeAssistantError) as raised:
                await act(hass, "open_incident", kind="other", home=other)
            assert raised.value.translation_key == "store_failed"


async def test_while_the_register_is_lost_a_help_alarm_of_any_home_opens(
    hass: HomeAssistant, community: Community
) -> None:
    assert await refusal(hass, "open_incident", kind="help", home="h") == ("home_unknown", {"home": "h"})
    community.runtime.register_lost = True
    incident = await opened(community, kind="help", home="h")
    assert incident.place.as_dict() == {"home": "h"}
    assert await refusal(hass, "open_incident", kind="other", home="h") == ("home_unknown", {"home": "h"})


async def test_an_incident_is_acknowledged_and_resolved(hass: HomeAssistant, community: Community) -> None:
    incident = await opened(community, kind="other")
    await act(hass, "acknowledge_incident", incident_id=incident.id)
    assert community.runtime.response.active[incident.id].state is State.ACKNOWLEDGED
    await act(hass, "resolve_incident", incident_id=incident.id, resolution="false_alarm", note="a cat")
    kept = await community.runtime.find_incident(incident.id)
    assert kept is not None
    assert (kept.state, kept.resolution, kept.timeline[-1].text) == (State.RESOLVED, "false_alarm", "a cat")


async def test_who_acknowledges_second_is_told_nothing_wrong_and_does_not_own_it(
    hass: HomeAssistant, community: Community
) -> None:
    incident = await opened(community, kind="other")
    owners = [(await account(hass, name, admin=True))[0].id for name in ("first", "second")]
    for owner in owners:
        await act(hass, "acknowledge_incident", context=Context(user_id=owner), incident_id=incident.id)
    assert community.runtime.response.active[incident.id].acknowledged_by == owners[0]


async def test_what_is_unknown_is_refused_in_words(hass: HomeAssistant, community: Community) -> None:
    unknown = {"incident_id": "01ABC"}
    assert await refusal(hass, "open_incident", kind="help", home="h") == ("home_unknown", {"home": "h"})
    assert await refusal(hass, "open_incident", kind="help", building="b") == ("building_unknown", {"building": "b"})
    home = await community.home()
    assert await refusal(hass, "open_incident", kind="help", home=home, building="b") == (
        "home_not_in_building", {"home": home, "building": "b"},
    )  # fmt: skip
    assert await refusal(hass, "acknowledge_incident", **unknown) == ("incident_unknown", unknown)
    assert await refusal(hass, "resolve_incident", **unknown, resolution="real") == ("incident_unknown", unknown)
    assert community.runtime.response.active == {}


async def test_nothing_more_happens_to_a_resolved_incident(hass: HomeAssistant, community: Community) -> None:
    incident = await opened(community, kind="other")
    ended: dict[str, Any] = {"incident_id": incident.id}
    await act(hass, "resolve_incident", **ended, resolution="test")
    assert await refusal(hass, "acknowledge_incident", **ended) == ("incident_resolved", ended)
    assert await refusal(hass, "resolve_incident", **ended, resolution="real") == ("incident_resolved", ended)


async def test_what_makes_no_sense_is_refused_at_the_door(hass: HomeAssistant, community: Community) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("open_incident", {}),
        ("open_incident", {"kind": "boredom"}),
        ("open_incident", {"kind": "help", "severity": "extreme"}),
        ("open_incident", {"kind": "help", "text": "x" * 1001}),
        ("open_incident", {"kind": "help", "unit": "1"}),
        ("acknowledge_incident", {"incident_id": ""}),
        ("resolve_incident", {"incident_id": "i"}),
        ("resolve_incident", {"incident_id": "i", "resolution": "unclear"}),
        ("assign_device", {"home": "h"}),
    ]
    for action, data in calls:
        with pytest.raises(vol.Invalid):
            await act(hass, action, **data)


async def test_the_consequence_does_not_run_under_the_caller(
    hass: HomeAssistant, community: Community, hass_ws_client: WebSocketGenerator
) -> None:
    events = async_capture_events(hass, EVENT_INCIDENT)
    states = async_capture_events(hass, "state_changed")
    worker = await person(community, hass_ws_client, Role.GRID_WORKER)
    answer = await worker.act("open_incident", respond=True, kind="help", text="an old man")
    incident_id = answer["result"]["response"]["incident_id"]
    assert (await worker.act("acknowledge_incident", incident_id=incident_id))["success"]
    assert (await worker.act("resolve_incident", incident_id=incident_id, resolution="real"))["success"]
    await hass.async_block_till_done()

    assert [event.data["change"] for event in events] == ["opened", "acknowledged", "resolved"]
    assert events[0].data == {
        "incident_id": incident_id,
        "number": 1,
        "change": "opened",
        "kind": "help",
        "severity": "critical",
        "state": "open",
        "building": None,
    }
    ours = [event for event in states if event.data["entity_id"].startswith("event.")]
    assert len(ours) >= 3
    assert {event.context.user_id for event in (*events, *ours)} == {None}
    # Who did it is where it belongs.
    kept = await community.runtime.find_incident(incident_id)
    assert kept is not None
    assert {entry.by for entry in kept.timeline} == {worker.user.id}
    journal = await community.runtime.database.read(lambda c: stored_journal.page(c, before=None, limit=10))
    assert [entry.note.action for entry in journal if entry.note.subject == incident_id] == [
        "incident_resolved",
        "incident_acknowledged",
        "incident_opened",
    ]
    assert {entry.note.actor for entry in journal if entry.note.subject == incident_id} == {worker.user.id}


async def test_a_store_that_fails_is_told_unless_people_come_first(hass: HomeAssistant, community: Community) -> None:
    known = await opened(community, kind="other")
    with patch.object(community.runtime.saver, "_commit", side_effect=StoreError(StoreFailure.FULL)):
        calls: list[tuple[str, dict[str, Any]]] = [
            ("open_incident", {"kind": "intrusion"}),
            ("acknowledge_incident", {"incident_id": known.id}),
        ]
        for action, data in calls:
            with pytest.raises(HomeAssistantError) as raised:
                await act(hass, action, **data)
            assert not isinstance(raised.value, ServiceValidationError)
            assert (raised.value.translation_key, raised.value.translation_placeholders) == (
                "store_failed",
                {"failure": "full"},
            )
        assert (await opened(community, kind="help")).unsaved
    assert set(community.runtime.response.active) > {known.id}


async def test_nothing_is_done_while_the_community_does_not_run(hass: HomeAssistant, community: Community) -> None:
    assert await hass.config_entries.async_unload(community.entry.entry_id)
    assert await refusal(hass, "open_incident", kind="help") == ("not_loaded", None)


# Devices.


@pytest.fixture
def zigbee(hass: HomeAssistant) -> str:
    """Return the id of a Zigbee button's event entity, as another integration has registered it."""
    owner = MockConfigEntry(domain="zha")
    owner.add_to_hass(hass)
    registered = er.async_get(hass).async_get_or_create("event", "zha", "0x1", config_entry=owner)
    hass.states.async_set(registered.entity_id, "2026-01-01T08:00:00.000+00:00", {"event_type": "short_release"})
    return registered.entity_id


async def test_a_device_is_given_to_a_home(hass: HomeAssistant, community: Community) -> None:
    home = await community.home()
    community.link.announce("button-1")
    await act(hass, "assign_device", device="button-1", home=home)
    receipt = community.link.press("button-1", 1)
    await community.settle(lambda: receipt.confirmed)
    (incident,) = community.runtime.response.active.values()
    assert (incident.kind, incident.place.home) == (Kind.HELP, home)


async def test_an_event_entity_becomes_a_help_button(hass: HomeAssistant, community: Community, zigbee: str) -> None:
    home = await community.home()
    await act(hass, "assign_device", device=zigbee, home=home)
    await hass.async_block_till_done()
    assert community.runtime.response.active == {}

    later = community.runtime.clock().utc.isoformat(timespec="milliseconds")
    hass.states.async_set(zigbee, later, {"event_type": "short_release_of_the_button"})
    await community.settle(lambda: community.runtime.response.active)
    (incident,) = community.runtime.response.active.values()
    assert (incident.kind, incident.place.home) == (Kind.HELP, home)


async def test_a_binary_sensor_becomes_a_help_button(hass: HomeAssistant, community: Community) -> None:
    await community.duty_room()
    home = await community.home()
    hass.states.async_set("binary_sensor.cord", STATE_OFF)
    await act(hass, "assign_device", device="binary_sensor.cord", home=home)
    await hass.async_block_till_done()
    hass.states.async_set("binary_sensor.cord", STATE_ON)
    await community.settle(lambda: community.runtime.response.active)
    hass.states.async_set("binary_sensor.cord", STATE_OFF)
    await hass.async_block_till_done()
    (incident,) = community.runtime.response.active.values()
    assert (incident.kind, incident.place.home, len(incident.timeline)) == (Kind.HELP, home, 1)

    # It stays one device when it moves to another home.
    other = await community.home("102")
    await act(hass, "assign_device", device="binary_sensor.cord", home=other)
    (device,) = community.runtime.supervision.devices.values()
    assert device.place.home == other


async def test_what_cannot_be_assigned_is_refused_in_words(
    hass: HomeAssistant, community: Community, zigbee: str
) -> None:
    home = await community.button("button-1")
    registry = er.async_get(hass)
    unique_id = f"{community.entry.entry_id}_community_incident"
    await community.settle(lambda: registry.async_get_entity_id("event", DOMAIN, unique_id))
    own = registry.async_get_entity_id("event", DOMAIN, unique_id) or ""

    assert await refusal(hass, "assign_device", device="button-1", home="h") == ("home_unknown", {"home": "h"})
    assert await refusal(hass, "assign_device", device="button-9", home=home) == (
        "device_unknown",
        {"device": "button-9"},
    )
    assert await refusal(hass, "assign_device", device="event.nothing", home=home) == (
        "entity_unknown",
        {"entity": "event.nothing"},
    )
    assert await refusal(hass, "assign_device", device=own, home=home) == ("entity_is_ours", {"entity": own})
    registry.async_update_entity(zigbee, disabled_by=er.RegistryEntryDisabler.USER)
    assert await refusal(hass, "assign_device", device=zigbee, home=home) == ("entity_disabled", {"entity": zigbee})
    assert set(community.runtime.supervision.devices) == {"button-1"}


# The register.


def put(hass: HomeAssistant, name: str, content: str | bytes) -> None:
    """Write a file into the configuration folder."""
    Path(hass.config.path(name)).write_bytes(content.encode() if isinstance(content, str) else content)


async def test_a_register_is_checked_and_then_imported(hass: HomeAssistant, community: Community) -> None:
    put(hass, "register.csv", "\ufeff" + SHEET)
    counts = {"rows": 2, "created": 2, "updated": 0, "unchanged": 0, "error_count": 0, "errors": []}
    checked = await act(hass, "import_register", file="register.csv", dry_run=True)
    assert checked == {**counts, "import_id": checked["import_id"], "dry_run": True, "imported": False}
    assert (await community.runtime.register.homes()).total == 0

    done = await act(hass, "import_register", file=hass.config.path("register.csv"))
    assert done == {**counts, "import_id": done["import_id"], "dry_run": False, "imported": True}
    assert (await community.runtime.register.homes()).total == 2


async def test_a_sheet_with_an_error_is_not_imported_and_the_error_is_placed(
    hass: HomeAssistant, community: Community
) -> None:
    put(hass, "register.csv", SHEET + "3,1,,Wang Wei\n")
    report = await act(hass, "import_register", file="register.csv")
    assert (report["imported"], report["rows"]) == (False, 3)
    (error,) = report["errors"]
    assert (error["line"], error["column"], error["reason"]) == (4, "home", "missing_value")
    assert "Wang" not in str(report)
    assert (await community.runtime.register.homes()).total == 0


async def test_only_a_sheet_in_an_allowed_folder_is_read(
    hass: HomeAssistant, community: Community, tmp_path: Path
) -> None:
    put(hass, "secrets.yaml", "password: x")
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_text(SHEET, encoding="utf-8")
    Path(hass.config.path("linked.csv")).symlink_to(elsewhere)
    Path(hass.config.path("folder.csv")).mkdir()

    for file, code in {
        "secrets.yaml": "file_not_sheet",
        "missing.csv": "file_unreadable",
        "folder.csv": "file_unreadable",
        "with\0zero.csv": "file_unreadable",
        "linked.csv": "file_not_allowed",
        "../other.csv": "file_not_allowed",
        str(elsewhere): "file_not_allowed",
    }.items():
        assert await refusal(hass, "import_register", file=file) == (code, {"file": Path(file).name}), file

    hass.config.allowlist_external_dirs = {str(tmp_path.resolve())}
    assert (await act(hass, "import_register", file=str(elsewhere)))["imported"]


async def test_a_workbook_is_imported_and_what_is_none_is_refused_with_a_reason(
    hass: HomeAssistant, community: Community
) -> None:
    put(hass, "old.csv", SHEET.replace("Li Hua", "李华").encode("gb18030"))
    put(hass, "old.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1000))
    put(hass, "register.xlsx", write_sheet([["3", "1", "101", "1", "East", "Li Hua"]], Format.XLSX, Headings.CHINESE))
    for file, reason in {"old.csv": "not_utf8", "old.xlsx": "old_workbook"}.items():
        report = await act(hass, "import_register", file=file)
        assert (report["imported"], [error["reason"] for error in report["errors"]]) == (False, [reason])
    report = await act(hass, "import_register", file="register.xlsx")
    assert (report["imported"], report["created"]) == (True, 1)
    ((home, _),) = (await community.runtime.register.homes()).homes
    assert (home.number, home.grid) == ("101", (await community.runtime.register.grids())[0].grid.id)


async def test_a_sheet_that_is_too_large_is_not_read(hass: HomeAssistant, community: Community) -> None:
    put(hass, "register.csv", SHEET)
    with patch.object(register, "LARGEST_SHEET", len(SHEET) - 1):
        code, _ = await refusal(hass, "import_register", file="register.csv")
    assert code == "file_too_large"


async def test_one_import_at_a_time(hass: HomeAssistant, community: Community) -> None:
    put(hass, "register.csv", SHEET)
    community.runtime.register.sheets._importing = True
    assert await refusal(hass, "import_register", file="register.csv") == ("import_running", {})


# Rules that are run by hand.


async def test_a_rule_that_is_run_by_hand_acts_as_whoever_runs_it(
    hass: HomeAssistant, community: Community, hass_ws_client: WebSocketGenerator
) -> None:
    duty_room = await person(community, hass_ws_client, Role.DUTY_ROOM)
    rule = await a_rule(hass)
    for runner, by in ((duty_room, duty_room.user.id), (None, "automation")):
        assert await rule.did(f"{DOMAIN}.open_incident", {"kind": "other", "device": by}, runner)
        (incident,) = (one for one in community.runtime.response.active.values() if one.device == by)
        assert incident.timeline[0].by == by


async def test_a_rule_that_another_one_runs_acts_as_whoever_ran_that_one(
    hass: HomeAssistant, community: Community
) -> None:
    await account(hass, "the owner", admin=True)
    user, _ = await account(hass, "nobody in particular")
    await a_rule(hass)
    by_hand = Context(user_id=user.id)
    its_run = Context(parent_id=by_hand.id)
    for context in (by_hand, its_run):
        await hass.services.async_call("automation", "trigger", {"entity_id": "all"}, blocking=True, context=context)
    for parent in (by_hand, its_run):
        with pytest.raises(HomeAssistantError) as told:
            await act(hass, "open_incident", Context(parent_id=parent.id), kind="other")
        assert told.value.translation_key == "unauthorized"
    by_itself = Context(parent_id=Context().id)
    assert await act(hass, "open_incident", by_itself, kind="other")


async def test_a_run_by_hand_is_no_rules_even_once_so_many_came_after_it_that_it_is_forgotten(
    hass: HomeAssistant, community: Community
) -> None:
    runs = hass.data[RULE_RUNS]
    first = Context(user_id="who floods", id=f"{0:026}")
    for number in range(MOST_RUNS + 1):
        runs.note(Context(user_id="who floods", id=f"{number:026}"))
    with pytest.raises(HomeAssistantError):
        await act(hass, "open_incident", Context(parent_id=first.id), kind="other")
    assert runs.account_of(Context(parent_id=f"{MOST_RUNS:026}")) == "who floods"
    assert runs.account_of(Context(parent_id=Context().id)) is None
