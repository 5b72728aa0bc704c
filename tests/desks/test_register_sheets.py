"""Sheets in and out: every row has its fate, all of a file or none, an undo loses no later edit, an export is whole."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custom_components.smart_community.core.consent import Purpose
from custom_components.smart_community.core.people import HouseholdStatus
from custom_components.smart_community.core.ports import StoreError, StoreFailure
from custom_components.smart_community.core.register_export import Format, Headings
from custom_components.smart_community.core.register_fate import Outcome
from custom_components.smart_community.core.register_form import RegisterError
from custom_components.smart_community.desks.register_sheets import Phase
from custom_components.smart_community.desks.uploads import LARGEST_FILE, Uploads
from custom_components.smart_community.store.vault import VaultLockedError
from tests.desks.register_world import SHEET, Community, clock, opened
from tests.sheets import big_sheet

SECRETS = ("Li Hua", "oxygen", "Li Na", "138", "Wu Jun", "Xu Mei")


@pytest.fixture
async def community(tmp_path: Path) -> AsyncIterator[Community]:
    async with opened(tmp_path) as community:
        yield community


async def people(community: Community) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Return everything that the register has, by door."""
    doors = await community.doors()
    return {door: (await community.desk.home(home, "test")).as_dict() for door, home in doors.items()}


async def refused(coming: Any) -> tuple[str, dict[str, str]]:
    with pytest.raises(RegisterError) as caught:
        await coming
    return caught.value.code, caught.value.placeholders


# Fates.


async def test_every_row_has_its_fate_and_none_names_a_person(community: Community) -> None:
    sheets = community.desk.sheets
    await sheets.import_sheet(SHEET, dry_run=False, by="office")
    doors = await community.doors()
    changed = (
        SHEET.replace("oxygen", "none").replace("13800138000", "13800138001")
        + "4,,202,x,,,,,\n5,,1,1,,,,,\n,,,,,,,,1\n"
    )
    report = await sheets.import_sheet(changed, dry_run=True, by="office")
    fates, total = sheets.rows(report.import_id, outcome=None, offset=0, limit=100)
    assert total == 6
    shown = [fate.as_dict() for fate in fates]
    assert [(fate["line"], fate["outcome"], fate["fields"]) for fate in shown] == [
        (2, "updated", ["note", "contact_1_phone"]),
        (3, "unchanged", []),
        (4, "unchanged", []),
        (5, "error", []),
        (6, "created", ["floor"]),
        (7, "error", []),
    ]
    assert (shown[0]["building"], shown[0]["number"], shown[0]["home"]) == ("3", "101", doors["3", "1", "101"])
    assert shown[4]["home"] is None
    assert [error["reason"] for error in shown[5]["errors"]] == ["not_a_phone", "missing_value", "missing_value"]
    assert all("Line 5, column floor" in error["text"] for error in shown[3]["errors"])
    assert not any(secret in str(shown) for secret in SECRETS)
    # What the rows without an error would do.
    assert [report.count(outcome) for outcome in Outcome] == [1, 1, 2, 2]
    wrong, total = sheets.rows(report.import_id, outcome=Outcome.ERROR, offset=1, limit=1)
    assert ([fate.line for fate in wrong], total) == ([7], 2)


async def test_only_the_newest_report_is_kept(community: Community) -> None:
    sheets = community.desk.sheets
    first = await sheets.import_sheet(SHEET, dry_run=True, by="office")
    await sheets.import_sheet(SHEET, dry_run=True, by="office")
    for unknown in (first.import_id, "", "nothing"):
        with pytest.raises(RegisterError) as caught:
            sheets.rows(unknown, outcome=None, offset=0, limit=1)
        assert caught.value.code == "no_import_report"


async def test_progress_goes_from_reading_to_writing(community: Community) -> None:
    heard: list[tuple[Phase, int, int]] = []
    sheets = community.desk.sheets
    await sheets.import_sheet(big_sheet(600), dry_run=False, by="office", progress=lambda *now: heard.append(now))
    assert [phase for phase, _, _ in heard] == sorted((phase for phase, _, _ in heard), key=list(Phase).index)
    for phase in Phase:
        done = [(now, of) for which, now, of in heard if which is phase]
        assert done == sorted(done)
        assert done[-1][0] == done[-1][1] > 0


# All or none.

COLUMNS = ("household", "note", "grid", "key_safe", "resident_1_name", "resident_1_care", "contact_1_phone")
GOOD = {"resident_1_care": ["", "dementia"], "contact_1_phone": ["", "110", "120"]}


@st.composite
def sheets_with_faults(draw: st.DrawFn) -> tuple[str, bool]:
    """Return a sheet, and whether anything in it is wrong."""
    lines = [",".join(["building", "unit", "home", "floor", *COLUMNS])]
    wrong = False
    for number in draw(st.lists(st.integers(1, 6), min_size=1, max_size=5, unique=True)):
        fault = draw(st.sampled_from(["", "", "", "floor", "phone", "care", "door"]))
        values = [draw(st.sampled_from(GOOD.get(column, ["", "a", "b"]))) for column in COLUMNS]
        if fault == "phone":
            values[-1] = "none"
        if fault == "care":
            values[-2] = "poor"
        door = "" if fault == "door" else str(number)
        lines.append(",".join(["3", "1", door, "x" if fault == "floor" else "1", *values]))
        wrong |= bool(fault)
    return "\n".join(lines), wrong


@settings(max_examples=25)
@given(st.lists(sheets_with_faults(), min_size=1, max_size=4))
async def test_all_rows_or_none(drawn: list[tuple[str, bool]]) -> None:
    with TemporaryDirectory() as folder:
        async with opened(Path(folder)) as community:
            for text, wrong in drawn:
                before = await people(community)
                planned = await community.desk.sheets.import_sheet(text, dry_run=True, by="office")
                assert await people(community) == before
                report = await community.desk.sheets.import_sheet(text, dry_run=False, by="office")
                after = await people(community)
                assert report.imported is not wrong
                assert bool(report.errors) is wrong
                assert len(planned.fates) == len(report.fates) == len(text.splitlines()) - 1
                if wrong:
                    assert after == before
                    continue
                for fate in planned.fates:
                    door = (fate.building, fate.unit, fate.number)
                    assert (door in before) is (fate.outcome is not Outcome.CREATED)
                    assert (before.get(door) == after[door]) is (fate.outcome is Outcome.UNCHANGED)
                again = await community.desk.sheets.import_sheet(text, dry_run=True, by="office")
                assert {fate.outcome for fate in again.fates} == {Outcome.UNCHANGED}


# Undo.


async def test_an_undo_brings_the_register_from_before_back_whole(community: Community) -> None:
    sheets = community.desk.sheets
    await sheets.import_sheet(SHEET, dry_run=False, by="office")
    before = await people(community)
    await sheets.import_sheet(big_sheet(50) + "\n" + "3,1,101,9" + "," * 32, dry_run=False, by="office")
    assert len(await people(community)) == 53
    found = await sheets.last_import()
    assert (found.by, found.counts["created"], found.edited, found.needed) == ("office", 50, (), ())
    undone = await sheets.undo_import("duty")
    assert undone.counts["rows"] == 51
    assert await people(community) == before
    assert ("duty", "import_undone", "") in await community.actions()
    assert community.changes == 3
    # Nothing of it is left, and it is not undone twice: the one before went with it.
    assert await refused(sheets.undo_import("duty")) == ("nothing_to_undo", {})
    await sheets.import_sheet(SHEET.replace("Wu", "New"), dry_run=False, by="office")
    assert (await people(community))["3", "1", "102"]["household"] == "New Jun"


async def test_the_first_import_is_undone_to_nothing(community: Community) -> None:
    await community.desk.sheets.import_sheet(SHEET, dry_run=False, by="office")
    await community.desk.sheets.undo_import("office")
    assert await people(community) == {}
    assert await community.desk.grids() == []


async def test_an_undo_never_loses_a_later_edit(community: Community) -> None:
    desk = community.desk
    await desk.sheets.import_sheet(SHEET, dry_run=False, by="office")
    await desk.sheets.import_sheet(SHEET.replace("Wu", "New"), dry_run=False, by="office")
    home = (await community.doors())["3", "1", "102"]
    edits: tuple[Callable[[], Awaitable[object]], ...] = (
        lambda: desk.save_home({"id": home, "note": "later"}, "office"),
        lambda: desk.save_grid(grid_id=None, name="East", worker="", deputy="", by="office"),
        lambda: desk.households.set_status(home, HouseholdStatus.PAUSED, "office"),
        lambda: desk.households.erase(home, "office"),
    )
    for number, edit in enumerate(edits):
        await edit()
        found = await desk.sheets.last_import()
        assert await refused(desk.sheets.undo_import("office")) == (
            "changed_since_import",
            {"count": str(len(found.edited))},
        )
        assert ("office", "import_undone", "") not in await community.actions()
        # The next import makes it history.
        await desk.sheets.import_sheet(SHEET.replace("Wu", f"New{number}"), dry_run=False, by="office")
        assert (await desk.sheets.last_import()).edited == ()


async def test_an_undo_is_refused_while_a_home_of_the_import_is_needed(community: Community) -> None:
    desk = community.desk
    await desk.sheets.import_sheet(SHEET, dry_run=False, by="office")
    home = (await community.doors())["3", "1", "101"]
    await desk.households.consent(home, Purpose.FACE, "office", given=True, text_version="1")
    assert (await desk.sheets.last_import()).needed == (home,)
    assert await refused(desk.sheets.undo_import("office")) == ("homes_needed", {"count": "1"})
    # A home that was there before is no matter of the undo.
    await desk.sheets.import_sheet(SHEET.replace("Wu", "New"), dry_run=False, by="office")
    await desk.households.consent(home, Purpose.FACE, "office", given=False, text_version="1")
    await desk.sheets.undo_import("office")


async def test_an_undo_that_fails_changes_nothing(community: Community) -> None:
    await community.desk.sheets.import_sheet(SHEET, dry_run=False, by="office")
    before = await people(community)
    community.refuse = lambda _records: True
    with pytest.raises(StoreError):
        await community.desk.sheets.undo_import("office")
    community.refuse = lambda _records: False
    assert await people(community) == before
    await community.desk.sheets.undo_import("office")


# Export.


@pytest.mark.parametrize("file_format", Format)
@pytest.mark.parametrize("language", Headings)
async def test_an_export_is_whole_and_importing_it_changes_nothing(
    community: Community, file_format: Format, language: Headings
) -> None:
    desk = community.desk
    await desk.sheets.import_sheet(big_sheet(300), dry_run=False, by="office")
    await desk.sheets.import_sheet(SHEET.replace("oxygen", "=1+1"), dry_run=False, by="office")
    file, homes = await desk.sheets.export(file_format, language, "office")
    assert homes == 303
    report = await desk.sheets.import_sheet(file, dry_run=True, by="office")
    assert report.errors == ()
    assert report.count(Outcome.UNCHANGED) == 303
    notes = [note for note in await community.notes() if note.action == "register_exported"]
    assert [dict(note.details) for note in notes] == [{"homes": 303, "format": file_format.value}]


async def test_no_file_leaves_without_its_entry_in_the_journal(community: Community) -> None:
    await community.desk.sheets.import_sheet(SHEET, dry_run=False, by="office")
    community.refuse = bool
    with pytest.raises(StoreError):
        await community.desk.sheets.export(Format.CSV, Headings.ENGLISH, "office")


async def test_while_the_key_is_missing_nothing_is_written_over(community: Community) -> None:
    desk = community.desk
    await desk.sheets.import_sheet(SHEET, dry_run=False, by="office")
    home = (await community.doors())["3", "1", "101"]
    community.database.vault._is_open = False
    for attempt in (
        desk.sheets.import_sheet(SHEET, dry_run=False, by="office"),
        desk.save_home({"id": home, "number": "102a"}, "office"),
        desk.sheets.export(Format.CSV, Headings.ENGLISH, "office"),
        desk.find_people("Li", "office"),
        desk.households.export(home, "office"),
    ):
        with pytest.raises(VaultLockedError) as caught:
            await attempt
        assert caught.value.failure is StoreFailure.ERROR
    community.database.vault._is_open = True
    assert (await desk.home(home, "office")).household.name == "Li Hua"


# Uploads.


def test_a_file_comes_in_parts() -> None:
    uploads = Uploads(clock)
    assert uploads.add("u", "office", b"building,", new=True) == 9
    assert uploads.add("u", "office", b"home\n", new=False) == 14
    for wrong in (lambda: uploads.add("u", "other", b"", new=False), lambda: uploads.take("u", "other")):
        with pytest.raises(RegisterError, match="upload_unknown"):
            wrong()
    assert uploads.take("u", "office") == b"building,home\n"
    with pytest.raises(RegisterError, match="upload_unknown"):
        uploads.take("u", "office")


def test_uploads_are_limited_in_size_number_and_time() -> None:
    seconds = 0.0
    uploads = Uploads(lambda: type(clock())(clock().utc, seconds))
    with pytest.raises(RegisterError, match="upload_too_large"):
        uploads.add("u", "office", bytes(LARGEST_FILE + 1), new=True)
    for number in range(5):
        seconds += 1
        uploads.add(str(number), "office", b"x", new=True)
    with pytest.raises(RegisterError, match="upload_unknown"):
        uploads.take("0", "office")
    seconds += 700
    with pytest.raises(RegisterError, match="upload_unknown"):
        uploads.add("4", "office", b"x", new=False)
