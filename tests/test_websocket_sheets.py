"""The websocket commands that bring the register in and out, and those that one household asks for."""

from base64 import b64decode, b64encode
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.ports import StoreError, StoreFailure
from custom_components.smart_community.core.register_export import Format, Headings, write_sheet
from custom_components.smart_community.store import imports
from tests.conftest import Community
from tests.people import Person, account, logged, person
from tests.sheets import big_sheet

SHEET = (
    "楼栋,房号,网格,户主,联系人1姓名,联系人1电话\n3,101,东片,planted one,planted two,100 0000 0001\n3,102,,planted,,\n"
)


@pytest.fixture
async def office(community: Community, hass_ws_client: WebSocketGenerator) -> Person:
    """Return somebody of the community office, logged in."""
    return await person(community, hass_ws_client, Role.COMMUNITY_OFFICE)


async def imported(who: Person, **fields: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Import something and return what was said on the way, and at the end."""
    assert await who.result("register/import", **fields) == {}
    progress = []
    while (event := await who.event())["type"] == "progress":
        progress.append(event)
    return progress, event


async def homes(who: Person) -> dict[str, str]:
    return {home["number"]: home["id"] for home in (await who.result("register/homes"))["homes"]}


async def test_a_dry_run_shows_every_row_and_then_it_is_imported_and_undone(
    community: Community, office: Person, caplog: pytest.LogCaptureFixture
) -> None:
    _, report = await imported(office, text=SHEET + "3,103,,,planted,call planted\n", dry_run=True)
    assert (report["type"], report["rows"], report["created"], report["imported"]) == ("report", 3, 2, False)
    assert [(error["line"], error["column"], error["reason"]) for error in report["errors"]] == [
        (4, "联系人1电话", "not_a_phone")
    ]
    page = await office.result("register/import/rows", import_id=report["import_id"], limit=2, offset=1)
    assert page["total"] == 3
    assert [(row["line"], row["outcome"], row["number"]) for row in page["rows"]] == [
        (3, "created", "102"),
        (4, "error", ""),
    ]
    wrong = await office.result("register/import/rows", import_id=report["import_id"], outcome="error")
    assert wrong["rows"] == page["rows"][1:]
    assert "planted" not in str((report, page))
    assert (await office.error("register/import/rows", import_id="01ABC"))["code"] == "no_import_report"
    assert (await office.error("register/undo_import"))["code"] == "nothing_to_undo"

    progress, report = await imported(office, text=SHEET)
    assert (report["imported"], report["created"], report["errors"]) == (True, 2, [])
    assert [event["phase"] for event in progress][-1] == "writing"
    assert progress[-1]["done"] == progress[-1]["of"] > 0
    # The runtime has its grids at once.
    (grid,) = community.runtime.directory.grids.values()
    assert grid.name == "东片"

    could = await office.result("register/undo_import", dry_run=True)
    assert (could["undone"], could["import"]["by"], could["import"]["created"]) == (False, office.user.id, 2)
    undone = await office.result("register/undo_import")
    assert undone == {"undone": True, "import": could["import"]}
    assert await homes(office) == {}
    assert community.runtime.directory.grids == {}
    assert "planted" not in logged(caplog)


async def test_a_large_workbook_comes_in_parts(office: Person) -> None:
    rows = [["3", "1", str(number), "1", "East", "planted"] for number in range(400)]
    file = write_sheet(rows, Format.XLSX, Headings.ENGLISH)
    parts = [b64encode(file[start : start + 10_000]).decode() for start in range(0, len(file), 10_000)]
    assert len(parts) > 1
    upload = (await office.result("register/import/upload", part=parts[0]))["upload"]
    for part in parts[1:]:
        answer = await office.result("register/import/upload", upload=upload, part=part)
    assert answer == {"upload": upload, "size": len(file)}
    _, report = await imported(office, upload=upload)
    assert (report["imported"], report["created"]) == (True, 400)
    assert (await office.error("register/import", upload=upload))["code"] == "upload_unknown"
    _, report = await imported(office, base64=b64encode(file).decode(), dry_run=True)
    assert report["unchanged"] == 400


async def test_what_is_no_file_is_refused_in_words(
    community: Community, office: Person, caplog: pytest.LogCaptureFixture
) -> None:
    for fields, code in (
        ({}, "file_missing"),
        ({"base64": "planted!"}, "part_not_base64"),
        ({"upload": "01ABC"}, "upload_unknown"),
    ):
        error = await office.error("register/import", **fields)
        assert (error["code"], error["translation_domain"], error["translation_key"]) == (code, DOMAIN, code)
    assert (await office.error("register/import", text="planted", base64="planted"))["code"] == "invalid_format"
    assert (await office.error("register/import", text=["planted"]))["code"] == "invalid_format"
    community.runtime.register.sheets._importing = True
    assert (await office.error("register/import", text=SHEET))["code"] == "import_running"
    community.runtime.register.sheets._importing = False
    assert "planted" not in logged(caplog)


async def test_what_goes_wrong_on_the_way_is_the_last_event(office: Person) -> None:
    with patch.object(imports, "fill", side_effect=StoreError(StoreFailure.FULL)):
        _, event = await imported(office, text=SHEET)
    assert event == {"type": "error", "code": "store_failed", "placeholders": {"failure": "full"}}
    assert await homes(office) == {}
    _, report = await imported(office, text=SHEET)
    assert report["imported"]


async def test_an_import_goes_on_when_nobody_watches(
    hass: HomeAssistant, community: Community, office: Person, hass_ws_client: WebSocketGenerator
) -> None:
    await office.result("register/import", text=big_sheet(500))
    await office.socket.close()
    await community.settle(lambda: not community.runtime.register.sheets.importing)
    assert (await community.runtime.register.homes()).total == 500


async def test_an_export_is_imported_again_and_changes_nothing(office: Person) -> None:
    await imported(office, text=SHEET)
    for file_format, content in (("csv", "text/csv"), ("xlsx", "application/vnd.openxmlformats")):
        file = await office.result("register/export", format=file_format, language="zh-Hans")
        assert file["name"].endswith(f".{file_format}")
        assert file["content_type"].startswith(content)
        assert file["homes"] == 2
        _, report = await imported(office, base64=file["base64"], dry_run=True)
        assert report["unchanged"] == 2
    csv = await office.result("register/export")
    assert b64decode(csv["base64"]).decode("utf-8-sig").startswith("building,unit,home,floor,grid,household,")


async def test_a_household_asks_for_what_is_its_right(community: Community, office: Person) -> None:
    await imported(office, text=SHEET)
    home = (await homes(office))["101"]
    consent = {"home": home, "purpose": "pictures", "given": True, "text_version": "2026-11"}
    said = (await office.result("register/consent", **consent, note="signed"))["consent"]
    assert (said["purpose"], said["by"], said["note"]) == ("pictures", office.user.id, "signed")
    assert await office.result("register/pause", home=home) == {"status": "paused", "devices": []}
    assert await office.result("register/resume", home=home) == {"status": "active", "devices": []}
    assert await office.result("register/leave", home=home) == {"status": "left", "devices": []}
    told = await office.result("register/household_export", home=home)
    assert told.keys() == {"exported_at", "home", "consents", "devices", "incidents", "journal"}
    assert (told["home"]["household"], told["home"]["grid_name"]) == ("planted one", "东片")
    assert (await office.result("register/erase", home=home))["kept"]["consents"] == 2
    assert (await office.result("register/home", home=home))["home"]["household"] == ""
    for command in ("pause", "resume", "leave", "erase", "household_export"):
        assert (await office.error(f"register/{command}", home="01ABC"))["code"] == "home_unknown"


async def test_a_press_of_a_paused_household_still_opens_an_incident(community: Community, office: Person) -> None:
    home = await community.button("button-1")
    assert (await office.result("register/pause", home=home))["devices"] == ["button-1"]
    receipt = community.link.press("button-1", 1)
    await community.settle(lambda: receipt.confirmed)
    (incident,) = community.runtime.response.active.values()
    assert incident.place.home == home
    # And until it is resolved, nothing is erased.
    error = await office.error("register/erase", home=home)
    assert (error["code"], error["translation_placeholders"]) == (
        "incident_active",
        {"number": str(incident.number)},
    )


async def test_a_press_of_a_household_that_has_left_tells_the_staff_alone(community: Community, office: Person) -> None:
    home = await community.button("button-1")
    contacts = [{"name": "Li Na", "phone": "100 0000 0001", "relation": ""}]
    await office.result("register/save", home={"id": home, "contacts": contacts})
    assert len(community.runtime.directory.contacts[home]) == 1
    await office.result("register/leave", home=home)
    assert community.runtime.directory.contacts.get(home, ()) == ()
    receipt = community.link.press("button-1", 1)
    await community.settle(lambda: receipt.confirmed)
    assert len(community.runtime.response.active.values()) == 1


async def test_people_are_searched_by_who_may_and_the_words_are_nowhere(
    community: Community, office: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await imported(office, text=SHEET)
    found = await office.result("register/homes", people="planted two")
    assert ([home["number"] for home in found["homes"]], found["total"]) == (["101"], 1)
    assert "planted" not in str(found)
    both = await office.result("register/homes", people="PLANTED", search="102")
    assert [home["number"] for home in both["homes"]] == ["102"]
    entries = await community.runtime.database.read(
        lambda c: [row.details for row in c.exec_driver_sql("SELECT * FROM journal WHERE action = 'people_searched'")]
    )
    assert entries == ['{"found": 1}', '{"found": 2}']
    assert "planted" not in logged(caplog)


async def test_a_grid_has_a_worker_and_a_deputy(hass: HomeAssistant, community: Community, office: Person) -> None:
    worker, _ = await account(hass, "Wang Wei")
    grid = (await office.result("grids/save", name="East", worker=worker.id))["grid"]
    assert grid == {"id": grid["id"], "name": "East", "worker": worker.id, "deputy": ""}
    assert (await office.error("grids/save", name="West", worker="nobody"))["code"] == "account_unknown"
    home = await community.button("button-1")
    await office.result("register/save", home={"id": home, "grid": grid["id"]})
    assert (await office.result("grids/list"))["grids"] == [{**grid, "homes": 1}]
    of_home = community.runtime.directory.grid_of(home)
    assert of_home is not None
    assert of_home.worker == worker.id
    await office.result("grids/save", grid=grid["id"], worker="", deputy=worker.id)
    assert (await office.result("grids/list"))["grids"] == [{**grid, "worker": "", "deputy": worker.id, "homes": 1}]


async def test_the_grid_of_a_home_without_a_device_is_known_once_it_has_an_incident(community: Community) -> None:
    register = community.runtime.register
    grid = await register.save_grid(grid_id=None, name="East", worker=None, deputy=None, by="test")
    home = await community.home("201", grid=grid.id)
    assert community.runtime.directory.grid_of(home) is None
    await community.runtime.directory.prepare_contacts([home])
    assert community.runtime.directory.grid_of(home) == grid
