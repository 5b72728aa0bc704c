"""Workbooks: values are read, what a spreadsheet has spoiled is refused, and nothing unpacks beyond its limit."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from custom_components.smart_community.core import register_workbook
from custom_components.smart_community.core.register_fields import Reason
from custom_components.smart_community.core.register_sheet import Sheet
from custom_components.smart_community.core.register_workbook import read_file


def saved(workbook: Workbook) -> bytes:
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def filled(rows: Sequence[Sequence[Any]], change: Callable[[Worksheet], object] = lambda _sheet: None) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    change(sheet)
    return saved(workbook)


def problems(sheet: Sheet) -> list[tuple[int, str, Reason]]:
    return [(error.line, error.column, error.reason) for error in sheet.errors]


def test_a_workbook_is_read_as_a_csv_file_is() -> None:
    rows: list[list[Any]] = [
        ["楼栋", "单元", "房号", "楼层", "居民1关爱原因", "联系人1电话"],
        [3, 1, 1204, 12.0, "独居、高龄", 13800138000],
    ]
    sheet = read_file(filled(rows))
    assert sheet.errors == ()
    (row,) = sheet.rows
    assert (row.line, row.building, row.unit, row.number, row.floor) == (2, "3", "1", "1204", 12)
    assert row.contacts[0].phone == "13800138000"
    assert row.residents[0].care == ("lives_alone", "over_80")


def test_blank_lines_and_what_stands_before_the_headings() -> None:
    sheet = read_file(filled([[], ["building", "home"], [], [None, None], ["1", "101"]]))
    assert [(row.line, row.number) for row in sheet.rows] == [(5, "101")]
    assert sheet.count == 1


def test_numbers_are_read_as_their_cells_show_them() -> None:
    def as_shown(sheet: Worksheet) -> None:
        sheet["B2"].number_format = "0000"

    (row,) = read_file(filled([["building", "home", "floor"], [3, 101, -1]], as_shown)).rows
    assert (row.number, row.floor) == ("0101", -1)
    (error,) = read_file(filled([["building", "home", "floor"], [3, 101, 1.5]])).errors
    assert error.reason is Reason.NOT_A_NUMBER


def test_dates_are_refused_where_they_were_a_door_and_taken_where_they_are_a_birth() -> None:
    headings = ["building", "home", "resident_1_birth_year"]
    (row,) = read_file(filled([headings, ["3", "101", datetime(1941, 5, 1)]])).rows  # noqa: DTZ001 - as in a cell
    assert row.residents[0].birth_year == 1941
    sheet = read_file(filled([headings, ["3", datetime(2026, 3, 2), None], [time(3, 2), "1", None]]))  # noqa: DTZ001
    assert problems(sheet) == [(2, "home", Reason.LOOKS_LIKE_DATE), (3, "building", Reason.LOOKS_LIKE_DATE)]


def with_formulas(values: Sequence[str]) -> bytes:
    """Return a workbook whose second row has formulas, with what a spreadsheet calculated (XML of the cell)."""
    cells = "".join(f'<c r="{"ABC"[i]}2"{value}</c>' for i, value in enumerate(values))
    empty = filled([["building", "home", "floor"]])
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(empty)) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                data = data.replace(b"</sheetData>", f'<row r="2">{cells}</row></sheetData>'.encode())
            new.writestr(part, data)
    return changed.getvalue()


def test_formulas_are_read_as_values() -> None:
    sheet = read_file(with_formulas(["><f>1+2</f><v>3</v>", ' t="str"><f>"10"&amp;1</f><v>101</v>', "><v>4</v>"]))
    (row,) = sheet.rows
    assert (row.building, row.number, row.floor) == ("3", "101", 4)


def test_formulas_without_a_value_are_refused() -> None:
    sheet = read_file(with_formulas(["><f>1+2</f>", ' t="e"><f>A9/0</f><v>#DIV/0!</v>', "><v>4</v>"]))
    assert problems(sheet) == [(2, "building", Reason.FORMULA_WITHOUT_VALUE), (2, "home", Reason.FORMULA_ERROR)]


def test_homes_on_two_sheets_are_refused_and_a_hidden_or_other_sheet_is_none() -> None:
    def second(title: Sequence[str], state: Literal["visible", "hidden"] = "visible") -> bytes:
        workbook = Workbook()
        for sheet, rows in (
            (workbook.active, [["building", "home"], ["1", "1"]]),
            (workbook.create_sheet(), [title, ["1", "2"]]),
        ):
            assert isinstance(sheet, Worksheet)
            for row in rows:
                sheet.append(list(row))
        workbook.worksheets[1].sheet_state = state
        return saved(workbook)

    assert problems(read_file(second(["楼栋", "房号"]))) == [(1, "", Reason.SEVERAL_SHEETS)]
    assert read_file(second(["how to", "fill this in"])).count == 1
    assert read_file(second(["楼栋", "房号"], "hidden")).count == 1


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_workbook, "MOST_UNPACKED", 1_000_000)
    monkeypatch.setattr(register_workbook, "load_workbook", lambda *_args, **_kwargs: pytest.fail("it was opened"))
    bomb = zipped({"xl/worksheets/sheet1.xml": bytes(1_000_001)})
    assert len(bomb) < 2_000
    assert problems(read_file(bomb)) == [(1, "", Reason.TOO_LARGE)]
    assert problems(read_file(zipped({f"xl/{n}": b"" for n in range(1001)}))) == [(1, "", Reason.TOO_LARGE)]


NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHARED = (
    '<Override PartName="/xl/sharedStrings.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)


def changed(name: str, old: str, new: str) -> bytes:
    """Return a workbook with one home, in which one part is changed, and its shared texts are a part of their own."""
    parts = {"xl/sharedStrings.xml": f"<sst {NAMESPACE}></sst>"}
    with zipfile.ZipFile(io.BytesIO(filled([["building", "home"], ["1", "1"]]))) as archive:
        parts |= {part: archive.read(part).decode() for part in archive.namelist()}
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", SHARED)
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new, 1)
    return zipped({part: text.encode() for part, text in parts.items()})


@pytest.mark.parametrize(
    ("part", "at", "tag", "count", "reason"),
    [
        ("xl/sharedStrings.xml", "</sst>", "<si/>", 1_000_000, Reason.TOO_LARGE),
        ("xl/styles.xml", "</cellXfs>", "<xf/>", 250_000, Reason.TOO_LARGE),
        ("xl/workbook.xml", "</sheets>", "<sheet/>", 1_000_000, Reason.TOO_LARGE),
        ("xl/worksheets/sheet1.xml", "</row>", "<c/>", 200_000, Reason.TOO_LARGE),
        ("xl/worksheets/sheet1.xml", "</sheetData>", '<row r="1"/>', 200_000, Reason.TOO_MANY_ROWS),
        ("xl/worksheets/sheet1.xml", "</sheetData>", f"<row>{'<c/>' * 99}</row>", 40_000, Reason.TOO_LARGE),
    ],
)
def test_more_tags_than_a_register_needs_are_refused_before_they_are_read(
    monkeypatch: pytest.MonkeyPatch, part: str, at: str, tag: str, count: int, reason: Reason
) -> None:
    """They pack to nothing, and cost time and memory one by one: 3 million empty texts are 27 KB, and took 19 s."""
    assert problems(read_file(changed(part, at, at))) == []
    bomb = changed(part, at, tag * count + at)
    assert len(bomb) < 100_000
    monkeypatch.setattr(register_workbook, "load_workbook", lambda *_args, **_kwargs: pytest.fail("it was opened"))
    assert [error.reason for error in read_file(bomb).errors] == [reason]


def test_what_a_document_type_multiplies_is_refused_in_any_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_workbook, "load_workbook", lambda *_args, **_kwargs: pytest.fail("it was opened"))
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        part = f"<!DOCTYPE sst [<!ENTITY si '{'<si/>' * 9}'>]><sst {NAMESPACE}>{'&si;' * 9}</sst>".encode(encoding)
        assert problems(read_file(zipped({"xl/any.bin": part}))) == [(1, "", Reason.NOT_A_WORKBOOK)]


@given(st.text("<>/ frow:ac", max_size=60), st.integers(1, 20))
def test_tags_are_counted_alike_wherever_a_part_is_cut(text: str, size: int) -> None:
    with zipfile.ZipFile(io.BytesIO(zipped({"xl/worksheets/sheet1.xml": text.encode()}))) as archive:
        (part,) = archive.infolist()
        whole = register_workbook._look_at_sheet(archive, part, 1000)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(register_workbook, "_CHUNK", size)
            assert register_workbook._look_at_sheet(archive, part, 1000) == whole
            assert register_workbook._look_at(archive, part, 1000) == text.count("<") - text.count("</")


def test_entities_that_multiply_are_refused() -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "homes homes homes">{entities}]>'
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(filled([["building", "home"]]))) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            data = old.read(part).decode()
            if part == "xl/worksheets/sheet1.xml":
                cell = '<row r="2"><c r="A2" t="inlineStr"><is><t>&e9;</t></is></c></row></sheetData>'
                data = bomb + data.partition("?>")[2].lstrip() if data.startswith("<?xml") else bomb + data
                data = data.replace("</sheetData>", cell)
            new.writestr(part, data)
    assert problems(read_file(changed.getvalue())) == [(1, "", Reason.NOT_A_WORKBOOK)]


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    good = filled([["building", "home"], ["1", "1"]])
    monkeypatch.setattr(register_workbook, "LARGEST_WORKBOOK", len(good) - 1)
    assert problems(read_file(good)) == [(1, "", Reason.TOO_LARGE)]


def test_more_lines_or_text_than_a_register_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["building", "home"], *([["1", str(number)] for number in range(5)])]
    monkeypatch.setattr(register_workbook, "_LAST_LINE", 3)
    assert problems(read_file(filled(rows))) == [(4, "", Reason.TOO_MANY_ROWS)]
    monkeypatch.setattr(register_workbook, "_LAST_LINE", 100)
    monkeypatch.setattr(register_workbook, "LONGEST_SHEET", 20)
    assert problems(read_file(filled(rows))) == [(6, "", Reason.TOO_LARGE)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500), Reason.OLD_WORKBOOK),
        (zipped({"xl/vbaProject.bin": b"x"}), Reason.WORKBOOK_WITH_MACROS),
        (zipped({"xl/macrosheets/sheet1.xml": b"x"}), Reason.WORKBOOK_WITH_MACROS),
        (zipped({"word/document.xml": b"x"}), Reason.NOT_A_WORKBOOK),
        (b"PK and nothing else", Reason.NOT_A_WORKBOOK),
        ("楼栋,房号\n".encode("gb18030"), Reason.NOT_UTF8),
        (b"", Reason.MISSING_HEADING),
    ],
    # A zip holds the time at which it was made: as names of tests, these would differ from run to run.
    ids=["old", "macros", "macro sheets", "text document", "no zip", "not UTF-8", "empty"],
)
def test_what_is_no_register_is_refused_with_a_reason(data: bytes, reason: Reason) -> None:
    assert {error.reason for error in read_file(data).errors} == {reason}


def test_text_is_read_as_csv() -> None:
    assert read_file("\ufeffbuilding,home\n3,101\n".encode()).rows[0].number == "101"


@given(st.binary(max_size=200), st.integers(0, 4000), st.integers(0, 4000))
def test_any_damage_is_read_or_refused(noise: bytes, start: int, end: int) -> None:
    good = filled([["building", "home"], ["1", "1"]])
    for data in (noise, b"PK\x03\x04" + noise, good[:start] + noise + good[end:]):
        sheet = read_file(data)
        assert sheet.rows or sheet.errors
