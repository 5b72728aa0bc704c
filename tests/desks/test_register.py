"""The register desk: changes one at a time, all of them in the journal before they can be seen."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from custom_components.smart_community.core.people import Contact, Role, Staff
from custom_components.smart_community.core.ports import Record, StoreError
from custom_components.smart_community.core.register_fate import Outcome
from custom_components.smart_community.core.register_form import RegisterError
from custom_components.smart_community.desks.register import MOST_HOMES_A_PAGE
from custom_components.smart_community.desks.register_sheets import Phase
from custom_components.smart_community.desks.register_views import ImportReport
from tests.desks.register_world import SHEET, Community, opened
from tests.sheets import big_sheet

SECRETS = ("Li Hua", "oxygen", "17", "Li Na", "138", "Wu Jun", "Xu Mei", "New")


@pytest.fixture
async def community(tmp_path: Path) -> AsyncIterator[Community]:
    async with opened(tmp_path) as community:
        yield community


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.count(Outcome.CREATED), report.count(Outcome.UPDATED), report.count(Outcome.UNCHANGED)


def once_writing(running: asyncio.Event) -> Callable[[Phase, int, int], None]:
    """Return what hears of progress and says when the register is being written."""

    def progress(phase: Phase, _done: int, _of: int) -> None:
        if phase is Phase.WRITING:
            running.set()

    return progress


def refuse_everything(_records: Sequence[Record]) -> bool:
    return True


async def test_a_sheet_is_imported(community: Community) -> None:
    report = await community.desk.sheets.import_sheet(SHEET, dry_run=False, by="office")
    assert report.as_dict() == {
        "import_id": report.import_id, "rows": 3, "created": 3, "updated": 0, "unchanged": 0, "dry_run": False,
        "imported": True, "error_count": 0, "errors": [],
    }  # fmt: skip
    assert community.changes == 1
    assert set(await community.doors()) == {("3", "1", "101"), ("3", "1", "102"), ("4", "", "201")}
    assert await community.actions() == [("office", "register_imported", "")]
    assert (await community.notes())[0].details == {"rows": 3, "created": 3, "updated": 0, "unchanged": 0}


async def test_a_dry_run_only_counts(community: Community) -> None:
    await community.desk.sheets.import_sheet(SHEET, dry_run=False, by="office")
    report = await community.desk.sheets.import_sheet(
        SHEET.replace("Wu", "New") + "4,,202,,,,,,\n", dry_run=True, by="office"
    )
    assert (report.rows, *counts(report)) == (4, 1, 1, 2)
    assert report.dry_run
    assert not report.imported
    assert community.changes == 1
    assert len(await community.doors()) == 3
    assert len(await community.actions()) == 1


async def test_a_sheet_with_a_fault_imports_nothing(community: Community) -> None:
    report = await community.desk.sheets.import_sheet(SHEET + "4,,202,x,,,,,\n,,,,,,,,1\n", dry_run=False, by="office")
    told = report.as_dict()
    assert not told["imported"]
    assert told["rows"] == 5
    assert [(error["line"], error["column"], error["reason"]) for error in told["errors"]] == [
        (5, "floor", "not_a_number"),
        (6, "contact_1_phone", "not_a_phone"),
        (6, "building", "missing_value"),
        (6, "home", "missing_value"),
    ]
    assert await community.doors() == {}
    assert await community.actions() == []
    assert community.changes == 0


async def test_an_import_that_changes_nothing_is_noted(community: Community) -> None:
    await community.desk.sheets.import_sheet(SHEET, dry_run=False, by="office")
    report = await community.desk.sheets.import_sheet(SHEET, dry_run=False, by="office")
    assert report.imported
    assert counts(report) == (0, 0, 3)
    assert await community.actions() == [("office", "register_imported", "")] * 2


async def test_two_imports_at_once_are_refused_and_a_change_waits(community: Community) -> None:
    await community.desk.sheets.import_sheet(SHEET, dry_run=False, by="office")
    doors = await community.doors()
    running = asyncio.Event()
    importing = asyncio.create_task(
        community.desk.sheets.import_sheet(
            big_sheet(1000) + "\n" + "3,1,101" + "," * 33, dry_run=False, by="office", progress=once_writing(running)
        )
    )
    await running.wait()
    assert community.desk.sheets.importing
    for dry_run in (True, False):
        with pytest.raises(RegisterError) as caught:
            await community.desk.sheets.import_sheet(SHEET, dry_run=dry_run, by="other")
        assert caught.value.code == "import_running"
    new = await community.desk.save_home({"building": "3", "unit": "1", "number": "103", "household": "New"}, "office")
    assert importing.done()
    assert (await importing).imported
    assert not community.desk.sheets.importing
    # What was saved meanwhile is in the register that the import left.
    after = await community.doors()
    assert after["3", "1", "103"] == new
    assert len(after) == 1004
    assert after["3", "1", "101"] == doors["3", "1", "101"]
    assert (await community.desk.home(new, "office")).household.name == "New"


async def test_a_failed_import_is_not_in_the_way_of_the_next(community: Community) -> None:
    community.refuse = refuse_everything
    with pytest.raises(StoreError):
        await community.desk.sheets.import_sheet(SHEET, dry_run=False, by="office")
    assert await community.doors() == {}
    community.refuse = lambda _records: False
    assert (await community.desk.sheets.import_sheet(SHEET, dry_run=False, by="office")).count(Outcome.CREATED) == 3
    assert len(await community.doors()) == 3
    assert community.changes == 1


async def test_a_change_that_fails_is_not_in_the_journal(community: Community) -> None:
    community.refuse = bool
    with pytest.raises(StoreError):
        await community.desk.sheets.import_sheet(SHEET, dry_run=False, by="office")
    with pytest.raises(StoreError):
        await community.desk.save_home({"building": "3", "number": "1"}, "office")
    assert await community.actions() == []
    assert await community.doors() == {}
    assert community.changes == 0


async def test_a_cancelled_import_leaves_nothing_to_see(community: Community) -> None:
    running = asyncio.Event()
    importing = asyncio.create_task(
        community.desk.sheets.import_sheet(big_sheet(500), dry_run=False, by="office", progress=once_writing(running))
    )
    await running.wait()
    importing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await importing
    assert await community.doors() == {}
    await community.desk.remove_leftovers()
    assert (await community.desk.sheets.import_sheet(SHEET, dry_run=False, by="office")).count(Outcome.CREATED) == 3


async def test_ten_thousand_homes(community: Community) -> None:
    text = big_sheet(10_000)
    done = (0, 0)

    def progress(phase: Phase, now: int, of: int) -> None:
        nonlocal done
        if phase is Phase.WRITING:
            done = (now, of)

    # Of this process: what else the machine does at the moment is not ours.
    began = time.process_time()
    report = await community.desk.sheets.import_sheet(text, dry_run=False, by="office", progress=progress)
    took = time.process_time() - began
    assert counts(report) == (10_000, 0, 0)
    assert took < 10
    assert done[0] == done[1] > 10_000
    assert (await community.desk.homes(search="9999")).total == 1


async def test_homes_page_by_page(community: Community) -> None:
    await community.desk.sheets.import_sheet(SHEET, dry_run=False, by="office")
    page = await community.desk.homes(limit=2)
    assert page.total == 3
    assert [home.number for home, _ in page.homes] == ["101", "102"]
    assert [home.number for home, _ in (await community.desk.homes(offset=2, limit=2)).homes] == ["201"]
    building = next(building for building in page.buildings if building.name == "4")
    assert [home.number for home, _ in (await community.desk.homes(building=building.id)).homes] == ["201"]
    assert [home.number for home, _ in (await community.desk.homes(search=" １０２ ")).homes] == ["102"]
    assert (await community.desk.homes(search="%")).total == 0
    assert (await community.desk.homes(search="Li")).total == 0
    odd = await community.desk.homes(offset=-5, limit=10**9)
    assert len(odd.homes) == 3 <= MOST_HOMES_A_PAGE
    told = page.as_dict()
    assert told["homes"][0].keys() == {"id", "building", "building_name", "unit", "number", "floor", "grid", "devices"}
    assert not any(secret in str(told) for secret in SECRETS)


async def test_a_look_is_in_the_journal_before_the_person_is_shown(community: Community) -> None:
    await community.desk.sheets.import_sheet(SHEET, dry_run=False, by="office")
    home_id = (await community.doors())["3", "1", "101"]
    card = await community.desk.home(home_id, "worker")
    assert card.as_dict() == {
        "id": home_id, "building": card.home.building, "building_name": "3", "unit": "1", "number": "101", "floor": 1,
        "grid": None, "household": "Li Hua", "note": "oxygen", "access": "key safe 17", "key_safe": "",
        "status": "active", "residents": [], "consents": [],
        "contacts": [{"name": "Li Na", "phone": "13800138000", "relation": ""}],
    }  # fmt: skip
    await community.desk.home(home_id, "worker", incident="incident1")
    viewed = [note for note in await community.notes() if note.action == "home_viewed"]
    assert [(note.actor, note.subject, dict(note.details)) for note in viewed] == [
        ("worker", home_id, {}),
        ("worker", home_id, {"incident": "incident1"}),
    ]
    community.refuse = refuse_everything
    with pytest.raises(StoreError):
        await community.desk.home(home_id, "worker")


async def test_an_unknown_home_is_nobodys_look(community: Community) -> None:
    with pytest.raises(RegisterError) as caught:
        await community.desk.home("nothing", "worker")
    assert (caught.value.code, caught.value.placeholders) == ("home_unknown", {"home": "nothing"})
    assert await community.actions() == []


async def test_a_home_is_saved_and_changed(community: Community) -> None:
    home_id = await community.desk.save_home(
        {
            "building": "3号楼", "unit": "", "number": " １０１ ", "floor": "1", "household": "Li Hua", "note": None,
            "contacts": [
                {"name": "Li Na", "phone": "110", "relation": "daughter"},
                {"name": "", "phone": "", "relation": ""},
                {"name": "", "phone": "120"},
            ],
        },
        "office",
    )  # fmt: skip
    assert community.changes == 1
    card = await community.desk.home(home_id, "office")
    assert (card.building_name, card.home.number, card.home.floor) == ("3号楼", "101", 1)
    assert card.household.contacts == (Contact("Li Na", "110", "daughter"), Contact("", "120"))
    # What is not said stays; what is said to be nothing goes.
    same = await community.desk.save_home({"id": home_id, "number": "102", "floor": None, "access": "code"}, "office")
    assert same == home_id
    card = await community.desk.home(home_id, "office")
    assert (card.building_name, card.home.number, card.home.floor) == ("3号楼", "102", None)
    assert (card.household.name, card.household.access, len(card.household.contacts)) == ("Li Hua", "code", 2)
    await community.desk.save_home({"id": home_id, "building": "4号楼", "contacts": []}, "office")
    card = await community.desk.home(home_id, "office")
    assert (card.building_name, card.household.contacts) == ("4号楼", ())
    assert len((await community.desk.homes()).buildings) == 2
    saved = [note for note in await community.notes() if note.action == "home_saved"]
    assert [note.details["created"] for note in saved] == [True, False, False]
    assert {note.subject for note in saved} == {home_id}


async def test_buildings_and_doors_are_found_in_any_case(community: Community) -> None:
    first = await community.desk.save_home({"building": "East", "number": "1a"}, "office")
    with pytest.raises(RegisterError) as caught:
        await community.desk.save_home({"building": "EAST", "unit": None, "number": "1A"}, "office")
    assert (caught.value.code, caught.value.placeholders) == ("home_exists", {"home": first})
    second = await community.desk.save_home({"building": "EAST", "number": "2"}, "office")
    with pytest.raises(RegisterError) as caught:
        await community.desk.save_home({"id": second, "number": "1a"}, "office")
    assert caught.value.code == "home_exists"
    # Its own door is no obstacle.
    await community.desk.save_home({"id": first, "number": "1A"}, "office")
    assert len((await community.desk.homes()).buildings) == 1


@pytest.mark.parametrize(
    ("fields", "code", "placeholders"),
    [
        ({}, "missing_value", {"field": "building"}),
        ({"building": "3"}, "missing_value", {"field": "number"}),
        ({"building": " ", "number": "1"}, "missing_value", {"field": "building"}),
        ({"id": "nothing", "household": "x"}, "home_unknown", {"home": "nothing"}),
        ({"id": "nothing", "number": ""}, "missing_value", {"field": "number"}),
        ({"building": "3", "number": 1}, "wrong_type", {"field": "number"}),
        ({"building": "3", "number": "1", "floor": True}, "wrong_type", {"field": "floor"}),
        ({"building": "3", "number": "1", "floor": 999}, "out_of_range", {"field": "floor"}),
        ({"building": "3", "number": "1", "floor": "x"}, "not_a_number", {"field": "floor"}),
        ({"building": "3", "number": "1", "note": "x" * 2001}, "too_long", {"field": "note"}),
        ({"building": "3", "number": "1", "note": "\x00"}, "unreadable_character", {"field": "note"}),
        ({"building": "3", "number": "1", "note": "\ud800"}, "unreadable_character", {"field": "note"}),
        ({"building": "3", "number": "3月2日"}, "looks_like_date", {"field": "number"}),
        ({"building": "3", "number": "1", "owner": "x"}, "field_unknown", {"field": "owner"}),
        ({"building": "3", "number": "1", "contacts": "x"}, "wrong_type", {"field": "contacts"}),
        ({"building": "3", "number": "1", "contacts": ["x"]}, "wrong_type", {"field": "contact_1"}),
        ({"building": "3", "number": "1", "contacts": [{}] * 11}, "too_many_contacts", {"limit": "10"}),
        (
            {"building": "3", "number": "1", "contacts": [{"age": "9"}]},
            "field_unknown",
            {"field": "contact_1_age"},
        ),
        (
            {"building": "3", "number": "1", "contacts": [{}, {"name": "Li"}]},
            "missing_value",
            {"field": "contact_2_phone"},
        ),
        (
            {"building": "3", "number": "1", "contacts": [{"name": "Li", "phone": "mother"}]},
            "not_a_phone",
            {"field": "contact_1_phone"},
        ),
    ],
)
async def test_what_is_refused(
    community: Community, fields: dict[str, Any], code: str, placeholders: dict[str, str]
) -> None:
    with pytest.raises(RegisterError) as caught:
        await community.desk.save_home(fields, "office")
    assert (caught.value.code, caught.value.placeholders) == (code, placeholders)
    assert await community.actions() == []
    assert community.changes == 0


async def test_staff(community: Community) -> None:
    desk = community.desk
    await desk.save_staff("user1", ["duty_room", "duty_room"], ["notify.phone", " notify.phone "], "admin")
    await desk.save_staff("user2", ["auditor"], None, "admin")
    assert await desk.staff() == [
        Staff("user1", frozenset({Role.DUTY_ROOM}), ("notify.phone",)),
        Staff("user2", frozenset({Role.AUDITOR})),
    ]
    kept = await desk.save_staff("user1", ["grid_worker"], None, "admin")
    assert kept.channels == ("notify.phone",)
    await desk.save_staff("user2", [], None, "admin")
    assert [person.user_id for person in await desk.staff()] == ["user1"]
    assert community.changes == 4
    assert await community.actions() == [
        ("admin", "staff_saved", user) for user in ("user1", "user2", "user1", "user2")
    ]


@pytest.mark.parametrize(
    ("user_id", "roles", "channels", "code"),
    [
        ("", [], None, "missing_value"),
        ("user1", ["boss"], None, "role_unknown"),
        ("user1", ["technician"], None, "role_unknown"),
        ("user1", [], ["x"] * 21, "too_many_channels"),
        ("user1", [], ["x" * 201], "too_long"),
    ],
)
async def test_what_staff_cannot_be(
    community: Community, user_id: str, roles: list[str], channels: list[str] | None, code: str
) -> None:
    with pytest.raises(RegisterError) as caught:
        await community.desk.save_staff(user_id, roles, channels, "admin")
    assert caught.value.code == code
    assert await community.actions() == []


async def test_roles_wait_for_no_import(community: Community) -> None:
    running = asyncio.Event()
    importing = asyncio.create_task(
        community.desk.sheets.import_sheet(big_sheet(2000), dry_run=False, by="office", progress=once_writing(running))
    )
    await running.wait()
    await community.desk.save_staff("user1", [], None, "admin")
    assert not importing.done()
    await importing


async def test_the_journal_names_nobody(community: Community) -> None:
    await community.desk.sheets.import_sheet(SHEET, dry_run=False, by="office")
    home_id = (await community.doors())["3", "1", "101"]
    await community.desk.save_home({"id": home_id, "household": "New", "contacts": []}, "office")
    await community.desk.home(home_id, "office")
    for note in await community.notes():
        assert not any(secret in f"{note.subject} {dict(note.details)}" for secret in SECRETS)
