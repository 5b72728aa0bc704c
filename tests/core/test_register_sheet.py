"""A sheet becomes rows, or a list of what is wrong with it that names no person."""

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custom_components.smart_community.core import register_fields, register_sheet
from custom_components.smart_community.core.people import CareReason, Contact, Household, Resident
from custom_components.smart_community.core.register_columns import (
    CARE,
    CHINESE_HEADINGS,
    CONTACT_COLUMNS,
    RESIDENT_COLUMNS,
    Column,
)
from custom_components.smart_community.core.register_fields import FieldError, Reason
from custom_components.smart_community.core.register_merge import merged
from custom_components.smart_community.core.register_sheet import NO_CONTACT, NO_RESIDENT, Sheet, SheetRow, parse


def written(rows: Sequence[Sequence[str]], delimiter: str = ",", line_end: str = "\r\n") -> str:
    text = io.StringIO()
    guarded = [[register_fields.guarded(cell) for cell in row] for row in rows]
    csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows(guarded)
    return text.getvalue()


def problems(sheet: Sheet) -> list[tuple[int, str, Reason]]:
    return [(error.line, error.column, error.reason) for error in sheet.errors]


def only_row(text: str) -> SheetRow:
    sheet = parse(text)
    assert sheet.errors == ()
    assert len(sheet.rows) == 1
    return sheet.rows[0]


def test_every_column() -> None:
    residents = ["Chen Bo", "1939-05-01", "over 80, Dementia", "Chen Li", "Shanghainese", "hard of hearing"]
    residents += ["", "", "独居、慢性病", "", "", "", *[""] * 6]
    people = [*residents, "Chen Li", "138 0013 8000", "daughter", "", "", "", "Wu", "+86-10-6552 9988", ""]
    row = only_row(
        written(
            [
                [column.value for column in Column],
                ["3", "2", "1204", "12", "East", "Chen", "Oxygen at home", "Ring twice", "Box 17", *people],
            ]
        )
    )
    assert row == SheetRow(
        line=2,
        building="3",
        unit="2",
        number="1204",
        floor=12,
        grid="East",
        household="Chen",
        note="Oxygen at home",
        access="Ring twice",
        key_safe="Box 17",
        residents=(
            Resident(
                "",
                "Chen Bo",
                1939,
                (CareReason.OVER_80, CareReason.DEMENTIA),
                "Chen Li",
                "Shanghainese",
                "hard of hearing",
            ),
            Resident("", care=(CareReason.LIVES_ALONE, CareReason.CHRONIC_ILLNESS)),
            NO_RESIDENT,
        ),
        contacts=(Contact("Chen Li", "138 0013 8000", "daughter"), NO_CONTACT, Contact("Wu", "+86-10-6552 9988", "")),
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("headings", [["building", "home", "note"], ["楼栋", "房号", "备注"]])
def test_delimiters_line_ends_and_languages(delimiter: str, line_end: str, headings: list[str]) -> None:
    text = written([headings, ["3", "101", "a, b; c\td"], ["3", "102", ""]], delimiter, line_end)
    sheet = parse("\ufeff" + text)
    assert sheet.errors == ()
    assert [(row.line, row.building, row.number, row.note) for row in sheet.rows] == [
        (2, "3", "101", "a, b; c\td"),
        (3, "3", "102", ""),
    ]


@pytest.mark.parametrize("column", Column)
def test_headings_in_any_spelling(column: Column) -> None:
    english = column.value.replace("_", " ").title()
    wide = "".join(chr(ord(letter) + 0xFEE0) if letter.isascii() else letter for letter in CHINESE_HEADINGS[column])
    for heading in (column.value, english, column.value.upper(), f" {CHINESE_HEADINGS[column]}\u200b ", wide):
        assert column in parse(written([["building", "home", heading], ["1", "2", ""]])).headings, heading


def test_headings_may_mix_languages_and_order() -> None:
    row = only_row("户主;Home;楼栋\nLi;5;Ost\n")
    assert (row.building, row.number, row.household) == ("Ost", "5", "Li")


def test_blank_lines_and_columns_are_nothing() -> None:
    sheet = parse("\n,,,\nbuilding,home,,\n\n1,101,,\n , ,,\n1,102\n")
    assert sheet.errors == ()
    assert [(row.line, row.number) for row in sheet.rows] == [(5, "101"), (7, "102")]
    assert sheet.count == 2


def test_the_line_is_where_the_row_begins() -> None:
    sheet = parse('building,home,note,floor\n1,101,"two\r\nlines",x\n1,102,,y\n')
    assert problems(sheet) == [(2, "floor", Reason.NOT_A_NUMBER), (4, "floor", Reason.NOT_A_NUMBER)]


def test_values_are_tidied() -> None:
    headings = "楼栋,单元,房号,楼层,户主,备注,联系人1电话\n"
    row = only_row(headings + '３栋 , Ａ\u200b,１２０４,１２层, 张  三 ,"  a\r\nb ",１３８００１３８０００\n')
    assert (row.building, row.unit, row.number, row.floor) == ("3栋", "A", "1204", 12)
    assert (row.household, row.note, row.contacts[0].phone) == ("张 三", "a\nb", "13800138000")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "building", Reason.MISSING_HEADING), (1, "home", Reason.MISSING_HEADING)]),
        ("building,home\n", [(1, "", Reason.EMPTY_SHEET)]),
        ("building,floor\n1,2\n", [(1, "home", Reason.MISSING_HEADING)]),
        ("building,home,balcony\n1,101,x\n", [(1, "balcony", Reason.UNKNOWN_HEADING)]),
        ("building,home,楼栋\n1,101,1\n", [(1, "building", Reason.DUPLICATE_HEADING)]),
        ("building,home\n1,101,x\n", [(2, "C", Reason.EXTRA_VALUE)]),
        ("building,home,\n1,101,x\n", [(2, "C", Reason.EXTRA_VALUE)]),
        ("building,home\n,101\n1,\n", [(2, "building", Reason.MISSING_VALUE), (3, "home", Reason.MISSING_VALUE)]),
        ("楼栋,房号\n1, \n", [(2, "房号", Reason.MISSING_VALUE)]),
        ("building,home\n1,101\n1,102\n１, 101\n", [(4, "home", Reason.DUPLICATE_HOME)]),
        ("building,home\na,1b\nA,1B\n", [(3, "home", Reason.DUPLICATE_HOME)]),
        ("building,unit,home\n1,1,101\n1,2,101\n", []),
        ('building,home\n1,"101\n1,102\n', [(2, "", Reason.MALFORMED)]),
        ('building,home\n1,101\n1,"10"2\n', [(3, "", Reason.MALFORMED)]),
        ("building,home\n3月2日,101\n", [(2, "building", Reason.LOOKS_LIKE_DATE)]),
        ("building,home\n4,2-Mar\n", [(2, "home", Reason.LOOKS_LIKE_DATE)]),
        ("building,home\n1,10\ufffd\n", [(2, "home", Reason.UNREADABLE_CHARACTER)]),
        ("building,home\n1,10\x00\n", [(2, "home", Reason.UNREADABLE_CHARACTER)]),
        (
            "building,home,contact_2_name,contact_2_phone\n1,101,Li,\n",
            [(2, "contact_2_phone", Reason.MISSING_VALUE)],
        ),
        ("building,home,居民1出生年份\n1,101,39\n", [(2, "居民1出生年份", Reason.NOT_A_YEAR)]),
        ("building,home,resident_2_care\n1,101,poor\n", [(2, "resident_2_care", Reason.UNKNOWN_CARE)]),
    ],
)  # fmt: skip
def test_what_is_wrong(text: str, expected: list[tuple[int, str, Reason]]) -> None:
    assert problems(parse(text)) == expected


def test_beyond_a_limit_only_the_first_error_of_each_line_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_sheet, "MOST_ERRORS", 10)
    text = written([["building", "home", "floor", "contact_1_phone"], *(["1", str(n), "x", "x"] for n in range(300))])
    sheet = parse(text)
    assert sheet.count == 300
    assert {error.line for error in sheet.errors} == set(range(2, 302))
    assert len(sheet.errors) == 305


def test_limits_on_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_sheet, "MOST_ROWS", 2)
    monkeypatch.setattr(register_sheet, "LONGEST_SHEET", 40)
    assert problems(parse("building,home\n1,1\n1,2\n1,3\n1,4\n")) == [(4, "", Reason.TOO_MANY_ROWS)]
    assert problems(parse("building,home\n1,1\n" + "\n" * 40)) == [(1, "", Reason.TOO_LARGE)]


BIRTH_YEARS = {parts[1] for parts in RESIDENT_COLUMNS}
OF_TEXT = [column for column in Column if column not in {Column.FLOOR, *BIRTH_YEARS, *CARE}]


@pytest.mark.parametrize("column", OF_TEXT)
def test_limits_on_fields(column: Column) -> None:
    limit = 2000 if column.value.endswith("note") else 200
    filler = "1" * limit
    values = {"building": "1", "home": "2"}
    if column.name.startswith("CONTACT"):
        values[column.value.rsplit("_", 1)[0] + "_phone"] = "110"
    values[column.value] = filler
    assert parse(written([list(values), list(values.values())])).errors == ()
    values[column.value] += "1"
    assert problems(parse(written([list(values), list(values.values())]))) == [(2, column.value, Reason.TOO_LONG)]


@pytest.mark.parametrize(
    ("text", "floor"),
    [("", None), (" 7 ", 7), ("-2", -2), ("12层", 12), ("3楼", 3), ("4F", 4), ("5.0", 5), ("１１", 11), ("+1", 1)],
)
def test_floors(text: str, floor: int | None) -> None:
    assert register_fields.floor_number(text) == floor


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("one", Reason.NOT_A_NUMBER),
        ("1.5", Reason.NOT_A_NUMBER),
        ("9" * 30, Reason.NOT_A_NUMBER),
        ("201", Reason.OUT_OF_RANGE),
        ("-21", Reason.OUT_OF_RANGE),
    ],
)
def test_what_is_no_floor(text: str, reason: Reason) -> None:
    with pytest.raises(FieldError) as caught:
        register_fields.floor_number(text)
    assert caught.value.reason is reason


@pytest.mark.parametrize(
    "text",
    ["110", "13800138000", "+86 138-0013-8000", "(010) 6552 9988 ext 12", "010-65529988转8001", "13800138000、110"],
)
def test_phones(text: str) -> None:
    assert register_fields.phone_number(text) == text


def test_phones_as_spreadsheets_write_them() -> None:
    assert register_fields.phone_number("13800138000.0") == "13800138000"
    assert register_fields.phone_number("０１０－６５５２９９８８") == "010-65529988"


@pytest.mark.parametrize("text", ["1.38E+10", "none", "12", "无", "ask the neighbour", "1380013800O"])
def test_what_is_no_phone(text: str) -> None:
    with pytest.raises(FieldError) as caught:
        register_fields.phone_number(text)
    assert caught.value.reason is Reason.NOT_A_PHONE


def test_a_sheet_without_headings_names_nobody() -> None:
    sheet = parse("3,1,1204,12,张三,心脏病,钥匙盒,李四,13800138000,女儿\n")
    assert problems(sheet) == [(1, "building", Reason.MISSING_HEADING), (1, "home", Reason.MISSING_HEADING)]


def test_an_unsure_heading_is_named_by_its_letter() -> None:
    assert (1, "B", Reason.UNKNOWN_HEADING) in problems(parse("building,张三\n1,2\n"))
    long = "张三" * 30
    assert (1, "C", Reason.UNKNOWN_HEADING) in problems(parse(f"building,home,{long}\n1,2,3\n"))


SECRET = "Wang Xiulan 13911112222"


@given(st.lists(st.lists(st.sampled_from(["", "x", SECRET, f'"{SECRET}', "1" * 300, "\ufffd", "无"]), max_size=40)))
def test_no_error_repeats_a_value(rows: list[list[str]]) -> None:
    text = "\n".join([",".join(column.value for column in Column), *(",".join(row) for row in rows)])
    for error in parse(text).errors:
        assert "Wang" not in error.text + error.column
        assert "139" not in error.text + error.column


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    sheet = parse(text)
    assert sheet.rows or sheet.errors


@given(st.text(alphabet=',;\t"\n\rbuildinghome楼栋房号1 '))
def test_any_text_like_a_sheet_is_read_or_refused(text: str) -> None:
    sheet = parse("building,home\n" + text)
    assert sheet.rows or sheet.errors


words = st.text("abzE09-'\",;号楼张é", min_size=1, max_size=12)
phones = st.from_regex(r"\A\+?[0-9]{3,14}\Z")
doors = words.map(str.casefold)


@st.composite
def homes(draw: st.DrawFn) -> dict[Column, str]:
    values = {
        Column.BUILDING: draw(doors),
        Column.UNIT: draw(st.just("") | doors),
        Column.HOME: draw(doors),
        Column.FLOOR: draw(st.just("") | st.integers(-20, 200).map(str)),
        Column.HOUSEHOLD: draw(st.just("") | words),
        Column.NOTE: draw(st.just("") | st.lists(words, min_size=1, max_size=3).map("\n".join)),
        Column.ACCESS: draw(st.just("") | words),
        Column.GRID: draw(st.just("") | words),
        Column.KEY_SAFE: draw(st.just("") | words),
    }
    for name, year, care, *others in RESIDENT_COLUMNS:
        if draw(st.booleans()):
            values[name], values[year] = draw(words), draw(st.just("") | st.integers(1890, 2100).map(str))
            values[care] = ",".join(draw(st.lists(st.sampled_from(CareReason), unique=True)))
            values |= {column: draw(st.just("") | words) for column in others}
    for name, phone, relation in CONTACT_COLUMNS:
        if draw(st.booleans()):
            values[name], values[phone], values[relation] = draw(words), draw(phones), draw(st.just("") | words)
    return values


def door(home: dict[Column, str]) -> tuple[str, str, str]:
    return home[Column.BUILDING], home[Column.UNIT], home[Column.HOME]


@settings(max_examples=50)
@given(
    st.lists(homes(), min_size=1, max_size=5, unique_by=door),
    st.permutations(list(Column)),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from([{column: column.value for column in Column}, CHINESE_HEADINGS]),
)
def test_what_is_written_is_read(
    expected: list[dict[Column, str]], order: list[Column], delimiter: str, names: dict[Column, str]
) -> None:
    headings = [names[column] for column in order]
    sheet = parse(written([headings, *([home.get(column, "") for column in order] for home in expected)], delimiter))
    assert sheet.errors == ()
    for row, home in zip(sheet.rows, expected, strict=True):
        assert (row.building, row.unit, row.number) == door(home)
        assert ("" if row.floor is None else str(row.floor)) == home[Column.FLOOR]
        assert (row.household, row.note, row.access) == (home[Column.HOUSEHOLD], home[Column.NOTE], home[Column.ACCESS])
        assert (row.grid, row.key_safe) == (home[Column.GRID], home[Column.KEY_SAFE])
        for person, (name, year, care, guardian, language, note) in zip(row.residents, RESIDENT_COLUMNS, strict=True):
            assert (person.name, str(person.birth_year or "")) == (home.get(name, ""), home.get(year, ""))
            assert ",".join(person.care) == home.get(care, "")
            assert (person.guardian, person.language, person.note) == tuple(
                home.get(column, "") for column in (guardian, language, note)
            )
        assert row.contacts == tuple(Contact(*(home.get(part, "") for part in parts)) for parts in CONTACT_COLUMNS)


OLD = Household("h1", "Old", "old note", "old key", (Contact("A", "111"), Contact("B", "222"), Contact("C", "333")))


def merged_text(text: str, before: Household) -> Household:
    sheet = parse(text)
    assert sheet.errors == ()
    return merged(sheet.rows[0], sheet.headings, before)


def test_a_row_wins_where_the_sheet_has_a_column() -> None:
    household = merged_text("building,home,household,note\n1,2,New,\n", OLD)
    assert household == Household("h1", "New", "", "old key", OLD.contacts)


def test_contacts_are_merged_place_by_place_and_part_by_part() -> None:
    headings = "building,home,contact_2_phone,contact_3_name,contact_3_phone,contact_3_relation\n"
    household = merged_text(headings + "1,2,999,,,\n", OLD)
    assert household.contacts == (Contact("A", "111"), Contact("B", "999"))


def test_importing_again_changes_nothing() -> None:
    text = "building,home,contact_1_name,contact_1_phone,contact_1_relation\n1,2,,,\n"
    once = merged_text(text, OLD)
    # The place stays blank: else the next import would take the second contact for the first, and delete it.
    assert once.contacts == (NO_CONTACT, Contact("B", "222"), Contact("C", "333"))
    assert merged_text(text, once) == once


def test_contacts_beyond_the_sheet_stay() -> None:
    before = Household("h1", contacts=tuple(Contact(str(number), "110") for number in range(5)))
    text = written([["building", "home", *(part.value for parts in CONTACT_COLUMNS for part in parts)], ["1", "2"]])
    assert merged_text(text, before).contacts == (NO_CONTACT, NO_CONTACT, NO_CONTACT, *before.contacts[3:])
